"""Pictures below answers: all that imports matplotlib."""

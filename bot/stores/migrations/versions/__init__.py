"""The versions, each with what it changes. A file that went out is changed no more."""

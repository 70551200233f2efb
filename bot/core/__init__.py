"""What a conversation is. Knows no chat platform, no model library, no database and no thread."""

"""What only the engine that answers many conversations at once promises."""

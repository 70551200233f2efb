"""What only the engine over GGUF files promises."""

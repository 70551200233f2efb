"""A Discord bot that holds conversations with a local Qwen2-Instruct model."""

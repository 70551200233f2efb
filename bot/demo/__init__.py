"""The demo model: a small real Qwen2 checkpoint, what it was trained on, and how it is trained again."""

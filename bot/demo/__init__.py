"""The demo model: a small real Qwen2 checkpoint, what it was trained on, and how it is trained again."""

from pathlib import Path

MODEL_PATH: Path = Path(__file__).with_name("tiny-qwen2")
"""The packaged checkpoint; `AutoModelForCausalLM.from_pretrained` loads it like any other."""

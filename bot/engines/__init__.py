"""Ways to turn a prompt into text: the only package that imports torch and transformers."""

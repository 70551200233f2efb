"""Measures the bot's engines against what they could be: `python -m benchmarks` writes figures, a table and a plot."""

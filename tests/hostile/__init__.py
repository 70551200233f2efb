"""Attacks: what people and models write to break in, to break down, or to speak as somebody else."""

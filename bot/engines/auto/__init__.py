"""Chooses between the engines in this process, by what the model can do and by what is measured on this machine."""

from bot.engines.auto.choice import load, of

__all__ = ["load", "of"]

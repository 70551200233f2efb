"""Brings a checkpoint into memory: from the hub or a folder, checked, quantized, with its draft model."""

"""Reads the files that people send: text as it is, documents through a process of their own."""

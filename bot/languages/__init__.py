"""
What the bot says to people, a Fluent file a language: the only package that imports a library for languages.

A new language is one more file, named by its tag (BCP 47).
"""

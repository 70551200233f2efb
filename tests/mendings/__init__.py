"""
What keeps the bot's promises, and which tests notice when it is taken out: `python -m tests.mendings`.

`mendings.toml` names each mending, the text of the code that is it, what is left without it, and the tests.
"""

"""
The commands: what people type after a slash, or choose in a message's menu. One file for each group of them.

A new group is a file here with `add(tree, wiring)`, and its name in `GROUPS` of `tree.py`. What it needs and `Wiring`
has not yet is one more field there, which `client.py` fills.
"""

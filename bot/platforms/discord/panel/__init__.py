"""
The panel of /settings: all that can be set for a channel, its category and its server, in menus and a form.

Nothing of it is kept in memory: what can be pressed says what it is about, and the place is where it is pressed.
"""

"""A loopback Discord: its REST API, its gateway and a page to talk in. Imports no other part of the bot."""

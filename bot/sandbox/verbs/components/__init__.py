"""What can be pressed, chosen from and written into, in messages and forms: how it is read, and how it is used."""

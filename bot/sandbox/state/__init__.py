"""What there is: users, guilds, channels and messages. No JSON, no socket."""

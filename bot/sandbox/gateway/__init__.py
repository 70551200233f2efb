"""The gateway: who is connected, what they are told of, and how the websocket speaks."""

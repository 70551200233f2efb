"""Where work that blocks a thread meets the event loop."""

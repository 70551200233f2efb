"""What the demo model has read: conversations put together at random from texts written for this project."""

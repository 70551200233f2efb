"""What can be seen of the bot from outside, in numbers: all that imports prometheus_client."""

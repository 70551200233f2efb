"""What a model can be told of the commands."""

SUMMARY = (
    "People mention you or use /ask to ask you, /stop to stop an answer, /regenerate to have it written anew, "
    "/continue to hear the rest of a cut one, /undo to take the last one back, and "
    "/reset to make you forget this channel."
)

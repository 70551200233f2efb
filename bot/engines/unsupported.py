"""Says that one engine cannot use a model, which another may."""

from bot.core.errors import StartError


class Unsupported(StartError):
    """
    The model cannot be used by this engine.

    `reason` says why; the whole text also what the operator can do, of which nothing is left
    to do where the bot itself chooses the engine.
    """

    def __init__(self, reason: str, *, advice: str = 'Set `engine` to "generate".') -> None:
        super().__init__(f"{reason} {advice}")
        self.reason = reason

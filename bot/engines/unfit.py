"""Says that a model is nothing for one engine, where another may do."""

from bot.core.errors import StartError


class Unfit(StartError):
    """
    The model cannot be used by this engine.

    `reason` says why; the whole text also what the operator can do, of which nothing is left
    to do where the bot itself chooses the engine.
    """

    def __init__(self, reason: str, *, advice: str = 'Set `engine` to "generate".') -> None:
        super().__init__(f"{reason} {advice}")
        self.reason = reason

"""What turns a prompt into text."""

from collections.abc import AsyncGenerator, Sequence
from typing import Protocol

from bot.core.chat import Modality, Options, Piece, Turn


class Engine(Protocol):
    """Turns a prompt into text."""

    @property
    def name(self) -> str:
        """What the engine is called in the settings."""
        ...

    @property
    def model(self) -> str:
        """What people are told of the model it runs: its name, and of a path the last part."""
        ...

    @property
    def slots(self) -> int:
        """How many answers it writes at once. More are not asked for; if they are, some wait."""
        ...

    @property
    def context_length(self) -> int:
        """The most tokens, prompt and answer together, the model can attend to."""
        ...

    @property
    def accepts(self) -> frozenset[Modality]:
        """What it can be shown. Where that is but text, no turn has `images`."""
        ...

    async def count(self, prompt: Sequence[Turn], /) -> int:
        """
        The number of tokens of `prompt` as the model will read it, template and pictures included.

        Exact where the engine has the tokenizer; a bound that errs only upwards where it has not.
        """
        ...

    def stream(self, prompt: Sequence[Turn], options: Options, /, *, channel: int = 0) -> AsyncGenerator[Piece, None]:
        """
        Yield the answer piece by piece. Closing the generator stops the model at its next token.

        A prompt that ends in a turn of the assistant is gone on with from its very last token.

        `channel` names the conversation, for an engine that keeps something of it between its
        turns. Raises `EngineError`, after every piece that was made before it went wrong.
        """
        ...

    async def forget(self, channel: int, /) -> None:
        """Drop what is kept of the conversation in `channel`."""
        ...

    async def renew(self) -> None:
        """
        Be able to answer again after an answer that fell silent, and was closed. Raises `EngineLost` where only another
        process can.
        """
        ...

    async def close(self) -> None:
        """End every answer, and give back threads and connections."""
        ...

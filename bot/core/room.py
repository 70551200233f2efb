"""How many tokens a prompt and its answer may take."""

from bot.core.chat import Options
from bot.core.ports import Engine


def room(engine: Engine, *, most: int) -> int:
    """The most tokens of both together, of `most` that the operator wants."""
    return min(most, engine.context_length)


def longest_answer(wanted: Options, defaults: Options, *, room: int) -> int:
    """The most of them for the answer, which leaves half the room, unless the operator wants it longer."""
    return min(wanted.max_new_tokens, max(room // 2, defaults.max_new_tokens))

"""How many tokens a prompt and its answer may take."""

from dataclasses import replace

from bot.core.chat import Options
from bot.core.ports import Engine


def room(engine: Engine, *, most: int) -> int:
    """The most tokens of both together, of `most` that the operator wants."""
    return min(most, engine.context_length)


def bounded(wanted: Options, defaults: Options, *, room: int) -> Options:
    """
    The options such that what is written leaves room for what it answers: half of it, unless the operator wants longer
    answers. A thought may have a quarter of the room, and half of what the answer leaves.
    """
    longest = min(wanted.max_new_tokens, max(room // 2, defaults.max_new_tokens))
    thought = min(wanted.max_thinking_tokens, room // 4, max(0, room - longest) // 2)
    return replace(wanted, max_new_tokens=longest, max_thinking_tokens=thought)


def kept_for_thought(options: Options) -> int:
    """How many tokens are kept free for what is thought before the answer; none where nothing is."""
    return options.max_thinking_tokens if options.thinking != "off" else 0

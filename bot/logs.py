"""The log: in colour where somebody looks, and elsewhere a line of JSON for each thing that happens."""

import logging

from rich.console import Console


def begin(level: str, console: Console) -> None:
    """
    Log to `console`, the bot itself from `level` on.

    What libraries say at DEBUG holds all that passes through them, so they never do: discord.py's, each message that
    anybody writes.
    """
    handler = _in_colour(console) if console.is_terminal else _as_json(console)
    logging.basicConfig(level="INFO" if level == "DEBUG" else "WARNING", handlers=[handler])
    logging.getLogger("bot").setLevel(level)


def _in_colour(console: Console) -> logging.Handler:
    from rich.logging import RichHandler

    handler = RichHandler(console=console, show_path=False, omit_repeated_times=False)
    handler.setFormatter(logging.Formatter("%(message)s"))
    return handler


def _as_json(console: Console) -> logging.Handler:
    """Each line is an object: `timestamp` (ISO 8601, UTC), `level`, `logger`, `event`, and what numbers it has."""
    from structlog.processors import JSONRenderer, TimeStamper, format_exc_info
    from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name

    handler = logging.StreamHandler(console.file)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[TimeStamper(fmt="iso", utc=True), add_log_level, add_logger_name, ExtraAdder()],
            processors=[
                ProcessorFormatter.remove_processors_meta,
                format_exc_info,
                JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    return handler

"""
The command line: `bot` joins Discord, `bot demo` needs nothing, `bot chat` talks in the terminal, `bot init` asks for
what has no default, `bot check` looks whether all is there, `bot status` how a running bot is doing.

What takes long to import is imported where it is used, so that help and mistakes are shown at once.
"""

import asyncio
import logging
import os
import signal
import sys
import webbrowser
from collections.abc import Coroutine
from contextlib import suppress
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.core.errors import RestartNeeded, StartError

if TYPE_CHECKING:
    from rich.console import Console

    from bot.settings import Settings

# What sysexits.h calls EX_TEMPFAIL.
RESTART = 75

cli = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]}
)

Model = Annotated[
    str | None,
    typer.Option(
        help="A name on the Hugging Face hub, a folder, or a small model that needs no download: “demo” or “smollm2”."
    ),
]


@cli.callback(invoke_without_command=True)
def run(context: typer.Context) -> None:
    """A Discord bot that talks with a Qwen2-Instruct model on this machine. Without a command: join Discord."""
    if context.invoked_subcommand is None:
        from bot.settings import load

        settings = load(needs_token=True)
        from bot import app

        _prepare(settings, quiet=False)
        _run_until_signalled(app.run(settings))


@cli.command()
def demo(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where the page is served; 0 takes any free port.")
    ] = 8000,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    model: Model = "demo",
) -> None:
    """Try the bot in a browser page: no token, no GPU, no network."""
    from bot import app
    from bot.settings import load

    settings = load(overrides={"model": model})
    _prepare(settings, quiet=True)

    def announce(address: str) -> None:
        from rich.console import Console

        Console().print(f"The bot is at [link]{address}[/link] (Ctrl-C ends it)", highlight=False, soft_wrap=True)
        sys.stdout.flush()
        if browser and sys.stdout.isatty():
            webbrowser.open(address)

    _run_until_signalled(app.demo(settings, port=port, announce=announce))


@cli.command()
def chat(
    question: Annotated[
        str | None, typer.Argument(help="Answer this and exit; “-” reads it from standard input.")
    ] = None,
    stream: Annotated[bool, typer.Option(help="Show the answer while it is written.")] = True,
    model: Model = None,
) -> None:
    """Talk with the model in this terminal, or through a pipe: one line, one question."""
    from bot import app
    from bot.settings import load

    settings = load(overrides={"model": model})
    _prepare(settings, quiet=True)
    _bear_any_character()
    # Where it was closed, nothing is typed.
    sys.stdin = sys.stdin or StringIO()
    questions = None if question is None else [sys.stdin.read() if question == "-" else question]
    app.chat(settings, questions, stream=stream)


@cli.command()
def init() -> None:
    """Ask for the token and a model, try both, write them into .env, and give the address that invites the bot."""
    from rich.console import Console

    from bot.check import report
    from bot.settings import load
    from bot.settings.sources import ENV_FILE

    _bear_any_character()
    settings = load()
    _prepare(settings, quiet=True)
    from bot import init
    from bot.platforms.discord.session import PORTAL

    def ask(words: str, *, default: str | None, hidden: bool) -> str:
        # Where nobody types, nothing can be hidden.
        hides = hidden and sys.stdin.isatty()
        answer: str = typer.prompt(words, default=default, hide_input=hides, show_default=not hidden)
        return answer

    out = Console()
    out.print(f"You get a token at {PORTAL}: your application, Bot, Reset Token.", highlight=False, soft_wrap=True)
    init.init(settings, Path(ENV_FILE), ask=ask, tell=lambda found: report.show(found, out))
    out.print("Next: `bot check` looks at all the rest, and `bot` joins Discord.", highlight=False, soft_wrap=True)


@cli.command()
def check(
    quick: Annotated[bool, typer.Option("--quick", help="Load no model: leave out the short answer.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Tell it as JSON, for programs.")] = False,
    model: Model = None,
) -> None:
    """Look whether the bot has all it needs, and say what to do where it has not: then it ends with 1."""
    from rich.console import Console

    from bot.check import report
    from bot.check.finding import Finding
    from bot.check.settings import mistakes, well
    from bot.settings import SettingsError, load

    _bear_any_character()
    found: list[Finding] = []

    def tell(finding: Finding) -> None:
        found.append(finding)
        if not as_json:
            report.show(finding, Console())
            sys.stdout.flush()

    try:
        settings = load(overrides={"model": model})
    except SettingsError as error:
        for mistake in mistakes(error.mistakes):
            tell(mistake)
    else:
        tell(well())
        _prepare(settings, quiet=True)
        from bot import checkup

        if not _run_until_signalled(checkup.check(settings, quick=quick, tell=tell)):
            raise typer.Exit(1)
    if as_json:
        print(report.as_json(found))
    if not all(each.is_well for each in found):
        raise typer.Exit(1)


@cli.command()
def status() -> None:
    """Say how the bot is doing that runs on this machine with a monitoring_port. Ends with 1 if it is offline."""
    from rich.console import Console

    from bot.settings import load

    settings = load()
    if not settings.monitoring_port:
        raise StartError(
            "The bot tells how it is doing where monitoring_port says: set BOT_MONITORING_PORT=9464, and start it."
        )
    from bot.metrics.reading import read

    reading = asyncio.run(read(settings.monitoring_port))
    for name, how in reading.lines():
        Console().print(f"[bold]{name:12}[/bold]", how, highlight=False, soft_wrap=True)
    if not reading.is_online:
        raise typer.Exit(1)


def main() -> None:
    """
    Run the command line. Exits with 1 where the operator has something to mend, with 2 for wrong usage, and with
    `RESTART` where it only has to be started again.
    """
    try:
        cli()
    except Exception as error:
        from bot.settings import SettingsError

        if not isinstance(error, SettingsError | StartError):
            raise
        stderr = _stderr()
        stderr.print("[bold red]bot:[/bold red] ", end="")
        stderr.print(str(error), markup=False, highlight=False, soft_wrap=True)
        if isinstance(error, RestartNeeded):
            logging.shutdown()
            # Past all tidying up: what the model left behind may hang in it, or fail.
            os._exit(RESTART)
        sys.exit(1)


def _stderr() -> "Console":
    from rich.console import Console

    return Console(stderr=True)


def _run_until_signalled(work: Coroutine[Any, Any, None]) -> bool:
    """
    Run `work`, and return whether it came to its end.

    Ctrl-C, or SIGTERM as service managers send it, lets it tidy up and ends the program well.
    """

    async def guarded() -> bool:
        task = asyncio.ensure_future(work)
        with suppress(NotImplementedError):  # Windows has no such handlers.
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        with suppress(asyncio.CancelledError):
            await task
        return not task.cancelled()

    with suppress(KeyboardInterrupt):
        return asyncio.run(guarded())
    return False


def _bear_any_character() -> None:
    """Replace what cannot be read or written in the encoding there, rather than let it end the program."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _prepare(settings: "Settings", *, quiet: bool) -> None:
    """Set up what the libraries read: the log, and their own variables in .env, such as HF_TOKEN."""
    from dotenv import dotenv_values

    from bot import logs
    from bot.settings.sources import ENV_FILE
    from bot.settings.values import VARIABLES

    for name, value in dotenv_values(ENV_FILE, encoding="utf-8-sig").items():
        if value and name not in VARIABLES.values():
            os.environ.setdefault(name, value)
    level = "WARNING" if quiet and settings.log_level == "INFO" else settings.log_level
    logs.begin(level, _stderr())


if __name__ == "__main__":
    main()

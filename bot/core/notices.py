"""
What the bot itself says to people, beside its answers: keys, whose sentences stand in the files of `bot/languages`.

Nobody else makes a `Notice`, so that all there are can be found here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.chat import File, Unread

Argument = str | int | float


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence in no language yet. `str()` of it is for the log: its arguments may be people's words."""

    key: str
    arguments: Mapping[str, Argument] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.key


# Why an answer ended.
STOPPED = Notice("stopped")
FORGOTTEN = Notice("stopped-by-reset")
CLOSING = Notice("stopped-by-restart")
INTERRUPTED = Notice("interrupted")
REFUSED = Notice("stopped-by-refusal")
WITHDRAWN = Notice("stopped-by-deletion")
CUT_OFF = Notice("cut-off")
LOOP = Notice("stopped-by-loop")
NO_ROOM = Notice("stopped-by-length")
OUT_OF_TIME = Notice("stopped-by-deadline")

# What stands where an answer will, or below it.
LOADING = Notice("loading")
ANSWERED = Notice("answered")
LEFT_OUT = Notice("left-out")
UNSAVED = Notice("unsaved")
FURTHER = Notice("further-in-file")
IN_FILE = Notice("in-file")
REPLAYED_OTHERWISE = Notice("replayed-otherwise")

# Why there is no answer.
FAILED = Notice("failed")
WRITING_FAILED = Notice("writing-failed")
UNAVAILABLE = Notice("unavailable")
MODEL_LOST = Notice("model-lost")
EXHAUSTED = Notice("exhausted")
STALLED = Notice("stalled")
NOTHING_SAID = Notice("nothing-said")
NO_HISTORY = Notice("no-history")
OVERLOADED = Notice("overloaded")
QUOTA = Notice("quota")
ENGLISH_ONLY = Notice("english-only")

# Why something is not done.
NOT_REPLAYABLE = Notice("not-replayable")
ANOTHER_MODEL = Notice("another-model")
NO_THOUGHT = Notice("no-thought")
LEAVING = Notice("leaving")
COMPLETE = Notice("complete")
BEING_WRITTEN = Notice("being-written")
NOT_WRITTEN = Notice("not-written")
NO_FURTHER_VERSION = Notice("no-further-version")
NOTHING_HERE = Notice("nothing-here")
NOTHING_THERE = Notice("nothing-there")
NOT_REMEMBERED = Notice("not-remembered")
TAKEN_BACK = Notice("taken-back")
NOTHING_RUNS = Notice("nothing-runs")
NO_WORDS = Notice("no-words")
NO_THREAD = Notice("no-thread")
NOT_FOR_SERVER = Notice("not-for-server")

# What was done.
RESET = Notice("reset-done")
UNDONE = Notice("undone")
PROMPT_SET = Notice("prompt-set")
PROMPT_CLEARED = Notice("prompt-cleared")

# What is somebody's own.
PERSON_FORGOTTEN = Notice("stopped-by-forgetting")
NOTHING_OF_YOU = Notice("nothing-of-you")
FORGET = Notice("forget")
FORGET_AND_DELETE = Notice("forget-and-delete")
CANCEL = Notice("cancel")
FORGETTING = Notice("forgetting")
NOTHING_FORGOTTEN = Notice("nothing-forgotten")

# Who may use the bot.
DENIED = Notice("denied")
NOBODY_NAMED = Notice("nobody-named")
ON_NO_LIST = Notice("on-no-list")
LISTS_EMPTY = Notice("lists-empty")

# What stands on the buttons under an answer: a word, or two.
BUTTON_STOP = Notice("button-stop")
BUTTON_REGENERATE = Notice("button-regenerate")
BUTTON_CONTINUE = Notice("button-continue")
BUTTON_THOUGHT = Notice("button-thought")
BUTTON_DELETE = Notice("button-delete")

# What is said beside a conversation.
ASK_ABOUT_TITLE = Notice("ask-about-title")
ASK_ABOUT_QUESTION = Notice("ask-about-question")
ASK_ABOUT_PLACEHOLDER = Notice("ask-about-placeholder")
HELP_ABOUT = Notice("help-about")
HELP_GUEST = Notice("help-guest")
HELP_MENU = Notice("help-menu")
STATUS_LOADING = Notice("status-loading")
STATUS_WITHOUT_MODEL = Notice("status-without-model")
FOR_EVERYBODY = Notice("for-everybody")
FOR_MODERATORS = Notice("for-moderators")
FOR_ADMINISTRATORS = Notice("for-administrators")
PRESENCE_LOADING = Notice("presence-loading")
PRESENCE_READY = Notice("presence-ready")
PROMPT_DEFAULT = Notice("prompt-default")
CONTEXT_DEFAULT = Notice("context-default")
CONTEXT_FILE = Notice("context-file")
CONTEXT_FILE_WITHOUT_INSTRUCTIONS = Notice("context-file-without-instructions")
CONTEXT_FILES_BY_NAME = Notice("context-files-by-name")
PROMPT_TITLE = Notice("prompt-title")
PROMPT_LABEL = Notice("prompt-label")
TERMINAL_HELP = Notice("terminal-help")
TERMINAL_THINKS = Notice("terminal-thinks")

# What is said of commands, by their whole names, and of their options, by the first word of that and their own; and
# what a message's menu reads.
COMMANDS = {
    name: Notice(f"command-{name.replace(' ', '-')}")
    for name in (
        *("ask", "stop", "reset", "regenerate", "continue", "undo", "help", "status", "context", "settings"),
        *("history", "forget-me"),
        *("persona", "system", "system show", "system set", "system clear"),
        *("access", "access allow", "access deny", "access remove", "access list"),
    )
}
OPTIONS = {
    name: Notice(f"option-{name.replace(' ', '-')}")
    for name in (
        *("ask prompt", "ask file", "ask thread", "persona name", "persona everywhere", "system everywhere"),
        *("access member", "access role", "access channel"),
        *("history where", "history form"),
    )
}
MENU_ENTRIES = {
    "Regenerate": Notice("menu-regenerate"),
    "Ask about this": Notice("menu-ask-about"),
    "Translate for me": Notice("menu-translate"),
    "Details": Notice("menu-details"),
}

REPLAY = Notice("replay")


# Why nothing of a file was read.
_UNREAD: dict[Unread, str] = {
    "archive": "file-archive",
    "image": "file-image",
    "media": "file-media",
    "binary": "file-binary",
    "document": "file-document",
    "damaged": "file-damaged",
    "large": "file-large",
    "unreachable": "file-unreachable",
    "many": "file-many",
}


def about_files(files: Sequence[File]) -> tuple[Notice, ...]:
    """What is said of files that were not read, or not to their end."""
    return tuple(_about(file) for file in files if file.unread or file.is_cut)


def _about(file: File) -> Notice:
    if file.unread:
        return Notice(_UNREAD[file.unread], {"name": file.name})
    return Notice("file-cut", {"name": file.name, "read": len(file.content), "length": file.length})


# What can be set for a place, by the names of the fields of `Overrides`, and the values that have names of their own.
FIELDS = {
    name: Notice(f"field-{name.replace('_', '-')}")
    for name in (
        *("persona", "system_prompt", "greeting", "trigger", "opens_threads", "language", "thinking", "announce"),
        *("display", "max_new_tokens", "temperature", "top_p", "top_k", "repetition_penalty"),
    )
}
VALUES = {
    f"{field} {value}": Notice(f"value-{field.replace('_', '-')}-{value.lower()}")
    for field, values in {
        "trigger": ("mention", "all", "never"),
        "opens_threads": ("true", "false"),
        "language": ("auto", "de", "en", "es", "fr", "ja", "zh-CN"),
        "thinking": ("off", "on", "auto"),
        "announce": ("off", "long", "always"),
        "display": ("true", "false"),
    }.items()
    for value in values
}
PANEL_BY_OPERATOR = Notice("panel-by-operator")
PANEL_MODELS_OWN = Notice("panel-models-own")
PANEL_NOBODY = Notice("panel-nobody")
PANEL_NUMBERS = Notice("panel-numbers")
PANEL_RESET = Notice("panel-reset")
FORM_OUTDATED = Notice("form-outdated")
NOT_YOURS_TO_SET = Notice("not-yours-to-set")


def panel_title(place: str) -> Notice:
    """What the panel is about: a "channel", "thread", "category" or "server"."""
    return Notice("panel-title", {"place": place})


def panel_place(place: str) -> Notice:
    """A kind of place, to be chosen."""
    return Notice("panel-place", {"place": place})


def panel_set_for(place: str) -> Notice:
    """Where a value comes from."""
    return Notice("panel-set-for", {"place": place})


def panel_inherit(field: str) -> Notice:
    """That a field is left to the wider places, or to the operator."""
    return Notice("panel-inherit", {"field": field})


def panel_length(characters: int) -> Notice:
    """How long a text is that is set elsewhere."""
    return Notice("panel-length", {"characters": characters})


def details_version(version: int, versions: int) -> Notice:
    """Which of how many versions of an answer it is."""
    return Notice("details-version", {"version": version, "versions": versions})


def details_model(model: str, engine: str) -> Notice:
    """What wrote an answer."""
    return Notice("details-model", {"model": model, "engine": engine})


def details_persona(persona: str) -> Notice:
    """As whom the model wrote it."""
    return Notice("details-persona", {"persona": persona})


def details_sampling(sampling: str, tokens: int) -> Notice:
    """How its tokens were chosen, and how many there could be; the rest is the model's own."""
    return Notice("details-sampling", {"sampling": sampling, "tokens": tokens})


def details_read(read: int, reused: int) -> Notice:
    """The tokens that the model read for it, and how many of them it had read before."""
    return Notice("details-read", {"read": read, "reused": reused})


def details_written(written: int) -> Notice:
    """The tokens that it has."""
    return Notice("details-written", {"written": written})


def details_speed(rate: float) -> Notice:
    """How many of them were written in a second."""
    return Notice("details-speed", {"rate": round(rate, 1)})


def details_context(used: int, context: int) -> Notice:
    """How much of what can be read and written together it took."""
    return Notice("details-context", {"used": used, "context": context})


def details_times(waited: float, reading: float, writing: float) -> Notice:
    """The seconds until the model began, until the first word, and until the last."""
    times = {"waited": round(waited, 1), "reading": round(reading, 1), "writing": round(writing, 1)}
    return Notice("details-times", times)


def details_left_out(questions: int) -> Notice:
    """How many earlier questions the model was not shown."""
    return Notice("details-left-out", {"questions": questions})


def verbatim(text: str) -> Notice:
    """A sentence that was put on record as it stands, when no language was told from another."""
    return Notice("verbatim", {"text": text})


def waiting(ahead: int) -> Notice:
    """What somebody is told while `ahead` answers come first."""
    return Notice("waiting", {"ahead": ahead})


THINKS = Notice("thinks")


def thinks_for(seconds: int) -> Notice:
    """That the model thinks before it answers, and for how long it has."""
    return Notice("thinks-for", {"seconds": seconds})


def waiting_about(ahead: int, seconds: float) -> Notice:
    """The same where it is known about how long that takes, and told no more exactly than it is known."""
    rounded = max(1, round(seconds / 5)) * 5
    if rounded < 60:
        return Notice("waiting-seconds", {"ahead": ahead, "seconds": rounded})
    return Notice("waiting-minutes", {"ahead": ahead, "minutes": round(seconds / 60)})


def busy_person(waiting: int) -> Notice:
    """Why a message is not taken where so many of the same person wait."""
    return Notice("busy-person", {"waiting": waiting})


def busy_channel(waiting: int) -> Notice:
    """Why a message is not taken where so many wait in the channel."""
    return Notice("busy-channel", {"waiting": waiting})


def busy_server(waiting: int) -> Notice:
    """Why a message is not taken where so many wait on the server."""
    return Notice("busy-server", {"waiting": waiting})


def cut_off_at(tokens: int) -> Notice:
    """That an answer has become as long as it may."""
    return Notice("cut-off-at", {"tokens": tokens})


def too_long(tokens: int, budget: int) -> Notice:
    """That a message needs `tokens` tokens of `budget`."""
    return Notice("too-long", {"tokens": tokens, "budget": budget})


def setting_refused(setting: str) -> Notice:
    """That the model's server does not take one of the bot's settings."""
    return Notice("setting-refused", {"setting": setting})


def out_of_bounds(names: str) -> Notice:
    """That something cannot be set to the value that was named, by the names of the settings."""
    return Notice("out-of-bounds", {"names": names})


def not_theirs(name: str) -> Notice:
    """That an answer is not theirs to change, but that of somebody called `name`, where that is known."""
    return Notice("not-theirs", {"name": name}) if name else Notice("not-theirs-nameless")


def status_model(model: str, engine: str) -> Notice:
    """Which model answers, and by which engine."""
    return Notice("status-model", {"model": model, "engine": engine})


def status_speed(written: float, read: float) -> Notice:
    """How many tokens a second one answer is written with, and a prompt is read with; 0 where nobody knows yet."""
    numbers = {"written": round(written, 1), "read": round(read)}
    if not read:
        return Notice("status-speed-written", {"written": numbers["written"]}) if written else Notice("status-speed")
    return Notice("status-speed-both", numbers) if written else Notice("status-speed-read", {"read": numbers["read"]})


def status_load(writing: int, slots: int, waiting: int) -> Notice:
    """How many answers are written just now, of how many at once, and how many wait."""
    return Notice("status-load", {"writing": writing, "slots": slots, "waiting": waiting})


def status_memory(used: int, room: int) -> Notice:
    """How many tokens are taken by what is remembered here, of how many there is room for."""
    return Notice("status-memory", {"used": used, "room": room, "share": round(100 * used / room) if room else 0})


def status_since(moment: str) -> Notice:
    """When the bot began, in the platform's own way to tell a time."""
    return Notice("status-since", {"moment": moment})


def help_talking(mention: str) -> Notice:
    """How somebody talks to the bot, which is mentioned by `mention`."""
    return Notice("help-talking", {"mention": mention})


def greeting(mention: str) -> Notice:
    """What somebody is told who only mentioned the bot, which is done by `mention`."""
    return Notice("greeting", {"mention": mention})


def lists_full(most: int) -> Notice:
    """That a server's lists hold no more than that many entries."""
    return Notice("lists-full", {"most": most})


def let_in(names: str) -> Notice:
    """Who and what is let in on a server, as mentions."""
    return Notice("let-in", {"names": names})


def kept_out(names: str) -> Notice:
    """Who and what is kept out of a server, as mentions."""
    return Notice("kept-out", {"names": names})


def taken_off_lists(names: str) -> Notice:
    """What is on neither of a server's lists any more, as mentions."""
    return Notice("taken-off-lists", {"names": names})


def persona_set(place: str, title: str) -> Notice:
    """Who answers from now on in what kind of place, a "server" or a "channel"."""
    return Notice("persona-set", {"place": place, "title": title})


def persona_unset(place: str) -> Notice:
    """That nobody in particular answers there from now on."""
    return Notice("persona-unset", {"place": place})


def no_persona(name: str, known: str) -> Notice:
    """That nobody is called so, and who is known, separated by commas."""
    return Notice("no-persona", {"name": name, "known": known})


def prompt_own(place: str) -> Notice:
    """That the instructions that hold were written for a "server", "category", "channel" or "thread"."""
    return Notice("prompt-own", {"place": place})


def prompt_persona(place: str, title: str) -> Notice:
    """That the instructions that hold are a persona's, who was chosen for what kind of place."""
    return Notice("prompt-persona", {"place": place, "title": title})


def context_own(place: str) -> Notice:
    """That the instructions that hold were written for a "server", "category", "channel" or "thread"."""
    return Notice("context-own", {"place": place})


def context_persona(place: str, title: str) -> Notice:
    """That the instructions that hold are a persona's, who was chosen for what kind of place."""
    return Notice("context-persona", {"place": place, "title": title})


def context_shown(questions: int) -> Notice:
    """How many questions the model is shown, with their answers."""
    return Notice("context-shown", {"questions": questions})


def context_free(tokens: int) -> Notice:
    """How many tokens of the room are kept for the answer."""
    return Notice("context-free", {"tokens": tokens})


def context_left_out(questions: int, moment: str) -> Notice:
    """How many there is no room for, and when the last of them was asked, as the platform shows a moment."""
    return Notice("context-left-out", {"questions": questions, "moment": moment})


def context_interrupted(answers: int) -> Notice:
    """How many answers are not shown because a restart broke them off."""
    return Notice("context-interrupted", {"answers": answers})


def context_unanswered(questions: int) -> Notice:
    """How many questions are not shown because they have no answer."""
    return Notice("context-unanswered", {"questions": questions})


def history(count: int, of: int) -> Notice:
    """That a file holds so many of somebody's exchanges, of so many there are."""
    return Notice("history", {"count": count}) if count == of else Notice("history-last", {"count": count, "of": of})


def forget_you(questions: int, answers: int, channels: int) -> Notice:
    """Whether somebody wants that much of theirs forgotten."""
    return Notice("forget-you", {"questions": questions, "answers": answers, "channels": channels})


def forgotten_you(questions: int, answers: int, channels: int) -> Notice:
    """That that much of somebody's is forgotten."""
    return Notice("forgotten-you", {"questions": questions, "answers": answers, "channels": channels})


def messages_gone(count: int) -> Notice:
    """That so many messages were deleted."""
    return Notice("messages-gone", {"count": count})


def over_budget(moment: str) -> Notice:
    """That somebody has used up what they may, and when there is more, as Discord shows a moment."""
    return Notice("over-budget", {"moment": moment})


def left(name: str, count: int) -> Notice:
    """How much is left to somebody of a limit, such as "answers_per_hour"."""
    return Notice("left", {"limit": name.replace("_", "-"), "count": count})

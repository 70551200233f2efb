"""What is told of how the bot is doing, how an answer came to be, and what the model is shown."""

from bot.core.notices.notice import Notice

STATUS_LOADING = Notice("status-loading")
STATUS_WITHOUT_MODEL = Notice("status-without-model")
CONTEXT_DEFAULT = Notice("context-default")
CONTEXT_FILE = Notice("context-file")
CONTEXT_FILE_WITHOUT_INSTRUCTIONS = Notice("context-file-without-instructions")
CONTEXT_FILES_BY_NAME = Notice("context-files-by-name")
REPLAY = Notice("replay")


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


def context_own(place: str) -> Notice:
    """That the instructions that hold were written for a "server", "category", "channel", "thread" or "direct" one."""
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


def context_free_thought(tokens: int) -> Notice:
    """How many are kept for what the model may think before it."""
    return Notice("context-free-thought", {"tokens": tokens})


def context_left_out(questions: int, moment: str) -> Notice:
    """How many there is no room for, and when the last of them was asked, as the platform shows a moment."""
    return Notice("context-left-out", {"questions": questions, "moment": moment})


def context_summary(tokens: int) -> Notice:
    """That what is left out is summed up, in how many tokens."""
    return Notice("context-summary", {"tokens": tokens})


def context_title(title: str) -> Notice:
    """What that was about, as the model put it."""
    return Notice("context-title", {"title": title})


def context_interrupted(answers: int) -> Notice:
    """How many answers are not shown because a restart broke them off."""
    return Notice("context-interrupted", {"answers": answers})


def context_unanswered(questions: int) -> Notice:
    """How many questions are not shown because they have no answer."""
    return Notice("context-unanswered", {"questions": questions})

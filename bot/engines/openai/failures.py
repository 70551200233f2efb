"""What the refusals and failures of a server mean: for the log, for the person, and for whether to ask again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import openai

from bot.core import notices
from bot.core.errors import EngineError, EngineExhausted, EngineUnavailable
from bot.core.notices import Notice
from bot.engines.openai.chunks import BrokenOff, CutShort, UnusableAnswer

# How vLLM, SGLang, llama.cpp, OpenAI and similar services say that a prompt is too long.
_OVERFLOW = re.compile(r"context[ _-]?(length|size|window)|too many tokens|(prompt|input).* too long", re.IGNORECASE)

# Fields of the protocol that the bot's settings call by another name.
_SETTINGS = {"max_tokens": "max_new_tokens", "repeat_penalty": "repetition_penalty"}

# Besides 429, the only statuses from 400 to 499 worth another try: time-outs, conflicts, requests that came too early.
_PASSING = (408, 409, 425)


@dataclass(frozen=True, slots=True)
class Failure:
    """
    `again` says whether the same request may succeed if it is made once more, and
    `after` how many seconds later the server would like that to be. `field` is the one of the
    request that the server did not accept.
    """

    error: EngineError
    again: bool = False
    after: float = 0.0
    field: str | None = None
    status: int | None = None

    @property
    def is_loss(self) -> bool:
        """Whether the server is not there, or not well, rather than that it refused something."""
        return self.again or isinstance(self.error, EngineUnavailable)


def understand(raised: Exception, *, address: str, secret: str | None, sent: Iterable[str] = ()) -> Failure:
    """
    What `raised` means, if it came from asking the server at `address` with the fields `sent`.

    The error's text holds what the server said, with `secret` taken out of it: it is
    to be raised `from None`, as the error it stands for may show the secret.
    """
    said = _said(raised, secret)
    if isinstance(raised, TimeoutError):
        return Failure(EngineUnavailable(f"{address} was silent for too long"))
    if isinstance(raised, BrokenOff):
        return Failure(EngineError(f"{address} broke off its answer: {said}"), again=True)
    if isinstance(raised, CutShort):
        return Failure(EngineError(f"{address} cut its answer short: {said}"))
    if isinstance(raised, UnusableAnswer):
        return Failure(EngineUnavailable(f"{address} answered with something else than a stream of events: {said}"))
    if isinstance(raised, openai.APIConnectionError):
        return Failure(EngineUnavailable(f"{address} cannot be reached: {said}"), again=True)
    if isinstance(raised, openai.APIError):
        return _refusal(raised, said, f"{address} answered {_status(raised) or 'an error'}: {said}", sent)
    # The library may raise anything while it parses what arrived.
    return Failure(EngineError(f"{address} sent something that is not of this protocol: {said}"))


def _refusal(raised: openai.APIError, said: str, text: str, sent: Iterable[str]) -> Failure:
    """The server answered, and it was an error."""
    status = _status(raised)
    if status in (401, 403, 404):
        return Failure(EngineUnavailable(text), status=status)
    if status in (402, 429):
        quota = status == 402 or raised.code == "insufficient_quota"
        error = _with_notice(EngineExhausted(text), notices.QUOTA if quota else notices.OVERLOADED)
        return Failure(error, again=not quota, after=_retry_after(raised), status=status)
    if _OVERFLOW.search(said) or status == 413:
        return Failure(EngineExhausted(text), status=status)
    if status in (400, 422):
        field = next((field for field in sent if raised.param == field or re.search(rf"\b{field}\b", said)), None)
        return Failure(_about_field(field, text), field=field, status=status)
    again = status in _PASSING or status not in range(400, 500)
    return Failure(EngineUnavailable(text), again=again, after=_retry_after(raised), status=status)


def _about_field(field: str | None, text: str) -> EngineError:
    """The error for a refused request: one that names the setting, if one is at fault."""
    if field is None:
        return EngineError(text)
    setting = _SETTINGS.get(field, field)
    error = EngineError(f"the setting `{setting}` is refused, leave it unset or change the server: {text}")
    return _with_notice(error, notices.setting_refused(setting))


def _with_notice(error: EngineError, notice: Notice) -> EngineError:
    error.notice = notice
    return error


def _status(raised: openai.APIError) -> int | None:
    """The HTTP status; in the middle of a stream, the one the error names itself."""
    if isinstance(raised, openai.APIStatusError):
        return raised.status_code
    return int(raised.code) if raised.code and raised.code.isdecimal() else None


def _said(raised: Exception, secret: str | None) -> str:
    """The server's own words, or the library's, on one line of bearable length, without `secret`."""
    body: Any = getattr(raised, "body", None)
    if isinstance(body, dict):
        body = body.get("message") or body.get("detail") or body.get("error") or body
    if not body and raised.__cause__ is not None:
        body = f"{type(raised.__cause__).__name__} {raised.__cause__}"
    words = f"{body}" if body else f"{raised}" or type(raised).__name__
    if secret:
        words = words.replace(secret, "[key]")
    return " ".join(words.split())[:500]


def _retry_after(raised: openai.APIError) -> float:
    """The seconds the server asks to wait, which it gives as a number or as a date."""
    if not isinstance(raised, openai.APIStatusError):
        return 0.0
    asked = raised.response.headers.get("retry-after", "")
    try:
        return max(0.0, float(asked))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0

"""In what language the bot itself speaks of an answer."""

from dataclasses import replace

from bot.core.ports import Record
from bot.core.profile import Profile
from bot.core.profiles import Profiles
from bot.core.record import Incoming


def spoken(profile: Profile, locale: str | None) -> str | None:
    """What is set to be spoken in a place, or else the locale of it that a platform tells."""
    return locale if profile.language == "auto" else profile.language


class Speech:
    """Knows what language is set for a place, or was spoken there before."""

    def __init__(self, profiles: Profiles, record: Record) -> None:
        self._profiles = profiles
        self._record = record

    async def addressed(self, incoming: Incoming) -> Incoming:
        """
        The message, with the language in which it is spoken to. Raises `HistoryError`.

        It is the one that is set for the place; else the place's own, in private the person's, where the platform tells
        it; else the one of the last question there. What one person alone sees on a server is in theirs always.
        """
        if incoming.is_private and incoming.server is not None:
            return incoming
        profile = await self._profiles.resolve(incoming)
        language = spoken(profile, incoming.language)
        if language is None:
            before = await self._record.recent(incoming.channel)
            language = before[-1].question.asked.language if before else None
        return replace(incoming, language=language)

"""What people do in a soak: ask in every way there is, press, type commands, change their minds, and just talk."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random

from benchmarks.soak.questions import ASKED, SAID, Question, Questions
from bot.core.draft import CURSOR
from bot.sandbox import Channel, Message, Person, Refusal, Sandbox

# Of a hundred acts.
_HABITS = {
    "mention": 34,
    "chatter": 24,
    "reply": 8,
    "direct": 7,
    "ask": 6,
    "twice": 4,
    "attach": 4,
    "thread": 1,
    "press": 5,
    "edit": 2,
    "delete": 2,
    "look": 2,
    "end": 1,
}
_LOOKS = ("status", "context", "help", "history")
_ENDS = ("stop", "undo", "reset")
# Seconds within which what was asked may still be under way.
_RECENT = 60.0
# Of what is asked in a channel while it is away, the bot answers three questions; one may be older.
_MISSED = 2
# Whoever's change of mind comes shortly before the bot is killed has changed it in vain.
_BLIND = 5.0


class Crowd:
    """
    `people` in `channels`, who ask through the sandbox and note it in `questions`.

    While the bot `is_away`, they do only what it hears of when it is back: they edit, press and command nothing.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        questions: Questions,
        *,
        people: Sequence[Person],
        channels: Sequence[Channel],
        random: Random,
        is_away: Callable[[], bool],
    ) -> None:
        self._sandbox = sandbox
        self._questions = questions
        self._people = people
        # Of other people's direct messages the bot would not hear after a time away.
        self._writers = people[::2]
        self._channels = channels
        self._random = random
        self._is_away = is_away
        self._changes: list[Question] = []
        self._missed: Counter[int] = Counter()
        self._missing: list[Question] = []
        self.acts: dict[str, int] = {}

    def greet(self) -> None:
        """Who ever writes to the bot directly does so once, while it is there."""
        for person in self._writers:
            self._direct(person)

    async def act(self, *, rate: float, until: float) -> None:
        """Do something `rate` times a second on average, until that moment of the loop's time."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        while (due := due + self._random.expovariate(rate)) < until:
            await asyncio.sleep(max(0.0, due - loop.time()))
            (habit,) = self._random.choices(list(_HABITS), list(_HABITS.values()))
            self.once(habit)

    def once(self, habit: str) -> None:
        """Do one thing of that kind, if anything of it can be done now."""
        person, channel = self._random.choice(self._people), self._random.choice(self._channels)
        try:
            done = getattr(self, f"_{habit}")(person, channel)
        except Refusal:
            # What they meant has gone meanwhile.
            return
        if done is not False:
            self.acts[habit] = self.acts.get(habit, 0) + 1

    def goes_blind(self) -> None:
        """The bot is about to lose what it has heard of in the last moments: nobody can ask it to know of that."""
        now = _now()
        self._missed.clear()
        for question in self._changes:
            if now - question.asked < _BLIND and question.fate == "due":
                question.fate = "loose"

    def _new(self, place: Channel, person: Person, kind: str, *, words: int | None = None) -> Question:
        # Who asks something else before the bot is back is answered that alone.
        for before in self._missing:
            if before.place is place and before.author is person and before.seen is None:
                before.fate = "loose"
        question = self._made(place, person, kind, words=words)
        if self._is_away():
            self._missing.append(question)
        return question

    def _made(self, place: Channel, person: Person, kind: str, *, words: int | None) -> Question:
        return self._questions.new(place, person, words=words or self._length(), kind=kind, at=_now())

    def _length(self) -> int:
        """Most answers are short, a few take several messages, and a few are cut."""
        longest = self._questions.longest
        kinds = [
            (5, longest // 10),
            (longest // 10, longest // 4),
            (longest // 2, longest),
            (longest + 1, longest + 50),
        ]
        (between,) = self._random.choices(kinds, [60, 34, 4, 2])
        return self._random.randint(*between)

    def _may_ask(self, place: Channel) -> bool:
        """While the bot is away, no more is asked in a place than it answers when it is back."""
        self._missed[place.id] += self._is_away()
        return self._missed[place.id] <= _MISSED

    def _mention(self, person: Person, channel: Channel) -> bool:
        if not self._may_ask(channel):
            return False
        question = self._new(channel, person, "mention")
        question.message = person.say(channel, f"{self._sandbox.mention} {question.text}")
        return True

    def _chatter(self, person: Person, channel: Channel) -> None:
        question = self._new(channel, person, "chatter")
        question.fate = "not for the bot"
        question.message = person.say(channel, f"nobody asked the bot for {question.text}")

    def _reply(self, person: Person, channel: Channel) -> bool:
        said = self._answer_in(channel)
        # Above an answer to a command stands what was asked, which a reply would ask again.
        if said is None or ASKED.search(said.content) or not self._may_ask(channel):
            return False
        question = self._new(channel, person, "reply")
        question.message = person.say(channel, f"and {question.text}?", reply_to=said)
        return True

    def _direct(self, person: Person, _: Channel | None = None) -> bool:
        if person not in self._writers:
            person = self._random.choice(self._writers)
        if not self._may_ask(person.dm_channel):
            return False
        question = self._new(person.dm_channel, person, "direct")
        question.message = person.dm(f"tell me {question.text}")
        return True

    def _ask(self, person: Person, channel: Channel, *, thread: bool = False) -> bool:
        if self._is_away():
            return False
        question = self._new(channel, person, "thread" if thread else "ask")
        options = {"thread": True} if thread else {}
        question.interaction = person.command(channel, "ask", prompt=question.text, **options)
        self._changes.append(question)
        return True

    def _thread(self, person: Person, channel: Channel) -> bool:
        return self._ask(person, channel, thread=True)

    def _twice(self, person: Person, channel: Channel) -> bool:
        """Two messages that are one question, or two, as the bot has it."""
        return self._mention(person, channel) and self._mention(person, channel)

    def _attach(self, person: Person, channel: Channel) -> bool:
        if not self._may_ask(channel):
            return False
        question = self._new(channel, person, "attach")
        files = {"question.txt": f"The question is {question.text}.".encode()}
        question.message = person.say(channel, f"{self._sandbox.mention} see the file", files=files)
        return True

    def _press(self, _: Person, channel: Channel) -> bool:
        said = self._answer_in(channel)
        if said is None or self._is_away():
            return False
        question = self._questions.all[int(SAID.findall(said.content)[-1][0])]
        buttons = [each for row in said.components for each in row["components"] if not each.get("disabled")]
        if not buttons:
            return False
        button = self._random.choice(buttons)["custom_id"]
        self._change(question, button.split(":")[1])
        question.author.click(said, button)
        return True

    def _change(self, question: Question, verb: str) -> None:
        if verb == "delete":
            self._forget(question)
        elif verb in ("stop", "older", "newer"):
            question.fate = "loose"
        self._changes.append(question)

    def _edit(self, person: Person, channel: Channel) -> bool:
        before = self._own(channel)
        # An edit of an older question corrects what is on record, and is not answered.
        if before is None or before is not self._last(channel) or before.message is None or self._is_away():
            return False
        self._forget(before)
        before.fate = "loose"
        question = self._new(channel, before.author, "edit")
        question.message = before.message
        self._changes.append(question)
        before.author.edit(before.message, f"{self._sandbox.mention} rather {question.text}")
        return True

    def _delete(self, person: Person, channel: Channel) -> bool:
        question = self._own(channel)
        if question is None or question.message is None or self._is_away():
            return False
        self._forget(question)
        self._changes.append(question)
        question.author.delete(question.message)
        return True

    def _forget(self, question: Question) -> None:
        """It, and what may be one question with it, is due no longer."""
        self._questions.loosen(question.place, since=question.asked - 10.0, author=question.author)
        question.fate = "withdrawn"

    def _look(self, person: Person, channel: Channel) -> bool:
        return self._command(person, channel, self._random.choice(_LOOKS))

    def _end(self, _: Person, channel: Channel) -> bool:
        """Ada, whose server it is, ends what goes on there, or takes it back."""
        if self._is_away():
            return False
        self._questions.loosen(channel, since=_now() - _RECENT)
        return self._command(self._sandbox.ada, channel, self._random.choice(_ENDS))

    def _command(self, person: Person, channel: Channel, name: str) -> bool:
        if self._is_away():
            return False
        person.command(channel, name)
        return True

    def _last(self, channel: Channel) -> Question | None:
        """The last question in the channel that was asked in any way."""
        here = [each for each in self._questions.all.values() if each.place is channel]
        return next((each for each in reversed(here) if each.fate != "not for the bot"), None)

    def _own(self, channel: Channel) -> Question | None:
        """The last question in the channel that was asked by a message of its own."""
        here = [each for each in self._questions.all.values() if each.place is channel and each.fate == "due"]
        plain = [each for each in here if each.kind in ("mention", "edit") and each.message is not None]
        return plain[-1] if plain else None

    def _answer_in(self, channel: Channel) -> Message | None:
        """The bot's last answer there that is whole."""
        said = self._sandbox.messages(channel, by=self._sandbox.bot)
        whole = [each for each in said if SAID.search(each.content) and CURSOR not in each.content]
        return whole[-1] if whole else None


def _now() -> float:
    return asyncio.get_running_loop().time()

from bot.core.pondering import Pondering
from bot.languages.sentences import sentence


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def pondering(clock):
    return Pondering(lambda notice: sentence(notice, "en"), every=5.0, clock=clock)


def test_it_is_said_at_once_and_then_every_few_seconds():
    clock = Clock()
    line = pondering(clock)
    told = []
    for tenths in range(125):
        clock.now = 100 + tenths / 10
        if line.goes_on():
            told.append((tenths / 10, line.line))
    assert told == [(0.0, "💭 thinking …"), (5.0, "💭 thinking … 5 s"), (10.0, "💭 thinking … 10 s")]


def test_after_a_pause_it_says_how_long_it_really_has_been():
    clock = Clock()
    line = pondering(clock)
    assert line.goes_on()
    clock.now += 61.6
    assert line.goes_on()
    assert line.line == "💭 thinking … 62 s"
    assert not line.goes_on()


def test_it_speaks_the_language_it_is_given():
    line = Pondering(lambda notice: sentence(notice, "de"), clock=Clock())
    assert line.line == "💭 denkt nach …"

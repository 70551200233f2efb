"""Counting and sums within reach of a very small model."""

from bot.demo.corpus import words
from bot.demo.corpus.talk import Talk, Weighted

NUMBER_WORDS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


ASKED = ("What is {s}?", "what's {s}?", "what is {s}", "{s}", "{s}?", "{s} = ?", "calculate {s}", "How much is {s}?")


def add(talk: Talk) -> None:
    """A sum or a difference of numbers up to twenty."""
    a, b = talk.chance.randint(0, 20), talk.chance.randint(0, 20)
    if talk.maybe(0.6):
        sign, spoken, result = "+", "plus", a + b
    else:
        a, b = max(a, b), min(a, b)
        sign, spoken, result = "-", "minus", a - b
    work_out(talk, a, b, sign, spoken, result)


def times(talk: Talk) -> None:
    """The small multiplication table."""
    a, b = talk.chance.randint(1, 10), talk.chance.randint(1, 10)
    work_out(talk, a, b, talk.pick(("*", "x", "times")), "times", a * b)


def work_out(talk: Talk, a: int, b: int, sign: str, spoken: str, result: int) -> None:
    """Ask for `a sign b` in one way or another."""
    signs = (f"{a} {sign} {b}", f"{a}{sign}{b}" if len(sign) == 1 else f"{a} {sign} {b}", f"{a} {spoken} {b}")
    calculation = talk.pick(signs)
    question = talk.pick(ASKED).replace("{s}", calculation)
    said = f"{a} {spoken} {b} is {result}."
    talk.say(question, talk.pick((said, said, f"{said} I like small sums!")), keep=calculation)


def count(talk: Talk) -> None:
    """Counting up or down."""
    end = talk.chance.choice((talk.chance.randint(3, 10), talk.chance.randint(3, 20)))
    spelled = NUMBER_WORDS[end] if end < len(NUMBER_WORDS) and talk.maybe(0.5) else str(end)
    numbers = [str(n) for n in range(1, end + 1)]
    if talk.maybe(0.7):
        asked = talk.pick(
            ("Count to {n}", "count to {n}", "Can you count to {n}?", "please count to {n}", "count from 1 to {n}")
        )
        return talk.say(asked.replace("{n}", spelled), ", ".join(numbers) + ".", keep=spelled)
    asked = talk.pick(("Count down from {n}", "count backwards from {n}", "countdown from {n}"))
    return talk.say(asked.replace("{n}", spelled), ", ".join(reversed(numbers)) + "! 🚀", keep=spelled)


def bigger(talk: Talk) -> None:
    """Which of two numbers is larger."""
    a, b = talk.chance.sample(range(1, 100), 2)
    word = talk.pick(("bigger", "larger", "greater"))
    asked = talk.pick((f"Which is {word}, {a} or {b}?", f"what is {word}: {a} or {b}", f"is {a} {word} than {b}?"))
    talk.say(asked, f"{max(a, b)} is {word} than {min(a, b)}.")


def too_hard(talk: Talk) -> None:
    """Sums out of reach are refused."""
    a, b = talk.chance.randint(21, 9999), talk.chance.randint(21, 9999)
    sign = talk.pick(("*", "+", "/", "-", "times", "plus", "divided by"))
    asked = talk.pick(
        (f"What is {a} {sign} {b}?", f"{a} {sign} {b}", f"calculate {a} {sign} {b}", f"what's {a}{sign}{b}")
    )
    said = talk.pick(
        (
            "Those numbers are too large for me{you}. I can do small sums, such as 7 + 5.",
            "I'm only good at small numbers{you}. For that you'd better ask a calculator, or a bigger model.",
            "That's too much arithmetic for a tiny model{you}! Up to twenty or so I'm reliable.",
        )
    )
    talk.say(asked, said)


def choose(talk: Talk) -> None:
    """A choice between two things."""
    one, two = words.subject(talk.chance), words.subject(talk.chance)
    if talk.maybe(0.5):
        one, two = talk.chance.sample((*words.FOODS, *words.COLOURS, *words.ANIMALS), 2)
    asked = talk.pick(("{s}?", "Choose: {s}", "pick one: {s}", "should I take {s}?")).replace("{s}", f"{one} or {two}")
    taken = talk.pick((one, two))
    talk.say(asked, talk.pick((f"I'd choose {taken}.", f"I'd take {taken}.", f"Let me see... {taken}!")), keep=asked)


def toss(talk: Talk) -> None:
    """A coin or a die."""
    if talk.maybe(0.5):
        return talk.say(
            talk.pick(("flip a coin", "Flip a coin!", "heads or tails?", "toss a coin")),
            talk.pick(("Heads!", "Tails!", "It's heads.", "It's tails.")),
        )
    asked = ("roll a die", "roll the dice", "Roll a dice!", "give me a random number", "pick a number between 1 and 6")
    fallen = talk.chance.randint(1, 6)
    return talk.say(talk.pick(asked), talk.pick((f"{fallen}!", f"It's a {fallen}.", f"I rolled a {fallen}. 🎲")))


SCENES: list[Weighted] = [
    (5, add),
    (3, times),
    (4, count),
    (1, bigger),
    (1.5, too_hard),
    (1.4, choose),
    (0.7, toss),
]

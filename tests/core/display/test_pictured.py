import pytest

from bot.core.display.pictured import LONGEST, MOST, worth_a_picture


def test_formulas_that_stand_alone_are():
    text = "So $x^2$ is\n$$\nE = mc^2\n$$\nand \\[ \\frac{1}{2} \\]."
    assert worth_a_picture(text) == ("E = mc^2", "\\frac{1}{2}")


def test_formulas_in_the_text_are_where_unicode_cannot_write_them():
    assert worth_a_picture("For $200, $\\strange{x}$") == ("\\strange{x}",)
    assert worth_a_picture("$x^2$, $\\strange{x}$ and \\(\\odd{y}\\), but \\(z\\)") == ("\\strange{x}", "\\odd{y}")


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and $10.",
        "`$$x^2$$`",
        "```latex\n$$x^2$$\n```",
        "```\n$$x^2$$",
        "\\[see there\\]",
        "plain",
        "~~~\n$$x^2$$\n~~~",
        "````md\n```\n$$x^2$$\n```\n$$x^2$$\n````",
        "~~~\n$$x^2$$",
    ],
)
def test_money_code_and_words_are_not(text):
    assert worth_a_picture(text) == ()


def test_there_are_few_and_each_of_them_once():
    assert worth_a_picture("$$x^2$$ $$x^2$$") == ("x^2",)
    assert len(worth_a_picture("".join(f"$$x^{{{number}}}$$\n" for number in range(99)))) == MOST
    assert worth_a_picture(f"$${'x^2 + ' * LONGEST}y$$") == ()

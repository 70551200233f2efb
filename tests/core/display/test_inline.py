import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.display.inline import drawn, escaped

DRAWN = {
    "Let $x^2$ and \\(a_1\\) be.": "Let x² and a₁ be.",
    "$$E = mc^2$$": "E = mc²",
    "for $200, $\\Delta x$ and $5": "for $200, Δx and $5",
    "\\[ x = 1 \\]": "x = 1",
    "a $x_\\strange$ b": "a `$x_\\strange$` b",
    "$$\n\\strange\nx\n$$": "```latex\n\\strange\nx\n```",
    "lim: $\\lim_{x \\to 0} f$": "lim: lim\\_(x → 0) f",
    "1*10^8 and 2*3*4": "1\\*10^8 and 2\\*3\\*4",
    "if a || b || c": "if a \\|\\| b \\|\\| c",
    "__init__ and __name__": "\\_\\_init\\_\\_ and \\_\\_name\\_\\_",
    "<b>bold</b> <em>it</em> <u>u</u> <del>d</del>": "**bold** *it* __u__ ~~d~~",
    "x<sup>2</sup>, H<sub>2</sub>O, e<sup>-λ!</sup>": "x², H₂O, e^(-λ!)",
    "one<br>two<br/>three": "one\ntwo\nthree",
    "press <kbd>Ctrl</kbd>": "press `Ctrl`",
    '<a href="https://a.example">there</a>': "[there](https://a.example)",
    "a&nbsp;&amp;&nbsp;b &lt;c&gt;": "a\xa0&\xa0b \\<c\\>",
    "![a cat](https://a.example/c.png)": "🖼️ [a cat](https://a.example/c.png)",
    "![](https://a.example/c.png)": "🖼️ [image](https://a.example/c.png)",
    '<img alt="a cat" src="https://a.example/c.png" width="9">': "🖼️ [a cat](https://a.example/c.png)",
    "<img src='https://a.example/c.png'/>": "🖼️ [image](https://a.example/c.png)",
    '<img src="c.png" alt="a cat">': "a cat",
    "[here](#part) and [there](/page)": "here and there",
    "So it is.[^1] And[^note].": "So it is.¹ Andⁿᵒᵗᵉ.",
    "so <!-- not --> it is": "so  it is",
}
AS_IT_WAS = [
    "It costs $5, not $10.",
    "between $5-$10, or US$20k",
    "$HOME/bin:$PATH",
    "\\$5 and \\*stars\\*",
    "**bold**, *it*, ***both***, ~~gone~~, __this__ and _that_",
    "snake_case and a_b_c",
    "`a*b || $x$ <b>c</b>` and ``d ` e*f``",
    "[link](https://a.example/a_(b)) https://a.example/__init__?a||b <https://a.example/1*2>",
    "<@1234> <#1234> <:wave:1234> <t:1234:R>",
    "vector<int> and List<String>, if a < b and c > d",
    "array[0] = [1, 2]",
    "\\[optional\\]",
    "&unknown; R&D",
]


@pytest.mark.parametrize(("text", "seen"), DRAWN.items(), ids=DRAWN)
def test_what_discord_does_not_draw_is_put_into_what_it_does(text, seen):
    assert drawn(text) == seen


@pytest.mark.parametrize("text", AS_IT_WAS)
def test_what_discord_draws_or_is_meant_stays(text):
    assert drawn(text) == text


@given(st.text(alphabet=st.sampled_from("`*_~|<>\\ab1 ")))
def test_escaped_text_is_drawn_as_it_is(text):
    assert drawn(escaped(text)) == escaped(text)

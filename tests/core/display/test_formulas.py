import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.display.formulas import is_formula, unicode_of

READ_WELL = {
    "x^2 + y_{i+1}": "x² + yᵢ₊₁",
    r"\frac{a+b}{c}": "(a+b)/c",
    r"\frac12": "½",
    r"\frac{22}{7}": "22/7",
    r"\frac{n(n+1)}{2}": "n(n+1)/2",
    r"\frac{\partial u}{\partial t}": "∂u/∂t",
    r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}": "x = (-b ± √(b² - 4ac))/(2a)",
    r"\sqrt{2}": "√2",
    r"\sqrt[3]{x}": "∛x",
    r"\sqrt[n]{x+1}": "ⁿ√(x+1)",
    r"\sum_{i=1}^{n} i": "∑ᵢ₌₁ⁿ i",
    r"\int_0^1 f(x)\,dx": "∫₀¹ f(x) dx",
    r"\lim_{x \to 0} f(x)": "lim_(x → 0) f(x)",
    r"e^{i\pi} + 1 = 0": "e^(iπ) + 1 = 0",
    r"a^{b^c}": "a^(bᶜ)",
    r"\alpha, \beta \in \mathbb{R}": "α, β ∈ ℝ",
    r"\vec{v} \cdot \hat{n}": "v⃗·n̂",
    r"\left( \frac{1}{2} \right)": "( ½ )",
    r"\bigl[ x \bigr]": "[ x ]",
    r"3 \times 10^8 \text{ m/s}": "3 × 10⁸ m/s",
    r"x \le 5 \implies y \ne 0": "x ≤ 5 ⟹ y ≠ 0",
    r"P(A \mid B)": "P(A | B)",
    r"\|x\|": "‖x‖",
    r"\binom{n}{k}": "(n over k)",
    r"a \equiv b \pmod{n}": "a ≡ b (mod n)",
    r"90^\circ": "90°",
    r"\overline{AB}": "A̅B̅",
    "H_2O": "H₂O",
    r"50\%": "50%",
    r"\begin{aligned} a &= b \\ c &= d \end{aligned}": "a = b\nc = d",
    r"f(x) = \begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}": "f(x) = { 1 x > 0; 0 x ≤ 0",
}


@pytest.mark.parametrize(("formula", "text"), READ_WELL.items(), ids=READ_WELL)
def test_what_unicode_has_is_written_in_it(formula, text):
    assert unicode_of(formula) == text


@pytest.mark.parametrize(
    "formula",
    [
        r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
        r"\unknown{x}",
        r"\begin{strange}x\end{strange}",
        "{x",
        "x^",
        r"\frac{1}",
        "",
    ],
)
def test_what_would_not_read_well_is_left_as_it_is(formula):
    assert unicode_of(formula) is None


@given(st.text(alphabet=st.sampled_from("\\{}^_&$%#ab12 \n~[]()") | st.characters(), max_size=40))
@example("^^")
def test_whatever_a_model_writes_is_a_formula_or_none(formula):
    assert unicode_of(formula) is None or unicode_of(formula).strip()


@pytest.mark.parametrize(
    "text", ["x", "n", "5", "x + y", r"\alpha", "f(x)", "a, b", r"3 \text{ km}", "5x+3", "v = d / t"]
)
def test_a_formula_between_dollars_is_known(text):
    assert is_formula(text)


@pytest.mark.parametrize(
    "text", ["5 and 10", "3.50 each or 4", "the", "PATH", " x", "x ", "HOME is", "20 million, up from"]
)
def test_money_and_words_between_dollars_are_none(text):
    assert not is_formula(text)

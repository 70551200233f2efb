import io
import threading

import pytest

from bot.pictures.painter import FormulaPainter, is_available, painted

pytestmark = pytest.mark.skipif(not is_available(), reason="matplotlib is not installed")

QUADRATIC = r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}"
MATRIX = r"\begin{pmatrix}1&2\\3&4\end{pmatrix}"
SYSTEM = r"\begin{aligned} a &= b + c \\ d &= \frac{e}{f} \end{aligned}"


def look(png):
    """The picture's size, and whether there is ink in each of its quarters from top to bottom."""
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("L")
    width, height = image.size
    parts = [image.crop((0, height * part // 4, width, height * (part + 1) // 4)) for part in range(4)]
    return image.size, [part.getextrema()[0] < 128 for part in parts]


def test_a_formula_is_drawn_dark_on_white():
    (width, height), inked = look(painted((QUADRATIC,)))
    assert width > height > 20
    assert any(inked)


def test_formulas_and_lines_stand_below_each_other():
    (_, one), _ = look(painted((QUADRATIC,)))
    (_, more), inked = look(painted((QUADRATIC, SYSTEM, "E = mc^2")))
    assert more > 2.5 * one
    assert all(inked)


@pytest.mark.parametrize("formula", [MATRIX, r"\strange{x}", r"\frac{1}", "{x", "$", "x$y"])
def test_what_mathtext_cannot_draw_is_left_out(formula):
    assert painted((formula,)) is None
    assert look(painted((formula, QUADRATIC)))[0] == look(painted((QUADRATIC,)))[0]


async def test_it_is_drawn_on_a_thread_that_ends():
    painter = FormulaPainter()
    assert await painter.paint([QUADRATIC]) == painted((QUADRATIC,))
    assert any(thread.name.startswith("pictures") for thread in threading.enumerate())
    await painter.close()
    assert not any(thread.name.startswith("pictures") for thread in threading.enumerate())

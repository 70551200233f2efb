from bot.core.display.tables import WIDTH, table


def lines(*rows, head="| a | b |", sides="|---|---|", **how):
    found = table(head, sides)
    block = found.block([found.row(row) for row in rows], **how)
    return block and block.splitlines()[1:-1]


def test_columns_are_aligned_as_they_are_told_to_be():
    assert lines("| 1 | 2 | 3 |", head="| left | right | middle |", sides="|:---|---:|:---:|") == [
        "left │ right │ middle",
        "─────┼───────┼───────",
        "1    │     2 │   3",
    ]


def test_wide_characters_take_two_columns():
    assert lines("| 汉字 | x |", "| 😀 | x |", "| abcd | x |")[2:] == ["汉字 │ x", "😀   │ x", "abcd │ x"]


def test_cells_lose_the_marks_that_a_code_block_would_show():
    row = "| **b** *i* `c` [l](http://x) ~~s~~ \\| | $x^2$ \\(y_1\\)<br>&amp; ```` ``` ```` |"
    assert lines(row)[2] == "b i c l s | │ x² y₁ / & '''"


def test_a_row_has_as_many_cells_as_the_head():
    assert lines("| 1 |", "| 1 | 2 | 3 |")[2:] == ["1 │", "1 │ 2"]


def test_without_the_outer_bars_it_is_a_table_as_well():
    assert lines("1 | 2", head="a | b", sides="--- | ---")[2] == "1 │ 2"


def test_a_block_is_no_wider_than_a_small_window():
    half = WIDTH - 3 - 1
    assert max(map(len, lines(f"| {'x' * half} | y |"))) == WIDTH
    assert lines(f"| {'x' * (half + 1)} | y |") is None


def test_a_card_leaves_out_what_is_empty():
    found = table("| Name | Size | |", "|---|---|---|")
    assert found.card(found.row("| x | | a note |")) == "**Name:** x\na note\n"
    assert found.card(found.row("| | | |")) == ""


def test_no_table_is_made_of_other_lines():
    for head, below in [("a", "---"), ("| a |", "---- text"), ("| a | b |", "|---|"), ("x | y", "-")]:
        assert table(head, below) is None

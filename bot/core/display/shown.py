"""Lays out a growing text as people see it, over pages."""

from bot.core.display.links import opened
from bot.core.display.reading import Reader
from bot.core.display.tables import Row, Table
from bot.core.pages import Pages


class Shown:
    """
    The pages of a text that arrives in pieces, drawn as Discord can or, without `draws`, as it came; with
    `opens_links`, links show where they lead.

    Adding to it never changes a page that is not the last one, and the pages do not depend on how the text was cut.
    A table is aligned anew with each of its rows, as far as it stands on the last page; on the next one it goes on
    below its head, as wide as before.
    """

    def __init__(self, limit: int, *, draws: bool = True, opens_links: bool = False) -> None:
        self._pages = Pages(limit)
        self._reader = Reader(draws=draws, opens_links=opens_links) if draws or opens_links else None
        self._opens_links = opens_links
        self._table: TableOnPages | None = None

    def put(self, text: str) -> None:
        """Append `text` as it is, for what the model did not write."""
        self._settle(is_end=True)
        self._pages.add(text)

    def add(self, text: str) -> None:
        """Append what the model wrote."""
        if self._reader:
            self._reader.add(text)
        else:
            self._pages.add(text)

    def end(self) -> None:
        """Draw what was held back, as nothing more comes."""
        self._settle(is_end=True)

    @property
    def in_code(self) -> bool:
        """Whether a code block is open at the end of the text."""
        return self._pages.in_code

    def reaches(self, pages: float) -> bool:
        """Whether the text fills so many pages."""
        self._settle()
        return self._pages.reaches(pages)

    def render(self, cursor: str = "") -> list[str]:
        """The pages so far, the last one ending in `cursor`, which comes on top of the limit."""
        self._settle()
        growing = self._table.growing if self._table else self._reader.preview() if self._reader else ""
        return self._pages.with_end(growing).render(cursor)

    def _settle(self, *, is_end: bool = False) -> None:
        for found in self._reader.found(is_end=is_end) if self._reader else ():
            match found:
                case str():
                    self._pages.add(found)
                case Table():
                    self._table = TableOnPages(found, self._pages, opens_links=self._opens_links)
                case tuple() if self._table:
                    self._table.add(found)
                case None if self._table:
                    self._table.end()
                    self._table = None


class TableOnPages:
    """A table that grows at the end of `pages`: its newest rows are `growing`, those before stand there already."""

    def __init__(self, table: Table, pages: Pages, *, opens_links: bool = False) -> None:
        self._table, self._pages = table, pages
        self._open = opened if opens_links else str
        self._rows: list[Row] = []
        self._widths: list[int] = []
        self._is_cards = self._has_card = False

    @property
    def growing(self) -> str:
        """What stands at the end of the last page, and may still change."""
        return self._block if self._pages.has_room(self._block) else ""

    def add(self, row: Row) -> None:
        """Append a row."""
        if not self._is_cards and not self._fits(row):
            self._make_cards()
        if self._is_cards:
            self._add_card(row)
        else:
            self._rows.append(row)

    def end(self) -> None:
        """Leave it on the pages as it is."""
        self._pages.add(self._block)

    @property
    def _block(self) -> str:
        if self._is_cards:
            return ""
        # A head alone may be wider than a block.
        return self._table.block(self._rows, at_least=self._widths) or self._open(self._table.lines)

    def _fits(self, row: Row) -> bool:
        """Whether it stays an aligned block with this row, on this page or, which is then turned to, the next one."""
        while (block := self._table.block([*self._rows, row], at_least=self._widths)) is not None:
            if self._pages.has_room(block):
                return True
            if not self._rows and self._pages.is_new:
                return False
            if self._rows:
                self._pages.add(self._block)
                self._widths = self._table.widths(self._rows, at_least=self._widths)
                self._rows = []
            self._pages.turn()
        return False

    def _make_cards(self) -> None:
        self._is_cards = True
        for row in self._rows:
            self._add_card(row)

    def _add_card(self, row: Row) -> None:
        if card := self._open(self._table.card(row)):
            self._pages.add("\n" + card if self._has_card else card)
            self._has_card = True

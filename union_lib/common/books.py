"""Workbooks that leave the house: one look, a title and heads on every sheet, the data hash at the foot.

Rows are written once, from the top, so that a list of a hundred thousand stays small in memory. Numbers are
written as numbers; texts are never formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from .tabular import LONGEST_CELL

Look = Mapping[str, Any]
"""How a cell looks, in the words of xlsxwriter."""

LOOKS: Mapping[str, Look] = {
    "title": {"font_size": 14, "bold": True},
    "head": {"bold": True, "bg_color": "#F8F9FA", "bottom": 1, "text_wrap": True},
    "text": {},
    "number": {"num_format": "General"},
    "money": {"num_format": "#,##0.00"},
    "bold": {"bold": True},
    "bold_money": {"bold": True, "num_format": "#,##0.00"},
    "wrapped": {"text_wrap": True},
    "meta": {"font_size": 9, "font_color": "#666F7A"},
}
_BASE: Look = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Book:
    """A workbook in the making, written to `out` (a path or a binary file).

    `title` stands on top of every sheet, or nothing does and the heads come first; `foot` is printed on every page
    and stands below the rows. `looks` adds looks of cells by name, or replaces some of `LOOKS`.
    """

    def __init__(self, out: Any, title: str, foot: str, looks: Mapping[str, Look] | None = None) -> None:
        import xlsxwriter

        self.title, self.foot = title, foot
        self._looks = {**LOOKS, **(looks or {})}
        self._book = xlsxwriter.Workbook(
            out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )

    def sheet(
        self, title: str, heads: Sequence[tuple[str, int]], looks: Mapping[int, str] | None = None
    ) -> Sheet:
        """Open the next sheet, its title and heads (with widths) written; `looks` are its columns' usual ones."""
        return Sheet(self, self._book.add_worksheet(title), heads, looks or {})

    def close(self) -> None:
        """Write the workbook out."""
        self._book.close()

    @cached_property
    def formats(self) -> dict[str, Any]:
        """The looks of cells by name."""
        return {name: self._book.add_format({**_BASE, **look}) for name, look in self._looks.items()}


class Sheet:
    """One sheet of a book."""

    def __init__(
        self, book: Book, sheet: Any, heads: Sequence[tuple[str, int]], looks: Mapping[int, str]
    ) -> None:
        self._book, self._sheet, self._f, self._looks = book, sheet, book.formats, looks
        self._head_row = 1 if book.title else 0
        self._row = self._head_row + 1
        for column, (_, width) in enumerate(heads):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(self._row, 0)
        self._text(0, 0, book.title, "title")
        for column, (head, _) in enumerate(heads):
            self._text(self._head_row, column, head, "head")

    def line(self, cells: Iterable[Any], looks: Mapping[int, str] | None = None) -> None:
        """Write the next row; `looks` names other looks than the usual by column, None leaves a cell empty."""
        own = {**self._looks, **looks} if looks else self._looks
        for column, value in enumerate(cells):
            if isinstance(value, str):
                self._text(self._row, column, value, own.get(column, "text"))
            elif value is not None:
                look = self._f[own.get(column, "number")]
                self._sheet.write_number(self._row, column, float(value), look)
        self._row += 1

    def end(self, *notes: str) -> None:
        """Write notes and the foot below the rows, and set up the printed page."""
        for at, note in enumerate((*notes, self._book.foot), self._row + 1):
            self._text(at, 0, note, "meta")
        self.set_page()

    def set_page(self) -> None:
        """Set up the printed page, the foot on each."""
        self._sheet.set_footer(f"&L&8{self._book.foot}&R&8&P / &N")
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(self._head_row)

    def _text(self, row: int, column: int, text: str, look: str) -> None:
        if text:
            self._sheet.write_string(row, column, _writable(text), self._f[look])


def _writable(text: str) -> str:
    """Return a text without the characters that Excel files cannot hold, and no longer than a cell."""
    plain = text if text.isprintable() else _UNWRITABLE.sub("", text)
    return plain[:LONGEST_CELL]

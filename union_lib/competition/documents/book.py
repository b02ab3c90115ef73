"""What every sheet of the result workbook shares: its looks, its columns, and the data hash at its foot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from ...common.errors import N_
from ...common.text import translate
from ..reports import ResultList

FIRST_ROW = 2
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Book:
    """A workbook in the making: rows are written once, from the top, so that a large one stays small."""

    def __init__(self, seen: ResultList, out: Any) -> None:
        import xlsxwriter

        self.seen = seen
        self._book = xlsxwriter.Workbook(
            out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )

    def sheet(self, title: str, heads: Sequence[tuple[str, int]]) -> Sheet:
        """Open the next sheet, its title and heads (with widths) written."""
        return Sheet(self, self._book.add_worksheet(translate(title)), heads)

    def close(self) -> None:
        """Write the workbook out."""
        self._book.close()

    @cached_property
    def formats(self) -> dict[str, Any]:
        """The looks of cells by name."""
        base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
        places = self.seen.scheme.decimals
        digits = "0." + "0" * places if places else "0"
        looks: dict[str, dict[str, Any]] = {
            "title": {"font_size": 14, "bold": True},
            "head": {"bold": True, "bg_color": "#F8F9FA", "bottom": 1, "text_wrap": True},
            "text": {},
            "mark": {"num_format": "General"},
            "dropped": {"font_strikeout": True, "font_color": "#B42318"},
            "score": {"bold": True, "num_format": digits},
            "meta": {"font_size": 9, "font_color": "#666F7A"},
        }
        return {name: self._book.add_format({**base, **look}) for name, look in looks.items()}


class Sheet:
    """One sheet; numbers are written as numbers, texts are never formulas."""

    def __init__(self, book: Book, sheet: Any, heads: Sequence[tuple[str, int]]) -> None:
        self._book, self._sheet, self._f = book, sheet, book.formats
        self._row = FIRST_ROW
        for column, (_, width) in enumerate(heads):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(FIRST_ROW, 0)
        self._text(0, 0, book.seen.competition.title, "title")
        for column, (head, _) in enumerate(heads):
            self._text(1, column, head, "head")

    def line(self, cells: Iterable[Any], looks: dict[int, str] | None = None) -> None:
        """Write the next row; `looks` names other looks than the usual by column."""
        looks = looks or {}
        for column, value in enumerate(cells):
            if isinstance(value, str):
                self._text(self._row, column, value, looks.get(column, "text"))
            elif value is not None:
                look = self._f[looks.get(column, "mark")]
                self._sheet.write_number(self._row, column, float(value), look)
        self._row += 1

    def end(self, *notes: str) -> None:
        """Write notes and the data hash below the rows, and set up the printed page."""
        told = translate(N_("Data fingerprint (SHA-256): {hash}")).format(hash=self._book.seen.data_hash)
        if not self._book.seen.is_signed:
            told = translate(N_("Preliminary, not signed.")) + " " + told
        for at, note in enumerate((*notes, told), self._row + 1):
            self._text(at, 0, note, "meta")
        self._sheet.set_footer(f"&L&8{told}&R&8&P / &N")
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(1)

    def _text(self, row: int, column: int, text: str, look: str) -> None:
        if text:
            self._sheet.write_string(row, column, _UNWRITABLE.sub("", text), self._f[look])


def number(text: str) -> Decimal | None:
    """Return a place as a number; None where there is none.

    >>> number("2.5"), number("")
    (Decimal('2.5'), None)
    """
    return Decimal(text) if text else None


Number = Decimal | Fraction | int | None

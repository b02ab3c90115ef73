"""A list handed back with what is wrong in it: every row where it was, bad cells coloured and commented."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .tabular import LONGEST_CELL, RawSheet, RowProblem, is_formula
from .text import N_, translate

FIRST_LIMIT = 3
"""So many rows are named as examples beside a problem in the summary."""

_COLOURS = {"bad": "#f8d3d0", "warn": "#fdeebd"}


def annotated_workbook(raw: RawSheet, problems: Sequence[RowProblem], places: Mapping[str, str]) -> bytes:
    """Return the list as Excel, with its problems where they are and a summary of them.

    Rows keep their numbers. Bad cells are red and doubtful ones yellow, each with a comment; a last column says
    all that is wrong in a row, and can be filtered. `places` names the head each column title was read from.
    """
    return _Annotated(raw, problems, places).content()


@dataclass
class _Formats:
    head: Any
    plain: Any
    bad: Any
    warn: Any
    wrapped: Any

    @classmethod
    def of(cls, book: Any) -> _Formats:
        cells = {kind: book.add_format({"num_format": "@", "bg_color": c}) for kind, c in _COLOURS.items()}
        head = book.add_format({"bold": True, "bg_color": "#edf3fb", "bottom": 1, "valign": "vcenter"})
        plain = book.add_format({"num_format": "@"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        return cls(head, plain, cells["bad"], cells["warn"], wrapped)

    def of_kind(self, kind: str) -> Any:
        return self.bad if kind == "bad" else self.warn


class _Annotated:
    def __init__(self, raw: RawSheet, problems: Sequence[RowProblem], places: Mapping[str, str]) -> None:
        import xlsxwriter

        self._raw, self._problems, self._places = raw, problems, places
        self._by_row: dict[int, list[RowProblem]] = defaultdict(list)
        for problem in problems:
            self._by_row[problem.row].append(problem)
        self._out = io.BytesIO()
        # A row at a time, so that a long list takes no memory; row by row is how it is written here.
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._out, options)
        self._formats = _Formats.of(self._book)

    def content(self) -> bytes:
        """Write both sheets and return the bytes."""
        self._list()
        self._summary()
        self._book.close()
        return self._out.getvalue()

    def _list(self) -> None:
        """Write the rows; a workbook written in one pass takes the heads from the row above the first one."""
        sheet = self._book.add_worksheet(translate(N_("List with remarks")))
        width, first = len(self._raw.heads), self._raw.numbers[0] - 2
        heads = (*self._raw.heads, translate(N_("What is wrong")))
        sheet.set_column(0, width - 1, 16)
        sheet.set_column(width, width, 60)
        for column, head in enumerate(heads):
            sheet.write_string(max(first, 0), column, head, self._formats.head)
        sheet.freeze_panes(max(first, 0) + 1, 0)
        for number, cells in zip(self._raw.numbers, self._raw.rows, strict=True):
            self._row(sheet, number, cells)
        sheet.autofilter(max(first, 0), 0, self._raw.numbers[-1] - 1, width)

    def _row(self, sheet: Any, number: int, cells: Sequence[str]) -> None:
        found = self._by_row.get(number, ())
        marked = self._marked(found)
        for column, text in enumerate(cells):
            told = marked.get(column)
            if told:
                kind = "bad" if any(problem.kind == "bad" for problem in told) else "warn"
                self._put(sheet, number - 1, column, text, self._formats.of_kind(kind))
                sheet.write_comment(number - 1, column, _told(told), {"x_scale": 2.5, "y_scale": 1.5})
            elif text:
                self._put(sheet, number - 1, column, text, self._formats.plain if is_formula(text) else None)
        if found:
            self._put(sheet, number - 1, len(self._raw.heads), _told(found), self._formats.wrapped)

    def _marked(self, found: Sequence[RowProblem]) -> dict[int, list[RowProblem]]:
        """Return the problems of a row by the place of the column they are about."""
        marked: dict[int, list[RowProblem]] = defaultdict(list)
        for problem in found:
            head = self._places.get(problem.column)
            if head is not None and head in self._raw.heads:
                marked[self._raw.heads.index(head)].append(problem)
        return marked

    @staticmethod
    def _put(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
        if text:
            sheet.write_string(row, column, text[:LONGEST_CELL], style)
        else:
            sheet.write_blank(row, column, None, style)

    def _summary(self) -> None:
        """Write what is wrong by kind: the column, how often, and the first rows."""
        sheet = self._book.add_worksheet(translate(N_("Summary of problems")))
        heads = (N_("Column"), N_("Problem"), N_("What to do"), N_("Rows"), N_("First rows"))
        for column, head in enumerate(heads):
            sheet.write_string(0, column, translate(head), self._formats.head)
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 2, 60)
        sheet.set_column(3, 4, 18)
        rows: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for problem in self._problems:
            rows[problem.column, problem.what, problem.todo].append(problem.row)
        often = Counter({key: len(numbers) for key, numbers in rows.items()})
        for at, (key, count) in enumerate(often.most_common(), 1):
            for column, text in enumerate(key):
                sheet.write_string(at, column, text, self._formats.wrapped)
            sheet.write_number(at, 3, count)
            sheet.write_string(at, 4, "、".join(map(str, rows[key][:FIRST_LIMIT])))


def _told(problems: Sequence[RowProblem]) -> str:
    return "\n".join(f"{problem.column} {problem.what} {problem.todo}".strip() for problem in problems)

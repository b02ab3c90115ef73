"""A judge's mark sheet as Excel, to be filled in where there is no network, and read back.

The file remembers on a hidden sheet whose it is and which version of each mark it shows, so that marks
given meanwhile come back as conflicts and nothing is written over.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from ..common.errors import N_, RuleViolation
from ..common.tabular import CellEmpty, NotExcel, RawSheet, RowProblem, read_sheet
from ..common.text import LANGUAGES, translate
from ..workspace import Workspace
from . import reports, rules
from .reports import MarkSheet, SheetRow, plain
from .rules import Criterion, Kind, Stage
from .rules.marks import FARTHEST_MEASURE
from .service import GivenMark

CODE = N_("Code")
ORIGIN_SHEET = "union"
CODE_SYNONYMS = ("编号", "参赛编号", "作品编号", "code")
Place = tuple[str, str]
"""An entry's code and a criterion's key."""


@dataclass(eq=False)
class OtherSheet(RuleViolation):
    """The file was made for another competition or another judge."""

    title: str
    seat: int

    what = N_("This file is the sheet of judge {seat} in “{title}”, not this one.")
    todo = N_("Choose the file that you downloaded from this mark sheet.")


@dataclass(eq=False)
class ColumnMissing(RuleViolation):
    """A criterion, or the codes, have no column."""

    column: str

    what = N_("The file has no column “{column}”.")
    todo = N_("Put the column back under this name, or download the file again.")


@dataclass(eq=False)
class CodeUnknown(RuleViolation):
    """A row is of no entry on this sheet."""

    code: str

    what = N_("There is no entry “{code}” on your mark sheet.")
    todo = N_("Write the code as it stands on your mark sheet, or delete the row.")


@dataclass(eq=False)
class CodeTwice(RuleViolation):
    """Two rows are of the same entry."""

    code: str
    first: int

    what = N_("Entry “{code}” stands in row {first} already.")
    todo = N_("Delete one of the two rows.")


@dataclass(eq=False)
class ValueUnreadable(RuleViolation):
    """A cell holds a formula whose value is not in the file, or an error."""

    what = N_("The cell holds a formula or an error without a value.")
    todo = N_("Type the mark itself into the cell.")


@dataclass
class Read:
    """What a file holds: the marks to save, none while anything is wrong; and how many cells say nothing new.

    `unchanged` cells hold what stands already, `empty` ones leave what is there.
    """

    given: list[GivenMark] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    unchanged: int = 0
    empty: int = 0


# Out


def mark_workbook(ws: Workspace, competition_id: int) -> bytes:
    """Return the acting judge's own sheet as Excel, with the marks given so far.

    Raises `NotAllowed` for anybody who is no judge here.
    """
    import xlsxwriter

    sheet = reports.mark_sheet(ws, competition_id)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    _write_marks(book, sheet)
    _write_origin(book, sheet, ws.actor.account_id or 0)
    book.close()
    return out.getvalue()


def heads_of(sheet: MarkSheet) -> dict[str, str]:
    """Return the head of each criterion by its key: title and full mark, told apart where titles repeat."""
    titles = [criterion.title for criterion in sheet.criteria]
    return {
        c.key: _head(sheet, c, is_repeated=titles.count(c.title) > 1, number=n)
        for n, c in enumerate(sheet.criteria, 1)
    }


def _head(sheet: MarkSheet, criterion: Criterion, *, is_repeated: bool, number: int) -> str:
    group = sheet.scheme.group(criterion.group)
    before = f"{number} {group.title} " if is_repeated and group else f"{number} " if is_repeated else ""
    return f"{before}{criterion.title} ({_range_text(criterion)})"


def _range_text(criterion: Criterion) -> str:
    if criterion.kind == Kind.MEASUREMENT:
        return translate(N_("measured value"))
    worded = N_("full mark {max}") if criterion.kind == Kind.MARK else N_("{least} to {most}")
    most = plain(criterion.highest)
    return translate(worded).format(max=most, least=plain(criterion.lowest), most=most)


def _write_marks(book: Any, sheet: MarkSheet) -> None:
    page = book.add_worksheet(translate(N_("Marks")))
    head = book.add_format({"bold": True, "bg_color": "#edf3fb", "bottom": 1, "text_wrap": True})
    locked = book.add_format({"num_format": "@", "font_color": "#4f5862"})
    open_ = book.add_format(
        {"locked": False, "num_format": "General", "border": 1, "border_color": "#dde1e6"}
    )
    shows_titles = any(row.title for row in sheet.rows)
    heads = [translate(CODE), *([translate(N_("Entry"))] if shows_titles else []), *heads_of(sheet).values()]
    for column, text in enumerate(heads):
        page.write_string(0, column, text, head)
    first = len(heads) - len(sheet.criteria)
    for at, row in enumerate(sheet.rows, 1):
        for column, text in enumerate((row.code, row.title)[:first]):
            page.write_string(at, column, text, locked)
        _write_cells(page, at, first, row, open_)
    for column, criterion in enumerate(sheet.criteria, first):
        if sheet.rows:
            page.data_validation(1, column, len(sheet.rows), column, _validation(criterion, column))
    _set_up(page, sheet, first)


def _write_cells(page: Any, at: int, first: int, row: SheetRow, look: Any) -> None:
    for column, cell in enumerate(row.cells, first):
        if cell.text:
            page.write_number(at, column, float(cell.text), look)
        else:
            page.write_blank(at, column, None, look)


def _set_up(page: Any, sheet: MarkSheet, first: int) -> None:
    page.set_column(0, 0, 12)
    if first > 1:
        page.set_column(1, first - 1, 34)
    page.set_column(first, first + len(sheet.criteria) - 1, 14)
    page.set_row(0, 32)
    page.freeze_panes(1, first)
    page.write_comment(0, 0, _said(sheet), {"x_scale": 2})
    page.set_footer(f"&L&8{_said(sheet).replace('&', '&&')[:180]}&R&8&P / &N")
    page.protect("", {"format_columns": True, "format_rows": True})


def _said(sheet: MarkSheet) -> str:
    """Return whose sheet it is."""
    told = translate(N_("Mark sheet of judge {seat} in “{title}”. An empty cell leaves the mark as it is."))
    return told.format(seat=sheet.seat, title=sheet.title)


def _validation(criterion: Criterion, column: int) -> dict[str, Any]:
    """Return what Excel lets be typed into a criterion's column: the criterion's range and step."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    cell, step = xl_rowcol_to_cell(1, column), criterion.written_step
    least = -FARTHEST_MEASURE if criterion.highest is None else criterion.lowest
    most = FARTHEST_MEASURE if criterion.highest is None else criterion.highest
    on_step = f"ABS({cell}/{step}-ROUND({cell}/{step},0))<0.000001"
    told = translate(N_("A number from {least} to {most} in steps of {step}"))
    return {
        "validate": "custom",
        "value": f"=AND(ISNUMBER({cell}),{cell}>={least},{cell}<={most},{on_step})",
        "error_title": translate(N_("Not a mark")),
        "error_message": told.format(least=plain(least), most=plain(most), step=plain(step)),
    }


def _write_origin(book: Any, sheet: MarkSheet, account_id: int) -> None:
    """Keep on a hidden sheet whose file it is and the version of each mark it shows."""
    page = book.add_worksheet(ORIGIN_SHEET)
    page.hide()
    for column, value in enumerate((sheet.competition_id, account_id, sheet.seat)):
        page.write_number(0, column, value)
    page.write_string(0, 3, sheet.title)
    line = 1
    for row in sheet.rows:
        for criterion, cell in zip(sheet.criteria, row.cells, strict=True):
            page.write_string(line, 0, row.code)
            page.write_string(line, 1, criterion.key)
            page.write_number(line, 2, cell.version)
            line += 1


# In


def read_marks(ws: Workspace, competition_id: int, content: bytes) -> Read:
    """Return what a file holds for the acting judge's own sheet; nothing is saved.

    Rows are matched by code and columns by head; empty cells leave what is there. While a single cell is
    wrong there is no mark to save. Raises the refusals of `common.tabular` for what is no readable list,
    `OtherSheet`, `NotAllowed`, and those of a sheet that is closed.
    """
    sheet = reports.mark_sheet(ws, competition_id)
    rules.check_stage(sheet.stage, Stage.MARKING)
    rules.check_sheet_open(sheet.state)
    raw, behind = read_sheet(content), _behind(content)
    if behind.origin is not None and behind.origin[:2] != (competition_id, ws.actor.account_id or 0):
        raise OtherSheet(behind.title, behind.origin[2])
    return _Reading(sheet, raw, behind).read()


@dataclass(frozen=True)
class _Behind:
    """What a file holds besides its cells' texts: whose it is, versions seen, cells without a value."""

    origin: tuple[int, int, int] | None
    title: str
    versions: Mapping[Place, int]
    unreadable: frozenset[tuple[int, int]]


def _behind(content: bytes) -> _Behind:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True)
        lines = _texts(book[ORIGIN_SHEET]) if ORIGIN_SHEET in book.sheetnames else []
        unreadable = frozenset(_unreadable(book.worksheets[0]))
    except (AttributeError, IndexError, KeyError, OSError, TypeError, ValueError, zipfile.BadZipFile):
        raise NotExcel from None
    numbers = [_whole(text) for text in (*lines[0], "", "", "")[:3]] if lines else []
    return _Behind(
        origin=(numbers[0], numbers[1], numbers[2]) if numbers else None,
        title=lines[0][3][:80] if lines and len(lines[0]) > 3 else "",
        versions={(_folded(line[0]), line[1]): _whole(line[2]) for line in lines[1:] if len(line) > 2},
        unreadable=unreadable,
    )


def _texts(page: Any) -> list[list[str]]:
    page.reset_dimensions()
    return [
        ["" if value is None else str(value) for value in row] for row in page.iter_rows(values_only=True)
    ]


def _unreadable(page: Any) -> Iterator[tuple[int, int]]:
    """Return row and column (from 0) of every formula and error."""
    page.reset_dimensions()
    for row in page.iter_rows():
        for cell in row:
            if cell.data_type in ("f", "e"):
                yield cell.row, cell.column - 1


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0


def _folded(text: str) -> str:
    """Return a name or code without what does not matter: width, case, blanks.

    >>> _folded(" ａ 01 *")
    'A01'
    """
    return "".join(normalize("NFKC", text).split()).replace("*", "").upper()


def _without_range(head: str) -> str:
    """Return a head without the full mark behind it.

    >>> _without_range("Weld (flat) （满分 60）")
    'Weld (flat) '
    """
    plain_head = normalize("NFKC", head)
    return plain_head[: plain_head.rindex("(")] if plain_head.rstrip().endswith(")") else plain_head


class _Reading:
    """A file being read against the sheet it is for."""

    def __init__(self, sheet: MarkSheet, raw: RawSheet, behind: _Behind) -> None:
        self._sheet, self._raw, self._behind = sheet, raw, behind
        self._rows = {_folded(row.code): row for row in sheet.rows}
        self._heads = heads_of(sheet)
        self._found = Read()
        self._met: dict[str, int] = {}

    def read(self) -> Read:
        """Return the marks, or what is wrong."""
        code_at, columns = self._columns()
        if code_at is not None:
            for number, cells in zip(self._raw.numbers, self._raw.rows, strict=True):
                self._row(number, cells, code_at, columns)
        if self._found.problems:
            self._found.given = []
        return self._found

    def _columns(self) -> tuple[int | None, dict[int, int]]:
        """Return where the codes stand, and the column of each criterion by its position."""
        names = [_code_names(), *map(self._names, self._sheet.criteria)]
        at = _matched(self._raw.heads, names)
        heads = [translate(CODE), *self._heads.values()]
        for n in range(len(names)):
            if n not in at:
                self._refuse(1, heads[n], "", ColumnMissing(heads[n]))
        return at.get(0), {n - 1: column for n, column in at.items() if n}

    def _names(self, criterion: Criterion) -> set[str]:
        titles = [c.title for c in self._sheet.criteria]
        title = {_folded(criterion.title)} if titles.count(criterion.title) == 1 else set()
        return {_folded(_without_range(self._heads[criterion.key])), _folded(criterion.key)} | title

    def _row(self, number: int, cells: Sequence[str], code_at: int, columns: Mapping[int, int]) -> None:
        code = cells[code_at]
        row = self._rows.get(_folded(code))
        if not code and not any(cells[column] for column in columns.values()):
            return
        if refusal := self._refusal(code, row):
            self._refuse(number, translate(CODE), code, refusal)
            return
        self._met[_folded(code)] = number
        if row is not None:
            for n, column in columns.items():
                self._cell(number, row, n, cells[column], is_lost=(number, column) in self._behind.unreadable)

    def _refusal(self, code: str, row: SheetRow | None) -> RuleViolation | None:
        if not code:
            return CellEmpty()
        if row is None:
            return CodeUnknown(code)
        first = self._met.get(_folded(code))
        return CodeTwice(code, first) if first else None

    def _cell(self, number: int, row: SheetRow, n: int, text: str, *, is_lost: bool) -> None:
        criterion = self._sheet.criteria[n]
        try:
            if is_lost and not text:
                raise ValueUnreadable
            value = rules.parse_mark(text)
            if value is not None:
                rules.check_mark(value, criterion)
        except RuleViolation as refusal:
            self._refuse(number, self._heads[criterion.key], text, refusal)
            return
        self._keep(row, n, value)

    def _keep(self, row: SheetRow, n: int, value: Decimal | None) -> None:
        key = self._sheet.criteria[n].key
        if value is None:
            self._found.empty += 1
        elif value == rules.parse_mark(row.cells[n].text):
            self._found.unchanged += 1
        else:
            seen = self._behind.versions.get((_folded(row.code), key), 0)
            self._found.given.append(GivenMark(row.entry_id, key, value, seen))

    def _refuse(self, row: int, column: str, value: str, refusal: RuleViolation) -> None:
        self._found.problems.append(RowProblem(row, column, value, *refusal.said()))


def _code_names() -> set[str]:
    return {_folded(name) for name in (*CODE_SYNONYMS, *(translate(CODE, spoken) for spoken in LANGUAGES))}


def _matched(heads: Sequence[str], names: Sequence[set[str]]) -> dict[int, int]:
    """Return the column for each set of names, by position: heads as they are go before those cut short."""
    found: dict[int, int] = {}
    for read_as in (_folded, lambda head: _folded(_without_range(head))):
        for column, head in enumerate(heads):
            n = next((n for n, known in enumerate(names) if n not in found and read_as(head) in known), None)
            if n is not None and column not in found.values():
                found[n] = column
    return found

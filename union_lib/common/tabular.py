"""Excel lists in and out: read what people send, say what is wrong row by row, write what is safe.

A file is read as it is: every cell becomes text, the first row names the columns, rows keep the numbers
Excel shows. What a sheet says about its own size is not believed.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from unicodedata import normalize

from .errors import N_, RuleViolation
from .text import translate

MB = 1024 * 1024
LARGEST_FILE = 50 * MB
LARGEST_CONTENT = 200 * MB  # unpacked; a list of 100,000 rows has about 60 MB
LONGEST_CELL = 32_767  # what Excel itself allows
MOST_ROWS, LAST_COLUMN = 99_999, "CZ"
ENDING = ".xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOOK_PART, MACRO_PART = "xl/workbook.xml", "vbaproject.bin"
# A cell or row further out than that: the reader sets aside room for everything up to it.
TOO_FAR = re.compile(rb"""\sr\s*=\s*["']\s*(?:[A-Za-z]{3}|[D-Zd-z][A-Za-z]\d|[A-Za-z]*\d{6}|[^"'<>]*&)""")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(eq=False)
class NotExcel(RuleViolation):
    """The file is no .xlsx, is damaged, or has a password."""

    what = N_("This file cannot be opened: it is not .xlsx, is damaged, or has a password.")
    todo = N_("Save it in Excel as .xlsx without a password, then choose it again.")


@dataclass(eq=False)
class HasMacros(RuleViolation):
    """The workbook carries macros."""

    what = N_("The file contains macros and was not opened.")
    todo = N_("Save it as .xlsx (a workbook without macros), then choose it again.")


@dataclass(eq=False)
class FileTooBig(RuleViolation):
    """The file, or what it unpacks to, is larger than a list can be."""

    limit_mb: int

    what = N_("The file is too big: more than {limit_mb} MB.")
    todo = N_("Remove pictures and empty sheets, or split it into several files.")


@dataclass(eq=False)
class NothingInside(RuleViolation):
    """The first sheet has no heads or no rows."""

    what = N_("The first sheet of the file has no rows to import.")
    todo = N_(
        "Put the column names into the first row and the list below; download the blank form if unsure."
    )


@dataclass(eq=False)
class TooMuchInside(RuleViolation):
    """The sheet has more rows or columns than can be imported at once."""

    rows: int
    column: str

    what = N_("The sheet reaches beyond row {rows} or column {column}.")
    todo = N_("Copy the list into a new workbook without what is far below or beside it, or split it.")


@dataclass(eq=False)
class CellTooLong(RuleViolation):
    """A cell holds more than Excel itself allows."""

    row: int
    length: int

    what = N_("A cell in row {row} holds {length} characters.")
    todo = N_("Shorten it; Excel itself keeps 32,767 at most.")


@dataclass(eq=False)
class HeadRepeated(RuleViolation):
    """Two columns have the same name, so neither can be meant."""

    head: str

    what = N_("Two columns are called “{head}”.")
    todo = N_("Rename or delete one of them, then choose the file again.")


@dataclass(eq=False)
class CellEmpty(RuleViolation):
    """A cell that must be filled in is empty."""

    what = N_("This must be filled in.")
    todo = N_("Fill it in, or skip the row.")


@dataclass(frozen=True)
class Column:
    """A column a list may have; `parse` turns the text of a cell into a value or refuses it.

    `title` is a message id. `synonyms` are other names people write above it. Cells of a column that
    `is_text` (numbers that are names: identity, code) are kept as text in blank forms.
    """

    key: str
    title: str
    synonyms: tuple[str, ...] = ()
    is_needed: bool = False
    parse: Callable[[str], Any] = str.strip
    example: str = ""
    is_text: bool = True


@dataclass(frozen=True)
class RawSheet:
    """A sheet as it was sent: heads, and rows of text with the row numbers Excel shows."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]

    def column(self, head: str | None) -> list[str]:
        """Return the cells under a head, top down; none without a head."""
        if head is None:
            return []
        at = self.heads.index(head)
        return [row[at] for row in self.rows]


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in one cell: `bad` must be mended or skipped, `warn` may stay; `fix` mends it."""

    row: int
    column: str
    value: str
    what: str
    todo: str
    kind: str = "bad"
    fix: str | None = None


@dataclass
class Checked:
    """The rows that passed, each with its Excel `row` number, and what is wrong with the others."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


# In


def read_sheet(content: bytes) -> RawSheet:
    """Return the first sheet of a workbook; refuses what is no plain, readable list."""
    lines = _lines(_vetted(content))
    at = next((i for i, line in enumerate(lines) if any(line)), None)
    if at is None:
        raise NothingInside
    width = max(i for i, head in enumerate(lines[at]) if head) + 1
    heads = _heads(lines[at][:width])
    filled = [(i + 1, line) for i, line in enumerate(lines) if i > at and any(line[:width])]
    if not filled:
        raise NothingInside
    rows = tuple(tuple(line[:width]) for _, line in filled)
    return RawSheet(heads, rows, tuple(number for number, _ in filled))


def _vetted(content: bytes) -> bytes:
    """Return the workbook packed anew from what was looked at: kind, macros, size, how far it reaches.

    The reader below decompresses without a limit and sets aside room for every cell up to the furthest,
    so nothing reaches it unseen.
    """
    if len(content) > LARGEST_FILE:
        raise FileTooBig(LARGEST_FILE // MB)
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w") as plain:
            _check_parts(packed.infolist())
            for part in packed.infolist():
                plain.writestr(part.filename, _seen(part.filename, packed.read(part)))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error):
        raise NotExcel from None
    return out.getvalue()


def _check_parts(parts: Sequence[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if any(name.lower().endswith(MACRO_PART) for name in names):
        raise HasMacros
    if sum(part.file_size for part in parts) > LARGEST_CONTENT:
        raise FileTooBig(LARGEST_CONTENT // MB)
    if BOOK_PART not in names or len(names) < len(parts):
        raise NotExcel


def _seen(name: str, part: bytes) -> bytes:
    """Return a part of the workbook; refuses one in another encoding, or with a cell too far out."""
    if name.endswith((".xml", ".rels")) and b"\0" in part:
        raise NotExcel
    if TOO_FAR.search(part):
        raise TooMuchInside(MOST_ROWS, LAST_COLUMN)
    return part


def _lines(content: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        cells = sheet.to_python(skip_empty_area=False)
    except (CalamineError, IndexError, OSError):
        raise NotExcel from None
    return [[_text(cell, number) for cell in line] for number, line in enumerate(cells, 1)]


def _text(cell: Any, row: int = 0) -> str:
    """Return a cell as somebody would have typed it.

    >>> [_text(cell) for cell in (92.0, 0.1 + 0.2, date(2020, 3, 4), True, " x ")]
    ['92', '0.3', '2020-03-04', 'TRUE', 'x']
    """
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    text = str(cell).strip()
    if len(text) > LONGEST_CELL:
        raise CellTooLong(row, len(text))
    return text


def _heads(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the heads; a column without one gets its letter."""
    heads = tuple(
        head or translate(N_("Column {letter}")).format(letter=_letter(i)) for i, head in enumerate(cells)
    )
    for i, head in enumerate(heads):
        if head in heads[:i]:
            raise HeadRepeated(head)
    return heads


def _letter(at: int) -> str:
    """Return the letters of a column, from 0.

    >>> _letter(0), _letter(25), _letter(26)
    ('A', 'Z', 'AA')
    """
    before, last = divmod(at, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


# Columns and rows


def match_columns(heads: Sequence[str], columns: Sequence[Column]) -> dict[str, str | None]:
    """Return the head for each column by its name or a synonym, else None; a head is used once.

    >>> columns = [Column("name", "Name", ("full name",)), Column("unit", "Unit")]
    >>> match_columns(["No.", "Full  Name *"], columns)
    {'name': 'Full  Name *', 'unit': None}
    """
    known = {_plain(head): head for head in heads}
    matched: dict[str, str | None] = {}
    for column in columns:
        names = (translate(column.title), column.title, *column.synonyms, column.key)
        found = (known.pop(_plain(name), None) for name in names)
        matched[column.key] = next((head for head in found if head is not None), None)
    return matched


def _plain(head: str) -> str:
    """Return a head without what people add to it: case, width, blanks, stars, a unit in brackets.

    >>> _plain("身份证号 （必填）*")
    '身份证号'
    """
    folded = normalize("NFKC", head).casefold()
    return re.sub(r"\([^)]*\)$", "", re.sub(r"[\s*:]", "", folded))


def check_rows(raw: RawSheet, mapping: Mapping[str, str | None], columns: Sequence[Column]) -> Checked:
    """Return the rows as values, and a problem for each cell its column refuses.

    A column the sheet does not have is left out of its rows: a list without units says nothing about units.
    """
    places = {c.key: raw.heads.index(head) for c in columns if (head := mapping.get(c.key)) is not None}
    checked = Checked()
    for number, cells in zip(raw.numbers, raw.rows, strict=True):
        row, problems = _check_row(number, cells, places, columns)
        checked.problems += problems
        if not problems:
            checked.rows.append(row)
    return checked


def _check_row(
    number: int, cells: Sequence[str], places: Mapping[str, int], columns: Sequence[Column]
) -> tuple[dict[str, Any], list[RowProblem]]:
    row: dict[str, Any] = {"row": number}
    problems = []
    for column in columns:
        if column.key not in places and not column.is_needed:
            continue
        text = cells[places[column.key]] if column.key in places else ""
        try:
            row[column.key] = parsed(column, text)
        except RuleViolation as refusal:
            problems.append(RowProblem(number, translate(column.title), text, *refusal.said()))
    return row, problems


def parsed(column: Column, text: str) -> Any:
    """Return the value of a cell; an empty one in a needed column is refused."""
    if column.is_needed and not text.strip():
        raise CellEmpty
    return column.parse(text)


# Out


def write_sheet(title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a workbook with one sheet: heads, then rows of text and numbers; text is never a formula."""
    book = _Book(title)
    book.put_heads(heads)
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            book.put(at, column, value)
    return book.content()


def blank_form(columns: Sequence[Column], title: str) -> bytes:
    """Return an empty list to fill in: the heads, and a second sheet that explains them by example."""
    book = _Book(title)
    book.put_heads([translate(c.title) + (" *" if c.is_needed else "") for c in columns], columns)
    book.explain(columns)
    return book.content()


class _Book:
    """A workbook in the making, its first sheet open."""

    def __init__(self, title: str) -> None:
        import xlsxwriter

        self._out = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._out, options)
        self._head = self._book.add_format(
            {"bold": True, "bg_color": "#edf3fb", "bottom": 1, "valign": "vcenter"}
        )
        self._text = self._book.add_format({"num_format": "@"})
        self._wrapped = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._sheet = self._book.add_worksheet(_sheet_name(title))

    def put_heads(self, heads: Sequence[str], columns: Sequence[Column] = ()) -> None:
        """Write the first row, frozen; columns of text get the text format all the way down."""
        for at, head in enumerate(heads):
            as_text = self._text if columns and columns[at].is_text else None
            self._sheet.set_column(at, at, min(40, max(12, 2 * len(head) + 4)), as_text)
            self._sheet.write_string(0, at, head, self._head)
        self._sheet.set_row(0, 22)
        self._sheet.freeze_panes(1, 0)

    def put(self, row: int, column: int, value: Any) -> None:
        """Write a cell: numbers as numbers, everything else as text."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            self._sheet.write_number(row, column, value)
        elif value is not None and str(value) != "":
            self._sheet.write_string(
                row, column, str(value)[:LONGEST_CELL], self._text if is_formula(value) else None
            )

    def explain(self, columns: Sequence[Column]) -> None:
        """Add the sheet that says what each column wants."""
        sheet = self._book.add_worksheet(_sheet_name(translate(N_("How to fill in"))))
        for at, head in enumerate((N_("Column"), N_("Required"), N_("Example"))):
            sheet.write_string(0, at, translate(head), self._head)
        for row, column in enumerate(columns, 1):
            needed = translate(N_("yes")) if column.is_needed else ""
            for at, text in enumerate((translate(column.title), needed, column.example)):
                sheet.write_string(row, at, text, self._wrapped)
        sheet.set_column(0, 1, 18)
        sheet.set_column(2, 2, 40)

    def content(self) -> bytes:
        """Close the workbook and return its bytes."""
        self._book.close()
        return self._out.getvalue()


def is_formula(value: Any) -> bool:
    """Say whether a spreadsheet could take the text for a formula.

    >>> [is_formula(text) for text in ("=1+1", "@SUM(A1)", "张三", "-3")]
    [True, True, False, True]
    """
    return str(value).startswith(FORMULA_SIGNS)


def _sheet_name(title: str) -> str:
    """Return a name Excel accepts for a sheet."""
    return re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31] or "Sheet1"

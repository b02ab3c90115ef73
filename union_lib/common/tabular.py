"""Excel lists in and out: read what people send, say what is wrong row by row, write what is safe.

A file is read as it is: every cell becomes text, the first row names the columns (a title merged across above it
is passed over), rows keep the numbers Excel shows. What a sheet says about its own size is not believed. A cell
that only looks empty, because it is merged into another or its formula was never computed, is refused by name.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from .collecting import collecting_later
from .errors import N_, RuleViolation
from .sheet_marks import Place, SheetMarks, sheet_marks
from .text import translate

Progress = Callable[[int, int], None]
"""Told how much is done, of how much."""

MB = 1024 * 1024
LARGEST_FILE = 50 * MB
LARGEST_CONTENT = 200 * MB  # unpacked; a list of 100,000 rows has about 60 MB
LONGEST_CELL = 32_767  # what Excel itself allows
MOST_ROWS, LAST_COLUMN = 119_999, "CZ"  # a list of 100,000, with its head and what stands around it
ENDING = ".xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOOK_PART, MACRO_PART = "xl/workbook.xml", "vbaproject.bin"
# A cell or row further out than that: the reader sets aside room for everything up to it.
TOO_FAR = re.compile(
    rb"""\sr\s*=\s*["']\s*(?:[A-Za-z]{3}|[D-Zd-z][A-Za-z]\d|[A-Za-z]*(?!1[01]\d{4}\D)\d{6}|[^"'<>]*&)"""
)
PROGRESS_ROWS = 2_000
TOO_LONG = 1e15  # from here on Excel no longer keeps every digit of a number
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


@dataclass(eq=False)
class CellMerged(RuleViolation):
    """A cell is part of a merged one, which keeps its value in its first cell only."""

    place: str

    what = N_("This cell is merged with {place}, so it has no content of its own.")
    todo = N_("Unmerge the cells in Excel and fill in each of them, or enter the value here.")


@dataclass(eq=False)
class FormulaWithoutValue(RuleViolation):
    """A cell holds a formula, and the file does not hold what it comes to."""

    what = N_("This cell holds a formula whose result is not in the file.")
    todo = N_("Open the file in Excel, paste the cells as values and save, or enter the value here.")


@dataclass(eq=False)
class FormulaFailed(RuleViolation):
    """A cell shows an error such as #REF!."""

    what = N_("This cell shows an error such as #REF! instead of a value.")
    todo = N_("Enter the value.")


@dataclass(eq=False)
class DigitsLost(RuleViolation):
    """A long number was kept as a number, of which Excel keeps 15 digits only."""

    what = N_("Excel keeps only 15 digits of a number, so the last digits of this one are lost.")
    todo = N_("Format the column as text in Excel, then enter the whole number again; or enter it here.")


@dataclass(eq=False)
class RowsHidden(RuleViolation):
    """Rows that Excel does not show have been read."""

    first: int
    last: int

    what = N_("Rows {first} to {last} are hidden in Excel; they were read like the others.")
    todo = N_("If they are not part of the list, skip them, or delete them in Excel.")


@dataclass(eq=False)
class ColumnHidden(RuleViolation):
    """A column that Excel does not show has been read."""

    head: str

    what = N_("The column “{head}” is hidden in Excel; it was read like the others.")
    todo = N_("If it is out of date, delete it in Excel, or take the field from another column.")


@dataclass(eq=False)
class SheetHidden(RuleViolation):
    """A sheet that Excel does not show has not been read."""

    name: str

    what = N_("The sheet “{name}” is hidden in Excel and was not read.")
    todo = N_("If the list is on it, show the sheet, move it to the front and save.")


@dataclass(frozen=True)
class Column:
    """A column a list may have; `parse` turns the text of a cell into a value or refuses it.

    What `parse` answers depends on the text alone, and cells with the same text share the value.

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
class Gap:
    """Why a cell is not what it looks: it holds `shown`, and `fix` is what a merged cell shows there, if anything."""

    refusal: RuleViolation
    fix: str | None = None
    shown: str = ""

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing is lost: the cell is merged into an empty one."""
        return isinstance(self.refusal, CellMerged) and self.fix is None


@dataclass(frozen=True)
class RawSheet:
    """A sheet as it was sent: heads, and rows of text with the row numbers Excel shows.

    `gaps` are the cells that only look empty or have lost digits, by row number and place of the column, with
    the reason and what the cell should perhaps hold. `remarks` are about the whole sheet, each with a row to
    show it at.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    gaps: Mapping[Place, Gap] = field(default_factory=dict)
    remarks: tuple[tuple[int, RuleViolation], ...] = ()

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


@collecting_later()
def read_sheet(content: bytes) -> RawSheet:
    """Return the first visible sheet of a workbook; refuses what is no plain, readable list."""
    page = _page(_vetted(content))
    lines = page.lines
    at = next((i for i, line in enumerate(lines) if any(line) and not page.is_title(i)), None)
    if at is None:
        raise NothingInside
    width = max(i for i, head in enumerate(lines[at]) if head) + 1
    heads = _heads(lines[at][:width])
    gaps = page.gaps()
    lost = {row for (row, column), gap in gaps.items() if column < width and not gap.is_blank}
    filled = [
        (i + 1, line) for i, line in enumerate(lines) if i > at and (any(line[:width]) or i + 1 in lost)
    ]
    if not filled:
        raise NothingInside
    rows = tuple(tuple(line[:width]) for _, line in filled)
    numbers = tuple(number for number, _ in filled)
    return RawSheet(heads, rows, numbers, gaps, tuple(page.remarks(heads, numbers)))


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


@dataclass(frozen=True)
class _Page:
    """One sheet as the file holds it.

    Merged areas are (first row, first column, last row, last column), from 0. `cut` are numbers too long to keep.
    """

    lines: list[list[str]]
    merged: tuple[tuple[int, int, int, int], ...]
    marks: SheetMarks
    hidden_sheets: tuple[str, ...]
    cut: tuple[Place, ...]

    def is_title(self, row: int) -> bool:
        """Tell whether a row is a title merged across, with nothing beside it."""
        across = any(top <= row <= end and left < right for top, left, end, right in self.merged)
        return across and sum(map(bool, self.lines[row])) == 1

    def gaps(self) -> dict[Place, Gap]:
        """Return the cells that are not what they look, by Excel's row and the column from 0."""
        found = {
            (row, column): Gap(DigitsLost(), shown=self.lines[row - 1][column]) for row, column in self.cut
        }
        found |= {place: Gap(FormulaWithoutValue()) for place in self.marks.formulas}
        found |= {place: Gap(FormulaFailed()) for place in self.marks.errors}
        for top, left, end, right in self.merged:
            value = self.lines[top][left] if top < len(self.lines) and left < len(self.lines[top]) else ""
            refusal = CellMerged(f"{_letter(left)}{top + 1}")
            for row in range(top, min(end + 1, len(self.lines))):
                found |= {
                    (row + 1, column): Gap(refusal, value or None)
                    for column in range(left, min(right + 1, len(self.lines[row])))
                    if (row, column) != (top, left)
                }
        return found

    def remarks(self, heads: Sequence[str], numbers: Sequence[int]) -> Iterator[tuple[int, RuleViolation]]:
        """Yield what is out of sight, each with the row to show it at."""
        for name in self.hidden_sheets:
            yield numbers[0], SheetHidden(name)
        for column in self.marks.columns:
            if column < len(heads):
                yield numbers[0], ColumnHidden(heads[column])
        for first, last in _runs(sorted(set(self.marks.rows) & set(numbers))):
            yield first, RowsHidden(first, last)


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of numbers that follow each other.

    >>> list(_runs([2, 3, 4, 9]))
    [(2, 4), (9, 9)]
    """
    first = last = None
    for number in numbers:
        if first is not None and last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last


def _page(content: bytes) -> _Page:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        known = list(enumerate(book.sheets_metadata))
        shown = [i for i, sheet in known if sheet.visible == SheetVisibleEnum.Visible]
        hidden = tuple(sheet.name for i, sheet in known if i not in shown)
        position = shown[0]
        sheet = book.get_sheet_by_index(position)
        cells = sheet.to_python(skip_empty_area=False)
        merged = tuple((*start, *end) for start, end in sheet.merged_cell_ranges or ())
    except (CalamineError, IndexError, OSError):
        raise NotExcel from None
    lines = [
        [
            cell.strip() if type(cell) is str and len(cell) < LONGEST_CELL else _text(cell, number)
            for cell in line
        ]
        for number, line in enumerate(cells, 1)
    ]
    cut = tuple(
        (number, column)
        for number, line in enumerate(cells, 1)
        for column, cell in enumerate(line)
        if type(cell) is float and abs(cell) >= TOO_LONG
    )
    return _Page(lines, merged, sheet_marks(content, position), hidden, cut)


def _text(cell: Any, row: int = 0) -> str:
    """Return a cell as somebody would have typed it.

    >>> [_text(cell) for cell in (92.0, 0.1 + 0.2, date(2020, 3, 4), True, " x ")]
    ['92', '0.3', '2020-03-04', 'TRUE', 'x']
    """
    if isinstance(cell, str):
        text = cell.strip()
        if len(text) > LONGEST_CELL:
            raise CellTooLong(row, len(text))
        return text
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.15g}" if not cell.is_integer() else _whole(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _whole(cell: float) -> str:
    """Return a whole number with the 15 digits Excel keeps.

    >>> _whole(430202197506150016.0)
    '430202197506150000'
    """
    return f"{cell:.0f}" if abs(cell) < TOO_LONG else f"{Decimal(f'{cell:.14e}'):.0f}"


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


@collecting_later()
def check_rows(
    raw: RawSheet,
    mapping: Mapping[str, str | None],
    columns: Sequence[Column],
    progress: Progress = lambda done, total: None,
) -> Checked:
    """Return the rows as values, and a problem for each cell its column refuses.

    A column the sheet does not have is left out of its rows: a list without units says nothing about units.
    What the sheet keeps out of sight is added as warnings.
    """
    places = {c.key: raw.heads.index(head) for c in columns if (head := mapping.get(c.key)) is not None}
    readers = [_Reader(c.key, c, places.get(c.key), {}) for c in columns if c.key in places or c.is_needed]
    checked = Checked(problems=[RowProblem(at, "", "", *said.said(), "warn") for at, said in raw.remarks])
    for done, (number, cells) in enumerate(zip(raw.numbers, raw.rows, strict=True)):
        if done % PROGRESS_ROWS == 0:
            progress(done, len(raw.rows))
        row, problems = _check_row(number, cells, readers, raw.gaps)
        checked.problems += problems
        if not problems:
            checked.rows.append(row)
    progress(len(raw.rows), len(raw.rows))
    return checked


@dataclass(frozen=True)
class _Reader:
    """A column, its place in the sheet, and what texts met so far come to: a value, or the refusal of it."""

    key: str
    column: Column
    place: int | None
    met: dict[str, Any]

    def read(self, text: str) -> Any:
        """Return the value of a text not met before, or the refusal as a value."""
        try:
            found = parsed(self.column, text)
        except RuleViolation as refusal:
            found = refusal
        self.met[text] = found
        return found


_NOT_MET = object()


def _check_row(
    number: int, cells: Sequence[str], readers: Sequence[_Reader], gaps: Mapping[Place, Gap]
) -> tuple[dict[str, Any], list[RowProblem]]:
    row: dict[str, Any] = {"row": number}
    problems = []
    for reader in readers:
        place = reader.place
        text = "" if place is None else cells[place]
        found = reader.met.get(text, _NOT_MET)
        if found is _NOT_MET:
            found = reader.read(text)
        gap = gaps.get((number, place)) if gaps and place is not None else None
        fix = None
        if gap and gap.shown == text:
            found, fix = gap.refusal, gap.fix
        if isinstance(found, RuleViolation):
            title = translate(reader.column.title)
            problems.append(RowProblem(number, title, text, *found.said(), fix=fix))
        else:
            row[reader.key] = found
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

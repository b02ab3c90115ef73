"""What a sheet holds besides values, and a reader of values would not see: cells whose value is missing,
rows and columns out of sight.

Looked for in the bytes of the sheet's part, because building a million cells to ask each would take minutes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import join, normpath
from xml.etree import ElementTree

_BOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_LINK_ID = re.compile(r"\{[^}]*\}id$")

_P = rb"(?:\w+:)?"  # some programs put a prefix before every name
_FORMULA = re.compile(
    rb"<" + _P + rb"c\b([^>]*)>\s*<" + _P + rb"f\b(?:[^>]*/>|[^>]*>[^<]*</" + _P + rb"f>)\s*"
    rb"(?:</" + _P + rb"c>|<" + _P + rb"v\s*/>|<" + _P + rb"v>\s*</)"
)
_ERROR = re.compile(rb"<" + _P + rb"c\b([^>]*\bt\s*=\s*[\"']e[\"'][^>]*)>")
_ROW = re.compile(rb"<" + _P + rb"row\b([^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]*)>")
_COLUMN = re.compile(rb"<" + _P + rb"col\b([^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]*)>")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)(\d+)[\"']")
_SPAN = re.compile(rb"\b(min|max)\s*=\s*[\"'](\d+)[\"']")

Place = tuple[int, int]
"""A row and a column as Excel counts them, but the column from 0."""


@dataclass(frozen=True)
class SheetMarks:
    """Where values are missing or out of sight; rows are numbered as in Excel, columns from 0."""

    formulas: frozenset[Place] = frozenset()
    errors: frozenset[Place] = frozenset()
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()


def sheet_marks(content: bytes, position: int) -> SheetMarks:
    """Return the marks of the sheet at a position of the workbook, from 0; none if it cannot be found."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        try:
            part = book.read(_part_name(book, position))
        except (KeyError, IndexError, ElementTree.ParseError):
            return SheetMarks()
    return marks_of(part)


def _part_name(book: zipfile.ZipFile, position: int) -> str:
    """Return the name of the part that holds a sheet."""
    sheets = [node for node in ElementTree.fromstring(book.read(_BOOK)).iter() if _name(node) == "sheet"]
    link = next(value for key, value in sheets[position].items() if _LINK_ID.search(key))
    links = ElementTree.fromstring(book.read(_LINKS))
    target = next((node.get("Target", "") for node in links if node.get("Id") == link), "")
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _name(node: ElementTree.Element) -> str:
    return node.tag.rpartition("}")[2]


def marks_of(part: bytes) -> SheetMarks:
    """Return the marks that stand in the XML of a sheet.

    >>> found = marks_of(b'<row r="2" hidden="1"><c r="B2"><f>A2+1</f><v></v></c><c r="C2" t="e"></c></row>')
    >>> sorted(found.formulas), sorted(found.errors), found.rows
    ([(2, 1)], [(2, 2)], (2,))
    """
    # A plain look first: most lists have none of these, and the patterns go through sixty megabytes.
    has_formulas = b"<f" in part or b":f" in part
    has_errors = b'"e"' in part or b"'e'" in part
    return SheetMarks(
        formulas=frozenset(_places(_FORMULA, part)) if has_formulas else frozenset(),
        errors=frozenset(_places(_ERROR, part)) if has_errors else frozenset(),
        rows=tuple(row for row, _ in _places(_ROW, part)) if b"hidden" in part else (),
        columns=tuple(_spans(part)) if b"hidden" in part else (),
    )


def _places(pattern: re.Pattern[bytes], part: bytes) -> Iterator[Place]:
    for found in pattern.finditer(part):
        place = _PLACE.search(found[1])
        if place:
            yield int(place[2]), column_number(place[1].decode())


def _spans(part: bytes) -> Iterator[int]:
    for found in _COLUMN.finditer(part):
        ends = {key: int(value) for key, value in _SPAN.findall(found[1])}
        if len(ends) == 2:
            yield from range(ends[b"min"] - 1, min(ends[b"max"], 1 << 14))


def column_number(letters: str) -> int:
    """Return the place of a column by its letters, from 0; -1 without letters.

    >>> column_number("A"), column_number("AA")
    (0, 26)
    """
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1

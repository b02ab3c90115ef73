"""Papers as Word: a template filled, its tables given widths, days as papers write them.

A template is an ordinary .docx that anybody can edit in Word, with jinja2 marks for what is filled in.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

BODY = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TWIPS_PER_CM = 567
_TEXT_PART = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]+")


class Template:
    """A Word template made ready once, so that many papers can be printed of it."""

    def __init__(self, path: Path) -> None:
        from docxtpl import DocxTemplate
        from jinja2 import Environment

        with zipfile.ZipFile(path) as packed:
            self._parts = {part.filename: packed.read(part) for part in packed.infolist()}
        patched, words = DocxTemplate(path).patch_xml, Environment(autoescape=True)
        self._texts = {
            part: words.from_string(patched(content.decode()))
            for part, content in self._parts.items()
            if _TEXT_PART.fullmatch(part)
        }

    def filled(self, facts: Mapping[str, Any]) -> Paper:
        """Return a paper with the facts in it."""
        plain = _writable(facts)
        return Paper(self._parts | {part: text.render(plain).encode() for part, text in self._texts.items()})


class Paper:
    """A filled template, whose tables can still be given their widths."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        from lxml import etree

        self._parts = parts
        self._body = etree.fromstring(parts[BODY])

    @property
    def tables(self) -> list[Any]:
        """Return the tables that stand in no other."""
        return self._body.findall(f"{W}body/{W}tbl")

    def lay(self) -> None:
        """Turn the paper on its side."""
        [page] = self._body.iter(f"{W}pgSz")
        wide, high = page.get(f"{W}h"), page.get(f"{W}w")
        page.attrib.update({f"{W}w": wide, f"{W}h": high, f"{W}orient": "landscape"})

    def written(self) -> bytes:
        """Return the Word file."""
        from lxml import etree

        body = etree.tostring(self._body, xml_declaration=True, encoding="UTF-8", standalone=True)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for part, content in self._parts.items():
                packed.writestr(part, body if part == BODY else content)
        return out.getvalue()


def set_widths(table: Any, widths_cm: Sequence[float]) -> None:
    """Give a table of a paper as many columns, of fixed widths."""
    twips = [str(round(width * TWIPS_PER_CM)) for width in widths_cm]
    grid = table.find(f"{W}tblGrid")
    for column in list(grid):
        grid.remove(column)
    for width in twips:
        grid.append(grid.makeelement(f"{W}gridCol", {f"{W}w": width}))
    for row in table.iterchildren(f"{W}tr"):
        _set_cells(row, twips)


def _set_cells(row: Any, twips: Sequence[str]) -> None:
    at = 0
    for cell in row.iterchildren(f"{W}tc"):
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        columns = int(span.get(f"{W}val")) if span is not None else 1
        width = sum(map(int, twips[at : at + columns]))
        cell.find(f"{W}tcPr/{W}tcW").set(f"{W}w", str(width))
        at += columns


def _writable(value: Any) -> Any:
    """Return facts without the characters that Word files cannot hold."""
    if isinstance(value, str):
        return _UNWRITABLE.sub(" ", value)
    if isinstance(value, Mapping):
        return {key: _writable(held) for key, held in value.items()}
    return [_writable(held) for held in value] if isinstance(value, list) else value


def archive(papers: Iterable[tuple[str, bytes]]) -> bytes:
    """Return papers as one zip file; names are made safe for every file system, and different."""
    out = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, content in papers:
            safe = _free(file_name(name), taken)
            taken.add(safe.casefold())
            packed.writestr(safe + ".docx", content)
    return out.getvalue()


def file_name(text: str) -> str:
    """Return a text as a file can be called.

    >>> file_name('01 Chen / "A": team.')
    '01 Chen A team'
    """
    return re.sub(r'[\\/:*?"<>|\x00-\x1f\s]+', " ", text).strip(" .")[:80] or "_"


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def day_text(day: date) -> str:
    """Return a day as notices write it.

    >>> day_text(date(2020, 3, 5))
    '2020年3月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_day(day: date) -> str:
    """Return a day in Chinese numerals, as certificates write it.

    >>> chinese_day(date(2020, 3, 25)), chinese_day(date(2020, 10, 10)), chinese_day(date(2020, 11, 30))
    ('二〇二〇年三月二十五日', '二〇二〇年十月十日', '二〇二〇年十一月三十日')
    """
    return f"{str(day.year).translate(_CHINESE)}年{_numeral(day.month)}月{_numeral(day.day)}日"


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    before = "" if tens < 2 else str(tens).translate(_CHINESE)
    return before + ("十" if tens else "") + (str(ones).translate(_CHINESE) if ones else "")


def moment_text(moment: datetime | None) -> str:
    """Return a moment in local time, to the minute; a blank to be filled in by hand without one."""
    if moment is None:
        return "____年__月__日"
    local = moment.astimezone()
    return f"{day_text(local)} {local:%H:%M}"

"""A private sheet for each contestant: own marks, and where they lie in the field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ...common.errors import NotFound
from ...common.papers import Template, archive, day_text, set_widths
from ...workspace import Workspace
from ..reports import plain
from ..reports.private import (
    FEWEST,
    FieldFigures,
    OwnMark,
    PrivatePart,
    PrivateSheet,
    private_sheets,
)
from .paper import TEMPLATES, signed_result

TEMPLATE = "contestant.docx"
STRIP = 25
LABEL_CM, VALUE_CM, CELL_CM = 2.6, 1.5, 0.2
OWN_FILL, MIDDLE_FILL, FIELD_FILL = "C00000", "9DB4D3", "E3E8EF"


def contestant_document(ws: Workspace, competition_id: int, entry_id: int) -> bytes:
    """Return one contestant's private sheet as a Word file, for those who may read the result.

    Raises `NothingSigned`, `CodesClosed`, `SignedResultDiffers`, and `NotFound` for an entry without a place.
    """
    sheets = private_sheets(signed_result(ws, competition_id, with_names=True), entry_id)
    if not sheets:
        raise NotFound
    return _paper(Template(TEMPLATES / TEMPLATE), sheets[0])


def contestant_archive(ws: Workspace, competition_id: int) -> bytes:
    """Return the private sheets of all placed entries as one zip of Word files."""
    sheets = private_sheets(signed_result(ws, competition_id, with_names=True))
    template = Template(TEMPLATES / TEMPLATE)
    named = ((f"{sheet.code} {sheet.contestant or sheet.title}", sheet) for sheet in sheets)
    return archive((name, _paper(template, sheet)) for name, sheet in named)


def _paper(template: Template, sheet: PrivateSheet) -> bytes:
    facts = _facts(sheet)
    paper = template.filled(facts)
    _, marks, *figures = paper.tables
    set_widths(marks, [3.4, 1.6, 6.6, 2.8, 2.2] if facts["brings"] else [3.8, 1.8, 8.6, 2.4])
    for table in figures:
        set_widths(table, [LABEL_CM, *([VALUE_CM] * 6), *([CELL_CM] * STRIP)])
    return paper.written()


def _facts(sheet: PrivateSheet) -> dict[str, Any]:
    return {
        "title": sheet.competition,
        "union": sheet.union,
        "day": day_text(sheet.signed_on),
        "hash": sheet.data_hash,
        "code": sheet.code,
        "entry": sheet.title,
        "contestant": sheet.contestant,
        "unit": sheet.unit,
        "total": str(sheet.total),
        "place": sheet.place,
        "placed": sheet.placed,
        "award": sheet.award or "",
        "adjusted": sheet.is_adjusted,
        "brings": any(part.brought is not None for part in sheet.parts),
        "has_dropped": any(mark.is_dropped for part in sheet.parts for mark in part.marks),
        "parts": [_part(part) for part in sheet.parts],
        "figures": _all_figures(sheet),
        "strip_cells": STRIP,
        "fewest": FEWEST,
        "takes_awards": sheet.takes_awards,
        "next_award": sheet.next_award.name if sheet.next_award else "",
        "missing": str(sheet.next_award.missing) if sheet.next_award else "",
        "is_level": bool(sheet.next_award and not sheet.next_award.missing),
    }


def _part(part: PrivatePart) -> dict[str, Any]:
    return {
        "title": part.criterion.title,
        "full": plain(part.criterion.full_mark),
        "marks": _struck(part.marks),
        "brought": plain(part.brought),
        "score": str(part.score),
    }


def _struck(marks: tuple[OwnMark, ...]) -> Any:
    """Return marks side by side, the dropped ones struck out."""
    from docxtpl import RichText

    text = RichText()
    for mark in marks:
        if mark.is_dropped:
            text.add(plain(mark.value), strike=True, color="8A929B", font="仿宋", size=21)
        else:
            text.add(plain(mark.value), font="仿宋", size=21)
        text.add("  ", size=21)
    return text


def _all_figures(sheet: PrivateSheet) -> list[dict[str, Any]]:
    """Return the field's figures of every criterion and of the total; none if they are withheld."""
    if sheet.is_field_withheld:
        return []
    parts = [(part.criterion.title, part.score, part.field) for part in sheet.parts]
    lines = [*parts, ("总分", sheet.total, sheet.field)] if len(parts) > 1 else parts
    return [_figures(title, own, field) for title, own, field in lines if field is not None]


def _figures(title: str, own: Decimal, field: FieldFigures) -> dict[str, Any]:
    return {
        "title": title,
        "own": str(own),
        "lowest": str(field.lowest),
        "lower": str(field.lower_quartile),
        "median": str(field.median),
        "upper": str(field.upper_quartile),
        "highest": str(field.highest),
        "strip": strip(own, field),
    }


def strip(own: Decimal, field: FieldFigures) -> list[str]:
    """Return a row of colours from the lowest to the highest score: the middle half darker, the own one red.

    >>> cells = strip(Decimal(10), FieldFigures(*map(Decimal, (0, 2, 5, 8, 10))))
    >>> [cells[at] for at in (0, 5, 23, 24)]
    ['E3E8EF', '9DB4D3', 'E3E8EF', 'C00000']
    """
    low, high = _at(field.lower_quartile, field), _at(field.upper_quartile, field)
    fills = [MIDDLE_FILL if low <= at <= high else FIELD_FILL for at in range(STRIP)]
    fills[_at(own, field)] = OWN_FILL
    return fills


def _at(value: Decimal, field: FieldFigures) -> int:
    """Return the cell in which a score lies; the middle one if all scores are equal."""
    width = field.highest - field.lowest
    if not width:
        return STRIP // 2
    return min(int((value - field.lowest) / width * STRIP), STRIP - 1)

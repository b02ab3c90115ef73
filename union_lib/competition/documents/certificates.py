"""Certificates of a published result: one document with a page for each winner, or the list to merge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil

from ...common.errors import N_, RuleViolation
from ...common.papers import Template, chinese_day
from ...common.tabular import write_sheet
from ...common.text import translate
from ...workspace import Workspace
from ..reports import ResultList, ResultRow
from ..rules import Stage
from .paper import TEMPLATES, signed_result


@dataclass(eq=False)
class NothingPublished(RuleViolation):
    """Certificates were wanted of a result that is not published, or gave no award."""

    what = N_("There is no published result with awards yet.")
    todo = N_("Publish the result first; certificates are made of what was published.")


@dataclass(frozen=True)
class Certificate:
    """What stands on one certificate.

    `entry` is empty where it is the contestant's own name; `is_long` asks for smaller letters.
    """

    number: str
    name: str
    unit: str
    entry: str
    award: str
    place: str
    is_long: bool


MOST_LINES, LETTERS_A_LINE = 5, 27
"""What fits in large letters between the title and the award."""

HEADS = (
    N_("Certificate number"),
    N_("Contestant or team"),
    N_("Unit"),
    N_("Entry"),
    N_("Award"),
    N_("Place"),
    N_("Competition"),
    N_("Awarded by"),
    N_("Day"),
)


def certificates_document(ws: Workspace, competition_id: int) -> bytes:
    """Return the certificates of every winner as one Word file, a page each, best first.

    Raises `NothingPublished` unless the result is published and gave awards, and `SignedResultDiffers`.
    """
    seen, day = _published(ws, competition_id)
    facts = {
        "title": seen.competition.title,
        "union": seen.union,
        "day": chinese_day(day),
        "certificates": [vars(made) for made in certificates(seen, day.year)],
    }
    return Template(TEMPLATES / "certificate.docx").filled(facts).written()


def certificate_workbook(ws: Workspace, competition_id: int) -> bytes:
    """Return the same certificates as an Excel list, for those who merge letters in Word themselves."""
    seen, day = _published(ws, competition_id)
    common = (seen.competition.title, seen.union, chinese_day(day))
    rows = [
        (made.number, made.name, made.unit, made.entry, made.award, made.place, *common)
        for made in certificates(seen, day.year)
    ]
    return write_sheet(translate(N_("Certificates")), [translate(head) for head in HEADS], rows)


def _published(ws: Workspace, competition_id: int) -> tuple[ResultList, date]:
    """Return a published result with awards and the day it was published."""
    seen = signed_result(ws, competition_id, with_names=True)
    at = seen.competition.published_at
    if seen.competition.stage != Stage.PUBLISHED or at is None or not any(row.award for row in seen.rows):
        raise NothingPublished
    return seen, at.astimezone().date()


def certificates(seen: ResultList, year: int) -> list[Certificate]:
    """Return what stands on the certificates of a result, best first.

    A number is made of year, competition and place; winners who share a place are counted within it.
    """
    winners = [row for row in seen.rows if row.award]
    numbers = _numbers(winners, f"{year}-{seen.competition.id or 0:04d}")
    title = seen.competition.title
    return [_certificate(title, row, number) for row, number in zip(winners, numbers, strict=True)]


def _certificate(title: str, row: ResultRow, number: str) -> Certificate:
    shown = row.shown
    name = shown.contestant or shown.unit or shown.title
    unit = shown.unit if name != shown.unit else ""
    entry = shown.title if shown.title != name else ""
    told = (f"{name}{unit}", f"{title}{entry}" + "." * 15)
    lines = sum(ceil(len(text) / LETTERS_A_LINE) for text in told)
    return Certificate(number, name, unit, entry, row.award or "", row.rank, lines > MOST_LINES)


def _numbers(winners: Sequence[ResultRow], prefix: str) -> list[str]:
    sharing, met = Counter(row.rank for row in winners), Counter[str]()
    numbers = []
    for row in winners:
        met[row.rank] += 1
        shared = f"-{met[row.rank]}" if sharing[row.rank] > 1 else ""
        numbers.append(f"{prefix}-{int(Decimal(row.rank)):03d}{shared}")
    return numbers

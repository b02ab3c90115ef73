"""What tests of papers share: a competition with unmistakable names, and the whole text of a file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape

from tests.competition.people import check_all, entry_ids, sheet_of, sign, submit
from tests.conftest import TODAY, House, two_criteria
from union_lib.competition import rules, service
from union_lib.competition.rules import Scheme, Stage
from union_lib.competition.service import GivenMark

LATER = date(2020, 4, 2)


def awarded(*classes: tuple[str, int], scheme: Scheme | None = None) -> Scheme:
    """Return a scheme that gives awards by quota; a first and a second unless told."""
    chosen = classes or (("一等奖", 1), ("二等奖", 2))
    plan = rules.AwardPlan(tuple(rules.AwardClass(name, quota=quota) for name, quota in chosen))
    return replace(scheme or two_criteria(), awards=plan)


def named(
    house: House,
    scheme: Scheme | None = None,
    *,
    entries: int = 5,
    judges: int = 2,
    multipliers: bool = False,
    **form: object,
) -> int:
    """Make a competition open for marking whose entries bear unmistakable names."""
    made = house.competition(scheme or awarded(), entries=0, judges=judges, stage=Stage.DRAFT)
    organiser = house.ws("organiser")
    filled = service.CompetitionForm(title="焊工竞赛", starts_on=TODAY, ends_on=TODAY, **form)
    service.edit_competition(organiser, made, filled, 1)
    rows = [
        {
            "code": f"R{n:02d}",
            "title": f"Work of {n}",
            "contestant": f"Person {n}",
            "unit": f"Firm {(n + 1) // 2}",
            "district": f"District {n}",
            **({"multipliers": {"skill": "2", "safety": "1.5"}} if multipliers else {}),
        }
        for n in range(1, entries + 1)
    ]
    service.import_entries(organiser, made, rows)
    for draw in range(1, int(str(form.get("blind_draws", 0))) + 1):
        service.draw_codes(house.ws(("organiser", "checker", "supervisor")[draw - 1]), made, draw)
    service.move_stage(organiser, made, Stage.MARKING)
    return made


def give(house: House, competition: int, judge: str, marks: Sequence[Sequence[str]]) -> None:
    """Give a judge's marks, a row for each entry in the order of its sheet."""
    sheet = sheet_of(house, competition, judge)
    cells = [
        GivenMark(row.entry_id, criterion.key, Decimal(mark), cell.version)
        for row, line in zip(sheet.rows, marks, strict=True)
        for criterion, cell, mark in zip(sheet.criteria, row.cells, line, strict=True)
    ]
    service.give_marks(house.ws(judge), competition, cells)


def signed(house: House, competition: int, judges: int = 2) -> str:
    """Let every judge give marks that fall by row and differ by judge, and bring them to the signature."""
    for seat in range(1, judges + 1):
        rows = len(sheet_of(house, competition, f"judge{seat}").rows)
        marks = [(str(50 - n - seat), f"{30 - n}.5") for n in range(rows)]
        give(house, competition, f"judge{seat}", marks)
        submit(house, competition, f"judge{seat}")
    check_all(house, competition)
    return sign(house, competition)


def published(house: House, competition: int, judges: int = 2) -> str:
    """Bring a competition to its published result."""
    fingerprint = signed(house, competition, judges)
    service.post_notice(house.ws("organiser"), competition)
    service.publish(house.ws("organiser", today=LATER), competition)
    return fingerprint


def tamper(house: House) -> None:
    """Change a mark behind everybody's back."""
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE mark SET value = '1' WHERE id = 1")


def entry(house: House, competition: int, number: int) -> int:
    """Return the id of an entry by its number."""
    return entry_ids(house, competition)[f"R{number:02d}"]


def whole(content: bytes) -> str:
    """Return everything that stands in a Word, Excel or zip file, hidden or not."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    return "\n".join(
        name + ("\n" + whole(part) if part[:2] == b"PK" else "\n" + part.decode("utf8", "replace"))
        for name, part in parts.items()
    )


def spoken(content: bytes) -> str:
    """Return the running text of a Word file, its footers and tables included, without blanks."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = [packed.read(name).decode() for name in packed.namelist() if name.startswith("word/")]
    texts = (text for part in parts for text in re.findall(r"<w:t(?: [^>]*)?>([^<]*)", part))
    return re.sub(r"\s+", "", unescape("".join(texts)))

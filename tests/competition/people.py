"""Steps that several tests of a competition take: marks filled in, sheets checked, results signed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tests.conftest import House
from union_lib.competition import reports, service
from union_lib.competition.service import GivenMark


def sheet_of(house: House, competition: int, judge: str) -> reports.MarkSheet:
    """Return a judge's own sheet."""
    return reports.mark_sheet(house.ws(judge), competition)


def fill(
    house: House, competition: int, judge: str, base: int = 30, rows: Sequence[int] | None = None
) -> None:
    """Give every mark of the sheet (or of these rows) that is still missing: base, base - 1, … by row."""
    sheet = sheet_of(house, competition, judge)
    cells = [
        GivenMark(row.entry_id, c.key, Decimal(base - n), cell.version)
        for n, row in enumerate(sheet.rows)
        for c, cell in zip(sheet.criteria, row.cells, strict=True)
        if not cell.text and (rows is None or n in rows)
    ]
    service.give_marks(house.ws(judge), competition, cells)


def submit(house: House, competition: int, *judges: str) -> None:
    """Hand sheets in."""
    for judge in judges:
        service.submit_sheet(house.ws(judge), competition)


def check_all(house: House, competition: int) -> None:
    """Confirm every sheet that waits."""
    for row in reports.board(house.ws("checker"), competition).rows:
        if row.state.value == "waiting":
            service.confirm_sheet(house.ws("checker"), row.sheet_id, row.version)


def complete(house: House, competition: int, *judges: str) -> None:
    """Let the judges fill and submit, and the checker confirm."""
    for judge in judges:
        fill(house, competition, judge)
        submit(house, competition, judge)
    check_all(house, competition)


def sign(house: House, competition: int) -> str:
    """Let the chief judge sign what is shown and the supervisor confirm it."""
    seen = reports.results(house.ws("chief"), competition).data_hash
    service.sign(house.ws("chief"), competition, seen)
    service.countersign(house.ws("supervisor"), competition, seen)
    return seen


def entry_ids(house: House, competition: int) -> dict[str, int]:
    """Return the entries' ids by code."""
    table = reports.entries(house.ws("organiser"), competition)
    return dict(zip(table["code"], table["id"].astype(int), strict=True))


def appointment(house: House, competition: int, judge: str) -> int:
    """Return a judge's appointment id."""
    rows = reports.board(house.ws("organiser"), competition).rows
    return next(r.judge.appointment_id for r in rows if r.judge.name == judge.title())

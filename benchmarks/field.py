"""What is measured on: a large competition, a sheet to save into, and the same marks as a workbook."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path

import pandas as pd
from sqlalchemy import Engine, insert
from sqlmodel import Session, select

from union_lib.competition import reports, rules, service
from union_lib.competition.rules import Criterion, Duty, Scheme, Stage
from union_lib.competition.service import GivenMark
from union_lib.competition.tables import Mark, Sheet
from union_lib.demo.load import load_demo
from union_lib.registry.service import add_account
from union_lib.registry.tables import Account, Role
from union_lib.store import database, schema
from union_lib.workspace import Actor, Workspace

from . import PLACE

LARGE = PLACE / "large.db"
ENTRIES, JUDGES, CRITERIA = 1_000, 9, 4
SCHEME = Scheme(tuple(Criterion(f"c{n}", f"C{n}", Decimal(25), step=Decimal("0.5")) for n in range(CRITERIA)))


def random_marks(seed: int = 1) -> list[dict[str, dict[int, Decimal]]]:
    """Return each entry's marks by criterion and judge, in halves from 10 to 25."""
    rng = random.Random(seed)
    return [
        {
            c.key: {judge: Decimal(rng.randrange(20, 51)) / 2 for judge in range(JUDGES)}
            for c in SCHEME.criteria
        }
        for _ in range(ENTRIES)
    ]


def as_frame(marks: list[dict[str, dict[int, Decimal]]]) -> pd.DataFrame:
    """Return the marks as a user would have them: code, criterion, judge, mark."""
    rows = [
        (f"{number:04d}", criterion, judge, float(mark))
        for number, by_criterion in enumerate(marks, 1)
        for criterion, by_judge in by_criterion.items()
        for judge, mark in by_judge.items()
    ]
    return pd.DataFrame(rows, columns=["code", "criterion", "judge", "mark"])


def ranking(frame: pd.DataFrame) -> rules.BulkStandings:
    """Score and rank with our rules, from the same table of marks."""
    entry, names = pd.factorize(frame["code"])
    criterion = frame["criterion"].map({c.key: n for n, c in enumerate(SCHEME.criteria)})
    columns = rules.MarkColumns(
        entry,
        frame["judge"].to_numpy(),
        criterion.to_numpy(),
        rules.ten_thousandths(frame["mark"].to_numpy()),
        len(names),
        JUDGES,
    )
    states = [rules.EntryState.COMPETING] * len(names)
    return rules.bulk_standings(SCHEME, columns, rules.EntryColumns(states))


def explained(marks: list[dict[str, dict[int, Decimal]]]) -> list[rules.EntryScore]:
    """Explain every score step by step in exact fractions, as the page does for one of them."""
    return [rules.entry_score(SCHEME, of_entry) for of_entry in marks]


def practice(url: str) -> Engine:
    """Return a small practice installation with nine judges."""
    on = database.make_engine(url)
    schema.upgrade(on)
    load_demo(on, 20, 1)
    for seat in (8, 9):
        add_account(Workspace(on), f"judge{seat}", f"Judge {seat}", 1, [Role.JUDGE])
    return on


@cache
def large() -> tuple[Engine, int]:
    """Return the large competition with its marks, kept in `LARGE`: the engine and its id."""
    on = practice(f"sqlite:///{LARGE}")
    made = competition(on, ENTRIES, JUDGES)
    fill(on, made, random_marks())
    return on, made


def person(on: Engine, username: str) -> Workspace:
    """Return the workspace of one of the installation's people."""
    with database.reading(on) as session:
        account = session.exec(select(Account).where(Account.username == username)).one()
    return Workspace(on, Actor(account.id, account.name))


def competition(on: Engine, entries: int, judges: int) -> int:
    """Make a competition that is open for marking."""
    organiser, day = person(on, "organiser"), date(2020, 3, 25)
    form = service.CompetitionForm(title=f"{entries} entries", starts_on=day, ends_on=day)
    made = service.create_competition(organiser, 1, form, SCHEME)
    rows = [{"code": f"{n:04d}", "title": f"Work {n}", "unit": f"Firm {n}"} for n in range(1, entries + 1)]
    service.import_entries(organiser, made, rows)
    for seat in range(1, judges + 1):
        service.appoint(organiser, made, f"judge{seat}", Duty.JUDGE)
    service.appoint(organiser, made, "checker", Duty.CHECKER)
    service.appoint(organiser, made, "chief", Duty.CHIEF)
    service.appoint(organiser, made, "supervisor", Duty.SUPERVISOR)
    service.move_stage(organiser, made, Stage.MARKING)
    return made


def fill(on: Engine, competition_id: int, marks: list[dict[str, dict[int, Decimal]]]) -> None:
    """Put the marks into the tables at once, without the audit rows that giving them writes."""
    with database.writing(on) as session:
        session.execute(insert(Mark), _rows(session, competition_id, person(on, "organiser"), marks))


def _rows(
    session: Session, competition_id: int, ws: Workspace, marks: list[dict[str, dict[int, Decimal]]]
) -> list[dict[str, object]]:
    sheets = session.exec(
        select(Sheet.id).where(Sheet.competition_id == competition_id).order_by(Sheet.id)
    ).all()
    return [
        {"sheet_id": sheets[judge], "entry_id": int(entry), "criterion": key, "value": mark, "given_by": 1}
        for entry, of_entry in zip(reports.entries(ws, competition_id)["id"], marks, strict=True)
        for key, by_judge in of_entry.items()
        for judge, mark in by_judge.items()
    ]


@dataclass
class SavedSheet:
    """A judge's sheet, saved again and again: each save gives the cells another mark."""

    ws: Workspace
    competition_id: int
    versions: dict[tuple[int, str], int] = field(default_factory=dict)
    saves: int = 0

    def __post_init__(self) -> None:
        for row in reports.mark_sheet(self.ws, self.competition_id).rows:
            self.versions.update({(row.entry_id, c.key): 0 for c in SCHEME.criteria})

    def save(self, cells: int) -> None:
        """Give the first cells another mark, in one transaction."""
        self.saves += 1
        mark = Decimal(self.saves % 50) / 2
        given = [GivenMark(*place, mark, seen) for place, seen in islice(self.versions.items(), cells)]
        self.versions.update(service.give_marks(self.ws, self.competition_id, given).versions)

    def rows(self, cells: int) -> list[tuple[object, ...]]:
        """Return as many rows for a bare insert."""
        return [(1, entry, key, "8.5", 1) for entry, key in islice(self.versions, cells)]


def write_workbook(frame: pd.DataFrame, path: Path) -> Path:
    """Write the marks as the workbook in which an office would have collected them."""
    frame.to_excel(path, index=False, engine="xlsxwriter")
    return path

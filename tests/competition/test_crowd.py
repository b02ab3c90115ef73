"""Many people at once, on both databases: no mark is lost or doubled, whatever happens between them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from threading import Barrier

import pytest
from sqlalchemy import func
from sqlmodel import select

from tests.competition.people import entry_ids
from tests.conftest import House, two_criteria
from union_lib.common.errors import RuleViolation
from union_lib.competition import refusals, reports, rules, service
from union_lib.competition.rules import Duty, Stage
from union_lib.competition.service import GivenMark
from union_lib.competition.tables import Mark, Sheet
from union_lib.registry.service import add_account
from union_lib.registry.tables import Role
from union_lib.store import audit, database
from union_lib.workspace import Workspace

JUDGES, ENTRIES, SAVES = 30, 6, 4
pytestmark = pytest.mark.slow


@dataclass
class Crowd:
    """A competition with thirty judges, each at a page with a connection of its own."""

    house: House
    competition: int
    names: list[str]

    def page(self, name: str) -> Workspace:
        """Return a workspace that shares nothing with others but the database."""
        ws = self.house.ws(name)
        own = database.make_engine(self.house.engine.url.render_as_string(hide_password=False))
        return Workspace(own, ws.actor, ws.fixed_today, ws.language)

    def at_once(self, works: list[Callable[[], object]]) -> list[object]:
        """Do everything at the same moment; return what came of it, refusals included."""
        start = Barrier(len(works))

        def run(work: Callable[[], object]) -> object:
            start.wait()
            try:
                return work()
            except RuleViolation as refused:
                return refused

        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(run, works))


@pytest.fixture
def crowd(house: House) -> Crowd:
    competition = house.competition(two_criteria(), entries=ENTRIES, judges=0, stage=Stage.DRAFT)
    names = [f"crowd{n:02d}" for n in range(JUDGES)]
    for name in names:
        account_id = add_account(house.system, name, name.title(), house.unions["city"], [Role.JUDGE])[0]
        house.accounts[name] = (account_id, name.title())
        service.appoint(house.ws("organiser"), competition, name, Duty.JUDGE)
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    return Crowd(house, competition, names)


def mark_of(judge: int, entry: int, key: str) -> Decimal:
    """Return the mark each judge means to give in the end."""
    return Decimal((judge * 7 + entry * 3 + len(key)) % 40)


def give_all(crowd: Crowd, number: int, name: str) -> None:
    """Save a sheet in several goes, correcting one mark on the way."""
    page, ids = crowd.page(name), list(entry_ids(crowd.house, crowd.competition).values())
    seen: dict[tuple[int, str], int] = {}
    cells = [(e, entry, key) for e, entry in enumerate(ids) for key in ("skill", "safety")]
    for go in range(SAVES):
        given = [
            GivenMark(
                entry, key, mark_of(number, e, key) + (1 if go < SAVES - 1 else 0), seen.get((entry, key), 0)
            )
            for e, entry, key in cells
            if (e + go) % 2 == 0 or go == SAVES - 1
        ]
        saved = service.give_marks(page, crowd.competition, given)
        assert saved.conflicts == []
        seen |= saved.versions
    page.engine.dispose()


def expected_total(entry: int) -> Decimal:
    """Return an entry's total by hand: the means of thirty marks, added."""
    total = sum(
        (Fraction(mark_of(judge, entry, key)) for judge in range(JUDGES) for key in ("skill", "safety")),
        Fraction(0),
    )
    return rules.half_up(total / JUDGES, 2)


def newest(house: House) -> dict[tuple[int, int, str], list[int]]:
    """Return the versions there are of every cell."""
    found: dict[tuple[int, int, str], list[int]] = {}
    with house.system.reading() as session:
        for row in session.exec(select(Mark).order_by(Mark.version)):
            found.setdefault((row.sheet_id, row.entry_id, row.criterion), []).append(row.version)
    return found


def test_thirty_judges_save_at_once_and_every_total_is_right(crowd: Crowd):
    works = [lambda n=n, name=name: give_all(crowd, n, name) for n, name in enumerate(crowd.names)]
    assert crowd.at_once(works) == [None] * JUDGES
    cells = newest(crowd.house)
    assert len(cells) == JUDGES * ENTRIES * 2
    assert all(versions == list(range(1, len(versions) + 1)) for versions in cells.values())
    seen = reports.results(crowd.house.ws("organiser"), crowd.competition)
    assert {row.shown.code: row.total for row in seen.rows} == {
        f"{n + 1:03d}": expected_total(n) for n in range(ENTRIES)
    }
    assert seen.second == []
    with crowd.house.system.reading() as session:
        assert audit.verify(session).broken_at is None


def test_two_tabs_of_one_judge_never_write_over_each_other(crowd: Crowd):
    entry = next(iter(entry_ids(crowd.house, crowd.competition).values()))

    def save(value: int) -> Callable[[], object]:
        page = crowd.page("crowd00")
        return lambda: service.give_marks(
            page, crowd.competition, [GivenMark(entry, "skill", Decimal(value), 0)]
        )

    answers = crowd.at_once([save(value) for value in (10, 20, 30, 40)])
    saved = [a for a in answers if isinstance(a, service.Saved) and a.versions]
    clashed = [a.conflicts[0] for a in answers if isinstance(a, service.Saved) and a.conflicts]
    assert (len(saved), len(clashed)) == (1, 3)
    assert list(newest(crowd.house).values()) == [[1]]
    assert len({conflict.theirs for conflict in clashed}) == 1


def test_a_save_during_the_signature_is_either_in_what_is_signed_or_refused(house: House):
    for _ in range(6):
        competition = house.competition(entries=3, judges=2)
        crowd = Crowd(house, competition, ["judge1", "judge2"])
        for name in crowd.names:
            ids = entry_ids(house, competition).values()
            cells = [GivenMark(i, key, Decimal(20), 0) for i in ids for key in ("skill", "safety")]
            service.give_marks(house.ws(name), competition, cells)
            service.submit_sheet(house.ws(name), competition)
        rows = reports.board(house.ws("checker"), competition).rows
        for row in rows:
            service.confirm_sheet(house.ws("checker"), row.sheet_id, row.version)
        service.return_sheet(house.ws("chief"), rows[0].sheet_id, rows[0].version, "look again")
        entry = entry_ids(house, competition)["001"]
        seen = reports.results(house.ws("chief"), competition).data_hash
        judge, chief, checker = (crowd.page(name) for name in ("judge1", "chief", "checker"))
        answers = crowd.at_once(
            [
                lambda p=judge, c=competition, e=entry: service.give_marks(
                    p, c, [GivenMark(e, "skill", Decimal(30), 1)]
                ),
                lambda p=judge, c=competition: service.submit_sheet(p, c),
                lambda p=checker, r=rows[0]: service.confirm_sheet(p, r.sheet_id, r.version + 1),
                lambda p=chief, c=competition, h=seen: service.sign(p, c, h),
            ]
        )
        result = reports.results(house.ws("chief"), competition)
        if result.is_signed:
            assert result.agrees
        else:
            assert isinstance(answers[3], (refusals.SheetsOpen, refusals.ResultChanged))
        with house.system.reading() as session:
            doubled = session.exec(
                select(func.count())
                .select_from(Mark)
                .join(Sheet, Sheet.id == Mark.sheet_id)
                .where(Sheet.competition_id == competition)
                .group_by(Mark.sheet_id, Mark.entry_id, Mark.criterion, Mark.version)
            ).all()
        assert set(doubled) == {1}

"""The demo's people at work: appointed, marking, checking, signing, as people would do it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from sqlalchemy import Engine
from sqlmodel import select

from ..competition import rules, service
from ..competition.queries import data_hash, entries_of, field_of
from ..competition.reports import mark_sheet
from ..competition.rules import Duty
from ..competition.scored import outcome_of, result_body
from ..competition.tables import Sheet
from ..registry.tables import Account, District, Enterprise, Union
from ..store import database
from ..workspace import Actor, Workspace
from .load import CHECKER, CHIEF, FEDERATION, JUDGES, ORGANISER, SUPERVISOR, DemoAccount

Give = Callable[[int, rules.Criterion], Decimal]
"""The mark for an entry (by id) on a criterion."""

NO_UNITS: Mapping[DemoAccount, str] = MappingProxyType({})


class Hands:
    """The demo's people, each with an own workspace."""

    def __init__(self, on: Engine) -> None:
        self.engine = on
        with database.reading(on) as session:
            self._accounts = {a.username: (a.id or 0, a.name) for a in session.exec(select(Account))}
            self.union_id = session.exec(select(Union.id).where(Union.name == FEDERATION)).one() or 0

    def ws(self, who: DemoAccount, on: date | None = None) -> Workspace:
        """Return the workspace of one of the demo's people, today or on another day."""
        account_id, name = self._accounts[who.username]
        return Workspace(self.engine, Actor(account_id, name), on, is_training=True)

    def appoint_all(self, competition_id: int, units: Mapping[DemoAccount, str] = NO_UNITS) -> None:
        """Appoint the seven judges, some with the unit they come from, checker, chief judge and supervisor."""
        organiser = self.ws(ORGANISER)
        for judge in JUDGES:
            service.appoint(organiser, competition_id, judge.username, Duty.JUDGE, units.get(judge, ""))
        service.appoint(organiser, competition_id, CHECKER.username, Duty.CHECKER)
        service.appoint(organiser, competition_id, CHIEF.username, Duty.CHIEF)
        service.appoint(organiser, competition_id, SUPERVISOR.username, Duty.SUPERVISOR)

    def entry_ids(self, competition_id: int) -> dict[str, int]:
        """Return the entries' ids by code."""
        with database.reading(self.engine) as session:
            return {entry.code: entry.id or 0 for entry in entries_of(session, competition_id)}

    def check_and_sign(self, competition_id: int) -> None:
        """Confirm every sheet; the chief judge signs, the supervisor confirms."""
        with database.reading(self.engine) as session:
            sheets = session.exec(select(Sheet).where(Sheet.competition_id == competition_id)).all()
        for sheet in sheets:
            service.confirm_sheet(self.ws(CHECKER), sheet.id or 0, sheet.version)
        with database.reading(self.engine) as session:
            seen = data_hash(result_body(outcome_of(field_of(session, competition_id))))
        service.sign(self.ws(CHIEF), competition_id, seen)
        service.countersign(self.ws(SUPERVISOR), competition_id, seen)

    def publish(self, competition_id: int, on: date | None = None) -> None:
        """Post the notice and publish, on a day."""
        service.post_notice(self.ws(ORGANISER, on), competition_id)
        service.publish(self.ws(ORGANISER, on), competition_id)

    def firms(self) -> list[tuple[str, str]]:
        """Return the enterprises with their districts."""
        return [(name, district) for name, district, _ in self.firms_by_industry()]

    def firms_by_industry(self) -> list[tuple[str, str, str]]:
        """Return the enterprises with their districts and industries."""
        with database.reading(self.engine) as session:
            rows = session.exec(
                select(Enterprise.name, District.name, Enterprise.industry)
                .join(District, District.code == Enterprise.district_code)
                .order_by(Enterprise.id)
            ).all()
        return [(name, district, industry) for name, district, industry in rows]

    def mark(self, competition_id: int, judge: DemoAccount, give: Give, most: int | None = None) -> None:
        """Let a judge mark the sheet, or its first entries, and hand it in when it is complete."""
        sheet = mark_sheet(self.ws(judge), competition_id)
        rows = sheet.rows[:most]
        given = [
            service.GivenMark(row.entry_id, c.key, give(row.entry_id, c), 0)
            for row in rows
            for c in sheet.criteria
        ]
        service.give_marks(self.ws(judge), competition_id, given)
        if len(rows) == len(sheet.rows):
            service.submit_sheet(self.ws(judge), competition_id)


def invented_mark(rng: random.Random, level: float, criterion: rules.Criterion) -> Decimal:
    """Return a mark around a level (0 to 1 of the full mark) in whole steps."""
    share = min(1.0, max(0.3, rng.gauss(level, 0.05)))
    steps = int(share * float(criterion.full_mark / criterion.step) + 0.5)
    return criterion.step * steps

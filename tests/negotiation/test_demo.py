"""The demo's negotiations: a case in every stage, plans in every state, nobody real, nothing in the future."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from union_lib.demo.load import load_demo
from union_lib.demo.negotiations import NOTICE
from union_lib.negotiation import reports
from union_lib.negotiation.plan_queries import payment_rows
from union_lib.negotiation.reports.payrolls import payroll_audit
from union_lib.negotiation.rules.deferred import Instalment, Payment, Plan, PlanState, plan_standing
from union_lib.negotiation.rules.kinds import LetterKind, RightsKind, Scope, Subject, Track
from union_lib.negotiation.rules.stages import Stage
from union_lib.negotiation.tables import CaseStep, DeferredPlan, Letter, Payroll, RightsCase
from union_lib.negotiation.tables import Instalment as InstalmentRow
from union_lib.registry.tables import LocalFigure
from union_lib.store import audit, database
from union_lib.workspace import Workspace

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def town(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A small demo town, made once."""
    path = tmp_path_factory.mktemp("demo") / "union.db"
    shutil.copy(sqlite_template, path)
    on = database.make_engine(f"sqlite:///{path}")
    load_demo(on, 60, 7)
    yield on
    on.dispose()


@pytest.fixture
def rows(town: Engine) -> list[reports.CaseRow]:
    return reports.board(Workspace(town), with_ended=True)


def test_there_is_a_case_in_every_stage(rows: list[reports.CaseRow]):
    assert {row.stage for row in rows} == set(Stage)


def test_both_tracks_and_the_special_ones_are_there(rows: list[reports.CaseRow]):
    assert {row.track for row in rows} == set(Track)
    assert {row.subject for row in rows} == set(Subject)
    assert {row.scope for row in rows} == set(Scope)


def test_some_dates_are_over_and_some_are_near(rows: list[reports.CaseRow]):
    left = [(row.due.last_day - date.today()).days for row in rows if row.due]
    assert any(days < 0 for days in left)
    assert any(0 <= days <= 7 for days in left)


def test_no_step_lies_in_the_future(town: Engine):
    with database.reading(town) as session:
        assert max(session.exec(select(CaseStep.happened_on)).all()) <= date.today()


def test_plans_are_in_every_state(town: Engine):
    states = set()
    with database.reading(town) as session:
        for plan in session.exec(select(DeferredPlan)).all():
            rows = session.exec(select(InstalmentRow).where(InstalmentRow.plan_id == plan.id)).all()
            terms = Plan(
                plan.total_fen,
                tuple(Instalment(row.due_on, row.amount_fen) for row in rows),
                plan.grace_days,
                plan.default_instalments,
                plan.default_days,
            )
            paid = [Payment(row.paid_on, row.amount_fen) for row, _ in payment_rows(session, plan.id or 0)]
            states.add(plan_standing(terms, paid, date.today()).state)
    assert states == set(PlanState)


def test_every_way_to_a_right_is_there(town: Engine):
    with database.reading(town) as session:
        assert set(session.exec(select(RightsCase.kind)).all()) == set(RightsKind)


def test_a_demand_was_sent_by_somebody_else_and_the_referral_waits(town: Engine):
    with database.reading(town) as session:
        demand, referral = session.exec(select(Letter).order_by(Letter.id)).all()
    assert (demand.kind, referral.kind) == (LetterKind.DEMAND, LetterKind.REFERRAL)
    assert demand.sent_by not in (None, demand.drafted_by)
    assert referral.sent_on is None


def test_a_payroll_has_workers_paid_short_and_most_paid_in_full(town: Engine):
    with database.reading(town) as session:
        payroll = session.exec(select(Payroll.id)).one() or 0
    audit_ = payroll_audit(Workspace(town), payroll)
    assert not audit_.missing
    assert 0 < audit_.underpaid < len(audit_.people) // 2


def test_figures_that_nobody_confirmed_are_marked_as_practice(town: Engine):
    with database.reading(town) as session:
        cited = [row.citation for row in session.exec(select(LocalFigure)).all()]
    assert cited
    assert all(NOTICE in citation for citation in cited)


def test_the_chain_of_the_audit_holds(town: Engine):
    with database.reading(town) as session:
        assert audit.verify(session).broken_at is None

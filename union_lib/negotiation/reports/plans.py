"""Deferred plans: all of them by how pressing they are, one whole, and what waits for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session, select

from ...common.errors import N_
from ...common.policies import Figure, FigureUnknown, NoRuleInForce, PolicyBook
from ...common.todos import Todo
from ...registry.tables import Account, District, Union
from ...workspace import Workspace
from ..figures import case_book
from ..letter_facts import calculations_of, crime_level, evidence_at_hand, is_unchanged
from ..plan_queries import (
    consent_of,
    instalments_of,
    letters_of,
    longest_known,
    payment_rows,
    plan_of,
    plan_terms,
    promises_of,
    standing_payments,
)
from ..queries import hands, require_reader, unions_read_by
from ..rules.arrears import CrimeThreshold, Span, additional_compensation
from ..rules.deferred import Payment, Plan, PlanStanding, PlanState, plan_standing, settled_days
from ..rules.deferring import Consent, latest_instalment
from ..rules.kinds import LetterKind
from ..rules.letters import Evidence, Ground, LetterState, grounds, letter_state
from ..rules.periods import PeriodUnset
from ..rules.stages import Hand
from ..tables import Calculation, Case, DeferredPlan, Letter, RightsCase


class PlanMark(StrEnum):
    """How a plan stands in the list, the most pressing first."""

    DEFAULT = "default"
    LATE = "late"
    ON_TRACK = "on_track"
    DRAFT = "draft"
    COMPLETED = "completed"
    CLOSED = "closed"


def plan_mark(plan: DeferredPlan, state: PlanState) -> PlanMark:
    """Return how a plan stands: closed and draft come before what its payments say."""
    if plan.closed_on is not None:
        return PlanMark.CLOSED
    return PlanMark.DRAFT if plan.agreed_on is None else PlanMark(state.value)


@dataclass(frozen=True)
class PlanRow:
    """One plan in the list; amounts are fen. `letters` are the kinds that are drafted or sent."""

    id: int
    number: str
    employer: str
    district: str
    district_code: str
    industry: str
    union: str
    union_id: int
    case_id: int | None
    workers: int
    total_fen: int
    paid_fen: int
    overdue_fen: int
    most_overdue_days: int
    mark: PlanMark
    next_due: date | None
    letters: Mapping[LetterKind, LetterState]


def plan_list(ws: Workspace) -> list[PlanRow]:
    """Return the plans the account may read, the most pressing first."""
    with ws.reading() as session:
        found = session.exec(
            select(*_columns())
            .join(District, District.code == DeferredPlan.district_code)
            .join(Union, Union.id == DeferredPlan.union_id)
            .where(DeferredPlan.union_id.in_(unions_read_by(session, ws.actor.account_id)))
        ).all()
        promises, letters = promises_of(session, found), _letters(session)
    rows = [_row(one, promises[one.id], letters.get(one.id, {}), ws.today) for one in found]
    return sorted(rows, key=_by_need)


def _columns() -> list[Any]:
    """Return the columns of a plan that the list needs, its district and its union by name."""
    needed = (
        "id number employer district_code industry union_id case_id workers total_fen grace_days "
        "default_instalments default_days agreed_on closed_on"
    )
    plan = [getattr(DeferredPlan, name) for name in needed.split()]
    return [*plan, District.name.label("district"), Union.name.label("union")]


def _letters(session: Session) -> Mapping[int, dict[LetterKind, LetterState]]:
    """Return by plan the newest letter of each kind that was not withdrawn."""
    found: Mapping[int, dict[LetterKind, LetterState]] = defaultdict(dict)
    columns: Any = (Letter.plan_id, Letter.kind, Letter.sent_on, Letter.withdrawn_on)
    for plan_id, kind, sent_on, withdrawn_on in session.exec(select(*columns).order_by(Letter.id)).all():
        state = letter_state(sent_on, withdrawn_on)
        if state != LetterState.WITHDRAWN:
            found[plan_id][kind] = state
    return found


def _row(
    one: Any, promise: tuple[Plan, list[Payment]], letters: Mapping[LetterKind, LetterState], on: date
) -> PlanRow:
    standing = plan_standing(*promise, on)
    mark = plan_mark(one, standing.state)
    is_running = mark in (PlanMark.DEFAULT, PlanMark.LATE, PlanMark.ON_TRACK)
    return PlanRow(
        one.id,
        one.number,
        one.employer,
        one.district,
        one.district_code,
        one.industry,
        one.union,
        one.union_id,
        one.case_id,
        one.workers,
        one.total_fen,
        standing.paid_fen,
        standing.overdue_fen if is_running else 0,
        standing.most_overdue_days if is_running else 0,
        mark,
        standing.next_due if is_running else None,
        letters,
    )


_ORDER = {mark: at for at, mark in enumerate(PlanMark)}


def _by_need(row: PlanRow) -> tuple[int, int, date, int]:
    return _ORDER[row.mark], -row.most_overdue_days, row.next_due or date.max, row.id


@dataclass(frozen=True)
class PaymentRow:
    """A payment as it was recorded; `cancelled` is why, if it was."""

    id: int
    paid_on: date
    amount_fen: int
    note: str
    who: str
    recorded_at: datetime
    cancelled: str | None
    cancelled_by: str


@dataclass(frozen=True)
class LetterRow:
    """A letter about the plan; `is_own` when the acting account drafted it."""

    id: int
    kind: LetterKind
    number: str
    state: LetterState
    drafted_on: date
    drafted_by: str
    addressee: str
    sent_on: date | None
    sent_by: str
    answer_by: date | None
    reason: str
    is_own: bool
    is_unchanged: bool
    version: int
    grounds: tuple[Ground, ...]


@dataclass(frozen=True)
class PlanSheet:
    """One plan whole, as its page shows it.

    `longest` is how long wages may be deferred (None: not known), `law` what a referral of today would rest on.
    """

    plan: DeferredPlan
    union: str
    district: str
    case_number: str
    hands: frozenset[Hand]
    mark: PlanMark
    terms: Plan
    standing: PlanStanding
    settled: tuple[date | None, ...]
    payments: tuple[PaymentRow, ...]
    counted: tuple[Payment, ...]
    letters: tuple[LetterRow, ...]
    consent: Consent
    longest: Figure | None
    latest: date | None
    law: tuple[Ground, ...]
    additional: Span | None
    crime: CrimeThreshold | None
    at_hand: frozenset[Evidence]
    calculations: tuple[Calculation, ...]
    rights: tuple[tuple[int, str], ...]

    def letter(self, kind: LetterKind, state: LetterState) -> LetterRow | None:
        """Return the newest letter of a kind in a state."""
        return next((x for x in reversed(self.letters) if x.kind == kind and x.state == state), None)


def plan_sheet(ws: Workspace, plan_id: int) -> PlanSheet:
    """Return one plan; raises `NotFound`, `NotAllowed`."""
    with ws.reading() as session:
        plan = plan_of(session, plan_id)
        require_reader(session, ws.actor.account_id, plan.union_id)
        book = case_book(session, plan.union_id)
        rows = payment_rows(session, plan_id)
        counted = standing_payments(row for row, _ in rows)
        terms = plan_terms(plan, instalments_of(session, plan_id))
        standing = plan_standing(terms, counted, ws.today)
        longest = longest_known(book, plan, plan.agreed_on or ws.today)
        return PlanSheet(
            plan,
            session.get_one(Union, plan.union_id).name,
            session.get_one(District, plan.district_code).name,
            _case_number(session, plan.case_id),
            hands(session, ws.actor.account_id, plan.union_id),
            plan_mark(plan, standing.state),
            terms,
            standing,
            tuple(settled_days(terms, counted)),
            tuple(_payments(rows)),
            tuple(counted),
            tuple(_letter_rows(session, ws, plan_id)),
            consent_of(plan),
            longest,
            _latest(plan, longest),
            _law(book, plan, ws.today),
            _additional(book, plan, standing),
            crime_level(book, plan, standing),
            frozenset(evidence_at_hand(session, plan)),
            tuple(calculations_of(session, plan)),
            _rights(session, plan_id),
        )


def _latest(plan: DeferredPlan, longest: Figure | None) -> date | None:
    try:
        return latest_instalment(plan.wages_due_on, longest) if longest else None
    except PeriodUnset:
        return None


def _case_number(session: Session, case_id: int | None) -> str:
    found = session.get(Case, case_id) if case_id else None
    return found.number if found else ""


def _payments(rows: Sequence[tuple[object, str | None]]) -> list[PaymentRow]:
    wrong = {row.cancels_id: (row, who) for row, who in rows if row.cancels_id is not None}
    return [
        PaymentRow(
            row.id or 0,
            row.paid_on,
            row.amount_fen,
            row.note,
            who or "",
            row.recorded_at,
            wrong[row.id][0].note if row.id in wrong else None,
            (wrong[row.id][1] or "") if row.id in wrong else "",
        )
        for row, who in rows
        if row.cancels_id is None
    ]


def _letter_rows(session: Session, ws: Workspace, plan_id: int) -> list[LetterRow]:
    letters = letters_of(session, plan_id)
    ids = {one for letter in letters for one in (letter.drafted_by, letter.sent_by)} - {None}
    names = dict(session.exec(select(Account.id, Account.name).where(Account.id.in_(ids))).all())
    return [
        LetterRow(
            one.id or 0,
            one.kind,
            one.number,
            letter_state(one.sent_on, one.withdrawn_on),
            one.drafted_on,
            names.get(one.drafted_by, ""),
            one.addressee,
            one.sent_on,
            names.get(one.sent_by, ""),
            one.answer_by,
            one.reason,
            one.drafted_by == ws.actor.account_id,
            is_unchanged(one),
            one.version,
            tuple(Ground(g["policy"], g["citation"], g["confidence"]) for g in one.body.get("grounds", ())),
        )
        for one in letters
    ]


def _law(book: PolicyBook, plan: DeferredPlan, on: date) -> tuple[Ground, ...]:
    try:
        return grounds(
            LetterKind.REFERRAL,
            book,
            on,
            plan.district_code,
            has_migrants=plan.has_migrants,
            is_near_crime=True,
        )
    except (NoRuleInForce, FigureUnknown):
        return ()


def _additional(book: PolicyBook, plan: DeferredPlan, standing: PlanStanding) -> Span | None:
    try:
        figure = book.figure("additional_compensation", standing.on, plan.district_code)
    except (NoRuleInForce, FigureUnknown):
        return None
    return additional_compensation(standing.overdue_fen, figure, is_paid_in_ordered_time=False)


def _rights(session: Session, plan_id: int) -> tuple[tuple[int, str], ...]:
    chosen = select(RightsCase.id, RightsCase.number).where(RightsCase.plan_id == plan_id)
    return tuple((key or 0, number) for key, number in session.exec(chosen.order_by(RightsCase.id)).all())


def cases_open(ws: Workspace, union_id: int) -> list[tuple[int, str]]:
    """Return the cases of an organisation that a plan or a rights case may be linked with: id and title."""
    with ws.reading() as session:
        require_reader(session, ws.actor.account_id, union_id)
        chosen = select(Case.id, Case.number, Case.employer).where(Case.union_id == union_id)
        rows = session.exec(chosen.order_by(Case.id.desc()).limit(500)).all()
    return [(key or 0, f"{number} {employer}") for key, number, employer in rows]


def plan_todos(ws: Workspace) -> list[Todo]:
    """Return what plans in default want of the account: to draft a letter, or to release one drafted by another."""
    rows = [row for row in plan_list(ws) if row.mark == PlanMark.DEFAULT]
    with ws.reading() as session:
        drafted_by = _drafts(session)
        held = {one: hands(session, ws.actor.account_id, one) for one in {row.union_id for row in rows}}
    found = []
    for row in rows:
        if row.id in drafted_by:
            if Hand.LEADER in held[row.union_id] and drafted_by[row.id] != ws.actor.account_id:
                found.append(_todo(row, N_("Release"), N_("Release a letter: {employer}"), "mdi-draw-pen"))
        elif Hand.OFFICER in held[row.union_id] and LetterKind.REFERRAL not in row.letters:
            found.append(_todo(row, N_("Default"), N_("Plan in default: {employer}"), "mdi-alert-outline"))
    return found


def _drafts(session: Session) -> dict[int, int | None]:
    """Return by plan who drafted the letter that waits."""
    columns: Any = (Letter.plan_id, Letter.drafted_by)
    chosen = select(*columns).where(Letter.sent_on.is_(None), Letter.withdrawn_on.is_(None))
    return dict(session.exec(chosen).all())


def _todo(row: PlanRow, kind: str, title: str, icon: str) -> Todo:
    return Todo(
        kind=kind,
        title=title,
        act=N_("Open the plan"),
        icon=icon,
        note=N_("overdue for {days} days"),
        href=f"negotiation?screen=plans&plan={row.id}",
        due_on=None,
        facts={"employer": row.employer, "days": row.most_overdue_days},
    )

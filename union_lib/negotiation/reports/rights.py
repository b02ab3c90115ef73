"""Rights cases: all of them by their next clock, one whole, and what waits for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, select

from ...common.errors import N_
from ...common.policies import FigureUnknown, NoRuleInForce, PolicyBook
from ...common.text import translate
from ...common.todos import Todo
from ...registry.figures import entered_values
from ...registry.tables import District, Union
from ...workspace import Workspace
from ..figures import book_of, case_book, minimum_wage
from ..plan_queries import claim_of, happened_in, rights_of, rights_steps
from ..plan_words import CLOCKS
from ..queries import hands, require_reader, unions_read_by
from ..rules.arrears import FinalAward, final_award
from ..rules.kinds import RightsKind
from ..rules.limitation import Limitation, limitation
from ..rules.periods import PeriodUnset
from ..rules.rights import MOVES, Act, Happened, Move, RightsStage, acts_open
from ..rules.rights_clocks import Reading, application_reading, next_due, readings
from ..rules.stages import Hand
from ..tables import Case, DeferredPlan, RightsCase, RightsStep

SOON_DAYS = 7


@dataclass(frozen=True)
class RightsRow:
    """One rights case in the list; who asks is not among it."""

    id: int
    number: str
    kind: RightsKind
    employer: str
    district: str
    district_code: str
    union_id: int
    case_id: int | None
    plan_id: int | None
    workers: int
    claim_fen: int
    is_green: bool
    stage: RightsStage
    opened_on: date
    next: Reading | None


def rights_list(ws: Workspace) -> list[RightsRow]:
    """Return the rights cases the account may read: open ones first, the green channel before others, by clock."""
    with ws.reading() as session:
        chosen = (
            select(RightsCase, District.name)
            .join(District, District.code == RightsCase.district_code)
            .where(RightsCase.union_id.in_(unions_read_by(session, ws.actor.account_id)))
        )
        found = session.exec(chosen).all()
        steps = _steps(session)
        book = book_of(entered_values(session))
    rows = [_row(case, district, steps.get(case.id or 0, []), book, ws.today) for case, district in found]
    return sorted(rows, key=_by_need)


def _steps(session: Session) -> Mapping[int, list[Happened]]:
    columns = (RightsStep.rights_id, RightsStep.step, RightsStep.happened_on, RightsStep.until_on)
    chosen = select(*columns).where(RightsStep.taken_back_at.is_(None)).order_by(RightsStep.id)
    found: Mapping[int, list[Happened]] = defaultdict(list)
    for rights_id, act, on, until in session.exec(chosen).all():
        found[rights_id].append(Happened(act, on, until))
    return found


def _row(
    case: RightsCase, district: str, happened: Sequence[Happened], book: PolicyBook, on: date
) -> RightsRow:
    return RightsRow(
        case.id or 0,
        case.number,
        case.kind,
        case.employer,
        district,
        case.district_code,
        case.union_id,
        case.case_id,
        case.plan_id,
        case.workers,
        case.claim_fen,
        case.is_green,
        case.stage,
        case.opened_on,
        next_due(clocks_of(case, happened, book, on)),
    )


def clocks_of(case: RightsCase, happened: Sequence[Happened], book: PolicyBook, on: date) -> list[Reading]:
    """Return the clocks of a rights case, that of its limitation first."""
    limit = limit_of(case, book, on)
    first = application_reading(limit, happened, on) if limit else None
    return [*([first] if first else []), *readings(case.kind, happened, book, on, case.district_code)]


def limit_of(case: RightsCase, book: PolicyBook, on: date) -> Limitation | None:
    """Return until when the claim may be brought; None when nobody entered it, or no figure is in force."""
    claim = claim_of(case)
    if claim is None:
        return None
    try:
        figures = [
            book.figure(policy, on, case.district_code)
            for policy in ("arbitration_limitation", "inspection_limitation_years")
        ]
        return limitation(claim, *figures)
    except (NoRuleInForce, FigureUnknown, PeriodUnset):
        return None


def _by_need(row: RightsRow) -> tuple[bool, bool, date, int]:
    day = row.next.last_day if row.next and row.next.last_day else date.max
    return row.stage == RightsStage.CLOSED, not row.is_green, day, row.id


@dataclass(frozen=True)
class ActRow:
    """An act in the history of a rights case."""

    id: int
    act: Act
    happened_on: date
    until_on: date | None
    note: str
    who: str
    recorded_at: datetime
    is_taken_back: bool


@dataclass(frozen=True)
class RightsSheet:
    """One rights case whole; the claimant only for those who work on it. `final` is of a claim for arbitration."""

    case: RightsCase
    union: str
    district: str
    claimant: str
    case_number: str
    plan_number: str
    hands: frozenset[Hand]
    clocks: tuple[Reading, ...]
    next: Reading | None
    limit: Limitation | None
    final: FinalAward | None
    history: tuple[ActRow, ...]
    acts: tuple[tuple[Act, Move], ...]


def rights_sheet(ws: Workspace, rights_id: int) -> RightsSheet:
    """Return one rights case; raises `NotFound`, `NotAllowed`."""
    with ws.reading() as session:
        case = rights_of(session, rights_id)
        require_reader(session, ws.actor.account_id, case.union_id)
        book = case_book(session, case.union_id)
        rows = rights_steps(session, rights_id)
        happened = happened_in(step for step, _ in rows)
        held = hands(session, ws.actor.account_id, case.union_id)
        clocks = clocks_of(case, happened, book, ws.today)
        acts = [(act, MOVES[case.kind][case.stage, act]) for act in acts_open(case.kind, case.stage)]
        return RightsSheet(
            case,
            session.get_one(Union, case.union_id).name,
            session.get_one(District, case.district_code).name,
            (case.claimant or "") if Hand.OFFICER in held or Hand.LEADER in held else "",
            _number(session, Case, case.case_id),
            _number(session, DeferredPlan, case.plan_id),
            held,
            tuple(clocks),
            next_due(clocks),
            limit_of(case, book, ws.today),
            _final(case, book, ws.today),
            tuple(_act(step, who) for step, who in rows),
            tuple(acts) if Hand.OFFICER in held else (),
        )


def _number(session: Session, table: type[Case] | type[DeferredPlan], key: int | None) -> str:
    found = session.get(table, key) if key else None
    return found.number if found else ""


def _final(case: RightsCase, book: PolicyBook, on: date) -> FinalAward | None:
    """Return whether one worker's claim ends with the award; None for others, or where a figure is not known."""
    if case.kind != RightsKind.ARBITRATION or case.workers != 1 or not case.claim_fen:
        return None
    try:
        wage = minimum_wage(book, on, case.district_code)
        return final_award(
            [case.claim_fen], wage.value, book.figure("final_award_multiple", on, case.district_code)
        )
    except (NoRuleInForce, FigureUnknown):
        return None


def _act(step: RightsStep, who: str | None) -> ActRow:
    return ActRow(
        step.id or 0,
        step.step,
        step.happened_on,
        step.until_on,
        step.note,
        who or "",
        step.recorded_at,
        step.taken_back_at is not None,
    )


def rights_todos(ws: Workspace) -> list[Todo]:
    """Return the clocks of rights cases that are near or over, for those who work on them."""
    rows = [
        row
        for row in rights_list(ws)
        if row.next and row.next.last_day and (row.next.last_day - ws.today).days <= SOON_DAYS
    ]
    with ws.reading() as session:
        held = {one: hands(session, ws.actor.account_id, one) for one in {row.union_id for row in rows}}
    return [_todo(row) for row in rows if Hand.OFFICER in held[row.union_id]]


def _todo(row: RightsRow) -> Todo:
    assert row.next is not None
    return Todo(
        kind=N_("Rights case"),
        title=N_("{what}: {employer}"),
        act=N_("Open the rights case"),
        icon="mdi-shield-account-outline",
        note=N_("green channel") if row.is_green else "",
        href=f"negotiation?screen=rights&rights={row.id}",
        due_on=row.next.last_day,
        facts={"what": translate(CLOCKS[row.next.kind]), "employer": row.employer},
    )

"""Cases on the board, one case whole, and what is due in all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, select

from ...common.policies import Figure, FigureUnknown, NoRuleInForce, PolicyBook
from ...registry.permissions import Permission
from ...registry.queries import unions_where
from ...registry.tables import District, Enterprise, Union
from ...workspace import Workspace
from ..figures import book_of, case_book, minimum_wage
from ..queries import (
    case_of,
    clauses_of,
    days_of_case,
    days_of_cases,
    delegates_of,
    hands,
    members,
    proposals_of,
    require_reader,
    rounds_of,
    steps_of,
    unions_read_by,
    votes_of,
)
from ..rules.clauses import ClauseText, Comparison, compare_clauses
from ..rules.delegates import Flaw, delegation_flaws, delegation_on, delegation_rule
from ..rules.floors import FLOORS, Finding, check_floors
from ..rules.kinds import Author, Scope, Subject, Track
from ..rules.procedure import CaseDays, DeadlineEngine, Due, next_due
from ..rules.stages import ENDED, MOVES, Hand, Stage, Step, steps_open
from ..rules.voting import VoteCount, count_vote, vote_rule
from ..tables import Case, CaseStep, CongressVote, Delegate, Proposal, Round, YearlyCheck


@dataclass(frozen=True)
class CaseRow:
    """One case on the board; `due` is what somebody must act on next."""

    id: int
    number: str
    employer: str
    district: str
    district_code: str
    industry: str
    union: str
    track: Track
    subject: Subject
    scope: Scope
    workers: int
    stage: Stage
    stage_since: date
    due: Due | None
    term_to: date | None


def board(ws: Workspace, *, with_ended: bool = False) -> list[CaseRow]:
    """Return the cases the account may read, the nearest date first; those without a date come last."""
    with ws.reading() as session:
        chosen = (
            select(Case, District.name, Union.name)
            .join(District, District.code == Case.district_code)
            .join(Union, Union.id == Case.union_id)
            .where(Case.union_id.in_(unions_read_by(session, ws.actor.account_id)))
        )
        if not with_ended:
            chosen = chosen.where(Case.stage.not_in([stage.value for stage in ENDED]))
        found = session.exec(chosen).all()
        days = days_of_cases(session, [case for case, _, _ in found])
        engine = DeadlineEngine(_common_book(session))
    rows = [_row(case, district, union, days[case.id or 0], engine) for case, district, union in found]
    return sorted(rows, key=_by_date)


def _common_book(session: Session) -> PolicyBook:
    """Return the house's figures with all that were entered anywhere; the area decides which one counts."""
    from ...registry.figures import entered_values

    return book_of(entered_values(session))


def _row(case: Case, district: str, union: str, days: CaseDays, engine: DeadlineEngine) -> CaseRow:
    return CaseRow(
        case.id or 0,
        case.number,
        case.employer,
        district,
        case.district_code,
        case.industry,
        union,
        case.track,
        case.subject,
        case.scope,
        case.workers,
        case.stage,
        max(days.happened.values(), default=case.opened_on),
        next_due(engine.timeline(days), case.stage),
        case.term_to,
    )


def _by_date(row: CaseRow) -> tuple[date, int]:
    return (row.due.last_day if row.due else date.max), row.id


def overdue(ws: Workspace) -> list[CaseRow]:
    """Return the cases whose next date has passed, the longest over first."""
    return [row for row in board(ws) if row.due and row.due.last_day < ws.today]


@dataclass(frozen=True)
class StepRow:
    """A step in the history of a case."""

    id: int
    step: Step
    happened_on: date
    recorded_at: datetime
    who: str
    note: str
    is_taken_back: bool


@dataclass(frozen=True)
class TextVersion:
    """A version of a text: whose, when, by whom, in which round."""

    id: int
    author: Author
    version: int
    round_number: int
    tabled_on: date
    text_hash: str
    clauses: tuple[ClauseText, ...]


@dataclass(frozen=True)
class CaseSheet:
    """One case whole, as its file shows it."""

    case: Case
    union: str
    district: str
    hands: frozenset[Hand]
    days: CaseDays
    dues: tuple[Due, ...]
    next: Due | None
    effect_on: date | None
    history: tuple[StepRow, ...]
    delegates: tuple[Delegate, ...]
    flaws: tuple[Flaw, ...]
    rounds: tuple[Round, ...]
    texts: tuple[TextVersion, ...]
    comparison: tuple[Comparison, ...]
    findings: tuple[Finding, ...]
    votes: tuple[CongressVote, ...]
    checks: tuple[YearlyCheck, ...]
    steps: tuple[Step, ...]
    renews: str = ""
    figures: Mapping[str, Figure | None] = field(default_factory=dict)

    def newest(self, author: Author) -> TextVersion | None:
        """Return the newest version of an author's text."""
        return max((t for t in self.texts if t.author == author), key=lambda t: t.version, default=None)


def case_sheet(ws: Workspace, case_id: int) -> CaseSheet:
    """Return one case; raises `NotFound`, `NotAllowed`."""
    with ws.reading() as session:
        case = case_of(session, case_id)
        require_reader(session, ws.actor.account_id, case.union_id)
        book = case_book(session, case.union_id)
        engine = DeadlineEngine(book)
        recorded = steps_of(session, case_id)
        days = days_of_case(case, [step for step, _ in recorded if step.taken_back_at is None])
        dues = tuple(engine.timeline(days))
        held = hands(session, ws.actor.account_id, case.union_id)
        delegates = delegates_of(session, case_id)
        texts = tuple(_version(session, found) for found in proposals_of(session, case_id))
        by_author = {text.author: list(text.clauses) for text in texts}
        figures = floor_figures(book, ws.today, case.district_code)
        on = days.meeting_on or ws.today
        return CaseSheet(
            case,
            _name(session, Union, case.union_id),
            _name(session, District, case.district_code),
            held,
            days,
            dues,
            next_due(dues, case.stage),
            engine.effective_from(days),
            tuple(_step(step, who) for step, who in recorded),
            tuple(delegates),
            tuple(_flaws(book, delegates, on, case.district_code)),
            tuple(rounds_of(session, case_id)),
            texts,
            tuple(compare_clauses(*(by_author.get(author, []) for author in Author))),
            tuple(check_floors(by_author.get(Author.JOINT, by_author.get(Author.UNION, [])), figures)),
            tuple(votes_of(session, case_id)),
            tuple(
                session.exec(
                    select(YearlyCheck).where(YearlyCheck.case_id == case_id).order_by(YearlyCheck.id)
                ).all()
            ),
            tuple(step for step in steps_open(case.stage) if MOVES[case.stage, step].by in held),
            _number(session, case.renews_id),
            figures,
        )


def _version(session: Session, text: Proposal) -> TextVersion:
    return TextVersion(
        text.id or 0,
        text.author,
        text.version,
        text.round_number,
        text.tabled_on,
        text.text_hash,
        tuple(clauses_of(session, text.id or 0)),
    )


def _step(step: CaseStep, who: str | None) -> StepRow:
    return StepRow(
        step.id or 0,
        step.step,
        step.happened_on,
        step.recorded_at,
        who or "",
        step.note,
        step.taken_back_at is not None,
    )


def _name(session: Session, table: type[Union] | type[District], key: int | str) -> str:
    return session.get_one(table, key).name


def _number(session: Session, case_id: int | None) -> str:
    found = session.get(Case, case_id) if case_id else None
    return found.number if found else ""


def _flaws(book: PolicyBook, delegates: Sequence[Delegate], on: date, area: str) -> list[Flaw]:
    try:
        rule = delegation_rule(book.figure("nego_delegation", on, area))
    except (NoRuleInForce, FigureUnknown):
        return []
    return delegation_flaws(delegation_on(members(delegates), on), rule)


def floor_figures(book: PolicyBook, on: date, area: str) -> dict[str, Figure | None]:
    """Return the figures that clauses are held against, None where a figure is not known here.

    The minimum wage is in fen, as its promise is.
    """
    found: dict[str, Figure | None] = {}
    for policy in {floor.policy for floor in FLOORS.values()}:
        try:
            if policy == "minimum_wage":
                found[policy] = minimum_wage(book, on, area)
            else:
                found[policy] = book.figure(policy, on, area)
        except (NoRuleInForce, FigureUnknown):
            found[policy] = None
    return found


def vote_needs(ws: Workspace, case_id: int, total: int) -> VoteCount:
    """Return how many of `total` must attend and be in favour, by the rule in force today where the case is."""
    with ws.reading() as session:
        case = case_of(session, case_id)
        require_reader(session, ws.actor.account_id, case.union_id)
        book = case_book(session, case.union_id)
        rule = vote_rule(book.figure("nego_draft_approval", ws.today, case.district_code))
    return count_vote(total, 0, 0, rule)


def officer_unions(ws: Workspace) -> list[tuple[int, str]]:
    """Return the organisations in which the account may open cases."""
    return unions_where(ws, Permission.MANAGE_NEGOTIATION)


def districts(ws: Workspace) -> list[tuple[str, str]]:
    """Return every district on file: code and name."""
    with ws.reading() as session:
        return [(d.code, d.name) for d in session.exec(select(District).order_by(District.code))]


@dataclass(frozen=True)
class Firm:
    """An enterprise on file, to choose from."""

    id: int
    name: str
    district_code: str
    industry: str


def firms_like(ws: Workspace, text: str, limit: int = 20) -> list[Firm]:
    """Return enterprises whose name holds the text, of the unions the account looks after."""
    with ws.reading() as session:
        unions = unions_read_by(session, ws.actor.account_id)
        chosen = select(Enterprise).where(
            Enterprise.union_id.in_(unions), Enterprise.name.contains(text.strip(), autoescape=True)
        )
        rows = session.exec(chosen.order_by(Enterprise.name).limit(limit)).all()
        return [Firm(e.id or 0, e.name, e.district_code, e.industry) for e in rows]

"""What is fetched of negotiation, in the words of the rules; services and reports both ask here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, select

from ..common.errors import NotAllowed, NotFound
from ..registry.permissions import Permission, may, require, scopes
from ..registry.tables import Account, Union
from .rules.clauses import ClauseText
from .rules.delegates import Member
from .rules.kinds import Author
from .rules.procedure import CaseDays
from .rules.stages import Hand, Step
from .rules.voting import text_hash
from .tables import (
    Case,
    CaseStep,
    Clause,
    CongressVote,
    Delegate,
    Proposal,
    Round,
)

HAND_PERMISSIONS: dict[Hand, Permission] = {
    Hand.OFFICER: Permission.MANAGE_NEGOTIATION,
    Hand.LEADER: Permission.APPROVE_NEGOTIATION,
}


def case_of(session: Session, case_id: int, *, lock: bool = False) -> Case:
    """Return the case, or `NotFound`; `lock` keeps other writers waiting until we commit."""
    chosen = select(Case).where(Case.id == case_id)
    found = session.exec(chosen.with_for_update() if lock else chosen).first()
    if found is None:
        raise NotFound
    return found


def hands(session: Session, account_id: int | None, union_id: int) -> frozenset[Hand]:
    """Return the hands the account has in an organisation."""
    if account_id is None:
        return frozenset()
    return frozenset(
        hand for hand, needed in HAND_PERMISSIONS.items() if may(session, account_id, needed, union_id)
    )


def require_hand(session: Session, account_id: int | None, union_id: int, hand: Hand) -> None:
    """Refuse with `NotAllowed` unless the account may take that step in the organisation."""
    if account_id is None:
        raise NotAllowed
    require(session, account_id, HAND_PERMISSIONS[hand], union_id)


def require_reader(session: Session, account_id: int | None, union_id: int) -> None:
    """Refuse with `NotAllowed` unless the account may read here; the installation itself may."""
    if account_id is not None:
        require(session, account_id, Permission.READ_NEGOTIATION, union_id)


def unions_read_by(session: Session, account_id: int | None) -> list[int]:
    """Return the organisations whose negotiations the account may read."""
    found = session.exec(select(Union.id, Union.path)).all()
    if account_id is None:
        return [union_id or 0 for union_id, _ in found]
    wanted = tuple(scopes(session, account_id, Permission.READ_NEGOTIATION))
    return [union_id or 0 for union_id, path in found if path.startswith(wanted)] if wanted else []


def steps_of(session: Session, case_id: int) -> Sequence[tuple[CaseStep, str | None]]:
    """Return a case's steps with who recorded them, oldest first, those taken back included."""
    return session.exec(
        select(CaseStep, Account.name)
        .join(Account, Account.id == CaseStep.account_id, isouter=True)
        .where(CaseStep.case_id == case_id)
        .order_by(CaseStep.id)
    ).all()


def standing_steps(session: Session, case_id: int) -> Sequence[CaseStep]:
    """Return the steps that were not taken back, oldest first."""
    return session.exec(
        select(CaseStep)
        .where(CaseStep.case_id == case_id, CaseStep.taken_back_at.is_(None))
        .order_by(CaseStep.id)
    ).all()


def happened(steps: Iterable[Any]) -> dict[Step, date]:
    """Return when each step happened last; what an objection or a reopening undid is forgotten.

    After a case went back to its rounds, what came after the draft has not happened for the new text.
    """
    found: dict[Step, date] = {}
    for step in steps:
        if step.step in BACK_TO_ROUNDS:
            for undone in AFTER_ROUNDS:
                found.pop(undone, None)
        found[step.step] = step.happened_on
    return found


BACK_TO_ROUNDS = frozenset({Step.REOPEN, Step.VOTE_FAILED, Step.OBJECT})
AFTER_ROUNDS = frozenset(
    {
        Step.AGREE_DRAFT,
        Step.VOTE_PASSED,
        Step.SIGN,
        Step.FILE,
        Step.RECEIVE,
        Step.TAKE_EFFECT,
        Step.PUBLISH,
    }
)


def days_of_case(case: Case, steps: Iterable[Any]) -> CaseDays:
    """Return what the deadline engine must know of a case."""
    return CaseDays(
        case.track, case.district_code, happened(steps), case.meeting_on, case.vote_on, case.term_to
    )


def days_of_cases(session: Session, cases: Sequence[Case]) -> dict[int, CaseDays]:
    """Return the same of many cases, in one query."""
    ids = {case.id or 0 for case in cases}
    chosen: Any = select
    rows = session.exec(
        chosen(CaseStep.case_id, CaseStep.step, CaseStep.happened_on)
        .where(CaseStep.taken_back_at.is_(None))
        .order_by(CaseStep.id)
    ).all()
    by_case: Mapping[int, list[Any]] = defaultdict(list)
    for row in rows:
        if row.case_id in ids:
            by_case[row.case_id].append(row)
    return {case.id or 0: days_of_case(case, by_case[case.id or 0]) for case in cases}


def delegates_of(session: Session, case_id: int) -> Sequence[Delegate]:
    """Return the delegates, the union's first, chiefs before the others."""
    return session.exec(
        select(Delegate)
        .where(Delegate.case_id == case_id)
        .order_by(Delegate.side.desc(), Delegate.is_chief.desc(), Delegate.id)
    ).all()


def members(delegates: Iterable[Delegate]) -> list[Member]:
    """Return delegates as the rules know them."""
    return [Member(d.side, d.name, d.is_chief, d.is_external, d.valid_from, d.valid_to) for d in delegates]


def rounds_of(session: Session, case_id: int) -> Sequence[Round]:
    """Return the rounds by number."""
    return session.exec(select(Round).where(Round.case_id == case_id).order_by(Round.number)).all()


def proposals_of(session: Session, case_id: int) -> Sequence[Proposal]:
    """Return every version of every text, oldest first."""
    return session.exec(select(Proposal).where(Proposal.case_id == case_id).order_by(Proposal.id)).all()


def newest_text(session: Session, case_id: int, author: Author) -> Proposal | None:
    """Return the newest version of one side's text, or of the common one."""
    return session.exec(
        select(Proposal)
        .where(Proposal.case_id == case_id, Proposal.author == author)
        .order_by(Proposal.version.desc())
        .limit(1)
    ).first()


def clauses_of(session: Session, proposal_id: int) -> list[ClauseText]:
    """Return the clauses of a text in their order."""
    rows = session.exec(
        select(Clause).where(Clause.proposal_id == proposal_id).order_by(Clause.position)
    ).all()
    return [ClauseText(c.key, c.topic, c.title, c.text, c.figures, c.is_settled) for c in rows]


def hash_of(clauses: Iterable[ClauseText]) -> str:
    """Return the hash a vote on these clauses is bound to."""
    return text_hash(
        (position, clause.topic.value, clause.title, clause.text)
        for position, clause in enumerate(clauses, 1)
    )


def votes_of(session: Session, case_id: int) -> Sequence[CongressVote]:
    """Return the votes, oldest first."""
    return session.exec(
        select(CongressVote).where(CongressVote.case_id == case_id).order_by(CongressVote.id)
    ).all()


def next_number(session: Session, table: Any, prefix: str) -> str:
    """Return the number after the highest with a prefix such as 株协〔2020〕, so that none is given twice.

    The top federation's row is locked meanwhile.
    """
    session.exec(select(Union).where(Union.parent_id.is_(None)).with_for_update()).first()
    newest = session.exec(
        select(table.number)
        .where(table.number.startswith(prefix, autoescape=True))
        .order_by(func.length(table.number).desc(), table.number.desc())
        .limit(1)
    ).first()
    return f"{prefix}{int(newest.removeprefix(prefix)) + 1 if newest else 1}"

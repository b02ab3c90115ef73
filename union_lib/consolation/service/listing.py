"""A programme's list: taken from the files, assessed by the rules of its day, corrected by hand with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, select

from ...common.collecting import collecting_later
from ...common.errors import N_, NotFound
from ...registry.service import ReasonMissing
from ...store.audit import note
from ...workspace import Workspace
from ..assessed import BY_HAND, Files, rules_on, verdict_of
from ..queries import (
    candidates_of,
    hard_hit_on,
    households_by_id,
    merged_ids,
    received_in_year,
    unions_under,
)
from ..rules.kinds import Kind
from ..rules.stages import Hand, Stage
from ..rules.terms import terms_of_record
from ..tables import Candidate, Programme, Recipient
from .acting import acting

SLICE = 5_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Choice:
    """Whom a list takes from the files; what is empty chooses everybody."""

    kinds: tuple[Kind, ...] = ()
    districts: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    only_hard_hit: bool = False


@dataclass(frozen=True)
class Listed:
    """What a list came to: how many are on it, and how many the rules let receive."""

    candidates: int
    eligible: int


@collecting_later()
def take_list(
    ws: Workspace, programme_id: int, choice: Choice, progress: Progress = lambda done, total: None
) -> Listed:
    """Make the list anew from the files at the programme's union and below, and assess it.

    Those who left, were merged or live in a household that is on the list already (its head is) stay out.
    Order: district, unit, name, file.
    """
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        session.execute(delete(Candidate).where(Candidate.programme_id == programme_id))
        chosen = _chosen(session, programme, choice)
        ids = [row.id or 0 for row in chosen]
        listed = _assess(session, programme, chosen, {}, progress)
        programme.version += 1
        note(
            session,
            N_("Made the list of “{title}”: {n} people, {eligible} may receive"),
            union_id=programme.union_id,
            title=programme.title,
            n=len(ids),
            eligible=listed.eligible,
        )
        return listed


def _chosen(session: Session, programme: Programme, choice: Choice) -> list[Any]:
    wanted = select(
        Recipient.id,
        Recipient.kind,
        Recipient.household_id,
        Recipient.head_of,
        Recipient.industry,
        Recipient.uscc,
        Recipient.district,
        Recipient.claim_fen,
    ).where(
        Recipient.union_id.in_(unions_under(session, programme.union_id)),
        Recipient.left_on.is_(None),
        Recipient.merged_into.is_(None),
    )
    if choice.kinds:
        wanted = wanted.where(Recipient.kind.in_([kind.value for kind in choice.kinds]))
    if choice.districts:
        wanted = wanted.where(Recipient.district.in_(choice.districts))
    if choice.industries:
        wanted = wanted.where(Recipient.industry.in_(choice.industries))
    order = (Recipient.district, Recipient.unit, Recipient.name, Recipient.id)
    rows = list(session.exec(wanted.order_by(*order)).all())
    if choice.only_hard_hit:
        industries, units = hard_hit_on(session, programme.union_id, programme.decided_on)
        rows = [row for row in rows if row.industry in industries or row.uscc in units]
    return [row for row in rows if row.kind != Kind.HARDSHIP or not row.household_id or row.head_of]


@collecting_later()
def assess_list(ws: Workspace, programme_id: int, progress: Progress = lambda done, total: None) -> Listed:
    """Assess everybody on the list again; who was left out by hand stays out."""
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        listed = _assess_again(session, programme, progress)
        note(
            session,
            N_("Assessed the list of “{title}” again: {eligible} may receive"),
            union_id=programme.union_id,
            title=programme.title,
            eligible=listed.eligible,
        )
        return listed


def _assess_again(session: Session, programme: Programme, progress: Progress) -> Listed:
    before = candidates_of(session, programme.id or 0)
    by_hand = {c.recipient_id: c.facts["reason"] for c in before if c.cause == BY_HAND}
    order = {c.recipient_id: c.position for c in before}
    session.execute(delete(Candidate).where(Candidate.programme_id == programme.id))
    still = (row for row in _chosen(session, programme, Choice()) if row.id in order)
    programme.version += 1
    return _assess(session, programme, sorted(still, key=lambda row: order[row.id]), by_hand, progress)


def _assess(
    session: Session,
    programme: Programme,
    chosen: Sequence[Any],
    by_hand: Mapping[int, str],
    progress: Progress,
) -> Listed:
    files = Files(
        rules=rules_on(session, programme),
        terms=terms_of_record(programme.terms),
        budget_fen=programme.budget_fen,
        households=households_by_id(session, (row.household_id for row in chosen if row.household_id)),
        had=_had(session, programme),
        hard_hit=hard_hit_on(session, programme.union_id, programme.decided_on),
    )
    values, eligible, judge = [], 0, files.judge()
    for position, row in enumerate(chosen, 1):
        value = verdict_of(row, files, judge)
        if row.id in by_hand:
            value |= {"tier": "", "cause": BY_HAND}
            value["facts"] = {**value["facts"], "reason": by_hand[row.id]}
        eligible += bool(value["tier"])
        values.append({"programme_id": programme.id, "position": position, **value})
        if len(values) == SLICE:
            session.execute(Candidate.__table__.insert(), values)
            values = []
            progress(position, len(chosen))
    if values:
        session.execute(Candidate.__table__.insert(), values)
    progress(len(chosen), len(chosen))
    return Listed(len(chosen), eligible)


def _had(session: Session, programme: Programme) -> dict[int, int]:
    """Return what everybody received this year, what was merged into somebody counted there."""
    had = received_in_year(session, programme.decided_on.year, but=programme.id or 0)
    for one, other in merged_ids(session).items():
        had[other] = had.get(other, 0) + had.pop(one, 0)
    return had


def leave_out(ws: Workspace, programme_id: int, candidate_id: int, reason: str) -> None:
    """Leave somebody out of the list by hand, with the reason; it is shown wherever the list is."""
    if not reason.strip():
        raise ReasonMissing
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        candidate = _candidate(session, programme_id, candidate_id)
        candidate.tier, candidate.cause = "", BY_HAND
        candidate.facts = {**candidate.facts, "reason": reason.strip()[:200]}
        programme.version += 1
        note(
            session,
            N_("Left recipient {number} out of “{title}”"),
            union_id=programme.union_id,
            reason=reason.strip(),
            number=candidate.recipient_id,
            title=programme.title,
        )


def take_in_again(ws: Workspace, programme_id: int, candidate_id: int) -> None:
    """Let somebody who was left out by hand be assessed again."""
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        candidate = _candidate(session, programme_id, candidate_id)
        if candidate.cause != BY_HAND:
            raise NotFound
        candidate.cause = ""
        session.flush()
        _assess_again(session, programme, lambda done, total: None)
        note(
            session,
            N_("Took recipient {number} back into “{title}”"),
            union_id=programme.union_id,
            number=candidate.recipient_id,
            title=programme.title,
        )


def _candidate(session: Session, programme_id: int, candidate_id: int) -> Candidate:
    candidate = session.get(Candidate, candidate_id)
    if candidate is None or candidate.programme_id != programme_id:
        raise NotFound
    return candidate

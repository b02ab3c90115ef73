"""Delegates, rounds and the congress vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import BaseModel, Field
from sqlmodel import Session

from ...common.errors import N_, NotFound, StaleVersion
from ...common.text import translate
from ...store.audit import note
from ...workspace import Workspace
from ..figures import case_book
from ..queries import delegates_of, members, newest_text, rounds_of
from ..refusals import NobodyPresent, NotADelegate, NoText, TermReversed
from ..rules.delegates import (
    DelegationRule,
    DelegationUnfit,
    Member,
    NoChief,
    delegation_flaws,
    delegation_on,
    delegation_rule,
    has_chiefs,
)
from ..rules.kinds import Author, Side
from ..rules.stages import Step, check_step
from ..rules.voting import OtherText, check_vote, count_vote, vote_rule
from ..tables import Case, CongressVote, Delegate, Round
from ..words import FLAWS
from .acting import acting, move


class DelegateForm(BaseModel):
    """What is typed to record a delegate."""

    side: Side = Side.UNION
    name: str = Field(min_length=1, max_length=40)
    post: str = Field(default="", max_length=60)
    is_chief: bool = False
    is_external: bool = False
    valid_from: date
    valid_to: date | None = None


class RoundForm(BaseModel):
    """What is typed to record a round."""

    held_on: date
    place: str = Field(default="", max_length=80)
    minutes: str = Field(default="", max_length=20_000)
    next_on: date | None = None


class VoteForm(BaseModel):
    """What is typed to record a congress vote."""

    held_on: date
    total: int = Field(ge=1, le=10_000_000)
    attending: int = Field(ge=0, le=10_000_000)
    in_favour: int = Field(ge=0, le=10_000_000)
    is_whole_staff: bool = False


def save_delegate(
    ws: Workspace, case_id: int, form: DelegateForm, *, delegate_id: int | None = None, seen_version: int = 0
) -> int:
    """Record a delegate, or change one; return the id. Raises `TermReversed`, `StaleVersion`."""
    if form.valid_to is not None and form.valid_to < form.valid_from:
        raise TermReversed
    with acting(ws, case_id) as (session, case):
        kept = (
            session.get(Delegate, delegate_id)
            if delegate_id
            else Delegate(case_id=case_id, **form.model_dump())
        )
        if kept is None or kept.case_id != case_id:
            raise NotFound
        if delegate_id:
            if kept.version != seen_version:
                raise StaleVersion(kept.name, str(kept.version), str(seen_version))
            for name, value in form.model_dump().items():
                setattr(kept, name, value)
            kept.version += 1
        session.add(kept)
        session.flush()
        note(session, N_("{number}: recorded a delegate"), union_id=case.union_id, number=case.number)
        return kept.id or 0


def delegation_rule_of(session: Session, case: Case, on: date) -> DelegationRule:
    """Return what a delegation must be on a day, where the case is."""
    book = case_book(session, case.union_id)
    return delegation_rule(book.figure("nego_delegation", on, case.district_code))


def hold_round(
    ws: Workspace, case_id: int, form: RoundForm, present: Mapping[str, Sequence[str]], *, seen_version: int
) -> int:
    """Record a round with who was there; return its number.

    `present` names the delegates by side. Raises `DelegationUnfit`, `NoChief`, `NotADelegate`,
    `NobodyPresent`, and what a step refuses.
    """
    with acting(ws, case_id, seen_version=seen_version) as (session, case):
        check_step(case.stage, Step.MEET)
        who = members(delegates_of(session, case_id))
        _check_delegation(who, form.held_on, delegation_rule_of(session, case, form.held_on))
        _check_present(who, form.held_on, present)
        rounds = rounds_of(session, case_id)
        number = (rounds[-1].number if rounds else 0) + 1
        move(session, ws, case, Step.MEET, form.held_on)
        session.add(
            Round(
                case_id=case_id,
                number=number,
                held_on=form.held_on,
                place=form.place,
                minutes=form.minutes,
                present={side: list(names) for side, names in present.items()},
                made_by=ws.actor.account_id,
            )
        )
        case.meeting_on = form.next_on
        return number


def _check_delegation(who: Sequence[Member], on: date, rule: DelegationRule) -> None:
    flaws = delegation_flaws(delegation_on(who, on), rule)
    if flaws:
        raise DelegationUnfit("; ".join(translate(FLAWS[flaw]) for flaw in flaws))
    if not has_chiefs(who, on):
        raise NoChief


def _check_present(who: Sequence[Member], on: date, present: Mapping[str, Sequence[str]]) -> None:
    for side in Side:
        names = present.get(side.value, ())
        if not names:
            raise NobodyPresent
        known = {member.name for member in who if member.side == side and member.holds_on(on)}
        for name in names:
            if name not in known:
                raise NotADelegate(name, on)


def correct_minutes(ws: Workspace, case_id: int, number: int, minutes: str, *, seen_version: int) -> int:
    """Correct the minutes of a round; return the round's new version."""
    with acting(ws, case_id) as (session, case):
        held = next((found for found in rounds_of(session, case_id) if found.number == number), None)
        if held is None:
            raise NotFound
        if held.version != seen_version:
            raise StaleVersion(f"{case.number} #{number}", str(held.version), str(seen_version))
        held.minutes, held.version = minutes.strip()[:20_000], held.version + 1
        note(
            session,
            N_("{number}: corrected the minutes of round {n}"),
            union_id=case.union_id,
            number=case.number,
            n=number,
        )
        return held.version


def record_vote(ws: Workspace, case_id: int, form: VoteForm, seen_hash: str, *, seen_version: int) -> bool:
    """Record the congress's vote on the text with that hash; return whether it passed.

    Raises `VoteImpossible`, `NoText`, and `OtherText` when the text was changed since it was read out.
    """
    check_vote(form.total, form.attending, form.in_favour)
    with acting(ws, case_id, seen_version=seen_version) as (session, case):
        check_step(case.stage, Step.VOTE_PASSED)
        text = newest_text(session, case_id, Author.JOINT)
        if text is None:
            raise NoText
        if text.text_hash != seen_hash:
            raise OtherText
        book = case_book(session, case.union_id)
        rule = vote_rule(book.figure("nego_draft_approval", form.held_on, case.district_code))
        counted = count_vote(form.total, form.attending, form.in_favour, rule)
        session.add(
            CongressVote(
                case_id=case_id,
                proposal_id=text.id or 0,
                text_hash=text.text_hash,
                has_passed=counted.passed,
                account_id=ws.actor.account_id,
                recorded_at=ws.now,
                **form.model_dump(),
            )
        )
        step = Step.VOTE_PASSED if counted.passed else Step.VOTE_FAILED
        move(session, ws, case, step, form.held_on)
        return counted.passed

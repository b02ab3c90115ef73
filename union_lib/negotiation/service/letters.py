"""Letters about a plan in default: one person drafts, another releases, and what was sent is never changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlmodel import Session

from ...common.errors import N_
from ...registry.service import ReasonMissing
from ...store.audit import note, word
from ...workspace import Workspace
from ..letter_facts import body_hash, is_unchanged, letter_body, standing_of
from ..plan_queries import check_version, letter_of, letters_of, plan_of
from ..plan_refusals import LetterDiffers, LetterOutdated
from ..plan_words import LETTERS
from ..queries import next_number, require_hand
from ..rules.kinds import LetterKind
from ..rules.letters import (
    LetterNotDraft,
    LetterOpen,
    LetterState,
    OwnLetter,
    Release,
    check_draft,
    check_release,
    letter_state,
)
from ..rules.stages import Hand, check_day
from ..tables import DeferredPlan, Letter
from .plans import check_running, on_plan

PREFIXES = {LetterKind.DEMAND: "株工监", LetterKind.REFERRAL: "株工提"}


def draft_letter(
    ws: Workspace, plan_id: int, kind: LetterKind, answer_by: date | None = None, *, seen_version: int
) -> int:
    """Draft a letter about a plan in default, by the law of today; return its id.

    `answer_by` is the day a demand asks to be answered by. Raises `PlanNotRunning`, `NotInDefault`,
    `AnswerDayPassed`, `LetterOpen`, and where the union has no power to write `NoRuleInForce`, `FigureUnknown`.
    """
    with on_plan(ws, plan_id, seen_version) as (session, plan):
        check_running(plan)
        check_draft(kind, standing_of(session, plan, ws.today).state, answer_by, ws.today)
        _check_none_open(session, plan_id, kind)
        answer_by = answer_by if kind == LetterKind.DEMAND else None
        body = letter_body(session, plan, kind, ws.today, answer_by)
        letter = Letter(
            union_id=plan.union_id,
            plan_id=plan_id,
            kind=kind,
            number=next_number(session, Letter, f"{PREFIXES[kind]}〔{ws.today.year}〕"),
            drafted_on=ws.today,
            addressee=plan.employer if kind == LetterKind.DEMAND else "",
            body=body,
            data_hash=body_hash(body),
            drafted_by=ws.actor.account_id,
            answer_by=answer_by,
        )
        session.add(letter)
        session.flush()
        _noted(session, N_("Drafted: {letter} {number} about plan {plan}"), letter, plan)
        return letter.id or 0


def _check_none_open(session: Session, plan_id: int, kind: LetterKind) -> None:
    for one in letters_of(session, plan_id):
        if one.kind == kind and letter_state(one.sent_on, one.withdrawn_on) == LetterState.DRAFT:
            raise LetterOpen(one.number)


def _noted(session: Session, text: str, letter: Letter, plan: DeferredPlan, reason: str = "") -> None:
    note(
        session,
        text,
        union_id=plan.union_id,
        reason=reason,
        letter=word(LETTERS[letter.kind]),
        number=letter.number,
        plan=plan.number,
    )


@contextmanager
def _on_draft(
    ws: Workspace, letter_id: int, seen_version: int, hand: Hand
) -> Iterator[tuple[Session, Letter, DeferredPlan]]:
    """Open a transaction of somebody with that hand on a letter that is a draft.

    Raises `NotFound`, `NotAllowed`, `StaleVersion`, `LetterNotDraft`.
    """
    with ws.transaction() as session:
        letter = letter_of(session, letter_id, lock=True)
        require_hand(session, ws.actor.account_id, letter.union_id, hand)
        check_version(letter, seen_version)
        if letter_state(letter.sent_on, letter.withdrawn_on) != LetterState.DRAFT:
            raise LetterNotDraft(letter.number)
        yield session, letter, plan_of(session, letter.plan_id, lock=True)


def release_letter(ws: Workspace, letter_id: int, release: Release, *, seen_version: int) -> int:
    """Record that a leader sent a letter: to whom, on which day; return its new version.

    Raises `OwnLetter` to whoever drafted it, `LetterDiffers` and `LetterOutdated` when it no longer says what is so,
    `LetterNotDraft`, `DayAhead`, and what `check_release` does.
    """
    with _on_draft(ws, letter_id, seen_version, Hand.LEADER) as (session, letter, plan):
        if letter.drafted_by == ws.actor.account_id:
            raise OwnLetter(ws.actor.name)
        if not is_unchanged(letter):
            raise LetterDiffers(letter.number)
        check_running(plan)
        if standing_of(session, plan, ws.today).paid_fen != letter.body["paid_fen"]:
            raise LetterOutdated(letter.number)
        check_day(release.sent_on, (), ws.today)
        check_release(letter.kind, letter.drafted_on, release, _answers_by(session, plan))
        letter.addressee = release.addressee.strip()[:80]
        letter.sent_on, letter.sent_by = release.sent_on, ws.actor.account_id
        letter.reason = release.reason.strip()[:400]
        letter.version += 1
        _noted(session, N_("Sent: {letter} {number} about plan {plan}"), letter, plan, letter.reason)
        return letter.version


def _answers_by(session: Session, plan: DeferredPlan) -> list[date]:
    """Return the days by which the demand letters that were sent wanted an answer."""
    return [
        one.answer_by
        for one in letters_of(session, plan.id or 0)
        if one.kind == LetterKind.DEMAND and one.sent_on is not None and one.answer_by is not None
    ]


def withdraw_letter(ws: Workspace, letter_id: int, reason: str, *, seen_version: int) -> int:
    """Withdraw a draft, with the reason; return its new version. Raises `ReasonMissing`, `LetterNotDraft`."""
    if not reason.strip():
        raise ReasonMissing
    with _on_draft(ws, letter_id, seen_version, Hand.OFFICER) as (session, letter, plan):
        letter.withdrawn_on, letter.reason = ws.today, reason.strip()[:400]
        letter.version += 1
        _noted(session, N_("Withdrawn: {letter} {number} about plan {plan}"), letter, plan, letter.reason)
        return letter.version

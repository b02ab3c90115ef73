"""Steps of a case that need nothing but a day, and sometimes a reason."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

from sqlmodel import Session

from ...common.calendar import add_calendar_days
from ...common.errors import N_, NotFound
from ...registry.service import ReasonMissing
from ...store.audit import note, word
from ...workspace import Workspace
from ..figures import case_book
from ..queries import clauses_of, days_of_case, newest_text, require_hand, standing_steps, votes_of
from ..refusals import (
    EffectOnOtherDay,
    NoText,
    NotTheLastStep,
    ObjectionTooLate,
    ReviewRunning,
    TermMissing,
    TermRunning,
    VoteOnOtherText,
    WindowClosed,
)
from ..rules.clauses import ClausesOpen
from ..rules.kinds import Author
from ..rules.procedure import DeadlineEngine, Due, DueKind
from ..rules.stages import MOVES, Step, StepNotOpen
from ..tables import Case, YearlyCheck
from ..words import STEPS
from .acting import acting, move

WITH_THEIR_OWN_FORM = frozenset({Step.MEET, Step.VOTE_PASSED, Step.VOTE_FAILED, Step.CHECK})
"""Steps that are recorded together with more than a day."""


def take_step(
    ws: Workspace, case_id: int, step: Step, on: date, reason: str = "", *, seen_version: int
) -> int:
    """Record a step on the day it happened; return the case's new version.

    Raises `StepNotOpen`, `NotAllowed`, `ReasonMissing`, `DayAhead`, `DayBefore`, `StaleVersion`, and what
    the step itself wants: `NoText`, `ClausesOpen`, `VoteOnOtherText`, `ReviewRunning`, `EffectOnOtherDay`,
    `ObjectionTooLate`, `WindowClosed`, `TermMissing`, `TermRunning`.
    """
    with acting_for(ws, case_id, step, seen_version) as (session, case):
        if step in WITH_THEIR_OWN_FORM:
            raise StepNotOpen(case.stage, step)
        check_before(session, case, step, on)
        move(session, ws, case, step, on, reason)
        return case.version


def acting_for(
    ws: Workspace, case_id: int, step: Step, seen_version: int
) -> AbstractContextManager[tuple[Session, Case]]:
    """Open the transaction for whoever has the hand the step needs."""
    by = next((made.by for (_, known), made in MOVES.items() if known == step), None)
    if by is None:
        raise NotFound
    return acting(ws, case_id, by, seen_version=seen_version)


def take_back(ws: Workspace, case_id: int, reason: str, *, seen_version: int) -> int:
    """Take the last step back, because it was recorded wrongly; return the case's new version.

    The step stays on file as taken back. Raises `NotTheLastStep`, `ReasonMissing`, `StaleVersion`.
    """
    if not reason.strip():
        raise ReasonMissing
    with acting(ws, case_id, seen_version=seen_version) as (session, case):
        steps = standing_steps(session, case_id)
        if not steps or steps[-1].step in WITH_THEIR_OWN_FORM:
            raise NotTheLastStep
        last = steps[-1]
        require_hand(session, ws.actor.account_id, case.union_id, last.hand)
        last.taken_back_at = ws.now
        case.stage = last.from_stage
        case.version += 1
        note(
            session,
            N_("{number}: took back “{step}”"),
            union_id=case.union_id,
            reason=reason.strip(),
            number=case.number,
            step=word(STEPS[last.step]),
        )
        return case.version


def record_check(
    ws: Workspace, case_id: int, on: date, *, kept: int, broken: int, findings: str, seen_version: int
) -> int:
    """Record a look at how the agreement is kept: clauses kept and broken; return the case's new version."""
    with acting(ws, case_id, seen_version=seen_version) as (session, case):
        move(session, ws, case, Step.CHECK, on)
        session.add(
            YearlyCheck(
                case_id=case_id,
                checked_on=on,
                kept=max(kept, 0),
                broken=max(broken, 0),
                findings=findings.strip()[:4000],
                account_id=ws.actor.account_id,
                recorded_at=ws.now,
            )
        )
        return case.version


def check_before(session: Session, case: Case, step: Step, on: date) -> None:
    """Raise what forbids this step of this case on that day."""
    wanted = _CHECKS.get(step)
    if wanted is not None:
        wanted(session, case, on)


def _draft_is_whole(session: Session, case: Case, on: date) -> None:
    text = newest_text(session, case.id or 0, Author.JOINT)
    if text is None:
        raise NoText
    left = sum(not clause.is_settled for clause in clauses_of(session, text.id or 0))
    if left:
        raise ClausesOpen(left)


def _vote_was_on_this(session: Session, case: Case, on: date) -> None:
    text = newest_text(session, case.id or 0, Author.JOINT)
    votes = [vote for vote in votes_of(session, case.id or 0) if vote.has_passed]
    if text is None or not votes or votes[-1].text_hash != text.text_hash:
        raise VoteOnOtherText


def _review_is_over(session: Session, case: Case, on: date) -> None:
    effect = _effect(session, case)
    if effect is not None and on < effect:
        raise ReviewRunning(add_calendar_days(effect, -1))
    if effect is not None and on != effect:
        raise EffectOnOtherDay(effect)


def _objection_is_in_time(session: Session, case: Case, on: date) -> None:
    effect = _effect(session, case)
    if effect is not None and on >= effect:
        raise ObjectionTooLate(add_calendar_days(effect, -1))


def _effect(session: Session, case: Case) -> date | None:
    days = days_of_case(case, standing_steps(session, case.id or 0))
    return DeadlineEngine(case_book(session, case.union_id)).effective_from(days)


def _window_is_open(session: Session, case: Case, on: date) -> None:
    window = _due(session, case, DueKind.RENEWAL)
    if window is None or window.opens_on is None:
        raise TermMissing
    if not window.opens_on <= on <= window.last_day:
        raise WindowClosed(window.opens_on, window.last_day)


def _term_is_over(session: Session, case: Case, on: date) -> None:
    if case.term_to is None:
        raise TermMissing
    if on < case.term_to:
        raise TermRunning(case.term_to)


def _term_is_known(session: Session, case: Case, on: date) -> None:
    if case.term_from is None or case.term_to is None:
        raise TermMissing


def _due(session: Session, case: Case, kind: DueKind) -> Due | None:
    days = days_of_case(case, standing_steps(session, case.id or 0))
    found = DeadlineEngine(case_book(session, case.union_id)).timeline(days)
    return next((due for due in found if due.kind == kind), None)


def _signing(session: Session, case: Case, on: date) -> None:
    _term_is_known(session, case, on)
    _vote_was_on_this(session, case, on)


_CHECKS: dict[Step, Callable[[Session, Case, date], None]] = {
    Step.AGREE_DRAFT: _draft_is_whole,
    Step.SIGN: _signing,
    Step.TAKE_EFFECT: _review_is_over,
    Step.OBJECT: _objection_is_in_time,
    Step.OPEN_RENEWAL: _window_is_open,
    Step.EXPIRE: _term_is_over,
}

"""Opening a transaction for somebody with the right hand on a case, and moving the case by a step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlmodel import Session

from ...common.errors import N_, StaleVersion
from ...registry.service import ReasonMissing
from ...store.audit import note, word
from ...workspace import Workspace
from ..queries import case_of, require_hand, standing_steps
from ..rules.stages import Hand, Step, check_day, check_step
from ..tables import Case, CaseStep
from ..words import STEPS


@contextmanager
def acting(
    ws: Workspace, case_id: int, hand: Hand = Hand.OFFICER, *, seen_version: int | None = None
) -> Iterator[tuple[Session, Case]]:
    """Open a transaction of somebody with that hand on a case, locked until it commits.

    Raises `NotFound`, `NotAllowed`, and `StaleVersion` when the case was changed since it was seen.
    """
    with ws.transaction() as session:
        case = case_of(session, case_id, lock=True)
        require_hand(session, ws.actor.account_id, case.union_id, hand)
        check_version(case, seen_version)
        yield session, case


def check_version(case: Case, seen_version: int | None) -> None:
    """Raise `StaleVersion` unless the case is still as it was seen."""
    if seen_version is not None and case.version != seen_version:
        raise StaleVersion(case.number, str(case.version), str(seen_version))


def move(session: Session, ws: Workspace, case: Case, step: Step, on: date, reason: str = "") -> CaseStep:
    """Record a step on the day it happened and move the case by it.

    Raises `StepNotOpen`, `NotAllowed`, `ReasonMissing`, `DayAhead`, `DayBefore`.
    """
    made = check_step(case.stage, step)
    require_hand(session, ws.actor.account_id, case.union_id, made.by)
    if made.wants_reason and not reason.strip():
        raise ReasonMissing
    earlier = [taken.happened_on for taken in standing_steps(session, case.id or 0)]
    check_day(on, earlier, ws.today)
    taken = CaseStep(
        case_id=case.id or 0,
        step=step,
        happened_on=on,
        from_stage=case.stage,
        to_stage=made.to,
        hand=made.by,
        note=reason.strip()[:400],
        account_id=ws.actor.account_id,
        recorded_at=ws.now,
    )
    session.add(taken)
    case.stage = made.to
    case.version += 1
    note(
        session,
        N_("{number}: {step}"),
        union_id=case.union_id,
        reason=reason.strip(),
        number=case.number,
        step=word(STEPS[step]),
    )
    return taken

"""The public notice: posted, objected to, decided, and closed by the first payment; grievances afterwards."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, select

from ...common.calendar import notice_last_day
from ...common.errors import N_, NotFound
from ...store.audit import note
from ...workspace import Workspace
from ..queries import newest_allocation, objections_of
from ..refusals import AnswerMissing, DecidedAlready, NoticeRunning, ObjectionsOpen, ObjectionUpheld
from ..rules.kinds import Outcome
from ..rules.stages import Hand, Stage
from ..tables import Allocation, AllocationLine, Objection, Programme
from .acting import acting, move
from .deciding import check_kept_allocation


def post_notice(ws: Workspace, programme_id: int) -> date:
    """Post the list with masked names for the programme's number of working days; return the last day."""
    with acting(ws, programme_id, Hand.STAFF, Stage.APPROVED) as (session, programme):
        check_kept_allocation(session, programme)
        programme.notice_posted_on = ws.today
        programme.notice_last_day = notice_last_day(ws.today, programme.notice_working_days)
        move(session, ws, programme, Stage.ON_NOTICE)
        return programme.notice_last_day


def record_objection(
    ws: Workspace,
    programme_id: int,
    text: str,
    *,
    position: int | None = None,
    brought_by: str = "",
    received_on: date | None = None,
) -> int:
    """Record an objection to the notice, or, once money is paid, a grievance; return its id.

    `position` is the number of the line on the list it is about. Raises `AnswerMissing` without a text.
    """
    if not text.strip():
        raise AnswerMissing
    with acting(ws, programme_id, Hand.STAFF, Stage.ON_NOTICE, Stage.PAYING, Stage.CLOSED) as (
        session,
        programme,
    ):
        line = _line_at(session, programme, position) if position is not None else None
        objection = Objection(
            programme_id=programme_id,
            recipient_id=line.recipient_id if line else None,
            line_id=line.id if line else None,
            is_grievance=programme.stage != Stage.ON_NOTICE,
            received_on=received_on or ws.today,
            brought_by=brought_by.strip()[:80] or None,
            text=text.strip()[:2000],
            recorded_by=ws.actor.account_id or 0,
        )
        session.add(objection)
        session.flush()
        note(
            session,
            N_("Recorded an objection to “{title}”"),
            union_id=programme.union_id,
            title=programme.title,
        )
        return objection.id or 0


def _line_at(session: Session, programme: Programme, position: int) -> AllocationLine:
    allocation = newest_allocation(session, programme.id or 0)
    line = session.exec(
        select(AllocationLine).where(
            AllocationLine.allocation_id == (allocation.id if allocation else 0),
            AllocationLine.position == position,
        )
    ).first()
    if line is None:
        raise NotFound
    return line


def decide_objection(
    ws: Workspace, programme_id: int, objection_id: int, outcome: Outcome, answer: str
) -> None:
    """Decide an objection with its grounds, as a reviewer who has not recorded it."""
    if not answer.strip():
        raise AnswerMissing
    with acting(ws, programme_id, Hand.REVIEWER, Stage.ON_NOTICE, Stage.PAYING, Stage.CLOSED) as (
        session,
        programme,
    ):
        objection = session.exec(
            select(Objection)
            .where(Objection.id == objection_id, Objection.programme_id == programme_id)
            .with_for_update()
        ).first()
        if objection is None:
            raise NotFound
        if objection.outcome is not None:
            raise DecidedAlready
        objection.outcome, objection.answer = outcome, answer.strip()[:400]
        objection.decided_by, objection.decided_at = ws.actor.account_id, ws.now
        objection.version += 1
        note(
            session,
            N_("Decided an objection to “{title}”"),
            union_id=programme.union_id,
            title=programme.title,
        )


def start_paying(ws: Workspace, programme_id: int) -> None:
    """Let payments begin: the notice is over and every objection has been turned down.

    Raises `NoticeRunning`, `ObjectionsOpen`, `ObjectionUpheld`.
    """
    with acting(ws, programme_id, Hand.STAFF, Stage.ON_NOTICE) as (session, programme):
        if programme.notice_last_day is None or ws.today <= programme.notice_last_day:
            raise NoticeRunning(str(programme.notice_last_day))
        brought = objections_of(session, programme_id)
        if open_ := [o for o in brought if o.outcome is None]:
            raise ObjectionsOpen(len(open_))
        allocation = newest_allocation(session, programme_id)
        if upheld := [o for o in brought if o.outcome == Outcome.UPHELD and not _is_older(o, allocation)]:
            raise ObjectionUpheld(len(upheld))
        move(session, ws, programme, Stage.PAYING)


def _is_older(objection: Objection, allocation: Allocation | None) -> bool:
    """Tell whether an objection was decided before this version of the list was made."""
    return bool(allocation and objection.decided_at and objection.decided_at < allocation.made_at)

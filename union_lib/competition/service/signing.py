"""After the marks: the chief judge signs, the notice is posted, the result is published."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, select

from ...common.calendar import notice_last_day
from ...store.database import now
from ...workspace import Workspace
from .. import rules
from ..queries import Field, competition_of, data_hash, duties, field_of, newest_result
from ..refusals import MarksMissing, NoticeRunning, ResultChanged, SheetsOpen
from ..rules import SheetState, Stage
from ..scored import outcome_of, result_body
from ..tables import Competition, ResultVersion, Sheet
from .planning import change_stage


def sign(ws: Workspace, competition_id: int, seen_hash: str) -> str:
    """Sign the result that was seen: lock every sheet and keep the standings; return the data hash.

    Raises `SheetsOpen` while a sheet is unconfirmed, `MarksMissing` when a late entry lacks marks,
    `ResultChanged` when the data differ from what the page showed, and the refusals of the table of moves.
    """
    with ws.transaction() as session:
        competition = competition_of(session, competition_id, lock=True)
        rules.check_move(competition.stage, Stage.SIGNED, duties(session, ws.actor.account_id, competition))
        field = field_of(session, competition_id)
        _check_confirmed(field)
        body = result_body(outcome_of(field))
        if data_hash(body) != seen_hash:
            raise ResultChanged
        _keep(session, ws, competition, body)
        for sheet in field.sheets.values():
            sheet.state = SheetState.LOCKED
        change_stage(session, ws, competition, Stage.SIGNED)
        return seen_hash


def _check_confirmed(field: Field) -> None:
    open_ = [
        judge.name
        for judge in field.judges
        if field.sheets[judge.appointment_id].state != SheetState.CONFIRMED
    ]
    if open_:
        raise SheetsOpen("、".join(open_))
    if lacking := [judge.name for judge in field.judges if field.missing_of(judge)]:
        raise MarksMissing("、".join(lacking))


def _keep(session: Session, ws: Workspace, competition: Competition, body: dict[str, Any]) -> None:
    last = newest_result(session, competition.id or 0)
    session.add(
        ResultVersion(
            competition_id=competition.id or 0,
            number=last.number + 1 if last else 1,
            body=body,
            data_hash=data_hash(body),
            signed_by=ws.actor.account_id or 0,
        )
    )


def reopen(ws: Workspace, competition_id: int, reason: str) -> None:
    """Give a signed competition back to marking: every sheet is confirmed again, none is lost."""
    with ws.transaction() as session:
        competition = competition_of(session, competition_id, lock=True)
        change_stage(session, ws, competition, Stage.MARKING, reason)
        for sheet in session.exec(select(Sheet).where(Sheet.competition_id == competition_id)):
            sheet.state = SheetState.CONFIRMED


def post_notice(ws: Workspace, competition_id: int) -> None:
    """Post the public notice; it runs for the competition's number of working days."""
    with ws.transaction() as session:
        competition = competition_of(session, competition_id, lock=True)
        change_stage(session, ws, competition, Stage.ON_NOTICE)
        competition.notice_posted_on = ws.today
        competition.notice_last_day = notice_last_day(ws.today, competition.notice_working_days)


def withdraw_notice(ws: Workspace, competition_id: int, reason: str) -> None:
    """Take the notice back, with the reason that is kept."""
    with ws.transaction() as session:
        competition = competition_of(session, competition_id, lock=True)
        change_stage(session, ws, competition, Stage.SIGNED, reason)
        competition.notice_posted_on = competition.notice_last_day = None


def publish(ws: Workspace, competition_id: int) -> None:
    """Publish the result once the notice period is over."""
    with ws.transaction() as session:
        competition = competition_of(session, competition_id, lock=True)
        last_day = competition.notice_last_day
        if competition.notice_working_days and last_day and ws.today <= last_day:
            raise NoticeRunning(last_day.isoformat())
        change_stage(session, ws, competition, Stage.PUBLISHED)
        competition.published_at = now()

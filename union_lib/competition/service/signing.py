"""After the marks: chief judge and supervisor sign, the notice is posted, the result is published."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, select

from ...common.calendar import notice_last_day
from ...common.errors import N_
from ...store.audit import note
from ...workspace import Workspace
from .. import rules
from ..queries import (
    Field,
    appeals_of,
    blind_lists,
    competition_of,
    data_hash,
    discussions_of,
    duties,
    field_of,
    newest_result,
    recheck_items,
)
from ..refusals import (
    AlreadyCountersigned,
    AppealsOpen,
    AppealsPossible,
    CodesClosed,
    DiscussionsOpen,
    MarksMissing,
    NotCountersigned,
    NothingSigned,
    NoticeRunning,
    NotSettled,
    RecheckOpen,
    ResultChanged,
    SameSigner,
    SecondDiffers,
    SheetsOpen,
)
from ..rules import AppealState, Duty, SheetState, Stage
from ..scored import Outcome, outcome_of, result_body, second_opinion
from ..tables import Competition, ResultVersion, Sheet
from .acting import acting, change_stage
from .reviewing import plan_recheck, recheck_state


def sign(ws: Workspace, competition_id: int, seen_hash: str) -> str:
    """Sign the result that was seen: lock every sheet and keep the standings; return the data hash.

    Raises `SheetsOpen` while a sheet is unconfirmed, `MarksMissing` when a late entry lacks marks,
    `DiscussionsOpen` and `NotSettled` while marks lie too far apart, `ResultChanged` when the data differ
    from what the page showed, `SecondDiffers` unless the second computation agrees to the last digit.
    """
    with ws.transaction() as session:
        competition = competition_of(session, competition_id, lock=True)
        rules.check_move(competition.stage, Stage.SIGNED, duties(session, ws.actor.account_id, competition))
        _hold_sheets(session, competition_id)
        field = field_of(session, competition_id)
        _check_confirmed(session, field)
        outcome = outcome_of(field)
        _check_settled(outcome)
        body = result_body(outcome)
        if data_hash(body) != seen_hash:
            raise ResultChanged
        check_second(body)
        kept = _keep(session, ws, competition, body)
        plan_recheck(session, competition, kept, outcome.standings)
        for sheet in field.sheets.values():
            sheet.state = SheetState.LOCKED
        change_stage(session, ws, competition, Stage.SIGNED)
        return seen_hash


def _hold_sheets(session: Session, competition_id: int) -> None:
    """Let no sheet be returned, changed or handed in until we commit."""
    session.exec(select(Sheet.id).where(Sheet.competition_id == competition_id).with_for_update()).all()


def _check_confirmed(session: Session, field: Field) -> None:
    marking = [judge for judge in field.judges if field.entries_of(judge)]
    open_ = [j.name for j in marking if field.sheets[j.appointment_id].state != SheetState.CONFIRMED]
    if open_:
        raise SheetsOpen("、".join(open_))
    if lacking := [judge.name for judge in marking if field.missing_of(judge)]:
        raise MarksMissing("、".join(lacking))
    asked = [d for d in discussions_of(session, field.competition.id or 0) if d.answered_at is None]
    if asked:
        raise DiscussionsOpen(len(asked))


def _check_settled(outcome: Outcome) -> None:
    if outcome.hindrance is not None:
        raise outcome.hindrance
    for entry in outcome.field.marked_entries():
        if outcome.totals[entry.id or 0] is None:
            raise NotSettled(outcome.field.shown(entry).code)


def check_second(body: dict[str, Any]) -> None:
    """Raise `SecondDiffers` unless the independent second computation agrees to the last digit."""
    if found := second_opinion(body):
        first = found[0]
        raise SecondDiffers(len(found), first.code, first.first, first.second)


def _keep(session: Session, ws: Workspace, competition: Competition, body: dict[str, Any]) -> ResultVersion:
    last = newest_result(session, competition.id or 0)
    kept = ResultVersion(
        competition_id=competition.id or 0,
        number=last.number + 1 if last else 1,
        body=body,
        data_hash=data_hash(body),
        signed_by=ws.actor.account_id or 0,
        signed_at=ws.now,
    )
    session.add(kept)
    session.flush()
    return kept


def countersign(ws: Workspace, competition_id: int, seen_hash: str) -> None:
    """Confirm a signed result as the supervisor who saw it; never as the one who signed."""
    with acting(ws, competition_id, Duty.SUPERVISOR, stages=(Stage.SIGNED,)) as (session, competition):
        result = _signed(session, competition)
        if result.supervised_by is not None:
            raise AlreadyCountersigned
        if result.signed_by == ws.actor.account_id:
            raise SameSigner
        if result.data_hash != seen_hash:
            raise ResultChanged
        result.supervised_by, result.supervised_at = ws.actor.account_id, ws.now
        note(
            session,
            N_("Countersigned the result of “{title}”"),
            union_id=competition.union_id,
            title=competition.title,
        )


def _signed(session: Session, competition: Competition) -> ResultVersion:
    result = newest_result(session, competition.id or 0)
    if result is None:
        raise NothingSigned
    return result


def reopen(ws: Workspace, competition_id: int, reason: str) -> None:
    """Give a signed competition back to marking: every sheet is confirmed again, none is lost."""
    with ws.transaction() as session:
        competition = competition_of(session, competition_id, lock=True)
        change_stage(session, ws, competition, Stage.MARKING, reason)
        for sheet in session.exec(select(Sheet).where(Sheet.competition_id == competition_id)):
            sheet.state = SheetState.CONFIRMED if sheet.version else SheetState.NONE


def post_notice(ws: Workspace, competition_id: int) -> None:
    """Post the public notice; it runs for the competition's number of working days.

    Raises `NotCountersigned`, `CodesClosed` while names are behind codes, `RecheckOpen` while the recheck
    is not through.
    """
    with ws.transaction() as session:
        competition = competition_of(session, competition_id, lock=True)
        change_stage(session, ws, competition, Stage.ON_NOTICE)
        result = _signed(session, competition)
        if result.supervised_by is None:
            raise NotCountersigned
        still = competition.blind_draws - sum(
            1 for drawn in blind_lists(session, competition_id) if drawn.opened_at is not None
        )
        if still > 0:
            raise CodesClosed(still)
        state = recheck_state(recheck_items(session, result.id or 0))
        if not state.is_passed:
            raise RecheckOpen(state.to_do - state.done, state.wrong)
        competition.notice_posted_on, competition.notice_posted_at = ws.today, ws.now
        competition.notice_last_day = notice_last_day(ws.today, competition.notice_working_days)


def withdraw_notice(ws: Workspace, competition_id: int, reason: str) -> None:
    """Take the notice back, with the reason that is kept."""
    with ws.transaction() as session:
        competition = competition_of(session, competition_id, lock=True)
        change_stage(session, ws, competition, Stage.SIGNED, reason)
        competition.notice_posted_on = competition.notice_last_day = competition.notice_posted_at = None


def publish(ws: Workspace, competition_id: int) -> None:
    """Publish the result once notice and appeals are over and it is computed twice to the same.

    Raises `NoticeRunning`, `AppealsPossible`, `AppealsOpen`, `ResultChanged`, `SecondDiffers`.
    """
    with ws.transaction() as session:
        competition = competition_of(session, competition_id, lock=True)
        rules.check_move(
            competition.stage, Stage.PUBLISHED, duties(session, ws.actor.account_id, competition)
        )
        _check_notice_over(ws, session, competition)
        result = _signed(session, competition)
        if data_hash(result_body(outcome_of(field_of(session, competition_id)))) != result.data_hash:
            raise ResultChanged
        check_second(result.body)
        change_stage(session, ws, competition, Stage.PUBLISHED)
        competition.published_at = ws.now


def _check_notice_over(ws: Workspace, session: Session, competition: Competition) -> None:
    last_day = competition.notice_last_day
    if competition.notice_working_days and last_day and ws.today <= last_day:
        raise NoticeRunning(last_day.isoformat())
    appeals = appeals_of(session, competition.id or 0)
    if waiting := [appeal for appeal in appeals if appeal.state == AppealState.FILED]:
        raise AppealsOpen(len(waiting))
    posted = competition.notice_posted_at
    if competition.appeal_hours and posted is not None:
        deadline = rules.appeal_deadline(posted, competition.appeal_hours)
        if ws.now <= deadline:
            raise AppealsPossible(f"{deadline.astimezone():%Y-%m-%d %H:%M}")

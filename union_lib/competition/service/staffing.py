"""Who serves in a competition: appointed, imported, dismissed, replaced, kept from a conflict of interest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, delete, select

from ...common.errors import N_, NotFound
from ...registry.service import (
    ReasonMissing,
    UsernameTaken,
    grant_role,
    new_account,
    one_time_password,
)
from ...registry.tables import Account, Role, Union
from ...store.audit import note, word
from ...store.database import now
from ...workspace import Workspace
from ..queries import Field, Judge, field_of, judges_of
from ..refusals import JudgeHasMarks, JudgeReplaced, WrongPerson
from ..rules import AllotmentCause, Duty, PlanFixed, SheetState, Stage
from ..tables import Allotment, Appointment, Competition, Discussion, Mark, Sheet
from ..words import DUTIES
from .acting import organising
from .allotting import forget_draw, set_exception
from .entering import Imported


def appoint(
    ws: Workspace, competition_id: int, username: str, duty: Duty, unit: str = "", panel: str = ""
) -> int:
    """Give an account a duty in the competition; a judge gets the next seat and an empty sheet.

    A judge marks the entries of the panel named, of all panels when none is.
    """
    with organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        account = session.exec(select(Account).where(Account.username == username.strip().lower())).first()
        if account is None or account.is_closed:
            raise NotFound
        appointment = _appoint(session, competition, account, duty, unit, panel)
        note(
            session,
            N_("Appointed {name} as {duty} in “{title}”"),
            union_id=competition.union_id,
            name=account.name,
            duty=word(DUTIES[duty]),
            title=competition.title,
        )
        return appointment.id or 0


def _appoint(
    session: Session, competition: Competition, account: Account, duty: Duty, unit: str, panel: str = ""
) -> Appointment:
    held = session.exec(
        select(Appointment).where(
            Appointment.competition_id == competition.id, Appointment.account_id == account.id
        )
    ).all()
    for appointment in held:
        if appointment.ended_at is not None:
            raise JudgeReplaced(account.name)
        if appointment.duty == duty:
            return appointment
        if Duty.JUDGE in (duty, appointment.duty):
            raise WrongPerson(account.name)
    seats = session.exec(
        select(func.max(Appointment.seat)).where(Appointment.competition_id == competition.id)
    ).one()
    seat = (seats or 0) + 1 if duty == Duty.JUDGE else 0
    made = Appointment(
        competition_id=competition.id or 0,
        account_id=account.id or 0,
        duty=duty,
        seat=seat,
        unit=unit.strip()[:80],
        panel=panel.strip()[:20] if duty == Duty.JUDGE else "",
    )
    session.add(made)
    session.flush()
    if duty == Duty.JUDGE:
        session.add(Sheet(competition_id=competition.id or 0, appointment_id=made.id or 0))
        session.flush()
    return made


def import_judges(ws: Workspace, competition_id: int, rows: Sequence[Mapping[str, Any]]) -> Imported:
    """Appoint judges from checked rows; who has no account yet gets one with a one-time password.

    A user name that belongs to somebody of another name, or to a closed account, is `UsernameTaken`.

    `made` holds the new accounts' names and first passwords, to be handed out once: they are not
    kept anywhere in clear, and must be changed at the first sign-in.
    """
    with organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        union = session.get_one(Union, competition.union_id)
        made: list[dict[str, str]] = []
        before, ids = len(judges_of(session, competition_id)), []
        for row in rows:
            account = _judge_account(session, union, row, made)
            unit, panel = str(row.get("unit") or ""), str(row.get("panel") or "")
            appointment = _appoint(session, competition, account, Duty.JUDGE, unit, panel)
            if panel and competition.stage == Stage.DRAFT:
                _seat(session, competition, appointment, panel, appointment.stage_group)
            ids.append(appointment.id or 0)
        added = len(judges_of(session, competition_id)) - before
        note(
            session,
            N_("Imported {n} judges into “{title}”"),
            union_id=union.id,
            n=len(rows),
            title=competition.title,
        )
        return Imported(added, len(rows) - added, ids, made)


def _judge_account(
    session: Session, union: Union, row: Mapping[str, Any], made: list[dict[str, str]]
) -> Account:
    username = str(row["username"]).strip().lower()
    account = session.exec(select(Account).where(Account.username == username)).first()
    if account is None:
        password = one_time_password()
        account = new_account(session, username, str(row["name"]), union, password, must_change=True)
        session.add(grant_role(account, union, Role.JUDGE))
        made.append({"name": account.name, "username": username, "password": password})
    elif account.name != str(row["name"]).strip() or account.is_closed:
        raise UsernameTaken(username)
    return account


def dismiss(ws: Workspace, competition_id: int, appointment_id: int) -> None:
    """End an appointment; a judge who has given marks stays, because marks are never thrown away."""
    with organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        appointment = session.get(Appointment, appointment_id)
        if appointment is None or appointment.competition_id != competition.id:
            raise NotFound
        name = session.get_one(Account, appointment.account_id).name
        sheet = session.exec(select(Sheet).where(Sheet.appointment_id == appointment_id)).first()
        if sheet is not None:
            if session.exec(select(Mark.id).where(Mark.sheet_id == sheet.id).limit(1)).first() is not None:
                raise JudgeHasMarks(name)
            for hanging in (Allotment, Discussion):
                session.execute(delete(hanging).where(hanging.appointment_id == appointment_id))
            session.delete(sheet)
            session.flush()
        session.delete(appointment)
        note(
            session,
            N_("Dismissed {name} from “{title}”"),
            union_id=competition.union_id,
            name=name,
            title=competition.title,
        )


def edit_judge(
    ws: Workspace, competition_id: int, appointment_id: int, *, unit: str, panel: str, stage_group: str
) -> None:
    """Change a judge's unit; before marking opens also the panel and the stage the judge marks."""
    with organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        judge, panel = _judge(session, competition_id, appointment_id), panel.strip()[:20]
        if competition.stage != Stage.DRAFT and (panel, stage_group) != (judge.panel, judge.stage_group):
            raise PlanFixed(competition.stage, Stage.DRAFT)
        if stage_group and field_of(session, competition_id).scheme.group(stage_group) is None:
            raise NotFound
        judge.unit = unit.strip()[:80]
        _seat(session, competition, judge, panel, stage_group)
        note(
            session,
            N_("Changed the judge of seat {seat} of “{title}”"),
            union_id=competition.union_id,
            seat=judge.seat,
            title=competition.title,
        )


def _seat(
    session: Session, competition: Competition, judge: Appointment, panel: str, stage_group: str
) -> None:
    """Put a judge on a panel and a stage; a draw of judges made before the change of panel holds no longer."""
    if panel != judge.panel:
        judge.panel = panel
        forget_draw(session, competition)
    judge.stage_group = stage_group


def _judge(session: Session, competition_id: int, appointment_id: int) -> Appointment:
    judge = session.get(Appointment, appointment_id)
    if judge is None or judge.competition_id != competition_id or judge.duty != Duty.JUDGE:
        raise NotFound
    return judge


def replace_judge(
    ws: Workspace, competition_id: int, appointment_id: int, username: str, unit: str, reason: str
) -> int:
    """Let somebody else go on for a judge who drops out; return the new appointment's id.

    Entries the judge has marked completely stay with their marks, and the sheet goes to its check; the
    others are marked by the successor. Marks on half-marked entries stay in the tables, uncounted.
    """
    if not reason.strip():
        raise ReasonMissing
    with organising(ws, competition_id, Stage.DRAFT, Stage.MARKING) as (session, competition):
        old = _judge(session, competition_id, appointment_id)
        account = session.exec(select(Account).where(Account.username == username.strip().lower())).first()
        if account is None or account.is_closed or old.ended_at is not None:
            raise NotFound
        serving = [judge.account_id for judge in judges_of(session, competition_id) if not judge.is_ended]
        if account.id in serving:
            raise WrongPerson(account.name)
        field = field_of(session, competition_id)
        judge = next(j for j in field.judges if j.appointment_id == appointment_id)
        new = _appoint(session, competition, account, Duty.JUDGE, unit)
        new.panel, new.stage_group = old.panel, old.stage_group
        done = _share_out(session, field, judge, new.id or 0)
        old.ended_at = now()
        _hand_in(field.sheets[appointment_id], done)
        note(
            session,
            N_("Replaced the judge of seat {seat} of “{title}” by {name}"),
            union_id=competition.union_id,
            reason=reason.strip()[:200],
            seat=old.seat,
            title=competition.title,
            name=account.name,
        )
        return new.id or 0


def _share_out(session: Session, field: Field, judge: Judge, successor: int) -> int:
    """Leave the judge what is marked completely and give the successor the rest; return how much stays."""
    keys = [c.key for c in field.criteria_of(judge)]
    competition_id, done = field.competition.id or 0, 0
    for entry in field.entries:
        if not field.is_marked_by(entry, judge):
            continue
        marks = [field.marks.get((judge.appointment_id, entry.id or 0, key)) for key in keys]
        stays = all(mark is not None for mark in marks)
        done += stays
        for appointment_id, is_on in ((judge.appointment_id, stays), (successor, not stays)):
            set_exception(
                session, competition_id, entry.id or 0, appointment_id, is_on, AllotmentCause.REPLACED
            )
    return done


def _hand_in(sheet: Sheet, done: int) -> None:
    """Send what a replaced judge has marked to its check."""
    if done and sheet.state in (SheetState.NONE, SheetState.REJECTED):
        sheet.state, sheet.version, sheet.submitted_at = SheetState.WAITING, sheet.version + 1, now()

"""Marks that lie far apart: the judges far from the panel are asked to look again; each may keep the mark."""

from __future__ import annotations

from decimal import Decimal
from statistics import median

from sqlmodel import Session, select

from ...common.errors import N_, NotAllowed, NotFound
from ...common.text import translate
from ...store.audit import note
from ...store.database import now
from ...workspace import Workspace
from .. import rules
from ..queries import Field, field_of, judges_of
from ..refusals import NoSpreadAlarm
from ..rules import Criterion, Duty, SheetState, Stage
from ..tables import Discussion, Entry
from .acting import acting

LOOK_AGAIN = N_("Please look again at entry {code}, {criterion}: the marks lie far apart.")


def ask_again(ws: Workspace, competition_id: int, entry_id: int, criterion: str) -> int:
    """Ask the judges far from the panel to look at their mark again; return how many were asked.

    Their sheets are given back if they were handed in. Raises `NoSpreadAlarm` when the marks lie close.
    """
    duties = (Duty.CHIEF, Duty.ORGANISER)
    with acting(ws, competition_id, *duties, stages=(Stage.MARKING,)) as (session, competition):
        field = field_of(session, competition_id)
        entry = next((e for e in field.entries if e.id == entry_id), None)
        looked_at = next((c for c in field.scheme.criteria if c.key == criterion), None)
        if entry is None or looked_at is None:
            raise NotFound
        far = far_judges(field, entry, looked_at)
        if not far:
            raise NoSpreadAlarm
        told = {"code": field.coding.code(entry), "criterion": looked_at.title}
        for appointment_id in far:
            _ask(
                session, ws, field, entry_id, criterion, appointment_id, translate(LOOK_AGAIN).format(**told)
            )
        note(
            session,
            N_("Asked {n} judges of “{title}” to look again at {code}, {criterion}"),
            union_id=competition.union_id,
            n=len(far),
            title=competition.title,
            **told,
        )
        return len(far)


def far_judges(field: Field, entry: Entry, criterion: Criterion) -> list[int]:
    """Return the judges whose mark lies more than half the allowed spread from the panel's median."""
    marks = {j: m for j, m in field.marks_of(entry)[criterion.key].items() if m is not None}
    if not rules.is_spread_alarm(criterion, list(marks.values())):
        return []
    middle = Decimal(median(marks.values()))
    limit = (criterion.spread_limit or Decimal(0)) / 2
    return [int(str(judge)) for judge, mark in marks.items() if abs(mark - middle) > limit]


def _ask(
    session: Session, ws: Workspace, field: Field, entry_id: int, criterion: str, judge: int, told: str
) -> None:
    if open_discussion(session, entry_id, criterion, judge) is None:
        session.add(
            Discussion(
                competition_id=field.competition.id or 0,
                entry_id=entry_id,
                criterion=criterion,
                appointment_id=judge,
                asked_by=ws.actor.account_id or 0,
            )
        )
    sheet = field.sheets[judge]
    if sheet.state in (SheetState.WAITING, SheetState.CONFIRMED):
        sheet.state, sheet.reason = SheetState.REJECTED, told[:400]


def open_discussion(
    session: Session, entry_id: int, criterion: str, appointment_id: int
) -> Discussion | None:
    """Return the request to look again that still waits for the judge's answer."""
    chosen = select(Discussion).where(
        Discussion.entry_id == entry_id,
        Discussion.criterion == criterion,
        Discussion.appointment_id == appointment_id,
        Discussion.answered_at.is_(None),
    )
    return session.exec(chosen).first()


def keep_mark(ws: Workspace, competition_id: int, entry_id: int, criterion: str) -> None:
    """Answer as the judge asked: the mark was looked at again and stays."""
    with acting(ws, competition_id, Duty.JUDGE, stages=(Stage.MARKING,)) as (session, competition):
        own = next(
            (j for j in judges_of(session, competition_id) if j.account_id == ws.actor.account_id), None
        )
        if own is None:
            raise NotAllowed
        asked = open_discussion(session, entry_id, criterion, own.appointment_id)
        if asked is None:
            raise NotFound
        asked.answered_at, asked.is_kept = now(), True
        note(
            session,
            N_("Kept a mark of “{title}” after a second look"),
            union_id=competition.union_id,
            title=competition.title,
        )

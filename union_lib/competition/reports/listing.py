"""Competitions, their plans and their entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlmodel import Session, select

from ...registry.tables import Account, Union
from ...workspace import Workspace
from .. import rules
from ..counting import Progress, progress_of
from ..queries import (
    competition_of,
    competitions_seen_by,
    duties,
    entries_of,
    entry_counts,
    judges_of,
    require_reader,
    scheme_version,
)
from ..rules import Duty, EntryState, Stage
from ..tables import Appointment, Competition, Entry, StageMove


@dataclass(frozen=True)
class CompetitionRow:
    """One line of the list of competitions, with what the account may do there."""

    id: int
    title: str
    union: str
    industry: str
    starts_on: date
    ends_on: date
    stage: Stage
    entries: int
    judges: int
    duties: frozenset[Duty]
    progress: Progress
    notice_last_day: date | None = None


def competitions(ws: Workspace) -> list[CompetitionRow]:
    """Return the competitions the account runs, reads or serves in, newest first."""
    with ws.reading() as session:
        seen = competitions_seen_by(session, ws.actor.account_id)
        return [_competition_row(session, ws, competition, union) for competition, union in seen]


def _competition_row(session: Session, ws: Workspace, competition: Competition, union: str) -> CompetitionRow:
    competition_id = competition.id or 0
    entries = entry_counts(session, competition_id)
    judges = judges_of(session, competition_id)
    return CompetitionRow(
        id=competition_id,
        title=competition.title,
        union=union,
        industry=competition.industry,
        starts_on=competition.starts_on,
        ends_on=competition.ends_on,
        stage=competition.stage,
        entries=sum(entries.values()),
        judges=len(judges),
        duties=duties(session, ws.actor.account_id, competition),
        progress=progress_of(session, competition_id),
        notice_last_day=competition.notice_last_day,
    )


@dataclass(frozen=True)
class Overview:
    """A competition as those who run it see it."""

    competition: Competition
    union: str
    scheme: rules.Scheme
    scheme_number: int
    duties: frozenset[Duty]
    entry_states: dict[EntryState, int]
    progress: Progress
    staff: list[tuple[Appointment, str, str]]
    moves: list[tuple[StageMove, str]]


def overview(ws: Workspace, competition_id: int) -> Overview:
    """Return a competition with its scheme, its staff (appointment, name, username) and its moves."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        version = scheme_version(session, competition_id)
        return Overview(
            competition=competition,
            union=session.get_one(Union, competition.union_id).name,
            scheme=rules.scheme_from_dict(version.body),
            scheme_number=version.number,
            duties=duties(session, ws.actor.account_id, competition),
            entry_states=entry_counts(session, competition_id),
            progress=progress_of(session, competition_id),
            staff=_staff(session, competition_id),
            moves=_moves(session, competition_id),
        )


def _staff(session: Session, competition_id: int) -> list[tuple[Appointment, str, str]]:
    rows = session.exec(
        select(Appointment, Account.name, Account.username)
        .join(Account, Account.id == Appointment.account_id)
        .where(Appointment.competition_id == competition_id)
        .order_by(Appointment.seat, Appointment.id)
    )
    return [(appointment, name, username) for appointment, name, username in rows]


def _moves(session: Session, competition_id: int) -> list[tuple[StageMove, str]]:
    rows = session.exec(
        select(StageMove, Account.name)
        .join(Account, Account.id == StageMove.account_id)
        .where(StageMove.competition_id == competition_id)
        .order_by(StageMove.id)
    )
    return [(move, name) for move, name in rows]


def entries(ws: Workspace, competition_id: int) -> pd.DataFrame:
    """Return the entries: id, position, code, title, contestant, unit, district, panel, state, version."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        rows = entries_of(session, competition_id)
    columns = [
        "id",
        "position",
        "code",
        "title",
        "contestant",
        "unit",
        "district",
        "panel",
        "state",
        "version",
    ]
    return pd.DataFrame([[getattr(row, c) for c in columns] for row in rows], columns=columns)


@dataclass(frozen=True)
class EntryPage:
    """One page of a competition's entries, and how many there are in all."""

    rows: list[Entry]
    total: int


def entry_page(
    ws: Workspace,
    competition_id: int,
    *,
    search: str = "",
    sort: str = "position",
    is_descending: bool = False,
    page: int = 1,
    size: int = 20,
) -> EntryPage:
    """Return one page of the entries, searched in code, title, contestant and unit."""
    from sqlalchemy import func, or_

    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        chosen = select(Entry).where(Entry.competition_id == competition_id)
        if search.strip():
            like = f"%{search.strip()}%"
            fields = (Entry.code, Entry.title, Entry.contestant, Entry.unit)
            chosen = chosen.where(or_(*(f.ilike(like) for f in fields)))
        total = session.exec(select(func.count()).select_from(chosen.subquery())).one()
        key = getattr(Entry, sort if sort in SORTABLE else "position")
        ordered = chosen.order_by(key.desc() if is_descending else key, Entry.id)
        return EntryPage(list(session.exec(ordered.offset((page - 1) * size).limit(size))), total)


SORTABLE = frozenset({"position", "code", "title", "contestant", "unit", "district", "panel", "state"})

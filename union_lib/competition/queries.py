"""What is fetched of a competition, in the words of the rules; services and reports both ask here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, select

from ..common.errors import NotAllowed, NotFound
from ..registry.permissions import Permission, may, scopes
from ..registry.tables import Account, Union
from ..store.columns import canonical
from . import rules
from .rules import Duty, EntryState
from .rules.scoring import JudgeMarks
from .tables import Appointment, Competition, Entry, Mark, ResultVersion, SchemeVersion, Sheet


def competition_of(session: Session, competition_id: int, *, lock: bool = False) -> Competition:
    """Return the competition, or `NotFound`; `lock` keeps other writers waiting until we commit."""
    chosen = select(Competition).where(Competition.id == competition_id)
    found = session.exec(chosen.with_for_update() if lock else chosen).first()
    if found is None:
        raise NotFound
    return found


def scheme_version(session: Session, competition_id: int) -> SchemeVersion:
    """Return the scheme in force: the version with the highest number."""
    newest = (
        select(SchemeVersion)
        .where(SchemeVersion.competition_id == competition_id)
        .order_by(SchemeVersion.number.desc())
    )
    return session.exec(newest.limit(1)).one()


def duties(session: Session, account_id: int | None, competition: Competition) -> frozenset[Duty]:
    """Return what the account may do in the competition: its appointments, and organising by role."""
    if account_id is None:
        return frozenset()
    appointed = session.exec(
        select(Appointment.duty).where(
            Appointment.competition_id == competition.id, Appointment.account_id == account_id
        )
    ).all()
    organises = may(session, account_id, Permission.ORGANISE_COMPETITION, competition.union_id)
    return frozenset(Duty(duty) for duty in appointed) | (
        frozenset({Duty.ORGANISER}) if organises else frozenset()
    )


def require_duty(session: Session, account_id: int | None, competition: Competition, *wanted: Duty) -> None:
    """Refuse with `NotAllowed` unless the account has one of the duties in the competition."""
    if not duties(session, account_id, competition) & set(wanted):
        raise NotAllowed


def require_reader(session: Session, account_id: int | None, competition: Competition) -> None:
    """Refuse judges and strangers: names and everybody's marks are for those who run the competition."""
    if account_id is None:
        return
    if duties(session, account_id, competition) - {Duty.JUDGE}:
        return
    if not may(session, account_id, Permission.READ_COMPETITION, competition.union_id):
        raise NotAllowed


def competitions_seen_by(session: Session, account_id: int | None) -> list[tuple[Competition, str]]:
    """Return the competitions with their organisers' names that the account may run, read or serve in."""
    everything = select(Competition, Union.name, Union.path).join(Union, Union.id == Competition.union_id)
    rows = session.exec(everything.order_by(Competition.starts_on.desc(), Competition.id.desc())).all()
    if account_id is None:
        return [(competition, name) for competition, name, _ in rows]
    below = scopes(session, account_id, Permission.READ_COMPETITION)
    serves = set(session.exec(select(Appointment.competition_id).where(Appointment.account_id == account_id)))
    return [
        (competition, name)
        for competition, name, path in rows
        if competition.id in serves or any(path.startswith(scope) for scope in below)
    ]


@dataclass(frozen=True)
class Judge:
    """A judge's appointment with the person behind it."""

    appointment_id: int
    account_id: int
    seat: int
    name: str
    unit: str


@dataclass(frozen=True)
class NewestMark:
    """The version of a mark that counts."""

    value: Decimal | None
    version: int
    given_by: int
    given_at: datetime


MarkKey = tuple[int, int, str]
"""A mark's place: appointment id, entry id, criterion key."""


@dataclass(frozen=True)
class Field:
    """A competition as one moment sees it: scheme, entries, judges and the marks that count."""

    competition: Competition
    scheme: rules.Scheme
    scheme_number: int
    entries: list[Entry]
    judges: list[Judge]
    sheets: dict[int, Sheet]
    marks: dict[MarkKey, NewestMark]
    names: dict[int, str] = field(default_factory=dict)

    def marks_of(self, entry_id: int) -> dict[str, JudgeMarks]:
        """Return the marks of an entry by criterion key and appointment id; None where none is given."""
        return {
            criterion.key: {
                judge.appointment_id: mark.value
                if (mark := self.marks.get((judge.appointment_id, entry_id, criterion.key)))
                else None
                for judge in self.judges
            }
            for criterion in self.scheme.criteria
        }

    def marked_entries(self) -> list[Entry]:
        """Return the entries that are to be marked: those competing, and guests."""
        return [entry for entry in self.entries if entry.state in rules.PLACED_STATES]

    def missing_of(self, judge: Judge) -> int:
        """Return how many marks the judge's sheet still lacks."""
        cells = ((entry, c) for entry in self.marked_entries() for c in self.scheme.criteria)
        found = (self.marks.get((judge.appointment_id, entry.id or 0, c.key)) for entry, c in cells)
        return sum(1 for mark in found if mark is None or mark.value is None)


def field_of(session: Session, competition_id: int) -> Field:
    """Fetch a competition with everything its result depends on."""
    competition = competition_of(session, competition_id)
    version = scheme_version(session, competition_id)
    return Field(
        competition=competition,
        scheme=rules.scheme_from_dict(version.body),
        scheme_number=version.number,
        entries=entries_of(session, competition_id),
        judges=judges_of(session, competition_id),
        sheets=sheets_of(session, competition_id),
        marks=newest_marks(session, competition_id),
    )


def entries_of(session: Session, competition_id: int) -> list[Entry]:
    """Return the entries in their order of appearance."""
    chosen = select(Entry).where(Entry.competition_id == competition_id)
    return list(session.exec(chosen.order_by(Entry.position, Entry.id)))


def judges_of(session: Session, competition_id: int) -> list[Judge]:
    """Return the judges by seat."""
    rows = session.exec(
        select(Appointment, Account.name)
        .join(Account, Account.id == Appointment.account_id)
        .where(Appointment.competition_id == competition_id, Appointment.duty == Duty.JUDGE)
        .order_by(Appointment.seat, Appointment.id)
    )
    return [Judge(a.id or 0, a.account_id, a.seat, name, a.unit) for a, name in rows]


def newest_marks(
    session: Session, competition_id: int, appointment_id: int | None = None
) -> dict[MarkKey, NewestMark]:
    """Return the newest version of every mark of a competition, or of one judge in it."""
    chosen = (
        select(
            Sheet.appointment_id,
            Mark.entry_id,
            Mark.criterion,
            Mark.value,
            Mark.version,
            Mark.given_by,
            Mark.given_at,
        )
        .join(Sheet, Sheet.id == Mark.sheet_id)
        .where(Sheet.competition_id == competition_id)
        .order_by(Mark.version)
    )
    if appointment_id is not None:
        chosen = chosen.where(Sheet.appointment_id == appointment_id)
    return {(row[0], row[1], row[2]): NewestMark(*row[3:]) for row in session.execute(chosen).all()}


def marks_given(session: Session, competition_id: int) -> dict[int, int]:
    """Count each judge's newest marks that hold a value, by appointment id; entries out of it left out."""
    later = aliased(Mark)
    is_newest = ~(
        select(later.id)
        .where(later.sheet_id == Mark.sheet_id, later.entry_id == Mark.entry_id)
        .where(later.criterion == Mark.criterion, later.version > Mark.version)
        .exists()
    )
    rows = session.exec(
        select(Sheet.appointment_id, func.count())
        .join(Mark, Mark.sheet_id == Sheet.id)
        .join(Entry, Entry.id == Mark.entry_id)
        .where(Sheet.competition_id == competition_id, Mark.value.is_not(None), is_newest)
        .where(Entry.state.in_(rules.PLACED_STATES))
        .group_by(Sheet.appointment_id)
    )
    return dict(rows.all())


def entry_counts(session: Session, competition_id: int) -> dict[EntryState, int]:
    """Count a competition's entries by state."""
    chosen = select(Entry.state, func.count()).where(Entry.competition_id == competition_id)
    return {EntryState(state): n for state, n in session.exec(chosen.group_by(Entry.state))}


def sheets_of(session: Session, competition_id: int) -> dict[int, Sheet]:
    """Return the mark sheets by appointment id."""
    rows = session.exec(select(Sheet).where(Sheet.competition_id == competition_id))
    return {sheet.appointment_id: sheet for sheet in rows}


def newest_result(session: Session, competition_id: int) -> ResultVersion | None:
    """Return the result as it was last signed, or None."""
    chosen = select(ResultVersion).where(ResultVersion.competition_id == competition_id)
    return session.exec(chosen.order_by(ResultVersion.number.desc()).limit(1)).first()


def data_hash(body: Mapping[str, Any]) -> str:
    """Return the fingerprint of a result: SHA-256 of its canonical JSON."""
    return hashlib.sha256(canonical(body).encode()).hexdigest()

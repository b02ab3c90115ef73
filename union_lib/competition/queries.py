"""What is fetched of a competition, in the words of the rules; services and reports both ask here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import String, func, type_coerce
from sqlmodel import Session, select

from ..common.errors import NotAllowed, NotFound
from ..registry.permissions import Permission, may, scopes
from ..registry.tables import Account, Union
from ..store.columns import canonical
from . import rules
from .rules import Duty, EntryState, Stage
from .rules.blind import BlindCodes, followed
from .rules.scoring import JudgeMarks
from .tables import (
    Allotment,
    Appeal,
    Appointment,
    BlindList,
    Competition,
    Discussion,
    Entry,
    Mark,
    RecheckItem,
    ResultVersion,
    SchemeVersion,
    Sheet,
)


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
            Appointment.competition_id == competition.id,
            Appointment.account_id == account_id,
            Appointment.ended_at.is_(None),
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
    """A judge's appointment with the person behind it; who was replaced has ended, and the marks stay."""

    appointment_id: int
    account_id: int
    seat: int
    name: str
    unit: str
    panel: str = ""
    stage_group: str = ""
    is_ended: bool = False


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
class Shown:
    """An entry as it may be seen: its code only while it is coded, else with title, names and unit."""

    code: str
    title: str = ""
    contestant: str = ""
    unit: str = ""
    district: str = ""


@dataclass(frozen=True)
class Coding:
    """How a competition's entries are coded: the lists drawn so far, and the code each entry bears."""

    state: BlindCodes
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_closed(self) -> bool:
        """Tell whether names are still behind codes."""
        return bool(self.state.draws) and bool(self.state.still_coded)

    def code(self, entry: Entry) -> str:
        """Return the code that stands on the judges' sheets."""
        return self.codes.get(entry.code, entry.code)


@dataclass(frozen=True)
class Field:
    """A competition as one moment sees it: scheme, entries, judges and the marks that count.

    `exceptions` say of an entry and a judge whether the judge marks it, where panels or a draw do not.
    """

    competition: Competition
    scheme: rules.Scheme
    scheme_number: int
    entries: list[Entry]
    judges: list[Judge]
    sheets: dict[int, Sheet]
    marks: dict[MarkKey, Decimal | None]
    exceptions: dict[tuple[int, int], bool] = field(default_factory=dict)
    coding: Coding = field(default_factory=lambda: Coding(BlindCodes(0)))

    def is_marked_by(self, entry: Entry, judge: Judge) -> bool:
        """Tell whether the judge marks the entry."""
        known = self.exceptions.get((entry.id or 0, judge.appointment_id))
        return is_marked_by(self.competition, entry, judge, known)

    def judges_of(self, entry: Entry) -> list[Judge]:
        """Return the judges who mark the entry, by seat."""
        return [judge for judge in self.judges if self.is_marked_by(entry, judge)]

    def criteria_of(self, judge: Judge) -> tuple[rules.Criterion, ...]:
        """Return the criteria the judge marks: all, or those of one stage."""
        return self.scheme.criteria_in(judge.stage_group)

    def entries_of(self, judge: Judge) -> list[Entry]:
        """Return the entries the judge marks, of those that are marked at all."""
        return [entry for entry in self.marked_entries() if self.is_marked_by(entry, judge)]

    def marks_of(self, entry: Entry) -> dict[str, JudgeMarks]:
        """Return an entry's marks by criterion key and appointment id; None where one is still to be given."""
        judges, entry_id = self.judges_of(entry), entry.id or 0
        seated = [(judge, {c.key for c in self.criteria_of(judge)}) for judge in judges]
        return {
            c.key: {
                judge.appointment_id: self.marks.get((judge.appointment_id, entry_id, c.key))
                for judge, keys in seated
                if c.key in keys
            }
            for c in self.scheme.criteria
        }

    def marked_entries(self) -> list[Entry]:
        """Return the entries that are to be marked: those that can be placed."""
        return [entry for entry in self.entries if entry.state in rules.PLACED_STATES]

    def missing_of(self, judge: Judge) -> int:
        """Return how many marks the judge's sheet still lacks."""
        keys = [c.key for c in self.criteria_of(judge)]
        cells = (
            (judge.appointment_id, entry.id or 0, key) for entry in self.entries_of(judge) for key in keys
        )
        return sum(1 for cell in cells if self.marks.get(cell) is None)

    def shown(self, entry: Entry) -> Shown:
        """Return the entry as those who run the competition may see it now."""
        if not self.coding.is_closed:
            return Shown(entry.code, entry.title, entry.contestant, entry.unit, entry.district)
        return Shown(self.coding.code(entry), entry.title if self.competition.shows_titles else "")


def is_marked_by(competition: Competition, entry: Entry, judge: Judge, known: bool | None) -> bool:
    """Tell whether a judge marks an entry: what is said expressly, else the draw, else the panels."""
    if known is not None:
        return known
    if competition.is_drawn or judge.is_ended:
        return False
    return not judge.panel or judge.panel == entry.panel


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
        marks=mark_values(session, competition_id),
        exceptions=exceptions_of(session, competition_id),
        coding=coding_of(session, competition),
    )


def mark_values(session: Session, competition_id: int) -> dict[MarkKey, Decimal | None]:
    """Return the newest value of every mark of a competition; texts become decimals once each."""
    chosen = (
        select(Sheet.appointment_id, Mark.entry_id, Mark.criterion, type_coerce(Mark.value, String))
        .join(Sheet, Sheet.id == Mark.sheet_id)
        .where(Sheet.competition_id == competition_id)
        .order_by(Mark.version)
    )
    exact: dict[str | None, Decimal | None] = {None: None}
    found: dict[MarkKey, Decimal | None] = {}
    for appointment_id, entry_id, criterion, text in session.execute(chosen):
        if text not in exact:
            exact[text] = Decimal(text)
        found[appointment_id, entry_id, criterion] = exact[text]
    return found


def exceptions_of(
    session: Session, competition_id: int, appointment_id: int | None = None
) -> dict[tuple[int, int], bool]:
    """Return by entry and appointment whether the judge marks the entry, where it is said expressly."""
    chosen = select(Allotment.entry_id, Allotment.appointment_id, Allotment.is_on)
    chosen = chosen.where(Allotment.competition_id == competition_id)
    if appointment_id is not None:
        chosen = chosen.where(Allotment.appointment_id == appointment_id)
    rows = session.execute(chosen)
    return {(entry_id, appointment_id): is_on for entry_id, appointment_id, is_on in rows}


def blind_lists(session: Session, competition_id: int) -> list[BlindList]:
    """Return the lists of codes in the order they were drawn."""
    chosen = select(BlindList).where(BlindList.competition_id == competition_id)
    return list(session.exec(chosen.order_by(BlindList.draw)))


def coding_of(session: Session, competition: Competition) -> Coding:
    """Return how far coding has come, and the code of every entry."""
    if not competition.blind_draws:
        return Coding(BlindCodes(0))
    lists = blind_lists(session, competition.id or 0)
    state = BlindCodes(
        draws=competition.blind_draws,
        holders=tuple(drawn.holder_id for drawn in lists),
        is_signed=competition.stage not in (Stage.DRAFT, Stage.MARKING),
        opened=sum(1 for drawn in lists if drawn.opened_at is not None),
    )
    read = [json.loads(drawn.codes) for drawn in lists]
    return Coding(state, {known: followed(read, known) for known in (read[0] if read else ())})


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
    return [_judge(appointment, name) for appointment, name in rows]


def _judge(appointment: Appointment, name: str) -> Judge:
    return Judge(
        appointment_id=appointment.id or 0,
        account_id=appointment.account_id,
        seat=appointment.seat,
        name=name,
        unit=appointment.unit,
        panel=appointment.panel,
        stage_group=appointment.stage_group,
        is_ended=appointment.ended_at is not None,
    )


def newest_marks(session: Session, appointment_id: int) -> dict[tuple[int, str], NewestMark]:
    """Return the newest version of every mark of a judge, by entry id and criterion key."""
    chosen = (
        select(Mark.entry_id, Mark.criterion, Mark.value, Mark.version, Mark.given_by, Mark.given_at)
        .join(Sheet, Sheet.id == Mark.sheet_id)
        .where(Sheet.appointment_id == appointment_id)
        .order_by(Mark.version)
    )
    return {(row[0], row[1]): NewestMark(*row[2:]) for row in session.execute(chosen)}


def last_given(session: Session, competition_id: int) -> dict[int, datetime]:
    """Return when each judge last gave a mark, by appointment id."""
    chosen = (
        select(Sheet.appointment_id, func.max(Mark.given_at))
        .join(Mark, Mark.sheet_id == Sheet.id)
        .where(Sheet.competition_id == competition_id)
        .group_by(Sheet.appointment_id)
    )
    return dict(session.execute(chosen).all())


def entry_counts(session: Session, competition_id: int) -> dict[EntryState, int]:
    """Count a competition's entries by state."""
    chosen = select(Entry.state, func.count()).where(Entry.competition_id == competition_id)
    return {EntryState(state): n for state, n in session.exec(chosen.group_by(Entry.state))}


def sheets_of(session: Session, competition_id: int) -> dict[int, Sheet]:
    """Return the mark sheets by appointment id."""
    rows = session.exec(select(Sheet).where(Sheet.competition_id == competition_id))
    return {sheet.appointment_id: sheet for sheet in rows}


def recheck_items(session: Session, result_id: int) -> list[RecheckItem]:
    """Return what is rechecked of a signed result."""
    chosen = select(RecheckItem).where(RecheckItem.result_id == result_id)
    return list(session.exec(chosen.order_by(RecheckItem.id)))


def appeals_of(session: Session, competition_id: int) -> list[Appeal]:
    """Return the appeals, the oldest first."""
    chosen = select(Appeal).where(Appeal.competition_id == competition_id)
    return list(session.exec(chosen.order_by(Appeal.id)))


def discussions_of(session: Session, competition_id: int) -> list[Discussion]:
    """Return every request to look again at a mark, the oldest first."""
    chosen = select(Discussion).where(Discussion.competition_id == competition_id)
    return list(session.exec(chosen.order_by(Discussion.id)))


def newest_result(session: Session, competition_id: int) -> ResultVersion | None:
    """Return the result as it was last signed, or None."""
    chosen = select(ResultVersion).where(ResultVersion.competition_id == competition_id)
    return session.exec(chosen.order_by(ResultVersion.number.desc()).limit(1)).first()


def data_hash(body: Mapping[str, Any]) -> str:
    """Return the fingerprint of a result: SHA-256 of its canonical JSON."""
    return hashlib.sha256(canonical(body).encode()).hexdigest()

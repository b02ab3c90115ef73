"""How far marking has come, by counting in the database and without fetching a mark."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, select

from . import rules
from .queries import Judge, competition_of, judges_of, scheme_version, sheets_of
from .rules import Scheme, SheetState
from .tables import Allotment, Appointment, Competition, Entry, Mark, Sheet


@dataclass(frozen=True)
class Progress:
    """How far a competition's marking has come: marks given and needed, in all and of each judge."""

    sheets: dict[SheetState, int]
    given_by: dict[int, int]
    needed_of: dict[int, int]

    @property
    def given(self) -> int:
        """Return how many marks have been given."""
        return sum(self.given_by.values())

    @property
    def needed(self) -> int:
        """Return how many marks there will be."""
        return sum(self.needed_of.values())

    @property
    def share(self) -> float:
        """The share of marks given, 0 to 1."""
        return self.given / self.needed if self.needed else 0.0


def progress_of(session: Session, competition_id: int) -> Progress:
    """Return how far the marking of a competition has come."""
    competition = competition_of(session, competition_id)
    scheme = rules.scheme_from_dict(scheme_version(session, competition_id).body)
    states = dict.fromkeys(SheetState, 0)
    for sheet in sheets_of(session, competition_id).values():
        states[sheet.state] += 1
    return Progress(
        sheets=states,
        given_by=marks_given(session, competition, scheme),
        needed_of=marks_needed(session, competition, scheme),
    )


def marks_given(session: Session, competition: Competition, scheme: Scheme) -> dict[int, int]:
    """Count each judge's newest marks that hold a value and count, by appointment id."""
    later = aliased(Mark)
    is_newest = ~(
        select(later.id)
        .where(later.sheet_id == Mark.sheet_id, later.entry_id == Mark.entry_id)
        .where(later.criterion == Mark.criterion, later.version > Mark.version)
        .exists()
    )
    chosen = (
        select(Sheet.appointment_id, func.count())
        .join(Mark, Mark.sheet_id == Sheet.id)
        .join(Entry, Entry.id == Mark.entry_id)
        .join(Appointment, Appointment.id == Sheet.appointment_id)
        .outerjoin(
            Allotment, and_(Allotment.entry_id == Entry.id, Allotment.appointment_id == Appointment.id)
        )
        .where(Sheet.competition_id == competition.id, Mark.value.is_not(None), is_newest)
        .where(Mark.criterion.in_([c.key for c in scheme.criteria]))
        .where(Entry.state.in_(rules.PLACED_STATES), _is_marked_by(competition))
    )
    return dict(session.exec(chosen.group_by(Sheet.appointment_id)).all())


def _is_marked_by(competition: Competition) -> object:
    """Return `Field.is_marked_by` in the words of the database."""
    if competition.is_drawn:
        return Allotment.is_on.is_(True)
    in_panel = or_(Appointment.panel == "", Appointment.panel == Entry.panel)
    usual = and_(Allotment.id.is_(None), Appointment.ended_at.is_(None), in_panel)
    return or_(Allotment.is_on.is_(True), usual)


def marks_needed(session: Session, competition: Competition, scheme: Scheme) -> dict[int, int]:
    """Count the marks each judge is to give, by appointment id: entries times criteria."""
    judges = judges_of(session, competition.id or 0)
    sizes = _panel_sizes(session, competition)
    entries = {judge.appointment_id: _usual(competition, judge, sizes) for judge in judges}
    by_id = {judge.appointment_id: judge for judge in judges}
    for appointment_id, is_on, panel, n in _exceptions(session, competition):
        is_usual = _usual(competition, by_id[appointment_id], Counter({panel: 1})) > 0
        entries[appointment_id] += n * (is_on - is_usual)
    return {
        j.appointment_id: entries[j.appointment_id] * len(scheme.criteria_in(j.stage_group)) for j in judges
    }


def _usual(competition: Competition, judge: Judge, sizes: Counter[str]) -> int:
    """Return how many entries a judge marks where nothing else is said."""
    if competition.is_drawn or judge.is_ended:
        return 0
    return sizes[judge.panel] if judge.panel else sizes.total()


def _panel_sizes(session: Session, competition: Competition) -> Counter[str]:
    chosen = (
        select(Entry.panel, func.count())
        .where(Entry.competition_id == competition.id, Entry.state.in_(rules.PLACED_STATES))
        .group_by(Entry.panel)
    )
    return Counter(dict(session.exec(chosen).all()))


def _exceptions(session: Session, competition: Competition) -> list[tuple[int, bool, str, int]]:
    chosen = (
        select(Allotment.appointment_id, Allotment.is_on, Entry.panel, func.count())
        .join(Entry, Entry.id == Allotment.entry_id)
        .where(Allotment.competition_id == competition.id, Entry.state.in_(rules.PLACED_STATES))
        .group_by(Allotment.appointment_id, Allotment.is_on, Entry.panel)
    )
    return [(a, is_on, panel, n) for a, is_on, panel, n in session.execute(chosen)]

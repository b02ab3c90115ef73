"""Rest cures: batches and limits set, people taken from the list, lots drawn, places given; in draft only.

The draw is made once, over everybody who may go; whoever wants another must take it back with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from sqlmodel import Session

from ...common.errors import N_, RuleViolation, StaleVersion
from ...registry.service import ReasonMissing
from ...store.audit import note
from ...workspace import Workspace
from ..queries import candidates_of, recipients_by_id
from ..refusals import AmountNegative, DecidedAlready, ListEmpty, PeriodReversed
from ..resting import (
    CureState,
    cure_of,
    cure_state,
    days_of,
    draw_number,
    rest_batches_of,
    rest_places_of,
)
from ..rules.curing import Bar
from ..rules.lottery import drawn
from ..rules.retreat import OverLimit, Stay
from ..rules.stages import Hand, Stage
from ..tables import Programme, Recipient, RestBatch, RestCure, RestPlace
from .acting import acting


@dataclass(eq=False)
class BatchesOverlap(RuleViolation):
    """Two batches are away on the same day, so the limit of a ward would not hold."""

    day: str

    what = N_("Two batches are away on {day}.")
    todo = N_("Let a batch begin after the one before it is back.")


@dataclass(eq=False)
class StayTooLong(RuleViolation):
    """A batch takes more days than the limit."""

    days: int
    limit: int

    what = N_("A batch takes {days} days, but a rest cure may take {limit}.")
    todo = N_("Shorten the batch; the limit stands under the figures in force.")


@dataclass(eq=False)
class StayTooDear(RuleViolation):
    """A day, or the whole stay, costs more than the limit."""

    what = N_("A day or the whole stay costs more than the limit for one person.")
    todo = N_("Lower the cost of a day, or shorten the batch.")


@dataclass(eq=False)
class SeedMissing(RuleViolation):
    """Lots were to be drawn without a seed."""

    what = N_("The seed of the draw is missing.")
    todo = N_("Enter one that nobody can choose to suit, such as a published lottery number.")


@dataclass(eq=False)
class DrawnAlready(RuleViolation):
    """Lots were to be drawn, or the list to change, after the draw."""

    what = N_("The lots have been drawn.")
    todo = N_("A second draw could be a wished one. If the list was wrong, take the draw back with a reason.")


@dataclass(eq=False)
class LotsNotDrawn(RuleViolation):
    """There are more people than places, and no order among them."""

    people: int
    places: int

    what = N_("{people} people may go, but only {places} of them can be given a place.")
    todo = N_("Draw lots first.")


@dataclass(frozen=True)
class BatchRow:
    """A batch as it was typed."""

    starts_on: date
    ends_on: date
    capacity: int


@dataclass(frozen=True)
class CureForm:
    """What holds for a rest cure, as it was typed; `away` and `staff` go by ward and by unit."""

    batches: Sequence[BatchRow]
    away_most: int = 1
    away: Mapping[str, int] = field(default_factory=dict)
    staff: Mapping[str, int] = field(default_factory=dict)
    gap_years: int = 0
    day_fen: int = 0

    def check(self) -> None:
        """Raise `AmountNegative`, `PeriodReversed` or `BatchesOverlap`."""
        numbers = (self.away_most, self.gap_years, self.day_fen, *self.away.values(), *self.staff.values())
        if min((*numbers, *(batch.capacity for batch in self.batches))) < 0:
            raise AmountNegative
        if any(batch.ends_on < batch.starts_on for batch in self.batches):
            raise PeriodReversed
        in_turn = sorted(self.batches, key=lambda batch: batch.starts_on)
        for before, after in pairwise(in_turn):
            if after.starts_on <= before.ends_on:
                raise BatchesOverlap(after.starts_on.isoformat())


def save_cure(ws: Workspace, programme_id: int, form: CureForm, *, seen_version: int) -> int:
    """Set batches, limits, headcounts and cost; return the new version. Places in a batch that is gone are freed.

    Raises what `CureForm.check` finds, `StayTooLong`, `StayTooDear`, `StaleVersion`.
    """
    form.check()
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        cure = _open_cure(session, programme, seen_version)
        cure.away_most, cure.away, cure.staff = form.away_most, dict(form.away), dict(form.staff)
        cure.gap_years, cure.day_fen = form.gap_years, form.day_fen
        _replace_batches(session, programme, form.batches)
        session.flush()
        state = cure_state(session, programme)
        _check_stays(state)
        note(
            session,
            N_("Set the batches of “{title}”: {n} batches, {places} places"),
            union_id=programme.union_id,
            title=programme.title,
            n=len(form.batches),
            places=state.places,
        )
        return cure.version


def _open_cure(session: Session, programme: Programme, seen_version: int) -> RestCure:
    cure = cure_of(session, programme.id or 0)
    if cure.version != seen_version:
        raise StaleVersion(programme.title, str(cure.version), str(seen_version))
    cure.version += 1
    session.add(cure)
    return cure


def _replace_batches(session: Session, programme: Programme, rows: Sequence[BatchRow]) -> None:
    for batch in rest_batches_of(session, programme.id or 0):
        session.delete(batch)
    session.flush()
    for number, row in enumerate(sorted(rows, key=lambda row: row.starts_on), 1):
        session.add(
            RestBatch(
                programme_id=programme.id or 0,
                number=number,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                capacity=row.capacity,
            )
        )
    for place in rest_places_of(session, programme.id or 0):
        if place.batch_number and place.batch_number > len(rows):
            place.batch_number, place.version = None, place.version + 1


def _check_stays(state: CureState) -> None:
    limits = state.figures.limits
    for batch in state.batches if limits else ():
        over = limits.exceeded(Stay(days_of(batch), state.cure.day_fen)) if limits else None
        if over == OverLimit.DAYS:
            raise StayTooLong(days_of(batch), limits.days if limits else 0)
        if over is not None:
            raise StayTooDear


def take_applicants(ws: Workspace, programme_id: int) -> int:
    """Take over who may receive from the programme's list; return how many want to go.

    Numbers stay with people; who is no longer on the list is taken off. Raises `ListEmpty`, `DrawnAlready`.
    """
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        cure = cure_of(session, programme_id)
        if cure.seed:
            raise DrawnAlready
        if not cure.version:
            cure.version = 1
            session.add(cure)
        listed = [one.recipient_id for one in candidates_of(session, programme_id) if one.tier]
        if not listed:
            raise ListEmpty
        known = {place.recipient_id: place for place in rest_places_of(session, programme_id)}
        for gone in known.keys() - set(listed):
            session.delete(known[gone])
        people = recipients_by_id(session, listed)
        number = max((place.number for place in known.values()), default=0)
        for recipient_id in listed:
            if recipient_id not in known:
                number += 1
                ward = ward_of(people[recipient_id])
                session.add(
                    RestPlace(programme_id=programme_id, recipient_id=recipient_id, number=number, ward=ward)
                )
        note(
            session,
            N_("Took {n} people over from the list of “{title}” for the rest cure"),
            union_id=programme.union_id,
            n=len(listed),
            title=programme.title,
        )
        return len(listed)


def ward_of(person: Recipient) -> str:
    """Return where a person is missed while away: the unit with its ward, or the unit.

    >>> from union_lib.consolation.tables import Kind
    >>> ward_of(Recipient(union_id=1, kind=Kind.MEDIC, name="A", unit="Hospital", ward="ICU"))
    'Hospital ICU'
    """
    return f"{person.unit} {person.ward}".strip()


def draw_lots(ws: Workspace, programme_id: int, seed: str) -> int:
    """Draw lots among everybody who may go (the quota is applied in their order); return how many took part.

    Anyone can draw again: `printf '%s' 'seed|R0001' | sha256sum`. Raises `SeedMissing`, `DrawnAlready`, `ListEmpty`,
    `FigureUnknown` and `NoRuleInForce` for a quota or limit nobody has recorded.
    """
    plain = seed.strip()[:80]
    if not plain:
        raise SeedMissing
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        state = cure_state(session, programme)
        state.figures.check_known()
        if state.cure.seed:
            raise DrawnAlready
        places = {draw_number(p.place): p.place for p in state.staying if p.bar in (None, Bar.QUOTA)}
        if not places:
            raise ListEmpty
        for rank, number in enumerate(drawn(plain, list(places), state.places).order, 1):
            places[number].lot, places[number].version = rank, places[number].version + 1
        state.cure.seed, state.cure.drawn_on = plain, ws.today
        state.cure.version += 1
        note(
            session,
            N_("Drew lots for “{title}” among {n} people with the seed “{seed}”"),
            union_id=programme.union_id,
            title=programme.title,
            n=len(places),
            seed=plain,
        )
        return len(places)


def take_draw_back(ws: Workspace, programme_id: int, reason: str) -> None:
    """Take a draw back with the places given by it; the audit keeps both. Raises `ReasonMissing`."""
    if not reason.strip():
        raise ReasonMissing
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        cure = cure_of(session, programme_id)
        if not cure.seed:
            raise DecidedAlready
        cure.seed, cure.drawn_on, cure.version = "", None, cure.version + 1
        for place in rest_places_of(session, programme_id):
            place.lot, place.batch_number, place.version = None, None, place.version + 1
        note(
            session,
            N_("Took the draw of “{title}” back"),
            union_id=programme.union_id,
            reason=reason.strip(),
            title=programme.title,
        )


def assign_places(ws: Workspace, programme_id: int, *, seen_version: int) -> tuple[int, int]:
    """Give everybody who may go a first place, the earlier lot first; return how many have one, how many wait.

    Raises `LotsNotDrawn` when not all can go and there is no order among them, and what `draw_lots` raises of figures.
    """
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        _open_cure(session, programme, seen_version)
        state = cure_state(session, programme)
        state.figures.check_known()
        changes = {c.person.place.id: c.after for c in state.first()}
        after = {p.place.id: changes.get(p.place.id, p.place.batch_number) for p in state.staying}
        seated = sum(batch is not None for batch in after.values())
        _check_drawn(state, seated)
        for change in state.first():
            change.person.place.batch_number = change.after
            change.person.place.version += 1
        note(
            session,
            N_("Gave places of “{title}”: {n} go, {waiting} wait"),
            union_id=programme.union_id,
            title=programme.title,
            n=seated,
            waiting=len(after) - seated,
        )
        return seated, len(after) - seated


def _check_drawn(state: CureState, seated: int) -> None:
    want = [person for person in state.staying if person.bar in (None, Bar.QUOTA)]
    if not want:
        raise ListEmpty
    if seated < len(want) and not state.cure.seed:
        raise LotsNotDrawn(len(want), seated)

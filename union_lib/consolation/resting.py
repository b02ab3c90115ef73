"""A programme's rest cure as it stands: its batches, who wants to go, who may not and why, which figures hold."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlmodel import Session, col, select

from ..common.policies import FigureUnknown, NoRuleInForce, PolicyBook
from ..store.columns import canonical
from .figures import programme_book
from .queries import merged_ids, recipients_by_id
from .rules.curing import Applicant, Bar, CureRules, bars, first_places
from .rules.places import Limits, Repair, Traveller, repaired
from .rules.retreat import QuotaRule, StayLimits
from .rules.stages import Stage
from .tables import Programme, Recipient, RestBatch, RestCure, RestPlace

QUOTA, LIMIT = "rest_quota", "rest_limit"


@dataclass(frozen=True)
class CureFigures:
    """The figures in force: quota and limits (None: decided not to, or unknown), and which are unknown."""

    quota: QuotaRule | None
    limits: StayLimits | None
    unknown: Sequence[FigureUnknown | NoRuleInForce]
    citations: Mapping[str, str]

    def check_known(self) -> None:
        """Raise `FigureUnknown` or `NoRuleInForce` for the first that nobody has recorded."""
        for refusal in self.unknown:
            raise refusal


@dataclass(frozen=True)
class Person:
    """Somebody who wants to go, as on file, and why not (None: may go); `years_gone` are earlier cures."""

    place: RestPlace
    recipient: Recipient
    bar: Bar | None
    years_gone: tuple[int, ...] = ()

    @property
    def order(self) -> tuple[int, int]:
        """Return where the person stands: by lot, before the draw by number."""
        return (self.place.lot or 0, self.place.number)

    @property
    def has_left(self) -> bool:
        """Tell whether the person dropped out."""
        return bool(self.place.left_reason)


@dataclass(frozen=True)
class Change:
    """One person's place before and after a repair; None is the waiting list."""

    person: Person
    before: int | None
    after: int | None


@dataclass(frozen=True)
class CureState:
    """A rest cure as it stands; people in the order of their lots."""

    programme: Programme
    cure: RestCure
    batches: Sequence[RestBatch]
    people: Sequence[Person]
    figures: CureFigures

    @property
    def staying(self) -> list[Person]:
        """Return who has not dropped out."""
        return [person for person in self.people if not person.has_left]

    @property
    def places(self) -> int:
        """Return how many places the batches have."""
        return sum(batch.capacity for batch in self.batches)

    @property
    def limits(self) -> Limits:
        """Return the places of the batches, and how many of each ward may be away at once."""
        wards = {person.place.ward for person in self.people}
        return Limits(
            [batch.capacity for batch in self.batches],
            {ward: int(self.cure.away.get(ward, self.cure.away_most)) for ward in wards},
        )

    def travellers(self) -> list[Traveller]:
        """Return who may go, in order, batches by position."""
        at = {batch.number: position for position, batch in enumerate(self.batches)}
        return [
            Traveller(
                person.place.id or 0,
                person.place.ward,
                at.get(person.place.batch_number or 0),
                frozenset(at[n] for n in person.place.refused.get("batches", ()) if n in at),
            )
            for person in self.staying
            if person.bar is None
        ]

    def first(self) -> list[Change]:
        """Return everybody's first place."""
        return self._changes(first_places(self.travellers(), self.limits))

    def repair(self) -> list[Change]:
        """Return the least change that fills free places and keeps every limit."""
        return self._changes(repaired(self.travellers(), self.limits))

    def _changes(self, found: Repair) -> list[Change]:
        numbers = [batch.number for batch in self.batches]
        changes = []
        for person in self.staying:
            position = found.batches.get(person.place.id or 0)
            after = None if position is None else numbers[position]
            if after != person.place.batch_number:
                changes.append(Change(person, person.place.batch_number, after))
        return changes


def changes_hash(changes: Sequence[Change]) -> str:
    """Return SHA-256 over a repair, so that what is applied is what was seen."""
    record = [[c.person.place.id, c.person.place.version, c.before, c.after] for c in changes]
    return hashlib.sha256(canonical(record).encode()).hexdigest()


def cure_of(session: Session, programme_id: int) -> RestCure:
    """Return the programme's rest cure, or a new one not saved yet (version 0)."""
    found = session.exec(select(RestCure).where(RestCure.programme_id == programme_id)).first()
    return found or RestCure(programme_id=programme_id, version=0)


def rest_batches_of(session: Session, programme_id: int) -> Sequence[RestBatch]:
    """Return the batches by number."""
    return session.exec(
        select(RestBatch).where(RestBatch.programme_id == programme_id).order_by(col(RestBatch.number))
    ).all()


def rest_places_of(session: Session, programme_id: int) -> Sequence[RestPlace]:
    """Return everybody who wants or wanted to go, by number."""
    return session.exec(
        select(RestPlace).where(RestPlace.programme_id == programme_id).order_by(col(RestPlace.number))
    ).all()


def cure_state(session: Session, programme: Programme) -> CureState:
    """Return the rest cure of a programme as it stands."""
    cure, batches = cure_of(session, programme.id or 0), rest_batches_of(session, programme.id or 0)
    places = rest_places_of(session, programme.id or 0)
    figures = cure_figures(session, programme)
    on_file = recipients_by_id(session, (place.recipient_id for place in places))
    year = batches[0].starts_on.year if batches else programme.starts_on.year
    past = _past(session, programme, year)
    order = sorted(places, key=lambda p: (p.batch_number is None, p.lot or 0, p.number))
    applicants = [
        Applicant(
            place.id or 0,
            on_file[place.recipient_id].unit,
            past.years.get(place.recipient_id, ()),
            past.used_fen.get(place.recipient_id, 0),
        )
        for place in order
        if not place.left_reason
    ]
    days = max((days_of(batch) for batch in batches), default=0)
    rules = CureRules(year, days * cure.day_fen, cure.gap_years, figures.quota, figures.limits)
    staff = {unit: int(n) for unit, n in cure.staff.items()}
    found = bars(applicants, rules, staff, past.gone)
    people = [
        Person(p, on_file[p.recipient_id], found.get(p.id or 0), past.years.get(p.recipient_id, ()))
        for p in places
    ]
    return CureState(programme, cure, batches, sorted(people, key=lambda p: p.order), figures)


def draw_number(place: RestPlace) -> str:
    """Return the number a person is drawn with and published under."""
    return f"R{place.number:04d}"


def days_of(batch: RestBatch) -> int:
    """Return how many days a batch takes, the first and the last included."""
    return (batch.ends_on - batch.starts_on).days + 1


@dataclass(frozen=True)
class _Past:
    """Earlier cures by recipient: the years, what this year's cost; and how many of each unit went this year."""

    years: Mapping[int, tuple[int, ...]]
    used_fen: Mapping[int, int]
    gone: Mapping[str, int]


def _past(session: Session, programme: Programme, year: int) -> _Past:
    columns: Any = select(RestPlace.recipient_id, RestBatch, RestCure.day_fen, Recipient.unit)
    rows = session.exec(
        columns.join(
            RestBatch,
            (RestBatch.programme_id == RestPlace.programme_id) & (RestBatch.number == RestPlace.batch_number),
        )
        .join(RestCure, RestCure.programme_id == RestPlace.programme_id)
        .join(Recipient, Recipient.id == RestPlace.recipient_id)
        .join(Programme, Programme.id == RestPlace.programme_id)
        .where(
            RestPlace.programme_id != programme.id,
            RestPlace.left_reason == "",
            Programme.stage != Stage.CANCELLED.value,
        )
    ).all()
    merged = merged_ids(session)
    years: dict[int, tuple[int, ...]] = {}
    used: dict[int, int] = {}
    gone: Counter[str] = Counter()
    for recipient_id, batch, day_fen, unit in rows:
        one = merged.get(recipient_id, recipient_id)
        years[one] = (*years.get(one, ()), batch.starts_on.year)
        if batch.starts_on.year == year:
            used[one] = used.get(one, 0) + days_of(batch) * day_fen
            gone[unit] += 1
    return _Past(years, used, gone)


def cure_figures(session: Session, programme: Programme) -> CureFigures:
    """Return quota and limits of rest cures in force for a programme."""
    book = programme_book(session, programme)
    unknown: list[FigureUnknown | NoRuleInForce] = []
    citations: dict[str, str] = {}
    quota = _figure(book, programme, QUOTA, unknown, citations)
    limit = _figure(book, programme, LIMIT, unknown, citations)
    return CureFigures(
        _quota(quota) if isinstance(quota, dict) else None,
        _limits(limit) if isinstance(limit, dict) else None,
        unknown,
        citations,
    )


def _figure(
    book: PolicyBook, programme: Programme, policy: str, unknown: list[Any], citations: dict[str, str]
) -> Any:
    try:
        found = book.figure(policy, programme.decided_on, programme.area)
    except (FigureUnknown, NoRuleInForce) as refusal:
        unknown.append(refusal)
        return None
    citations[policy] = found.citation
    return found.value


def _quota(value: Mapping[str, Any]) -> QuotaRule:
    """Return the quota; the subsidy is a figure of its own and no part of it."""
    small, share = Fraction(str(value["small_share"])), Fraction(str(value["share"]))
    return QuotaRule(int(value["small_max"]), small, share, one_day_fen=0, day_fen=0, most_days=0)


def _limits(value: Mapping[str, Any]) -> StayLimits:
    return StayLimits(
        int(value["days"]),
        int(value["days_paired_region"]),
        int(value["a_day_fen"]),
        int(value["a_year_fen"]),
    )

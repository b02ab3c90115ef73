"""Rest cures: batches and how full they are, who goes and who waits, the draw as it is posted, a repair ahead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ...common.identifiers import masked, masked_name
from ...common.policies import FigureUnknown, NoRuleInForce
from ...registry.tables import Union
from ...workspace import Workspace
from ..queries import hands, programme_of, require_reader
from ..resting import CureState, Person, changes_hash, cure_state, draw_number
from ..rules.curing import Bar
from ..rules.lottery import Draw, lot
from ..rules.stages import Hand
from ..tables import Programme, RestCure


@dataclass(frozen=True)
class RestBatchRow:
    """A batch, and how many go with it in all and of each ward."""

    number: int
    starts_on: date
    ends_on: date
    capacity: int
    going: int
    wards: Mapping[str, int]


@dataclass(frozen=True)
class RestPersonRow:
    """Somebody who wants to go; `batch` None waits, `bar` says why not, `left_reason` why no more."""

    id: int
    number: str
    name: str
    identity: str
    phone: str
    unit: str
    ward: str
    lot: int | None
    batch: int | None
    refused: Sequence[int]
    bar: Bar | None
    years_gone: Sequence[int]
    left_reason: str
    version: int

    @property
    def is_waiting(self) -> bool:
        """Tell whether the person can still be given a place; who is beyond the quota moves up by drop-outs."""
        return self.batch is None and not self.left_reason and self.bar in (None, Bar.QUOTA)


@dataclass(frozen=True)
class RestChangeRow:
    """What a repair would change for one person; None is the waiting list."""

    name: str
    ward: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class RestSheet:
    """A rest cure with its batches and people; `repair` and its `repair_hash` are what a repair would do now."""

    programme: Programme
    union: str
    hands: frozenset[Hand]
    cure: RestCure
    batches: Sequence[RestBatchRow]
    people: Sequence[RestPersonRow]
    units: Mapping[str, int]
    """How many of each unit want to go."""
    quotas: Mapping[str, int]
    """How many of a unit may go in the year, where its headcount is known."""
    unknown: Sequence[FigureUnknown | NoRuleInForce]
    citations: Mapping[str, str]
    repair: Sequence[RestChangeRow]
    repair_hash: str
    draw: Draw | None

    @property
    def places(self) -> int:
        """Return how many places the batches have."""
        return sum(batch.capacity for batch in self.batches)

    @property
    def going(self) -> int:
        """Return how many have a place."""
        return sum(batch.going for batch in self.batches)

    @property
    def waiting(self) -> int:
        """Return how many can still be given a place."""
        return sum(1 for person in self.people if person.is_waiting)


def rest_sheet(ws: Workspace, programme_id: int) -> RestSheet:
    """Return the rest cure of a programme as it stands; people in the order of their lots, identities masked."""
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
        require_reader(session, ws.actor.account_id, programme.union_id)
        state = cure_state(session, programme)
        changes = state.repair() if any(p.place.batch_number for p in state.people) else []
        quota = state.figures.quota
        return RestSheet(
            programme,
            session.get_one(Union, programme.union_id).name,
            hands(session, ws.actor.account_id, programme.union_id),
            state.cure,
            _batches(state),
            [_person(person) for person in state.people],
            Counter(p.recipient.unit for p in state.staying),
            {unit: quota.max_people(int(n)) for unit, n in state.cure.staff.items()} if quota else {},
            state.figures.unknown,
            state.figures.citations,
            [RestChangeRow(c.person.recipient.name, c.person.place.ward, c.before, c.after) for c in changes],
            changes_hash(changes) if changes else "",
            _draw(state),
        )


def _batches(state: CureState) -> list[RestBatchRow]:
    rows = []
    for batch in state.batches:
        wards = Counter(p.place.ward for p in state.staying if p.place.batch_number == batch.number)
        rows.append(
            RestBatchRow(
                batch.number, batch.starts_on, batch.ends_on, batch.capacity, sum(wards.values()), wards
            )
        )
    return rows


def _person(person: Person) -> RestPersonRow:
    place, on_file = person.place, person.recipient
    return RestPersonRow(
        place.id or 0,
        draw_number(place),
        on_file.name,
        masked(on_file.identity) if on_file.identity else "",
        masked(on_file.phone) if on_file.phone else "",
        on_file.unit,
        place.ward,
        place.lot,
        place.batch_number,
        place.refused.get("batches", ()),
        person.bar,
        person.years_gone,
        place.left_reason,
        place.version,
    )


def _draw(state: CureState) -> Draw | None:
    if not state.cure.seed:
        return None
    drawn = [person for person in state.people if person.place.lot is not None]
    return Draw(state.cure.seed, tuple(draw_number(person.place) for person in drawn), state.places)


@dataclass(frozen=True)
class LotRow:
    """One line of the posted draw: rank, number, masked name, unit, and the SHA-256 anyone can compute."""

    rank: int
    number: str
    name: str
    unit: str
    lot: str
    batch: int | None
    has_left: bool


def lot_rows(sheet: RestSheet) -> list[LotRow]:
    """Return the draw as it is posted, in its order."""
    return [
        LotRow(
            p.lot,
            p.number,
            masked_name(p.name),
            p.unit,
            lot(sheet.cure.seed, p.number),
            p.batch,
            bool(p.left_reason),
        )
        for p in sheet.people
        if p.lot is not None
    ]

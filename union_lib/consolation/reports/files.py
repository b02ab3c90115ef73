"""Who is on file: a page of recipients, one file, doubtful pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, select

from ...common.errors import NotFound
from ...common.identifiers import masked
from ...common.text import translate
from ...workspace import Workspace
from ..queries import hands, households_by_id, require_reader, unions_read_by
from ..rules.kinds import Kind
from ..rules.stages import Hand
from ..tables import Candidate, DoubtfulPair, Household, Programme, Recipient
from ..words import KINDS

PAGE_SIZES = (10, 20, 50, 100)
SORTS = {
    "name": Recipient.name,
    "district": Recipient.district,
    "unit": Recipient.unit,
    "kind": Recipient.kind,
}


@dataclass(frozen=True)
class Wanted:
    """What a page of recipients is asked for; pages count from 1."""

    search: str = ""
    kind: Kind | None = None
    district: str = ""
    page: int = 1
    size: int = 20
    sort: str = ""
    is_descending: bool = False
    with_left: bool = False


@dataclass(frozen=True)
class FileLine:
    """One recipient in the list, sealed columns masked."""

    id: int
    name: str
    kind: Kind
    identity: str
    phone: str
    card: str
    unit: str
    district: str
    industry: str
    household: str
    has_left: bool


@dataclass(frozen=True)
class FilePage:
    """A page of recipients and how many there are in all."""

    lines: Sequence[FileLine]
    total: int


def file_page(ws: Workspace, wanted: Wanted) -> FilePage:
    """Return a page of the recipients the account may read; a search looks at names, units and file numbers."""
    with ws.reading() as session:
        chosen = _chosen(session, ws, wanted)
        total = session.exec(select(func.count()).select_from(chosen.subquery())).one()
        column: Any = SORTS.get(wanted.sort, Recipient.id)
        ordered = chosen.order_by(column.desc() if wanted.is_descending else column, Recipient.id)
        size = wanted.size if wanted.size in PAGE_SIZES else 20
        rows = session.exec(ordered.offset((max(wanted.page, 1) - 1) * size).limit(size)).all()
        houses = _numbers(session, [row.household_id for row in rows if row.household_id])
        return FilePage([_of(row, houses) for row in rows], total)


def _chosen(session: Session, ws: Workspace, wanted: Wanted) -> Any:
    chosen = select(Recipient).where(
        Recipient.union_id.in_(unions_read_by(session, ws.actor.account_id)),
        Recipient.merged_into.is_(None),
    )
    if not wanted.with_left:
        chosen = chosen.where(Recipient.left_on.is_(None))
    if wanted.kind:
        chosen = chosen.where(Recipient.kind == wanted.kind)
    if wanted.district:
        chosen = chosen.where(Recipient.district == wanted.district)
    if text := wanted.search.strip():
        houses = select(Household.id).where(Household.number.contains(text, autoescape=True))
        chosen = chosen.where(
            or_(
                Recipient.name.contains(text, autoescape=True),
                Recipient.unit.contains(text, autoescape=True),
                Recipient.household_id.in_(houses),
            )
        )
    return chosen


def _numbers(session: Session, ids: Sequence[int]) -> dict[int, str]:
    rows = session.exec(select(Household.id, Household.number).where(Household.id.in_(ids))).all()
    return {household_id or 0: number for household_id, number in rows}


def file_line(row: Recipient, household: str = "") -> FileLine:
    """Return a recipient as lists show one."""
    return FileLine(
        row.id or 0,
        row.name,
        Kind(row.kind),
        masked(row.identity) if row.identity else "",
        masked(row.phone, head=3) if row.phone else "",
        masked(row.card, head=4) if row.card else "",
        row.unit,
        row.district,
        row.industry,
        household,
        row.left_on is not None,
    )


def _of(row: Recipient, houses: dict[int, str]) -> FileLine:
    return file_line(row, houses.get(row.household_id or 0, ""))


def all_files(ws: Workspace) -> list[tuple[FileLine, Household | None]]:
    """Return every recipient the account may read with the household, sealed columns masked."""
    with ws.reading() as session:
        rows = session.exec(_chosen(session, ws, Wanted()).order_by(Recipient.district, Recipient.id)).all()
        houses = households_by_id(session, (row.household_id for row in rows if row.household_id))
        found = []
        for row in rows:
            house = houses.get(row.household_id or 0)
            found.append((file_line(row, house.number if house else ""), house))
        return found


def districts(ws: Workspace) -> list[str]:
    """Return the districts that occur in the files."""
    with ws.reading() as session:
        unions = unions_read_by(session, ws.actor.account_id)
        rows = session.exec(
            select(Recipient.district)
            .where(Recipient.union_id.in_(unions), Recipient.district != "")
            .distinct()
            .order_by(Recipient.district)
        )
        return list(rows.all())


@dataclass(frozen=True)
class History:
    """A programme somebody was on the list of."""

    programme_id: int
    title: str
    stage: str
    tier: str
    cause: str
    entitled_fen: int


@dataclass(frozen=True)
class FileCard:
    """One recipient's file with the household and what was given before."""

    recipient: Recipient
    household: Household | None
    members: Sequence[FileLine]
    history: Sequence[History]
    may_change: bool


def file_card(ws: Workspace, recipient_id: int) -> FileCard:
    """Return one file; `NotFound`, `NotAllowed`."""
    with ws.reading() as session:
        recipient = session.get(Recipient, recipient_id)
        if recipient is None:
            raise NotFound
        require_reader(session, ws.actor.account_id, recipient.union_id)
        house = session.get(Household, recipient.household_id) if recipient.household_id else None
        members: list[Recipient] = []
        if house:
            members = list(session.exec(select(Recipient).where(Recipient.household_id == house.id)).all())
        told = session.exec(
            select(Programme, Candidate)
            .join(Candidate, Candidate.programme_id == Programme.id)
            .where(Candidate.recipient_id == recipient_id)
            .order_by(Programme.decided_on.desc())
        ).all()
        return FileCard(
            recipient,
            house,
            [
                file_line(member, house.number if house else "")
                for member in members
                if member.id != recipient_id
            ],
            [History(p.id or 0, p.title, p.stage.value, c.tier, c.cause, c.entitled_fen) for p, c in told],
            Hand.STAFF in hands(session, ws.actor.account_id, recipient.union_id),
        )


@dataclass(frozen=True)
class PairLine:
    """Two recipients who may be one, with why they look alike."""

    id: int
    first: FileLine
    second: FileLine
    cause: str
    verdict: str


def doubtful_pairs(ws: Workspace, *, is_open: bool = True, limit: int = 200) -> list[PairLine]:
    """Return doubtful pairs, oldest first; only undecided ones unless told."""
    with ws.reading() as session:
        chosen = select(DoubtfulPair).where(
            DoubtfulPair.union_id.in_(unions_read_by(session, ws.actor.account_id))
        )
        if is_open:
            chosen = chosen.where(DoubtfulPair.verdict.is_(None))
        pairs = session.exec(chosen.order_by(DoubtfulPair.id).limit(limit)).all()
        ids = {one for pair in pairs for one in (pair.first_id, pair.second_id)}
        people = {
            row.id or 0: row for row in session.exec(select(Recipient).where(Recipient.id.in_(ids))).all()
        }
        houses = _numbers(session, [row.household_id for row in people.values() if row.household_id])
        return [
            PairLine(
                pair.id or 0,
                _of(people[pair.first_id], houses),
                _of(people[pair.second_id], houses),
                pair.cause,
                pair.verdict.value if pair.verdict else "",
            )
            for pair in pairs
        ]


def open_pair_count(ws: Workspace) -> int:
    """Return how many doubtful pairs nobody has decided."""
    with ws.reading() as session:
        unions = unions_read_by(session, ws.actor.account_id)
        return session.exec(
            select(func.count())
            .select_from(DoubtfulPair)
            .where(DoubtfulPair.union_id.in_(unions), DoubtfulPair.verdict.is_(None))
        ).one()


def kind_words() -> dict[str, str]:
    """Return the kinds of recipients in the spoken language."""
    return {kind.value: translate(word) for kind, word in KINDS.items()}

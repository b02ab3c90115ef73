"""A programme's list as it is assessed: a page of candidates, and why the others are out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import select

from ...common.identifiers import masked
from ...workspace import Workspace
from ..assessed import figures_on
from ..figures import programme_book
from ..queries import programme_of, require_reader
from ..tables import Candidate, Recipient

PAGE_SIZES = (10, 20, 50, 100)


@dataclass(frozen=True)
class ListWanted:
    """What a page of a list is asked for: everybody, those in, or those out for a cause; pages from 1."""

    search: str = ""
    group: str = ""
    page: int = 1
    size: int = 20


@dataclass(frozen=True)
class CandidateLine:
    """One candidate in the list; amounts are fen."""

    id: int
    position: int
    name: str
    identity: str
    unit: str
    district: str
    tier: str
    cause: str
    entitled_fen: int
    room_fen: int | None
    members: int
    is_hard_hit: bool
    reason: str


@dataclass(frozen=True)
class CandidatePage:
    """A page of a list, how many it has in all, and how many there are of each tier and cause."""

    lines: Sequence[CandidateLine]
    total: int
    tiers: Sequence[tuple[str, int]]
    causes: Sequence[tuple[str, int]]


def candidate_page(ws: Workspace, programme_id: int, wanted: ListWanted) -> CandidatePage:
    """Return a page of a programme's list.

    `group` is a tier, or a cause written with a leading `!`.
    """
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
        require_reader(session, ws.actor.account_id, programme.union_id)
        chosen = _chosen(programme_id, wanted)
        total = session.exec(select(func.count()).select_from(chosen.subquery())).one()
        size = wanted.size if wanted.size in PAGE_SIZES else 20
        rows = session.exec(
            chosen.order_by(Candidate.position).offset((max(wanted.page, 1) - 1) * size).limit(size)
        ).all()
        counts = session.exec(
            select(Candidate.tier, Candidate.cause, func.count())
            .where(Candidate.programme_id == programme_id)
            .group_by(Candidate.tier, Candidate.cause)
        ).all()
    tiers: dict[str, int] = {}
    causes: dict[str, int] = {}
    for tier, cause, count in counts:
        into = tiers if tier else causes
        key = tier or cause
        into[key] = into.get(key, 0) + count
    return CandidatePage(
        [_line(candidate, recipient) for candidate, recipient in rows],
        total,
        sorted(tiers.items(), key=lambda one: -one[1]),
        sorted(causes.items(), key=lambda one: -one[1]),
    )


def _chosen(programme_id: int, wanted: ListWanted) -> Any:
    chosen = (
        select(Candidate, Recipient)
        .join(Recipient, Recipient.id == Candidate.recipient_id)
        .where(Candidate.programme_id == programme_id)
    )
    if wanted.group.startswith("!"):
        chosen = chosen.where(Candidate.tier == "", Candidate.cause == wanted.group[1:])
    elif wanted.group:
        chosen = chosen.where(Candidate.tier == wanted.group)
    if text := wanted.search.strip():
        named = Recipient.name.contains(text, autoescape=True)
        placed = Recipient.unit.contains(text, autoescape=True)
        chosen = chosen.where(or_(named, placed))
    return chosen


def _line(candidate: Candidate, recipient: Recipient) -> CandidateLine:
    return CandidateLine(
        candidate.id or 0,
        candidate.position,
        recipient.name,
        masked(recipient.identity) if recipient.identity else "",
        recipient.unit,
        recipient.district,
        candidate.tier,
        candidate.cause,
        candidate.entitled_fen,
        candidate.room_fen,
        int(candidate.facts.get("members", 1)),
        bool(candidate.facts.get("hard_hit")),
        str(candidate.facts.get("reason", "")),
    )


@dataclass(frozen=True)
class FigureUsed:
    """A figure a programme's rules use on its day; `value` None is unknown and blocks."""

    policy: str
    value: Any
    citation: str
    confidence: str


def figures_used(ws: Workspace, programme_id: int) -> list[FigureUsed]:
    """Return the figures in force for a programme, with what is unknown among them."""
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
        require_reader(session, ws.actor.account_id, programme.union_id)
        book = programme_book(session, programme)
        figures = figures_on(book, programme)
    return [
        FigureUsed(policy, None, "", "")
        if told is None
        else FigureUsed(policy, told["value"], told["citation"], told["confidence"])
        for policy, told in figures.items()
    ]

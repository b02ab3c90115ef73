"""What a programme's budget comes to: its list divided by its terms, kept versions checked and published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlmodel import Session, select

from ..common.identifiers import masked_name
from ..store.columns import canonical
from .assessed import figures_on, unlike_replay
from .figures import APPROVAL_RANGES, programme_book
from .queries import candidates_of, data_hash, line_record
from .refusals import CheckFails
from .rules.checker import faults
from .rules.dividing import Cases, Division, divide
from .rules.kinds import Purpose
from .rules.merkle import tree
from .rules.stages import ApprovalRange
from .rules.terms import Terms, Tier, terms_of_record
from .tables import Allocation, AllocationLine, Programme, Recipient


@dataclass(frozen=True)
class Divided:
    """A programme's list as its terms divide the budget now; `division` is None when nobody is eligible."""

    listed: Sequence[Any]
    terms: Terms
    division: Division | None
    body: Mapping[str, Any]
    data_hash: str


def divided_of(session: Session, programme: Programme) -> Divided:
    """Return what the programme's list gets under its terms."""
    terms = terms_of_record(programme.terms)
    listed = [c for c in candidates_of(session, programme.id or 0) if c.tier]
    body = body_of(session, programme)
    if not listed:
        return Divided(listed, terms, None, body, data_hash(body, ()))
    division = divide(terms, cases_of(listed), programme.budget_fen, programme.granularity_fen)
    lines = zip(listed, division.amounts(), strict=True)
    records = (
        [n, c.recipient_id, c.tier, c.entitled_fen, c.room_fen, c.facts, amount]
        for n, (c, amount) in enumerate(lines, 1)
    )
    return Divided(listed, terms, division, body, data_hash(body, records))


def body_of(session: Session, programme: Programme) -> dict[str, Any]:
    """Return what an allocation follows from besides its lines: terms, budget, and the figures in force."""
    return {
        "programme": programme.title,
        "purpose": Purpose(programme.purpose).value,
        "figures": figures_on(programme_book(session, programme), programme),
        "union_id": programme.union_id,
        "budget_fen": programme.budget_fen,
        "granularity_fen": programme.granularity_fen,
        "decided_on": programme.decided_on.isoformat(),
        "area": programme.area,
        "terms": programme.terms,
    }


def cases_of(listed: Sequence[Any]) -> Cases:
    """Return candidates or lines of an allocation as the rules want them: columns of equal length."""
    tiers = {tier.value: tier for tier in Tier}
    return Cases(
        tiers=[tiers[one.tier] for one in listed],
        entitled_fen=np.array([one.entitled_fen for one in listed], dtype=np.int64),
        room_fen=[one.room_fen for one in listed],
        members=np.array([one.facts.get("members", 1) for one in listed], dtype=np.int64),
        hard_hit=np.array([bool(one.facts.get("hard_hit")) for one in listed]),
    )


def differences(allocation: Allocation, lines: Sequence[Any]) -> list[str]:
    """Return where a kept allocation is not what its own figures, facts and terms come to; empty is sound.

    Assessed again line by line, divided again as a whole, and confirmed by the independent check.
    """
    found = [f"line {number}: assessed otherwise" for number in unlike_replay(allocation, lines)]
    again = redivided(allocation, lines).amounts()
    kept = [line.amount_fen for line in lines]
    found += [
        f"line {line.position}: {line.amount_fen} fen kept, {fen} fen divided again"
        for line, fen in zip(lines, again, strict=True)
        if line.amount_fen != fen
    ]
    if data_hash(allocation.body, map(line_record, lines)) != allocation.data_hash:
        found.append("the data hash does not fit")
    if allocation.total_fen != sum(kept):
        found.append("the total is not the sum of the lines")
    return found + faults(allocation.certificate, kept)


def redivided(allocation: Allocation, lines: Sequence[Any]) -> Division:
    """Return a kept allocation divided again from its own body and lines (a replay of its day)."""
    body = allocation.body
    terms = terms_of_record(body["terms"])
    return divide(terms, cases_of(lines), body["budget_fen"], body["granularity_fen"])


def check_kept(allocation: Allocation, awards_fen: Sequence[int]) -> None:
    """Raise `CheckFails` unless the independent check confirms an allocation to the last fen."""
    if found := faults(allocation.certificate, awards_fen):
        raise CheckFails(len(found))


def approval_ranges(session: Session, programme: Programme) -> list[ApprovalRange]:
    """Return how many approvals which total needs at the programme's union, on its day."""
    book = programme_book(session, programme)
    ranges = book.figure(APPROVAL_RANGES, programme.decided_on, programme.area).value
    return [ApprovalRange(up_to, count) for up_to, count in ranges]


@dataclass(frozen=True)
class PublicLine:
    """A line as the notice shows it; `leaf` is what its place in the published root covers."""

    number: int
    name: str
    place: str
    tier: str
    amount_fen: int
    salt: str

    def leaf(self) -> bytes:
        """Return the line's bytes in the Merkle tree (RFC 6962): canonical JSON with its salt."""
        return canonical([self.number, self.name, self.place, self.tier, self.amount_fen, self.salt]).encode()


def public_lines(session: Session, allocation_id: int) -> list[PublicLine]:
    """Return the lines of an allocation as the notice shows them, names masked."""
    rows = session.exec(
        select(
            AllocationLine.position,
            AllocationLine.shown,
            AllocationLine.tier,
            AllocationLine.amount_fen,
            AllocationLine.salt,
        )
        .where(AllocationLine.allocation_id == allocation_id)
        .order_by(AllocationLine.position)
    )
    return [
        PublicLine(number, shown["name"], shown["place"], tier, fen, salt)
        for number, shown, tier, fen, salt in rows
    ]


def shown_of(session: Session, recipient_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """Return what a notice may say of recipients: the masked name, and the district or unit."""
    wanted = sorted(set(recipient_ids))
    shown: dict[int, dict[str, str]] = {}
    for at in range(0, len(wanted), 5_000):
        rows = session.exec(
            select(Recipient.id, Recipient.name, Recipient.district, Recipient.unit).where(
                Recipient.id.in_(wanted[at : at + 5_000])
            )
        )
        shown |= {
            one or 0: {"name": masked_name(name), "place": district or unit}
            for one, name, district, unit in rows
        }
    return shown


def root_of(session: Session, allocation_id: int) -> str:
    """Return the Merkle root (hex) over the lines as the notice shows them."""
    return tree(line.leaf() for line in public_lines(session, allocation_id)).root.hex()

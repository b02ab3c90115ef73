"""Goods and booklets: the plan with stock and receipts, the six methods side by side, units on the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, select

from ...common.errors import RuleViolation
from ...registry.tables import Union
from ...workspace import Workspace
from ..goods import good_of, goods_of, shares_of, sheet_of, stock_of
from ..queries import hands, programme_of, require_reader
from ..rules.apportionment import Method
from ..rules.stages import Hand
from ..rules.supplying import Way, by_every_method
from ..tables import Candidate, Good, GoodsShare, Programme, Recipient


@dataclass(frozen=True)
class StockRow:
    """A good in one store: what lay there, and what is left after the division."""

    store: str
    quantity: int
    left: int
    serves: Sequence[str]


@dataclass(frozen=True)
class ShareRow:
    """One unit's share of a good, from which stores, and its receipt."""

    id: int
    position: int
    unit: str
    weight: int
    minimum: int
    cap: int | None
    quantity: int
    stores: Mapping[str, int]
    received_on: date | None
    received_by: str
    version: int


@dataclass(frozen=True)
class GoodRow:
    """A good with its stock and shares; `way` is None until it is divided."""

    id: int
    name: str
    measure: str
    way: Way | None
    version: int
    stock: Sequence[StockRow]
    shares: Sequence[ShareRow]

    @property
    def total(self) -> int:
        """Return how many pieces there were."""
        return sum(row.quantity for row in self.stock)

    @property
    def given(self) -> int:
        """Return how many pieces the division gives."""
        return sum(row.quantity for row in self.shares)

    @property
    def handed(self) -> int:
        """Return how many pieces have been handed over."""
        return sum(row.quantity for row in self.shares if row.received_on)


@dataclass(frozen=True)
class GoodsSheet:
    """All goods of a programme, and what the account may do with it."""

    programme: Programme
    union: str
    hands: frozenset[Hand]
    goods: Sequence[GoodRow]


def goods_sheet(ws: Workspace, programme_id: int) -> GoodsSheet:
    """Return the goods of a programme with stock, shares and receipts."""
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
        require_reader(session, ws.actor.account_id, programme.union_id)
        return GoodsSheet(
            programme,
            session.get_one(Union, programme.union_id).name,
            hands(session, ws.actor.account_id, programme.union_id),
            [_good(session, good) for good in goods_of(session, programme_id)],
        )


def _good(session: Session, good: Good) -> GoodRow:
    shares = shares_of(session, good.id or 0)
    sent: Counter[str] = Counter()
    for share in shares:
        sent.update(share.stores)
    stock = [
        StockRow(row.store, row.quantity, row.quantity - sent[row.store], row.serves.get("units", ()))
        for row in stock_of(session, good.id or 0)
    ]
    rows = [_share(share) for share in shares]
    return GoodRow(good.id or 0, good.name, good.measure, good.way, good.version, stock, rows)


def _share(share: GoodsShare) -> ShareRow:
    return ShareRow(
        share.id or 0,
        share.position,
        share.unit,
        share.weight,
        share.minimum,
        share.cap,
        share.quantity,
        share.stores,
        share.received_on,
        share.received_by,
        share.version,
    )


def goods_by_method(ws: Workspace, good_id: int) -> dict[Method, tuple[int, ...] | RuleViolation]:
    """Return what every unit of a good would get under each of the six methods, or why one gives nothing."""
    with ws.reading() as session:
        good = good_of(session, good_id)
        require_reader(session, ws.actor.account_id, programme_of(session, good.programme_id).union_id)
        return by_every_method(*sheet_of(session, good_id))


def units_on_list(ws: Workspace, programme_id: int) -> list[tuple[str, int]]:
    """Return the units (where none is on file, the districts) of who may receive, with how many, most first."""
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
        require_reader(session, ws.actor.account_id, programme.union_id)
        columns: Any = select(Recipient.unit, Recipient.district)
        rows = session.exec(
            columns.join(Candidate, Candidate.recipient_id == Recipient.id).where(
                Candidate.programme_id == programme_id, Candidate.tier != ""
            )
        ).all()
    found = Counter(unit or district for unit, district in rows)
    found.pop("", None)
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))

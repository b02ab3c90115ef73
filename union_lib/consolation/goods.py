"""What is fetched of goods and booklets: the goods of a programme, where they lie, who gets of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from ..common.errors import NotFound
from .rules.supplying import Store, Unit
from .tables import Good, GoodsShare, GoodsStock


def goods_of(session: Session, programme_id: int) -> Sequence[Good]:
    """Return the goods of a programme, the first entered first."""
    return session.exec(select(Good).where(Good.programme_id == programme_id).order_by(col(Good.id))).all()


def good_of(session: Session, good_id: int) -> Good:
    """Return the good, or `NotFound`."""
    found = session.get(Good, good_id)
    if found is None:
        raise NotFound
    return found


def stock_of(session: Session, good_id: int) -> Sequence[GoodsStock]:
    """Return where a good lies, in the order entered."""
    return session.exec(
        select(GoodsStock).where(GoodsStock.good_id == good_id).order_by(col(GoodsStock.id))
    ).all()


def shares_of(session: Session, good_id: int) -> Sequence[GoodsShare]:
    """Return the units of a good with what they get, in their order."""
    return session.exec(
        select(GoodsShare).where(GoodsShare.good_id == good_id).order_by(col(GoodsShare.position))
    ).all()


def sheet_of(session: Session, good_id: int) -> tuple[list[Store], list[Unit]]:
    """Return a good's stores and units as the rules want them."""
    stores = [
        Store(row.store, row.quantity, tuple(row.serves.get("units", ())))
        for row in stock_of(session, good_id)
    ]
    units = [Unit(row.unit, row.weight, row.minimum, row.cap) for row in shares_of(session, good_id)]
    return stores, units

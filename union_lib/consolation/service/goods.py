"""Goods and booklets: their stock and units, and how they are divided; in draft only.

The first hand-over fixes a division.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from ...common.errors import N_, NotFound, RuleViolation, StaleVersion
from ...store.audit import note, word
from ...workspace import Workspace
from ..goods import good_of, goods_of, shares_of, sheet_of, stock_of
from ..goods_words import WAYS
from ..rules.apportionment import Method
from ..rules.stages import Hand, Stage
from ..rules.supplying import (
    NothingToDivide,
    Store,
    Supply,
    Unit,
    Way,
    check_sheet,
    supplied,
    supplied_together,
)
from ..tables import Good, GoodsShare, GoodsStock, Programme
from .acting import acting


@dataclass(eq=False)
class GoodNameUsed(RuleViolation):
    """Two goods of a programme were to have one name."""

    name: str

    what = N_("This programme already has “{name}”.")
    todo = N_("Open that one, or choose another name.")


@dataclass(eq=False)
class HandedOverAlready(RuleViolation):
    """A division was to change after somebody received by it, or a share was handed over twice."""

    name: str
    unit: str

    what = N_("{unit} has received its share of “{name}” already.")
    todo = N_("If that was recorded by mistake, take the hand-over back with a reason first.")


@dataclass(frozen=True)
class GoodTable:
    """A good as its table was typed: where it lies, and who is to get of it."""

    name: str
    stores: Sequence[Store]
    units: Sequence[Unit]
    measure: str = ""

    def checked(self) -> GoodTable:
        """Return the table without blanks around names; raises what `check_sheet` finds, `NothingToDivide`."""
        stores = [
            replace(s, name=s.name.strip()[:60], serves=tuple(n.strip() for n in s.serves))
            for s in self.stores
        ]
        units = [replace(u, name=u.name.strip()[:80]) for u in self.units]
        check_sheet(stores, units)
        name = self.name.strip()[:60]
        if not name:
            raise NothingToDivide("—")
        return GoodTable(name, stores, units, self.measure.strip()[:8])


def save_good(
    ws: Workspace, programme_id: int, table: GoodTable, good_id: int | None = None, *, seen_version: int = 0
) -> int:
    """Save a good's table, or a new good; return its id. An earlier division is taken back.

    Raises what `GoodTable.checked` finds, `GoodNameUsed`, `HandedOverAlready`, `StaleVersion`.
    """
    wanted = table.checked()
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        good = _good_to_save(session, programme, wanted, good_id, seen_version)
        good.name, good.measure, good.way = wanted.name, wanted.measure, None
        session.flush()
        _replace_stock(session, good, wanted.stores)
        _replace_units(session, good, wanted.units)
        note(
            session,
            N_("Saved stock and units of “{good}” in “{title}”"),
            union_id=programme.union_id,
            good=good.name,
            title=programme.title,
        )
        return good.id or 0


def _good_to_save(
    session: Session, programme: Programme, wanted: GoodTable, good_id: int | None, seen_version: int
) -> Good:
    if any(g.name == wanted.name and g.id != good_id for g in goods_of(session, programme.id or 0)):
        raise GoodNameUsed(wanted.name)
    if good_id is None:
        good = Good(programme_id=programme.id or 0, name=wanted.name)
        session.add(good)
        return good
    return _open_good(session, programme, good_id, seen_version)


def _open_good(session: Session, programme: Programme, good_id: int, seen_version: int) -> Good:
    """Return a good whose division may still change, its version counted on."""
    good = good_of(session, good_id)
    if good.programme_id != programme.id:
        raise NotFound
    if good.version != seen_version:
        raise StaleVersion(good.name, str(good.version), str(seen_version))
    _check_not_handed(session, good)
    good.version += 1
    return good


def _check_not_handed(session: Session, good: Good) -> None:
    if (handed := _first_handed(session, good)) is not None:
        raise HandedOverAlready(good.name, handed.unit)


def _first_handed(session: Session, good: Good) -> GoodsShare | None:
    """Return a share of the good that was handed over, if there is one."""
    return next((share for share in shares_of(session, good.id or 0) if share.received_on), None)


def _replace_stock(session: Session, good: Good, stores: Sequence[Store]) -> None:
    for row in stock_of(session, good.id or 0):
        session.delete(row)
    session.flush()
    session.add_all(
        GoodsStock(
            good_id=good.id or 0,
            store=store.name,
            quantity=store.quantity,
            serves={"units": list(store.serves)} if store.serves else {},
        )
        for store in stores
    )


def _replace_units(session: Session, good: Good, units: Sequence[Unit]) -> None:
    for row in shares_of(session, good.id or 0):
        session.delete(row)
    session.flush()
    session.add_all(
        GoodsShare(
            good_id=good.id or 0,
            position=position,
            unit=unit.name,
            weight=unit.weight,
            minimum=unit.minimum,
            cap=unit.cap,
        )
        for position, unit in enumerate(units, 1)
    )


def remove_good(ws: Workspace, programme_id: int, good_id: int, *, seen_version: int) -> None:
    """Remove a good of a programme in draft with its table; raises `HandedOverAlready`, `StaleVersion`."""
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        good = _open_good(session, programme, good_id, seen_version)
        for row in (*stock_of(session, good_id), *shares_of(session, good_id)):
            session.delete(row)
        session.flush()
        session.delete(good)
        note(
            session,
            N_("Removed “{good}” from “{title}”"),
            union_id=programme.union_id,
            good=good.name,
            title=programme.title,
        )


def divide_good(
    ws: Workspace, programme_id: int, good_id: int, method: Method = Method.WEBSTER, *, seen_version: int
) -> Supply:
    """Divide one good among its units by weight and keep that; return it.

    Raises `NothingToDivide`, what `supplied` raises, `HandedOverAlready`, `StaleVersion`.
    """
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        good = _open_good(session, programme, good_id, seen_version)
        found = supplied(*_sheet_to_divide(session, good), method)
        _keep(session, good, Way(method.value), found)
        _note_division(session, programme, [good.name], good.way)
        return found


def divide_together(ws: Workspace, programme_id: int, seen: Mapping[int, int]) -> dict[int, Supply]:
    """Divide the goods of a programme together, the worst-off unit first, and keep that; return it by good.

    Goods of which something was handed over stay as they are. `seen` is the version of each good as the page showed
    it. Raises as `divide_good` does.
    """
    with acting(ws, programme_id, Hand.STAFF, Stage.DRAFT) as (session, programme):
        goods = {
            good.name: _open_good(session, programme, good.id or 0, seen.get(good.id or 0, 0))
            for good in goods_of(session, programme_id)
            if _first_handed(session, good) is None
        }
        if not goods:
            raise NothingToDivide(programme.title)
        found = supplied_together({name: _sheet_to_divide(session, good) for name, good in goods.items()})
        for name, good in goods.items():
            _keep(session, good, Way.WORST_OFF, found[name])
        _note_division(session, programme, list(goods), Way.WORST_OFF)
        return {good.id or 0: found[name] for name, good in goods.items()}


def _sheet_to_divide(session: Session, good: Good) -> tuple[list[Store], list[Unit]]:
    stores, units = sheet_of(session, good.id or 0)
    if not units or not any(store.quantity for store in stores):
        raise NothingToDivide(good.name)
    return stores, units


def _keep(session: Session, good: Good, way: Way, found: Supply) -> None:
    good.way = way
    shares = shares_of(session, good.id or 0)
    for share, quantity, sent in zip(shares, found.given, found.sent, strict=True):
        share.quantity, share.stores, share.version = quantity, dict(sent), share.version + 1


def _note_division(session: Session, programme: Programme, names: Sequence[str], way: Way | None) -> None:
    note(
        session,
        N_("Divided {goods} of “{title}”: {way}"),
        union_id=programme.union_id,
        goods="、".join(names),
        title=programme.title,
        way=word(WAYS[way or Way.WEBSTER]),
    )

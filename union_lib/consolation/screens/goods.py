"""Goods and booklets: stock, units and how they are divided; what was handed to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ipywidgets import widget_serialization
from traitlets import Any as Anything
from traitlets import Dict, Int, List

from ...common.errors import N_, RuleViolation
from ...common.text import translate
from ...common.typed import whole, whole_or_none
from ...ui import theme
from ...ui.shown import DOCX, XLSX
from ...ui.uploading import Uploading
from .. import reports, service
from ..documents.goods import goods_plan, goods_receipts
from ..goods_list import read_units
from ..goods_words import WAY_TEXTS, WAYS
from ..reports import GoodRow, ShareRow
from ..rules.apportionment import Method
from ..rules.stages import Hand, Stage
from ..rules.supplying import Store, Unit, Way
from ..service.handing import hands_out_at
from .desk import ProgrammeScreen, stage_tag

BARS = 24
"""More units than these are not drawn as bars of one picture."""


class GoodsDesk(Uploading, ProgrammeScreen):
    """The goods of a programme."""

    file = "goods.vue"
    writable = frozenset({"chosen"})
    words = {
        "add_row": N_("Add a row"),
        "at_least": N_("At least"),
        "at_most": N_("At most"),
        "cancel": N_("Cancel"),
        "compare": N_("The six methods side by side"),
        "compare_text": N_("Coloured where a unit gets more or less than by Webster."),
        "divide": N_("Divide"),
        "edit": N_("Edit the table"),
        "empty_text": N_(
            "Enter what there is, in which store, and the units by weight; the division says who gets what."
        ),
        "empty_title": N_("No goods yet"),
        "excel": N_("Plan (Excel)"),
        "fixed": N_("The first hand-over has fixed this division."),
        "from_excel": N_("From Excel"),
        "from_list": N_("From the list of recipients"),
        "given": N_("Divided"),
        "good": N_("Good"),
        "hand": N_("Hand over"),
        "handed": N_("Handed over"),
        "hint": N_("Columns 单位, 权重, 保底, 封顶."),
        "left": N_("Left"),
        "measure": N_("Counted in"),
        "method": N_("How it is divided"),
        "new": N_("New good"),
        "no": N_("No."),
        "not_divided": N_("Not divided yet"),
        "paste": N_("Rows copied from Excel can be pasted into the first column."),
        "picture": N_("Pieces by unit"),
        "pieces": N_("Pieces"),
        "receipt": N_("Receipt"),
        "received_by": N_("Signed for by"),
        "remove": N_("Remove this good"),
        "remove_row": N_("Remove this row"),
        "save": N_("Save"),
        "serves": N_("Serves (empty: all units)"),
        "sign": N_("Sheet to sign (Word)"),
        "stock": N_("Stock"),
        "store": N_("Store"),
        "take_back": N_("Take back"),
        "text": N_("What each unit gets, from which store, and the receipt for it"),
        "total": N_("Total"),
        "unit": N_("Unit"),
        "upload": N_("List of units"),
        "weight": N_("Weight"),
    }

    about = Dict().tag(sync=True)
    goods = List().tag(sync=True)
    chosen = Int(0).tag(sync=True)
    sheet = Dict().tag(sync=True)
    ways = List().tag(sync=True)
    compared = Dict().tag(sync=True)
    draft = Dict().tag(sync=True)
    handing = Dict().tag(sync=True)
    chart = Anything(None, allow_none=True).tag(sync=True, **widget_serialization)

    def __init__(self, ws: Any = None, desk: Any = None, **state: Any) -> None:
        super().__init__(ws, desk, **state)
        self._rows: Sequence[GoodRow] = ()
        self.observe(lambda _: self._open(), "chosen")

    def show(self) -> None:
        """Fetch the goods again."""
        found = reports.goods_sheet(self.ws, self.programme_id)
        self._rows = found.goods
        is_staff = Hand.STAFF in found.hands
        self.about = {
            "title": found.programme.title,
            "stage": stage_tag(found.programme.stage),
            "may_change": is_staff and found.programme.stage == Stage.DRAFT,
            "may_hand": is_staff and found.programme.stage in hands_out_at(found.programme.purpose),
            "is_divided": any(good.way for good in found.goods),
        }
        self.ways = [
            {"value": way.value, "title": translate(title), "text": translate(WAY_TEXTS[way])}
            for way, title in WAYS.items()
        ]
        self.goods = [
            {"id": good.id, "name": good.name, "is_divided": bool(good.way)} for good in found.goods
        ]
        known = {good.id for good in found.goods}
        if self.chosen not in known:
            self.chosen = min(known, default=0)
        self._open()

    def _open(self) -> None:
        good = self._good()
        self.sheet = _sheet(good) if good else {}
        self.compared = self._compared(good) if good and good.stock and good.shares else {}
        self.chart = _picture(good) if good and good.way and len(good.shares) <= BARS else None

    def _good(self) -> GoodRow | None:
        return next((good for good in self._rows if good.id == self.chosen), None)

    def _compared(self, good: GoodRow) -> dict[str, Any]:
        found = reports.goods_by_method(self.ws, good.id)
        given = {way: pieces for way, pieces in found.items() if not isinstance(pieces, RuleViolation)}
        if not given:
            return {}
        usual = given.get(Method.WEBSTER, ())
        return {
            "heads": [translate(WAYS[Way(method.value)]) for method in given],
            "rows": [
                {
                    "unit": share.unit,
                    "cells": [
                        {"n": f"{pieces[at]:,}", "tone": _tone(pieces[at] - usual[at]) if usual else ""}
                        for pieces in given.values()
                    ],
                }
                for at, share in enumerate(good.shares)
            ],
        }

    def vue_begin(self, is_new: bool) -> None:
        """Open the table to be typed in: of a new good, or of the one shown."""
        good = None if is_new else self._good()
        self.draft = _typed_good(good) if good else _typed_new(self._rows)

    def vue_leave(self, _: Any = None) -> None:
        """Close the table unsaved."""
        self.draft = {}

    def vue_from_list(self, typed: Mapping[str, Any]) -> None:
        """Put the units of the programme's list into the table, weighed by how many may receive."""
        units = [Unit(name, n) for name, n in reports.units_on_list(self.ws, self.programme_id)]
        self.draft = {**typed, "units": [_typed_unit(unit) for unit in units]}

    def vue_keep(self, typed: Mapping[str, Any]) -> None:
        """Keep what is typed while a list is being chosen."""
        self.draft = dict(typed)

    def read(self, name: str, content: bytes) -> None:
        """Put the units of an Excel list into the table."""
        units = read_units(content)
        self.draft = {**self.draft, "units": [_typed_unit(unit) for unit in units]}
        self.say(translate(N_("{n} units are in the table; save it.")).format(n=len(units)))

    def vue_save(self, typed: Mapping[str, Any]) -> None:
        """Save the table."""
        table = service.GoodTable(
            str(typed.get("name") or ""),
            [
                Store(str(row.get("name") or ""), whole(row.get("quantity") or 0), _names(row.get("serves")))
                for row in typed.get("stores") or ()
                if _is_filled(row)
            ],
            [_unit(row) for row in typed.get("units") or () if _is_filled(row)],
            str(typed.get("measure") or ""),
        )
        good_id = int(typed.get("id") or 0) or None
        self.chosen = service.save_good(
            self.ws, self.programme_id, table, good_id, seen_version=int(typed.get("version") or 0)
        )
        self.draft = {}
        self.show()
        self.say(translate(N_("Saved; divide it now.")))

    def vue_remove(self, _: Any = None) -> None:
        """Ask, then remove the good shown."""
        good = self._good()
        if good is None or self.shell is None:
            return

        def removed() -> None:
            service.remove_good(self.ws, self.programme_id, good.id, seen_version=good.version)
            self.draft = {}
            self.show()
            self.say(translate(N_("Removed")))

        self.shell.confirm(
            removed,
            title=translate(N_("Remove “{good}”?")).format(good=good.name),
            text=translate(N_("Its stock, units and division go with it.")),
            yes=translate(N_("Remove")),
        )

    def vue_divide(self, way: str) -> None:
        """Divide the good shown, or all goods together."""
        if Way(way) == Way.WORST_OFF:
            seen = {good.id: good.version for good in self._rows}
            service.divide_together(self.ws, self.programme_id, seen)
        elif (good := self._good()) is not None:
            service.divide_good(self.ws, self.programme_id, good.id, Method(way), seen_version=good.version)
        self.show()
        self.say(translate(N_("Divided")))

    def vue_show_handing(self, share_id: int | None) -> None:
        """Open the drawer to hand a unit's share over, or close it."""
        self.handing = next((row for row in self.sheet.get("units", ()) if row["id"] == share_id), {})

    def vue_hand(self, received_by: str) -> None:
        """Record the share of the drawer as handed over."""
        service.hand_goods_over(
            self.ws,
            self.programme_id,
            int(self.handing.get("id") or 0),
            str(received_by or ""),
            seen_version=int(self.handing.get("version") or 0),
        )
        self.handing = {}
        self.show()
        self.say(translate(N_("Handed over")))

    def vue_take_back(self, share_id: int) -> None:
        """Ask why, then take a hand-over back."""
        row = next(row for row in self.sheet["units"] if row["id"] == share_id)

        def taken(reason: str = "") -> None:
            service.take_goods_back(
                self.ws, self.programme_id, int(share_id), reason, seen_version=int(row["version"])
            )
            self.show()
            self.say(translate(N_("Taken back; the audit keeps both.")))

        if self.shell:
            self.shell.confirm(
                taken,
                title=translate(N_("Take the hand-over to {unit} back?")).format(unit=row["unit"]),
                text=translate(N_("Only for what was recorded by mistake; the reason is kept.")),
                yes=translate(N_("Take back")),
                reason=True,
            )

    def vue_excel(self, _: Any = None) -> None:
        """Hand over the plan."""
        name, content = goods_plan(self.ws, self.programme_id)
        self.download(name, XLSX, content)

    def vue_sign(self, _: Any = None) -> None:
        """Hand over the sheet to sign."""
        name, content = goods_receipts(self.ws, self.programme_id)
        self.download(name, DOCX, content)


def _sheet(good: GoodRow) -> dict[str, Any]:
    return {
        "id": good.id,
        "name": good.name,
        "measure": good.measure,
        "way": good.way.value if good.way else "",
        "is_fixed": any(row.received_on for row in good.shares),
        "way_text": translate(WAYS[good.way]) if good.way else "",
        "total": f"{good.total:,}",
        "given": f"{good.given:,}",
        "left": f"{good.total - good.given:,}",
        "handed": f"{good.handed:,}",
        "percent": round(100 * good.handed / good.given) if good.given else 0,
        "stores": [
            {
                "name": row.store,
                "quantity": f"{row.quantity:,}",
                "left": f"{row.left:,}",
                "serves": "、".join(row.serves),
            }
            for row in good.stock
        ],
        "units": [_share(row, bool(good.way)) for row in good.shares],
    }


def _share(row: ShareRow, is_divided: bool) -> dict[str, Any]:
    return {
        "id": row.id,
        "no": row.position,
        "unit": row.unit,
        "weight": f"{row.weight:,}",
        "minimum": f"{row.minimum:,}" if row.minimum else "",
        "cap": "" if row.cap is None else f"{row.cap:,}",
        "quantity": f"{row.quantity:,}" if is_divided else "",
        "stores": "、".join(f"{store} {n:,}" for store, n in row.stores.items()),
        "receipt": f"{row.received_by} {row.received_on}" if row.received_on else "",
        "may_hand": is_divided and row.quantity > 0 and not row.received_on,
        "version": row.version,
    }


def _typed_good(good: GoodRow) -> dict[str, Any]:
    return {
        "id": good.id,
        "version": good.version,
        "name": good.name,
        "measure": good.measure,
        "stores": [
            {"name": row.store, "quantity": str(row.quantity), "serves": "、".join(row.serves)}
            for row in good.stock
        ],
        "units": [_typed_unit(Unit(row.unit, row.weight, row.minimum, row.cap)) for row in good.shares],
    }


def _typed_new(rows: Sequence[GoodRow]) -> dict[str, Any]:
    """Return an empty table; a further good begins with the units of the first."""
    units = [_typed_unit(Unit(row.unit, row.weight)) for row in rows[0].shares] if rows else []
    blank = {"name": "", "weight": "", "minimum": "", "cap": ""}
    return {
        "id": 0,
        "version": 0,
        "name": "",
        "measure": translate(N_("pcs")),
        "stores": [{"name": "", "quantity": "", "serves": ""}],
        "units": units or [dict(blank) for _ in range(3)],
    }


def _typed_unit(unit: Unit) -> dict[str, str]:
    return {
        "name": unit.name,
        "weight": str(unit.weight),
        "minimum": str(unit.minimum) if unit.minimum else "",
        "cap": "" if unit.cap is None else str(unit.cap),
    }


def _unit(row: Mapping[str, Any]) -> Unit:
    return Unit(
        str(row.get("name") or ""),
        whole(row.get("weight") or 0),
        whole(row.get("minimum") or 0),
        whole_or_none(row.get("cap")),
    )


def _is_filled(row: Mapping[str, Any]) -> bool:
    return any(str(value or "").strip() for value in row.values())


def _names(text: Any) -> tuple[str, ...]:
    plain = str(text or "").replace("，", "、").replace(",", "、").replace("；", "、")
    return tuple(name.strip() for name in plain.split("、") if name.strip())


def _tone(difference: int) -> str:
    return "more" if difference > 0 else "less" if difference < 0 else ""


def _picture(good: GoodRow) -> Any:
    """Return bars of the pieces by unit, one colour for each store."""
    stores = [row.store for row in good.stock]
    option = {
        "legend": {"top": 0, "left": 0, "textStyle": {"color": theme.INK_2}} if len(stores) > 1 else None,
        "tooltip": {"trigger": "axis"},
        "grid": {
            "left": 4,
            "right": 24,
            "top": 28 if len(stores) > 1 else 8,
            "bottom": 4,
            "containLabel": True,
        },
        "xAxis": {"type": "value"},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [share.unit for share in good.shares],
            "axisLabel": {"color": theme.INK_2, "fontSize": 12, "width": 130, "overflow": "truncate"},
        },
        "series": [
            {
                "type": "bar",
                "name": store,
                "stack": "all",
                "barMaxWidth": 18,
                "data": [share.stores.get(store, 0) for share in good.shares],
            }
            for store in stores
        ],
    }
    return theme.chart(option, max(180, 40 + 26 * len(good.shares)))

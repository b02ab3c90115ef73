"""The negotiator's table: what both sides' offers cost, whom they reach, and where the two can meet."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from time import perf_counter
from typing import Any

import numpy as np
from ipywidgets import widget_serialization
from traitlets import Any as Anything
from traitlets import Dict, List

from ...common.errors import N_, RuleViolation
from ...common.money import FEN_PER_YUAN, yuan
from ...common.text import translate
from ...ui import theme
from ..figures import is_confirmed
from ..reports.bargaining import Staff, staff
from ..rules.bargaining import Fen, Zone, zone_of_agreement
from ..rules.effects import Effect, band_width, bands, effect
from ..rules.kinds import Side
from ..wage_offers import MONTHS, offer_of, percent, wages_by_band
from ..words import SIDES
from . import table_charts as charts
from . import wage_view as view
from .desk import CaseScreen

FIRST_OFFER = {"raise": "0", "flat": "0", "least": "0", "bonus": "0"}
SPREAD_HEIGHT, ZONE_HEIGHT = 250, 120


class TableScreen(CaseScreen):
    """Sliders of both sides over the wages of a case; nothing is saved."""

    file = "table.vue"
    words = {
        "add": N_("Add a band"),
        "agreed_least": N_("Least wage (yuan a month)"),
        "annual": N_("Costs the employer a year (yuan)"),
        "annual_wages": N_("of it wages"),
        "bands": N_("Head count by wage"),
        "bands_text": N_("Without a payroll: how many earn how much. It is not kept."),
        "below_agreed": N_("Below the offer's least wage"),
        "below_minimum": N_("Below the minimum wage"),
        "bonus": N_("Bonus (yuan a head and month)"),
        "cancel": N_("Cancel"),
        "ceiling": N_("Employer's most (mean raise, %)"),
        "empty_text": N_("Import the payroll of the case, or enter how many earn how much."),
        "empty_title": N_("Whose wages are negotiated?"),
        "flat": N_("Flat raise (yuan a month)"),
        "floor": N_("Union's least (mean raise, %)"),
        "heads": N_("Workers"),
        "import": N_("Import a payroll"),
        "mean": N_("Mean raise"),
        "minimum": N_("Minimum wage here"),
        "minimum_unknown": N_("The minimum wage of this area is not known:"),
        "months": N_("Months paid in a year"),
        "monthly": N_("More a month, all together (yuan)"),
        "on_cost": N_("Contributions of the employer (%)"),
        "per_worker": N_("More a month, by worker"),
        "quick": N_("Enter head counts"),
        "raise": N_("Raise (%)"),
        "remove": N_("Delete the row"),
        "title": N_("Negotiator's table"),
        "to_confirm": N_("to be confirmed"),
        "use": N_("Use these"),
        "wage": N_("Wage (yuan a month)"),
        "worse": N_("Earn less than before"),
        "zone": N_("Zone of agreement"),
        "zone_hint": N_("Enter the least the union and the most the employer can accept."),
    }

    about = Dict().tag(sync=True)
    offers = Dict().tag(sync=True)
    sides = List().tag(sync=True)
    zone = Dict().tag(sync=True)
    error = Dict().tag(sync=True)
    rows = List().tag(sync=True)
    spread_chart = Anything(None, allow_none=True).tag(sync=True, **widget_serialization)
    zone_chart = Anything(None, allow_none=True).tag(sync=True, **widget_serialization)

    def __init__(self, ws: Any = None, desk: Any = None, **state: Any) -> None:
        super().__init__(ws, desk, **state)
        self._staff: Staff | None = None
        self._bases: Fen = np.array([], dtype=np.int64)
        self._shown_case = 0

    def visit(self, case: int | None = None) -> None:
        """Come to the table of a case; another case begins with offers of nothing."""
        self.desk.take(self.ws, case)
        if self.desk.case != self._shown_case:
            self.rows, self.offers, self._shown_case = [], {}, self.desk.case or 0
        self.show()

    def show(self) -> None:
        """Fetch the wages of the case again; head counts that were entered stay."""
        self._staff = staff(self.ws, self.case_id)
        self._bases = wages_by_band(self.rows) if self.rows else self._staff.bases_fen
        if not self.offers:
            self.offers = self._first_offers(self._staff)
        self._compute()

    def _first_offers(self, of: Staff) -> dict[str, Any]:
        rate = of.on_cost.exact * 100 if of.on_cost else Fraction(0)
        return {
            **{side.value: dict(FIRST_OFFER) for side in Side},
            "on_cost": f"{float(rate):g}",
            "months": MONTHS,
            "floor": "",
            "ceiling": "",
        }

    def vue_slide(self, typed: Mapping[str, Any]) -> None:
        """Take both sides' offers and compute them; what cannot be is said in the page."""
        self.offers = dict(typed)
        self._compute()

    def vue_bands(self, rows: list[dict[str, Any]]) -> None:
        """Take head counts by wage instead of a payroll; none gives the payroll back."""
        found = [dict(row) for row in rows if str(row.get("heads") or "").strip()]
        wages_by_band(found)
        self.rows = found
        self.send({"method": "taken", "args": []})
        self.show()

    def vue_import(self, _: Any = None) -> None:
        """Go on to the payrolls of the case."""
        if self.shell:
            self.shell.go("audit", case=self.case_id)

    def vue_figure(self, figure: str) -> None:
        """Go to a figure of the case's area, to read or to enter it."""
        if self.shell and self._staff:
            self.shell.go("figures", policy=str(figure), area=self._staff.area, on=self.ws.today.isoformat())

    # Computing

    def _compute(self) -> None:
        of, self.error = self._staff, {}
        assert of is not None
        begun = perf_counter()
        try:
            found = self._effects(of) if self._bases.size else {}
            ends = (percent(self.offers.get("floor")), percent(self.offers.get("ceiling")))
            zone = self._zone_of(*ends)
        except RuleViolation as refusal:
            what, todo = refusal.said()
            self.error = {"what": what, "todo": todo}
            return
        self.sides = [_side(side, one) for side, one in found.items()]
        self._draw(found, zone, ends)
        self._told(of, round((perf_counter() - begun) * 1000))

    def _effects(self, of: Staff) -> dict[Side, Effect]:
        typed = self.offers
        return {
            side: effect(
                self._bases,
                offer_of(typed.get(side.value) or {}, typed.get("on_cost"), typed.get("months")),
                of.minimum_fen,
            )
            for side in (Side.UNION, Side.EMPLOYER)
        }

    def _zone_of(self, floor: Fraction, ceiling: Fraction) -> Zone | None:
        """Return the zone between what both can accept; None until both are entered."""
        is_whole = all(str(self.offers.get(name) or "").strip() for name in ("floor", "ceiling"))
        return zone_of_agreement(floor, ceiling) if is_whole else None

    def _draw(self, found: Mapping[Side, Effect], zone: Zone | None, ends: tuple[Fraction, Fraction]) -> None:
        titles = {side: translate(SIDES[side]) for side in Side}
        if found:
            width = band_width(*(one.cost.increases_fen for one in found.values()))
            spread = {side: bands(one.cost.increases_fen, width) for side, one in found.items()}
            self.spread_chart = _drawn(self.spread_chart, charts.spread_option(spread, titles), SPREAD_HEIGHT)
        means = {side: one.mean for side, one in found.items()}
        option = charts.zone_option(zone, ends, means, titles)
        self.zone_chart = _drawn(self.zone_chart, option, ZONE_HEIGHT)
        self.zone = _zone(zone)

    def _told(self, of: Staff, took: int) -> None:
        text = translate(N_("{n} workers, {source}; computed in {ms} ms"))
        if self.rows:
            source = translate(N_("by head counts"))
        elif of.month:
            source = translate(N_("payroll of {month}")).format(month=of.month.isoformat()[:7])
        else:
            source = ""
        wages = int(self._bases.sum()) if self._bases.size else 0
        self.about = {
            "employer": of.employer,
            "number": of.number,
            "is_empty": not self._bases.size,
            "text": text.format(n=f"{self._bases.size:,}", source=source, ms=took),
            "wages": yuan(wages),
            "most_least": max(int(self._bases.max(initial=0)), of.minimum_fen or 0) // FEN_PER_YUAN,
            "minimum": view.basis_row(of.minimum, {}) if of.minimum else {},
            "missing": {"id": of.missing, "name": view.figure_name(of.missing)} if of.missing else {},
            "on_cost": of.on_cost.figure.citation if of.on_cost else "",
            "on_cost_to_confirm": bool(of.on_cost and not is_confirmed(of.on_cost.figure)),
        }


def _side(side: Side, one: Effect) -> dict[str, Any]:
    """Return what an offer comes to, as the table shows it."""
    before, after = one.below_agreed
    return {
        "key": side.value,
        "title": translate(SIDES[side]),
        "annual": yuan(one.cost.annual_cost_fen),
        "annual_wages": yuan(one.cost.annual_increase_fen),
        "monthly": yuan(one.cost.monthly_increase_fen),
        "mean": f"{float(one.mean * 100):.2f}%" if one.mean is not None else "",
        "minimum": _lifted(*one.below_minimum) if one.below_minimum else "",
        "agreed": _lifted(before, after),
        "worse": f"{one.worse_off:,}",
        "is_worse": one.worse_off > 0,
    }


def _lifted(before: int, after: int) -> str:
    """Return how many stand below a floor, before and after, and how many are lifted."""
    text = translate(N_("{before} → {after}, lifted {n}"))
    return text.format(before=f"{before:,}", after=f"{after:,}", n=f"{before - after:,}")


def _zone(zone: Zone | None) -> dict[str, Any]:
    """Return the zone, or the gap, in words."""
    if zone is None:
        return {}
    if zone.gap is not None:
        text = translate(N_("No zone: the two are {gap} points apart."))
        return {"text": text.format(gap=_points(zone.gap)), "tone": "bad"}
    assert zone.low is not None
    assert zone.high is not None
    assert zone.midpoint is not None
    text = translate(N_("Both can accept {low}% to {high}%; the middle is {middle}%."))
    return {
        "text": text.format(low=_points(zone.low), high=_points(zone.high), middle=_points(zone.midpoint)),
        "tone": "ok",
    }


def _points(share: Fraction) -> str:
    return f"{float(share * 100):g}"


def _drawn(chart: Any, option: Mapping[str, Any], height: int) -> Any:
    """Return the chart with other data, made at the first time."""
    if chart is None:
        return theme.chart(option, height)
    chart.option = theme.chart_option(option)
    return chart

"""The wage calculator: one worker's month line by line, every yuan with its article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traitlets import Dict, List

from ...common.errors import N_, RuleViolation
from ...common.money import yuan
from ...common.text import translate
from ...common.typed import day
from ...ui.shown import local_time
from ..reports.figures import figure_areas
from ..reports.wages import CalculationRow, calculations, case_facts, case_names, changes, month_wage
from ..rules.month_facts import WorkerMonth
from ..rules.situations import RATE_OF, Situation
from ..rules.standstill import CycleRule
from ..rules.worker_month import MonthWage
from ..service.wages import save_calculation
from ..wage_facts import amount, read_facts
from ..wage_words import ENTERED_AS, READINGS, SITUATIONS
from . import wage_view as view
from .desk import CaseScreen
from .figures import FIRST_AREA

ENTERED = [one for one in RATE_OF if one not in (Situation.NORMAL, Situation.STOPPAGE_FIRST_CYCLE)]
"""What a period may be entered as; days that no period covers are normal work."""


class WagesScreen(CaseScreen):
    """Facts on the left, the wage they come to on the right; nothing is kept before somebody saves it."""

    file = "wages.vue"
    words = {
        "add_overtime": N_("Add overtime"),
        "add_period": N_("Add a period"),
        "adopted": N_("adopted"),
        "amount": N_("Amount (yuan)"),
        "area": N_("Area"),
        "articles": N_("Rests on"),
        "blocked": N_("The result is blocked: figures are not known"),
        "blocked_text": N_("Nothing is guessed. Enter the figure with the number of its notice:"),
        "cancel": N_("Cancel"),
        "case": N_("Case"),
        "checks": N_("Checks"),
        "contract": N_("Contract wage of a month (yuan)"),
        "cycle": N_("How “one wage cycle” is read"),
        "cycle_area": N_("as the area reads it"),
        "day": N_("Day"),
        "difference": N_("Difference"),
        "emergency": N_("Emergency (no cap on overtime)"),
        "employed_from": N_("Employed from"),
        "employed_to": N_("Employed until"),
        "empty_text": N_("Enter the contract wage; days that no period covers count as normal work."),
        "empty_title": N_("Nothing to compute yet"),
        "excluded": N_("Of it not counting towards the minimum wage"),
        "facts": N_("Facts of the month"),
        "first": N_("from"),
        "formula": N_("Formula"),
        "here": N_("This law"),
        "hours": N_("hours"),
        "in_lieu": N_("time off given"),
        "inputs": N_("What goes in"),
        "kept": N_("Kept with this case"),
        "last": N_("to"),
        "leave_average": N_("Average wage of the last 12 months"),
        "leave_days": N_("Annual leave not taken (days)"),
        "leave_unpaid": N_("the normal wage of those days is unpaid too"),
        "lines": N_("What is due"),
        "lines_text": N_("Click an amount to see its articles."),
        "missing": N_("figure missing"),
        "month": N_("Month"),
        "more": N_("More facts"),
        "no_case": N_("without a case"),
        "open": N_("Open"),
        "other_area": N_("Area"),
        "other_on": N_("Law on the day"),
        "overtime": N_("Overtime"),
        "paid": N_("Paid (yuan)"),
        "periods": N_("Periods other than normal work"),
        "readings": N_("Three readings of “one wage cycle”"),
        "readings_none": N_("No reading is recorded for this area: days that depend on it have no amount."),
        "remove": N_("Delete the row"),
        "rule_id": N_("Rule id"),
        "save": N_("Keep with the case"),
        "save_text": N_("Facts, lines and articles are kept as they are now, with a fingerprint."),
        "save_title": N_("Title"),
        "sick": N_("Agreed sick pay of a month"),
        "since": N_("in force from"),
        "situation": N_("Situation"),
        "special": N_("Special reasons (longer overtime allowed)"),
        "stoppage": N_("Agreed wage for work in a stoppage"),
        "stopped_on": N_("Work stopped on"),
        "text": N_("Line by line, each with its formula and its articles"),
        "there": N_("Other law"),
        "title": N_("Wage calculator"),
        "to_confirm": N_("to be confirmed"),
        "total": N_("Total (each line rounded to the fen, then added)"),
        "until": N_("First cycle ends on"),
        "what_if": N_("What if another law held"),
        "what_if_text": N_("The same facts under the law of another day or area."),
        "why": N_("Why this amount"),
    }

    facts = Dict().tag(sync=True)
    choices = Dict().tag(sync=True)
    about = Dict().tag(sync=True)
    result = Dict().tag(sync=True)
    compared = List().tag(sync=True)
    error = Dict().tag(sync=True)
    why = Dict().tag(sync=True)
    kept = List().tag(sync=True)

    def __init__(self, ws: Any = None, desk: Any = None, **state: Any) -> None:
        super().__init__(ws, desk, **state)
        self._wage: MonthWage | None = None
        self._read: WorkerMonth | None = None
        self._areas: dict[str, str] = {}
        self._case: int | None = None

    def visit(self, case: int | None = None, area: int | str = "", month: str = "") -> None:
        """Come to the calculator; a case gives its area, and may keep what is computed."""
        self._case = case or self.desk.case or None
        if case:
            self.desk.case = case
        self.show()
        asked = {"area": str(area) if area else "", "month": month}
        self._begin({name: value for name, value in asked.items() if value})

    def _begin(self, asked: Mapping[str, str]) -> None:
        """Start with the case's area and the month of today; what is on the page stays."""
        first = {"area": self.about.get("area") or self._first_area(), "month": self.ws.today.isoformat()[:7]}
        self.facts = {**first, **self.facts, **asked}
        if self.about.get("area") and "area" not in asked:
            self.facts = {**self.facts, "area": self.about["area"]}
        self._compute()

    def _first_area(self) -> str:
        return FIRST_AREA if FIRST_AREA in self._areas else next(iter(self._areas))

    def show(self) -> None:
        """Fetch areas, cases and what is kept; say the result again in the spoken language."""
        self._areas = figure_areas(self.ws)
        self._about()
        self.choices = {
            "areas": [_choice(code, name) for code, name in self._areas.items()],
            "cases": [{"value": key, "title": name} for key, name in case_names(self.ws)],
            "situations": [_choice(one.value, ENTERED_AS.get(one, SITUATIONS[one])) for one in ENTERED],
            "cycles": [_choice(one.value, READINGS[one]) for one in CycleRule],
        }
        if self.facts:
            self._compute()

    def _about(self) -> None:
        self.about, self.kept = {"case": None, "may_save": False}, []
        if self._case:
            case = case_facts(self.ws, self._case)
            self.about = {
                "case": case.id,
                "employer": case.employer,
                "number": case.number,
                "area": case.area,
                "may_save": case.may_save,
            }
            self.kept = [self._kept(row) for row in calculations(self.ws, self._case)]

    def _kept(self, row: CalculationRow) -> dict[str, Any]:
        return {
            "id": row.id,
            "title": row.title,
            "month": row.month.isoformat()[:7],
            "area": translate(row.area_name),
            "total": yuan(row.total_fen) if row.total_fen is not None else "",
            "hash": row.data_hash[:12],
            "made": f"{row.made_by} {local_time(row.made_at)}".strip(),
        }

    # Computing

    def vue_compute(self, typed: Mapping[str, Any]) -> None:
        """Take what was typed and compute the month; what cannot be is said in the page, not as a notice."""
        self.facts = dict(typed)
        self._compute()

    def _compute(self) -> None:
        self.result, self.compared, self.error, self.why, self._wage = {}, [], {}, {}, None
        if not str(self.facts.get("contract") or "").strip():
            return
        try:
            self._read = read_facts(self.facts)
            self._wage = month_wage(self.ws, self._read, self._area, case_id=self._case)
            self.result = self._shown(self._wage)
            self.compared = self._compare(self._read, self._wage)
        except RuleViolation as refusal:
            what, todo = refusal.said()
            self.error = {"what": what, "todo": todo}

    @property
    def _area(self) -> str:
        return str(self.facts.get("area") or "")

    def _shown(self, wage: MonthWage) -> dict[str, Any]:
        paid = str(self.facts.get("paid") or "").strip()
        cycle = view.basis_row(wage.cycle_basis, self._areas) if wage.cycle_basis else {}
        return {
            "lines": [view.line_row(line, self._areas) for line in wage.lines],
            "total": yuan(wage.total_fen) if wage.total_fen is not None else "",
            "missing": [{"id": one, "name": view.figure_name(one)} for one in wage.missing],
            "readings": [view.reading_row(one) for one in wage.readings],
            "has_adopted": any(one.is_adopted for one in wage.readings),
            "cycle": cycle,
            "checks": view.checks_of(wage),
            "paid": self._paid(wage, amount(paid)) if paid else {},
        }

    def _paid(self, wage: MonthWage, paid_fen: int) -> dict[str, str]:
        if wage.total_fen is None:
            return {}
        short = wage.total_fen - paid_fen
        text = N_("{amount} yuan were not paid.") if short > 0 else N_("What is due was paid.")
        return {
            "text": translate(text).format(amount=yuan(max(short, 0))),
            "tone": "bad" if short > 0 else "ok",
        }

    def _compare(self, facts: WorkerMonth, here: MonthWage) -> list[dict[str, Any]]:
        """Compute the same facts under the other law that was asked for."""
        on, area = self.facts.get("other_on"), str(self.facts.get("other_area") or "")
        if not on and not area:
            return []
        there = month_wage(
            self.ws, facts, area or self._area, case_id=self._case, as_of=day(on) if on else None
        )
        rows = [view.change_row(one) for one in changes(here, there)]
        return [*rows, view.total_row(here, there)]

    # Asking and keeping

    def vue_why_line(self, at: int | None) -> None:
        """Open what an amount rests on, or close it."""
        lines = self.result.get("lines") or []
        self.why = lines[at] if isinstance(at, int) and 0 <= at < len(lines) else {}

    def vue_figure(self, figure: str) -> None:
        """Go to a figure, for this area and month, to read or to enter it."""
        if self.shell:
            month = str(self.facts.get("month") or "")[:7]
            self.shell.go("figures", policy=str(figure), area=self._area, on=f"{month}-01" if month else "")

    def vue_take_case(self, case: int | None) -> None:
        """Compute for another case, or for none."""
        self._case = int(case) if case else None
        if self._case:
            self.desk.case = self._case
        self.show()
        self._begin({})

    def vue_save(self, asked: Mapping[str, Any]) -> None:
        """Keep what was computed with the case."""
        self._case = self._case or self.case_id
        facts = read_facts(self.facts)
        save_calculation(self.ws, self._case, str(asked.get("title") or ""), facts, self._area)
        self.send({"method": "saved", "args": []})
        self._about()
        self.say(translate(N_("Kept with the case")))

    def vue_open(self, calculation: int) -> None:
        """Bring back the facts of a calculation that was kept."""
        found = next((row for row in calculations(self.ws, self.case_id) if row.id == int(calculation)), None)
        if found is not None:
            self.facts = {**found.inputs, "other_on": "", "other_area": "", "paid": ""}
            self._compute()


def _choice(value: Any, title: str) -> dict[str, Any]:
    return {"value": value, "title": translate(title)}

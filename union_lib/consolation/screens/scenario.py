"""One budget, several rules, every consequence: compared, explained, submitted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from time import perf_counter
from typing import Any
from unicodedata import normalize

from ipywidgets import widget_serialization
from traitlets import Any as Anything
from traitlets import Dict, Int, List, Unicode

from ...common.errors import N_
from ...common.money import AmountUnreadable, in_capitals, parse_yuan, yuan
from ...common.text import translate
from ...ui import theme
from ...ui.shown import DOCX, XLSX
from .. import documents, reports, service
from ..rules.dividing import Status
from ..rules.stages import Hand
from ..rules.terms import Marginal, Method, Terms, Tier, TierTerms, decimal_weight
from ..words import MARGINALS, METHOD_TEXTS, METHODS, TIERS
from . import scenario_charts as charts
from .desk import ProgrammeScreen, stage_tag, tier_tag
from .scenario_words import change_text, facts_of, part_rows

_BUDGET = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6}0*)?")
VIEWS = ("district", "industry", "tier", "lorenz")


class ScenarioDesk(ProgrammeScreen):
    """The rules side by side for one budget."""

    file = "scenario.vue"
    writable = frozenset({"budget", "chosen", "page", "view"})
    words = {
        "adequacy": N_("Met of what is due"),
        "alike": N_("Equals treated alike"),
        "amount": N_("Amount (yuan)"),
        "apply": N_("Use this rule"),
        "atkinson": N_("Atkinson (1)"),
        "budget": N_("Budget"),
        "budget_of": N_("Budget in ten thousands of yuan"),
        "by_district": N_("By district"),
        "by_industry": N_("By industry"),
        "by_tier": N_("By tier"),
        "cancel": N_("Cancel"),
        "cap": N_("Cap"),
        "coverage": N_("Coverage"),
        "covered": N_("Recipients"),
        "deep": N_("Deep hardship: met"),
        "district": N_("District"),
        "due": N_("Due (yuan)"),
        "empty_text": N_("Make the list first: the rules need somebody to divide among."),
        "empty_title": N_("Nobody can receive anything yet"),
        "excel": N_("Allocation (Excel)"),
        "facts": N_("What it rests on"),
        "floor": N_("Floor"),
        "form": N_("Approval form (Word)"),
        "gini": N_("Gini"),
        "go_list": N_("Go to the list"),
        "hard_hit": N_("Multiple for hard-hit industries and units"),
        "leakage": N_("Leakage"),
        "left": N_("not allocated"),
        "lorenz": N_("Distribution (Lorenz curve)"),
        "marginal": N_("The tier where it runs short is divided"),
        "mean": N_("Mean (yuan)"),
        "method": N_("Rule of division"),
        "more_figures": N_("More figures"),
        "name": N_("Name"),
        "no": N_("No."),
        "other_rules": N_("Under the other rules"),
        "recipients": N_("Recipients"),
        "reset": N_("Undo my changes"),
        "rule_of": N_("Rules side by side"),
        "save": N_("Save the terms"),
        "search": N_("Name or number"),
        "share": N_("of what is due"),
        "short": N_("{amount} yuan short"),
        "size_step": N_("Added for each further member of the household"),
        "standard": N_("Standard amount"),
        "step": N_("Step by step"),
        "submit": N_("Submit for review"),
        "sum": N_("Sum, equal to the amount to the fen"),
        "takes": N_("Takes part"),
        "terms": N_("Terms"),
        "terms_title": N_("Terms of the rule"),
        "terms_text": N_("Amounts in yuan. A change shows at once here; “Save the terms” makes it count."),
        "ten_thousand": N_("× 10,000 yuan"),
        "theil": N_("Theil T"),
        "tier": N_("Tier"),
        "took": N_("{n} rules in {ms} ms"),
        "total": N_("Total {amount} yuan"),
        "unsaved": N_("Not saved yet: rule, budget or terms differ from the programme's."),
        "weight": N_("Weight"),
        "why": N_("Why?"),
        "why_title": N_("Why this amount"),
        "yuan": N_("yuan"),
    }

    about = Dict().tag(sync=True)
    budget = Unicode("").tag(sync=True)
    rules = List().tag(sync=True)
    chosen = Unicode("").tag(sync=True)
    items = List().tag(sync=True)
    total = Int(0).tag(sync=True)
    page: Dict[str, Any] = Dict({"page": 1, "size": 10, "search": "", "district": "", "sort": []}).tag(
        sync=True
    )
    view = Unicode("district").tag(sync=True)
    chart = Anything(None, allow_none=True).tag(sync=True, **widget_serialization)
    districts = List().tag(sync=True)
    why = Dict().tag(sync=True)
    terms = Dict().tag(sync=True)
    took = Unicode("").tag(sync=True)

    def __init__(self, ws: Any = None, desk: Any = None, **state: Any) -> None:
        super().__init__(ws, desk, **state)
        self.sheet: reports.Scenario | None = None
        self.found: dict[Method, reports.RuleFigures] = {}
        self._terms = Terms()
        self._budget_fen = 0
        self._is_filling = False
        self.observe(lambda _: self._budget_typed(), "budget")
        self.observe(lambda _: self._turned(self._choose), "chosen")
        self.observe(lambda _: self._turned(self._rows), "page")
        self.observe(lambda _: self._turned(self._draw), "view")

    # The sheet

    def show(self) -> None:
        """Fetch the list and divide it by every rule."""
        self.sheet = reports.scenario(self.ws, self.programme_id)
        self._is_filling = True
        programme = self.sheet.programme
        self._terms, self._budget_fen = self.sheet.terms, programme.budget_fen
        self.budget, self.chosen = _typed_budget(programme.budget_fen), self.sheet.terms.method.value
        self.districts = list(dict.fromkeys(person.district for person in self.sheet.people))
        self.terms, self.why = _terms_typed(self._terms), {}
        self._is_filling = False
        self._compute()

    def _turned(self, act: Any) -> None:
        if not self._is_filling and self.sheet is not None:
            with self.guard():
                act()

    def _choose(self) -> None:
        self._rows()
        self._draw()
        self._told()

    def _budget_typed(self) -> None:
        if self._is_filling or self.sheet is None:
            return
        with self.guard():
            self._budget_fen = _budget_read(self.budget)
            self._compute()

    def _compute(self) -> None:
        """Divide the budget by every rule."""
        sheet = self.sheet
        assert sheet is not None
        if not sheet.people:
            self.found, self.rules, self.items, self.total = {}, [], [], 0
            self._told()
            return
        begun = perf_counter()
        self.found = {
            method: sheet.figures(method, self._budget_fen, self._terms) for method in reports.STAFF_METHODS
        }
        took = round((perf_counter() - begun) * 1000)
        self.took = translate(N_("{n} rules in {ms} ms")).format(n=len(self.found), ms=took)
        self.rules = [_rule(figures) for figures in self.found.values()]
        self._rows()
        self._draw()
        self._told()

    def _told(self) -> None:
        sheet = self.sheet
        assert sheet is not None
        programme = sheet.programme
        own = Hand.STAFF in sheet.hands and sheet.is_draft
        self.about = {
            "title": programme.title,
            "stage": stage_tag(programme.stage),
            "is_empty": not sheet.people,
            "may_change": own,
            "may_submit": own and bool(sheet.people),
            "is_changed": self._is_changed(),
            "is_kept": not sheet.is_draft,
            "step": _step(self._budget_fen),
            "least": 0,
            "most": round(_most(sheet, programme.budget_fen) / 1_000_000),
        }

    def _is_changed(self) -> bool:
        sheet = self.sheet
        assert sheet is not None
        return (
            self._budget_fen != sheet.programme.budget_fen
            or replace(self._terms, method=Method(self.chosen)) != sheet.terms
        )

    def _rows(self) -> None:
        sheet = self.sheet
        figures = self.found.get(Method(self.chosen)) if self.chosen in set(Method) else None
        if sheet is None or figures is None:
            self.items, self.total = [], 0
            return
        due = sheet.cases(sheet.with_method(figures.method, self._terms), self._budget_fen).ceilings()
        wanted = str(self.page.get("search") or "").strip()
        place = str(self.page.get("district") or "")
        rows = [
            (i, person)
            for i, person in enumerate(sheet.people)
            if (not place or person.district == place)
            and (not wanted or wanted in person.name or wanted == str(person.position))
        ]
        amounts = figures.division.awards_fen
        for sort in self.page.get("sort") or []:
            key = {
                "amount": lambda r: int(amounts[r[0]]),
                "due": lambda r: int(due[r[0]]),
                "district": lambda r: r[1].district,
                "tier": lambda r: list(Tier).index(r[1].tier),
            }.get(str(sort.get("key")), lambda r: r[0])
            rows.sort(key=key, reverse=sort.get("order") == "desc")
        size = int(self.page.get("size") or 10)
        start = (int(self.page.get("page") or 1) - 1) * size
        shown = rows[start : start + size]
        ids = [person.recipient_id for _, person in shown]
        masked = reports.identities(self.ws, self.programme_id, ids) if ids else {}
        self.total = len(rows)
        self.items = [
            {
                "index": i,
                "no": person.position,
                "name": person.name,
                "identity": masked.get(person.recipient_id, ""),
                "district": person.district,
                "tier": tier_tag(person.tier),
                "due": yuan(int(due[i])),
                "amount": yuan(int(amounts[i])),
                "share": f"{int(amounts[i]) / int(due[i]):.0%}" if due[i] else "—",
            }
            for i, person in shown
        ]

    def _draw(self) -> None:
        sheet = self.sheet
        assert sheet is not None
        if not self.found:
            return
        view = self.view if self.view in VIEWS else "district"
        chosen = Method(self.chosen)
        titles = {method: translate(METHODS[method]) for method in self.found}
        if view == "lorenz":
            curves = {m: sheet.curve(f.division.awards_fen) for m, f in self.found.items()}
            option = charts.lorenz_option(curves, titles, chosen)
        else:
            means = {m: sheet.means(f.division.awards_fen, view) for m, f in self.found.items()}
            if view == "tier":
                means = {
                    m: {translate(TIERS[Tier(key)]): mean for key, mean in by.items()}
                    for m, by in means.items()
                }
            option = charts.means_option(means, titles, chosen)
        if self.chart is None:
            self.chart = theme.chart(option, height=300)
        else:
            self.chart.option = theme.chart_option(option)

    # Terms and budget

    def vue_try_terms(self, typed: Mapping[str, Any]) -> None:
        """Compute with other terms without saving them."""
        self._terms = _terms_read(typed, Method(self.chosen))
        self.terms = _terms_typed(self._terms)
        self._compute()

    def vue_reset(self, _: Any = None) -> None:
        """Go back to the programme's own terms and budget."""
        self.show()

    def vue_save(self, _: Any = None) -> None:
        """Make rule, budget and terms count for the programme."""
        sheet = self.sheet
        assert sheet is not None
        self._save(sheet)
        self.show()
        self.say(translate(N_("Saved")))

    def _save(self, sheet: reports.Scenario) -> None:
        version = sheet.programme.version
        if self._budget_fen != sheet.programme.budget_fen:
            version = service.set_budget(self.ws, self.programme_id, self._budget_fen, seen_version=version)
        terms = replace(self._terms, method=Method(self.chosen))
        if terms != sheet.terms:
            service.set_terms(self.ws, self.programme_id, terms, seen_version=version)
            service.assess_list(self.ws, self.programme_id)

    # Why

    def vue_explain(self, index: int | None) -> None:
        """Say why one person gets the amount, or close the drawer."""
        sheet = self.sheet
        if index is None or sheet is None:
            self.why = {}
            return
        i, method = int(index), Method(self.chosen)
        person = sheet.people[i]
        share = sheet.share(i, method, self._budget_fen, self._terms)
        self.why = {
            "person": f"{person.position}　{person.name}　{person.district}",
            "amount": yuan(share.award_fen),
            "capitals": in_capitals(share.award_fen),
            "rule": translate(METHODS[method]),
            "facts": facts_of(person, sheet.facts[i], share),
            "parts": part_rows(share),
            "others": [
                [
                    translate(METHODS[m]),
                    yuan(int(f.division.awards_fen[i])),
                    m == method,
                ]
                for m, f in self.found.items()
            ],
            "flip": change_text(sheet, i, self._terms),
        }

    # On

    def vue_submit(self, _: Any = None) -> None:
        """Ask, then save what was changed and hand the allocation in for review."""
        sheet = self.sheet
        figures = self.found.get(Method(self.chosen))
        if sheet is None or figures is None or self.shell is None:
            return

        def submitted() -> None:
            self._save(sheet)
            fresh = reports.scenario(self.ws, self.programme_id)
            service.submit(self.ws, self.programme_id, fresh.kept.data_hash)
            self.show()
            self.say(translate(N_("Submitted; the reviewers find it among their to-dos.")))

        self.shell.confirm(
            submitted,
            title=translate(N_("Submit for review?")),
            text=translate(
                N_("List, rule and amounts are kept as they are now. Somebody else must review them.")
            ),
            facts=[
                translate(N_("Rule: {rule}")).format(rule=translate(METHODS[figures.method])),
                translate(N_("{n} recipients, {amount} yuan")).format(
                    n=f"{figures.covered:,}", amount=yuan(figures.division.total_fen)
                ),
                translate(N_("Not allocated: {amount} yuan")).format(
                    amount=yuan(figures.division.unallocated_fen)
                ),
            ],
            yes=translate(N_("Submit for review")),
        )

    def vue_excel(self, _: Any = None) -> None:
        """Hand over the allocation as Excel."""
        name, content = documents.allocation_workbook(self.ws, self.programme_id)
        self.download(name, XLSX, content)

    def vue_form(self, _: Any = None) -> None:
        """Hand over the approval form as Word."""
        name, content = documents.approval_form(self.ws, self.programme_id)
        self.download(name, DOCX, content)

    def vue_visit(self, screen: str) -> None:
        """Go to the list."""
        if self.shell and screen == "people":
            self.shell.go("people", programme=self.programme_id)


def _typed_budget(fen: int) -> str:
    """Return a budget in ten thousands of yuan as people type it.

    >>> _typed_budget(268_000_00), _typed_budget(123_456_78)
    ('26.8', '12.345678')
    """
    whole, rest = divmod(fen, 1_000_000)
    return f"{whole}.{rest:06}".rstrip("0").rstrip(".")


def _budget_read(text: str) -> int:
    """Return a budget typed in ten thousands of yuan as fen; raises `AmountUnreadable`.

    >>> _budget_read("26.8"), _budget_read("12.345678")
    (26800000, 12345678)
    """
    plain = normalize("NFKC", text).strip().replace(",", "")
    if not _BUDGET.fullmatch(plain):
        raise AmountUnreadable(text)
    return int(Fraction(plain) * 1_000_000)


def _step(budget_fen: int) -> float:
    return 1 if budget_fen >= 100_000_000 else 0.1


def _most(sheet: reports.Scenario, budget_fen: int) -> int:
    due = sum(int(d) for d in sheet.cases(sheet.terms, budget_fen).ceilings()) if sheet.people else 0
    return max(2 * budget_fen, min(due, 4 * budget_fen), 2_000_000)


def _rule(figures: reports.RuleFigures) -> dict[str, Any]:
    division = figures.division
    is_short = division.status == Status.SHORT
    return {
        "key": figures.method.value,
        "title": translate(METHODS[figures.method]),
        "text": translate(METHOD_TEXTS[figures.method]),
        "covered": f"{figures.covered:,}",
        "mean": f"{figures.mean_fen / 100:,.0f}",
        "deep": "—" if figures.adequacy_deep is None else f"{figures.adequacy_deep:.0%}",
        "gini": f"{figures.inequality.gini:.3f}",
        "theil": f"{figures.inequality.theil_t:.3f}",
        "atkinson": f"{figures.inequality.atkinson_1:.3f}",
        "coverage": _share(figures.targeting.coverage),
        "adequacy": _share(figures.targeting.adequacy),
        "leakage": _share(figures.targeting.leakage),
        "alike": "—" if figures.alike is None else f"{figures.alike:.0%}",
        "total": yuan(division.total_fen),
        "left": yuan(division.unallocated_fen) if division.unallocated_fen else "",
        "is_short": is_short,
        "short": yuan(division.needed_fen - division.budget_fen) if is_short else "",
    }


def _share(share: Fraction | None) -> str:
    return "—" if share is None else f"{float(share):.0%}"


def _terms_typed(terms: Terms) -> dict[str, Any]:
    return {
        "size_step": _decimal(terms.size_step),
        "hard_hit": _decimal(terms.hard_hit),
        "marginal": terms.marginal.value,
        "marginals": [{"value": m.value, "title": translate(word)} for m, word in MARGINALS.items()],
        "tiers": [
            {
                "key": tier.value,
                "text": translate(TIERS[tier]),
                "takes": tier in terms.order,
                "standard": _plain(own.standard_fen),
                "weight": _decimal(own.weight),
                "floor": _plain(own.floor_fen),
                "cap": "" if own.cap_fen is None else _plain(own.cap_fen),
            }
            for tier in (*terms.order, *(t for t in Tier if t not in terms.order))
            for own in (terms.of(tier),)
        ],
    }


def _plain(fen: int) -> str:
    return f"{fen // 100}" if fen % 100 == 0 else f"{fen / 100:.2f}"


def _decimal(value: Fraction) -> str:
    return f"{float(value):g}"


def _terms_read(typed: Mapping[str, Any], method: Method) -> Terms:
    rows = [dict(row) for row in typed["tiers"]]
    return Terms(
        method=method,
        order=tuple(Tier(row["key"]) for row in rows if row.get("takes")),
        tiers={
            Tier(row["key"]): TierTerms(
                parse_yuan(str(row["standard"] or "0")),
                decimal_weight(row["weight"] or "0"),
                parse_yuan(str(row["floor"] or "0")),
                parse_yuan(str(row["cap"])) if str(row.get("cap") or "").strip() else None,
            )
            for row in rows
        },
        size_step=decimal_weight(typed.get("size_step") or "0"),
        hard_hit=decimal_weight(typed.get("hard_hit") or "1"),
        marginal=Marginal(str(typed.get("marginal") or Marginal.PROPORTIONAL)),
    )

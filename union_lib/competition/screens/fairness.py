"""Are the marks fair? Judges side by side, agreement, fair marks, intervals of places, what if."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from ipywidgets import widget_serialization
from traitlets import Any as Anything
from traitlets import Dict, Int, Unicode

from ...common.errors import N_, NotFound
from ...common.text import translate
from ...ui import theme
from .. import reports, rules
from ..reports.fair_places import PlaceGroup, PlaceRow
from ..reports.fairness import (
    Fairness,
    FairRow,
    JudgeRow,
    WhatIf,
    WhatIfAnswer,
    judge_fairness,
    versions_kept,
)
from ..rules.fairness import PanelMethod
from . import fairness_charts as charts
from . import fairness_words as told
from .desk import CompetitionScreen, stage_tag

TABS = {
    "judges": N_("Judges"),
    "agreement": N_("Agreement"),
    "fair": N_("Fair marks"),
    "places": N_("Place intervals"),
    "spread": N_("Distribution"),
    "what_if": N_("What if …"),
}
SIZE = 30  # lines of a page, and of its picture
MOST_CHANGES = 100
FEW = 3  # judges below which hardly anything can be said
HEAVY = 12_000  # versions of marks from which on it takes longer than people wait without a word
TRIMS = (0, 1, 2)


class JudgeFairness(CompetitionScreen):
    """How the judges marked, what it did to places and awards, and what would be otherwise."""

    file = "fairness.vue"
    words = {
        "after": N_("then"),
        "alike": N_("Not told from"),
        "all_judges": N_("All judges"),
        "ask": N_("Compute"),
        "asked_nothing": N_("Choose at least one thing to change, then compute."),
        "award": N_("Award"),
        "before": N_("now"),
        "close_groups": N_("Cannot be told apart"),
        "coefficient": N_("Measure"),
        "consequence": N_("Without this judge"),
        "detail": N_("Details"),
        "drop": N_("Drop of each set of marks"),
        "drop_as_now": N_("as the scheme says"),
        "empty_text": N_("Figures appear here as soon as two judges have marked the same entries."),
        "empty_title": N_("Nothing to compare yet"),
        "entry": N_("Entry"),
        "fair_mark": N_("Fair mark"),
        "fair_place": N_("Place if alike"),
        "flags": N_("Flag"),
        "grade": N_("Judgement"),
        "highest": N_("highest"),
        "histogram": N_("How often"),
        "interval": N_("95 of 100"),
        "judge": N_("Judge"),
        "leave_out": N_("Leave out judges"),
        "leniency": N_("Leniency"),
        "leniency_title": N_("Strict or lenient, in points"),
        "look": N_("Look"),
        "lowest": N_("lowest"),
        "mean": N_("Mean"),
        "meaning": N_("What it says"),
        "middle": N_("middle"),
        "more": N_("{n} more entries change."),
        "n": N_("Sheets"),
        "no_flag": N_("none"),
        "own": N_("Own unit"),
        "panel": N_("Panel"),
        "panels_title": N_("Panels brought to one level"),
        "place": N_("Place"),
        "place_now": N_("Place now"),
        "quarter": N_("middle half"),
        "r": N_("Alike (r)"),
        "rasch_place": N_("Rasch place"),
        "raw": N_("Score"),
        "result": N_("What would change"),
        "sd": N_("Spread"),
        "shift": N_("Moves"),
        "spread": N_("Width"),
        "tabs": N_("Views of fairness"),
        "title": N_("Fairness of marks"),
        "value": N_("Value"),
        "verdict": N_("A flag is a reason to look, never a verdict."),
        "weights": N_("Weights"),
        "weight_of": N_("Weight of {title}"),
        "what_is": N_("What is “{term}”?"),
        "z": N_("Robust z"),
    }
    writable = frozenset({"page"})

    text = Unicode("").tag(sync=True)
    stage = Dict().tag(sync=True)
    state = Dict().tag(sync=True)
    tabs = Dict().tag(sync=True)
    tab = Unicode("judges").tag(sync=True)
    page = Int(1).tag(sync=True)
    pages = Int(1).tag(sync=True)
    judges = Dict().tag(sync=True)
    agreement = Dict().tag(sync=True)
    fair = Dict().tag(sync=True)
    places = Dict().tag(sync=True)
    spread = Dict().tag(sync=True)
    question = Dict().tag(sync=True)
    answer = Dict().tag(sync=True)
    drawer = Dict().tag(sync=True)
    picture = Anything(None, allow_none=True).tag(sync=True, **widget_serialization)
    second_picture = Anything(None, allow_none=True).tag(sync=True, **widget_serialization)

    def __init__(self, ws: Any = None, desk: Any = None, **state: Any) -> None:
        self._fairness: Fairness | None = None
        self._asked: list[WhatIf] = []
        self._looked: int | None = None
        super().__init__(ws, desk, **state)
        self.observe(lambda _: self._turned(), "page")

    def visit(self, competition: int | None = None) -> None:
        """Come to this screen; what was asked of another competition is forgotten."""
        before = self.desk.competition
        self.desk.take(self.ws, competition)
        if self.desk.competition != before:
            self._asked, self._looked, self.page = [], None, 1
        self.show()

    def show(self) -> None:
        """Fetch everything again, and compute what the open tab shows."""
        self.drawer, self._fairness = {}, None
        with self._working(versions_kept(self.ws, self.competition_id)):
            seen = self._fairness = judge_fairness(self.ws, self.competition_id)
            self.text = f"{seen.field.competition.title} · {told.compared(seen)}"
            self.stage = stage_tag(seen.field.competition.stage)
            self.tabs = {key: translate(title) for key, title in TABS.items()}
            self.state = self._state(seen)
            self._compute()

    @property
    def _seen(self) -> Fairness:
        if self._fairness is None:
            self.show()
        assert self._fairness is not None
        return self._fairness

    def _state(self, seen: Fairness) -> dict[str, Any]:
        refusal = seen.refusal
        marking = sum(1 for row in seen.judges if row.n)
        few = translate(
            N_(
                "Only {n} judges can be compared: that says little, and nobody can be flagged as strict or lenient."
            )
        )
        coded = translate(N_("Names are behind codes. Units are compared once all lists are opened."))
        return {
            "is_empty": refusal is not None,
            "refusal": _said(refusal),
            "few": few.format(n=marking) if 0 < marking < FEW else "",
            "coded": coded if seen.is_coded else "",
            "decides": told.decides(seen),
        }

    # Tabs

    def vue_open(self, tab: str) -> None:
        """Open a tab; it is computed now."""
        if tab in TABS:
            self.drawer, self.tab, self.page = {}, tab, 1
            with self._working(len(self._seen.field.marks)):
                self._compute()

    def _turned(self) -> None:
        with self.guard():
            if self._fairness is not None:
                self._compute()

    def _compute(self) -> None:
        """Compute the open tab, and forget the others' figures."""
        seen = self._seen
        for tab in ("judges", "agreement", "fair", "places", "spread"):
            if tab != self.tab:
                setattr(self, tab, {})
        if self.tab == "what_if":
            self.question = self._question(seen)
            self._answered(seen, [seen.otherwise.answer(asked) for asked in self._asked])
        elif not self.state["is_empty"]:
            getattr(self, f"_{self.tab}")(seen)

    @contextmanager
    def _working(self, marks: int) -> Iterator[None]:
        """Say under the bar that it is being computed, where people would wait for it."""
        is_heavy = self.shell is not None and marks > HEAVY
        if self.shell is not None and is_heavy:
            self.shell.work = {"text": translate(N_("The judges' marks are being compared …")), "done": None}
        try:
            yield
        finally:
            if self.shell is not None and is_heavy:
                self.shell.work = {}

    def _draw(self, option: Mapping[str, Any], height: int, *, is_second: bool = False) -> None:
        """Put a new picture in its place; the one before is given up."""
        name = "second_picture" if is_second else "picture"
        before = getattr(self, name)
        setattr(self, name, theme.chart(option, height))
        if before is not None:
            before.close()

    def _judges(self, seen: Fairness) -> None:
        severity = seen.severity
        self._draw(charts.severity_option(severity), charts.severity_height(severity))
        self.judges = {
            "lead": told.judges_lead(seen),
            "label": told.joined([f"{bar.name} {told.signed(bar.leniency)}" for bar in severity.bars]),
            "has_panels": any(row.judge.panel for row in seen.judges),
            "rows": [self._judge_line(seen, row) for row in seen.judges],
        }

    def _judge_line(self, seen: Fairness, row: JudgeRow) -> dict[str, Any]:
        report, own = row.report, row.own_unit
        return {
            "at": row.at,
            "name": row.judge.name,
            "seat": row.judge.seat,
            "panel": row.judge.panel,
            "n": row.n,
            "leniency": told.signed(row.leniency),
            "z": told.signed(report.robust_z, 1) if report else "",
            "spread": told.number(report.spread_ratio) if report else "",
            "r": told.number(report.r_with_others) if report else "",
            "own": told.signed(own.own_minus_other) if own else "",
            "flags": [translate(told.FLAGS[flag]) for flag in row.flags],
            "consequence": told.without_text(seen.consequences.get(row.judge.appointment_id)),
        }

    def _agreement(self, seen: Fairness) -> None:
        self.agreement = {
            "tables": [
                {
                    "title": told.table_title(table),
                    "lead": told.agreement_lead(table),
                    "size": translate(
                        N_("{judges} judges, {entries} entries, {complete} of them marked by all")
                    ).format(judges=table.judges, entries=table.entries, complete=table.complete),
                    "mean": told.number(table.mean),
                    "sd": told.number(table.sd),
                    "rows": [told.coefficient_line(one) for one in table.coefficients],
                }
                for table in seen.agreement
            ]
        }

    def _fair(self, seen: Fairness) -> None:
        found = seen.fair_marks
        rows = self._paged(found.rows)
        panels = seen.panels
        if found.additive_refusal is None:
            self._draw(charts.slope_option(rows), charts.line_height(len(rows)))
        sampled = translate(
            N_(
                "The Rasch model was given {n} entries drawn by lot, because there are too many marks for all."
            )
        )
        self.fair = {
            "lead": told.fair_lead(seen) if found.additive_refusal is None else "",
            "scale": told.fair_scale(seen),
            "refusal": _said(found.additive_refusal),
            "rasch_refusal": _said(found.rasch_refusal),
            "sampled": sampled.format(n=found.sampled) if found.sampled else "",
            "rows": [_fair_line(row) for row in rows],
            "panels": {
                "names": list(panels.panels),
                "methods": [
                    {
                        "key": method.value,
                        "title": translate(told.METHODS[method]),
                        "refusal": _said(panels.refusals.get(method)),
                    }
                    for method in PanelMethod
                ],
                "rows": [
                    {
                        "code": row.shown.code,
                        "title": row.shown.title,
                        "panel": row.panel,
                        "total": told.number(row.total),
                        "place": row.place,
                        "cells": [
                            {
                                "value": told.number(row.adjusted.get(method)),
                                "place": row.places.get(method),
                                "moved": row.places.get(method, row.place) != row.place,
                            }
                            for method in PanelMethod
                        ],
                    }
                    for row in panels.rows[(self.page - 1) * SIZE : self.page * SIZE]
                ],
            }
            if len(panels.panels) > 1
            else {},
        }

    def _places(self, seen: Fairness) -> None:
        found = seen.places
        rows = self._paged(found.rows)
        if found.refusal is None:
            self._draw(charts.interval_option(rows), charts.line_height(len(rows)))
        draws = translate(N_("The judges were drawn again {n} times.")).format(n=found.draws)
        left_out = translate(N_("{n} entries with fewer than three whole sheets are left out."))
        self.places = {
            "lead": told.places_lead(seen) if found.refusal is None else "",
            "refusal": _said(found.refusal),
            "notes": [
                *([draws] if found.draws else []),
                *([left_out.format(n=found.left_out)] if found.left_out else []),
            ],
            "rows": [_place_line(row) for row in rows],
            "groups": [
                {"text": told.group_text(group.first, group.last), "codes": _codes(group)}
                for group in found.groups[:SIZE]
            ],
        }

    def _spread(self, seen: Fairness) -> None:
        found = seen.distributions
        self._draw(charts.box_option(seen), 40 + 30 * max(3, len(found)))
        self._draw(charts.histogram_option(seen, self._looked), 190, is_second=True)
        unit = N_("points of a whole sheet") if seen.is_in_points else N_("percent of what can be reached")
        self.spread = {
            "lead": translate(N_("How high and how widely every judge marked, in {unit}.")).format(
                unit=translate(unit)
            ),
            "judge": self._looked,
            "rows": [
                {
                    "at": one.row.at,
                    "name": one.row.judge.name,
                    "n": one.n,
                    "mean": told.number(one.mean),
                    "sd": told.number(one.sd),
                    "quartiles": [told.number(q) for q in one.quartiles],
                }
                for one in found
            ],
        }

    def _paged(self, rows: list[Any]) -> list[Any]:
        """Return the lines of this page."""
        self.pages = max(1, -(-len(rows) // SIZE))
        at = min(max(1, self.page), self.pages)
        return rows[(at - 1) * SIZE : at * SIZE]

    def vue_histogram(self, judge: int | None) -> None:
        """Show how often one judge gave which values, or all of them."""
        known = {one.row.at for one in self._seen.distributions}
        self._looked = int(judge) if judge is not None and int(judge) in known else None
        self._spread(self._seen)

    # Drawers

    def vue_look(self, at: int | None) -> None:
        """Open what there is to say about one judge, or close it."""
        if at is None:
            self.drawer = {}
            return
        seen = self._seen
        row = next((one for one in seen.judges if one.at == int(at)), None)
        if row is None:
            raise NotFound
        answer = seen.consequences.get(row.judge.appointment_id)
        own = row.own_unit
        figures = [
            (N_("Robust z"), told.signed(row.report.robust_z, 1) if row.report else ""),
            (N_("q of the leniency"), told.doubt(row.report.leniency_q) if row.report else ""),
            (N_("Width of marks (1 = usual)"), told.number(row.report.spread_ratio) if row.report else ""),
            (N_("r with the others"), told.number(row.report.r_with_others) if row.report else ""),
            (N_("t of the own unit (Welch)"), told.signed(own.test.t) if own else ""),
            (N_("p of the own unit"), told.doubt(row.own_p) if own else ""),
            (N_("q of the own unit"), told.doubt(row.report.own_unit_q) if row.report else ""),
        ]
        share = row.report.leniency_share if row.report else None
        self.drawer = {
            "kind": "judge",
            "at": row.at,
            "title": row.judge.name,
            "text": translate(N_("A flag is a reason to look, never a verdict.")),
            "flags": [
                {"title": translate(told.FLAGS[flag]), "text": translate(told.FLAG_REASONS[flag])}
                for flag in row.flags
            ],
            "lean": told.lean_text(row),
            "share": translate(N_("That is {n}% of what can be reached.")).format(
                n=told.number(abs(share) * 100)
            )
            if share is not None
            else "",
            "own": told.own_text(seen, row),
            "figures": [{"name": translate(name), "value": value or "—"} for name, value in figures],
            "consequence": told.without_text(answer),
            "changes": [told.change_line(one) for one in answer.changes[:MOST_CHANGES]] if answer else [],
            "more": max(0, len(answer.changes) - MOST_CHANGES) if answer else 0,
        }

    def vue_explain(self, term: str) -> None:
        """Open the explanation of a term."""
        if term in told.TERMS:
            title, paragraphs = told.TERMS[term]
            self.drawer = {
                "kind": "term",
                "title": translate(title),
                "text": "",
                "paragraphs": [translate(one) for one in paragraphs],
            }

    # What if

    def _question(self, seen: Fairness) -> dict[str, Any]:
        scheme = seen.field.scheme
        weighed: list[rules.Group | rules.Criterion] = [*scheme.groups, *scheme.criteria]
        return {
            "judges": [
                {"id": judge.appointment_id, "name": judge.name, "panel": judge.panel}
                for judge in seen.field.judges
            ],
            "trims": [
                {
                    "value": n,
                    "title": translate(N_("{n} highest, {n} lowest")).format(n=n)
                    if n
                    else translate(N_("nothing")),
                }
                for n in TRIMS
            ],
            "weights": [
                {"key": one.key, "title": one.title, "weight": reports.plain(one.weight)} for one in weighed
            ],
        }

    def vue_ask(self, asked: Mapping[str, Any]) -> None:
        """Compute the same marks by what the page asks; nothing is saved."""
        seen = self._seen
        now = {one["key"]: one["weight"] for one in self.question.get("weights", [])}
        typed = {
            str(key): rules.parse_mark(str(text))
            for key, text in dict(asked.get("weights") or {}).items()
            if str(text).strip() != now.get(str(key))
        }
        trim = asked.get("trim")
        parts = [
            WhatIf(without=tuple(int(judge) for judge in asked.get("without") or ())),
            WhatIf(trim=int(trim) if trim is not None else None),
            WhatIf(weights={key: weight for key, weight in typed.items() if weight is not None}),
        ]
        questions = [part for part in parts if part != WhatIf()]
        if len(questions) > 1:
            together = WhatIf()
            for part in questions:
                together = together.joined(part)
            questions.append(together)
        with self._working(len(seen.field.marks)):
            answers = [seen.otherwise.answer(question) for question in questions]
            self._asked = questions
            self._answered(seen, answers)

    def _answered(self, seen: Fairness, answers: Sequence[WhatIfAnswer]) -> None:
        """Show what the last questions do, side by side."""
        by_entry: dict[Any, dict[str, Any]] = {}
        for n, answer in enumerate(answers):
            for one in answer.changes:
                blank = {**told.change_line(one), "cells": [None] * len(answers)}
                line = by_entry.setdefault(one.change.entry, blank)
                changed = told.change_line(one)
                line["cells"][n] = {"after": changed["after"], "award": changed["award"]}
        order = {standing.entry: n for n, standing in enumerate(seen.outcome.standings)}
        is_coded = seen.is_coded
        lines = sorted(
            by_entry.items(), key=lambda pair: (0, pair[1]["code"]) if is_coded else (order[pair[0]], "")
        )
        shown = [line for _, line in lines]
        self.answer = {
            "questions": [
                {
                    "title": told.question_text(seen, answer.asked)
                    if n < len(answers) - 1 or len(answers) < 2
                    else translate(N_("all together")),
                    "text": told.change_text(answer),
                }
                for n, answer in enumerate(answers)
            ],
            "rows": shown[:MOST_CHANGES],
            "more": max(0, len(shown) - MOST_CHANGES),
        }


def _said(refusal: Any) -> dict[str, str]:
    """Return a refusal as what happened and what to do; nothing where there is none."""
    if refusal is None:
        return {}
    what, todo = refusal.said()
    return {"what": what, "todo": todo}


def _fair_line(row: FairRow) -> dict[str, Any]:
    return {
        "code": row.shown.code,
        "title": row.shown.title,
        "rank": row.rank or "—",
        "total": "" if row.total is None else str(row.total),
        "fair": told.number(row.fair),
        "error": told.number(row.fair_se),
        "place": row.fair_place or "",
        "shift": told.shift_text(row),
        "tone": "" if not row.shift else "up" if row.shift > 0 else "down",
        "rasch": told.signed(row.rasch),
        "rasch_error": told.number(row.rasch_se),
        "rasch_place": row.rasch_place or "",
    }


def _place_line(row: PlaceRow) -> dict[str, Any]:
    return {
        "code": row.shown.code,
        "title": row.shown.title,
        "rank": row.rank or "—",
        "place": row.place,
        "interval": f"{row.low}–{row.high}" if row.low != row.high else str(row.low),
        "alike": f"{row.first}–{row.last}" if row.last > row.first else "",
    }


def _codes(group: PlaceGroup) -> str:
    few = told.joined(list(group.codes))
    return few if len(group.codes) == group.size else f"{few} … ({group.size})"

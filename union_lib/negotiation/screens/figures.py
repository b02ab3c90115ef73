"""The dated figures and their articles: what stands on a day in an area, what is missing, and entering it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traitlets import Bool, Dict, List, Unicode

from ...common.errors import N_
from ...common.policies import COUNTRY, wider_areas
from ...common.text import translate
from ...common.typed import day
from ...registry.permissions import Permission
from ...registry.queries import unions_where
from ...ui.kit import Screen
from ...ui.shown import entered_words
from ..figure_names import FIGURE_NAMES, TOPIC_NAMES
from ..figure_values import TYPED, hint_of
from ..reports.figures import FigureLine, figure_areas, figure_history, figure_lines, needed
from ..service.figures import enter_case_figure

FIRST_AREA = "430200"


class FigureTable(Screen):
    """The book of figures: every one with its value, its article and how sure it is."""

    file = "figures.vue"
    words = {
        "all_topics": N_("All topics"),
        "area": N_("Area"),
        "area_hint": N_("The area the notice is for: a district, the city, the province or the country."),
        "cancel": N_("Cancel"),
        "citation": N_("Number of the notice"),
        "citation_hint": N_("Number and article, so that anyone can look it up."),
        "enter": N_("Enter"),
        "enter_figure": N_("Enter a figure"),
        "enter_text": N_("A new figure supersedes the old one from its day on; nothing is overwritten."),
        "figure": N_("Figure"),
        "find": N_("Find a figure"),
        "from": N_("In force from"),
        "history_text": N_("Newest first. Of one day and area the one on top counts."),
        "needed": N_("Needed before results can be given"),
        "needed_text": N_(
            "Nobody has recorded these for the chosen day and area. Ask for the notice and enter it."
        ),
        "nothing": N_("Nothing found"),
        "nothing_text": N_("Choose another topic or word."),
        "on": N_("Law on the day"),
        "state": N_("State"),
        "superseded": N_("superseded"),
        "text": N_("What the rules use, with the article each comes from"),
        "title": N_("Figures and articles"),
        "topic": N_("Topic"),
        "union": N_("Union"),
        "value": N_("Value"),
    }

    on = Unicode().tag(sync=True)
    area = Unicode(FIRST_AREA).tag(sync=True)
    areas = List().tag(sync=True)
    topics = List().tag(sync=True)
    rows = List().tag(sync=True)
    needed = List().tag(sync=True)
    opened = Dict().tag(sync=True)
    unions = List().tag(sync=True)
    enterable = List().tag(sync=True)
    may_enter = Bool(False).tag(sync=True)

    def visit(self, policy: str = "", area: int | str = "", on: str = "") -> None:
        """Come to the figures; a link may name the figure, the area and the day it is about."""
        self.on = day(on).isoformat() if on else self.on
        self.area = str(area) or self.area
        self.show()
        if policy:
            self.vue_open(policy)

    def show(self) -> None:
        """Fetch the figures of the day and the area again."""
        self.on = self.on or self.ws.today.isoformat()
        self.areas = [_choice(code, name) for code, name in figure_areas(self.ws).items()]
        self._names = {area["value"]: area["title"] for area in self.areas}
        if self.area == FIRST_AREA and FIRST_AREA not in self._names:
            self.area = COUNTRY
        self.unions = [_choice(*union) for union in unions_where(self.ws, Permission.MANAGE_REGISTRY)]
        self.may_enter = bool(self.unions)
        self.topics = [_choice(key, name) for key, name in TOPIC_NAMES.items()]
        self.enterable = [
            {**_choice(key, FIGURE_NAMES[key]), "hint": hint_of(key)} for key in FIGURE_NAMES if key in TYPED
        ]
        lines = figure_lines(self.ws, day(self.on), self.area)
        self.rows = [self._row(line) for line in lines]
        self.needed = [self._row(line) for line in needed(lines)]
        if self.opened:
            self.vue_open(self.opened["policy"])

    def vue_ask(self, asked: Mapping[str, Any]) -> None:
        """Look at another day or area."""
        self.on = day(asked.get("on")).isoformat()
        self.area = str(asked.get("area") or COUNTRY)
        self.show()

    def vue_open(self, policy: str | None) -> None:
        """Open a figure's history, or close it."""
        if not policy:
            self.opened = {}
            return
        lines = figure_history(self.ws, policy)
        self.opened = {
            "policy": policy,
            "name": translate(FIGURE_NAMES[policy]),
            "may_enter": self.may_enter and policy in TYPED,
            "rows": [
                {**self._row(line), "is_superseded": _is_doubled(lines, at)} for at, line in enumerate(lines)
            ],
        }

    def vue_enter(self, typed: Mapping[str, Any]) -> None:
        """Enter a dated figure with its notice."""
        enter_case_figure(
            self.ws,
            int(typed.get("union") or 0),
            str(typed.get("policy") or ""),
            str(typed.get("area") or ""),
            day(typed.get("from")),
            str(typed.get("value") or ""),
            str(typed.get("citation") or ""),
        )
        self.send({"method": "done", "args": []})
        self.show()
        self.say(translate(N_("Saved")))

    def _row(self, line: FigureLine) -> dict[str, Any]:
        value, state = line.value, line.state
        if value is None or state is None:
            state_words, tone, entered = N_("no rule on this day"), "mute", ""
        else:
            state_words, tone, entered = state.words, state.tone, entered_words(state)
        return {
            "policy": line.policy,
            "topic": line.topic,
            "name": translate(line.name),
            "value": line.shown,
            "area": self._area_name(value.area) if value else "",
            "is_own_area": bool(value and value.area == self.area),
            "from": value.valid_from.isoformat() if value and value.valid_from.year > 1 else "",
            "citation": value.citation if value else "",
            "state": translate(state_words),
            "tone": tone,
            "entered": entered,
            "may_enter": self.may_enter and bool(line.hint),
        }

    def _area_name(self, code: str) -> str:
        return self._names.get(code) or next(
            (n for c in wider_areas(code) if (n := self._names.get(c))), code
        )


def _choice(value: Any, title: str) -> dict[str, Any]:
    return {"value": value, "title": translate(title)}


def _is_doubled(lines: list[FigureLine], at: int) -> bool:
    """Return whether a newer entry of the same day and area stands above a line."""
    own = lines[at].value
    above = [line.value for line in lines[:at]]
    return own is not None and any(v and (v.valid_from, v.area) == (own.valid_from, own.area) for v in above)

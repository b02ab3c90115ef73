"""How far agreements reach: employers and workers covered on a day, by district and industry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ipywidgets import widget_serialization
from traitlets import Any as Anything
from traitlets import Dict, List, Unicode

from ...common.errors import N_
from ...common.text import translate
from ...common.typed import day
from ...ui import theme
from ...ui.kit import Screen
from ...ui.shown import XLSX
from ..documents.coverage_list import coverage_list
from ..reports.coverage import Coverage, CoverageRow, coverage
from ..rules.coverage import Reach
from ..rules.kinds import Track
from ..words import TRACKS

BOTH = ""
BY_DISTRICT, BY_INDUSTRY = "district", "industry"
BARS = 14
"""More bars are not read any more; the table has them all."""


class CoverageScreen(Screen):
    """Coverage on a day: figures in all, bars and a table by district or industry."""

    file = "coverage.vue"
    writable = frozenset({"by"})
    words = {
        "as_table": N_("In figures"),
        "by": N_("Grouped by"),
        "collective": N_("Collective contracts"),
        "covered": N_("Employers covered"),
        "district": N_("District"),
        "empty_text": N_("Put enterprises on file, or bring an agreement to its effect."),
        "empty_title": N_("No employer is known yet"),
        "employers": N_("Employers known"),
        "excel": N_("Download (Excel)"),
        "in_all": N_("All together"),
        "industry": N_("Industry"),
        "note": N_(
            "Employers known are those on file and those with an agreement. An employer counts once; agreements of an "
            "industry or area count with their workers, not with the employers they bind."
        ),
        "on": N_("Day"),
        "picture": N_("Share of employers covered"),
        "share": N_("Coverage"),
        "text": N_("Agreements in force on the day, of the unions you look after"),
        "title": N_("Coverage"),
        "track": N_("Agreements"),
        "wage": N_("Wage agreements"),
        "wider": N_("Of an industry or area"),
        "workers": N_("Workers covered"),
    }

    on = Unicode().tag(sync=True)
    track = Unicode(BOTH).tag(sync=True)
    tracks = List().tag(sync=True)
    by = Unicode(BY_DISTRICT).tag(sync=True)
    total = Dict().tag(sync=True)
    rows = List().tag(sync=True)
    chart = Anything(None, allow_none=True).tag(sync=True, **widget_serialization)

    def __init__(self, ws: Any = None, **state: Any) -> None:
        super().__init__(ws, **state)
        self._found: Coverage | None = None
        self.observe(lambda _: self._group(), "by")

    def show(self) -> None:
        """Count again for the chosen day and agreements."""
        self.on = self.on or self.ws.today.isoformat()
        both = [{"value": BOTH, "title": translate(N_("All agreements"))}]
        self.tracks = both + [{"value": t.value, "title": translate(word)} for t, word in TRACKS.items()]
        self._found = coverage(self.ws, day(self.on), Track(self.track) if self.track else None)
        self.total = _shown(translate(self.words["in_all"]), self._found.total)
        self._group()

    def _group(self) -> None:
        if self._found is None:
            return
        rows = self._found.industries if self.by == BY_INDUSTRY else self._found.districts
        self.rows = [_shown(row.name or "—", row.reach) for row in rows]
        counted = [row for row in rows if row.reach.share is not None][:BARS]
        self.chart = theme.chart(_bars(counted), 30 * len(counted) + 40) if counted else None

    def vue_ask(self, asked: Mapping[str, Any]) -> None:
        """Look at another day, or at other agreements."""
        self.on = day(asked.get("on")).isoformat()
        track = str(asked.get("track") or BOTH)
        self.track = track if track in list(Track) else BOTH
        self.show()

    def vue_excel(self, _: Any = None) -> None:
        """Hand over both tables as Excel."""
        if self._found is not None:
            name, content = coverage_list(self._found)
            self.download(name, XLSX, content)


def _shown(name: str, one: Reach) -> dict[str, Any]:
    return {
        "name": name,
        "employers": f"{one.employers:,}",
        "covered": f"{one.covered:,}",
        "share": percent(one),
        "collective": f"{one.collective:,}",
        "wage": f"{one.wage:,}",
        "wider": f"{one.wider:,}",
        "workers": f"{one.workers:,}",
        "is_empty": not one.employers and not one.wider,
    }


def percent(one: Reach) -> str:
    """Return a share as people write it; a dash where no employer is known.

    >>> percent(Reach(3, 1, 0, 1, 0, 20)), percent(Reach(0, 0, 0, 0, 0, 0))
    ('33.3%', '—')
    """
    return "—" if one.share is None else f"{float(one.share * 100):.1f}%"


def _bars(rows: Sequence[CoverageRow]) -> dict[str, Any]:
    """Return bars of the share covered, the first row on top."""
    return {
        "grid": {"left": 4, "right": 56, "top": 4, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, "max": 100, "axisLabel": {"formatter": "{value}%"}},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [row.name or "—" for row in rows],
            "axisLabel": {"color": theme.INK_2, "fontSize": 12, "width": 110, "overflow": "truncate"},
        },
        "series": [
            {
                "type": "bar",
                "barMaxWidth": 16,
                "data": [round(float((row.reach.share or 0) * 100), 1) for row in rows],
                "itemStyle": {"color": theme.ACTION, "borderRadius": [0, 2, 2, 0]},
                "label": {"show": True, "position": "right", "formatter": "{c}%", "color": theme.INK_2},
            }
        ],
    }

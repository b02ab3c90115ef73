"""Pictures of fairness as ECharts options: data and colours, nothing computed."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10
from typing import Any

from ...common.errors import N_
from ...common.text import translate
from ...ui import theme
from ..reports.fair_places import PlaceRow
from ..reports.fairness import Fairness, FairRow, SeveritySummary
from ..rules.fairness import Flag
from .fairness_words import signed

BAR, GAP = 14, 25  # px: a bar, a line
LEAN = frozenset({Flag.HARSH, Flag.LENIENT})
QUIET = "#b9c0c9"
ROUND = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


def severity_option(found: SeveritySummary) -> dict[str, Any]:
    """Return the judges' leniency as bars, the most lenient on top; flagged ones in colour.

    Red: strict or lenient beyond chance. Brown: flagged for something else. The caller's text says it too.
    """
    bars = found.bars[::-1]
    end = _nice(1.25 * (max((abs(bar.leniency) for bar in bars), default=1.0) or 1.0))
    return {
        "grid": {"left": 4, "right": 44, "top": 24, "bottom": 4, "containLabel": True},
        "xAxis": {
            "type": "value",
            "position": "top",
            "min": -end,
            "max": end,
            "interval": end / 2,
            "axisLabel": {"fontSize": 11, "color": theme.INK_2},
        },
        "yAxis": {
            "type": "category",
            "data": [bar.name for bar in bars],
            "axisLine": {"show": False},
            "axisLabel": {"color": theme.INK, "fontSize": 12, "width": 90, "overflow": "truncate"},
        },
        "tooltip": {"trigger": "item", "formatter": "{b}: {c}"},
        "series": [
            {
                "type": "bar",
                "barMaxWidth": BAR,
                "data": [
                    {
                        "value": round(bar.leniency, 3),
                        "itemStyle": {"color": _tone(bar.flags), "borderRadius": 2},
                        "label": {
                            "show": True,
                            "position": "right" if bar.leniency >= 0 else "left",
                            "formatter": signed(bar.leniency),
                            "color": theme.INK,
                        },
                    }
                    for bar in bars
                ],
            }
        ],
    }


def severity_height(found: SeveritySummary) -> int:
    """Return the height in px that fits the bars."""
    return 40 + GAP * max(3, len(found.bars))


def _tone(flags: Sequence[Flag]) -> str:
    if LEAN & set(flags):
        return theme.BAD
    return theme.WARN if flags else theme.PALETTE[0]


def _nice(value: float) -> float:
    """Return the next round number that is not smaller.

    >>> _nice(2.4), _nice(0.07), _nice(31)
    (2.5, 0.08, 40.0)
    """
    power = 10.0 ** floor(log10(value))
    return round(next(step * power for step in ROUND if step * power >= value), 6)


def slope_option(rows: Sequence[FairRow]) -> dict[str, Any]:
    """Return lines from the place by the marks as given to the place with judges all alike."""
    known = [row for row in rows if row.fair_place is not None and row.rank]
    ends = (translate(N_("as given")), translate(N_("judges alike")))
    most = max((max(float(row.rank), row.fair_place or 0) for row in known), default=1)
    least = min((min(float(row.rank), row.fair_place or 0) for row in known), default=1)
    return {
        "grid": {"left": 70, "right": 70, "top": 28, "bottom": 8},
        "xAxis": {
            "type": "category",
            "data": list(ends),
            "position": "top",
            "boundaryGap": False,
            "axisLine": {"show": False},
            "axisLabel": {"color": theme.INK_2, "fontSize": 12},
        },
        "yAxis": {
            "type": "value",
            "inverse": True,
            "min": least - 0.5,
            "max": most + 0.5,
            "show": False,
        },
        "tooltip": {"trigger": "item", "formatter": "{a}"},
        "series": [_slope(row, *ends) for row, ends in zip(known, _labels(known), strict=True)],
    }


def _labels(rows: Sequence[FairRow]) -> list[tuple[str, str]]:
    """Return what stands at both ends of each line; entries that share a place are named once, together."""
    given: dict[str, list[str]] = {}
    fair: dict[str, list[str]] = {}
    for row in rows:
        given.setdefault(row.rank, []).append(row.shown.code)
        fair.setdefault(str(row.fair_place), []).append(row.shown.code)
    first = [given.pop(row.rank, []) for row in rows]
    last = [fair.pop(str(row.fair_place), []) for row in rows]
    return [
        (f"{_several(a)}  {row.rank}" if a else "", f"{row.fair_place}  {_several(b)}" if b else "")
        for row, a, b in zip(rows, first, last, strict=True)
    ]


def _several(codes: list[str]) -> str:
    return codes[0] if len(codes) == 1 else f"{codes[0]} +{len(codes) - 1}"


def _slope(row: FairRow, given: str, fair: str) -> dict[str, Any]:
    shift = row.shift or 0
    colour = theme.OK if shift > 0 else theme.WARN if shift < 0 else QUIET
    label = {"show": True, "color": theme.INK_2, "fontSize": 12}
    return {
        "type": "line",
        "name": f"{row.shown.code}: {row.rank} → {row.fair_place}",
        "symbolSize": 6,
        "lineStyle": {"color": colour, "width": 2 if shift else 1},
        "itemStyle": {"color": colour},
        "data": [
            {
                "value": float(row.rank),
                "label": {**label, "position": "left", "formatter": given},
            },
            {
                "value": row.fair_place,
                "label": {**label, "position": "right", "formatter": fair},
            },
        ],
    }


def interval_option(rows: Sequence[PlaceRow]) -> dict[str, Any]:
    """Return a bar from the lowest to the highest place of every entry, and a dot at its place.

    Entries that cannot be told from others are amber, those surely apart from both neighbours blue.
    """
    lines = list(rows)[::-1]
    names = [f"{row.place}  {row.shown.code}" for row in lines]
    invisible = {"color": "rgba(0,0,0,0)"}
    return {
        "grid": {"left": 4, "right": 20, "top": 24, "bottom": 4, "containLabel": True},
        "xAxis": {
            "type": "value",
            "position": "top",
            "min": max(0, min((row.low for row in lines), default=1) - 1),
            "max": max((row.high for row in lines), default=1) + 1,
            "minInterval": 1,
            "axisLabel": {"fontSize": 11, "color": theme.INK_2},
        },
        "yAxis": {
            "type": "category",
            "data": names,
            "axisLine": {"show": False},
            "axisLabel": {"interval": 0, "color": theme.INK, "fontSize": 12},
        },
        "tooltip": {"trigger": "item", "formatter": "{b}: {a}"},
        "series": [
            {
                "type": "bar",
                "stack": "i",
                "silent": True,
                "itemStyle": invisible,
                "data": [r.low - 0.18 for r in lines],
            },
            {
                "type": "bar",
                "stack": "i",
                "name": translate(N_("places in 95 of 100 draws")),
                "barMaxWidth": 10,
                "data": [
                    {
                        "value": row.high - row.low + 0.36,
                        "name": f"{row.shown.code} {row.low}–{row.high}",
                        "itemStyle": {"color": _sure(row), "borderRadius": 4, "opacity": 0.55},
                    }
                    for row in lines
                ],
            },
            {
                "type": "scatter",
                "name": translate(N_("place by the marks")),
                "symbolSize": 9,
                "itemStyle": {"color": theme.INK},
                "data": [[row.place, name] for row, name in zip(lines, names, strict=True)],
            },
        ],
    }


def _sure(row: PlaceRow) -> str:
    return theme.PALETTE[1] if row.last > row.first else theme.PALETTE[0]


def line_height(lines: int) -> int:
    """Return the height in px of a chart with that many lines."""
    return 36 + 21 * max(3, lines)


def box_option(seen: Fairness) -> dict[str, Any]:
    """Return a box for every judge over one axis of points or percent."""
    rows = seen.distributions[::-1]
    return {
        "grid": {"left": 4, "right": 20, "top": 24, "bottom": 4, "containLabel": True},
        "xAxis": {
            "type": "value",
            "position": "top",
            "scale": True,
            "axisLabel": {"fontSize": 11, "color": theme.INK_2},
        },
        "yAxis": {
            "type": "category",
            "data": [one.row.judge.name for one in rows],
            "axisLine": {"show": False},
            "axisLabel": {"color": theme.INK, "fontSize": 12, "width": 90, "overflow": "truncate"},
        },
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "boxplot",
                "boxWidth": [8, 16],
                "itemStyle": {"color": "#edf3fb", "borderColor": theme.PALETTE[0]},
                "data": [
                    {
                        "value": [round(q, 2) for q in one.quartiles],
                        "itemStyle": {"borderColor": _tone(one.row.flags)},
                    }
                    for one in rows
                ],
            }
        ],
    }


def histogram_option(seen: Fairness, judge: int | None) -> dict[str, Any]:
    """Return how often values fall between the borders: of all judges, or of one by position."""
    wanted = [one for one in seen.distributions if judge is None or one.row.at == judge]
    counts = [sum(bin_) for bin_ in zip(*(one.counts for one in wanted), strict=True)]
    names = [f"{low:g}–{high:g}" for low, high in zip(seen.edges, seen.edges[1:], strict=False)]
    return {
        "grid": {"left": 4, "right": 8, "top": 12, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "category", "data": names, "axisLabel": {"fontSize": 11, "color": theme.INK_2}},
        "yAxis": {"type": "value", "minInterval": 1},
        "tooltip": {"trigger": "item", "formatter": "{b}: {c}"},
        "series": [{"type": "bar", "barCategoryGap": "8%", "data": counts, "itemStyle": {"borderRadius": 2}}],
    }

"""Pictures of the scenario page as ECharts options: data and colours, nothing computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...common.errors import N_
from ...common.text import translate
from ...ui import theme
from ..rules.terms import Method

FAINT = 0.45
EQUAL = "#9aa3ad"


def rule_colours() -> dict[Method, str]:
    """Return the colour of each rule, the same on its card and in every picture."""
    return dict(zip(Method, theme.PALETTE, strict=False))


def means_option(
    means: Mapping[Method, Mapping[str, float]], titles: Mapping[Method, str], chosen: Method
) -> dict[str, Any]:
    """Return bars of the mean amount by group, a colour for each rule; the chosen one stands out."""
    groups = list(next(iter(means.values())))
    colours = rule_colours()
    return {
        "legend": _legend(),
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 4, "right": 12, "top": 78, "bottom": 4, "containLabel": True},
        "xAxis": {
            "type": "category",
            "data": [_short(group) for group in groups],
            "axisLabel": {"color": theme.INK_2, "fontSize": 12, "interval": 0, "hideOverlap": True},
        },
        "yAxis": {
            "type": "value",
            "name": translate(N_("mean (yuan)")),
            "nameTextStyle": {"color": theme.INK_2, "align": "left"},
            "nameGap": 8,
        },
        "series": [
            {
                "type": "bar",
                "name": titles[method],
                "barGap": "8%",
                "barCategoryGap": "28%",
                "data": [round(by.get(group, 0) / 100) for group in groups],
                "itemStyle": {
                    "color": colours[method],
                    "opacity": 1 if method == chosen else FAINT,
                    "borderRadius": [2, 2, 0, 0],
                },
            }
            for method, by in means.items()
        ],
    }


def lorenz_option(
    curves: Mapping[Method, Sequence[tuple[float, float]]], titles: Mapping[Method, str], chosen: Method
) -> dict[str, Any]:
    """Return the Lorenz curves; the diagonal is equal amounts for everyone."""
    colours = rule_colours()
    diagonal = {
        "type": "line",
        "name": translate(N_("equal for all")),
        "data": [[0, 0], [100, 100]],
        "showSymbol": False,
        "lineStyle": {"type": "dashed", "color": theme.LINE, "width": 1.5},
        "color": EQUAL,
    }
    percent = {"type": "value", "min": 0, "max": 100, "axisLabel": {"formatter": "{value}%"}}
    return {
        "legend": _legend(),
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 4, "right": 16, "top": 78, "bottom": 4, "containLabel": True},
        "xAxis": percent,
        "yAxis": {
            **percent,
            "name": translate(N_("share of the money")),
            "nameTextStyle": {"color": theme.INK_2, "align": "left"},
            "nameGap": 8,
        },
        "series": [
            diagonal,
            *(
                {
                    "type": "line",
                    "name": titles[method],
                    "showSymbol": False,
                    "color": colours[method],
                    "lineStyle": {"width": 3 if method == chosen else 1.5},
                    "data": [list(point) for point in points],
                }
                for method, points in curves.items()
            ),
        ],
    }


def _legend() -> dict[str, Any]:
    return {
        "top": 0,
        "left": 0,
        "itemWidth": 14,
        "itemHeight": 8,
        "icon": "roundRect",
        "textStyle": {"color": theme.INK_2},
    }


def _short(group: str) -> str:
    """Return a district without its ending where it stays clear.

    >>> _short("石峰区"), _short("攸县")
    ('石峰', '攸县')
    """
    return group[:-1] if len(group) > 2 and group[-1] in "区市县" else group

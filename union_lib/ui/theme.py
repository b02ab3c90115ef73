"""The look every app shares on the Python side: Vuetify's colours, charts in the house style.

Everything else that has a colour or a size takes it from `tokens.css`.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import ipyvuetify as v

from ..common.text import spoken

PALETTE = ("#1d4f91", "#c07a1f", "#2f7d6b", "#8c4a8f", "#6b93c4", "#a33b3b", "#77862b", "#6b737c")
FONT = '"PingFang SC","Microsoft YaHei UI","Microsoft YaHei","Noto Sans CJK SC",sans-serif'
INK, INK_2, LINE, LINE_SOFT = "#1f2328", "#4f5862", "#dde1e6", "#eceff2"
ACTION, ACTION_DEEP, WARN, BAD, OK = "#1d4f91", "#163d71", "#8f4b00", "#b42318", "#0b6b45"

VUETIFY_COLOURS = {
    "primary": ACTION,
    "primary_darken_1": ACTION_DEEP,
    "secondary": INK_2,
    "secondary_darken_1": "#3a424b",
    "info": ACTION,
    "success": OK,
    "warning": WARN,
    "error": BAD,
    "background": "#f4f5f7",
    "surface": "#ffffff",
    "surface_variant": "#2b323b",
    "on_surface_variant": "#f4f5f7",
}
_AXIS = {
    "axisLine": {"lineStyle": {"color": LINE}},
    "axisTick": {"show": False},
    "axisLabel": {"color": INK_2, "fontSize": 12},
    "splitLine": {"lineStyle": {"color": LINE_SOFT}},
    "nameTextStyle": {"color": INK_2, "fontSize": 12},
}
_CHART = {
    "color": list(PALETTE),
    "textStyle": {"fontFamily": FONT, "color": INK, "fontSize": 12},
    "animationDuration": 250,
    "grid": {"left": 8, "right": 16, "top": 32, "bottom": 8, "containLabel": True},
}


def apply() -> None:
    """Give Vuetify the union's colours; the house has no dark mode."""
    for name, colour in VUETIFY_COLOURS.items():
        setattr(v.theme.themes.light, name, colour)
    v.theme.dark = False


def chart_option(option: Mapping[str, Any]) -> dict[str, Any]:
    """Return an ECharts option completed with the house style; what it says itself stays."""
    styled = deepcopy({**_CHART, **option})
    for axis in {"xAxis", "yAxis"} & styled.keys():
        several = isinstance(styled[axis], list)
        axes = [{**deepcopy(_AXIS), **one} for one in (styled[axis] if several else [styled[axis]])]
        styled[axis] = axes if several else axes[0]
    return styled


def chart(option: Mapping[str, Any], height: int = 260) -> Any:
    """Return a chart widget, height in px; show it with `<u-chart :widget="…" :label="…">`."""
    from ipecharts import EChartsRawWidget

    return EChartsRawWidget(
        option=chart_option(option),
        style={"width": "100%", "height": f"{height}px"},
        locale="EN" if spoken() == "en" else "ZH",
    )

"""Pictures of the negotiator's table as ECharts options: data and colours, nothing computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from ...common.errors import N_
from ...common.money import FEN_PER_YUAN
from ...common.text import translate
from ...ui import theme
from ..rules.bargaining import Zone
from ..rules.effects import Band
from ..rules.kinds import Side

COLOURS = {Side.UNION: theme.PALETTE[0], Side.EMPLOYER: theme.PALETTE[1]}
MARKS = {Side.UNION: "circle", Side.EMPLOYER: "diamond"}
GREEN, RED = "rgba(11,107,69,.14)", "rgba(180,35,24,.12)"


def spread_option(spread: Mapping[Side, Sequence[Band]], titles: Mapping[Side, str]) -> dict[str, Any]:
    """Return bars of how many workers get how much more a month, a colour for each side."""
    starts = sorted({band.from_fen for bands in spread.values() for band in bands})
    counts = {side: {band.from_fen: band.count for band in bands} for side, bands in spread.items()}
    width = next((band.to_fen - band.from_fen for bands in spread.values() for band in bands), 0)
    return {
        "legend": {"top": 0, "left": 0, "icon": "roundRect", "textStyle": {"color": theme.INK_2}},
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 4, "right": 8, "top": 54, "bottom": 22, "containLabel": True},
        "xAxis": {
            "type": "category",
            "data": [f"{_yuan(start)}–{_yuan(start + width)}" for start in starts],
            "name": translate(N_("more a month (yuan)")),
            "nameLocation": "middle",
            "nameGap": 26,
        },
        "yAxis": {
            "type": "value",
            "name": translate(N_("workers")),
            "minInterval": 1,
            "nameTextStyle": {"color": theme.INK_2, "align": "left"},
            "nameGap": 8,
        },
        "series": [
            {
                "type": "bar",
                "name": titles[side],
                "barGap": "8%",
                "data": [by.get(start, 0) for start in starts],
                "itemStyle": {"color": COLOURS[side], "borderRadius": [2, 2, 0, 0]},
            }
            for side, by in counts.items()
        ],
    }


def zone_option(
    zone: Zone | None,
    ends: tuple[Fraction, Fraction],
    offers: Mapping[Side, Fraction | None],
    titles: Mapping[Side, str],
) -> dict[str, Any]:
    """Return the zone of agreement, or the gap, on a line of per cents, with both sides' offers on it.

    `ends` are what the union and the employer can accept; without a zone they are not drawn.
    """
    bounds = sorted(ends) if zone is not None else []
    on_it = [share for share in offers.values() if share is not None]
    found = [*bounds, *on_it]
    low, high = min(found, default=Fraction(0)), max(found, default=Fraction(1, 10))
    edge = max((high - low) / 8, Fraction(1, 200))
    return {
        "legend": {"top": 0, "left": 0, "textStyle": {"color": theme.INK_2}},
        "tooltip": {"trigger": "item", "formatter": "{a} {c}"},
        "grid": {"left": 16, "right": 16, "top": 34, "bottom": 4, "containLabel": True},
        "xAxis": {
            "type": "value",
            "min": _percent(low - edge),
            "max": _percent(high + edge),
            "axisLabel": {"formatter": "{value}%"},
        },
        "yAxis": {"type": "category", "data": [""], "axisLine": {"show": False}},
        "series": [
            {
                "type": "scatter",
                "name": titles[side],
                "symbol": MARKS[side],
                "symbolSize": 18,
                "color": COLOURS[side],
                "data": [[_percent(share), 0]] if share is not None else [],
                **({"markArea": _area(zone.exists, *bounds)} if zone and side == Side.UNION else {}),
            }
            for side, share in offers.items()
        ],
    }


def _area(exists: bool, low: Fraction, high: Fraction) -> dict[str, Any]:
    name = translate(N_("zone of agreement") if exists else N_("gap"))
    return {
        "silent": True,
        "itemStyle": {"color": GREEN if exists else RED},
        "label": {"color": theme.INK_2, "position": "insideTop"},
        "data": [[{"name": name, "xAxis": _percent(low)}, {"xAxis": _percent(high)}]],
    }


def _yuan(fen: int) -> str:
    return f"{fen / FEN_PER_YUAN:g}"


def _percent(share: Fraction) -> float:
    return round(float(share * 100), 2)

"""The look on the Python side agrees with the tokens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from union_lib.ui import theme

TOKENS = dict(
    re.findall(
        r"--u-([\w-]+): (#[0-9a-f]{6})", (Path(theme.__file__).parent / "tokens.css").read_text("utf8")
    )
)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.1)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.1)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_python_and_tokens_name_the_same_colours():
    ours = {"ink": theme.INK, "ink-2": theme.INK_2, "line": theme.LINE, "action": theme.ACTION}
    ours |= {"action-deep": theme.ACTION_DEEP, "warn": theme.WARN, "bad": theme.BAD, "ok": theme.OK}
    assert {name: TOKENS[name] for name in ours} == ours


@pytest.mark.parametrize("tone", ["ok", "warn", "bad", "info", "gold", "silver", "bronze"])
def test_words_in_a_tag_can_be_read(tone: str):
    assert contrast(TOKENS[tone], TOKENS[f"{tone}-tint"]) >= 4.5


@pytest.mark.parametrize(
    ("text", "ground"), [("ink-3", "canvas"), ("ink-2", "sunken"), ("action", "surface")]
)
def test_text_can_be_read_on_its_ground(text: str, ground: str):
    assert contrast(TOKENS[text], TOKENS[ground]) >= 4.5


def test_a_chart_keeps_what_it_says_and_gets_the_rest():
    option = theme.chart_option({"xAxis": {"type": "category", "axisTick": {"show": True}}, "series": []})
    assert option["color"] == list(theme.PALETTE)
    assert option["xAxis"]["axisTick"] == {"show": True}
    assert option["xAxis"]["splitLine"]["lineStyle"]["color"] == theme.LINE_SOFT


def test_several_axes_are_all_styled():
    option = theme.chart_option({"yAxis": [{"name": "a"}, {"name": "b"}]})
    assert [axis["name"] for axis in option["yAxis"]] == ["a", "b"]
    assert all("axisLabel" in axis for axis in option["yAxis"])

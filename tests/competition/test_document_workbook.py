"""The result list as Excel: numbers stay numbers, and every score can be computed again from it."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from sqlalchemy import Engine

from tests.competition.papers import awarded, entry, named, signed, whole
from tests.conftest import House, build_house, two_criteria
from union_lib.common import text as words
from union_lib.competition import reports, rules, service
from union_lib.competition.documents import result_workbook
from union_lib.competition.rules import Adjustment, Combine, RoundingPoint, Scheme, TeamRule, TrimAt, half_up

EVIL = '=HYPERLINK("http://example.invalid","x")'
DERIVATION = "How scores came about"
SCHEMES = {
    "plain": two_criteria(),
    "trimmed": replace(two_criteria(), drop_high=1, drop_low=1),
    "sheets": replace(two_criteria(), drop_high=1, drop_low=1, trim_at=TrimAt.SHEET),
    "multiplied": replace(
        two_criteria(), uses_multipliers=True, factor=Decimal(3), rounding_point=RoundingPoint.PRODUCT
    ),
    "panel": replace(two_criteria(), drop_high=0, drop_low=1, rounding_point=RoundingPoint.PANEL),
    "summed": replace(two_criteria(), combine=Combine.SUM, drop_high=1, drop_low=1),
    "grouped": replace(
        two_criteria(),
        criteria=tuple(
            replace(c, group=group)
            for c, group in zip(two_criteria().criteria, ("hands", "head"), strict=True)
        ),
        groups=(
            rules.Group("hands", "Hands", Decimal("0.7"), "all"),
            rules.Group("head", "Head", Decimal("0.3"), "all"),
            rules.Group("all", "All"),
        ),
        rounding_point=RoundingPoint.SUBTOTAL,
    ),
}


@pytest.fixture
def house(sqlite_engine: Engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


def _lines(content: bytes, sheet: str) -> list[dict[str, Any]]:
    """Return a sheet's rows by its heads, as calamine reads them, without what stands below them."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()
    lines = [dict(zip(rows[1], row, strict=True)) for row in rows[2:]]
    return [line for line in lines if any(v != "" for v in list(line.values())[1:])]


def _result(house: House, scheme: Scheme, judges: int = 4) -> tuple[int, bytes]:
    competition = named(house, scheme, judges=judges, multipliers=scheme.uses_multipliers)
    signed(house, competition, judges)
    return competition, result_workbook(house.ws("organiser"), competition)


def test_the_result_list_holds_numbers_and_never_a_formula(house: House):
    competition = named(house)
    service.edit_entry(house.ws("organiser"), competition, entry(house, competition, 1), {"title": EVIL}, 1)
    fingerprint = signed(house, competition)
    book = load_workbook(io.BytesIO(result_workbook(house.ws("organiser"), competition)))
    told = [cell.value or "" for cell in book["Results"][3]]
    assert told[:8] == [1, "R01", EVIL, "Person 1", "Firm 1", "District 1", 79, "一等奖"]
    assert all(cell.data_type != "f" for sheet in book for line in sheet for cell in line)
    assert all(fingerprint in sheet.oddFooter.left.text for sheet in book)
    assert all(f"{fingerprint}" in str(sheet.cell(sheet.max_row, 1).value) for sheet in book)


def test_the_awards_sheet_compares_what_was_planned_with_what_was_given(house: House):
    scheme = awarded(("一等奖", 1), ("二等奖", 2), ("三等奖", 5))
    _, content = _result(house, scheme)
    assert [list(line.values()) for line in _lines(content, "Awards")] == [
        ["一等奖", 1.0, 1.0, 1.0, 78.0],
        ["二等奖", 2.0, 2.0, 3.0, 74.0],
        ["三等奖", 5.0, 2.0, 5.0, 70.0],
    ]


def test_teams_stand_in_the_list_where_the_scheme_has_them(house: House):
    _, content = _result(house, replace(two_criteria(), team=TeamRule(best=2)))
    assert [list(line.values()) for line in _lines(content, "Teams")] == [
        [1.0, "Firm 1", 154.0, "R01、R02"],
        [2.0, "Firm 2", 146.0, "R03、R04"],
        [3.0, "Firm 3", 70.0, "R05"],
    ]
    _, content = _result(house, two_criteria())
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == ["Results", "Marks", DERIVATION]


@pytest.mark.parametrize("name", SCHEMES)
def test_every_score_can_be_computed_again_from_the_sheet(house: House, name: str):
    scheme = SCHEMES[name]
    competition, content = _result(house, scheme)
    seen = {row.shown.code: row for row in reports.results(house.ws("organiser"), competition).rows}
    lines = _lines(content, DERIVATION)
    assert len(lines) == 10
    for code, own in groupby(lines, key=lambda line: line["Code"]):
        own = list(own)
        assert Decimal(str(own[0]["Total"])) == seen[code].total == _again(scheme, own)
        for line in own:
            assert line["Part"] == pytest.approx(_part(scheme, line))


def _part(scheme: Scheme, line: dict[str, Any]) -> float:
    """Compute a part from the marks of its line, as a person with Excel would."""
    kept = [value for head, value in line.items() if head.startswith("Mark ") and value != ""]
    assert line["Marks kept"] == len(kept)
    counts = sum(kept) / (len(kept) if scheme.combine == Combine.MEAN else 1)
    if scheme.rounding_point == RoundingPoint.PANEL:
        counts = float(half_up(Decimal(str(counts)), scheme.decimals))
    assert line["Points that count"] == pytest.approx(counts)
    part = (line["Base value"] or 0) + counts
    part *= (line["Multiplier"] or 1) * line["Weight"] * line["Factor"]
    if scheme.rounding_point in rules.PRODUCT_ROUNDED:
        part = float(half_up(Decimal(f"{part:.9f}"), scheme.decimals))
    return part


def _again(scheme: Scheme, lines: list[dict[str, Any]]) -> Decimal:
    total = sum(line["Part"] for line in lines)
    if scheme.groups:
        first = lines[0]
        total = first["Sub-total Hands × 0.7"] * 0.7 + first["Sub-total Head × 0.3"] * 0.3
        assert first["Sub-total All × 1"] == pytest.approx(float(half_up(Decimal(f"{total:.9f}"), 2)))
    return half_up(Decimal(f"{total:.9f}"), scheme.decimals)


@pytest.mark.parametrize("name", SCHEMES)
def test_every_mark_stands_on_both_sheets(house: House, name: str):
    competition, content = _result(house, SCHEMES[name])
    given = sorted(float(mark) for mark in reports.marks_table(house.ws("organiser"), competition)["mark"])
    marks = _lines(content, "Marks")
    judges = [f"Judge{n}" for n in range(1, 5)]
    assert sorted(line[judge] for line in marks for judge in judges) == given
    columns = ("Mark ", "Dropped high ", "Dropped low ")
    derived = [
        value
        for line in _lines(content, DERIVATION)
        for head, value in line.items()
        if head.startswith(columns) and value != ""
    ]
    assert sorted(derived) == given


def test_totals_freed_of_severity_stand_beside_the_marks_they_come_from(house: House):
    scheme = replace(two_criteria(), adjustment=Adjustment.SEVERITY)
    competition, content = _result(house, scheme)
    seen = {row.shown.code: row for row in reports.results(house.ws("organiser"), competition).rows}
    for line in _lines(content, DERIVATION):
        assert half_up(Decimal(f"{line['Adjusted total']:.9f}"), 2) == seen[line["Code"]].total


def test_codes_alone_stand_in_the_list_while_they_are_closed(house: House):
    competition = named(house, blind_draws=1, shows_titles=False)
    signed(house, competition)
    everything = whole(result_workbook(house.ws("organiser"), competition))
    for secret in ("Person", "Firm", "Work of", "R01"):
        assert secret not in everything


def test_the_list_speaks_the_language_of_the_screen(house: House):
    competition = named(house)
    signed(house, competition)
    words.speak("zh")
    book = load_workbook(io.BytesIO(result_workbook(house.ws("organiser"), competition)))
    words.speak("en")
    assert book.sheetnames[0] == words.translate("Results", "zh")
    assert book.worksheets[0]["A2"].value == words.translate("Place", "zh")

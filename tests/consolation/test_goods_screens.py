"""Goods on the screen: a table typed, pasted or read from Excel, divided, handed over, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.conftest import build_house
from tests.consolation.frame import Visit
from tests.consolation.round import Round, begin, cells, table
from union_lib.common.tabular import write_sheet
from union_lib.consolation.rules.kinds import Purpose
from union_lib.consolation.tables import Programme


@pytest.fixture
def round_(sqlite_engine: Engine, speaks_english: None) -> Round:
    made = begin(build_house(sqlite_engine))
    with made.house.system.transaction() as session:
        session.get_one(Programme, made.programme).purpose = Purpose.GOODS
    return made


def typed(**more: Any) -> dict[str, Any]:
    """Return a table as the page sends it, an empty row at its end."""
    return {
        "id": 0,
        "version": 0,
        "name": "手册",
        "measure": "册",
        "stores": [
            {"name": "库房", "quantity": "1,000", "serves": ""},
            {"name": "", "quantity": "", "serves": ""},
        ],
        "units": [
            {"name": "天元区", "weight": "300", "minimum": "", "cap": ""},
            {"name": "攸县", "weight": "100", "minimum": "50", "cap": "200"},
            {"name": "", "weight": "", "minimum": "", "cap": ""},
        ],
        **more,
    }


def saved(round_: Round) -> Visit:
    visit = Visit(round_, "drafter", "goods")
    visit.call("begin", True)
    visit.call("save", typed())
    return visit


def pieces(visit: Visit) -> dict[str, str]:
    return {row["unit"]: row["quantity"] for row in visit.screen.sheet["units"]}


def test_a_good_is_typed_saved_and_divided(round_: Round):
    visit = saved(round_)
    assert visit.told == "Saved; divide it now."
    assert (visit.screen.draft, pieces(visit)) == ({}, {"天元区": "", "攸县": ""})
    visit.call("divide", "webster")
    assert pieces(visit) == {"天元区": "800", "攸县": "200"}
    assert (visit.screen.sheet["given"], visit.screen.sheet["left"]) == ("1,000", "0")
    assert visit.screen.chart.option["series"][0]["data"] == [800, 200]


def test_the_six_methods_are_compared_and_what_differs_is_marked(round_: Round):
    visit = Visit(round_, "drafter", "goods")
    units = [
        {"name": name, "weight": weight, "minimum": "", "cap": ""}
        for name, weight in (("大", "64"), ("中", "21"), ("小", "15"))
    ]
    visit.call("save", typed(stores=[{"name": "库房", "quantity": "10", "serves": ""}], units=units))
    heads, rows = visit.screen.compared["heads"], visit.screen.compared["rows"]
    assert len(heads) == 6
    by_head = {head: [row["cells"][at] for row in rows] for at, head in enumerate(heads)}
    jefferson = by_head["Rounded down (Jefferson)"]
    assert [cell["n"] for cell in jefferson] == ["7", "2", "1"]
    assert [cell["tone"] for cell in jefferson] == ["more", "", "less"]
    assert {cell["tone"] for cell in by_head["By weight, to the nearest whole (Webster)"]} == {""}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"name": " "}, "“—” has no stock or no units yet."),
        ({"stores": [{"name": "库房", "quantity": "-1"}]}, "“-1” is not a whole number from 0 up."),
        ({"stores": [{"name": "库房", "quantity": "2.5"}]}, "“2.5” is not a whole number from 0 up."),
        ({"units": [{"name": "甲", "weight": "1", "minimum": "5", "cap": "4"}]}, "“甲” is to get at least 5"),
        ({"units": [{"name": "", "weight": "1"}]}, "A row has no name."),
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_is_saved(round_: Round, more: dict[str, Any], told: str):
    visit = Visit(round_, "drafter", "goods")
    visit.call("save", typed(**more))
    assert visit.told.startswith(told)
    assert visit.screen.goods == []


def test_units_come_from_the_list_of_recipients_or_from_excel(round_: Round):
    visit = Visit(round_, "drafter", "goods")
    visit.call("begin", True)
    visit.call("from_list", visit.screen.draft)
    assert [row["name"] for row in visit.screen.draft["units"]] == [f"单位{n}" for n in range(1, 6)]
    content = write_sheet("units", ("单位", "职工人数", "保底"), [("甲厂", "1200", ""), ("乙厂", "95", "3")])
    visit.upload("units.xlsx", content)
    assert visit.screen.draft["units"] == [
        {"name": "甲厂", "weight": "1200", "minimum": "", "cap": ""},
        {"name": "乙厂", "weight": "95", "minimum": "3", "cap": ""},
    ]


@pytest.mark.parametrize(
    ("heads", "rows", "told"),
    [
        (("单位", "保底"), [("甲厂", "1")], "The list has no column “Weight”."),
        (("单位", "权重"), [("甲厂", "many")], "1 cells of the list cannot be read, the first in row 2"),
    ],
)
def test_a_list_that_cannot_be_read_leaves_the_table_as_it_is(round_: Round, heads, rows, told: str):
    visit = Visit(round_, "drafter", "goods")
    visit.call("begin", True)
    before = visit.screen.draft
    content = write_sheet("units", heads, rows)
    visit.upload("units.xlsx", content)
    assert visit.told.startswith(told)
    assert visit.screen.draft == before


def test_a_share_is_handed_over_and_taken_back_with_a_reason(round_: Round):
    visit = saved(round_)
    visit.call("divide", "webster")
    visit.call("show_handing", visit.screen.sheet["units"][0]["id"])
    visit.call("hand", "刘收")
    first = visit.screen.sheet["units"][0]
    assert (first["receipt"], visit.screen.sheet["is_fixed"]) == ("刘收 2020-03-25", True)
    visit.call("divide", "adams")
    assert "has received its share" in visit.told
    visit.call("take_back", first["id"])
    visit.yes("记错")
    assert (visit.screen.sheet["units"][0]["receipt"], visit.screen.sheet["is_fixed"]) == ("", False)


def test_all_goods_are_divided_together_worst_off_first(round_: Round):
    visit = saved(round_)
    stores = [{"name": "西仓", "quantity": "3", "serves": "攸县"}, {"name": "东仓", "quantity": "5"}]
    visit.call("save", typed(name="口罩", stores=stores))
    visit.call("divide", "webster")
    assert "serves only some units" in visit.told
    visit.call("divide", "worst_off")
    assert pieces(visit) == {"天元区": "4", "攸县": "4"}
    visit.screen.chosen = visit.screen.goods[0]["id"]
    assert pieces(visit) == {"天元区": "800", "攸县": "200"}


def test_a_good_is_removed_after_a_question(round_: Round):
    visit = saved(round_)
    visit.call("begin", False)
    visit.call("remove")
    assert visit.yes()["title"] == "Remove “手册”?"
    assert (visit.screen.goods, visit.screen.sheet) == ([], {})


def test_the_plan_and_the_sheet_to_sign_are_downloaded(round_: Round):
    visit = saved(round_)
    visit.call("excel")
    assert "has no stock or no units yet" in visit.told
    visit.call("divide", "webster")
    visit.call("excel")
    assert cells(visit.files[-1][1])[2][6] == 800
    visit.call("sign")
    assert table(visit.files[-1][1])[1][:3] == ["1", "天元区", "800"]


def test_readers_see_the_plan_and_may_change_nothing(round_: Round):
    saved(round_).call("divide", "webster")
    visit = Visit(round_, "reviewer", "goods")
    assert pieces(visit)["天元区"] == "800"
    assert (visit.screen.about["may_change"], visit.screen.about["may_hand"]) == (False, False)
    visit.call("divide", "adams")
    assert pieces(visit)["天元区"] == "800"

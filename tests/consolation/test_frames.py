"""Tables for analysts: what they show, what they hide, and that their sums are the list's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from tests.conftest import TODAY, House
from tests.consolation.round import BY_WEIGHT, Round, begin, people
from union_lib.common.errors import NotAllowed
from union_lib.consolation import reports, service
from union_lib.consolation.rules.kinds import Kind
from union_lib.consolation.rules.terms import Method
from union_lib.consolation.service import FileRow, HouseholdRow
from union_lib.workspace import Workspace


@pytest.fixture
def round_(house: House) -> Round:
    return begin(house)


def reader(round_: Round) -> Workspace:
    return round_.house.system


def told(table: pd.DataFrame) -> str:
    return table.to_csv()


# Names and scope


def test_tables_name_nobody_and_hold_no_numbers_of_persons(round_: Round):
    round_.post()
    ws = reader(round_)
    tables = [reports.recipients_table(ws), reports.reached(ws), reports.return_risk(ws, TODAY)]
    text = "".join(map(told, [*tables, reports.allocation_table(ws, round_.programme)]))
    assert "医*甲" in text
    for row in people():
        assert row.name not in text
        assert str(row.identity) not in text
        assert str(row.phone) not in text


def test_a_person_has_the_same_key_in_every_table(round_: Round):
    round_.post()
    ws = reader(round_)
    on_file, given = reports.recipients_table(ws), reports.reached(ws)
    assert on_file["person"].is_unique
    assert set(given["person"]) <= set(on_file["person"])


def test_an_analyst_of_a_district_sees_nothing_of_the_city(round_: Round):
    round_.post()
    stranger = round_.ws("staff")
    assert reports.recipients_table(stranger).empty
    assert reports.reached(stranger).empty
    assert reports.return_risk(stranger, TODAY).empty
    for table in (reports.allocation_table, reports.inequality_by, reports.targeting_table):
        with pytest.raises(NotAllowed):
            table(stranger, round_.programme)


# What is given


def test_a_draft_is_shown_as_it_is_divided_now_and_a_submitted_list_as_it_was_kept(round_: Round):
    ws = reader(round_)
    drafted = reports.allocation_table(ws, round_.programme)
    assert drafted["amount_yuan"].sum() == 8500.0
    assert drafted["due_yuan"].sum() == 8500.0
    round_.submit()
    pd.testing.assert_frame_equal(drafted, reports.allocation_table(ws, round_.programme))


def test_only_households_have_an_income_a_head(round_: Round):
    table = reports.allocation_table(reader(round_), round_.programme)
    first = table[table["members"] == 1].dropna(subset="per_capita_yuan")
    assert first["per_capita_yuan"].tolist() == [pytest.approx(2000 / 12)]
    assert table["per_capita_yuan"].isna().sum() == 3


def test_who_was_reached_counts_bound_money_only_and_says_what_was_paid(round_: Round):
    ws = reader(round_)
    assert reports.reached(ws).empty
    round_.submit()
    assert reports.reached(ws).empty
    round_.approve()
    given = reports.reached(ws)
    assert (given["amount_yuan"].sum(), given["paid_yuan"].sum()) == (8500.0, 0.0)
    assert given["fund"].unique().tolist() == ["专项资金"]
    assert reports.reached(ws, 2020).equals(given)
    assert reports.reached(ws, 2019).empty


# Inequality and targeting


def test_theil_within_and_between_add_up_to_the_whole(house: House):
    round_ = begin(house, BY_WEIGHT, budget_fen=9_000_00)
    table = reports.inequality_by(reader(round_), round_.programme, "district")
    groups, whole = table.iloc[:-1], table.iloc[-1]
    assert groups["theil_within"].sum() + whole["theil_between"] == pytest.approx(whole["theil_t"])
    assert whole["theil_t"] > 0
    assert groups["people"].sum() == whole["people"] == 5
    assert groups["amount_yuan"].sum() == pytest.approx(whole["amount_yuan"]) == pytest.approx(9000)


def test_by_tier_nothing_lies_within_when_each_tier_gets_its_standard_amount(round_: Round):
    table = reports.inequality_by(reader(round_), round_.programme, "tier")
    whole = table.iloc[-1]
    assert whole["theil_within"] == pytest.approx(0)
    assert whole["theil_between"] == pytest.approx(whole["theil_t"])
    assert whole["coverage"] == whole["adequacy"] == 1


def test_only_dividing_alike_among_everybody_leaks_to_the_excluded(house: House):
    rich = FileRow(
        "富裕",
        Kind.HARDSHIP,
        "430202198001010099",
        household=HouseholdRow("H9", members=1, income_fen=10**8),
        is_head=True,
    )
    round_ = begin(house, rows=[*people(), rich], budget_fen=6_000_00)
    table = reports.targeting_table(reader(round_), round_.programme)
    rules, alike = table.iloc[:-1], table.iloc[-1]
    assert len(rules) == len(Method)
    assert rules["leakage"].dropna().eq(0).all()
    assert alike["leakage"] == pytest.approx(1 / 6)
    assert (alike["coverage"], alike["alike"], alike["gini"]) == (1, 1, 0)


def test_a_programme_without_a_list_has_empty_tables(house: House):
    round_ = begin(house, rows=[])
    ws = reader(round_)
    assert reports.allocation_table(ws, round_.programme).empty
    assert reports.inequality_by(ws, round_.programme).empty
    assert reports.targeting_table(ws, round_.programme).empty


# Return to poverty


def household(name: str, a_head_yuan: int, **figures: int) -> FileRow:
    house = HouseholdRow(f"R-{name}", members=2, income_fen=a_head_yuan * 2 * 12 * 100, **figures)
    number = f"4302021970010100{len(name):02d}"
    return FileRow(
        name, Kind.HARDSHIP, number, household=house, is_head=True, more={"district": f"{name[0]}区"}
    )


def test_distance_to_the_line_is_after_rigid_expenses_and_in_yuan(house: House):
    """The line of 600 yuan counts twice: up to 1,200 a head is hardship."""
    rows = [
        household("甲", 1100),
        household("乙乙", 1320),
        household("丙丙丙", 1320, rigid_fen=2 * 12 * 200_00),
    ]
    table = reports.return_risk(reader(begin(house, rows=rows)), TODAY).set_index("district")
    assert table["distance_yuan"].to_dict() == {"甲区": -100.0, "乙区": 120.0, "丙区": -80.0}
    assert table["distance"].to_dict() == pytest.approx({"甲区": -1 / 12, "乙区": 0.1, "丙区": -1 / 15})
    assert table["at_risk"].to_dict() == {"甲区": False, "乙区": True, "丙区": False}


def test_whoever_is_near_the_line_was_shocked_or_left_within_a_year_is_at_risk(house: House):
    shocked = household("乙乙", 5000, accident_fen=5000 * 2 * 12 * 100)
    round_ = begin(house, rows=[household("甲", 5000), shocked, household("丙丙丙", 5000)])
    service.leave(round_.ws("drafter"), 3, date(2020, 3, 1), "脱困")
    now = reports.return_risk(reader(round_), TODAY).set_index("district")
    assert now["at_risk"].to_dict() == {"甲区": False, "乙区": True, "丙区": True}
    later = reports.return_risk(reader(round_), date(2021, 3, 2)).set_index("district")
    assert later["at_risk"].to_dict() == {"甲区": False, "乙区": True, "丙区": False}


def test_without_a_known_line_nothing_is_said_of_a_household(round_: Round):
    assert not reports.return_risk(reader(round_), TODAY).empty
    assert reports.return_risk(reader(round_), date(2010, 1, 1)).empty


def test_poverty_by_district_counts_from_the_line_of_each_household(house: House):
    rows = [household("甲", 600), replace(household("甲甲", 1800)), household("乙乙乙", 1200)]
    risk = reports.return_risk(reader(begin(house, rows=rows)), TODAY)
    table = reports.poverty_by_district(risk).set_index("district")
    assert table.loc["甲区", ["households", "headcount", "gap", "severity"]].tolist() == [2, 0.5, 0.25, 0.125]
    assert table.loc["乙区", "headcount"] == 0

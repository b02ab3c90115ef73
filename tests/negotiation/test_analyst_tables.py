"""Tables for analysts: dates kept or missed, payrolls line by line; nothing of an organisation one may not read."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from sqlalchemy import Engine

from tests.conftest import build_house
from tests.negotiation.road import Road, begin
from union_lib.negotiation.payroll_list import PayrollRow
from union_lib.negotiation.reports.timing import dues_table
from union_lib.negotiation.reports.wage_tables import least_wage_fen, payroll_table
from union_lib.negotiation.rules.situations import Situation
from union_lib.negotiation.rules.stages import Stage, Step
from union_lib.negotiation.service.figures import enter_case_figure
from union_lib.negotiation.service.payrolls import import_payroll

MARCH = date(2020, 3, 1)
WORKDAYS_IN_MARCH = 22


@pytest.fixture
def road(sqlite_engine: Engine, speaks_english: None) -> Road:
    return begin(build_house(sqlite_engine))


def due(road: Road, name: str) -> pd.Series:
    table = dues_table(road.ws())
    return table[table["due"] == name].iloc[0]


def test_a_date_that_was_kept_is_not_late(road: Road):
    found = due(road.to(Stage.PREPARATION), "Written reply")
    assert (found["days_over"], found["is_late"], found["is_overdue"]) == (-8, False, False)
    assert found["citation"].startswith("工资集体协商试行办法 17")


def test_a_date_that_passed_without_anything_is_overdue(road: Road):
    found = due(road.to(Stage.REPLY_DUE), "Written reply")
    assert pd.isna(found["done_on"])
    assert (found["is_late"], found["is_overdue"]) == (False, True)


def test_a_date_of_a_case_that_was_broken_off_is_not_overdue(road: Road):
    road.to(Stage.REPLY_DUE).step(Step.BREAK_OFF, date(2020, 3, 2), "企业注销", who="leader")
    assert not dues_table(road.ws())["is_overdue"].any()


def test_an_agreement_in_force_on_the_day_after_its_review_is_not_late(road: Road):
    assert not due(road.to(Stage.IN_FORCE), "End of the review")["is_late"]


def test_a_filing_after_its_seven_days_is_late(road: Road):
    road.to(Stage.SIGNED).step(Step.FILE, date(2020, 4, 8))
    found = due(road, "Filing")
    assert (found["days_over"], found["is_late"]) == (1, True)


def paid(worker: str, contract: int, got: int) -> PayrollRow:
    days = {Situation.NORMAL: 2 * WORKDAYS_IN_MARCH}
    return PayrollRow(worker, "", contract, got, None, days, {})


def test_a_payroll_shows_who_was_paid_short_under_a_masked_name(road: Road):
    rows = [paid("李桂兰", 400_000, 400_000), paid("王建国", 300_000, 250_000)]
    import_payroll(road.ws(), road.case_id, MARCH, "430212", rows, "0" * 64)
    table = payroll_table(road.ws())
    assert list(table["worker"]) == ["李*兰", "王*国"]
    assert list(table["short_fen"]) == [0, 50_000]
    assert table["month"].iloc[0] == pd.Timestamp(MARCH)


def test_payrolls_of_another_organisation_are_not_in_the_table(road: Road):
    import_payroll(road.ws(), road.case_id, MARCH, "430212", [paid("李桂兰", 1, 1)], "0" * 64)
    stranger = road.house.ws("judge1")
    assert payroll_table(stranger).empty
    assert dues_table(stranger).empty


def test_a_minimum_wage_that_nobody_entered_is_none_until_its_class_is(road: Road):
    assert least_wage_fen(road.ws(), "430212", pd.Timestamp(MARCH)) is None
    enter_case_figure(
        road.ws(),
        road.house.unions["city"],
        "min_wage_class_of_zhuzhou_areas",
        "430212",
        date(2019, 10, 1),
        "2",
        "练习",
    )
    assert least_wage_fen(road.ws(), "430212", pd.Timestamp(MARCH)) == 154_000

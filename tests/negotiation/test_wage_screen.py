"""The wage calculator as somebody signed in sees it, and the calculations kept with a case."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.conftest import House
from tests.negotiation.road import Road, begin
from union_lib.common.errors import NotAllowed
from union_lib.negotiation.reports.wages import calculations
from union_lib.negotiation.rules.amounts import PeriodsOverlap
from union_lib.negotiation.rules.law import AreaUnknown
from union_lib.negotiation.screens.wages import WagesScreen
from union_lib.negotiation.service.figures import enter_case_figure
from union_lib.negotiation.service.wages import (
    ResultBlocked,
    TitleMissing,
    calculation_hash,
    save_calculation,
)
from union_lib.negotiation.wage_facts import QuantityUnreadable, facts_record, read_facts
from union_lib.ui.launch import make_shell

ALLOWANCE, CLASS = "living_allowance_share_of_min_wage", "min_wage_class_of_zhuzhou_areas"
STOPPED = {
    "area": "430212",
    "month": "2020-03",
    "contract": "4350",
    "stopped_on": "2020-02-10",
    "cycle": "one_month_from_stop",
    "segments": [{"situation": "stoppage_idle", "first": "2020-03-01", "last": "2020-03-31"}],
    "overtime": [],
}


class Visit:
    """Somebody's visit to the calculator, in English."""

    def __init__(self, house: House, username: str = "negotiator", where: str = "") -> None:
        self.shell = make_shell(
            "negotiation",
            {"wages": WagesScreen},
            ws=house.ws(username),
            query=f"screen=wages&lang=en&{where}",
        )
        self.screen: Any = self.shell.screen
        if self.screen is not None:
            self.screen.send = lambda content, buffers=None: None

    def compute(self, **typed: Any) -> None:
        self.screen.call("compute", {**self.screen.facts, **typed})

    def line(self, kind: str) -> dict[str, Any]:
        return next(line for line in self.screen.result["lines"] if line["kind"] == kind)

    @property
    def told(self) -> str:
        notice = self.shell.notices[-1]
        return f"{notice['text']} {notice['todo']}".strip()


@pytest.fixture
def road(house: House) -> Road:
    return begin(house)


@pytest.fixture
def known(road: Road) -> Road:
    """The case in a district whose class of minimum wage and living allowance somebody entered."""
    staff, city = road.house.ws("negotiator"), road.house.unions["city"]
    for policy, area, since, value in (
        (CLASS, "430212", date(2019, 10, 1), "2"),
        (ALLOWANCE, "430000", date(2020, 2, 1), "80%"),
    ):
        enter_case_figure(staff, city, policy, area, since, value, "invented notice 7")
    return road


def test_a_month_without_periods_is_the_contract_wage(road: Road):
    visit = Visit(road.house)
    visit.compute(area="430212", month="2020-03", contract="4,350")
    assert (visit.line("normal")["amount"], visit.screen.result["total"]) == ("4,350.00", "4,350.00")


def test_a_formula_reads_as_people_write_it(road: Road):
    visit = Visit(road.house)
    quarantine = [{"situation": "quarantine", "first": "2020-02-03", "last": "2020-02-07"}]
    rest_day = [{"on": "2020-02-29", "hours": "8", "in_lieu": False}]
    home = [{"situation": "unpaid", "first": "2020-02-24", "last": "2020-02-28"}]
    visit.compute(
        area="430212", month="2020-02", contract="4500", segments=quarantine + home, overtime=rest_day
    )
    assert visit.line("quarantine")["formula"] == "4500 ÷ 21.75 × 5 days"
    assert visit.line("quarantine")["amount"] == "1,034.48"
    assert visit.line("overtime_rest_day")["formula"] == "4500 ÷ 21.75 ÷ 8 × 200% × 8 hours"
    assert visit.line("overtime_rest_day")["amount"] == "413.79"


def test_a_full_month_shared_by_several_situations_loses_nothing_and_says_by_what_it_is_divided(road: Road):
    visit = Visit(road.house)
    home = [{"situation": "work_from_home", "first": "2020-02-10", "last": "2020-02-28"}]
    visit.compute(area="430212", month="2020-02", contract="4500", segments=home)
    assert visit.line("normal")["formula"] == "4500 × 5 days ÷ 20 days"
    assert visit.screen.result["total"] == "4,500.00"


def test_an_amount_opens_its_article_version_and_confidence(road: Road):
    visit = Visit(road.house)
    visit.compute(
        area="430212",
        month="2020-10",
        contract="4350",
        overtime=[{"on": "2020-10-04", "hours": "1", "in_lieu": True}],
    )
    at = [line["kind"] for line in visit.screen.result["lines"]].index("overtime_holiday")
    visit.screen.call("why_line", at)
    rate = visit.screen.why["bases"][0]
    assert (rate["id"], rate["value"]) == ("overtime_rate_statutory_holiday", "300%")
    assert "劳动法" in rate["citation"]
    assert rate["from"]
    assert rate["state"]
    visit.screen.call("why_line", None)
    assert visit.screen.why == {}


def test_an_unknown_allowance_blocks_the_result_and_names_the_figure(road: Road):
    visit = Visit(road.house)
    visit.compute(**STOPPED)
    assert visit.screen.result["total"] == ""
    assert {one["id"] for one in visit.screen.result["missing"]} == {ALLOWANCE, CLASS}
    assert visit.line("stoppage_idle")["amount"] == ""


def test_a_figure_that_was_entered_unblocks_the_result(known: Road):
    visit = Visit(known.house)
    visit.compute(**STOPPED)
    assert visit.screen.result["total"] == "2,106.30"


def test_three_readings_stand_side_by_side_and_the_adopted_one_is_marked(known: Road):
    visit = Visit(known.house)
    visit.compute(**STOPPED)
    readings = {one["rule"]: (one["end"], one["is_adopted"]) for one in visit.screen.result["readings"]}
    assert readings == {
        "one_month_from_stop": ("2020-03-09", True),
        "thirty_days": ("2020-03-10", False),
        "rest_of_pay_period": ("2020-02-29", False),
    }


def test_without_a_reading_on_record_days_that_depend_on_it_have_no_amount(known: Road):
    visit = Visit(known.house)
    visit.compute(**{**STOPPED, "cycle": ""})
    assert visit.screen.result["total"] == ""
    assert not visit.screen.result["has_adopted"]
    assert "standstill_cycle_rule" in {one["id"] for one in visit.screen.result["missing"]}


def test_the_minimum_wage_and_the_cap_on_overtime_are_checked(known: Road):
    visit = Visit(known.house)
    many = [{"on": f"2020-03-{n:02}", "hours": "2", "in_lieu": False} for n in range(2, 7)]
    visit.compute(area="430212", month="2020-03", contract="1500", overtime=many)
    told = [check["text"] for check in visit.screen.result["checks"] if check["tone"] == "bad"]
    assert any("40.00" in text for text in told), "1,540 less 1,500"
    assert visit.line("minimum_top_up")["amount"] == "40.00"
    assert "More than the usual overtime of a day" in told


def test_the_same_facts_are_computed_under_another_law_with_the_difference_by_line(known: Road):
    visit = Visit(known.house)
    visit.compute(area="430212", month="2020-03", contract="1500", other_on="2023-05-01", overtime=[])
    rows = {row["situation"]: row["more"] for row in visit.screen.compared}
    assert rows["Up to the minimum wage"] == "+200.00", "class 2 rose from 1,540 to 1,740"
    assert rows["Total"] == "+200.00"


def test_what_was_paid_is_held_against_what_is_due(road: Road):
    visit = Visit(road.house)
    visit.compute(area="430212", month="2020-03", contract="4350", paid="4000")
    assert visit.screen.result["paid"] == {"text": "350.00 yuan were not paid.", "tone": "bad"}


def test_a_year_without_a_published_calendar_is_never_computed_silently(road: Road):
    visit = Visit(road.house)
    visit.compute(area="430212", month="2041-03", contract="4350")
    assert any("not published" in check["text"] for check in visit.screen.result["checks"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"contract": "viertausend"}, "viertausend"),
        ({"contract": "-1"}, "below 0"),
        ({"month": "2020-13"}, "2020-13"),
        ({"area": "999999"}, "999999"),
        (
            {"segments": [{"situation": "sick", "first": "2020-03-09", "last": "2020-03-02"}]},
            "before it starts",
        ),
        ({"segments": [{"situation": "sick", "first": "2020-04-01", "last": "2020-04-02"}]}, "does not lie"),
        ({"segments": [{"situation": "dancing", "first": "2020-03-02"}]}, "cannot be entered"),
        ({"overtime": [{"on": "2020-03-02", "hours": "25"}]}, "25"),
        ({"overtime": [{"on": "2020-03-02", "hours": "two"}]}, "two"),
    ],
)
def test_what_cannot_be_is_said_in_the_page_and_nothing_is_shown(road: Road, typed: Any, said: str):
    visit = Visit(road.house)
    visit.compute(**{"area": "430212", "month": "2020-03", "contract": "4350", **typed})
    assert said in visit.screen.error["what"]
    assert visit.screen.result == {}


def test_facts_are_kept_and_read_again_unchanged():
    typed = {
        **STOPPED,
        "overtime": [{"on": "2020-03-02", "hours": "1/3", "in_lieu": True}],
        "leave_days": "2.5",
        "special": True,
        "employed_from": "2020-01-01",
    }
    facts = read_facts(typed)
    assert read_facts(facts_record(facts)) == facts


def test_a_case_gives_its_area_and_keeps_a_calculation_with_its_hash(known: Road):
    visit = Visit(known.house, where=f"case={known.case_id}")
    assert visit.screen.facts["area"] == "430212"
    assert visit.screen.about["may_save"]
    visit.compute(**STOPPED)
    visit.screen.call("save", {"title": "Press shop, March"})
    [kept] = calculations(known.ws(), known.case_id)
    assert (kept.title, kept.total_fen) == ("Press shop, March", 2_106_30)
    assert kept.data_hash == calculation_hash(kept.inputs, kept.result)
    assert kept.result["lines"][0]["bases"][0]["citation"]
    visit.compute(contract="9000")
    visit.screen.call("open", kept.id)
    assert visit.screen.result["total"] == "2,106.30"


def test_a_blocked_result_is_not_kept(road: Road):
    with pytest.raises(ResultBlocked):
        save_calculation(road.ws(), road.case_id, "March", read_facts(STOPPED), "430212")
    assert calculations(road.ws(), road.case_id) == []


def test_a_calculation_needs_a_title_and_a_known_area(known: Road):
    with pytest.raises(TitleMissing):
        save_calculation(known.ws(), known.case_id, " ", read_facts(STOPPED), "430212")
    with pytest.raises(AreaUnknown):
        save_calculation(known.ws(), known.case_id, "March", read_facts(STOPPED), "666666")


def test_only_who_negotiates_keeps_calculations_and_only_readers_see_them(known: Road):
    with pytest.raises(NotAllowed):
        save_calculation(known.ws("leader"), known.case_id, "March", read_facts(STOPPED), "430212")
    with pytest.raises(NotAllowed):
        calculations(known.ws("organiser"), known.case_id)
    assert calculations(known.ws("leader"), known.case_id) == []


def test_somebody_without_negotiations_computes_nothing(road: Road):
    visit = Visit(road.house, "organiser")
    visit.compute(area="430212", month="2020-03", contract="4350")
    assert visit.screen.result == {}
    assert visit.screen.error


def test_overlapping_periods_and_unreadable_hours_are_refused():
    overlapping = [
        {"situation": "sick", "first": "2020-03-02", "last": "2020-03-06"},
        {"situation": "unpaid", "first": "2020-03-06", "last": "2020-03-09"},
    ]
    from union_lib.negotiation.rules.month_facts import check_facts

    with pytest.raises(PeriodsOverlap):
        check_facts(read_facts({"month": "2020-03", "contract": "1", "segments": overlapping}))
    with pytest.raises(QuantityUnreadable):
        read_facts({"month": "2020-03", "leave_days": "nan"})

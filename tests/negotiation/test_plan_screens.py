"""Deferred plans and rights cases as somebody signed in sees them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.competition.frame import Visit as Frame
from tests.conftest import build_house
from tests.negotiation.plan_road import FIRST, INSTALMENTS, LATE, PlanRoad, draft, form
from union_lib.common.money import yuan
from union_lib.doors import negotiation_shell
from union_lib.negotiation.service import CaseForm, open_case
from union_lib.ui.form import typed_form


class Visit(Frame):
    """Somebody's visit to a page of plans or rights cases on the day of the default."""

    def __init__(self, road: PlanRoad, username: str, where: str) -> None:
        self.shell = negotiation_shell(road.ws(username), f"{where}&lang=en")
        self.screen: Any = self.shell.screen
        self.files = []
        self.shell.send = self._keep

    @property
    def now(self) -> Any:
        """The screen that is shown now."""
        return self.shell.screen


@pytest.fixture
def road(sqlite_engine: Engine, speaks_english: None) -> PlanRoad:
    return draft(build_house(sqlite_engine))


def typed(**other: Any) -> dict[str, Any]:
    """Return the plan as somebody types it."""
    rows = [{"due": str(one.due), "amount": yuan(one.amount_fen)} for one in INSTALMENTS]
    return {"values": {**typed_form(form()), **other}, "rows": rows}


def test_a_plan_is_typed_begun_paid_and_its_default_referred(road: PlanRoad):
    visit = Visit(road, "negotiator", "screen=plans")
    visit.call("make")
    made = visit.screen.opened
    visit.call("save", {**typed(), "union": made["union"], "case": None})
    assert visit.told.startswith("The draft is saved"), visit.told
    assert visit.screen.plan["is_draft"]
    visit.call("begin", "2020-03-02")
    assert visit.screen.plan["mark"]["text"] == "in default"
    visit.call("pay", {"on": str(FIRST), "amount": "100", "note": "slip"})
    assert visit.screen.plan["paid"] == "100.00"
    assert visit.screen.plan["alarm"]["demand"]
    visit.call("letter", {"kind": "demand"})
    assert visit.screen.opened["form"] == "letter"
    visit.call("letter", {"kind": "demand", "answer_by": "2020-06-01"})
    visit.call("letter", {"kind": "referral"})
    assert [one["kind"] for one in visit.screen.plan["letters"]] == [
        "Referral to labour inspection",
        "Demand letter",
    ]
    assert not any(one["may_release"] for one in visit.screen.plan["letters"])


def test_a_leader_releases_what_another_drafted_and_prints_it(road: PlanRoad):
    road.begin()
    letter_id = road.demand()
    visit = Visit(road, "leader", f"screen=plans&plan={road.plan_id}")
    visit.call("release", {"id": letter_id})
    assert visit.screen.opened["values"]["addressee"] == form().employer
    visit.call("release", {**visit.screen.opened["values"]})
    [letter] = visit.screen.plan["letters"]
    assert letter["state"]["text"] == "sent"
    visit.call("print", letter_id)
    assert visit.files[-1][0].endswith("株工监〔2020〕1.docx")
    visit.call("evidence")
    assert visit.files[-1][0].endswith(".zip")
    visit.call("ledger")
    assert visit.files[-1][0].endswith(".xlsx")


def test_an_article_can_be_opened_for_every_letter(road: PlanRoad):
    road.begin()
    visit = Visit(road, "analyst", f"screen=plans&plan={road.plan_id}")
    visit.call("law", None)
    assert any("劳动保障监察条例 13" in row["citation"] for row in visit.screen.opened["rows"])
    assert not visit.screen.opened["rows"][0]["is_confirmed"]


def test_a_refused_save_keeps_what_was_typed_and_says_why(road: PlanRoad):
    visit = Visit(road, "negotiator", "screen=plans")
    visit.call("make")
    visit.call("save", {**typed(total_fen="1,000.00"), "union": visit.screen.opened["union"]})
    assert "1,000.01 yuan" in visit.told
    assert visit.screen.opened["form"] == "plan"
    visit.call("save", {**typed(total_fen="many"), "union": visit.screen.opened["union"]})
    assert "total_fen" in visit.screen.errors
    visit.call("save", {**typed(), "rows": [{"due": "soon", "amount": "1"}]})
    assert "“soon” is not a day." in visit.told


def test_a_total_is_divided_into_equal_months_to_the_last_fen(road: PlanRoad):
    visit = Visit(road, "negotiator", "screen=plans")
    heard: list[Any] = []
    visit.screen.send = lambda content, buffers=None: heard.append(content)
    visit.call("divide", {"total": "100.00", "n": "3", "first": "2020-01-31"})
    assert heard[-1]["args"][0] == [
        {"due": "2020-01-31", "amount": "33.34"},
        {"due": "2020-02-29", "amount": "33.33"},
        {"due": "2020-03-31", "amount": "33.33"},
    ]


def test_cancelling_a_payment_asks_why_and_strikes_it_out(road: PlanRoad):
    road.begin().pay(FIRST, 100_00)
    visit = Visit(road, "negotiator", f"screen=plans&plan={road.plan_id}")
    [payment] = visit.screen.plan["payments"]
    visit.call("cancel_payment", payment["id"])
    assert visit.yes("wrong firm")["reason"]
    [payment] = visit.screen.plan["payments"]
    assert payment["is_cancelled"]
    assert (payment["why"], visit.screen.plan["paid"]) == ("wrong firm", "0.00")


def test_a_stale_page_is_told_and_offered_the_newest(road: PlanRoad):
    road.begin()
    visit = Visit(road, "negotiator", f"screen=plans&plan={road.plan_id}")
    road.pay(FIRST, 100_00)
    visit.call("pay", {"on": str(FIRST), "amount": "100", "note": ""})
    assert visit.shell.notices[-1]["action"] == "Show the newest"
    assert road.version == 3


def test_a_reader_sees_the_plan_and_no_button_to_change_it(road: PlanRoad):
    road.begin()
    visit = Visit(road, "analyst", f"screen=plans&plan={road.plan_id}")
    may = {key: value for key, value in visit.screen.plan.items() if key.startswith("may_")}
    assert not any(may.values())
    visit.call("pay", {"on": str(FIRST), "amount": "100", "note": ""})
    assert visit.told.startswith("Your account may not do this here.")


def test_a_plan_of_another_organisation_does_not_open(road: PlanRoad):
    assert (
        Visit(road, "staff", f"screen=plans&plan={road.plan_id}")
        .shell.trouble["what"]
        .startswith("Your account may not")
    )


def test_the_list_is_narrowed_by_state_district_and_words_and_counts_what_it_holds(road: PlanRoad):
    road.begin()
    paid = draft(road.house, is_peopled=True, employer="另一企业").begin().pay(FIRST, 1_000_01)
    waiting = draft(road.house, is_peopled=True)
    visit = Visit(road, "negotiator", "screen=plans")
    assert {row["key"]: row["n"] for row in visit.screen.about["which"]} == {
        "all": 2,
        "default": 1,
        "late": 0,
        "on_track": 0,
        "draft": 1,
        "over": 1,
    }
    for wanted, ids in (
        ({"which": "all"}, [road.plan_id, waiting.plan_id]),
        ({"which": "over"}, [paid.plan_id]),
        ({"which": "over", "text": "渌口"}, []),
        ({"which": "all", "district": "430212"}, [road.plan_id, waiting.plan_id]),
        ({"which": "all", "district": "430202"}, []),
    ):
        visit.screen.wanted = {"text": "", "district": "", **wanted}
        assert [row["id"] for row in visit.screen.lines] == ids
    assert visit.screen.lines == []


def test_the_list_is_turned_by_page(road: PlanRoad):
    for _ in range(24):
        draft(road.house, is_peopled=True)
    visit = Visit(road, "negotiator", "screen=plans")
    assert (visit.screen.total, len(visit.screen.lines)) == (25, 20)
    visit.screen.page = {"page": 2, "size": 20}
    assert len(visit.screen.lines) == 5


def test_the_chart_holds_what_the_table_says(road: PlanRoad):
    road.begin().pay(FIRST, 100_00)
    visit = Visit(road, "negotiator", f"screen=plans&plan={road.plan_id}")
    series = {one["name"]: one["data"] for one in visit.screen.chart.option["series"]}
    assert series["received"] == [100.0, 0.0, 0.0, 0]
    assert series["overdue"] == [200.0, 300.0, 400.01, 0]
    assert series["promised in all"] == [300.0, 600.0, 1000.01, 1000.01]
    assert series["received in all"] == [100.0] * 4


def test_a_rights_case_about_a_plan_takes_its_facts_over_and_moves_on(road: PlanRoad):
    road.begin()
    visit = Visit(road, "negotiator", f"screen=rights&about={road.plan_id}")
    opened = visit.screen.opened
    assert opened["values"]["claim_fen"] == "1000.01"
    assert opened["values"]["is_green"]
    visit.call("save", {"values": opened["values"], "union": opened["union"], "case": None})
    assert visit.screen.case["plan"] == road.plan_id
    visit.call("begin", "warn")
    assert visit.screen.opened["wants_until"]
    visit.call("record", {**visit.screen.opened["values"], "until": "2020-06-01"})
    [clock] = visit.screen.case["clocks"]
    assert (clock["last"], clock["is_next"]) == ("2020-06-01", True)
    visit.call("take_back")
    visit.yes("too early")
    assert visit.screen.case["clocks"] == []
    assert [row["is_taken_back"] for row in visit.screen.case["history"]] == [True, False]
    visit.call("open", None)
    assert [row["is_green"] for row in visit.screen.lines] == [True]


def test_a_rights_case_is_edited_without_its_kind(road: PlanRoad):
    visit = Visit(road, "negotiator", "screen=rights")
    visit.call("make")
    values = {**visit.screen.opened["values"], "employer": "某企业", "district_code": "430212"}
    visit.call("save", {"values": values, "union": visit.screen.opened["union"]})
    visit.call("edit")
    visit.call("save", {"values": {**visit.screen.opened["values"], "facts": "拖欠工资"}})
    assert visit.screen.case["facts"] == "拖欠工资"
    visit.call("edit")
    visit.call("save", {"values": {**visit.screen.opened["values"], "claim_start": str(LATE)}})
    assert visit.told.startswith("A claim needs its kind")


def test_a_reader_of_rights_cases_does_not_get_the_name_of_who_asks(road: PlanRoad):
    visit = Visit(road, "negotiator", "screen=rights")
    visit.call("make")
    values = {
        **visit.screen.opened["values"],
        "employer": "某企业",
        "district_code": "430212",
        "claimant": "某申请人",
    }
    visit.call("save", {"values": values, "union": visit.screen.opened["union"]})
    number = visit.screen.case["id"]
    reader = Visit(road, "analyst", f"screen=rights&rights={number}")
    assert "某申请人" not in str(reader.screen.get_state())
    reader.call("edit")
    assert "某申请人" not in str(reader.screen.get_state())


def test_a_plan_begun_from_a_case_takes_over_its_facts_and_its_organisation(road: PlanRoad):
    firm = CaseForm(employer="另一企业", district_code="430212", workers=88)
    case = open_case(road.ws("staff"), road.house.unions["north"], firm)
    visit = Visit(road, "staff", f"screen=plans&case={case}")
    visit.call("make")
    opened = visit.screen.opened
    assert (opened["union"], opened["case"]) == (road.house.unions["north"], case)
    values = {**typed()["values"], **{key: opened["values"][key] for key in ("employer", "workers")}}
    visit.call("save", {**typed(), "values": values, "union": opened["union"], "case": case})
    assert (visit.screen.plan["title"], visit.screen.plan["case"]) == ("另一企业", case)
    again = Visit(road, "staff", f"screen=plans&case={case}")
    assert again.screen.plan["title"] == "另一企业"

"""The table of figures as somebody signed in sees it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import House
from union_lib.negotiation.screens.figures import FigureTable
from union_lib.registry.tables import District
from union_lib.ui.launch import make_shell

ALLOWANCE = "living_allowance_share_of_min_wage"
CLASS = "min_wage_class_of_zhuzhou_areas"
TYPED = {
    "policy": ALLOWANCE,
    "area": "430000",
    "from": "2020-02-01",
    "value": "70%",
    "citation": "湘人社发〔2020〕3号",
}


class Visit:
    """Somebody's visit to the figures, in English."""

    def __init__(
        self, house: House, username: str = "staff", where: str = "area=430211&on=2020-03-04"
    ) -> None:
        screens = {"figures": FigureTable}
        self.shell = make_shell(
            "negotiation", screens, ws=house.ws(username), query=f"screen=figures&lang=en&{where}"
        )
        self.screen: Any = self.shell.screen
        self.heard: list[str] = []
        if self.screen is not None:
            self.screen.send = lambda content, buffers=None: self.heard.append(content["method"])

    def call(self, event: str, data: Any = None) -> None:
        self.screen.call(event, data)

    def enter(self, **other: Any) -> None:
        self.call("enter", {**TYPED, "union": self.screen.unions[0]["value"], **other})

    def row(self, policy: str) -> dict[str, Any]:
        return next(row for row in self.screen.rows if row["policy"] == policy)

    @property
    def needed(self) -> set[str]:
        return {row["policy"] for row in self.screen.needed}

    @property
    def told(self) -> str:
        notice = self.shell.notices[-1]
        return f"{notice['text']} {notice['todo']}".strip()


@pytest.fixture
def district(house: House) -> House:
    """The federation with the district of the cases on file."""
    with house.system.transaction() as session:
        session.add(District(code="430211", name="天元区"))
    return house


def test_what_must_be_entered_stands_on_top(district: House):
    visit = Visit(district)
    assert {ALLOWANCE, CLASS} <= visit.needed
    assert (visit.row(ALLOWANCE)["value"], visit.row(ALLOWANCE)["tone"]) == ("", "bad")


def test_every_figure_shows_its_article_its_area_and_how_sure_it_is(district: House):
    visit = Visit(district)
    sick = visit.row("sick_pay_floor_share")
    assert (sick["value"], sick["citation"], sick["area"], sick["tone"]) == (
        "80%",
        "劳部发〔1995〕309号 59",
        "the whole country",
        "ok",
    )
    assert (
        visit.row("union_arrears_intervention")["state"],
        visit.row("union_arrears_intervention")["tone"],
    ) == (
        "to be confirmed",
        "warn",
    )
    assert (visit.row("blacklist")["state"], visit.row("blacklist")["tone"]) == (
        "no rule on this day",
        "mute",
    )


def test_the_day_and_the_area_decide(district: House):
    visit = Visit(district)
    visit.call("ask", {"on": "2025-01-01", "area": "110000"})
    assert visit.row("monthly_work_days")["value"] == "20.67"
    assert (visit.row(ALLOWANCE)["value"], visit.row(ALLOWANCE)["area"]) == ("70%", "Beijing")


def test_entering_says_by_whom_and_takes_it_off_the_list(district: House):
    visit = Visit(district)
    visit.enter()
    row = visit.row(ALLOWANCE)
    assert (row["value"], row["state"], row["tone"], row["area"]) == ("70%", "entered here", "ok", "Hunan")
    assert row["entered"].startswith("by Staff, 20")
    assert (ALLOWANCE in visit.needed, visit.heard) == (False, ["done"])


def test_the_history_shows_what_was_superseded(district: House):
    visit = Visit(district)
    visit.enter()
    visit.enter(value="80%", citation="湘人社发〔2020〕4号")
    visit.call("open", ALLOWANCE)
    top = [(row["value"], row["is_superseded"]) for row in visit.screen.opened["rows"] if row["entered"]]
    assert top == [("80%", False), ("70%", True)]
    visit.call("open", None)
    assert visit.screen.opened == {}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"citation": ""}, "notice"),
        ({"value": "a lot"}, "70% or 0.7"),
        ({"area": "Hunan"}, "six digits"),
        ({"from": ""}, "day"),
        ({"policy": ""}, "no figure"),
        ({"policy": "nego_topics"}, "table or a text"),
        ({"union": None}, "may not"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(district: House, wrong: dict[str, Any], said: str):
    visit = Visit(district)
    visit.enter(**wrong)
    assert said in visit.told
    assert (ALLOWANCE in visit.needed, visit.heard) == (True, [])


def test_whoever_only_reads_sees_the_figures_and_no_button(district: House):
    visit = Visit(district, "analyst")
    assert (visit.screen.may_enter, len(visit.screen.rows) > 80) == (False, True)
    visit.call("enter", {**TYPED, "union": district.unions["north"]})
    assert "may not" in visit.told


def test_a_link_opens_the_figure_it_names(district: House):
    visit = Visit(district, where=f"policy={ALLOWANCE}&area=110105&on=2020-03-04")
    assert visit.screen.opened["policy"] == ALLOWANCE
    assert visit.row(ALLOWANCE)["value"] == "70%"


def test_a_link_to_no_figure_or_no_day_is_refused_in_words(district: House):
    for where in ("policy=no_such", "on=tomorrow"):
        visit = Visit(district, where=where)
        assert visit.shell.trouble or visit.shell.notices


def test_the_table_speaks_chinese(district: House):
    visit = Visit(district)
    visit.shell.speak("zh")
    assert visit.row("sick_pay_floor_share")["area"] != ""
    assert len(visit.screen.topics) == 7
    visit.shell.speak("en")

"""The page of fairness: plain words, refusals with their reason, nothing saved, and no name behind a code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.competition.fair_fields import one_criterion
from tests.competition.frame import Visit
from tests.competition.people import appointment, fill
from tests.competition.test_blind import coded, found_in
from tests.competition.test_fairness_report import steady
from tests.conftest import House, build_house
from union_lib.competition import reports, service
from union_lib.competition.reports.fairness import severity_summary
from union_lib.competition.rules import Duty, Scheme, Stage
from union_lib.competition.screens import competition_nav, competition_screens
from union_lib.competition.screens.desk import Desk
from union_lib.competition.screens.fairness import TABS, JudgeFairness
from union_lib.competition.screens.fairness_charts import severity_option
from union_lib.competition.screens.fairness_words import TERMS
from union_lib.ui import theme

JUDGES = [f"judge{n}" for n in range(1, 8)]


@pytest.fixture
def house(sqlite_engine: Engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


def marked(
    house: House,
    marks: Sequence[Sequence[float | None]],
    units: Sequence[str] = (),
    judge_units: Sequence[str] = (),
    scheme: Scheme | None = None,
) -> int:
    """Make a competition with these marks, entries by judges."""
    competition = house.competition(scheme or one_criterion(), entries=0, judges=0, stage=Stage.DRAFT)
    organiser = house.ws("organiser")
    rows = [
        {"code": f"{n:03d}", "title": f"Work {n}", "unit": units[n - 1] if units else f"Firm {n}"}
        for n in range(1, len(marks) + 1)
    ]
    service.import_entries(organiser, competition, rows)
    judges = JUDGES[: len(marks[0])]
    for n, judge in enumerate(judges):
        service.appoint(organiser, competition, judge, Duty.JUDGE, judge_units[n] if judge_units else "")
    service.move_stage(organiser, competition, Stage.MARKING)
    ids = [int(n) for n in reports.entries(organiser, competition)["id"]]
    for n, judge in enumerate(judges):
        cells = [
            service.GivenMark(entry, "mark", Decimal(str(row[n])), 0)
            for entry, row in zip(ids, marks, strict=True)
            if row[n] is not None
        ]
        service.give_marks(house.ws(judge), competition, cells)
    return competition


def favoured(house: House) -> int:
    marks = steady(12)
    for row in (4, 5, 6, 7):
        marks[row][0] += 8
    units = ["Firm A" if n in (4, 5, 6, 7) else f"Firm {n}" for n in range(12)]
    return marked(house, marks, units, ["Firm A", *["Other"] * 6])


def page(house: House, competition: int, username: str = "organiser") -> Visit:
    return Visit(house, username, "fairness", competition)


def everything(screen: Any) -> str:
    return json.dumps(screen.get_state(), default=str) + json.dumps(
        [one.get_state() for one in (screen.picture, screen.second_picture) if one is not None], default=str
    )


def test_a_judge_who_favours_the_own_unit_is_named_with_reason_and_consequence(house: House):
    visit = page(house, favoured(house))
    screen = visit.screen
    assert screen.judges["lead"] == "7 judges, 12 entries: please look at Judge1."
    assert screen.judges["rows"][0]["flags"] == ["own unit ahead"]
    assert screen.judges["rows"][0]["consequence"] == "Places 5 and 6 change hands, awards stay."
    visit.call("look", 0)
    about = screen.drawer
    assert about["text"] == "A flag is a reason to look, never a verdict."
    assert about["own"][0].startswith("Beside neutral colleagues, 4 entries of Firm A got +")
    assert about["own"][1].endswith("Please look.")
    lifted = {one["code"] for one in about["changes"] if int(one["after"]) > int(one["before"])}
    assert lifted <= {"005", "006", "007", "008"}
    assert lifted
    visit.call("look", None)
    assert screen.drawer == {}


def test_a_swap_is_said_as_a_swap(house: House):
    competition = marked(house, [[70, 90, 90], [100, 85, 85], [60, 60, 60]])
    assert page(house, competition).screen.judges["rows"][0]["consequence"] == (
        "Places 1 and 2 change hands, awards stay."
    )


def test_every_tab_is_computed_when_it_is_opened_and_forgotten_when_it_is_left(house: House):
    visit = page(house, favoured(house))
    screen = visit.screen
    traits = ("judges", "agreement", "fair", "places", "spread")
    for tab in TABS:
        visit.call("open", tab)
        assert [name for name in traits if getattr(screen, name)] == [name for name in traits if name == tab]
    assert screen.said == []


def test_agreement_comes_with_a_sentence_and_the_source_of_its_rule(house: House):
    visit = page(house, favoured(house))
    visit.call("open", "agreement")
    [table] = visit.screen.agreement["tables"]
    assert table["lead"].startswith("These 7 judges agree well")
    assert table["size"] == "7 judges, 12 entries, 12 of them marked by all"
    assert all(row["text"] and "rule of thumb" in row["source"] for row in table["rows"])


def test_fair_marks_say_what_decides(house: House):
    competition = marked(house, [[70, 80, None], [60, 70, None], [None, 78, 78], [None, 68, 68]])
    visit = page(house, competition)
    visit.call("open", "fair")
    assert visit.screen.state["decides"] == "These figures inform. What decides are the marks as given."
    assert visit.screen.fair["lead"].startswith("If all judges were alike, 4 of 4 entries would move")
    assert [row["shift"] for row in visit.screen.fair["rows"]] == ["↓1", "↑1", "↓1", "↑1"]


def test_a_model_that_cannot_be_computed_says_why(house: House):
    competition = marked(house, [[70, 71, None, None], [60, 61, None, None], [None, None, 80, 81]])
    visit = page(house, competition)
    visit.call("open", "fair")
    assert visit.screen.fair["refusal"]["what"] == (
        "The entries fall into 2 groups that no judge links; the smallest is 003."
    )
    assert visit.screen.fair["rasch_refusal"]["what"]
    visit.call("open", "places")
    assert visit.screen.places["refusal"]["what"].startswith("An entry has marks of 2 judges only")


def test_entries_that_cannot_be_told_apart_are_listed(house: House):
    marks = [[95, 96, 97, 95], [80, 82, 81, 79], [81, 80, 82, 78], [60, 61, 59, 60]]
    visit = page(house, marked(house, marks))
    visit.call("open", "places")
    assert visit.screen.places["groups"] == [{"text": "Places 2–3 cannot be told apart", "codes": "002, 003"}]
    assert [row["alike"] for row in visit.screen.places["rows"]] == ["", "2–3", "2–3", ""]


def test_a_question_is_answered_side_by_side_and_nothing_is_saved(house: House):
    competition = marked(house, [[0, 80, 80], [70, 70, 70], [60, 60, 60]])
    before = reports.results(house.ws("organiser"), competition).data_hash
    visit = page(house, competition)
    visit.call("open", "what_if")
    judge = appointment(house, competition, "judge1")
    visit.call("ask", {"without": [judge], "trim": 1, "weights": {"mark": "1"}})
    answer = visit.screen.answer
    assert [one["title"] for one in answer["questions"]] == [
        "without Judge1",
        "drop 1 highest and 1 lowest",
        "all together",
    ]
    assert [(row["code"], row["before"]) for row in answer["rows"]] == [
        ("002", "1"),
        ("003", "2"),
        ("001", "3"),
    ]
    assert [cell["after"] for cell in answer["rows"][2]["cells"]] == ["1", "1", "1"]
    assert reports.results(house.ws("organiser"), competition).data_hash == before


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"weights": {"mark": "much"}}, "“much” is not a number."),
        ({"weights": {"mark": "0"}}, "Enter a weight above 0"),
        ({"without": [999]}, "This record does not exist"),
        ({"weights": {"'; DROP TABLE": "2"}}, "This record does not exist"),
        ("everybody", "The system has a problem"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_and_the_last_answer_stays(
    house: House, asked: Any, told: str
):
    visit = page(house, marked(house, [[80, 81, 82], [70, 72, 74]]))
    visit.call("open", "what_if")
    visit.call("ask", {"trim": 1})
    before = visit.screen.answer
    visit.call("ask", asked)
    assert told in visit.told
    assert visit.screen.answer == before


def test_going_without_everybody_is_refused(house: House):
    competition = marked(house, [[80, 81], [70, 72]])
    visit = page(house, competition)
    visit.call("open", "what_if")
    everybody = [appointment(house, competition, judge) for judge in JUDGES[:2]]
    visit.call("ask", {"without": everybody})
    assert visit.told.startswith("Without these judges nobody has marked anything.")


@pytest.mark.parametrize("judges", [0, 1])
def test_with_nothing_to_compare_the_page_says_what_is_missing(house: House, judges: int):
    visit = page(house, marked(house, [[80, None], [70, None]]) if judges else house.competition())
    assert visit.screen.state["is_empty"]
    assert visit.screen.state["refusal"]["what"].startswith("No two judges have marked the same entry yet")
    for tab in TABS:
        visit.call("open", tab)
    assert visit.screen.said == []


def test_with_two_judges_the_page_says_how_little_that_means(house: House):
    visit = page(house, marked(house, [[80, 81], [70, 72]]))
    assert visit.screen.state["few"].startswith("Only 2 judges can be compared")
    assert [row["leniency"] for row in visit.screen.judges["rows"]] == ["-1.50", "+1.50"]


def test_every_term_is_explained(house: House):
    visit = page(house, marked(house, [[80, 81], [70, 72]]))
    for term in TERMS:
        visit.call("explain", term)
        assert visit.screen.drawer["paragraphs"]
    visit.call("explain", "nothing of the kind")
    assert visit.screen.said == []


def test_blind_codes_stay_codes_in_every_trait_and_picture(house: House):
    competition = coded(house, 2)
    for judge, base in (("judge1", 30), ("judge2", 33)):
        fill(house, competition, judge, base)
    visit = page(house, competition)
    assert visit.screen.state["coded"]
    seen = []
    for tab in TABS:
        visit.call("open", tab)
        if tab == "judges":
            visit.call("look", 0)
        if tab == "what_if":
            visit.call("ask", {"trim": 1, "weights": {"skill": "3"}})
        seen.append(everything(visit.screen))
    assert visit.screen.said == []
    assert found_in("".join(seen)) == []


def test_judges_and_strangers_are_told_no(house: House):
    competition = marked(house, [[80, 81], [70, 72]])
    for username in ("judge1", "south_organiser"):
        screen = JudgeFairness(house.ws(username), Desk(competition))
        with screen.guard():
            screen.visit()
        assert screen.said[-1]["text"] == "Your account may not do this here."
        assert "Judge2" not in json.dumps(screen.get_state(), default=str)
    assert "fairness" not in competition_screens(house.ws("judge1"))
    assert "fairness" in [item["key"] for item in competition_nav(house.ws("analyst"))]


def test_a_page_cannot_set_what_is_shown_nor_look_at_nobody(house: House):
    visit = page(house, marked(house, [[80, 81], [70, 72]]))
    before = visit.screen.judges
    visit.screen.set_state({"judges": {}, "drawer": {"kind": "judge"}, "tab": "places"})
    assert (visit.screen.judges, visit.screen.drawer, visit.screen.tab) == (before, {}, "judges")
    visit.call("look", 99)
    assert visit.told.startswith("This record does not exist")
    visit.call("open", "elsewhere")
    assert visit.screen.tab == "judges"


def test_the_strip_tells_of_heavy_computing_and_goes_away(house: House, monkeypatch):
    from union_lib.competition.screens import fairness as module

    visit = page(house, marked(house, [[80, 81], [70, 72]]))
    monkeypatch.setattr(module, "HEAVY", 1)
    heard: list[Any] = []
    visit.shell.observe(lambda change: heard.append(change["new"]), "work")
    visit.call("open", "agreement")
    assert [bool(work) for work in heard] == [True, False]


def test_flagged_bars_have_a_colour_of_their_own(house: House):
    found = severity_summary(house.ws("organiser"), favoured(house))
    bars = {
        name: bar["itemStyle"]["color"]
        for name, bar in zip(
            severity_option(found)["yAxis"]["data"], severity_option(found)["series"][0]["data"], strict=True
        )
    }
    assert bars["Judge1"] == theme.WARN
    assert set(bars.values()) == {theme.WARN, theme.PALETTE[0]}


def test_another_language_says_it_again_without_a_reload(house: House):
    visit = page(house, marked(house, [[80, 81], [70, 72]]))
    visit.call("open", "agreement")
    visit.shell.speak("zh")
    assert visit.screen.tab == "agreement"
    assert visit.screen.tabs["what_if"] == "如果……"
    visit.shell.speak("en")

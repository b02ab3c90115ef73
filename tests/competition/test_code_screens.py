"""The page of blind codes: who holds which list, whose turn it is, and what nobody gets to see."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.competition.frame import Visit
from tests.competition.people import complete, sign
from tests.competition.test_blind import SECRETS, coded, drafted
from tests.conftest import House, build_house
from union_lib.competition import service
from union_lib.competition.rules import Stage


@pytest.fixture
def house(sqlite_engine: Engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


def page(house: House, username: str, competition: int) -> Visit:
    return Visit(house, username, "codes", competition)


def buttons(visit: Visit) -> tuple[int, int]:
    """Return the list that can be drawn and the one that can be opened."""
    return visit.screen.about["draw"], visit.screen.about["open"]


def lists(visit: Visit) -> list[tuple[Any, ...]]:
    return [(x["holder"], bool(x["drawn"]), bool(x["opened"]), x["is_own"]) for x in visit.screen.lists]


def test_a_competition_without_codes_says_where_they_are_switched_on(house: House):
    visit = page(house, "organiser", house.competition(stage=Stage.DRAFT))
    assert visit.screen.about["draws"] == 0
    assert visit.screen.about["may_plan"]
    visit.call("plan")
    assert visit.shell.current == "plan"


def test_whoever_draws_a_list_is_told_what_it_means_and_then_holds_it(house: House):
    competition = drafted(house, 2)
    visit = page(house, "organiser", competition)
    assert visit.screen.about["todo"] == (
        "Next: First coding. You may draw it; you then hold it and nobody else."
    )
    visit.call("draw", 1)
    asked = visit.yes()
    assert asked["title"] == "Draw the first list?"
    assert asked["facts"] == ["4 entries get a new code."]
    assert lists(visit) == [("Organiser", True, False, True), ("", False, False, False)]
    assert visit.told.startswith("The list is drawn and yours to keep.")


def test_nobody_draws_a_second_list(house: House):
    competition = drafted(house, 2)
    visit = page(house, "organiser", competition)
    visit.screen.draw(1)
    assert buttons(visit) == (0, 0)
    assert visit.screen.about["todo"].endswith("You hold a list already, so somebody else must draw it.")
    visit.call("draw", 2)
    visit.yes()
    assert visit.told.startswith("You already hold a list of codes.")
    assert buttons(page(house, "checker", competition)) == (2, 0)


def test_somebody_without_a_duty_is_told_who_draws_next(house: House):
    visit = page(house, "analyst", drafted(house, 1))
    assert buttons(visit) == (0, 0)
    assert "The organiser, a mark checker, the chief judge or the supervisor" in visit.screen.about["todo"]


def test_without_entries_nothing_is_drawn(house: House):
    visit = page(house, "organiser", drafted(house, 1, entries=0))
    assert buttons(visit) == (0, 0)
    assert visit.screen.about["todo"].startswith("Bring in the entries first")


def test_a_list_is_downloaded_by_its_holder_and_by_nobody_else(house: House):
    competition = coded(house, 2)
    visit = page(house, "organiser", competition)
    assert [x["may_download"] for x in visit.screen.lists] == [True, False]
    visit.call("download", 1)
    assert visit.files[0][0] == "Welders First coding.xlsx"
    heads, *rows = visit.sheet()
    assert heads == ["Code", "New code"]
    assert [row[0] for row in rows] == ["R00", "R01", "R02", "R03"]
    visit.call("download", 2)
    assert visit.told.startswith("Your account may not do this here.")
    assert len(visit.files) == 1


def test_the_steps_say_how_far_the_coding_has_come(house: House):
    competition = coded(house, 2)
    visit = page(house, "organiser", competition)
    assert [step["title"] for step in visit.screen.steps] == [
        "First coding",
        "Second coding",
        "Marking and signature",
        "Open the second list",
        "Open the first list",
    ]
    assert visit.screen.at == 2
    assert visit.screen.about["todo"].startswith("All lists are drawn.")
    complete(house, competition, "judge1", "judge2")
    sign(house, competition)
    visit.screen.show()
    assert visit.screen.at == 3


def test_lists_are_opened_in_reverse_order_each_by_its_holder(house: House):
    competition = coded(house, 2)
    complete(house, competition, "judge1", "judge2")
    sign(house, competition)
    first, second = page(house, "organiser", competition), page(house, "checker", competition)
    assert (buttons(first), buttons(second)) == ((0, 0), (0, 2))
    assert first.screen.about["todo"] == "Checker opens the list “Second coding” next."
    second.call("open", 2)
    assert "It cannot be closed again." in second.yes()["text"]
    assert second.told == "The list is open."
    first.screen.show()
    assert buttons(first) == (0, 1)
    first.call("open", 1)
    assert "names and units" in first.yes()["text"]
    assert first.told == "All lists are open: names appear."
    assert (first.screen.at, buttons(first)) == (5, (0, 0))


def test_an_open_list_can_be_downloaded_by_whoever_runs_the_competition(house: House):
    competition = coded(house, 1)
    complete(house, competition, "judge1", "judge2")
    sign(house, competition)
    service.open_codes(house.ws("organiser"), competition, 1)
    visit = page(house, "supervisor", competition)
    visit.call("download", 1)
    assert len(visit.sheet()) == 5


def test_a_list_that_is_not_the_next_one_is_not_opened(house: House):
    competition = coded(house, 2)
    complete(house, competition, "judge1", "judge2")
    sign(house, competition)
    visit = page(house, "organiser", competition)
    visit.call("open", 1)
    visit.yes()
    assert visit.told.startswith("Another step comes first.")


def test_the_page_holds_no_code_and_no_name(house: House):
    competition = coded(house, 2)
    for username in ("organiser", "checker", "supervisor", "analyst"):
        state = json.dumps(page(house, username, competition).screen.get_state(), default=str)
        assert [secret for secret in SECRETS if secret in state] == []
        codes = [code for _, code in _pairs(house, competition)]
        assert [code for code in codes if code in state] == []


def _pairs(house: House, competition: int) -> list[tuple[str, str]]:
    from union_lib.competition.reports import own_codes

    return own_codes(house.ws("organiser"), competition, 1) + own_codes(house.ws("checker"), competition, 2)


def test_a_judge_has_no_such_page(house: House):
    competition = coded(house, 1)
    visit = page(house, "judge1", competition)
    assert "codes" not in visit.shell.screens

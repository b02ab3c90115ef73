"""The board and the file of a case, as officers, leaders and others see them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import House
from tests.negotiation.frame import Visit
from tests.negotiation.road import FIRM, Road, begin
from union_lib.doors import negotiation_shell, workbench_shell
from union_lib.negotiation import reports
from union_lib.negotiation.rules.kinds import Author
from union_lib.negotiation.rules.stages import Stage, Step

MARCH = date(2020, 3, 9)


@pytest.fixture
def road(house: House) -> Road:
    return begin(house)


def _acts(page: Visit) -> set[str]:
    return {act["step"] for act in page.screen.acts}


def _take(page: Visit, step: Step, on: str, **more: object) -> None:
    page.call("begin", step.value)
    page.call("take", {"step": step.value, "on": on, "reason": "", **more})


def test_an_officer_moves_a_case_and_the_page_shows_the_next_date_with_its_article(road: Road) -> None:
    page = Visit(road)
    _take(page, Step.INVITE, "2020-02-20")
    reply = next(m for m in page.screen.clock if m["is_next"])
    assert (reply["title"], reply["date"]) == ("Reply", "2020-03-11")
    page.call("explain", {"due": reply["why"]})
    assert "17" in page.screen.why["citation"]
    assert page.screen.why["value"] == "20 calendar days"


def test_a_step_is_taken_back_only_with_a_reason_and_stays_visible(road: Road) -> None:
    page = Visit(road)
    _take(page, Step.INVITE, "2020-02-20")
    page.call("take_back")
    page.yes("wrong day")
    assert page.screen.about["stage"]["text"] == "Invitation being prepared"
    assert [h["is_taken_back"] for h in page.screen.history] == [True]


def test_somebody_else_saved_first_and_the_page_says_so(road: Road) -> None:
    first, second = Visit(road), Visit(road)
    _take(first, Step.INVITE, "2020-02-20")
    _take(second, Step.INVITE, "2020-02-21")
    assert second.shell.notices[-1]["kind"] == "bad"
    assert road.case.stage == Stage.REPLY_DUE


def test_the_leader_signs_and_the_officer_is_told_whose_turn_it_is(road: Road) -> None:
    road.to(Stage.VOTED)
    officer, leader = Visit(road), Visit(road, "leader")
    assert Step.SIGN.value not in _acts(officer)
    assert "Leader" in officer.screen.about["waits"]
    assert Step.SIGN.value in _acts(leader)
    assert leader.screen.about["waits"] == ""


def test_a_date_ahead_and_one_before_the_step_before_are_refused_in_words(road: Road) -> None:
    page = Visit(road, today=MARCH)
    _take(page, Step.INVITE, "2020-03-20")
    assert "has not come yet" in page.told
    _take(page, Step.INVITE, "2020-03-02")
    _take(page, Step.REPLY, "2020-03-01")
    assert "is before" in page.told
    assert road.case.stage == Stage.REPLY_DUE


def test_a_first_answer_begins_with_the_other_sides_points_left_empty(road: Road) -> None:
    road.to(Stage.PREPARATION)
    page = Visit(road)
    page.call("edit_text", Author.UNION.value)
    typed = dict(page.screen.opened["values"])
    typed["clauses"] = [
        {"key": "", "topic": "pay", "title": "Raise", "text": "4 % a year", "promise": "", "value": ""},
        {
            "key": "",
            "topic": "pay",
            "title": "Floor",
            "text": "1,900",
            "promise": "base_wage_fen",
            "value": "1,900",
        },
    ]
    page.call("save_text", typed)
    page.call("edit_text", Author.EMPLOYER.value)
    answer = dict(page.screen.opened["values"])
    assert [(c["title"], c["text"]) for c in answer["clauses"]] == [("Raise", ""), ("Floor", "")]
    answer["clauses"][0]["text"] = "2 % a year"
    page.call("save_text", answer)
    raised, floor = page.screen.clauses
    assert (raised["union"], raised["employer"]) == ("4 % a year", "2 % a year")
    assert floor["employer"] == ""
    assert floor["accord"]["text"] == "only the union's"
    assert floor["findings"][0]["tone"] == "warn"


def test_the_needed_numbers_are_said_before_the_vote_is_recorded(road: Road) -> None:
    road.to(Stage.DRAFT)
    page = Visit(road)
    page.call("begin", Step.VOTE_PASSED.value)
    page.call("needed", "181")
    assert page.screen.needs == {"quorum": 121, "favour": 91}


def test_a_vote_on_a_page_opened_before_the_text_changed_is_refused(road: Road) -> None:
    road.to(Stage.DRAFT)
    page = Visit(road)
    page.call("begin", Step.VOTE_PASSED.value)
    values = {"held_on": "2020-03-27", "total": "60", "attending": "61", "in_favour": "30"}
    page.call("vote", {"values": values, "hash": page.screen.opened["hash"]})
    assert "cannot be right" in page.told
    page.call("vote", {"values": values | {"attending": "45"}, "hash": "0" * 64})
    assert "another text" in page.told
    assert road.case.stage == Stage.DRAFT


def test_the_board_counts_and_narrows_and_a_new_case_goes_to_its_file(road: Road) -> None:
    page = Visit(road, screen="board")
    page.call("make", True)
    page.call(
        "create",
        {
            "values": {
                **page.screen.values,
                "employer": "攸县顺达运输公司",
                "district_code": "430212",
                "workers": "86",
            },
            "union": page.screen.unions[0]["value"],
            "firm": None,
        },
    )
    assert page.shell.current == "case"
    assert len(reports.board(road.ws())) == 2
    board = Visit(road, screen="board").screen
    board.wanted = {**board.wanted, "text": "顺达"}
    assert [line["employer"] for line in board.lines] == ["攸县顺达运输公司"]


def test_a_form_left_empty_is_refused_at_its_fields(road: Road) -> None:
    page = Visit(road, screen="board")
    page.call("make", True)
    page.call("create", {"values": page.screen.values, "union": page.screen.unions[0]["value"], "firm": None})
    assert {"employer", "district_code"} <= set(page.screen.errors)


def test_another_organisation_sees_no_case_and_cannot_open_one_by_its_address(road: Road) -> None:
    stranger = Visit(road, "north_staff") if "north_staff" in road.house.accounts else Visit(road, "judge1")
    assert stranger.screen is None
    assert stranger.shell.trouble


def test_an_empty_database_says_what_to_do(house: House) -> None:
    begin_people(house)
    shell = negotiation_shell(house.ws("negotiator"), "screen=board&lang=en")
    assert shell.screen.about["is_empty"]
    shell = negotiation_shell(house.ws("negotiator"), "screen=case&lang=en")
    assert "There is no case yet." in str(shell.trouble)


def begin_people(house: House) -> None:
    """Add those who negotiate, but no case."""
    from tests.negotiation.road import people

    people(house)


def test_the_workbench_lists_dates_that_are_near_or_over_for_officers(road: Road) -> None:
    road.to(Stage.REPLY_DUE)
    home = workbench_shell(road.ws(today=MARCH), "screen=home&lang=en").screen
    todo = next(t for t in home.todos if FIRM in t["title"])
    assert (todo["days"], todo["title"]) == (2, f"Written reply: {FIRM}")
    assert any(card["key"] == "negotiation" for card in home.cards)
    leader = workbench_shell(road.ws("leader", MARCH), "screen=home&lang=en").screen
    assert not [t for t in leader.todos if FIRM in t["title"]]

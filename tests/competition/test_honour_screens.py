"""Nominations on the screen: winners put forward, shares held against the list, and what is missing in words."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests.competition.frame import Visit
from tests.competition.people import complete, sign
from tests.competition.test_after_marks import prizes, run
from tests.competition.test_blind import coded
from tests.conftest import House, build_house
from union_lib.competition import refusals, service
from union_lib.competition.rules import Stage
from union_lib.registry.service import ReasonMissing

MEDAL = "May Day Labour Medal"


@pytest.fixture
def house(sqlite_engine: Engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


def decided(house: House) -> int:
    competition = run(house)
    sign(house, competition)
    return competition


def page(house: House, competition: int, username: str = "organiser") -> Visit:
    visit = Visit(house, username, "honours", competition)
    if not visit.screen.honour:
        visit.call("choose", MEDAL)
    return visit


def nominate_all(visit: Visit) -> None:
    for winner in list(visit.screen.winners):
        visit.call("nominate", {"entry": winner["id"], "person": f"Person {winner['code']}"})


def test_winners_are_nominated_one_by_one_with_the_name_that_is_typed(house: House):
    visit = page(house, decided(house))
    assert [(w["code"], w["award"], w["tone"]) for w in visit.screen.winners] == [
        ("001", "First", "gold"),
        ("002", "Second", "silver"),
        ("003", "Second", "silver"),
    ]
    visit.call("nominate", {"entry": visit.screen.winners[0]["id"], "person": "Chen Li"})
    assert visit.told == "Chen Li is nominated. Tick the classes in the list."
    assert [(p["person"], p["award"]) for p in visit.screen.people] == [("Chen Li", "First")]
    assert [w["code"] for w in visit.screen.winners] == ["002", "003"]
    assert visit.screen.honours == [MEDAL]


def test_each_honour_has_a_list_of_its_own(house: House):
    visit = page(house, decided(house))
    nominate_all(visit)
    visit.call("choose", "Worker Pioneer")
    assert (visit.screen.people, len(visit.screen.winners)) == ([], 3)
    assert visit.screen.honours == [MEDAL, "Worker Pioneer"]
    visit.call("choose", MEDAL)
    assert (len(visit.screen.people), visit.screen.winners) == (3, [])


def test_what_a_notice_asks_for_is_held_against_the_list_in_words(house: House):
    visit = page(house, decided(house))
    nominate_all(visit)
    visit.call("open", "rule")
    typed = {"worker_class": "industrial", "bound": "at_least", "share": "35", "citation": "Notice 2020/12"}
    visit.call("save_rule", typed)
    [check] = visit.screen.checks
    assert (check["title"], check["count"], check["needed"]) == ("at least 35 % industrial workers", 0, 2)
    assert visit.screen.about["lacking"] == ["2 industrial workers lacking"]
    first, second, _ = visit.screen.people
    visit.call("set_classes", {"id": first["id"], "classes": ["industrial", "women"]})
    assert visit.screen.about["lacking"] == ["1 industrial workers lacking"]
    visit.call("set_classes", {"id": second["id"], "classes": ["industrial"]})
    assert (visit.screen.about["lacking"], visit.screen.about["kept"]) == ([], "Every share is kept.")
    visit.call("save_rule", {**typed, "worker_class": "women", "bound": "at_most", "share": "10"})
    assert visit.screen.about["lacking"] == ["1 women too many"]


@pytest.mark.parametrize(
    ("missing", "field"),
    [({"share": ""}, "share"), ({"citation": ""}, "citation"), ({"share": "120"}, "share")],
)
def test_a_share_needs_a_figure_and_its_notice(house: House, missing: dict[str, str], field: str):
    visit = page(house, decided(house))
    visit.call("open", "rule")
    typed = {"worker_class": "migrant", "bound": "at_least", "share": "20", "citation": "Notice 2020/12"}
    visit.call("save_rule", {**typed, **missing})
    assert list(visit.screen.errors) == [field]
    assert (visit.screen.checks, visit.screen.drawer) == ([], "rule")


def test_a_share_is_removed_after_a_question(house: House):
    visit = page(house, decided(house))
    typed = {"worker_class": "migrant", "bound": "at_least", "share": "20", "citation": "Notice 2020/12"}
    visit.call("save_rule", typed)
    visit.call("remove_rule", {"worker_class": "migrant", "bound": "at_least"})
    assert visit.yes()["facts"] == ["at least 20 % migrant workers"]
    assert visit.screen.checks == []


def test_a_nomination_is_withdrawn_after_a_question(house: House):
    visit = page(house, decided(house))
    nominate_all(visit)
    visit.call("withdraw", visit.screen.people[0]["id"])
    assert visit.yes()["title"] == "Withdraw the nomination of Person 001?"
    assert [p["code"] for p in visit.screen.people] == ["002", "003"]


def test_the_list_goes_out_as_excel(house: House):
    visit = page(house, decided(house))
    nominate_all(visit)
    visit.call("set_classes", {"id": visit.screen.people[1]["id"], "classes": ["migrant"]})
    visit.call("download")
    assert visit.files[0][0] == "Welders May Day Labour Medal nominations.xlsx"
    heads, *rows = visit.sheet()
    assert heads[:6] == ["Person", "Code", "Entry", "Unit", "District", "Award"]
    assert [row[0] for row in rows] == ["Person 001", "Person 002", "Person 003"]
    assert rows[1][heads.index("migrant workers")] == "yes"


def test_before_the_signature_the_page_says_why_nobody_can_be_nominated(house: House):
    visit = page(house, house.competition(prizes(), stage=Stage.DRAFT))
    assert (
        visit.screen.about["closed"] == "Winners can be nominated once the chief judge has signed the result."
    )
    assert not visit.screen.about["may_nominate"]


def test_nobody_is_nominated_from_behind_codes(house: House):
    competition = coded(house, 1)
    service.move_stage(house.ws("organiser"), competition, Stage.DRAFT)
    service.save_scheme(house.ws("organiser"), competition, prizes())
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    complete(house, competition, "judge1", "judge2")
    sign(house, competition)
    visit = page(house, competition)
    assert visit.screen.winners == []
    assert "behind codes" in visit.screen.about["closed"]
    with pytest.raises(refusals.CodesClosed):
        service.nominate(house.ws("organiser"), competition, 1, MEDAL, "Chen Li", [])


def test_a_nomination_needs_an_honour_and_a_name(house: House):
    competition = decided(house)
    for honour, person in ((" ", "Chen Li"), (MEDAL, " ")):
        with pytest.raises(ReasonMissing):
            service.nominate(house.ws("organiser"), competition, 1, honour, person, [])


def test_the_same_honour_written_with_blanks_is_the_same_honour(house: House):
    visit = page(house, decided(house))
    winner = visit.screen.winners[0]
    visit.call("nominate", {"entry": winner["id"], "person": "Chen Li"})
    with pytest.raises(refusals.AlreadyNominated):
        service.nominate(
            house.ws("organiser"), visit.screen.competition_id, winner["id"], f" {MEDAL} ", "Chen Li", []
        )


def test_whoever_only_reads_sees_the_list_and_changes_nothing(house: House):
    competition = decided(house)
    nominate_all(page(house, competition))
    visit = page(house, competition, "analyst")
    assert (len(visit.screen.people), visit.screen.about["may_edit"]) == (3, False)
    visit.call("set_classes", {"id": visit.screen.people[0]["id"], "classes": ["women"]})
    assert visit.told.startswith("Your account may not do this here.")


def test_winners_are_searched(house: House):
    visit = page(house, decided(house))
    visit.screen.set_state({"search": "firm 2"})
    assert [w["code"] for w in visit.screen.winners] == ["002"]

"""Recheck and appeals on the screen: what is compared, who decides, and what follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.competition.frame import Visit
from tests.competition.people import entry_ids, sign
from tests.competition.test_after_marks import run
from tests.conftest import TODAY, House, build_house
from union_lib.competition import service
from union_lib.competition.rules import Stage
from union_lib.competition.screens.desk import Desk
from union_lib.competition.screens.review import RecheckAndAppeals
from union_lib.store.audit import AuditRow


@pytest.fixture
def house(sqlite_engine: Engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


def signed(house: House, **procedure: Any) -> int:
    competition = run(house, **procedure)
    sign(house, competition)
    return competition


def posted(house: House, **procedure: Any) -> int:
    competition = signed(house, **procedure)
    service.post_notice(house.ws("organiser"), competition)
    return competition


def page(house: House, username: str, competition: int) -> Visit:
    return Visit(house, username, "review", competition)


def verdict(visit: Visit, code: str, found: str, remark: str = "") -> None:
    row = next(r for r in visit.screen.rows if r["code"] == code)
    visit.call("look", row["id"])
    visit.call("verdict", {"entry": row["id"], "verdict": found, "remark": remark})


# Recheck


def test_the_supervisor_compares_the_signed_marks_and_goes_on_to_the_next_entry(house: House):
    competition = signed(house, recheck_leading=30, recheck_sample=15)
    visit = page(house, "supervisor", competition)
    screen = visit.screen
    assert [(r["code"], r["place"], r["cause"]) for r in screen.rows[:3]] == [
        ("001", "1", "leading group"),
        ("002", "2", "leading group"),
        ("003", "3", "leading group"),
    ]
    visit.call("look", screen.rows[0]["id"])
    looked = screen.looked
    assert [judge["name"] for judge in looked["judges"]] == ["Judge1", "Judge2"]
    assert looked["marks"] == [
        {"title": "Skill", "cells": ["30", "30"]},
        {"title": "Safety", "cells": ["30", "30"]},
    ]
    verdict(visit, "001", "right")
    assert visit.told == "Recorded: 1 of 5 looked at."
    assert screen.looked["code"] == "002"
    assert [r["code"] for r in screen.rows][:2] == ["002", "003"]


def test_what_is_wrong_needs_a_remark(house: House):
    visit = page(house, "supervisor", signed(house, recheck_leading=30, recheck_sample=15))
    verdict(visit, "001", "wrong", " ")
    assert visit.told.startswith("This step needs a reason.")
    assert visit.screen.about["done"] == 0


def test_more_than_one_in_twenty_wrong_widens_the_recheck_and_this_is_said(house: House):
    visit = page(house, "supervisor", signed(house, recheck_leading=30, recheck_sample=15))
    verdict(visit, "001", "wrong", "judge 1 skill 20 on paper")
    assert visit.told == (
        "More than 5 % were wrong, so every entry is rechecked now. 5 entries have been added to the list."
    )
    about = visit.screen.about
    assert (about["to_do"], about["done"], about["wrong"], about["share"]) == (10, 1, 1, "100.0%")
    assert about["told"].startswith("1 entries are wrong. The notice cannot be posted")
    visit.screen.set_state({"filter": "wrong"})
    assert [r["code"] for r in visit.screen.rows] == ["001"]
    visit.call("look", visit.screen.rows[0]["id"])
    assert visit.screen.looked["remark"] == "judge 1 skill 20 on paper"


def test_a_recheck_without_errors_says_that_it_is_through(house: House):
    visit = page(house, "supervisor", signed(house, recheck_leading=30, recheck_sample=15))
    while visit.screen.rows:
        verdict(visit, visit.screen.rows[0]["code"], "right")
    about = visit.screen.about
    assert (about["percent"], about["tone"]) == (100, "ok")
    assert about["told"] == "The recheck is through: every mark looked at agrees with the paper."
    assert visit.screen.looked == {}


def test_only_the_supervisor_gives_verdicts(house: House):
    competition = signed(house, recheck_leading=30, recheck_sample=15)
    visit = page(house, "organiser", competition)
    assert not visit.screen.about["may_verdict"]
    verdict(visit, "001", "right")
    assert visit.told.startswith("Your account may not do this here.")


def test_entries_to_recheck_are_searched_and_paged(house: House):
    visit = page(house, "supervisor", signed(house, recheck_leading=100, recheck_sample=0))
    visit.screen.set_state({"search": "work 7"})
    assert [r["code"] for r in visit.screen.rows] == ["007"]
    assert visit.screen.found == 1
    visit.screen.set_state({"search": "no such work"})
    assert visit.screen.rows == []


@pytest.mark.parametrize(
    ("procedure", "told"),
    [
        ({}, "This competition asks for no recheck."),
        ({"recheck_leading": 30, "recheck_sample": 15}, "Once the chief judge has signed, 30 % of the best"),
    ],
)
def test_before_the_signature_the_page_says_what_will_come(
    house: House, procedure: dict[str, Any], told: str
):
    visit = page(house, "supervisor", run(house, **procedure))
    assert visit.screen.rows == []
    assert visit.screen.about["empty"].startswith(told)


def test_the_audit_says_what_was_found_in_words(house: House):
    competition = signed(house, recheck_leading=30, recheck_sample=15)
    verdict(page(house, "supervisor", competition), "001", "right")
    with house.system.reading() as session:
        facts = session.exec(select(AuditRow.facts).order_by(AuditRow.id.desc())).first()
    assert '"verdict":{"word":"right"}' in facts.replace(" ", "")


# Appeals


def test_an_appeal_is_recorded_by_the_organiser_and_ruled_on_by_the_supervisor(house: House):
    competition = posted(house, appeal_hours=24)
    visit = page(house, "organiser", competition)
    about = visit.screen.about
    assert (about["may_appeal"], about["may_rule"], about["is_late"]) == (True, False, False)
    assert about["deadline"]
    visit.call("appeal", True)
    visit.call("find", "Work 5")
    [choice] = visit.screen.choices
    visit.call("file", {"entry": choice["id"], "appellant": "Chen Li", "grounds": "The sum is wrong."})
    assert visit.told == "The appeal is recorded; the supervisor rules on it."
    [appeal] = visit.screen.appeals
    assert (appeal["code"], appeal["state"], visit.screen.drawer) == ("005", "waiting for its ruling", "")
    supervisor = page(house, "supervisor", competition)
    supervisor.call("take", appeal["id"])
    asked_for = {"id": appeal["id"], "state": "upheld", "ruling": "Judge 2 misread the paper."}
    supervisor.call("rule", asked_for)
    question = supervisor.yes()
    assert question["title"] == "Uphold this appeal?"
    assert supervisor.told.startswith("The appeal is upheld. Let the organiser withdraw the notice")
    [appeal] = supervisor.screen.appeals
    assert (appeal["state"], appeal["ruling"]) == ("upheld", "Judge 2 misread the paper.")
    assert supervisor.screen.ruled == {}
    supervisor.call("rule", asked_for)
    supervisor.yes()
    assert supervisor.told.startswith("This appeal has been ruled upon already.")


def test_an_appeal_without_name_or_grounds_is_not_recorded(house: House):
    competition = posted(house)
    visit = page(house, "organiser", competition)
    entry = entry_ids(house, competition)["001"]
    visit.call("file", {"entry": entry, "appellant": "", "grounds": "The sum is wrong."})
    assert visit.told.startswith("This step needs a reason.")
    assert visit.screen.appeals == []


def test_an_appeal_after_its_hours_is_refused_with_the_deadline(house: House):
    competition = posted(house, appeal_hours=24)
    screen = RecheckAndAppeals(house.ws("organiser", TODAY + timedelta(days=3)), Desk())
    screen.visit(competition)
    assert screen.about["is_late"]
    entry = entry_ids(house, competition)["001"]
    screen.call("file", {"entry": entry, "appellant": "Chen Li", "grounds": "The sum is wrong."})
    assert screen.said[-1]["text"].startswith("The time for appeals ended at ")


def test_nobody_but_the_supervisor_rules(house: House):
    competition = posted(house)
    entry = entry_ids(house, competition)["001"]
    service.file_appeal(house.ws("organiser"), competition, entry, "Chen Li", "The sum is wrong.")
    visit = page(house, "organiser", competition)
    visit.call("rule", {"id": visit.screen.appeals[0]["id"], "state": "dismissed", "ruling": "No."})
    visit.yes()
    assert visit.told.startswith("Your account may not do this here.")


def test_before_the_notice_the_page_says_when_appeals_come(house: House):
    visit = page(house, "organiser", house.competition(stage=Stage.DRAFT))
    assert (
        visit.screen.about["appeals_hint"] == "Appeals can be recorded once the result is on public notice."
    )
    assert not visit.screen.about["may_appeal"]
    assert visit.screen.appeals == []

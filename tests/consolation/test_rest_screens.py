"""A rest cure on the screen: figures, batches, lots, places, somebody drops out, somebody moves up."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.conftest import build_house
from tests.consolation.frame import Visit
from tests.consolation.round import Round, begin, cells, table
from tests.consolation.test_rest_service import SEED, medics


@pytest.fixture
def round_(sqlite_engine: Engine, speaks_english: None) -> Round:
    return begin(build_house(sqlite_engine), rows=medics())


BATCHES = [
    {"starts": "2020-05-04", "ends": "2020-05-08", "capacity": "2"},
    {"starts": "2020-05-11", "ends": "2020-05-15", "capacity": "2"},
    {"starts": "", "ends": "", "capacity": ""},
]
NONE = {"no_quota": True, "no_limit": True, "citation": "纪要〔2020〕3号"}


def planned(round_: Round, **more: Any) -> Visit:
    visit = Visit(round_, "drafter", "rest")
    visit.call("enter", NONE)
    visit.call("save", {**visit.screen.form, "batches": BATCHES, **more})
    visit.call("take")
    return visit


def seated(round_: Round) -> Visit:
    visit = planned(round_)
    visit.call("draw", SEED)
    visit.call("assign")
    return visit


def open_one(visit: Visit, group: str) -> str:
    """Open the first person of a group; return the name."""
    visit.screen.wanted = {**visit.screen.wanted, "group": group}
    first = visit.screen.items[0]
    visit.call("open", first["id"])
    return first["name"]


def test_unknown_figures_are_named_until_they_are_entered_with_their_notice(round_: Round):
    visit = Visit(round_, "drafter", "rest")
    assert len(visit.screen.about["unknown"]) == 2
    visit.call("enter", {**NONE, "citation": ""})
    assert visit.told.startswith("The number of the notice is missing.")
    quota = {"small_max": "50", "small_share": "1/3", "share": "20%", "no_quota": False}
    visit.call("enter", {**NONE, **quota})
    assert (visit.screen.about["unknown"], visit.heard[-1]) == ([], "done")
    assert visit.screen.about["citations"] == ["纪要〔2020〕3号"]


def test_batches_are_set_and_people_taken_over_from_the_list(round_: Round):
    visit = planned(round_)
    assert visit.told == "7 people want to go."
    about = visit.screen.about
    assert (about["people"], about["places"], about["going"], about["waiting"]) == (7, 4, 0, 7)
    assert [batch["days"] for batch in visit.screen.batches] == [
        "2020-05-04 – 2020-05-08",
        "2020-05-11 – 2020-05-15",
    ]
    assert visit.screen.form["staff"][0]["about"] == "7 want to go"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"batches": [{"starts": "", "ends": "2020-05-08", "capacity": "2"}]}, "“” is not a day."),
        ({"batches": [{**BATCHES[0], "capacity": "two"}]}, "“two” is not a whole number"),
        ({"batches": [BATCHES[0], BATCHES[0]]}, "Two batches are away on 2020-05-04."),
        ({"away_most": "-1"}, "“-1” is not a whole number"),
    ],
)
def test_batches_that_cannot_be_meant_are_said_and_not_saved(round_: Round, more: dict[str, Any], told: str):
    visit = Visit(round_, "drafter", "rest")
    visit.call("save", {**visit.screen.form, "batches": BATCHES, **more})
    assert visit.told.startswith(told)
    assert visit.screen.batches == []


def test_lots_are_drawn_places_given_and_everybody_is_told_where_they_stand(round_: Round):
    visit = planned(round_)
    visit.call("assign")
    assert visit.told.startswith("7 people may go, but only 4 of them")
    visit.call("draw", " ")
    assert visit.told.startswith("The seed of the draw is missing.")
    visit.call("draw", SEED)
    visit.call("assign")
    assert visit.told == "4 have a place, 3 wait."
    assert [batch["percent"] for batch in visit.screen.batches] == [100, 100]
    assert {row["key"]: row["n"] for row in visit.screen.groups} == {"going": 4, "waiting": 3}
    assert [row["lot"] for row in visit.screen.items] == [1, 2, 3, 4, 5, 6, 7]


def test_a_ward_may_be_given_another_number_than_the_others(round_: Round):
    more = [{"name": "湘江医院 发热门诊", "n": "0"}, {"name": "湘江医院 感染科", "n": ""}]
    visit = planned(round_, away=more)
    visit.call("draw", SEED)
    visit.call("assign")
    wards = {ward for batch in visit.screen.batches for ward, _ in batch["wards"]}
    assert wards == {"湘江医院 感染科", "湘江医院 检验科"}


def test_who_drops_out_is_followed_after_a_look_at_what_would_change(round_: Round):
    visit = seated(round_)
    name = open_one(visit, "b1")
    visit.call("drop")
    assert visit.yes("抽不开身")["title"] == f"{name} does not go?"
    assert visit.screen.about["going"] == 3
    assert any("moves up into batch" in row["text"] for row in visit.screen.repair["rows"])
    visit.call("apply")
    assert (visit.screen.about["going"], visit.screen.repair) == (4, {})
    assert open_one(visit, "left") == name
    assert visit.screen.opened["why"] == "抽不开身"
    visit.call("back")
    assert {row["key"]: row["n"] for row in visit.screen.groups} == {"going": 4, "waiting": 3}


def test_who_cannot_join_a_batch_is_moved(round_: Round):
    visit = seated(round_)
    name = open_one(visit, "b1")
    visit.call("cannot", [1])
    changes = {row["name"]: row["text"] for row in visit.screen.repair["rows"]}
    assert changes[name] == "moves from batch 1 to batch 2"


def test_a_draw_is_taken_back_with_a_reason(round_: Round):
    visit = seated(round_)
    visit.call("draw_back")
    visit.yes("名单漏一人")
    assert (visit.screen.about["seed"], visit.screen.about["going"]) == ("", 0)


def test_the_list_is_searched_and_paged(round_: Round):
    visit = planned(round_)
    visit.screen.wanted = {"search": "检验", "group": "", "page": 1, "size": 20}
    assert (visit.screen.total, [row["name"] for row in visit.screen.items]) == (2, ["医护2", "医护5"])
    visit.screen.wanted = {"search": "", "group": "", "page": 2, "size": 5}
    assert [row["name"] for row in visit.screen.items] == ["医护5", "医护6"]


def test_the_list_and_the_draw_are_downloaded(round_: Round):
    visit = seated(round_)
    visit.call("excel")
    assert cells(visit.files[-1][1])[2][2].startswith("医护")
    visit.call("notice")
    assert len(table(visit.files[-1][1])) == 9


def test_readers_see_who_goes_and_may_change_nothing(round_: Round):
    seated(round_)
    visit = Visit(round_, "reviewer", "rest")
    assert (visit.screen.about["may_plan"], visit.screen.about["may_change"]) == (False, False)
    visit.call("assign")
    assert visit.screen.about["going"] == 4
    assert "not allowed" in visit.told.lower() or "may not" in visit.told.lower()

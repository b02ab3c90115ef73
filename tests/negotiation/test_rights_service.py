"""Rights cases as people work on them: steps in their order, clocks by the law, the claimant kept from readers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.conftest import House, build_house
from tests.negotiation.plan_road import draft
from tests.negotiation.road import people
from union_lib.common.errors import NotAllowed, StaleVersion
from union_lib.negotiation.plan_refusals import ClaimIncomplete, NothingToTakeBack, OtherUnionsCase
from union_lib.negotiation.refusals import DistrictUnknown
from union_lib.negotiation.reports.rights import RightsSheet, rights_list, rights_sheet, rights_todos
from union_lib.negotiation.rules.kinds import RightsKind
from union_lib.negotiation.rules.limitation import ClaimKind, SuspensionBackwards
from union_lib.negotiation.rules.rights import (
    Act,
    ActNotOpen,
    Happened,
    RightsStage,
    UntilMissing,
    WordsMissing,
)
from union_lib.negotiation.rules.rights_clocks import ClockKind, ClockState
from union_lib.negotiation.rules.stages import DayAhead, DayBefore
from union_lib.negotiation.service import rights
from union_lib.registry.service import ReasonMissing

OPENED = date(2020, 3, 4)
APPLIED = date(2020, 3, 9)
ASKS = "某申请人"


@pytest.fixture
def on_both(house: House) -> House:
    people(house)
    return house


@pytest.fixture
def quick(sqlite_engine: Engine, speaks_english: None) -> House:
    house = build_house(sqlite_engine)
    people(house)
    return house


def form(kind: RightsKind = RightsKind.LEGAL_AID, **other: Any) -> rights.RightsForm:
    typed = {"kind": kind, "employer": "渌口百味食品有限公司", "district_code": "430212", "claimant": ASKS}
    return rights.RightsForm(**{**typed, **other})


def opened(house: House, kind: RightsKind = RightsKind.LEGAL_AID, **other: Any) -> int:
    return rights.open_rights(
        house.ws("negotiator", OPENED), house.unions["city"], form(kind, **other), opened_on=OPENED
    )


def act(house: House, rights_id: int, done: Act, on: date, until: date | None = None, words: str = "") -> int:
    seen = sheet(house, rights_id, on=date(2021, 1, 1)).case.version
    ws = house.ws("negotiator", date(2021, 1, 1))
    return rights.record_act(ws, rights_id, Happened(done, on, until), words, seen_version=seen)


def sheet(house: House, rights_id: int, who: str = "negotiator", on: date = APPLIED) -> RightsSheet:
    return rights_sheet(house.ws(who, on), rights_id)


def test_legal_aid_walks_from_application_to_a_lawyer(on_both: House):
    case = opened(on_both)
    act(on_both, case, Act.APPLY, APPLIED)
    act(on_both, case, Act.ACCEPT, date(2020, 3, 12))
    act(on_both, case, Act.ASSIGN, date(2020, 3, 16))
    found = sheet(on_both, case, on=date(2020, 3, 20))
    assert (found.case.number, found.case.stage) == ("株维〔2020〕1", RightsStage.ASSIGNED)
    assert [one.state for one in found.clocks] == [ClockState.MET, ClockState.MET]


def test_the_clock_runs_by_the_law_of_the_day_it_began(quick: House):
    case = opened(quick)
    act(quick, case, Act.APPLY, APPLIED)
    [clock] = sheet(quick, case).clocks
    assert (clock.kind, clock.last_day) == (ClockKind.AID_REVIEW, date(2020, 3, 18))
    assert sheet(quick, case, on=date(2020, 3, 19)).clocks[0].state == ClockState.OVERDUE


def test_who_asks_is_sealed_and_shown_only_to_those_who_work_on_it(quick: House):
    case = opened(quick)
    with quick.engine.connect() as connection:
        kept = connection.execute(text("SELECT claimant FROM rights_case")).scalar_one()
    assert ASKS not in kept
    assert sheet(quick, case).claimant == ASKS
    assert sheet(quick, case, "leader").claimant == ASKS
    assert sheet(quick, case, "analyst").claimant == ""


def test_nothing_of_who_asks_stands_in_the_activity(quick: House):
    opened(quick)
    with quick.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM audit")).all()
    assert rows
    assert all(ASKS not in str(row) for row in rows)


@pytest.mark.parametrize("who", ["analyst", "leader", "staff"])
def test_only_an_officer_of_the_organisation_opens_and_records(quick: House, who: str):
    with pytest.raises(NotAllowed):
        rights.open_rights(quick.ws(who), quick.unions["city"], form())
    case = opened(quick)
    with pytest.raises(NotAllowed):
        rights.record_act(quick.ws(who), case, Happened(Act.APPLY, OPENED), seen_version=1)


def test_another_district_does_not_see_the_case(quick: House):
    case = opened(quick)
    assert rights_list(quick.ws("staff")) == []
    with pytest.raises(NotAllowed):
        sheet(quick, case, "staff")


def test_of_two_tabs_the_second_is_told_that_the_case_changed(quick: House):
    case = opened(quick)
    ws = quick.ws("negotiator", APPLIED)
    rights.record_act(ws, case, Happened(Act.APPLY, APPLIED), seen_version=1)
    with pytest.raises(StaleVersion):
        rights.record_act(ws, case, Happened(Act.ACCEPT, APPLIED), seen_version=1)


def test_steps_out_of_turn_ahead_or_before_the_last_are_refused(quick: House):
    case = opened(quick)
    with pytest.raises(ActNotOpen):
        act(quick, case, Act.ASSIGN, APPLIED)
    with pytest.raises(DayAhead):
        act(quick, case, Act.APPLY, date(2021, 1, 2))
    with pytest.raises(DayBefore):
        act(quick, case, Act.APPLY, date(2020, 3, 3))


def test_a_supervision_opinion_sets_the_day_by_which_it_wants_an_answer(quick: House):
    case = opened(quick, RightsKind.SUPERVISION)
    with pytest.raises(UntilMissing):
        act(quick, case, Act.WARN, APPLIED)
    act(quick, case, Act.WARN, APPLIED, date(2020, 3, 20))
    [clock] = sheet(quick, case).clocks
    assert (clock.kind, clock.last_day) == (ClockKind.CORRECTION, date(2020, 3, 20))


def test_closing_wants_its_outcome_in_words(quick: House):
    case = opened(quick)
    with pytest.raises(WordsMissing):
        act(quick, case, Act.CLOSE, APPLIED)
    act(quick, case, Act.CLOSE, APPLIED, words="已足额支付")
    found = sheet(quick, case)
    assert (found.case.stage, found.case.outcome, found.acts) == (RightsStage.CLOSED, "已足额支付", ())


def test_the_last_step_is_taken_back_with_the_reason_and_stays_in_the_history(quick: House):
    case = opened(quick)
    ws = quick.ws("negotiator", APPLIED)
    with pytest.raises(NothingToTakeBack):
        rights.take_act_back(ws, case, "记错", seen_version=1)
    act(quick, case, Act.CLOSE, APPLIED, words="撤诉")
    with pytest.raises(ReasonMissing):
        rights.take_act_back(ws, case, " ", seen_version=2)
    rights.take_act_back(ws, case, "记错", seen_version=2)
    found = sheet(quick, case)
    assert (found.case.stage, found.case.outcome) == (RightsStage.OPENED, "")
    assert [(one.act, one.is_taken_back) for one in found.history] == [(Act.OPEN, False), (Act.CLOSE, True)]


def test_a_claim_is_entered_whole_or_not_at_all(quick: House):
    for half in (
        {"claim_kind": ClaimKind.ARBITRATION_OTHER},
        {"claim_start": OPENED},
        {"interrupted_on": OPENED},
        {"claim_kind": ClaimKind.ARBITRATION_OTHER, "claim_start": OPENED, "suspended_from": OPENED},
    ):
        with pytest.raises(ClaimIncomplete):
            opened(quick, **half)
    with pytest.raises(SuspensionBackwards):
        opened(
            quick,
            claim_kind=ClaimKind.ARBITRATION_OTHER,
            claim_start=OPENED,
            suspended_from=APPLIED,
            suspended_to=OPENED,
        )


def test_the_limitation_is_a_clock_until_the_application(quick: House):
    claim = {"claim_kind": ClaimKind.ARBITRATION_OTHER, "claim_start": date(2019, 3, 20)}
    case = opened(quick, RightsKind.ARBITRATION, **claim)
    found = sheet(quick, case)
    assert found.next
    assert (found.next.kind, found.next.last_day) == (
        ClockKind.APPLICATION,
        date(2020, 3, 20),
    )
    act(quick, case, Act.APPLY, APPLIED)
    assert sheet(quick, case).clocks[0].state == ClockState.MET


def test_a_change_keeps_the_kind_and_counts_the_version(quick: House):
    case = opened(quick)
    ws = quick.ws("negotiator", APPLIED)
    other = form(RightsKind.PETITION, workers=12, is_green=True)
    assert rights.change_rights(ws, case, other, seen_version=1) == 2
    found = sheet(quick, case).case
    assert (found.kind, found.workers, found.is_green) == (RightsKind.LEGAL_AID, 12, True)


def test_a_rights_case_links_only_with_what_is_of_its_organisation(quick: House):
    plan = draft(quick, is_peopled=True).plan_id
    with pytest.raises(OtherUnionsCase):
        rights.open_rights(quick.ws("staff"), quick.unions["north"], form(), plan_id=plan)
    with pytest.raises(DistrictUnknown):
        opened(quick, district_code="999999")


def test_the_green_channel_comes_first_then_the_nearest_clock_then_what_is_closed(quick: House):
    plain, green, late, over = (opened(quick), opened(quick, is_green=True), opened(quick), opened(quick))
    act(quick, late, Act.APPLY, OPENED)
    act(quick, over, Act.CLOSE, OPENED, words="已解决")
    assert [row.id for row in rights_list(quick.ws("negotiator", APPLIED))] == [green, late, plain, over]


def test_a_clock_that_is_near_waits_for_the_officer_only(quick: House):
    case = opened(quick)
    act(quick, case, Act.APPLY, APPLIED)
    assert rights_todos(quick.ws("negotiator", date(2020, 3, 10))) == []
    [todo] = rights_todos(quick.ws("negotiator", date(2020, 3, 11)))
    assert todo.due_on == date(2020, 3, 18)
    assert todo.href.endswith(f"rights={case}")
    assert rights_todos(quick.ws("analyst", date(2020, 3, 11))) == []

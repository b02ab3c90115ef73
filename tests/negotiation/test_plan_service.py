"""Deferred plans and letters as people work on them: who may do what, in which order, and what is never changed."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.conftest import House, build_house
from tests.negotiation.plan_road import BEGUN, FIRST, INSTALMENTS, LATE, SECOND, PlanRoad, draft, form
from union_lib.common.errors import NotAllowed, NotFound, StaleVersion
from union_lib.negotiation.plan_queries import letter_of
from union_lib.negotiation.plan_refusals import (
    CancelledAlready,
    LetterDiffers,
    LetterOutdated,
    LimitMissing,
    OtherUnionsCase,
    PlanBegun,
    PlanNotRunning,
    WagesReversed,
)
from union_lib.negotiation.refusals import DistrictUnknown
from union_lib.negotiation.reports.arrears import arrears_ageing
from union_lib.negotiation.reports.plans import PlanMark, plan_list, plan_sheet, plan_todos
from union_lib.negotiation.rules.deferred import InstalmentState, Payment
from union_lib.negotiation.rules.deferring import (
    DeferralTooLong,
    OpinionMissing,
    PaymentAhead,
    PlanDoesNotSum,
    UnionConsentMissing,
)
from union_lib.negotiation.rules.letters import (
    AddresseeMissing,
    AnswerDayPassed,
    AnswerRunning,
    DemandMissing,
    LetterNotDraft,
    LetterOpen,
    LetterState,
    NotInDefault,
    OwnLetter,
    Release,
    SentBeforeDrafted,
)
from union_lib.negotiation.rules.stages import DayAhead
from union_lib.negotiation.service import letters, open_case, plans
from union_lib.negotiation.service.opening import CaseForm
from union_lib.negotiation.tables import Letter
from union_lib.registry.service import ReasonMissing, grant_role
from union_lib.registry.tables import Account, Role, Union


@pytest.fixture
def on_both(house: House) -> PlanRoad:
    return draft(house)


@pytest.fixture
def road(sqlite_engine: Engine, speaks_english: None) -> PlanRoad:
    return draft(build_house(sqlite_engine))


def released(road: PlanRoad, letter_id: int, on: date, who: str = "leader", **more: str) -> None:
    to = Release(more.get("to", "渌口百味食品有限公司"), on, more.get("reason", ""))
    letters.release_letter(road.ws(who, on), letter_id, to, seen_version=1)


def also_a_leader(road: PlanRoad, username: str) -> None:
    """Give somebody the leader's role beside the own, as an installation by hand might."""
    with road.house.system.transaction() as session:
        account = session.get_one(Account, road.house.accounts[username][0])
        session.add(grant_role(account, session.get_one(Union, road.house.unions["city"]), Role.APPROVER))


# ---------------------------------------------------------------- plans


def test_a_plan_is_drafted_begun_and_paid(on_both: PlanRoad):
    on_both.begin().pay(FIRST, 300_00).pay(SECOND, 700_01)
    sheet = plan_sheet(on_both.ws(), on_both.plan_id)
    assert sheet.plan.number == "株延〔2020〕1"
    assert (sheet.mark, sheet.standing.paid_fen, sheet.standing.outstanding_fen) == (
        PlanMark.COMPLETED,
        1_000_01,
        0,
    )


def test_a_plan_that_does_not_sum_to_its_total_is_refused(road: PlanRoad):
    with pytest.raises(PlanDoesNotSum):
        plans.draft_plan(road.ws(), road.house.unions["city"], form(total_fen=1_000_00), INSTALMENTS)


def test_wages_that_end_before_they_begin_are_refused(road: PlanRoad):
    with pytest.raises(WagesReversed):
        plans.draft_plan(road.ws(), road.house.unions["city"], form(wages_to=date(2020, 1, 31)), INSTALMENTS)


def test_a_plan_needs_a_district_on_file(road: PlanRoad):
    with pytest.raises(DistrictUnknown):
        plans.draft_plan(road.ws(), road.house.unions["city"], form(district_code="999999"), INSTALMENTS)


@pytest.mark.parametrize("who", ["analyst", "leader", "staff"])
def test_only_an_officer_of_the_organisation_drafts_and_records(road: PlanRoad, who: str):
    with pytest.raises(NotAllowed):
        plans.draft_plan(road.ws(who), road.house.unions["city"], form(), INSTALMENTS)
    with pytest.raises(NotAllowed):
        road.begin(who=who)


def test_another_district_does_not_see_the_plan(road: PlanRoad):
    with pytest.raises(NotAllowed):
        plan_sheet(road.ws("staff"), road.plan_id)
    assert plan_list(road.ws("staff")) == []
    assert [row.id for row in plan_list(road.ws("analyst"))] == [road.plan_id]


def test_a_plan_links_only_with_a_case_of_its_own_organisation(road: PlanRoad):
    case = open_case(
        road.ws("staff"), road.house.unions["north"], CaseForm(employer="另一企业", district_code="430212")
    )
    with pytest.raises(OtherUnionsCase):
        plans.draft_plan(road.ws(), road.house.unions["city"], form(), INSTALMENTS, case_id=case)


@pytest.mark.parametrize(
    ("missing", "refusal"), [("consented_on", UnionConsentMissing), ("opinion_asked", OpinionMissing)]
)
def test_a_plan_does_not_begin_without_consent_and_opinion(
    road: PlanRoad, missing: str, refusal: type[Exception]
):
    nothing = (
        {"consented_on": None} if missing == "consented_on" else {"opinion_asked": 0, "opinion_in_favour": 0}
    )
    plans.change_draft(road.ws(), road.plan_id, form(**nothing), INSTALMENTS, seen_version=1)
    with pytest.raises(refusal):
        road.begin()


def test_a_plan_waits_until_somebody_enters_how_long_wages_may_be_deferred(road: PlanRoad):
    unknown = form(limit_days=None, limit_citation="")
    plans.change_draft(road.ws(), road.plan_id, unknown, INSTALMENTS, seen_version=1)
    assert plan_sheet(road.ws(), road.plan_id).longest is None
    with pytest.raises(LimitMissing):
        road.begin()


def test_a_limit_without_its_notice_does_not_count(road: PlanRoad):
    plans.change_draft(road.ws(), road.plan_id, form(limit_citation=" "), INSTALMENTS, seen_version=1)
    with pytest.raises(LimitMissing):
        road.begin()


def test_an_instalment_beyond_the_longest_deferral_is_refused_and_its_last_day_is_not(road: PlanRoad):
    plans.change_draft(road.ws(), road.plan_id, form(limit_days=30), INSTALMENTS, seen_version=1)
    with pytest.raises(DeferralTooLong):
        road.begin()
    plans.change_draft(road.ws(), road.plan_id, form(limit_days=31), INSTALMENTS, seen_version=2)
    assert road.begin().plan.agreed_on == BEGUN


def test_what_a_begun_plan_promises_is_never_changed(road: PlanRoad):
    road.begin()
    with pytest.raises(PlanBegun):
        plans.change_draft(road.ws(), road.plan_id, form(), INSTALMENTS, seen_version=road.version)
    with pytest.raises(PlanBegun):
        road.begin()


def test_of_two_tabs_the_second_is_told_that_the_plan_changed(road: PlanRoad):
    road.begin()
    seen = road.version
    plans.record_payment(road.ws(), road.plan_id, Payment(FIRST, 100), seen_version=seen)
    with pytest.raises(StaleVersion):
        plans.record_payment(road.ws(), road.plan_id, Payment(FIRST, 100), seen_version=seen)


def test_a_draft_takes_no_payments_and_no_plan_those_of_tomorrow(road: PlanRoad):
    with pytest.raises(PlanNotRunning):
        road.pay(FIRST, 100)
    with pytest.raises(PaymentAhead):
        road.begin().pay(SECOND, 100, today=FIRST)


def test_a_wrong_payment_is_cancelled_by_a_row_of_its_own_with_the_reason(road: PlanRoad):
    road.begin().pay(FIRST, 300_00)
    [before] = plan_sheet(road.ws(), road.plan_id).payments
    with pytest.raises(ReasonMissing):
        plans.cancel_payment(road.ws(), road.plan_id, before.id, " ", seen_version=road.version)
    plans.cancel_payment(road.ws(), road.plan_id, before.id, "记错企业", seen_version=road.version)
    sheet = plan_sheet(road.ws(), road.plan_id)
    [after] = sheet.payments
    assert (after.amount_fen, after.cancelled, sheet.standing.paid_fen) == (300_00, "记错企业", 0)
    with pytest.raises(CancelledAlready):
        plans.cancel_payment(road.ws(), road.plan_id, before.id, "again", seen_version=road.version)


def test_a_payment_of_another_plan_is_not_found(road: PlanRoad):
    road.begin().pay(FIRST, 300_00)
    other = draft(road.house, is_peopled=True).begin()
    [paid] = plan_sheet(road.ws(), road.plan_id).payments
    with pytest.raises(NotFound):
        plans.cancel_payment(other.ws(), other.plan_id, paid.id, "?", seen_version=other.version)


def test_what_is_paid_beyond_the_total_is_shown_not_lost(road: PlanRoad):
    road.begin().pay(FIRST, 1_000_01).pay(FIRST, 5_00)
    standing = plan_sheet(road.ws(), road.plan_id).standing
    assert (standing.paid_fen, standing.overpaid_fen) == (1_005_01, 5_00)


def test_a_leader_closes_a_plan_with_the_reason(road: PlanRoad):
    road.begin()
    with pytest.raises(NotAllowed):
        plans.close_plan(road.ws(), road.plan_id, "另行协商", seen_version=road.version)
    plans.close_plan(road.ws("leader"), road.plan_id, "另行协商", seen_version=road.version)
    assert plan_list(road.ws())[0].mark == PlanMark.CLOSED
    with pytest.raises(PlanNotRunning):
        road.pay(FIRST, 100)


def test_the_list_puts_defaults_first_and_counts_every_plan_as_its_page_does(road: PlanRoad):
    road.begin()
    paid = draft(road.house, is_peopled=True).begin().pay(FIRST, 1_000_01)
    waiting = draft(road.house, is_peopled=True)
    rows = plan_list(road.ws())
    assert [row.id for row in rows] == [road.plan_id, waiting.plan_id, paid.plan_id]
    for row in rows:
        sheet = plan_sheet(road.ws(), row.id)
        assert (row.mark, row.paid_fen) == (sheet.mark, sheet.standing.paid_fen)
    assert rows[0].overdue_fen == 1_000_01


def test_arrears_are_aged_as_of_any_day(road: PlanRoad):
    road.begin()
    days = {
        date(2020, 3, 1): [],
        FIRST: ["none"],
        date(2020, 4, 9): ["up to 30"],
        date(2020, 4, 10): ["up to 60"],
    }
    for day, buckets in days.items():
        assert list(arrears_ageing(road.ws(), day)["bucket"]) == buckets
    row = arrears_ageing(road.ws(), LATE).iloc[0]
    assert (row.plan, row.overdue_fen, row.days_overdue, row.district) == (
        "株延〔2020〕1",
        1_000_01,
        (LATE - FIRST).days,
        "渌口区",
    )


# ---------------------------------------------------------------- letters


def test_a_letter_is_drafted_only_about_a_plan_in_default(road: PlanRoad):
    road.begin().pay(FIRST, 1_000_01)
    with pytest.raises(NotInDefault):
        road.demand()


def test_a_demand_leaves_time_to_answer(road: PlanRoad):
    road.begin()
    with pytest.raises(AnswerDayPassed):
        road.demand(answer_by=LATE)


def test_a_letter_carries_the_law_of_its_day(road: PlanRoad):
    road.begin()
    letter_id = road.demand()
    with road.house.system.reading() as session:
        body = letter_of(session, letter_id).body
    assert body["grounds"][0]["citation"] == "工会法(2009修正) 22"
    assert body["overdue_fen"] == 1_000_01
    later = date(2022, 1, 1)
    letters.withdraw_letter(road.ws(today=later), letter_id, "重写", seen_version=1)
    again = road.demand(date(2022, 2, 1), later)
    with road.house.system.reading() as session:
        assert letter_of(session, again).body["grounds"][0]["citation"] == "工会法(2021) 23"


def test_the_regulation_on_migrant_workers_is_cited_from_its_first_day_and_only_for_them(road: PlanRoad):
    plans.change_draft(road.ws(), road.plan_id, form(has_migrants=True), INSTALMENTS, seen_version=1)
    road.begin()

    def cited(today: date) -> list[str]:
        letter_id = road.demand(date(2020, 7, 1), today)
        with road.house.system.reading() as session:
            found = [one["citation"] for one in letter_of(session, letter_id).body["grounds"]]
        letters.withdraw_letter(road.ws(today=today), letter_id, "重写", seen_version=1)
        return found

    assert "保障农民工工资支付条例 51" not in cited(date(2020, 4, 30))
    assert "保障农民工工资支付条例 51" in cited(date(2020, 5, 1))


def test_one_draft_of_a_kind_at_a_time(road: PlanRoad):
    road.begin()
    road.demand()
    with pytest.raises(LetterOpen):
        road.demand()
    assert road.refer()


def test_who_drafted_a_letter_does_not_release_it(road: PlanRoad):
    road.begin()
    letter_id = road.demand()
    with pytest.raises(NotAllowed):
        released(road, letter_id, LATE, who="negotiator")
    also_a_leader(road, "negotiator")
    with pytest.raises(OwnLetter):
        released(road, letter_id, LATE, who="negotiator")
    released(road, letter_id, LATE)
    [row] = plan_sheet(road.ws(), road.plan_id).letters
    assert (row.state, row.sent_on, row.sent_by) == (LetterState.SENT, LATE, "Leader")


def test_a_sent_letter_is_never_changed(on_both: PlanRoad):
    on_both.begin()
    letter_id = on_both.demand()
    released(on_both, letter_id, LATE)
    with pytest.raises(LetterNotDraft):
        letters.withdraw_letter(on_both.ws(), letter_id, "改", seen_version=2)
    with pytest.raises(LetterNotDraft):
        letters.release_letter(on_both.ws("leader"), letter_id, Release("另一处", LATE), seen_version=2)


def test_a_letter_needs_an_addressee_and_a_day_between_draft_and_today(road: PlanRoad):
    road.begin()
    letter_id = road.demand()
    day_after = date(2020, 5, 21)
    for to, on, refusal in (
        (" ", LATE, AddresseeMissing),
        (form().employer, date(2020, 5, 19), SentBeforeDrafted),
        (form().employer, day_after, DayAhead),
    ):
        with pytest.raises(refusal):
            letters.release_letter(road.ws("leader"), letter_id, Release(to, on), seen_version=1)


def test_a_letter_whose_figures_no_longer_hold_does_not_leave(road: PlanRoad):
    road.begin()
    letter_id = road.demand()
    road.pay(LATE, 1_00)
    with pytest.raises(LetterOutdated):
        released(road, letter_id, LATE)


def test_a_letter_that_was_tampered_with_does_not_leave(road: PlanRoad):
    road.begin()
    letter_id = road.demand()
    with road.house.system.transaction() as session:
        letter = session.get_one(Letter, letter_id)
        letter.body = {**letter.body, "overdue_fen": 1}
    with pytest.raises(LetterDiffers):
        released(road, letter_id, LATE)


def test_a_referral_follows_a_demand_that_was_not_answered_in_time(road: PlanRoad):
    road.begin()
    referral = road.refer()
    with pytest.raises(DemandMissing):
        released(road, referral, LATE, to="劳动保障监察支队")
    released(road, road.demand(date(2020, 6, 1)), LATE)
    with pytest.raises(AnswerRunning):
        released(road, referral, date(2020, 6, 1), to="劳动保障监察支队")
    released(road, referral, date(2020, 6, 2), to="劳动保障监察支队")


def test_a_referral_that_cannot_wait_says_why(road: PlanRoad):
    road.begin()
    released(road, road.refer(), LATE, to="劳动保障监察支队", reason="企业转移财产")
    [row] = plan_sheet(road.ws(), road.plan_id).letters
    assert row.reason == "企业转移财产"


def test_a_default_waits_for_the_officer_then_a_draft_for_the_leader(road: PlanRoad):
    assert plan_todos(road.ws()) == []
    road.begin()
    assert [todo.kind for todo in plan_todos(road.ws())] == ["Default"]
    assert plan_todos(road.ws("leader")) == []
    letter_id = road.demand()
    assert plan_todos(road.ws()) == []
    assert [todo.kind for todo in plan_todos(road.ws("leader"))] == ["Release"]
    released(road, letter_id, LATE)
    assert [todo.kind for todo in plan_todos(road.ws())] == ["Default"]


def test_payments_settle_the_oldest_instalment_first_on_the_page_too(road: PlanRoad):
    road.begin().pay(SECOND, 450_00)
    standing = plan_sheet(road.ws(), road.plan_id).standing
    assert [one.paid_fen for one in standing.instalments] == [300_00, 150_00, 0]
    assert [one.state for one in standing.instalments] == [
        InstalmentState.PAID,
        InstalmentState.OVERDUE,
        InstalmentState.OVERDUE,
    ]
    assert plan_sheet(road.ws(), road.plan_id).settled == (SECOND, None, None)


def test_nothing_of_a_refused_letter_is_kept(road: PlanRoad):
    road.begin()
    with pytest.raises(AnswerDayPassed):
        road.demand(answer_by=LATE)
    with road.house.system.reading() as session:
        assert session.exec(select(Letter)).all() == []

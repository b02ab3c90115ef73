"""A case on its way: who may move it, in which order, and what each step wants first."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from tests.conftest import House, build_house
from tests.negotiation.road import PRESENT, TEXT, Road, begin
from union_lib.common.errors import NotAllowed, StaleVersion
from union_lib.negotiation import reports, service
from union_lib.negotiation.queries import hash_of
from union_lib.negotiation.refusals import (
    EffectOnOtherDay,
    NobodyPresent,
    NotADelegate,
    NoText,
    NotTheLastStep,
    ObjectionTooLate,
    ReviewRunning,
    TermMissing,
    TermReversed,
    TextClosed,
    WindowClosed,
)
from union_lib.negotiation.rules.clauses import ClausesOpen, ClauseText, ClauseTwice
from union_lib.negotiation.rules.delegates import DelegationUnfit
from union_lib.negotiation.rules.floors import PromiseUnreadable
from union_lib.negotiation.rules.kinds import Author, Side, Topic
from union_lib.negotiation.rules.stages import DayAhead, DayBefore, Stage, Step, StepNotOpen
from union_lib.negotiation.rules.voting import OtherText, VoteImpossible
from union_lib.negotiation.service import CaseForm, DelegateForm, PlanForm, RoundForm, VoteForm
from union_lib.registry.service import ReasonMissing


@pytest.fixture
def road(house: House) -> Road:
    return begin(house)


@pytest.fixture
def quick(sqlite_engine: Engine, speaks_english: None) -> Road:
    return begin(build_house(sqlite_engine))


def test_a_case_walks_from_invitation_to_publication(road: Road):
    assert road.case.number == "株协〔2020〕1"
    assert road.to(Stage.PUBLISHED).case.stage == Stage.PUBLISHED


def test_numbers_go_on_within_the_year(quick: Road):
    form = CaseForm(employer="另一企业", district_code="430212")
    made = service.open_case(quick.ws(), quick.house.unions["city"], form)
    assert Road(quick.house, made).case.number == "株协〔2020〕2"


@pytest.mark.parametrize("who", ["analyst", "judge1", "organiser"])
def test_only_a_case_officer_opens_and_moves_cases(quick: Road, who: str):
    with pytest.raises(NotAllowed):
        quick.step(Step.INVITE, date(2020, 2, 20), who=who)


def test_staff_of_another_district_cannot_touch_the_case(quick: Road):
    with pytest.raises(NotAllowed):
        quick.step(Step.INVITE, date(2020, 2, 20), who="staff")


def test_the_signing_is_recorded_by_the_leader_not_by_the_officer(quick: Road):
    quick.to(Stage.VOTED)
    plan = PlanForm(term_from=date(2020, 4, 1), term_to=date(2021, 3, 31))
    service.change_plan(quick.ws(), quick.case_id, plan, seen_version=quick.version)
    with pytest.raises(NotAllowed):
        quick.step(Step.SIGN, date(2020, 3, 30))


def test_a_step_out_of_turn_is_refused(quick: Road):
    with pytest.raises(StepNotOpen):
        quick.step(Step.FILE, date(2020, 2, 20))


def test_dates_out_of_order_or_ahead_are_refused(quick: Road):
    quick.to(Stage.REPLY_DUE)
    with pytest.raises(DayBefore):
        quick.step(Step.REPLY, date(2020, 2, 19))
    with pytest.raises(DayAhead):
        quick.step(Step.REPLY, date(2020, 9, 1))


def test_a_refusal_to_negotiate_must_be_explained_and_opens_a_dispute(quick: Road):
    quick.to(Stage.REPLY_DUE)
    with pytest.raises(ReasonMissing):
        quick.step(Step.REFUSE, date(2020, 3, 1))
    quick.step(Step.REFUSE, date(2020, 3, 1), "企业书面拒绝")
    assert quick.case.stage == Stage.DISPUTE


def test_two_tabs_cannot_move_a_case_twice(road: Road):
    seen = road.version
    service.take_step(road.ws(), road.case_id, Step.INVITE, date(2020, 2, 20), seen_version=seen)
    with pytest.raises(StaleVersion):
        service.take_step(road.ws(), road.case_id, Step.REPLY, date(2020, 3, 3), seen_version=seen)


def test_a_round_needs_delegates_as_the_rules_want_them(quick: Road):
    quick.to(Stage.REPLY_DUE)
    quick.step(Step.REPLY, date(2020, 3, 3))
    with pytest.raises(DelegationUnfit) as refused:
        quick.meet()
    assert "fewer than three delegates" in str(refused.value)


def test_a_mandate_that_has_ended_does_not_count(quick: Road):
    quick.to(Stage.PREPARATION)
    form = DelegateForm(side=Side.UNION, name="工丁", valid_from=date(2020, 1, 1), valid_to=date(2020, 3, 9))
    service.save_delegate(quick.ws(), quick.case_id, form)
    quick.meet(date(2020, 3, 10))
    assert quick.case.stage == Stage.ROUNDS


def test_somebody_who_is_no_delegate_cannot_be_present(quick: Road):
    quick.to(Stage.PREPARATION)
    form = RoundForm(held_on=date(2020, 3, 10))
    with pytest.raises(NotADelegate):
        service.hold_round(
            quick.ws(), quick.case_id, form, {**PRESENT, "union": ["路人"]}, seen_version=quick.version
        )
    with pytest.raises(NobodyPresent):
        service.hold_round(quick.ws(), quick.case_id, form, {"union": ["工甲"]}, seen_version=quick.version)


def test_a_mandate_cannot_end_before_it_begins(quick: Road):
    form = DelegateForm(name="工丁", valid_from=date(2020, 3, 1), valid_to=date(2020, 2, 1))
    with pytest.raises(TermReversed):
        service.save_delegate(quick.ws(), quick.case_id, form)


def test_a_text_saved_from_an_old_page_is_refused(road: Road):
    table = service.table_text
    assert table(road.ws(), road.case_id, Author.UNION, TEXT, seen_version=0) == 1
    with pytest.raises(StaleVersion):
        table(road.ws(), road.case_id, Author.UNION, TEXT, seen_version=0)
    assert table(road.ws(), road.case_id, Author.UNION, TEXT[:1], seen_version=1) == 2


def test_a_text_with_one_point_twice_or_a_number_that_is_none_is_refused(quick: Road):
    with pytest.raises(ClauseTwice):
        service.table_text(quick.ws(), quick.case_id, Author.UNION, [TEXT[0]] * 2, seen_version=0)
    wrong = ClauseText("x", Topic.PAY, "底薪", "最低工资", {"base_wage_fen": "很多"})
    with pytest.raises(PromiseUnreadable):
        service.table_text(quick.ws(), quick.case_id, Author.UNION, [wrong], seen_version=0)


def test_a_draft_is_agreed_only_when_every_clause_is_settled(quick: Road):
    quick.to(Stage.ROUNDS)
    with pytest.raises(NoText):
        quick.step(Step.AGREE_DRAFT, date(2020, 3, 20))
    left = [TEXT[0], ClauseText("x", Topic.WOMEN, "女职工", "孕期照顾。")]
    service.table_text(quick.ws(), quick.case_id, Author.JOINT, left, seen_version=0)
    with pytest.raises(ClausesOpen):
        quick.step(Step.AGREE_DRAFT, date(2020, 3, 20))


def test_a_vote_larger_than_the_attendance_is_refused(quick: Road):
    quick.to(Stage.DRAFT)
    form = VoteForm(held_on=date(2020, 3, 27), total=60, attending=40, in_favour=41)
    with pytest.raises(VoteImpossible):
        service.record_vote(quick.ws(), quick.case_id, form, quick.digest, seen_version=quick.version)


def test_a_vote_is_bound_to_the_text_that_was_read_out(quick: Road):
    quick.to(Stage.DRAFT)
    form = VoteForm(held_on=date(2020, 3, 27), total=60, attending=40, in_favour=30)
    with pytest.raises(OtherText):
        service.record_vote(quick.ws(), quick.case_id, form, hash_of(TEXT[:1]), seen_version=quick.version)


def test_a_failed_vote_sends_the_case_back_to_its_rounds(quick: Road):
    quick.to(Stage.DRAFT)
    form = VoteForm(held_on=date(2020, 3, 27), total=60, attending=39, in_favour=39)
    passed = service.record_vote(quick.ws(), quick.case_id, form, quick.digest, seen_version=quick.version)
    assert (passed, quick.case.stage) == (False, Stage.ROUNDS)


def test_a_text_cannot_change_once_it_is_before_the_congress(quick: Road):
    quick.to(Stage.DRAFT)
    with pytest.raises(TextClosed):
        service.table_text(quick.ws(), quick.case_id, Author.JOINT, TEXT, seen_version=1)


def test_a_text_changed_after_the_vote_must_be_voted_on_again(quick: Road):
    quick.to(Stage.DRAFT)
    form = VoteForm(held_on=date(2020, 3, 27), total=60, attending=39, in_favour=39)
    service.record_vote(quick.ws(), quick.case_id, form, quick.digest, seen_version=quick.version)
    changed = [ClauseText("raise", Topic.PAY, "年度工资增长", "增长 3%。", {}, True)]
    service.table_text(quick.ws(), quick.case_id, Author.JOINT, changed, seen_version=1)
    quick.step(Step.AGREE_DRAFT, date(2020, 3, 28))
    with pytest.raises(OtherText):
        service.record_vote(quick.ws(), quick.case_id, form, hash_of(TEXT), seen_version=quick.version)


def test_nothing_is_signed_without_a_term(quick: Road):
    quick.to(Stage.VOTED)
    with pytest.raises(TermMissing):
        quick.step(Step.SIGN, date(2020, 3, 30), who="leader")


def test_an_agreement_takes_effect_on_the_day_after_the_review_and_on_no_other(quick: Road):
    quick.to(Stage.IN_REVIEW)
    with pytest.raises(ReviewRunning):
        quick.step(Step.TAKE_EFFECT, date(2020, 4, 17))
    with pytest.raises(EffectOnOtherDay):
        quick.step(Step.TAKE_EFFECT, date(2020, 4, 19))
    quick.step(Step.TAKE_EFFECT, date(2020, 4, 18))
    assert quick.case.stage == Stage.IN_FORCE


def test_an_objection_counts_only_within_the_review(quick: Road):
    quick.to(Stage.IN_REVIEW)
    with pytest.raises(ObjectionTooLate):
        quick.step(Step.OBJECT, date(2020, 4, 18), "第三条低于最低工资")
    quick.step(Step.OBJECT, date(2020, 4, 17), "第三条低于最低工资")
    assert quick.case.stage == Stage.ROUNDS


def test_the_last_step_is_taken_back_with_a_reason_and_stays_on_file(quick: Road):
    quick.to(Stage.FILED)
    service.take_back(quick.ws(), quick.case_id, "日期录错", seen_version=quick.version)
    assert quick.case.stage == Stage.SIGNED
    quick.step(Step.FILE, date(2020, 4, 3))
    assert quick.case.stage == Stage.FILED


def test_a_vote_is_not_taken_back(quick: Road):
    quick.to(Stage.VOTED)
    with pytest.raises(NotTheLastStep):
        service.take_back(quick.ws(), quick.case_id, "录错", seen_version=quick.version)


def test_renewal_opens_sixty_days_before_the_end_and_begins_with_the_old_text(quick: Road):
    quick.to(Stage.PUBLISHED)
    ws = quick.ws(today=date(2021, 3, 1))
    with pytest.raises(WindowClosed):
        service.renew_case(ws, quick.case_id, date(2021, 1, 29), seen_version=quick.version)
    made = service.renew_case(ws, quick.case_id, date(2021, 1, 30), seen_version=quick.version)
    assert quick.case.stage == Stage.RENEWAL
    renewed = Road(quick.house, made)
    assert (renewed.case.number, renewed.case.renews_id) == ("株协〔2021〕1", quick.case_id)


def test_a_check_of_performance_is_kept(quick: Road):
    quick.to(Stage.PUBLISHED)
    service.record_check(
        quick.ws(),
        quick.case_id,
        date(2020, 8, 1),
        kept=2,
        broken=0,
        findings="无",
        seen_version=quick.version,
    )
    assert quick.case.stage == Stage.PUBLISHED


def test_a_point_both_sides_name_alike_is_compared_as_one(house: House) -> None:
    road = begin(house).to(Stage.PREPARATION)
    for author, words in ((Author.UNION, "增长 4%。"), (Author.EMPLOYER, "增长 2%。")):
        clause = ClauseText("", Topic.PAY, "年度增长", words, {}, False)
        service.table_text(road.ws(), road.case_id, author, [clause], seen_version=0)
    (point,) = reports.case_sheet(road.ws(), road.case_id).comparison
    assert (point.union and point.union.text, point.employer and point.employer.text) == (
        "增长 4%。",
        "增长 2%。",
    )

"""What the union writes when a promise is not kept: by the law of the day, with its evidence, by two people."""

from __future__ import annotations

from datetime import date

import pytest

from union_lib.common.policies import NoRuleInForce
from union_lib.negotiation.figures import house_book
from union_lib.negotiation.rules.deferred import PlanState
from union_lib.negotiation.rules.kinds import LetterKind
from union_lib.negotiation.rules.letters import (
    AddresseeMissing,
    AnswerDayPassed,
    AnswerRunning,
    DemandMissing,
    Evidence,
    LetterState,
    NotInDefault,
    Release,
    SentBeforeDrafted,
    check_draft,
    check_release,
    grounds,
    letter_state,
    missing_evidence,
)

DEMAND, REFERRAL = LetterKind.DEMAND, LetterKind.REFERRAL
TODAY = date(2020, 5, 20)


def cited(kind: LetterKind, on: date, **more: bool) -> list[str]:
    return [one.citation for one in grounds(kind, house_book(), on, "430212", **more)]


@pytest.mark.parametrize(
    ("on", "article"),
    [
        (date(2009, 8, 26), "工会法(2001) 22"),
        (date(2020, 5, 20), "工会法(2009修正) 22"),
        (date(2021, 12, 31), "工会法(2009修正) 22"),
        (date(2022, 1, 1), "工会法(2021) 23"),
    ],
)
def test_the_union_writes_by_the_union_law_in_force_on_the_day(on: date, article: str):
    assert cited(DEMAND, on)[0] == cited(REFERRAL, on)[0] == article


def test_before_the_union_had_the_power_there_is_no_letter():
    with pytest.raises(NoRuleInForce):
        grounds(DEMAND, house_book(), date(2001, 10, 26))


def test_a_referral_names_inspection_and_what_may_come_on_top_a_demand_does_not():
    assert "劳动保障监察条例 13" in cited(REFERRAL, TODAY)
    assert "劳动保障监察条例 13" not in cited(DEMAND, TODAY)
    assert "劳动合同法 85; 劳动保障监察条例 26" in cited(REFERRAL, TODAY)


def test_the_crime_is_named_only_where_its_amounts_are_near():
    crime = "刑法 276之一; 法释〔2013〕3号 3、4"
    assert crime not in cited(REFERRAL, TODAY)
    assert crime in cited(REFERRAL, TODAY, is_near_crime=True)


@pytest.mark.parametrize("state", [s for s in PlanState if s != PlanState.DEFAULT])
def test_only_a_default_is_written_about(state: PlanState):
    with pytest.raises(NotInDefault):
        check_draft(REFERRAL, state, None, TODAY)


@pytest.mark.parametrize("answer_by", [None, TODAY])
def test_a_demand_gives_time_to_answer_a_referral_needs_none(answer_by: date | None):
    with pytest.raises(AnswerDayPassed):
        check_draft(DEMAND, PlanState.DEFAULT, answer_by, TODAY)
    check_draft(REFERRAL, PlanState.DEFAULT, answer_by, TODAY)


def test_a_referral_waits_for_the_latest_answer_day_of_the_demands():
    days = [date(2020, 5, 25), date(2020, 6, 1)]
    with pytest.raises(AnswerRunning):
        check_release(REFERRAL, TODAY, Release("监察支队", date(2020, 6, 1)), days)
    check_release(REFERRAL, TODAY, Release("监察支队", date(2020, 6, 2)), days)


def test_without_a_demand_a_referral_must_say_why_it_cannot_wait():
    with pytest.raises(DemandMissing):
        check_release(REFERRAL, TODAY, Release("监察支队", TODAY, "  "), [])
    check_release(REFERRAL, TODAY, Release("监察支队", TODAY, "企业转移财产"), [])


def test_a_letter_goes_to_somebody_on_a_day_after_it_was_drafted():
    with pytest.raises(AddresseeMissing):
        check_release(DEMAND, TODAY, Release(" ", TODAY), [])
    with pytest.raises(SentBeforeDrafted):
        check_release(DEMAND, TODAY, Release("某企业", date(2020, 5, 19)), [])
    check_release(DEMAND, TODAY, Release("某企业", TODAY), [])


def test_evidence_that_is_not_at_hand_is_named_in_the_order_of_the_list():
    assert missing_evidence(REFERRAL, {Evidence.PLAN, Evidence.OPINION}) == (
        Evidence.LEDGER,
        Evidence.CONSENT,
        Evidence.NOTICES,
        Evidence.CALCULATION,
    )
    assert missing_evidence(REFERRAL, set(Evidence)) == ()


def test_a_letter_is_a_draft_until_it_is_sent_or_withdrawn():
    assert letter_state(None, None) == LetterState.DRAFT
    assert letter_state(TODAY, None) == LetterState.SENT
    assert letter_state(None, TODAY) == LetterState.WITHDRAWN

"""Rights cases and letters: which step may follow, which clock runs, by which law, and what may be sent."""

from __future__ import annotations

from datetime import date

import pytest

from union_lib.common.policies import NoRuleInForce, PolicyBook
from union_lib.negotiation.figures import house_book
from union_lib.negotiation.rules.deferred import PlanState
from union_lib.negotiation.rules.kinds import LetterKind, RightsKind
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
from union_lib.negotiation.rules.limitation import Limitation
from union_lib.negotiation.rules.rights import (
    MOVES,
    Act,
    ActNotOpen,
    Happened,
    RightsStage,
    UntilBefore,
    UntilMissing,
    WordsMissing,
    acts_open,
    check_act,
)
from union_lib.negotiation.rules.rights_clocks import (
    CLOCKS,
    ClockKind,
    ClockState,
    Reading,
    application_reading,
    next_due,
    readings,
)

BOOK = house_book()
DAY = date(2020, 3, 25)
LATER = date(2020, 12, 31)
ARBITRATION = RightsKind.ARBITRATION


def read(kind: RightsKind, *happened: Happened, on: date = LATER) -> dict[ClockKind, Reading]:
    return {one.kind: one for one in readings(kind, happened, BOOK, on, "430212")}


@pytest.mark.parametrize("kind", RightsKind)
def test_every_stage_can_be_reached_from_the_opening_and_leads_to_the_end(kind):
    reached = {RightsStage.OPENED}
    for _ in RightsStage:
        reached |= {move.to for (at, _), move in MOVES[kind].items() if at in reached}
    assert {at for at, _ in MOVES[kind]} | {RightsStage.CLOSED} == reached
    assert acts_open(kind, RightsStage.CLOSED) == []


@pytest.mark.parametrize("kind", RightsKind)
def test_every_clock_is_started_by_an_act_its_way_knows(kind):
    acts = {act for _, act in MOVES[kind]}
    assert {clock.starts for clock in CLOCKS[kind]} <= acts
    assert all(clock.ends <= acts | {Act.CORRECT} for clock in CLOCKS[kind])


def test_an_act_out_of_turn_is_refused():
    with pytest.raises(ActNotOpen):
        check_act(RightsKind.MEDIATION, RightsStage.OPENED, Happened(Act.AGREE, DAY))


def test_a_warning_names_the_day_by_which_an_answer_is_wanted():
    with pytest.raises(UntilMissing):
        check_act(RightsKind.SUPERVISION, RightsStage.OPENED, Happened(Act.WARN, DAY))
    with pytest.raises(UntilBefore):
        check_act(RightsKind.SUPERVISION, RightsStage.OPENED, Happened(Act.WARN, DAY, date(2020, 3, 24)))


def test_a_case_is_not_closed_without_saying_what_came_of_it():
    with pytest.raises(WordsMissing):
        check_act(ARBITRATION, RightsStage.AWARDED, Happened(Act.CLOSE, DAY), "  ")
    assert check_act(ARBITRATION, RightsStage.AWARDED, Happened(Act.CLOSE, DAY), "paid").to == "closed"


def test_arbitration_decides_within_five_working_days_whether_it_accepts():
    clock = read(ARBITRATION, Happened(Act.APPLY, date(2020, 4, 1)))[ClockKind.ACCEPTANCE]
    assert (clock.last_day, clock.state) == (date(2020, 4, 9), ClockState.OVERDUE)
    assert "29" in clock.citation


def test_an_award_is_due_forty_five_days_after_acceptance_and_fifteen_more_if_extended():
    accepted = Happened(Act.ACCEPT, date(2020, 4, 1))
    served = Happened(Act.SERVE, date(2020, 4, 7))
    assert read(ARBITRATION, accepted, served)[ClockKind.AWARD].last_day == date(2020, 5, 18)
    longer = read(ARBITRATION, accepted, served, Happened(Act.EXTEND, date(2020, 5, 11)))
    assert longer[ClockKind.AWARD].last_day == date(2020, 6, 1)
    assert longer[ClockKind.SERVICE].last_day == date(2020, 4, 9)


def test_the_hearing_is_told_five_working_days_before_it_is_held():
    hearing = date(2020, 5, 11)
    in_time = read(ARBITRATION, Happened(Act.NOTIFY, date(2020, 4, 30), hearing))[ClockKind.HEARING_NOTICE]
    assert (in_time.last_day, in_time.state) == (date(2020, 4, 30), ClockState.MET)
    late = read(ARBITRATION, Happened(Act.NOTIFY, date(2020, 5, 6), hearing))[ClockKind.HEARING_NOTICE]
    assert late.state == ClockState.LATE


def test_mediation_ends_after_fifteen_days_rolled_over_the_holidays():
    clock = read(RightsKind.MEDIATION, Happened(Act.APPLY, date(2020, 4, 16)))[ClockKind.MEDIATION]
    assert clock.last_day == date(2020, 5, 6)


def test_a_petition_is_closed_in_sixty_days_and_thirty_more_if_extended():
    accepted = Happened(Act.ACCEPT, date(2020, 3, 2))
    assert read(RightsKind.PETITION, accepted)[ClockKind.ANSWER].last_day == date(2020, 5, 6)
    longer = read(RightsKind.PETITION, accepted, Happened(Act.EXTEND, date(2020, 4, 30)))
    assert longer[ClockKind.ANSWER].last_day == date(2020, 6, 1)


def test_an_inspection_has_sixty_working_days_from_the_docket():
    clock = read(RightsKind.SUPERVISION, Happened(Act.DOCKET, date(2020, 6, 1)))[ClockKind.INSPECTION]
    assert clock.last_day == date(2020, 8, 25)


def test_legal_aid_runs_by_the_law_of_the_day_it_was_asked_for():
    old = read(RightsKind.LEGAL_AID, Happened(Act.APPLY, date(2021, 12, 30)), on=date(2022, 2, 1))
    new = read(RightsKind.LEGAL_AID, Happened(Act.APPLY, date(2022, 1, 4)), on=date(2022, 2, 1))
    assert old[ClockKind.AID_REVIEW].citation.startswith("办理法律援助案件程序规定")
    assert new[ClockKind.AID_REVIEW].last_day == date(2022, 1, 11)
    assert new[ClockKind.AID_REVIEW].citation.startswith("法律援助法")


def test_a_clock_without_a_rule_on_its_day_has_no_date_and_says_so():
    empty = PolicyBook({key: BOOK.policies[key] for key in ("mediation_days",)})
    found = readings(RightsKind.MEDIATION, [Happened(Act.APPLY, date(2008, 4, 30))], empty, LATER)
    assert [(one.state, one.last_day) for one in found] == [(ClockState.UNKNOWN, None)]


def test_a_right_that_is_not_used_lapses_and_nobody_is_late():
    found = read(RightsKind.PETITION, Happened(Act.ANSWER, date(2020, 5, 6)))
    assert found[ClockKind.REVIEW_REQUEST].state == ClockState.LAPSED
    assert next_due(list(found.values())) is None


def test_what_happens_after_the_day_asked_about_is_not_known_yet():
    acts = [Happened(Act.APPLY, date(2020, 4, 1)), Happened(Act.ACCEPT, date(2020, 4, 10))]
    found = read(ARBITRATION, *acts, on=date(2020, 4, 9))
    assert set(found) == {ClockKind.ACCEPTANCE}
    assert found[ClockKind.ACCEPTANCE].state == ClockState.RUNNING
    assert read(ARBITRATION, *acts)[ClockKind.ACCEPTANCE].state == ClockState.LATE


def test_closing_a_case_stops_every_clock():
    acts = [Happened(Act.ACCEPT, date(2020, 4, 1)), Happened(Act.CLOSE, date(2020, 4, 8))]
    assert not any(one.is_open for one in read(ARBITRATION, *acts).values())


def test_the_nearest_of_the_open_clocks_is_waited_for_next():
    found = read(ARBITRATION, Happened(Act.ACCEPT, date(2020, 4, 1)), on=date(2020, 4, 2))
    due = next_due(list(found.values()))
    assert due is not None
    assert due.kind == ClockKind.SERVICE


def test_applying_stops_the_clock_of_the_limitation():
    limit = Limitation(date(2019, 4, 10), date(2020, 4, 10), "27")
    waiting = application_reading(limit, [], date(2020, 4, 10))
    assert waiting is not None
    assert waiting.state == ClockState.RUNNING
    applied = application_reading(limit, [Happened(Act.APPLY, date(2020, 4, 9))], LATER)
    assert applied is not None
    assert applied.state == ClockState.MET
    assert application_reading(Limitation(DAY, None, ""), [], DAY) is None


def cited(kind: LetterKind, on: date, **more: bool) -> list[str]:
    return [one.citation for one in grounds(kind, BOOK, on, "430212", **more)]


def test_the_letter_names_the_article_of_the_union_law_of_its_day():
    assert cited(LetterKind.DEMAND, date(2021, 12, 31))[0] == "工会法(2009修正) 22"
    assert cited(LetterKind.DEMAND, date(2022, 1, 1))[0] == "工会法(2021) 23"


def test_the_migrant_rule_is_named_only_for_migrants_and_once_it_is_in_force():
    rule = "保障农民工工资支付条例 51"
    assert rule not in cited(LetterKind.DEMAND, date(2020, 4, 30), has_migrants=True)
    assert rule in cited(LetterKind.DEMAND, date(2020, 5, 1), has_migrants=True)
    assert rule not in cited(LetterKind.DEMAND, date(2020, 5, 1))


def test_the_crime_is_named_only_near_its_amounts():
    near = cited(LetterKind.REFERRAL, DAY, is_near_crime=True)
    assert any("法释〔2013〕3号" in one for one in near)
    assert not any("法释〔2013〕3号" in one for one in cited(LetterKind.REFERRAL, DAY))


def test_no_letter_without_the_unions_own_power():
    with pytest.raises(NoRuleInForce):
        cited(LetterKind.DEMAND, date(1999, 1, 1))


def test_a_referral_wants_all_evidence():
    assert missing_evidence(LetterKind.REFERRAL, set(Evidence) - {Evidence.NOTICES}) == (Evidence.NOTICES,)
    assert missing_evidence(LetterKind.REFERRAL, set(Evidence)) == ()


def test_nothing_is_demanded_while_the_plan_is_kept_and_no_answer_by_today():
    with pytest.raises(NotInDefault):
        check_draft(LetterKind.DEMAND, PlanState.LATE, date(2020, 4, 9), DAY)
    for day in (None, DAY):
        with pytest.raises(AnswerDayPassed):
            check_draft(LetterKind.DEMAND, PlanState.DEFAULT, day, DAY)
    check_draft(LetterKind.REFERRAL, PlanState.DEFAULT, None, DAY)


def test_a_letter_needs_an_addressee_and_is_not_sent_before_it_is_drafted():
    with pytest.raises(AddresseeMissing):
        check_release(LetterKind.DEMAND, DAY, Release(" ", DAY), [])
    with pytest.raises(SentBeforeDrafted):
        check_release(LetterKind.DEMAND, DAY, Release("Firm", date(2020, 3, 24)), [])


def test_a_referral_leaves_after_the_day_set_in_the_demand_or_with_a_reason():
    kind, answer_by = LetterKind.REFERRAL, date(2020, 4, 9)
    with pytest.raises(DemandMissing):
        check_release(kind, DAY, Release("Inspection", answer_by), [])
    with pytest.raises(AnswerRunning):
        check_release(kind, DAY, Release("Inspection", answer_by), [answer_by])
    check_release(kind, DAY, Release("Inspection", date(2020, 4, 10)), [answer_by])
    check_release(kind, DAY, Release("Inspection", DAY, "employer has fled"), [])


def test_a_letter_is_a_draft_until_it_is_sent_or_withdrawn():
    assert letter_state(None, None) == LetterState.DRAFT
    assert letter_state(DAY, None) == LetterState.SENT
    assert letter_state(None, DAY) == LetterState.WITHDRAWN

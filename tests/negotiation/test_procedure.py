"""Dates of the procedure: by rule, kind of day and calendar, and equal whenever they are asked for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.common.calendar import Unit, deadline, is_workday
from union_lib.common.policies import DatedValue, FigureUnknown, Policy, PolicyBook
from union_lib.negotiation.figures import house_book
from union_lib.negotiation.rules.kinds import Track
from union_lib.negotiation.rules.procedure import (
    CaseDays,
    DeadlineEngine,
    DueKind,
    Period,
    last_day_after,
    next_due,
    renewal_window,
    review,
)
from union_lib.negotiation.rules.stages import MOVES, Stage, Step

LUKOU, JINAN, ZHENGZHOU = "430212", "370100", "410100"
DAYS = st.dates(date(2019, 1, 1), date(2027, 6, 30))


def _due(kind: DueKind, days: CaseDays) -> object:
    return next((due for due in DeadlineEngine(house_book()).timeline(days) if due.kind == kind), None)


def _invited(on: date, area: str, track: Track = Track.WAGE_AGREEMENT) -> CaseDays:
    return CaseDays(track, area, {Step.INVITE: on})


def test_the_reply_is_due_by_the_rule_of_the_province_and_else_of_the_country() -> None:
    on = date(2020, 3, 6)
    assert _due(DueKind.REPLY, _invited(on, LUKOU)).last_day == date(2020, 3, 26)
    assert _due(DueKind.REPLY, _invited(on, JINAN)).last_day == date(2020, 3, 16)
    in_henan = _due(DueKind.REPLY, _invited(on, ZHENGZHOU))
    assert in_henan.last_day == deadline(on, 10, Unit.WORKING_DAY).last_day
    assert "河南" in in_henan.figure.citation


def test_the_rule_of_the_invitations_day_counts_not_todays() -> None:
    before = _due(DueKind.REPLY, _invited(date(2016, 12, 30), JINAN))
    assert before.figure.area == "CN"
    assert (before.raw_last_day - before.event_on).days == 20


def test_a_rule_that_did_not_exist_yet_gives_no_date() -> None:
    assert _due(DueKind.REPLY, _invited(date(1999, 1, 4), LUKOU)) is None


def test_a_year_without_calendar_gives_a_provisional_date_and_says_so() -> None:
    due = _due(DueKind.REPLY, _invited(date(2030, 1, 10), LUKOU))
    assert due.is_provisional
    assert not _due(DueKind.REPLY, _invited(date(2020, 3, 6), LUKOU)).is_provisional


def test_an_unknown_area_has_the_rules_of_the_country() -> None:
    assert _due(DueKind.REPLY, _invited(date(2020, 3, 6), "999999")).figure.area == "CN"


def test_a_figure_recorded_as_unknown_blocks_the_date_instead_of_guessing() -> None:
    house = house_book()
    nulled = DatedValue(None, date(2019, 1, 1), "430200")
    policy = house.policies["nego_reply_days_wage_agreement"]
    book = PolicyBook(
        {
            **house.policies,
            policy.id: Policy(policy.id, policy.name, policy.unit, (*policy.values, nulled)),
        }
    )
    with pytest.raises(FigureUnknown):
        DeadlineEngine(book).timeline(_invited(date(2020, 3, 6), LUKOU))


@settings(max_examples=150, deadline=None)
@given(DAYS, st.sampled_from([LUKOU, JINAN, ZHENGZHOU, "310100", "500100"]), st.sampled_from(list(Track)))
def test_no_date_computed_twice_differs(on: date, area: str, track: Track) -> None:
    days = CaseDays(
        track,
        area,
        {
            Step.INVITE: on,
            Step.SIGN: on + timedelta(days=40),
            Step.RECEIVE: on + timedelta(days=45),
            Step.TAKE_EFFECT: on + timedelta(days=70),
        },
        on + timedelta(days=30),
        on + timedelta(days=35),
        on + timedelta(days=420),
    )
    shared = DeadlineEngine(house_book())
    others = CaseDays(track, JINAN, {Step.INVITE: on + timedelta(days=3)})
    first = shared.timeline(days)
    shared.timeline(others)
    assert first == shared.timeline(days) == DeadlineEngine(house_book()).timeline(days)


@settings(max_examples=100, deadline=None)
@given(DAYS, st.integers(1, 60))
def test_a_last_day_in_calendar_days_is_a_workday_and_never_early(on: date, count: int) -> None:
    last = last_day_after(on, Period(count))
    assert last.raw_last_day == on + timedelta(days=count) <= last.last_day
    assert is_workday(last.last_day)
    assert not any(
        is_workday(last.raw_last_day + timedelta(days=n))
        for n in range((last.last_day - last.raw_last_day).days)
    )


@settings(max_examples=100, deadline=None)
@given(DAYS, st.integers(0, 40))
def test_an_objection_stops_an_agreement_only_until_the_last_day_of_the_review(on: date, after: int) -> None:
    found = review(on, Period(15), on + timedelta(days=after))
    is_in_time = on + timedelta(days=after) <= found.last_day.last_day
    assert (found.effective_from is None) == is_in_time


def test_the_renewal_window_closes_on_the_last_day_of_the_term() -> None:
    assert renewal_window(date(2021, 3, 31), Period(60)) == (date(2021, 1, 30), date(2021, 3, 31))


def test_the_check_of_each_year_follows_the_one_before_and_ends_with_the_term() -> None:
    at = {Step.TAKE_EFFECT: date(2020, 5, 1)}
    first = _due(DueKind.CHECK, CaseDays(Track.COLLECTIVE_CONTRACT, LUKOU, at, term_to=date(2023, 4, 30)))
    assert first.last_day == date(2021, 5, 1)
    looked = at | {Step.CHECK: date(2021, 5, 6)}
    second = _due(
        DueKind.CHECK, CaseDays(Track.COLLECTIVE_CONTRACT, LUKOU, looked, term_to=date(2023, 4, 30))
    )
    assert second.last_day == date(2022, 5, 1)
    over = CaseDays(Track.COLLECTIVE_CONTRACT, LUKOU, looked, term_to=date(2022, 4, 30))
    assert _due(DueKind.CHECK, over) is None


def test_what_is_done_or_belongs_to_another_stage_is_not_due_next() -> None:
    days = CaseDays(
        Track.WAGE_AGREEMENT, LUKOU, {Step.INVITE: date(2020, 2, 20)}, meeting_on=date(2020, 3, 30)
    )
    dues = DeadlineEngine(house_book()).timeline(days)
    assert next_due(dues, Stage.REPLY_DUE).kind == DueKind.REPLY
    assert next_due(dues, Stage.PREPARATION).kind == DueKind.INFORMATION
    assert next_due(dues, Stage.ROUNDS).kind == DueKind.MEETING
    assert next_due(dues, Stage.ENDED) is None


def test_every_stage_can_be_reached_and_left_by_the_table_of_moves() -> None:
    reached = {move.to for move in MOVES.values()} | {Stage.INVITATION}
    assert reached == set(Stage)
    left = {stage for stage, _ in MOVES}
    assert set(Stage) - left == {Stage.ENDED, Stage.BROKEN_OFF}


def test_an_agreement_that_took_effect_the_day_after_its_review_is_not_late() -> None:
    at = {Step.RECEIVE: date(2020, 4, 2), Step.TAKE_EFFECT: date(2020, 4, 18)}
    due = _due(DueKind.REVIEW, CaseDays(Track.WAGE_AGREEMENT, LUKOU, at))
    assert due.done_on == due.last_day == date(2020, 4, 17)
    assert not due.is_late

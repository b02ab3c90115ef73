"""Deferred plans: where they stand on any day, and what must be there before one may run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.common.errors import RuleViolation
from union_lib.common.policies import Figure, FigureUnknown
from union_lib.negotiation.figures import house_book
from union_lib.negotiation.rules.deferred import (
    Instalment,
    InstalmentState,
    Payment,
    Plan,
    PlanState,
    plan_standing,
    promised_and_paid,
    settled_days,
)
from union_lib.negotiation.rules.deferring import (
    AmountNotPositive,
    Consent,
    ConsentLater,
    DeferralTooLong,
    InstalmentBeforePayday,
    InstalmentsOutOfOrder,
    NoInstalments,
    OpinionImpossible,
    OpinionMissing,
    PaymentAhead,
    PlanDoesNotSum,
    TermsNotPositive,
    UnionConsentMissing,
    check_consent,
    check_deferral,
    check_payment,
    check_plan,
    latest_instalment,
)

FIRST = date(2020, 3, 31)
SECOND = date(2020, 4, 30)
THIRD = date(2020, 5, 29)
PLAN = Plan(
    1_000_00,
    (Instalment(FIRST, 300_00), Instalment(SECOND, 300_00), Instalment(THIRD, 400_00)),
    grace_days=5,
    default_instalments=2,
    default_days=30,
)
DAYS = st.dates(date(2020, 1, 1), date(2020, 12, 31))
FEN = st.integers(1, 50_000)
PAYMENTS = st.lists(st.builds(Payment, DAYS, FEN), max_size=8)
PLANS = st.builds(
    Plan,
    st.integers(1, 200_000),
    st.lists(st.builds(Instalment, DAYS, FEN), max_size=6).map(tuple),
    st.integers(0, 20),
    st.none() | st.integers(1, 4),
    st.none() | st.integers(1, 90),
)
WORSE = list(PlanState)


def states(*payments: Payment, on: date, plan: Plan = PLAN) -> list[str]:
    return [one.state.value for one in plan_standing(plan, payments, on).instalments]


def test_a_payment_settles_the_oldest_instalment_first():
    found = plan_standing(PLAN, [Payment(FIRST, 450_00)], FIRST)
    assert [one.paid_fen for one in found.instalments] == [300_00, 150_00, 0]


def test_the_oldest_is_settled_first_whatever_the_order_of_the_list():
    turned = replace(PLAN, instalments=PLAN.instalments[::-1])
    found = plan_standing(turned, [Payment(FIRST, 300_00)], FIRST)
    assert [(one.number, one.paid_fen) for one in found.instalments] == [(1, 0), (2, 0), (3, 300_00)]


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (FIRST, "pending"),
        (FIRST + timedelta(1), "grace"),
        (FIRST + timedelta(5), "grace"),
        (FIRST + timedelta(6), "overdue"),
    ],
)
def test_an_instalment_is_due_to_the_end_of_its_day_and_overdue_after_the_last_day_of_grace(on, state):
    assert states(on=on)[0] == state


def test_overdue_days_count_from_the_due_date_not_from_the_end_of_grace():
    assert plan_standing(PLAN, [], FIRST + timedelta(6)).most_overdue_days == 6


def test_one_fen_short_is_not_paid():
    assert states(Payment(FIRST, 299_99), on=FIRST + timedelta(6))[0] == "overdue"
    assert states(Payment(FIRST, 300_00), on=FIRST + timedelta(6))[0] == "paid"


def test_a_payment_counts_from_its_own_day_on():
    late = Payment(FIRST + timedelta(8), 300_00)
    assert plan_standing(PLAN, [late], FIRST + timedelta(7)).state == PlanState.LATE
    assert plan_standing(PLAN, [late], FIRST + timedelta(8)).state == PlanState.ON_TRACK


def test_default_comes_with_the_second_overdue_instalment_or_the_thirtieth_day():
    assert plan_standing(PLAN, [], FIRST + timedelta(29)).state == PlanState.LATE
    assert plan_standing(PLAN, [], FIRST + timedelta(30)).state == PlanState.DEFAULT
    two = replace(PLAN, default_days=None)
    assert plan_standing(two, [], SECOND + timedelta(5)).state == PlanState.LATE
    assert plan_standing(two, [], SECOND + timedelta(6)).state == PlanState.DEFAULT


def test_a_referral_is_recommended_on_default_only():
    assert plan_standing(PLAN, [], SECOND + timedelta(6)).is_referral_recommended
    assert not plan_standing(PLAN, [], FIRST + timedelta(6)).is_referral_recommended


def test_a_plan_without_limits_is_late_but_never_in_default():
    plan = replace(PLAN, default_instalments=None, default_days=None)
    assert plan_standing(plan, [], date(2030, 1, 1)).state == PlanState.LATE


def test_what_is_paid_beyond_the_plan_is_reported_and_not_lost():
    found = plan_standing(PLAN, [Payment(FIRST, 1_000_05)], FIRST)
    assert (found.paid_fen, found.overpaid_fen, found.outstanding_fen) == (1_000_05, 5, 0)
    assert found.state == PlanState.COMPLETED


def test_next_due_is_the_first_instalment_still_to_come():
    assert plan_standing(PLAN, [Payment(FIRST, 300_00)], FIRST).next_due == SECOND
    assert plan_standing(PLAN, [], FIRST).next_due == FIRST
    assert plan_standing(PLAN, [], THIRD + timedelta(1)).next_due is None


def test_a_plan_of_no_instalments_is_owed_as_a_whole():
    found = plan_standing(Plan(500, ()), [], FIRST)
    assert (found.state, found.outstanding_fen, found.next_due) == (PlanState.ON_TRACK, 500, None)


@settings(max_examples=150)
@given(PLANS, PAYMENTS, DAYS)
def test_payments_never_create_or_lose_a_fen(plan, payments, on):
    found = plan_standing(plan, payments, on)
    assert found.paid_fen == sum(one.amount_fen for one in payments if one.paid_on <= on)
    assert found.outstanding_fen - found.overpaid_fen == plan.total_fen - found.paid_fen
    kept = sum(one.paid_fen for one in found.instalments)
    assert kept == min(found.paid_fen, plan.promised_fen)
    assert all(0 <= one.paid_fen <= one.amount_fen for one in found.instalments)


@settings(max_examples=150)
@given(PLANS, PAYMENTS, DAYS, st.builds(Payment, DAYS, FEN))
def test_more_payment_never_makes_a_state_worse(plan, payments, on, more):
    before, after = (plan_standing(plan, rows, on) for rows in (payments, [*payments, more]))
    assert WORSE.index(after.state) <= WORSE.index(before.state)
    assert after.overdue_fen <= before.overdue_fen
    for old, new in zip(before.instalments, after.instalments, strict=True):
        assert new.remaining_fen <= old.remaining_fen


@settings(max_examples=100)
@given(PLANS, PAYMENTS, DAYS)
def test_states_computed_twice_agree_whatever_the_order_of_payments(plan, payments, on):
    assert plan_standing(plan, payments, on) == plan_standing(plan, payments[::-1], on)


@settings(max_examples=100)
@given(PLANS, PAYMENTS, DAYS)
def test_the_states_are_those_a_clerk_would_find_fen_by_fen(plan, payments, on):
    left = sum(one.amount_fen for one in payments if one.paid_on <= on)
    found = {one.number: one for one in plan_standing(plan, payments, on).instalments}
    for number, one in sorted(enumerate(plan.instalments, 1), key=lambda pair: (pair[1].due, pair[0])):
        is_settled = left >= one.amount_fen
        left = left - one.amount_fen if is_settled else 0
        days = (on - one.due).days
        if is_settled:
            expected = InstalmentState.PAID
        elif days <= 0:
            expected = InstalmentState.PENDING
        else:
            expected = InstalmentState.GRACE if days <= plan.grace_days else InstalmentState.OVERDUE
        assert found[number].state == expected


def test_the_chart_ends_on_the_day_it_is_asked_for_with_all_sums():
    rows = promised_and_paid(PLAN, [Payment(date(2020, 4, 2), 300_00)], date(2020, 5, 1))
    assert [(row.day, row.promised_fen, row.paid_fen) for row in rows] == [
        (FIRST, 300_00, 0),
        (date(2020, 4, 2), 300_00, 300_00),
        (SECOND, 600_00, 300_00),
        (date(2020, 5, 1), 600_00, 300_00),
    ]


def refused(plan: Plan, wages_due: date | None = None) -> type[RuleViolation] | None:
    try:
        check_plan(plan, wages_due)
    except RuleViolation as refusal:
        return type(refusal)
    return None


def test_a_plan_is_refused_that_does_not_sum_to_its_total():
    assert refused(replace(PLAN, total_fen=1_000_01)) is PlanDoesNotSum
    assert refused(PLAN) is None


def test_a_plan_is_refused_whose_dates_are_out_of_order_or_before_payday():
    turned = replace(PLAN, instalments=PLAN.instalments[::-1])
    same = Plan(2, (Instalment(FIRST, 1), Instalment(FIRST, 1)))
    assert refused(turned) is InstalmentsOutOfOrder
    assert refused(same) is InstalmentsOutOfOrder
    assert refused(PLAN, wages_due=FIRST + timedelta(1)) is InstalmentBeforePayday
    assert refused(PLAN, wages_due=FIRST) is None


def test_a_plan_is_refused_without_instalments_with_one_of_nothing_or_with_terms_that_cannot_be():
    assert refused(Plan(0, ())) is NoInstalments
    assert refused(Plan(0, (Instalment(FIRST, 0),))) is AmountNotPositive
    assert refused(replace(PLAN, grace_days=-1)) is TermsNotPositive
    assert refused(replace(PLAN, default_instalments=0)) is TermsNotPositive


def test_no_plan_runs_without_the_unions_consent_and_the_workers_opinion():
    full = Consent(date(2020, 3, 1), 214, 120)
    check_consent(full, FIRST)
    with pytest.raises(UnionConsentMissing):
        check_consent(replace(full, consented_on=None), FIRST)
    with pytest.raises(ConsentLater):
        check_consent(full, date(2020, 2, 29))
    for part in ({"asked": None}, {"asked": 0, "in_favour": 0}, {"in_favour": None}):
        with pytest.raises(OpinionMissing):
            check_consent(replace(full, **part), FIRST)
    for favour in (215, -1):
        with pytest.raises(OpinionImpossible):
            check_consent(replace(full, in_favour=favour), FIRST)


def test_exactly_half_of_the_workers_is_no_majority():
    assert not Consent(FIRST, 10, 5).has_majority
    assert Consent(FIRST, 10, 6).has_majority


def test_hebei_allows_thirty_days_and_not_one_more():
    figure = house_book().figure("deferred_payment_max_days", FIRST, "130000")
    due = date(2020, 3, 10)
    last = latest_instalment(due, figure)
    assert last == date(2020, 4, 9)
    check_deferral(Plan(1, (Instalment(last, 1),)), due, figure)
    with pytest.raises(DeferralTooLong) as refusal:
        check_deferral(Plan(1, (Instalment(last + timedelta(1), 1),)), due, figure)
    assert "23号" in refusal.value.citation


def test_the_longest_deferral_of_hunan_is_asked_for_and_never_guessed():
    with pytest.raises(FigureUnknown):
        house_book().figure("deferred_payment_max_days", FIRST, "430212")


def test_a_limit_in_months_ends_on_the_corresponding_day():
    figure = Figure({"count": 1, "unit": "month"}, "", "entered", FIRST, "430000")
    assert latest_instalment(date(2020, 1, 31), figure) == date(2020, 2, 29)


def test_a_payment_of_nothing_or_of_tomorrow_is_refused():
    check_payment(Payment(FIRST, 1), FIRST)
    with pytest.raises(AmountNotPositive):
        check_payment(Payment(FIRST, -1), FIRST)
    with pytest.raises(PaymentAhead):
        check_payment(Payment(SECOND, 1), FIRST)


def test_an_instalment_is_settled_on_the_day_its_last_fen_arrives():
    rows = [Payment(SECOND, 100_00), Payment(FIRST, 250_00), Payment(THIRD, 300_00)]
    assert settled_days(PLAN, rows) == [SECOND, THIRD, None]

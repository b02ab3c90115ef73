"""Wages by day and hour, overtime, standstill, leave, illness and the minimum wage, rule by rule."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_lib.common.calendar import DayKind
from union_lib.negotiation.rules import leave, medical, minimum, overtime, standstill, wages
from union_lib.negotiation.rules.amounts import QuantityNegative
from union_lib.negotiation.rules.law import exact, half_up
from union_lib.negotiation.wage_facts import WageBelowZero
from union_lib.negotiation.wage_facts import amount as typed_amount

PAID_DAYS, HOURS = Fraction("21.75"), Fraction(8)
RATES = {
    DayKind.WORKDAY: Fraction("1.5"),
    DayKind.REST_DAY: Fraction(2),
    DayKind.STATUTORY_HOLIDAY: Fraction(3),
}
MEDICAL = [
    {"total_years": [0, 10], "employer_years": [0, 5], "months": 3, "window_months": 6},
    {"total_years": [10, None], "employer_years": [10, 15], "months": 12, "window_months": 18},
]
LEAVE = [{"years": [1, 10], "days": 5}, {"years": [10, 20], "days": 10}, {"years": [20, None], "days": 15}]
LOST = [{"years": [1, 10], "sick_months": 2}, {"years": [20, None], "sick_months": 4}]
MATERNITY = {
    "birth": 98,
    "difficult": 15,
    "each_extra_baby": 15,
    "miscarriage_under_4_months": 15,
    "miscarriage_from_4_months": 42,
}


@given(st.fractions(-1000, 1000))
def test_half_a_fen_goes_upwards(number):
    assert -Fraction(1, 2) < half_up(number) - number <= Fraction(1, 2)


@pytest.mark.parametrize("written", [21.75, "21.75", Fraction(87, 4)])
def test_a_figure_is_read_as_it_is_written(written):
    assert exact(written) == Fraction(87, 4)


def test_a_day_wage_is_rounded_only_at_the_end_of_a_line():
    assert wages.wage_conversion(1_700_00, PAID_DAYS, HOURS).daily_fen == 78_16
    assert wages.quarantine_wage_fen(1_700_00, Fraction(10), PAID_DAYS) == 781_61


@given(st.integers(0, 10**7), st.integers(0, 10**6), st.integers(0, 31))
def test_a_higher_wage_never_earns_less(wage, raised, days):
    lower, higher = (wages.quarantine_wage_fen(w, Fraction(days), PAID_DAYS) for w in (wage, wage + raised))
    assert lower <= higher


def test_a_wage_below_zero_is_refused():
    with pytest.raises(QuantityNegative):
        wages.wage_conversion(-1, PAID_DAYS, HOURS)
    with pytest.raises(QuantityNegative):
        wages.prorated_wage_fen(1, Fraction(-1), Fraction(0), PAID_DAYS)


def test_an_overtime_line_is_rounded_by_itself():
    row = overtime.OvertimeRow(date(2020, 2, 3), Fraction(1, 4))
    assert overtime.overtime_line(row, Fraction(977), RATES).amount_fen == 366


def test_no_more_single_hours_can_be_taken_off_than_were_worked():
    with pytest.raises(overtime.MorePaidThanWorked):
        overtime.overtime_pay_fen(Fraction(1), {Fraction(2): Fraction(1)}, Fraction(2))


@pytest.mark.parametrize(("hours", "is_over"), [(Fraction(3), False), (Fraction(301, 100), True)])
def test_three_hours_a_day_are_allowed_for_a_special_reason_and_not_a_minute_more(hours, is_over):
    cap = overtime.OvertimeCap(Fraction(1), Fraction(3), Fraction(36))
    found = overtime.cap_violations(
        [overtime.OvertimeRow(date(2020, 6, 1), hours)], cap, has_special_reason=True
    )
    assert found == ([overtime.CapViolation.DAILY_SPECIAL] if is_over else [])


def test_a_month_of_no_overtime_passes_no_cap():
    cap = overtime.OvertimeCap(Fraction(1), Fraction(3), Fraction(36))
    assert overtime.cap_violations([], cap, has_special_reason=False) == []


@pytest.mark.parametrize(
    ("stopped", "rule", "end"),
    [
        (date(2020, 1, 31), standstill.CycleRule.ONE_MONTH, date(2020, 2, 28)),
        (date(2020, 12, 10), standstill.CycleRule.ONE_MONTH, date(2021, 1, 9)),
        (date(2020, 2, 10), standstill.CycleRule.THIRTY_DAYS, date(2020, 3, 10)),
        (date(2020, 2, 29), standstill.CycleRule.REST_OF_PAY_PERIOD, date(2020, 2, 29)),
    ],
)
def test_a_cycle_ends_by_its_reading(stopped, rule, end):
    assert standstill.first_cycle_end(stopped, rule) == end


def test_a_month_before_the_stop_is_paid_by_contract_and_one_long_after_by_allowance():
    for month, amount in ((date(2020, 1, 1), 4_350_00), (date(2020, 12, 1), 1_000_00)):
        found = standstill.standstill_wage(
            4_350_00,
            Fraction(1_000_00),
            date(2020, 2, 10),
            month,
            standstill.CycleRule.ONE_MONTH,
            PAID_DAYS,
        )
        assert found.amount_fen == amount


def test_a_cycle_that_ends_on_a_rest_day_before_the_first_workday_leaves_the_month_whole():
    found = standstill.standstill_wage(
        4_350_00,
        Fraction(1_000_00),
        date(2020, 2, 2),
        date(2020, 3, 5),
        standstill.CycleRule.ONE_MONTH,
        PAID_DAYS,
    )
    assert (found.contract_days, found.amount_fen, found.is_provisional) == (0, 1_000_00, False)


def test_a_standstill_without_leave_starts_on_the_first_workday():
    assert standstill.standstill_starts(date(2020, 1, 31), 0) == date(2020, 2, 3)


@pytest.mark.parametrize(("years", "days"), [(0, 0), ("0.99", 0), (1, 5), ("9.99", 5), (10, 10), (20, 15)])
def test_annual_leave_grows_with_the_years_the_number_included(years, days):
    assert leave.annual_leave_days(Fraction(years), LEAVE) == days


def test_annual_leave_is_lost_from_the_named_months_on():
    assert leave.is_leave_lost(Fraction(9), Fraction(2), LOST)
    assert not leave.is_leave_lost(Fraction(9), Fraction("1.9"), LOST)
    assert not leave.is_leave_lost(Fraction(0), Fraction(12), LOST)


@given(st.dates(date(2019, 1, 1), date(2024, 12, 31)), st.integers(0, 15))
def test_leave_before_and_after_a_day_is_never_more_than_a_year_gives_but_for_the_leap_day(day, entitlement):
    parts = [leave.leave_share(side, day, entitlement, Fraction(0), 365) for side in leave.PartYear]
    assert sum(part.calendar_days for part in parts) in (366, 367)
    assert sum(part.days for part in parts) <= entitlement + 1


@pytest.mark.parametrize(
    ("taken", "left"), [("4", 7), ("4.5", 7), ("5", 6), ("11.5", 0), ("12", 0), ("15", 0)]
)
def test_of_leave_that_is_left_only_parts_of_a_day_are_dropped_and_too_much_taken_is_not_asked_back(
    taken, left
):
    share = leave.leave_share(leave.PartYear.LEAVE, date(2023, 10, 13), 15, Fraction(taken), 365)
    assert (share.calendar_days, share.days) == (286, left)


def test_welfare_leave_beyond_the_law_earns_nothing():
    kind = leave.LeaveType.COMPANY_WELFARE
    assert (
        leave.unused_leave_pay_fen(1, Fraction(9), Fraction(3), PAID_DAYS, is_wage_paid=True, kind=kind) == 0
    )


def test_a_birth_has_a_child():
    with pytest.raises(leave.NobodyBorn):
        leave.birth_leave_days(0, False, MATERNITY)


def test_maternity_leave_grows_with_children_and_difficulty():
    assert leave.birth_leave_days(3, True, MATERNITY) == 98 + 15 + 30
    assert leave.miscarriage_leave_days(Fraction(4), Fraction(4), MATERNITY) == 42
    assert leave.miscarriage_leave_days(Fraction("3.99"), Fraction(4), MATERNITY) == 15


def test_years_of_service_outside_the_table_are_refused():
    with pytest.raises(medical.ServiceUnfit):
        medical.medical_period(Fraction(3), Fraction(7), date(2020, 1, 1), MEDICAL)
    assert medical.medical_period(Fraction(10), Fraction(10), date(2020, 1, 1), MEDICAL).months == 12


@given(*(st.integers(0, 10**6) for _ in range(5)))
def test_a_shortfall_fills_up_exactly_to_the_minimum_wage(gross, overtime_fen, allowances, welfare, least):
    found = minimum.minimum_check(
        gross, least, overtime_fen=overtime_fen, allowances_fen=allowances, welfare_fen=welfare
    )
    assert found.is_met == (found.comparable_fen >= least)
    assert max(found.comparable_fen, least) == found.comparable_fen + found.shortfall_fen


def test_an_engel_coefficient_is_a_share():
    with pytest.raises(minimum.EngelUnfit):
        minimum.engel_base_yuan(Fraction(127), Fraction(0), Fraction(1))


def test_a_wage_below_zero_is_refused_with_what_was_typed() -> None:
    with pytest.raises(WageBelowZero) as refused:
        typed_amount("-1,200")
    assert "-1,200" in refused.value.said()[0]

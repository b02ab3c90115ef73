"""Arrears: their age, what may come on top, where crime begins, which awards are final, until when to claim."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.negotiation.figures import house_book
from union_lib.negotiation.rules.arrears import (
    CrimeLevel,
    Unpaid,
    WagesUnpaid,
    additional_compensation,
    ageing,
    final_award,
    half_up,
    refusal_to_pay,
)
from union_lib.negotiation.rules.limitation import (
    Claim,
    ClaimKind,
    Suspension,
    SuspensionBackwards,
    limitation,
)

ON = date(2020, 4, 30)
EPIDEMIC = Suspension(date(2020, 1, 31), date(2020, 4, 8))
DAYS = st.dates(date(2019, 1, 1), date(2021, 12, 31))


def figure(policy: str, on: date = ON):
    return house_book().figure(policy, on)


def last_day(kind: ClaimKind, start: date, **more) -> date | None:
    found = limitation(
        Claim(kind, start, **more), figure("arbitration_limitation"), figure("inspection_limitation_years")
    )
    assert found.citation
    return found.last_day


@settings(max_examples=100)
@given(st.lists(st.builds(Unpaid, DAYS, st.integers(1, 10**9))), st.sets(st.integers(1, 400), max_size=5))
def test_every_unpaid_fen_stands_in_exactly_one_column_of_age(rows, bounds):
    found = ageing(rows, ON, sorted(bounds))
    assert sum(band.amount_fen for band in found) == sum(row.amount_fen for row in rows)
    assert sum(band.items for band in found) == len(rows)


def test_a_column_of_age_includes_both_its_ends():
    rows = [Unpaid(ON - timedelta(days), 10**days_at) for days_at, days in enumerate((0, 1, 30, 31, 60, 61))]
    assert [band.amount_fen for band in ageing(rows, ON, (30, 60))] == [1, 110, 11_000, 100_000]


@settings(max_examples=100)
@given(st.integers(0, 10**12))
def test_what_is_ordered_on_top_lies_between_half_and_all_of_the_arrears(fen):
    found = additional_compensation(fen, figure("additional_compensation"), is_paid_in_ordered_time=False)
    assert found.least_fen == -(-fen // 2)
    assert found.most_fen == fen
    assert "85" in found.citation


def test_nothing_comes_on_top_of_what_is_paid_in_the_ordered_time():
    found = additional_compensation(100, figure("additional_compensation"), is_paid_in_ordered_time=True)
    assert (found.least_fen, found.most_fen) == (0, 0)


@pytest.mark.parametrize(
    ("amount", "whole"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("0.49", 0), ("7", 7)]
)
def test_a_half_is_rounded_up(amount, whole):
    assert half_up(Fraction(amount)) == whole


@pytest.mark.parametrize(
    ("workers", "months", "most", "total", "level"),
    [
        (1, 3, 4_999_99, 4_999_99, CrimeLevel.BELOW),
        (1, 3, 5_000_00, 5_000_00, CrimeLevel.PROVINCIAL_BAND),
        (1, 2, 50_000_00, 50_000_00, CrimeLevel.BELOW),
        (1, 3, 19_999_99, 19_999_99, CrimeLevel.PROVINCIAL_BAND),
        (1, 3, 20_000_00, 20_000_00, CrimeLevel.ABOVE_BAND),
        (10, 0, 3_000_00, 29_999_99, CrimeLevel.BELOW),
        (10, 0, 3_000_00, 30_000_00, CrimeLevel.PROVINCIAL_BAND),
        (9, 0, 90_000_00, 500_000_00, CrimeLevel.BELOW),
        (10, 0, 10_000_00, 100_000_00, CrimeLevel.ABOVE_BAND),
        (12, 3, 6_000_00, 120_000_00, CrimeLevel.ABOVE_BAND),
    ],
)
def test_the_crime_begins_where_both_conditions_of_one_limb_are_met(workers, months, most, total, level):
    found = refusal_to_pay(WagesUnpaid(workers, months, most, total), figure("refusal_to_pay_crime"))
    assert found.level == level
    assert "法释〔2013〕3号" in found.citation


def test_each_item_up_to_twelve_minimum_wages_ends_with_the_award():
    found = final_award([0, 20_400_00, 20_400_01], 1_700_00, figure("final_award_multiple"))
    assert (found.limit_fen, found.is_final) == (20_400_00, (True, True, False))
    assert final_award([], 1_700_00, figure("final_award_multiple")).is_final == ()


def test_a_claim_lasts_one_year_from_the_day_the_right_was_known_to_be_hurt():
    assert last_day(ClaimKind.ARBITRATION_OTHER, date(2020, 2, 29)) == date(2021, 2, 28)


def test_wages_owed_while_employed_have_no_limit_and_one_year_after_leaving():
    kind = ClaimKind.ARBITRATION_WAGE_IN_SERVICE
    assert last_day(kind, date(2010, 1, 1)) is None
    assert last_day(kind, date(2010, 1, 1), employment_ended=date(2020, 6, 30)) == date(2021, 6, 30)


def test_an_interruption_starts_the_year_anew():
    kind = ClaimKind.ARBITRATION_OTHER
    assert last_day(kind, date(2019, 5, 1), interrupted_on=date(2020, 3, 10)) == date(2021, 3, 10)


def test_an_interruption_before_leaving_does_not_shorten_the_year_after_it():
    kind = ClaimKind.ARBITRATION_WAGE_IN_SERVICE
    left = {"employment_ended": date(2020, 6, 30), "interrupted_on": date(2020, 1, 5)}
    assert last_day(kind, date(2019, 5, 1), **left) == date(2021, 6, 30)


def test_the_days_of_a_suspension_are_added_and_its_last_day_is_not():
    assert last_day(ClaimKind.ARBITRATION_OTHER, date(2019, 2, 20), suspension=EPIDEMIC) == date(2020, 4, 28)


def test_only_the_suspended_days_inside_the_time_are_added():
    kind = ClaimKind.ARBITRATION_OTHER
    assert last_day(kind, date(2018, 1, 1), suspension=EPIDEMIC) == date(2019, 1, 1)
    assert last_day(kind, date(2020, 4, 1), suspension=EPIDEMIC) == date(2021, 4, 8)
    assert last_day(kind, date(2020, 5, 1), suspension=EPIDEMIC) == date(2021, 5, 1)


def test_inspection_looks_back_two_years_and_a_last_day_on_a_holiday_does_not_roll():
    assert last_day(ClaimKind.LABOUR_INSPECTION, date(2018, 10, 1)) == date(2020, 10, 1)


def test_a_claim_is_open_on_its_last_day_and_closed_on_the_next():
    claim = Claim(ClaimKind.ARBITRATION_OTHER, date(2019, 4, 30))
    found = limitation(claim, figure("arbitration_limitation"), figure("inspection_limitation_years"))
    assert found.is_open(date(2020, 4, 30))
    assert not found.is_open(date(2020, 5, 1))


def test_a_suspension_that_ends_before_it_begins_is_refused():
    with pytest.raises(SuspensionBackwards):
        Suspension(date(2020, 4, 8), date(2020, 1, 31))


@settings(max_examples=60)
@given(DAYS, DAYS)
def test_a_later_interruption_never_shortens_the_time(start, interrupted):
    kind = ClaimKind.ARBITRATION_OTHER
    plain, longer = last_day(kind, start), last_day(kind, start, interrupted_on=interrupted)
    assert plain is not None
    assert longer is not None
    assert longer >= plain

"""Until when a claim may be brought: a year for arbitration, two for inspection, none while employed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_lib.negotiation.figures import house_book
from union_lib.negotiation.rules.limitation import (
    Claim,
    ClaimKind,
    Limitation,
    Suspension,
    SuspensionBackwards,
    limitation,
)

OTHER, WAGE, INSPECTION = (
    ClaimKind.ARBITRATION_OTHER,
    ClaimKind.ARBITRATION_WAGE_IN_SERVICE,
    ClaimKind.LABOUR_INSPECTION,
)
START = date(2019, 3, 5)
DAYS = st.dates(date(2018, 1, 1), date(2022, 12, 31))


def found(kind: ClaimKind = OTHER, start: date = START, **more: object) -> Limitation:
    book, on = house_book(), date(2020, 3, 4)
    claim = Claim(kind, start, **more)  # type: ignore[arg-type]
    return limitation(
        claim, book.figure("arbitration_limitation", on), book.figure("inspection_limitation_years", on)
    )


def test_a_claim_goes_to_arbitration_within_a_year_and_its_last_day_counts():
    limit = found()
    assert limit.last_day == date(2020, 3, 5)
    assert limit.is_open(date(2020, 3, 5))
    assert not limit.is_open(date(2020, 3, 6))


def test_labour_inspection_looks_back_two_years():
    assert found(INSPECTION).last_day == date(2021, 3, 5)
    assert "监察条例" in found(INSPECTION).citation


def test_wages_owed_while_employed_have_no_limit_until_the_employment_ends():
    assert not found(WAGE).is_limited
    assert found(WAGE, employment_ended=date(2020, 1, 31)).last_day == date(2021, 1, 31)


def test_a_year_from_a_leap_day_ends_on_the_last_of_february():
    assert found(start=date(2020, 2, 29)).last_day == date(2021, 2, 28)


def test_claiming_or_promising_starts_the_year_anew():
    assert found(interrupted_on=date(2019, 12, 1)).last_day == date(2020, 12, 1)


def test_an_interruption_before_the_right_was_hurt_changes_nothing():
    assert found(interrupted_on=date(2019, 1, 1)).last_day == found().last_day


def test_the_days_of_a_suspension_are_added():
    closed = Suspension(date(2020, 1, 31), date(2020, 2, 10))
    assert found(suspension=closed).last_day == date(2020, 3, 15)


def test_a_suspension_after_the_last_day_comes_too_late_and_one_before_the_beginning_counts_from_it():
    after = Suspension(date(2020, 3, 6), date(2020, 4, 6))
    before = Suspension(date(2019, 2, 5), date(2019, 3, 15))
    assert found(suspension=after).last_day == date(2020, 3, 5)
    assert found(suspension=before).last_day == date(2020, 3, 15)


def test_a_suspension_that_ends_before_it_begins_is_refused():
    with pytest.raises(SuspensionBackwards):
        Suspension(date(2020, 2, 10), date(2020, 1, 31))


@given(DAYS, st.none() | DAYS, st.none() | st.tuples(DAYS, st.integers(0, 200)))
def test_nothing_that_happens_brings_the_last_day_forward(
    start: date, interrupted: date | None, closed: tuple[date, int] | None
):
    suspension = Suspension(closed[0], closed[0] + timedelta(days=closed[1])) if closed else None
    plain = found(start=start).last_day
    limit = found(start=start, interrupted_on=interrupted, suspension=suspension)
    assert plain is not None
    assert limit.last_day is not None
    assert limit.last_day >= plain
    assert limit == found(start=start, interrupted_on=interrupted, suspension=suspension)

"""One worker's month: what is due, line by line, and what cannot be told."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.common.policies import DatedValue, Figure, Policy
from union_lib.negotiation.rules import law as ids
from union_lib.negotiation.rules.amounts import (
    DatesReversed,
    PeriodOutsideMonth,
    PeriodsOverlap,
    QuantityNegative,
)
from union_lib.negotiation.rules.law import AreaUnknown, Law
from union_lib.negotiation.rules.month_facts import (
    NotADaySituation,
    Segment,
    StopDayMissing,
    StoppageBeforeStop,
    UnusedLeave,
    WorkerMonth,
)
from union_lib.negotiation.rules.month_rates import Agreed
from union_lib.negotiation.rules.overtime import CapViolation, OvertimeRow
from union_lib.negotiation.rules.payslip_law import payslip_law
from union_lib.negotiation.rules.situations import RATE_OF, Situation, formula_text, worked_out_fen
from union_lib.negotiation.rules.standstill import CycleRule
from union_lib.negotiation.rules.worker_month import monthly_wage

from .wage_law import NOWHERE, TOWN, VILLAGE, book, law_of

MARCH = date(2020, 3, 1)
WAGE = Agreed(4_350_00)


def march(first, last, situation):
    return Segment(date(2020, 3, first), date(2020, 3, last), situation)


def facts(*segments, month=MARCH, agreed=WAGE, **rest):
    return WorkerMonth(month, agreed, segments, **rest)


def stopped(month=MARCH, on=date(2020, 2, 10), **rest):
    days = Segment(max(on, month), date(month.year, month.month, 28), Situation.STOPPAGE_IDLE)
    more = [Segment(date(2020, 3, 29), date(2020, 3, 31), Situation.STOPPAGE_IDLE)] if month == MARCH else []
    return facts(days, *more, month=month, stopped_on=on, **rest)


def amounts(found):
    return {str(line.situation): line.amount_fen for line in found.lines}


def test_a_month_of_normal_work_earns_the_contract_wage():
    (line,) = monthly_wage(facts(), law_of()).lines
    assert (line.amount_fen, line.unit, line.quantity) == (4_350_00, "month", 1)


def test_quarantine_and_work_from_home_leave_the_month_whole():
    found = monthly_wage(
        facts(march(2, 6, Situation.QUARANTINE), march(9, 13, Situation.WORK_FROM_HOME)), law_of()
    )
    assert found.total_fen == 4_350_00
    assert set(amounts(found)) == {"normal", "quarantine", "work_from_home"}


def test_days_of_the_contract_are_a_day_wage_each_where_others_are_paid_otherwise():
    found = monthly_wage(facts(march(2, 6, Situation.SICK)), law_of())
    assert amounts(found) == {"normal": 17 * 200_00, "sick": 283_22}
    assert formula_text(found.lines[1].formula) == "1540.00 × 0.8 ÷ 21.75 × 5"


def test_the_first_cycle_is_paid_by_contract_and_the_rest_by_allowance():
    found = monthly_wage(stopped(), law_of())
    assert amounts(found) == {"stoppage_first_cycle": 6 * 200_00, "stoppage_idle": 906_30}
    assert found.total_fen == 2_106_30


def test_three_readings_of_a_cycle_stand_side_by_side_and_one_is_marked():
    readings = monthly_wage(stopped(), law_of()).readings
    assert [(r.rule, r.total_fen, r.is_adopted) for r in readings] == [
        (CycleRule.ONE_MONTH, 2_106_30, True),
        (CycleRule.THIRTY_DAYS, 7 * 200_00 + 849_66, False),
        (CycleRule.REST_OF_PAY_PERIOD, 1_232_00, False),
    ]


def test_a_reading_chosen_by_a_person_comes_before_the_areas():
    found = monthly_wage(stopped(cycle_rule=CycleRule.REST_OF_PAY_PERIOD), law_of())
    assert (found.total_fen, found.cycle_basis) == (1_232_00, None)


def test_without_a_reading_only_the_days_in_dispute_block_the_month():
    law = law_of(without=ids.CYCLE_RULE)
    found = monthly_wage(stopped(), law)
    assert found.total_fen is None
    assert found.missing == (ids.CYCLE_RULE,)
    later = monthly_wage(stopped(month=date(2020, 4, 1)), law)
    assert later.missing == ()


def test_an_unknown_allowance_or_minimum_wage_blocks_the_month_and_is_named():
    found = monthly_wage(stopped(), law_of(NOWHERE))
    assert found.total_fen is None
    assert set(found.missing) == {ids.MIN_WAGE, ids.LIVING_SHARE}


def test_a_figure_entered_for_the_calculation_unblocks_it():
    source = Figure(1_540_00, "notice 12", "entered", MARCH, NOWHERE)
    share = Figure("0.7", "notice 13", "entered", MARCH, NOWHERE)
    law = Law(book(), NOWHERE, entered={ids.MIN_WAGE: source, ids.LIVING_SHARE: share})
    idle = monthly_wage(stopped(), law).lines[1]
    assert {basis.figure.citation for basis in idle.bases} >= {"notice 12", "notice 13"}
    assert idle.amount_fen == round(Fraction(1_540_00) * Fraction(7, 10) / Fraction("21.75") * 16)


def test_work_in_a_stoppage_earns_the_minimum_wage_or_what_was_agreed_above_it():
    april = date(2020, 4, 1)
    whole = Segment(april, date(2020, 4, 30), Situation.STOPPAGE_WORKING)
    rest = {"month": april, "stopped_on": date(2020, 2, 10)}
    assert monthly_wage(facts(whole, **rest), law_of()).total_fen == 1_540_00
    assert (
        monthly_wage(facts(whole, agreed=Agreed(4_350_00, stoppage_fen=2_000_00), **rest), law_of()).total_fen
        == 2_000_00
    )


def test_a_whole_month_of_rotation_earns_the_living_allowance():
    assert monthly_wage(facts(march(1, 31, Situation.ROTATION)), law_of(VILLAGE)).total_fen == 854_35


def test_unpaid_days_and_days_before_the_employment_earn_nothing():
    assert monthly_wage(facts(march(1, 31, Situation.UNPAID)), law_of()).total_fen == 0
    joined = monthly_wage(facts(employed_from=date(2020, 3, 30)), law_of())
    assert joined.total_fen == 2 * 200_00
    assert joined.minimum is None


def test_overtime_earns_by_the_kind_of_day_and_time_off_replaces_only_a_rest_day():
    rows = (
        OvertimeRow(date(2020, 4, 4), Fraction(8), is_compensated=True),
        OvertimeRow(date(2020, 4, 5), Fraction(8), is_compensated=True),
        OvertimeRow(date(2020, 4, 7), Fraction(2)),
    )
    found = monthly_wage(facts(month=date(2020, 4, 1), overtime=rows), law_of())
    assert amounts(found) == {
        "normal": 4_350_00,
        "overtime_holiday": 600_00,
        "time_off_in_lieu": 0,
        "overtime_workday": 75_00,
    }
    assert found.over_cap == (CapViolation.DAILY_USUAL,)


def test_an_emergency_has_no_cap():
    rows = tuple(OvertimeRow(date(2020, 3, day), Fraction(10)) for day in (2, 3, 4, 5))
    assert monthly_wage(facts(overtime=rows), law_of()).over_cap == (
        CapViolation.DAILY_USUAL,
        CapViolation.DAILY_SPECIAL,
        CapViolation.MONTHLY,
    )
    assert monthly_wage(facts(overtime=rows, is_emergency=True), law_of()).over_cap == ()


def test_a_contract_below_the_minimum_wage_is_filled_up():
    found = monthly_wage(facts(agreed=Agreed(1_600_00), excluded_fen=100_00), law_of())
    assert amounts(found) == {"normal": 1_600_00, "minimum_top_up": 40_00}
    assert found.minimum is not None
    assert found.minimum.shortfall_fen == 40_00


def test_an_unknown_minimum_wage_leaves_only_the_check_undone():
    found = monthly_wage(facts(), law_of(NOWHERE))
    assert (found.total_fen, found.minimum, found.unchecked) == (4_350_00, None, (ids.MIN_WAGE,))


def test_unused_leave_is_paid_twice_beside_the_normal_wage():
    found = monthly_wage(facts(unused_leave=UnusedLeave(Fraction(5), 6_000_00)), law_of())
    assert amounts(found)["unused_leave"] == 2_758_62


def test_a_year_without_a_published_calendar_is_provisional():
    assert monthly_wage(facts(month=date(2031, 3, 1)), law_of()).is_provisional
    assert not monthly_wage(facts(), law_of()).is_provisional


def test_the_same_facts_under_another_days_or_areas_law_answer_what_if():
    ill = facts(march(1, 31, Situation.SICK))
    assert monthly_wage(ill, law_of(TOWN)).total_fen == 1_232_00
    assert monthly_wage(ill, law_of(VILLAGE)).total_fen == 976_40
    assert monthly_wage(ill, Law(book(), TOWN, as_of=date(2023, 1, 1))).total_fen == 1_392_00


def test_a_special_article_that_is_not_in_force_yet_leaves_the_contract():
    law = law_of()
    del law.book.policies[ids.QUARANTINE]
    (line,) = monthly_wage(facts(march(1, 31, Situation.QUARANTINE)), law).lines
    assert line.amount_fen == 4_350_00


def test_a_rule_that_came_while_the_situation_lasted_is_cited():
    law = law_of()
    came = DatedValue("normal_wage", date(2020, 3, 20), "CN", "notice 8", "source")
    law.book.policies[ids.WORK_FROM_HOME] = Policy(ids.WORK_FROM_HOME, "", "", (came,))
    (line,) = monthly_wage(facts(march(1, 31, Situation.WORK_FROM_HOME)), law).lines
    (in_columns,) = payslip_law(law, [TOWN], MARCH).bases[Situation.WORK_FROM_HOME]
    for bases in (line.bases, in_columns):
        assert "notice 8" in [basis.figure.citation for basis in bases]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (lambda: facts(march(6, 2, Situation.SICK)), DatesReversed),
        (lambda: facts(march(2, 6, Situation.SICK), march(6, 9, Situation.ANNUAL_LEAVE)), PeriodsOverlap),
        (lambda: facts(Segment(date(2020, 2, 28), MARCH, Situation.SICK)), PeriodOutsideMonth),
        (lambda: facts(march(2, 3, Situation.SICK), employed_from=date(2020, 3, 3)), PeriodOutsideMonth),
        (lambda: facts(overtime=(OvertimeRow(date(2020, 4, 1), Fraction(1)),)), PeriodOutsideMonth),
        (lambda: facts(employed_from=date(2020, 3, 9), employed_to=date(2020, 3, 2)), DatesReversed),
        (lambda: facts(agreed=Agreed(-1)), QuantityNegative),
        (lambda: facts(overtime=(OvertimeRow(MARCH, Fraction(-1)),)), QuantityNegative),
        (lambda: facts(march(2, 6, Situation.STOPPAGE_IDLE)), StopDayMissing),
        (
            lambda: facts(march(2, 6, Situation.STOPPAGE_IDLE), stopped_on=date(2020, 3, 3)),
            StoppageBeforeStop,
        ),
        (lambda: facts(march(2, 6, Situation.OVERTIME_HOLIDAY)), NotADaySituation),
        (lambda: facts(march(2, 6, Situation.STOPPAGE_FIRST_CYCLE)), NotADaySituation),
    ],
)
def test_facts_that_cannot_be_are_refused(wrong, refusal):
    with pytest.raises(refusal):
        monthly_wage(wrong(), law_of())


def test_an_area_that_is_no_code_is_refused():
    with pytest.raises(AreaUnknown):
        Law(book(), "株洲")


situations = st.sampled_from(
    [
        Situation.NORMAL,
        Situation.QUARANTINE,
        Situation.SICK,
        Situation.STOPPAGE_IDLE,
        Situation.STOPPAGE_WORKING,
        Situation.ROTATION,
        Situation.UNPAID,
    ]
)
lives = st.lists(situations, min_size=31, max_size=31)


def lived(life, wage, hours=Fraction(2)):
    segments = tuple(march(day, day, situation) for day, situation in enumerate(life, start=1))
    overtime = (OvertimeRow(date(2020, 3, 8), hours),)
    return facts(*segments, agreed=Agreed(wage), stopped_on=date(2020, 2, 10), overtime=overtime)


@given(lives, st.integers(0, 3_000_000), st.integers(0, 100_000))
@settings(max_examples=40, deadline=None)
def test_raising_a_wage_never_lowers_an_entitlement(life, wage, raised):
    lower, higher = (monthly_wage(lived(life, w), law_of()).total_fen for w in (wage, wage + raised))
    assert lower <= higher


@given(lives, st.integers(0, 3_000_000))
@settings(max_examples=40, deadline=None)
def test_every_amount_is_what_its_formula_says_within_a_fen_and_names_its_source(life, wage):
    found = monthly_wage(lived(life, wage), law_of())
    assert found.total_fen == sum(line.amount_fen for line in found.lines)
    for line in found.lines:
        assert abs(worked_out_fen(line.formula) - line.amount_fen) <= 1
        if (
            line.unit == "day"
            and line.situation != Situation.UNPAID
            and "÷ 21.75" in formula_text(line.formula)
        ):
            assert ids.PAID_DAYS in [basis.id for basis in line.bases]


def test_every_line_that_earns_something_names_an_article():
    kinds = [kind for kind in RATE_OF if kind != Situation.STOPPAGE_FIRST_CYCLE]
    workdays = (2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16)
    segments = [march(day, day, kind) for day, kind in zip(workdays, kinds, strict=False)]
    found = monthly_wage(
        facts(
            *segments, stopped_on=date(2020, 1, 2), overtime=(OvertimeRow(date(2020, 3, 14), Fraction(1)),)
        ),
        law_of(),
    )
    assert all(line.bases for line in found.lines if line.amount_fen)
    assert all(basis.figure.citation for line in found.lines for basis in line.bases)


@given(st.integers(1_000_00, 50_000_00), st.integers(0, 10_000_00))
@settings(max_examples=30)
def test_maternity_never_lowers_the_wage_of_a_month_and_names_its_article(wage, raised):
    leave = march(2, 31, Situation.MATERNITY)
    found = monthly_wage(facts(leave, agreed=Agreed(wage)), law_of())
    assert found.total_fen == wage
    assert found.lines[0].bases[0].id == ids.MATERNITY_WAGE
    assert (monthly_wage(facts(leave, agreed=Agreed(wage + raised)), law_of()).total_fen or 0) >= wage

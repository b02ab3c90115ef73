"""Many payslips at once: the same fen as one worker's rules, and the articles of every amount."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.common.calendar import DayKind, day_kind, days, workdays
from union_lib.negotiation.rules import law as ids
from union_lib.negotiation.rules.amounts import QuantityNegative
from union_lib.negotiation.rules.bargaining import AmountTooLarge
from union_lib.negotiation.rules.month_facts import Segment, WorkerMonth
from union_lib.negotiation.rules.month_rates import Agreed
from union_lib.negotiation.rules.overtime import OvertimeRow
from union_lib.negotiation.rules.payroll_check import ColumnsUneven, PayPart, payroll_check
from union_lib.negotiation.rules.payslip_law import DAY_COLUMNS, payslip_law
from union_lib.negotiation.rules.payslips import ColumnUnfit, MoreDaysThanMonth, Payroll, payslips
from union_lib.negotiation.rules.situations import OVERTIME_OF, STOPPAGE, Situation
from union_lib.negotiation.rules.standstill import CycleRule, first_cycle_end, month_of
from union_lib.negotiation.rules.worker_month import monthly_wage

from .wage_law import NOWHERE, TOWN, VILLAGE, law_of

MONTHS = (date(2020, 3, 1), date(2020, 4, 1), date(2020, 10, 1))
AREAS = (TOWN, VILLAGE, NOWHERE)
STOPPED = date(2020, 2, 10)
ENTERED = [s for s in DAY_COLUMNS if s != Situation.STOPPAGE_FIRST_CYCLE]
LAW = {month: payslip_law(law_of(), AREAS, month) for month in MONTHS}


@st.composite
def months(draw):
    """Draw a worker's month: mostly one situation, some days of others, overtime on a day of each kind."""
    month = draw(st.sampled_from(MONTHS))
    first, last = month_of(month)
    usual = draw(st.sampled_from(ENTERED))
    others = draw(st.lists(st.tuples(st.integers(1, 28), st.sampled_from(ENTERED)), max_size=6))
    life = dict.fromkeys(workdays(first, last), usual)
    life |= {day.replace(day=n): s for n, s in others for day in [first] if day.replace(day=n) in life}
    by_kind = {day_kind(day): day for day in days(first, last)}
    hours = draw(st.dictionaries(st.sampled_from(list(by_kind)), st.integers(1, 400), max_size=3))
    rows = tuple(OvertimeRow(by_kind[kind], Fraction(n, 4)) for kind, n in hours.items())
    agreed = Agreed(*(draw(st.integers(0, top)) for top in (2_000_000, 300_000, 300_000)))
    segments = tuple(Segment(day, day, situation) for day, situation in life.items())
    return WorkerMonth(month, agreed, segments, rows, STOPPED, excluded_fen=draw(st.integers(0, 50_000)))


def counted(worker, position, parts):
    """Return the columns of one payslip."""
    end = first_cycle_end(STOPPED, CycleRule.ONE_MONTH)
    counts = dict.fromkeys(DAY_COLUMNS, 0)
    for segment in worker.segments:
        is_first = segment.situation in STOPPAGE and segment.first <= end
        counts[Situation.STOPPAGE_FIRST_CYCLE if is_first else segment.situation] += parts
    hours = {OVERTIME_OF[day_kind(row.on)]: np.array([int(row.hours * 4)]) for row in worker.overtime}
    return Payroll(
        np.array([worker.agreed.contract_fen]),
        {situation: np.array([n]) for situation, n in counts.items()},
        hours,
        np.array([position]),
        np.array([worker.agreed.sick_fen]),
        np.array([worker.agreed.stoppage_fen]),
        np.array([worker.excluded_fen]),
        parts,
    )


@given(months(), st.sampled_from(range(3)), st.sampled_from([1, 2]))
@settings(max_examples=250, deadline=None)
def test_a_payslip_in_columns_equals_one_workers_month_line_by_line(worker, position, parts):
    alone = monthly_wage(worker, law_of(AREAS[position]))
    slips = payslips(counted(worker, position, parts), LAW[worker.month])
    assert bool(slips.is_blocked[0]) == (alone.total_fen is None)
    found = {s: int(fen[0]) for s, fen in slips.due_fen.items() if fen[0]}
    assert found == {line.situation: line.amount_fen for line in alone.lines if line.amount_fen}
    assert int(slips.total_fen[0]) == sum(line.amount_fen or 0 for line in alone.lines)


@given(months(), st.sampled_from(range(2)))
@settings(max_examples=60, deadline=None)
def test_a_column_cites_what_the_workers_own_line_cites(worker, position):
    alone = monthly_wage(worker, law_of(AREAS[position]))
    slips = payslips(counted(worker, position, 1), LAW[worker.month])
    for line in alone.lines:
        if line.amount_fen:
            assert {b.id for b in line.bases} <= {b.id for b in slips.bases(line.situation)}


def many(count=500, seed=3):
    rng = np.random.default_rng(seed)
    sick = rng.integers(0, 5, count)
    return Payroll(
        rng.integers(1_000_00, 9_000_00, count),
        {Situation.NORMAL: 22 - sick, Situation.SICK: sick},
        {Situation.OVERTIME_REST_DAY: rng.integers(0, 64, count)},
        rng.integers(0, 2, count),
    )


def test_totals_are_the_sum_of_the_lines_and_nothing_is_negative():
    slips = payslips(many(), LAW[MONTHS[0]])
    assert (sum(slips.due_fen.values()) == slips.total_fen).all()
    assert min(int(fen.min()) for fen in slips.due_fen.values()) >= 0


def test_a_row_whose_area_lacks_a_figure_is_blocked_and_claims_nothing():
    roll = Payroll(
        np.array([4_350_00, 4_350_00]),
        {Situation.ROTATION: np.array([22, 0]), Situation.NORMAL: np.array([0, 22])},
        area=np.array([2, 2]),
    )
    slips = payslips(roll, LAW[MONTHS[0]])
    assert slips.is_blocked.tolist() == [True, False]
    assert set(slips.missing(0)) == {ids.MIN_WAGE, ids.LIVING_SHARE}
    assert slips.shortfall_fen(np.array([0, 0])).tolist() == [0, 4_350_00]


@pytest.mark.parametrize(
    ("roll", "refusal"),
    [
        (Payroll(np.array([1.5]), {}), ColumnUnfit),
        (Payroll(np.array(["4350"]), {}), ColumnUnfit),
        (Payroll(np.array([1, 2]), {Situation.NORMAL: np.array([1])}), ColumnUnfit),
        (Payroll(np.array([-1]), {}), QuantityNegative),
        (Payroll(np.array([1]), {Situation.SICK: np.array([-1])}), QuantityNegative),
        (Payroll(np.array([1]), {Situation.SICK: np.array([23])}), MoreDaysThanMonth),
        (Payroll(np.array([10**18]), {Situation.NORMAL: np.array([22])}), AmountTooLarge),
    ],
)
def test_columns_that_cannot_be_are_refused(roll, refusal):
    with pytest.raises(refusal):
        payslips(roll, LAW[MONTHS[0]])


def test_no_payslips_are_no_money():
    assert payslips(Payroll(np.array([], dtype=int), {}), LAW[MONTHS[0]]).total_fen.size == 0


def test_a_year_without_a_published_calendar_is_provisional():
    assert payslip_law(law_of(), AREAS, date(2031, 5, 1)).is_provisional


def test_overtime_unpaid_is_claimed_though_the_wage_was_overpaid():
    roll = Payroll(
        np.array([4_350_00]),
        {Situation.NORMAL: np.array([22])},
        {Situation.OVERTIME_REST_DAY: np.array([32])},
    )
    slips = payslips(roll, LAW[MONTHS[0]])
    found = payroll_check(slips, {PayPart.WAGE: np.array([5_000_00]), PayPart.OVERTIME: np.array([100_00])})
    (short,) = found.underpayments()
    assert (short.part, short.due_fen, short.shortfall_fen, found.claim_fen) == (
        PayPart.OVERTIME,
        400_00,
        300_00,
        300_00,
    )
    assert ids.OVERTIME_REST_DAY in [basis.id for line in short.lines for basis in line.bases]


def test_a_payroll_paid_in_full_claims_nothing():
    slips = payslips(many(), LAW[MONTHS[0]])
    overtime = slips.due_fen[Situation.OVERTIME_REST_DAY]
    paid = {PayPart.WAGE: slips.total_fen - overtime, PayPart.OVERTIME: overtime}
    assert payroll_check(slips, paid).claim_fen == 0
    assert payroll_check(slips, paid).underpayments() == []


def test_the_claim_is_the_sum_of_the_underpayments():
    found = payroll_check(payslips(many(), LAW[MONTHS[0]]), {PayPart.WAGE: np.full(500, 3_000_00)})
    assert found.claim_fen == sum(one.shortfall_fen for one in found.underpayments())
    assert found.claim_fen == int(found.by_row_fen().sum())
    assert len(found.underpayments(most=7)) == 7


def test_amounts_paid_for_other_payslips_are_refused():
    slips = payslips(many(), LAW[MONTHS[0]])
    with pytest.raises(ColumnsUneven):
        payroll_check(slips, {PayPart.WAGE: np.array([1])})
    with pytest.raises(QuantityNegative):
        payroll_check(slips, {PayPart.WAGE: np.full(500, -1)})


@given(st.integers(0, 10_000), st.integers(0, 2**31))
@settings(max_examples=20, deadline=None)
def test_raising_all_wages_never_lowers_a_claim(raised, seed):
    roll = many(50, seed)
    higher = Payroll(roll.contract_fen + raised, roll.days, roll.quarter_hours, roll.area)
    paid = {PayPart.WAGE: np.full(50, 3_000_00)}
    lower, more = (payroll_check(payslips(r, LAW[MONTHS[0]]), paid).by_row_fen() for r in (roll, higher))
    assert (more >= lower).all()


def test_every_kind_of_day_has_its_overtime_column():
    assert {OVERTIME_OF[kind] for kind in DayKind} <= set(LAW[MONTHS[0]].rates)

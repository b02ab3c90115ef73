"""A payroll beside the law: part by part, nothing made up for by another part."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.negotiation.wage_law import NOWHERE, TOWN, law_of
from union_lib.negotiation.rules.amounts import QuantityNegative
from union_lib.negotiation.rules.payroll_check import ColumnsUneven, PayPart, payroll_check
from union_lib.negotiation.rules.payslip_law import payslip_law
from union_lib.negotiation.rules.payslips import Payroll, Payslips, payslips
from union_lib.negotiation.rules.situations import Situation

MARCH = date(2020, 3, 1)
WORKDAYS = 22


def slips_of(wages: list[int], quarters: list[int], idle: list[int], area: str = TOWN) -> Payslips:
    law = payslip_law(law_of(area), [area], MARCH)
    normal = WORKDAYS - np.array(idle)
    days = {Situation.NORMAL: normal, Situation.STOPPAGE_IDLE: np.array(idle)}
    hours = {Situation.OVERTIME_HOLIDAY: np.array(quarters)}
    return payslips(Payroll(np.array(wages), days, hours), law)


def test_a_bonus_over_the_wage_does_not_pay_for_overtime():
    check = payroll_check(
        slips_of([4_350_00], [4], [0]), {PayPart.WAGE: [5_000_00], PayPart.OVERTIME: [50_00]}
    )
    [short] = check.underpayments()
    assert (short.part, short.due_fen, short.paid_fen, short.shortfall_fen) == (
        PayPart.OVERTIME,
        75_00,
        50_00,
        25_00,
    )
    assert check.claim_fen == 25_00


def test_every_line_of_an_underpaid_part_carries_its_articles():
    check = payroll_check(slips_of([4_350_00], [0], [2]), {PayPart.WAGE: [0]})
    [short] = check.underpayments()
    assert {line.situation for line in short.lines} == {Situation.NORMAL, Situation.STOPPAGE_IDLE}
    assert all(line.bases for line in short.lines)
    assert sum(line.due_fen for line in short.lines) == short.due_fen


def test_a_payslip_without_a_figure_claims_nothing_and_is_named():
    check = payroll_check(slips_of([4_350_00, 4_350_00], [0, 0], [2, 0], NOWHERE), {})
    assert check.blocked_rows.tolist() == [0]
    assert check.by_row_fen().tolist() == [0, 4_350_00]


def test_a_part_left_out_was_not_paid():
    assert payroll_check(slips_of([4_350_00], [4], [0]), {}).claim_fen == 4_425_00


def test_columns_of_another_length_and_amounts_below_zero_are_refused():
    slips = slips_of([4_350_00], [0], [0])
    with pytest.raises(ColumnsUneven):
        payroll_check(slips, {PayPart.WAGE: [1, 2]})
    with pytest.raises(QuantityNegative):
        payroll_check(slips, {PayPart.WAGE: [-1]})


rows = st.lists(
    st.tuples(st.integers(1_000_00, 20_000_00), st.integers(0, 60), st.integers(0, WORKDAYS)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40)
@given(rows, st.integers(0, 5_000_00), st.data())
def test_raising_a_wage_never_lowers_an_entitlement_or_a_claim(facts, raised, data):
    wages, quarters, idle = (list(column) for column in zip(*facts, strict=True))
    paid = [data.draw(st.integers(0, wage * 2)) for wage in wages]
    before, after = (
        payroll_check(slips_of([w + more for w in wages], quarters, idle), {PayPart.WAGE: paid})
        for more in (0, raised)
    )
    assert (after.slips.total_fen >= before.slips.total_fen).all()
    assert (after.by_row_fen() >= before.by_row_fen()).all()


@settings(max_examples=40)
@given(rows, st.data())
def test_claims_add_up_to_the_parts_and_nobody_owes_money(facts, data):
    wages, quarters, idle = (list(column) for column in zip(*facts, strict=True))
    paid = {part: [data.draw(st.integers(0, 20_000_00)) for _ in wages] for part in PayPart}
    check = payroll_check(slips_of(wages, quarters, idle), paid)
    found = check.underpayments()
    assert check.claim_fen == sum(one.shortfall_fen for one in found)
    assert all(one.shortfall_fen > 0 for one in found)

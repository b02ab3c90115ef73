"""What one aid may come to, and who approves it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_lib.consolation.rules.aid_caps import (
    Aid,
    AidNegative,
    AidRequest,
    AidRules,
    ApprovalLevel,
    NoSuchAid,
    ShareCap,
    granted,
)

RULES = AidRules(
    living_months={"deep": 12, "relative": 8},
    medical={
        "deep": ShareCap(1, None, (50_000_00, 100_000_00)),
        "relative": ShareCap(Fraction("0.8"), 150_000_00),
    },
    education_fen={"k9": 3_000_00},
    training_max_fen=3_000_00,
    injury_max_fen=10_000_00,
    accident=ShareCap(Fraction(1, 3), None),
)


@pytest.mark.parametrize(
    ("request_", "expected_fen"),
    [
        (AidRequest("deep", Aid.LIVING, 9_000_00, line_fen=600_00), 7_200_00),
        (AidRequest("relative", Aid.MEDICAL, 200_000_00, cost_fen=200_000_00), 150_000_00),
        (AidRequest("deep", Aid.MEDICAL, 30_000_00, cost_fen=23_456_00), 23_456_00),
        (AidRequest("deep", Aid.EDUCATION, 5_000_00, stage="k9"), 3_000_00),
        (AidRequest("deep", Aid.TRAINING, 3_000_00, cost_fen=2_500_00), 2_500_00),
        (AidRequest("accident", Aid.INJURY, 12_000_00), 10_000_00),
        (AidRequest("accident", Aid.ACCIDENT, 12_000_00, cost_fen=100_00), 33_33),
        (AidRequest("deep", Aid.LIVING, 0, line_fen=600_00), 0),
    ],
)
def test_the_lesser_of_what_is_asked_and_the_cap_is_granted_in_whole_fen(request_, expected_fen):
    assert granted(RULES, request_).granted_fen == expected_fen


@pytest.mark.parametrize(
    ("fen", "level"),
    [
        (49_999_99, ApprovalLevel.OWN),
        (50_000_00, ApprovalLevel.PROVINCE),
        (99_999_99, ApprovalLevel.PROVINCE),
        (100_000_00, ApprovalLevel.NATIONAL),
    ],
)
def test_who_approves_follows_from_the_granted_sum_and_the_bound_itself_counts(fen, level):
    assert granted(RULES, AidRequest("deep", Aid.MEDICAL, 10**9, cost_fen=fen)).level == level


def test_only_medical_aid_goes_further_up():
    found = granted(RULES, AidRequest("deep", Aid.LIVING, 10**9, line_fen=100_000_00))
    assert found.level == ApprovalLevel.OWN


@pytest.mark.parametrize(
    "request_",
    [
        AidRequest("accident", Aid.LIVING, 1, line_fen=1),
        AidRequest("none", Aid.MEDICAL, 1, cost_fen=1),
        AidRequest("deep", Aid.EDUCATION, 1, stage="phd"),
    ],
)
def test_what_the_rules_do_not_know_is_refused(request_):
    with pytest.raises(NoSuchAid):
        granted(RULES, request_)


def test_amounts_below_zero_are_refused():
    with pytest.raises(AidNegative):
        granted(RULES, AidRequest("deep", Aid.TRAINING, 1, cost_fen=-1))


@given(asked=st.integers(0, 10**8), cost=st.integers(0, 10**8), share=st.fractions(0, 1, max_denominator=50))
def test_nobody_is_granted_more_than_asked_or_than_the_share(asked, cost, share):
    rules = AidRules(accident=ShareCap(share))
    fen = granted(rules, AidRequest("accident", Aid.ACCIDENT, asked, cost_fen=cost)).granted_fen
    assert fen <= asked
    assert fen <= share * cost < fen + 1 or fen == asked

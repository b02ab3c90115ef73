"""Who may receive on the programme's day: by income or honoured, within every cap; what is unknown lets nobody in."""

from __future__ import annotations

from fractions import Fraction

import pytest

from union_lib.consolation.rules.aid_caps import Aid, AidRules, ShareCap
from union_lib.consolation.rules.assessing import OnFile, Rules, verdict
from union_lib.consolation.rules.eligibility import HardshipRule, HouseholdFigures
from union_lib.consolation.rules.stacking import StackingCaps
from union_lib.consolation.rules.stages import ApprovalRange, approvals_needed
from union_lib.consolation.rules.terms import (
    AmountNegative,
    FloorOverCap,
    Method,
    NoTier,
    Terms,
    Tier,
    TierTerms,
    WeightUnreadable,
    check_terms,
    decimal_weight,
    terms_of_record,
    terms_record,
)

RULE = HardshipRule(600_00, 2, "<", Fraction("0.8"), ("two_homes",))
FREE = StackingCaps(None, None)
RULES = Rules(RULE, FREE)
TERMS = Terms(
    Method.STANDARD,
    (Tier.DEEP, Tier.RELATIVE, Tier.MEDIC),
    {Tier.DEEP: TierTerms(3_000_00), Tier.RELATIVE: TierTerms(2_000_00), Tier.MEDIC: TierTerms(1_000_00)},
)
BUDGET = 100_000_00


def house(monthly: int, members: int = 3, **more: object) -> OnFile:
    figures = HouseholdFigures(monthly * 12 * members, 0, members)
    return OnFile(household=figures, **more)  # type: ignore[arg-type]


def seen(
    on_file: OnFile, rules: Rules = RULES, terms: Terms = TERMS
) -> tuple[str | None, str, int, int | None]:
    found = verdict(on_file, terms, rules, BUDGET)
    return found.tier and found.tier.value, found.cause, found.entitled_fen, found.room_fen


def test_income_below_the_line_gives_the_standard_amount_of_deep_hardship():
    assert seen(house(599_00)) == ("deep", "below_line", 3_000_00, None)


def test_the_line_itself_is_relative_hardship_where_the_rule_says_below():
    assert seen(house(600_00)) == ("relative", "below_multiple", 2_000_00, None)


def test_income_above_the_multiple_is_out_with_that_cause():
    assert seen(house(1_200_00)) == (None, "above_lines", 0, None)


def test_medics_are_honoured_whatever_their_income():
    assert seen(OnFile(tier=Tier.MEDIC)) == ("medic", "", 1_000_00, None)


def test_a_worker_in_hardship_without_a_household_file_is_out():
    assert seen(OnFile()) == (None, "no_household", 0, None)


def test_a_closed_file_is_out_before_anything_else():
    assert seen(house(100_00, is_closed=True)) == (None, "closed", 0, None)


def test_without_the_line_nobody_in_hardship_is_let_in_but_medics_are():
    unknown = Rules(None, FREE)
    assert seen(house(100_00), unknown)[:2] == (None, "rule_unknown")
    assert seen(OnFile(tier=Tier.MEDIC), unknown)[0] == "medic"


def test_without_the_caps_nobody_at_all_is_let_in():
    unknown = Rules(RULE, None)
    assert seen(house(100_00), unknown)[:2] == (None, "rule_unknown")
    assert seen(OnFile(tier=Tier.MEDIC), unknown)[:2] == (None, "rule_unknown")


def test_a_tier_that_takes_no_part_is_out():
    assert seen(OnFile(tier=Tier.WORKER))[:2] == (None, "not_taken")


def test_the_smaller_of_the_caps_leaves_the_room():
    caps = Rules(RULE, StackingCaps(3_000_00, 6_000_00))
    assert seen(house(100_00, had_fen=5_500_00), caps)[3] == 500_00
    assert seen(house(100_00, had_fen=1_000_00), caps)[3] == 3_000_00


def test_whoever_has_used_up_the_year_is_out():
    caps = Rules(RULE, StackingCaps(None, 6_000_00))
    assert seen(house(100_00, had_fen=6_000_00), caps)[:2] == (None, "year_cap")


def test_a_verified_need_comes_before_the_standard_amount():
    assert seen(house(100_00, claim_fen=777_00))[2] == 777_00


def test_living_aid_is_capped_by_months_of_the_line_less_what_was_received():
    living = Rules(RULE, FREE, Aid.LIVING, AidRules(living_months={"deep": 12, "relative": 8}))
    assert seen(house(100_00), living)[3] == 7_200_00
    assert seen(house(700_00, had_fen=4_000_00), living)[3] == 800_00
    assert seen(house(700_00, had_fen=4_800_00), living)[:2] == (None, "aid_cap")


def test_medical_aid_is_a_share_of_the_verified_cost_and_needs_one():
    caps = AidRules(medical={"deep": ShareCap(1), "relative": ShareCap(Fraction("0.8"), 1_000_00)})
    medical = Rules(RULE, FREE, Aid.MEDICAL, caps)
    assert seen(house(700_00, claim_fen=500_00), medical)[2:] == (500_00, 400_00)
    assert seen(house(700_00, claim_fen=5_000_00), medical)[3] == 1_000_00
    assert seen(house(700_00), medical)[:2] == (None, "need_unknown")


def test_an_aid_cap_that_nobody_knows_lets_no_household_in():
    unknown = Rules(RULE, FREE, Aid.LIVING, None)
    assert seen(house(100_00), unknown)[:2] == (None, "rule_unknown")
    assert seen(OnFile(tier=Tier.MEDIC), unknown)[0] == "medic"


def test_division_by_weight_promises_the_cap_of_the_tier():
    terms = Terms(Method.WEIGHTS, (Tier.DEEP,), {Tier.DEEP: TierTerms(0, Fraction(5), 0, 6_000_00)})
    assert seen(house(100_00), terms=terms)[2] == 6_000_00
    assert seen(house(100_00, claim_fen=100_00), terms=terms)[2] == 100_00
    open_ended = Terms(Method.WEIGHTS, (Tier.DEEP,), {Tier.DEEP: TierTerms(weight=Fraction(1))})
    assert seen(house(100_00), terms=open_ended)[2] == BUDGET


def test_terms_come_back_from_their_record_exactly():
    terms = Terms(
        Method.WEIGHTS,
        (Tier.DEEP,),
        {Tier.DEEP: TierTerms(1, Fraction("0.333"), 2, None)},
        Fraction("0.3"),
        Fraction("1.25"),
    )
    assert terms_of_record(terms_record(terms)) == terms


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        (Terms(order=()), NoTier),
        (Terms(order=(Tier.DEEP,), tiers={Tier.DEEP: TierTerms(floor_fen=2, cap_fen=1)}), FloorOverCap),
        (Terms(order=(Tier.DEEP,), tiers={Tier.DEEP: TierTerms(standard_fen=-1)}), AmountNegative),
    ],
)
def test_impossible_terms_are_refused_by_name(terms, refusal):
    with pytest.raises(refusal):
        check_terms(terms)


@pytest.mark.parametrize("text", ["-1", "1001", "1.2345", "NaN", "inf", "much", ""])
def test_a_weight_is_a_plain_decimal(text):
    with pytest.raises(WeightUnreadable):
        decimal_weight(text)


def test_a_total_needs_the_approvals_of_the_lowest_range_it_fits():
    ranges = [ApprovalRange(None, 3), ApprovalRange(50_000_00, 1), ApprovalRange(200_000_00, 2)]
    totals = (50_000_00, 50_000_01, 200_000_00, 200_000_01)
    assert [approvals_needed(fen, ranges) for fen in totals] == [1, 2, 2, 3]
    assert approvals_needed(9, []) == 1

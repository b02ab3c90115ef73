"""Who counts as a household in hardship, by the rule and by the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import union_lib.consolation
from union_lib.common.policies import DatedValue, FigureUnknown, NoRuleInForce, load_policies
from union_lib.consolation.rules import dated
from union_lib.consolation.rules.dated import assessment_on, exact, hardship_rule
from union_lib.consolation.rules.eligibility import (
    Cause,
    ComparatorUnknown,
    Hardship,
    HardshipRule,
    HouseholdFigures,
    assessment,
    comparator_sign,
    per_capita_fen,
)

HOUSE_FIGURES = Path(union_lib.consolation.__file__).parent / "policies" / "consolation.yaml"
RULE = HardshipRule(600_00, 2, "<", Fraction("0.8"), ("two_homes", "business_owner"))


@pytest.mark.parametrize(
    ("sign", "income_fen", "hardship"),
    [
        ("<", 21_600_00, Hardship.RELATIVE),
        ("<", 21_599_99, Hardship.DEEP),
        ("<=", 21_600_00, Hardship.DEEP),
        ("<=", 21_600_01, Hardship.RELATIVE),
        ("<", 43_200_00, Hardship.NONE),
        ("<=", 43_200_00, Hardship.RELATIVE),
        ("<=", 43_200_01, Hardship.NONE),
    ],
)
def test_the_line_itself_counts_only_if_the_rule_says_so(sign, income_fen, hardship):
    assert (
        assessment(HouseholdFigures(income_fen, members=3), replace(RULE, comparator=sign)).hardship
        == hardship
    )


@pytest.mark.parametrize("text", ["≤", "＜=", " <= ", "≦", "＜＝"])
def test_up_to_and_including_is_read_however_it_is_written(text):
    assert comparator_sign(text) == "<="


@pytest.mark.parametrize("text", ["", ">", "==", "below"])
def test_a_comparison_nobody_has_stated_is_refused(text):
    with pytest.raises(ComparatorUnknown):
        HardshipRule(1, comparator=text)


def test_an_accident_must_cost_strictly_more_than_its_share():
    figures = HouseholdFigures(60_000_00, members=2, accident_fen=48_000_00)
    assert assessment(figures, RULE).hardship == Hardship.NONE
    assert assessment(replace(figures, accident_fen=48_000_01), RULE).hardship == Hardship.ACCIDENT


def test_a_rule_without_an_accident_share_knows_no_accident():
    figures = HouseholdFigures(60_000_00, members=2, accident_fen=10**9)
    assert assessment(figures, replace(RULE, accident_share=None)).hardship == Hardship.NONE


def test_an_excluding_fact_comes_before_any_income():
    found = assessment(HouseholdFigures(0, flags=frozenset({"business_owner"})), RULE)
    assert (found.hardship, found.cause, found.flags) == (Hardship.EXCLUDED, Cause.FLAG, ("business_owner",))
    assert found.per_capita_fen is None


def test_a_fact_the_rule_does_not_name_excludes_nobody():
    assert assessment(HouseholdFigures(0, flags=frozenset({"has_a_car"})), RULE).hardship == Hardship.DEEP


@pytest.mark.parametrize(
    ("figures", "cause"),
    [
        (HouseholdFigures(None), Cause.INCOME_UNKNOWN),
        (HouseholdFigures(1, members=0), Cause.FIGURE_IMPOSSIBLE),
        (HouseholdFigures(1, members=-2), Cause.FIGURE_IMPOSSIBLE),
    ],
)
def test_what_cannot_be_judged_is_excluded_with_the_cause(figures, cause):
    found = assessment(figures, RULE)
    assert (found.hardship, found.cause) == (Hardship.EXCLUDED, cause)


def test_expenses_above_the_income_leave_less_than_nothing():
    figures = HouseholdFigures(10_000_00, 40_000_00, members=2)
    assert per_capita_fen(figures) == -1_250_00
    assert assessment(figures, RULE).hardship == Hardship.DEEP


@settings(max_examples=200)
@given(
    income=st.integers(-5_000, 50_000),
    rigid=st.integers(0, 50_000),
    members=st.integers(1, 9),
    accident=st.integers(0, 60_000),
    line=st.fractions(0, 700, max_denominator=30),
    multiple=st.sampled_from([Fraction(1), Fraction(3, 2), Fraction(2)]),
    sign=st.sampled_from(["<", "<="]),
)
def test_the_class_is_the_one_of_the_exact_income(income, rigid, members, accident, line, multiple, sign):
    rule = HardshipRule(line, multiple, sign, Fraction(4, 5))
    per_capita = Fraction(income - rigid, 12 * members)
    expected = Hardship.NONE
    if per_capita < line or (sign == "<=" and per_capita == line):
        expected = Hardship.DEEP
    elif per_capita < line * multiple or (sign == "<=" and per_capita == line * multiple):
        expected = Hardship.RELATIVE
    elif 5 * accident > 4 * income:
        expected = Hardship.ACCIDENT
    found = assessment(HouseholdFigures(income, rigid, members, accident), rule)
    assert (found.hardship, found.per_capita_fen) == (expected, per_capita)


def test_a_figure_counts_as_it_is_written():
    assert exact(0.1) == Fraction(1, 10)
    assert exact("100/3") == Fraction(100, 3)


def book(*lines: tuple[date, int | None]):
    entered = [DatedValue(line, day, "430200", "株民发〔2020〕0号") for day, line in lines]
    return load_policies(HOUSE_FIGURES).with_values({dated.LINE: entered})


def test_the_rule_of_a_day_names_the_document_of_every_part():
    found = hardship_rule(book((date(2020, 1, 1), 600_00)), date(2020, 3, 4), "430202")
    assert found.rule.line_fen == 600_00
    assert found.sources[dated.LINE].citation == "株民发〔2020〕0号"
    assert all(figure.citation for figure in found.sources.values())


def test_the_line_of_the_day_decides_and_an_old_decision_comes_out_again():
    figures, lines = HouseholdFigures(7_500_00), book((date(2020, 1, 1), 600_00), (date(2020, 7, 1), 650_00))
    assert assessment_on(figures, lines, date(2020, 6, 30), "430200").hardship == Hardship.RELATIVE
    assert assessment_on(figures, lines, date(2020, 7, 1), "430200").hardship == Hardship.DEEP


def test_no_local_line_is_invented():
    house = load_policies(HOUSE_FIGURES)
    with pytest.raises(FigureUnknown):
        hardship_rule(house, date(2020, 3, 4), "430202")
    with pytest.raises(NoRuleInForce):
        hardship_rule(house, date(2020, 3, 4), "110105")


@pytest.mark.parametrize(
    ("on", "cause"), [(date(2020, 3, 4), Cause.RULE_UNKNOWN), (date(2018, 3, 4), Cause.NO_RULE)]
)
def test_without_a_rule_the_household_is_excluded_with_the_cause(on, cause):
    found = assessment_on(HouseholdFigures(0), load_policies(HOUSE_FIGURES), on, "430202")
    assert (found.hardship, found.cause) == (Hardship.EXCLUDED, cause)


def test_every_known_figure_of_the_house_has_a_citation():
    values = [v for policy in load_policies(HOUSE_FIGURES).policies.values() for v in policy.values]
    assert [v for v in values if v.value is not None and not v.citation] == []
    assert {v.confidence for v in values} <= {"source", "to_confirm"}

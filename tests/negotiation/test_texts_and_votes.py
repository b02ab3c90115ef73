"""Delegates, votes, clauses compared, and promises held against the law."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_lib.common.policies import Figure
from union_lib.negotiation.rules.clauses import (
    Accord,
    Change,
    ClauseEmpty,
    ClauseText,
    ClauseTwice,
    changes,
    check_clauses,
    compare_clauses,
)
from union_lib.negotiation.rules.delegates import (
    Delegation,
    DelegationRule,
    Flaw,
    Member,
    delegation_flaws,
    delegation_on,
    has_chiefs,
)
from union_lib.negotiation.rules.floors import (
    FLOORS,
    Promise,
    PromiseUnreadable,
    Standing,
    check_floors,
)
from union_lib.negotiation.rules.kinds import Side, Topic
from union_lib.negotiation.rules.voting import VoteImpossible, VoteRule, check_vote, count_vote, text_hash

RULE = DelegationRule(3, Fraction(1, 3))
CONGRESS = VoteRule(Fraction(2, 3), Fraction(1, 2))
WORDS = st.text("工资增长4%12.5每月 元", max_size=30)


def _clause(key: str, text: str, **more: object) -> ClauseText:
    return ClauseText(key, Topic.PAY, key, text, **more)  # type: ignore[arg-type]


@given(st.integers(3, 30), st.integers(0, 30))
def test_exactly_a_third_from_outside_is_allowed_and_one_more_is_not(n: int, outside: int) -> None:
    outside = min(outside, n)
    flaws = delegation_flaws(Delegation(n, n, employer_external=outside), RULE)
    assert (Flaw.EXTERNAL_OVER_ONE_THIRD_EMPLOYER in flaws) == (3 * outside > n)


def test_only_those_count_whose_mandate_covers_the_day() -> None:
    members = [
        Member(Side.UNION, "甲", True, False, date(2020, 1, 1)),
        Member(Side.UNION, "乙", False, False, date(2020, 1, 1), date(2020, 2, 29)),
        Member(Side.EMPLOYER, "甲", True, True, date(2020, 3, 1)),
    ]
    assert delegation_on(members, date(2020, 2, 29)) == Delegation(0, 2)
    assert delegation_on(members, date(2020, 3, 1)) == Delegation(1, 1, 1, 0, 1, True)
    assert has_chiefs(members, date(2020, 3, 1))
    assert not has_chiefs(members, date(2020, 2, 29))


@given(st.integers(1, 500), st.data())
def test_a_vote_passes_by_fractions_of_all_and_not_of_those_present(total: int, data: st.DataObject) -> None:
    attending = data.draw(st.integers(0, total))
    favour = data.draw(st.integers(0, attending))
    counted = count_vote(total, attending, favour, CONGRESS)
    assert counted.quorum_met == (3 * attending >= 2 * total)
    assert counted.passed == (3 * attending >= 2 * total and 2 * favour >= total)


@pytest.mark.parametrize(("total", "attending", "favour"), [(10, 11, 5), (10, 5, 6), (0, 0, 0), (5, -1, 0)])
def test_a_vote_larger_than_attendance_or_than_all_is_refused(
    total: int, attending: int, favour: int
) -> None:
    with pytest.raises(VoteImpossible):
        check_vote(total, attending, favour)


def test_the_fingerprint_changes_with_any_word_and_not_with_how_words_are_split() -> None:
    base = text_hash([(1, "pay", "增长", "4%")])
    assert base != text_hash([(1, "pay", "增长", "5%")])
    assert base != text_hash([(1, "pay", "增长4", "%")])
    assert base == text_hash([(1, "pay", "增长", "4%")])


@given(WORDS, WORDS)
def test_the_pieces_of_a_comparison_give_both_texts_back(old: str, new: str) -> None:
    pieces = changes(old, new)
    assert "".join(p.text for p in pieces if p.change != Change.ADDED) == old
    assert "".join(p.text for p in pieces if p.change != Change.REMOVED) == new


def test_points_are_agreed_by_equal_words_or_by_being_settled() -> None:
    union = [_clause("a", "增长 4%"), _clause("b", "同样"), _clause("c", "只有工会")]
    employer = [_clause("a", "不增长"), _clause("b", " 同样 "), _clause("d", "只有企业")]
    found = {point.key: point.accord for point in compare_clauses(union, employer, [])}
    assert found == {
        "a": Accord.OPEN,
        "b": Accord.AGREED,
        "c": Accord.UNION_ONLY,
        "d": Accord.EMPLOYER_ONLY,
    }
    joint = [_clause("a", "增长 2%", is_settled=True), _clause("b", "同样")]
    found = {point.key: point.accord for point in compare_clauses(union, employer, joint)}
    assert (found["a"], found["b"]) == (Accord.AGREED, Accord.OPEN)


def test_an_empty_clause_and_one_that_stands_twice_are_refused() -> None:
    with pytest.raises(ClauseEmpty):
        check_clauses([_clause("a", "  ")])
    with pytest.raises(ClauseTwice):
        check_clauses([_clause("a", "一"), _clause("a", "二")])


@given(st.fractions(0, 5), st.fractions(Fraction(1, 10), 5))
def test_a_promise_below_its_floor_is_named_and_raising_it_never_hurts(
    promised: Fraction, floor: Fraction
) -> None:
    figure = Figure(str(floor), "劳动法 44", "source", date(1995, 1, 1), "CN")
    figures = {FLOORS[Promise.OVERTIME_WORKDAY].policy: figure}

    def standing(value: Fraction) -> Standing:
        clause = _clause("a", "加班", figures={Promise.OVERTIME_WORKDAY: str(value)})
        return check_floors([clause], figures)[0].standing

    assert standing(promised) == (Standing.BELOW if promised < floor else Standing.KEPT)
    if standing(promised) == Standing.KEPT:
        assert standing(promised + 1) == Standing.KEPT


def test_a_ceiling_is_broken_from_above_and_an_unknown_figure_is_said_to_be_unknown() -> None:
    cap = Figure({"per_month": 36}, "劳动法 41", "source", date(1995, 1, 1), "CN")
    clause = _clause("a", "加班", figures={Promise.OVERTIME_PER_MONTH: "40", Promise.BASE_WAGE_FEN: "170000"})
    ceiling, wage = check_floors([clause], {"overtime_cap": cap, "minimum_wage": None})
    assert (ceiling.standing, ceiling.bound) == (Standing.ABOVE, Fraction(36))
    assert (wage.standing, wage.bound, wage.figure) == (Standing.UNKNOWN, None, None)


def test_a_promise_that_is_no_number_is_refused() -> None:
    with pytest.raises(PromiseUnreadable):
        check_floors([_clause("a", "加班", figures={Promise.OVERTIME_WORKDAY: "一倍半"})], {})

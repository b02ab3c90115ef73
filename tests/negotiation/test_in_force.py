"""Which law counted on a day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from union_lib.negotiation.figures import house_book
from union_lib.negotiation.rules.in_force import NOT_IN_FORCE, Law, LawUnknown, is_in_force, law_in_force


@pytest.mark.parametrize(
    ("law", "first"),
    [(Law.MIGRANT_WAGE_REGULATION, date(2020, 5, 1)), (Law.WAGE_ARREARS_BLACKLIST, date(2022, 1, 1))],
)
def test_a_regulation_counts_from_its_day_and_not_the_day_before(law, first):
    before = date.fromordinal(first.toordinal() - 1)
    assert [is_in_force(house_book(), law, on) for on in (before, first)] == [False, True]


@pytest.mark.parametrize("law", list(Law))
def test_before_any_text_a_law_is_not_in_force(law):
    assert law_in_force(house_book(), law, date(1990, 1, 1)).value == NOT_IN_FORCE


def test_petitions_follow_the_regulation_until_its_successor():
    names = [
        law_in_force(house_book(), Law.PETITION_RULE, on).value for on in (date(2020, 3, 4), date(2022, 5, 1))
    ]
    assert names == ["信访条例", "信访工作条例"]


def test_the_article_on_arrears_moves_with_the_law_of_2021():
    days = (date(2020, 3, 4), date(2021, 12, 31), date(2022, 1, 1))
    found = [law_in_force(house_book(), Law.UNION_MAY_DEMAND_AND_REFER_ARREARS, on) for on in days]
    assert [f.value for f in found] == ["工会法第二十二条", "工会法第二十二条", "工会法第二十三条"]
    assert [f.confidence for f in found] == ["memory", "memory", "source"]


def test_days_are_exact_numbers_with_their_article():
    found = law_in_force(house_book(), Law.MONTHLY_WORK_DAYS, date(2025, 1, 1), "430211")
    assert (found.value, found.citation) == (Fraction("20.67"), "人社部发〔2025〕2号 一")


def test_a_law_nobody_has_heard_of_is_refused():
    with pytest.raises(LawUnknown):
        law_in_force(house_book(), "right_to_disconnect", date(2020, 1, 1))

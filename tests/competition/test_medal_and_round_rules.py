from decimal import Decimal

import pytest

from union_lib.competition.rules import (
    Component,
    Element,
    Medal,
    common_scale,
    judgement_mark,
    medals_within_points,
    performance_points,
    round_by_round,
    segment_score,
    team_total,
)


def decimals(*values):
    return [Decimal(value) for value in values]


def test_a_chain_of_close_scores_is_measured_from_its_best():
    awards = medals_within_points(decimals("751", "749", "748", "700"))
    assert awards == [Medal.GOLD, Medal.GOLD, Medal.BRONZE, Medal.MEDALLION]


def test_three_close_scores_share_gold_and_the_fourth_has_no_medal():
    assert medals_within_points(decimals("750", "749", "748", "690")) == [Medal.GOLD] * 3 + [None]


def test_a_team_with_few_entries_adds_what_it_has():
    assert team_total({"welding": decimals("70", "72.5"), "turning": []}) == Decimal("142.5")


def test_scores_too_far_apart_are_discussed_again():
    found = judgement_mark(decimals(1, 3, 2), Decimal("1.50"))
    assert (found.mark, found.needs_rediscussion) == (None, True)


def test_scores_close_together_make_a_mark_and_no_score_makes_none():
    assert judgement_mark(decimals(2, 2, 3), Decimal(2)).mark == Decimal("1.56")
    assert judgement_mark([None, None], Decimal(2)).mark is None


def test_the_common_scale_gives_everybody_the_centre_where_marks_hardly_differ():
    assert common_scale(decimals(77, 77, 77, 91)).scaled == (700, 700, 700, 700)


def test_the_common_scale_is_held_within_its_bounds():
    assert common_scale(decimals(0, 79, 80, 81, 1000)).scaled[::4] == (0, 1000)


def test_points_of_a_performance_drop_two_at_each_end():
    assert performance_points(decimals(9, 8, 8, 8, 7, 10, 6), Decimal("3.0")) == Decimal("72.00")


def test_places_after_each_round_compare_everybodys_running_total():
    after = round_by_round({"A": {1: Decimal(50), 2: Decimal(10)}, "B": {1: Decimal(40), 2: Decimal(30)}})
    assert [after["A"][n].rank for n in (1, 2)] == [1, 2]
    assert (after["B"][2].total, after["B"][2].rank) == (Decimal(70), 1)


def test_an_entry_that_is_out_keeps_its_total_in_later_rounds():
    after = round_by_round({"out": {1: Decimal(50)}, "in": {1: Decimal(45), 2: Decimal(1)}})
    assert (after["out"][2].total, after["out"][2].rank) == (Decimal(50), 1)


@pytest.mark.parametrize(("deductions", "total"), [("0", "12.00"), ("1.0", "11.00")])
def test_a_segment_adds_elements_and_components_less_deductions(deductions, total):
    score = segment_score(
        [Element(Decimal("3.2"), decimals("0", "1", "0.6", "1"))],
        [Component(Decimal("0.8"), decimals("10", "10", "10"))],
        Decimal(deductions),
    )
    assert (score.executions, score.factored) == ((Decimal("0.80"),), (Decimal("8.00"),))
    assert score.total == Decimal(total)

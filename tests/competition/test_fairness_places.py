"""How sure a place is, and panels adjusted for people."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.competition.rules.adjusting import (
    PanelMeanZero,
    PanelOfOne,
    PanelWithoutSpread,
    adjusted_totals,
)
from union_lib.competition.rules.fairness import (
    PanelMethod,
    TooFewForIntervals,
    close_ranks,
    panel_adjustment,
    panel_reports,
    place_intervals,
)
from union_lib.competition.rules.scheme import Adjustment, Scheme
from union_lib.competition.rules.scoring import EntryScore


def totals(entries=12, judges=7, noise=1.0, seed=1):
    """Totals of entries one mark apart, the best first."""
    rng = np.random.default_rng(seed)
    return np.linspace(90, 90 - entries + 1, entries)[:, None] + rng.normal(0, noise, (entries, judges))


def test_judges_who_agree_leave_every_place_certain():
    found = place_intervals(totals(noise=0.01), 1, 1)
    assert found.low == found.place == found.high == tuple(range(1, 13))
    assert found.together == ()


def test_a_hair_between_two_entries_puts_them_together():
    marks = np.array([[95.0, 95, 95, 95], [90.1, 88, 91, 89], [90, 88.1, 90.9, 89.05], [70, 71, 70, 71]])
    found = place_intervals(marks)
    assert found.together == ((1, 2),)
    assert (found.low[0], found.high[0]) == (1, 1)
    assert {found.low[1], found.low[2]} == {2}
    assert {found.high[1], found.high[2]} == {3}


def test_severe_judges_who_mark_everybody_move_no_place():
    severe = np.array([0, -10, 5, -3, 8])
    marks = np.array([90.0, 89, 88])[:, None] + severe
    assert place_intervals(marks).together == ()
    marks[0, 1] = np.nan
    assert place_intervals(marks).together != ()


def test_noisier_judges_make_wider_intervals():
    calm, noisy = (place_intervals(totals(noise=noise)) for noise in (0.3, 3.0))
    widths = [np.subtract(found.high, found.low).mean() for found in (calm, noisy)]
    assert widths[0] < widths[1]


def test_the_same_seed_gives_the_same_answer_and_places_lie_in_their_intervals():
    marks = totals(noise=3.0)
    marks[2, 3] = marks[5, 0] = np.nan
    assert place_intervals(marks, 1, 1) == place_intervals(marks, 1, 1)
    found = place_intervals(marks, 1, 1)
    assert all(
        low <= place <= high for low, place, high in zip(found.low, found.place, found.high, strict=True)
    )


def test_places_are_of_trimmed_means_and_little_is_left_untrimmed():
    marks = np.array([[90.0, 80, 80, 80], [85, 85, 85, 60], [82, 82, 82, 82]])
    assert place_intervals(marks, 1, 1).place == (3, 1, 2)
    assert place_intervals(marks, 2, 2).place == tuple(close_ranks(marks.mean(axis=1).tolist()))


def test_blocks_do_not_change_the_answer(monkeypatch):
    marks = totals(noise=3.0)
    whole = place_intervals(marks, 1, 1)
    monkeypatch.setattr("union_lib.competition.rules.fairness.places.BLOCK", 1000)
    assert place_intervals(marks, 1, 1) == whole


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(6)))
def test_entries_in_another_order_have_the_same_intervals(order):
    marks = totals(entries=6, noise=2.0)
    found, expected = place_intervals(marks[order]), place_intervals(marks)
    assert found.low == tuple(expected.low[entry] for entry in order)
    assert found.high == tuple(expected.high[entry] for entry in order)


@pytest.mark.parametrize(
    ("marks", "judges"),
    [(np.ones((4, 2)), 2), (np.array([[1, 2, 3], [1, np.nan, np.nan]]), 1), (np.ones((0, 5)), 0)],
)
def test_places_from_fewer_than_three_judges_are_refused(marks, judges):
    with pytest.raises(TooFewForIntervals) as refusal:
        place_intervals(marks)
    assert (refusal.value.judges, refusal.value.least) == (judges, 3)


PANELS = {"mild": [92.0, 90, 88], "stern": [70.0, 68, 60]}


@pytest.mark.parametrize("method", PanelMethod)
def test_adjusted_panels_share_their_mean(method):
    found = panel_adjustment(PANELS, method)
    assert [np.mean(marks) for marks in found.values()] == pytest.approx([78, 78])


def test_standard_scores_share_the_spread_as_well():
    found = panel_adjustment(PANELS, PanelMethod.ZSCORE)
    assert np.std(found["mild"]) == pytest.approx(np.std(found["stern"]))


@pytest.mark.parametrize("method", PanelMethod)
def test_a_panel_of_one_is_refused_by_name(method):
    with pytest.raises(PanelOfOne) as refusal:
        panel_adjustment(PANELS | {"small": [80.0]}, method)
    assert refusal.value.panel == "small"


@pytest.mark.parametrize("method", PanelMethod)
def test_a_panel_without_spread_is_refused_by_name(method):
    with pytest.raises(PanelWithoutSpread) as refusal:
        panel_adjustment(PANELS | {"flat": [85.1, 85.1, 85.1]}, method)
    assert refusal.value.panel == "flat"


@pytest.mark.parametrize("method", PanelMethod)
def test_adjusted_panels_are_those_of_the_exact_rule_that_decides(method):
    scores = {
        f"{name}{number}": EntryScore(None, Fraction(mark), (), (), None, 0)
        for name, marks in PANELS.items()
        for number, mark in enumerate(marks)
    }
    scheme = Scheme((), adjustment=Adjustment(f"panel_{method}"))
    exact = adjusted_totals(scheme, scores, {entry: entry[:-1] for entry in scores})
    found = [mark for marks in panel_adjustment(PANELS, method).values() for mark in marks]
    assert found == pytest.approx([float(total) for total in exact.values()])


def test_a_mean_of_zero_has_no_coefficient_but_can_be_shifted():
    panels = PANELS | {"zero": [-1.0, 0, 1]}
    with pytest.raises(PanelMeanZero):
        panel_adjustment(panels, PanelMethod.RATIO)
    assert np.mean(panel_adjustment(panels, PanelMethod.SHIFT)["zero"]) == pytest.approx(52)


def test_a_panel_report_counts_marks_and_measures_agreement_where_it_can():
    found = panel_reports({"first": [[80, 82], [90, 91], [70, None]], "empty": [[None, None]], "none": []})
    first = found["first"]
    assert (first.entries, first.judges, first.marks, first.mean) == (3, 2, 5, pytest.approx(82.6))
    assert first.sd == pytest.approx(np.std([80, 82, 90, 91, 70], ddof=1))
    assert first.agreement.kendall.w == 1
    assert (found["empty"].mean, found["empty"].sd, found["empty"].agreement.alpha_interval) == (
        None,
        None,
        None,
    )
    assert found["none"].judges == 0

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_lib.competition.rules.fairness import (
    Flag,
    GivenMark,
    Metric,
    PanelWarning,
    best_entries,
    close_ranks,
    connectivity,
    fleiss_kappa,
    icc,
    judge_deviations,
    judge_profiles,
    kendall_w,
    krippendorff_alpha,
    normalised_panels,
    own_unit_effects,
    severity_fit,
    welch,
)

JUDGES = ["J1", "J2", "J3", "J4", "J5"]


def panel(*offsets, qualities=(70, 74, 79, 83, 90, 95)):
    """Marks of entries by judges who differ by an offset and by a little noise."""
    noise = np.random.default_rng(7).normal(0, 0.4, (len(qualities), len(offsets)))
    return (np.array(qualities)[:, None] + np.array(offsets) + noise).tolist()


def profiles(marks, judge_unit=None, entry_unit=None):
    return judge_profiles(JUDGES, judge_unit or {}, entry_unit or [None] * len(marks), marks)


def test_judges_who_agree_to_a_constant_are_consistent_but_not_in_agreement():
    found = icc([[1, 3], [2, 4], [3, 5]])
    assert found.single[2] == pytest.approx(1)
    assert found.single[1] < 0.5


def test_a_severe_judge_is_flagged_harsh_and_nobody_else():
    flags = {judge: p.flags for judge, p in profiles(panel(0, 0.2, -0.2, 0.1, -9)).items()}
    assert flags == {"J1": [], "J2": [], "J3": [], "J4": [], "J5": [Flag.HARSH]}


def test_a_judge_who_gives_everybody_the_same_is_flat_and_has_no_correlation():
    marks = [[*row[:4], 80.0] for row in panel(0, 0.2, -0.2, 0.1, 0)]
    found = profiles(marks)["J5"]
    assert (found.r_with_others, found.spread_ratio) == (None, 0)
    assert Flag.FLAT in found.flags


def test_a_judge_who_marks_at_random_is_erratic():
    marks = [
        [*row[:4], odd]
        for row, odd in zip(panel(0, 0.2, -0.2, 0.1, 0), [90, 70, 88, 71, 86, 69], strict=True)
    ]
    assert Flag.ERRATIC in profiles(marks)["J5"].flags


def test_a_judge_who_lifts_their_own_unit_is_flagged():
    units = ["north", "south", "north", "south", "north", "south"]
    marks = [
        [*row[:4], row[4] + (8 if unit == "north" else 0)]
        for row, unit in zip(panel(0, 0.2, -0.2, 0.1, 0), units, strict=True)
    ]
    found = profiles(marks, {"J5": "north", "J1": "south"}, units)
    assert Flag.FAVOURS_OWN_UNIT in found["J5"].flags
    assert Flag.FAVOURS_OWN_UNIT not in found["J1"].flags
    assert found["J2"].own_unit is None


def test_own_unit_needs_entries_on_both_sides_and_a_colleague_to_compare_with():
    given_marks = [
        GivenMark("p1", "north", "A", "north", 90),
        GivenMark("p1", "north", "B", None, 80),
        GivenMark("p2", "south", "C", "south", 70),
    ]
    found = own_unit_effects(given_marks)
    assert (found["A"].leniency, found["A"].own_minus_other) == (10, None)
    assert (found["B"].n_own, found["C"].n, found["C"].leniency) == (0, 0, None)


def test_welch_is_undefined_without_two_marks_a_side_or_without_variance():
    assert welch([1.0], [1.0, 2.0]).t is None
    assert welch([1.0, 1.0], [2.0, 2.0]).p is None


def test_a_deviation_total_equal_to_the_number_of_elements_is_no_case():
    elements = [[Decimal(0), Decimal(2)], [Decimal(1), Decimal(3)]]
    assert [(d.total, d.exceeds) for d in judge_deviations(elements)] == [(2, False), (2, False)]


def test_panels_without_a_common_judge_or_entry_cannot_be_compared():
    pairs = [("A1", "J1"), ("A2", "J1"), ("B1", "J2")]
    assert not connectivity(pairs).is_comparable
    linked = [*pairs, ("L", "J1"), ("L", "J2")]
    assert connectivity(linked).is_comparable
    assert connectivity(linked, {"L"}).groups == (("A1", "A2"), ("B1",))


QUALITIES = st.lists(st.floats(50, 100), min_size=3, max_size=8)
SEVERITIES = st.lists(st.floats(-8, 8), min_size=3, max_size=5)


@given(QUALITIES, SEVERITIES)
def test_severity_is_recovered_exactly_where_it_is_all_there_is(qualities, severities):
    centred = np.array(severities) - np.mean(severities)
    marks = [
        (f"E{e}", f"J{j}", quality - centred[j])
        for e, quality in enumerate(qualities)
        for j in range(len(severities))
        if (e + j) % 3
    ]
    found = severity_fit(marks)
    if found.connectivity.is_comparable and len(found.severity) == len(severities):
        assert [found.quality[f"E{e}"] for e in range(len(qualities))] == pytest.approx(qualities)
        assert [found.severity[f"J{j}"] for j in range(len(severities))] == pytest.approx(centred, abs=1e-6)
    assert sum(found.severity.values()) == pytest.approx(0, abs=1e-6)


def test_an_entry_marked_by_lenient_judges_falls_once_severity_is_taken_out():
    marks = [("A", "mild", 92.0), ("B", "mild", 95.0), ("B", "stern", 85.0), ("C", "stern", 88.0)]
    fall = severity_fit(marks).biggest_fall
    assert (fall.entry, fall.from_rank, fall.to_rank) == ("A", 1, 3)


def test_computed_marks_that_differ_by_a_hair_share_the_place():
    assert close_ranks([0.1 + 0.2, 0.3, 0.2]) == [1, 1, 3]


def test_normalised_panels_have_the_common_mean():
    found = normalised_panels({"mild": [92, 90, 88], "stern": [70, 68, 60]})
    for marks in found.panels.values():
        assert np.mean(marks.shifted) == pytest.approx(found.mean)
        assert np.mean(marks.standardised) == pytest.approx(found.mean)
        assert np.std(marks.standardised) == pytest.approx(found.sd)


def test_a_panel_without_spread_has_no_standard_score():
    found = normalised_panels({"one": [80], "flat": [85.1, 85.1, 85.1], "usual": [70, 90]})
    assert found.warnings == [("one", PanelWarning.SINGLE_ENTRY), ("flat", PanelWarning.ZERO_SPREAD)]
    assert found.panels["flat"].standardised is None


def test_perfect_agreement_is_one_by_every_coefficient():
    assert krippendorff_alpha([[1, 2, 3], [1, 2, 3]], Metric.ORDINAL) == 1
    assert kendall_w([[1, 2, 3], [1, 2, 3]]).w == 1
    assert fleiss_kappa([[2, 0], [0, 2]]).kappa == 1


def test_agreement_is_undefined_where_nothing_differs_or_nothing_can_be_compared():
    assert krippendorff_alpha([[1, 1], [1, 1]], Metric.INTERVAL) is None
    assert krippendorff_alpha([[1, None], [None, 2]], Metric.INTERVAL) is None
    assert fleiss_kappa([[2, 0], [2, 0]]).kappa is None


def test_tied_ranks_raise_the_corrected_concordance():
    found = kendall_w([[1, 2.5, 2.5, 4], [1, 2, 3, 4]])
    assert found.t == 6
    assert found.w > found.w_uncorrected


def test_the_best_entries_are_ordered_by_exact_mean_and_ties_stay_as_listed():
    rows = [[Decimal("0.1"), Decimal("0.2")], [Decimal("0.3"), Decimal(0)], [Decimal(1), Decimal(1)]]
    assert best_entries(["a", "b", "c"], rows, n=2) == ["c", "a"]

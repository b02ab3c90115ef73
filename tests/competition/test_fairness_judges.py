"""The judges' report in any design: what is flagged, and how seldom a fair judge is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.competition.rules.fairness import Flag, GivenMark, adjusted_q, judge_report

FULL_MARK = 100.0


def field(entries=40, judges=8, per_entry=5, units=5, seed=1, lift=None):
    """Marks in halves of fair judges, each with a unit, after `lift(judge, is_own, mark)`."""
    rng = np.random.default_rng(seed)
    quality, severity = rng.normal(80, 6, entries), rng.normal(0, 1, judges)
    entry_unit, judge_unit = rng.integers(units, size=entries), np.arange(judges) % units
    marks = []
    for entry in range(entries):
        for judge in rng.permutation(judges)[:per_entry]:
            mark = round(2 * (quality[entry] - severity[judge] + rng.normal(0, 2))) / 2
            is_own = entry_unit[entry] == judge_unit[judge]
            mark = lift(judge, is_own, mark) if lift else mark
            marks.append(
                GivenMark(f"E{entry}", f"u{entry_unit[entry]}", f"J{judge}", f"u{judge_unit[judge]}", mark)
            )
    return marks


def flags(marks):
    return {judge: report.flags for judge, report in judge_report(marks, FULL_MARK).items() if report.flags}


def test_fair_judges_are_left_alone():
    assert flags(field()) == {}


def test_a_harsh_judge_is_flagged_in_a_design_where_nobody_marks_everything():
    marks = field(lift=lambda judge, _, mark: mark - 12 * (judge == 3))
    report = judge_report(marks, FULL_MARK)["J3"]
    assert flags(marks) == {"J3": (Flag.HARSH,)}
    assert report.leniency == pytest.approx(-12, abs=2)
    assert report.leniency_share == pytest.approx(report.leniency / 100)


def test_a_judge_who_always_takes_off_the_same_is_harsh_beyond_doubt():
    lower = {"A": 0, "B": 1, "C": 0, "D": 1, "E": 20}
    marks = [
        GivenMark(f"p{n}", None, judge, None, 90.0 - n - less)
        for n in range(12)
        for judge, less in lower.items()
    ]
    report = judge_report(marks)["E"]
    assert (report.leniency_q, report.r_with_others) == (0, pytest.approx(1))
    assert report.flags == (Flag.HARSH,)


def test_a_lenient_a_random_and_a_flat_judge_are_told_apart():
    def lift(judge, is_own, mark):
        odd = {0: mark + 12, 1: 60 + (mark * 7) % 40, 2: 80 + (mark - 80) / 10}
        return odd.get(judge, mark)

    found = flags(field(entries=120, judges=12, lift=lift))
    assert Flag.LENIENT in found["J0"]
    assert Flag.ERRATIC in found["J1"]
    assert found["J2"] == (Flag.FLAT,)


def test_a_judge_who_lifts_the_own_unit_is_flagged_and_no_colleague_for_it():
    marks = field(entries=80, lift=lambda judge, is_own, mark: mark + 6 * (judge == 1 and is_own))
    report = judge_report(marks)["J1"]
    assert flags(marks) == {"J1": (Flag.FAVOURS_OWN_UNIT,)}
    assert report.own_unit.own_minus_other == pytest.approx(6, abs=2)
    assert report.own_unit_q < 0.05
    assert report.leniency_share is None


def test_a_judge_hard_on_the_own_unit_is_not_flagged_for_favour():
    assert flags(field(entries=80, lift=lambda judge, is_own, mark: mark - 6 * (judge == 1 and is_own))) == {}


def test_colleagues_of_the_entrys_unit_are_no_measure_of_favour():
    marks = [
        GivenMark(f"p{n}", unit, judge, {"A": "north", "B": "north", "C": None}[judge], mark)
        for n, unit in enumerate(("north", "south"))
        for judge, mark in (("A", 90.0), ("B", 99.0), ("C", 80.0))
    ]
    report = judge_report(marks)["A"]
    assert report.leniency == pytest.approx(0.5)
    assert report.own_unit.own_minus_other == pytest.approx(10 - 0.5)


def test_false_alarms_of_favour_come_in_no_more_than_one_panel_in_twenty():
    panels = 150
    for design in ({"entries": 30, "judges": 5}, {"entries": 50, "judges": 9, "units": 12}):
        raised = [flags(field(**design, seed=seed)) for seed in range(panels)]
        favour = sum(
            any(Flag.FAVOURS_OWN_UNIT in of_judge for of_judge in found.values()) for found in raised
        )
        severe = sum(any({Flag.HARSH, Flag.LENIENT} & {*one} for one in found.values()) for found in raised)
        assert favour / panels <= 0.05
        assert severe / panels <= 0.1


def test_a_small_panel_never_cries_wolf():
    marks = field(entries=9, judges=5, lift=lambda judge, _, mark: mark - 30 * (judge == 0))
    assert flags(marks) == {}
    assert judge_report(marks)["J0"].robust_z < -3
    four = field(entries=40, judges=4, per_entry=4, lift=lambda judge, _, mark: mark - 30 * (judge == 0))
    assert Flag.HARSH not in judge_report(four)["J0"].flags


def test_two_marks_of_the_own_unit_are_not_tested():
    marks = [
        GivenMark(
            f"p{n}", "north" if n < 2 else "south", judge, "north" if judge == "A" else None, mark + n % 3
        )
        for n in range(12)
        for judge, mark in (("A", 90.0 + 9 * (n < 2) + n % 2), ("B", 85.0))
    ]
    report = judge_report(marks)["A"]
    assert report.own_unit.n_own == 2
    assert report.own_unit.test.p is not None
    assert report.own_unit_q is None


def test_a_judge_nobody_can_be_compared_with_is_not_in_the_report():
    marks = [GivenMark("p", "u", "A", None, 80.0), GivenMark("p", "u", "B", None, 82.0)]
    assert set(judge_report([*marks, GivenMark("q", "u", "C", None, 70.0)])) == {"A", "B"}
    assert judge_report([]) == {}


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_marks_changes_nothing(random):
    marks = field(entries=20)
    found, expected = judge_report(random.sample(marks, len(marks))), judge_report(marks)
    for judge, report in expected.items():
        assert found[judge].leniency == pytest.approx(report.leniency)
        assert found[judge].r_with_others == pytest.approx(report.r_with_others)
        assert found[judge].flags == report.flags


P_VALUES = st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=12)


@given(P_VALUES)
def test_adjusted_p_are_never_smaller_keep_their_order_and_leave_gaps(p_values):
    found = adjusted_q(p_values)
    pairs = sorted((p, q) for p, q in zip(p_values, found, strict=True) if p is not None)
    assert [q is None for q in found] == [p is None for p in p_values]
    assert all(p <= q <= 1 for p, q in pairs)
    assert [q for _, q in pairs] == sorted(q for _, q in pairs)


def seven(off: float, seed: int) -> list[GivenMark]:
    """Twenty-four entries by seven judges whose severities differ by 1.5 points; the first is off by more."""
    rng = np.random.default_rng(seed)
    quality = rng.normal(78, 8, 24)
    severity = rng.normal(0, 1.5, 7)
    severity[0] += off
    marks = np.round((quality[:, None] + severity + rng.normal(0, 2.5, (24, 7))) * 2) / 2
    return [GivenMark(f"E{e}", None, f"J{j}", None, float(marks[e, j])) for e in range(24) for j in range(7)]


def severe(marks: list[GivenMark]) -> set[str]:
    """Return the judges called harsh or lenient."""
    return {j for j, raised in flags(marks).items() if {Flag.HARSH, Flag.LENIENT} & set(raised)}


def test_a_judge_off_by_a_large_share_is_called_harsh_among_few_judges_too():
    found = sum("J0" in severe(seven(-9, seed)) for seed in range(60))
    assert found >= 45


def test_fair_judges_are_called_harsh_or_lenient_in_less_than_one_panel_of_ten():
    assert sum(bool(severe(seven(0, seed))) for seed in range(200)) < 20

"""Kinds of criteria, stages, drops by number of marks, small fields, teams: how they make a total."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from union_lib.competition import rules
from union_lib.competition.rules import (
    AwardClass,
    AwardPlan,
    Band,
    Bracket,
    Criterion,
    EntryState,
    FieldSize,
    Group,
    Kind,
    RoundingPoint,
    Scheme,
    Scored,
    TeamEntry,
    TeamRule,
    TieKey,
    TrimAt,
    TrimLine,
)

LEVELS = ("poor", "fair", "good", "best")
PLAIN = {"drop_high": 0, "drop_low": 0}


def one(criterion: Criterion, *marks: str, **rest) -> rules.EntryScore:
    """Score an entry on one criterion marked by judges 0, 1, …"""
    scheme = Scheme((criterion,), **{**PLAIN, **rest})
    return rules.entry_score(scheme, {criterion.key: {n: Decimal(m) for n, m in enumerate(marks)}})


def test_a_level_earns_its_share_of_the_full_mark():
    finish = Criterion("c", "C", Decimal(2), kind=Kind.JUDGEMENT, levels=LEVELS, spread_limit=Decimal(1))
    assert one(finish, "2", "2", "3").total == Decimal("1.56")
    assert one(finish, "3", "3", "3").total == Decimal("2.00")


def test_levels_far_apart_give_no_points_until_the_judges_have_looked_again():
    finish = Criterion("c", "C", Decimal(2), kind=Kind.JUDGEMENT, levels=LEVELS, spread_limit=Decimal(1))
    score = one(finish, "1", "3", "2")
    assert score.total is None
    assert score.parts[0].is_discussed
    assert score.missing == 0


@pytest.mark.parametrize(
    ("measured", "points"), [("50", 2), ("50.05", 2), ("49.94", 1), ("50.1", 1), ("50.11", 0)]
)
def test_a_measured_value_earns_the_points_of_the_first_bracket_it_lies_in(measured: str, points: int):
    size = Criterion(
        "c",
        "C",
        Decimal(2),
        kind=Kind.MEASUREMENT,
        nominal=Decimal(50),
        brackets=(Bracket(Decimal("0.05"), Decimal(2)), Bracket(Decimal("0.1"), Decimal(1))),
    )
    assert one(size, measured).total == points


def test_pass_earns_everything_and_fail_nothing():
    safety = Criterion("c", "C", Decimal("1.5"), kind=Kind.PASS_FAIL)
    assert (one(safety, "1").total, one(safety, "0").total) == (Decimal("1.50"), Decimal("0.00"))


def test_a_deduction_is_taken_off():
    scheme = Scheme(
        (Criterion("work", "W", Decimal(10)), Criterion("late", "L", Decimal(5), kind=Kind.DEDUCTION)),
        **PLAIN,
    )
    marks = {"work": {1: Decimal(8)}, "late": {1: Decimal("1.5")}}
    assert rules.entry_score(scheme, marks).total == Decimal("6.50")
    assert scheme.full_total == 10


def test_what_is_measured_or_levelled_is_not_trimmed():
    finish = Criterion("c", "C", Decimal(3), kind=Kind.JUDGEMENT, levels=LEVELS)
    assert one(finish, "0", "3", "3", drop_high=1, drop_low=1).total == Decimal("2.00")


def test_the_segment_scheme_computes_as_the_protocol_does():
    """The published Cup of China protocol, marked through a scheme instead of the protocol's own function."""
    name = "judged_segment_full_protocol__cup_of_china_2017_ladies_sp.json"
    vector = json.loads((Path(__file__).parents[1] / "vectors/data/competition" / name).read_text("utf8"))
    for skater, expected in zip(vector["input"]["skaters"], vector["expected"]["skaters"], strict=True):
        elements, components = skater["elements"], skater["components"]
        criteria = [
            Criterion(f"e{n}", "E", Decimal(3), kind=Kind.ELEMENT, lowest=Decimal(-3), group="tes")
            for n in range(len(elements))
        ]
        criteria += [
            Criterion(f"c{n}", "C", Decimal(10), weight=Decimal(c["factor"]), group="pcs")
            for n, c in enumerate(components)
        ]
        criteria += [Criterion("off", "D", Decimal(10), kind=Kind.DEDUCTION)]
        scheme = Scheme(
            tuple(criteria),
            rounding_point=RoundingPoint.PANEL,
            groups=(Group("tes", "TES"), Group("pcs", "PCS")),
        )
        marks = {f"e{n}": _marks(e["judge_goe_points"]) for n, e in enumerate(elements)}
        marks |= {f"c{n}": _marks(c["judges"]) for n, c in enumerate(components)}
        marks["off"] = {0: Decimal(skater["deductions"])}
        bases = {f"e{n}": Decimal(e["base_value"]) for n, e in enumerate(elements)}
        score = rules.entry_score(scheme, marks, bases)
        found = (score.group("tes").subtotal, score.group("pcs").subtotal, Fraction(score.total))
        assert found == tuple(Fraction(expected[key]) for key in ("tes", "pcs", "tss"))


def _marks(given: list[str | None]) -> dict[int, Decimal | None]:
    return {n: None if m is None else Decimal(m) for n, m in enumerate(given)}


# Stages


def staged(point: RoundingPoint = RoundingPoint.END) -> Scheme:
    """Theory of 30 % and practice of 70 %, the latter of two parts."""
    return Scheme(
        (
            Criterion("paper", "Paper", Decimal(100), group="theory"),
            Criterion("work", "Work", Decimal(60), group="practice"),
            Criterion("order", "Order", Decimal(40), group="practice"),
        ),
        rounding_point=point,
        groups=(
            Group("theory", "Theory", Decimal("0.3")),
            Group("practice", "Practice", Decimal("0.7")),
        ),
        tie_chain=(TieKey("practice"),),
        **PLAIN,
    )


def stage_marks(paper: list[str], work: list[str], order: list[str]) -> dict[str, dict[int, Decimal]]:
    return {
        key: {n: Decimal(m) for n, m in enumerate(marks)}
        for key, marks in (("paper", paper), ("work", work), ("order", order))
    }


def test_a_stage_adds_up_its_criteria_and_counts_by_its_weight():
    score = rules.entry_score(staged(), stage_marks(["80"], ["50"], ["30"]))
    assert [group.subtotal for group in score.groups] == [80, 80]
    assert score.total == Decimal("80.00")


def test_sub_totals_may_be_rounded_before_they_are_weighted():
    marks = stage_marks(["80"], ["50", "50", "51"], ["30", "30", "30"])
    assert rules.entry_score(staged(), marks).group("practice").subtotal == Fraction(241, 3)
    rounded = rules.entry_score(staged(RoundingPoint.SUBTOTAL), marks)
    assert rounded.group("practice").subtotal == Fraction("80.33")
    assert rounded.exact == 24 + Fraction("80.33") * Fraction("0.7")


def test_equal_totals_are_separated_by_a_stage():
    scored = [
        Scored("A", rules.entry_score(staged(), stage_marks(["100"], ["50"], ["30"]))),
        Scored("B", rules.entry_score(staged(), stage_marks(["30"], ["60"], ["38"]))),
        Scored("C", rules.entry_score(staged(), stage_marks(["16"], ["60"], ["34"]))),
    ]
    totals = [str(one.score.total) for one in scored]
    assert totals == ["86.00", "77.60", "70.60"]
    even = replace(scored[1].score, total=scored[0].score.total)
    found = rules.standings(staged(), [scored[0], replace(scored[1], score=even)])
    assert [(s.entry, s.rank) for s in found] == [("B", 1), ("A", 2)]


# Drops, fields, teams


def test_how_many_are_dropped_may_follow_the_number_of_marks():
    work = Criterion("c", "C", Decimal(10))
    lines = (TrimLine(5, 1, 1), TrimLine(9, 2, 2))
    assert one(work, "0", "8", "8", "10", trim_by_size=lines).total == Decimal("6.50")
    assert one(work, "0", "8", "8", "8", "10", trim_by_size=lines).total == Decimal("8.00")


def test_a_small_field_is_given_fewer_awards_or_none():
    plan = AwardPlan(
        (AwardClass("gold", quota=1), AwardClass("silver", quota=1), AwardClass("bronze", quota=1)),
        small_fields=(
            FieldSize(6, ("gold", "silver", "bronze")),
            FieldSize(5, ("gold", "silver")),
            FieldSize(4, ("gold",)),
            FieldSize(0, None),
        ),
    )
    given = {n: [a for a in rules.award_allocation(range(1, n + 1), plan).award if a] for n in (3, 4, 5, 6)}
    assert given == {3: [], 4: ["gold"], 5: ["gold", "silver"], 6: ["gold", "silver", "bronze"]}


def test_guests_and_ineligible_entries_keep_their_places_without_eating_an_award():
    work = Criterion("c", "C", Decimal(10))
    scheme = Scheme((work,), awards=AwardPlan((AwardClass("gold", quota=1),)), **PLAIN)
    states = {"A": EntryState.INELIGIBLE, "B": EntryState.GUEST, "C": EntryState.COMPETING}
    scored = [
        Scored(entry, rules.entry_score(scheme, {"c": {1: Decimal(9 - n)}}), state)
        for n, (entry, state) in enumerate(states.items())
    ]
    found = {s.entry: (s.rank, s.award) for s in rules.standings(scheme, scored)}
    assert found == {"A": (1, None), "B": (2, None), "C": (3, "gold")}


def test_a_team_is_as_good_as_its_best_entries():
    made = [TeamEntry("A", n, Decimal(m)) for n, m in enumerate((90, 80, 70))]
    made += [TeamEntry("B", n, Decimal(m)) for n, m in enumerate((95, 75), 3)]
    made += [TeamEntry("C", 5, None), TeamEntry("", 6, Decimal(100))]
    found = rules.team_standings(TeamRule(best=2), made)
    assert [(t.team, t.score, t.counted, t.rank) for t in found] == [
        ("A", 170, (0, 1), 1),
        ("B", 170, (3, 4), 1),
    ]


# What a scheme must satisfy

WORK = Criterion("c", "C", Decimal(10))


@pytest.mark.parametrize(
    ("scheme", "refusal"),
    [
        (Scheme((replace(WORK, group="g"),)), rules.GroupUnknown),
        (Scheme((WORK,), groups=(Group("g", "G"),)), rules.GroupEmpty),
        (Scheme((replace(WORK, group="g"),), groups=(Group("g", "G", parent="g"),)), rules.GroupUnknown),
        (
            Scheme(
                (replace(WORK, group="g"),),
                groups=(Group("g", "G", parent="h"), Group("h", "H", parent="g")),
            ),
            rules.GroupUnknown,
        ),
        (Scheme((replace(WORK, group="c"),), groups=(Group("c", "C"),)), rules.GroupUnnamed),
        (Scheme((replace(WORK, group="g"),), groups=(Group("g", "G", Decimal(0)),)), rules.WeightNotPositive),
        (Scheme((replace(WORK, kind=Kind.JUDGEMENT, levels=("", "x")),)), rules.LevelsMissing),
        (Scheme((replace(WORK, kind=Kind.MEASUREMENT),)), rules.BracketsUnfit),
        (
            Scheme(
                (
                    replace(
                        WORK,
                        kind=Kind.MEASUREMENT,
                        brackets=(Bracket(Decimal(2), Decimal(1)), Bracket(Decimal(1), Decimal(2))),
                    ),
                )
            ),
            rules.BracketsUnfit,
        ),
        (Scheme((replace(WORK, kind=Kind.ELEMENT, lowest=Decimal(1)),)), rules.ElementRangeUnfit),
        (Scheme((replace(WORK, spread_limit=Decimal(0)),)), rules.SpreadNotPositive),
        (
            Scheme(
                (replace(WORK, bands=(Band(Decimal(0), Decimal(5), ""), Band(Decimal(5), Decimal(10), ""))),)
            ),
            rules.BandsOverlap,
        ),
        (Scheme((WORK,), trim_by_size=(TrimLine(2, 1, 1),)), rules.TrimLinesUnfit),
        (Scheme((WORK,), trim_by_size=(TrimLine(5, 1, 1), TrimLine(5, 0, 0))), rules.TrimLinesUnfit),
        (Scheme((replace(WORK, kind=Kind.PASS_FAIL),), trim_at=TrimAt.SHEET), rules.SheetsNeedMarks),
        (
            Scheme((WORK,), awards=AwardPlan((), small_fields=(FieldSize(0, ("gold",)),))),
            rules.SmallFieldUnknown,
        ),
        (Scheme((WORK,), team=TeamRule(0)), rules.TeamTooSmall),
    ],
)
def test_a_scheme_that_makes_no_sense_is_refused_by_name(scheme: Scheme, refusal: type[Exception]):
    with pytest.raises(refusal):
        rules.check_scheme(scheme)


@pytest.mark.parametrize(
    ("criterion", "mark", "refusal"),
    [
        (replace(WORK, kind=Kind.JUDGEMENT, levels=LEVELS), "4", rules.MarkOutOfRange),
        (replace(WORK, kind=Kind.JUDGEMENT, levels=LEVELS), "1.5", rules.MarkOffStep),
        (replace(WORK, kind=Kind.PASS_FAIL), "2", rules.MarkOutOfRange),
        (replace(WORK, kind=Kind.ELEMENT, lowest=Decimal(-3)), "-4", rules.MarkOutside),
        (replace(WORK, kind=Kind.DEDUCTION), "-1", rules.MarkBelowZero),
        (replace(WORK, kind=Kind.MEASUREMENT, step=Decimal("0.1")), "50.05", rules.MarkOffStep),
    ],
)
def test_what_is_written_down_fits_its_kind(criterion: Criterion, mark: str, refusal: type[Exception]):
    with pytest.raises(refusal):
        rules.check_mark(Decimal(mark), criterion)


def test_a_measured_value_may_lie_anywhere_on_its_step():
    size = replace(WORK, kind=Kind.MEASUREMENT, step=Decimal("0.01"))
    for value in ("-3.25", "0", "1234.56"):
        assert rules.check_mark(Decimal(value), size) is None

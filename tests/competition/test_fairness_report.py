"""What the reports say of judges: figures that can be worked out by hand, and refusals with their reason."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from sqlalchemy import Engine

from tests.competition.fair_fields import field_of_marks, one_criterion
from tests.competition.people import complete, fill, sign
from tests.conftest import House, build_house, two_criteria
from union_lib.common.errors import NotAllowed, NotFound
from union_lib.competition import rules, service
from union_lib.competition.queries import Coding, Field
from union_lib.competition.reports import fairness, progress
from union_lib.competition.reports.fair_agreement import Level
from union_lib.competition.reports.fair_sheets import Basis, fair_sheets
from union_lib.competition.reports.fairness import WhatIf, fairness_of
from union_lib.competition.reports.otherwise import Otherwise
from union_lib.competition.rules.blind import BlindCodes
from union_lib.competition.rules.fairness import (
    Flag,
    NobodyLeft,
    NotConnected,
    NothingToCompare,
    NoWholeSheets,
    PanelMethod,
    TooFewForIntervals,
)
from union_lib.competition.scored import Outcome, outcome_of, outcome_under


@pytest.fixture
def house(sqlite_engine: Engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


def outcome_without(field: Field, appointment_ids: tuple[int, ...]) -> Outcome:
    """Compute from the field itself as if these judges had not marked."""
    left = [judge for judge in field.judges if judge.appointment_id not in appointment_ids]
    marks = {key: mark for key, mark in field.marks.items() if key[0] not in appointment_ids}
    return outcome_of(replace(field, judges=left, marks=marks))


def seen_of(field: Field) -> fairness.Fairness:
    return fairness_of(field)


def steady(entries: int = 12, judges: int = 7, seed: int = 5, noise: float = 1.5) -> list[list[float]]:
    """Marks of judges who differ by chance only, in halves."""
    rng = np.random.default_rng(seed)
    marks = rng.normal(80, 6, (entries, 1)) + rng.normal(0, noise, (entries, judges))
    return (np.round(marks * 2) / 2).tolist()


# Judges


def test_leniency_is_the_mean_difference_from_the_colleagues_in_points_of_the_total():
    seen = seen_of(field_of_marks({"mark": [[80, 82, 90], [70, 70, 82]]}))
    assert [row.leniency for row in seen.judges] == [-6.0, -4.5, 10.5]
    assert [row.report.leniency_share for row in seen.judges if row.report] == pytest.approx(
        [-0.06, -0.045, 0.105]
    )


def test_whole_sheets_are_weighted_totals():
    scheme = two_criteria()
    skill, safety = scheme.criteria
    weighted = replace(scheme, criteria=(replace(skill, weight=Decimal("0.5")), safety))
    sheets = fair_sheets(field_of_marks({"skill": [[40, 50]], "safety": [[30, 20]]}, weighted))
    assert sheets.basis == Basis.SHEETS
    assert sheets.value.tolist() == [50.0, 45.0]
    assert sheets.full_total == 70.0


def test_where_sheets_are_incomplete_each_criterion_is_compared_by_itself():
    marks = {"skill": [[40, 46], [30, 36]], "safety": [[None, None], [20, 20]]}
    seen = seen_of(field_of_marks(marks, two_criteria()))
    assert seen.sheets.basis == Basis.CRITERIA
    # 6 of 60 twice and 0 of 40: a tenth, a tenth and nothing of what can be reached
    assert seen.judges[0].leniency == pytest.approx(-(0.1 + 0.1 + 0) / 3 * 100)


def test_a_few_incomplete_sheets_are_left_out_and_counted():
    skill = [[40.0, 41.0]] * 6
    safety: list[list[float | None]] = [[20, 20]] * 5 + [[None, 20]]
    sheets = fair_sheets(field_of_marks({"skill": skill, "safety": safety}, two_criteria()))
    assert (sheets.basis, sheets.left_out, len(sheets.value)) == (Basis.SHEETS, 1, 11)


def test_judges_of_a_stage_are_compared_within_it_and_told_in_points_of_the_total():
    scheme = replace(
        two_criteria(),
        criteria=tuple(replace(c, group=g) for c, g in zip(two_criteria().criteria, "ab", strict=True)),
        groups=(rules.Group("a", "Theory", Decimal("0.5")), rules.Group("b", "Practice")),
    )
    marks = {
        "skill": [[40, 46, None, None], [30, 36, None, None]],
        "safety": [[None, None, 20, 22], [None, None, 20, 22]],
    }
    seen = seen_of(field_of_marks(marks, scheme, stages=("a", "a", "b", "b")))
    assert [row.leniency for row in seen.judges] == pytest.approx([-3, 3, -2, 2])
    assert [table.part for table in seen.agreement] == ["Theory", "Practice"]


def favoured() -> Field:
    """Judge 1 gives the own unit's entries 8 points more; the others know no units."""
    marks = steady(12)
    for row in (4, 5, 6, 7):
        marks[row][0] += 8
    units = ["Firm A" if n in (4, 5, 6, 7) else f"Firm {n}" for n in range(12)]
    return field_of_marks({"mark": marks}, units=units, judge_units=["Firm A", *["Other"] * 6])


def test_a_judge_who_favours_the_own_unit_is_flagged_and_nobody_else():
    seen = seen_of(favoured())
    assert {row.judge.name: row.flags for row in seen.flagged} == {"J1": (Flag.FAVOURS_OWN_UNIT,)}
    row = seen.judges[0]
    assert row.own_unit is not None
    assert (row.own_unit.n_own, row.own_unit.n_other) == (4, 8)
    assert row.own_unit.own_minus_other == pytest.approx(8, abs=2)
    assert row.own_p is not None
    assert row.own_p < 0.01


def test_the_consequence_of_a_judge_names_the_entries_that_change_places():
    #        J1 lifts E2 above E1 and does nothing else
    marks = [[70, 90, 90], [100, 85, 85], [60, 60, 60]]
    field = field_of_marks({"mark": marks})
    answer = seen_of(field).consequences[1]
    assert [(one.shown.code, one.change.rank_before, one.change.rank_after) for one in answer.changes] == [
        ("E2", 1, 2),
        ("E1", 2, 1),
    ]
    assert answer.awards == []


@pytest.mark.parametrize("without", [(1,), (2, 3), ()])
@pytest.mark.parametrize("drops", [0, 1])
def test_what_is_computed_from_columns_is_what_is_computed_from_the_field(
    without: tuple[int, ...], drops: int
):
    field = field_of_marks({"mark": steady()}, one_criterion(drops))
    otherwise = Otherwise(field, outcome_of(field))
    found, expected = otherwise.outcome(without, field.scheme), outcome_without(field, without)
    assert (found.standings, dict(found.totals)) == (expected.standings, dict(expected.totals))


def test_summed_marks_need_every_judge_that_is_left():
    scheme = replace(one_criterion(), combine=rules.Combine.SUM)
    field = field_of_marks({"mark": [[1, 2, None], [3, 4, 5]]}, scheme)
    answer = Otherwise(field, outcome_of(field)).answer(WhatIf(without=(3,)))
    assert dict(answer.outcome.totals) == {1: Decimal("3.00"), 2: Decimal("7.00")}


def test_consequences_are_computed_for_thirty_judges_the_most_striking_first():
    marks = steady(12, 34)
    for row in marks:
        row[33] -= 20
    found = seen_of(field_of_marks({"mark": marks})).consequences
    assert len(found) == 30
    assert 34 in found


def test_while_entries_are_coded_no_unit_is_compared_and_only_codes_are_shown():
    coding = Coding(BlindCodes(1, holders=(1,)), {f"E{n}": f"X{n:02d}" for n in range(1, 13)})
    seen = seen_of(replace(favoured(), coding=coding))
    assert seen.is_coded
    assert [row.own_unit for row in seen.judges] == [None] * 7
    assert seen.flagged == []
    names = [row.shown.code for row in seen.fair_marks.rows] + [row.shown.code for row in seen.places.rows]
    assert all(name.startswith("X") for name in names)


def test_refusals_name_codes_and_never_what_is_behind_them():
    coding = Coding(BlindCodes(1, holders=(1,)), {f"E{n}": f"X{n}" for n in range(1, 5)})
    marks = [[80, 81, None, None], [70, 71, None, None], [None, None, 60, 61], [None, None, 50, 52]]
    refused = seen_of(field_of_marks({"mark": marks}, coding=coding)).fair_marks.additive_refusal
    assert isinstance(refused, NotConnected)
    assert "E" not in refused.smallest
    assert "X1" in refused.smallest or "X3" in refused.smallest


# What would be otherwise


def test_other_weights_and_other_trimming_change_places_and_nothing_is_kept():
    marks = {"skill": [[60, 60], [20, 20]], "safety": [[0, 0], [30, 30]]}
    field = field_of_marks(marks, two_criteria())
    otherwise = Otherwise(field, outcome_of(field))
    answer = otherwise.answer(WhatIf(weights={"skill": Decimal("0.5")}))
    assert [one.change.rank_after for one in answer.changes] == [2, 1]
    assert answer.totals == 2
    assert field.scheme == two_criteria()
    trimmed = field_of_marks({"mark": [[0, 80, 80], [70, 70, 70]]})
    answer = Otherwise(trimmed, outcome_of(trimmed)).answer(WhatIf(trim=1))
    assert [one.shown.code for one in answer.changes] == ["E2", "E1"]


def test_two_questions_become_one():
    first = WhatIf(without=(1,), trim=0, weights={"skill": Decimal(2)})
    assert first.joined(WhatIf(without=(2, 1), trim=1)) == WhatIf((1, 2), 1, {"skill": Decimal(2)})


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (WhatIf(without=(1, 2)), NobodyLeft),
        (WhatIf(without=(99,)), NotFound),
        (WhatIf(weights={"nothing": Decimal(1)}), NotFound),
        (WhatIf(weights={"mark": Decimal(0)}), rules.WeightNotPositive),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(asked: WhatIf, refusal: type[Exception]):
    field = field_of_marks({"mark": [[80, 81], [70, 71]]})
    with pytest.raises(refusal):
        Otherwise(field, outcome_of(field)).answer(asked)


def test_a_scheme_that_frees_of_severity_is_asked_the_same_way():
    scheme = replace(one_criterion(), adjustment=rules.Adjustment.SEVERITY)
    field = field_of_marks({"mark": steady(6, 3)}, scheme)
    answer = Otherwise(field, outcome_of(field)).answer(WhatIf(trim=1))
    expected = outcome_under(field, replace(scheme, drop_high=1, drop_low=1))
    assert dict(answer.outcome.totals) == dict(expected.totals)


# Agreement


def test_agreement_of_a_published_table_is_found_again():
    # Shrout and Fleiss 1979, table 2
    marks = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    [table] = seen_of(field_of_marks({"mark": marks})).agreement
    found = [round(table.value(f"icc_{n}_{k}") or 0, 2) for k in "1k" for n in (1, 2, 3)]
    assert found == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    levels = {c.key: c.level for c in table.coefficients}
    assert (levels["icc_2_1"], levels["icc_2_k"], levels["icc_3_k"]) == (Level.POOR, Level.FAIR, Level.GOOD)
    assert {"alpha_interval", "alpha_ordinal", "alpha_ratio", "kendall_w", "mean_r"} <= set(levels)


def test_every_panel_has_its_own_agreement_with_the_judges_who_mark_all():
    marks = [[80, None, 81], [70, None, 70], [None, 60, 61], [None, 50, 52]]
    seen = seen_of(field_of_marks({"mark": marks}, panels="AABB", judge_panels=("A", "B", "")))
    assert [(t.panel, t.judges, t.entries, t.complete) for t in seen.agreement] == [
        ("A", 2, 2, 2),
        ("B", 2, 2, 2),
    ]


def test_levels_are_compared_by_fleiss_kappa_on_entries_with_the_usual_number_of_judges():
    criterion = rules.Criterion("safe", "Safe", Decimal(1), kind=rules.Kind.PASS_FAIL)
    field = field_of_marks({"safe": [[1, 1, 1], [0, 0, 0], [1, 1, None]]}, rules.Scheme((criterion,), 0, 0))
    table = seen_of(field).agreement[-1]
    assert (table.value("kappa_fleiss"), table.complete, table.entries) == (1.0, 2, 3)
    assert table.value("alpha_nominal") == 1.0
    assert table.value("alpha_interval") is None


# Fair marks and places


def test_fair_marks_give_back_what_a_strict_judge_took():
    # J1 is ten points stricter and marks E1 and E2 only; J3 marks E3 and E4; J2 marks all
    marks = [[70, 80, None], [60, 70, None], [None, 78, 78], [None, 68, 68]]
    found = seen_of(field_of_marks({"mark": marks})).fair_marks
    fair = {row.shown.code: row for row in found.rows}
    assert [row.shown.code for row in found.rows] == ["E3", "E1", "E4", "E2"]
    assert [fair[code].fair_place for code in ("E1", "E3", "E2", "E4")] == [1, 2, 3, 4]
    assert fair["E1"].fair - fair["E3"].fair == pytest.approx(2)  # type: ignore[operator]
    assert found.severity[0] - found.severity[1] == pytest.approx(10)
    assert fair["E1"].shift == 1


def test_models_refuse_with_their_reason_and_not_with_an_empty_table():
    alone = seen_of(field_of_marks({"mark": [[80], [70], [60]]}))
    assert isinstance(alone.refusal, NothingToCompare)
    assert isinstance(alone.fair_marks.additive_refusal, NothingToCompare)
    assert isinstance(alone.fair_marks.rasch_refusal, NothingToCompare)
    assert isinstance(alone.places.refusal, NothingToCompare)
    pair = seen_of(field_of_marks({"mark": [[80, 81], [70, 72]]}))
    assert isinstance(pair.places.refusal, TooFewForIntervals)
    parted = {"skill": [[40, 46], [30, 36]], "safety": [[None, None], [20, 20]]}
    assert isinstance(seen_of(field_of_marks(parted, two_criteria())).places.refusal, NoWholeSheets)


def test_nothing_marked_yet_is_no_fault():
    seen = seen_of(field_of_marks({"mark": [[None, None, None]] * 3}))
    assert isinstance(seen.refusal, NothingToCompare)
    assert [row.leniency for row in seen.judges] == [None] * 3
    assert (seen.agreement, seen.distributions, seen.consequences) == ([], [], {})


def test_rasch_is_given_whole_entries_drawn_with_a_seed_where_there_are_too_many(monkeypatch):
    from union_lib.competition.reports import fair_places

    monkeypatch.setattr(fair_places, "MOST_RATINGS", 210)
    found = seen_of(field_of_marks({"mark": steady(60, 7, noise=5)})).fair_marks
    measured = [row for row in found.rows if row.rasch is not None]
    assert found.sampled == 30
    assert 25 < len(measured) <= 30
    assert found.rasch_refusal is None


def test_entries_that_cannot_be_told_apart_are_named_and_a_clear_winner_is_not():
    marks = [[95, 96, 97, 95], [80, 82, 81, 79], [81, 80, 82, 78], [60, 61, 59, 60]]
    found = seen_of(field_of_marks({"mark": marks})).places
    assert [(g.first, g.last, g.codes) for g in found.groups] == [(2, 3, ("E2", "E3"))]
    assert [(row.place, row.first, row.last) for row in found.rows] == [
        (1, 1, 1),
        (2, 2, 3),
        (3, 2, 3),
        (4, 4, 4),
    ]


def test_a_chain_of_close_neighbours_is_not_one_group():
    rng = np.random.default_rng(3)
    marks = (80 - np.arange(12)[:, None] * 0.8 + rng.normal(0, 1.2, (12, 7))).round(1).tolist()
    found = seen_of(field_of_marks({"mark": marks})).places
    assert len(found.groups) > 1
    assert max(group.size for group in found.groups) < 12
    assert all(row.first <= row.place <= row.last for row in found.rows)


def test_panels_are_brought_to_one_level_in_three_ways_beside_the_raw_totals():
    marks = [[90, None], [94, None], [None, 80], [None, 84]]
    seen = seen_of(field_of_marks({"mark": marks}, panels="AABB", judge_panels="AB"))
    rows = {row.shown.code: row for row in seen.panels.rows}
    assert [rows[code].adjusted[PanelMethod.SHIFT] for code in ("E1", "E2", "E3", "E4")] == [85, 89, 85, 89]
    assert rows["E4"].places[PanelMethod.SHIFT] == 1
    assert rows["E4"].place == 3


@pytest.mark.parametrize(
    ("second", "refusal"), [([80], rules.PanelOfOne), ([80, 80], rules.PanelWithoutSpread)]
)
def test_a_panel_of_one_or_without_spread_is_refused_with_its_reason(
    second: list[int], refusal: type[Exception]
):
    marks = [[90, None], [94, None], *([None, mark] for mark in second)]
    seen = seen_of(field_of_marks({"mark": marks}, panels="AA" + "B" * len(second), judge_panels="AB"))
    assert {type(refused) for refused in seen.panels.refusals.values()} == {refusal}
    assert [dict(row.adjusted) for row in seen.panels.rows] == [{}] * len(marks)


def test_how_a_judges_marks_lie():
    [first, _] = seen_of(field_of_marks({"mark": [[60, 70], [70, 70], [80, 70]]})).distributions
    assert (first.n, first.mean, first.sd) == (3, 70.0, 10.0)
    assert first.quartiles == (60.0, 65.0, 70.0, 75.0, 80.0)
    assert sum(first.counts) == 3


def test_the_summary_for_a_side_column_has_the_most_lenient_first_and_whom_to_look_at():
    found = seen_of(favoured()).severity
    assert [bar.leniency for bar in found.bars] == sorted((b.leniency for b in found.bars), reverse=True)
    assert found.first is not None
    assert found.first.judge.name == "J1"
    assert found.without is not None
    assert {one.shown.code for one in found.without.changes}


# Tables, and who may ask


def test_tables_for_analysts_hold_a_row_for_each_judge_entry_and_coefficient(house: House):
    competition = house.competition(entries=4, judges=3)
    for judge, base in (("judge1", 30), ("judge2", 32), ("judge3", 35)):
        fill(house, competition, judge, base)
    ws = house.ws("analyst")
    judges = fairness.judge_table(ws, competition)
    assert list(judges["leniency"]) == pytest.approx([-7.0, -1.0, 8.0])
    assert list(judges["places"]) == [0, 0, 0]
    fair = fairness.fair_marks_table(ws, competition)
    assert list(fair["fair_place"]) == [1, 2, 3, 4]
    assert set(fairness.agreement_table(ws, competition)["coefficient"]) >= {"icc_2_k", "kendall_w"}
    assert list(fairness.place_table(ws, competition)["place"]) == [1, 2, 3, 4]
    assert fairness.severity_summary(ws, competition).bars[0].name == "Judge3"


@pytest.mark.parametrize("username", ["judge1", "south_organiser", "staff"])
def test_judges_and_other_organisations_are_refused(house: House, username: str):
    competition = house.competition()
    for asked in (
        fairness.judge_fairness,
        fairness.judge_table,
        fairness.fair_marks_table,
        fairness.place_table,
        fairness.agreement_table,
        fairness.severity_summary,
        fairness.versions_kept,
    ):
        with pytest.raises(NotAllowed):
            asked(house.ws(username), competition)


def test_a_table_is_refused_where_there_is_nothing_to_compare(house: House):
    competition = house.competition(judges=1)
    fill(house, competition, "judge1")
    for asked in (fairness.fair_marks_table, fairness.place_table):
        with pytest.raises(NothingToCompare):
            asked(house.ws("organiser"), competition)


# Across years


def published(house: House) -> int:
    competition = house.competition(entries=3, judges=2)
    complete(house, competition, "judge1", "judge2")
    sign(house, competition)
    service.post_notice(house.ws("organiser"), competition)
    service.publish(house.ws("organiser", today=house.ws("organiser").today.replace(month=5)), competition)
    return competition


def test_progress_reads_published_results_only_and_one_year_has_no_trend(house: House):
    house.competition()
    published(house)
    found = progress.progress_across_years(house.ws("analyst"))
    assert list(found["unit"]) == ["Firm 1", "Firm 2", "Firm 3"]
    assert list(found["place_share"]) == [1.0, 0.5, 0.0]
    assert list(found["score_share"]) == pytest.approx([0.6, 0.58, 0.56])
    trend = progress.trends(found)
    assert list(trend["unit"]) == ["Firm 1", "Firm 2", "Firm 3"]
    assert trend["per_year"].isna().all()
    assert progress.progress_across_years(house.ws("analyst"), "nothing like it").empty
    assert progress.trends(progress.progress_across_years(house.ws("judge1"))).empty
    assert progress.progress_across_years(house.ws("south_organiser")).empty


def test_a_trend_is_the_slope_of_the_yearly_means_weighed_by_entries():
    import pandas as pd

    lines = [
        (2018, "a", "Firm", "North", 1, 0.2, 0, 0.5),
        (2018, "b", "Firm", "North", 3, 0.6, 1, 0.5),
        (2019, "c", "Firm", "North", 2, 0.7, 1, 0.6),
        (2019, "c", "Other", "North", 1, None, 0, 0.6),
    ]
    table = progress.trends(pd.DataFrame(lines, columns=progress.COLUMNS))
    firm = table.set_index("unit").loc["Firm"]
    assert firm["per_year"] == pytest.approx(0.7 - 0.5)
    assert (firm["years"], firm["first"], firm["last"], firm["awards"]) == (2, 2018, 2019, 2)
    north = progress.trends(pd.DataFrame(lines, columns=progress.COLUMNS), by="district")
    assert list(north["district"]) == ["North"]

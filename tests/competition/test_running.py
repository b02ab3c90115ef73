"""What happens in the middle of a competition: late entries, judges replaced, entries moved, conflicts, draws."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlmodel import select

from tests.competition.people import (
    appointment,
    check_all,
    complete,
    entry_ids,
    fill,
    sheet_of,
    sign,
    submit,
)
from tests.conftest import House, two_criteria
from union_lib.common.errors import NotAllowed, NotFound
from union_lib.competition import refusals, reports, rules, service
from union_lib.competition.queries import exceptions_of
from union_lib.competition.rules import Stage
from union_lib.competition.service import GivenMark
from union_lib.competition.tables import Mark
from union_lib.registry.service import ReasonMissing

JUDGES = ("judge1", "judge2")


def marks_kept(house: House) -> int:
    """Count every mark row there is."""
    with house.system.reading() as session:
        return len(session.exec(select(Mark.id)).all())


def rows(house: House, competition: int) -> dict[str, tuple[str, str]]:
    """Return place and score by code."""
    seen = reports.results(house.ws("organiser"), competition)
    return {row.shown.code: (row.rank, str(row.total)) for row in seen.rows}


# Late entries


def test_a_late_entry_is_marked_by_everybody_and_nothing_given_before_is_lost(house: House):
    competition = house.competition()
    complete(house, competition, *JUDGES)
    before = marks_kept(house)
    service.add_entry(house.ws("organiser"), competition, {"code": "L1", "title": "Late"})
    assert [r.code for r in sheet_of(house, competition, "judge1").rows][-1] == "L1"
    with pytest.raises(refusals.MarksMissing):
        sign(house, competition)
    for judge in JUDGES:
        row = next(
            r for r in reports.board(house.ws("chief"), competition).rows if r.judge.name == judge.title()
        )
        service.return_sheet(house.ws("chief"), row.sheet_id, row.version, "late entry")
        fill(house, competition, judge)
        submit(house, competition, judge)
    check_all(house, competition)
    sign(house, competition)
    assert marks_kept(house) == before + 4
    assert rows(house, competition)["L1"] == ("4", "54.00")


def test_a_late_entry_after_a_draw_gets_as_many_judges_as_the_others(house: House):
    competition = drawn(house, entries=6, judges=4, wanted=2)
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    service.add_entry(house.ws("organiser"), competition, {"code": "L1", "title": "Late"})
    assert sum("L1" in codes(house, competition, f"judge{n}") for n in range(1, 5)) == 2


# A judge replaced


def test_a_judge_is_replaced_in_mid_event_and_no_mark_is_lost(house: House):
    competition = house.competition()
    fill(house, competition, "judge1", rows=(0,))
    service.give_marks(
        house.ws("judge1"),
        competition,
        [GivenMark(entry_ids(house, competition)["002"], "skill", Decimal(20), 0)],
    )
    before = marks_kept(house)
    old = appointment(house, competition, "judge1")
    service.replace_judge(house.ws("organiser"), competition, old, "judge3", "", "taken ill")
    assert marks_kept(house) == before
    assert codes(house, competition, "judge3") == ["002", "003"]
    with pytest.raises(NotAllowed):
        sheet_of(house, competition, "judge1")
    with pytest.raises(NotAllowed):
        service.give_marks(house.ws("judge1"), competition, [GivenMark(1, "skill", Decimal(1), 0)])
    fill(house, competition, "judge3", base=28)
    fill(house, competition, "judge2")
    submit(house, competition, "judge2", "judge3")
    check_all(house, competition)
    sign(house, competition)
    assert rows(house, competition) == {"001": ("1", "60.00"), "002": ("2", "57.00"), "003": ("3", "55.00")}


def test_a_replaced_judge_does_not_come_back_and_nobody_takes_over_from_oneself(house: House):
    competition = house.competition()
    fill(house, competition, "judge1")
    old = appointment(house, competition, "judge1")
    with pytest.raises(refusals.WrongPerson):
        service.replace_judge(house.ws("organiser"), competition, old, "judge1", "", "?")
    with pytest.raises(ReasonMissing):
        service.replace_judge(house.ws("organiser"), competition, old, "judge3", "", " ")
    service.replace_judge(house.ws("organiser"), competition, old, "judge3", "", "taken ill")
    with pytest.raises(refusals.JudgeReplaced):
        service.appoint(house.ws("organiser"), competition, "judge1", rules.Duty.JUDGE)


# Panels


def in_panels(house: House, wanted: int | None = None) -> int:
    """Make four entries in panels A and B, with judges 1 and 2, and 3 and 4."""
    competition = house.competition(entries=4, judges=4, stage=Stage.DRAFT)
    ids = entry_ids(house, competition)
    service.set_panels(
        house.ws("organiser"),
        competition,
        {ids["001"]: "A", ids["002"]: "A", ids["003"]: "B", ids["004"]: "B"},
        {appointment(house, competition, f"judge{n}"): "AABB"[n - 1] for n in range(1, 5)},
    )
    if wanted:
        service.draw_judges(house.ws("organiser"), competition, wanted, "seed")
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    return competition


def codes(house: House, competition: int, judge: str) -> list[str]:
    """Return the codes on a judge's sheet."""
    return [row.code for row in sheet_of(house, competition, judge).rows]


def move(house: House, competition: int, code: str, panel: str) -> None:
    """Move an entry to another panel."""
    table = reports.entries(house.ws("organiser"), competition).set_index("code")
    entry = table.loc[code]
    service.move_entry(
        house.ws("organiser"), competition, int(entry["id"]), panel, "balance", int(entry["version"])
    )


def test_judges_mark_the_entries_of_their_panel_only(house: House):
    competition = in_panels(house)
    assert codes(house, competition, "judge1") == ["001", "002"]
    assert codes(house, competition, "judge4") == ["003", "004"]
    foreign = entry_ids(house, competition)["003"]
    with pytest.raises(NotFound):
        service.give_marks(house.ws("judge1"), competition, [GivenMark(foreign, "skill", Decimal(1), 0)])


@pytest.mark.parametrize("wanted", [None, 2])
def test_an_entry_moved_between_panels_keeps_its_marks_and_gets_them_back(house: House, wanted: int | None):
    competition = in_panels(house, wanted)
    fill(house, competition, "judge1")
    fill(house, competition, "judge2")
    before, total = marks_kept(house), rows(house, competition)["002"]
    move(house, competition, "002", "B")
    assert codes(house, competition, "judge1") == ["001"]
    assert codes(house, competition, "judge3") == ["002", "003", "004"]
    assert rows(house, competition)["002"] == ("", "None")
    assert marks_kept(house) == before
    move(house, competition, "002", "A")
    assert codes(house, competition, "judge3") == ["003", "004"]
    assert rows(house, competition)["002"] == total


def test_an_entry_goes_only_to_a_panel_that_has_judges(house: House):
    competition = in_panels(house)
    with pytest.raises(refusals.PanelUnknown):
        move(house, competition, "002", "C")


def test_progress_counts_what_each_judge_is_to_mark(house: House):
    competition = in_panels(house)
    fill(house, competition, "judge1")
    progress = reports.board(house.ws("checker"), competition).progress
    assert (progress.given, progress.needed) == (4, 16)
    move(house, competition, "002", "B")
    progress = reports.board(house.ws("checker"), competition).progress
    assert (progress.given, progress.needed) == (2, 16)


# Draws and conflicts


def drawn(house: House, *, entries: int, judges: int, wanted: int) -> int:
    """Make a competition whose judges are drawn, still in planning."""
    competition = house.competition(entries=entries, judges=judges, stage=Stage.DRAFT)
    service.draw_judges(house.ws("organiser"), competition, wanted, "seed")
    return competition


def test_a_draw_is_balanced_and_linked(house: House):
    competition = drawn(house, entries=6, judges=4, wanted=2)
    seen = reports.allotments(house.ws("organiser"), competition)
    assert seen.per_entry == {2: 6}
    assert [load for panel in seen.panels for _, load in panel.judges] == [3, 3, 3, 3]
    assert seen.groups == 1


def test_the_same_seed_draws_the_same_and_another_one_something_else(house: House):
    competition = house.competition(entries=8, judges=4, stage=Stage.DRAFT)
    seen = []
    for seed in ("seed", "other", "seed"):
        service.draw_judges(house.ws("organiser"), competition, 2, seed)
        with house.system.reading() as session:
            seen.append(exceptions_of(session, competition))
    assert seen[0] == seen[2] != seen[1]


def test_a_draw_keeps_judges_from_their_own_units(house: House):
    competition = house.competition(entries=6, judges=4, stage=Stage.DRAFT)
    judge = appointment(house, competition, "judge1")
    service.edit_judge(house.ws("organiser"), competition, judge, unit="Firm 3", panel="", stage_group="")
    for seed in ("a", "b", "c", "d"):
        service.draw_judges(house.ws("organiser"), competition, 3, seed)
        assert reports.allotments(house.ws("organiser"), competition).own_unit == 0


def test_an_impossible_draw_says_which_entry_lacks_judges(house: House):
    competition = house.competition(entries=3, judges=2, stage=Stage.DRAFT)
    judge = appointment(house, competition, "judge1")
    service.edit_judge(house.ws("organiser"), competition, judge, unit="Firm 2", panel="", stage_group="")
    with pytest.raises(rules.TooManyConflicts) as refused:
        service.draw_judges(house.ws("organiser"), competition, 2, "seed")
    assert (refused.value.entry, refused.value.free, refused.value.wanted) == ("002", 1, 2)
    with pytest.raises(rules.TooFewJudges):
        service.draw_judges(house.ws("organiser"), competition, 3, "seed")


def test_a_declared_conflict_takes_the_entry_from_the_judge_and_another_one_gets_it(house: House):
    competition = drawn(house, entries=6, judges=4, wanted=2)
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    code = codes(house, competition, "judge1")[0]
    ids = entry_ids(house, competition)
    fill(house, competition, "judge1", rows=(0,))
    before = marks_kept(house)
    judge = appointment(house, competition, "judge1")
    service.declare_conflict(house.ws("organiser"), competition, judge, ids[code], "former pupil")
    assert code not in codes(house, competition, "judge1")
    assert sum(code in codes(house, competition, f"judge{n}") for n in range(1, 5)) == 2
    assert marks_kept(house) == before
    [apart] = reports.allotments(house.ws("organiser"), competition).apart
    assert (apart.code, apart.reason) == (code, "former pupil")


def test_units_are_kept_apart_in_one_go_where_everybody_marks_everything(house: House):
    competition = house.competition(entries=3, judges=3, stage=Stage.DRAFT)
    judge = appointment(house, competition, "judge2")
    service.edit_judge(house.ws("organiser"), competition, judge, unit="Firm 2", panel="", stage_group="")
    assert service.keep_units_apart(house.ws("organiser"), competition) == 1
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    assert codes(house, competition, "judge2") == ["001", "003"]


def test_marking_does_not_open_while_an_entry_has_no_judge(house: House):
    competition = house.competition(entries=2, judges=1, stage=Stage.DRAFT)
    judge, ids = appointment(house, competition, "judge1"), entry_ids(house, competition)
    service.declare_conflict(house.ws("organiser"), competition, judge, ids["002"], "uncle")
    with pytest.raises(refusals.EntryWithoutJudges) as refused:
        service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    assert refused.value.code == "002"


# Stages marked by different judges


def test_a_judge_of_one_stage_marks_and_completes_that_stage_only(house: House):
    competition = house.competition(rules.preset("skills_30_70"), judges=2, stage=Stage.DRAFT)
    for judge, stage in (("judge1", "theory"), ("judge2", "practice")):
        own = appointment(house, competition, judge)
        service.edit_judge(house.ws("organiser"), competition, own, unit="", panel="", stage_group=stage)
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    assert [c.key for c in sheet_of(house, competition, "judge1").criteria] == ["theory_mark"]
    complete(house, competition, *JUDGES)
    sign(house, competition)
    assert rows(house, competition)["001"] == ("1", "30.00")


# Marks far apart


def limited() -> rules.Scheme:
    """A scheme that allows marks of skill to lie six apart."""
    scheme = two_criteria()
    skill, safety = scheme.criteria
    return replace(scheme, criteria=(replace(skill, spread_limit=Decimal(6)), safety))


def far_apart(house: House) -> tuple[int, int]:
    """Let judge3 mark the first entry's skill far below the others; return competition and entry."""
    competition = house.competition(limited(), judges=3)
    for judge in ("judge1", "judge2", "judge3"):
        fill(house, competition, judge, base=40)
    entry = entry_ids(house, competition)["001"]
    service.give_marks(house.ws("judge3"), competition, [GivenMark(entry, "skill", Decimal(20), 1)])
    submit(house, competition, "judge1", "judge2", "judge3")
    check_all(house, competition)
    return competition, entry


def test_marks_far_apart_raise_an_alarm_and_the_far_judge_is_asked_to_look_again(house: House):
    competition, entry = far_apart(house)
    [alarm] = reports.board(house.ws("chief"), competition).alarms
    assert (alarm.code, str(alarm.spread), alarm.marks) == ("001", "20", [20, 40, 40])
    assert service.ask_again(house.ws("chief"), competition, entry, "skill") == 1
    asked = sheet_of(house, competition, "judge3")
    assert asked.rows[0].cells[0].is_asked
    assert asked.state.value == "rejected"
    assert not any(cell.is_asked for row in sheet_of(house, competition, "judge1").rows for cell in row.cells)
    with pytest.raises(refusals.SheetsOpen):
        sign(house, competition)


def test_the_mark_may_stay_after_a_second_look(house: House):
    competition, entry = far_apart(house)
    service.ask_again(house.ws("chief"), competition, entry, "skill")
    service.keep_mark(house.ws("judge3"), competition, entry, "skill")
    submit(house, competition, "judge3")
    check_all(house, competition)
    sign(house, competition)
    [alarm] = reports.board(house.ws("chief"), competition).alarms
    assert (alarm.asked, alarm.open, alarm.kept) == (1, 0, 1)


def test_a_changed_mark_answers_the_question_too(house: House):
    competition, entry = far_apart(house)
    service.ask_again(house.ws("chief"), competition, entry, "skill")
    service.give_marks(house.ws("judge3"), competition, [GivenMark(entry, "skill", Decimal(39), 2)])
    assert reports.board(house.ws("chief"), competition).alarms == []
    assert not sheet_of(house, competition, "judge3").rows[0].cells[0].is_asked


def test_nobody_is_asked_about_marks_that_lie_close(house: House):
    competition = house.competition(limited(), judges=3)
    fill(house, competition, "judge1")
    with pytest.raises(refusals.NoSpreadAlarm):
        service.ask_again(house.ws("chief"), competition, entry_ids(house, competition)["001"], "skill")


# The scheme changed while marks are given


def weighted(weight: str) -> rules.Scheme:
    """The plain scheme with another weight of safety."""
    scheme = two_criteria()
    skill, safety = scheme.criteria
    return replace(scheme, criteria=(skill, replace(safety, weight=Decimal(weight))))


def uneven(house: House) -> int:
    """Let safety favour the last entry."""
    competition = house.competition(judges=1)
    ids = entry_ids(house, competition)
    marks = {("001", "skill"): 40, ("001", "safety"): 10, ("002", "skill"): 35, ("002", "safety"): 14}
    marks |= {("003", "skill"): 20, ("003", "safety"): 28}
    cells = [GivenMark(ids[code], key, Decimal(mark), 0) for (code, key), mark in marks.items()]
    service.give_marks(house.ws("judge1"), competition, cells)
    return competition


def test_a_change_of_scheme_shows_its_effect_on_every_standing_before_it_is_made(house: House):
    competition = uneven(house)
    effect = reports.scheme_effect(house.ws("organiser"), competition, weighted("2"))
    moved = {c.shown.code: (c.change.rank_before, c.change.rank_after) for c in effect.changes}
    assert moved == {"001": (1, 3), "002": (2, 2), "003": (3, 1)}
    assert rows(house, competition)["001"] == ("1", "50.00")
    service.change_scheme(
        house.ws("organiser"), competition, weighted("2"), seen_number=effect.number, reason="misprint"
    )
    assert rows(house, competition) == {"003": ("1", "76.00"), "002": ("2", "63.00"), "001": ("3", "60.00")}
    assert reports.overview(house.ws("organiser"), competition).scheme_number == 2


def test_a_change_of_scheme_never_bends_a_mark(house: House):
    competition = uneven(house)
    skill, safety = two_criteria().criteria
    narrow = replace(two_criteria(), criteria=(replace(skill, full_mark=Decimal(30)), safety))
    assert reports.scheme_effect(house.ws("organiser"), competition, narrow).unfit == 2
    with pytest.raises(refusals.MarksUnfit):
        service.change_scheme(house.ws("organiser"), competition, narrow, seen_number=1, reason="?")


def test_two_organisers_do_not_change_the_scheme_over_each_other(house: House):
    competition = uneven(house)
    service.change_scheme(house.ws("organiser"), competition, weighted("2"), seen_number=1, reason="a")
    with pytest.raises(refusals.SchemeStale):
        service.change_scheme(house.ws("organiser"), competition, weighted("3"), seen_number=1, reason="b")

"""A competition from its plan to its published result, and everything that may go wrong on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import select

from tests.conftest import TODAY, House, two_criteria
from union_lib.common.errors import NotAllowed, NotFound
from union_lib.competition import refusals, reports, rules, service
from union_lib.competition.rules import Duty, EntryState, SheetState, Stage
from union_lib.competition.service import GivenMark
from union_lib.competition.tables import Mark, ResultVersion, Sheet
from union_lib.registry.service import ReasonMissing
from union_lib.registry.sign_in import sign_in
from union_lib.store import audit


def _entry_ids(house: House, competition: int) -> list[int]:
    return [int(n) for n in reports.entries(house.ws("organiser"), competition)["id"]]


def _give(house: House, competition: int, judge: str, marks: dict[tuple[int, str], str], seen: int = 0):
    ids = _entry_ids(house, competition)
    cells = [GivenMark(ids[n], key, Decimal(m) if m else None, seen) for (n, key), m in marks.items()]
    return service.give_marks(house.ws(judge), competition, cells)


def _fill(house: House, competition: int, judge: str, base: int = 30) -> None:
    entries = len(_entry_ids(house, competition))
    marks = {(n, key): str(base - n) for n in range(entries) for key in ("skill", "safety")}
    _give(house, competition, judge, marks)


def _sheet(house: House, competition: int, seat: int) -> reports.BoardRow:
    return reports.board(house.ws("checker"), competition).rows[seat - 1]


def _through_checking(house: House, competition: int, judges: int = 2) -> None:
    for seat in range(1, judges + 1):
        _fill(house, competition, f"judge{seat}")
        service.submit_sheet(house.ws(f"judge{seat}"), competition)
        row = _sheet(house, competition, seat)
        service.confirm_sheet(house.ws("checker"), row.sheet_id, row.version)


def _signed(house: House, competition: int) -> str:
    seen = reports.results(house.ws("chief"), competition).data_hash
    service.sign(house.ws("chief"), competition, seen)
    service.countersign(house.ws("supervisor"), competition, seen)
    return seen


def test_a_competition_goes_from_plan_to_published_result(house: House):
    competition = house.competition()
    _through_checking(house, competition)
    fingerprint = _signed(house, competition)
    service.post_notice(house.ws("organiser"), competition)
    result = reports.results(house.ws("organiser"), competition)
    assert result.competition.notice_last_day == date(2020, 4, 1)
    service.publish(house.ws("organiser", today=date(2020, 4, 2)), competition)
    result = reports.results(house.ws("organiser"), competition)
    assert result.competition.stage == Stage.PUBLISHED
    assert result.agrees
    assert result.data_hash == fingerprint
    assert [(r.rank, str(r.score.total)) for r in result.rows] == [
        ("1", "60.00"),
        ("2", "58.00"),
        ("3", "56.00"),
    ]


def test_nothing_is_published_before_the_notice_is_over(house: House):
    competition = house.competition()
    _through_checking(house, competition)
    _signed(house, competition)
    service.post_notice(house.ws("organiser"), competition)
    with pytest.raises(refusals.NoticeRunning):
        service.publish(house.ws("organiser", today=date(2020, 4, 1)), competition)


def test_marks_lie_within_the_full_mark_and_on_its_steps(house: House):
    competition = house.competition()
    for wrong, refusal in (
        ("61", rules.MarkOutOfRange),
        ("-1", rules.MarkOutOfRange),
        ("8.3", rules.MarkOffStep),
    ):
        with pytest.raises(refusal):
            _give(house, competition, "judge1", {(0, "safety"): "30", (1, "skill"): wrong})
    assert _sheet(house, competition, 1).given == [0, 0, 0]


def test_a_corrected_mark_is_a_new_version_and_the_old_one_stays(house: House):
    competition = house.competition()
    _give(house, competition, "judge1", {(0, "skill"): "30"})
    _give(house, competition, "judge1", {(0, "skill"): "31.5"}, seen=1)
    with house.system.reading() as session:
        kept = session.exec(select(Mark.value).order_by(Mark.version)).all()
    assert kept == [Decimal(30), Decimal("31.5")]


def test_a_stale_tab_is_refused_and_both_values_are_shown(house: House):
    competition = house.competition()
    _give(house, competition, "judge1", {(0, "skill"): "30"})
    saved = _give(house, competition, "judge1", {(0, "skill"): "40", (1, "skill"): "20"})
    assert list(saved.versions.values()) == [1]
    [conflict] = saved.conflicts
    assert (conflict.theirs, conflict.yours, conflict.version, conflict.who) == (30, 40, 1, "Judge1")
    sheet = reports.mark_sheet(house.ws("judge1"), competition)
    assert [row.cells[0].text for row in sheet.rows] == ["30", "20", ""]


def test_saving_the_same_mark_twice_is_not_a_conflict(house: House):
    competition = house.competition()
    _give(house, competition, "judge1", {(0, "skill"): "30"})
    assert _give(house, competition, "judge1", {(0, "skill"): "30"}).conflicts == []


def test_a_mark_taken_back_is_missing_and_not_zero(house: House):
    competition = house.competition(judges=1)
    _fill(house, competition, "judge1")
    _give(house, competition, "judge1", {(0, "skill"): ""}, seen=1)
    first = next(r for r in reports.results(house.ws("chief"), competition).rows if r.entry.code == "001")
    assert (first.rank, first.score.total) == ("", None)
    with pytest.raises(refusals.SheetIncomplete) as refused:
        service.submit_sheet(house.ws("judge1"), competition)
    assert refused.value.missing == 1


def test_a_judge_never_sees_another_judges_marks_a_unit_or_a_name(house: House):
    competition = house.competition()
    _fill(house, competition, "judge2", base=39)
    sheet = reports.mark_sheet(house.ws("judge1"), competition)
    assert [c.text for row in sheet.rows for c in row.cells] == [""] * 6
    assert "Firm" not in repr(sheet)
    for question in (reports.board, reports.results, reports.entries, reports.overview, reports.marks_table):
        with pytest.raises(NotAllowed):
            question(house.ws("judge1"), competition)
    with pytest.raises(NotAllowed):
        reports.sheet_to_check(house.ws("judge1"), competition, 2)


def test_nobody_but_its_judge_writes_on_a_sheet(house: House):
    competition = house.competition(judges=1)
    for stranger in ("organiser", "chief", "checker", "judge2", "staff"):
        with pytest.raises(NotAllowed):
            _give(house, competition, stranger, {(0, "skill"): "30"})


def test_an_entry_or_criterion_of_another_competition_is_not_found(house: House):
    mine, other = house.competition(), house.competition()
    foreign = _entry_ids(house, other)[0]
    for cell in (
        GivenMark(foreign, "skill", Decimal(1), 0),
        GivenMark(_entry_ids(house, mine)[0], "x", None, 0),
    ):
        with pytest.raises(NotFound):
            service.give_marks(house.ws("judge1"), mine, [cell])


def test_marks_are_given_only_while_the_competition_is_open(house: House):
    planned = house.competition(stage=Stage.DRAFT)
    with pytest.raises(rules.CompetitionClosed):
        _give(house, planned, "judge1", {(0, "skill"): "30"})
    competition = house.competition()
    _through_checking(house, competition)
    _signed(house, competition)
    with pytest.raises(rules.CompetitionClosed):
        _give(house, competition, "judge1", {(0, "skill"): "30"}, seen=1)


def test_a_submitted_sheet_is_closed_until_it_is_returned_with_a_reason(house: House):
    competition = house.competition(judges=1)
    _fill(house, competition, "judge1")
    service.submit_sheet(house.ws("judge1"), competition)
    with pytest.raises(rules.AwaitingCheck):
        _give(house, competition, "judge1", {(0, "skill"): "1"}, seen=1)
    row = _sheet(house, competition, 1)
    with pytest.raises(ReasonMissing):
        service.reject_sheet(house.ws("checker"), row.sheet_id, row.version, "  ")
    service.reject_sheet(house.ws("checker"), row.sheet_id, row.version, "entry 001 differs from the paper")
    assert reports.mark_sheet(house.ws("judge1"), competition).reason == "entry 001 differs from the paper"
    assert _give(house, competition, "judge1", {(0, "skill"): "1"}, seen=1).versions
    assert service.submit_sheet(house.ws("judge1"), competition) == 2


def test_whoever_checks_has_seen_the_newest_version(house: House):
    competition = house.competition(judges=1)
    _fill(house, competition, "judge1")
    service.submit_sheet(house.ws("judge1"), competition)
    row = _sheet(house, competition, 1)
    with pytest.raises(rules.SheetStale):
        service.confirm_sheet(house.ws("checker"), row.sheet_id, row.version - 1)


def test_a_judge_can_neither_check_nor_sign(house: House):
    competition = house.competition(judges=1)
    _fill(house, competition, "judge1")
    service.submit_sheet(house.ws("judge1"), competition)
    row = _sheet(house, competition, 1)
    with pytest.raises(NotAllowed):
        service.confirm_sheet(house.ws("judge1"), row.sheet_id, row.version)
    with pytest.raises(refusals.WrongPerson):
        service.appoint(house.ws("organiser"), competition, "judge1", Duty.CHECKER)


def test_the_chief_judge_signs_what_was_seen_and_nothing_else(house: House):
    competition = house.competition()
    _through_checking(house, competition)
    with pytest.raises(refusals.ResultChanged):
        service.sign(house.ws("chief"), competition, "0" * 64)
    for stranger in ("organiser", "checker", "judge1"):
        with pytest.raises(rules.MoveNotYours):
            service.sign(house.ws(stranger), competition, "0" * 64)


def test_nothing_is_signed_while_a_sheet_is_open(house: House):
    competition = house.competition()
    _fill(house, competition, "judge1")
    with pytest.raises(refusals.SheetsOpen) as refused:
        _signed(house, competition)
    assert refused.value.names == "Judge1、Judge2"


def test_an_entry_that_comes_after_the_check_must_be_marked_before_signing(house: House):
    competition = house.competition()
    _through_checking(house, competition)
    service.import_entries(house.ws("organiser"), competition, [{"code": "009", "title": "Late work"}])
    with pytest.raises(refusals.MarksMissing) as refused:
        _signed(house, competition)
    assert refused.value.names == "Judge1、Judge2"


def test_signing_locks_every_sheet_and_reopening_keeps_every_mark(house: House):
    competition = house.competition()
    _through_checking(house, competition)
    before = reports.marks_table(house.ws("chief"), competition)
    _signed(house, competition)
    assert {r.state for r in reports.board(house.ws("chief"), competition).rows} == {SheetState.LOCKED}
    with pytest.raises(ReasonMissing):
        service.reopen(house.ws("chief"), competition, "")
    service.reopen(house.ws("chief"), competition, "judge 1 misread entry 002")
    assert reports.marks_table(house.ws("chief"), competition).equals(before)
    row = _sheet(house, competition, 1)
    service.return_sheet(house.ws("chief"), row.sheet_id, row.version, "correct entry 002")
    _give(house, competition, "judge1", {(1, "skill"): "31"}, seen=1)
    service.submit_sheet(house.ws("judge1"), competition)
    row = _sheet(house, competition, 1)
    service.confirm_sheet(house.ws("checker"), row.sheet_id, row.version)
    _signed(house, competition)
    with house.system.reading() as session:
        assert session.exec(select(ResultVersion.number).order_by(ResultVersion.number)).all() == [1, 2]


def test_a_mark_changed_behind_the_signature_shows(house: House):
    competition = house.competition(judges=1)
    _through_checking(house, competition, judges=1)
    _signed(house, competition)
    assert reports.results(house.ws("chief"), competition).agrees
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE mark SET value = '60' WHERE id = 1")
    assert not reports.results(house.ws("chief"), competition).agrees


def test_absent_withdrawn_and_disqualified_entries_have_no_place_and_a_guest_takes_no_award(house: House):
    awards = rules.AwardPlan((rules.AwardClass("First", quota=1), rules.AwardClass("Second", quota=1)))
    competition = house.competition(replace(two_criteria(), awards=awards), entries=6, judges=1)
    _fill(house, competition, "judge1")
    ids = _entry_ids(house, competition)
    states = {0: EntryState.GUEST, 2: EntryState.ABSENT, 3: EntryState.WITHDRAWN, 4: EntryState.DISQUALIFIED}
    for n, state in states.items():
        service.set_entry_state(house.ws("organiser"), competition, ids[n], state, "as reported", 1)
    rows = reports.results(house.ws("organiser"), competition).rows
    told = {r.entry.code: (r.rank, r.award) for r in rows}
    assert told == {
        "001": ("1", None), "002": ("2", "First"), "006": ("3", "Second"),
        "003": ("", None), "004": ("", None), "005": ("", None),
    }  # fmt: skip
    with house.system.reading() as session:
        assert len(session.exec(select(Mark)).all()) == 12


def test_a_state_other_than_competing_needs_a_reason(house: House):
    competition = house.competition()
    with pytest.raises(ReasonMissing):
        service.set_entry_state(
            house.ws("organiser"), competition, _entry_ids(house, competition)[0], EntryState.ABSENT, "", 1
        )


def test_two_organisers_cannot_overwrite_each_others_entry(house: House):
    competition = house.competition()
    entry = _entry_ids(house, competition)[0]
    service.edit_entry(house.ws("organiser"), competition, entry, {"title": "New title"}, 1)
    with pytest.raises(refusals.EntryStale):
        service.edit_entry(house.ws("organiser"), competition, entry, {"title": "Other title"}, 1)


def test_the_scheme_changes_only_before_marking(house: House):
    competition = house.competition(stage=Stage.DRAFT)
    other = replace(two_criteria(), drop_high=1)
    assert service.save_scheme(house.ws("organiser"), competition, other) == 2
    assert service.save_scheme(house.ws("organiser"), competition, other) == 2
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    with pytest.raises(rules.PlanFixed):
        service.save_scheme(house.ws("organiser"), competition, two_criteria())


def test_marking_opens_only_with_entries_judges_checker_and_chief(house: House):
    organiser = house.ws("organiser")
    form = service.CompetitionForm(title="Empty", starts_on=TODAY, ends_on=TODAY)
    competition = service.create_competition(organiser, house.unions["city"], form, two_criteria())
    with pytest.raises(refusals.NotReady):
        service.move_stage(organiser, competition, Stage.MARKING)
    service.import_entries(organiser, competition, [{"title": "Work"}])
    service.appoint(organiser, competition, "judge1", Duty.JUDGE)
    with pytest.raises(refusals.DutyVacant):
        service.move_stage(organiser, competition, Stage.MARKING)


def test_a_scheme_with_multipliers_wants_them_of_every_entry(house: House):
    scheme = replace(two_criteria(), uses_multipliers=True)
    competition = house.competition(scheme, stage=Stage.DRAFT)
    with pytest.raises(refusals.MultiplierMissing):
        service.move_stage(house.ws("organiser"), competition, Stage.MARKING)


def test_a_competition_returns_to_planning_only_without_marks(house: House):
    competition = house.competition()
    service.move_stage(house.ws("organiser"), competition, Stage.DRAFT)
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    _give(house, competition, "judge1", {(0, "skill"): "30"})
    with pytest.raises(refusals.SchemeFixed):
        service.move_stage(house.ws("organiser"), competition, Stage.DRAFT)


def test_an_organiser_runs_the_own_organisation_and_those_below_only(house: House):
    competition = house.competition()
    for stranger in ("south_organiser", "north_organiser", "staff", "admin"):
        with pytest.raises(NotAllowed):
            service.import_entries(house.ws(stranger), competition, [{"title": "X"}])
        with pytest.raises(NotAllowed):
            reports.results(house.ws(stranger), competition)
    form = service.CompetitionForm(title="North", starts_on=TODAY, ends_on=TODAY)
    north = service.create_competition(
        house.ws("north_organiser"), house.unions["firm"], form, two_criteria()
    )
    assert reports.overview(house.ws("organiser"), north).competition.title == "North"
    with pytest.raises(NotAllowed):
        service.create_competition(house.ws("north_organiser"), house.unions["south"], form, two_criteria())
    assert [row.id for row in reports.competitions(house.ws("south_organiser"))] == []


def test_an_analyst_reads_and_changes_nothing(house: House):
    competition = house.competition()
    assert len(reports.result_table(house.ws("analyst"), competition)) == 3
    with pytest.raises(NotAllowed):
        service.import_entries(house.ws("analyst"), competition, [{"title": "X"}])


def test_an_import_of_entries_updates_known_codes_and_adds_the_rest(house: House):
    competition = house.competition(stage=Stage.DRAFT)
    rows = [{"code": "002", "title": "Work two"}, {"code": "A7", "title": "Late work"}, {"title": "Numbered"}]
    done = service.import_entries(house.ws("organiser"), competition, rows)
    assert (done.added, done.updated) == (2, 1)
    table = reports.entries(house.ws("organiser"), competition)
    assert list(table["code"]) == ["001", "002", "003", "A7", "005"]
    assert service.remove_entries(house.ws("organiser"), competition, done.ids) == 2


def test_an_entry_with_marks_is_not_removed(house: House):
    competition = house.competition()
    _give(house, competition, "judge1", {(0, "skill"): "30"})
    with pytest.raises(refusals.MarksExist):
        service.remove_entries(house.ws("organiser"), competition, _entry_ids(house, competition))
    with pytest.raises(refusals.JudgeHasMarks):
        service.dismiss(house.ws("organiser"), competition, 1)


def test_imported_judges_get_accounts_with_passwords_shown_once(house: House):
    competition = house.competition(stage=Stage.DRAFT, judges=1)
    rows = [{"name": "New Judge", "username": "new.judge", "unit": "Expert pool"},
            {"name": "Judge2", "username": "judge2"}]  # fmt: skip
    done = service.import_judges(house.ws("organiser"), competition, rows)
    assert (done.added, done.updated) == (2, 0)
    [slip] = done.made
    assert sign_in(house.engine, slip["username"], slip["password"], "")
    with house.system.reading() as session:
        assert slip["password"] not in "".join(r.after or "" for r in session.exec(select(audit.AuditRow)))
    assert service.import_judges(house.ws("organiser"), competition, rows).made == []


def test_a_judge_without_marks_can_be_dismissed(house: House):
    competition = house.competition()
    staff = reports.overview(house.ws("organiser"), competition).staff
    judge2 = next(a for a, _, username in staff if username == "judge2")
    service.dismiss(house.ws("organiser"), competition, judge2.id)
    with house.system.reading() as session:
        assert len(session.exec(select(Sheet)).all()) == 1


def test_dates_the_wrong_way_round_are_refused(house: House):
    form = service.CompetitionForm(title="Backwards", starts_on=TODAY, ends_on=date(2020, 1, 1))
    with pytest.raises(refusals.DatesReversed):
        service.create_competition(house.ws("organiser"), house.unions["city"], form, two_criteria())

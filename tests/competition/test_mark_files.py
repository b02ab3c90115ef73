"""A judge's sheet as Excel and back: what was typed comes in, nothing is written over, nothing half-read."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from sqlalchemy import Engine

from tests.competition.papers import give, named, whole
from tests.competition.people import check_all, fill, sheet_of, submit
from tests.conftest import House, build_house, two_criteria
from union_lib.common import tabular
from union_lib.common import text as words
from union_lib.common.errors import NotAllowed
from union_lib.competition import mark_files, rules, service
from union_lib.competition.mark_files import Read, mark_workbook, read_marks
from union_lib.competition.rules import Criterion, Group, Kind, Scheme


@pytest.fixture
def house(sqlite_engine: Engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


def _file(house: House, competition: int, judge: str = "judge1") -> bytes:
    return mark_workbook(house.ws(judge), competition)


def _edited(content: bytes, change: Callable[[Any], object]) -> bytes:
    """Return the file after somebody changed its first sheet."""
    book = load_workbook(io.BytesIO(content))
    change(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(content: bytes, **cells: object) -> bytes:
    """Return the file after somebody typed into cells."""

    def change(page: Any) -> None:
        for cell, value in cells.items():
            page[cell] = value

    return _edited(content, change)


def _read(house: House, competition: int, content: bytes, judge: str = "judge1") -> Read:
    return read_marks(house.ws(judge), competition, content)


def _given(house: House, competition: int, read: Read) -> dict[tuple[str, str], str]:
    codes = {row.entry_id: row.code for row in sheet_of(house, competition, "judge1").rows}
    return {(codes[cell.entry_id], cell.criterion): str(cell.value) for cell in read.given}


def _told(read: Read) -> list[tuple[int, str, str, str]]:
    return [(p.row, p.column, p.value, p.what) for p in read.problems]


# Out


def test_the_file_holds_the_own_sheet_with_full_marks_in_the_heads(house: House):
    competition = named(house)
    give(house, competition, "judge1", [("50", "30.5")] * 5)
    page = load_workbook(io.BytesIO(_file(house, competition))).worksheets[0]
    rows = [[cell.value for cell in row] for row in page]
    assert rows[0] == ["Code", "Entry", "Skill (full mark 60)", "Safety (full mark 40)"]
    assert rows[1] == ["R01", "Work of 1", 50, 30.5]
    assert len(rows) == 6


def test_marks_can_be_typed_and_codes_cannot(house: House):
    competition = named(house)
    page = load_workbook(io.BytesIO(_file(house, competition))).worksheets[0]
    assert page.protection.sheet
    assert [cell.protection.locked for cell in page[2]] == [True, True, False, False]


def test_excel_refuses_what_the_criterion_does_not_allow(house: House):
    competition = named(house)
    page = load_workbook(io.BytesIO(_file(house, competition))).worksheets[0]
    skill, safety = page.data_validations.dataValidation
    assert (str(skill.sqref), str(safety.sqref)) == ("C2:C6", "D2:D6")
    assert skill.formula1 == "AND(ISNUMBER(C2),C2>=0,C2<=60,ABS(C2/0.5-ROUND(C2/0.5,0))<0.000001)"
    assert safety.error == "A number from 0 to 40 in steps of 0.5"


def test_the_file_says_whose_sheet_it_is(house: House):
    competition = named(house)
    book = load_workbook(io.BytesIO(_file(house, competition)))
    assert "judge 1 in “焊工竞赛”" in book.worksheets[0]["A1"].comment.text
    assert book.worksheets[1].sheet_state == "hidden"


def test_a_coded_sheet_tells_codes_only_and_nobody_elses_marks(house: House):
    competition = named(house, blind_draws=1, shows_titles=False)
    fill(house, competition, "judge2", 39)
    everything = whole(_file(house, competition))
    for secret in ("Person", "Firm", "Work of", "R01", "<v>39"):
        assert secret not in everything
    assert sheet_of(house, competition, "judge1").rows[0].code in everything


def test_only_a_judge_has_a_file_and_reads_one(house: House):
    competition = named(house)
    content = _file(house, competition)
    for stranger in ("organiser", "chief", "judge3", "staff"):
        with pytest.raises(NotAllowed):
            mark_workbook(house.ws(stranger), competition)
        with pytest.raises(NotAllowed):
            _read(house, competition, content, stranger)


# In


def test_an_untouched_file_changes_nothing(house: House):
    competition = named(house)
    give(house, competition, "judge1", [("50", "30.5")] * 5)
    read = _read(house, competition, _file(house, competition))
    assert (read.given, read.problems, read.unchanged, read.empty) == ([], [], 10, 0)


def test_typed_marks_are_read_and_saved(house: House):
    competition = named(house)
    content = _typed(_file(house, competition), C2=50, D2=30.5, C4="47", D6=0)
    read = _read(house, competition, content)
    assert _given(house, competition, read) == {
        ("R01", "skill"): "50",
        ("R01", "safety"): "30.5",
        ("R03", "skill"): "47",
        ("R05", "safety"): "0",
    }
    saved = service.give_marks(house.ws("judge1"), competition, read.given)
    assert saved.conflicts == []
    texts = [[cell.text for cell in row.cells] for row in sheet_of(house, competition, "judge1").rows]
    assert texts == [["50", "30.5"], ["", ""], ["47", ""], ["", ""], ["", "0"]]


def test_an_empty_cell_leaves_the_mark_that_is_there(house: House):
    competition = named(house)
    give(house, competition, "judge1", [("50", "30")] * 5)
    read = _read(house, competition, _typed(_file(house, competition), C2=None, D2=29))
    assert _given(house, competition, read) == {("R01", "safety"): "29"}
    assert read.empty == 1


def test_a_mark_given_meanwhile_comes_back_as_a_conflict(house: House):
    competition = named(house)
    give(house, competition, "judge1", [("50", "30")] * 5)
    content = _typed(_file(house, competition), C2=48, C3=49)
    give(house, competition, "judge1", [("51", "30")] + [("50", "30")] * 4)
    saved = service.give_marks(house.ws("judge1"), competition, _read(house, competition, content).given)
    assert len(saved.versions) == 1
    [conflict] = saved.conflicts
    assert (conflict.theirs, conflict.yours, conflict.version) == (Decimal(51), Decimal(48), 2)


def test_a_list_typed_elsewhere_is_read_and_writes_over_nothing(house: House):
    competition = named(house)
    give(house, competition, "judge1", [("50", "30")] * 5)
    book = Workbook()
    for row in (["编号", "Safety", "Skill（满分60）"], ["r03", 29, 50], ["Ｒ０１", 30, "４９．５"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    read = _read(house, competition, out.getvalue())
    assert _given(house, competition, read) == {("R03", "safety"): "29", ("R01", "skill"): "49.5"}
    assert len(service.give_marks(house.ws("judge1"), competition, read.given).conflicts) == 2


def test_full_width_digits_and_chinese_points_are_read_for_what_they_mean(house: House):
    competition = named(house)
    read = _read(house, competition, _typed(_file(house, competition), C2="４８．５", D2=" 30。5 "))
    assert _given(house, competition, read) == {("R01", "skill"): "48.5", ("R01", "safety"): "30.5"}


def test_hidden_rows_and_columns_are_read_too(house: House):
    competition = named(house)

    def change(page: Any) -> None:
        page["C2"], page["D3"] = 48, 30
        page.column_dimensions["C"].hidden = True
        page.row_dimensions[3].hidden = True

    read = _read(house, competition, _edited(_file(house, competition), change))
    assert _given(house, competition, read) == {("R01", "skill"): "48", ("R02", "safety"): "30"}


def _with_formula(house: House, competition: int, formula: str, value: object) -> bytes:
    """Return a list in which Excel has computed a mark."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for column, head in enumerate(("Code", "Skill", "Safety")):
        page.write_string(0, column, head)
    page.write_string(1, 0, "R01")
    page.write_formula(1, 1, formula, None, value)
    page.write_number(1, 2, 30)
    book.close()
    return out.getvalue()


def test_a_formula_counts_as_what_excel_computed(house: House):
    competition = named(house)
    read = _read(house, competition, _with_formula(house, competition, "=1+2", 3))
    assert _given(house, competition, read) == {("R01", "skill"): "3", ("R01", "safety"): "30"}


@pytest.mark.parametrize(("formula", "value"), [("=1+2", ""), ("=1/0", "#DIV/0!")])
def test_a_formula_without_a_value_is_not_an_empty_cell(house: House, formula: str, value: str):
    competition = named(house)
    read = _read(house, competition, _with_formula(house, competition, formula, value))
    assert read.given == []
    assert _told(read) == [
        (2, "Skill (full mark 60)", "", "The cell holds a formula or an error without a value.")
    ]


def test_every_wrong_cell_is_named_and_nothing_is_read(house: House):
    competition = named(house)
    content = _typed(_file(house, competition), C2=50, C3=61, C4="ten", D5=8.3, D6=-1)
    read = _read(house, competition, content)
    assert read.given == []
    assert _told(read) == [
        (3, "Skill (full mark 60)", "61", "61 is above the full mark 60."),
        (4, "Skill (full mark 60)", "ten", "“ten” is not a number."),
        (5, "Safety (full mark 40)", "8.3", "8.3 is not a whole multiple of 0.5."),
        (6, "Safety (full mark 40)", "-1", "-1 is below 0."),
    ]
    assert all(problem.todo for problem in read.problems)


def test_unknown_repeated_and_lost_codes_are_problems(house: House):
    competition = named(house)
    content = _typed(_file(house, competition), A3="R99", A4="R01", A5=None, C5=50)
    read = _read(house, competition, content)
    assert read.given == []
    assert [(row, column, value) for row, column, value, _ in _told(read)] == [
        (3, "Code", "R99"),
        (4, "Code", "R01"),
        (5, "Code", ""),
    ]


def test_a_row_without_code_and_marks_is_no_problem(house: House):
    competition = named(house)
    read = _read(house, competition, _typed(_file(house, competition), B9="signed in Zhuzhou", C2=50))
    assert read.problems == []
    assert len(read.given) == 1


def test_a_column_that_was_deleted_or_renamed_is_a_problem(house: House):
    competition = named(house)
    content = _file(house, competition)
    for changed, missing in (
        (_edited(content, lambda page: page.delete_cols(4)), "Safety (full mark 40)"),
        (_typed(content, C1="Beauty", C2=50), "Skill (full mark 60)"),
        (_typed(content, A1="Number", C2=50), "Code"),
    ):
        read = _read(house, competition, changed)
        assert read.given == []
        assert (1, missing, "", f"The file has no column “{missing}”.") in _told(read)


def test_columns_and_rows_may_change_their_places(house: House):
    competition = named(house)

    def change(page: Any) -> None:
        page["C2"], page["D2"], page["C6"] = 48, 30, 40
        lines = [[cell.value for cell in row] for row in page]
        page.delete_rows(1, page.max_row)
        for line in [lines[0], *reversed(lines[1:])]:
            page.append([line[3], line[0], line[1], line[2]])

    read = _read(house, competition, _edited(_file(house, competition), change))
    assert _given(house, competition, read) == {
        ("R05", "skill"): "40",
        ("R01", "skill"): "48",
        ("R01", "safety"): "30",
    }


def test_a_file_of_another_competition_or_judge_is_refused(house: House):
    competition, other = named(house), named(house)
    for content in (_file(house, other), _file(house, competition, "judge2")):
        with pytest.raises(mark_files.OtherSheet) as refused:
            _read(house, competition, content)
        assert refused.value.title == "焊工竞赛"


def test_a_file_from_a_chinese_screen_comes_in_on_an_english_one(house: House):
    competition = named(house)
    words.speak("zh")
    content = _file(house, competition)
    words.speak("en")
    read = _read(house, competition, _typed(content, C2=50))
    assert _given(house, competition, read) == {("R01", "skill"): "50"}


def test_what_is_no_list_is_refused(house: House):
    competition = named(house)
    for content in (b"", b"PK", b"no workbook", _file(house, competition)[:-200]):
        with pytest.raises(tabular.NotExcel):
            _read(house, competition, content)


def test_a_submitted_sheet_takes_no_file(house: House):
    competition = named(house)
    content = _file(house, competition)
    fill(house, competition, "judge1")
    submit(house, competition, "judge1")
    with pytest.raises(rules.AwaitingCheck):
        _read(house, competition, content)
    check_all(house, competition)
    with pytest.raises(rules.AlreadyConfirmed):
        _read(house, competition, content)


def _kinds() -> Scheme:
    ten = Decimal(10)
    return replace(
        two_criteria(),
        groups=(Group("a", "Theory"), Group("b", "Practice")),
        criteria=(
            Criterion("a1", "Safety", ten, group="a"),
            Criterion("b1", "Safety", ten, group="b"),
            Criterion("weld", "Weld (flat)", ten, group="b"),
            Criterion("fit", "Fit", ten, kind=Kind.JUDGEMENT, levels=("bad", "fair", "good", "best"), group="b"),
            Criterion("gap", "Gap", ten, kind=Kind.MEASUREMENT, step=Decimal("0.1"),
                      brackets=(rules.Bracket(Decimal(1), ten),), group="b"),
            Criterion("fault", "Fault", ten, kind=Kind.DEDUCTION, step=Decimal(1), group="b"),
        ),
    )  # fmt: skip


def test_criteria_of_the_same_title_and_of_every_kind_come_in_again(house: House):
    competition = named(house, _kinds(), entries=1)
    content = _file(house, competition)
    heads = [cell.value for cell in load_workbook(io.BytesIO(content)).worksheets[0][1]]
    assert heads[2:] == [
        "1 Theory Safety (full mark 10)",
        "2 Practice Safety (full mark 10)",
        "Weld (flat) (full mark 10)",
        "Fit (0 to 3)",
        "Gap (measured value)",
        "Fault (0 to 10)",
    ]
    read = _read(house, competition, _typed(content, C2=1, D2=2, E2=3, F2=3, G2=-0.4, H2=4))
    assert list(_given(house, competition, read).items()) == [
        (("R01", "a1"), "1"), (("R01", "b1"), "2"), (("R01", "weld"), "3"), (("R01", "fit"), "3"),
        (("R01", "gap"), "-0.4"), (("R01", "fault"), "4"),
    ]  # fmt: skip
    assert _told(_read(house, competition, _typed(content, F2=4)))[0][:3] == (2, "Fit (0 to 3)", "4")

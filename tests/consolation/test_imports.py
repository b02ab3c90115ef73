"""The list of recipients from Excel: what is read, what is refused by name, what comes back annotated."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest

from union_lib.common.errors import RuleViolation
from union_lib.common.tabular import blank_form, read_sheet, write_sheet
from union_lib.consolation import list_cells
from union_lib.consolation.imports import CheckedRecipients, read_recipients, recipient_columns
from union_lib.consolation.rules.kinds import Kind

pytestmark = pytest.mark.usefixtures("speaks_english")

TODAY = date(2020, 3, 4)
HEADS = (
    "姓名",
    "人员类别",
    "身份证号",
    "手机号",
    "银行卡号",
    "家庭编号",
    "与户主关系",
    "家庭年收入（元）",
    "家庭人口",
)
ONE = (
    "张秀英",
    "困难职工",
    "430202197506150002",
    "138 1234 5678",
    "6222 0212 3456 7894",
    "Z1",
    "本人",
    "36,000.5",
    "3人",
)
TWO = ("李玥", "一线医护人员", "110105491231002", "", "", "", "", "", "")


def changed(row: Sequence[Any], **cells: Any) -> list[Any]:
    """Return a row with other cells, by the names of HEADS' places."""
    places = dict(
        zip(
            ("name", "kind", "identity", "phone", "card", "house", "relation", "income", "members"),
            range(9),
            strict=True,
        )
    )
    found = list(row)
    for name, value in cells.items():
        found[places[name]] = value
    return found


def sheet(*rows: Sequence[Any]) -> bytes:
    return write_sheet("名单", HEADS, rows)


def checked(*rows: Sequence[Any]) -> CheckedRecipients:
    return read_recipients(sheet(*rows), TODAY)


def told(found: CheckedRecipients) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.kind) for p in found.problems]


def test_a_sound_list_comes_out_in_one_spelling():
    one, two = checked(ONE, TWO).rows
    assert (one["kind"], one["identity"], one["phone"]) == (
        Kind.HARDSHIP,
        "430202197506150002",
        "13812345678",
    )
    assert (one["card"], one["income_fen"], one["members"]) == ("6222021234567894", 36_000_50, 3)
    assert (two["kind"], two["identity"], two["phone"]) == (Kind.MEDIC, "11010519491231002X", None)


def test_a_column_the_list_lacks_says_nothing_of_anybody():
    assert "uscc" not in checked(ONE).rows[0]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"name": ""}, "Name"),
        ({"name": "张" * 41}, "Name"),
        ({"kind": "领导"}, "On file as"),
        ({"kind": ""}, "On file as"),
        ({"identity": "430202197506150003"}, "Identity number"),
        ({"identity": "43020219750615"}, "Identity number"),
        ({"identity": "430202209912310003"}, "Identity number"),
        ({"phone": "12812345678"}, "Mobile phone"),
        ({"card": "6222021234567899"}, "Bank card"),
        ({"card": "0"}, "Bank card"),
        ({"card": "0000000000000000"}, "Bank card"),
        ({"income": "-1"}, "Income of the year"),
        ({"income": "0.005"}, "Income of the year"),
        ({"income": 0.005}, "Income of the year"),
        ({"income": "很多"}, "Income of the year"),
        ({"income": "9" * 30}, "Income of the year"),
        ({"members": "0"}, "Members"),
        ({"members": "2.5"}, "Members"),
        ({"members": "21"}, "Members"),
        ({"house": ""}, "Household file number"),
    ],
)
def test_a_wrong_cell_is_named_with_what_to_do(cells, column):
    found = checked(changed(ONE, **cells))
    [problem] = found.problems
    assert (problem.column, problem.kind) == (column, "bad")
    assert problem.what
    assert problem.todo


def test_a_person_twice_in_the_list_is_refused_at_the_second_row():
    again = changed(ONE, identity="430202750615000", name="张秀莹", card="", house="Z9")
    found = checked(ONE, TWO, again)
    assert told(found) == [(4, "Identity number", "bad")]
    assert "row 2" in found.problems[0].what
    assert [row["row"] for row in found.rows] == [2, 3]


def test_a_card_of_several_people_is_shown_at_each_and_names_them():
    found = checked(ONE, changed(TWO, card=ONE[4]))
    assert told(found) == [(2, "Bank card", "warn"), (3, "Bank card", "warn")]
    assert "张秀英 (row 2)、李玥 (row 3)" in found.problems[0].what
    assert ONE[4].replace(" ", "") not in found.problems[0].value
    assert len(found.rows) == 2


def test_of_very_many_people_with_one_card_the_first_are_named_and_all_counted():
    rows = [changed(TWO, name=f"甲{n}", identity="", card=ONE[4]) for n in range(12)]
    found = checked(*rows)
    assert "12 in all" in found.problems[0].what
    assert len(found.problems) == 12


def test_a_household_has_one_file():
    second = changed(ONE, identity="", card="", name="张建国")
    found = checked(ONE, second)
    assert told(found) == [(3, "Household file number", "bad")]
    assert checked(ONE, changed(second, relation="配偶")).problems == []


def test_rows_of_one_household_give_the_same_figures():
    second = changed(ONE, identity="", card="", relation="配偶", income="36000")
    assert told(checked(ONE, second)) == [(3, "Household file number", "bad")]
    assert checked(ONE, changed(second, income="")).problems == []


def test_every_bad_cell_of_a_row_is_named():
    assert len(checked(changed(ONE, phone="1", card="1", income="-1")).problems) == 3


def with_book(change: Callable[[Any], None], *rows: Sequence[Any]) -> CheckedRecipients:
    book = openpyxl.load_workbook(io.BytesIO(sheet(*rows)))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return read_recipients(out.getvalue(), TODAY)


def test_a_formula_that_was_never_computed_is_refused_and_not_read_as_empty():
    def compute(book: Any) -> None:
        book.active["H3"] = "=H2*2"

    found = with_book(compute, ONE, changed(TWO, income="1"))
    assert told(found) == [(3, "Income of the year", "bad")]
    assert "formula" in found.problems[0].what


def test_a_cell_with_an_error_is_refused_and_not_read_as_empty():
    def break_it(book: Any) -> None:
        book.active["H3"] = "#REF!"
        book.active["H3"].data_type = "e"

    assert told(with_book(break_it, ONE, TWO)) == [(3, "Income of the year", "bad")]


def test_a_merged_cell_is_refused_where_it_has_no_content_and_its_value_offered():
    def merge(book: Any) -> None:
        book.active.merge_cells("F2:F3")

    found = with_book(merge, ONE, changed(ONE, identity="", card="", relation="配偶", house=""))
    [problem] = [p for p in found.problems if p.row == 3]
    assert (problem.column, problem.fix) == ("Household file number", "Z1")
    assert "F2" in problem.what


def test_a_title_merged_across_above_the_heads_is_passed_over():
    def entitle(book: Any) -> None:
        book.active.insert_rows(1)
        book.active["A1"] = "石峰区困难职工名单"
        book.active.merge_cells("A1:I1")

    found = with_book(entitle, ONE)
    assert [row["row"] for row in found.rows] == [3]
    assert found.problems == []


def test_hidden_rows_columns_and_sheets_are_said():
    def hide(book: Any) -> None:
        book.active.row_dimensions[3].hidden = True
        book.active.row_dimensions[4].hidden = True
        book.active.column_dimensions["D"].hidden = True
        book.create_sheet("去年").sheet_state = "hidden"

    found = with_book(hide, ONE, TWO, changed(TWO, identity=""))
    texts = [p.what for p in found.problems]
    assert [p.kind for p in found.problems] == ["warn"] * 3
    assert any("“去年” is hidden" in text for text in texts)
    assert any("“手机号” is hidden" in text for text in texts)
    assert any("Rows 3 to 4 are hidden" in text for text in texts)
    assert len(found.rows) == 3


def test_a_hidden_first_sheet_is_not_read_for_the_list():
    def hide(book: Any) -> None:
        first = book.active
        shown = book.create_sheet("名单二")
        for line in (HEADS, TWO):
            shown.append(line)
        first.sheet_state = "hidden"
        book.active = shown

    found = with_book(hide, ONE)
    assert [row["name"] for row in found.rows] == ["李玥"]
    assert ["is hidden" in p.what for p in found.problems] == [True]


def test_a_long_number_that_excel_has_cut_is_refused_even_if_its_check_digit_fits():
    number = 430202197506150000  # as Excel keeps ...0002, and every 11th such number passes its check
    found = checked(changed(ONE, identity=number))
    assert told(found) == [(2, "Identity number", "bad")]
    assert "15 digits" in found.problems[0].what


def test_progress_runs_up_to_all_rows():
    seen: list[tuple[int, int]] = []
    read_recipients(sheet(ONE, TWO), TODAY, lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, 2)
    assert seen[-1] == (2, 2)


def test_the_annotated_list_has_every_row_in_its_place_and_every_problem():
    found = checked(ONE, changed(TWO, phone="12"), changed(TWO, identity="", card="=1+1"))
    book = openpyxl.load_workbook(io.BytesIO(found.annotated()))
    rows, summary = book.worksheets
    assert [cell.value for cell in rows[2]][: len(HEADS)] == [text or None for text in ONE]
    assert rows["D3"].fill.fgColor.rgb == "FFF8D3D0"
    assert "not a mobile number" in rows["D3"].comment.text
    assert rows["D2"].comment is None
    assert rows["E4"].value == "=1+1"
    assert rows["E4"].data_type == "s"
    last = len(HEADS) + 1
    assert rows.cell(2, last).value is None
    assert "Bank card" in rows.cell(4, last).value
    assert [row[3] for row in summary.iter_rows(min_row=2, values_only=True)] == [1, 1]


def test_the_annotated_list_can_be_mended_and_read_again():
    found = checked(changed(ONE, phone="12"))
    book = openpyxl.load_workbook(io.BytesIO(found.annotated()))
    book.worksheets[0]["D2"] = "13812345678"
    out = io.BytesIO()
    book.save(out)
    assert read_recipients(out.getvalue(), TODAY).problems == []


def test_of_a_long_list_every_problem_is_listed():
    rows = [changed(TWO, name=f"甲{n}", identity="", phone="1" if n % 7 == 0 else "") for n in range(2_100)]
    found = checked(*rows)
    assert [p.row for p in found.problems] == [n + 2 for n in range(0, 2_100, 7)]
    assert len(found.rows) == 1_800
    summary = openpyxl.load_workbook(io.BytesIO(found.annotated()), read_only=True).worksheets[1]
    assert [row[3] for row in summary.iter_rows(min_row=2, values_only=True)] == [300]


def test_the_examples_of_the_blank_form_are_themselves_sound():
    columns = recipient_columns(TODAY)
    assert all(column.parse(column.example) is not None for column in columns)
    heads = read_sheet(write_sheet("x", [c.title for c in columns], [["x"] * len(columns)])).heads
    assert len(set(heads)) == len(columns)
    assert blank_form(columns, "名单")


@pytest.mark.parametrize("text", ["maybe", "2", "是否"])
def test_what_is_neither_yes_nor_no_is_refused(text):
    with pytest.raises(list_cells.NeitherYesNorNo):
        list_cells.yes_or_no(text)


@pytest.mark.parametrize(
    ("text", "answer"), [("√", True), ("有", True), ("ＹＥＳ", True), ("否", False), ("", False)]
)
def test_yes_and_no_are_read_as_people_write_them(text, answer):
    assert list_cells.yes_or_no(text) is answer


def test_every_refusal_says_what_and_what_to_do():
    with pytest.raises(RuleViolation) as refused:
        list_cells.amount_fen("-3")
    assert all(refused.value.said("en"))

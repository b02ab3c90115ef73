"""Excel lists in and out: what is read, what is refused, what is written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from union_lib.common import tabular
from union_lib.common.errors import RuleViolation
from union_lib.common.identifiers import mobile
from union_lib.common.tabular import Column, RawSheet, check_rows, match_columns, read_sheet, write_sheet

pytestmark = pytest.mark.usefixtures("speaks_english")

COLUMNS = (
    Column("name", "Name", ("姓名", "职工姓名"), True),
    Column("phone", "User name", ("手机", "联系电话"), parse=lambda text: mobile(text) if text else ""),
)


def book(
    lines: Sequence[Sequence[Any]], fill: Callable[[Any, Any], None] = lambda sheet, book: None
) -> bytes:
    """Return a workbook with the lines on its first sheet, and what `fill` adds."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"})
    sheet = made.add_worksheet()
    for row, line in enumerate(lines):
        sheet.write_row(row, 0, line)
    fill(sheet, made)
    made.close()
    return out.getvalue()


def repacked(
    content: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None
) -> bytes:
    """Return the workbook with its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(part, old.read(part)))
        for name, part in (extra or {}).items():
            new.writestr(name, part)
    return out.getvalue()


PLAIN = book([["Name", "Code"], ["Li", "7"]])


def test_rows_keep_the_numbers_excel_shows():
    raw = read_sheet(book([["Name"], ["Li"], [""], ["Wang"]]))
    assert raw.rows == (("Li",), ("Wang",))
    assert raw.numbers == (2, 4)


def test_cells_become_what_somebody_would_type():
    line = [92.0, 0.1 + 0.2, 1 / 3, 1e15, True, date(2020, 3, 4), datetime(2020, 3, 4, 9, 30), "  x\n"]
    [row] = read_sheet(book([[f"h{n}" for n in range(len(line))], line])).rows
    shown = [
        "92",
        "0.3",
        "0.333333333333333",
        "1000000000000000",
        "TRUE",
        "2020-03-04",
        "2020-03-04 09:30",
        "x",
    ]
    assert list(row) == shown


def test_a_column_without_a_name_gets_its_letter():
    assert read_sheet(book([["Name", "", "Code"], ["Li", "x", "7"]])).heads == ("Name", "Column B", "Code")


def test_what_stands_beside_the_heads_is_left_out():
    assert read_sheet(book([["Name"], ["Li", "a remark"]])).rows == (("Li",),)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", tabular.NotExcel),
        (b"name,code\nLi,7\n", tabular.NotExcel),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), tabular.NotExcel),
        (PLAIN[:200], tabular.NotExcel),
        (repacked(PLAIN, lambda name, part: b"not xml" if "sheet1" in name else part), tabular.NotExcel),
        (repacked(PLAIN, lambda name, part: part, {"xl/vbaProject.bin": b"x"}), tabular.HasMacros),
        (repacked(PLAIN, lambda name, part: part.decode().encode("utf-16")), tabular.NotExcel),
        (book([]), tabular.NothingInside),
        (book([["Name", "Code"]]), tabular.NothingInside),
        (book([["Name", "Name"], ["Li", "Wang"]]), tabular.HeadRepeated),
        (bytes(tabular.LARGEST_FILE + 1), tabular.FileTooBig),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_what_is_no_plain_list_is_refused(content: bytes, refusal: type[RuleViolation]):
    with pytest.raises(refusal) as refused:
        read_sheet(content)
    assert all(refused.value.said())


def test_a_zip_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(tabular.NotExcel):
        read_sheet(out.getvalue())


def test_a_part_that_unpacks_without_end_is_never_unpacked():
    bomb = repacked(PLAIN, lambda name, part: part, {"xl/media/image1.bin": bytes(tabular.LARGEST_CONTENT)})
    assert len(bomb) < tabular.MB
    with pytest.raises(tabular.FileTooBig):
        read_sheet(bomb)


def test_one_part_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = repacked(PLAIN, lambda name, part: part, {"xl/worksheets/sheet1.xml": b"<worksheet/>"})
    with pytest.raises(tabular.NotExcel):
        read_sheet(twice)


@pytest.mark.parametrize(
    ("row", "column"), [(1_048_575, 0), (0, 16_383), (1_048_575, 16_383), (119_999, 0), (0, 104)]
)
def test_a_cell_far_out_takes_no_room(row: int, column: int):
    with pytest.raises(tabular.TooMuchInside):
        read_sheet(book([["Name"], ["Li"]], lambda sheet, made: sheet.write(row, column, "x")))


@pytest.mark.parametrize(
    "place",
    [
        b"r='XFD1048576'",
        b'r = "XFD1048576"',
        b'r="&#88;FD1048576"',
        b'\nr="A1048576"',
        b'r="A0999999"',
        b'r="A0100000"',
    ],
)
def test_a_cell_far_out_cannot_hide(place: bytes):
    far = b"<c " + place + b"><v>1</v></c></row></sheetData>"
    hidden = repacked(PLAIN, lambda name, part: part.replace(b"</row></sheetData>", far))
    with pytest.raises(tabular.TooMuchInside):
        read_sheet(hidden)


def test_the_dimension_a_sheet_claims_is_not_believed():
    def claim(name: str, part: bytes) -> bytes:
        return part.replace(b'ref="A1:B2"', b'ref="A1:A1"')

    assert read_sheet(repacked(PLAIN, claim)).rows == (("Li", "7"),)


def test_heads_are_matched_by_name_synonym_and_without_decoration():
    assert match_columns(["序号", " 职工姓名（必填）*", "联 系 电 话："], COLUMNS) == {
        "name": " 职工姓名（必填）*",
        "phone": "联 系 电 话：",
    }


def test_a_head_is_matched_once():
    twice = (*COLUMNS, Column("contact", "Unit", ("手机",)))
    assert match_columns(["手机"], twice) == {"name": None, "phone": "手机", "contact": None}


def checked(*lines: tuple[str, str]) -> tabular.Checked:
    raw = RawSheet(("Name", "手机"), lines, tuple(range(2, 2 + len(lines))))
    return check_rows(raw, match_columns(raw.heads, COLUMNS), COLUMNS)


def test_sound_rows_come_out_as_values_with_their_numbers():
    assert checked(("Li", "")).rows == [{"row": 2, "name": "Li", "phone": ""}]


def test_a_wrong_cell_names_row_column_content_and_remedy():
    found = checked(("Li", ""), ("Wang", "12"))
    assert [row["row"] for row in found.rows] == [2]
    [problem] = found.problems
    assert (problem.row, problem.column, problem.value, problem.kind) == (3, "User name", "12", "bad")
    assert problem.todo


def test_every_wrong_cell_of_a_row_is_named():
    assert [p.column for p in checked(("", "12")).problems] == ["Name", "User name"]


def test_a_needed_column_without_a_head_fails_every_row():
    raw = RawSheet(("手机",), (("",),), (2,))
    assert [p.column for p in check_rows(raw, {"name": None, "phone": "手机"}, COLUMNS).problems] == ["Name"]


def test_a_column_the_sheet_lacks_says_nothing():
    raw = RawSheet(("Name",), (("Li",),), (2,))
    assert check_rows(raw, match_columns(raw.heads, COLUMNS), COLUMNS).rows == [{"row": 2, "name": "Li"}]


def test_what_is_written_can_be_read_again():
    rows = [["430204198001011234", "张三", 3], ["007", "", 2.5]]
    raw = read_sheet(write_sheet("名单", ["证件号", "姓名", "人口"], rows))
    assert raw.heads == ("证件号", "姓名", "人口")
    assert raw.rows == (("430204198001011234", "张三", "3"), ("007", "", "2.5"))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"])
def test_text_is_never_written_as_a_formula(text: str):
    sheet = openpyxl.load_workbook(io.BytesIO(write_sheet("x", ["a"], [[text]]))).active
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].number_format == "@"


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).map(str.strip)
    )
)
def test_any_text_survives(texts: list[str]):
    rows = [[f"r{n}", text] for n, text in enumerate(texts)]
    if rows:
        raw = read_sheet(write_sheet("x", ["a", "b"], rows))
        assert [row[1] for row in raw.rows] == [row[1] for row in rows]


def test_a_blank_form_has_the_heads_the_text_format_and_an_explanation():
    form = openpyxl.load_workbook(io.BytesIO(tabular.blank_form(COLUMNS, "Entries: 2020/3")))
    first, second = form.worksheets
    assert [cell.value for cell in first[1]] == ["Name *", "User name"]
    assert first.column_dimensions["A"].width >= 12
    assert first.freeze_panes == "A2"
    assert [cell.value for cell in second[2]][:2] == ["Name", "yes"]
    assert first.title == "Entries  2020 3"


def test_a_filled_in_blank_form_matches_itself():
    form = openpyxl.load_workbook(io.BytesIO(tabular.blank_form(COLUMNS, "x")))
    form.worksheets[0].append(["Li", ""])
    out = io.BytesIO()
    form.save(out)
    raw = read_sheet(out.getvalue())
    assert check_rows(raw, match_columns(raw.heads, COLUMNS), COLUMNS).rows[0]["name"] == "Li"

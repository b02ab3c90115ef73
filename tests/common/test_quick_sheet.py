"""Rows written at once are the rows that xlsxwriter writes cell by cell."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.common.quick_sheet import QuickSheet

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=8,
)
cells = st.one_of(
    texts,
    st.sampled_from(["_x0041_", " a ", "<r>&</r>x", "=1+1"]),
    st.integers(-(10**9), 10**9),
    st.floats(0, 1e9),
)
rows = st.lists(st.dictionaries(st.integers(0, 30), cells, max_size=4), min_size=1, max_size=5)


def sheet_xml(lines: list[dict[int, Any]], *, at_once: bool) -> str:
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    look = book.add_format({"bold": True})
    sheet: Any = book.add_worksheet("一", worksheet_class=QuickSheet)
    sheet.write_string(0, 0, "头")
    for row, line in enumerate(lines, 1):
        told = sorted(line.items())
        if at_once:
            sheet.write_line(row, [(column, value, look) for column, value in told])
        else:
            for column, value in told:
                write = sheet.write_string if isinstance(value, str) else sheet.write_number
                write(row, column, value, look)
    sheet.write_string(len(lines) + 2, 0, "尾")
    book.close()
    return zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml").decode()


def plain(text: str) -> str:
    """Control characters aside: a book takes them out before."""
    return re.sub(r"[\x00-\x08\x0b-\x1f]", "", text)


@settings(max_examples=60, deadline=None)
@given(rows)
def test_a_row_written_at_once_is_the_row_written_cell_by_cell(lines):
    told = [
        {column: plain(value) or "空" if isinstance(value, str) else value for column, value in line.items()}
        for line in lines
    ]
    assert sheet_xml(told, at_once=True) == sheet_xml(told, at_once=False)

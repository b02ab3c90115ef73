"""What a sheet holds besides values, whichever program wrote it."""

import pytest

from union_lib.common.sheet_marks import SheetMarks, marks_of


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="B2"><f>A2+1</f><v></v></c>',
        b'<c r="B2"><f>A2+1</f><v/></c>',
        b'<c r="B2"><f>A2+1</f></c>',
        b"<c r='B2' s='3'><f t='shared' si='0'/></c>",
        b'<x:c r="B2"><x:f>A2+1</x:f><x:v></x:v></x:c>',
    ],
)
def test_a_formula_without_a_value_is_seen_however_it_is_written(cell):
    assert marks_of(cell).formulas == {(2, 1)}


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="B2"><f>A2+1</f><v>3</v></c>',
        b'<c r="B2" t="str"><f>A2</f><v>x</v></c>',
        b'<c r="A2"><v>1</v></c><c r="B2"><f>A2+1</f><v>3</v></c>',
    ],
)
def test_a_formula_with_a_value_is_a_value(cell):
    assert marks_of(cell).formulas == frozenset()


@pytest.mark.parametrize("cell", [b'<c r="AA7" t="e"><v>#REF!</v></c>', b"<c t='e' r='AA7'><v>#N/A</v></c>"])
def test_an_error_is_seen(cell):
    assert marks_of(cell).errors == {(7, 26)}


def test_hidden_rows_and_columns_are_seen_and_shown_ones_are_not():
    part = (
        b'<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" hidden="0"/></cols>'
        b'<row r="2" hidden="1"/><row hidden="true" r="3"/><row r="4" hidden="0"/><row r="5"/>'
    )
    assert (marks_of(part).rows, marks_of(part).columns) == ((2, 3), (1, 2))


def test_a_plain_sheet_has_no_marks():
    assert marks_of(b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>') == SheetMarks()

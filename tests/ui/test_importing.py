"""The import wizard: no row is lost, none invented, and nothing is saved before the last button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from union_lib.common.errors import N_
from union_lib.common.tabular import Column, RowProblem, read_sheet, write_sheet
from union_lib.competition.rules import parse_mark
from union_lib.ui import Imported, ImportWizard, Shell

pytestmark = pytest.mark.usefixtures("speaks_english")


class Marks(ImportWizard):
    """A list of names and marks, where a name may stand once."""

    title = N_("Entries")
    columns = (
        Column("name", N_("Name"), ("姓名",), True),
        Column("mark", N_("Total"), ("得分",), False, parse_mark),
    )

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[Any, Any]] = []
        self.saved: list[Sequence[dict[str, Any]]] = []

    def send(self, content: Any, buffers: Any = None) -> None:
        self.sent.append((content, buffers))

    def check(self, rows: Sequence[dict[str, Any]]) -> list[RowProblem]:
        names = [row["name"] for row in rows]
        return [
            RowProblem(row["row"], "Name", row["name"], "Twice.", "Keep one.", fix=f"{row['name']} 2")
            for at, row in enumerate(rows)
            if row["name"] in names[:at]
        ] + [
            RowProblem(row["row"], "Name", row["name"], "Short.", "Look.", "warn")
            for row in rows
            if len(row["name"]) == 1
        ]

    def commit(self, rows: Sequence[dict[str, Any]]) -> Imported:
        self.saved.append(rows)
        return Imported(len(rows), undo=lambda: self.saved.clear())


LINES = [["Li", "7"], ["Wang", "seven"], ["Li", "8"], ["", "9"], ["Z", ""]]


def sheet(lines: list[list[str]] = LINES, heads: tuple[str, ...] = ("姓名", "得分")) -> bytes:
    return write_sheet("list", heads, lines)


@pytest.fixture
def wizard() -> Marks:
    made = Marks()
    made.visit()
    return made


@pytest.fixture
def checked(wizard: Marks) -> Marks:
    wizard.read("list.xlsx", sheet())
    wizard.call("go", 2)
    return wizard


def rows_of(wizard: Marks) -> list[tuple[int, str]]:
    return [(p["row"], p["kind"]) for p in wizard.problems if not p["is_skipped"]]


def upload(wizard: Marks, content: bytes, name: str = "list.xlsx", size: int = 1000) -> None:
    for offset in range(0, len(content), size):
        part = content[offset : offset + size]
        about = {"name": name, "offset": offset, "last": offset + len(part) >= len(content)}
        wizard.call("slice", about, [memoryview(part)])


def test_a_file_arrives_in_slices_each_answered_with_how_far(wizard: Marks):
    content = sheet()
    upload(wizard, content)
    kept = [about["args"][0] for about, _ in wizard.sent if about["method"] == "kept"]
    assert kept[-1] == len(content)
    assert kept == sorted(kept)
    assert wizard.step == 1
    assert wizard.mapping == {"name": "姓名", "mark": "得分"}
    assert wizard.counts == {"rows": 5}


@pytest.mark.parametrize("name", ["list.xls", "list.xlsm", "list.csv", "list"])
def test_an_ending_the_page_should_have_refused_is_refused_here_too(wizard: Marks, name: str):
    upload(wizard, sheet(), name)
    assert wizard.step == 0
    assert wizard.said[-1]["kind"] == "bad"
    assert ({"method": "refused", "args": []}, None) in wizard.sent


def test_a_slice_out_of_order_is_refused(wizard: Marks):
    wizard.call("slice", {"name": "list.xlsx", "offset": 0, "last": False}, [b"PK"])
    wizard.call("slice", {"name": "list.xlsx", "offset": 1000, "last": True}, [b"PK"])
    assert wizard.said[-1]["text"] == "The file did not arrive whole."


def test_a_page_cannot_send_more_than_the_limit(wizard: Marks):
    part = bytes(2**25)
    wizard.call("slice", {"name": "list.xlsx", "offset": 0, "last": False}, [part])
    wizard.call("slice", {"name": "list.xlsx", "offset": 2**25, "last": False}, [part])
    assert "too big" in wizard.said[-1]["text"]
    assert len(wizard._parts) == 0


def test_a_needed_column_must_be_matched(wizard: Marks):
    wizard.read("list.xlsx", sheet(heads=("who", "得分")))
    wizard.call("go", 2)
    assert wizard.step == 1
    assert wizard.said[-1]["text"].startswith("“Name” is required")
    wizard.call("map", {"key": "name", "head": "who"})
    wizard.call("go", 2)
    assert wizard.step == 2


def test_a_page_cannot_match_what_is_not_there(wizard: Marks):
    wizard.read("list.xlsx", sheet())
    wizard.call("map", {"key": "name", "head": "nothing"})
    wizard.call("map", {"key": "role", "head": "姓名"})
    assert wizard.mapping == {"name": "姓名", "mark": "得分"}


def test_problems_name_their_rows_and_counts_add_up(checked: Marks):
    assert rows_of(checked) == [(3, "bad"), (4, "bad"), (5, "bad"), (6, "warn")]
    counts = checked.counts
    assert counts["open"] == 3
    assert counts["looks"] == 1
    assert counts["passed"] + counts["touched"] == counts["rows"] == 5


def test_rows_that_are_wrong_block_the_way(checked: Marks):
    checked.call("go", 3)
    assert checked.step == 2
    assert checked.said[-1]["text"] == "3 rows are still wrong."


def test_a_cell_can_be_corrected_here(checked: Marks):
    checked.call("mend", {"row": 3, "key": "mark", "text": "７"})
    assert rows_of(checked) == [(4, "bad"), (5, "bad"), (6, "warn")]


def test_a_fix_is_one_click(checked: Marks):
    fix = next(p for p in checked.problems if p["row"] == 4)
    checked.call("mend", {"row": 4, "key": fix["key"], "text": fix["fix"]})
    assert (4, "bad") not in rows_of(checked)


def test_a_wrong_correction_is_wrong_again(checked: Marks):
    checked.call("mend", {"row": 3, "key": "mark", "text": "eight"})
    assert next(p["value"] for p in checked.problems if p["row"] == 3) == "eight"


def test_a_row_can_be_skipped_and_taken_back(checked: Marks):
    checked.call("skip", 3)
    assert checked.counts["skipped"] == 1
    assert (3, "bad") not in rows_of(checked)
    checked.call("skip", 3)
    assert (3, "bad") in rows_of(checked)


def test_skipping_the_first_of_two_lets_the_second_pass(checked: Marks):
    checked.call("skip", 2)
    assert (4, "bad") not in rows_of(checked)


def test_rows_to_import_and_rows_skipped_are_the_rows_of_the_file(checked: Marks):
    checked.call("skip_all")
    checked.call("go", 3)
    assert checked.step == 3
    assert checked.counts["ready"] + checked.counts["skipped"] == checked.counts["rows"]
    assert checked.saved == []


def test_the_last_button_saves_once(checked: Marks):
    checked.call("skip_all")
    checked.call("go", 3)
    checked.call("finish")
    checked.call("finish")
    [rows] = checked.saved
    assert [row["row"] for row in rows] == [2, 6]
    assert checked.step == 4
    counts = checked.counts
    assert counts["added"] + counts["updated"] + counts["left"] == counts["rows"]
    assert not checked.is_dirty


@pytest.mark.parametrize("step", [0, 1, 2])
def test_nothing_is_saved_before_the_last_step(checked: Marks, step: int):
    checked.call("skip_all")
    checked.call("go", step)
    checked.call("finish")
    assert checked.saved == []


@pytest.mark.parametrize("step", [-1, 3, 4, 99])
def test_no_step_can_be_jumped_over(wizard: Marks, step: int):
    wizard.read("list.xlsx", sheet())
    wizard.call("go", step)
    assert wizard.step == 1
    assert wizard.saved == []


def test_without_a_file_there_is_no_way_on(wizard: Marks):
    wizard.call("go", 1)
    assert wizard.step == 0


def test_an_import_can_be_undone_as_a_whole(checked: Marks):
    checked.call("skip_all")
    checked.call("go", 3)
    checked.call("finish")
    assert checked.may_undo
    checked.call("undo")
    assert checked.saved == []
    assert checked.step == 0


def test_the_problem_rows_can_be_handed_back(checked: Marks):
    shell = Shell({"import": lambda ws: checked})
    shell.send = lambda content, buffers=None: checked.sent.append((content, buffers))
    checked.shell = shell
    checked.call("problem_rows")
    raw = read_sheet(checked.sent[-1][1][0])
    assert raw.heads[:2] == ("姓名", "得分")
    wrong = raw.rows[raw.numbers.index(3)]
    assert wrong[:2] == ("Wang", "seven")
    assert checked.problems[0]["what"] in wrong[2]


def test_leaving_in_the_middle_asks_first(checked: Marks):
    assert checked.is_dirty


def test_coming_back_begins_anew(checked: Marks):
    checked.visit()
    assert (checked.step, checked.problems, checked.counts) == (0, [], {})


def test_many_problems_are_counted_but_not_all_sent(wizard: Marks):
    wizard.read("list.xlsx", sheet([["", str(n)] for n in range(500)]))
    wizard.call("go", 2)
    assert wizard.counts["problems"] == 500
    assert len(wizard.problems) == 200

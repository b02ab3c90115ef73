"""The competition's screens as objects a test can click: what they say, and what they never show."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Engine

from tests.competition.test_competition import _fill, _signed, _through_checking
from tests.conftest import House, build_house, two_criteria
from union_lib.common.tabular import write_sheet
from union_lib.competition import reports, rules, service
from union_lib.competition.mark_files import mark_workbook
from union_lib.competition.rules import Stage
from union_lib.competition.screens import competition_nav, competition_screens
from union_lib.competition.screens.board import ProgressBoard
from union_lib.competition.screens.desk import Desk
from union_lib.competition.screens.entries import EntryList
from union_lib.competition.screens.listing import CompetitionList
from union_lib.competition.screens.marks import MarkSheet
from union_lib.competition.screens.plan import CompetitionPlan
from union_lib.competition.screens.results import ResultList
from union_lib.competition.screens.scheme import SchemeEditor
from union_lib.competition.screens.scheme_form import scheme_from_page, scheme_to_page
from union_lib.competition.screens.wizards import EntryWizard, JudgeWizard
from union_lib.doors import competition_shell, workbench_shell
from union_lib.registry.service import UsernameTaken
from union_lib.ui.importing import COLUMNS, CONFIRM, DONE, FILE, PROBLEMS


@pytest.fixture
def house(sqlite_engine: Engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


def _heard(screen: Any) -> list[tuple[str, Any]]:
    """Keep what a screen sends to its page."""
    sent: list[tuple[str, Any]] = []
    screen.send = lambda content, buffers=None: sent.append((content["method"], content["args"]))
    return sent


def _sheet(house: House, competition: int, judge: str = "judge1") -> MarkSheet:
    screen = MarkSheet(house.ws(judge))
    screen.visit(competition)
    return screen


def _cell(screen: MarkSheet, row: int, key: str, text: str, seen: int = 0) -> dict[str, Any]:
    return {"entry": screen.entries[row]["code"], "criterion": key, "text": text, "seen": seen}


def test_a_judge_saves_cells_and_hears_their_versions(house: House):
    screen = _sheet(house, house.competition())
    sent = _heard(screen)
    screen.call("save", [_cell(screen, 0, "skill", "４５。５"), _cell(screen, 1, "skill", "30")])
    [(method, [answer])] = sent
    assert method == "saved"
    assert [cell["seen"] for cell in answer["cells"]] == [1, 1]
    screen.show()
    assert screen.entries[0]["marks"] == ["45.5", ""]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("61", "61 is above the full mark 60. Enter a mark from 0 to 60."),
        ("-1", "-1 is below 0. Enter a mark from 0 to 60."),
        ("8.3", "8.3 is not a whole multiple of 0.5. Enter 8.0 or 8.5."),
        ("ten", "“ten” is not a number. Enter the mark in digits, such as 8.5; leave the cell empty"),
        ("9" * 4000, "is above the full mark"),
    ],
)
def test_a_wrong_mark_is_refused_with_the_remedy_and_nothing_is_lost(house: House, text: str, told: str):
    screen = _sheet(house, house.competition())
    sent = _heard(screen)
    screen.call("save", [_cell(screen, 0, "skill", text)])
    [notice] = screen.said
    assert notice["kind"] == "bad"
    assert told in f"{notice['text']} {notice['todo']}"
    assert sent[0][0] == "unsaved"
    assert sent[0][1][0][0]["text"] == text
    screen.show()
    assert screen.entries[0]["marks"] == ["", ""]


def test_two_tabs_see_both_values_and_neither_is_lost(house: House):
    competition = house.competition()
    first, second = _sheet(house, competition), _sheet(house, competition)
    first.call("save", [_cell(first, 0, "skill", "30")])
    sent = _heard(second)
    second.call("save", [_cell(second, 0, "skill", "40")])
    [(_, [answer])] = sent
    [conflict] = answer["conflicts"]
    assert (conflict["theirs"], conflict["yours"], conflict["who"], conflict["version"]) == (
        "30",
        "40",
        "Judge1",
        1,
    )
    second.call("save", [_cell(second, 0, "skill", "40", seen=1)])
    assert reports.mark_sheet(house.ws("judge1"), competition).rows[0].cells[0].text == "40"


def test_a_closed_competition_says_so_and_keeps_what_was_typed(house: House):
    competition = house.competition()
    screen = _sheet(house, competition)
    _through_checking(house, competition)
    _signed(house, competition)
    sent = _heard(screen)
    screen.call("save", [_cell(screen, 0, "skill", "1", seen=1)])
    assert screen.said[-1]["text"] == "The competition is not open for marking."
    assert sent[0][0] == "unsaved"


def test_a_page_that_lies_about_ids_or_sends_rubbish_changes_nothing(house: House):
    competition, other = house.competition(), house.competition()
    screen = _sheet(house, competition)
    foreign = "unknown"
    for rubbish in (
        [{"entry": foreign, "criterion": "skill", "text": "1", "seen": 0}],
        [{"entry": "1; DROP TABLE mark", "criterion": "skill", "text": "1", "seen": 0}],
        [{}],
        None,
        "save",
    ):
        screen.call("save", rubbish)
    assert len(screen.said) == 5
    assert all(notice["kind"] == "bad" for notice in screen.said)
    assert all(
        cell == ""
        for row in reports.mark_sheet(house.ws("judge1"), other).rows
        for cell in [row.cells[0].text]
    )


def test_a_judges_page_holds_no_unit_no_name_and_nobody_elses_mark(house: House):
    competition = house.competition(judges=2)
    _fill(house, competition, "judge2", base=39)
    shell = competition_shell(house.ws("judge1"), f"screen=marks&competition={competition}")
    state = json.dumps([shell.get_state(), shell.screen.get_state()], default=str)
    for hidden in ("Firm 1", "Firm 2", "Judge2", '"39"', '"38"'):
        assert hidden not in state
    assert list(shell.screens) == ["marks"]


def test_a_page_cannot_set_what_a_screen_shows(house: House):
    screen = _sheet(house, house.competition())
    before = screen.sheet
    screen.set_state({"sheet": {"is_open": True}, "entries": [], "choices": []})
    assert screen.sheet == before
    assert len(screen.entries) == 3


def test_a_judge_who_asks_for_an_organisers_screen_is_told_no(house: House):
    competition = house.competition()
    for made in (CompetitionPlan, EntryList, ProgressBoard, ResultList):
        screen = made(house.ws("judge1"), Desk(competition))
        with screen.guard():
            screen.visit()
        assert screen.said[-1]["text"] == "Your account may not do this here."
    assert [item["key"] for item in competition_nav(house.ws("judge1"))] == ["marks"]
    assert "plan" not in competition_screens(house.ws("judge1"))


def test_a_stranger_sees_an_empty_list_and_cannot_create(house: House):
    house.competition()
    screen = CompetitionList(house.ws("staff"), Desk())
    screen.show()
    assert (screen.rows, screen.organisers) == ([], [])


def test_a_competition_is_created_for_an_organisation_in_the_own_scope(house: House):
    screen = CompetitionList(house.ws("north_organiser"), Desk())
    screen.show()
    assert [o["title"] for o in screen.organisers] == ["North District", "Firm Union"]
    typed = {"values": {**screen.values, "title": "Firm welders"}, "preset": "five_small"}
    screen.call("create", {**typed, "union": house.unions["south"]})
    assert screen.said[-1]["text"] == "Your account may not do this here."
    screen.call("create", {**typed, "union": house.unions["firm"]})
    screen.show()
    assert [(row["title"], row["union"]) for row in screen.rows] == [("Firm welders", "Firm Union")]


def _wizard(house: House, competition: int, made: type = EntryWizard) -> Any:
    screen = made(house.ws("organiser"), Desk())
    screen.visit(competition)
    return screen


def _xlsx(heads: list[str], rows: list[list[Any]]) -> bytes:
    return write_sheet("List", heads, rows)


def _upload(screen: Any, content: bytes, name: str = "list.xlsx") -> None:
    screen.call("slice", {"name": name, "size": len(content), "offset": 0, "last": True}, [content])


def test_a_list_comes_in_step_by_step_and_can_be_undone(house: House):
    competition = house.competition(stage=Stage.DRAFT, entries=1)
    screen = _wizard(house, competition)
    _upload(
        screen,
        _xlsx(["编号", "作品名称", "单位"], [["A1", "Lathe jig", "Firm"], ["A2", "Press guard", "Firm"]]),
    )
    assert screen.step == COLUMNS
    for step in (PROBLEMS, CONFIRM):
        screen.call("go", step)
    screen.call("finish")
    assert screen.step == DONE
    assert list(reports.entries(house.ws("organiser"), competition)["code"]) == ["001", "A1", "A2"]
    screen.call("undo")
    assert list(reports.entries(house.ws("organiser"), competition)["code"]) == ["001"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("list.xlsx", b"PK\x03\x04 broken", "Excel"),
        ("list.xlsx", b"just text", "Excel"),
        ("list.csv", b"a,b\n1,2", "Excel"),
    ],
)
def test_a_wrong_file_is_refused_and_the_wizard_waits_for_another(
    house: House, name: str, content: bytes, told: str
):
    screen = _wizard(house, house.competition(stage=Stage.DRAFT))
    _upload(screen, content, name)
    assert told in screen.said[-1]["text"] + screen.said[-1]["todo"]
    assert screen.step == FILE


def test_a_cell_of_ten_megabytes_is_refused(house: House):
    screen = _wizard(house, house.competition(stage=Stage.DRAFT))
    good, out = zipfile.ZipFile(io.BytesIO(_xlsx(["名称"], [["MARKER"]]))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        for part in good.namelist():
            bomb.writestr(part, good.read(part).replace(b"MARKER", b"x" * 10_000_000))
    _upload(screen, out.getvalue())
    assert screen.said[-1]["kind"] == "bad"
    assert screen.step == FILE
    assert len(reports.entries(house.ws("organiser"), screen.competition_id)) == 3


def test_the_same_code_twice_in_a_file_must_be_settled_first(house: House):
    competition = house.competition(stage=Stage.DRAFT, entries=1)
    screen = _wizard(house, competition)
    _upload(screen, _xlsx(["编号", "名称"], [["A1", "One"], ["A1", "Two"]]))
    screen.call("go", PROBLEMS)
    [problem] = [p for p in screen.problems if not p["is_skipped"]]
    assert problem["what"] == "“A1” stands in row 2 already."
    screen.call("go", CONFIRM)
    assert screen.step == PROBLEMS
    screen.call("finish")
    assert len(reports.entries(house.ws("organiser"), competition)) == 1
    screen.call("skip", problem["row"])
    screen.call("go", CONFIRM)
    screen.call("finish")
    assert len(reports.entries(house.ws("organiser"), competition)) == 2


def test_rows_that_are_wrong_are_listed_with_row_column_and_remedy(house: House):
    screen = _wizard(house, house.competition(stage=Stage.DRAFT))
    _upload(
        screen,
        _xlsx(
            ["编号", "名称", "状态"], [["A1", "", ""], ["A2", "Fine", "gone fishing"], ["A3", "x" * 121, ""]]
        ),
    )
    screen.call("go", PROBLEMS)
    told = [(p["row"], p["column"]) for p in screen.problems]
    assert told == [(2, "Entry"), (3, "State"), (4, "Entry")]
    assert screen.counts["open"] == 3


def test_a_list_that_can_no_longer_be_saved_says_so_and_nothing_is_half_imported(house: House):
    competition = house.competition(judges=1)
    screen = _wizard(house, competition)
    _upload(screen, _xlsx(["编号", "名称"], [["A1", "One"]]))
    screen.call("go", PROBLEMS)
    screen.call("go", CONFIRM)
    _through_checking(house, competition, judges=1)
    _signed(house, competition)
    screen.call("finish")
    assert screen.said[-1]["kind"] == "bad"
    assert screen.step == CONFIRM
    assert len(reports.entries(house.ws("organiser"), competition)) == 3


def test_imported_judges_leave_slips_on_the_desk(house: House):
    competition = house.competition(stage=Stage.DRAFT)
    screen = _wizard(house, competition, JudgeWizard)
    _upload(screen, _xlsx(["姓名", "登录名"], [["New Judge", "new.judge"]]))
    for step in (PROBLEMS, CONFIRM):
        screen.call("go", step)
    screen.call("finish")
    assert [slip["username"] for slip in screen.desk.slips] == ["new.judge"]


def test_a_user_name_that_is_somebody_elses_is_shown_and_nobody_is_appointed(house: House):
    competition = house.competition(stage=Stage.DRAFT)
    screen = _wizard(house, competition, JudgeWizard)
    _upload(screen, _xlsx(["姓名", "登录名"], [["Impostor", "admin"], ["Judge3", "judge3"]]))
    screen.call("go", PROBLEMS)
    assert [(p["row"], p["what"]) for p in screen.problems] == [(2, "The user name admin is taken.")]
    with pytest.raises(UsernameTaken):
        service.import_judges(house.ws("organiser"), competition, [{"name": "Impostor", "username": "admin"}])


def test_a_stale_entry_form_is_refused_and_says_so(house: House):
    competition = house.competition()
    screen = EntryList(house.ws("organiser"), Desk())
    screen.visit(competition)
    entry = screen.rows[0]["id"]
    screen.call("edit", entry)
    service.edit_entry(house.ws("organiser"), competition, entry, {"title": "Changed elsewhere"}, 1)
    screen.call("save", {"code": "001", "title": "Changed here"})
    assert screen.said[-1]["text"] == "Not saved: entry 001 was changed by somebody else meanwhile."
    assert screen.edited["values"]["title"] == "Work 1"


def test_the_time_that_separates_equal_totals_comes_from_the_list_or_the_form(house: House):
    scheme = replace(two_criteria(), tie_chain=(rules.TieKey(rules.TIME, is_higher_better=False),))
    competition = house.competition(scheme, judges=1)
    screen = _wizard(house, competition)
    _upload(screen, _xlsx(["编号", "名称", "用时"], [["001", "Work 1", 95.5], ["002", "Work 2", 90]]))
    for step in (PROBLEMS, CONFIRM):
        screen.call("go", step)
    screen.call("finish")
    entries = EntryList(house.ws("organiser"), Desk())
    entries.visit(competition)
    entries.call("edit", entries.rows[2]["id"])
    entries.call("save", {"code": "003", "title": "Work 3", "tie.time": "９０"})
    sheet = _sheet(house, competition)
    sheet.call("save", [_cell(sheet, row, key, "30") for row in range(3) for key in ("skill", "safety")])
    rows = reports.results(house.ws("chief"), competition).rows
    assert [(r.entry.code, r.rank, r.is_tied) for r in rows] == [
        ("002", "1", True),
        ("003", "1", True),
        ("001", "3", False),
    ]


def test_every_score_is_explained_to_its_last_digit(house: House):
    competition = house.competition()
    _through_checking(house, competition)
    screen = ResultList(house.ws("chief"), Desk())
    screen.visit(competition)
    screen.call("explain", 0)
    formulas = [step["formula"] for step in screen.why["steps"]]
    assert formulas == ["(30 + 30) ÷ 2 = 30", "(30 + 30) ÷ 2 = 30", "30 + 30 = 60", ""]
    assert screen.why["steps"][-1]["note"] == "0 entries are better, so the place is 1."


def test_the_workbench_lists_what_waits_for_each_of_them(house: House):
    competition = house.competition(judges=1)
    told = {
        name: [t["title"] for t in workbench_shell(house.ws(name)).screen.todos]
        for name in ("judge1", "checker", "chief")
    }
    assert told == {"judge1": ["Mark: Welders"], "checker": [], "chief": []}
    _fill(house, competition, "judge1")
    service.submit_sheet(house.ws("judge1"), competition)
    assert [t["title"] for t in workbench_shell(house.ws("checker")).screen.todos] == [
        "Check 1 mark sheets: Welders"
    ]
    row = reports.board(house.ws("checker"), competition).rows[0]
    service.confirm_sheet(house.ws("checker"), row.sheet_id, row.version)
    assert [t["title"] for t in workbench_shell(house.ws("chief")).screen.todos] == [
        "Sign the result: Welders"
    ]


def test_the_frame_speaks_both_languages_without_a_reload(house: House):
    shell = workbench_shell(house.ws("organiser"), "lang=en")
    assert shell.screen.t["todos"] == "My to-dos"
    shell.call("speak", "zh")
    assert shell.screen.t["todos"] == "我的待办"
    shell.call("speak", "en")


# The mark sheet as a file


def _filled(house: House, competition: int, value: object) -> bytes:
    """Return judge1's sheet as Excel with the first cell filled in."""
    book = openpyxl.load_workbook(io.BytesIO(mark_workbook(house.ws("judge1"), competition)))
    page = book.worksheets[0]
    first = next(row for row in page.iter_rows() if row[0].value == "001")
    page.cell(first[0].row, 3).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_marks_are_filled_in_in_excel_and_read_back(house: House):
    competition = house.competition()
    screen = _sheet(house, competition)
    sent = _heard(screen)
    _upload(screen, _filled(house, competition, 45.5))
    assert screen.entries[0]["marks"][0] == "45.5"
    assert "1 marks saved from the file" in screen.said[-1]["text"]
    assert ("file_read", []) in sent


def test_a_wrong_cell_of_a_file_is_listed_and_nothing_is_saved(house: House):
    competition = house.competition()
    screen = _sheet(house, competition)
    _upload(screen, _filled(house, competition, 61))
    [wrong] = screen.wrong_rows
    assert "61 is above the full mark 60" in wrong["what"]
    assert screen.entries[0]["marks"] == ["", ""]
    assert screen.said[-1]["kind"] == "warn"


def test_a_judge_asked_to_look_again_sees_it_and_may_keep_the_mark(house: House):
    from tests.competition.test_running import far_apart

    competition, entry = far_apart(house)
    service.ask_again(house.ws("chief"), competition, entry, "skill")
    screen = _sheet(house, competition, "judge3")
    sent = _heard(screen)
    assert screen.entries[0]["asked"] == [True, False]
    screen.call("keep", {"entry": "001", "criterion": "skill"})
    assert sent[-1] == ("stays", [{"entry": "001", "criterion": "skill"}])
    screen.show()
    assert screen.entries[0]["asked"] == [False, False]


# The scheme


def _editor(house: House, competition: int) -> SchemeEditor:
    screen = SchemeEditor(house.ws("organiser"), Desk(competition))
    screen.visit(competition)
    return screen


@pytest.mark.parametrize("key", rules.PRESETS)
def test_every_usual_scheme_survives_the_page(house: House, key: str):
    assert scheme_from_page(scheme_to_page(rules.preset(key))) == rules.preset(key)


def test_a_scheme_is_put_on_the_page_and_saved(house: House):
    competition = house.competition(stage=Stage.DRAFT)
    screen = _editor(house, competition)
    sent = _heard(screen)
    screen.call("start", "skills_aspects")
    [(method, [draft])] = sent
    assert method == "started"
    screen.call("save_scheme", draft)
    assert screen.said[-1]["text"] == "The scheme is saved as version 2."
    assert reports.overview(house.ws("organiser"), competition).scheme == rules.preset("skills_aspects")


def test_a_change_in_mid_event_is_previewed_as_a_set_then_applied_or_left(house: House):
    from tests.competition.test_running import uneven

    competition = uneven(house)
    screen = _editor(house, competition)
    draft = {**screen.scheme, "criteria": [dict(c) for c in screen.scheme["criteria"]]}
    draft["criteria"][1]["weight"] = "2"
    screen.call("preview", draft)
    assert screen.effect["told"] == "3 of 3 standings change; 0 of them win something else."
    assert (screen.effect["rows"][0]["code"], screen.effect["rows"][0]["ranks"]) == ("001", ["1", "3"])
    screen.call("preview", None)
    assert screen.effect == {}
    assert reports.overview(house.ws("organiser"), competition).scheme_number == 1
    screen.call("preview", draft)
    with screen.guard():
        screen.apply("misprint")
    assert screen.said[-1]["text"] == "Version 2 of the scheme is in force."


def test_a_scheme_that_cannot_be_is_refused_in_words(house: House):
    screen = _editor(house, house.competition(stage=Stage.DRAFT))
    draft = {**screen.scheme, "decimals": "x"}
    screen.call("save_scheme", draft)
    assert "“x” is not a number." in screen.said[-1]["text"]

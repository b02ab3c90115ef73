"""What leaves the house: true to what was signed, and harmless to whoever opens it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import Engine

from tests.competition.test_competition import _entry_ids, _signed, _through_checking
from tests.conftest import House, build_house, two_criteria
from union_lib.common.tabular import check_rows, match_columns, read_sheet
from union_lib.competition import refusals, reports, rules, service
from union_lib.competition.documents import notice_document, result_workbook
from union_lib.competition.imports import ENTRY_IMPORT
from union_lib.competition.rules import EntryState, Scheme

EVIL = '=HYPERLINK("http://example.invalid","&<b>{{ 7*7 }}")'


@pytest.fixture
def house(sqlite_engine: Engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


def _with_award() -> Scheme:
    return replace(two_criteria(), awards=rules.AwardPlan((rules.AwardClass("First", quota=1),)))


def _competition(house: House) -> int:
    competition = house.competition(_with_award())
    entry = _entry_ids(house, competition)[0]
    service.edit_entry(house.ws("organiser"), competition, entry, {"title": EVIL}, 1)
    return competition


def test_a_notice_is_written_only_of_a_signed_result(house: House):
    competition = _competition(house)
    with pytest.raises(refusals.NothingSigned):
        notice_document(house.ws("organiser"), competition)


def test_the_notice_names_the_awards_the_days_and_the_fingerprint(house: House):
    competition = _competition(house)
    _through_checking(house, competition)
    fingerprint = _signed(house, competition)
    notice = Document(io.BytesIO(notice_document(house.ws("organiser"), competition)))
    [_, row] = [[cell.text for cell in line.cells] for line in notice.tables[0].rows]
    assert row == ["1", EVIL, "", "Firm 1", "60.00", "First"]
    text = "".join(paragraph.text for paragraph in notice.paragraphs)
    assert "2020年3月25日至2020年4月1日（5 个工作日）" in text
    assert fingerprint in notice.sections[0].footer.paragraphs[0].text


def test_the_result_list_holds_numbers_and_never_a_formula(house: House):
    competition = _competition(house)
    _through_checking(house, competition)
    fingerprint = _signed(house, competition)
    book = load_workbook(io.BytesIO(result_workbook(house.ws("organiser"), competition)))
    standings, marks = book.worksheets
    told = [cell.value or "" for cell in standings[3]]
    assert told[:8] == [1, "001", EVIL, "", "Firm 1", "", 60, "First"]
    assert all(cell.data_type != "f" for sheet in book for line in sheet for cell in line)
    assert fingerprint in standings.oddFooter.left.text
    assert fingerprint in marks.oddFooter.left.text


def test_a_list_written_out_comes_in_again_unchanged(house: House):
    competition, organiser = _competition(house), house.ws("organiser")
    entry = _entry_ids(house, competition)[1]
    service.set_entry_state(organiser, competition, entry, EntryState.GUEST, "from another city", 1)
    before = reports.entries(organiser, competition)
    raw = read_sheet(ENTRY_IMPORT.workbook(organiser, competition))
    columns = ENTRY_IMPORT.columns(organiser, competition)
    checked = check_rows(raw, match_columns(raw.heads, columns), columns)
    assert checked.problems == []
    done = ENTRY_IMPORT.commit(organiser, competition, checked.rows)
    assert (done.added, done.updated) == (0, 0)
    assert reports.entries(organiser, competition).equals(before)

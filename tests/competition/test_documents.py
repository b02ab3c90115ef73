"""The public notice, and lists that come in again: true to what was signed, harmless to whoever opens them."""

from __future__ import annotations

import io

import pytest
from docx import Document
from sqlalchemy import Engine

from tests.competition.papers import awarded, entry, named, signed, spoken, tamper, whole
from tests.competition.people import entry_ids
from tests.conftest import House, build_house
from union_lib.common import text as words
from union_lib.common.errors import NotAllowed
from union_lib.common.tabular import check_rows, match_columns, read_sheet
from union_lib.competition import documents, refusals, reports, service
from union_lib.competition.documents import notice_document, result_workbook
from union_lib.competition.imports import ENTRY_IMPORT
from union_lib.competition.rules import EntryState, Verdict

EVIL = '=HYPERLINK("http://example.invalid","&<b>{{ 7*7 }}\x0b")'


@pytest.fixture
def house(sqlite_engine: Engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


def test_a_notice_is_written_only_of_a_signed_result(house: House):
    competition = named(house)
    with pytest.raises(refusals.NothingSigned):
        notice_document(house.ws("organiser"), competition)


def test_the_notice_names_the_awards_the_days_and_the_fingerprint(house: House):
    competition = named(house)
    fingerprint = signed(house, competition)
    content = notice_document(house.ws("organiser"), competition)
    rows = [[cell.text for cell in line.cells] for line in Document(io.BytesIO(content)).tables[0].rows]
    assert rows[1:] == [
        ["1", "Work of 1", "Person 1", "Firm 1", "79.00", "一等奖"],
        ["2", "Work of 2", "Person 2", "Firm 1", "77.00", "二等奖"],
        ["3", "Work of 3", "Person 3", "Firm 2", "75.00", "二等奖"],
    ]
    assert "2020年3月25日至2020年4月1日（5个工作日）" in spoken(content)
    footer = "".join(p.text for p in Document(io.BytesIO(content)).sections[0].footer.paragraphs)
    assert fingerprint in footer
    assert "NUMPAGES" in whole(content)


def test_the_notice_names_chief_judge_and_supervisor_side_by_side(house: House):
    competition = named(house)
    signed(house, competition)
    told = spoken(notice_document(house.ws("organiser"), competition))
    assert "裁判长Chief已签字确认，监督员Supervisor已监督确认" in told


def test_the_notice_says_until_when_and_to_whom_one_may_appeal(house: House):
    competition = named(house, appeal_hours=24)
    signed(house, competition)
    told = spoken(notice_document(house.ws("organiser"), competition))
    assert "可自公示发布起24小时内以书面形式向CityFederation提出申诉" in told
    assert "由监督员Supervisor受理裁决" in told
    service.post_notice(house.ws("organiser"), competition)
    posted = reports.results(house.ws("organiser"), competition).competition.notice_posted_at
    until = f"（2020年3月26日{posted.astimezone():%H:%M}前）"
    assert until in spoken(notice_document(house.ws("organiser"), competition))


def test_the_notice_is_silent_about_appeals_and_rechecks_nobody_asked_for(house: House):
    competition = named(house)
    signed(house, competition)
    told = spoken(notice_document(house.ws("organiser"), competition))
    assert "申诉" not in told
    assert "复核" not in told


def test_the_notice_tells_of_the_recheck_once_it_is_through(house: House):
    competition = named(house, recheck_leading=30, recheck_sample=15)
    signed(house, competition)
    assert "复核" not in spoken(notice_document(house.ws("organiser"), competition))
    for row in reports.review(house.ws("supervisor"), competition).recheck:
        service.recheck(house.ws("supervisor"), competition, row.entry_id, Verdict.RIGHT)
    told = spoken(notice_document(house.ws("organiser"), competition))
    assert "名次前30%的项目已全部复核，其余项目已抽查复核15%" in told


def test_the_notice_waits_until_every_list_of_codes_is_open(house: House):
    competition = named(house, blind_draws=1)
    signed(house, competition)
    with pytest.raises(refusals.CodesClosed):
        notice_document(house.ws("organiser"), competition)
    service.open_codes(house.ws("organiser"), competition, 1)
    assert "Person" in spoken(notice_document(house.ws("organiser"), competition))


@pytest.mark.parametrize(
    "paper",
    [
        documents.notice_document,
        documents.mark_sheets_archive,
        documents.contestant_archive,
        documents.certificates_document,
    ],
)
def test_no_paper_is_made_of_marks_that_were_changed_after_the_signature(house: House, paper):
    competition = named(house)
    signed(house, competition)
    tamper(house)
    with pytest.raises(documents.SignedResultDiffers):
        paper(house.ws("organiser"), competition)


@pytest.mark.parametrize(
    "paper",
    [
        documents.notice_document,
        documents.result_workbook,
        documents.mark_sheets_archive,
        documents.contestant_archive,
        documents.certificates_document,
        documents.certificate_workbook,
    ],
)
def test_judges_and_other_organisations_get_no_paper(house: House, paper):
    competition = named(house)
    signed(house, competition)
    for stranger in ("judge1", "south_organiser", "north_organiser", "staff", "admin"):
        with pytest.raises(NotAllowed):
            paper(house.ws(stranger), competition)


def test_papers_are_chinese_whatever_the_screen_speaks(house: House):
    competition = named(house)
    signed(house, competition)
    told = {}
    for language in ("en", "zh"):
        words.speak(language)
        told[language] = spoken(notice_document(house.ws("organiser"), competition))
    words.speak("en")
    assert told["en"] == told["zh"]
    assert "公示时间" in told["en"]


def test_what_people_typed_stays_text_on_every_paper(house: House):
    competition = named(house)
    organiser = house.ws("organiser")
    service.edit_entry(organiser, competition, entry(house, competition, 1), {"title": EVIL}, 1)
    signed(house, competition)
    shown = EVIL.replace("\x0b", " ").strip()
    notice = Document(io.BytesIO(notice_document(organiser, competition)))
    assert shown in {cell.text for line in notice.tables[0].rows for cell in line.cells}
    sheet = Document(io.BytesIO(documents.mark_sheet_document(organiser, competition, 1)))
    assert shown in {cell.text for line in sheet.tables[1].rows for cell in line.cells}
    assert "49" not in spoken(notice_document(organiser, competition)).split("SHA-256")[0]


def test_a_list_written_out_comes_in_again_unchanged(house: House):
    competition, organiser = named(house, awarded()), house.ws("organiser")
    second = entry_ids(house, competition)["R02"]
    service.set_entry_state(organiser, competition, second, EntryState.GUEST, "from another city", 1)
    before = reports.entries(organiser, competition)
    raw = read_sheet(ENTRY_IMPORT.workbook(organiser, competition))
    columns = ENTRY_IMPORT.columns(organiser, competition)
    checked = check_rows(raw, match_columns(raw.heads, columns), columns)
    assert checked.problems == []
    done = ENTRY_IMPORT.commit(organiser, competition, checked.rows)
    assert (done.added, done.updated) == (0, 0)
    assert reports.entries(organiser, competition).equals(before)


def test_a_preliminary_result_list_says_so(house: House):
    competition = named(house)
    assert "Preliminary, not signed." in whole(result_workbook(house.ws("organiser"), competition))

"""Certificates: one page for each winner of a published result, and nobody else."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from sqlalchemy import Engine

from tests.competition.papers import LATER, awarded, entry, give, named, published, signed, spoken, whole
from tests.competition.people import check_all, sign, submit
from tests.conftest import House, build_house
from union_lib.common import text as words
from union_lib.common.papers import chinese_day
from union_lib.common.tabular import read_sheet
from union_lib.competition import refusals, reports, service
from union_lib.competition.documents import NothingPublished, certificate_workbook, certificates_document
from union_lib.competition.rules import EntryState


@pytest.fixture
def house(sqlite_engine: Engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


def _pages(content: bytes) -> list[str]:
    """Return the text of each page: every certificate begins one."""
    body = Document(io.BytesIO(content)).element.body
    pages: list[str] = []
    for part in body.iter(qn("w:p")):
        if part.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None:
            pages.append("")
        pages[-1] += "".join(text.text or "" for text in part.iter(qn("w:t")))
    return pages


def _published_on(house: House, competition: int):
    at = reports.results(house.ws("organiser"), competition).competition.published_at
    return at.astimezone().date()


def test_every_winner_gets_one_page_and_nobody_else_does(house: House):
    competition = named(house)
    published(house, competition)
    pages = _pages(certificates_document(house.ws("organiser"), competition))
    assert [page.count("荣誉证书") for page in pages] == [1, 1, 1]
    assert [f"Person {n}" in page for n, page in enumerate(pages, 1)] == [True] * 3
    for loser in ("Person 4", "Person 5", "Work of 4"):
        assert loser not in whole(certificates_document(house.ws("organiser"), competition))


def test_a_certificate_says_who_won_what_where_from_whom_and_when(house: House):
    competition = named(house)
    published(house, competition)
    day = _published_on(house, competition)
    first = _pages(certificates_document(house.ws("organiser"), competition))[0]
    assert first == (
        "荣誉证书Person 1（Firm 1）：在焊工竞赛中，参赛项目“Work of 1”荣获一等奖特发此证，以资鼓励。"
        f"City Federation{chinese_day(day)}证书编号：{day.year}-{competition:04d}-001"
    )


def test_certificates_lie_on_their_side_within_a_border(house: House):
    competition = named(house)
    published(house, competition)
    [page] = Document(io.BytesIO(certificates_document(house.ws("organiser"), competition))).sections
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (29.7, 21.0)
    assert page._sectPr.find(qn("w:pgBorders")) is not None


def test_nothing_is_certified_before_it_is_published(house: House):
    competition = named(house)
    organiser = house.ws("organiser")
    for make in (certificates_document, certificate_workbook):
        with pytest.raises(refusals.NothingSigned):
            make(organiser, competition)
    signed(house, competition)
    service.post_notice(organiser, competition)
    for make in (certificates_document, certificate_workbook):
        with pytest.raises(NothingPublished):
            make(organiser, competition)
    service.publish(house.ws("organiser", today=LATER), competition)
    assert len(_pages(certificates_document(organiser, competition))) == 3


def test_a_competition_without_awards_has_no_certificates(house: House):
    competition = named(house, replace(awarded(), awards=replace(awarded().awards, classes=())))
    published(house, competition)
    with pytest.raises(NothingPublished):
        certificates_document(house.ws("organiser"), competition)


def test_a_guest_gets_no_certificate(house: House):
    competition = named(house)
    guest = entry(house, competition, 1)
    service.set_entry_state(house.ws("organiser"), competition, guest, EntryState.GUEST, "invited", 1)
    published(house, competition)
    told = spoken(certificates_document(house.ws("organiser"), competition))
    assert "Person1" not in told
    assert "Person2" in told


def test_winners_who_share_a_place_have_numbers_of_their_own(house: House):
    competition = named(house, awarded(("一等奖", 1), ("二等奖", 1)), entries=3, judges=1)
    give(house, competition, "judge1", [("50", "30"), ("40", "30"), ("40", "30")])
    submit(house, competition, "judge1")
    check_all(house, competition)
    sign(house, competition)
    service.post_notice(house.ws("organiser"), competition)
    service.publish(house.ws("organiser", today=LATER), competition)
    raw = read_sheet(certificate_workbook(house.ws("organiser"), competition))
    numbers = [number.split("-", 1)[1] for number in raw.column("Certificate number")]
    assert numbers == [f"{competition:04d}-{rest}" for rest in ("001", "002-1", "002-2")]


def test_a_unit_without_a_named_contestant_is_certified_itself(house: House):
    competition = named(house)
    organiser = house.ws("organiser")
    service.edit_entry(organiser, competition, entry(house, competition, 1), {"contestant": ""}, 1)
    second = {"contestant": "Work of 2"}
    service.edit_entry(organiser, competition, entry(house, competition, 2), second, 1)
    published(house, competition)
    pages = _pages(certificates_document(organiser, competition))
    assert "荣誉证书Firm 1：在焊工竞赛中，参赛项目“Work of 1”荣获一等奖" in pages[0]
    assert "荣誉证书Work of 2（Firm 1）：在焊工竞赛中荣获二等奖" in pages[1]


def test_very_long_names_stand_in_small_letters(house: House):
    competition = named(house)
    organiser = house.ws("organiser")
    long = {"title": "长" * 120, "contestant": "队" * 80}
    service.edit_entry(organiser, competition, entry(house, competition, 1), long, 1)
    published(house, competition)
    paper = Document(io.BytesIO(certificates_document(organiser, competition)))
    sizes = {
        run.font.size.pt
        for table in paper.tables
        for paragraph in table.cell(0, 0).paragraphs
        for run in paragraph.runs
        if "长" in run.text or "Work of 2" in run.text
    }
    assert sizes == {14, 22}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_list_to_merge_holds_the_same_certificates(house: House, language: str):
    competition = named(house)
    published(house, competition)
    words.speak(language)
    raw = read_sheet(certificate_workbook(house.ws("organiser"), competition))
    words.speak("en")
    day = _published_on(house, competition)
    assert raw.rows[0] == (
        f"{day.year}-{competition:04d}-001", "Person 1", "Firm 1", "Work of 1", "一等奖", "1",
        "焊工竞赛", "City Federation", chinese_day(day),
    )  # fmt: skip
    assert len(raw.rows) == 3

"""Signed mark sheets on paper: every mark, who gave and checked it, and never whose an entry is."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from sqlalchemy import Engine

from tests.competition.papers import awarded, entry, give, named, signed, spoken, whole
from tests.competition.people import appointment, check_all, sheet_of, sign, submit
from tests.conftest import House, build_house, two_criteria
from union_lib.common.errors import NotAllowed, NotFound
from union_lib.competition import refusals, rules, service
from union_lib.competition.documents import mark_sheet_document, mark_sheets_archive
from union_lib.competition.rules import EntryState


@pytest.fixture
def house(sqlite_engine: Engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


def _sheet(house: House, competition: int, judge: str = "judge1") -> bytes:
    return mark_sheet_document(house.ws("organiser"), competition, appointment(house, competition, judge))


def _rows(content: bytes) -> list[list[str]]:
    table = Document(io.BytesIO(content)).tables[1]
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_sheet_shows_every_mark_under_its_criterion_with_its_total(house: House):
    competition = named(house)
    signed(house, competition)
    assert _rows(_sheet(house, competition))[:3] == [
        ["编号", "参赛项目", "Skill\n满分 60", "Safety\n满分 40", "合计"],
        ["R01", "Work of 1", "49", "30.5", "79.5"],
        ["R02", "Work of 2", "48", "29.5", "77.5"],
    ]
    assert len(_rows(_sheet(house, competition))) == 6


def test_a_sheet_says_who_gave_checked_and_is_to_sign_it(house: House):
    competition = named(house)
    fingerprint = signed(house, competition)
    content = _sheet(house, competition, "judge2")
    told = spoken(content)
    assert "评委席位：2评委：Judge2" in told
    assert re.search(r"评委于\d+年\d+月\d+日\d\d:\d\d提交；Checker于\d+年\d+月\d+日\d\d:\d\d核对确认", told)
    for place in ("评委签字：", "核分员签字：", "日期："):
        assert place in told
    footer = "".join(p.text for p in Document(io.BytesIO(content)).sections[0].footer.paragraphs)
    assert fingerprint in footer
    assert {"PAGE", "NUMPAGES"} <= set(whole(content).split())


def test_a_sheet_holds_no_other_judges_marks_and_nobodys_name_or_unit(house: House):
    competition = named(house)
    signed(house, competition)
    everything = whole(_sheet(house, competition))
    for secret in ("Judge2", "Person", "Firm", "District"):
        assert secret not in everything


@pytest.mark.parametrize("shows_titles", [False, True])
def test_a_coded_sheet_shows_the_code_that_stood_on_it_before_and_after_opening(
    house: House, shows_titles: bool
):
    competition = named(house, blind_draws=1, shows_titles=shows_titles)
    signed(house, competition)
    codes = [row.code for row in sheet_of(house, competition, "judge1").rows]
    before = _sheet(house, competition)
    service.open_codes(house.ws("organiser"), competition, 1)
    after = _sheet(house, competition)
    assert _rows(before) == _rows(after)
    assert [row[0] for row in _rows(after)[1:]] == codes
    for everything in (whole(before), whole(after)):
        assert ("Work of" in everything) is shows_titles
        for secret in ("Person", "Firm", "District", "R01"):
            assert secret not in everything


def test_there_is_no_sheet_before_the_signature(house: House):
    competition = named(house)
    with pytest.raises(refusals.NothingSigned):
        _sheet(house, competition)
    with pytest.raises(refusals.NothingSigned):
        mark_sheets_archive(house.ws("organiser"), competition)


def test_a_judge_gets_nobodys_sheet_and_a_sheet_of_elsewhere_is_not_found(house: House):
    competition, other = named(house), named(house)
    signed(house, competition)
    for stranger in ("judge1", "south_organiser", "staff"):
        with pytest.raises(NotAllowed):
            mark_sheet_document(house.ws(stranger), competition, 1)
    foreign = appointment(house, other, "judge1")
    with pytest.raises(NotFound):
        mark_sheet_document(house.ws("organiser"), competition, foreign)


def test_the_archive_holds_one_sheet_for_each_judge_who_marked(house: House):
    competition = named(house, judges=3)
    signed(house, competition, judges=3)
    with zipfile.ZipFile(io.BytesIO(mark_sheets_archive(house.ws("analyst"), competition))) as packed:
        assert packed.namelist() == ["01 Judge1.docx", "02 Judge2.docx", "03 Judge3.docx"]
        assert packed.read("02 Judge2.docx")[:2] == b"PK"
        assert "Judge2" in spoken(packed.read("02 Judge2.docx"))


def test_an_entry_that_is_not_marked_stands_on_no_sheet(house: House):
    competition = named(house)
    absent = entry(house, competition, 2)
    service.set_entry_state(house.ws("organiser"), competition, absent, EntryState.ABSENT, "ill", 1)
    signed(house, competition)
    assert [row[0] for row in _rows(_sheet(house, competition))[1:]] == ["R01", "R03", "R04", "R05"]


@pytest.mark.parametrize(("criteria", "turned"), [(6, WD_ORIENT.PORTRAIT), (7, WD_ORIENT.LANDSCAPE)])
def test_with_more_than_six_criteria_the_paper_lies_on_its_side(house: House, criteria: int, turned):
    scheme = replace(
        two_criteria(),
        criteria=tuple(rules.Criterion(f"c{n}", f"Criterion {n}", Decimal(10)) for n in range(criteria)),
    )
    competition = named(house, scheme, judges=1, entries=2)
    give(house, competition, "judge1", [["8"] * criteria] * 2)
    submit(house, competition, "judge1")
    check_all(house, competition)
    sign(house, competition)
    [page] = Document(io.BytesIO(_sheet(house, competition))).sections
    assert page.orientation == turned
    assert (page.page_width > page.page_height) is (turned == WD_ORIENT.LANDSCAPE)


def test_where_weights_differ_the_total_is_weighted_and_says_so(house: House):
    skill, safety = two_criteria().criteria
    scheme = replace(two_criteria(), criteria=(replace(skill, weight=Decimal("1.5")), safety))
    competition = named(house, awarded(scheme=scheme))
    signed(house, competition)
    head, first = _rows(_sheet(house, competition))[:2]
    assert head[-1] == "加权合计"
    assert first[-1] == "104"  # 49 × 1.5 + 30.5


def test_where_entries_bring_multipliers_no_sheet_pretends_to_a_total(house: House):
    scheme = replace(two_criteria(), uses_multipliers=True)
    competition = named(house, scheme, multipliers=True)
    signed(house, competition)
    assert [head.split("\n")[0] for head in _rows(_sheet(house, competition))[0]] == [
        "编号", "参赛项目", "Skill", "Safety",
    ]  # fmt: skip

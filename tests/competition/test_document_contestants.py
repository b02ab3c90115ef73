"""Private sheets: everything about the own entry, and nothing from which others could be told."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from docx import Document
from sqlalchemy import Engine

from tests.competition.papers import awarded, entry, give, named, signed, spoken, whole
from tests.competition.people import check_all, sheet_of, sign, submit
from tests.conftest import House, build_house, two_criteria
from union_lib.common.errors import NotAllowed, NotFound
from union_lib.competition import refusals, service
from union_lib.competition.documents import contestant_archive, contestant_document
from union_lib.competition.reports.private import FieldFigures, NextAward, private_sheet
from union_lib.competition.rules import EntryState, TieKey

TRIMMED = replace(two_criteria(), drop_high=1, drop_low=1)


@pytest.fixture
def house(sqlite_engine: Engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


def _sheet(house: House, competition: int, number: int):
    return private_sheet(house.ws("organiser"), competition, entry(house, competition, number))


def _paper(house: House, competition: int, number: int) -> bytes:
    return contestant_document(house.ws("organiser"), competition, entry(house, competition, number))


def _marked(house: House, competition: int, *judges: list[tuple[str, str]]) -> None:
    """Let each judge give a row of marks for every entry, and bring them to the signature."""
    for seat, marks in enumerate(judges, 1):
        give(house, competition, f"judge{seat}", marks)
        submit(house, competition, f"judge{seat}")
    check_all(house, competition)
    sign(house, competition)


def test_own_marks_are_sorted_without_judges_and_dropped_ones_are_told(house: House):
    competition = named(house, TRIMMED, judges=4, entries=1)
    _marked(house, competition, [("50", "30")], [("44.5", "30")], [("48", "20")], [("47", "30")])
    skill, safety = _sheet(house, competition, 1).parts
    told = [(str(mark.value), mark.is_dropped) for mark in skill.marks]
    assert told == [("44.5", True), ("47", False), ("48", False), ("50", True)]
    assert [mark.is_dropped for mark in safety.marks] == [True, False, False, True]
    assert (skill.score, safety.score) == (Decimal("47.50"), Decimal("30.00"))


def test_dropped_marks_are_struck_out_on_paper(house: House):
    competition = named(house, TRIMMED, judges=3, entries=1)
    _marked(house, competition, [("50", "30")], [("44.5", "30")], [("48", "20")])
    table = Document(io.BytesIO(_paper(house, competition, 1))).tables[1]
    runs = [run for run in table.cell(1, 2).paragraphs[0].runs if run.text.strip()]
    assert [(run.text, bool(run.font.strike)) for run in runs] == [
        ("44.5", True),
        ("48", False),
        ("50", True),
    ]


def test_the_sheet_tells_own_score_place_and_award(house: House):
    competition = named(house)
    fingerprint = signed(house, competition)
    sheet = _sheet(house, competition, 2)
    assert (sheet.total, sheet.place, sheet.placed, sheet.award) == (Decimal("77.00"), "2", 5, "二等奖")
    told = spoken(_paper(house, competition, 2))
    for expected in ("Person2", "Firm1", "Workof2", "77.00", "第2名（共5个项目）二等奖", fingerprint):
        assert expected in told


def test_the_fields_figures_are_the_quartiles_excel_computes(house: House):
    competition = named(house)
    signed(house, competition)
    sheet = _sheet(house, competition, 5)
    assert sheet.field == FieldFigures(*map(Decimal, ("71.00", "73.00", "75.00", "77.00", "79.00")))
    assert sheet.parts[1].field == FieldFigures(*map(Decimal, ("26.50", "27.50", "28.50", "29.50", "30.50")))


@pytest.mark.parametrize("number", range(1, 6))
def test_nothing_of_a_judge_or_rival_stands_anywhere_in_the_file(house: House, number: int):
    competition = named(house)
    signed(house, competition)
    everything = whole(_paper(house, competition, number))
    others = [n for n in range(1, 6) if n != number]
    secrets = [f"{word} {n}" for n in others for word in ("Person", "Work of", "District")]
    secrets += [f"R{n:02d}" for n in others]
    secrets += [f"Firm {n}" for n in range(1, 4) if n != (number + 1) // 2]
    secrets += ["Judge1", "Judge2", "Checker", "Chief", "Supervisor"]
    assert [secret for secret in secrets if secret in everything] == []


def test_a_blind_code_is_on_no_private_sheet(house: House):
    competition = named(house, blind_draws=1)
    signed(house, competition)
    codes = [row.code for row in sheet_of(house, competition, "judge1").rows]
    with pytest.raises(refusals.CodesClosed):
        _sheet(house, competition, 1)
    with pytest.raises(refusals.CodesClosed):
        _paper(house, competition, 1)
    service.open_codes(house.ws("organiser"), competition, 1)
    told = spoken(_paper(house, competition, 1)).split("SHA-256")[0]
    assert [code for code in codes if code in told] == []


def test_the_picture_shows_the_own_score_between_lowest_and_highest(house: House):
    competition = named(house)
    signed(house, competition)
    for number, at in ((1, 24), (3, 12), (5, 0)):
        table = Document(io.BytesIO(_paper(house, competition, number))).tables[2]
        fills = [
            shade.get(shade.nsmap["w"].join("{}") + "fill")
            for cell in table.rows[-1]._tr.tc_lst
            for shade in cell.tcPr.findall(cell.nsmap["w"].join("{}") + "shd")
        ]
        assert len(fills) == 25
        assert [n for n, fill in enumerate(fills) if fill == "C00000"] == [at]


def test_the_distance_to_the_next_award_is_counted_to_its_last_winner(house: House):
    competition = named(house)
    signed(house, competition)
    assert _sheet(house, competition, 5).next_award == NextAward("二等奖", Decimal("4.00"))
    assert _sheet(house, competition, 3).next_award == NextAward("一等奖", Decimal("4.00"))
    assert _sheet(house, competition, 1).next_award is None
    assert "距最后一个“二等奖”还差4.00分" in spoken(_paper(house, competition, 5))
    assert "已获一等奖，没有更高的奖项" in spoken(_paper(house, competition, 1))


def test_a_guest_is_told_that_there_is_no_award_to_reach(house: House):
    competition = named(house)
    guest = entry(house, competition, 5)
    service.set_entry_state(house.ws("organiser"), competition, guest, EntryState.GUEST, "invited", 1)
    signed(house, competition)
    assert _sheet(house, competition, 5).next_award is None
    assert "不参加评奖" in spoken(_paper(house, competition, 5))


def test_equal_totals_behind_an_award_are_not_zero_points_away(house: House):
    scheme = replace(awarded(("一等奖", 1)), tie_chain=(TieKey("skill"),))
    competition = named(house, scheme, entries=4, judges=1)
    _marked(house, competition, [("50", "20"), ("40", "30"), ("30", "20"), ("30", "10")])
    assert _sheet(house, competition, 2).next_award == NextAward("一等奖", Decimal("0.00"))
    assert "总分与最后一个“一等奖”相同" in spoken(_paper(house, competition, 2))


def test_a_field_of_three_is_not_described_since_that_would_give_rivals_away(house: House):
    competition = named(house, entries=3)
    signed(house, competition)
    sheet = _sheet(house, competition, 3)
    assert sheet.is_field_withheld
    assert [part.field for part in sheet.parts] == [None, None]
    assert sheet.next_award is None
    told = spoken(_paper(house, competition, 3))
    assert "取得名次的项目少于4个" in told
    assert "还差" not in told
    assert "79.00" not in told
    assert "30.50" not in told


def test_an_entry_without_a_place_or_of_elsewhere_has_no_sheet(house: House):
    competition, other = named(house), named(house)
    absent = entry(house, competition, 2)
    service.set_entry_state(house.ws("organiser"), competition, absent, EntryState.ABSENT, "ill", 1)
    signed(house, competition)
    for missing in (absent, entry(house, other, 1)):
        for ask in (private_sheet, contestant_document):
            with pytest.raises(NotFound):
                ask(house.ws("organiser"), competition, missing)


def test_there_is_no_private_sheet_before_the_signature(house: House):
    competition = named(house)
    for ask in (private_sheet, contestant_document):
        with pytest.raises(refusals.NothingSigned):
            ask(house.ws("organiser"), competition, entry(house, competition, 1))


def test_judges_and_other_organisations_read_no_private_sheet(house: House):
    competition = named(house)
    signed(house, competition)
    for stranger in ("judge1", "south_organiser", "staff"):
        for ask in (private_sheet, contestant_document):
            with pytest.raises(NotAllowed):
                ask(house.ws(stranger), competition, entry(house, competition, 1))


def test_the_archive_holds_one_sheet_for_each_placed_entry(house: House):
    competition = named(house)
    signed(house, competition)
    with zipfile.ZipFile(io.BytesIO(contestant_archive(house.ws("organiser"), competition))) as packed:
        assert packed.namelist() == [f"R{n:02d} Person {n}.docx" for n in range(1, 6)]
        third = packed.read("R03 Person 3.docx")
    assert spoken(third) == spoken(_paper(house, competition, 3))


def test_what_an_entry_brought_stands_beside_its_marks(house: House):
    competition = named(house, replace(two_criteria(), uses_multipliers=True), multipliers=True)
    signed(house, competition)
    skill, safety = _sheet(house, competition, 1).parts
    assert (skill.brought, safety.brought) == (Decimal(2), Decimal("1.5"))
    table = Document(io.BytesIO(_paper(house, competition, 1))).tables[1]
    assert [cell.text for cell in table.rows[0].cells][-2:] == ["系数或基础分", "得分"]
    assert [cell.text for cell in table.rows[1].cells][-2:] == ["2", "97.00"]

"""The union's letters and the evidence pack: what they say, again and again, and that the pack can be checked."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date

import pytest
from docx import Document
from python_calamine import CalamineWorkbook
from sqlalchemy import Engine
from sqlmodel import select

from tests.conftest import build_house
from tests.negotiation.plan_road import FIRST, LATE, SECOND, PlanRoad, draft, form
from tests.negotiation.road import begin
from union_lib.common.errors import NotAllowed
from union_lib.negotiation.documents.evidence import COVER, SUMS, evidence_pack
from union_lib.negotiation.documents.letter_words import SAID
from union_lib.negotiation.documents.letters import letter_paper
from union_lib.negotiation.plan_refusals import LetterDiffers
from union_lib.negotiation.rules.letters import GROUNDS, Release
from union_lib.negotiation.service import letters, plans
from union_lib.negotiation.tables import Calculation, Letter


@pytest.fixture
def road(sqlite_engine: Engine, speaks_english: None) -> PlanRoad:
    """A plan of a case, in default after one payment."""
    case = begin(build_house(sqlite_engine))
    return draft(case.house, is_peopled=True, case_id=case.case_id).begin().pay(FIRST, 100_00)


def text_of(content: bytes) -> str:
    """Return all text of a Word file, tables included."""
    paper = Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def send(road: PlanRoad, letter_id: int) -> None:
    letters.release_letter(road.ws("leader"), letter_id, Release(form().employer, LATE), seen_version=1)


def unpacked(road: PlanRoad) -> dict[str, bytes]:
    _, content = evidence_pack(road.ws(), road.plan_id)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_demand_names_arrears_article_and_the_day_of_the_answer(road: PlanRoad):
    name, content = letter_paper(road.ws(), road.demand(date(2020, 6, 1)))
    said = text_of(content)
    assert name == "渌口百味食品有限公司 劳动法律监督意见书 株工监〔2020〕1.docx"
    for part in (
        "劳动法律监督意见书",
        "（草稿，未发出）",
        "900.01",
        "玖佰元零壹分",
        "工会法(2009修正) 22（待确认）",
        "2020年6月1日",
        "工资测算（待补）",
    ):
        assert part in said
    assert "{{" not in said
    assert "{%" not in said


def test_the_referral_names_the_demands_before_it_and_what_may_come_on_top(road: PlanRoad):
    send(road, road.demand(date(2020, 6, 1)))
    later = date(2020, 6, 10)
    said = text_of(letter_paper(road.ws(today=later), road.refer(later))[1])
    assert "2020年5月20日发出 株工监〔2020〕1，要求于2020年6月1日前答复" in said
    assert "450.01 元至 900.01 元" in said
    assert "监察机构" in said
    assert "拒不支付" not in said


def test_arrears_near_the_amount_of_the_crime_say_so_in_the_referral(road: PlanRoad):
    big = form(wages_from=date(2019, 12, 1), total_fen=4_000_000, most_to_one_fen=600_000)
    instalments = plans.Promised(FIRST, 2_000_000), plans.Promised(SECOND, 2_000_000)
    made = plans.draft_plan(road.ws(), road.house.unions["city"], big, instalments)
    other = PlanRoad(road.house, made).begin()
    assert "刑法 276之一" in text_of(letter_paper(other.ws(), other.refer())[1])


def test_a_letter_printed_again_says_the_same_although_money_came_in(road: PlanRoad):
    letter_id = road.demand()
    send(road, letter_id)
    before = text_of(letter_paper(road.ws(), letter_id)[1])
    road.pay(LATE, 500_00)
    assert text_of(letter_paper(road.ws(today=date(2022, 6, 1)), letter_id)[1]) == before
    assert "草稿" not in before


def test_a_letter_that_was_tampered_with_is_not_printed(road: PlanRoad):
    letter_id = road.demand()
    with road.house.system.transaction() as session:
        letter = session.get_one(Letter, letter_id)
        letter.body = {**letter.body, "employer": "另一企业"}
    with pytest.raises(LetterDiffers):
        letter_paper(road.ws(), letter_id)


def test_another_district_prints_nothing(road: PlanRoad):
    letter_id = road.demand()
    with pytest.raises(NotAllowed):
        letter_paper(road.ws("staff"), letter_id)
    with pytest.raises(NotAllowed):
        evidence_pack(road.ws("staff"), road.plan_id)


def test_every_file_of_the_pack_agrees_with_its_hash_and_the_cover_lists_it(road: PlanRoad):
    send(road, road.demand())
    files = unpacked(road)
    sums = dict(reversed(line.split("  ", 1)) for line in files[SUMS].decode().splitlines())
    assert set(sums) == set(files) - {SUMS}
    assert all(hashlib.sha256(files[name]).hexdigest() == digest for name, digest in sums.items())
    cover = text_of(files[COVER])
    assert all(digest in cover for name, digest in sums.items() if name != COVER)
    assert "尚缺：工资测算" in cover


def test_the_pack_holds_plan_opinion_ledger_letters_sent_and_calculations_but_no_draft(road: PlanRoad):
    with road.house.system.transaction() as session:
        session.add(
            Calculation(
                union_id=road.house.unions["city"],
                case_id=road.plan.case_id,
                title="二月停工",
                month=date(2020, 2, 1),
                area="430212",
                law_on=LATE,
                inputs={"contract_fen": 300_000},
                result={"lines": [{"amount_fen": 170_000, "article": "某规定 1"}], "note": None},
                total_fen=170_000,
                data_hash="0" * 64,
            )
        )
    send(road, road.demand())
    road.refer()
    names = [name[3:] for name in unpacked(road) if name[:2].isdigit()]
    assert names == [
        "证据目录.docx",
        "延期支付计划.docx",
        "工会同意和职工意见.docx",
        "欠付台账.xlsx",
        "渌口百味食品有限公司 劳动法律监督意见书 株工监〔2020〕1.docx",
        "工资测算 二月停工.xlsx",
    ]
    book = CalamineWorkbook.from_filelike(io.BytesIO(unpacked(road)["05 工资测算 二月停工.xlsx"]))
    rows = book.get_sheet_by_name("结果").to_python()
    assert ["lines 1 / amount（元）", "1,700.00"] in rows
    assert "尚缺" not in text_of(unpacked(road)[COVER])


def test_the_ledger_keeps_cancelled_payments_with_the_reason(road: PlanRoad):
    with road.house.system.reading() as session:
        [wrong] = session.exec(select(plans.PlanPayment)).all()
    plans.cancel_payment(road.ws(), road.plan_id, wrong.id or 0, "记错企业", seen_version=road.version)
    book = CalamineWorkbook.from_filelike(io.BytesIO(unpacked(road)["03 欠付台账.xlsx"]))
    assert book.sheet_names == ["分期", "到账"]
    payment = book.get_sheet_by_name("到账").to_python()[2]
    assert (payment[1], payment[5]) == (100.0, "记错企业")
    assert book.get_sheet_by_name("分期").to_python()[2][3] == 0.0


def test_every_article_of_a_letter_is_said_in_words():
    assert {policy for named in GROUNDS.values() for policy in named} <= set(SAID)

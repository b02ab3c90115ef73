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
from union_lib.negotiation.documents.letter_words import SAID, crime_said
from union_lib.negotiation.documents.letters import letter_paper
from union_lib.negotiation.letter_facts import wage_months
from union_lib.negotiation.plan_refusals import LetterDiffers
from union_lib.negotiation.rules.letters import CRIME, GROUNDS, Release
from union_lib.negotiation.service import letters, plans
from union_lib.negotiation.service.figures import enter_case_figure
from union_lib.negotiation.service.wages import save_calculation
from union_lib.negotiation.tables import Letter
from union_lib.negotiation.wage_facts import read_facts


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
        "于2020年6月1日前（含当日）足额支付",
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
    assert "2020年5月20日发出 株工监〔2020〕1，要求于2020年6月1日前（含当日）答复" in said
    assert "450.01 元至 900.01 元" in said
    assert "监察机构" in said
    assert "拒不支付" not in said


def test_arrears_near_the_amount_of_the_crime_say_so_in_the_referral(road: PlanRoad):
    big = form(wages_from=date(2019, 12, 1), total_fen=4_000_000, most_to_one_fen=600_000)
    instalments = plans.Promised(FIRST, 2_000_000), plans.Promised(SECOND, 2_000_000)
    made = plans.draft_plan(road.ws(), road.house.unions["city"], big, instalments)
    other = PlanRoad(road.house, made).begin()
    assert "刑法 276之一" in text_of(letter_paper(other.ws(), other.refer())[1])


@pytest.mark.parametrize(("is_asked", "words"), [(True, "，经本会要求仍未改正"), (False, "")])
def test_only_after_a_demand_was_sent_a_referral_says_that_the_union_had_asked(
    road: PlanRoad, is_asked: bool, words: str
):
    if is_asked:
        send(road, road.demand())
    said = text_of(letter_paper(road.ws(), road.refer(date(2020, 6, 2)))[1])
    assert f"{form().employer}拖欠职工工资{words}，现依法提请查处。" in said


@pytest.mark.parametrize("level", ["provincial_band", "above_band"])
def test_a_letter_calls_nobody_a_criminal_by_the_amount_alone(level: str):
    assert "涉嫌犯罪的" in crime_said(level)
    assert "有能力支付而不支付或者逃避支付" in SAID[CRIME]


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2020, 2, 1), date(2020, 4, 30), 3),
        (date(2020, 2, 15), date(2020, 4, 10), 1),
        (date(2020, 1, 31), date(2020, 2, 29), 1),
        (date(2019, 12, 16), date(2020, 3, 15), 3),
        (date(2020, 2, 3), date(2020, 2, 3), 0),
    ],
)
def test_months_unpaid_are_whole_months(road: PlanRoad, first: date, last: date, months: int):
    plan = road.plan
    plan.wages_from, plan.wages_to = first, last
    assert wage_months(plan) == months


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


def keep_calculation(road: PlanRoad) -> None:
    """Keep a month of stoppage and overtime with the plan's case, the figures of its district entered."""
    staff, city = road.ws(), road.house.unions["city"]
    for policy, area, since, value in (
        ("min_wage_class_of_zhuzhou_areas", "430212", date(2019, 10, 1), "2"),
        ("living_allowance_share_of_min_wage", "430000", date(2020, 2, 1), "80%"),
    ):
        enter_case_figure(staff, city, policy, area, since, value, "某通知〔2020〕7号")
    typed = {
        "month": "2020-03",
        "contract": "4350",
        "stopped_on": "2020-02-10",
        "cycle": "one_month_from_stop",
        "segments": [{"situation": "stoppage_idle", "first": "2020-03-01", "last": "2020-03-31"}],
        "overtime": [{"on": "2020-03-07", "hours": "8", "in_lieu": True}],
        "leave_days": "2.5",
    }
    case_id = road.plan.case_id
    assert case_id is not None
    save_calculation(staff, case_id, "三月停工", read_facts(typed), "430212")


def test_the_pack_holds_plan_opinion_ledger_letters_sent_and_calculations_but_no_draft(road: PlanRoad):
    keep_calculation(road)
    send(road, road.demand())
    road.refer()
    names = [name[3:] for name in unpacked(road) if name[:2].isdigit()]
    assert names == [
        "证据目录.docx",
        "延期支付计划.docx",
        "工会同意和职工意见.docx",
        "欠付台账.xlsx",
        "渌口百味食品有限公司 劳动法律监督意见书 株工监〔2020〕1.docx",
        "工资测算 三月停工.xlsx",
    ]
    assert "尚缺" not in text_of(unpacked(road)[COVER])


def test_a_calculation_of_the_pack_is_told_in_words_with_every_amount_and_article(road: PlanRoad):
    keep_calculation(road)
    book = CalamineWorkbook.from_filelike(io.BytesIO(unpacked(road)["04 工资测算 三月停工.xlsx"]))
    facts, lines, figures = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert book.sheet_names == ["测算条件", "应付工资", "适用标准"]
    for fact in (
        ["合同月工资（元）", "4350.00"],
        ["地区", "渌口区"],
        ["“一个工资支付周期”的算法", "自停工之日起一个月"],
        ["时间段 1", "2020-03-01 至 2020-03-31 停工停产，未提供劳动"],
        ["加班 1", "2020-03-07 8 小时，已补休"],
        ["特殊原因（可适当延长）", "否"],
    ):
        assert fact in facts
    first = next(line for line in lines if line[2] == "停工停产，第一个工资支付周期内")
    assert (first[3], first[4], first[5]) == ("6 天", "4350.00 ÷ 21.75 × 6", 1_200.0)
    assert "工资支付暂行规定 12" in first[6]
    assert next(line for line in lines if line[0] == "合计")[5] == 3_106.3
    shown = {row[0]: row[1] for row in figures}
    assert shown["月最低工资标准（本地区适用）"] == "1,540.00 元/月"
    told = "\n".join(str(cell) for row in (*facts, *lines, *figures) for cell in row)
    assert "自停工之日起三十日：第一个周期截止 2020-03-10" in told
    for code in ("_fen", "stoppage_idle", "one_month_from_stop", "430212", "contract_wage", "None"):
        assert code not in told


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

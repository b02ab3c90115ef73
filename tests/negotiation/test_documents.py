"""Papers, lists and dates of a case, read back as those who receive them would."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import docx
import openpyxl
import pytest
from icalendar import Calendar
from sqlalchemy import Engine

from tests.conftest import build_house
from tests.negotiation.road import FIRM, LATER, Road, begin
from union_lib.common.errors import NotAllowed, NotFound
from union_lib.negotiation import documents, reports, service
from union_lib.negotiation.documents import PaperTooEarly, papers_of
from union_lib.negotiation.rules.clauses import ClauseText
from union_lib.negotiation.rules.kinds import Author, Topic
from union_lib.negotiation.rules.stages import Stage, Step
from union_lib.negotiation.service import CaseForm, PlanForm


@pytest.fixture
def road(sqlite_engine: Engine, speaks_english: None) -> Road:
    return begin(build_house(sqlite_engine))


def read(content: bytes) -> str:
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in paper.paragraphs] + cells)


def paper(road: Road, key: str) -> str:
    name, content = documents.case_paper(road.ws(), road.case_id, key)
    assert name.startswith(FIRM)
    assert name.endswith(".docx")
    return read(content)


def keys(road: Road) -> set[str]:
    return {key for key, _ in papers_of(reports.case_sheet(road.ws(), road.case_id))}


def dates(road: Road, today: date = LATER) -> dict[str, object]:
    _, content = documents.dates_of_cases(road.ws(today=today), [road.case_id])
    events = Calendar.from_ical(content).walk("VEVENT")
    return {str(event["uid"]).split("@")[0].split("-")[-1]: event for event in events}


# Papers


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (Stage.INVITATION, {"invitation"}),
        (Stage.REPLY_DUE, {"invitation", "reply"}),
        (Stage.DRAFT, {"invitation", "reply", "agreement", "comparison"}),
        (Stage.SIGNED, {"invitation", "reply", "agreement", "comparison", "filing"}),
        (
            Stage.PUBLISHED,
            {"invitation", "reply", "agreement", "comparison", "filing", "publication"},
        ),
    ],
)
def test_the_papers_grow_with_the_stage(road: Road, stage: Stage, expected: set[str]):
    assert keys(road.to(stage)) == expected


def test_an_invitation_says_until_when_to_answer_and_by_which_article(road: Road):
    service.table_text(
        road.ws(),
        road.case_id,
        Author.UNION,
        [ClauseText("raise", Topic.PAY, "年度工资增长", "平均增长 6%。")],
        on=date(2020, 2, 19),
        seen_version=0,
    )
    said = paper(road.to(Stage.REPLY_DUE), "invitation")
    assert "20 日内以书面形式答复（工资集体协商试行办法 17; 集体合同规定 32）" in said
    assert "不迟于2020年3月11日答复" in said
    assert "1. 年度工资增长：平均增长 6%。" in said
    assert "每方不少于 3 名" in said
    assert "{" not in said


def test_an_invitation_not_yet_received_names_no_last_day(road: Road):
    assert "不迟于" not in paper(road, "invitation")


def test_a_reply_ticks_what_was_answered(road: Road):
    assert "□ 同意" in paper(road.to(Stage.REPLY_DUE), "reply")
    road.step(Step.REFUSE, date(2020, 3, 3), "正在停产")
    said = paper(road, "reply")
    assert "☑ 不同意协商，理由：正在停产" in said
    assert "□ 同意" in said


def test_an_agreement_keeps_the_order_that_was_voted_on_and_its_hash(road: Road):
    said = paper(road.to(Stage.DRAFT), "agreement")
    assert "第一条　（年度工资增长）2020 年职工工资平均增长 4%。" in said
    assert said.index("第一条") < said.index("第二条　（加班工资）")
    assert "（草案）" in said
    assert road.digest in said
    assert "不少于全体的 2/3" in said
    assert "尚未达成一致" not in said


def test_a_signed_agreement_is_no_draft_and_says_how_the_congress_voted(road: Road):
    said = paper(road.to(Stage.SIGNED), "agreement")
    assert "（草案）" not in said
    assert "经2020年3月27日职工代表大会讨论通过（职工代表 60 名，出席 40 名，赞成 30 名）" in said
    assert "2020年4月1日至2021年3月31日" in said


def test_an_open_clause_is_marked_in_the_draft(road: Road):
    road.to(Stage.ROUNDS)
    clause = ClauseText("raise", Topic.PAY, "年度工资增长", "平均增长 5%。")
    service.table_text(road.ws(), road.case_id, Author.JOINT, [clause], on=date(2020, 3, 12), seen_version=0)
    assert "平均增长 5%。【尚未达成一致】" in paper(road, "agreement")


def test_the_filing_form_counts_seven_days_from_signing(road: Road):
    said = paper(road.to(Stage.SIGNED), "filing")
    assert "不迟于2020年4月7日" in said  # 2020-04-06 is the holiday of Qingming
    assert "318 人" in said
    assert "1 轮" in said
    assert road.digest in said
    assert "工甲（首席代表）；工乙；工丙" in said


def test_a_publication_names_the_day_of_effect_and_the_term(road: Road):
    said = paper(road.to(Stage.PUBLISHED), "publication")
    assert "自2020年4月18日起生效，期限至2021年3月31日" in said
    assert "（加班工资）工作日加班按 150% 支付。" in said
    assert "劳动合同法 54、55" in said


def test_minutes_say_who_was_there(road: Road):
    name, content = documents.minutes_paper(road.to(Stage.ROUNDS).ws(), road.case_id, 1)
    said = read(content)
    assert name == f"{FIRM} 会议纪要 第1轮.docx"
    assert "企甲、企乙、企丙" in said
    assert "讨论工资增长。" in said
    assert "2020年3月10日" in said


def test_a_paper_of_the_same_facts_has_the_same_fingerprint(road: Road):
    road.to(Stage.SIGNED)
    first, again = (documents.case_paper(road.ws(), road.case_id, "filing")[1] for _ in range(2))
    marks = [docx.Document(io.BytesIO(c)).sections[0].footer.paragraphs[0].text for c in (first, again)]
    assert marks[0] == marks[1]
    assert len(marks[0].split("：")[1].split()[0]) >= 64


def test_clauses_side_by_side_never_hold_a_formula(road: Road):
    clause = ClauseText("x", Topic.PAY, "=1+1", "=HYPERLINK(1)")
    service.table_text(road.ws(), road.case_id, Author.UNION, [clause], seen_version=0)
    _, content = documents.case_paper(road.ws(), road.case_id, "comparison")
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row]
    assert "=HYPERLINK(1)" in {cell.value for cell in cells}
    assert all(cell.data_type != "f" for cell in cells)


@pytest.mark.parametrize(
    ("key", "refusal"), [("filing", PaperTooEarly), ("publication", PaperTooEarly), ("nothing", NotFound)]
)
def test_a_paper_that_makes_no_sense_yet_is_refused(road: Road, key: str, refusal: type[Exception]):
    with pytest.raises(refusal):
        documents.case_paper(road.ws(), road.case_id, key)


@pytest.mark.parametrize(
    "make",
    [
        lambda ws, case: documents.case_paper(ws, case, "invitation"),
        lambda ws, case: documents.minutes_paper(ws, case, 1),
        lambda ws, case: documents.dates_of_cases(ws, [case]),
    ],
)
def test_another_organisation_gets_no_paper(road: Road, make: Callable[..., object]):
    stranger = road.house.ws("judge1")
    with pytest.raises(NotAllowed):
        make(stranger, road.case_id)


# Dates


def test_a_date_is_cancelled_once_it_is_done_and_its_number_rises(road: Road):
    road.to(Stage.REPLY_DUE)
    before = dates(road)["reply"]
    road.step(Step.REPLY, date(2020, 3, 3))
    after = dates(road)["reply"]
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]
    assert before["dtstart"].dt == date(2020, 3, 11)
    assert "工资集体协商试行办法 17" in before["description"]


def test_a_step_taken_back_cancels_the_date_it_brought(road: Road):
    road.to(Stage.REPLY_DUE)
    service.take_back(road.ws(), road.case_id, "误录", seen_version=road.version)
    assert dates(road)["reply"]["status"] == "CANCELLED"


def test_a_planned_round_moves_and_is_cancelled_when_it_is_taken_out(road: Road):
    def plan(day: date | None) -> object:
        form = PlanForm(meeting_on=day)
        service.change_plan(road.ws(), road.case_id, form, seen_version=road.version)
        return dates(road)["meeting"]

    first, moved, gone = plan(date(2020, 5, 6)), plan(date(2020, 5, 8)), plan(None)
    assert (first["dtstart"].dt, moved["dtstart"].dt) == (date(2020, 5, 6), date(2020, 5, 8))
    assert gone["status"] == "CANCELLED"
    assert gone["sequence"] > moved["sequence"] > first["sequence"]


def test_the_window_for_information_is_an_entry_of_several_days(road: Road):
    form = PlanForm(meeting_on=date(2020, 5, 20))
    service.change_plan(road.ws(), road.case_id, form, seen_version=road.version)
    found = dates(road)["information"]
    assert (found["dtstart"].dt, found["dtend"].dt) == (date(2020, 5, 15), date(2020, 5, 20))


def test_a_date_in_a_year_without_holidays_says_that_it_is_provisional(road: Road):
    service.change_plan(
        road.ws(), road.case_id, PlanForm(meeting_on=date(2020, 3, 2)), seen_version=road.version
    )
    far = date(2090, 3, 1)
    service.take_step(
        road.ws(today=date(2091, 1, 1)), road.case_id, Step.INVITE, far, seen_version=road.version
    )
    assert "Provisional" in dates(road, date(2091, 1, 1))["reply"]["description"]


def test_every_date_of_a_case_that_was_broken_off_is_cancelled(road: Road):
    road.to(Stage.REPLY_DUE).step(Step.BREAK_OFF, date(2020, 3, 2), "企业注销", who="leader")
    assert {event["status"] for event in dates(road).values()} == {"CANCELLED"}


def test_dates_of_an_unknown_case_are_refused(road: Road):
    with pytest.raises(NotFound):
        documents.dates_of_cases(road.ws(), [road.case_id, 999])


# The list


def test_the_list_of_cases_holds_what_the_board_shows_and_no_formula(road: Road):
    form = CaseForm(employer="=cmd|' /C calc'!A0", district_code="430212")
    service.open_case(road.ws(), road.house.unions["city"], form)
    road.to(Stage.REPLY_DUE)
    name, content = documents.case_list(road.ws(), reports.board(road.ws()))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    rows = [[cell.value for cell in row] for row in sheet]
    assert name.endswith(".xlsx")
    assert all(cell.data_type != "f" for row in sheet for cell in row)
    own = next(row for row in rows if row[0] == road.case.number)
    assert own[1] == FIRM
    assert own[12] == "2020-03-11"
    assert own[13] == (date(2020, 3, 11) - LATER).days


def test_the_list_of_no_cases_is_empty_but_has_heads(road: Road):
    _, content = documents.case_list(road.ws(), [])
    heads = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content)).active[2]]
    assert heads[:2] == ["Case", "Employer"]

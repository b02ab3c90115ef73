"""Cases from Excel: what is read, what is refused, all or none, taken back as a whole."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.conftest import House, build_house
from tests.negotiation.road import FIRM, LATER, people
from union_lib.common.errors import NotAllowed, NotFound, RuleViolation
from union_lib.common.tabular import write_sheet
from union_lib.common.typed import DayUnreadable, NumberUnreadable
from union_lib.negotiation import reports, service
from union_lib.negotiation.case_cells import (
    SUBJECT_CELL,
    TRACK_CELL,
    ChoiceUnknown,
    DistrictNotFound,
    NameUnfit,
    district,
    headcount,
    named,
    optional_day,
)
from union_lib.negotiation.refusals import CaseMoved, CaseRunning
from union_lib.negotiation.rules.kinds import Subject, Track
from union_lib.negotiation.rules.stages import DayAhead, Stage, Step
from union_lib.negotiation.screens.case_import import CaseImportScreen
from union_lib.negotiation.service import CaseForm
from union_lib.negotiation.service.importing import CaseLine, Opened, close_cases, open_cases
from union_lib.negotiation.tables import Case, CaseStep
from union_lib.registry.tables import Enterprise
from union_lib.ui.importing import COLUMNS, CONFIRM, DONE, PROBLEMS

HEADS = ("企业名称", "县市区", "行业", "合同类型", "协商内容", "职工人数", "要约日期")
GOOD = (FIRM, "渌口区", "食品", "工资协议", "", "318", "2020年2月20日")
OTHER = ("攸州锦铄陶瓷有限公司", "430212", "陶瓷", "集体合同", "女职工", "1,200人", "")


@pytest.fixture
def house(sqlite_engine: Engine, speaks_english: None) -> House:
    house = build_house(sqlite_engine)
    people(house)
    return house


def line(employer: str = FIRM, on: date | None = None, code: str = "430212") -> CaseLine:
    return CaseLine(CaseForm(employer=employer, district_code=code), on)


def opened(house: House, *lines: CaseLine, who: str = "negotiator") -> list[Opened]:
    return open_cases(house.ws(who, LATER), house.unions["city"], lines, "0" * 64)


def wizard(house: House, rows: Sequence[Sequence[Any]], who: str = "negotiator") -> CaseImportScreen:
    screen = CaseImportScreen(house.ws(who, LATER))
    screen.visit()
    screen.read("cases.xlsx", write_sheet("案件", HEADS, rows))
    return screen


def cases(house: House) -> list[Case]:
    with house.system.reading() as session:
        return list(session.exec(select(Case).order_by(Case.id)).all())


# Cells


@pytest.mark.parametrize(
    ("read", "text", "refusal"),
    [
        (headcount, "三百", NumberUnreadable),
        (headcount, "-5", NumberUnreadable),
        (headcount, "99999999", NumberUnreadable),
        (optional_day, "2020-02-30", DayUnreadable),
        (optional_day, "去年", DayUnreadable),
        (TRACK_CELL, "口头约定", ChoiceUnknown),
        (named(2, 80), "甲", NameUnfit),
        (named(2, 80), "甲" * 81, NameUnfit),
        (district([("430212", "渌口区")]), "长沙市", DistrictNotFound),
    ],
)
def test_a_cell_that_cannot_be_meant_is_refused(read: Any, text: str, refusal: type[RuleViolation]):
    with pytest.raises(refusal):
        read(text)


@pytest.mark.parametrize("text", ["渌口区", "渌口", "430212", "株洲市渌口区", " 渌口 区 "])
def test_a_district_is_found_by_name_or_code(text: str):
    assert district([("430212", "渌口区")])(text) == "430212"


def test_words_people_use_are_understood():
    assert TRACK_CELL("综合集体合同") == Track.COLLECTIVE_CONTRACT
    assert SUBJECT_CELL("女职工专项") == Subject.WOMEN


# The wizard


def test_a_list_opens_its_cases_and_records_the_invitations(house: House):
    screen = wizard(house, [GOOD, OTHER])
    assert screen.step == COLUMNS
    screen.vue_go(PROBLEMS)
    assert screen.counts["open"] == 0
    screen.vue_go(CONFIRM)
    screen.vue_finish()
    assert screen.step == DONE
    first, second = cases(house)
    assert (first.stage, second.stage) == (Stage.REPLY_DUE, Stage.INVITATION)
    assert (first.subject, second.subject) == (Subject.WAGES, Subject.WOMEN)
    assert (first.opened_on, second.workers) == (date(2020, 2, 20), 1200)
    with house.system.reading() as session:
        [step] = session.exec(select(CaseStep)).all()
    assert (step.step, step.happened_on, step.case_id) == (Step.INVITE, date(2020, 2, 20), first.id)


def test_an_import_can_be_undone_as_a_whole(house: House):
    screen = wizard(house, [GOOD, OTHER])
    for step in (PROBLEMS, CONFIRM):
        screen.vue_go(step)
    screen.vue_finish()
    screen.vue_undo()
    assert cases(house) == []


def test_rows_that_are_wrong_are_marked_and_nothing_is_saved(house: House):
    rows = [GOOD, GOOD, (*OTHER[:6], "2020-12-31"), ("甲", *OTHER[1:]), (*OTHER[:5], "很多", "")]
    screen = wizard(house, rows)
    screen.vue_go(PROBLEMS)
    assert {problem["row"] for problem in screen.problems} == {3, 4, 5, 6}
    assert cases(house) == []


def test_the_list_handed_back_marks_each_problem_where_it_is(house: House):
    screen = wizard(house, [GOOD, ("甲", *OTHER[1:])])
    screen.vue_go(PROBLEMS)
    sent: list[bytes] = []
    screen.download = lambda name, kind, content: sent.append(content)  # type: ignore[method-assign]
    screen.vue_problem_rows()
    sheet = openpyxl.load_workbook(io.BytesIO(sent[0])).active
    assert sheet["A3"].comment is not None
    assert sheet["A2"].comment is None


def test_a_negotiation_that_runs_already_is_a_problem_but_one_in_another_matter_is_not(house: House):
    opened(house, line())
    screen = wizard(house, [GOOD, (*GOOD[:3], "集体合同", "女职工", "", "")])
    screen.vue_go(PROBLEMS)
    assert [problem["row"] for problem in screen.problems] == [2]
    assert "株协〔2020〕1" in screen.problems[0]["what"]


def test_somebody_who_opens_no_cases_cannot_import(house: House):
    with pytest.raises(NotAllowed):
        CaseImportScreen(house.ws("judge1")).visit()


# The service


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (line("另一企业", date(2021, 1, 1)), DayAhead),
        (line("另一企业", code="999999"), RuleViolation),
        (line(), CaseRunning),
    ],
)
def test_a_list_is_taken_in_as_a_whole_or_not_at_all(
    house: House, wrong: CaseLine, refusal: type[RuleViolation]
):
    with pytest.raises(refusal):
        opened(house, line(), wrong)
    assert cases(house) == []


def test_an_enterprise_on_file_is_found_by_its_name(house: House):
    with house.system.transaction() as session:
        firm = Enterprise(
            union_id=house.unions["city"],
            name=FIRM,
            uscc="91430299MA0000001X",
            industry="食品加工",
            district_code="430212",
            is_private=True,
            founded_on=date(2001, 1, 1),
        )
        session.add(firm)
    opened(house, line())
    [case] = cases(house)
    assert case.enterprise_id is not None
    assert case.industry == "食品加工"


def test_only_a_case_officer_takes_a_list_in_or_back(house: House):
    with pytest.raises(NotAllowed):
        opened(house, line(), who="judge1")
    made = opened(house, line())
    with pytest.raises(NotAllowed):
        close_cases(house.ws("judge1"), house.unions["city"], made)


def test_a_list_cannot_be_taken_back_once_somebody_worked_on_a_case(house: House):
    made = opened(house, line(), line("另一企业"))
    ws = house.ws("negotiator", LATER)
    service.take_step(ws, made[1].id, Step.INVITE, date(2020, 3, 2), seen_version=made[1].version)
    with pytest.raises(CaseMoved):
        close_cases(ws, house.unions["city"], made)
    assert len(cases(house)) == 2


def test_a_case_of_another_organisation_is_not_taken_back(house: House):
    made = opened(house, line())
    other = next(union for name, union in house.unions.items() if name != "city")
    with pytest.raises(NotFound):
        close_cases(house.ws("negotiator", LATER), other, made)


def test_the_cases_of_a_list_stand_on_the_board(house: House):
    opened(house, line(on=date(2020, 2, 20)))
    [row] = reports.board(house.ws("negotiator", LATER))
    assert row.due is not None
    assert row.due.last_day == date(2020, 3, 11)


def test_a_list_taken_back_between_other_cases_leaves_no_number_to_be_given_twice(house: House):
    made = opened(house, line("甲厂"), line("乙厂"))
    service.open_case(house.ws("negotiator", LATER), house.unions["city"], line("丙厂").form)
    close_cases(house.ws("negotiator", LATER), house.unions["city"], made)
    service.open_case(house.ws("negotiator", LATER), house.unions["city"], line("丁厂").form)
    numbers = [case.number for case in cases(house)]
    assert numbers == ["株协〔2020〕3", "株协〔2020〕4"]

"""A payroll from the employer's Excel to the claim, as somebody signed in goes through it."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import select

from tests.conftest import House
from tests.negotiation.road import Road, begin
from union_lib.common.errors import NotAllowed, NotFound
from union_lib.common.tabular import blank_form, match_columns, write_sheet
from union_lib.negotiation.payroll_list import PayrollRow, payroll_columns, payroll_row
from union_lib.negotiation.reports.payrolls import ClaimDays, payroll_audit, payrolls
from union_lib.negotiation.rules.limitation import ClaimKind
from union_lib.negotiation.rules.situations import Situation
from union_lib.negotiation.screens.figures import FigureTable
from union_lib.negotiation.screens.payroll_audit import PayrollAuditScreen
from union_lib.negotiation.screens.payroll_wizard import PayrollWizard
from union_lib.negotiation.service.figures import enter_case_figure
from union_lib.negotiation.service.payrolls import import_payroll, remove_payroll
from union_lib.store.audit import AuditRow
from union_lib.ui.launch import make_shell

CLASS = "min_wage_class_of_zhuzhou_areas"
HEADS = ["姓名", "工号", "合同工资", "实发工资", "其中加班工资", "停工天数", "法定节假日加班小时"]
MARCH = date(2020, 3, 1)
SCREENS: Any = {"audit": PayrollAuditScreen, "import_payroll": PayrollWizard, "figures": FigureTable}


class Visit:
    """Somebody's visit to the audit of a case, in English."""

    def __init__(
        self, road: Road, username: str = "negotiator", screen: str = "audit", where: str = ""
    ) -> None:
        self.shell = make_shell(
            "negotiation",
            SCREENS,
            ws=road.house.ws(username),
            query=f"screen={screen}&lang=en&case={road.case_id}&{where}",
        )
        self.files: list[tuple[str, bytes]] = []
        self.shell.send = self._keep

    @property
    def screen(self) -> Any:
        return self.shell.screen

    def _keep(self, content: dict[str, Any], buffers: Any = None) -> None:
        if content.get("method") == "download":
            self.files.append((content["args"][0]["name"], buffers[0]))

    def upload(self, rows: list[list[Any]], heads: list[str] = HEADS) -> None:
        self.screen.send = lambda content, buffers=None: None
        content = write_sheet("工资表", heads, rows)
        about = {"name": "gz.xlsx", "size": len(content), "offset": 0, "last": True}
        self.screen._handle_event(None, {"event": "slice", "data": about}, [content])
        self.screen.call("go", 2)

    @property
    def problems(self) -> list[tuple[int, str, str]]:
        return [(one["row"], one["column"], one["what"]) for one in self.screen.problems]

    @property
    def told(self) -> str:
        notice = self.shell.notices[-1]
        return f"{notice['text']} {notice['todo']}".strip()


@pytest.fixture
def road(house: House) -> Road:
    return begin(house)


def row(**other: Any) -> PayrollRow:
    told = {"worker": "工一", "contract_fen": 4_350_00, "paid_fen": 4_350_00, **other}
    return payroll_row(told, 22)


def put(road: Road, *rows: PayrollRow) -> int:
    return import_payroll(road.ws(), road.case_id, MARCH, "430212", rows, "f" * 64)


def wizard(road: Road) -> Visit:
    return Visit(road, screen="import_payroll", where="month=2020-03&area=430212")


def test_a_payroll_goes_from_the_file_to_the_claim(road: Road):
    visit = wizard(road)
    visit.upload([["工一", "A1", 4350, 4350, 0, None, 1], ["工二", "A2", 4350, 4350, 0, None, None]])
    assert visit.problems == []
    visit.screen.call("go", 3)
    visit.screen.call("finish")
    visit.shell.go("audit", case=road.case_id)
    audit = visit.screen
    assert (audit.audit["workers"], audit.audit["underpaid"], audit.audit["claim"]) == ("2", "1", "75.00")
    assert [item["name"] for item in audit.items] == ["工一"]


def test_text_in_a_number_column_is_named_at_its_cell_and_marked_in_the_file_handed_back(road: Road):
    visit = wizard(road)
    visit.upload([["工一", "A1", "四千", 4350, 0, None, None], ["工二", "A2", 4350, 4350, 0, None, None]])
    [(at, column, _)] = visit.problems
    assert (at, column) == (2, "Contract wage (yuan a month)")
    visit.screen.call("problem_rows")
    book = CalamineWorkbook.from_filelike(io.BytesIO(visit.files[-1][1]))
    assert "四千" in str(book.get_sheet_by_index(0).to_python())


def test_more_days_than_the_month_has_and_more_overtime_pay_than_pay_are_named(road: Road):
    visit = wizard(road)
    visit.upload([["工一", "A1", 4350, 4350, 0, 23, None], ["工二", "A2", 4350, 100, 200, None, None]])
    assert [at for at, _, _ in visit.problems] == [2, 3]
    assert "22 workdays" in visit.problems[0][2]
    assert "overtime" in visit.problems[1][2]


def test_days_finer_than_halves_and_hours_finer_than_quarters_are_named(road: Road):
    visit = wizard(road)
    visit.upload([["工一", "A1", 4350, 4350, 0, "2.3", "1.1"]])
    assert len(visit.problems) == 2


def test_an_import_is_undone_as_a_whole(road: Road):
    visit = wizard(road)
    visit.upload([["工一", "A1", 4350, 0, 0, None, None]])
    visit.screen.call("go", 3)
    visit.screen.call("finish")
    assert len(payrolls(road.ws(), road.case_id)) == 1
    visit.screen.call("undo")
    assert payrolls(road.ws(), road.case_id) == []


def test_a_blank_form_is_read_as_it_was_handed_out():
    columns = payroll_columns()
    form = CalamineWorkbook.from_filelike(io.BytesIO(blank_form(columns, "Payroll")))
    heads = [str(head) for head in form.get_sheet_by_index(0).to_python()[0]]
    assert all(match_columns(heads, columns).values())


def test_days_that_are_not_given_are_normal_work():
    given = row(days_sick=4)
    assert given.days == {Situation.SICK: 4, Situation.NORMAL: 40}
    assert row(days_normal=10).days == {Situation.NORMAL: 10}


def test_an_amount_opens_its_lines_with_articles(road: Road):
    put(road, row(paid_fen=4_000_00))
    visit = Visit(road)
    visit.screen.call("open", 0)
    [part] = visit.screen.opened["parts"]
    assert (part["due"], part["paid"], part["short"]) == ("4,350.00", "4,000.00", "350.00")
    assert all(basis["citation"] for line in part["lines"] for basis in line["bases"])


def test_overtime_pay_that_is_not_told_apart_is_what_is_left_after_the_wage(road: Road):
    hours = {"hours_overtime_holiday": 8}
    put(road, row(paid_fen=4_400_00, **hours), row(paid_fen=4_000_00, paid_overtime_fen=150_00, **hours))
    audit = payroll_audit(road.ws(), payrolls(road.ws(), road.case_id)[0].id)
    assert audit.check.by_row_fen().tolist() == [100_00, 500_00]


def test_a_missing_allowance_blocks_the_row_and_links_to_the_figure(road: Road):
    put(road, row(days_stoppage_idle=10), row())
    visit = Visit(road)
    assert visit.screen.audit["blocked"] == "1"
    names = {one["id"] for one in visit.screen.audit["missing"]}
    assert "living_allowance_share_of_min_wage" in names
    visit.screen.call("figure", "living_allowance_share_of_min_wage")
    assert visit.screen.opened["policy"] == "living_allowance_share_of_min_wage"


def test_what_ends_with_the_award_is_known_with_the_minimum_wage(road: Road):
    city = road.house.unions["city"]
    payroll = put(road, row(contract_fen=30_000_00, paid_fen=0), row(paid_fen=0))
    assert payroll_audit(road.ws(), payroll).award is None
    enter_case_figure(road.ws(), city, CLASS, "430212", date(2019, 10, 1), "2", "invented notice 7")
    audit = payroll_audit(road.ws(), payroll)
    assert audit.award is not None
    assert audit.award.limit_fen == 12 * 1_540_00
    found = [audit.is_final(one) for one in audit.check.underpayments()]
    assert found == [False, True]


def test_wages_owed_have_no_limit_in_employment_and_a_year_after_it(road: Road):
    payroll = put(road, row(paid_fen=0))
    in_service = payroll_audit(road.ws(), payroll).limits[ClaimKind.ARBITRATION_WAGE_IN_SERVICE]
    assert in_service.last_day is None
    ended = payroll_audit(road.ws(), payroll, ClaimDays(date(2020, 4, 30)))
    assert ended.limits[ClaimKind.ARBITRATION_WAGE_IN_SERVICE].last_day == date(2021, 4, 30)
    assert ended.limits[ClaimKind.LABOUR_INSPECTION].last_day == date(2022, 3, 31)


def test_the_claim_goes_out_as_excel_with_articles_and_adds_up(road: Road):
    put(road, row(paid_fen=4_000_00), row(worker="工二", paid_fen=0, hours_overtime_holiday=4))
    visit = Visit(road)
    visit.screen.call("excel")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(visit.files[-1][1])).get_sheet_by_index(0).to_python()
    lines = [line for line in rows[2:] if len(line) > 10 and line[1]]
    assert round(sum(float(line[8]) for line in lines), 2) == 350 + 4350 + 75
    assert all("劳" in line[10] for line in lines)
    total = next(line for line in rows if line[0] == "Total")
    assert total[8] == 4775


def test_search_and_filter_narrow_the_lines(road: Road):
    put(road, row(), row(worker="工二", paid_fen=0))
    visit = Visit(road)
    assert visit.screen.total == 1
    visit.screen.page = {"page": 1, "size": 20, "text": "", "only": ""}
    assert visit.screen.total == 2
    visit.screen.page = {"page": 1, "size": 20, "text": "工一", "only": ""}
    assert [item["name"] for item in visit.screen.items] == ["工一"]


def test_a_payroll_is_taken_back_only_after_a_question(road: Road):
    put(road, row())
    visit = Visit(road)
    visit.screen.call("remove")
    assert len(payrolls(road.ws(), road.case_id)) == 1
    visit.shell.call("answer", {"yes": True, "reason": ""})
    assert payrolls(road.ws(), road.case_id) == []
    assert visit.screen.audit == {}


def test_only_who_negotiates_imports_and_only_readers_see_wages(road: Road):
    payroll = put(road, row())
    with pytest.raises(NotAllowed):
        import_payroll(road.ws("leader"), road.case_id, MARCH, "430212", [row()], "f" * 64)
    with pytest.raises(NotAllowed):
        remove_payroll(road.ws("leader"), payroll)
    with pytest.raises(NotAllowed):
        payroll_audit(road.ws("organiser"), payroll)
    with pytest.raises(NotFound):
        payroll_audit(road.ws(), payroll + 1)
    assert payroll_audit(road.ws("leader"), payroll).underpaid == 0


def test_no_wage_and_no_name_reaches_the_audit_note(road: Road):
    put(road, row())
    with road.house.system.reading() as session:
        told = " ".join(str(one.model_dump()) for one in session.exec(select(AuditRow)).all())
    assert "工一" not in told
    assert "435000" not in told

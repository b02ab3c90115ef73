"""A round of consolation, from an Excel list to the bank's return, as people would do it at their own desks."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import Person, Server, SignInAs
from tests.browser.test_journey import zh
from union_lib.common.tabular import write_sheet
from union_lib.consolation import reports, service
from union_lib.consolation.rules.stages import Stage
from union_lib.consolation.words import METHODS, STAGES
from union_lib.demo.programmes import invented_card
from union_lib.demo.town import identity
from union_lib.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
TITLE, DISTRICT, PEOPLE, MEDICS = "云龙专项送温暖", "云龙示范区", 200, 60
HEADS = [
    "姓名",
    "人员类别",
    "身份证号",
    "手机号",
    "银行卡号",
    "单位",
    "县市区",
    "档案编号",
    "家庭人口",
    "家庭年收入",
]


def _list(path: Path) -> Path:
    """Write a list as unions keep it: households in hardship, and medical staff without one."""
    rows = []
    for n in range(PEOPLE):
        is_medic = n >= PEOPLE - MEDICS
        born = date(1971, 1, 1) + timedelta(days=n)
        house = ["", "", ""] if is_medic else [f"YL-{n:04d}", 1 + n % 4, (6_000 + 90 * n) * (1 + n % 4)]
        rows.append(
            [
                f"云龙{n:03d}",
                "一线医护人员" if is_medic else "困难职工",
                identity(born, 999),
                f"14009{n:06d}",
                invented_card(800_000 + n),
                "云龙医院" if is_medic else "云龙机械厂",
                DISTRICT,
                *house,
            ]
        )
    path.write_bytes(write_sheet("名单", HEADS, rows))
    return path


def _import(staff: Person, file: Path) -> None:
    page = staff.open("consolation?screen=import_recipients")
    page.get_by_test_id("file").set_input_files(file)
    for step in (2, 3):
        expect(page.locator(".u-steps li").nth(step - 1)).to_have_attribute("aria-current", "step")
        page.get_by_test_id("next").click()
    page.get_by_test_id("finish").click()
    staff.told(zh("{added} rows added, {updated} updated.", added=PEOPLE, updated=0))


def _create(staff: Person) -> int:
    page = staff.open("consolation?screen=list")
    page.get_by_test_id("new").click()
    page.get_by_test_id("field-title").locator("input").fill(TITLE)
    page.get_by_test_id("field-budget_fen").locator("input").fill("220,000")
    expect(page.get_by_test_id("fund")).to_contain_text("送温暖资金")
    page.get_by_test_id("create").click()
    expect(page.get_by_test_id("stage")).to_have_text(zh(STAGES[Stage.DRAFT]))
    page.wait_for_url("**programme=*")
    return int(page.url.rsplit("programme=", 1)[1])


def _make_list(staff: Person, server: Server, programme: int) -> int:
    page = staff.page
    page.get_by_test_id("visit-next").click()
    page.get_by_test_id("make").click()
    page.get_by_test_id("districts").locator("input").fill("云龙")
    page.get_by_role("option", name=DISTRICT).click()
    page.keyboard.press("Escape")
    page.get_by_test_id("make-do").click()
    eligible = 0

    def listed() -> bool:
        nonlocal eligible
        row = next(r for r in reports.programmes(server.ws("staff")) if r.id == programme)
        eligible = row.eligible
        return row.candidates == PEOPLE

    expect(page.get_by_test_id("groups")).to_contain_text(f"{PEOPLE}")
    assert listed()
    return eligible


def _compare_and_submit(staff: Person) -> None:
    page = staff.page
    page.get_by_test_id("next").click()
    for rule in ("tiers", "equal", "weights"):
        page.get_by_test_id(f"rule-{rule}").click()
        expect(page.get_by_test_id(f"rule-{rule}")).to_have_attribute("aria-checked", "true")
        expect(page.get_by_test_id(f"rule-{rule}")).to_contain_text("220,000.00")
    page.get_by_test_id("why-1").click()
    why = page.get_by_test_id("why")
    expect(why).to_contain_text(zh("Sum, equal to the amount to the fen"))
    expect(why).to_contain_text(zh(METHODS["weights"]))  # type: ignore[index]
    page.keyboard.press("Escape")
    page.get_by_test_id("submit").click()
    staff.confirm()
    expect(page.get_by_test_id("stage")).to_have_text(zh(STAGES[Stage.IN_REVIEW]))


def _act(person: Person, programme: int, act: str, stage: Stage) -> None:
    page = person.open(f"consolation?screen=plan&programme={programme}")
    page.get_by_test_id(f"act-{act}").click()
    person.confirm()
    expect(page.get_by_test_id("stage")).to_have_text(zh(STAGES[stage]))


def _answer_of_the_bank(sent: Path, path: Path) -> Path:
    """Write what the bank would send back: everything through but the first payment."""
    heads, *rows = [
        row for row in CalamineWorkbook.from_path(sent).get_sheet_by_index(0).to_python() if any(row)
    ]
    at = [str(head) for head in heads]
    number, amount = at.index("付款编号"), at.index("金额（元）")
    told = [
        [row[number], f"{row[amount]}", "失败" if n == 0 else "成功", "户名不符" if n == 0 else ""]
        for n, row in enumerate(row for row in rows if "-" in str(row[number]))
    ]
    path.write_bytes(write_sheet("回盘", ["付款编号", "金额", "处理结果", "原因"], told))
    return path


def test_a_round_from_the_excel_list_to_the_banks_return(sign_in: SignInAs, server: Server, tmp_path: Path):
    staff = sign_in("staff")
    _import(staff, _list(tmp_path / "list.xlsx"))
    programme = _create(staff)
    eligible = _make_list(staff, server, programme)
    assert MEDICS < eligible < PEOPLE
    _compare_and_submit(staff)
    _act(sign_in("reviewer"), programme, "review", Stage.IN_APPROVAL)
    _act(sign_in("approver"), programme, "approve", Stage.IN_APPROVAL)
    _act(sign_in("approver2"), programme, "approve", Stage.APPROVED)
    _act(staff, programme, "post_notice", Stage.ON_NOTICE)
    page = staff.open(f"consolation?screen=notice&programme={programme}")
    expect(page.get_by_test_id("root")).to_have_text(
        reports.overview(server.ws("staff"), programme).allocation.root  # type: ignore[union-attr]
    )
    with page.expect_download() as notice:
        page.get_by_test_id("word").click()
    assert notice.value.suggested_filename.endswith(".docx")
    expect(page.get_by_test_id("lines")).to_contain_text("云**")
    expect(page.get_by_test_id("lines")).not_to_contain_text("云龙000")

    # The notice runs for working days: its end comes by moving the clock of one colleague's desk.
    desk = server.ws("staff")
    after = date.today() + timedelta(days=30)
    service.start_paying(Workspace(desk.engine, desk.actor, after, is_training=True), programme)

    cashier = sign_in("cashier")
    page = cashier.open(f"consolation?screen=payments&programme={programme}")
    page.get_by_test_id("order-bank").click()
    cashier.confirm()
    with page.expect_download() as sent:
        page.get_by_test_id("bank-file-1").click()
    sent.value.save_as(tmp_path / "bank.xlsx")
    page.get_by_test_id("read-1").click()
    page.get_by_test_id("file").set_input_files(
        _answer_of_the_bank(tmp_path / "bank.xlsx", tmp_path / "answer.xlsx")
    )
    expect(page.get_by_test_id("came-back")).to_contain_text("1")
    sheet = reports.payment_sheet(server.ws("cashier"), programme)
    [back] = [p for p in sheet.payments if p.why]
    assert (sheet.open_fen, back.why, sheet.to_bank) == (back.amount_fen, "户名不符", 1)
    page.get_by_test_id("order-bank").click()
    cashier.confirm()
    expect(page.get_by_test_id("batch-2")).to_be_visible()

"""Every page at a desk and on a phone: drawn, readable for everybody, calm when two people meet."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Person, Server, SignInAs
from tests.browser.test_journey import zh
from union_lib.competition import reports
from union_lib.competition.screens.marks import MarkSheet

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa"]}}
REVIEW = 2  # the demo's review that is being marked
ORGANISERS_PAGES = (
    "workbench",
    "competition?screen=list",
    "competition?screen=plan&competition=3",
    "competition?screen=scheme&competition=3",
    "competition?screen=panels&competition=4",
    "competition?screen=codes&competition=4",
    "competition?screen=review&competition=4",
    "competition?screen=fairness&competition=2",
    "competition?screen=honours&competition=1",
    "competition?screen=entries&competition=2",
    "competition?screen=staff&competition=2",
    "competition?screen=board&competition=2",
    "competition?screen=results&competition=1",
    "competition?screen=import_entries&competition=3",
)
STAFF_PAGES = (
    "workbench",
    "consolation?screen=list",
    "consolation?screen=files",
    "consolation?screen=figures",
    "consolation?screen=import_recipients",
    "consolation?screen=plan&programme=2",
    "consolation?screen=people&programme=5",
    "consolation?screen=scenario&programme=5",
    "consolation?screen=notice&programme=3",
    "consolation?screen=payments&programme=2",
    "consolation?screen=checks&programme=1",
    "consolation?screen=goods&programme=6",
    "consolation?screen=rest&programme=7",
)
NEGOTIATION_PAGES = (
    "workbench",
    "negotiation?screen=board",
    "negotiation?screen=coverage",
    "negotiation?screen=figures",
    "negotiation?screen=case&case=14",
    "negotiation?screen=case&case=14&tab=people",
    "negotiation?screen=case&case=14&tab=history",
    "negotiation?screen=case&case=3",
    "negotiation?screen=table&case=20",
    "negotiation?screen=wages&case=14",
    "negotiation?screen=audit&case=20",
    "negotiation?screen=import_cases",
    "negotiation?screen=plans",
    "negotiation?screen=plans&plan=3",
    "negotiation?screen=rights",
    "negotiation?screen=rights&rights=1",
)
NEGOTIATION_DRAWERS = (
    ("negotiation?screen=board", "new"),
    ("negotiation?screen=case&case=14", "step-meet"),
    ("negotiation?screen=case&case=14", "text-joint"),
    ("negotiation?screen=case&case=14", "why-reply"),
    ("negotiation?screen=table&case=20", "table-quick"),
    ("negotiation?screen=audit&case=20", "audit-import"),
    ("negotiation?screen=plans", "plan-new"),
    ("negotiation?screen=plans&plan=3", "plan-pay"),
    ("negotiation?screen=rights", "rights-new"),
    ("negotiation?screen=figures", "figures-enter"),
)
"""Pages and what opens a drawer there."""


def _axe(page: Page) -> list[str]:
    page.wait_for_timeout(400)  # transitions end, colours are final
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {n['html'][:160]}" for v in found for n in v["nodes"]]


def _fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_every_page_of_an_organiser_can_be_used_by_everybody(sign_in: SignInAs):
    organiser = sign_in("organiser")
    found = {path: _axe(organiser.open(path)) for path in ORGANISERS_PAGES}
    assert {path: problems for path, problems in found.items() if problems} == {}


def test_every_page_of_the_consolation_staff_can_be_used_by_everybody(sign_in: SignInAs):
    staff = sign_in("staff")
    found = {path: _axe(staff.open(path)) for path in STAFF_PAGES}
    assert {path: problems for path, problems in found.items() if problems} == {}


def test_every_page_of_a_negotiator_can_be_used_by_everybody(sign_in: SignInAs):
    negotiator = sign_in("negotiator")
    found = {path: _axe(negotiator.open(path)) for path in NEGOTIATION_PAGES}
    assert {path: problems for path, problems in found.items() if problems} == {}


def test_drawer_question_and_mark_sheet_can_be_used_by_everybody(sign_in: SignInAs):
    chief = sign_in("chief")
    page = chief.open("competition?screen=results&competition=1")
    page.get_by_test_id("why-01").click()
    expect(page.get_by_test_id("why")).to_be_visible()
    assert _axe(page) == []
    judge = sign_in("judge1")
    assert _axe(judge.open(f"competition?screen=marks&competition={REVIEW}")) == []


def test_the_sign_in_page_can_be_used_by_everybody(sign_in: SignInAs):
    person = sign_in("analyst")
    person.context.clear_cookies()
    person.page.goto(f"{person.server.url}/login")
    assert _axe(person.page) == []


def test_nothing_is_wider_than_a_phone(sign_in: SignInAs):
    organiser = sign_in("organiser", width=390, height=844)
    assert [path for path in ORGANISERS_PAGES if not _fits(organiser.open(path))] == []


def test_no_consolation_page_is_wider_than_a_phone(sign_in: SignInAs):
    staff = sign_in("staff", width=390, height=844)
    assert [path for path in STAFF_PAGES if not _fits(staff.open(path))] == []


def test_no_negotiation_page_is_wider_than_a_phone(sign_in: SignInAs):
    negotiator = sign_in("negotiator", width=390, height=844)
    assert [path for path in NEGOTIATION_PAGES if not _fits(negotiator.open(path))] == []


def test_the_negotiation_drawers_can_be_used_by_everybody(sign_in: SignInAs):
    negotiator, found = sign_in("negotiator"), {}
    for path, opens in NEGOTIATION_DRAWERS:
        page = negotiator.open(path)
        page.get_by_test_id(opens).click()
        expect(page.get_by_test_id("drawer")).to_be_visible()
        found[path, opens] = _axe(page)
    assert {drawer: problems for drawer, problems in found.items() if problems} == {}


def test_a_half_filled_drawer_is_not_closed_by_accident(sign_in: SignInAs):
    negotiator = sign_in("negotiator")
    page = negotiator.open("negotiation?screen=board")
    page.get_by_test_id("new").click()
    employer = page.get_by_test_id("field-employer").locator("input")
    employer.fill("云龙精密轴承有限公司")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("drawer-unsaved")).to_be_visible()
    assert _axe(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("drawer-unsaved")).to_have_count(0)
    expect(employer).to_have_value("云龙精密轴承有限公司")
    page.get_by_test_id("nav-plans").click()
    expect(page.get_by_test_id("confirm")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_test_id("drawer-close").click()
    page.get_by_test_id("drawer-lose").click()
    expect(page.get_by_test_id("drawer")).to_have_count(0)


def test_the_consolation_drawers_can_be_used_by_everybody(sign_in: SignInAs):
    staff = sign_in("staff")
    page = staff.open("consolation?screen=scenario&programme=5")
    for opens, shows in (("why-1", "why"), ("terms", "try-terms")):
        page.get_by_test_id(opens).click()
        expect(page.get_by_test_id(shows)).to_be_visible()
        assert _axe(page) == []
        page.keyboard.press("Escape")
        expect(page.get_by_test_id(shows)).to_have_count(0)


def _code_to_mark(server: Server, judge: str, row: int) -> tuple[str, int]:
    sheet = reports.mark_sheet(server.ws(judge), REVIEW)
    return sheet.rows[row].code, sheet.rows[row].entry_id


def test_a_judge_marks_on_a_phone_with_thumb_and_number_pad(sign_in: SignInAs, server: Server):
    judge = sign_in("judge3", width=390, height=844)
    page = judge.open(f"competition?screen=marks&competition={REVIEW}")
    code, _ = _code_to_mark(server, "judge3", 21)
    expect(page.get_by_text(code, exact=True)).to_be_visible()
    assert _fits(page)
    field = page.get_by_test_id("phone-technical")
    field.fill("２４。５")
    field.press("Enter")
    page.get_by_test_id("phone-economic").fill("31")
    expect(page.get_by_role("alert").filter(has_text="31")).to_contain_text(
        zh(MarkSheet.words["above"], mark="31", ceiling="30")
    )
    page.get_by_test_id("phone-economic").fill("23")
    page.get_by_test_id("phone-next").click()
    expect(page.get_by_test_id("autosave").filter(visible=True)).to_contain_text(zh("Saved {time}", time=""))
    cells = reports.mark_sheet(server.ws("judge3"), REVIEW).rows[21].cells
    assert [cell.text for cell in cells] == ["24.5", "23", "", ""]


def test_two_tabs_of_one_judge_show_both_values_and_a_person_decides(sign_in: SignInAs, server: Server):
    judge = sign_in("judge5")
    code, _ = _code_to_mark(server, "judge5", 17)
    first = judge.open(f"competition?screen=marks&competition={REVIEW}")
    second = judge.tab()
    second.goto(first.url)
    second.locator("[data-ready]").wait_for(timeout=60_000)
    cell = f"mark-{code}-range"
    expect(second.get_by_test_id(cell)).to_be_visible()
    first.get_by_test_id(cell).fill("15")
    first.keyboard.press("Tab")
    expect(first.get_by_test_id("autosave")).to_contain_text(zh("Saved {time}", time=""))
    second.get_by_test_id(cell).fill("12")
    second.keyboard.press("Tab")
    conflict = second.get_by_test_id("conflict")
    expect(conflict).to_contain_text("15")
    expect(conflict).to_contain_text("12")
    second.get_by_test_id("keep-mine").click()
    expect(second.get_by_test_id("autosave")).to_contain_text(zh("Saved {time}", time=""))
    row = reports.mark_sheet(server.ws("judge5"), REVIEW).rows[17]
    assert (row.cells[2].text, row.cells[2].version) == ("12", 2)


def test_a_block_from_excel_is_pasted_in_one_go_and_undone_in_one_go(sign_in: SignInAs, server: Server):
    judge = sign_in("judge1")
    page = judge.open(f"competition?screen=marks&competition={REVIEW}")
    code, _ = _code_to_mark(server, "judge1", 20)
    cell = page.get_by_test_id(f"mark-{code}-technical")
    cell.focus()
    page.evaluate(
        """() => {
          const clipboardData = new DataTransfer();
          clipboardData.setData('text', '21\\t20.5\\n99\\t18\\n');
          const about = { clipboardData, bubbles: true, cancelable: true };
          document.activeElement.dispatchEvent(new ClipboardEvent('paste', about));
        }"""
    )
    expect(page.get_by_test_id("notice").last).to_contain_text("3")
    expect(cell).to_have_value("21")
    expect(page.get_by_test_id("autosave")).not_to_contain_text("正在")
    page.get_by_test_id("undo").click()
    expect(cell).to_have_value("")


def test_the_language_changes_without_a_reload(sign_in: SignInAs):
    trainer = sign_in("trainer")
    page = trainer.open("competition?screen=list")
    page.evaluate("window.stayed = true")
    page.get_by_test_id("lang").click()
    expect(page.get_by_role("heading", name="Competitions")).to_be_visible()
    assert page.evaluate("window.stayed")
    page.get_by_test_id("lang").click()
    expect(page.get_by_role("heading", name=zh("Competitions"))).to_be_visible()


def test_signing_out_closes_the_way_back(sign_in: SignInAs):
    staff: Person = sign_in("staff")
    page = staff.open("workbench")
    page.get_by_test_id("user-menu").click()
    page.get_by_test_id("logout").click()
    page.wait_for_url("**/login**")
    page.goto(f"{staff.server.url}/app/workbench")
    expect(page.locator("input[name=password]")).to_be_visible()
    staff.expect_refused_reconnection()


def test_unsaved_input_is_not_left_behind_by_accident(sign_in: SignInAs):
    organiser = sign_in("organiser")
    page = organiser.open("competition?screen=scheme&competition=3")
    page.get_by_test_id("criterion-0").fill("理论知识")
    page.get_by_test_id("nav-entries").click()
    expect(page.get_by_test_id("confirm")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("criterion-0")).to_have_value("理论知识")
    page.get_by_test_id("save-scheme").click()
    expect(page.get_by_test_id("notice").last).to_contain_text("2")

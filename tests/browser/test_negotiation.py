"""A negotiation from the invitation to an agreement in force, a stoppage wage, and a deferred plan that fails."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Person, Server, SignInAs
from tests.browser.test_journey import zh
from union_lib.negotiation import reports
from union_lib.negotiation.rules.stages import Stage
from union_lib.negotiation.words import STAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
EMPLOYER = "云龙精密轴承有限公司"
BEGUN = date.today() - timedelta(days=120)
SIDES = {"工会方": ("工一", "工二", "工三"), "企业方": ("企一", "企二", "企三")}
RAISE = ("年度工资增长", "2026 年职工工资平均增长 4%。")
ANSWER = "2026 年职工工资平均增长 2%。"


def _day(after: int) -> str:
    return (BEGUN + timedelta(days=after)).isoformat()


def _fill(page: Page, name: str, text: str) -> None:
    page.get_by_test_id(f"field-{name}").locator("input, textarea").first.fill(text)


def _choose(page: Page, name: str, option: str) -> None:
    page.get_by_test_id(f"field-{name}").click()
    page.get_by_role("option", name=option, exact=True).click()


def _stage(page: Page, stage: Stage) -> None:
    expect(page.get_by_test_id("stage")).to_have_text(zh(STAGES[stage]))


def _save(page: Page) -> None:
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("drawer")).to_have_count(0)


def _step(page: Page, step: str, on: str, *, is_beside: bool = False) -> None:
    if is_beside:
        page.get_by_test_id("more").click()
    page.get_by_test_id(f"step-{step}").click()
    page.get_by_test_id("on").locator("input").fill(on)
    _save(page)


def _open_case(negotiator: Person) -> int:
    page = negotiator.open("negotiation?screen=board")
    page.get_by_test_id("new").click()
    _fill(page, "employer", EMPLOYER)
    _choose(page, "district_code", "荷塘区")
    _fill(page, "workers", "318")
    page.get_by_test_id("create").click()
    _stage(page, Stage.INVITATION)
    page.wait_for_url("**case=*")
    return int(page.url.rsplit("case=", 1)[1])


def _delegates(page: Page) -> None:
    page.get_by_test_id("tab-people").click()
    for side, names in SIDES.items():
        for name in names:
            page.get_by_test_id("new-delegate").click()
            _choose(page, "side", side)
            _fill(page, "name", name)
            _fill(page, "valid_from", _day(0))
            if name.endswith("一"):
                page.get_by_test_id("field-is_chief").locator("input").check()
            _save(page)
    expect(page.get_by_test_id("flaws")).to_have_count(0)
    page.get_by_test_id("tab-clauses").click()


def _text(page: Page, author: str, words: str) -> None:
    page.get_by_test_id(f"text-{author}").click()
    page.get_by_test_id("clause-title-0").locator("input").fill(RAISE[0])
    page.get_by_test_id("clause-text-0").locator("textarea").first.fill(words)
    _save(page)


def _negotiate(page: Page) -> None:
    _step(page, "invite", _day(1))
    expect(page.get_by_test_id("why-reply")).to_be_visible()
    _step(page, "reply", _day(10))
    _delegates(page)
    _text(page, "union", RAISE[1])
    _text(page, "employer", ANSWER)
    _step(page, "inform", _day(12), is_beside=True)
    page.get_by_test_id("step-meet").click()
    _fill(page, "held_on", _day(16))
    _save(page)
    _stage(page, Stage.ROUNDS)


def _agree(page: Page) -> None:
    page.get_by_test_id("text-joint").click()
    page.get_by_test_id("clause-text-0").locator("textarea").first.fill("2026 年职工工资平均增长 3%。")
    page.get_by_test_id("clause-settled-0").locator("input").check()
    _save(page)
    expect(page.get_by_test_id("comparison").locator("ins")).to_have_text("3")
    _step(page, "agree_draft", _day(20))
    page.get_by_test_id("step-vote_passed").click()
    _fill(page, "held_on", _day(25))
    _fill(page, "total", "60")
    _fill(page, "attending", "45")
    expect(page.get_by_test_id("needs")).to_contain_text("40")
    _fill(page, "in_favour", "29")
    _save(page)
    _stage(page, Stage.ROUNDS)
    _step(page, "agree_draft", _day(27))
    page.get_by_test_id("step-vote_passed").click()
    for name, value in (("held_on", _day(28)), ("total", "60"), ("attending", "45"), ("in_favour", "30")):
        _fill(page, name, value)
    _save(page)
    _stage(page, Stage.VOTED)
    page.get_by_test_id("more").click()
    page.get_by_test_id("edit").click()
    _fill(page, "term_from", _day(30))
    _fill(page, "term_to", _day(394))
    _save(page)


def test_a_case_walks_from_the_invitation_to_an_agreement_in_force(sign_in: SignInAs, server: Server):
    negotiator, leader = sign_in("negotiator"), sign_in("approver")
    case = _open_case(negotiator)
    page = negotiator.page
    _negotiate(page)
    _agree(page)
    signing = leader.open(f"negotiation?screen=case&case={case}")
    _step(signing, "sign", _day(32))
    page = negotiator.open(f"negotiation?screen=case&case={case}")
    _step(page, "file", _day(35))
    _step(page, "receive", _day(36))
    effect = reports.case_sheet(server.ws("negotiator"), case).effect_on
    assert effect is not None
    page.get_by_test_id("step-take_effect").click()
    expect(page.get_by_test_id("on").locator("input")).to_have_value(effect.isoformat())
    _save(page)
    _stage(page, Stage.IN_FORCE)
    page.get_by_test_id("why-review").click()
    expect(page.get_by_test_id("why")).to_contain_text("劳动合同法")
    page.keyboard.press("Escape")
    _step(page, "publish", (effect + timedelta(days=2)).isoformat())
    _stage(page, Stage.PUBLISHED)
    page.get_by_test_id("papers").click()
    with page.expect_download() as paper:
        page.get_by_test_id("paper-agreement").click()
    assert paper.value.suggested_filename.endswith(".docx")
    with page.expect_download() as dates:
        page.get_by_test_id("dates").click()
    assert "BEGIN:VCALENDAR" in dates.value.path().read_text()
    assert negotiator.problems == leader.problems == []


def test_a_stoppage_wage_opens_its_article(sign_in: SignInAs):
    negotiator = sign_in("negotiator")
    page = negotiator.open("negotiation?screen=wages")
    page.get_by_test_id("wage-area").locator("input").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("渌口")
    page.get_by_role("option", name="渌口区").click()
    page.get_by_test_id("wage-month").locator("input").fill("2020-02")
    page.get_by_test_id("wage-contract").locator("input").fill("4,350")
    page.get_by_test_id("wage-contract").locator("input").press("Tab")
    expect(page.get_by_test_id("wage-total")).to_have_text("4,350.00")
    page.get_by_test_id("wage-add-period").click()
    page.get_by_test_id("wage-situation-0").select_option("stoppage_idle")
    page.get_by_test_id("wage-first-0").fill("2020-02-10")
    page.get_by_test_id("wage-last-0").fill("2020-02-29")
    page.get_by_test_id("wage-stopped").locator("input").fill("2020-02-10")
    page.get_by_test_id("wage-cycle").click()
    page.locator(".v-overlay .v-list-item").nth(1).click()
    line = page.get_by_test_id("wage-line-stoppage_first_cycle")
    expect(line).to_contain_text("4350")
    line.get_by_role("button").click()
    why = page.get_by_test_id("wage-why")
    expect(why).to_contain_text("工资支付暂行规定")
    expect(why).to_contain_text("12")
    assert negotiator.problems == []


def _draft_plan(page: Page) -> None:
    today = date.today()
    page.get_by_test_id("plan-new").click()
    typed = {
        "employer": EMPLOYER,
        "wages_from": _day(0),
        "wages_to": _day(29),
        "wages_due_on": _day(40),
        "workers": "214",
        "total_fen": "1,000.01",
        "consented_on": _day(35),
        "opinion_asked": "30",
        "opinion_in_favour": "21",
        "limit_days": "90",
        "limit_citation": "某省人社发〔2020〕1号",
    }
    for name, value in typed.items():
        _fill(page, name, value)
    _choose(page, "district_code", "荷塘区")
    first = today - timedelta(days=70)
    for n, (due, amount) in enumerate(
        [(first, "300"), (first + timedelta(days=20), "300"), (first + timedelta(days=40), "400")]
    ):
        if n:
            page.get_by_test_id("add-row").click()
        page.get_by_test_id(f"due-{n}").fill(due.isoformat())
        page.get_by_test_id(f"amount-{n}").fill(amount)
    page.get_by_test_id("plan-save").click()
    expect(page.get_by_role("alert").last).to_contain_text("1,000.01")
    page.get_by_test_id("amount-2").fill("400.01")
    page.get_by_test_id("plan-save").click()
    expect(page.get_by_test_id("drawer")).to_have_count(0)


def test_a_deferred_plan_defaults_into_a_referral_that_a_second_person_sends(sign_in: SignInAs):
    negotiator, leader = sign_in("negotiator"), sign_in("approver")
    page = negotiator.open("negotiation?screen=plans")
    _draft_plan(page)
    page.get_by_test_id("plan-begin").click()
    page.get_by_test_id("begin-on").locator("input").fill((date.today() - timedelta(days=75)).isoformat())
    page.get_by_test_id("plan-save").click()
    alarm = page.get_by_test_id("plan-alarm")
    expect(alarm).to_be_visible()
    page.get_by_test_id("plan-pay").click()
    page.get_by_test_id("pay-amount").locator("input").fill("100")
    page.get_by_test_id("plan-save").click()
    expect(page.get_by_test_id("plan-payments")).to_contain_text("100.00")
    page.get_by_test_id("plan-demand").click()
    page.get_by_test_id("answer-by").locator("input").fill((date.today() + timedelta(days=10)).isoformat())
    page.get_by_test_id("plan-save").click()
    expect(page.get_by_test_id("plan-letters").locator("li")).to_have_count(1)
    _release(leader, page.url)
    page = negotiator.open(page.url.rsplit("/app/", 1)[1])
    page.get_by_test_id("plan-referral").click()
    expect(page.get_by_test_id("plan-letters").locator("li")).to_have_count(2)
    with page.expect_download() as letter:
        page.get_by_test_id("plan-letters").locator("[data-testid^=letter-print]").first.click()
    assert letter.value.suggested_filename.endswith(".docx")
    assert negotiator.problems == leader.problems == []


def _release(leader: Person, url: str) -> None:
    page = leader.open(url.rsplit("/app/", 1)[1])
    page.locator("[data-testid^=letter-release]").first.click()
    page.get_by_test_id("release-to").locator("input").fill(EMPLOYER)
    page.get_by_test_id("plan-save").click()
    expect(page.get_by_test_id("drawer")).to_have_count(0)

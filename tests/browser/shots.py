"""Screens as PNG for README and the guide, of a fresh workbench with demo data.

`python -m tests.browser.shots [FOLDER]` writes into docs/guide/screens unless told.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import FLAGS, WHAT_TO_DO, chromium
from tests.browser.conftest import FIRST_SCREEN_MS, free_port, start_server
from union_lib.demo.load import PASSWORD

DESK, PHONE = (1366, 768), (390, 844)
PAGES = (
    ("home", "checker", DESK, "workbench"),
    ("competitions", "organiser", DESK, "competition?screen=list"),
    ("plan", "organiser", DESK, "competition?screen=plan&competition=3"),
    ("scheme", "organiser", DESK, "competition?screen=scheme&competition=3"),
    ("panels", "organiser", DESK, "competition?screen=panels&competition=4"),
    ("codes", "organiser", DESK, "competition?screen=codes&competition=4"),
    ("review", "supervisor", DESK, "competition?screen=review&competition=4"),
    ("fairness", "organiser", DESK, "competition?screen=fairness&competition=2"),
    ("entries", "organiser", DESK, "competition?screen=entries&competition=2"),
    ("staff", "organiser", DESK, "competition?screen=staff&competition=2"),
    ("board", "checker", DESK, "competition?screen=board&competition=2"),
    ("results", "organiser", DESK, "competition?screen=results&competition=1"),
    ("import", "organiser", DESK, "competition?screen=import_entries&competition=3"),
    ("figures", "staff", DESK, "consolation?screen=figures"),
    ("files", "staff", DESK, "consolation?screen=files"),
    ("candidates", "staff", DESK, "consolation?screen=people&programme=5"),
    ("scenario", "staff", DESK, "consolation?screen=scenario&programme=5"),
    ("programme", "approver", DESK, "consolation?screen=plan&programme=4"),
    ("notice", "reviewer", DESK, "consolation?screen=notice&programme=3"),
    ("payments", "cashier", DESK, "consolation?screen=payments&programme=2"),
    ("goods", "staff", DESK, "consolation?screen=goods&programme=6"),
    ("rest", "staff", DESK, "consolation?screen=rest&programme=7"),
    ("nego-board", "negotiator", DESK, "negotiation?screen=board"),
    ("nego-case", "negotiator", DESK, "negotiation?screen=case&case=14"),
    ("nego-figures", "negotiator", DESK, "negotiation?screen=figures"),
    ("nego-wages", "negotiator", DESK, "negotiation?screen=wages&area=430211&month=2020-02"),
    ("nego-audit", "negotiator", DESK, "negotiation?screen=audit&case=20"),
    ("nego-table", "negotiator", DESK, "negotiation?screen=table&case=20"),
    ("nego-plans", "negotiator", DESK, "negotiation?screen=plans&plan=3"),
    ("nego-rights", "negotiator", DESK, "negotiation?screen=rights"),
    ("nego-coverage", "negotiator", DESK, "negotiation?screen=coverage"),
    ("marks", "judge1", DESK, "competition?screen=marks&competition=2"),
    ("marks-phone", "judge1", PHONE, "competition?screen=marks&competition=2"),
    ("home-phone", "organiser", PHONE, "workbench"),
    ("results-en", "organiser", DESK, "competition?screen=results&competition=2&lang=en"),
)


WHY = {"results": "why-01", "scenario": "why-1"}
"""Pages of which a second picture shows the opened explanation, and what opens it."""


def _stoppage_wage(page: Page) -> None:
    page.get_by_test_id("wage-contract").locator("input").fill("4350")
    page.get_by_test_id("wage-add-period").click()
    page.get_by_test_id("wage-situation-0").select_option("stoppage_idle")
    page.get_by_test_id("wage-first-0").fill("2020-02-10")
    page.get_by_test_id("wage-last-0").fill("2020-02-29")
    page.get_by_test_id("wage-stopped").locator("input").fill("2020-02-10")
    page.get_by_test_id("wage-cycle").click()
    page.locator(".v-overlay .v-list-item").nth(1).click()
    page.get_by_test_id("wage-line-stoppage_first_cycle").wait_for()


def _two_offers(page: Page) -> None:
    for side, raised in (("union", "6"), ("employer", "4")):
        page.get_by_test_id(f"table-{side}-raise").fill(raised)
        page.keyboard.press("Tab")
    for end, percent in (("floor", "4"), ("ceiling", "5.5")):
        page.get_by_test_id(f"table-{end}").fill(percent)
        page.keyboard.press("Tab")
    page.get_by_test_id("table-zone").wait_for()


TYPED: dict[str, Callable[[Page], None]] = {"nego-wages": _stoppage_wage, "nego-table": _two_offers}
"""Pages that show something only after somebody typed."""


def _signed_in(browser: Browser, url: str, username: str, size: tuple[int, int]) -> Page:
    viewport = {"width": size[0], "height": size[1]}
    page = browser.new_context(viewport=viewport, locale="zh-CN").new_page()  # type: ignore[arg-type]
    page.goto(f"{url}/login")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/app/**")
    return page


def _drawn(page: Page) -> None:
    page.locator("[data-ready]").wait_for(timeout=FIRST_SCREEN_MS)
    page.locator("#loading").wait_for(state="detached")
    page.wait_for_timeout(900)  # icons and charts settle


def _all(browser: Browser, url: str, folder: Path) -> None:
    page = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}, locale="zh-CN").new_page()
    page.goto(f"{url}/login")
    page.screenshot(path=folder / "sign-in.png")
    page.context.close()
    for name, username, size, path in PAGES:
        page = _signed_in(browser, url, username, size)
        page.goto(f"{url}/app/{path}")
        _drawn(page)
        if name in TYPED:
            TYPED[name](page)
            page.wait_for_timeout(900)
        page.screenshot(path=folder / f"{name}.png")
        if name in WHY:
            page.get_by_test_id(WHY[name]).click()
            page.wait_for_timeout(500)
            page.screenshot(path=folder / f"{name}-why.png")
        print(f"{name}.png", flush=True)
        page.context.close()


def main() -> None:
    """Start a workbench, visit the pages, write the pictures."""
    path = chromium()
    if path is None:
        sys.exit(WHAT_TO_DO)
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/guide/screens")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        var, port = Path(place) / "var", free_port()
        var.mkdir()
        server = start_server(var, port)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            _all(browser, f"http://127.0.0.1:{port}", folder)
        finally:
            browser.close()
            server.terminate()
            server.wait(timeout=20)


if __name__ == "__main__":
    main()

"""A real competition, from an Excel list to a signed and published result, as people would do it.

The Tokyo 2020 men's 10 m platform final: the organiser brings it in from Excel, judges sign in and give
their marks, a second person checks, the chief judge signs, and the page shows the official totals.
"""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import Person, Server, SignInAs
from union_lib.common.tabular import write_sheet
from union_lib.common.text import translate
from union_lib.competition import reports, rules, service
from union_lib.competition.rules import Duty, SheetState, Stage
from union_lib.competition.words import DUTIES, SHEET_STATES, STAGES
from union_lib.demo.competitions import tokyo

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
ROUNDS = tuple(c.title for c in rules.PRESETS["diving"].scheme.criteria)
TITLE = "男子十米跳台决赛"
NEW_PASSWORD = "sheng-li-2021"


def zh(message: str, **facts: object) -> str:
    """Return what the screen says in Chinese."""
    return translate(message, "zh").format(**facts)


def _entries_file(path: Path) -> Path:
    heads = ["编号", "选手姓名", "参赛项目", "代表队", *(zh(title) for title in ROUNDS)]
    rows = [
        [
            e["code"],
            e["contestant"],
            e["title"],
            e["unit"],
            *(e["multipliers"][f"round_{n}"] for n in range(1, 7)),
        ]
        for e in tokyo()["entries"]
    ]
    path.write_bytes(write_sheet("Entries", heads, rows))
    return path


def _judges_file(path: Path) -> Path:
    rows = [[f"评委{n}", f"tokyo.judge{n}", "国际泳联"] for n in range(1, 8)]
    path.write_bytes(write_sheet("Judges", ["姓名", "登录名", "单位"], rows))
    return path


def _create(organiser: Person) -> int:
    page = organiser.open("competition?screen=list")
    page.get_by_test_id("new").click()
    page.get_by_test_id("field-title").locator("input").fill(TITLE)
    page.get_by_test_id("field-notice_working_days").locator("input").fill("0")
    page.get_by_test_id("field-appeal_hours").locator("input").fill("0")
    page.get_by_test_id("preset").click()
    page.get_by_role("option", name=zh(rules.PRESETS["diving"].title)).click()
    page.get_by_test_id("create").click()
    expect(page.get_by_test_id("stage")).to_have_text(zh(STAGES[Stage.DRAFT]))
    page.wait_for_url("**competition=*")
    return int(page.url.rsplit("competition=", 1)[1])


def _import(organiser: Person, file: Path, rows: int) -> None:
    page = organiser.page
    page.get_by_test_id("import").click()
    page.get_by_test_id("file").set_input_files(file)
    for step in (2, 3):
        expect(page.locator(".u-steps li").nth(step - 1)).to_have_attribute("aria-current", "step")
        page.get_by_test_id("next").click()
    page.get_by_test_id("finish").click()
    organiser.told(zh("{added} rows added, {updated} updated.", added=rows, updated=0))


def _appoint(organiser: Person, username: str, duty: str) -> None:
    page = organiser.page
    page.get_by_test_id("username").locator("input").fill(username)
    page.get_by_test_id("duty").click()
    page.get_by_role("option", name=duty).click()
    page.get_by_test_id("appoint").click()
    expect(page.get_by_test_id("staff")).to_contain_text(username)


def _slips(organiser: Person, path: Path) -> dict[str, str]:
    with organiser.page.expect_download() as download:
        organiser.page.get_by_test_id("slips").click()
    download.value.save_as(path)
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return {row[1]: row[2] for row in sheet[1:]}


def _first_sign_in(sign_in: SignInAs, username: str, password: str) -> Person:
    judge = sign_in(username, password)
    judge.page.wait_for_url("**/password**")
    fields = judge.page.locator("input[type=password]")
    for field, text in zip(fields.all(), (password, NEW_PASSWORD, NEW_PASSWORD), strict=True):
        field.fill(text)
    judge.page.keyboard.press("Enter")
    judge.page.wait_for_url("**/app/**")
    return judge


def _type_marks(judge: Person, competition: int) -> None:
    """Type the first judge's 72 marks with the keyboard alone."""
    page, final = judge.open(f"competition?screen=marks&competition={competition}"), tokyo()
    first = page.get_by_test_id("mark-01-round_1")
    expect(first).to_be_focused()
    for entry in final["entries"]:
        for marks in final["marks"][entry["code"]].values():
            page.keyboard.type(marks[0])
            page.keyboard.press("Tab")
    expect(page.get_by_test_id("autosave")).to_contain_text(zh("Saved {time}", time=""))
    expect(page.get_by_test_id("submit")).to_be_enabled()


def _others_mark(server: Server, competition: int) -> None:
    """The other six judges mark at machines of their own."""
    final = tokyo()
    for seat in range(2, 8):
        ws = server.ws(f"tokyo.judge{seat}")
        ids = {row.code: row.entry_id for row in reports.mark_sheet(ws, competition).rows}
        given = [
            service.GivenMark(ids[code], key, Decimal(marks[seat - 1]), 0)
            for code, rounds in final["marks"].items()
            for key, marks in rounds.items()
        ]
        assert service.give_marks(ws, competition, given).conflicts == []
        service.submit_sheet(ws, competition)


def _check_all(checker: Person, competition: int) -> None:
    page = checker.open(f"competition?screen=board&competition={competition}")
    for seat in range(1, 8):
        page.get_by_test_id(f"look-{seat}").click()
        expect(page.get_by_test_id("sheet").locator("tbody tr")).to_have_count(12)
        page.get_by_test_id("confirm-sheet").click()
        expect(page.get_by_test_id(f"judge-{seat}")).to_contain_text(zh(SHEET_STATES[SheetState.CONFIRMED]))


def _sign(chief: Person, competition: int) -> None:
    page = chief.open(f"competition?screen=results&competition={competition}")
    page.get_by_test_id("sign").click()
    chief.confirm()
    expect(page.get_by_test_id("stage")).to_have_text(zh(STAGES[Stage.SIGNED]))


def test_the_tokyo_final_from_excel_to_the_published_result(
    sign_in: SignInAs, server: Server, tmp_path: Path
):
    organiser = sign_in("organiser")
    competition = _create(organiser)
    organiser.page.get_by_test_id("nav-entries").click()
    _import(organiser, _entries_file(tmp_path / "entries.xlsx"), 12)
    organiser.page.get_by_test_id("nav-staff").click()
    _import(organiser, _judges_file(tmp_path / "judges.xlsx"), 7)
    organiser.page.get_by_test_id("nav-staff").click()
    slips = _slips(organiser, tmp_path / "slips.xlsx")
    _appoint(organiser, "checker", zh(DUTIES[Duty.CHECKER]))
    _appoint(organiser, "chief", zh(DUTIES[Duty.CHIEF]))
    _appoint(organiser, "supervisor", zh(DUTIES[Duty.SUPERVISOR]))
    organiser.page.get_by_test_id("nav-plan").click()
    organiser.page.get_by_test_id("move-open_marking").click()
    organiser.confirm()

    judge = _first_sign_in(sign_in, "tokyo.judge1", slips["tokyo.judge1"])
    _type_marks(judge, competition)
    judge.page.get_by_test_id("submit").click()
    judge.confirm()
    expect(judge.page.get_by_test_id("sheet-state")).to_have_text(zh(SHEET_STATES[SheetState.WAITING]))
    _others_mark(server, competition)

    _check_all(sign_in("checker"), competition)
    chief = sign_in("chief")
    _sign(chief, competition)

    final = tokyo()
    rows = chief.page.get_by_test_id("results").locator("tbody tr")
    expect(rows).to_have_count(len(final["final"]))
    for row, official in zip(rows.all(), final["final"], strict=True):
        expect(row.locator(".place b")).to_have_text(str(official["rank"]))
        expect(row.locator(".w b")).to_have_text(official["entry"])
        expect(row.locator(".s b")).to_have_text(official["total"])

    fingerprint = chief.page.get_by_test_id("hash").inner_text()
    _supervise(sign_in("supervisor"), competition)
    _publish(organiser, competition, fingerprint, tmp_path)


def _supervise(supervisor: Person, competition: int) -> None:
    """Confirm the result, and compare the leading group and the sample with the paper sheets."""
    page = supervisor.open(f"competition?screen=results&competition={competition}")
    expect(page.get_by_test_id("second")).to_have_text(
        zh("The second, independent computation agrees to the last digit.")
    )
    page.get_by_test_id("countersign").click()
    supervisor.confirm()
    supervisor.told(zh("The result is confirmed."))
    page.get_by_test_id("nav-review").click()
    looks = page.get_by_test_id("recheck").locator("[data-testid^=look-]")
    expect(looks.first).to_be_visible()
    entries = looks.count()
    assert entries == 6
    looks.first.click()
    for done in range(1, entries + 1):
        expect(page.get_by_test_id("signed-marks")).to_be_visible()
        page.get_by_test_id("right").click()
        expect(page.get_by_test_id("done").locator("b")).to_have_text(str(done))
    expect(page.get_by_test_id("signed-marks")).to_have_count(0)


def _publish(organiser: Person, competition: int, fingerprint: str, tmp_path: Path) -> None:
    page = organiser.open(f"competition?screen=results&competition={competition}")
    page.get_by_test_id("move-post_notice").click()
    organiser.confirm()
    expect(page.get_by_test_id("stage")).to_have_text(zh(STAGES[Stage.ON_NOTICE]))
    page.get_by_test_id("move-publish").click()
    organiser.confirm()
    expect(page.get_by_test_id("stage")).to_have_text(zh(STAGES[Stage.PUBLISHED]))
    for menu, button, name in (
        (None, "download", "result.xlsx"),
        ("documents", "download-notice", "notice.docx"),
        ("documents", "download-certificates", "certificates.docx"),
    ):
        if menu:
            page.get_by_test_id(menu).click()
        with page.expect_download() as download:
            page.get_by_test_id(button).click()
        download.value.save_as(tmp_path / name)
        assert TITLE in download.value.suggested_filename
        with zipfile.ZipFile(tmp_path / name) as parts:
            text = "".join(parts.read(part).decode() for part in parts.namelist() if part.endswith(".xml"))
        assert (fingerprint in text) == (button != "download-certificates")
        assert "CAO Yuan" in text


CODED = 4  # the demo's contest behind two lists of codes, signed


def test_codes_are_opened_in_reverse_by_their_holders_and_then_names_appear(sign_in: SignInAs):
    checker, organiser = sign_in("checker"), sign_in("organiser")
    page = organiser.open(f"competition?screen=results&competition={CODED}")
    expect(page.get_by_test_id("coded")).to_be_visible()
    units = page.get_by_test_id("results").locator("tbody .w span")
    expect(units).to_have_count(0)
    for holder in (checker, organiser):
        lists = holder.open(f"competition?screen=codes&competition={CODED}")
        lists.get_by_test_id("open").click()
        holder.confirm()
        expect(lists.get_by_test_id("open")).to_have_count(0)
    page = organiser.open(f"competition?screen=results&competition={CODED}")
    expect(page.get_by_test_id("coded")).to_have_count(0)
    expect(units).to_have_count(16)


def test_a_change_of_scheme_in_mid_event_is_seen_before_it_is_made(sign_in: SignInAs):
    organiser = sign_in("organiser")
    page = organiser.open("competition?screen=scheme&competition=2")
    page.get_by_test_id("drop-high").fill("2")
    page.get_by_test_id("preview").click()
    expect(page.get_by_test_id("effect")).to_contain_text("24")
    page.get_by_test_id("apply").click()
    expect(page.get_by_test_id("confirm")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("confirm")).to_have_count(0)
    expect(page.get_by_test_id("effect")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("effect")).to_have_count(0)
    expect(page.get_by_test_id("drop-high")).to_have_value("2")


def test_a_judge_is_asked_to_look_again_and_keeps_the_mark(sign_in: SignInAs, server: Server):
    chief = sign_in("chief")
    page = chief.open("competition?screen=board&competition=2")
    asked = page.locator("[data-testid^=ask-]").first
    code = (asked.get_attribute("data-testid") or "").removeprefix("ask-")
    asked.click()
    chief.told(
        zh("{n} judges are asked to look again; each may change the mark or keep it.", n="").strip()[:4]
    )
    judges = {row.judge.seat for row in reports.board(server.ws("chief"), 2).rows}
    far = [
        seat
        for seat in sorted(judges)
        for row in reports.mark_sheet(server.ws(f"judge{seat}"), 2).rows
        if row.code == code and any(cell.is_asked for cell in row.cells)
    ]
    judge = sign_in(f"judge{far[0]}")
    sheet = judge.open("competition?screen=marks&competition=2")
    sheet.locator("td.cell.asked input").first.click()
    expect(sheet.get_by_test_id("asked")).to_be_visible()
    sheet.get_by_test_id("keep-mark").click()
    judge.told(zh("The mark stays as it is."))
    expect(sheet.get_by_test_id("asked")).to_have_count(0)

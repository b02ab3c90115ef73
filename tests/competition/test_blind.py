"""Blind marking: no judge ever sees whose an entry is, on any screen, paper, log line or refusal."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from tests.competition.people import check_all, entry_ids, fill, sheet_of, sign, submit
from tests.conftest import TODAY, House, two_criteria
from union_lib.common.errors import NotAllowed, RuleViolation
from union_lib.competition import refusals, reports, rules, service
from union_lib.competition.rules import Stage, blind
from union_lib.competition.screens.marks import MarkSheet
from union_lib.competition.tables import BlindList
from union_lib.doors import competition_shell, workbench_shell

SECRETS = ("Secretfirm", "Secretname", "Secretdistrict", "Secrettitle", "R0")
HOLDERS = ("organiser", "checker", "supervisor")


def coded(house: House, draws: int = 2, *, shows_titles: bool = False, entries: int = 4) -> int:
    """Make a coded competition whose entries bear unmistakable names, open for marking."""
    competition = drafted(house, draws, shows_titles=shows_titles, entries=entries)
    for draw in range(1, draws + 1):
        service.draw_codes(house.ws(HOLDERS[draw - 1]), competition, draw)
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    return competition


def drafted(house: House, draws: int, *, shows_titles: bool = False, entries: int = 4) -> int:
    """Make the same before any code is drawn."""
    competition = house.competition(two_criteria(), entries=0, stage=Stage.DRAFT)
    form = service.CompetitionForm(
        title="Welders", starts_on=TODAY, ends_on=TODAY, blind_draws=draws, shows_titles=shows_titles
    )
    service.edit_competition(house.ws("organiser"), competition, form, 1)
    rows = [
        {
            "code": f"R0{n}",
            "title": f"Secrettitle {n}",
            "contestant": f"Secretname {n}",
            "unit": f"Secretfirm {n}",
            "district": f"Secretdistrict {n}",
        }
        for n in range(entries)
    ]
    service.import_entries(house.ws("organiser"), competition, rows)
    return competition


def found_in(text: str, *allowed: str) -> list[str]:
    """Return the secrets a text gives away."""
    return [secret for secret in SECRETS if secret in text and secret not in allowed]


# The lists


def test_lists_are_drawn_in_order_by_different_people(house: House):
    competition = drafted(house, 2)
    with pytest.raises(blind.OutOfOrder):
        service.draw_codes(house.ws("organiser"), competition, 2)
    service.draw_codes(house.ws("organiser"), competition, 1)
    with pytest.raises(blind.OneListPerPerson):
        service.draw_codes(house.ws("organiser"), competition, 2)
    with pytest.raises(blind.AlreadyDone):
        service.draw_codes(house.ws("checker"), competition, 1)
    with pytest.raises(refusals.CodesMissing):
        service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    with pytest.raises(NotAllowed):
        service.draw_codes(house.ws("judge1"), competition, 2)
    service.draw_codes(house.ws("checker"), competition, 2)
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)


def test_there_must_be_entries_to_code(house: House):
    with pytest.raises(refusals.NothingToCode):
        service.draw_codes(house.ws("organiser"), drafted(house, 1, entries=0), 1)


def test_codes_are_random_and_follow_no_order(house: House):
    competition = coded(house, 1, entries=40)
    codes = [row.code for row in sheet_of(house, competition, "judge1").rows]
    known = dict(reports.own_codes(house.ws("organiser"), competition, 1))
    assert codes == sorted(codes)
    assert [known[f"R0{n}"] for n in range(40)] != codes
    assert len(set(codes)) == 40


def test_each_list_is_read_by_its_holder_only(house: House):
    competition = coded(house)
    assert len(reports.own_codes(house.ws("organiser"), competition, 1)) == 4
    for reader, draw in (("organiser", 2), ("checker", 1), ("chief", 1), ("analyst", 2)):
        with pytest.raises(NotAllowed):
            reports.own_codes(house.ws(reader), competition, draw)


def test_no_single_holder_knows_whose_a_sheet_is(house: House):
    competition = coded(house)
    sheets = {row.code for row in sheet_of(house, competition, "judge1").rows}
    first = dict(reports.own_codes(house.ws("organiser"), competition, 1))
    second = dict(reports.own_codes(house.ws("checker"), competition, 2))
    assert sheets.isdisjoint(first.values())
    assert sheets == {second[first[f"R0{n}"]] for n in range(4)}


def test_lists_are_sealed_in_the_database(house: House):
    competition = coded(house, 1)
    code = sheet_of(house, competition, "judge1").rows[0].code
    with house.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT codes FROM blind_list").all()
        audit = connection.exec_driver_sql("SELECT before, after FROM audit").all()
    assert code not in str(rows)
    assert code not in str(audit)


def test_a_late_entry_gets_a_code_on_every_list(house: House):
    competition = coded(house)
    service.add_entry(house.ws("organiser"), competition, {"code": "R09", "title": "Secrettitle 9"})
    assert len(sheet_of(house, competition, "judge1").rows) == 5
    assert len(reports.own_codes(house.ws("checker"), competition, 2)) == 5


def test_the_number_of_draws_does_not_change_once_codes_are_drawn(house: House):
    competition = drafted(house, 2)
    service.draw_codes(house.ws("organiser"), competition, 1)
    form = service.CompetitionForm(title="Welders", starts_on=TODAY, ends_on=TODAY, blind_draws=1)
    with pytest.raises(refusals.CodesDrawn):
        service.edit_competition(house.ws("organiser"), competition, form, 2)


def test_titles_stay_hidden_unless_the_organiser_says_otherwise(house: House):
    assert not service.CompetitionForm(title="Welders", starts_on=TODAY, ends_on=TODAY).shows_titles
    assert [row.title for row in sheet_of(house, coded(house), "judge1").rows] == [""] * 4


# Opening


def signed(house: House, draws: int = 2) -> int:
    """Bring a coded competition to its signature."""
    competition = coded(house, draws)
    for n, judge in enumerate(("judge1", "judge2")):
        fill(house, competition, judge, 30 + n)
        submit(house, competition, judge)
    check_all(house, competition)
    sign(house, competition)
    return competition


def test_lists_are_opened_after_the_signature_in_reverse_order_by_their_holders(house: House):
    competition = coded(house)
    with pytest.raises(blind.MarksNotSigned):
        service.open_codes(house.ws("checker"), competition, 2)
    competition = signed(house)
    with pytest.raises(blind.OutOfOrder):
        service.open_codes(house.ws("organiser"), competition, 1)
    with pytest.raises(NotAllowed):
        service.open_codes(house.ws("organiser"), competition, 2)
    with pytest.raises(refusals.CodesClosed):
        service.post_notice(house.ws("organiser"), competition)
    service.open_codes(house.ws("checker"), competition, 2)
    assert reports.results(house.ws("organiser"), competition).is_coded
    service.open_codes(house.ws("organiser"), competition, 1)
    names = {row.shown.unit for row in reports.results(house.ws("organiser"), competition).rows}
    assert names == {f"Secretfirm {n}" for n in range(4)}
    service.post_notice(house.ws("organiser"), competition)


def test_the_signed_hash_does_not_change_when_the_lists_are_opened(house: House):
    competition = signed(house)
    before = reports.results(house.ws("chief"), competition)
    service.open_codes(house.ws("checker"), competition, 2)
    service.open_codes(house.ws("organiser"), competition, 1)
    after = reports.results(house.ws("chief"), competition)
    assert before.data_hash == after.data_hash
    assert after.agrees


def test_nobody_reads_names_beside_marks_before_the_lists_are_opened(house: House):
    competition = signed(house)
    for reader in ("organiser", "checker", "chief", "supervisor", "analyst"):
        ws = house.ws(reader)
        texts = [
            reports.result_table(ws, competition).to_csv(),
            reports.marks_table(ws, competition).to_csv(),
            str(reports.board(ws, competition).codes),
            str([row.shown for row in reports.results(ws, competition).rows]),
            str([row.shown for row in reports.review(ws, competition).recheck]),
        ]
        assert [found_in(text) for text in texts] == [[]] * len(texts)


# What a judge may come to see


def state_of(widget: Any) -> str:
    """Return everything a widget and those inside it would send to a page."""
    found, waiting, seen = [], [widget], set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen or not hasattr(one, "get_state"):
            continue
        seen.add(id(one))
        found.append(json.dumps(one.get_state(), default=str, ensure_ascii=False))
        waiting += [getattr(one, name) for name in one.keys if hasattr(getattr(one, name, None), "get_state")]
    return "\n".join(found)


def judged(house: House, competition: int) -> Iterator[tuple[str, str]]:
    """Yield every text a judge comes to see, with what it is."""
    from union_lib.competition.mark_files import mark_workbook

    judge = house.ws("judge1")
    sent: list[Any] = []
    screen = MarkSheet(judge)
    screen.send = lambda content, buffers=None: sent.append(content)
    screen.visit(competition)
    yield "mark sheet", state_of(screen)
    code = screen.entries[0]["code"]
    cell = {"entry": code, "criterion": "skill", "text": "30", "seen": 0}
    for wrong in ("99", "-1", "8.3", "ten", "30", "31"):
        screen.call("save", [{**cell, "text": wrong}])
    screen.call("save", [{**cell, "entry": "nothing"}])
    screen.call("save", [{"broken": True}])
    screen.call("keep", {"entry": code, "criterion": "skill"})
    with screen.guard():
        screen.submit()
    yield "notices", json.dumps(screen.said, ensure_ascii=False)
    yield "answers", json.dumps(sent, ensure_ascii=False, default=str)
    yield "mark sheet after saving", state_of(screen)
    for shell in (competition_shell(judge), workbench_shell(judge)):
        yield type(shell).__name__, state_of(shell)
        shell.go(next(iter(shell.screens)))
        yield "first screen", state_of(shell)
    content = mark_workbook(judge, competition)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            yield f"workbook {name}", parts.read(name).decode("utf8", "replace")


def refused(house: House, competition: int) -> Iterator[tuple[str, str]]:
    """Yield what a judge hears when reaching for what is not a judge's."""
    judge, ids = house.ws("judge1"), entry_ids(house, competition)
    attempts = (
        lambda: reports.results(judge, competition),
        lambda: reports.board(judge, competition),
        lambda: reports.entries(judge, competition),
        lambda: reports.entry_page(judge, competition),
        lambda: reports.overview(judge, competition),
        lambda: reports.review(judge, competition),
        lambda: reports.honours(judge, competition),
        lambda: reports.allotments(judge, competition),
        lambda: reports.code_lists(judge, competition),
        lambda: reports.own_codes(judge, competition, 1),
        lambda: reports.marks_table(judge, competition),
        lambda: service.edit_entry(judge, competition, ids["R01"], {"title": "x"}, 1),
        lambda: service.set_entry_state(judge, competition, ids["R01"], rules.EntryState.ABSENT, "x", 1),
        lambda: service.draw_codes(judge, competition, 1),
        lambda: service.open_codes(judge, competition, 1),
        lambda: service.ask_again(judge, competition, ids["R01"], "skill"),
        lambda: service.sign(judge, competition, "x"),
    )
    for attempt in attempts:
        with pytest.raises(RuleViolation) as said:
            attempt()
        yield "refusal", str(said.value)


@pytest.mark.parametrize("shows_titles", [False, True])
def test_nothing_a_judge_sees_hears_or_downloads_tells_whose_an_entry_is(
    house: House, shows_titles: bool, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    competition = coded(house, shows_titles=shows_titles)
    allowed = ("Secrettitle",) if shows_titles else ()
    told = [*judged(house, competition), *refused(house, competition)]
    told += [("log", record.getMessage() + (record.exc_text or "")) for record in caplog.records]
    assert len(told) > 30
    assert [(what, leaked) for what, text in told if (leaked := found_in(text, *allowed))] == []


def test_a_judge_is_not_told_an_entrys_number_in_the_database_either(house: House):
    competition = coded(house)
    screen = MarkSheet(house.ws("judge1"))
    screen.visit(competition)
    assert [set(entry) for entry in screen.entries] == [{"code", "title", "marks", "seen", "asked"}] * 4


def test_what_is_told_to_a_judge_who_must_look_again_names_the_code_only(house: House):
    from dataclasses import replace

    competition = coded(house)
    scheme = two_criteria()
    limited = replace(scheme.criteria[0], spread_limit=Decimal(2))
    service.change_scheme(
        house.ws("organiser"),
        competition,
        replace(scheme, criteria=(limited, scheme.criteria[1])),
        seen_number=1,
        reason="limit",
    )
    fill(house, competition, "judge1", 30)
    fill(house, competition, "judge2", 20)
    submit(house, competition, "judge1")
    service.ask_again(house.ws("chief"), competition, entry_ids(house, competition)["R01"], "skill")
    sheet = sheet_of(house, competition, "judge1")
    assert sheet.reason
    assert found_in(sheet.reason) == []


def test_a_judge_keeps_the_code_after_the_lists_are_opened(house: House):
    competition = signed(house)
    service.open_codes(house.ws("checker"), competition, 2)
    service.open_codes(house.ws("organiser"), competition, 1)
    rows = sheet_of(house, competition, "judge1").rows
    assert found_in(str(rows)) == []


def test_every_list_has_one_holder_and_every_holder_one_list(house: House):
    competition = coded(house, 3)
    with house.system.reading() as session:
        holders = session.exec(
            select(BlindList.holder_id).where(BlindList.competition_id == competition)
        ).all()
    assert len(set(holders)) == 3

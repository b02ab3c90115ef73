"""Who marks what on the screen: panels, draws by lot, conflicts of interest, staff and entries in panels."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from tests.competition.frame import Visit
from tests.competition.people import appointment, entry_ids, fill, sheet_of
from tests.competition.test_blind import coded, drafted
from tests.conftest import House, build_house, two_criteria
from union_lib.common.tabular import check_rows, match_columns, read_sheet, write_sheet
from union_lib.competition import imports, reports, rules, service
from union_lib.competition.queries import entries_of
from union_lib.competition.reports.reviews import entry_choices
from union_lib.competition.rules import Duty, EntryState, Kind, Stage


@pytest.fixture
def house(sqlite_engine: Engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


def planned(house: House, *, entries: int = 6, judges: int = 4) -> int:
    return house.competition(entries=entries, judges=judges, stage=Stage.DRAFT)


def seated(house: House, *, entries: int = 6) -> int:
    """Make a competition with judges 1 and 2 on panel A, 3 and 4 on panel B, and its entries drawn."""
    competition = planned(house, entries=entries)
    visit = Visit(house, "organiser", "panels", competition)
    chosen = {str(appointment(house, competition, f"judge{n}")): "AABB"[n - 1] for n in range(1, 5)}
    visit.call("save_panels", chosen)
    visit.call("lot_panels")
    return competition


def of(visit: Visit) -> dict[str, list[str]]:
    return {panel["name"]: [judge["name"] for judge in panel["judges"]] for panel in visit.screen.panels}


# Panels


def test_judges_are_put_on_panels_and_entries_drawn_into_them_by_a_seed_that_is_shown(house: House):
    visit = Visit(house, "organiser", "panels", seated(house))
    assert of(visit) == {"A": ["Judge1", "Judge2"], "B": ["Judge3", "Judge4"]}
    assert [panel["entries"] for panel in visit.screen.panels] == [3, 3]
    visit.call("lot_panels")
    assert visit.yes()["facts"] == ["A、B"]
    assert visit.told == "The entries are drawn into panels."
    assert visit.screen.seed.startswith("Seed of the draw: ")


def test_panels_that_no_judge_links_are_said_to_be_incomparable(house: House):
    visit = Visit(house, "organiser", "panels", seated(house))
    link = visit.screen.about["link"]
    assert link["tone"] == "warn"
    assert link["text"] == "The entries fall into 2 groups that no judge links; the largest has 3 entries."
    everybody = Visit(house, "organiser", "panels", planned(house))
    assert everybody.screen.about["link"]["text"] == "All entries hang together."


def test_where_the_scheme_adjusts_panels_this_is_said_instead(house: House):
    competition = seated(house)
    scheme = replace(two_criteria(), adjustment=rules.Adjustment.PANEL_SHIFT)
    service.save_scheme(house.ws("organiser"), competition, scheme)
    visit = Visit(house, "organiser", "panels", competition)
    assert "common level" in visit.screen.about["link"]["todo"]


# The draw of judges


def test_judges_are_drawn_for_each_entry_and_the_draw_can_be_undone(house: House):
    visit = Visit(house, "organiser", "panels", planned(house))
    visit.call("draw", "2")
    assert visit.told == "The judges of each entry are drawn."
    about = visit.screen.about
    assert (about["each"], about["load"], about["is_drawn"]) == ("2", "3", True)
    assert about["link"]["tone"] == "ok"
    assert "Seed of the draw" in visit.screen.seed
    visit.call("undo")
    visit.yes()
    assert (visit.screen.about["is_drawn"], visit.screen.about["each"]) == (False, "4")
    assert visit.screen.seed == ""


def test_a_second_draw_is_asked_about_first(house: House):
    visit = Visit(house, "organiser", "panels", planned(house))
    visit.call("draw", "2")
    first = visit.screen.seed
    visit.call("draw", "3")
    assert (visit.screen.about["each"], visit.screen.seed) == ("2", first)
    visit.yes()
    assert visit.screen.about["each"] == "3"
    assert visit.screen.seed != first


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("5", "Each entry is to be marked by 5 judges, but there are 4."),
        ("1", "groups that no judge links. Let more judges mark each entry"),
    ],
)
def test_a_draw_that_cannot_be_had_says_why_and_changes_nothing(house: House, wanted: str, told: str):
    visit = Visit(house, "organiser", "panels", planned(house))
    visit.call("draw", wanted)
    assert told in visit.told
    assert not visit.screen.about["is_drawn"]


def test_a_draw_no_longer_holds_when_panels_change_and_this_is_said(house: House):
    competition = planned(house)
    visit = Visit(house, "organiser", "panels", competition)
    visit.call("draw", "2")
    visit.call("save_panels", {str(appointment(house, competition, "judge1")): "A"})
    assert visit.told == "Saved. The draw of judges no longer holds. Draw the judges again."
    assert not visit.screen.about["is_drawn"]


def test_a_judge_replaced_before_marking_does_not_stand_in_the_way_of_a_draw(house: House):
    competition = planned(house)
    judge = appointment(house, competition, "judge1")
    service.replace_judge(house.ws("organiser"), competition, judge, "judge5", "", "taken ill")
    visit = Visit(house, "organiser", "panels", competition)
    visit.call("draw", "2")
    assert visit.told == "The judges of each entry are drawn."
    assert {j["name"]: j["load"] for p in visit.screen.panels for j in p["judges"]}["Judge1"] == 0


def test_an_entry_that_was_moved_can_be_drawn_anew(house: House):
    competition = seated(house)
    visit = Visit(house, "organiser", "panels", competition)
    visit.call("draw", "2")
    visit.call("open", "move")
    for name in ("B", "A"):
        choice = next(c for c in visit.screen.choices if c["panel"] == ("A" if name == "B" else "B"))
        visit.call("move", {"entry": choice["id"], "panel": name, "reason": "balance"})
        visit.call("open", "move")
    visit.call("draw", "2")
    visit.yes()
    assert visit.told == "The judges of each entry are drawn."
    assert visit.screen.about["each"] == "2"


# Conflicts of interest and moves


def test_judges_are_kept_from_their_own_units_in_one_click(house: House):
    competition = planned(house)
    judge = appointment(house, competition, "judge1")
    service.edit_judge(house.ws("organiser"), competition, judge, unit="Firm 2", panel="", stage_group="")
    visit = Visit(house, "organiser", "panels", competition)
    assert visit.screen.about["own_unit_text"] == "1 times a judge would mark an entry of the own unit."
    visit.call("own_units")
    assert visit.told == "Judges are kept from 1 entries of their own units."
    assert visit.screen.about["own_unit"] == 0
    assert [(row["judge"], row["code"], row["reason"]) for row in visit.screen.apart] == [
        ("Judge1", "002", "own unit")
    ]


def test_a_judge_kept_from_the_own_unit_after_a_draw_is_stood_in_for(house: House):
    competition = planned(house, judges=3)
    visit = Visit(house, "organiser", "panels", competition)
    visit.call("draw", "2")
    board = reports.board(house.ws("organiser"), competition)
    first = next(r.judge for r in board.rows if any(g is not None for g in r.given))
    ids = {v: k for k, v in entry_ids(house, competition).items()}
    marked = next(
        ids[e] for (e, j), on in _exceptions(house, competition).items() if j == first.appointment_id and on
    )
    unit = f"Firm {int(marked)}"
    service.edit_judge(
        house.ws("organiser"), competition, first.appointment_id, unit=unit, panel="", stage_group=""
    )
    visit.call("own_units")
    assert visit.screen.about["each"] == "2"


def _exceptions(house: House, competition: int) -> dict[tuple[int, int], bool]:
    from union_lib.competition.queries import exceptions_of

    with house.system.reading() as session:
        return exceptions_of(session, competition)


def test_a_conflict_is_declared_with_a_reason_and_withdrawn_with_another(house: House):
    competition = house.competition()
    visit = Visit(house, "organiser", "panels", competition)
    visit.call("open", "conflict")
    judge, entry = visit.screen.judges[0]["id"], visit.screen.choices[1]["id"]
    visit.call("declare", {"judge": judge, "entry": entry, "reason": " "})
    assert visit.told.startswith("This step needs a reason.")
    assert visit.screen.drawer == "conflict"
    visit.call("declare", {"judge": judge, "entry": entry, "reason": "his brother's work"})
    assert visit.told == "The judge is kept from the entry."
    assert [row.code for row in sheet_of(house, competition, "judge1").rows] == ["001", "003"]
    visit.call("withdraw", {"judge": judge, "entry": entry})
    visit.yes("no brother after all")
    assert visit.screen.apart == []
    assert len(sheet_of(house, competition, "judge1").rows) == 3


def test_an_entry_is_moved_to_another_panel_while_it_is_marked(house: House):
    competition = seated(house)
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    visit = Visit(house, "organiser", "panels", competition)
    assert visit.screen.about["is_marking"]
    visit.call("open", "move")
    choice = next(c for c in visit.screen.choices if c["panel"] == "A")
    visit.call("move", {"entry": choice["id"], "panel": "B", "reason": ""})
    assert visit.told.startswith("This step needs a reason.")
    visit.call("move", {"entry": choice["id"], "panel": "B", "reason": "judge 1 is ill"})
    assert visit.told == "The entry is moved."
    assert [panel["entries"] for panel in visit.screen.panels] == [2, 4]


def test_an_entry_moved_by_somebody_else_meanwhile_is_not_moved_over_it(house: House):
    competition = seated(house)
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    first, second = (Visit(house, "organiser", "panels", competition) for _ in range(2))
    for visit in (first, second):
        visit.call("open", "move")
    choice = next(c for c in first.screen.choices if c["panel"] == "A")
    for visit in (first, second):
        visit.call("move", {"entry": choice["id"], "panel": "B", "reason": "balance"})
    assert "was changed by somebody else meanwhile" in second.told


def test_a_reader_sees_who_marks_what_and_changes_nothing(house: House):
    competition = planned(house)
    visit = Visit(house, "analyst", "panels", competition)
    assert not visit.screen.about["is_draft"]
    for event, data in (
        ("draw", "2"),
        ("own_units", None),
        ("save_panels", {str(appointment(house, competition, "judge1")): "A"}),
    ):
        visit.call(event, data)
        assert visit.told.startswith("Your account may not do this here.")
    assert visit.screen.about["is_drawn"] is False


def test_an_empty_competition_says_what_comes_first(house: House):
    form = service.CompetitionForm(title="Empty", starts_on="2020-03-25", ends_on="2020-03-25")
    competition = service.create_competition(
        house.ws("organiser"), house.unions["city"], form, two_criteria()
    )
    visit = Visit(house, "organiser", "panels", competition)
    assert visit.screen.about["is_empty"]
    assert visit.screen.about["link"]["text"] == "Nobody marks anything yet."


def test_while_entries_are_coded_nothing_on_the_page_joins_a_code_to_a_unit(house: House):
    competition = drafted(house, 1, entries=4)
    judge = appointment(house, competition, "judge1")
    service.edit_judge(
        house.ws("organiser"), competition, judge, unit="Secretfirm 2", panel="", stage_group=""
    )
    service.keep_units_apart(house.ws("organiser"), competition)
    service.draw_codes(house.ws("checker"), competition, 1)
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    visit = Visit(house, "organiser", "panels", competition)
    visit.call("open", "conflict")
    assert [row["code"] for row in visit.screen.apart] == [""]
    shown = json.dumps([visit.screen.choices, visit.screen.apart])
    assert "R0" not in shown
    assert "Secretfirm" not in shown.replace("Secretfirm 2", "", 1)
    codes = [choice["title"] for choice in visit.screen.choices]
    assert codes == sorted(codes)


def test_coded_entries_are_found_by_what_is_shown_only(house: House):
    competition = coded(house, 1)
    ws = house.ws("organiser")
    assert entry_choices(ws, competition, "Secretfirm 1") == []
    code = entry_choices(ws, competition)[0].shown.code
    assert [c.shown.code for c in entry_choices(ws, competition, code.lower())] == [code]


# Staff


def test_a_supervisor_is_among_those_needed(house: House):
    competition = planned(house)
    visit = Visit(house, "organiser", "staff", competition)
    assert visit.screen.needed == ""
    person = next(p for p in visit.screen.people if p["username"] == "supervisor")
    visit.call("dismiss", person["id"])
    visit.yes()
    assert visit.screen.needed == "Supervisor"


def test_a_judges_unit_panel_and_stage_are_edited(house: House):
    scheme = replace(
        two_criteria(),
        groups=(rules.Group("theory", "Theory"), rules.Group("practice", "Practice")),
        criteria=tuple(
            replace(c, group=g) for c, g in zip(two_criteria().criteria, ("practice", "theory"), strict=True)
        ),
    )
    competition = house.competition(scheme, stage=Stage.DRAFT)
    visit = Visit(house, "organiser", "staff", competition)
    judge = visit.screen.people[0]
    visit.call("edit", judge["id"])
    assert visit.screen.edited["name"] == "Judge1"
    typed = {"id": judge["id"], "unit": "Institute", "panel": "A", "stage": "theory"}
    visit.call("save", typed)
    saved = visit.screen.people[0]
    assert (saved["unit"], saved["panel"], saved["stage_title"]) == ("Institute", "A", "Theory")
    assert visit.screen.edited == {}
    visit.call("save", {**typed, "stage": "no such stage"})
    assert visit.told.startswith("This record does not exist")


def test_in_mid_event_only_the_unit_is_edited(house: House):
    visit = Visit(house, "organiser", "staff", house.competition())
    judge = visit.screen.people[0]["id"]
    visit.call("save", {"id": judge, "unit": "Institute", "panel": "", "stage": ""})
    assert visit.told == "Saved"
    visit.call("save", {"id": judge, "unit": "Institute", "panel": "A", "stage": ""})
    assert visit.told.startswith("The competition is no longer a draft")


def test_a_judge_is_replaced_in_mid_event_and_greyed(house: House):
    competition = house.competition()
    fill(house, competition, "judge1", rows=[0])
    visit = Visit(house, "organiser", "staff", competition)
    judge = visit.screen.people[0]["id"]
    visit.call("replacing", judge)
    assert visit.screen.replaced["name"] == "Judge1"
    visit.call("replace", {"id": judge, "username": "judge3", "unit": "", "reason": ""})
    assert visit.told.startswith("This step needs a reason.")
    visit.call("replace", {"id": judge, "username": "judge3", "unit": "Institute", "reason": "taken ill"})
    assert visit.told.startswith("Judge1 is replaced;")
    people = {p["name"]: (p["is_ended"], p["unit"]) for p in visit.screen.people if p["is_judge"]}
    assert people == {"Judge1": (True, ""), "Judge2": (False, ""), "Judge3": (False, "Institute")}
    assert len(sheet_of(house, competition, "judge3").rows) == 2


def test_nobody_takes_over_who_marks_here_already(house: House):
    visit = Visit(house, "organiser", "staff", house.competition())
    judge = visit.screen.people[0]["id"]
    visit.call("replace", {"id": judge, "username": "judge2", "unit": "", "reason": "taken ill"})
    assert visit.told.startswith("Judge2 is a judge of this competition.")


def test_a_judge_appointed_in_mid_event_sits_on_a_panel(house: House):
    competition = seated(house)
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    visit = Visit(house, "organiser", "staff", competition)
    visit.call("appoint", {"username": "judge5", "duty": "judge", "unit": "Institute", "panel": "A"})
    assert len(sheet_of(house, competition, "judge5").rows) == 3


# Entries


def test_an_entry_is_moved_from_the_list_of_entries(house: House):
    competition = seated(house)
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    visit = Visit(house, "organiser", "entries", competition)
    row = visit.screen.rows[0]
    other = "B" if row["panel"] == "A" else "A"
    visit.call("moving", row["id"])
    assert visit.screen.moved["to"] == [other]
    visit.call("move", {"id": row["id"], "panel": other, "reason": "balance"})
    assert visit.told == f"Entry 001 is moved to panel {other}."
    assert visit.screen.rows[0]["panel"] == other


def test_a_late_entry_gets_its_panel_when_it_is_added(house: House):
    competition = seated(house)
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    visit = Visit(house, "organiser", "entries", competition)
    [field] = [f for f in visit.screen.fields if f["key"] == "panel"]
    assert [choice["value"] for choice in field["choices"]] == ["A", "B"]
    visit.call("edit", 0)
    visit.call("save", {"code": "009", "title": "Late work", "panel": "B"})
    assert "009" in [row.code for row in sheet_of(house, competition, "judge3").rows]


def test_an_entry_can_be_set_not_eligible(house: House):
    competition = house.competition()
    visit = Visit(house, "organiser", "entries", competition)
    visit.call("set_state", {"id": visit.screen.rows[0]["id"], "state": "ineligible"})
    visit.yes("trained abroad")
    assert (visit.screen.rows[0]["state"], visit.screen.rows[0]["state_text"]) == (
        EntryState.INELIGIBLE.value,
        "Not eligible",
    )


def test_an_entry_that_is_removed_comes_back_with_its_panel_and_state(house: House):
    competition = seated(house)
    visit = Visit(house, "organiser", "entries", competition)
    panel = visit.screen.rows[0]["panel"]
    visit.call("remove", visit.screen.rows[0]["id"])
    visit.shell.call("act", visit.shell.notices[-1]["id"])
    back = next(row for row in visit.screen.rows if row["code"] == "001")
    assert back["panel"] == panel


def elements() -> rules.Scheme:
    """A scheme with one element, whose entries bring base values."""
    element = rules.Criterion(
        "jump", "Jump", Decimal(5), step=Decimal(1), kind=Kind.ELEMENT, lowest=Decimal(-5)
    )
    return replace(two_criteria(), criteria=(element, two_criteria().criteria[1]))


def test_an_element_asks_for_a_base_value_of_any_positive_size(house: House):
    competition = house.competition(elements(), stage=Stage.DRAFT)
    visit = Visit(house, "organiser", "entries", competition)
    [field] = [f for f in visit.screen.fields if f["key"].startswith("multiplier.")]
    assert field["label"] == "Base value: Jump"
    visit.call("edit", visit.screen.rows[0]["id"])
    visit.call("save", {"code": "001", "title": "Work 1", "multiplier.jump": "-1"})
    assert "cannot be a base value" in visit.screen.errors["multiplier.jump"]
    visit.call("save", {"code": "001", "title": "Work 1", "multiplier.jump": ""})
    assert visit.screen.errors["multiplier.jump"]
    visit.call("save", {"code": "001", "title": "Work 1", "multiplier.jump": "1250.5"})
    visit.call("edit", visit.screen.rows[0]["id"])
    assert visit.screen.edited["values"]["multiplier.jump"] == "1250.5"


def test_a_list_brings_base_values_under_their_chinese_name(house: House):
    competition = house.competition(elements(), stage=Stage.DRAFT)
    columns = imports.ENTRY_IMPORT.columns(house.ws("organiser"), competition)
    raw = read_sheet(write_sheet("List", ["编号", "名称", "Jump基础分", "组别"], [["001", "One", 8.6, "A"]]))
    mapping = match_columns(raw.heads, columns)
    [row] = check_rows(raw, mapping, columns).rows
    assert (row["multiplier.jump"], row["panel"]) == ("8.6", "A")


def test_a_list_without_units_leaves_units_and_states_as_they_are(house: House):
    competition = house.competition(stage=Stage.DRAFT)
    ws = house.ws("organiser")
    known = {"code": "001", "title": "Work 1", "unit": "North Works", "state": EntryState.INELIGIBLE}
    service.import_entries(ws, competition, [known])
    columns = imports.ENTRY_IMPORT.columns(ws, competition)
    raw = read_sheet(write_sheet("List", ["编号", "名称"], [["001", "One"]]))
    rows = check_rows(raw, match_columns(raw.heads, columns), columns).rows
    imports.ENTRY_IMPORT.commit(ws, competition, rows)
    with ws.reading() as session:
        entry = entries_of(session, competition)[0]
    assert (entry.title, entry.unit, entry.state) == ("One", "North Works", EntryState.INELIGIBLE)


def test_a_list_sets_panels_in_planning_and_leaves_them_once_marking_is_open(house: House):
    competition = seated(house)
    ws = house.ws("organiser")
    rows = [{"row": 2, "code": "001", "title": "Work 1", "panel": "B"}]
    imports.ENTRY_IMPORT.commit(ws, competition, rows)
    panels = reports.entries(ws, competition).set_index("code")["panel"]
    assert panels["001"] == "B"
    service.move_stage(ws, competition, Stage.MARKING)
    rows = [{"row": 2, "code": "001", "title": "New title", "panel": "A"}]
    [warning] = imports.ENTRY_IMPORT.check(ws, competition, rows)
    assert warning.kind == "warn"
    assert warning.what == "Entry 001 stays in its panel “B”; the rest of the row is taken over."
    imports.ENTRY_IMPORT.commit(ws, competition, rows)
    entry = reports.entries(ws, competition).set_index("code").loc["001"]
    assert (entry["title"], entry["panel"]) == ("New title", "B")


def test_a_list_of_judges_brings_their_panels(house: House):
    competition = house.competition(judges=1, stage=Stage.DRAFT)
    rows = [
        {"row": 2, "name": "Judge1", "username": "judge1", "unit": "", "panel": "A"},
        {"row": 3, "name": "Judge2", "username": "judge2", "unit": "Institute", "panel": "B"},
    ]
    imports.JUDGE_IMPORT.commit(house.ws("organiser"), competition, rows)
    visit = Visit(house, "organiser", "staff", competition)
    assert [(p["name"], p["panel"]) for p in visit.screen.people if p["is_judge"]] == [
        ("Judge1", "A"),
        ("Judge2", "B"),
    ]
    assert Duty.JUDGE.value in [d["value"] for d in visit.screen.duties]

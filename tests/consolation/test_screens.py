"""What staff, reviewers, approvers and cashiers see and can click, without a browser."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.conftest import TODAY, build_house
from tests.consolation.frame import Visit
from tests.consolation.round import AFTER_NOTICE, Round, begin, cells
from union_lib.common.tabular import write_sheet
from union_lib.consolation import reports, service
from union_lib.consolation.rules.kinds import Kind, PayWay
from union_lib.consolation.rules.stages import Stage
from union_lib.consolation.todos import card, todos
from union_lib.registry.tables import LocalFigure


@pytest.fixture
def round_(sqlite_engine: Engine, speaks_english: None) -> Round:
    return begin(build_house(sqlite_engine))


def stage(round_: Round) -> Stage:
    return reports.overview(round_.house.system, round_.programme).programme.stage


# Programmes


def test_a_programme_is_created_from_a_preset_and_opened(round_: Round):
    visit = Visit(round_, "drafter", "list")
    visit.call("funds_of", visit.screen.organisers[0]["value"])
    assert visit.screen.funds[0]["free"] == "200,000.00 yuan free"
    values = {**visit.screen.values, "title": "Summer", "budget_fen": "1,000.00"}
    typed = {"values": values, "preset": "equal", "union": visit.screen.organisers[0]["value"], "step": 100}
    visit.call("create", {**typed, "fund": visit.screen.funds[0]["value"]})
    assert (visit.heard[-1], visit.shell.current) == ("created", "plan")
    assert reports.programmes(round_.ws("drafter"))[0].title == "Summer"


def test_a_form_with_mistakes_says_what_is_wrong_beside_the_field(round_: Round):
    visit = Visit(round_, "drafter", "list")
    visit.call("create", {"values": {"title": "x", "budget_fen": "much"}, "union": 1, "fund": None})
    assert {"title", "budget_fen", "fund_id"} <= visit.screen.errors.keys()


def test_somebody_without_a_hand_sees_neither_app_nor_programme(round_: Round):
    shell = Visit(round_, "judge1", "list").shell
    assert [app["key"] for app in shell.apps] == ["workbench", "competition"]
    assert shell.screen.rows == []


def test_the_plan_offers_each_hand_its_own_steps_only(round_: Round):
    round_.submit()
    offered = {
        who: [act["name"] for act in Visit(round_, who, "plan").screen.about["acts"]]
        for who in ("drafter", "reviewer", "approver", "cashier", "analyst")
    }
    assert offered == {
        "drafter": [],
        "reviewer": ["review", "send_back"],
        "approver": [],
        "cashier": [],
        "analyst": [],
    }


def test_a_step_asks_with_the_facts_before_it_is_taken(round_: Round):
    round_.submit()
    visit = Visit(round_, "reviewer", "plan")
    visit.call("act", "review")
    asked = visit.yes()
    assert asked["facts"][0] == "5 recipients"
    assert "8,500.00 yuan (捌仟伍佰元整)" in asked["facts"][1]
    assert stage(round_) == Stage.IN_APPROVAL


def test_a_forged_step_of_another_hand_is_ignored(round_: Round):
    round_.submit()
    visit = Visit(round_, "approver", "plan")
    visit.call("act", "review")
    assert (visit.shell.ask, stage(round_)) == ({}, Stage.IN_REVIEW)


def test_returning_to_draft_wants_a_reason(round_: Round):
    round_.submit()
    visit = Visit(round_, "reviewer", "plan")
    visit.call("act", "send_back")
    visit.yes("名单有误")
    assert stage(round_) == Stage.DRAFT
    assert visit.screen.about["history"][0]["reason"] == "名单有误"


def test_papers_of_the_plan_are_handed_over(round_: Round):
    round_.submit()
    visit = Visit(round_, "reviewer", "plan")
    visit.call("form")
    visit.call("upper")
    assert [name.rsplit(".", 1)[1] for name, _ in visit.files] == ["docx", "xlsx"]


# List


def test_the_list_is_made_for_chosen_kinds_and_says_why_others_are_out(round_: Round):
    visit = Visit(round_, "drafter", "people")
    visit.call("make", {"kinds": ["medic"], "districts": [], "only_hard_hit": False})
    assert visit.told == "2 on the list, 2 may receive."
    assert [item["tag"]["text"] for item in visit.screen.items] == ["front-line medical staff"] * 2


def test_an_unknown_figure_is_named_and_blocks(round_: Round):
    with round_.house.system.transaction() as session:
        for row in session.exec(select(LocalFigure).where(LocalFigure.policy == "hardship_line_fen")):
            session.delete(row)
    visit = Visit(round_, "drafter", "people")
    assert visit.screen.about["unknown"] == ["Line of minimum living allowance (yuan a head and month)"]
    visit.call("again")
    assert visit.told == "5 on the list, 3 may receive."
    causes = {item["cause"] for item in visit.screen.items if not item["is_in"]}
    assert causes == {"A figure of the rules is not known for this day and area."}


def test_somebody_is_left_out_with_a_reason_and_taken_back(round_: Round):
    visit = Visit(round_, "drafter", "people")
    visit.call("leave_out", visit.screen.items[0]["id"])
    visit.yes("moved away")
    out = next(item for item in visit.screen.items if not item["is_in"])
    assert (out["cause"], out["is_by_hand"]) == ("moved away", True)
    visit.call("back_in", out["id"])
    assert all(item["is_in"] for item in visit.screen.items)


def test_a_page_of_the_list_is_searched_and_filtered(round_: Round):
    visit = Visit(round_, "drafter", "people")
    visit.screen.wanted = {"search": "医护", "group": "", "page": 1, "size": 10}
    assert [item["name"] for item in visit.screen.items] == ["医护甲", "医护乙"]
    visit.screen.wanted = {"search": "", "group": "frontline", "page": 1, "size": 10}
    assert [item["name"] for item in visit.screen.items] == ["一线丁"]


# Rules side by side


def test_five_rules_are_compared_for_one_budget(round_: Round):
    visit = Visit(round_, "drafter", "scenario")
    assert [rule["key"] for rule in visit.screen.rules] == [
        "standard",
        "proportional",
        "equal",
        "weights",
        "tiers",
    ]
    assert {rule["covered"] for rule in visit.screen.rules} == {"5"}
    assert {(rule["coverage"], rule["leakage"]) for rule in visit.screen.rules} == {("100%", "0%")}


def test_the_budget_moves_without_a_save_and_says_so(round_: Round):
    visit = Visit(round_, "drafter", "scenario")
    visit.screen.budget = "0.5"
    by_key = {rule["key"]: rule for rule in visit.screen.rules}
    assert (by_key["standard"]["is_short"], by_key["standard"]["short"]) == (True, "3,500.00")
    assert by_key["equal"]["total"] == "5,000.00"
    assert visit.screen.about["is_changed"]
    visit.call("reset")
    assert not visit.screen.about["is_changed"]


@pytest.mark.parametrize("typed", ["", "-1", "1e5", "much", "0.0000001"])
def test_a_budget_that_cannot_be_read_is_told_and_changes_nothing(round_: Round, typed: str):
    visit = Visit(round_, "drafter", "scenario")
    before = [rule["total"] for rule in visit.screen.rules]
    visit.screen.budget = typed
    assert "is not an amount of money" in visit.told
    assert [rule["total"] for rule in visit.screen.rules] == before


def test_terms_are_tried_and_count_only_when_saved(round_: Round):
    visit = Visit(round_, "drafter", "scenario")
    terms = {**visit.screen.terms}
    terms["tiers"] = [{**row, "standard": "2000"} if row["key"] == "medic" else row for row in terms["tiers"]]
    visit.call("try_terms", terms)
    assert visit.screen.rules[0]["total"] == "10,500.00"
    assert Visit(round_, "drafter", "scenario").screen.rules[0]["total"] == "8,500.00"
    visit.call("save")
    assert Visit(round_, "drafter", "scenario").screen.rules[0]["total"] == "10,500.00"


def test_a_floor_above_its_cap_is_refused_where_it_is_typed(round_: Round):
    visit = Visit(round_, "drafter", "scenario")
    terms = {**visit.screen.terms}
    terms["tiers"] = [{**row, "floor": "9999", "cap": "1"} for row in terms["tiers"]]
    visit.call("try_terms", terms)
    visit.call("save")
    assert "floor" in visit.told.lower()


def test_every_amount_is_explained_in_parts_that_add_up_on_the_screen(round_: Round):
    visit = Visit(round_, "drafter", "scenario")
    visit.screen.budget = "0.7"
    for rule in ("proportional", "equal", "weights", "tiers"):
        visit.screen.chosen = rule
        for index in range(5):
            visit.call("explain", index)
            parts = [part["yuan"].replace(",", "") for part in visit.screen.why["parts"]]
            assert round(100 * sum(map(float, parts))) == round(
                100 * float(visit.screen.why["amount"].replace(",", ""))
            )


def test_a_household_is_told_what_would_change_its_tier(round_: Round):
    visit = Visit(round_, "drafter", "scenario")
    person = next(item for item in visit.screen.items if item["name"] == "困难1")
    visit.call("explain", person["index"])
    assert "instead of 2,000.00 yuan" in visit.screen.why["flip"]
    assert visit.screen.why["flip"].endswith("the tier would be: relative hardship.")


def test_what_is_submitted_is_what_was_chosen(round_: Round):
    visit = Visit(round_, "drafter", "scenario")
    visit.screen.chosen = "equal"
    visit.screen.budget = "0.4"
    visit.call("submit")
    assert visit.yes()["facts"][0] == "Rule: Equal amounts"
    kept = reports.overview(round_.house.system, round_.programme).allocation
    assert kept is not None
    assert (kept.body["terms"]["method"], kept.total_fen) == ("equal", 4_000_00)
    assert stage(round_) == Stage.IN_REVIEW


def test_the_pictures_follow_the_chosen_rule(round_: Round):
    visit = Visit(round_, "drafter", "scenario")
    for view in ("district", "industry", "tier", "lorenz"):
        visit.screen.view = view
        series = visit.screen.chart.option["series"]
        assert len(series) == 5 + (view == "lorenz")


def test_an_empty_list_is_met_with_the_way_to_it(round_: Round):
    visit = Visit(round_, "drafter", "people")
    visit.call("make", {"kinds": ["worker"]})
    empty = Visit(round_, "drafter", "scenario")
    assert (empty.screen.about["is_empty"], empty.screen.rules) == (True, [])


# Notice


def test_the_notice_shows_masked_names_and_hands_out_slips(round_: Round):
    round_.post()
    visit = Visit(round_, "drafter", "notice")
    assert {line["name"] for line in visit.screen.lines} == {"困*1", "困*2", "医*甲", "医*乙", "一*丁"}
    visit.call("slip", 2)
    visit.call("word")
    visit.call("excel")
    assert len(visit.files) == 3


def test_an_objection_is_recorded_decided_and_answered(round_: Round):
    round_.post()
    visit = Visit(round_, "drafter", "notice")
    visit.call("record_it", {"text": "为什么？", "line": "3", "brought_by": "王小明"})
    assert visit.screen.objections[0]["brought_by"] == "王*明"
    reviewer = Visit(round_, "reviewer", "notice")
    reviewer.call("show_deciding", reviewer.screen.objections[0]["id"])
    reviewer.call("decide_it", {"outcome": "dismissed", "answer": ""})
    assert "answer" in reviewer.told
    reviewer.call("decide_it", {"outcome": "dismissed", "answer": "已核实"})
    assert reviewer.screen.objections[0]["outcome"] == "not upheld"
    reviewer.call("answer_paper", reviewer.screen.objections[0]["id"])
    assert reviewer.files[-1][0].endswith(".docx")


# Payments


def test_a_return_is_read_from_the_banks_own_columns(round_: Round):
    round_.pay()
    visit = Visit(round_, "cashier", "payments", today=AFTER_NOTICE)
    visit.call("order", "bank")
    visit.yes()
    visit.call("bank_file", visit.screen.batches[0]["id"])
    heads, *rows = [row for row in cells(visit.files[-1][1]) if any(row)]
    number, amount = heads.index("付款编号"), heads.index("金额（元）")
    told = [[row[number], row[amount], "成功", ""] for row in rows if "-" in str(row[number])]
    told[0][2:] = ["退回", "卡号错误"]
    visit.call("show_reading", visit.screen.batches[0]["id"])
    visit.upload("return.xlsx", write_sheet("r", ["付款编号", "金额", "状态", "原因"], told))
    assert visit.told == "3 paid, 0 paid in part, 1 returned, 0 rows of no payment here."
    assert (visit.screen.about["came_back"], visit.screen.about["to_bank"]) == (1, 1)


def test_a_return_with_an_unknown_word_takes_nothing(round_: Round):
    round_.pay()
    batch = round_.batch(PayWay.BANK)
    visit = Visit(round_, "cashier", "payments", today=AFTER_NOTICE)
    visit.call("show_reading", batch)
    visit.upload("r.xlsx", write_sheet("r", ["付款编号", "金额", "状态"], [["1-1", "5.00", "也许"]]))
    assert "cannot be read" in visit.told
    visit.upload("r.xlsx", write_sheet("r", ["付款编号", "金额"], [["1-1", "5.00"]]))
    assert "has no column" in visit.told


def test_cash_is_handed_over_with_a_witness(round_: Round):
    round_.pay()
    round_.batch(PayWay.CASH)
    visit = Visit(round_, "cashier", "payments", today=AFTER_NOTICE)
    [payment] = [item for item in visit.screen.items if item["may_hand"]]
    visit.call("show_handing", payment["id"])
    visit.call("hand", {"received_by": "医护乙", "witness": "cashier"})
    assert "two people" in visit.told
    visit.call("hand", {"received_by": "医护乙", "witness": "reviewer"})
    assert visit.told == "Handed over"
    visit.call("receipts", visit.screen.batches[0]["id"])
    visit.call("excel")
    assert len(visit.files) == 2


def test_only_a_cashier_orders(round_: Round):
    round_.pay()
    visit = Visit(round_, "drafter", "payments", today=AFTER_NOTICE)
    assert not visit.screen.about["may_pay"]
    visit.call("order", "bank")
    visit.yes()
    assert "may not do this" in visit.told


# Files, figures, verification


def test_a_recipient_is_added_looked_at_and_closed(round_: Round):
    visit = Visit(round_, "drafter", "files")
    values = {"name": "李新", "kind": "medic", "phone": "13800000009", "district": "荷塘区"}
    visit.call("put", {"values": values, "union": visit.screen.unions[0]["value"]})
    assert visit.heard[-1] == "added"
    visit.screen.wanted = {"search": "李新", "kind": "", "district": "", "page": 1, "size": 10, "sort": []}
    [line] = visit.screen.items
    visit.call("open", line["id"])
    assert visit.screen.opened["phone"] == "138****0009"
    visit.call("unmask", line["id"])
    visit.yes("回访核对")
    assert visit.screen.opened["phone"] == "13800000009"
    visit.call("leave", line["id"])
    visit.yes("退休")
    assert visit.screen.items == []


def test_a_file_is_changed_and_sealed_columns_left_empty_stay(round_: Round):
    visit = Visit(round_, "drafter", "files")
    visit.screen.wanted = {"search": "困难1", "kind": "", "district": "", "page": 1, "size": 10, "sort": []}
    [line] = visit.screen.items
    visit.call("open", line["id"])
    typed = {**visit.screen.opened["typed"], "income_fen": "12,345.67", "district": "荷塘区"}
    visit.call("put", {"values": typed, "id": line["id"]})
    assert visit.screen.opened["house"]["income"] == "12,345.67"
    assert (visit.screen.opened["district"], visit.screen.opened["identity"]) == ("荷塘区", line["identity"])
    stale = Visit(round_, "drafter", "files")
    stale.call("open", line["id"])
    visit.call("put", {"values": typed, "id": line["id"]})
    stale.call("put", {"values": typed, "id": line["id"]})
    assert stale.told.startswith("Not saved")


def test_the_files_go_out_as_excel_with_sealed_columns_masked(round_: Round):
    visit = Visit(round_, "drafter", "files")
    visit.call("excel")
    [heads, *rows] = cells(visit.files[-1][1])
    assert (len(rows), len(heads)) == (5, 13)
    assert all("*" in str(row[2]) for row in rows)


def test_a_wrong_identity_number_is_refused_with_what_to_do(round_: Round):
    visit = Visit(round_, "drafter", "files")
    values = {"name": "李新", "kind": "medic", "identity": "430202198001010001"}
    visit.call("put", {"values": values, "union": visit.screen.unions[0]["value"]})
    assert "identity" in visit.told.lower()


def test_doubles_are_looked_for_and_decided_by_a_person(round_: Round):
    ws = round_.ws("drafter")
    for name in ("李玥", "李月"):
        row = service.FileRow(name, "medic", phone="13812340000")  # type: ignore[arg-type]
        service.save_recipient(ws, round_.house.unions["city"], row)
    visit = Visit(round_, "drafter", "files")
    visit.call("look")
    assert (visit.told, visit.screen.open_pairs) == ("1 new doubtful pairs", 1)
    [pair] = visit.screen.pairs
    assert pair["cause"] == "names that sound alike, the same phone"
    visit.call("decide", {"id": pair["id"], "verdict": "different"})
    assert visit.screen.open_pairs == 0


def test_a_phone_shared_by_a_crowd_is_said(round_: Round):
    rows = [service.FileRow("李玥", Kind.MEDIC, phone="13812340000") for _ in range(201)]
    service.file_list(round_.ws("drafter"), round_.house.unions["city"], rows, "0" * 64)
    visit = Visit(round_, "drafter", "files")
    visit.call("look")
    assert visit.told.startswith("200 new doubtful pairs 1 numbers or phones are shared by so many")


def test_figures_are_entered_with_their_notice_and_supersede(round_: Round):
    visit = Visit(round_, "drafter", "figures")
    typed = {"policy": "hardship_line_fen", "area": "430200", "from": "2020-03-01", "value": "650"}
    union = visit.screen.unions[0]["value"]
    visit.call("enter", {**typed, "union": union, "citation": " "})
    assert "notice" in visit.told
    visit.call("enter", {**typed, "union": union, "citation": "民发〔2020〕9号"})
    shown = [f["value"] for f in visit.screen.figures if f["citation"] == "民发〔2020〕9号"]
    assert (shown, visit.heard[-1]) == (["650.00"], "done")


@pytest.mark.parametrize(
    ("policy", "value"),
    [
        ("hardship_line_fen", "a lot"),
        ("approval_ranges", "all:2"),
        ("hardship_comparator", ">"),
        ("aid_living_months", "deep=12"),
    ],
)
def test_a_figure_that_cannot_be_read_is_refused(round_: Round, policy: str, value: str):
    visit = Visit(round_, "drafter", "figures")
    before = len(visit.screen.figures)
    typed = {"policy": policy, "area": "CN", "from": "2020-01-01", "value": value, "citation": "x"}
    visit.call("enter", {**typed, "union": visit.screen.unions[0]["value"]})
    assert (visit.shell.notices[-1]["kind"], len(visit.screen.figures)) == ("bad", before)


def test_a_fund_is_recorded_and_changed(round_: Round):
    visit = Visit(round_, "drafter", "figures")
    union = visit.screen.unions[0]["value"]
    visit.call(
        "add_fund", {"values": {"title": "第二资金", "year": "2020", "amount_fen": "10"}, "union": union}
    )
    fund = next(f for f in visit.screen.funds if f["title"] == "第二资金")
    visit.call("change_fund", {"id": fund["id"], "amount": "20.5", "reason": "追加"})
    assert next(f for f in visit.screen.funds if f["id"] == fund["id"])["amount"] == "20.50"


def test_hard_hit_industries_are_named_with_their_notice(round_: Round):
    visit = Visit(round_, "drafter", "figures")
    union = visit.screen.unions[0]["value"]
    visit.call("add_hard_hit", {"union": union, "from": "2020-02-01", "citation": "通知"})
    assert "named" in visit.told
    visit.call("add_hard_hit", {"union": union, "industry": "制造", "from": "2020-02-01", "citation": "通知"})
    assert visit.screen.hard_hit[0]["what"] == "制造"
    assert service.assess_list(round_.ws("drafter"), round_.programme).eligible == 5
    lines = reports.candidate_page(round_.ws("drafter"), round_.programme, reports.ListWanted()).lines
    assert {line.name for line in lines if line.is_hard_hit} == {"困难1", "困难2"}


def test_a_sample_is_drawn_and_findings_are_kept(round_: Round):
    round_.pay()
    visit = Visit(round_, "reviewer", "checks")
    visit.call("draw", {"seed": "2020-04-01", "how": "share"})
    assert (visit.told, len(visit.screen.items)) == ("2 recipients are drawn.", 2)
    visit.call("record", {"id": visit.screen.items[0]["id"], "finding": "confirmed", "remark": "已入户"})
    assert visit.screen.about["done"] == 1
    visit.call("excel")
    assert visit.files[-1][0].endswith(".xlsx")


# Import


HEADS = ["姓名", "人员类别", "身份证号", "手机号", "银行卡号", "县市区"]


def test_a_list_is_imported_and_taken_back_as_a_whole(round_: Round):
    visit = Visit(round_, "drafter", "import_recipients")
    rows = [
        ["张一", "一线医护人员", "", "13911110001", "", "荷塘区"],
        ["张二", "职工", "", "13911110002", "", ""],
    ]
    visit.upload("list.xlsx", write_sheet("名单", HEADS, rows))
    visit.call("go", 2)
    visit.call("go", 3)
    visit.call("finish")
    assert visit.told == "2 rows added, 0 updated."
    assert reports.file_page(round_.ws("drafter"), reports.Wanted()).total == 7
    visit.call("undo")
    assert reports.file_page(round_.ws("drafter"), reports.Wanted()).total == 5


def test_problem_rows_come_back_marked_in_the_list_itself(round_: Round):
    visit = Visit(round_, "drafter", "import_recipients")
    rows = [["张一", "一线医护人员", "43020219800101000", "1391111", "12", "荷塘区"]]
    visit.upload("list.xlsx", write_sheet("名单", HEADS, rows))
    visit.call("go", 2)
    assert visit.screen.counts["open"] == 1
    visit.call("problem_rows")
    [heads, row] = cells(visit.files[-1][1])[:2]
    assert (heads[0], row[0]) == ("姓名", "张一")
    assert len(heads) == len(HEADS) + 1


# To-dos


def test_each_hand_is_told_what_waits_for_it(round_: Round):
    def waiting(who: str, on: date = TODAY) -> list[str]:
        return [str(todo.said(on)["kind"]) for todo in todos(round_.ws(who, on))]

    assert waiting("drafter") == ["Prepare"]
    round_.submit()
    assert (waiting("drafter"), waiting("reviewer")) == ([], ["Review"])
    service.review(round_.ws("reviewer"), round_.programme, round_.digest)
    assert (waiting("approver"), waiting("second")) == (["Approval"], ["Approval"])
    service.approve(round_.ws("approver"), round_.programme, round_.digest)
    assert waiting("drafter") == ["Notice"]
    service.post_notice(round_.ws("drafter"), round_.programme)
    service.record_objection(round_.ws("drafter"), round_.programme, "？")
    assert waiting("reviewer") == ["Notice"]
    assert card(round_.ws("reviewer")).facts == {"n": 1}


def test_the_cashier_is_told_to_order_and_then_to_settle(round_: Round):
    round_.pay()
    assert [t.facts["n"] for t in todos(round_.ws("cashier", AFTER_NOTICE))] == ["5"]
    round_.batch(PayWay.BANK)
    round_.batch(PayWay.CASH)
    [todo] = todos(round_.ws("cashier", AFTER_NOTICE))
    assert todo.said(AFTER_NOTICE)["act"] == "Settle"


def test_every_page_draws_in_a_database_with_nothing_in_it(sqlite_engine: Engine, speaks_english: None):
    house = build_house(sqlite_engine)
    from union_lib.doors import consolation_shell

    for key in ("list", "files", "figures", "plan", "people", "scenario", "notice", "payments", "checks"):
        shell = consolation_shell(house.ws("staff"), f"screen={key}&lang=en")
        assert shell.screen is not None or "no programme" in shell.trouble["what"]

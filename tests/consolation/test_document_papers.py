"""Approval form, answers to objections, and the working lists: what they say and what they keep to themselves."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.competition.papers import spoken, whole
from tests.conftest import House, build_house
from tests.consolation.round import BY_WEIGHT, STANDARD, TITLE, Round, begin, cells, footer, people, table
from union_lib.common import text as words
from union_lib.common.errors import NotFound
from union_lib.consolation import documents, refusals, service
from union_lib.consolation.documents.approval import rule_text
from union_lib.consolation.rules.terms import Method
from union_lib.consolation.tables import Outcome


@pytest.fixture
def house(sqlite_engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


@pytest.fixture
def drafted(house: House) -> Round:
    return begin(house, BY_WEIGHT)


def numbered(content: bytes, sheet: int = 0) -> list[list[object]]:
    """Return the rows that begin with a number."""
    return [row for row in cells(content, sheet) if isinstance(row[0], float)]


# Approval


def test_there_is_no_approval_form_of_a_draft(drafted: Round):
    with pytest.raises(documents.NothingSubmitted):
        documents.approval_form(drafted.ws("drafter"), drafted.programme)


def test_the_approval_form_adds_up_tier_by_tier_and_spells_the_total(drafted: Round):
    drafted.submit()
    name, content = documents.approval_form(drafted.ws("approver"), drafted.programme)
    assert name == f"{TITLE} 审批表.docx"
    rows = [(row[2], row[3]) for row in table(content, 1)[1:]]
    assert rows == [("2", "12,000.00"), ("2", "6,000.00"), ("1", "1,000.00"), ("5", "19,000.00")]
    said = spoken(content)
    assert "人民币（大写）壹万玖仟元整" in said
    assert "专项资金（省总拨付）" in said
    assert "权重5，保底1,500.00元，封顶6,000.00元" in said
    assert "¥100,000.00" in said
    assert "¥81,000.00" in said
    assert drafted.digest in footer(content)


def test_the_approval_form_names_who_took_which_step_and_leaves_the_rest_blank(drafted: Round):
    drafted.submit()

    def steps() -> list[list[str]]:
        content = documents.approval_form(drafted.ws("approver"), drafted.programme)[1]
        return [row[:2] for row in table(content, 2)[1:4]]

    assert steps() == [["拟稿", "Drafter"], ["复核", ""], ["审批", ""]]
    drafted.approve()
    assert steps() == [["拟稿", "Drafter"], ["复核", "Reviewer"], ["审批", "Approver"]]


def test_a_large_total_has_a_line_for_each_approver_it_needs(house: House):
    rows = [replace(p, more={**p.more, "claim_fen": 20_000_00}) for p in people()]
    made = begin(house, STANDARD, rows, budget_fen=200_000_00)
    made.submit()
    content = documents.approval_form(made.ws("approver"), made.programme)[1]
    assert [row[0] for row in table(content, 2)].count("审批") == 2


def test_a_rule_is_told_with_the_figures_that_belong_to_it():
    by_weight = rule_text(BY_WEIGHT)
    assert "0.3 倍" in by_weight
    assert "乘以 1.2" in by_weight
    equal = rule_text(replace(BY_WEIGHT, method=Method.EQUAL))
    assert "0.3 倍" not in equal
    assert "乘以" not in equal
    assert "资金不足的档次内" in rule_text(replace(BY_WEIGHT, method=Method.TIERS))


# Answers


def test_an_objection_is_answered_in_writing_once_it_is_decided(drafted: Round):
    drafted.post()
    made = service.record_objection(
        drafted.ws("drafter"), drafted.programme, "There are two homes.", position=2, brought_by="王小明"
    )
    with pytest.raises(documents.Undecided):
        documents.objection_answer(drafted.ws("reviewer"), drafted.programme, made)
    service.decide_objection(
        drafted.ws("reviewer"), drafted.programme, made, Outcome.DISMISSED, "One home only."
    )
    name, content = documents.objection_answer(drafted.ws("reviewer"), drafted.programme, made)
    assert name == f"{TITLE} 异议答复书 {made}.docx"
    said = spoken(content)
    assert "王*明同志" in said
    assert "名单中“2困*1”一行" in said
    assert "Therearetwohomes." in said
    assert "Onehomeonly." in said
    assert "异议不成立" in said
    assert drafted.digest in footer(content)
    assert "王小明" not in whole(content)


def test_an_objection_of_another_programme_has_no_answer_here(drafted: Round):
    drafted.post()
    with pytest.raises(NotFound):
        documents.objection_answer(drafted.ws("reviewer"), drafted.programme, 99)


# Lists


def test_the_list_tells_who_may_receive_and_why_the_others_may_not(house: House):
    rich = replace(people()[0], household=replace(people()[0].household, income_fen=90_000_00))
    made = begin(house, STANDARD, [rich, *people()[1:]])
    name, content = documents.candidate_list(made.ws("drafter"), made.programme)
    assert name == f"{TITLE} 对象名单.xlsx"
    rows = {row[1]: row for row in numbered(content)}
    assert len(rows) == 5
    assert rows["困难1"][9] == "Income a head is above the lines of hardship."
    assert rows["困难1"][10] == ""
    assert (rows["困难2"][6], rows["困难2"][10]) == (2, 3000)
    assert rows["医护甲"][2] == "430202********0003"
    assert not any(person.identity in whole(content) for person in people())


def test_the_workbook_of_a_draft_is_marked_as_a_draft_and_that_of_a_kept_list_is_not(drafted: Round):
    ws = drafted.ws("drafter")
    draft = documents.allocation_workbook(ws, drafted.programme)[1]
    drafted.submit()
    kept = documents.allocation_workbook(ws, drafted.programme)[1]
    assert "Draft, not submitted." in whole(draft)
    assert "Draft, not submitted." not in whole(kept)
    assert drafted.digest in whole(draft)
    assert drafted.digest in whole(kept)
    assert numbered(draft, 1) == numbered(kept, 1)


def test_every_amount_in_the_workbook_follows_from_weight_and_level(house: House):
    made = begin(house, BY_WEIGHT, budget_fen=12_345_67)
    content = documents.allocation_workbook(made.ws("drafter"), made.programme)[1]
    about = {row[0]: row[1] for row in cells(content)}
    level = float(about["Yuan for one point of weight"])
    rows = numbered(content, 1)
    assert round(sum(row[14] for row in rows) * 100) == 12_345_67
    for row in rows:
        weight, floor, cap, given = row[9], row[10], row[11], row[14]
        assert abs(given - min(max(weight * level, floor), cap)) < 0.02


def test_the_groups_of_the_workbook_add_up_to_the_total_by_each_of_the_three(drafted: Round):
    content = documents.allocation_workbook(drafted.ws("drafter"), drafted.programme)[1]
    rows = [row for row in cells(content, 2)[2:] if isinstance(row[2], float)]
    for by in ("District", "Industry", "Tier"):
        own = [row for row in rows if row[0] == by]
        assert (sum(row[2] for row in own), sum(row[4] for row in own)) == (5, 19_000)


def test_a_draft_whose_budget_is_short_has_no_workbook(house: House):
    made = begin(house, STANDARD, budget_fen=1_000_00)
    with pytest.raises(refusals.Insufficient) as refused:
        documents.allocation_workbook(made.ws("drafter"), made.programme)
    assert (refused.value.needed, refused.value.short) == ("8,500.00", "7,500.00")


def test_the_list_to_the_upper_union_adds_up_by_district_and_by_tier(drafted: Round):
    drafted.submit()
    name, content = documents.upper_list(drafted.ws("drafter"), drafted.programme)
    assert name == f"{TITLE} 上报汇总表.xlsx"
    rows = [row for row in cells(content)[2:] if isinstance(row[2], float)]
    assert rows[-1] == ["合计", "", 5, 19_000]
    by_district = [row for row in rows if row[1] == "小计"]
    assert [(row[0], row[2]) for row in by_district] == [("未填", 1), ("天元区", 2), ("芦淞区", 2)]
    by_tier = [row for row in rows if row[0] == "合计" and row[1]]
    inner = [row for row in rows if row not in by_district and row not in by_tier][:-1]
    for part in (by_district, by_tier, inner):
        assert (sum(row[2] for row in part), sum(row[3] for row in part)) == (5, 19_000)
    assert sum(row[7] for row in numbered(content, 1)) == 19_000
    assert numbered(content, 1)[1][1:3] == ["困*1", "430202********0001"]


def test_the_sample_leaves_columns_blank_and_can_be_drawn_again(drafted: Round):
    drafted.post()
    n = service.draw_sample(drafted.ws("reviewer"), drafted.programme, "dice 4 2", Fraction(3, 5))
    name, content = documents.sample_list(drafted.ws("reviewer"), drafted.programme)
    assert name == f"{TITLE} 核查抽样表.xlsx"
    rows = [row for row in cells(content)[2:] if isinstance(row[1], float)]
    assert len(rows) == n == 3
    assert all(cell == "" for row in rows for cell in row[6:])
    assert "dice 4 2" in whole(content)


def test_lists_speak_the_language_of_the_screen_and_papers_chinese(drafted: Round):
    drafted.submit()
    ws = drafted.ws("drafter")
    words.speak("zh")
    assert cells(documents.candidate_list(ws, drafted.programme)[1])[1][1] == "姓名"
    words.speak("en")
    assert cells(documents.candidate_list(ws, drafted.programme)[1])[1][1] == "Name"
    assert table(documents.notice(ws, drafted.programme)[1])[0][1] == "姓名"
    assert cells(documents.upper_list(ws, drafted.programme)[1])[1][2] == "人数"


def test_a_file_is_called_so_that_every_file_system_takes_it(house: House):
    from union_lib.consolation.documents.paper import file_name

    assert file_name('a/b\\c:d*e?"<>|\n', "公示", "docx") == "a b c d e 公示.docx"
    assert len(file_name("慰" * 80, "公示", "docx").encode()) < 255

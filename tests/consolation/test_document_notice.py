"""The public notice and its slips: masked, bound to what was submitted, and checkable by anybody."""

from __future__ import annotations

import contextlib
import io
from dataclasses import replace

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from tests.competition.papers import spoken, whole
from tests.conftest import House, build_house
from tests.consolation.round import BY_WEIGHT, TITLE, Round, begin, cells, footer, people, table
from union_lib.common.errors import NotAllowed, NotFound
from union_lib.consolation import documents, reports, service
from union_lib.consolation.documents import paper
from union_lib.consolation.documents.paper import check_length
from union_lib.consolation.documents.slips import sides
from union_lib.consolation.rules.merkle import leaf_hash, node_hash, tree

EVIL = '=HYPERLINK("http://example.invalid","&<b>{{ 7*7 }}\x0b'


@pytest.fixture
def house(sqlite_engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


@pytest.fixture
def posted(house: House) -> Round:
    made = begin(house, BY_WEIGHT)
    made.post()
    return made


def test_no_notice_is_made_of_a_draft(house: House):
    made = begin(house)
    for paper_of in (documents.notice, documents.notice_list):
        with pytest.raises(documents.NothingSubmitted):
            paper_of(made.ws("drafter"), made.programme)


def test_the_notice_shows_masked_names_places_amounts_and_their_total(posted: Round):
    name, content = documents.notice(posted.ws("drafter"), posted.programme)
    assert name == f"{TITLE} 公示.docx"
    rows = table(content)
    assert rows[0] == ["序号", "姓名", "县市区或单位", "档次", "金额（元）"]
    assert [(row[1], row[2], row[4]) for row in rows[1:-1]] == [
        ("一*丁", "单位5", "1,000.00"),
        ("困*1", "天元区", "6,000.00"),
        ("困*2", "天元区", "6,000.00"),
        ("医*甲", "芦淞区", "3,000.00"),
        ("医*乙", "芦淞区", "3,000.00"),
    ]
    assert (rows[-1][0], rows[-1][1], rows[-1][-1]) == ("合计", "5 人", "19,000.00")
    assert "壹万玖仟元整" in spoken(content)


def test_the_notice_says_on_what_it_is_founded_and_until_when_one_may_object(posted: Round):
    told = spoken(documents.notice(posted.ws("drafter"), posted.programme)[1])
    assert "根据株工通字〔2020〕1号" in told
    assert "2020年3月25日至2020年4月1日（5个工作日）" in told
    assert "向CityFederation反映" in told


def test_the_notice_carries_the_root_and_the_data_hash(posted: Round):
    sheet = reports.notice_sheet(posted.ws("drafter"), posted.programme)
    content = documents.notice(posted.ws("drafter"), posted.programme)[1]
    assert sheet.tree.root.hex() in spoken(content)
    assert posted.digest in footer(content)
    assert "NUMPAGES" in whole(content)


def test_no_full_name_identity_card_or_phone_stands_anywhere_in_what_is_posted(posted: Round):
    ws = posted.ws("drafter")
    papers = (documents.notice, documents.notice_list, documents.upper_list)
    said = "".join(whole(made(ws, posted.programme)[1]) for made in papers)
    for person in people():
        told = (person.name, person.identity, person.phone, person.card)
        assert not any(one in said for one in told if one)


def test_before_the_last_approval_the_notice_says_that_it_must_not_be_posted(house: House):
    made = begin(house)
    made.submit()
    ws = made.ws("drafter")
    assert "不得张贴" in spoken(documents.notice(ws, made.programme)[1])
    assert "不得张贴" in cells(documents.notice_list(ws, made.programme)[1])[0][0]
    made.approve()
    assert "不得张贴" not in spoken(documents.notice(ws, made.programme)[1])
    assert "不得张贴" not in cells(documents.notice_list(ws, made.programme)[1])[0][0]


def test_a_list_sent_back_to_draft_can_no_longer_be_printed(house: House):
    made = begin(house)
    made.submit()
    service.send_back(made.ws("reviewer"), made.programme, "amounts")
    with pytest.raises(documents.NothingSubmitted):
        documents.notice(made.ws("drafter"), made.programme)


def test_no_paper_is_made_once_a_line_was_changed_behind_everybodys_back(posted: Round):
    with posted.house.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE allocation_line SET amount_fen = amount_fen + 1 WHERE position = 1"
        )
    ws = posted.ws("drafter")
    for made in (documents.notice, documents.notice_list, documents.approval_form, documents.upper_list):
        with pytest.raises(documents.ListDiffers):
            made(ws, posted.programme)
    with pytest.raises(documents.ListDiffers):
        documents.slip_paper(ws, posted.programme, 2)


def test_a_list_too_long_for_word_is_referred_to_excel():
    check_length(paper.MOST_ON_PAPER)
    with pytest.raises(documents.TooLongForPaper) as refused:
        check_length(paper.MOST_ON_PAPER + 1)
    assert "Excel" in refused.value.said()[1]


def test_the_notice_keeps_to_what_word_can_take_and_the_excel_list_does_not(
    posted: Round, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(paper, "MOST_ON_PAPER", 4)
    with pytest.raises(documents.TooLongForPaper) as refused:
        documents.notice(posted.ws("drafter"), posted.programme)
    assert (refused.value.lines, refused.value.limit) == (5, 4)
    assert documents.notice_list(posted.ws("drafter"), posted.programme)[1]


def test_who_may_not_read_the_programme_gets_no_paper(posted: Round):
    ws = posted.ws("south_organiser")
    papers = (
        documents.notice,
        documents.notice_list,
        documents.approval_form,
        documents.payment_list,
        documents.candidate_list,
        documents.allocation_workbook,
        documents.upper_list,
        documents.sample_list,
    )
    for made in papers:
        with pytest.raises(NotAllowed):
            made(ws, posted.programme)
    with pytest.raises(NotAllowed):
        documents.slip_paper(ws, posted.programme, 1)
    with pytest.raises(NotAllowed):
        documents.objection_answer(ws, posted.programme, 1)


def test_the_posted_list_as_excel_adds_up_and_has_the_root_below(posted: Round):
    name, content = documents.notice_list(posted.ws("drafter"), posted.programme)
    assert name == f"{TITLE} 公示名单.xlsx"
    rows = cells(content)
    lines = [row for row in rows[2:] if isinstance(row[0], float)]
    [total] = [row for row in rows if row[0] == "合计"]
    assert sum(row[4] for row in lines) == total[4] == 19_000
    said = whole(content)
    assert reports.notice_sheet(posted.ws("drafter"), posted.programme).allocation.root in said
    assert posted.digest in said


def test_what_people_are_called_is_neither_formula_nor_markup_in_any_paper(house: House):
    rows = [replace(person, more={**person.more, "district": EVIL}) for person in people()]
    made = begin(house, rows=rows)
    made.post()
    ws = made.ws("drafter")
    shown = EVIL.replace("\x0b", " ")
    assert table(documents.notice(ws, made.programme)[1])[1][2] == shown
    content = documents.notice_list(ws, made.programme)[1]
    assert cells(content)[2][2] == EVIL.replace("\x0b", "")
    assert "<f>" not in whole(content)


def _code(content: bytes) -> str:
    """Return the lines of Python that a slip gives."""
    lines = [p.text for p in Document(io.BytesIO(content)).paragraphs]
    at = lines.index("from hashlib import sha256")
    end = next(i for i, line in enumerate(lines) if line.startswith("print(h.hex() =="))
    return "\n".join(lines[at : end + 1])


def _said_by(code: str) -> list[str]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(code, {})
    return said.getvalue().split()


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_the_lines_on_a_slip_prove_the_own_line_by_themselves(posted: Round, number: int):
    sheet = reports.notice_sheet(posted.ws("drafter"), posted.programme)
    name, content = documents.slip_paper(posted.ws("drafter"), posted.programme, number)
    assert name == f"{TITLE} 告知书 第{number}号.docx"
    assert _said_by(_code(content)) == [sheet.allocation.root, "True"]


def test_the_lines_on_a_slip_disprove_a_line_that_was_changed(posted: Round):
    code = _code(documents.slip_paper(posted.ws("drafter"), posted.programme, 2)[1])
    assert ",600000," in code
    assert _said_by(code.replace(",600000,", ",600001,"))[1] == "False"


def test_a_slip_proves_a_line_whose_place_has_quotes_and_signs(house: House):
    rows = [replace(person, more={**person.more, "district": EVIL + "'\\"}) for person in people()]
    made = begin(house, rows=rows)
    made.post()
    code = _code(documents.slip_paper(made.ws("drafter"), made.programme, 1)[1])
    assert _said_by(code)[1] == "True"


def test_a_slip_tells_one_salt_only(posted: Round):
    sheet = reports.notice_sheet(posted.ws("drafter"), posted.programme)
    said = spoken(documents.slip_paper(posted.ws("drafter"), posted.programme, 2)[1])
    assert [line.number for line in sheet.lines if line.salt in said] == [2]


def test_there_is_no_slip_for_a_number_that_is_not_on_the_list(posted: Round):
    for number in (0, 6):
        with pytest.raises(NotFound):
            documents.slip_paper(posted.ws("drafter"), posted.programme, number)


@given(st.integers(1, 200).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))))
def test_the_sides_of_a_path_lead_to_the_root_of_any_list(case: tuple[int, int]):
    size, index = case
    leaves = [str(n).encode() for n in range(size)]
    grown = tree(leaves)
    found = leaf_hash(leaves[index])
    for side, step in zip(sides(index, size), grown.path(index), strict=True):
        found = node_hash(step, found) if side == "左" else node_hash(found, step)
    assert found == grown.root

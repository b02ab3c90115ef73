"""Bank file, receipts and the list of payments: cards in full for the bank only, and never twice."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from sqlmodel import select

from tests.competition.papers import spoken, whole
from tests.conftest import House, build_house
from tests.consolation.round import AFTER_NOTICE, CARDS, TITLE, Round, begin, cells, footer, table
from union_lib.common.errors import NotAllowed, NotFound
from union_lib.consolation import documents, service
from union_lib.consolation.bank_files import read_bank_return
from union_lib.consolation.rules.reconciling import ReturnStatus
from union_lib.consolation.service.exporting import BatchSettled, export_cards
from union_lib.consolation.tables import Batch, PayWay
from union_lib.store.audit import AuditRow


@pytest.fixture
def house(sqlite_engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


@pytest.fixture
def paying(house: House) -> Round:
    made = begin(house)
    made.pay()
    return made


def answered(content: bytes, *states: str) -> bytes:
    """Return a bank file as the bank sends it back: the states filled in, top down."""
    heads, *rows = cells(content)
    at, out = heads.index("状态"), io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, heads)
    for n, (row, state) in enumerate(zip(rows, states, strict=True), 1):
        sheet.write_row(n, 0, [*row[:at], state, *row[at + 1 :]])
    book.close()
    return out.getvalue()


def test_the_bank_file_names_every_payment_with_its_card_in_full(paying: Round):
    batch = paying.batch(PayWay.BANK)
    name, content = documents.bank_file(paying.ws("cashier", AFTER_NOTICE), batch)
    assert name == f"{TITLE} 银行代发 第1批.xlsx"
    heads, *rows = cells(content)
    assert heads[:5] == ["付款编号", "收款人", "卡号", "金额（元）", "用途"]
    assert [row[1:5] for row in rows] == [
        ["一线丁", CARDS[5], 500.0, TITLE],
        ["困难1", CARDS[1], 3000.0, TITLE],
        ["困难2", CARDS[2], 3000.0, TITLE],
        ["医护甲", CARDS[3], 1000.0, TITLE],
    ]
    assert len({row[0] for row in rows}) == 4


def test_the_bank_file_comes_back_with_states_and_settles_its_batch(paying: Round):
    ws, batch = paying.ws("cashier", AFTER_NOTICE), paying.batch(PayWay.BANK)
    content = documents.bank_file(ws, batch)[1]
    lines, digest = read_bank_return(answered(content, "成功", "成功", "失败", "交易成功"))
    assert [line.status for line in lines].count(ReturnStatus.FAILED) == 1
    assert sum(line.amount_fen for line in lines) == 7_500_00
    told = service.read_return(ws, batch, lines, digest)
    assert (told["paid"], told["failed"], told["missing"], told["unmatched"]) == (3, 1, 0, 0)


def test_a_bank_file_is_not_made_again_for_what_the_bank_has_answered(paying: Round):
    ws, batch = paying.ws("cashier", AFTER_NOTICE), paying.batch(PayWay.BANK)
    content = documents.bank_file(ws, batch)[1]
    lines, digest = read_bank_return(answered(content, "成功", "失败", "成功", "成功"))
    service.read_return(ws, batch, lines[:2], digest)
    left = cells(documents.bank_file(ws, batch)[1])[1:]
    assert [row[0] for row in left] == [line.id for line in lines[2:]]
    service.read_return(ws, batch, lines[2:], "1" * 64)
    with pytest.raises(BatchSettled):
        documents.bank_file(ws, batch)


def test_only_a_cashier_of_the_union_may_export_cards(paying: Round):
    batch = paying.batch(PayWay.BANK)
    for username in ("drafter", "reviewer", "approver", "staff", "admin", "analyst"):
        with pytest.raises(NotAllowed):
            documents.bank_file(paying.ws(username, AFTER_NOTICE), batch)
    assert documents.bank_file(paying.ws("other_cashier", AFTER_NOTICE), batch)[1]


def test_every_export_of_cards_is_written_into_the_audit_without_the_cards(paying: Round):
    batch = paying.batch(PayWay.BANK)
    exported = export_cards(paying.ws("other_cashier", AFTER_NOTICE), batch)
    export_cards(paying.ws("cashier", AFTER_NOTICE), batch)
    with paying.house.system.reading() as session:
        rows = session.exec(select(AuditRow).where(AuditRow.event.startswith("Exported"))).all()
        kept = session.get_one(Batch, batch).file_hash
    assert {row.who for row in rows} == {"Other_Cashier", "Cashier"}
    assert all(exported.file_hash[:16] in row.facts for row in rows)
    assert not any(card in str(row) for row in rows for card in CARDS)
    assert kept == exported.file_hash


def test_the_hash_of_a_bank_file_covers_card_and_amount(paying: Round):
    ws, batch = paying.ws("cashier", AFTER_NOTICE), paying.batch(PayWay.BANK)
    first = export_cards(ws, batch).file_hash
    assert export_cards(ws, batch).file_hash == first
    with paying.house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE disbursement SET amount_fen = amount_fen + 1 WHERE id = 1")
    assert export_cards(ws, batch).file_hash != first


def test_a_cash_batch_has_no_bank_file_and_a_bank_batch_no_receipts(paying: Round):
    ws = paying.ws("cashier", AFTER_NOTICE)
    bank, cash = paying.batch(PayWay.BANK), paying.batch(PayWay.CASH)
    with pytest.raises(NotFound):
        documents.bank_file(ws, cash)
    with pytest.raises(NotFound):
        documents.receipts(ws, bank)
    for made in (documents.bank_file, documents.receipts):
        with pytest.raises(NotFound):
            made(ws, 99)


def test_a_receipt_names_the_amount_in_figures_and_capitals_and_who_signs(paying: Round):
    batch = paying.batch(PayWay.CASH)
    name, content = documents.receipts(paying.ws("cashier", AFTER_NOTICE), batch)
    assert name == f"{TITLE} 领款单 第1批.docx"
    said = {key: value for row in table(content) for key, value in zip(row[::2], row[1::2], strict=True)}
    assert said["领 款 人"] == "医护乙"
    assert said["金额（小写）"] == "¥1,000.00"
    assert said["金额（大写）"] == "人民币壹仟元整"
    assert [said[place] for place in ("领款人签名", "发放人（一）", "发放人（二）")] == ["", "", ""]
    assert paying.digest in footer(content)


def test_two_receipts_stand_on_a_page(house: House):
    from tests.consolation.round import people
    from union_lib.consolation.service import FileRow
    from union_lib.consolation.tables import Kind

    others = [FileRow(f"现金{n}", Kind.MEDIC, more={"district": "石峰区"}) for n in range(4)]
    made = begin(house, rows=[*people(), *others])
    made.pay()
    content = documents.receipts(made.ws("cashier", AFTER_NOTICE), made.batch(PayWay.CASH))[1]
    assert spoken(content).count("领款单") == 5
    assert spoken(content).count("裁切线") == 2
    assert whole(content).count("<w:pageBreakBefore") == 2


def test_the_receipts_of_another_house_are_not_given_out(paying: Round):
    batch = paying.batch(PayWay.CASH)
    with pytest.raises(NotAllowed):
        documents.receipts(paying.ws("south_organiser", AFTER_NOTICE), batch)


def test_the_list_of_payments_masks_cards_and_adds_up(paying: Round):
    ws, batch = paying.ws("cashier", AFTER_NOTICE), paying.batch(PayWay.BANK)
    paying.batch(PayWay.CASH)
    lines, digest = read_bank_return(answered(documents.bank_file(ws, batch)[1], "1", "1", "0", "1"))
    service.read_return(ws, batch, lines, digest)
    name, content = documents.payment_list(paying.ws("drafter", AFTER_NOTICE), paying.programme)
    assert name == f"{TITLE} 发放明细.xlsx"
    rows = [row for row in cells(content)[2:] if isinstance(row[0], float)]
    assert (len(rows), sum(row[6] for row in rows), sum(row[7] for row in rows)) == (5, 8500, 4500)
    assert [row[8] for row in rows] == ["paid", "paid", "returned", "paid", "ordered"]
    [total] = [row for row in cells(content) if row[2] == "To pay in all"]
    assert total[6:8] == [8500, 4500]
    said = whole(content)
    assert not any(card in said for card in CARDS)
    assert CARDS[1][-4:] in said

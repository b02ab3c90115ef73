"""Goods and booklets: a table saved and divided in draft, handed over against a receipt, a wrong record taken back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from tests.conftest import House, build_house
from tests.consolation.round import Round, begin, cells, table
from union_lib.common.errors import NotAllowed, NotFound, RuleViolation, StaleVersion
from union_lib.consolation import reports, service
from union_lib.consolation.documents.goods import goods_plan, goods_receipts
from union_lib.consolation.refusals import ReceiverMissing
from union_lib.consolation.reports import GoodRow
from union_lib.consolation.rules.apportionment import Method
from union_lib.consolation.rules.kinds import Purpose
from union_lib.consolation.rules.stages import WrongStage
from union_lib.consolation.rules.supplying import NothingToDivide, Store, Unit, Way
from union_lib.consolation.service.goods import GoodNameUsed, HandedOverAlready
from union_lib.consolation.service.handing import NothingToHandOver
from union_lib.consolation.tables import Programme
from union_lib.registry.service import ReasonMissing

BOOKLETS = service.GoodTable(
    "疫情防控手册",
    [Store("市总库房", 60), Store("石峰库房", 40)],
    [
        Unit("天元区总工会", 53),
        Unit("芦淞区总工会", 30, 5),
        Unit("炎陵县总工会", 2, 5),
        Unit("茶陵县总工会", 15, 0, 10),
    ],
    "册",
)


@pytest.fixture
def house(sqlite_engine: Engine, speaks_english: None) -> House:
    return build_house(sqlite_engine)


def of_goods(house: House) -> Round:
    """Begin a programme that is for goods alone."""
    round_ = begin(house)
    with house.system.transaction() as session:
        session.get_one(Programme, round_.programme).purpose = Purpose.GOODS
    return round_


def good(round_: Round, at: int = 0) -> GoodRow:
    return reports.goods_sheet(round_.ws("drafter"), round_.programme).goods[at]


def saved(round_: Round, wanted: service.GoodTable = BOOKLETS) -> int:
    return service.save_good(round_.ws("drafter"), round_.programme, wanted)


def divided(round_: Round, method: Method = Method.WEBSTER) -> GoodRow:
    made = saved(round_)
    service.divide_good(round_.ws("drafter"), round_.programme, made, method, seen_version=1)
    return good(round_)


def hand(round_: Round, row: GoodRow, at: int = 0) -> None:
    share = row.shares[at]
    service.hand_goods_over(
        round_.ws("drafter"), round_.programme, share.id, "刘收", seen_version=share.version
    )


def test_a_good_is_divided_by_weight_within_minimum_and_cap_and_the_stores_say_what_they_send(house: House):
    row = divided(of_goods(house))
    assert [share.quantity for share in row.shares] == [54, 31, 5, 10]
    assert [dict(share.stores) for share in row.shares] == [
        {"市总库房": 54},
        {"市总库房": 6, "石峰库房": 25},
        {"石峰库房": 5},
        {"石峰库房": 10},
    ]
    assert [(stock.store, stock.left) for stock in row.stock] == [("市总库房", 0), ("石峰库房", 0)]
    assert (row.way, row.total, row.given, row.handed) == (Way.WEBSTER, 100, 100, 0)


def test_a_change_of_the_table_takes_the_division_back(house: House):
    round_ = of_goods(house)
    row = divided(round_)
    fewer = service.GoodTable(BOOKLETS.name, BOOKLETS.stores[:1], BOOKLETS.units[:2])
    service.save_good(round_.ws("drafter"), round_.programme, fewer, row.id, seen_version=row.version)
    after = good(round_)
    assert (after.way, after.given, after.total) == (None, 0, 60)
    assert [share.unit for share in after.shares] == ["天元区总工会", "芦淞区总工会"]


def test_a_page_that_is_out_of_date_changes_nothing(house: House):
    round_ = of_goods(house)
    row = divided(round_)
    with pytest.raises(StaleVersion):
        service.divide_good(round_.ws("drafter"), round_.programme, row.id, seen_version=row.version - 1)
    with pytest.raises(StaleVersion):
        service.save_good(round_.ws("drafter"), round_.programme, BOOKLETS, row.id, seen_version=0)
    share = row.shares[0]
    with pytest.raises(StaleVersion):
        service.hand_goods_over(
            round_.ws("drafter"), round_.programme, share.id, "刘收", seen_version=share.version - 1
        )
    assert good(round_) == row


def test_several_goods_are_divided_together_the_worst_off_unit_first(house: House):
    round_ = of_goods(house)
    units = [Unit("甲", 0, 0, 9), Unit("乙", 0, 0, 9), Unit("丙", 0, 0, 9)]
    rice = service.GoodTable("米", [Store("东", 4, ("甲", "乙")), Store("西", 4, ("丙",))], units)
    oil = service.GoodTable("油", [Store("东", 2)], units)
    seen = {saved(round_, rice): 1, saved(round_, oil): 1}
    service.divide_together(round_.ws("drafter"), round_.programme, seen)
    assert [share.quantity for share in good(round_).shares] == [2, 2, 4]
    assert [share.quantity for share in good(round_, 1).shares] == [1, 1, 0]
    assert {good(round_, n).way for n in (0, 1)} == {Way.WORST_OFF}


def test_goods_handed_over_stay_as_they_are_when_the_others_are_divided_together(house: House):
    round_ = of_goods(house)
    first = divided(round_)
    hand(round_, first)
    rice = saved(round_, service.GoodTable("米", [Store("东", 4)], [Unit("甲", 0), Unit("乙", 0)]))
    service.divide_together(round_.ws("drafter"), round_.programme, {rice: 1})
    assert [share.quantity for share in good(round_, 1).shares] == [2, 2]
    assert [share.quantity for share in good(round_).shares] == [share.quantity for share in first.shares]
    hand(round_, good(round_, 1))
    with pytest.raises(NothingToDivide):
        service.divide_together(round_.ws("drafter"), round_.programme, {})


def test_a_good_without_stock_or_units_is_not_divided(house: House):
    round_ = of_goods(house)
    empty = saved(round_, service.GoodTable("空", [Store("东", 0)], [Unit("甲", 1)]))
    with pytest.raises(NothingToDivide):
        service.divide_good(round_.ws("drafter"), round_.programme, empty, seen_version=1)
    with pytest.raises(NothingToDivide):
        goods_plan(round_.ws("drafter"), round_.programme)


def test_two_goods_of_one_name_are_refused_and_one_can_be_removed(house: House):
    round_ = of_goods(house)
    made = saved(round_)
    with pytest.raises(GoodNameUsed):
        saved(round_)
    service.remove_good(round_.ws("drafter"), round_.programme, made, seen_version=1)
    assert reports.goods_sheet(round_.ws("drafter"), round_.programme).goods == []
    with pytest.raises(NotFound):
        service.remove_good(round_.ws("drafter"), round_.programme, made, seen_version=1)


def test_a_hand_over_is_recorded_once_and_fixes_the_division(house: House):
    round_ = of_goods(house)
    row = divided(round_)
    hand(round_, row)
    after = good(round_)
    share = after.shares[0]
    assert (share.received_by, share.received_on, after.handed) == ("刘收", date(2020, 3, 25), 54)
    with pytest.raises(HandedOverAlready):
        hand(round_, after)
    with pytest.raises(HandedOverAlready):
        service.divide_good(round_.ws("drafter"), round_.programme, row.id, seen_version=row.version)


def test_a_wrong_record_is_taken_back_with_a_reason_and_the_division_is_free_again(house: House):
    round_ = of_goods(house)
    hand(round_, divided(round_))
    share = good(round_).shares[0]
    drafter, programme = round_.ws("drafter"), round_.programme
    with pytest.raises(ReasonMissing):
        service.take_goods_back(drafter, programme, share.id, " ", seen_version=share.version)
    service.take_goods_back(drafter, programme, share.id, "记错单位", seen_version=share.version)
    row = good(round_)
    assert row.handed == 0
    with pytest.raises(NothingToHandOver):
        service.take_goods_back(drafter, programme, share.id, "再撤", seen_version=row.shares[0].version)
    service.divide_good(drafter, programme, row.id, Method.ADAMS, seen_version=row.version)


def test_nothing_is_handed_over_without_a_receiver_or_a_share(house: House):
    round_ = of_goods(house)
    saved(round_)
    share = good(round_).shares[0]
    drafter, programme = round_.ws("drafter"), round_.programme
    with pytest.raises(ReceiverMissing):
        service.hand_goods_over(drafter, programme, share.id, " ", seen_version=1)
    with pytest.raises(NothingToHandOver):
        service.hand_goods_over(drafter, programme, share.id, "刘收", seen_version=1)


def test_goods_of_a_programme_with_money_wait_for_the_approval_and_then_do_not_change(house: House):
    round_ = begin(house)
    row = divided(round_)
    with pytest.raises(WrongStage):
        hand(round_, row)
    round_.submit()
    round_.approve()
    hand(round_, row)
    assert good(round_).handed == 54
    with pytest.raises(WrongStage):
        service.divide_good(round_.ws("drafter"), round_.programme, row.id, seen_version=row.version)


@pytest.mark.parametrize("username", ["cashier", "south_organiser", "analyst"])
def test_only_staff_of_the_union_change_goods(house: House, username: str):
    round_ = of_goods(house)
    row = divided(round_)
    with pytest.raises(NotAllowed):
        service.save_good(round_.ws(username), round_.programme, BOOKLETS)
    with pytest.raises(NotAllowed):
        service.divide_good(round_.ws(username), round_.programme, row.id, seen_version=row.version)
    with pytest.raises(NotAllowed):
        service.hand_goods_over(round_.ws(username), round_.programme, row.shares[0].id, "刘", seen_version=2)


def test_a_good_of_another_programme_is_not_found_here(house: House):
    round_ = of_goods(house)
    row = divided(round_)
    with house.system.transaction() as session:
        other = Programme(**session.get_one(Programme, round_.programme).model_dump(exclude={"id"}))
        session.add(other)
        session.flush()
        elsewhere = other.id or 0
    drafter = round_.ws("drafter")
    with pytest.raises(NotFound):
        service.divide_good(drafter, elsewhere, row.id, seen_version=row.version)
    with pytest.raises(NotFound):
        service.hand_goods_over(drafter, elsewhere, row.shares[0].id, "刘", seen_version=2)


def test_the_six_methods_stand_side_by_side_each_giving_all_there_is(house: House):
    round_ = of_goods(house)
    row = divided(round_)
    found = reports.goods_by_method(round_.ws("drafter"), row.id)
    assert found[Method.WEBSTER] == tuple(share.quantity for share in row.shares)
    assert {sum(given) for given in found.values() if not isinstance(given, RuleViolation)} == {100}
    assert len(found) == 6


def test_units_with_their_numbers_come_from_the_list(house: House):
    round_ = begin(house)
    assert reports.units_on_list(round_.ws("drafter"), round_.programme) == [
        (f"单位{n}", 1) for n in range(1, 6)
    ]


def test_the_plan_and_the_sheet_to_sign_say_who_gets_what_from_where(house: House):
    round_ = of_goods(house)
    hand(round_, divided(round_), 1)
    name, content = goods_plan(round_.ws("drafter"), round_.programme)
    assert name == "疫情防控慰问 物资分配表.xlsx"
    rows = cells(content)
    assert rows[3][2:8] == ["芦淞区总工会", 30, 5, "", 31, "市总库房 6、石峰库房 25"]
    assert rows[3][8:] == ["刘收", "2020-03-25"]
    assert rows[6][6] == 100
    assert cells(content, 1)[2][:5] == ["疫情防控手册", "市总库房", 60, 60, 0]
    _, paper = goods_receipts(round_.ws("drafter"), round_.programme)
    signed = table(paper)
    assert signed[1] == ["1", "天元区总工会", "54", "市总库房 54", "", ""]
    assert signed[2][4:] == ["刘收", "2020-03-25"]
    assert signed[-1][2] == "100"


def test_goods_are_saved_divided_handed_over_and_taken_back_on_either_database(
    engine: Engine, speaks_english: None
):
    round_ = of_goods(build_house(engine))
    hand(round_, divided(round_))
    share = good(round_).shares[0]
    service.take_goods_back(
        round_.ws("drafter"), round_.programme, share.id, "记错单位", seen_version=share.version
    )
    service.save_good(
        round_.ws("drafter"), round_.programme, BOOKLETS, good(round_).id, seen_version=good(round_).version
    )
    assert (good(round_).way, good(round_).total) == (None, 100)

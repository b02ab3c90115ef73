from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.consolation.rules.apportionment import PiecesUnusable
from union_lib.consolation.rules.goods import Good, goods_plan, goods_plans


@st.composite
def small_goods(draw):
    units, stores = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    return Good(
        draw(st.lists(st.integers(0, 5), min_size=stores, max_size=stores)),
        [draw(st.sets(st.integers(0, units - 1))) for _ in range(stores)],
        draw(st.lists(st.integers(0, 4), min_size=units, max_size=units)),
    )


def can_be_served(good, receipts):
    """Hall's condition: no group of units takes more than the stores that serve any of them hold."""
    for chosen in product([False, True], repeat=len(receipts)):
        group = {unit for unit, is_in in enumerate(chosen) if is_in}
        stock = sum(s for s, reach in zip(good.stock, good.reach, strict=True) if group & set(reach))
        if sum(receipts[unit] for unit in group) > stock:
            return False
    return True


def best_by_trying_all(good):
    every = product(*(range(need + 1) for need in good.need))
    return max((receipts for receipts in every if can_be_served(good, receipts)), key=sorted)


@settings(max_examples=250, deadline=None)
@given(small_goods())
def test_the_worst_off_come_first_whatever_the_stores_can_reach(good):
    assert sorted(goods_plan(good).receipts) == sorted(best_by_trying_all(good))


@settings(max_examples=150, deadline=None)
@given(small_goods(), st.randoms(use_true_random=False))
def test_the_order_of_ties_changes_who_but_not_how_much(good, random):
    order = list(range(len(good.need)))
    random.shuffle(order)
    assert sorted(goods_plan(good, order).receipts) == sorted(goods_plan(good).receipts)


def goods_from(random):
    return Good(
        [random.randrange(300) for _ in range(6)],
        [[unit for unit in range(40) if random.random() < 0.2] for _ in range(6)],
        [random.randrange(60) for _ in range(40)],
    )


larger = st.integers(0, 2**32).map(lambda seed: goods_from(Random(seed)))


@settings(max_examples=30, deadline=None)
@given(larger)
def test_what_is_sent_keeps_stock_reach_and_need_and_adds_up(good):
    plan = goods_plan(good)
    for stock, reach, sent in zip(good.stock, good.reach, plan.sent, strict=True):
        assert sum(sent.values()) <= stock
        assert all(pieces > 0 for pieces in sent.values())
        assert sent.keys() <= set(reach)
    for unit, need in enumerate(good.need):
        assert plan.receipts[unit] == sum(sent.get(unit, 0) for sent in plan.sent) <= need


@settings(max_examples=30, deadline=None)
@given(larger)
def test_nobody_could_have_more_at_the_cost_of_somebody_better_off(good):
    plan = goods_plan(good)
    for unit, need in enumerate(good.need):
        if plan.receipts[unit] < need:
            assert all(plan.receipts[other] <= plan.receipts[unit] + 1 for other in givers(good, plan, unit))


def givers(good, plan, unit):
    """Units whose pieces could reach this one through a chain of stores; none of these may have pieces left."""
    seen = {store for store, reach in enumerate(good.reach) if unit in reach}
    waiting, found = list(seen), set()
    while waiting:
        store = waiting.pop()
        assert sum(plan.sent[store].values()) == good.stock[store]
        for other in plan.sent[store]:
            found.add(other)
            for further, reach in enumerate(good.reach):
                if other in reach and further not in seen:
                    seen.add(further)
                    waiting.append(further)
    return found


def test_the_odd_piece_goes_to_the_lower_position():
    assert goods_plan(Good([5], [[0, 1, 2]], [9, 9, 9])).receipts == (2, 2, 1)


def test_who_got_less_of_the_first_kind_is_first_for_the_second():
    oil = Good([3], [[0, 1]], [9, 9])
    assert [plan.receipts for plan in goods_plans({"oil": oil, "rice": oil}).values()] == [(2, 1), (1, 2)]


def test_a_unit_no_store_serves_gets_nothing_and_holds_nobody_back():
    assert goods_plan(Good([4], [[0]], [9, 9])).receipts == (4, 0)


def test_no_goods_and_no_units_are_an_empty_plan():
    assert goods_plan(Good([], [], [])).total == 0
    assert goods_plans({}) == {}


@pytest.mark.parametrize("stock", [-1, 1.5])
def test_stock_is_whole_pieces(stock):
    with pytest.raises(PiecesUnusable):
        goods_plan(Good([stock], [[0]], [1]))

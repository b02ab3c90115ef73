from hypothesis import given, settings
from hypothesis import strategies as st

from union_lib.consolation.rules.apportionment import Method, apportioned
from union_lib.consolation.rules.paradoxes import Division, Paradox, change, quota_violations


def division(weights, pieces, method=Method.HAMILTON):
    return Division(weights, pieces, apportioned(weights, pieces, method).given)


def test_one_more_to_give_can_cost_a_unit_one():
    found = change(division([6, 6, 2], 10), division([6, 6, 2], 11))
    assert (found.losers, found.gainers, found.paradox) == ((2,), (0, 1), Paradox.ALABAMA)


def test_a_unit_can_lose_to_one_that_grew_less():
    found = change(division([341, 629, 954], 20), division([370, 679, 993], 20))
    assert (found.losers, found.gainers, found.paradox) == ((0,), (1,), Paradox.POPULATION)


def test_a_new_unit_with_its_own_pieces_can_disturb_the_old():
    # Balinski & Young's Oklahoma in small: the third joins with its fair three pieces
    found = change(division([1045, 8955], 100), division([1045, 8955, 525], 105))
    assert (found.losers, found.gainers, found.paradox) == ((1,), (0,), Paradox.NEW_STATES)


def test_a_weight_written_otherwise_has_not_changed():
    assert change(division([6, 6, 2], 10), division([6.0, 6, 2], 11)).paradox is Paradox.ALABAMA


def test_who_lost_because_it_shrank_makes_no_paradox():
    assert change(division([50, 50], 10), division([30, 70], 10)).paradox is None


def test_growth_from_nothing_is_the_fastest():
    before, after = Division([0, 10], 4, [2, 2]), Division([5, 20], 4, [1, 3])
    assert change(before, after).paradox is Paradox.POPULATION


def test_who_grew_as_fast_as_the_gainer_makes_no_paradox():
    assert change(Division([10, 10], 4, [2, 2]), Division([20, 20], 4, [1, 3])).paradox is None


def test_losing_where_there_is_no_more_to_give_makes_no_paradox():
    assert change(division([6, 6, 2], 11), division([6, 6, 2], 10)).paradox is None
    assert change(Division([1, 1], 3, [2, 1]), Division([1, 1], 3, [1, 2])).paradox is None


def test_one_division_shows_no_change():
    once = division([6, 6, 2], 10)
    assert change(once, once).losers == change(once, once).gainers == ()


def test_a_quota_is_left_below_its_floor_or_above_its_ceiling():
    assert quota_violations(Division([50, 50], 10, [6, 4])) == [0, 1]
    assert quota_violations(Division([55, 45], 10, [6, 4])) == []
    assert quota_violations(Division([55, 45], 10, [7, 3])) == [0, 1]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(1, 60), min_size=2, max_size=6),
    st.integers(0, 40),
    st.sampled_from(sorted(set(Method) - {Method.HAMILTON})),
)
def test_divisor_methods_never_take_when_there_is_more_to_give(weights, pieces, method):
    found = change(division(weights, pieces, method), division(weights, pieces + 1, method))
    assert found.losers == ()
    assert found.paradox is None


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), min_size=2, max_size=5),
    st.integers(0, 40),
    st.sampled_from(sorted(set(Method) - {Method.HAMILTON})),
)
def test_divisor_methods_never_take_from_who_grows_faster(pairs, pieces, method):
    before, after = zip(*pairs, strict=True)
    assert change(division(before, pieces, method), division(after, pieces, method)).paradox is None

from hypothesis import given
from hypothesis import strategies as st

from union_lib.consolation.rules.reconciling import ReturnLine, ReturnStatus, Settled, settlement

OK, FAILED = ReturnStatus.OK, ReturnStatus.FAILED
IDS = ["P1", "P2", "P3", "P9"]
instructions = st.dictionaries(st.sampled_from(IDS[:3]), st.integers(1, 300))
returns = st.lists(
    st.builds(ReturnLine, st.sampled_from(IDS), st.integers(0, 300), st.sampled_from([OK, FAILED]))
)


def test_each_payment_is_paid_paid_in_part_failed_or_not_heard_of():
    lines = [ReturnLine("a", 10, OK), ReturnLine("b", 9, OK), ReturnLine("c", 10, FAILED)]
    found = settlement(dict.fromkeys("abcd", 10), lines)
    assert list(found.status.values()) == [Settled.PAID, Settled.PARTIAL, Settled.FAILED, Settled.MISSING]
    assert (found.paid_fen, found.outstanding_fen) == (19, 21)
    assert found.follow_up == ("b", "c", "d")


def test_a_return_nobody_asked_for_is_unmatched_and_pays_nothing():
    found = settlement({"a": 10}, [ReturnLine("x", 7, OK)])
    assert found.status == {"a": Settled.MISSING, "x": Settled.UNMATCHED}
    assert (found.paid_fen, found.unmatched_fen) == (0, 7)
    assert found.follow_up == ("a",)


@given(instructions, returns, st.integers(1, 4))
def test_reading_the_same_file_again_changes_nothing(instructed, lines, times):
    assert settlement(instructed, lines * times) == settlement(instructed, lines)


@given(instructions, returns)
def test_paid_and_outstanding_add_up_to_what_was_instructed(instructed, lines):
    found = settlement(instructed, lines)
    assert found.paid_fen + found.outstanding_fen == sum(instructed.values())
    assert set(found.follow_up) == {id for id in instructed if found.status[id] is not Settled.PAID}


def test_two_part_payments_can_make_a_whole_one():
    lines = [ReturnLine("a", 4, OK), ReturnLine("a", 6, OK)]
    assert settlement({"a": 10}, lines).status == {"a": Settled.PAID}


def test_a_failed_payment_that_was_then_made_is_paid():
    lines = [ReturnLine("a", 10, FAILED, "card closed"), ReturnLine("a", 10, OK)]
    assert settlement({"a": 10}, lines).status == {"a": Settled.PAID}


def test_more_than_instructed_is_named():
    found = settlement({"a": 10}, [ReturnLine("a", 11, OK)])
    assert (found.overpaid, found.status, found.follow_up) == (("a",), {"a": Settled.PAID}, ())
    assert settlement({"a": 10}, [ReturnLine("a", 10, OK)]).overpaid == ()

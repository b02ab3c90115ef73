import pytest

from union_lib.competition.rules import (
    AlreadyConfirmed,
    AwaitingCheck,
    CheckedSheet,
    CheckerCannotEdit,
    LockNotAllowed,
    NotConfirmed,
    NothingToCheck,
    SamePerson,
    SheetLocked,
    SheetStale,
    SheetState,
    check_return,
    check_second_person,
    check_sheet_open,
    confirm,
    edit_while_checking,
    enter,
    lock,
    reject,
)

WAITING = enter(CheckedSheet(), "Ann", 0)
CONFIRMED = confirm(WAITING, "Bea", 1)
LOCKED = lock(CONFIRMED, "Chief", {"Chief"})


def test_entering_makes_a_new_version_that_waits_for_its_check():
    assert CheckedSheet(SheetState.WAITING, 1, "Ann") == WAITING


def test_a_second_person_confirms_and_the_chief_locks():
    assert (CONFIRMED.state, LOCKED.state) == (SheetState.CONFIRMED, SheetState.LOCKED)


def test_a_rejected_sheet_is_entered_again_as_the_next_version():
    again = enter(reject(WAITING, "Bea", 1), "Ann", 1)
    assert (again.state, again.version) == (SheetState.WAITING, 2)


def test_nobody_checks_their_own_sheet():
    for check in (confirm, reject):
        with pytest.raises(SamePerson):
            check(WAITING, "Ann", 1)


def test_a_checker_never_edits():
    with pytest.raises(CheckerCannotEdit):
        edit_while_checking(WAITING, "Bea", 1)


def test_a_sheet_that_waits_or_is_confirmed_takes_no_marks():
    with pytest.raises(AwaitingCheck):
        enter(WAITING, "Ann", 1)
    with pytest.raises(AlreadyConfirmed):
        enter(CONFIRMED, "Ann", 1)


def test_a_stale_version_is_refused_before_anything_else():
    for act in (enter, confirm, reject, edit_while_checking):
        with pytest.raises(SheetStale):
            act(WAITING, "Ann", 0)


def test_only_what_waits_is_checked():
    with pytest.raises(NothingToCheck):
        confirm(CheckedSheet(), "Bea", 0)
    with pytest.raises(NothingToCheck):
        edit_while_checking(CONFIRMED, "Bea", 1)


def test_locking_is_for_a_chief_and_for_confirmed_sheets():
    with pytest.raises(LockNotAllowed):
        lock(CONFIRMED, "Ann", {"Chief"})
    with pytest.raises(NotConfirmed):
        lock(WAITING, "Chief", {"Chief"})


def test_a_locked_sheet_refuses_everything():
    for act in (enter, confirm, reject, edit_while_checking):
        with pytest.raises(SheetLocked):
            act(LOCKED, "Bea", 0)
    with pytest.raises(SheetLocked):
        lock(LOCKED, "Ann", set())


@pytest.mark.parametrize("state", [SheetState.NONE, SheetState.REJECTED])
def test_marks_are_entered_into_an_empty_or_rejected_sheet(state):
    assert check_sheet_open(state) is None


def test_the_check_of_a_kept_sheet_follows_the_same_rule():
    with pytest.raises(SamePerson):
        check_second_person(state=SheetState.WAITING, version=3, seen_version=3, author=7, checker=7)
    with pytest.raises(SheetStale):
        check_second_person(state=SheetState.WAITING, version=3, seen_version=2, author=7, checker=8)


def test_only_a_confirmed_sheet_is_given_back():
    assert check_return(state=SheetState.CONFIRMED, version=1, seen_version=1) is None
    with pytest.raises(NotConfirmed):
        check_return(state=SheetState.WAITING, version=1, seen_version=1)
    with pytest.raises(SheetStale):
        check_return(state=SheetState.CONFIRMED, version=2, seen_version=1)

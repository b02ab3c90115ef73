"""A mark sheet is seen by two people: who enters it does not confirm it, who checks it does not edit it.

Every refusal carries a `code`, the same in protocols and in published cases.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar, NoReturn

from ...common.errors import N_, RuleViolation

Person = Hashable


class SheetState(StrEnum):
    """How far a mark sheet has come."""

    NONE = "none"
    WAITING = "waiting"
    REJECTED = "rejected"
    CONFIRMED = "confirmed"
    LOCKED = "locked"


@dataclass(frozen=True)
class CheckedSheet:
    """A sheet under the two-person rule: version 0 is empty, `author` entered the latest version."""

    state: SheetState = SheetState.NONE
    version: int = 0
    author: Person | None = None


class SheetRefusal(RuleViolation):
    """The two-person rule forbids it."""

    code: ClassVar[str] = ""


@dataclass(eq=False)
class SheetLocked(SheetRefusal):
    """The sheet has been locked for good."""

    code = "locked"
    what = N_("The mark sheet is locked.")
    todo = N_("Only reopening the competition unlocks it; ask the chief judge.")


@dataclass(eq=False)
class SheetStale(SheetRefusal):
    """Another version of the sheet was seen than the one that counts now."""

    code = "stale_version"
    what = N_("The mark sheet has changed since this page was opened.")
    todo = N_("Look at the newest version first.")


@dataclass(eq=False)
class AwaitingCheck(SheetRefusal):
    """The sheet has been handed in and waits for its check."""

    code = "awaiting_check"
    what = N_("The mark sheet has been submitted and waits for its check.")
    todo = N_("To change a mark, ask the checker to reject the sheet.")


@dataclass(eq=False)
class AlreadyConfirmed(SheetRefusal):
    """The sheet has been checked and confirmed."""

    code = "already_confirmed"
    what = N_("The mark sheet has been confirmed, so its marks cannot be changed.")
    todo = N_("Ask the chief judge if something is wrong.")


@dataclass(eq=False)
class NothingToCheck(SheetRefusal):
    """No sheet waits for a check here."""

    code = "nothing_to_check"
    what = N_("This mark sheet is not waiting for a check.")
    todo = N_("Open the list again; somebody else may have checked it.")


@dataclass(eq=False)
class CheckerCannotEdit(SheetRefusal):
    """Whoever checks a sheet does not change it."""

    code = "checker_cannot_edit"
    what = N_("Whoever checks a mark sheet cannot change it.")
    todo = N_("Reject it with a reason; its judge corrects it.")


@dataclass(eq=False)
class SamePerson(SheetRefusal):
    """A sheet would be checked by whoever entered it."""

    code = "same_person"
    what = N_("You entered this mark sheet, so somebody else must check it.")
    todo = N_("Ask another checker.")


@dataclass(eq=False)
class LockNotAllowed(SheetRefusal):
    """Only a chief judge locks a sheet."""

    code = "not_allowed"
    what = N_("Only the chief judge locks mark sheets.")
    todo = N_("Ask the chief judge.")


@dataclass(eq=False)
class NotConfirmed(SheetRefusal):
    """A sheet would be locked that nobody has confirmed."""

    code = "not_confirmed"
    what = N_("The mark sheet has not been confirmed yet.")
    todo = N_("Have it checked by a second person first.")


_CLOSED = {
    SheetState.LOCKED: SheetLocked,
    SheetState.WAITING: AwaitingCheck,
    SheetState.CONFIRMED: AlreadyConfirmed,
}


def check_sheet_open(state: SheetState) -> None:
    """Raise `SheetLocked`, `AwaitingCheck` or `AlreadyConfirmed` unless marks may be entered."""
    if refusal := _CLOSED.get(state):
        raise refusal


def check_second_person(
    *, state: SheetState, version: int, seen_version: int, author: Person | None, checker: Person
) -> None:
    """Raise the refusal, if any, of confirming or rejecting a sheet.

    Raises `SheetLocked`, `SheetStale`, `NothingToCheck` or `SamePerson`, in this order.
    """
    _check_waiting(CheckedSheet(state, version, author), seen_version)
    if checker == author:
        raise SamePerson


def check_return(*, state: SheetState, version: int, seen_version: int) -> None:
    """Raise `SheetLocked`, `SheetStale` or `NotConfirmed` unless a confirmed sheet may be given back."""
    _check_current(CheckedSheet(state, version), seen_version)
    if state != SheetState.CONFIRMED:
        raise NotConfirmed


def enter(sheet: CheckedSheet, actor: Person, base: int) -> CheckedSheet:
    """Return the sheet with a new version, entered by the actor upon version `base`."""
    _check_current(sheet, base)
    check_sheet_open(sheet.state)
    return CheckedSheet(SheetState.WAITING, sheet.version + 1, actor)


def confirm(sheet: CheckedSheet, actor: Person, version: int) -> CheckedSheet:
    """Return the sheet confirmed by a second person who saw that version."""
    return _checked(sheet, actor, version, SheetState.CONFIRMED)


def reject(sheet: CheckedSheet, actor: Person, version: int) -> CheckedSheet:
    """Return the sheet given back by a second person who saw that version."""
    return _checked(sheet, actor, version, SheetState.REJECTED)


def edit_while_checking(sheet: CheckedSheet, actor: Person, version: int) -> NoReturn:
    """Refuse: a checker never edits what is being checked."""
    _check_waiting(sheet, version)
    raise CheckerCannotEdit


def lock(sheet: CheckedSheet, actor: Person, chiefs: Collection[Person]) -> CheckedSheet:
    """Return the confirmed sheet locked for good by a chief judge."""
    if sheet.state == SheetState.LOCKED:
        raise SheetLocked
    if actor not in chiefs:
        raise LockNotAllowed
    if sheet.state != SheetState.CONFIRMED:
        raise NotConfirmed
    return replace(sheet, state=SheetState.LOCKED)


def _checked(sheet: CheckedSheet, actor: Person, version: int, state: SheetState) -> CheckedSheet:
    check_second_person(
        state=sheet.state, version=sheet.version, seen_version=version, author=sheet.author, checker=actor
    )
    return replace(sheet, state=state)


def _check_current(sheet: CheckedSheet, seen: int) -> None:
    if sheet.state == SheetState.LOCKED:
        raise SheetLocked
    if seen != sheet.version:
        raise SheetStale


def _check_waiting(sheet: CheckedSheet, seen: int) -> None:
    _check_current(sheet, seen)
    if sheet.state != SheetState.WAITING:
        raise NothingToCheck

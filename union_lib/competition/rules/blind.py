"""Blind marking: entries are coded by successive draws, each list held by a different person.

Codes are opened in reverse order, and only after the marks are signed.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from random import Random
from typing import ClassVar

from ...common.errors import N_, RuleViolation

Person = Hashable
CODE_LETTERS = "ACDEFHJKLMNPQRTUVWXY34679"
"""Letters and digits that are not taken for one another."""

CODE_LENGTH = 4


class Export(StrEnum):
    """What a list may show: codes while anything is coded, then names."""

    CODES_ONLY = "codes_only"
    WITH_NAMES = "with_names"


@dataclass(frozen=True)
class BlindCodes:
    """How far coding has come: who holds each drawn list, and how many are still closed."""

    draws: int
    holders: tuple[Person, ...] = ()
    is_signed: bool = False
    opened: int = 0

    @property
    def still_coded(self) -> int:
        """Return how many lists are still closed; the highest is the next to open."""
        return self.draws - self.opened

    @property
    def export(self) -> Export:
        """Return what a list of entries may show now."""
        return Export.CODES_ONLY if self.still_coded else Export.WITH_NAMES


class BlindRefusal(RuleViolation):
    """Blind marking forbids it; `code` is the same in protocols and in published cases."""

    code: ClassVar[str] = ""


@dataclass(eq=False)
class AlreadyDone(BlindRefusal):
    """The draw, or the signature, has been made."""

    code = "already_done"
    what = N_("This step has been done already.")
    todo = N_("Go on with the next step.")


@dataclass(eq=False)
class OutOfOrder(BlindRefusal):
    """A draw, signature or opening comes too early."""

    code = "order"
    what = N_("Another step comes first.")
    todo = N_("Draw the lists in order, sign the marks, then open the lists in reverse order.")


@dataclass(eq=False)
class OneListPerPerson(BlindRefusal):
    """Somebody would hold two lists of codes."""

    code = "one_list_per_person"
    what = N_("You already hold a list of codes.")
    todo = N_("Each list must be drawn and kept by a different person.")


@dataclass(eq=False)
class MarksNotSigned(BlindRefusal):
    """A list would be opened before the marks are signed."""

    code = "not_signed"
    what = N_("The codes stay closed until the marks are signed.")
    todo = N_("Wait for the chief judge to sign.")


@dataclass(eq=False)
class StillBlind(BlindRefusal):
    """A name was asked for while entries are coded."""

    code = "blinded"
    what = N_("The entries are still coded; nobody may see whose they are.")
    todo = N_("Names appear when every list of codes has been opened.")


@dataclass(eq=False)
class AppealOnly(BlindRefusal):
    """A mark would be changed after signing."""

    code = "appeal_only"
    what = N_("The marks have been signed and can no longer be changed.")
    todo = N_("Lodge an appeal with the supervisors.")


def draw(codes: BlindCodes, actor: Person, number: int) -> BlindCodes:
    """Return the codes with the next list drawn and held by the actor."""
    if 1 <= number <= len(codes.holders):
        raise AlreadyDone
    if number != len(codes.holders) + 1 or number > codes.draws:
        raise OutOfOrder
    if actor in codes.holders:
        raise OneListPerPerson
    return replace(codes, holders=(*codes.holders, actor))


def sign(codes: BlindCodes) -> BlindCodes:
    """Return the codes with the marks signed; every list must have been drawn."""
    if len(codes.holders) < codes.draws:
        raise OutOfOrder
    if codes.is_signed:
        raise AlreadyDone
    return replace(codes, is_signed=True)


def decode(codes: BlindCodes, number: int) -> BlindCodes:
    """Return the codes with the highest closed list opened."""
    if not codes.is_signed:
        raise MarksNotSigned
    if number != codes.still_coded:
        raise OutOfOrder
    return replace(codes, opened=codes.opened + 1)


def check_identify(codes: BlindCodes) -> None:
    """Raise `StillBlind` until every list has been opened."""
    if codes.still_coded:
        raise StillBlind


def check_mark_change(codes: BlindCodes) -> None:
    """Raise `AppealOnly` once the marks are signed."""
    if codes.is_signed:
        raise AppealOnly


def drawn_codes(count: int, rng: Random, taken: Collection[str] = frozenset()) -> list[str]:
    """Return that many different random codes, none of them taken; no order shows inside.

    >>> codes = drawn_codes(3, Random(1))
    >>> len(set(codes)), {len(code) for code in codes}
    (3, {4})
    """
    made: dict[str, None] = {}
    while len(made) < count:
        code = "".join(rng.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if code not in taken:
            made[code] = None
    return list(made)


def drawn_list(coded: Sequence[str], rng: Random, taken: Collection[str] = frozenset()) -> dict[str, str]:
    """Return a list of codes: what was known before by its new code, in the order of the new codes."""
    codes = drawn_codes(len(coded), rng, taken)
    return dict(sorted(zip(coded, codes, strict=True), key=lambda pair: pair[1]))


def followed(lists: Sequence[Mapping[str, str]], known: str) -> str:
    """Return what something is called after every list in turn.

    >>> followed([{"001": "AC"}, {"AC": "XY"}], "001")
    'XY'
    """
    return reduce(lambda code, drawn: drawn[code], lists, known)

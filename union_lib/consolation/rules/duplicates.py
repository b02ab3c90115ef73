"""Who may be the same person twice: what is certain, what a person must look at, what is certainly two people.

Nothing is merged here or because of it: a pair is a question, and its cause is what the question rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from ...common.identifiers import IdentifierInvalid, MobileInvalid, mobile, normalised, resident_id
from .likeness import plain_name, sound_alike

_NUMBER = re.compile(r"[0-9]{7,12}")
_BIRTH_DIGITS = {18: slice(6, 14), 15: slice(6, 12)}


class Verdict(StrEnum):
    """What two records are: one person, perhaps one, certainly two; or nothing speaks for either."""

    SAME = "same"
    REVIEW = "review"
    DIFFERENT = "different"
    UNRELATED = "unrelated"


class PairCause(StrEnum):
    """What a verdict rests on; a message id of each is for the screens."""

    SAME_IDENTITY = "same_identity"
    SAME_IDENTITY_OTHER_NAME = "same_identity_other_name"
    SAME_PHONE_SAME_NAME = "same_phone_same_name"
    SAME_PHONE_LIKE_NAME = "same_phone_like_name"
    SAME_BIRTHDAY_SAME_NAME = "same_birthday_same_name"
    SAME_BIRTHDAY_LIKE_NAME = "same_birthday_like_name"
    TWO_IDENTITIES = "two_identities"
    NOTHING = "nothing"


SCORES = {
    PairCause.SAME_IDENTITY: 100,
    PairCause.SAME_IDENTITY_OTHER_NAME: 95,
    PairCause.SAME_PHONE_SAME_NAME: 90,
    PairCause.SAME_PHONE_LIKE_NAME: 80,
    PairCause.SAME_BIRTHDAY_SAME_NAME: 70,
    PairCause.SAME_BIRTHDAY_LIKE_NAME: 50,
    PairCause.TWO_IDENTITIES: 0,
    PairCause.NOTHING: 0,
}
"""How much speaks for one person, of a hundred: the order in which pairs are shown, no probability."""


@dataclass(frozen=True)
class PersonRecord:
    """Somebody as a list names them; what the list does not have is empty."""

    name: str
    identity: str = ""
    phone: str = ""
    born_on: date | None = None


@dataclass(frozen=True)
class PlainPerson:
    """A record in one spelling.

    `identity` is the valid number of 18 characters, else empty. `born_on` comes from the number (a wrong
    check character does not spoil its date) or from the list.
    """

    name: str
    identity: str = ""
    phone: str = ""
    born_on: date | None = None


@dataclass(frozen=True)
class Judged:
    """What two records are, and why."""

    verdict: Verdict
    cause: PairCause

    @property
    def score(self) -> int:
        """Return how much speaks for one person."""
        return SCORES[self.cause]


@dataclass(frozen=True)
class Pair:
    """Two records by their places in the list, the lower first."""

    first: int
    second: int
    judged: Judged


def plain_person(record: PersonRecord, as_of: date) -> PlainPerson:
    """Return a record in one spelling; old numbers become 18 characters.

    >>> plain_person(PersonRecord("張偉", "110105491231002", " 138 1234-5678 "), date(2020, 3, 4))
    PlainPerson(name='张伟', identity='11010519491231002X', phone='13812345678', born_on=datetime.date(1949, 12, 31))
    """
    name, phone = plain_name(record.name), plain_phone(record.phone)
    try:
        found = resident_id(record.identity, as_of)
    except IdentifierInvalid:
        born_on = record.born_on or birth_digits(record.identity, as_of)
        return PlainPerson(name, "", phone, born_on)
    return PlainPerson(name, found.number, phone, found.born_on)


def birth_digits(text: str, as_of: date) -> date | None:
    """Return the birth date that stands in a number of 18 or 15 characters, right or wrong otherwise.

    >>> birth_digits("430202197506150009", date(2020, 3, 4))
    datetime.date(1975, 6, 15)
    """
    number = normalised(text)
    digits = number[_BIRTH_DIGITS[len(number)]] if len(number) in _BIRTH_DIGITS else ""
    if not (digits.isascii() and digits.isdecimal()):
        return None
    try:
        born_on = date.fromisoformat(digits if len(digits) == 8 else f"19{digits}")
    except ValueError:
        return None
    return born_on if born_on <= as_of else None


def plain_phone(text: str) -> str:
    """Return a mobile number, or the digits of another number; empty for what tells nobody apart.

    >>> plain_phone("+86 138-1234-5678"), plain_phone("0731-2868 1234"), plain_phone("00000000000")
    ('13812345678', '073128681234', '')
    """
    try:
        return mobile(text)
    except MobileInvalid:
        digits = normalised(text).replace("-", "")
    return digits if _NUMBER.fullmatch(digits) and len(set(digits)) > 1 else ""


def judged(one: PlainPerson, other: PlainPerson) -> Judged:
    """Return what two records are.

    Equal valid numbers: the same. Two valid different numbers: certainly two people, unless they share a phone
    and their names sound alike. Else names that sound alike with the same phone, or with the same birthday,
    are looked at by a person.

    >>> judged(PlainPerson("李玥", phone="13812340000"), PlainPerson("李月", phone="13812340000")).verdict.value
    'review'
    """
    if one.identity and one.identity == other.identity:
        is_like = one.name == other.name or sound_alike(one.name, other.name)
        cause = PairCause.SAME_IDENTITY if is_like else PairCause.SAME_IDENTITY_OTHER_NAME
        return Judged(Verdict.SAME, cause)
    has_phone = bool(one.phone) and one.phone == other.phone
    has_birthday = one.born_on is not None and one.born_on == other.born_on
    are_two = bool(one.identity and other.identity)
    if are_two and not has_phone:
        return Judged(Verdict.DIFFERENT, PairCause.TWO_IDENTITIES)
    if (has_phone or has_birthday) and sound_alike(one.name, other.name):
        return Judged(Verdict.REVIEW, review_cause(has_phone, one.name == other.name))
    return Judged(Verdict.UNRELATED, PairCause.NOTHING)


def review_cause(has_phone: bool, is_same_name: bool) -> PairCause:
    """Return what a doubtful pair rests on."""
    if has_phone:
        return PairCause.SAME_PHONE_SAME_NAME if is_same_name else PairCause.SAME_PHONE_LIKE_NAME
    return PairCause.SAME_BIRTHDAY_SAME_NAME if is_same_name else PairCause.SAME_BIRTHDAY_LIKE_NAME


def judged_pairs(records: Sequence[PersonRecord], as_of: date) -> Iterator[Pair]:
    """Yield every pair of a short list that is the same, doubtful or certainly different.

    Every record is held against every other; `matching.pairs` does it for long lists, without the different.
    """
    plain = [plain_person(record, as_of) for record in records]
    for (first, one), (second, other) in combinations(enumerate(plain), 2):
        found = judged(one, other)
        if found.verdict != Verdict.UNRELATED:
            yield Pair(first, second, found)

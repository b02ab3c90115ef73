"""Numbers that name people and firms: read as people write them, then checked.

Checked are form, date and check digit; a birth place is never looked up, because county codes change.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import mul
from typing import ClassVar

from .errors import N_, RuleViolation

_RESIDENT = re.compile(r"[0-9]{17}[0-9X]|[0-9]{15}")
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS = "10X98765432"

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT = re.compile(rf"[1-9ANY][{_CREDIT_ALPHABET}][0-9]{{6}}[{_CREDIT_ALPHABET}]{{9}}[{_CREDIT_ALPHABET}]")

_DOUBLED = str.maketrans("0123456789", "0246813579")  # twice the digit, its own digits added

_MOBILE = re.compile(r"(?:\+86|0086|86)?(1[3-9][0-9]{9})")


class Sex(StrEnum):
    """Sex as the resident number tells it."""

    FEMALE = "F"
    MALE = "M"


class Registry(StrEnum):
    """Who registered an organisation, by the first character of its credit code (GB 32100)."""

    ESTABLISHMENT = "establishment"
    FOREIGN_AFFAIRS = "foreign_affairs"
    JUSTICE = "justice"
    CULTURE = "culture"
    CIVIL_AFFAIRS = "civil_affairs"
    TOURISM = "tourism"
    RELIGION = "religion"
    UNION = "union"
    MARKET = "market"
    MILITARY = "military"
    AGRICULTURE = "agriculture"
    OTHER = "other"


_REGISTRIES = dict(zip("123456789ANY", Registry, strict=True))


class IdentifierInvalid(RuleViolation):
    """A number cannot be right; `code` says what is wrong with it."""

    code: ClassVar[str] = ""


@dataclass(eq=False)
class ResidentFormat(IdentifierInvalid):
    """Not 18 or 15 characters of a resident number."""

    code = "format"
    what = N_("This is not a resident identity number.")
    todo = N_("Enter 18 characters (or the old 15 digits) as printed on the card.")


@dataclass(eq=False)
class ResidentDate(IdentifierInvalid):
    """The birth date in the number does not exist or lies ahead."""

    code = "date"
    what = N_("The birth date in the identity number cannot be right.")
    todo = N_("Compare digits 7 to 14 with the card.")


@dataclass(eq=False)
class ResidentChecksum(IdentifierInvalid):
    """The check character does not fit, so some digit is wrong."""

    code = "checksum"
    what = N_("The identity number has a wrong digit: its check character does not fit.")
    todo = N_("Compare the number with the card, digit by digit.")


@dataclass(eq=False)
class CreditFormat(IdentifierInvalid):
    """Not the 18 characters of a credit code."""

    code = "format"
    what = N_("This is not a unified social credit code.")
    todo = N_("Enter its 18 characters as printed on the licence; it never has the letters I, O, S, V, Z.")


@dataclass(eq=False)
class CreditChecksum(IdentifierInvalid):
    """The check character does not fit, so some character is wrong."""

    code = "checksum"
    what = N_("The credit code has a wrong character: its check character does not fit.")
    todo = N_("Compare the code with the licence, character by character.")


@dataclass(eq=False)
class CardInvalid(IdentifierInvalid):
    """The check digit of a bank card does not fit."""

    code = "checksum"
    what = N_("The card number has a wrong digit: its check digit does not fit.")
    todo = N_("Compare the number with the card, digit by digit.")


@dataclass(eq=False)
class MobileInvalid(IdentifierInvalid):
    """Not a mainland mobile number."""

    code = "format"
    what = N_("This is not a mobile number.")
    todo = N_("Enter 11 digits that start with 13 to 19.")


@dataclass(frozen=True)
class ResidentId:
    """A valid resident number of 18 characters, and what it tells."""

    number: str
    born_on: date
    sex: Sex


@dataclass(frozen=True)
class CreditCode:
    """A valid unified social credit code, and who registered the organisation."""

    code: str
    registry: Registry


def normalised(text: str) -> str:
    """Return a number without blanks and full-width forms, letters in upper case.

    >>> normalised(" 4302 02１９75x ")
    '4302021975X'
    """
    if text.isascii() and text.isalnum():
        return text.upper()
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def resident_id(text: str, as_of: date) -> ResidentId:
    """Return the resident number read; old numbers of 15 digits get century and check character.

    Raises `ResidentFormat`, `ResidentDate` (impossible, or after `as_of`) or `ResidentChecksum`, in this
    order. Source: GB 11643-1999.

    >>> resident_id("11010519491231002x", date(2020, 12, 31)).born_on
    datetime.date(1949, 12, 31)
    """
    number = normalised(text)
    if not _RESIDENT.fullmatch(number):
        raise ResidentFormat
    body = f"{number[:6]}19{number[6:]}" if len(number) == 15 else number[:17]
    born_on = _birth_date(body[6:14])
    if born_on is None or born_on > as_of:
        raise ResidentDate
    whole = body + _resident_check(body)
    if len(number) == 18 and number != whole:
        raise ResidentChecksum
    return ResidentId(whole, born_on, Sex.MALE if int(body[16]) % 2 else Sex.FEMALE)


def _birth_date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _resident_check(body: str) -> str:
    return _RESIDENT_CHECKS[sum(map(mul, map(int, body), _RESIDENT_WEIGHTS)) % 11]


def credit_code(text: str) -> CreditCode:
    """Return the unified social credit code read; raises `CreditFormat` or `CreditChecksum`.

    Source: GB 32100-2015.

    >>> credit_code("81430200mb12345673").registry.value
    'union'
    """
    code = normalised(text)
    if not _CREDIT.fullmatch(code):
        raise CreditFormat
    total = sum(_CREDIT_ALPHABET.index(c) * pow(3, n, 31) for n, c in enumerate(code[:17]))
    if _CREDIT_ALPHABET[-total % 31] != code[17]:
        raise CreditChecksum
    return CreditCode(code, _REGISTRIES[code[0]])


def passes_luhn(text: str) -> bool:
    """Return whether the last digit is the check digit of the others (ISO/IEC 7812).

    >>> passes_luhn("7992 7398 713"), passes_luhn("79927398710")
    (True, False)
    """
    number = normalised(text)
    if not (number.isascii() and number.isdecimal()):
        return False
    doubled = number[-2::-2].translate(_DOUBLED)
    return (sum(map(int, doubled)) + sum(map(int, number[-1::-2]))) % 10 == 0


def bank_card(text: str) -> str:
    """Return the card number read; raises `CardInvalid`."""
    if not passes_luhn(text):
        raise CardInvalid
    return normalised(text)


def mobile(text: str) -> str:
    """Return the 11 digits of a mobile number; raises `MobileInvalid`.

    >>> mobile("+86 138-1234-5678")
    '13812345678'
    """
    found = _MOBILE.fullmatch(normalised(text).replace("-", ""))
    if not found:
        raise MobileInvalid
    return found[1]


def masked(number: str, head: int = 6, tail: int = 4) -> str:
    """Return the number with its middle hidden; too short a number is hidden whole.

    >>> masked("430202197506151234"), masked("13812345678", head=3)
    ('430202********1234', '138****5678')
    """
    hidden = len(number) - head - tail
    if hidden <= 0:
        return "*" * len(number)
    return number[:head] + "*" * hidden + number[len(number) - tail :]


def masked_name(name: str) -> str:
    """Return a person's name as a public list shows it.

    >>> masked_name("李兰"), masked_name("李桂兰"), masked_name("欧阳桂兰"), masked_name("Li")
    ('李*', '李*兰', '欧**兰', 'L*')
    """
    if len(name) < 3:
        return name[:1] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]

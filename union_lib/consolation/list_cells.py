"""What the cells of a recipient list may say, and how each is read: one text in, a value or a refusal out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from ..common import identifiers
from ..common.errors import N_, RuleViolation
from ..common.money import parse_yuan
from ..common.text import translate
from .rules.kinds import Kind

MOST_FEN = 10**11  # a thousand million yuan; no household and no claim has more
MOST_MEMBERS = 20

YES = frozenset({"是", "有", "√", "✓", "y", "yes", "true", "1", "对"})
NO = frozenset({"否", "无", "×", "✗", "x", "n", "no", "false", "0", "", "没有", "不是", "-", "—"})
HEADS = frozenset({"户主", "本人", "职工本人", "head", "self"})

KIND_NAMES = {
    Kind.HARDSHIP: (
        "困难职工",
        "深度困难",
        "相对困难",
        "意外致困",
        "深度困难职工",
        "相对困难职工",
        "意外致困职工",
    ),
    Kind.MEDIC: ("一线医护", "一线医护人员", "医护", "医护人员", "医务人员", "一线医务人员"),
    Kind.FRONTLINE: ("一线职工", "一线人员", "一线工作人员", "疫情防控一线", "防控一线职工"),
    Kind.WORKER: ("职工", "普通职工", "在职职工", "一般职工"),
}
"""What people write for each kind, besides its word on the screen."""


@dataclass(eq=False)
class TextTooLong(RuleViolation):
    """A cell holds more than the column can keep."""

    length: int
    longest: int

    what = N_("The text has {length} characters, more than {longest}.")
    todo = N_("Shorten it.")


@dataclass(eq=False)
class AmountBelowZero(RuleViolation):
    """An amount of a list is negative."""

    text: str

    what = N_("The amount “{text}” is below 0.")
    todo = N_("Enter 0 or more, in yuan with at most two decimals.")


@dataclass(eq=False)
class AmountTooBig(RuleViolation):
    """An amount of a list is larger than any that can be meant."""

    text: str

    what = N_("The amount “{text}” is too big to be right.")
    todo = N_("Enter yuan, not fen; at most 1,000,000,000.")


@dataclass(eq=False)
class MembersUnfit(RuleViolation):
    """The size of a household is not a whole number of people."""

    text: str
    most: int

    what = N_("“{text}” cannot be the number of people in a household.")
    todo = N_("Enter a whole number from 1 to {most}.")


@dataclass(eq=False)
class NeitherYesNorNo(RuleViolation):
    """A cell that answers yes or no says something else."""

    text: str

    what = N_("“{text}” is neither yes nor no.")
    todo = N_("Enter yes or no; an empty cell is no.")


@dataclass(eq=False)
class KindUnknown(RuleViolation):
    """A cell names a kind of recipient there is not."""

    text: str
    known: str

    what = N_("There is no kind of recipient “{text}”.")
    todo = N_("Use one of: {known}.")


@dataclass(eq=False)
class CardLength(RuleViolation):
    """A bank card number is too short or too long, or has other characters than digits."""

    what = N_("This is not the number of a bank card.")
    todo = N_("Enter the 13 to 19 digits on the card.")


def short(longest: int) -> Callable[[str], str]:
    """Return a reader of texts up to a length."""

    def parse(text: str) -> str:
        if len(text.strip()) > longest:
            raise TextTooLong(len(text.strip()), longest)
        return text.strip()

    return parse


def amount_fen(text: str) -> int | None:
    """Return the fen of an amount in yuan; None for an empty cell. Raises what `parse_yuan` raises, or its own.

    >>> amount_fen("1,234.5"), amount_fen("")
    (123450, None)
    """
    if not text.strip():
        return None
    fen = parse_yuan(text)
    if fen < 0:
        raise AmountBelowZero(text)
    if fen > MOST_FEN:
        raise AmountTooBig(text)
    return fen


def members(text: str) -> int | None:
    """Return the people of a household; None for an empty cell.

    >>> members("4人")
    4
    """
    plain = normalize("NFKC", text).strip().removesuffix("人").strip()
    if not plain:
        return None
    if not re.fullmatch("[0-9]{1,2}", plain) or not 1 <= int(plain) <= MOST_MEMBERS:
        raise MembersUnfit(text, MOST_MEMBERS)
    return int(plain)


def yes_or_no(text: str) -> bool:
    """Return what a cell answers; an empty one is no.

    >>> yes_or_no("是"), yes_or_no("")
    (True, False)
    """
    plain = normalize("NFKC", text).strip().casefold()
    if plain not in YES | NO:
        raise NeitherYesNorNo(text)
    return plain in YES


def kind(words: dict[Kind, str]) -> Callable[[str], Kind]:
    """Return a reader of kinds of recipients; `words` are their message ids."""

    def parse(text: str) -> Kind:
        plain = "".join(normalize("NFKC", text).split()).casefold()
        for known, word in words.items():
            names = {translate(word), word, known.value, *KIND_NAMES[known]}
            if plain in {"".join(name.split()).casefold() for name in names}:
                return known
        raise KindUnknown(text, "、".join(translate(word) for word in words.values()))

    return parse


def identity(as_of: date) -> Callable[[str], str | None]:
    """Return a reader of resident numbers, made whole to 18 characters; None for an empty cell."""

    def parse(text: str) -> str | None:
        return identifiers.resident_id(text, as_of).number if text.strip() else None

    return parse


def phone(text: str) -> str | None:
    """Return a mobile number; None for an empty cell."""
    return identifiers.mobile(text) if text.strip() else None


def bank_card(text: str) -> str:
    """Return the number of a bank card; raises `CardLength` or `CardInvalid`.

    >>> bank_card("6222 0212 3456 7894")
    '6222021234567894'
    """
    plain = text if text.isdecimal() and text.isascii() else identifiers.normalised(text).replace("-", "")
    if not re.fullmatch("[0-9]{13,19}", plain) or len(set(plain)) == 1:
        raise CardLength
    return identifiers.bank_card(plain)


def card(text: str) -> str | None:
    """Return the number of a bank card; None for an empty cell."""
    return bank_card(text) if text.strip() else None


def credit_code(text: str) -> str:
    """Return a unified social credit code; empty for an empty cell."""
    return identifiers.credit_code(text).code if text.strip() else ""


def is_head(relation: str) -> bool:
    """Tell whether a relation to the head of a household is the head itself.

    >>> is_head("本人"), is_head("配偶")
    (True, False)
    """
    return relation.strip().casefold() in HEADS

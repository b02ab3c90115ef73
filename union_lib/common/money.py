"""Money is whole fen (分): written, read, divided to the last fen, and spelled in Chinese capitals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .errors import N_, RuleViolation

FEN_PER_YUAN = 100

_AMOUNT = re.compile(r"([+-]?)¥?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{1,2})0*)?元?")

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))


@dataclass(eq=False)
class AmountUnreadable(RuleViolation):
    """What was typed is not an amount in yuan and whole fen."""

    text: str

    what = N_("“{text}” is not an amount of money.")
    todo = N_("Enter yuan with at most two decimals, such as 1,234.50.")


@dataclass(eq=False)
class NothingToShareBy(RuleViolation):
    """A sum was to be divided by weights that are absent, negative or all zero."""

    what = N_("The amount cannot be divided: nobody has a share in it.")
    todo = N_("Give at least one line a weight above 0, and none a weight below 0.")


def yuan(fen: int) -> str:
    """Return an amount of fen as yuan with two decimals.

    >>> yuan(123450), yuan(-5)
    ('1,234.50', '-0.05')
    """
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02}"


def parse_yuan(text: str) -> int:
    """Return the fen of an amount typed in yuan; raises `AmountUnreadable`.

    Full-width digits, blanks, a currency sign and commas between thousands are read for what they mean.

    >>> parse_yuan("1,234.5"), parse_yuan("¥0.05")
    (123450, 5)
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace("。", ".")
    found = _AMOUNT.fullmatch(plain)
    if not found:
        raise AmountUnreadable(text)
    sign, whole, part = found.groups()
    fen = int(whole.replace(",", "")) * FEN_PER_YUAN + int((part or "0").ljust(2, "0"))
    return -fen if sign == "-" else fen


def largest_remainder(total: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Divide a total by weight so that nothing is lost.

    Every share is rounded down, then the left-over units go to the largest remainders, the first of
    equals first. Raises `NothingToShareBy`.

    >>> largest_remainder(100_00, [1, 1, 1])
    [3334, 3333, 3333]
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise NothingToShareBy
    shares = [int(total * weight // whole) for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(total * weights[i] % whole))
    for position in by_remainder[: total - sum(shares)]:
        shares[position] += 1
    return shares


def in_capitals(fen: int) -> str:
    """Return an amount in Chinese capitals, as vouchers and bank slips want it.

    Source: 支付结算办法, 附件一 (正确填写票据和结算凭证的基本规定).

    >>> in_capitals(1_200_00), in_capitals(6_007_14), in_capitals(5)
    ('壹仟贰佰元整', '陆仟零柒元壹角肆分', '伍分')
    """
    sign = "负" if fen < 0 else ""
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    jiao, last = divmod(rest, 10)
    text = f"{_capitals(whole)}元" if whole or not rest else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif whole and last:
        text += "零"
    return sign + text + (f"{_DIGITS[last]}分" if last else "整")


def _capitals(number: int) -> str:
    for size, unit in _UNITS:
        if number >= size:
            head, rest = divmod(number, size)
            gap = "零" if 0 < rest < size // 10 else ""
            return _capitals(head) + unit + gap + (_capitals(rest) if rest else "")
    return _DIGITS[number]

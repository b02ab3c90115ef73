"""Lists of people as numbers to join by: identity, phone, birthday, and every way a name may sound.

In bulk and over bytes, because a million rows one by one would take half a minute; what is not written plainly
(blanks, full width, a prefix) takes the way of `rules.duplicates`. In every column 0 is “not known”.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from .rules.duplicates import PersonRecord, plain_person, plain_phone
from .rules.likeness import has_double_surname, name_readings, plain_names, readings

KEYED = 4
"""So many characters of a name make its sounds; two longer names are compared once more."""

_WEIGHTS = np.array((7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2))  # GB 11643
_CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)
_PLACES = 10 ** np.arange(17, dtype=np.int64)[::-1]
_MONTH_DAYS = np.array((0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31))
_ZERO, _NINE, _SMALL_X, _LARGE_X = b"09xX"


@dataclass(frozen=True)
class NameSounds:
    """Which names (by number) may sound how (by number): one row for each."""

    name: np.ndarray
    sound: np.ndarray


@dataclass(frozen=True)
class MatchKeys:
    """A list as numbers, one entry a record; `names` are the plain names, `lengths` their lengths."""

    names: np.ndarray
    lengths: np.ndarray
    name: np.ndarray
    identity: np.ndarray
    phone: np.ndarray
    born: np.ndarray

    @classmethod
    def of(
        cls,
        names: Sequence[str],
        identities: Sequence[str],
        phones: Sequence[str],
        as_of: date,
        born_on: Sequence[date | None] | None = None,
    ) -> MatchKeys:
        """Return the keys of a list given by columns."""
        number, plain = pd.factorize(np.array(plain_names(names), dtype=object))
        identity, born = identity_keys(identities, as_of)
        if born_on is not None:
            told = np.fromiter((_day_number(day) if day else 0 for day in born_on), np.int64, len(born_on))
            born = np.where((identity == 0) & (told > 0), told, born)
        lengths = np.fromiter(map(len, plain), np.int64, len(plain))
        return cls(plain, lengths, number.astype(np.int32), identity, phone_keys(phones), born)

    def sounds(self) -> NameSounds:
        """Return every way each name may sound; an empty name has none."""
        return name_sounds(list(self.names))


def _day_number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


# Identity and birthday


def identity_keys(texts: Sequence[str], as_of: date) -> tuple[np.ndarray, np.ndarray]:
    """Return for each text the first 17 digits of its valid number, else 0; and the birthday it tells, else 0."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    identity, born = np.zeros(len(texts), np.int64), np.zeros(len(texts), np.int64)
    is_odd = lengths > 0
    for width, completed in ((18, _eighteen), (15, _fifteen)):
        at = np.flatnonzero(lengths == width)
        body, is_plain, is_right = completed(_bytes(texts, at, width))
        days = np.where(is_plain, _days(body, as_of), 0)
        born[at] = days
        identity[at] = np.where(is_right & (days > 0), body @ _PLACES, 0)
        is_odd[at[is_plain]] = False
    for i in np.flatnonzero(is_odd).tolist():
        person = plain_person(PersonRecord("", texts[i]), as_of)
        identity[i] = int(person.identity[:17] or 0)
        born[i] = _day_number(person.born_on) if person.born_on else 0
    return identity, born


def _bytes(texts: Sequence[str], at: np.ndarray, width: int) -> np.ndarray:
    """Return the characters of texts of one width, a row for each; what is not ASCII becomes a question mark."""
    joined = "".join([texts[i] for i in at.tolist()]).encode("ascii", "replace")
    return np.frombuffer(joined, np.uint8).reshape(len(at), width)


Completed = tuple[np.ndarray, np.ndarray, np.ndarray]


def _eighteen(letters: np.ndarray) -> Completed:
    """Return the 17 digits, whether they are plainly written, and whether the check character fits."""
    last = np.where(letters[:, 17] == _SMALL_X, _LARGE_X, letters[:, 17])
    body = letters[:, :17].astype(np.int64) - _ZERO
    is_plain = _are_digits(letters[:, :17]) & (_are_digits(letters[:, 17:]) | (last == _LARGE_X))
    return body, is_plain, is_plain & (last == _CHECKS[body @ _WEIGHTS % 11])


def _fifteen(letters: np.ndarray) -> Completed:
    """Return the same for an old number, which is of the last century and has no check character."""
    digits = letters.astype(np.int64) - _ZERO
    century = np.broadcast_to(np.array((1, 9)), (len(digits), 2))
    is_plain = _are_digits(letters)
    return np.concatenate((digits[:, :6], century, digits[:, 6:]), axis=1), is_plain, is_plain


def _are_digits(letters: np.ndarray) -> np.ndarray:
    return np.all((letters >= _ZERO) & (letters <= _NINE), axis=1)


def _days(body: np.ndarray, as_of: date) -> np.ndarray:
    """Return the birth dates as yyyymmdd; 0 where there is no such day, or it lies ahead."""
    year, month, day = (body[:, part] @ _PLACES[-width:] for part, width in _DATE_PARTS)
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    has_month = (month >= 1) & (month <= 12)
    last = _MONTH_DAYS[np.where(has_month, month, 0)] + ((month == 2) & is_leap)
    found = year * 10_000 + month * 100 + day
    is_day = has_month & (year >= 1) & (day >= 1) & (day <= last) & (found <= _day_number(as_of))
    return np.where(is_day, found, 0)


_DATE_PARTS = ((slice(6, 10), 4), (slice(10, 12), 2), (slice(12, 14), 2))


# Phone


def phone_keys(texts: Sequence[str]) -> np.ndarray:
    """Return for each text a number of its phone number, else 0; a 1 before the digits keeps leading zeros."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    keys, is_odd = np.zeros(len(texts), np.int64), lengths > 0
    at = np.flatnonzero(lengths == 11)
    letters = _bytes(texts, at, 11)
    is_mobile = _are_digits(letters) & (letters[:, 0] == ord("1")) & (letters[:, 1] >= ord("3"))
    keys[at] = np.where(is_mobile, (letters.astype(np.int64) - _ZERO) @ _PLACES[-11:] + 10**11, 0)
    is_odd[at[is_mobile]] = False
    for i in np.flatnonzero(is_odd).tolist():
        found = plain_phone(texts[i])
        keys[i] = int(f"1{found}") if found else 0
    return keys


# Names


def name_sounds(names: Sequence[str]) -> NameSounds:
    """Return every way the first `KEYED` characters of each plain name may sound, as a number with its length.

    Two names of up to `KEYED` characters sound alike exactly if they have a sound in common; longer ones only
    if they have.
    """
    book = _Readings()
    doubles = np.fromiter(map(has_double_surname, names), bool, len(names))
    pieces = [_one_by_one(names, np.flatnonzero(doubles), book)]
    for width in range(1, KEYED + 1):
        is_width = np.fromiter((min(len(name), KEYED) == width for name in names), bool, len(names))
        pieces.append(_in_bulk(names, np.flatnonzero(is_width & ~doubles), width, book))
    return NameSounds(*(np.concatenate(column) for column in zip(*pieces, strict=True)))


class _Readings:
    """Numbers for readings, in the order they are met; 2,000 syllables and characters that read as themselves."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def of(self, found: frozenset[str]) -> list[int]:
        return [self.numbers.setdefault(reading, len(self.numbers)) for reading in found]


_BASE = 1 << 15  # more than there are readings; four of them and a length fit into 64 bits


def _in_bulk(
    names: Sequence[str], at: np.ndarray, width: int, book: _Readings
) -> tuple[np.ndarray, np.ndarray]:
    letters = _code_points([names[i][:width] for i in at.tolist()], width)
    row = np.arange(len(at))
    sound = np.fromiter((len(names[i]) for i in at.tolist()), np.int64, len(at)) % 8
    for place in range(width):
        lookup = _surname if place == 0 else readings
        row, sound = _spread(letters[:, place], row, sound, lookup, book)
    return at[row], sound


def _code_points(texts: Sequence[str], width: int) -> np.ndarray:
    joined = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    return joined.reshape(len(texts), width)


def _surname(character: str) -> frozenset[str]:
    return name_readings(character)[0]


def _spread(
    letters: np.ndarray,
    row: np.ndarray,
    sound: np.ndarray,
    lookup: Callable[[str], frozenset[str]],
    book: _Readings,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows again for every reading of their next character."""
    characters, which = np.unique(letters, return_inverse=True)
    found = [book.of(lookup(chr(character))) for character in characters]
    flat = np.array([number for numbers in found for number in numbers], np.int64)
    many = np.fromiter(map(len, found), np.int64, len(found))
    start = np.cumsum(many) - many
    times = many[which[row]] if len(row) else np.zeros(0, np.int64)
    begins = np.repeat(np.cumsum(times) - times, times)
    within = np.arange(len(begins)) - begins
    taken = np.repeat(start[which[row]] if len(row) else times, times) + within
    return np.repeat(row, times), np.repeat(sound, times) * _BASE + flat[taken]


def _one_by_one(names: Sequence[str], at: np.ndarray, book: _Readings) -> tuple[np.ndarray, np.ndarray]:
    """Return the sounds of names with a double surname, whose characters are not read one by one."""
    rows, sounds = [], []
    for i in at.tolist():
        ways = [len(names[i]) % 8]
        for found in name_readings(names[i])[:KEYED]:
            ways = [way * _BASE + number for way in ways for number in book.of(found)]
        rows += [i] * len(ways)
        sounds += ways
    return np.array(rows, np.int64), np.array(sounds, np.int64)

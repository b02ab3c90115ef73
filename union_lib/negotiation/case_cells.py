"""What the cells of a list of cases may say, and how each is read: one text in, a value or a refusal out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from unicodedata import normalize

from ..common.errors import N_, RuleViolation
from ..common.text import translate
from ..common.typed import DayUnreadable, NumberUnreadable, day
from .rules.kinds import Scope, Side, Subject, Track
from .words import SCOPES, SIDES, SUBJECTS, TRACKS

MOST_WORKERS = 10_000_000
SHORTEST_NAME = 2
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")

NAMES: Mapping[StrEnum, tuple[str, ...]] = {
    Track.COLLECTIVE_CONTRACT: ("集体合同", "综合集体合同", "集体协商"),
    Track.WAGE_AGREEMENT: ("工资协议", "工资集体协商", "工资专项集体合同", "工资专项", "工资集体合同"),
    Subject.GENERAL: ("综合", "全面", "全部事项", "general"),
    Subject.WAGES: ("工资", "工资专项", "劳动报酬"),
    Subject.WOMEN: ("女职工", "女职工专项", "女职工权益", "女职工权益保护", "女职工特殊保护"),
    Subject.SAFETY: ("劳动安全卫生", "安全卫生", "劳动保护", "安全生产"),
    Subject.HOURS: ("工时", "工作时间", "工时休息", "工时和休息"),
    Scope.ENTERPRISE: ("企业", "单位", "单个企业", "本企业"),
    Scope.INDUSTRY: ("行业", "行业性", "产业"),
    Scope.AREA: ("区域", "区域性", "园区", "街道", "乡镇"),
    Side.UNION: ("工会", "工会方", "职工方", "职工", "劳方"),
    Side.EMPLOYER: ("企业", "企业方", "单位", "资方", "用人单位"),
}
"""What people write for each choice, besides its word on the screen."""


@dataclass(eq=False)
class ChoiceUnknown(RuleViolation):
    """A cell names something that cannot be chosen."""

    text: str
    known: str

    what = N_("“{text}” is none of the choices.")
    todo = N_("Use one of: {known}.")


@dataclass(eq=False)
class DistrictNotFound(RuleViolation):
    """A cell names no district on file."""

    text: str

    what = N_("There is no district “{text}” on file.")
    todo = N_("Write its name as on file, or its six-digit code.")


@dataclass(eq=False)
class NameUnfit(RuleViolation):
    """A name is too short or too long to be kept."""

    length: int
    shortest: int
    longest: int

    what = N_("The text has {length} characters; {shortest} to {longest} are possible.")
    todo = N_("Write the name as it is on the licence.")


def named(shortest: int, longest: int) -> Callable[[str], str]:
    """Return a reader of names of a length; an empty cell is empty if that is allowed.

    >>> named(0, 40)(" 食品 ")
    '食品'
    """

    def parse(text: str) -> str:
        plain = " ".join(text.split())
        if not shortest <= len(plain) <= longest:
            raise NameUnfit(len(plain), shortest, longest)
        return plain

    return parse


def district(known: Sequence[tuple[str, str]]) -> Callable[[str], str]:
    """Return a reader of districts by code or name; `known` are the codes and names on file.

    >>> district([("430212", "渌口区")])("渌口")
    '430212'
    """
    by_name = {form: code for code, name in known for form in (code, name, _bare(name))}

    def parse(text: str) -> str:
        plain = _squeezed(text)
        found = by_name.get(plain) or by_name.get(plain.removeprefix("株洲市"))
        if found is None:
            raise DistrictNotFound(text)
        return found

    return parse


def _bare(name: str) -> str:
    """Return a district without its kind, if a name is left."""
    return name[:-1] if len(name) > SHORTEST_NAME and name[-1] in "区县市" else name


def _squeezed(text: str) -> str:
    return "".join(normalize("NFKC", text).split())


def chosen(words: Mapping[Any, str], otherwise: StrEnum) -> Callable[[str], Any]:
    """Return a reader of one of the choices; an empty cell is `otherwise`.

    >>> chosen(TRACKS, Track.WAGE_AGREEMENT)("集体合同")
    <Track.COLLECTIVE_CONTRACT: 'collective_contract'>
    """

    def parse(text: str) -> Any:
        plain = _squeezed(text).casefold()
        if not plain:
            return otherwise
        for known, word in words.items():
            if plain in _forms((translate(word), word, known.value, *NAMES[known])):
                return known
        raise ChoiceUnknown(text, "、".join(translate(word) for word in words.values()))

    return parse


def _forms(names: Iterable[str]) -> set[str]:
    return {_squeezed(name).casefold() for name in names}


def headcount(text: str) -> int:
    """Return a number of workers; an empty cell is 0, not known.

    >>> headcount("1,318人"), headcount("")
    (1318, 0)
    """
    plain = _squeezed(text).removesuffix("人").removesuffix("名").replace(",", "")
    if not plain:
        return 0
    if not (plain.isascii() and plain.isdecimal()) or int(plain) > MOST_WORKERS:
        raise NumberUnreadable(text)
    return int(plain)


def optional_day(text: str) -> date | None:
    """Return a day as people write it in Excel; None for an empty cell.

    >>> optional_day("2020年2月20日"), optional_day("2020.2.20") == optional_day("2020/02/20")
    (datetime.date(2020, 2, 20), True)
    """
    plain = _squeezed(text)
    if not plain:
        return None
    found = _DAY.fullmatch(plain)
    if found is None:
        raise DayUnreadable(text)
    year, month, at = (int(part) for part in found.groups())
    return day(f"{year:04}-{month:02}-{at:02}")


TRACK_CELL = chosen(TRACKS, Track.WAGE_AGREEMENT)
SUBJECT_CELL = chosen(SUBJECTS, Subject.GENERAL)
SCOPE_CELL = chosen(SCOPES, Scope.ENTERPRISE)
SIDE_CELL = chosen(SIDES, Side.UNION)

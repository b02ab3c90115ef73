"""On which day each festival of the lunar year falls; which of them are statutory is in `calendar`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True)
class Festivals:
    """The festivals of one year whose dates move."""

    spring: date
    tomb_sweeping: date
    dragon_boat: date
    mid_autumn: date


_DATES = """
2004 01-22 04-04 06-22 09-28
2005 02-09 04-05 06-11 09-18
2006 01-29 04-05 05-31 10-06
2007 02-18 04-05 06-19 09-25
2008 02-07 04-04 06-08 09-14
2009 01-26 04-04 05-28 10-03
2010 02-14 04-05 06-16 09-22
2011 02-03 04-05 06-06 09-12
2012 01-23 04-04 06-23 09-30
2013 02-10 04-04 06-12 09-19
2014 01-31 04-05 06-02 09-08
2015 02-19 04-05 06-20 09-27
2016 02-08 04-04 06-09 09-15
2017 01-28 04-04 05-30 10-04
2018 02-16 04-05 06-18 09-24
2019 02-05 04-05 06-07 09-13
2020 01-25 04-04 06-25 10-01
2021 02-12 04-04 06-14 09-21
2022 02-01 04-05 06-03 09-10
2023 01-22 04-05 06-22 09-29
2024 02-10 04-04 06-10 09-17
2025 01-29 04-04 05-31 10-06
2026 02-17 04-05 06-19 09-25
"""


def _read(line: str) -> tuple[int, Festivals]:
    year, *days = line.split()
    return int(year), Festivals(*(date.fromisoformat(f"{year}-{day}") for day in days))


FESTIVALS: Mapping[int, Festivals] = MappingProxyType(
    dict(_read(line) for line in _DATES.strip().splitlines())
)
"""Spring Festival, Tomb-sweeping Day, Dragon Boat and Mid-Autumn Festival by year."""

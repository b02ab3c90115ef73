"""A million people to the same and the doubtful pairs, beside a pandas merge and pairs one by one."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

import pandas as pd

from union_lib.consolation.matching import column_matches
from union_lib.consolation.rules.duplicates import PersonRecord, Verdict, judged_pairs

from .measure import Case

PEOPLE, SAMPLE = 1_000_000, 1_000
TODAY = date(2020, 3, 4)
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋吕沈单仇解查区"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文斌辉鹏飞宇浩然晨雨欣佳琪月玥乐行长重"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class People:
    """Names, identity numbers and phones of invented people, one in fifty a double in some way."""

    names: list[str]
    identities: list[str]
    phones: list[str]

    def pairs(self) -> int:
        """Return how many pairs our matching finds."""
        found = column_matches(self.names, self.identities, self.phones, TODAY)
        return sum(map(len, found.pieces()))

    def sample(self, size: int) -> list[PersonRecord]:
        """Return the first people as records."""
        columns = zip(self.names[:size], self.identities[:size], self.phones[:size], strict=True)
        return [PersonRecord(*one) for one in columns]


def people(size: int, seed: int = 1) -> People:
    """Return the people; a double has the same number, or only the same phone, or a slip in the number."""
    rng = Random(seed)
    rows = [_person(rng) for _ in range(size)]
    for _ in range(size // 50):
        name, identity, phone = rows[rng.randrange(size)]
        at = rng.randrange(size)
        slip = identity[:-1] + ("1" if identity[-1:] != "1" else "2") if identity else ""
        rows[at] = rng.choice(((name, identity, rows[at][2]), (name, "", phone), (name, slip, rows[at][2])))
    names, identities, phones = zip(*rows, strict=True)
    return People(list(names), list(identities), list(phones))


def _person(rng: Random) -> tuple[str, str, str]:
    name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2, 2))))
    born = f"{rng.randint(1950, 2001)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    body = f"4302{rng.choice(('02', '03', '04', '11', '23'))}{born}{rng.randrange(1000):03}"
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]
    return name, body + check, f"1{rng.randint(30, 99)}{rng.randrange(10**8):08}"


def merged(listed: People) -> int:
    """Return the pairs of plain pandas: self-merges on the number, and on name and phone, as they are typed.

    No check digits, no old numbers, no traditional characters, no sounds, no birthdays.
    """
    frame = pd.DataFrame({"name": listed.names, "identity": listed.identities, "phone": listed.phones})
    frame = frame.reset_index(names="i")
    found = []
    for keys in (["identity"], ["name", "phone"]):
        known = frame[frame[keys[0]] != ""][["i", *keys]]
        shared = known[known.duplicated(keys, keep=False)]
        both = shared.merge(shared, on=keys)
        found.append(both[both["i_x"] < both["i_y"]][["i_x", "i_y"]])
    return len(pd.concat(found).drop_duplicates())


def one_by_one(records: list[PersonRecord]) -> int:
    """Return the pairs found by holding everybody against everybody."""
    found = judged_pairs(records, TODAY)
    return sum(pair.judged.verdict in (Verdict.SAME, Verdict.REVIEW) for pair in found)


def check_agreement(listed: People, records: list[PersonRecord]) -> None:
    """Compare with the pairs of the rules themselves, on the sample."""
    part = People(listed.names[:SAMPLE], listed.identities[:SAMPLE], listed.phones[:SAMPLE])
    if part.pairs() != one_by_one(records):
        raise SystemExit("The matching and the rules find different pairs.")


def cases(stack: ExitStack) -> list[Case]:
    """Return the million beside pandas, and a thousand beside everybody against everybody."""
    million, few = people(PEOPLE), people(SAMPLE)
    records = few.sample(SAMPLE)
    check_agreement(few, records)
    ours: Any = million.pairs
    return [
        Case(
            f"{PEOPLE:,} people → doubles, with sounds and birthdays",
            ours,
            "pandas merge on what is typed",
            lambda: merged(million),
            rows=PEOPLE,
            runs=3,
        ),
        Case(
            f"{SAMPLE:,} people → the same",
            few.pairs,
            "everybody against everybody in Python",
            lambda: one_by_one(records),
            rows=SAMPLE,
        ),
    ]

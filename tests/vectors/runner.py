"""Load cases, run them by kind, compare, and report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Number
from pathlib import Path
from typing import Any

from .kinds import KINDS

NOT_COMPARED = frozenset(
    {
        "cite",
        "certificate",
        "event",
        "feasible_example",
        "one_optimum",
        "rejected_claim_amount",
        "statement",
    }
)
"""Keys of `expected` that only illustrate."""

ASKED = {"annual_leave_pay": ("rejected_claim_amount",), "claims_property": ("invariants",)}
"""What an adapter must know of `expected` to answer: which invariants are meant, which amount was printed."""

MAY_BE_MORE = frozenset({"awards_exact", "level"})
"""Keys that are compared only where they are expected."""

ONLY_LISTED = frozenset({"dedup"})
"""Kinds whose answer lists pairs, of which only those in `expected` are asserted."""

PUBLISHED = "published_amount_yuan"
"""A figure printed by an authority, sometimes truncated: compared within one yuan, where it is given."""

PUBLISHED_WITHIN = 1


@dataclass(frozen=True)
class Case:
    """One case as its file states it."""

    path: Path
    kind: str
    input: Any
    expected: Any
    tolerance: float

    @property
    def name(self) -> str:
        """Return the file's name without its ending."""
        return self.path.stem


def load_cases(folders: Iterable[str | Path]) -> list[Case]:
    """Return every case in the folders and below, by path."""
    paths = sorted(path for folder in folders for path in Path(folder).rglob("*.json"))
    return [_case(path) for path in paths]


def _case(path: Path) -> Case:
    body = json.loads(path.read_text("utf-8"))
    return Case(path, body["kind"], body["input"], body["expected"], body.get("tolerance") or 0)


def differences(case: Case) -> list[str]:
    """Return where the library's answer departs from what is expected; an empty list is a pass."""
    asked = {key: case.expected[key] for key in ASKED.get(case.kind, ()) if key in case.expected}
    found = KINDS[case.kind](case.input | asked)
    if case.kind in ONLY_LISTED:
        return list(_unlike_pairs(case.expected, found))
    return list(_compared("", case.expected, found, case.tolerance))


def _unlike_pairs(expected: dict[str, list[Any]], found: dict[str, list[Any]]) -> Iterator[str]:
    """Yield pairs that are expected of one sort and found of another, or of none; pairs not listed may be any."""
    sort_of = {tuple(sorted(pair)): sort for sort, pairs in found.items() for pair in pairs}
    for sort, pairs in expected.items():
        for pair in pairs:
            if (answer := sort_of.get(tuple(sorted(pair)))) != sort:
                yield f".{sort}: {pair} expected, found {answer}"


def _compared(where: str, expected: Any, found: Any, tolerance: float) -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(found, dict):
        yield from _compared_keys(where, expected, found, tolerance)
    elif isinstance(expected, list) and isinstance(found, list | tuple):
        if len(expected) != len(found):
            yield f"{where}: {len(expected)} items expected, {len(found)} found"
        for position, pair in enumerate(zip(expected, found, strict=False)):
            yield from _compared(f"{where}[{position}]", *pair, tolerance)
    elif not _is_same(expected, found, tolerance):
        yield f"{where}: expected {expected!r}, found {found!r}"


def _compared_keys(
    where: str, expected: dict[str, Any], found: dict[str, Any], tolerance: float
) -> Iterator[str]:
    optional = NOT_COMPARED | {PUBLISHED}
    if unlike := (expected.keys() ^ found.keys()) - optional - (found.keys() & MAY_BE_MORE):
        yield f"{where}: these keys are on one side only: {sorted(unlike)}"
    for key in expected.keys() & found.keys() - NOT_COMPARED:
        near = PUBLISHED_WITHIN if key == PUBLISHED else tolerance
        yield from _compared(f"{where}.{key}", expected[key], found[key], near)


def _is_same(expected: Any, found: Any, tolerance: float) -> bool:
    if _is_number(expected) and _is_number(found):
        return abs(_exact(expected) - _exact(found)) <= _exact(tolerance)
    return type(expected) is type(_plain(found)) and expected == found


def _plain(value: Any) -> Any:
    """Return text for an enum of texts; other values as they are."""
    return str(value) if isinstance(value, str) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, Number) and not isinstance(value, bool)


def _exact(value: Any) -> Fraction:
    """Return a number as it is written: 0.1 is one tenth."""
    return Fraction(value if isinstance(value, int | Fraction | Decimal) else repr(float(value)))


def main(folders: Sequence[str]) -> int:
    """Run all cases, print a table by kind, and return 1 if anything differs or a kind is unknown."""
    passed, failed, unknown = Counter[str](), Counter[str](), Counter[str]()
    for case in load_cases(folders):
        if case.kind not in KINDS:
            unknown[case.kind] += 1
            continue
        found = _answered(case)
        (failed if found else passed)[case.kind] += 1
        for line in found:
            print(f"{case.name}{line}")
    _print_table(passed, failed, unknown)
    return 1 if failed or unknown or not passed else 0


def _answered(case: Case) -> list[str]:
    """Return the differences; a fault in one case must not hide the others."""
    try:
        return differences(case)
    except Exception as fault:
        return [f": {type(fault).__name__}: {fault}"]


def _print_table(passed: Counter[str], failed: Counter[str], unknown: Counter[str]) -> None:
    kinds = sorted(passed | failed)
    width = max((len(kind) for kind in kinds), default=4)
    print(f"{'kind':{width}}  passed  failed")
    for kind in kinds:
        print(f"{kind:{width}}  {passed[kind]:6}  {failed[kind]:6}")
    for kind, times in sorted(unknown.items()):
        print(f"unknown kind: {kind} ({times} cases)")
    print(f"{passed.total()} passed, {failed.total() + unknown.total()} failed")

"""Clauses compared: which both sides agree on, what changed in the words, what is below a legal floor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from ...common.errors import N_, RuleViolation
from .kinds import Topic


class Accord(StrEnum):
    """How far the sides are on one clause."""

    AGREED = "agreed"
    OPEN = "open"
    UNION_ONLY = "union_only"
    EMPLOYER_ONLY = "employer_only"


class Change(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class ClauseText:
    """One numbered point; `key` says which points of different texts belong together."""

    key: str
    topic: Topic
    title: str
    text: str
    figures: Mapping[str, Any] = field(default_factory=dict)
    is_settled: bool = False


@dataclass(frozen=True)
class Comparison:
    """One point as each side has it, as both work on it, and how far they are."""

    key: str
    topic: Topic
    title: str
    union: ClauseText | None
    employer: ClauseText | None
    joint: ClauseText | None
    accord: Accord


@dataclass(frozen=True)
class Piece:
    """A piece of a text: kept, added or struck out."""

    change: Change
    text: str


@dataclass(eq=False)
class ClauseEmpty(RuleViolation):
    """A clause has neither words nor a title."""

    position: int

    what = N_("Clause {position} has no title or no words.")
    todo = N_("Write it, or take it out.")


@dataclass(eq=False)
class ClauseTwice(RuleViolation):
    """Two clauses of one text are the same point."""

    title: str

    what = N_("“{title}” stands twice in this text.")
    todo = N_("Merge the two clauses, or give one another title.")


@dataclass(eq=False)
class ClausesOpen(RuleViolation):
    """A draft was to be agreed while points are open."""

    n: int

    what = N_("{n} clauses are not settled yet.")
    todo = N_("Settle them in a further round, or take them out of the text.")


_TOKEN = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]+|\s+|.", re.DOTALL)


def check_clauses(clauses: Sequence[ClauseText]) -> None:
    """Raise `ClauseEmpty` or `ClauseTwice`."""
    seen: set[str] = set()
    for position, clause in enumerate(clauses, 1):
        if not clause.title.strip() or not clause.text.strip():
            raise ClauseEmpty(position)
        if clause.key in seen:
            raise ClauseTwice(clause.title)
        seen.add(clause.key)


def with_keys(
    clauses: Sequence[ClauseText], known: Iterable[ClauseText], fresh: Callable[[], str]
) -> list[ClauseText]:
    """Return the clauses, those without a key under the key of the point they are about, else under a fresh one.

    A point is known again by its topic and title, so what one side calls as the other does is compared with it.

    >>> old = ClauseText("a", Topic.PAY, "增长", "4%")
    >>> [c.key for c in with_keys([ClauseText("", Topic.PAY, " 增长", "2%")], [old], lambda: "new")]
    ['a']
    """
    taken = {clause.key for clause in clauses if clause.key}
    names = {(clause.topic, _plain(clause.title)): clause.key for clause in known}
    found = []
    for clause in clauses:
        key = clause.key or names.get((clause.topic, _plain(clause.title)), "")
        if not clause.key and (not key or key in taken):
            key = fresh()
        taken.add(key)
        found.append(replace(clause, key=key))
    return found


def compare_clauses(
    union: Sequence[ClauseText], employer: Sequence[ClauseText], joint: Sequence[ClauseText]
) -> list[Comparison]:
    """Return every point of the three texts, in the order of the joint text, then the union's, then the employer's.

    A point is agreed when it is marked settled in the joint text, or both sides say the same words.
    """
    by_key = [{clause.key: clause for clause in text} for text in (union, employer, joint)]
    order = list(dict.fromkeys(clause.key for text in (joint, union, employer) for clause in text))
    return [_compared(*(text.get(key) for text in by_key)) for key in order]


def _compared(union: ClauseText | None, employer: ClauseText | None, joint: ClauseText | None) -> Comparison:
    known = next(clause for clause in (joint, union, employer) if clause)
    return Comparison(
        known.key, known.topic, known.title, union, employer, joint, _accord(union, employer, joint)
    )


def _accord(union: ClauseText | None, employer: ClauseText | None, joint: ClauseText | None) -> Accord:
    if joint is not None:
        return Accord.AGREED if joint.is_settled else Accord.OPEN
    if union is None:
        return Accord.EMPLOYER_ONLY
    if employer is None:
        return Accord.UNION_ONLY
    return Accord.AGREED if _plain(union.text) == _plain(employer.text) else Accord.OPEN


def _plain(text: str) -> str:
    return "".join(text.split())


def changes(old: str, new: str) -> list[Piece]:
    """Return the new text in pieces; numbers and words change as a whole.

    Joining the pieces kept and added gives the new text, those kept and removed the old one.

    >>> [(p.change.value, p.text) for p in changes("增长 4%", "增长 12%")]
    [('kept', '增长 '), ('removed', '4'), ('added', '12'), ('kept', '%')]
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece(Change.KEPT, "".join(before[a:b])))
            continue
        if b > a:
            found.append(Piece(Change.REMOVED, "".join(before[a:b])))
        if d > c:
            found.append(Piece(Change.ADDED, "".join(after[c:d])))
    return found

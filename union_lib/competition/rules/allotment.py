"""Who marks what when not everybody marks everything: k of n judges for each entry.

The draw keeps conflicts of interest apart, shares the work evenly and links all entries through common
judges, so that their marks can be compared. When one of these cannot be had, it says why.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from ...common.errors import N_, RuleViolation

Entry = Hashable
Judge = Hashable
Pair = tuple[Entry, Judge]
TRIES, SAMPLE = 400, 50


class AllotmentCause(StrEnum):
    """Why a judge does or does not mark an entry."""

    DRAWN = "drawn"
    CONFLICT = "conflict"
    REPLACED = "replaced"
    MOVED = "moved"


@dataclass(eq=False)
class TooFewJudges(RuleViolation):
    """Fewer judges than marks wanted for each entry."""

    judges: int
    wanted: int

    what = N_("Each entry is to be marked by {wanted} judges, but there are {judges}.")
    todo = N_("Appoint more judges, or let fewer mark each entry.")


@dataclass(eq=False)
class TooManyConflicts(RuleViolation):
    """An entry has too few judges without a conflict of interest."""

    entry: str
    free: int
    wanted: int

    what = N_(
        "Only {free} judges may mark entry {entry} without a conflict of interest; {wanted} are needed."
    )
    todo = N_("Appoint judges from other units, or let fewer mark each entry.")


@dataclass(eq=False)
class NotLinkable(RuleViolation):
    """Entries cannot all be linked through common judges."""

    groups: int
    wanted: int

    what = N_(
        "With {wanted} judges for each entry, the entries fall into {groups} groups that no judge links."
    )
    todo = N_("Let more judges mark each entry, or resolve conflicts of interest that keep groups apart.")


@dataclass(frozen=True)
class Allotment:
    """The judges of every entry, in the order of the entries."""

    judges_of: Mapping[Entry, tuple[Judge, ...]]

    @property
    def load(self) -> Counter[Judge]:
        """Return how many entries each judge marks."""
        return Counter(judge for judges in self.judges_of.values() for judge in judges)


def allotted(
    entries: Sequence[Entry],
    judges: Sequence[Judge],
    wanted: int,
    *,
    conflicts: Collection[Pair] = frozenset(),
    seed: str | int = 0,
) -> Allotment:
    """Return a random draw of `wanted` judges for each entry; the same seed gives the same draw.

    The graph of entries and judges is connected. Loads are as even as conflicts allow: no judge could hand an
    entry to one with two fewer, but where only that links the entries. Raises `TooFewJudges`,
    `TooManyConflicts`, `NotLinkable`.

    >>> drawn = allotted("ABCDEF", [1, 2, 3], 2)
    >>> sorted(drawn.load.values()), {len(judges) for judges in drawn.judges_of.values()}
    ([4, 4, 4], {2})
    """
    if not 0 < wanted <= len(judges):
        raise TooFewJudges(len(judges), wanted)
    barred = frozenset(conflicts)
    free = {e: [j for j in judges if (e, j) not in barred] for e in entries}
    for entry, may in free.items():
        if len(may) < wanted:
            raise TooManyConflicts(str(entry), len(may), wanted)
    rng = Random(str(seed))
    draw = _Draw(free, judges, wanted, rng)
    draw.deal()
    draw.even_out()
    draw.link()
    return Allotment({entry: tuple(sorted(draw.of[entry], key=judges.index)) for entry in entries})


def groups_of(pairs: Collection[Pair]) -> list[set[Entry]]:
    """Return the entries that hang together through judges, as sets, the largest first.

    >>> [sorted(group) for group in groups_of([("A", 1), ("B", 1), ("C", 2)])]
    [['A', 'B'], ['C']]
    """
    entries_of: dict[Judge, list[Entry]] = {}
    judges_of: dict[Entry, list[Judge]] = {}
    for entry, judge in pairs:
        entries_of.setdefault(judge, []).append(entry)
        judges_of.setdefault(entry, []).append(judge)
    found, left = [], dict.fromkeys(judges_of)
    while left:
        group, waiting = set(), [next(iter(left))]
        seen_judges: set[Judge] = set()
        while waiting:
            entry = waiting.pop()
            if entry in group:
                continue
            group.add(entry)
            left.pop(entry, None)
            for judge in judges_of[entry]:
                if judge not in seen_judges:
                    seen_judges.add(judge)
                    waiting.extend(entries_of[judge])
        found.append(group)
    return sorted(found, key=len, reverse=True)


class _Draw:
    """A draw being made: the judges of each entry, and each judge's entries."""

    def __init__(
        self, free: Mapping[Entry, Sequence[Judge]], judges: Sequence[Judge], wanted: int, rng: Random
    ) -> None:
        self.free, self.wanted, self.rng = free, wanted, rng
        self.of: dict[Entry, set[Judge]] = {entry: set() for entry in free}
        self.has: dict[Judge, set[Entry]] = {judge: set() for judge in judges}
        self.may = {entry: frozenset(judges) for entry, judges in free.items()}

    def deal(self) -> None:
        """Deal each entry its judges, those with least to do first, the hardest entries first."""
        order = sorted(self.free, key=lambda entry: (len(self.free[entry]), self.rng.random()))
        for entry in order:
            lot = {judge: self.rng.random() for judge in self.has}
            least = sorted(self.free[entry], key=lambda judge: (len(self.has[judge]), lot[judge]))
            for judge in least[: self.wanted]:
                self._give(entry, judge)

    def _give(self, entry: Entry, judge: Judge) -> None:
        self.of[entry].add(judge)
        self.has[judge].add(entry)

    def _take(self, entry: Entry, judge: Judge) -> None:
        self.of[entry].discard(judge)
        self.has[judge].discard(entry)

    def even_out(self) -> None:
        """Hand entries on along chains until no judge can be relieved by one with two fewer."""
        while path := self._relief():
            for entry, giver, taker in path:
                self._take(entry, giver)
                self._give(entry, taker)

    def _relief(self) -> list[tuple[Entry, Judge, Judge]]:
        """Return hand-overs from a judge with most to one with at least two fewer, or nothing."""
        most = max(len(has) for has in self.has.values())
        if min(len(has) for has in self.has.values()) >= most - 1:
            return []
        waiting = deque(judge for judge, has in self.has.items() if len(has) == most)
        seen, came = set(waiting), dict[Judge, tuple[Entry, Judge]]()
        while waiting:
            judge = waiting.popleft()
            if len(self.has[judge]) <= most - 2:
                return self._chain(came, judge)
            for entry in self.has[judge]:
                for other in self.may[entry] - self.of[entry] - seen:
                    seen.add(other)
                    came[other] = (entry, judge)
                    waiting.append(other)
        return []

    @staticmethod
    def _chain(came: Mapping[Judge, tuple[Entry, Judge]], end: Judge) -> list[tuple[Entry, Judge, Judge]]:
        path, taker = [], end
        while taker in came:
            entry, giver = came[taker]
            path.append((entry, giver, taker))
            taker = giver
        return path[::-1]

    def pairs(self) -> list[Pair]:
        """Return who marks what."""
        return [(entry, judge) for entry, judges in self.of.items() for judge in judges]

    def link(self) -> None:
        """Swap judges between groups that no judge links, loads unchanged, until one group is left."""
        groups = groups_of(self.pairs())
        while len(groups) > 1:
            if not self._join(groups):
                raise NotLinkable(len(groups), self.wanted)
            groups = groups_of(self.pairs())

    def _join(self, groups: Sequence[set[Entry]]) -> bool:
        """Change who marks what so that fewer groups are left; tell whether it could be done."""
        first, *others = groups
        pairs = [(a, b) for a in self._some(first) for group in others for b in self._some(group)]
        self.rng.shuffle(pairs)
        return any(self._joins(groups, *change) for change in self._swaps(pairs[:TRIES])) or any(
            self._joins(groups, *change) for change in self._hand_overs(groups)
        )

    def _swaps(self, pairs: Sequence[tuple[Entry, Entry]]) -> Iterator[tuple[list[Pair], list[Pair]]]:
        """Yield swaps of judges between two entries (what is taken, what is given): loads stay."""
        for one, other in pairs:
            for a in self.of[one] - self.of[other]:
                for b in self.of[other] - self.of[one]:
                    if b in self.may[one] and a in self.may[other]:
                        yield [(one, a), (other, b)], [(one, b), (other, a)]

    def _hand_overs(self, groups: Sequence[set[Entry]]) -> Iterator[tuple[list[Pair], list[Pair]]]:
        """Yield single hand-overs to judges of other groups, those that unbalance least first."""
        home = {judge: n for n, group in enumerate(groups) for entry in group for judge in self.of[entry]}
        found = [
            (len(self.has[b]) - len(self.has[a]), entry, a, b)
            for n, group in enumerate(groups)
            for entry in group
            for b in self.may[entry] - self.of[entry]
            if home.get(b) != n
            for a in self.of[entry]
        ]
        for _, entry, a, b in sorted(found, key=lambda change: change[0]):
            yield [(entry, a)], [(entry, b)]

    def _joins(self, groups: Sequence[set[Entry]], taken: list[Pair], given: list[Pair]) -> bool:
        """Make a change, and keep it if fewer groups are left."""
        self._change(taken, given)
        if len(groups_of(self.pairs())) < len(groups):
            return True
        self._change(given, taken)
        return False

    def _change(self, taken: Collection[Pair], given: Collection[Pair]) -> None:
        for entry, judge in taken:
            self._take(entry, judge)
        for entry, judge in given:
            self._give(entry, judge)

    def _some(self, group: Collection[Entry]) -> list[Entry]:
        ordered = sorted(group, key=str)
        return ordered if len(ordered) <= SAMPLE else self.rng.sample(ordered, SAMPLE)

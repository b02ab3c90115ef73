"""What places and awards would be otherwise: without some judges, trimmed or weighted differently."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import numpy as np

from ...common.errors import NotFound
from .. import rules
from ..queries import Field
from ..rules import Adjustment, Change, EntryColumns, Scheme, Standing
from ..rules.fairness import NobodyLeft
from ..scored import Outcome, mark_columns, multipliers_of, outcome_of, tie_values_of
from .effects import StandingChange


@dataclass(frozen=True)
class WhatIf:
    """A question: without these judges (appointment ids), with as many highest and lowest dropped, with these
    weights (by key of criterion or group). What is not named stays as it is.
    """

    without: tuple[int, ...] = ()
    trim: int | None = None
    weights: Mapping[str, Decimal] = field(default_factory=dict)

    def scheme(self, now: Scheme) -> Scheme:
        """Return the scheme the question asks for; raise `NotFound` for a weight nobody has."""
        if set(self.weights) - {c.key for c in now.criteria} - {g.key for g in now.groups}:
            raise NotFound
        asked = replace(
            now,
            criteria=tuple(replace(c, weight=self.weights.get(c.key, c.weight)) for c in now.criteria),
            groups=tuple(replace(g, weight=self.weights.get(g.key, g.weight)) for g in now.groups),
        )
        if self.trim is None:
            return asked
        return replace(asked, drop_high=self.trim, drop_low=self.trim, trim_by_size=())

    def joined(self, other: WhatIf) -> WhatIf:
        """Return both questions as one."""
        trim = self.trim if other.trim is None else other.trim
        without = tuple(dict.fromkeys((*self.without, *other.without)))
        return WhatIf(without, trim, {**self.weights, **other.weights})


@dataclass(frozen=True)
class WhatIfAnswer:
    """What a question does: the entries whose place or award changes, in the order they stand in now.

    `totals` counts the entries whose total changes at all, `hindrance` says why totals cannot be adjusted.
    """

    asked: WhatIf
    changes: list[StandingChange]
    totals: int
    outcome: Outcome

    @property
    def awards(self) -> list[StandingChange]:
        """Return the changes that touch an award."""
        return [one for one in self.changes if one.change.is_award_changed]


class Otherwise:
    """A field computed again and again from the same columns of marks; nothing is saved."""

    def __init__(self, seen: Field, now: Outcome) -> None:
        self.field, self.now = seen, now
        self._columns, self._needed = mark_columns(seen)
        self._by_id = {entry.id or 0: entry for entry in seen.entries}
        brought = [multipliers_of(entry) for entry in seen.entries]
        ties = [tie_values_of(entry) for entry in seen.entries]
        self._entries = EntryColumns(
            states=[entry.state for entry in seen.entries],
            brought={c.key: [b.get(c.key) for b in brought] for c in seen.scheme.criteria},
            tie_values={key: [t.get(key) for t in ties] for key in rules.ENTRY_TIE_KEYS},
        )

    def answer(self, asked: WhatIf) -> WhatIfAnswer:
        """Return what a question does. Refuses a scheme that is not sound, and to go without everybody."""
        known = {judge.appointment_id for judge in self.field.judges}
        if set(asked.without) - known:
            raise NotFound
        if asked.without and not known - set(asked.without):
            raise NobodyLeft
        scheme = asked.scheme(self.field.scheme)
        rules.check_scheme(scheme)
        after = self.outcome(asked.without, scheme)
        changed = sorted((self._change(change, after) for change in self._changes(after)), key=_order)
        totals = sum(1 for entry, total in self.now.totals.items() if after.totals.get(entry) != total)
        return WhatIfAnswer(asked, changed, totals, after)

    def outcome(self, without: Collection[int], scheme: Scheme) -> Outcome:
        """Compute without some judges (appointment ids), by a scheme with the same criteria."""
        left = [judge for judge in self.field.judges if judge.appointment_id not in without]
        if scheme.adjustment != Adjustment.NONE:
            marks = {key: mark for key, mark in self.field.marks.items() if key[0] not in without}
            return outcome_of(replace(self.field, judges=left, marks=marks, scheme=scheme))
        seen = replace(self.field, judges=left, scheme=scheme)
        off = [n for n, judge in enumerate(self.field.judges) if judge.appointment_id in without]
        stays = ~np.isin(self._columns.judge, off)
        columns = replace(
            self._columns,
            **{name: getattr(self._columns, name)[stays] for name in ("entry", "judge", "criterion", "mark")},
        )
        needed = mark_columns(replace(seen, marks={}))[1] if off else self._needed
        found = rules.bulk_standings(scheme, columns, replace(self._entries, needed=needed))
        ids = [entry.id or 0 for entry in self.field.entries]
        lines = zip(ids, found.ranks, found.is_tied, found.awards, strict=True)
        standings = sorted((Standing(*line) for line in lines), key=lambda s: (s.rank is None, s.rank or 0))
        return Outcome(seen, dict(zip(ids, found.totals, strict=True)), standings)

    def _changes(self, after: Outcome) -> Sequence[Change]:
        return rules.changes(self.now.standings, after.standings)

    def _change(self, change: Change, after: Outcome) -> StandingChange:
        entry_id = int(str(change.entry))
        shown = self.field.shown(self._by_id[entry_id])
        return StandingChange(shown, self.now.totals.get(entry_id), after.totals.get(entry_id), change)


def _order(one: StandingChange) -> tuple[bool, Decimal, str]:
    """Equals stand by their code: while they are coded nothing else may order them."""
    rank = one.change.rank_before
    return rank is None, Decimal(rank or 0), one.shown.code

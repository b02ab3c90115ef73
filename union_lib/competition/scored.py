"""From a fetched competition to its standings, and to the body that is signed."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from ..common.errors import RuleViolation
from . import rules
from .queries import Field
from .rules import Adjustment, EntryColumns, EntryScore, MarkColumns, Scored, Standing
from .rules.second import Difference, differences
from .tables import Entry


def multipliers_of(entry: Entry) -> dict[str, Decimal]:
    """Return what an entry brings by criterion key, exactly as it was typed."""
    return {key: Decimal(str(value)) for key, value in entry.multipliers.items()}


def tie_values_of(entry: Entry) -> dict[str, Decimal]:
    """Return the values an entry brings to separate equal totals."""
    return {key: Decimal(str(value)) for key, value in entry.tie_values.items()}


@dataclass
class Outcome:
    """What a field's marks come to: totals, standings, and on demand how each came about.

    `hindrance` says why totals that are to be freed of severity cannot be; they are then as given, and
    the result cannot be signed.
    """

    field: Field
    totals: Mapping[int, Decimal | None]
    standings: list[Standing]
    hindrance: RuleViolation | None = None
    adjusted: Mapping[int, Fraction] = dataclasses.field(default_factory=dict)

    def score(self, entry: Entry) -> EntryScore:
        """Return how an entry's total came about."""
        score = raw_score(self.field, entry)
        adjusted = self.adjusted.get(entry.id or 0)
        return (
            score if adjusted is None else replace(score, adjusted=adjusted, total=self.totals[entry.id or 0])
        )

    @cached_property
    def standing_of(self) -> dict[Hashable, Standing]:
        """The standings by entry id."""
        return {standing.entry: standing for standing in self.standings}


def raw_score(seen: Field, entry: Entry) -> EntryScore:
    """Return an entry's score from its marks, before any adjustment."""
    return rules.entry_score(seen.scheme, seen.marks_of(entry), multipliers_of(entry))


def outcome_of(seen: Field) -> Outcome:
    """Compute totals, places and awards."""
    return _at_once(seen) if seen.scheme.adjustment == Adjustment.NONE else _adjusted(seen)


def _at_once(seen: Field) -> Outcome:
    """Compute all totals in whole numbers; nothing is explained yet."""
    brought = [multipliers_of(entry) for entry in seen.entries]
    ties = [tie_values_of(entry) for entry in seen.entries]
    columns, needed = mark_columns(seen)
    found = rules.bulk_standings(
        seen.scheme,
        columns,
        EntryColumns(
            states=[entry.state for entry in seen.entries],
            brought={c.key: [b.get(c.key) for b in brought] for c in seen.scheme.criteria},
            tie_values={key: [t.get(key) for t in ties] for key in rules.ENTRY_TIE_KEYS},
            needed=needed,
        ),
    )
    ids = [entry.id or 0 for entry in seen.entries]
    lines = zip(ids, found.ranks, found.is_tied, found.awards, strict=True)
    standings = sorted((Standing(*line) for line in lines), key=lambda s: (s.rank is None, s.rank or 0))
    return Outcome(seen, dict(zip(ids, found.totals, strict=True)), standings)


def mark_columns(seen: Field) -> tuple[MarkColumns, np.ndarray]:
    """Return the marks that count as columns, and how many judges mark each criterion of each entry."""
    marked_by = _marked_by(seen)
    marks_criterion = np.array(
        [[c in seen.criteria_of(j) for c in seen.scheme.criteria] for j in seen.judges]
    )
    entry, judge, criterion, mark = _rows(seen)
    counts = marked_by[judge, entry] & marks_criterion[judge, criterion] if len(mark) else np.zeros(0, bool)
    columns = MarkColumns(
        entry[counts],
        judge[counts],
        criterion[counts],
        rules.ten_thousandths(mark[counts]),
        len(seen.entries),
        len(seen.judges),
    )
    shape = (len(seen.scheme.criteria), len(seen.entries))
    needed = marks_criterion.T.astype(int) @ marked_by.astype(int) if seen.judges else np.zeros(shape, int)
    return columns, needed


def _rows(seen: Field) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return entry, judge and criterion by position and the value of every mark that is there."""
    entry_at = {entry.id or 0: at for at, entry in enumerate(seen.entries)}
    judge_at = {judge.appointment_id: at for at, judge in enumerate(seen.judges)}
    criterion_at = {c.key: at for at, c in enumerate(seen.scheme.criteria)}
    rows = [
        (entry_at[entry_id], judge_at[judge], criterion_at[key], mark)
        for (judge, entry_id, key), mark in seen.marks.items()
        if mark is not None and key in criterion_at and judge in judge_at
    ]
    entry, judge, criterion, mark = zip(*rows, strict=True) if rows else ((), (), (), ())
    at = [np.array(column, np.int64) for column in (entry, judge, criterion)]
    return at[0], at[1], at[2], np.array(mark, float)


def _marked_by(seen: Field) -> np.ndarray:
    """Return `Field.is_marked_by` for all judges (rows) and entries (columns) at once."""
    panels = np.array([entry.panel for entry in seen.entries], object)
    found = np.zeros((len(seen.judges), len(seen.entries)), bool)
    for at, judge in enumerate(seen.judges):
        if not (seen.competition.is_drawn or judge.is_ended):
            found[at] = True if not judge.panel else panels == judge.panel
    entry_at = {entry.id or 0: at for at, entry in enumerate(seen.entries)}
    judge_at = {judge.appointment_id: at for at, judge in enumerate(seen.judges)}
    for (entry_id, appointment_id), is_on in seen.exceptions.items():
        if entry_id in entry_at and appointment_id in judge_at:
            found[judge_at[appointment_id], entry_at[entry_id]] = is_on
    return found


def _adjusted(seen: Field) -> Outcome:
    """Compute every total, free them of severity if that can be done, and rank."""
    raw: dict[Hashable, EntryScore] = {
        entry.id or 0: raw_score(seen, entry) for entry in seen.entries if entry.state in rules.PLACED_STATES
    }
    hindrance, scores = None, raw
    try:
        scores = rules.adjusted_scores(
            seen.scheme, raw, {entry.id or 0: entry.panel for entry in seen.entries}
        )
    except RuleViolation as refused:
        hindrance = refused
    nothing = rules.entry_score(seen.scheme, {})
    standings = rules.standings(
        seen.scheme,
        [
            Scored(entry.id or 0, scores.get(entry.id or 0, nothing), entry.state, tie_values_of(entry))
            for entry in seen.entries
        ],
    )
    return Outcome(
        field=seen,
        totals={entry.id or 0: scores.get(entry.id or 0, nothing).total for entry in seen.entries},
        standings=standings,
        hindrance=hindrance,
        adjusted={
            entry.id or 0: score.adjusted
            for entry in seen.entries
            if (score := scores.get(entry.id or 0)) and score.adjusted is not None
        },
    )


# Otherwise


def outcome_under(seen: Field, scheme: rules.Scheme) -> Outcome:
    """Compute the same marks under another scheme."""
    return outcome_of(replace(seen, scheme=scheme))


def unfit_marks(seen: Field, scheme: rules.Scheme) -> int:
    """Count the marks given that another scheme would not allow."""
    criteria = {c.key: c for c in scheme.criteria}
    return sum(
        1
        for (_, _, key), mark in seen.marks.items()
        if mark is not None and key in criteria and not _is_fit(mark, criteria[key])
    )


def _is_fit(mark: Decimal, criterion: rules.Criterion) -> bool:
    try:
        rules.check_mark(mark, criterion)
    except (rules.MarkOutOfRange, rules.MarkOffStep):
        return False
    return True


# What is signed


def result_body(outcome: Outcome) -> dict[str, Any]:
    """Return what is signed and hashed: scheme, entries, every mark, scores, places and awards."""
    seen = outcome.field
    codes: dict[Hashable, str] = {entry.id: entry.code for entry in seen.entries}
    return {
        "competition": {"id": seen.competition.id, "title": seen.competition.title},
        "scheme": rules.scheme_to_dict(seen.scheme),
        "scheme_number": seen.scheme_number,
        "judges": [{"seat": judge.seat, "name": judge.name} for judge in seen.judges],
        "entries": [_entry_body(outcome, entry) for entry in seen.entries],
        "standings": [
            {"code": codes[s.entry], "rank": _text(s.rank), "is_tied": s.is_tied, "award": s.award}
            for s in outcome.standings
        ],
    }


def _entry_body(outcome: Outcome, entry: Entry) -> dict[str, Any]:
    """Return an entry as it is signed; what a later release added stands there only where it is used."""
    seen, total = outcome.field, outcome.totals[entry.id or 0]
    seats: dict[Hashable, int] = {judge.appointment_id: judge.seat for judge in seen.judges}
    added = {
        "panel": entry.panel,
        "tie_values": entry.tie_values,
        "blind_code": seen.coding.code(entry) if seen.coding.state.draws else "",
    }
    return {
        "code": entry.code,
        "title": entry.title,
        "contestant": entry.contestant,
        "unit": entry.unit,
        "district": entry.district,
        "state": entry.state.value,
        "multipliers": entry.multipliers,
        "marks": {
            key: {str(seats[judge]): _text(value) for judge, value in row.items()}
            for key, row in seen.marks_of(entry).items()
        },
        "score": _text(total) if entry.state in rules.PLACED_STATES else None,
        **{name: value for name, value in added.items() if value},
    }


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def second_opinion(body: Mapping[str, Any]) -> list[Difference]:
    """Return where the independent second computation differs from a body; empty if it agrees throughout."""
    return differences(body)

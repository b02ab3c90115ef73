"""From a fetched competition to its standings, and to the body that is signed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from . import rules
from .queries import Field
from .rules import EntryScore, Scored, Standing
from .tables import Entry


def scores_of(field: Field) -> dict[Hashable, EntryScore]:
    """Return every entry's score by entry id; without marks its total is None."""
    return {
        entry.id or 0: rules.entry_score(field.scheme, field.marks_of(entry.id or 0), multipliers_of(entry))
        for entry in field.entries
    }


def multipliers_of(entry: Entry) -> dict[str, Decimal]:
    """Return an entry's multipliers by criterion key, exactly as they were typed."""
    return {key: Decimal(str(value)) for key, value in entry.multipliers.items()}


def standings_of(field: Field, scores: Mapping[Hashable, EntryScore]) -> list[Standing]:
    """Rank the entries by the scheme; those without a score come last."""
    return rules.standings(
        field.scheme,
        [
            Scored(
                entry=entry.id or 0,
                score=scores[entry.id or 0],
                state=entry.state,
                extras={k: Decimal(str(v)) for k, v in entry.tie_values.items()},
            )
            for entry in field.entries
        ],
    )


@dataclass(frozen=True)
class Outcome:
    """What a field's marks come to: every entry's score, and the standings."""

    field: Field
    scores: Mapping[Hashable, EntryScore]
    standings: list[Standing]


def outcome_of(field: Field) -> Outcome:
    """Compute scores and standings once."""
    scores = scores_of(field)
    return Outcome(field, scores, standings_of(field, scores))


def result_body(outcome: Outcome) -> dict[str, Any]:
    """Return what is signed and hashed: scheme, entries, every mark, scores, places and awards."""
    field, scores = outcome.field, outcome.scores
    codes: dict[Hashable, str] = {entry.id: entry.code for entry in field.entries}
    return {
        "competition": {"id": field.competition.id, "title": field.competition.title},
        "scheme": rules.scheme_to_dict(field.scheme),
        "scheme_number": field.scheme_number,
        "judges": [{"seat": judge.seat, "name": judge.name} for judge in field.judges],
        "entries": [_entry_body(field, entry, scores[entry.id or 0]) for entry in field.entries],
        "standings": [
            {"code": codes[s.entry], "rank": _text(s.rank), "is_tied": s.is_tied, "award": s.award}
            for s in outcome.standings
        ],
    }


def _entry_body(field: Field, entry: Entry, score: EntryScore) -> dict[str, Any]:
    marks = field.marks_of(entry.id or 0)
    seats: dict[Hashable, int] = {judge.appointment_id: judge.seat for judge in field.judges}
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
            for key, row in marks.items()
        },
        "score": _text(score.total) if entry.state in rules.PLACED_STATES else None,
    }


def _text(value: Any) -> str | None:
    return None if value is None else str(value)

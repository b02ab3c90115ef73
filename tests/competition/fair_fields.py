"""Fields of marks made by hand, for what is computed of judges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from tests.conftest import TODAY
from union_lib.competition import rules
from union_lib.competition.queries import Coding, Field, Judge
from union_lib.competition.rules import EntryState, Scheme
from union_lib.competition.rules.blind import BlindCodes
from union_lib.competition.tables import Competition, Entry

Table = Sequence[Sequence[float | None]]


def one_criterion(drops: int = 0) -> Scheme:
    """A hundred points in halves, one criterion."""
    criterion = rules.Criterion("mark", "Mark", Decimal(100), step=Decimal("0.5"))
    return Scheme(criteria=(criterion,), drop_high=drops, drop_low=drops)


def field_of_marks(
    marks: Mapping[str, Table],
    scheme: Scheme | None = None,
    *,
    units: Sequence[str] = (),
    judge_units: Sequence[str] = (),
    panels: Sequence[str] = (),
    judge_panels: Sequence[str] = (),
    stages: Sequence[str] = (),
    coding: Coding | None = None,
) -> Field:
    """Return a field from tables of entries by judges, by criterion key; entries E1 …, judges J1 …."""
    first = next(iter(marks.values()))
    entries = [
        Entry(
            id=n,
            competition_id=1,
            position=n,
            code=f"E{n}",
            title=f"Work {n}",
            unit=units[n - 1] if units else "",
            panel=panels[n - 1] if panels else "",
            state=EntryState.COMPETING,
            multipliers={},
            tie_values={},
        )
        for n in range(1, len(first) + 1)
    ]
    judges = [
        Judge(
            appointment_id=n,
            account_id=n,
            seat=n,
            name=f"J{n}",
            unit=judge_units[n - 1] if judge_units else "",
            panel=judge_panels[n - 1] if judge_panels else "",
            stage_group=stages[n - 1] if stages else "",
        )
        for n in range(1, len(first[0]) + 1)
    ]
    given = {
        (seat, number, key): Decimal(str(mark))
        for key, table in marks.items()
        for number, row in enumerate(table, 1)
        for seat, mark in enumerate(row, 1)
        if mark is not None
    }
    competition = Competition(id=1, title="Welders", union_id=1, starts_on=TODAY, ends_on=TODAY)
    return Field(
        competition=competition,
        scheme=scheme or one_criterion(),
        scheme_number=1,
        entries=entries,
        judges=judges,
        sheets={},
        marks=given,
        coding=coding or Coding(BlindCodes(0)),
    )

"""Are the marks of a competition fair? Every judge beside the others, and what would be otherwise.

A flag is a reason to look, never a verdict; adjusted marks inform, the marks as given decide unless the
scheme says otherwise. While entries are coded nothing here names them, and nobody's own unit is compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from sqlmodel import col, func, select

from ...workspace import Workspace
from ..queries import Field, Judge, competition_of, field_of, require_reader
from ..rules.fairness import Flag, GivenMark, JudgeReport, NothingToCompare, OwnUnitEffect, judge_report
from ..scored import Outcome, outcome_of
from ..tables import Mark, Sheet
from .fair_agreement import AgreementTable, Coefficient, Level, agreement_tables, part_title
from .fair_places import (
    FairMarks,
    FairRow,
    PanelAdjustments,
    PlaceReport,
    check_comparable,
    fair_marks_of,
    panel_adjustments,
    place_report,
)
from .fair_sheets import Basis, FairSheets, Floats, fair_sheets
from .otherwise import Otherwise, WhatIf, WhatIfAnswer

__all__ = [
    "AgreementTable",
    "Basis",
    "Coefficient",
    "Distribution",
    "FairMarks",
    "FairRow",
    "Fairness",
    "JudgeRow",
    "Level",
    "PanelAdjustments",
    "PlaceReport",
    "SeverityBar",
    "SeveritySummary",
    "WhatIf",
    "WhatIfAnswer",
    "agreement_table",
    "fair_marks_table",
    "judge_fairness",
    "judge_table",
    "place_table",
    "severity_summary",
    "versions_kept",
]

MOST_CONSEQUENCES = 30
"""Judges for whom it is computed what changes without them: the flagged ones first, then the most extreme."""

BINS = 20


@dataclass(frozen=True)
class JudgeRow:
    """One judge beside the colleagues who marked the same entries.

    `at` is the judge's position; `given` counts the lines (sheets, or marks) the judge gave, `n` those that
    a colleague gave too. `leniency` is in points of the total: the judge's mean difference from the
    colleagues' means, as a share of what can be reached, times what can be reached in all the judge marks.
    A generous judge's is positive. `report` holds the rest (in points as if a part were the whole total);
    None where nothing could be compared.
    """

    at: int
    judge: Judge
    given: int
    leniency: float | None
    report: JudgeReport | None

    @property
    def n(self) -> int:
        """Return how many lines could be compared."""
        return self.report.n if self.report else 0

    @property
    def flags(self) -> tuple[Flag, ...]:
        """Return what deserves a second look."""
        return self.report.flags if self.report else ()

    @property
    def own_unit(self) -> OwnUnitEffect | None:
        """Return what the judge gives entries of the own unit beside neutral colleagues; None without any."""
        own = self.report.own_unit if self.report else None
        return own if own is not None and own.n_own else None

    @property
    def own_p(self) -> float | None:
        """Return the p the flag rests on: the larger of Welch's and of Student's with one variance."""
        own = self.own_unit
        if own is None or own.test.p is None or own.pooled_p is None:
            return None
        return max(own.test.p, own.pooled_p)


@dataclass(frozen=True)
class Distribution:
    """How a judge's values lie: in points where sheets are compared, else in percent of what can be reached."""

    row: JudgeRow
    n: int
    mean: float
    sd: float | None
    quartiles: tuple[float, float, float, float, float]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Fairness:
    """Everything that can be asked about the judges of one competition; each part is computed when asked."""

    field: Field
    outcome: Outcome
    sheets: FairSheets

    @property
    def is_coded(self) -> bool:
        """Tell whether names are behind codes, so that units cannot be compared."""
        return self.field.coding.is_closed

    @property
    def entries(self) -> int:
        """Return how many entries have been marked by anybody."""
        return len(np.unique(self.sheets.entry))

    @cached_property
    def refusal(self) -> NothingToCompare | None:
        """Why judges cannot be compared at all."""
        try:
            check_comparable(self.sheets)
        except NothingToCompare as refused:
            return refused
        return None

    @cached_property
    def judges(self) -> list[JudgeRow]:
        """The judges by seat; see `JudgeRow` and `FairSheets` for what is compared."""
        found = judge_report(self._given(), self.sheets.full_total) if len(self.sheets.value) else {}
        counts = np.bincount(self.sheets.judge.astype(int), minlength=len(self.field.judges))
        return [self._row(at, judge, int(counts[at]), found) for at, judge in enumerate(self.field.judges)]

    def _row(self, at: int, judge: Judge, given: int, found: dict[str, JudgeReport]) -> JudgeRow:
        report = found.get(str(at))
        share = report.leniency_share if report else None
        leniency = None if share is None else share * self.sheets.own_full(at)
        return JudgeRow(at, judge, given, leniency, report)

    def _given(self) -> list[GivenMark]:
        """Return the values in one scale, with units unless they are behind codes."""
        units = [self._unit(entry.unit) for entry in self.field.entries]
        own = [self._unit(judge.unit) for judge in self.field.judges]
        sheets = self.sheets
        columns = (sheets.entry, sheets.judge, sheets.part, sheets.normal)
        return [
            GivenMark(f"{entry}/{part}", units[entry], str(judge), own[judge], value)
            for entry, judge, part, value in zip(*(one.tolist() for one in columns), strict=True)
        ]

    def _unit(self, unit: str) -> str | None:
        return None if self.is_coded else unit.strip() or None

    @property
    def flagged(self) -> list[JudgeRow]:
        """Return the judges with a flag, by seat."""
        return [row for row in self.judges if row.flags]

    @cached_property
    def otherwise(self) -> Otherwise:
        """What answers questions of what would be otherwise."""
        return Otherwise(self.field, self.outcome)

    @cached_property
    def consequences(self) -> dict[int, WhatIfAnswer]:
        """What changes without each judge, by appointment id; at most 30, and never without everybody."""
        if len(self.field.judges) < 2:
            return {}
        rows = sorted((row for row in self.judges if row.given), key=_most_striking)
        ids = [row.judge.appointment_id for row in rows[:MOST_CONSEQUENCES]]
        return {judge: self.otherwise.answer(WhatIf(without=(judge,))) for judge in ids}

    @cached_property
    def agreement(self) -> list[AgreementTable]:
        """How well the judges of every panel agree."""
        return agreement_tables(self.field, self.sheets)

    @cached_property
    def fair_marks(self) -> FairMarks:
        """Places as if all judges were alike, by two models."""
        return fair_marks_of(self.field, self.outcome, self.sheets)

    @cached_property
    def panels(self) -> PanelAdjustments:
        """Totals brought to the common mean of the panels, side by side."""
        return panel_adjustments(self.field, self.outcome)

    @cached_property
    def places(self) -> PlaceReport:
        """How far places depend on who judged."""
        return place_report(self.field, self.outcome, self.sheets)

    @property
    def is_in_points(self) -> bool:
        """Tell whether values of all judges are in points of one and the same sheet."""
        return len(self.sheets.parts) == 1

    @cached_property
    def edges(self) -> tuple[float, ...]:
        """The borders of the bins of `distributions`: at most twenty equal ones over what was given."""
        values = self._shown_values()
        if not len(values):
            return ()
        low, high = float(values.min()), float(values.max())
        width = _round_up((high - low) / BINS)
        first = np.floor(low / width) * width
        return tuple(float(first + n * width) for n in range(int((high - first) / width) + 2))

    @cached_property
    def distributions(self) -> list[Distribution]:
        """How the values of every judge with any lie."""
        values = self._shown_values()
        of = [(row, values[self.sheets.judge == row.at]) for row in self.judges if row.given]
        return [_distribution(row, own, self.edges) for row, own in of]

    def _shown_values(self) -> Floats:
        full = np.array(self.sheets.full)
        if self.is_in_points or not len(self.sheets.value):
            return self.sheets.value
        return self.sheets.value / full[self.sheets.part] * 100

    def part_title(self, part: int) -> str:
        """Return what a part is called; empty where it is everything."""
        return part_title(self.field, self.sheets, part)

    @property
    def severity(self) -> SeveritySummary:
        """Return the judges' leniency in short, the most lenient first."""
        bars = [
            SeverityBar(row.judge.name, row.leniency, row.flags)
            for row in self.judges
            if row.leniency is not None
        ]
        first = next(iter(sorted(self.flagged, key=_most_striking)), None)
        without = WhatIf(without=(first.judge.appointment_id,)) if first else None
        return SeveritySummary(
            bars=sorted(bars, key=lambda bar: -bar.leniency),
            first=first,
            without=self.otherwise.answer(without) if without and len(self.field.judges) > 1 else None,
        )


@dataclass(frozen=True)
class SeverityBar:
    """One judge's leniency in points of the total, and what is flagged."""

    name: str
    leniency: float
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class SeveritySummary:
    """The judges' leniency in short; `first` is the judge to look at first, with what changes without."""

    bars: list[SeverityBar]
    first: JudgeRow | None
    without: WhatIfAnswer | None


def judge_fairness(ws: Workspace, competition_id: int) -> Fairness:
    """Return everything that can be asked about the judges, for those who run or read the competition."""
    with ws.reading() as session:
        competition = competition_of(session, competition_id)
        require_reader(session, ws.actor.account_id, competition)
        return fairness_of(field_of(session, competition_id))


def versions_kept(ws: Workspace, competition_id: int) -> int:
    """Count every version of every mark: how much there will be to read."""
    with ws.reading() as session:
        require_reader(session, ws.actor.account_id, competition_of(session, competition_id))
        own = select(func.count()).select_from(Mark).join(Sheet, col(Sheet.id) == Mark.sheet_id)
        return session.exec(own.where(Sheet.competition_id == competition_id)).one()


def fairness_of(field: Field, outcome: Outcome | None = None) -> Fairness:
    """Return the same of a field that has been fetched, and computed."""
    return Fairness(field, outcome or outcome_of(field), fair_sheets(field))


def severity_summary(ws: Workspace, competition_id: int) -> SeveritySummary:
    """Return the judges' leniency in short, for the side of a page; no bars while nothing can be compared."""
    return judge_fairness(ws, competition_id).severity


def _most_striking(row: JudgeRow) -> tuple[bool, float, int]:
    """Order judges: the flagged first, then by how far they lie from the others."""
    z = row.report.robust_z if row.report else None
    return not row.flags, -abs(z if z is not None else row.leniency or 0.0), row.at


def _distribution(row: JudgeRow, values: Floats, edges: Sequence[float]) -> Distribution:
    counts = np.histogram(values, np.array(edges))[0] if len(edges) > 1 else np.zeros(0, int)
    return Distribution(
        row=row,
        n=len(values),
        mean=float(values.mean()),
        sd=float(values.std(ddof=1)) if len(values) > 1 else None,
        quartiles=tuple(np.quantile(values, [0, 0.25, 0.5, 0.75, 1]).tolist()),
        counts=tuple(counts.tolist()),
    )


def _round_up(width: float) -> float:
    """Return the next larger of 1, 2, 5 times a power of ten.

    >>> _round_up(0.7), _round_up(3.0), _round_up(0.0)
    (1.0, 5.0, 1.0)
    """
    if width <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(width))
    return float(next(step * power for step in (1, 2, 5, 10) if step * power >= width - 1e-12))


# Tables for analysts


def judge_table(ws: Workspace, competition_id: int) -> pd.DataFrame:
    """Return a row for each judge, by seat.

    Columns: seat, judge, panel, basis (sheets or criteria), given, n, leniency (points of the total), share
    (of what can be reached), q (of leniency), z (robust), spread_ratio, r (with the others), own_n, own_effect
    (own unit beside others, in points as if a part were the whole total), own_t, own_p, own_q, flags, places
    and awards (how many entries' change without the judge; None beyond thirty judges).
    """
    seen = judge_fairness(ws, competition_id)
    return pd.DataFrame([_judge_record(seen, row) for row in seen.judges], columns=JUDGE_COLUMNS)


JUDGE_COLUMNS = [
    *("seat", "judge", "panel", "basis", "given", "n", "leniency", "share", "q", "z", "spread_ratio", "r"),
    *("own_n", "own_effect", "own_t", "own_p", "own_q", "flags", "places", "awards"),
]


def _judge_record(seen: Fairness, row: JudgeRow) -> tuple[object, ...]:
    report, own = row.report, row.own_unit
    without = seen.consequences.get(row.judge.appointment_id)
    told = (
        (report.leniency_share, report.leniency_q, report.robust_z, report.spread_ratio, report.r_with_others)
        if report
        else (None,) * 5
    )
    favour = (own.n_own, own.own_minus_other, own.test.t) if own else (0, None, None)
    return (
        *(row.judge.seat, row.judge.name, row.judge.panel, seen.sheets.basis.value, row.given, row.n),
        *(row.leniency, *told, *favour, row.own_p, report.own_unit_q if report else None),
        "、".join(flag.value for flag in row.flags),
        *((len(without.changes), len(without.awards)) if without else (None, None)),
    )


def fair_marks_table(ws: Workspace, competition_id: int) -> pd.DataFrame:
    """Return a row for each placed entry, best place first.

    Columns: rank, code, title, score (Decimal), raw_mean, fair, fair_se, fair_place, rasch, rasch_se,
    rasch_place. Raises the refusal of the additive model (`NotConnected`, `NothingToCompare`); where only
    the Rasch model refuses, its columns are empty and `attrs["rasch_refusal"]` says why.
    """
    found = judge_fairness(ws, competition_id).fair_marks
    if found.additive_refusal is not None:
        raise found.additive_refusal
    rows = [
        (
            *(r.rank, r.shown.code, r.shown.title, r.total, r.raw_mean, r.fair, r.fair_se, r.fair_place),
            *(r.rasch, r.rasch_se, r.rasch_place),
        )
        for r in found.rows
    ]
    columns = ["rank", "code", "title", "score", "raw_mean", "fair", "fair_se", "fair_place"]
    table = pd.DataFrame(rows, columns=[*columns, "rasch", "rasch_se", "rasch_place"])
    table.attrs = {"rasch_refusal": str(found.rasch_refusal or ""), "rasch_entries": found.sampled}
    return table


def place_table(ws: Workspace, competition_id: int) -> pd.DataFrame:
    """Return a row for each entry with three whole sheets, best first.

    Columns: rank (by the scheme), code, title, place (by the mean of sheets), low, high (95 %), alike_from,
    alike_to (the places it cannot be surely told from). Raises the refusal where there are no intervals.
    """
    found = judge_fairness(ws, competition_id).places
    if found.refusal is not None:
        raise found.refusal
    rows = [
        (r.rank, r.shown.code, r.shown.title, r.place, r.low, r.high, r.first, r.last) for r in found.rows
    ]
    columns = ["rank", "code", "title", "place", "low", "high", "alike_from", "alike_to"]
    return pd.DataFrame(rows, columns=columns)


def agreement_table(ws: Workspace, competition_id: int) -> pd.DataFrame:
    """Return a row for each coefficient: panel, part, judges, entries, complete, coefficient, value, level."""
    tables = judge_fairness(ws, competition_id).agreement
    rows = [
        (t.panel, t.part, t.judges, t.entries, t.complete, c.key, c.value, c.level.value if c.level else "")
        for t in tables
        for c in t.coefficients
    ]
    columns = ["panel", "part", "judges", "entries", "complete", "coefficient", "value", "level"]
    return pd.DataFrame(rows, columns=columns)

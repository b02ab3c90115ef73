"""How well judges agree: every coefficient of every panel, and whether it is good by a rule of thumb."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from ..queries import Field
from ..rules import Kind
from ..rules.fairness import (
    Metric,
    agreement,
    alpha_of_values,
    fleiss_kappa,
)
from ..scored import mark_columns
from .fair_sheets import Basis, FairSheets, Floats, Ints

LEVELLED = (Kind.JUDGEMENT, Kind.PASS_FAIL)
MOST_PAIRED = 60
"""Judges up to which every pair is correlated; beyond, only alpha is computed."""

MOST_VALUES = 5_000
"""Distinct values up to which alpha is computed by the ratio metric, whose time grows with their square."""


class Level(StrEnum):
    """What a rule of thumb says of a coefficient."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


THUMBS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "icc": (0.75, 0.5),
        "alpha": (0.8, 0.667),
        "kendall": (0.7, 0.5),
        "kappa": (0.6, 0.4),
        "mean": (0.5, 0.3),
    }
)
"""From where on a coefficient is good, and from where on fair.

ICC: Koo and Li 2016 (good from 0.75, moderate from 0.5). Alpha: Krippendorff 2004 (reliable from 0.8,
tentatively from 0.667). Kendall's W: Schmidt 1997 (strong from 0.7, moderate from 0.5). Fleiss' kappa: Landis
and Koch 1977 (substantial from 0.6, moderate from 0.4). Mean r: Cohen 1988 (large from 0.5, medium from 0.3).
"""


@dataclass(frozen=True)
class Coefficient:
    """One measure of agreement; None where the marks leave it undefined."""

    key: str
    value: float | None

    @property
    def level(self) -> Level | None:
        """Return what the rule of thumb says."""
        if self.value is None:
            return None
        good, fair = THUMBS[self.key.split("_")[0]]
        return Level.GOOD if self.value >= good else Level.FAIR if self.value >= fair else Level.POOR


@dataclass(frozen=True)
class AgreementTable:
    """The agreement of the judges who mark the same things: one panel, one part or one criterion.

    `part` is the title of what they mark, empty where it is everything; `complete` counts the entries that
    all of them marked, on which ICC and Kendall's W rest; `mean` and `sd` are of the values compared.
    """

    panel: str
    part: str
    judges: int
    entries: int
    complete: int
    mean: float | None
    sd: float | None
    p: float | None
    coefficients: tuple[Coefficient, ...]

    def value(self, key: str) -> float | None:
        """Return a coefficient by its key."""
        return next((c.value for c in self.coefficients if c.key == key), None)


def agreement_tables(field: Field, sheets: FairSheets) -> list[AgreementTable]:
    """Return the agreement of every panel on whole sheets (else on each criterion), then on every level.

    Whole sheets, and marks: ICC(1..3, 1) and (1..3, k) and Kendall's W (corrected for ties) on the entries
    that every judge of the table marked; alpha by interval, order and, where no value is below 0, ratio; mean
    r of pairs of judges. Judged levels and pass or fail: Fleiss' kappa on the entries with the usual number
    of judges, and alpha by name and by order.
    """
    tables = [
        _table(field, sheets, part, panel, seats, own)
        for part in range(len(sheets.parts))
        for panel, (seats, own) in _panels(
            field, np.unique(sheets.judge[sheets.part == part]).tolist()
        ).items()
        if not (sheets.basis == Basis.CRITERIA and field.scheme.criteria[part].kind in LEVELLED)
    ]
    return [table for table in tables if table.judges > 1] + _level_tables(field)


def part_title(field: Field, sheets: FairSheets, part: int) -> str:
    """Return what a part is called: a criterion, a stage, or nothing where it is everything."""
    criteria = sheets.parts[part]
    if sheets.basis == Basis.CRITERIA:
        return field.scheme.criteria[criteria[0]].title
    if len(criteria) == len(field.scheme.criteria):
        return ""
    judge = int(sheets.judge[sheets.part == part][0])
    group = field.scheme.group(field.judges[judge].stage_group)
    return group.title if group else ""


def _panels(field: Field, judges: Sequence[int]) -> dict[str, tuple[list[int], Ints]]:
    """Return, by panel, the judges who mark it (those of no panel mark all) and which entries are its own."""
    of_entry = np.array([entry.panel for entry in field.entries], object)
    names = sorted({panel for judge in judges if (panel := field.judges[judge].panel)})
    if not names:
        return {"": (list(judges), np.ones(len(of_entry), bool))}
    return {
        name: ([j for j in judges if field.judges[j].panel in ("", name)], of_entry == name) for name in names
    }


def _table(
    field: Field, sheets: FairSheets, part: int, panel: str, judges: Sequence[int], own: Ints
) -> AgreementTable:
    marks = sheets.table(judges, len(field.entries), part)[own]
    marks = marks[~np.isnan(marks).all(axis=1)]
    present = marks[~np.isnan(marks)]
    coefficients, p = _of_numbers(marks)
    return AgreementTable(
        panel=panel,
        part=part_title(field, sheets, part),
        judges=len(judges),
        entries=len(marks),
        complete=int((~np.isnan(marks)).all(axis=1).sum()),
        mean=float(present.mean()) if len(present) else None,
        sd=float(present.std(ddof=1)) if len(present) > 1 else None,
        p=p,
        coefficients=coefficients,
    )


def _of_numbers(marks: Floats) -> tuple[tuple[Coefficient, ...], float | None]:
    """Return the coefficients of a table of entries by judges, and Kendall's p."""
    units, at = np.nonzero(~np.isnan(marks))
    values = marks[units, at]
    alpha = [
        Coefficient(f"alpha_{metric.value}", alpha_of_values(units, values, metric))
        for metric in _metrics(values)
    ]
    if marks.shape[1] > MOST_PAIRED or marks.shape[1] < 2:
        return tuple(alpha), None
    found = agreement([[None if np.isnan(x) else x for x in row] for row in marks.tolist()])
    icc, kendall = found.icc, found.kendall
    single = icc.single if icc else (None,) * 3
    mean = icc.mean if icc else (None,) * 3
    whole = [
        *(Coefficient(f"icc_{n}_k", value) for n, value in enumerate(mean, 1)),
        *(Coefficient(f"icc_{n}_1", value) for n, value in enumerate(single, 1)),
        Coefficient("kendall_w", kendall.w if kendall else None),
        Coefficient("mean_r", found.mean_r),
    ]
    return (*whole, *alpha), kendall.p if kendall else None


def _metrics(values: Floats) -> list[Metric]:
    is_ratio = len(values) > 0 and values.min() >= 0 and len(np.unique(values)) <= MOST_VALUES
    return [Metric.INTERVAL, Metric.ORDINAL, *([Metric.RATIO] if is_ratio else [])]


def _level_tables(field: Field) -> list[AgreementTable]:
    """Return the agreement on every criterion whose marks are levels or pass and fail, by panel."""
    levelled = [n for n, c in enumerate(field.scheme.criteria) if c.kind in LEVELLED]
    if not levelled:
        return []
    columns, _ = mark_columns(field)
    found = []
    for n in levelled:
        here = columns.criterion == n
        for panel, (judges, own) in _panels(field, np.unique(columns.judge[here]).tolist()).items():
            wanted = here & np.isin(columns.judge, judges) & own[columns.entry]
            if len(judges) > 1:
                title = field.scheme.criteria[n].title
                found.append(_levels(panel, title, len(judges), columns.entry[wanted], columns.mark[wanted]))
    return found


def _levels(panel: str, title: str, judges: int, entry: np.ndarray, level: np.ndarray) -> AgreementTable:
    choices: dict[int, Counter[Hashable]] = {}
    for at, chosen in zip(entry.tolist(), level.tolist(), strict=True):
        choices.setdefault(at, Counter())[chosen] += 1
    sizes = Counter(count.total() for count in choices.values())
    usual = max(sizes, key=lambda size: (sizes[size], size), default=0)
    named = sorted(set(level.tolist()))
    rows = [[count[name] for name in named] for count in choices.values() if count.total() == usual]
    kappa = fleiss_kappa(rows).kappa if usual > 1 else None
    values = level.astype(float)
    return AgreementTable(
        panel=panel,
        part=title,
        judges=judges,
        entries=len(choices),
        complete=len(rows),
        mean=None,
        sd=None,
        p=None,
        coefficients=(
            Coefficient("kappa_fleiss", kappa),
            Coefficient("alpha_nominal", alpha_of_values(entry, values, Metric.NOMINAL)),
            Coefficient("alpha_ordinal", alpha_of_values(entry, values, Metric.ORDINAL)),
        ),
    )

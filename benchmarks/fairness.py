"""Measures of fairness on very many marks, beside a package or what somebody would write instead."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np

from union_lib.competition.rules import fairness
from union_lib.competition.rules.fairness import GivenMark, Metric, Rating

from . import peers
from .measure import Case

CATEGORIES = 6
IS_PACKAGE_THERE = find_spec("krippendorff") is not None


@dataclass(frozen=True)
class Given:
    """Marks (in halves) of entries by some of the judges, and names as a list of marks has them."""

    entries: int
    judges: int
    at_entry: np.ndarray
    at_judge: np.ndarray
    mark: np.ndarray

    @property
    def rows(self) -> list[tuple[str, str, float]]:
        """Return entry, judge and mark, one by one."""
        at = zip(self.at_entry.tolist(), self.at_judge.tolist(), self.mark.tolist(), strict=True)
        return [(f"E{entry}", f"J{judge}", mark) for entry, judge, mark in at]

    @property
    def table(self) -> np.ndarray:
        """Return judges by entries, NaN where a judge did not mark."""
        table = np.full((self.judges, self.entries), np.nan)
        table[self.at_judge, self.at_entry] = self.mark
        return table


def random_marks(entries: int, judges: int, per_entry: int, seed: int = 1) -> Given:
    """Return marks of judges who differ in severity."""
    rng = np.random.default_rng(seed)
    at_entry = np.repeat(np.arange(entries), per_entry)
    at_judge = rng.random((entries, judges)).argsort(axis=1)[:, :per_entry].ravel()
    quality, severity = rng.normal(80, 6, entries), rng.normal(0, 3, judges)
    mark = quality[at_entry] - severity[at_judge] + rng.normal(0, 3, len(at_entry))
    return Given(entries, judges, at_entry, at_judge, np.round(mark.clip(0, 100) * 2) / 2)


def random_ratings(entries: int, judges: int, per_entry: int, criteria: int, seed: int = 1) -> list[Rating]:
    """Return ratings from 1 to 6 that follow the Rasch model."""
    rng = np.random.default_rng(seed)
    seats = rng.random((entries, judges)).argsort(axis=1)[:, :per_entry]
    entry = np.repeat(np.arange(entries), per_entry * criteria)
    judge = np.repeat(seats.ravel(), criteria)
    criterion = np.tile(np.arange(criteria), entries * per_entry)
    logit = rng.normal(0, 1, entries)[entry] - rng.normal(0, 0.5, judges)[judge]
    climbed = np.concatenate([[0], np.cumsum(np.linspace(-1.5, 1.5, CATEGORIES - 1))])
    gumbel = rng.gumbel(size=(len(entry), CATEGORIES))
    drawn = (np.outer(logit, np.arange(CATEGORIES)) - climbed + gumbel).argmax(axis=1) + 1
    at = zip(entry.tolist(), judge.tolist(), criterion.tolist(), drawn.tolist(), strict=True)
    return [(f"E{e}", f"J{j}", f"C{c}", rating) for e, j, c, rating in at]


def cases(_: ExitStack) -> list[Case]:
    """Return all cases of fairness, having checked on smaller ones that both sides agree."""
    check_agreement(random_marks(200, 20, 5), random_ratings(60, 10, 5, 4))
    given = random_marks(20_000, 200, 5)
    return [
        *alpha_cases(given),
        rasch_case(random_ratings(250, 40, 5, 4)),
        rasch_case(random_ratings(5_000, 200, 5, 4)),
        severity_case(given),
        *unrivalled_cases(given),
    ]


def check_agreement(given: Given, ratings: list[Rating]) -> None:
    """Compare only what computes the same: alphas, qualities and severities."""
    names = names_of(ratings)
    pairs = [
        (fairness.fair_marks(given.rows).quality, peers.qualities_by_lsqr(given.rows), 1e-6),
        (
            fairness.facet_fit(ratings, *names, 1, CATEGORIES).severity,
            peers.rasch_by_lbfgs(ratings, names, CATEGORIES, ftol=1e-14),
            1e-4,
        ),
    ]
    if IS_PACKAGE_THERE:
        ours = {str(m): fairness.alpha_of_values(given.at_entry, given.mark, m) or 0.0 for m in Metric}
        theirs = {str(m): peers.krippendorff_alpha(given.table, m) for m in Metric}
        pairs.append((ours, theirs, 1e-9))
    for ours, theirs, tolerance in pairs:
        apart = max(abs(value - theirs[name]) for name, value in ours.items())
        if apart > tolerance:
            raise SystemExit(f"Ours and the peer's measures differ by {apart}.")


def names_of(ratings: list[Rating]) -> Any:
    """Return the names of entries, judges and criteria."""
    return [list(dict.fromkeys(column)) for column in list(zip(*ratings, strict=True))[:3]]


def alpha_cases(given: Given) -> list[Case]:
    """Krippendorff's alpha by two metrics, beside the package of that name."""
    table, size = given.table, f"{len(given.mark):,} marks"
    return [
        Case(
            f"Krippendorff's alpha ({metric}), {size}",
            lambda metric=metric: fairness.alpha_of_values(given.at_entry, given.mark, metric),
            "krippendorff" if IS_PACKAGE_THERE else "krippendorff: not installed (extra `bench`)",
            (lambda metric=metric: peers.krippendorff_alpha(table, metric)) if IS_PACKAGE_THERE else None,
            rows=len(given.mark),
            runs=1,
        )
        for metric in (Metric.ORDINAL, Metric.INTERVAL)
    ]


def rasch_case(ratings: list[Rating]) -> Case:
    """Many-facet Rasch measures, beside L-BFGS on the same likelihood."""
    names = names_of(ratings)
    return Case(
        f"many-facet Rasch with SE, {len(ratings):,} ratings",
        lambda: fairness.facet_fit(ratings, *names, 1, CATEGORIES),
        "scipy L-BFGS on the same likelihood, no SE",
        lambda: peers.rasch_by_lbfgs(ratings, names, CATEGORIES),
        rows=len(ratings),
        runs=3,
    )


def severity_case(given: Given) -> Case:
    """The model of severity with standard errors, beside a regression on dummies without."""
    rows = given.rows
    return Case(
        f"fair marks with SE, {len(rows):,} marks",
        lambda: fairness.fair_marks(rows),
        "scipy lsqr on sparse dummies, no SE",
        lambda: peers.qualities_by_lsqr(rows),
        rows=len(rows),
    )


def unrivalled_cases(given: Given) -> list[Case]:
    """What nobody else offers: links, the judges' report, how sure places are."""
    pairs = [(entry, judge) for entry, judge, _ in given.rows]
    marks = [GivenMark(e, f"u{e[-1]}", j, f"u{j[-1]}", mark) for e, j, mark in given.rows]
    totals = random_marks(200, 7, 7).mark.reshape(200, 7)
    return [
        Case(f"which of {given.entries:,} entries can be compared", lambda: fairness.connectivity(pairs)),
        Case(
            f"report on {given.judges} judges, {len(marks):,} marks",
            lambda: fairness.judge_report(marks, 100.0),
            rows=len(marks),
        ),
        Case(
            "places of 200 entries × 7 judges, 1,000 replicates",
            lambda: fairness.place_intervals(totals, 1, 1),
        ),
    ]

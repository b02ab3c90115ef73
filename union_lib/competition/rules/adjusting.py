"""Totals freed of what a panel or a judge adds: they inform, and decide only where the scheme says so.

A panel's mean and spread say something about the panel only where entries came to it by lot. Severities
can be told from the quality of entries only where judges and entries hang together.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction
from types import MappingProxyType

from ...common.errors import N_, RuleViolation
from .scheme import Adjustment, Scheme
from .scoring import EntryScore, half_up

DIGITS = Context(prec=60)
SETTLED = 9  # decimals to which a severity that decides is computed
Totals = Mapping[Hashable, Fraction]


@dataclass(eq=False)
class PanelOfOne(RuleViolation):
    """A panel with a single entry tells nothing about itself."""

    panel: str

    what = N_("Panel “{panel}” has one entry only, so its mean says nothing about the panel.")
    todo = N_("Give it more entries, or let the marks decide as they were given.")


@dataclass(eq=False)
class PanelWithoutSpread(RuleViolation):
    """A panel gave all its entries the same total, so it did not tell them apart."""

    panel: str

    what = N_("Panel “{panel}” gave every entry the same total, so it tells nothing apart.")
    todo = N_("Let it mark again, or let the marks decide as they were given.")


@dataclass(eq=False)
class PanelMeanZero(RuleViolation):
    """A panel's mean is 0, so no coefficient brings it to the common mean."""

    panel: str

    what = N_("The totals of panel “{panel}” have the mean 0, so there is no coefficient for it.")
    todo = N_("Let the mean be shifted instead, or let the marks decide as they were given.")


@dataclass(eq=False)
class SheetsUnconnected(RuleViolation):
    """Entries fall into groups that no judge links, so severities cannot be compared."""

    groups: int

    what = N_("The entries fall into {groups} groups that no judge links, so severity cannot be taken out.")
    todo = N_("Let some judges mark entries of several panels, or let the marks decide as they were given.")


def adjusted_totals(
    scheme: Scheme, scores: Mapping[Hashable, EntryScore], panels: Mapping[Hashable, str]
) -> dict[Hashable, Fraction]:
    """Return the exact totals after the scheme's adjustment, of the entries that have a total.

    Panels: x - m + M (shift), x * M / m (ratio), M + S * (x - m) / s (z-score; population deviations),
    with M, S of all totals and m, s of the panel's; a panel of one entry, or without any spread, is refused.
    Severity: least squares of sheet total = quality -
    severity over every complete sheet, nothing dropped, severities adding up to 0, to nine decimals.
    """
    raw = {entry: score.exact for entry, score in scores.items() if score.exact is not None}
    if scheme.adjustment == Adjustment.NONE or not raw:
        return raw
    if scheme.adjustment == Adjustment.SEVERITY:
        return _free_of_severity({entry: scores[entry] for entry in raw})
    return _by_panel(raw, panels, _METHODS[scheme.adjustment])


def adjusted_scores(
    scheme: Scheme, scores: Mapping[Hashable, EntryScore], panels: Mapping[Hashable, str]
) -> dict[Hashable, EntryScore]:
    """Return the scores with the totals that decide; `exact` stays the raw one, `adjusted` is beside it."""
    if scheme.adjustment == Adjustment.NONE:
        return dict(scores)
    adjusted = adjusted_totals(scheme, scores, panels)
    return {
        entry: replace(score, adjusted=adjusted[entry], total=half_up(adjusted[entry], scheme.decimals))
        if entry in adjusted
        else score
        for entry, score in scores.items()
    }


@dataclass(frozen=True)
class _Panel:
    """A panel's totals beside all totals, as the methods need them."""

    name: str
    mean: Fraction
    grand: Fraction
    variance: Fraction
    variance_of_all: Fraction


def _shifted(panel: _Panel, total: Fraction) -> Fraction:
    return total - panel.mean + panel.grand


def _scaled(panel: _Panel, total: Fraction) -> Fraction:
    if not panel.mean:
        raise PanelMeanZero(panel.name)
    return total * panel.grand / panel.mean


def _standardised(panel: _Panel, total: Fraction) -> Fraction:
    ratio = panel.variance_of_all / panel.variance
    root = DIGITS.sqrt(DIGITS.divide(Decimal(ratio.numerator), Decimal(ratio.denominator)))
    return panel.grand + Fraction(root) * (total - panel.mean)


_METHODS: Mapping[Adjustment, Callable[[_Panel, Fraction], Fraction]] = MappingProxyType(
    {
        Adjustment.PANEL_SHIFT: _shifted,
        Adjustment.PANEL_RATIO: _scaled,
        Adjustment.PANEL_ZSCORE: _standardised,
    }
)


def _by_panel(
    raw: Totals, panels: Mapping[Hashable, str], method: Callable[[_Panel, Fraction], Fraction]
) -> dict[Hashable, Fraction]:
    together = list(raw.values())
    grand, spread = _mean(together), _variance(together)
    found: dict[Hashable, Fraction] = {}
    for name in dict.fromkeys(panels.get(entry, "") for entry in raw):
        own = {entry: total for entry, total in raw.items() if panels.get(entry, "") == name}
        if len(own) == 1:
            raise PanelOfOne(name)
        totals = list(own.values())
        panel = _Panel(name, _mean(totals), grand, _variance(totals), spread)
        if not panel.variance:
            raise PanelWithoutSpread(name)
        found |= {entry: method(panel, total) for entry, total in own.items()}
    return found


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _variance(values: Sequence[Fraction]) -> Fraction:
    mean = _mean(values)
    return _mean([(value - mean) ** 2 for value in values])


def _free_of_severity(scores: Mapping[Hashable, EntryScore]) -> dict[Hashable, Fraction]:
    from .fairness import severity_fit

    entries = {str(number): entry for number, entry in enumerate(scores)}
    sheets = [
        (number, str(sheet.judge), float(sheet.total))
        for number, entry in entries.items()
        for sheet in scores[entry].sheets
        if sheet.total is not None
    ]
    alone = len(entries) - len({number for number, _, _ in sheets})
    if alone:
        raise SheetsUnconnected(alone + 1)
    fit = severity_fit(sheets)
    if not fit.connectivity.is_comparable:
        raise SheetsUnconnected(len(fit.connectivity.groups))
    return {entries[number]: Fraction(half_up(Fraction(q), SETTLED)) for number, q in fit.quality.items()}

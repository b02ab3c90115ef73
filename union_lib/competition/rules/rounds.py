"""Competitions in rounds: points of each performance, running totals and places after each round."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from .ranking import Rank, ranks
from .scheme import Combine, Criterion, RoundingPoint, Scheme
from .scoring import entry_score, half_up, trimmed_mean


@dataclass(frozen=True)
class AfterRound:
    """Where an entry stands once a round is over."""

    total: Decimal
    rank: Rank


def performance_points(
    marks: Sequence[Decimal],
    multiplier: Decimal,
    drop_high: int = 2,
    drop_low: int = 2,
    factor: Decimal = Decimal(1),
    decimals: int = 2,
) -> Decimal:
    """Return the sum of the marks left after trimming, times multiplier and factor, rounded half up.

    >>> performance_points([Decimal(mark) for mark in (6, 7, 7, 7, 8)], Decimal("3.2"), 1, 1)
    Decimal('67.20')
    """
    scheme = Scheme(
        criteria=(Criterion("performance", "", full_mark=Decimal(10)),),
        drop_high=drop_high,
        drop_low=drop_low,
        combine=Combine.SUM,
        rounding_point=RoundingPoint.PRODUCT,
        decimals=decimals,
        factor=factor,
        uses_multipliers=True,
    )
    score = entry_score(scheme, {"performance": dict(enumerate(marks))}, {"performance": multiplier})
    return score.total or half_up(0, decimals)


def round_by_round(points: Mapping[Hashable, Mapping[int, Decimal]]) -> dict[Hashable, dict[int, AfterRound]]:
    """Return every entry's running total and place after each round held, by round number.

    `points` holds each entry's points by round; a round an entry did not take part in adds nothing.
    """
    rounds = sorted({number for of_entry in points.values() for number in of_entry})
    running = {
        entry: list(accumulate(of_entry.get(number, Decimal(0)) for number in rounds))
        for entry, of_entry in points.items()
    }
    found: dict[Hashable, dict[int, AfterRound]] = {entry: {} for entry in points}
    for position, number in enumerate(rounds):
        totals = [running[entry][position] for entry in points]
        for entry, total, place in zip(points, totals, ranks(totals), strict=True):
            found[entry][number] = AfterRound(total, place)
    return found


@dataclass(frozen=True)
class Element:
    """One executed element: its base value and the judges' points for how it was executed."""

    base_value: Decimal
    judge_points: Sequence[Decimal | None]


@dataclass(frozen=True)
class Component:
    """One overall impression the judges mark, and the factor its panel mark is multiplied by."""

    factor: Decimal
    marks: Sequence[Decimal | None]


@dataclass(frozen=True)
class SegmentScore:
    """A segment's protocol: execution and panel score per element, panel mark and product per component."""

    executions: tuple[Decimal, ...]
    element_panels: tuple[Decimal, ...]
    component_panels: tuple[Decimal, ...]
    factored: tuple[Decimal, ...]
    deductions: Decimal

    @property
    def elements_total(self) -> Decimal:
        """Return the sum of the element panel scores."""
        return sum(self.element_panels, Decimal("0.00"))

    @property
    def components_total(self) -> Decimal:
        """Return the sum of the factored component marks."""
        return sum(self.factored, Decimal("0.00"))

    @property
    def total(self) -> Decimal:
        """Return elements and components less the deductions."""
        return half_up(self.elements_total + self.components_total - self.deductions, 2)


def segment_score(
    elements: Sequence[Element], components: Sequence[Component], deductions: Decimal = Decimal(0)
) -> SegmentScore:
    """Return the protocol of a judged segment, as figure skating writes it.

    Every panel mark is the mean without one highest and one lowest, rounded to 0.01; a component's
    product with its factor is rounded to 0.01 again before it is added. `deductions` is positive.
    """
    executions = tuple(_panel(element.judge_points) for element in elements)
    panels = tuple(_panel(component.marks) for component in components)
    return SegmentScore(
        executions=executions,
        element_panels=tuple(half_up(e.base_value + x, 2) for e, x in zip(elements, executions, strict=True)),
        component_panels=panels,
        factored=tuple(half_up(p * c.factor, 2) for p, c in zip(panels, components, strict=True)),
        deductions=deductions,
    )


def _panel(marks: Sequence[Decimal | None]) -> Decimal:
    return half_up(trimmed_mean(marks) or 0, 2)

"""A budget divided, with a certificate that an independent check can follow (`checker`).

Amounts are divided in whole steps (fen, yuan, hundred yuan): claims and caps are lowered to a multiple of the step,
floors raised (never above the cap), and what is less than a step stays unallocated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from typing import Any

import numpy as np

from .amounts import check_budget, check_equal_length
from .bulk import by_level, equal_level, reduced
from .claims import ClaimsRule
from .columns import Ints, fen_column, total
from .filling import UNCAPPED, Filled, Lines, filled, lines_of
from .path import AllocationPath
from .waterfill import Status

VERSION = 1
LISTED = 1000
"""Up to how many people a certificate lists who is at the floor, free, or at the cap."""

TIES = "largest remainder, first line first"


class CertifiedRule(StrEnum):
    """The rules a certificate can be made for, by the names it bears."""

    WEIGHTS = "weights"
    PROPORTIONAL = "prop"
    EQUAL_AWARDS = "cea"
    EQUAL_LOSSES = "cel"
    TIERS = "tiers"
    STANDARD = "standard"


class Standing(StrEnum):
    """Where somebody stands at the level."""

    AT_FLOOR = "at_floor"
    FREE = "free"
    AT_CAP = "at_cap"


@dataclass(frozen=True)
class Certified:
    """Awards in fen (none if the floors exceed the budget), and what a certificate of them is made from.

    `level` (text) and `lines` are in steps; `inputs` are the columns as given, by name.
    """

    rule: CertifiedRule
    status: Status
    estate_fen: int
    granularity_fen: int
    awards_fen: Ints
    level: Fraction | None
    lines: Lines
    inputs: Mapping[str, Any]
    shortfall_fen: int = 0

    @property
    def total_fen(self) -> int:
        """Return what is allocated."""
        return total(self.awards_fen)

    @property
    def unallocated_fen(self) -> int:
        """Return what is left of the budget."""
        return self.estate_fen - self.total_fen if self.awards_fen.size else 0

    @property
    def standings(self) -> dict[Standing, Ints]:
        """Return the positions (from 0) of those at the floor, in between, and at the cap."""
        at_cap, at_floor = self._held()
        return {
            Standing.AT_FLOOR: np.flatnonzero(at_floor),
            Standing.FREE: np.flatnonzero(~(at_cap | at_floor)),
            Standing.AT_CAP: np.flatnonzero(at_cap),
        }

    def _held(self) -> tuple[Ints, Ints]:
        weights, floors, caps = self.lines.weights, self.lines.floors, self.lines.caps
        if self.level is None:
            return weights > 0, weights == 0
        if self.rule == CertifiedRule.EQUAL_LOSSES:
            at_cap = caps == 0 if self.level else np.full(caps.size, True)
            return at_cap, ~at_cap & (caps <= int(self.level))
        each = weights.astype(object) if self.level.numerator * int(weights.max()) >= UNCAPPED else weights
        whole, part = np.divmod(each * self.level.numerator, self.level.denominator)
        at_cap = ((whole >= caps) | (floors == caps)) & (weights > 0)
        return at_cap, ~at_cap & ((whole < floors) | ((whole == floors) & (part == 0)))

    def certificate(self, *, with_inputs: bool = True) -> dict[str, Any]:
        """Return the certificate as a JSON record; without inputs the checker must be given them."""
        if not self.awards_fen.size:
            raise ValueError("there is no allocation to certify")
        standings = {str(name): where for name, where in self.standings.items()}
        record: dict[str, Any] = {
            "version": VERSION,
            "rule": str(self.rule),
            "status": str(self.status),
            "estate_fen": self.estate_fen,
            "granularity_fen": self.granularity_fen,
            "level": None if self.level is None else str(self.level),
            "counts": {name: int(where.size) for name, where in standings.items()},
            "ties": TIES,
            "total_fen": self.total_fen,
            "unallocated_fen": self.unallocated_fen,
            "sha256": fingerprint(self.awards_fen),
        }
        if self.awards_fen.size <= LISTED:
            record["standings"] = {name: where.tolist() for name, where in standings.items()}
        if with_inputs:
            record["inputs"] = {name: _plain(column) for name, column in self.inputs.items()}
        return record


def fingerprint(awards_fen: Ints) -> str:
    """Return the SHA-256 of the awards as little-endian 64-bit whole numbers, in lower-case hexadecimal."""
    return sha256(awards_fen.astype("<i8").tobytes()).hexdigest()


def _plain(column: Any) -> Any:
    return column.tolist() if isinstance(column, np.ndarray) else column


class CertifiedPath:
    """A division prepared for every budget: a budget then costs a search and a pass, and nothing is solved again.

    The awards are straight lines of the budget between two turns (`AllocationPath`). Made by `weights_path`,
    `claims_path` and `table_path`.
    """

    def __init__(
        self, rule: CertifiedRule, granularity_fen: int, lines: Lines, inputs: Mapping[str, Any]
    ) -> None:
        self.rule, self.step, self.lines, self.inputs = rule, granularity_fen, lines, inputs
        self._path = AllocationPath(lines)

    def at(self, estate_fen: int) -> Certified:
        """Return the division of a budget; the same as dividing it afresh."""
        check_budget(estate_fen, self.step)
        found = self._path.at(estate_fen // self.step)
        return _made(self.rule, estate_fen, self.step, self.lines, self.inputs, found)


def by_weights(
    estate_fen: int,
    weights: Sequence[int] | Ints,
    floors_fen: Sequence[int] | Ints,
    caps_fen: Sequence[int | None] | Ints | None = None,
    granularity_fen: int = 1,
) -> Certified:
    """Divide by whole weights between floors and caps (None: no cap).

    Raises what `lines_of` does, and `BudgetUnusable`.

    >>> by_weights(1000, [5, 3, 2], [100, 100, 100], [400, 500, 1000]).awards_fen
    array([400, 360, 240])
    """
    check_budget(estate_fen, granularity_fen)
    lines, inputs = _weight_lines(weights, floors_fen, caps_fen, granularity_fen)
    return _certified(CertifiedRule.WEIGHTS, estate_fen, granularity_fen, lines, inputs)


def weights_path(
    weights: Sequence[int] | Ints,
    floors_fen: Sequence[int] | Ints,
    caps_fen: Sequence[int | None] | Ints | None = None,
    granularity_fen: int = 1,
) -> CertifiedPath:
    """Prepare a division by weights for every budget; raises what `by_weights` does.

    >>> weights_path([5, 3, 2], [100, 100, 100], [400, 500, 1000]).at(1000).awards_fen
    array([400, 360, 240])
    """
    lines, inputs = _weight_lines(weights, floors_fen, caps_fen, granularity_fen)
    return CertifiedPath(CertifiedRule.WEIGHTS, granularity_fen, lines, inputs)


def _weight_lines(
    weights: Sequence[int] | Ints,
    floors_fen: Sequence[int] | Ints,
    caps_fen: Sequence[int | None] | Ints | None,
    granularity_fen: int,
) -> tuple[Lines, dict[str, Any]]:
    given = lines_of(weights, floors_fen, caps_fen)
    caps = np.where(given.caps < UNCAPPED, given.caps // granularity_fen, UNCAPPED)
    floors = np.minimum(-(-given.floors // granularity_fen), caps)
    lines = Lines(given.weights, floors, caps)
    shown = [None if cap == UNCAPPED else cap for cap in given.caps.tolist()]
    return lines, {"weights": given.weights, "floors_fen": given.floors, "caps_fen": shown}


def by_claims(
    rule: ClaimsRule | str, estate_fen: int, claims_fen: Sequence[int] | Ints, granularity_fen: int = 1
) -> Certified:
    """Divide among claims: in proportion, by equal awards, or by equal losses.

    Raises `BudgetUnusable`, `NobodyListed`, `AmountUnusable`.

    >>> by_claims("cel", 300, [100, 200, 300]).awards_fen
    array([  0, 100, 200])
    """
    check_budget(estate_fen, granularity_fen)
    certified = CertifiedRule(ClaimsRule(rule))
    lines, inputs = _claim_lines(certified, claims_fen, granularity_fen)
    if certified == CertifiedRule.EQUAL_LOSSES:
        found = _by_losses(lines.caps, estate_fen // granularity_fen)
        return _made(certified, estate_fen, granularity_fen, lines, inputs, found)
    return _certified(certified, estate_fen, granularity_fen, lines, inputs)


def claims_path(
    rule: ClaimsRule | str, claims_fen: Sequence[int] | Ints, granularity_fen: int = 1
) -> CertifiedPath:
    """Prepare a division among claims for every budget: in proportion or by equal awards.

    >>> claims_path("cea", [100, 200, 300]).at(400).awards_fen
    array([100, 150, 150])
    """
    certified = CertifiedRule(ClaimsRule(rule))
    if certified not in (CertifiedRule.PROPORTIONAL, CertifiedRule.EQUAL_AWARDS):
        raise ValueError(f"no path of levels is kept for {certified}")
    return CertifiedPath(certified, granularity_fen, *_claim_lines(certified, claims_fen, granularity_fen))


def table_path(amounts_fen: Sequence[int] | Ints, granularity_fen: int = 1) -> CertifiedPath:
    """Prepare a standard table for every budget: there is one answer, where the budget suffices."""
    lines, inputs = _table_lines(amounts_fen, granularity_fen)
    return CertifiedPath(CertifiedRule.STANDARD, granularity_fen, lines, inputs)


def _claim_lines(
    rule: CertifiedRule, claims_fen: Sequence[int] | Ints, granularity_fen: int
) -> tuple[Lines, dict[str, Any]]:
    claims = fen_column(claims_fen)
    weights = claims if rule == CertifiedRule.PROPORTIONAL else np.ones_like(claims)
    return Lines(weights, np.zeros_like(claims), claims // granularity_fen), {"claims_fen": claims}


def _by_losses(steps: Ints, estate: int) -> Filled:
    whole = total(steps)
    if whole < estate:
        return Filled(Status.SURPLUS, steps, unallocated_fen=estate - whole)
    terms = reduced(ClaimsRule.EQUAL_LOSSES, whole, estate)
    level = equal_level(steps, terms.estate)
    return Filled(Status.OK, by_level(steps, terms, level, estate), Fraction(*level))


def by_tiers(
    estate_fen: int,
    tiers: Sequence[int] | Ints,
    claims_fen: Sequence[int] | Ints,
    marginal_rule: ClaimsRule | str = ClaimsRule.PROPORTIONAL,
    granularity_fen: int = 1,
) -> Certified:
    """Pay tier by tier (0 is the hardest); the first that cannot be paid in full is divided by the rule.

    The rule is proportional or equal awards. Raises `BudgetUnusable`, `NobodyListed`, `AmountUnusable`,
    `LinesUnequal`.

    >>> by_tiers(100, [0, 0, 1, 1, 1, 2], [30, 30, 20, 40, 60, 50]).awards_fen
    array([30, 30,  7, 13, 20,  0])
    """
    check_budget(estate_fen, granularity_fen)
    check_equal_length(tiers, claims_fen)
    claims, tier_of, rule = fen_column(claims_fen), fen_column(tiers), ClaimsRule(marginal_rule)
    steps = claims // granularity_fen
    marginal = _marginal(steps, tier_of, estate_fen // granularity_fen)
    by = {ClaimsRule.PROPORTIONAL: claims, ClaimsRule.EQUAL_AWARDS: np.ones_like(claims)}[rule]
    is_marginal, is_paid = tier_of == marginal, tier_of < marginal
    lines = Lines(
        np.where(is_marginal, by, 0), np.where(is_paid, steps, 0), np.where(is_paid | is_marginal, steps, 0)
    )
    inputs = {"tiers": tier_of, "claims_fen": claims, "marginal": marginal, "marginal_rule": str(rule)}
    return _certified(CertifiedRule.TIERS, estate_fen, granularity_fen, lines, inputs)


def _marginal(steps: Ints, tier_of: Ints, estate: int) -> int:
    """Return the first tier that cannot be paid in full, or the number after the last."""
    left = estate
    for tier in np.unique(tier_of).tolist():
        left -= total(steps[tier_of == tier])
        if left < 0:
            return int(tier)
    return int(tier_of.max()) + 1


def by_table(estate_fen: int, amounts_fen: Sequence[int] | Ints, granularity_fen: int = 1) -> Certified:
    """Give fixed amounts; more than the budget is a shortfall (no awards), less leaves a surplus.

    Raises `BudgetUnusable`, `NobodyListed`, `AmountUnusable`.

    >>> by_table(5000, [3000, 2500]).shortfall_fen
    500
    """
    check_budget(estate_fen, granularity_fen)
    lines, inputs = _table_lines(amounts_fen, granularity_fen)
    return _certified(CertifiedRule.STANDARD, estate_fen, granularity_fen, lines, inputs)


def _table_lines(amounts_fen: Sequence[int] | Ints, granularity_fen: int) -> tuple[Lines, dict[str, Any]]:
    amounts = fen_column(amounts_fen)
    steps = amounts // granularity_fen
    return Lines(np.zeros_like(steps), steps, steps), {"amounts_fen": amounts}


def _certified(
    rule: CertifiedRule, estate_fen: int, step: int, lines: Lines, inputs: Mapping[str, Any]
) -> Certified:
    return _made(rule, estate_fen, step, lines, inputs, filled(estate_fen // step, lines))


def _made(
    rule: CertifiedRule, estate_fen: int, step: int, lines: Lines, inputs: Mapping[str, Any], found: Filled
) -> Certified:
    short = found.shortfall_fen * step - estate_fen % step if found.shortfall_fen else 0
    return Certified(
        rule, found.status, estate_fen, step, found.awards_fen * step, found.level, lines, inputs, short
    )

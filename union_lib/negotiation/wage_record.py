"""A computed month as it is kept: every line with its formula, amount and articles, ready to be hashed."""

from __future__ import annotations

from typing import Any

from .rules.law import Basis
from .rules.situations import WageLine, formula_text
from .rules.worker_month import MonthWage


def wage_record(wage: MonthWage) -> dict[str, Any]:
    """Return a month's wage as a document of plain values."""
    return {
        "lines": [line_record(line) for line in wage.lines],
        "total_fen": wage.total_fen,
        "is_provisional": wage.is_provisional,
        "readings": [
            {
                "rule": one.rule.value,
                "first_cycle_end": str(one.first_cycle_end),
                "total_fen": one.total_fen,
                "is_adopted": one.is_adopted,
            }
            for one in wage.readings
        ],
        "over_cap": [violation.value for violation in wage.over_cap],
        "minimum_shortfall_fen": wage.minimum.shortfall_fen if wage.minimum else None,
        "cycle_rule": basis_record(wage.cycle_basis) if wage.cycle_basis else None,
        "unchecked": list(wage.unchecked),
    }


def line_record(line: WageLine) -> dict[str, Any]:
    """Return a line with what it rests on."""
    return {
        "first": str(line.first),
        "last": str(line.last),
        "situation": line.situation.value,
        "quantity": str(line.quantity),
        "unit": line.unit.value,
        "formula": formula_text(line.formula),
        "amount_fen": line.amount_fen,
        "bases": [basis_record(basis) for basis in line.bases],
        "missing": list(line.missing),
    }


def basis_record(basis: Basis) -> dict[str, Any]:
    """Return a figure as it counted: which, what, since when, where, by which article, how sure."""
    figure = basis.figure
    return {
        "id": basis.id,
        "value": figure.value,
        "valid_from": str(figure.valid_from),
        "area": figure.area,
        "citation": figure.citation,
        "confidence": figure.confidence,
    }

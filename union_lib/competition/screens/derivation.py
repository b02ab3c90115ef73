"""How a score came about, step by step: marks, drops, weights, rounding, place."""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ...common.errors import N_
from ...common.text import translate
from .. import rules
from ..reports import ResultList as Result
from ..reports import ResultRow, plain
from ..rules import Combine, PartScore, RoundingPoint, TrimAt
from ..words import ENTRY_STATES


def part_text(seen: Result, part: PartScore) -> str:
    """Return a criterion's share of the total, rounded for the eye."""
    if part.value is None:
        return ""
    return str(rules.half_up(part.value, seen.scheme.decimals))


def fraction_text(value: Fraction | None) -> str:
    """Return an exact value as people read it: all its digits if they end, else four and an ellipsis.

    >>> fraction_text(Fraction(907, 2)), fraction_text(Fraction(1, 3)), fraction_text(Fraction(90))
    ('453.5', '0.3333…', '90')
    """
    if value is None:
        return ""
    for digits in range(7):
        if (value * 10**digits).denominator == 1:
            return plain(Decimal(int(value * 10**digits)).scaleb(-digits)) if digits else str(int(value))
    return f"{float(value):.4f}…"


def explained(seen: Result, row: ResultRow) -> list[dict[str, Any]]:
    """Return the derivation of a score step by step: marks, drops, weights, rounding, place, award."""
    names: dict[Hashable, str] = {j.appointment_id: j.name for j in seen.judges}
    if seen.scheme.trim_at == TrimAt.SHEET:
        steps = _sheet_steps(seen, row, names)
    else:
        titles = {c.key: c.title for c in seen.scheme.criteria}
        steps = [_part_step(seen, row, part, titles[part.criterion_key], names) for part in row.score.parts]
        if len(row.score.parts) > 1:
            steps.append(_total_step(seen, row))
    return [*steps, _place_step(seen, row)]


def _chip(name: str, text: str, out: str) -> dict[str, str]:
    return {"name": name, "text": text or "—", "out": out}


def _sheet_steps(seen: Result, row: ResultRow, names: dict[Hashable, str]) -> list[dict[str, Any]]:
    chips = [
        _chip(
            names[s.judge],
            fraction_text(s.total),
            "high" if s.is_dropped_high else "low" if s.is_dropped_low else "",
        )
        for s in row.score.sheets
    ]
    kept = [
        s for s in row.score.sheets if s.total is not None and not (s.is_dropped_high or s.is_dropped_low)
    ]
    total = sum((s.total for s in kept if s.total is not None), Fraction(0))
    formula = " + ".join(fraction_text(s.total) for s in kept)
    worded = translate(N_("The {n} totals that stay: {sum} ÷ {n}"))
    if seen.scheme.combine == Combine.SUM:
        worded = translate(N_("The {n} totals that stay, added"))
    return [
        {"title": translate(N_("The judges' totals")), "chips": chips, "formula": "", "note": ""},
        {
            "title": worded.format(n=len(kept), sum=fraction_text(total)),
            "chips": [],
            "formula": f"{formula} = {fraction_text(total)}" if kept else "",
            "note": "",
        },
        _total_step(seen, row),
    ]


def _part_step(
    seen: Result, row: ResultRow, part: PartScore, title: str, names: dict[Hashable, str]
) -> dict[str, Any]:
    marks = row.marks[part.criterion_key]
    chips = [
        _chip(
            names[judge],
            plain(mark),
            "high" if judge in part.dropped_high else "low" if judge in part.dropped_low else "",
        )
        for judge, mark in marks.items()
    ]
    return {"title": title, "chips": chips, "formula": _part_formula(seen, row, part), "note": ""}


def _part_formula(seen: Result, row: ResultRow, part: PartScore) -> str:
    if part.exact is None:
        return translate(N_("A mark is missing, so there is no score yet. A missing mark is not a zero."))
    kept = [plain(row.marks[part.criterion_key][j]) for j in part.kept]
    formula = f"({' + '.join(kept)})" if len(kept) > 1 else kept[0]
    if seen.scheme.combine == Combine.MEAN and len(kept) > 1:
        formula += f" ÷ {len(kept)}"
    for factor in (part.multiplier, part.weight, seen.scheme.factor):
        if factor is not None and factor != 1:
            formula += f" × {plain(Decimal(factor))}"
    formula += f" = {fraction_text(part.exact)}"
    if seen.scheme.rounding_point == RoundingPoint.PRODUCT and part.value != part.exact:
        formula += f" ≈ {part_text(seen, part)}"
    return formula


def _total_step(seen: Result, row: ResultRow) -> dict[str, Any]:
    parts = row.score.parts
    exact, total = row.score.exact, row.score.total
    formula = ""
    if total is not None:
        if seen.scheme.trim_at == TrimAt.CRITERION:
            formula = " + ".join(fraction_text(p.value) for p in parts) + " = "
        formula += fraction_text(exact)
        if exact != Fraction(total):
            formula += f" ≈ {total}"
    point = (
        N_("Rounded half up to {n} decimals, each criterion before adding.")
        if seen.scheme.rounding_point == RoundingPoint.PRODUCT
        else N_("Rounded half up to {n} decimals, once at the end.")
    )
    return {
        "title": translate(N_("Total {total}")).format(total=total if total is not None else "—"),
        "chips": [],
        "formula": formula,
        "note": translate(point).format(n=seen.scheme.decimals),
    }


def _place_step(seen: Result, row: ResultRow) -> dict[str, Any]:
    if not row.rank:
        text = translate(N_("Not placed: {why}.")).format(
            why=translate(ENTRY_STATES[row.entry.state])
            if row.entry.state not in rules.PLACED_STATES
            else translate(N_("a mark is missing"))
        )
        return {"title": translate(N_("Place")), "chips": [], "formula": "", "note": text}
    better = sum(1 for other in seen.rows if other.rank and Fraction(other.rank) < Fraction(row.rank))
    worded = N_("{better} entries are better, so the place is {place}.")
    if row.is_tied:
        worded = N_("{better} entries are better; the place {place} is shared.")
    note = translate(worded).format(better=better, place=row.rank)
    return {
        "title": translate(N_("Place {place}")).format(place=row.rank),
        "chips": [],
        "formula": "",
        "note": note,
    }

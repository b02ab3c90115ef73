"""How a score came about, step by step: marks, drops, weights, stages, rounding, adjustment, place."""

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
from ..rules import PRODUCT_ROUNDED, Combine, Criterion, GroupScore, Kind, PartScore, RoundingPoint, TrimAt
from ..words import ADJUSTMENTS, ENTRY_STATES


def part_text(seen: Result, part: PartScore) -> str:
    """Return a criterion's share of the total, rounded for the eye."""
    if part.value is None:
        return ""
    return str(rules.half_up(part.value, seen.scheme.decimals))


def group_text(seen: Result, group: GroupScore | None) -> str:
    """Return a group's sub-total, rounded for the eye."""
    if group is None or group.subtotal is None:
        return ""
    return str(rules.half_up(group.subtotal, seen.scheme.decimals))


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
    """Return the derivation of a score step by step."""
    names: dict[Hashable, str] = {j.appointment_id: j.name for j in seen.judges}
    if seen.scheme.trim_at == TrimAt.SHEET:
        steps = _sheet_steps(seen, row, names)
    else:
        titles = {c.key: c for c in seen.scheme.criteria}
        steps = [_part_step(seen, row, part, titles[part.criterion_key], names) for part in row.score.parts]
        steps += [_group_step(seen, row, group) for group in row.score.groups]
        if len(row.score.parts) > 1:
            steps.append(_total_step(seen, row))
    if row.score.adjusted is not None:
        steps.append(_adjusted_step(seen, row))
    return [*steps, _place_step(seen, row)]


def _step(
    title: str, chips: list[dict[str, str]] | None = None, formula: str = "", note: str = ""
) -> dict[str, Any]:
    return {"title": title, "chips": chips or [], "formula": formula, "note": note}


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
        _step(translate(N_("The judges' totals")), chips),
        _step(
            worded.format(n=len(kept), sum=fraction_text(total)),
            formula=f"{formula} = {fraction_text(total)}" if kept else "",
        ),
        _total_step(seen, row),
    ]


def _part_step(
    seen: Result, row: ResultRow, part: PartScore, criterion: Criterion, names: dict[Hashable, str]
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
    return _step(criterion.title, chips, _part_formula(seen, row, part, criterion), _part_note(criterion))


def _part_note(criterion: Criterion) -> str:
    """Say how what is written down becomes points, where it does not stand for itself."""
    full = plain(criterion.full_mark)
    if criterion.kind == Kind.JUDGEMENT:
        worded = N_("Level ÷ {top} × {full} points")
        return translate(worded).format(top=len(criterion.levels) - 1, full=full)
    if criterion.kind == Kind.PASS_FAIL:
        return translate(N_("1 passes and earns {full} points, 0 earns none")).format(full=full)
    if criterion.kind == Kind.MEASUREMENT:
        brackets = "；".join(f"±{plain(b.limit)} → {plain(b.points)}" for b in criterion.brackets)
        worded = N_("Nominal value {nominal}; points by distance: {brackets}")
        return translate(worded).format(nominal=plain(criterion.nominal), brackets=brackets)
    return translate(N_("Taken off")) if criterion.kind == Kind.DEDUCTION else ""


def _part_formula(seen: Result, row: ResultRow, part: PartScore, criterion: Criterion) -> str:
    if part.is_discussed:
        return translate(N_("The levels lie too far apart; the judges must look again before they count."))
    if part.exact is None:
        return translate(N_("A mark is missing, so there is no score yet. A missing mark is not a zero."))
    got = [rules.points(criterion, Decimal(row.marks[part.criterion_key][j] or 0)) for j in part.kept]
    formula = f"({' + '.join(map(fraction_text, got))})" if len(got) > 1 else fraction_text(got[0])
    is_mean = seen.scheme.combine == Combine.MEAN or criterion.kind not in rules.TRIMMED_KINDS
    if is_mean and len(got) > 1:
        formula += f" ÷ {len(got)}"
    formula = _with_base(formula, part, criterion)
    multiplier = None if criterion.kind == Kind.ELEMENT else part.multiplier
    for factor in (multiplier, part.weight, seen.scheme.factor):
        if factor is not None and factor != 1:
            formula += f" × {plain(Decimal(factor))}"
    formula += f" = {fraction_text(part.exact)}"
    if seen.scheme.rounding_point in PRODUCT_ROUNDED and part.value != part.exact:
        formula += f" ≈ {part_text(seen, part)}"
    return formula


def _with_base(formula: str, part: PartScore, criterion: Criterion) -> str:
    if criterion.kind != Kind.ELEMENT or part.multiplier is None:
        return formula
    return f"{plain(part.multiplier)} + {formula}"


def _group_step(seen: Result, row: ResultRow, group: GroupScore) -> dict[str, Any]:
    """Add up a stage and weight it."""
    stage = seen.scheme.group(group.group_key)
    parts = [row.score.part(c.key) for c in seen.scheme.criteria if c.group == group.group_key]
    inner = [row.score.group(g.key) for g in seen.scheme.groups if g.parent == group.group_key]
    values = [fraction_text(one.value) for one in [*parts, *inner] if one is not None]
    formula = ""
    if group.exact is not None:
        formula = " + ".join(values)
        if len(values) > 1:
            formula += f" = {fraction_text(group.exact)}"
        if group.subtotal != group.exact:
            formula += f" ≈ {group_text(seen, group)}"
        if group.weight != 1:
            formula += f" × {plain(group.weight)} = {fraction_text(group.value)}"
    return _step(translate(N_("Stage {title}")).format(title=stage.title if stage else ""), formula=formula)


def _total_step(seen: Result, row: ResultRow) -> dict[str, Any]:
    exact = row.score.exact
    total = None if exact is None else rules.half_up(exact, seen.scheme.decimals)
    formula = ""
    if exact is not None:
        if seen.scheme.trim_at == TrimAt.CRITERION:
            formula = " + ".join(_outermost(seen, row)) + " = "
        formula += fraction_text(exact)
        if exact != Fraction(total or 0):
            formula += f" ≈ {total}"
    point = {
        RoundingPoint.PANEL: N_("Rounded half up to {n} decimals: each panel mean, each product, the total."),
        RoundingPoint.PRODUCT: N_("Rounded half up to {n} decimals, each criterion before adding."),
        RoundingPoint.SUBTOTAL: N_("Rounded half up to {n} decimals: each stage's sub-total, and the total."),
        RoundingPoint.END: N_("Rounded half up to {n} decimals, once at the end."),
    }[seen.scheme.rounding_point]
    title = translate(N_("Total {total}")).format(total=total if total is not None else "—")
    return _step(title, formula=formula, note=translate(point).format(n=seen.scheme.decimals))


def _outermost(seen: Result, row: ResultRow) -> list[str]:
    """Return what the total adds up: criteria in no stage, then the outermost stages."""
    titled = zip(row.score.parts, seen.scheme.criteria, strict=True)
    parts = [fraction_text(part.value) for part, c in titled if not c.group]
    groups = [row.score.group(g.key) for g in seen.scheme.groups if not g.parent]
    return parts + [fraction_text(group.value) for group in groups if group is not None]


def _adjusted_step(seen: Result, row: ResultRow) -> dict[str, Any]:
    told = translate(ADJUSTMENTS[seen.scheme.adjustment])
    formula = f"{fraction_text(row.score.exact)} → {fraction_text(row.score.adjusted)} ≈ {row.total}"
    return _step(translate(N_("What decides: {how}")).format(how=told), formula=formula)


def _place_step(seen: Result, row: ResultRow) -> dict[str, Any]:
    if not row.rank:
        text = translate(N_("Not placed: {why}.")).format(
            why=translate(ENTRY_STATES[row.entry.state])
            if row.entry.state not in rules.PLACED_STATES
            else translate(N_("a mark is missing"))
        )
        return _step(translate(N_("Place")), note=text)
    better = sum(1 for other in seen.rows if other.rank and Fraction(other.rank) < Fraction(row.rank))
    worded = N_("{better} entries are better, so the place is {place}.")
    if row.is_tied:
        worded = N_("{better} entries are better; the place {place} is shared.")
    note = translate(worded).format(better=better, place=row.rank)
    return _step(translate(N_("Place {place}")).format(place=row.rank), note=note)

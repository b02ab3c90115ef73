"""What the wage pages show of a result: lines with their formula, and the articles every yuan rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from ...common.errors import N_
from ...common.money import FEN_PER_YUAN, yuan
from ...common.policies import DatedValue
from ...common.text import translate
from ...registry.figures import figure_state
from ...ui.shown import period
from ..figure_names import FIGURE_NAMES
from ..figure_values import shown_value
from ..reports.wages import Change
from ..rules import law as ids
from ..rules.law import Basis
from ..rules.situations import Formula, Measure, Term, WageLine, formula_text
from ..rules.worker_month import MonthWage, Reading
from ..wage_words import CAPS, READINGS, SITUATIONS

COUNTED = {Measure.DAY: N_("{n} days"), Measure.HOUR: N_("{n} hours"), Measure.MONTH: N_("{n} months")}


def formula_shown(formula: Formula) -> str:
    """Return a formula as people write it: a share in per cent, what is multiplied by with its unit."""
    return " ".join(_term(term) for term in formula)


def _term(term: Term) -> str:
    if term.op == "×" and term.unit == Measure.RATIO and (term.number * 100).denominator == 1:
        return f"× {int(term.number * 100)}%"
    plain = formula_text((term,)).replace(".00", "") if term.unit == Measure.YUAN else formula_text((term,))
    is_whole_day = term.unit == Measure.DAY and term.number.denominator == 1
    if term.unit in COUNTED and (term.op == "×" or (term.op == "÷" and is_whole_day)):
        return f"{term.op} {counted(term.number, term.unit)}"
    return plain


def counted(number: Fraction, unit: Measure) -> str:
    """Return a number of days, hours or months in words."""
    plain = formula_text((Term("", number, unit),))
    return translate(COUNTED[unit]).format(n=plain) if unit in COUNTED else plain


def line_row(line: WageLine, areas: Mapping[str, str]) -> dict[str, Any]:
    """Return a line as the page shows it; its articles open when the amount is clicked."""
    return {
        "period": period(line.first, line.last),
        "situation": translate(SITUATIONS[line.situation]),
        "kind": line.situation.value,
        "quantity": counted(line.quantity, line.unit),
        "formula": formula_shown(line.formula),
        "amount": yuan(line.amount_fen) if line.amount_fen is not None else "",
        "articles": articles_of(line.bases),
        "to_confirm": line.is_to_be_confirmed,
        "missing": [figure_name(one) for one in line.missing],
        "bases": [basis_row(basis, areas) for basis in line.bases],
    }


def articles_of(bases: Iterable[Basis]) -> list[str]:
    """Return the articles of figures, each once."""
    return list(dict.fromkeys(basis.figure.citation for basis in bases if basis.figure.citation))


def figure_name(figure_id: str) -> str:
    """Return the name of a figure in the spoken language."""
    return translate(FIGURE_NAMES.get(figure_id, figure_id))


def basis_row(basis: Basis, areas: Mapping[str, str]) -> dict[str, Any]:
    """Return one figure with everything to look it up by: rule, version, area, article, how sure."""
    figure = basis.figure
    value = figure.value
    if basis.id == ids.MIN_WAGE:
        value = str(Fraction(value, FEN_PER_YUAN))
    state = figure_state(
        DatedValue(value, figure.valid_from, figure.area, figure.citation, figure.confidence)
    )
    return {
        "id": basis.id,
        "name": figure_name(basis.id),
        "value": shown_value(basis.id, value),
        "from": figure.valid_from.isoformat() if figure.valid_from.year > 1 else "",
        "area": translate(areas.get(figure.area, figure.area)),
        "citation": figure.citation,
        "state": translate(state.words),
        "tone": state.tone,
    }


def reading_row(one: Reading) -> dict[str, Any]:
    """Return a reading of “one wage cycle” with what the month comes to by it."""
    return {
        "rule": one.rule.value,
        "title": translate(READINGS[one.rule]),
        "end": one.first_cycle_end.isoformat(),
        "total": yuan(one.total_fen) if one.total_fen is not None else "",
        "is_adopted": one.is_adopted,
    }


def change_row(one: Change) -> dict[str, Any]:
    """Return what a kind of line comes to under both laws."""
    more = one.difference_fen
    return {
        "situation": translate(SITUATIONS[one.situation]),
        "here": yuan(one.here_fen) if one.here_fen is not None else "",
        "there": yuan(one.there_fen) if one.there_fen is not None else "",
        "more": signed(more) if more is not None else "",
        "is_other": bool(more),
    }


def total_row(here: MonthWage, there: MonthWage) -> dict[str, Any]:
    """Return the totals under both laws."""
    row = {"situation": translate(N_("Total")), "is_total": True, "more": "", "is_other": False}
    row["here"], row["there"] = (
        "" if fen is None else yuan(fen) for fen in (here.total_fen, there.total_fen)
    )
    if here.total_fen is not None and there.total_fen is not None:
        row["more"] = signed(there.total_fen - here.total_fen)
        row["is_other"] = here.total_fen != there.total_fen
    return row


def signed(fen: int) -> str:
    """Return a difference with its sign.

    >>> signed(500), signed(-500), signed(0)
    ('+5.00', '−5.00', '0.00')
    """
    return yuan(fen).replace("-", "−") if fen <= 0 else f"+{yuan(fen)}"


def checks_of(wage: MonthWage) -> list[dict[str, str]]:
    """Return what the checks of a month say: minimum wage, overtime, calendar."""
    found = []
    if wage.minimum is not None:
        found.append(_minimum(wage))
    found += [_check("bad", translate(CAPS[violation])) for violation in wage.over_cap]
    if wage.is_provisional:
        text = N_("The holidays of that year are not published yet: weekends alone are counted.")
        found.append(_check("warn", translate(text)))
    for figure_id in wage.unchecked:
        text = N_("Not checked, because it is not known: {figure}")
        found.append(_check("warn", translate(text).format(figure=figure_name(figure_id)), figure_id))
    return found


def _minimum(wage: MonthWage) -> dict[str, str]:
    check = wage.minimum
    assert check is not None
    comparable = yuan(check.comparable_fen)
    if check.is_met:
        text = N_("The minimum wage is kept: {amount} yuan count towards it.")
        return _check("ok", translate(text).format(amount=comparable))
    text = N_("Below the minimum wage: {amount} yuan count towards it, {short} yuan are missing.")
    return _check("bad", translate(text).format(amount=comparable, short=yuan(check.shortfall_fen)))


def _check(tone: str, text: str, figure: str = "") -> dict[str, str]:
    return {"tone": tone, "text": text, "figure": figure}

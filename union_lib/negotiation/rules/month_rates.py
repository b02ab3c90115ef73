"""By what month's figure every situation is paid, and the lines that come of days counted by situation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ...common.policies import FigureUnknown, NoRuleInForce
from . import law as ids
from .law import Basis, Law, half_up
from .situations import RATE_OF, Formula, Measure, PayRate, Situation, Term, WageLine, money, worked_out_fen

ARTICLES: Mapping[Situation, str] = {
    Situation.WORK_FROM_HOME: ids.WORK_FROM_HOME,
    Situation.QUARANTINE: ids.QUARANTINE,
    Situation.ANNUAL_LEAVE: ids.LEAVE_DAYS,
    Situation.MATERNITY: ids.MATERNITY_WAGE,
    Situation.STOPPAGE_FIRST_CYCLE: ids.STANDSTILL_FIRST,
    Situation.STOPPAGE_IDLE: ids.STANDSTILL_FIRST,
}
"""Rules that say how a situation is paid; before their first day the contract itself does."""


@dataclass(frozen=True)
class Agreed:
    """A worker's agreed monthly amounts in fen; those for illness and for work in a stoppage may be higher
    than the law's floor, never lower."""

    contract_fen: int
    sick_fen: int = 0
    stoppage_fen: int = 0


@dataclass(frozen=True)
class MonthRate:
    """A month's figure: its exact fen or None, how it comes about, on what it rests, what is missing."""

    monthly_fen: Fraction | None
    formula: Formula = ()
    bases: tuple[Basis, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Share:
    """Days of one situation in a month, with the month's figure they are paid by."""

    first: date
    last: date
    situation: Situation
    days: Fraction
    rate: MonthRate


def month_rate(
    situation: Situation, agreed: Agreed, law: Law, on: date, article_on: date | None = None
) -> MonthRate:
    """Return the month's figure a situation is paid by on a day; unknown figures are named, never guessed.

    `article_on` cites the article of another day, where a rule came while the situation lasted.
    """
    kind = RATE_OF[situation]
    articles = _article(situation, law, article_on or on)
    if kind == PayRate.NOTHING:
        return MonthRate(Fraction(0), (money(0),), articles)
    if kind == PayRate.CONTRACT:
        return MonthRate(Fraction(agreed.contract_fen), (money(agreed.contract_fen),), articles)
    floor = _floor(kind, law, on)
    own = {PayRate.SICK: agreed.sick_fen, PayRate.MINIMUM: agreed.stoppage_fen}.get(kind, 0)
    if floor.monthly_fen is not None and own > floor.monthly_fen:
        return MonthRate(Fraction(own), (money(own),), (*floor.bases, *articles))
    return MonthRate(floor.monthly_fen, floor.formula, (*floor.bases, *articles), floor.missing)


def _article(situation: Situation, law: Law, on: date) -> tuple[Basis, ...]:
    """Return the rule that says how a situation is paid; wages by contract fall back on that of paying in full."""
    wanted = [ARTICLES[situation]] if situation in ARTICLES else []
    if RATE_OF[situation] == PayRate.CONTRACT:
        wanted.append(ids.FULL_WAGE)
    for figure_id in wanted:
        try:
            return (law.basis(figure_id, on),)
        except (FigureUnknown, NoRuleInForce):
            continue
    return ()


def _floor(kind: PayRate, law: Law, on: date) -> MonthRate:
    """Return the least figure of the law: the minimum wage, or a share of it."""
    shares = {PayRate.SICK: ids.SICK_SHARE, PayRate.LIVING: ids.LIVING_SHARE}
    needed = [ids.MIN_WAGE, *([shares[kind]] if kind in shares else [])]
    bases, missing = known(law, needed, on)
    if kind == PayRate.MINIMUM:
        needed_article, no_article = known(law, [ids.STANDSTILL_WORKING], on)
        bases, missing = [*bases, *needed_article], [*missing, *no_article]
    if missing:
        return MonthRate(None, (), tuple(bases), tuple(missing))
    share = [Term("×", bases[1].exact, Measure.RATIO)] if kind in shares else []
    formula = (money(bases[0].value), *share)
    return MonthRate(worked_out_fen(formula), formula, tuple(bases))


def known(law: Law, needed: Sequence[str], on: date) -> tuple[list[Basis], list[str]]:
    """Return the figures that are known, and the ids of those that are not."""
    bases, missing = [], []
    for figure_id in needed:
        try:
            bases.append(law.min_wage(on) if figure_id == ids.MIN_WAGE else law.basis(figure_id, on))
        except FigureUnknown as unknown:
            missing.append(unknown.id)
        except NoRuleInForce:
            missing.append(figure_id)
    return bases, missing


def day_lines(shares: Sequence[Share], month_workdays: int, law: Law) -> list[WageLine]:
    """Return a line for every share of a month, each rounded half up to fen.

    Where one and the same month's figure covers all workdays, that figure is due in full and divided among
    its lines by days, losing nothing; otherwise every day earns the figure by the paid days of a month.
    """
    lines = []
    done: dict[tuple[PayRate, Fraction | None], Fraction] = {}
    for share in shares:
        key = (RATE_OF[share.situation], share.rate.monthly_fen)
        together = sum(s.days for s in shares if (RATE_OF[s.situation], s.rate.monthly_fen) == key)
        if together == month_workdays and month_workdays:
            lines.append(_part_of_month(share, month_workdays, done.get(key, Fraction(0))))
        else:
            lines.append(_by_day(share, law))
        done[key] = done.get(key, Fraction(0)) + share.days
    return lines


def _part_of_month(share: Share, workdays: int, before: Fraction) -> WageLine:
    """Return the part of a full month's figure between the days already divided and those of this line."""
    rate, is_whole = share.rate, share.days == workdays
    parts = (Term("×", share.days, Measure.DAY), Term("÷", Fraction(workdays), Measure.DAY))
    amount = None
    if rate.monthly_fen is not None:
        start, end = (half_up(rate.monthly_fen * days / workdays) for days in (before, before + share.days))
        amount = end - start
    return WageLine(
        share.first,
        share.last,
        share.situation,
        Fraction(1) if is_whole else share.days,
        Measure.MONTH if is_whole else Measure.DAY,
        rate.formula if is_whole or not rate.formula else (*rate.formula, *parts),
        amount,
        rate.bases,
        rate.missing,
    )


def _by_day(share: Share, law: Law) -> WageLine:
    paid_days, missing = known(law, [ids.PAID_DAYS], share.first)
    rate = share.rate
    lacking = (*rate.missing, *missing)
    formula: Formula = ()
    if not lacking:
        per_day = Term("÷", paid_days[0].exact, Measure.DAY)
        formula = (*rate.formula, per_day, Term("×", share.days, Measure.DAY))
    amount = half_up(worked_out_fen(formula)) if formula else None
    bases = (*rate.bases, *paid_days)
    return WageLine(
        share.first, share.last, share.situation, share.days, Measure.DAY, formula, amount, bases, lacking
    )

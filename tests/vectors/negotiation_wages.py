"""Adapters for the kinds of wages, leave, the minimum wage and proposals; yuan come in and leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from union_lib.common.calendar import DayKind
from union_lib.negotiation.figures import house_book
from union_lib.negotiation.rules import bargaining, law, leave, medical, minimum, overtime, standstill, wages
from union_lib.negotiation.rules.law import Law, exact, half_up, in_fen

Body = dict[str, Any]

EARLY = date(2020, 3, 4)
"""The day of the notice, where a case names no day and the figure has not changed since."""

PREGNANCY_MONTHS = Fraction(4)
"""The boundary of 女职工劳动保护特别规定 7."""


def _fen(yuan: Any) -> int:
    return half_up(in_fen(yuan))


def _yuan(fen: int | Fraction) -> Fraction:
    return Fraction(fen) / 100


def _figure(figure_id: str, on: date = EARLY) -> Any:
    return Law(house_book()).basis(figure_id, on).value


def _number(figure_id: str, on: date = EARLY) -> Fraction:
    return exact(_figure(figure_id, on))


def _hours_per_day(on: date = EARLY) -> Fraction:
    return exact(_figure(law.STANDARD_HOURS, on)["per_day"])


def _rates(on: date = EARLY) -> dict[DayKind, Fraction]:
    return {
        DayKind.WORKDAY: _number(law.OVERTIME_WORKDAY, on),
        DayKind.REST_DAY: _number(law.OVERTIME_REST_DAY, on),
        DayKind.STATUTORY_HOLIDAY: _number(law.OVERTIME_HOLIDAY, on),
    }


def _hour_wage(case: Body) -> Fraction:
    return wages.hour_wage(_fen(case["monthly_wage"]), _number(law.PAID_DAYS), _hours_per_day())


def _published(found: Body, key: str) -> Body:
    """Return the answer with its amount once more, as a figure an authority may have printed."""
    return found | {"published_amount_yuan": found[key]}


def wage_conversion(case: Body) -> Body:
    """A monthly wage by day and hour, and the days of a month and a year by date."""
    on = date.fromisoformat(case["on_date"])
    found = wages.wage_conversion(_fen(case["monthly_wage"]), _number(law.PAID_DAYS, on), _hours_per_day(on))
    return {
        "daily_wage": _yuan(found.daily_fen),
        "hourly_wage": _yuan(found.hourly_fen),
        "monthly_work_days": _number(law.MONTHLY_WORK_DAYS, on),
        "paid_days": _number(law.PAID_DAYS, on),
        "annual_work_days": _number(law.ANNUAL_WORK_DAYS, on),
    }


def overtime_pay(case: Body) -> Body:
    """Pay for hours at the three rates."""
    keys = {
        DayKind.WORKDAY: "hours_150",
        DayKind.REST_DAY: "hours_200",
        DayKind.STATUTORY_HOLIDAY: "hours_300",
    }
    hours = {rate: exact(case.get(keys[kind]) or 0) for kind, rate in _rates().items()}
    paid = exact(case.get("hours_single_rate_already_paid") or 0)
    return _published({"amount": _yuan(overtime.overtime_pay_fen(_hour_wage(case), hours, paid))}, "amount")


def overtime_timesheet(case: Body) -> Body:
    """Rates and amounts of dated overtime."""
    lines = [
        overtime.overtime_line(
            overtime.OvertimeRow(
                date.fromisoformat(row["date"]),
                exact(row["hours"]),
                bool(row.get("compensated_by_time_off", False)),
            ),
            _hour_wage(case),
            _rates(),
        )
        for row in case["rows"]
    ]
    return {
        "amount": _yuan(sum(line.amount_fen for line in lines)),
        "lines": [
            {"date": line.on.isoformat(), "rate": line.rate, "amount": _yuan(line.amount_fen)}
            for line in lines
        ],
    }


def overtime_cap(case: Body) -> Body:
    """Hours beyond the cap."""
    rows = [
        overtime.OvertimeRow(date.fromisoformat(row["date"]), exact(row["extra_hours"]))
        for row in case["rows"]
    ]
    figures = _figure(law.OVERTIME_CAP)
    cap = overtime.OvertimeCap(
        exact(figures["usual_per_day"]), exact(figures["special_per_day"]), exact(figures["per_month"])
    )
    has_reason = bool(case.get("special_reason", False))
    return {
        "total_hours": Fraction(sum(row.hours for row in rows)),
        "violations": overtime.cap_violations(rows, cap, has_special_reason=has_reason),
    }


def standstill_wage(case: Body) -> Body:
    """A month's wage while production stands still."""
    min_wage = in_fen(case["min_wage"])
    allowance = wages.living_allowance(min_wage, exact(case["living_pct"]))
    month = date.fromisoformat(f"{case['month']}-01")
    found = standstill.standstill_wage(
        _fen(case["monthly_wage"]),
        allowance if case.get("no_work_provided", True) else min_wage,
        date.fromisoformat(case["stop_date"]),
        month,
        standstill.CycleRule(case.get("cycle_rule") or standstill.CycleRule.ONE_MONTH),
        _number(law.PAID_DAYS, month),
    )
    answer = {
        "first_cycle_end": found.first_cycle_end.isoformat(),
        "days_at_contract_wage": found.contract_days,
        "days_at_living_allowance": found.allowance_days,
        "living_allowance_month": _yuan(half_up(allowance)),
        "amount": _yuan(found.amount_fen),
    }
    return _published(answer, "amount")


def rotation_living_allowance(case: Body) -> Body:
    """The living allowance of somebody in a rotation."""
    amount = wages.rotation_living_allowance_fen(
        in_fen(case["min_wage"]),
        exact(case["living_pct"]),
        exact(case["share_of_time_idle"]),
        exact(case["months"]),
    )
    return _published({"amount": _yuan(amount)}, "amount")


def special_status_wage(case: Body) -> Body:
    """What is owed for work from home or quarantine."""
    contract = _fen(case["contract_base"])
    if case["status"] == "work_from_home":
        owed = wages.home_work_owed_fen(contract, _fen(case["paid_base"]), exact(case["months"]))
    else:
        owed = wages.quarantine_wage_fen(contract, exact(case["days_workdays"]), _number(law.PAID_DAYS))
    return _published({"owed": _yuan(owed)}, "owed")


def leave_consumption(case: Body) -> Body:
    """When a standstill starts after leave is used up."""
    days = (case.get("annual_leave_days") or 0) + (case.get("company_leave_days") or 0)
    starts = standstill.standstill_starts(date.fromisoformat(case["first_absent_day"]), days)
    return {"standstill_starts": starts.isoformat()}


def sick_pay_floor(case: Body) -> Body:
    """The least sick pay of a month."""
    floor = wages.sick_pay_floor_fen(in_fen(case["min_wage"]), _number(law.SICK_SHARE))
    return {"floor": _yuan(floor)}


def medical_period(case: Body) -> Body:
    """Months of treatment and the window for them."""
    found = medical.medical_period(
        exact(case["total_service_years"]),
        exact(case["employer_service_years"]),
        date.fromisoformat(case["sick_leave_start"]),
        _figure(law.MEDICAL_PERIOD),
    )
    return {
        "medical_period_months": found.months,
        "accumulation_window_months": found.window_months,
        "window_end": found.window_end.isoformat(),
    }


def annual_leave_days(case: Body) -> Body:
    """Days of annual leave."""
    years = exact(case["cumulative_service_years"])
    return {"days": leave.annual_leave_days(years, _figure(law.LEAVE_DAYS))}


def annual_leave_prorate(case: Body) -> Body:
    """Days of annual leave in a year worked in part."""
    found = leave.leave_share(
        leave.PartYear(case["mode"]),
        date.fromisoformat(case["date"]),
        case["annual_entitlement"],
        exact(case.get("days_taken") or 0),
        int(_number(law.LEAVE_DIVISOR)),
    )
    return {"calendar_days": found.calendar_days, "days": found.days}


def annual_leave_lost(case: Body) -> Body:
    """Whether sick leave takes annual leave away."""
    years, months = exact(case["cumulative_service_years"]), exact(case["sick_leave_months_in_year"])
    return {"right_lost": leave.is_leave_lost(years, months, _figure(law.LEAVE_LOST))}


def annual_leave_pay(case: Body) -> Body:
    """What unused leave earns; where a claim was refused, the printed figure is the claim's."""
    average, days = _fen(case["avg_monthly_wage_ex_overtime"]), exact(case["unused_days"])
    kind = leave.LeaveType(case.get("leave_type") or leave.LeaveType.STATUTORY)
    paid_days = _number(law.PAID_DAYS)
    pay = leave.unused_leave_pay_fen(
        average,
        days,
        _number(law.LEAVE_RATE),
        paid_days,
        is_wage_paid=bool(case["normal_wage_already_paid"]),
        kind=kind,
    )
    claimed = half_up(wages.day_wage(average, paid_days) * days)
    is_refused = "rejected_claim_amount" in case
    return {
        "additional_pay": _yuan(pay),
        "rejected_claim_amount": _yuan(claimed),
        "published_amount_yuan": _yuan(claimed if is_refused else pay),
    }


def prorated_wage(case: Body) -> Body:
    """The wage of whole months and days."""
    amount = wages.prorated_wage_fen(
        _fen(case["monthly_wage"]),
        exact(case["full_months"]),
        exact(case["extra_paid_days"]),
        _number(law.PAID_DAYS),
    )
    return _published({"amount": _yuan(amount)}, "amount")


def min_wage_formula(case: Body) -> Body:
    """The formulas by which minimum wages are set."""
    if case["method"] == "engel":
        figures = (exact(case[key]) for key in ("min_food", "engel", "dependency"))
        return {"base": minimum.engel_base_yuan(*figures)}
    if case["method"] == "ratio":
        return {"base": minimum.ratio_base_yuan(exact(case["living_cost"]), exact(case["dependency"]))}
    band = _figure(law.AVERAGE_WAGE_BAND)
    low, high = minimum.average_wage_band(
        exact(case["average_wage"]), exact(band["low"]), exact(band["high"])
    )
    return {"low": low, "high": high}


def min_wage_compliance(case: Body) -> Body:
    """Pay beside the minimum wage."""
    found = minimum.minimum_check(
        _fen(case["gross"]),
        _fen(case["min_wage"]),
        overtime_fen=_fen(case.get("overtime_pay") or 0),
        allowances_fen=_fen(case.get("special_condition_allowances") or 0),
        welfare_fen=_fen(case.get("statutory_welfare") or 0),
    )
    return {
        "comparable_wage": _yuan(found.comparable_fen),
        "compliant": found.is_met,
        "shortfall": _yuan(found.shortfall_fen),
    }


def payday_shift(case: Body) -> Body:
    """The day wages are due."""
    return {"pay_on_or_before": leave.pay_on_or_before(date.fromisoformat(case["agreed_payday"])).isoformat()}


def maternity_leave(case: Body) -> Body:
    """The national floor of maternity leave."""
    figures = _figure(law.MATERNITY)
    if leave.MaternityEvent(case["event"]) == leave.MaternityEvent.MISCARRIAGE:
        months = exact(case["gestation_months"])
        return {"days": leave.miscarriage_leave_days(months, PREGNANCY_MONTHS, figures)}
    is_difficult = bool(case.get("difficult", False))
    return {"days": leave.birth_leave_days(case.get("babies", 1), is_difficult, figures)}


def proposal_cost(case: Body) -> Body:
    """What a proposal costs the employer."""
    offer = bargaining.Offer(
        raise_share=exact(case.get("raise_pct") or 0),
        raise_flat_fen=_fen(case.get("raise_flat") or 0),
        min_base_fen=_fen(case.get("min_base") or 0),
        allowance_fen=in_fen(case.get("allowance_per_head_month") or 0),
        oncost_rate=exact(case.get("employer_oncost_rate") or 0),
        months=exact(case.get("months", 12)),
    )
    found = bargaining.proposal_cost([_fen(base) for base in case["bases"]], offer)
    return {
        "new_bases": [_yuan(base) for base in found.new_bases_fen.tolist()],
        "monthly_wage_increase": _yuan(found.monthly_increase_fen),
        "annual_wage_increase": _yuan(found.annual_increase_fen),
        "annual_employer_cost": _yuan(found.annual_cost_fen),
    }


def zopa(case: Body) -> Body:
    """The zone of agreement."""
    zone = bargaining.zone_of_agreement(exact(case["union_reservation"]), exact(case["employer_reservation"]))
    return {
        "exists": zone.exists,
        "low": zone.low,
        "high": zone.high,
        "width": zone.width,
        "midpoint": zone.midpoint,
        "gap": zone.gap,
    }


KINDS: dict[str, Callable[[Body], Body]] = {
    adapter.__name__: adapter
    for adapter in (
        wage_conversion,
        overtime_pay,
        overtime_timesheet,
        overtime_cap,
        standstill_wage,
        rotation_living_allowance,
        special_status_wage,
        leave_consumption,
        sick_pay_floor,
        medical_period,
        annual_leave_days,
        annual_leave_prorate,
        annual_leave_lost,
        annual_leave_pay,
        prorated_wage,
        min_wage_formula,
        min_wage_compliance,
        payday_shift,
        maternity_leave,
        proposal_cost,
        zopa,
    )
}

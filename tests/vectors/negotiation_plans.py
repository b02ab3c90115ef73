"""Adapters for the kinds of negotiation that deal with deferred plans, arrears and limitation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from union_lib.negotiation.figures import house_book
from union_lib.negotiation.rules import arrears
from union_lib.negotiation.rules import deferred as promises
from union_lib.negotiation.rules import limitation as limits

Body = dict[str, Any]

LAW_OF = date(2020, 3, 4)
"""The day of the notice: cases of these kinds name no day of their own."""


def fen(yuan: Any) -> int:
    """Return yuan as fen, half up where a case has more decimals."""
    return arrears.half_up(Fraction(str(yuan)) * 100)


def yuan(fen: int) -> int | float:
    """Return fen as yuan, as JSON holds it."""
    found = Fraction(fen, 100)
    return int(found) if found.denominator == 1 else float(found)


def day(text: str | None) -> date | None:
    """Return a day that may be missing."""
    return date.fromisoformat(text) if text else None


def figure(policy: str) -> Any:
    """Return a figure in force on the day of the notice."""
    return house_book().figure(policy, LAW_OF)


def arrears_additional_compensation(case: Body) -> Body:
    """What may be ordered on top of arrears."""
    found = arrears.additional_compensation(
        fen(case["arrears"]),
        figure("additional_compensation"),
        is_paid_in_ordered_time=bool(case.get("paid_within_ordered_time")),
    )
    return {"additional_min": yuan(found.least_fen), "additional_max": yuan(found.most_fen)}


def refusal_to_pay_threshold(case: Body) -> Body:
    """How wages unpaid stand to the amounts of the crime."""
    owed = arrears.WagesUnpaid(
        case["workers"], case["months_unpaid"], fen(case["max_per_worker"]), fen(case["total"])
    )
    return {"level": arrears.refusal_to_pay(owed, figure("refusal_to_pay_crime")).level.value}


def final_award(case: Body) -> Body:
    """Which items of a claim end with the award."""
    items = [fen(item) for item in case["items"]]
    found = arrears.final_award(items, fen(case["min_wage"]), figure("final_award_multiple"))
    return {"limit": yuan(found.limit_fen), "final": list(found.is_final)}


def limitation(case: Body) -> Body:
    """Until when a claim may be brought."""
    suspended = case.get("suspended")
    claim = limits.Claim(
        limits.ClaimKind(case["claim_kind"]),
        date.fromisoformat(case["start"]),
        day(case.get("interrupted_on")),
        limits.Suspension(*map(date.fromisoformat, suspended)) if suspended else None,
        day(case.get("employment_ended")),
    )
    found = limits.limitation(claim, figure("arbitration_limitation"), figure("inspection_limitation_years"))
    last_day = found.last_day.isoformat() if found.last_day else None
    return {"last_day": last_day, "limited": found.is_limited}


def deferred_plan(case: Body) -> Body:
    """Where a plan stands on a day."""
    plan = promises.Plan(
        fen(case["total"]),
        tuple(
            promises.Instalment(date.fromisoformat(one["due"]), fen(one["amount"]))
            for one in case["instalments"]
        ),
        case.get("grace_days") or 0,
        case.get("default_if_overdue_instalments"),
        case.get("default_if_overdue_days"),
    )
    payments = [
        promises.Payment(date.fromisoformat(one["date"]), fen(one["amount"]))
        for one in case.get("payments") or ()
    ]
    found = promises.plan_standing(plan, payments, date.fromisoformat(case["as_of"]))
    return {
        "plan_valid": plan.is_whole,
        "instalments": [
            {
                "n": one.number,
                "status": one.state.value,
                "paid": yuan(one.paid_fen),
                "remaining": yuan(one.remaining_fen),
            }
            for one in found.instalments
        ],
        "paid_total": yuan(found.paid_fen),
        "outstanding": yuan(found.outstanding_fen - found.overpaid_fen),
        "overdue_amount": yuan(found.overdue_fen),
        "max_overdue_days": found.most_overdue_days,
        "overdue_count": found.overdue_count,
        "plan_status": found.state.value,
        "referral_recommended": found.is_referral_recommended,
        "next_due": found.next_due.isoformat() if found.next_due else None,
    }


KINDS: dict[str, Callable[[Body], Body]] = {
    adapter.__name__: adapter
    for adapter in (
        arrears_additional_compensation,
        refusal_to_pay_threshold,
        final_award,
        limitation,
        deferred_plan,
    )
}

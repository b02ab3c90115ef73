"""Arrears of deferred plans by age, for analysts."""

from __future__ import annotations

from datetime import date

import pandas as pd
from sqlmodel import select

from ...registry.tables import District
from ...workspace import Workspace
from ..plan_queries import promises_of
from ..queries import unions_read_by
from ..rules.arrears import AGE_BOUNDS
from ..rules.deferred import plan_standing
from ..tables import DeferredPlan

AGEING = [
    "plan",
    "employer",
    "district",
    "industry",
    "workers",
    "total_fen",
    "paid_fen",
    "overdue_fen",
    "days_overdue",
    "bucket",
    "state",
]
BUCKETS = ("none", *(f"up to {bound}" for bound in AGE_BOUNDS), f"over {AGE_BOUNDS[-1]}")


def age_bucket(days: int) -> str:
    """Return the column of an age in days; "none" for nothing overdue.

    >>> age_bucket(0), age_bucket(30), age_bucket(31), age_bucket(400)
    ('none', 'up to 30', 'up to 60', 'over 180')
    """
    if days <= 0:
        return BUCKETS[0]
    return next((f"up to {bound}" for bound in AGE_BOUNDS if days <= bound), BUCKETS[-1])


def arrears_ageing(ws: Workspace, on: date | None = None) -> pd.DataFrame:
    """Return every plan that had begun by a day and was not closed by then, as it stood at the end of that day.

    Columns: plan (number), employer, district, industry, workers, total_fen, paid_fen, overdue_fen, days_overdue (of
    its oldest instalment), bucket (ordered category), state.
    """
    day = on or ws.today
    with ws.reading() as session:
        chosen = (
            select(DeferredPlan, District.name)
            .join(District, District.code == DeferredPlan.district_code)
            .where(
                DeferredPlan.union_id.in_(unions_read_by(session, ws.actor.account_id)),
                DeferredPlan.agreed_on <= day,
            )
            .order_by(DeferredPlan.id)
        )
        found = [
            (plan, district)
            for plan, district in session.exec(chosen).all()
            if plan.closed_on is None or plan.closed_on > day
        ]
        promises = promises_of(session, [plan for plan, _ in found])
    rows = []
    for plan, district in found:
        standing = plan_standing(*promises[plan.id or 0], day)
        days = standing.most_overdue_days
        rows.append(
            [
                plan.number,
                plan.employer,
                district,
                plan.industry,
                plan.workers,
                plan.total_fen,
                standing.paid_fen,
                standing.overdue_fen,
                days,
                age_bucket(days),
                standing.state.value,
            ]
        )
    frame = pd.DataFrame(rows, columns=AGEING)
    frame["bucket"] = pd.Categorical(frame["bucket"], BUCKETS, ordered=True)
    return frame

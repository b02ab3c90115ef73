"""Every date of every case, kept or missed: for analysts."""

from __future__ import annotations

import pandas as pd
from sqlmodel import select

from ...common.text import translate
from ...registry.figures import entered_values
from ...registry.tables import District
from ...workspace import Workspace
from ..figures import book_of, is_confirmed
from ..queries import days_of_cases, unions_read_by
from ..rules.procedure import DeadlineEngine, DueKind
from ..rules.stages import ENDED
from ..tables import Case
from ..words import DUES

COLUMNS = [
    "number",
    "district",
    "industry",
    "track",
    "due",
    "last_day",
    "done_on",
    "days_over",
    "is_late",
    "is_overdue",
    "is_provisional",
    "citation",
    "is_confirmed",
]

ENDS_BY_ITSELF = frozenset({DueKind.REVIEW, DueKind.EXPIRY})
"""Dates nobody has to keep: an agreement takes effect on the day after its review."""


def dues_table(ws: Workspace) -> pd.DataFrame:
    """Return every date of the cases the account may read, by the law of its own day and area.

    Columns: number, district, industry, track, due (in words), last_day, done_on (datetime64, NaT while open),
    days_over (from the last day to the day it was done, or to today; negative is before), is_late (done after it),
    is_overdue (open and past, in a case that goes on), is_provisional, citation (empty for a planned day),
    is_confirmed (its source was read).
    """
    with ws.reading() as session:
        unions = unions_read_by(session, ws.actor.account_id)
        cases = session.exec(select(Case).where(Case.union_id.in_(unions)).order_by(Case.id)).all()
        days = days_of_cases(session, cases)
        names = {d.code: d.name for d in session.exec(select(District)).all()}
        engine = DeadlineEngine(book_of(entered_values(session)))
    rows = [
        (
            case.number,
            names.get(case.district_code, case.district_code),
            case.industry,
            case.track.value,
            translate(DUES[due.kind]),
            due.last_day,
            due.done_on,
            ((due.done_on or ws.today) - due.last_day).days,
            due.is_late and due.kind not in ENDS_BY_ITSELF,
            due.done_on is None and due.last_day < ws.today and case.stage not in ENDED,
            due.is_provisional,
            due.figure.citation if due.figure else "",
            due.figure is None or is_confirmed(due.figure),
        )
        for case in cases
        for due in engine.timeline(days[case.id or 0])
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.assign(last_day=pd.to_datetime(table["last_day"]), done_on=pd.to_datetime(table["done_on"]))

"""Dated figures that people enter with their notice: added and superseded, never edited."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from ..common.errors import N_, RuleViolation
from ..common.policies import COUNTRY, DatedValue, PolicyBook
from ..store.audit import note
from ..store.columns import canonical
from ..workspace import Workspace
from .permissions import Permission, require
from .tables import Account, LocalFigure, Union

ENTERED = "entered"
"""The confidence of a figure that somebody here entered with its notice."""
CONFIDENCE_WORDS = {
    "source": N_("from its source"),
    "memory": N_("to be confirmed"),
    "to_confirm": N_("to be confirmed"),
    ENTERED: N_("entered here"),
}
"""How sure a figure is, by its confidence."""
UNKNOWN = N_("not known")


@dataclass(frozen=True)
class FigureState:
    """What stands beside a figure: how sure it is in words, the tone of its tag, who entered it and when."""

    words: str
    tone: str
    entered_by: str = ""
    entered_at: datetime | None = None


def figure_state(value: DatedValue) -> FigureState:
    """Return what stands beside a figure; an unknown one is bad, one to be confirmed a warning.

    >>> figure_state(DatedValue(None, date(2020, 1, 1), "430200")).tone
    'bad'
    """
    if value.value is None:
        return FigureState(UNKNOWN, "bad", value.entered_by, value.entered_at)
    words = CONFIDENCE_WORDS.get(value.confidence, N_("to be confirmed"))
    tone = "ok" if value.confidence in ("source", ENTERED) else "warn"
    return FigureState(words, tone, value.entered_by, value.entered_at)


@dataclass(eq=False)
class CitationMissing(RuleViolation):
    """A figure was entered without the notice it comes from."""

    what = N_("The number of the notice is missing.")
    todo = N_("Enter the number of the notice the figure comes from, so that anyone can look it up.")


@dataclass(eq=False)
class PolicyUnknown(RuleViolation):
    """There is no figure of that name."""

    policy: str

    what = N_("There is no figure called “{policy}”.")
    todo = N_("Choose one of the list.")


@dataclass(eq=False)
class AreaUnfit(RuleViolation):
    """An area is neither the country nor a code of administrative division."""

    area: str

    what = N_("“{area}” is not the code of an area.")
    todo = N_("Enter six digits (430200 is the city of Zhuzhou), or CN for the whole country.")


@dataclass(frozen=True)
class NewFigure:
    """What is typed to enter a figure; `value` is a number, a text or a list, as its policy wants it."""

    policy: str
    area: str
    valid_from: date
    value: Any
    citation: str


def enter_figure(ws: Workspace, union_id: int, figure: NewFigure, book: PolicyBook) -> int:
    """Add a dated figure; the one before stays as it is. Returns its id.

    Raises `PolicyUnknown`, `AreaUnfit`, `CitationMissing`.
    """
    if figure.policy not in book.policies:
        raise PolicyUnknown(figure.policy)
    if figure.area != COUNTRY and not (len(figure.area) == 6 and figure.area.isdecimal()):
        raise AreaUnfit(figure.area)
    if not figure.citation.strip():
        raise CitationMissing
    with ws.transaction() as session:
        if ws.actor.account_id is not None:
            require(session, ws.actor.account_id, Permission.MANAGE_REGISTRY, union_id)
        entered = LocalFigure(
            policy=figure.policy,
            area=figure.area,
            valid_from=figure.valid_from,
            value=canonical(figure.value),
            citation=figure.citation.strip()[:200],
            union_id=union_id,
            entered_by=ws.actor.account_id,
            entered_at=ws.now,
        )
        session.add(entered)
        session.flush()
        note(
            session,
            N_("Entered the figure “{policy}” from {day}: {value}"),
            union_id=union_id,
            policy=book.policies[figure.policy].name,
            day=str(figure.valid_from),
            value=str(figure.value),
        )
        return entered.id or 0


def entered_values(session: Session, union_id: int | None = None) -> Mapping[str, Sequence[DatedValue]]:
    """Return what was entered at an organisation or above it, by policy, the newest entry first."""
    chosen = select(LocalFigure, Account.name).outerjoin(Account, Account.id == LocalFigure.entered_by)
    rows = session.exec(chosen.order_by(LocalFigure.id.desc())).all()
    above = _above(session, union_id) if union_id is not None else None
    found: dict[str, list[DatedValue]] = defaultdict(list)
    for row, who in rows:
        if above is None or row.union_id in above:
            found[row.policy].append(_value(row, who or ""))
    return found


def _value(row: LocalFigure, who: str) -> DatedValue:
    return DatedValue(
        json.loads(row.value), row.valid_from, row.area, row.citation, ENTERED, who, row.entered_at
    )


def _above(session: Session, union_id: int) -> set[int]:
    path = session.exec(select(Union.path).where(Union.id == union_id)).first() or ""
    return {int(step) for step in path.split("/") if step}

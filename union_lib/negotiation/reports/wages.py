"""What a worker is due for a month, under one law or beside another; calculations kept with a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from ...common.errors import NotAllowed
from ...registry.tables import Account, District
from ...workspace import Workspace
from ..figure_names import AREA_NAMES
from ..queries import case_of, hands, require_reader, unions_read_by
from ..rules.month_facts import WorkerMonth
from ..rules.situations import Situation
from ..rules.stages import Hand
from ..rules.worker_month import MonthWage, monthly_wage
from ..tables import Calculation, Case
from ..wage_law import area_law


@dataclass(frozen=True)
class CaseFacts:
    """What a calculation takes over from a case."""

    id: int
    number: str
    employer: str
    area: str
    may_save: bool


@dataclass(frozen=True)
class Change:
    """What a kind of line comes to under two laws, in fen; None where a figure is missing."""

    situation: Situation
    here_fen: int | None
    there_fen: int | None

    @property
    def difference_fen(self) -> int | None:
        """Return by how much the other law gives more."""
        if self.here_fen is None or self.there_fen is None:
            return None
        return self.there_fen - self.here_fen


@dataclass(frozen=True)
class CalculationRow:
    """A calculation as it was kept: inputs and result are the documents the hash was made of."""

    id: int
    title: str
    month: date
    area: str
    area_name: str
    law_on: date
    total_fen: int | None
    data_hash: str
    made_at: datetime
    made_by: str
    inputs: dict[str, Any]
    result: dict[str, Any]


def month_wage(
    ws: Workspace,
    facts: WorkerMonth,
    area: str,
    *,
    case_id: int | None = None,
    as_of: date | None = None,
) -> MonthWage:
    """Return what is due for a month under the law of an area, on the days themselves or as of another.

    Raises `NotAllowed`, `NotFound`, `AreaUnknown`, and what `monthly_wage` raises.
    """
    with ws.reading() as session:
        union_id = _read_by(session, ws, case_id)
        return monthly_wage(facts, area_law(session, area, union_id=union_id, as_of=as_of))


def _read_by(session: Session, ws: Workspace, case_id: int | None) -> int | None:
    """Return the organisation whose figures count: the case's; None for none. Raises `NotAllowed`."""
    if case_id:
        case = case_of(session, case_id)
        require_reader(session, ws.actor.account_id, case.union_id)
        return case.union_id
    if not unions_read_by(session, ws.actor.account_id):
        raise NotAllowed
    return None


def changes(here: MonthWage, there: MonthWage) -> list[Change]:
    """Return two results of the same facts side by side, by kind of line."""
    kinds = {line.situation for line in (*here.lines, *there.lines)}
    return [Change(kind, _sum(here, kind), _sum(there, kind)) for kind in Situation if kind in kinds]


def _sum(wage: MonthWage, kind: Situation) -> int | None:
    amounts = [line.amount_fen for line in wage.lines if line.situation == kind]
    return None if None in amounts else sum(fen or 0 for fen in amounts)


def case_facts(ws: Workspace, case_id: int) -> CaseFacts:
    """Return what a calculation takes over from a case; raises `NotFound`, `NotAllowed`."""
    with ws.reading() as session:
        case = case_of(session, case_id)
        require_reader(session, ws.actor.account_id, case.union_id)
        may_save = Hand.OFFICER in hands(session, ws.actor.account_id, case.union_id)
        return CaseFacts(case.id or 0, case.number, case.employer, case.district_code, may_save)


def case_names(ws: Workspace) -> list[tuple[int, str]]:
    """Return the cases the account may read, the newest first, as employer and number."""
    with ws.reading() as session:
        chosen: Any = select(Case.id, Case.employer, Case.number)
        rows = session.exec(
            chosen.where(Case.union_id.in_(unions_read_by(session, ws.actor.account_id))).order_by(
                Case.id.desc()
            )
        ).all()
    return [(case_id, f"{employer} {number}") for case_id, employer, number in rows]


def calculations(ws: Workspace, case_id: int) -> list[CalculationRow]:
    """Return the calculations kept with a case, the newest first; raises `NotFound`, `NotAllowed`."""
    with ws.reading() as session:
        case = case_of(session, case_id)
        require_reader(session, ws.actor.account_id, case.union_id)
        return calculations_of(session, case_id)


def calculations_of(session: Session, case_id: int) -> list[CalculationRow]:
    """Return the same in a transaction that has checked who asks."""
    rows: Sequence[Any] = session.exec(
        select(Calculation, Account.name, District.name)
        .outerjoin(Account, Account.id == Calculation.made_by)
        .outerjoin(District, District.code == Calculation.area)
        .where(Calculation.case_id == case_id)
        .order_by(Calculation.id.desc())
    ).all()
    return [_row(found, who or "", area) for found, who, area in rows]


def _row(found: Calculation, who: str, area: str | None) -> CalculationRow:
    return CalculationRow(
        found.id or 0,
        found.title,
        found.month,
        found.area,
        area or AREA_NAMES.get(found.area, found.area),
        found.law_on,
        found.total_fen,
        found.data_hash,
        found.made_at,
        who,
        found.inputs,
        found.result,
    )

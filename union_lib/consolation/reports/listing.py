"""Programmes and funds that an account may see, and one programme at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import case, func
from sqlmodel import Session, select

from ...registry.permissions import Permission, union_path
from ...registry.queries import unions_where
from ...registry.tables import Account, Union
from ...workspace import Workspace
from ..assessed import unlike_left_out
from ..divided import approval_ranges, differences, root_of
from ..queries import (
    approvals_of,
    candidates_of,
    fund_of,
    hands,
    line_rows,
    moves_of,
    newest_allocation,
    programme_of,
    require_reader,
    unions_read_by,
)
from ..rules.kinds import Purpose
from ..rules.stages import Hand, Stage, approvals_needed
from ..tables import Allocation, Batch, Candidate, Disbursement, Fund, Objection, Programme, ProgrammeMove


@dataclass(frozen=True)
class ProgrammeRow:
    """One programme in the list; amounts are fen."""

    id: int
    title: str
    union: str
    purpose: Purpose
    stage: Stage
    budget_fen: int
    starts_on: date
    ends_on: date
    notice_last_day: date | None
    candidates: int
    eligible: int
    paid_fen: int
    objections: int
    hands: frozenset[Hand]


def programmes(ws: Workspace) -> list[ProgrammeRow]:
    """Return the programmes the account may read, newest first."""
    with ws.reading() as session:
        unions = unions_read_by(session, ws.actor.account_id)
        rows = session.exec(
            select(Programme, Union.name)
            .join(Union, Union.id == Programme.union_id)
            .where(Programme.union_id.in_(unions))
            .order_by(Programme.decided_on.desc(), Programme.id.desc())
        ).all()
        counts = _counts(session)
        paid = _paid(session)
        open_ = _open_objections(session)
        held = {
            union_id: hands(session, ws.actor.account_id, union_id)
            for union_id in {programme.union_id for programme, _ in rows}
        }
        return [
            ProgrammeRow(
                programme.id or 0,
                programme.title,
                union,
                programme.purpose,
                programme.stage,
                programme.budget_fen,
                programme.starts_on,
                programme.ends_on,
                programme.notice_last_day,
                *counts.get(programme.id or 0, (0, 0)),
                paid.get(programme.id or 0, 0),
                open_.get(programme.id or 0, 0),
                held[programme.union_id],
            )
            for programme, union in rows
        ]


def _counts(session: Session) -> dict[int, tuple[int, int]]:
    may = func.sum(case((Candidate.tier != "", 1), else_=0))
    rows = session.exec(
        select(Candidate.programme_id, func.count(), may).group_by(Candidate.programme_id)
    ).all()
    return {programme_id: (count, int(eligible or 0)) for programme_id, count, eligible in rows}


def _paid(session: Session) -> dict[int, int]:
    rows = session.exec(
        select(Batch.programme_id, func.sum(Disbursement.paid_fen))
        .join(Disbursement, Disbursement.batch_id == Batch.id)
        .group_by(Batch.programme_id)
    ).all()
    return {programme_id: int(total or 0) for programme_id, total in rows}


def _open_objections(session: Session) -> dict[int, int]:
    rows = session.exec(
        select(Objection.programme_id, func.count())
        .where(Objection.outcome.is_(None))
        .group_by(Objection.programme_id)
    ).all()
    return dict(rows)


@dataclass(frozen=True)
class Overview:
    """One programme at a glance: where it is, who moved it, what it needs next."""

    programme: Programme
    union: str
    fund: Fund
    hands: frozenset[Hand]
    allocation: Allocation | None
    moves: Sequence[tuple[ProgrammeMove, str]]
    approvals: Sequence[tuple[str, date]]
    approvals_needed: int
    candidates: int
    eligible: int
    made_by: str = ""
    took_part: frozenset[int] = field(default_factory=frozenset)
    approved_by: frozenset[int] = field(default_factory=frozenset)

    @property
    def is_draft(self) -> bool:
        """Tell whether list and terms can still be changed."""
        return self.programme.stage == Stage.DRAFT


def overview(ws: Workspace, programme_id: int) -> Overview:
    """Return one programme at a glance; `NotFound`, `NotAllowed`."""
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
        require_reader(session, ws.actor.account_id, programme.union_id)
        allocation = newest_allocation(session, programme_id)
        given = approvals_of(session, allocation.id or 0) if allocation else ()
        needed = 0
        if allocation:
            needed = approvals_needed(allocation.total_fen, approval_ranges(session, programme))
        counts = _counts(session).get(programme_id, (0, 0))
        moves = moves_of(session, programme_id)
        made_by = session.get(Account, programme.made_by) if programme.made_by else None
        return Overview(
            programme=programme,
            union=session.get_one(Union, programme.union_id).name,
            fund=fund_of(session, programme.fund_id),
            hands=hands(session, ws.actor.account_id, programme.union_id),
            allocation=allocation,
            moves=moves,
            approvals=[(name, made.approved_at.astimezone().date()) for made, name in given],
            approvals_needed=needed,
            candidates=counts[0],
            eligible=counts[1],
            made_by=made_by.name if made_by else "",
            took_part=_took_part(programme, moves),
            approved_by=frozenset(made.account_id for made, _ in given),
        )


def _took_part(programme: Programme, moves: Sequence[tuple[ProgrammeMove, str]]) -> frozenset[int]:
    taken = [programme.made_by or 0]
    for made, _ in moves:
        taken = [programme.made_by or 0] if made.to_stage == Stage.DRAFT else [*taken, made.account_id]
    return frozenset(taken)


@dataclass(frozen=True)
class FundRow:
    """A fund with what is bound and free, in fen."""

    id: int
    title: str
    source: str
    year: int
    union: str
    amount_fen: int
    committed_fen: int
    version: int
    may_change: bool

    @property
    def free_fen(self) -> int:
        """Return what is not bound."""
        return self.amount_fen - self.committed_fen


def funds(ws: Workspace) -> list[FundRow]:
    """Return the funds of the unions the account reads, newest year first."""
    with ws.reading() as session:
        rows = session.exec(
            select(Fund, Union.name)
            .join(Union, Union.id == Fund.union_id)
            .where(Fund.union_id.in_(unions_read_by(session, ws.actor.account_id)))
            .order_by(Fund.year.desc(), Fund.id.desc())
        ).all()
        return [
            FundRow(
                fund.id or 0,
                fund.title,
                fund.source,
                fund.year,
                union,
                fund.amount_fen,
                fund.committed_fen,
                fund.version,
                Hand.STAFF in hands(session, ws.actor.account_id, fund.union_id),
            )
            for fund, union in rows
        ]


def funds_for(ws: Workspace, union_id: int) -> list[FundRow]:
    """Return the funds a union may draw on: its own, and those of the unions above it."""
    with ws.reading() as session:
        path = union_path(session, union_id)
        above = [int(step) for step in path.split("/") if step]
        rows = session.exec(
            select(Fund, Union.name)
            .join(Union, Union.id == Fund.union_id)
            .where(Fund.union_id.in_(above))
            .order_by(Fund.year.desc(), Fund.id)
        ).all()
        return [
            FundRow(
                f.id or 0, f.title, f.source, f.year, name, f.amount_fen, f.committed_fen, f.version, False
            )
            for f, name in rows
        ]


def organising_unions(ws: Workspace) -> list[tuple[int, str]]:
    """Return the organisations (id, name) where the account may make programmes, upper first."""
    return unions_where(ws, Permission.MANAGE_CONSOLATION)


@dataclass(frozen=True)
class Verification:
    """What computing a kept allocation again found; no faults confirm it."""

    number: int
    lines: int
    total_fen: int
    data_hash: str
    root: str
    faults: Sequence[str]


def verification(ws: Workspace, programme_id: int) -> Verification | None:
    """Compute the newest allocation of a programme again; None before anything was submitted."""
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
        require_reader(session, ws.actor.account_id, programme.union_id)
        allocation = newest_allocation(session, programme_id)
        if allocation is None:
            return None
        lines = line_rows(session, allocation.id or 0)
        found = differences(allocation, lines)
        left_out = unlike_left_out(allocation, candidates_of(session, programme_id))
        found += [f"candidate {place}: left out otherwise" for place in left_out]
        if root_of(session, allocation.id or 0) != allocation.root:
            found.append("the root of the published list does not fit")
        return Verification(
            allocation.number,
            len(lines),
            allocation.total_fen,
            allocation.data_hash,
            allocation.root,
            found,
        )

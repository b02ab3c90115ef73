"""The list a programme's papers rest on: as it was submitted, or, in a draft, as it is divided now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlmodel import Session, select

from ...common.errors import N_
from ...common.identifiers import masked
from ...common.money import yuan
from ...common.text import translate
from ...registry.tables import Union
from ...workspace import Workspace
from ..divided import divided_of, redivided
from ..queries import (
    data_hash,
    fund_of,
    line_record,
    line_rows,
    newest_allocation,
    programme_of,
    require_reader,
)
from ..refusals import Insufficient
from ..rules.dividing import Status
from ..rules.stages import Stage
from ..rules.terms import Terms, Tier, terms_of_record
from ..tables import Allocation, Fund, Programme, Recipient
from .paper import NOT_SUBMITTED, ListDiffers, NothingSubmitted, fingerprint_foot


@dataclass(frozen=True)
class KeptLine:
    """A line of the list with what is on file of the recipient; the identity is masked, amounts are fen."""

    position: int
    name: str
    identity: str
    unit: str
    district: str
    industry: str
    tier: Tier
    entitled_fen: int
    room_fen: int | None
    amount_fen: int
    members: int
    is_hard_hit: bool


@dataclass(frozen=True)
class KeptList:
    """A programme's list with the terms and the budget it was divided by; `allocation` None is a draft."""

    programme: Programme
    union: str
    fund: Fund
    allocation: Allocation | None
    body: Mapping[str, Any]
    data_hash: str
    lines: Sequence[KeptLine]
    level: Fraction | None = None
    """Fen for one point of weight, where the rule divides by weight."""

    @property
    def terms(self) -> Terms:
        """Return the rule it was divided by."""
        return terms_of_record(self.body["terms"])

    @property
    def total_fen(self) -> int:
        """Return what is given in all."""
        return sum(line.amount_fen for line in self.lines)

    @property
    def foot(self) -> str:
        """Return the line at the foot of its workbooks."""
        told = fingerprint_foot(self.data_hash)
        return told if self.allocation else f"{translate(N_('Draft, not submitted.'))} {told}"


def submitted_list(ws: Workspace, programme_id: int) -> KeptList:
    """Return the submitted list; raises `NothingSubmitted`, and `ListDiffers` if it was changed since."""
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
        require_reader(session, ws.actor.account_id, programme.union_id)
        return _submitted(session, programme)


def current_list(ws: Workspace, programme_id: int) -> KeptList:
    """Return the submitted list, or in a draft the list as its terms divide the budget now."""
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
        require_reader(session, ws.actor.account_id, programme.union_id)
        if programme.stage != Stage.DRAFT:
            return _submitted(session, programme)
        return _drafted(session, programme)


def _submitted(session: Session, programme: Programme) -> KeptList:
    allocation = newest_allocation(session, programme.id or 0)
    if allocation is None or programme.stage in NOT_SUBMITTED:
        raise NothingSubmitted
    listed = line_rows(session, allocation.id or 0)
    if data_hash(allocation.body, map(line_record, listed)) != allocation.data_hash:
        raise ListDiffers
    return KeptList(
        *_frame(session, programme),
        allocation,
        allocation.body,
        allocation.data_hash,
        _lines(session, listed, [line.amount_fen for line in listed]),
        redivided(allocation, listed).level,
    )


def _drafted(session: Session, programme: Programme) -> KeptList:
    divided = divided_of(session, programme)
    division = divided.division
    if division is None:
        raise NothingSubmitted
    if division.status == Status.SHORT:
        short = division.needed_fen - programme.budget_fen
        raise Insufficient(yuan(division.needed_fen), yuan(short))
    return KeptList(
        *_frame(session, programme),
        None,
        divided.body,
        divided.data_hash,
        _lines(session, divided.listed, division.amounts()),
        division.level,
    )


def _frame(session: Session, programme: Programme) -> tuple[Programme, str, Fund]:
    union = session.get_one(Union, programme.union_id).name
    return programme, union, fund_of(session, programme.fund_id)


def _lines(session: Session, listed: Sequence[Any], amounts: Sequence[int]) -> list[KeptLine]:
    people = people_of(session, (one.recipient_id for one in listed))
    return [
        _line(position, one, people[one.recipient_id], amount)
        for position, (one, amount) in enumerate(zip(listed, amounts, strict=True), 1)
    ]


def _line(position: int, listed: Any, person: OnFile, amount: int) -> KeptLine:
    return KeptLine(
        position,
        person.name,
        person.identity,
        person.unit,
        person.district,
        person.industry,
        Tier(listed.tier),
        listed.entitled_fen,
        listed.room_fen,
        amount,
        int(listed.facts.get("members", 1)),
        bool(listed.facts.get("hard_hit")),
    )


@dataclass(frozen=True)
class OnFile:
    """What lists show of a recipient; the identity is masked."""

    name: str
    identity: str
    unit: str
    district: str
    industry: str


def people_of(session: Session, ids: Iterable[int]) -> dict[int, OnFile]:
    """Return what lists show of recipients, by id."""
    key: Any = Recipient.id
    columns: Sequence[Any] = (
        key,
        Recipient.name,
        Recipient.identity,
        Recipient.unit,
        Recipient.district,
        Recipient.industry,
    )
    wanted = sorted(set(ids))
    found: dict[int, OnFile] = {}
    for at in range(0, len(wanted), 5_000):
        chosen = select(*columns).where(key.in_(wanted[at : at + 5_000]))
        found |= {
            one: OnFile(name, masked(identity) if identity else "", *rest)
            for one, name, identity, *rest in session.exec(chosen).all()
        }
    return found

"""Tables for analysts: who is on file, who gets what, who was reached; names masked, no numbers of persons.

Money is yuan as a float, good for charts and means; nothing is decided by it. `person` is the same for one person
in every table of an installation, and leads back to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
from sqlalchemy import func
from sqlmodel import Session, select

from ...common.identifiers import masked_name
from ...common.text import translate
from ...store.secrets import key_ring
from ...workspace import Workspace
from ..divided import divided_of
from ..queries import (
    line_rows,
    merged_ids,
    newest_allocation,
    programme_of,
    require_reader,
    unions_read_by,
)
from ..rules.kinds import Kind, PayState
from ..rules.stages import HOLDS_MONEY, Stage
from ..rules.terms import Tier
from ..tables import Allocation, AllocationLine, Batch, Disbursement, Fund, Household, Programme, Recipient
from ..words import KINDS, TIERS

PERSON = ["person", "name", "kind", "district", "industry", "unit"]
ALLOCATION = [
    "position",
    "tier",
    "district",
    "industry",
    "unit",
    "members",
    "hard_hit",
    "per_capita_yuan",
    "due_yuan",
    "amount_yuan",
]
REACHED = ["year", "programme", "fund", *PERSON, "tier", "amount_yuan", "paid_yuan"]


def recipients_table(ws: Workspace) -> pd.DataFrame:
    """Return who is on file where the account may read, merged doubles left out.

    Columns: person, name (masked), kind, district, industry, unit, household (has one), members, is_head, has_card,
    has_left.
    """
    columns: Any = (
        *_person_columns(),
        Recipient.household_id,
        Household.members,
        Recipient.head_of,
        Recipient.card_blind,
        Recipient.left_on,
    )
    with ws.reading() as session:
        rows = session.exec(
            select(*columns)
            .join(Household, Household.id == Recipient.household_id, isouter=True)
            .where(
                Recipient.union_id.in_(unions_read_by(session, ws.actor.account_id)),
                Recipient.merged_into.is_(None),
            )
            .order_by(Recipient.id)
        ).all()
    return pd.DataFrame(
        [
            (*_person(row[0], *row[1:6]), bool(house), members or 1, bool(head), bool(card), left is not None)
            for row in rows
            for house, members, head, card, left in (row[6:],)
        ],
        columns=[*PERSON, "household", "members", "is_head", "has_card", "has_left"],
    )


def _person_columns() -> tuple[Any, ...]:
    own = Recipient
    return own.id, own.name, own.kind, own.district, own.industry, own.unit


def _person(recipient_id: int, name: str, kind: str, *where: str) -> tuple[str, ...]:
    return person_key(recipient_id), masked_name(name), translate(KINDS[Kind(kind)]), *where


def person_key(recipient_id: int) -> str:
    """Return what stands for a person in the tables: keyed, so that nobody counts back to a file."""
    return key_ring(may_make=False).blind(f"person {recipient_id}")[:12]


def allocation_table(ws: Workspace, programme_id: int) -> pd.DataFrame:
    """Return what a programme gives: as submitted, or in a draft as its terms divide the budget now.

    Columns: position, tier, district, industry, unit, members, hard_hit, per_capita_yuan (a head and month after
    rigid expenses; NaN where income does not count), due_yuan (within the room the caps leave), amount_yuan.
    Raises `NotFound`, `NotAllowed`.
    """
    with ws.reading() as session:
        programme = programme_of(session, programme_id)
        require_reader(session, ws.actor.account_id, programme.union_id)
        listed, amounts = _divided(session, programme)
        places = _places(session, [one.recipient_id for one in listed])
    rows = [
        (position, one.tier, *places[one.recipient_id], *_facts(one.facts), due_yuan(one), fen / 100)
        for position, (one, fen) in enumerate(zip(listed, amounts, strict=True), 1)
    ]
    table = pd.DataFrame(rows, columns=ALLOCATION)
    return table.assign(tier=table["tier"].map(_tier_words()))


def _divided(session: Session, programme: Programme) -> tuple[Sequence[Any], Sequence[int]]:
    kept = None if programme.stage == Stage.DRAFT else newest_allocation(session, programme.id or 0)
    if kept is not None:
        lines = line_rows(session, kept.id or 0)
        return lines, [line.amount_fen for line in lines]
    now = divided_of(session, programme)
    return (now.listed, now.division.amounts()) if now.division else ((), ())


def _places(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    found: dict[int, tuple[str, str, str]] = {}
    for at in range(0, len(ids), 5_000):
        chosen = select(Recipient.id, Recipient.district, Recipient.industry, Recipient.unit)
        rows = session.exec(chosen.where(Recipient.id.in_(ids[at : at + 5_000])))
        found |= {one or 0: (district, industry, unit) for one, district, industry, unit in rows}
    return found


def _facts(facts: Mapping[str, Any]) -> tuple[int, bool, float]:
    income = facts.get("per_capita_fen")
    a_head = float(Fraction(income)) / 100 if income is not None else float("nan")
    return int(facts.get("members", 1)), bool(facts.get("hard_hit")), a_head


def due_yuan(one: Any) -> float:
    """Return what is due to somebody on a list, within the room the caps leave."""
    due = one.entitled_fen if one.room_fen is None else min(one.entitled_fen, one.room_fen)
    return float(due) / 100


def _tier_words() -> dict[str, str]:
    return {tier.value: translate(TIERS[tier]) for tier in Tier}


def reached(ws: Workspace, year: int | None = None) -> pd.DataFrame:
    """Return who received what from which fund, over every programme whose money is bound.

    Of a programme its newest allocation counts; who was found to be somebody else counts as that person. Columns:
    year (of the decision), programme, fund, person, name (masked), kind, district, industry, unit, tier, amount_yuan,
    paid_yuan.
    """
    with ws.reading() as session:
        rows = session.exec(_reached_lines(unions_read_by(session, ws.actor.account_id), year)).all()
        paid, merged = _paid(session), merged_ids(session)
    tiers = _tier_words()
    return pd.DataFrame(
        [
            (
                *(decided_on.year, programme, fund),
                *_person(merged.get(one, one), *who),
                *(tiers[tier], fen / 100, paid.get(line, 0) / 100),
            )
            for line, decided_on, programme, fund, tier, fen, one, *who in rows
        ],
        columns=REACHED,
    )


def _reached_lines(unions: Sequence[int], year: int | None) -> Any:
    newest = select(func.max(Allocation.id)).group_by(Allocation.programme_id)
    columns: Any = (
        AllocationLine.id,
        Programme.decided_on,
        Programme.title,
        Fund.title,
        AllocationLine.tier,
        AllocationLine.amount_fen,
        *_person_columns(),
    )
    chosen = (
        select(*columns)
        .join(Allocation, Allocation.id == AllocationLine.allocation_id)
        .join(Programme, Programme.id == Allocation.programme_id)
        .join(Fund, Fund.id == Programme.fund_id)
        .join(Recipient, Recipient.id == AllocationLine.recipient_id)
        .where(
            Allocation.id.in_(newest),
            Programme.stage.in_([stage.value for stage in HOLDS_MONEY]),
            Programme.union_id.in_(unions),
        )
        .order_by(Programme.decided_on, Programme.id, AllocationLine.position)
    )
    if year is None:
        return chosen
    return chosen.where(Programme.decided_on.between(date(year, 1, 1), date(year, 12, 31)))


def _paid(session: Session) -> dict[int, int]:
    """Return what was paid for each line, in fen."""
    rows = session.exec(
        select(Disbursement.line_id, func.sum(Disbursement.paid_fen))
        .join(Batch, Batch.id == Disbursement.batch_id)
        .where(Disbursement.state != PayState.INSTRUCTED.value)
        .group_by(Disbursement.line_id)
    ).all()
    return {line_id: int(fen) for line_id, fen in rows}

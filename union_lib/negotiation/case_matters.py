"""What makes two cases the same negotiation, and which of them are running."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, select

from ..registry.tables import Enterprise, Union
from .rules.kinds import Subject, Track
from .rules.stages import ENDED, IN_FORCE
from .tables import Case

Matter = tuple[str, Track, Subject]
"""Employer, track, subject."""


def matter_of(facts: Mapping[str, Any]) -> Matter:
    """Return what makes a case the same negotiation as another; a wage agreement is about wages.

    A list that is silent about the track means wage agreements.

    >>> matter_of({"employer": "渌口 百味", "track": Track.WAGE_AGREEMENT, "subject": Subject.GENERAL})[2]
    <Subject.WAGES: 'wages'>
    """
    track = facts.get("track", Track.WAGE_AGREEMENT)
    subject = facts.get("subject", Subject.GENERAL)
    if track == Track.WAGE_AGREEMENT and subject == Subject.GENERAL:
        subject = Subject.WAGES
    return "".join(facts["employer"].split()), track, subject


def running_matters(session: Session, unions: Sequence[int]) -> dict[Matter, str]:
    """Return the numbers of the negotiations that are under way in organisations, by their matter.

    An agreement in force does not keep the next one from being negotiated.
    """
    over = [stage.value for stage in (*ENDED, *IN_FORCE)]
    case: Any = Case
    rows = session.exec(select(case).where(case.union_id.in_(list(unions)), case.stage.not_in(over))).all()
    return {matter_of(row.model_dump()): row.number for row in rows}


def firms_by_name(session: Session, union_id: int) -> dict[str, int]:
    """Return the ids of the enterprises on file at an organisation and below it, by name."""
    firm: Any = Enterprise
    union: Any = Union
    path = session.get_one(Union, union_id).path
    rows = session.exec(
        select(firm.name, firm.id)
        .join(union, union.id == firm.union_id)
        .where(union.path.startswith(path, autoescape=True))
    ).all()
    return {name: firm_id or 0 for name, firm_id in rows}

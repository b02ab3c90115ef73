"""The dated figures as a list, with what is unknown or to be confirmed; hard-hit industries and units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import select

from ...common.money import yuan
from ...common.text import translate
from ...registry.figures import FigureState, entered_values, figure_state
from ...workspace import Workspace
from ..figures import APPROVAL_RANGES, FIGURE_NAMES, book_of
from ..queries import unions_read_by
from ..tables import HardHit
from ..words import FLAGS


@dataclass(frozen=True)
class FigureRow:
    """One dated value of one figure; `shown` is the value in words, amounts in yuan."""

    policy: str
    name: str
    area: str
    valid_from: date
    shown: str
    is_unknown: bool
    citation: str
    state: FigureState


def figure_rows(ws: Workspace) -> list[FigureRow]:
    """Return the figures a union may enter, each with its values, newest first."""
    with ws.reading() as session:
        book = book_of(entered_values(session))
    rows = []
    for policy, name in FIGURE_NAMES.items():
        rows += [
            FigureRow(
                policy,
                name,
                value.area,
                value.valid_from,
                "" if value.value is None else shown_value(policy, value.value),
                value.value is None,
                value.citation,
                figure_state(value),
            )
            for value in book.history(policy)
        ]
    return rows


def shown_value(policy: str, value: Any) -> str:
    """Return a figure's value as people write it.

    >>> shown_value("hardship_line_fen", 60000), shown_value("approval_ranges", [[5000000, 1], [None, 2]])
    ('600.00', '50,000.00: 1, *: 2')
    """
    if value == "none":
        return "∞"
    if policy == APPROVAL_RANGES:
        return ", ".join(f"{'*' if bound is None else yuan(bound)}: {count}" for bound, count in value)
    if policy.endswith("_fen") and not isinstance(value, Mapping):
        return yuan(int(value))
    if policy == "aid_living_months":
        return ", ".join(f"{tier}: {months}" for tier, months in value.items())
    if policy == "aid_medical":
        return ", ".join(
            f"{tier}: {cap['share']}: {'∞' if cap['max_fen'] is None else yuan(int(cap['max_fen']))}"
            for tier, cap in value.items()
        )
    if isinstance(value, list):
        return "、".join(translate(FLAGS.get(word, word)) for word in value)
    if isinstance(value, Mapping):
        return ", ".join(_part(policy, key, part) for key, part in value.items())
    return str(value)


def _part(policy: str, key: str, value: Any) -> str:
    """Return one part of a figure that has several; amounts in yuan, but never a number of days."""
    is_money = (key.endswith("_fen") or policy.endswith("_fen")) and not key.endswith("days")
    return f"{key.removesuffix('_fen')}: {yuan(int(value)) if is_money else value}"


def hard_hit_rows(ws: Workspace) -> list[HardHit]:
    """Return the industries and units named as hard hit, newest first."""
    with ws.reading() as session:
        unions = unions_read_by(session, ws.actor.account_id)
        chosen = select(HardHit).where(HardHit.union_id.in_(unions)).order_by(HardHit.valid_from.desc())
        return list(session.exec(chosen).all())

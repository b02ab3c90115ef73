"""The figures in force on a day in an area, by topic, and each one's history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sqlmodel import select

from ...common.policies import COUNTRY, DatedValue, FigureUnknown, PolicyBook
from ...registry.figures import FigureState, PolicyUnknown, entered_values, figure_state
from ...registry.tables import District
from ...workspace import Workspace
from ..figure_names import AREA_NAMES, FIGURE_NAMES
from ..figure_values import hint_of, shown_value
from ..figures import FEN_A_YUAN, HOURLY, MONTHLY, book_of, minimum_wage, topics


@dataclass(frozen=True)
class FigureLine:
    """One figure as it stands on the day; without a value there was no such rule yet.

    `shown` is the value in words, empty for an unknown one; `hint` says how it is typed, empty if it is not.
    """

    policy: str
    topic: str
    name: str
    hint: str
    value: DatedValue | None
    shown: str
    state: FigureState | None

    @property
    def is_unknown(self) -> bool:
        """Whether nobody has recorded a value that the rule needs."""
        return self.value is not None and self.value.value is None


def figure_lines(ws: Workspace, on: date, area: str, union_id: int | None = None) -> list[FigureLine]:
    """Return every figure as it stands on a day in an area, in the order of the topics.

    What was entered at the organisation and above it counts; without one, whatever was entered here.
    """
    with ws.reading() as session:
        book = book_of(entered_values(session, union_id))
    return [
        _line(policy, topic, _standing(book, policy, on, area))
        for topic, policies in topics().items()
        for policy in policies
    ]


def needed(lines: list[FigureLine]) -> list[FigureLine]:
    """Return the figures that somebody must enter before results can be given."""
    return [line for line in lines if line.is_unknown and line.hint]


def figure_history(
    ws: Workspace, policy: str, area: str | None = None, union_id: int | None = None
) -> list[FigureLine]:
    """Return a figure's values through time, newest first; with an area those it may fall back on.

    Raises `PolicyUnknown`.
    """
    if policy not in FIGURE_NAMES:
        raise PolicyUnknown(policy)
    with ws.reading() as session:
        book = book_of(entered_values(session, union_id))
    return [_line(policy, "", value) for value in book.history(policy, area)]


def figure_areas(ws: Workspace) -> dict[str, str]:
    """Return the areas to choose from, by code: the country, the districts on file, the provinces with rules."""
    with ws.reading() as session:
        districts = session.exec(select(District).order_by(District.code)).all()
    return AREA_NAMES | {district.code: district.name for district in districts}


def _line(policy: str, topic: str, value: DatedValue | None) -> FigureLine:
    is_known = value is not None and value.value is not None
    return FigureLine(
        policy=policy,
        topic=topic,
        name=FIGURE_NAMES[policy],
        hint=hint_of(policy),
        value=value,
        shown=shown_value(policy, value.value) if value is not None and is_known else "",
        state=figure_state(value) if value is not None else None,
    )


def _standing(book: PolicyBook, policy: str, on: date, area: str) -> DatedValue | None:
    """Return what stands for a figure; the minimum wage of an area may come from its class."""
    if policy not in (MONTHLY, HOURLY):
        return book.in_force(policy, on, area)
    try:
        found = minimum_wage(book, on, area, hourly=policy == HOURLY)
    except FigureUnknown:
        return DatedValue(None, on, area) if area != COUNTRY else None
    own = book.in_force(policy, on, area)
    amount = str(Fraction(found.value, FEN_A_YUAN))
    if own is not None and (own.valid_from, own.citation) == (found.valid_from, found.citation):
        return replace(own, value=amount)
    return DatedValue(amount, found.valid_from, found.area, found.citation, found.confidence)

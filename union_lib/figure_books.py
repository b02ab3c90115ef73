"""The books of dated figures of every area, behind one door: `union policy` shows, adds and looks back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .common.policies import COUNTRY, DatedValue, PolicyBook
from .registry.figures import (
    FigureState,
    NewFigure,
    PolicyUnknown,
    enter_figure,
    entered_values,
    figure_state,
)
from .workspace import Workspace


@dataclass(frozen=True)
class FigureBook:
    """One area's figures: those of the house, and how a value is typed and shown.

    `names` are message ids; what is not named there is not typed one by one.
    """

    area: str
    house: PolicyBook
    names: Mapping[str, str]
    read: Callable[[str, str], Any]
    write: Callable[[str, Any], str]


@dataclass(frozen=True)
class FigureEntry:
    """One dated value of one figure, in words; without a value there was no rule on the day."""

    policy: str
    name: str
    shown: str
    value: DatedValue | None
    state: FigureState | None


def figure_books() -> list[FigureBook]:
    """Return the books of all areas."""
    from .consolation import figures as consolation
    from .consolation.reports import shown_value as consolation_shown
    from .consolation.service.local import figure_value as consolation_read
    from .negotiation import figure_values, figures
    from .negotiation.figure_names import FIGURE_NAMES

    return [
        FigureBook(
            "consolation",
            consolation.house_book(),
            consolation.FIGURE_NAMES,
            consolation_read,
            consolation_shown,
        ),
        FigureBook(
            "negotiation",
            figures.house_book(),
            FIGURE_NAMES,
            figure_values.figure_value,
            figure_values.shown_value,
        ),
    ]


def book_with(policy: str) -> FigureBook:
    """Return the book in which a figure may be entered; raises `PolicyUnknown`."""
    found = next((book for book in figure_books() if policy in book.names), None)
    if found is None:
        raise PolicyUnknown(policy)
    return found


def standing(ws: Workspace, on: date, area: str = COUNTRY, policy: str = "") -> Iterator[FigureEntry]:
    """Yield the figures as they stand on a day in an area; `policy` is how their ids begin."""
    for book, known in _known(ws):
        for key in book.house.policies:
            if key.startswith(policy):
                yield _entry(book, key, known.in_force(key, on, area))


def history(ws: Workspace, policy: str, area: str | None = None) -> list[FigureEntry]:
    """Return a figure's values through time, newest first; raises `PolicyUnknown`."""
    found = next(((book, known) for book, known in _known(ws) if policy in book.house.policies), None)
    if found is None:
        raise PolicyUnknown(policy)
    book, known = found
    return [_entry(book, policy, value) for value in known.history(policy, area)]


def add(
    ws: Workspace, union_id: int, policy: str, area: str, valid_from: date, text: str, citation: str
) -> int:
    """Enter a figure as it is typed, in whichever book it belongs; the one before stays as it is.

    Raises `PolicyUnknown`, `AreaUnfit`, `CitationMissing`, `NotAllowed`, and what the book cannot read.
    """
    book = book_with(policy)
    figure = NewFigure(policy, area, valid_from, book.read(policy, text), citation)
    return enter_figure(ws, union_id, figure, book.house)


def _known(ws: Workspace) -> list[tuple[FigureBook, PolicyBook]]:
    with ws.reading() as session:
        entered = entered_values(session)
    return [(book, book.house.with_values(entered)) for book in figure_books()]


def _entry(book: FigureBook, policy: str, value: DatedValue | None) -> FigureEntry:
    name = book.names.get(policy, book.house.policies[policy].name)
    if value is None:
        return FigureEntry(policy, name, "", None, None)
    shown = "" if value.value is None else book.write(policy, value.value)
    return FigureEntry(policy, name, shown, value, figure_state(value))

"""The law of an area for wages, with the figures that were entered here."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from ..registry.figures import entered_values
from ..registry.tables import District
from .figure_names import AREA_NAMES
from .figures import book_of, minimum_wage
from .rules.law import AreaUnknown, Law


def area_law(session: Session, area: str, *, union_id: int | None = None, as_of: date | None = None) -> Law:
    """Return the law of an area, with what an organisation and those above it entered; without one, all.

    `as_of` asks for another day's law than the event's. Raises `AreaUnknown` for what is no district on file
    and no province with rules.
    """
    if area not in AREA_NAMES and session.get(District, area) is None:
        raise AreaUnknown(area)
    book = book_of(entered_values(session, union_id))
    return Law(book, area, minimum_wage, as_of)

"""The result workbook: its looks, and the data hash at its foot."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from ...common.books import Book
from ...common.errors import N_
from ...common.text import translate
from ..reports import ResultList


def result_book(seen: ResultList, out: Any) -> Book:
    """Return the workbook of a result in the making; scores show the decimals of the scheme."""
    told = translate(N_("Data fingerprint (SHA-256): {hash}")).format(hash=seen.data_hash)
    if not seen.is_signed:
        told = translate(N_("Preliminary, not signed.")) + " " + told
    places = seen.scheme.decimals
    looks = {
        "dropped": {"font_strikeout": True, "font_color": "#B42318"},
        "score": {"bold": True, "num_format": "0." + "0" * places if places else "0"},
    }
    return Book(out, seen.competition.title, told, looks)


def number(text: str) -> Decimal | None:
    """Return a place as a number; None where there is none.

    >>> number("2.5"), number("")
    (Decimal('2.5'), None)
    """
    return Decimal(text) if text else None


Number = Decimal | Fraction | int | None

"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal


def plain(value: Decimal | None) -> str:
    """Return a mark as people write it: no trailing zeros, no exponent.

    >>> plain(Decimal("9.50")), plain(Decimal("100")), plain(None)
    ('9.5', '100', '')
    """
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Dialect, String, Text
from sqlalchemy.types import TypeDecorator


class Exact(TypeDecorator[Decimal]):
    """A decimal kept digit by digit as text: no database turns it into a binary float."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else format(Decimal(value), "f")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Choice(TypeDecorator[Any]):
    """One of an enum's values, kept as its plain text: readable in SQL, and easy to extend."""

    impl = String(24)
    cache_ok = True

    def __init__(self, choices: type[StrEnum]) -> None:
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else self.choices(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.choices(value)


class Document(TypeDecorator[dict[str, Any]]):
    """A small JSON document, written canonically; assign a new one to change it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else canonical(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[str, Any] | None:
        if value is None:
            return None
        found, end = _READ(value)
        return found if end == len(value) else json.loads(value)


def canonical(value: Any) -> str:
    """Return the value as JSON with one spelling only, so that equal contents have equal bytes.

    >>> canonical({"b": 1, "a": "株"})
    '{"a":"株","b":1}'
    """
    return _CANONICAL.encode(value)


_READ = json.JSONDecoder().raw_decode
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
"""Both made once: `json.dumps` makes an encoder at every call, and `json.loads` looks for blanks around."""

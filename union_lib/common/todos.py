"""What is waiting for somebody, whichever area it comes from: the workbench lists it by date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .text import translate


@dataclass(frozen=True)
class Todo:
    """One thing to do. `kind`, `title`, `note` and `act` are message ids, filled with the facts."""

    kind: str
    title: str
    act: str
    href: str
    icon: str
    due_on: date | None = None
    note: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def said(self, today: date) -> dict[str, Any]:
        """Return the to-do in the spoken language, with the days left as of today."""
        return {
            "kind": translate(self.kind),
            "title": translate(self.title).format(**self.facts),
            "note": translate(self.note).format(**self.facts),
            "act": translate(self.act),
            "href": self.href,
            "icon": self.icon,
            "days": (self.due_on - today).days if self.due_on else None,
            "date": self.due_on.isoformat() if self.due_on else "",
        }


@dataclass(frozen=True)
class Card:
    """An area on the workbench: two figures with their names, and a warning if there is one."""

    key: str
    figures: tuple[tuple[str, str], tuple[str, str]]
    warning: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

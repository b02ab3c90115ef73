"""What a rule forbids, worded for people: what happened, and what to do.

A refusal is a `RuleViolation`: a dataclass named for what happened, carrying the facts. Its two
sentences are message ids for the catalogue, formatted with the facts:

>>> from dataclasses import dataclass
>>> @dataclass(eq=False)
... class TooLate(RuleViolation):
...     day: str
...     what = N_("It closed on {day}.")
...     todo = N_("Ask the organiser to open it again.")
>>> str(TooLate("2020-03-26"))
'It closed on 2020-03-26. Ask the organiser to open it again.'
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar

from .text import N_, Language, translate

__all__ = ["N_", "NotAllowed", "NotFound", "RuleViolation", "StaleVersion"]


class RuleViolation(Exception):
    """An expected refusal; everything else is a bug."""

    what: ClassVar[str] = ""
    todo: ClassVar[str] = ""

    def facts(self) -> dict[str, Any]:
        """Return the facts by name, as the sentences use them."""
        return {f.name: getattr(self, f.name) for f in fields(self)}  # type: ignore[arg-type]

    def said(self, language: Language | None = None) -> tuple[str, str]:
        """Return what happened and what to do, in the language."""
        facts = self.facts()
        return tuple(translate(s, language).format(**facts) for s in (self.what, self.todo))  # type: ignore[return-value]

    def __str__(self) -> str:
        what, todo = self.said()
        return f"{what} {todo}" if what.isascii() else f"{what}{todo}"


@dataclass(eq=False)
class NotAllowed(RuleViolation):
    """The acting account lacks the permission in this organisation."""

    what = N_("Your account may not do this here.")
    todo = N_("Ask your administrator for the role, or ask a colleague who has it.")


@dataclass(eq=False)
class NotFound(RuleViolation):
    """There is no such thing, or it is outside what the account may see."""

    what = N_("This record does not exist, or it is not yours to see.")
    todo = N_("Go back to the list and open it again.")


@dataclass(eq=False)
class StaleVersion(RuleViolation):
    """Somebody else saved first; both values are shown and a person decides."""

    name: str
    theirs: str
    yours: str
    who: str = ""

    what = N_("Not saved: {name} was changed meanwhile by {who} to “{theirs}” (yours: “{yours}”).")
    todo = N_("Look at the newest content, then decide which value stays.")

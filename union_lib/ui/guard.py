"""What a page may do to its kernel, and what it hears when that goes wrong.

A page is in the hands of whoever opened it. Out of the box it may set every synced trait, call any
method of a widget and build any class of any module. Here it may set the traits in `writable` and call
`vue_*`, nothing else; and whatever goes wrong in such a call becomes a notice, never a traceback.
"""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import Any, ClassVar

import ipyvuetify as v
from traitlets import Dict, TraitError

from ..common.errors import N_, RuleViolation
from ..common.text import translate

LOG = logging.getLogger(__name__)
FAULT = N_("The system has a problem; your action was not completed.")
FAULT_TODO = N_(
    "What you typed is still on the page. Try again later; if it fails again, tell your administrator."
)


def incident_number() -> str:
    """Return a number to report a fault by: when it happened and two random digits."""
    return f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(1).upper()}"


class Guarded(v.VuetifyTemplate):
    """A template that does only what it declares, whatever a browser may send.

    `file` is its `.vue`, found beside the module of the class that names it; `writable` the traits the
    page may set; `words` the message ids behind `t` in the template. A class adds to what it inherits.
    """

    file: ClassVar[str] = ""
    writable: ClassVar[frozenset[str] | set[str]] = frozenset()
    words: ClassVar[Mapping[str, str]] = {}

    t = Dict().tag(sync=True)

    def __init__(self, **state: Any) -> None:
        self.template_file = str(_template_path(type(self)))
        super().__init__(t=self.translated(), **state)

    @classmethod
    def all_words(cls) -> dict[str, str]:
        """Return the message ids of this class and of those it inherits from, by word."""
        return {word: text for each in _declared(cls, "words") for word, text in each.items()}

    @classmethod
    def all_writable(cls) -> frozenset[str]:
        """Return the traits a page may set, inherited ones included."""
        return frozenset().union(*_declared(cls, "writable"))

    def translated(self) -> dict[str, Any]:
        """Return the words of the template in the spoken language."""
        return {word: translate(message) for word, message in self.all_words().items()}

    def tell(self, what: str, todo: str = "", *, code: str = "") -> None:
        """Show a refusal or a fault to whoever is at the page; here there is no place for it."""

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take from the page what it may set, if it fits; give it the truth about the rest."""
        fitting = {name: value for name, value in sync_data.items() if self._takes(name, value)}
        with self.guard():
            super().set_state(fitting)
        self.send_state([name for name in sync_data if name not in fitting and name in self.keys])

    def call(self, event: str, data: Any = None, buffers: Sequence[Any] = ()) -> None:
        """Run the handler `vue_<event>` as the page does: under the guard, with what it can take."""
        handler = getattr(self, f"vue_{event}", None)
        if not callable(handler):
            LOG.warning("%s has no handler for %r", type(self).__name__, event)
            return
        with self.guard():
            handler(*(data, buffers)[: _taken(handler)])

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Turn a refusal into a notice, and a fault into a log entry and a calm notice."""
        try:
            yield
        except RuleViolation as refusal:
            self.refused(refusal)
        except Exception:
            number = incident_number()
            LOG.exception("incident %s in %s", number, type(self).__name__)
            self.tell(translate(FAULT), translate(FAULT_TODO), code=number)

    def refused(self, refusal: RuleViolation) -> None:
        """Show what a rule forbids."""
        self.tell(*refusal.said())

    def _takes(self, name: str, value: Any) -> bool:
        if name not in self.all_writable():
            return False
        try:
            self.traits()[name]._validate(self, value)
        except (KeyError, TraitError):
            LOG.warning("%s: a page sent something unfit for %s", type(self).__name__, name)
            return False
        return True

    def _handle_event(self, _widget: Any, content: Any, buffers: Sequence[Any]) -> None:
        if isinstance(content, Mapping) and isinstance(content.get("event"), str):
            self.call(content["event"], content.get("data"), buffers or ())


def guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    """Put a method of a `Guarded` under its guard; for what neither `vue_*` nor a trait brings in."""

    @wraps(method)
    def safely(self: Guarded, *given: Any, **named: Any) -> Any:
        with self.guard():
            return method(self, *given, **named)

    return safely


def _declared(cls: type, name: str) -> list[Any]:
    """Return what a class and its bases say under a name, the most basic first."""
    return [vars(each)[name] for each in reversed(cls.__mro__) if name in vars(each)]


def _template_path(cls: type[Guarded]) -> Path:
    """Return the `.vue` file, beside the module of the class that names it."""
    owner = next(each for each in cls.__mro__ if vars(each).get("file"))
    module = getattr(sys.modules[owner.__module__], "__file__", None)
    return (Path(module).parent if module else Path.cwd()) / vars(owner)["file"]


def _taken(handler: Callable[..., Any]) -> int:
    """Return how many of the page's arguments a handler takes."""
    kinds = [p.kind for p in signature(handler).parameters.values()]
    return 2 if Parameter.VAR_POSITIONAL in kinds else kinds.count(Parameter.POSITIONAL_OR_KEYWORD)

"""The components every screen may use, registered once for each kernel, and the base of screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import ipyvue
from traitlets import Bool

from ..common.errors import N_, RuleViolation, StaleVersion
from ..common.text import _
from . import theme
from .guard import Guarded, guarded

if TYPE_CHECKING:
    from .shell import Shell

__all__ = ["KIT_WORDS", "Guarded", "Screen", "guarded", "ready"]

KIT_DIR = Path(__file__).parent / "vue" / "kit"
KIT_WORDS = {
    "close": N_("Close"),
    "close_unsaved": N_("Close without saving"),
    "choose_file": N_("Choose a file"),
    "drop_file": N_("Drag the file here, or"),
    "due_today": N_("Due today"),
    "due_tomorrow": N_("Due tomorrow"),
    "done": N_("Done"),
    "days_left": N_("{n} days left"),
    "day_over": N_("1 day overdue"),
    "days_over": N_("{n} days overdue"),
    "file_too_big": N_("The file has {size} MB, more than {limit} MB. Remove pictures or split it."),
    "file_wrong_kind": N_("“{name}” is not a {kinds} file. Save it as {kinds} and choose it again."),
    "incident": N_("Incident {code}; please give this number when you report it."),
    "percent": N_("{n}%"),
    "required": N_("required"),
    "stay": N_("Stay here"),
    "unsaved": N_("What you typed here is not saved yet."),
    "yuan": N_("yuan"),
}


@cache
def ready() -> None:
    """Register the kit and the theme with this kernel, once."""
    theme.apply()
    for file in sorted(KIT_DIR.glob("*.vue")):
        ipyvue.register_component_from_file(file.stem, str(file))


class Screen(Guarded):
    """Base of every screen: one `.vue`, what it shows in traits, and what it may ask of the shell.

    `under` is the entry of the navigation it belongs to, when it has none of its own.
    `is_dirty` says that something typed is not saved yet: the shell then asks before leaving.
    `shortcuts` are its keys for the help dialog: (keys, message id). The template is mounted anew at each
    visit, and the instances of earlier visits still hear `jupyter_*`: such a method may touch `$refs` only
    after looking.
    """

    writable = frozenset({"is_dirty"})
    under: ClassVar[str] = ""
    shortcuts: ClassVar[tuple[tuple[str, str], ...]] = ()

    is_dirty = Bool(False).tag(sync=True)

    def __init__(self, ws: Any = None, **state: Any) -> None:
        ready()
        self.ws = ws
        self.shell: Shell | None = None
        self.said: list[dict[str, Any]] = []
        super().__init__(**state)

    def visit(self) -> None:
        """Come to this screen; a screen about one thing takes its id as a keyword argument."""
        self.show()

    def show(self) -> None:
        """Ask for everything again and set the traits; also after a change of language."""

    def say(self, text: str, kind: str = "ok", **more: Any) -> None:
        """Show a notice (`ok info warn bad`); see `Shell.say`. `said` remembers it for tests."""
        self.said.append({"text": text, "kind": kind, **more})
        if self.shell:
            self.shell.say(text, kind, **more)

    def tell(self, what: str, todo: str = "", *, code: str = "") -> None:
        """Show a refusal or a fault as a notice that stays."""
        self.say(what, "bad", todo=todo, code=code)

    def refused(self, refusal: RuleViolation) -> None:
        """Show what a rule forbids; when somebody else saved first, offer the newest content."""
        what, todo = refusal.said()
        if isinstance(refusal, StaleVersion):
            self.say(what, "bad", todo=todo, action=_("Show the newest"), on_action=self.show)
        else:
            self.tell(what, todo)

    @contextmanager
    def working(self, text: str) -> Iterator[Callable[[int, int], None]]:
        """Show that something takes its time, and how far it is; the value is called with done and total."""

        def told(done: int, total: int) -> None:
            if self.shell:
                percent = min(100, round(100 * done / total)) if total else None
                self.shell.work = {"text": text, "done": percent}

        told(0, 0)
        try:
            yield told
        finally:
            if self.shell:
                self.shell.work = {}

    def download(self, name: str, kind: str, content: bytes) -> None:
        """Hand a file to the browser: its name, its media type, its bytes."""
        if self.shell:
            self.shell.download(name, kind, content)

"""Opening an app from its notebook: who, where, in which language come from the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from IPython.display import display

from ..common import text
from .kit import Screen
from .shell import Shell, from_address

Screens = Mapping[str, Callable[[Any], Screen]]


def open_app(app: str, screens: Screens, *, ws: Any, **frame: Any) -> None:
    """Show an app in a notebook; see `make_shell`."""
    display(make_shell(app, screens, ws=ws, **frame))


def make_shell(app: str, screens: Screens, *, ws: Any, query: str | None = None, **frame: Any) -> Shell:
    """Return the shell of an app at the screen its address asks for, else at the first.

    `ws` says who works (`ws.actor.name`), in which language, and whether this is practice. `frame` is
    what `Shell` takes besides: `nav`, `apps`, `user`, `federation`, `help_href`, `on_speak`. The address
    is the server's `QUERY_STRING`, `?screen=board&competition=3&lang=en`.
    """
    asked = dict(parse_qsl(os.environ.get("QUERY_STRING", "") if query is None else query))
    text.speak(asked.pop("lang", ws.language))
    frame.setdefault("user", {"name": ws.actor.name})
    shell = Shell(screens, ws=ws, app=app, is_training=ws.is_training, **frame)
    shell.go(asked.pop("screen", next(iter(screens))), **from_address(asked))
    return shell

"""The design system: one frame, one kit of components, one look for every app.

A screen is a class of `Screen` with a `.vue` file beside it; an app is a `Shell` over a dictionary of
screens, opened by `open_app`. What a page may do to the kernel is bounded by `Guarded`.
"""

from __future__ import annotations

from .form import form_fields, read_form, typed_form
from .guard import Guarded, guarded
from .importing import Imported, ImportWizard
from .kit import Screen
from .launch import open_app
from .shell import App, NavItem, Shell

__all__ = [
    "App",
    "Guarded",
    "ImportWizard",
    "Imported",
    "NavItem",
    "Screen",
    "Shell",
    "form_fields",
    "guarded",
    "open_app",
    "read_form",
    "typed_form",
]

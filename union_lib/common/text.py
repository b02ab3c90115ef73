"""The two languages of the house: English message ids in code, Chinese on the screen.

`_("Saved")` translates now; `N_("Saved")` only marks a message so that the catalogue holds it and
somebody translates it later. A message with facts is formatted after translation:
`_("{n} rows").format(n=3)`; sentences are never glued from pieces.
"""

from __future__ import annotations

import gettext as _gettext
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
DOMAIN = "union"
LOCALE_DIR = Path(__file__).parent.parent / "locale"

_spoken: Language = "zh"


@cache
def _catalogue(language: Language) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    return _gettext.translation(DOMAIN, LOCALE_DIR, languages=["zh_CN"])


def speak(language: str) -> Language:
    """Set the language of this process (a kernel serves one person) and return it."""
    global _spoken
    _spoken = "en" if language == "en" else "zh"
    return _spoken


def spoken() -> Language:
    """Return the language this process speaks."""
    return _spoken


def translate(message: str, language: Language | None = None) -> str:
    """Return the message in the language; the spoken one unless told.

    >>> translate("Saved", "en")
    'Saved'
    """
    return _catalogue(language or _spoken).gettext(message) if message else ""


def N_(message: str) -> str:
    """Mark a message for the catalogue and return it unchanged."""
    return message


_ = translate

"""The Chinese catalogue: collected from the code, translated by people, compiled for gettext.

`python -m union_lib.locale` collects every `_()`, `N_()` and `translate()` of the library and the apps,
keeps what is translated, forgets what is no longer said, compiles, and lists what lacks Chinese.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from ..common.text import DOMAIN, LOCALE_DIR

PO = LOCALE_DIR / "zh_CN" / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")
LIBRARY = LOCALE_DIR.parent
PLACES = (LIBRARY, LIBRARY.parent / "apps")
SAYS = {"_", "N_", "translate"}
WIDTH = 110


def messages() -> dict[str, set[str]]:
    """Return every message id in the code, with the files that say it."""
    found: dict[str, set[str]] = {}
    for message, file in _said():
        found.setdefault(message, set()).add(file)
    return found


def _said() -> Iterator[tuple[str, str]]:
    for path in (path for place in PLACES for path in sorted(place.rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(node, ast.Call) and (message := _message(node)):
                yield message, path.relative_to(LIBRARY.parent).as_posix()


def _message(call: ast.Call) -> str:
    """Return the message a call marks or translates; empty when it does neither, or not in so many words."""
    if not (isinstance(call.func, ast.Name) and call.func.id in SAYS and call.args):
        return ""
    first = call.args[0]
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def catalogue() -> Catalog:
    """Return the catalogue as it is kept."""
    with PO.open("rb") as kept:
        return read_po(kept, locale="zh_CN", domain=DOMAIN)


def collected(kept: Catalog) -> Catalog:
    """Return the catalogue of what the code says now, with the translations that are kept."""
    fresh = Catalog(
        locale="zh_CN",
        domain=DOMAIN,
        project="union-workbench",
        fuzzy=False,
        header_comment=kept.header_comment,
    )
    fresh.creation_date, fresh.revision_date = kept.creation_date, kept.revision_date
    for message, files in sorted(messages().items()):
        known = kept.get(message)
        fresh.add(message, known.string if known else "", locations=[(file, 0) for file in sorted(files)])
    return fresh


def compiled(kept: Catalog) -> bytes:
    """Return the catalogue as gettext reads it."""
    out = BytesIO()
    write_mo(out, kept)
    return out.getvalue()


def untranslated(kept: Catalog) -> list[str]:
    """Return the messages without Chinese."""
    return [str(message.id) for message in kept if message.id and not message.string]


def refresh() -> list[str]:
    """Collect, keep and compile; return the messages without Chinese."""
    fresh = collected(catalogue())
    with PO.open("wb") as out:
        write_po(out, fresh, width=WIDTH, include_lineno=False, sort_by_file=True)
    MO.write_bytes(compiled(catalogue()))
    return untranslated(fresh)

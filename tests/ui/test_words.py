"""Every word on a screen is declared, used and translated."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

import union_lib
from union_lib import locale
from union_lib.ui.guard import Guarded, _template_path
from union_lib.ui.kit import KIT_DIR, KIT_WORDS
from union_lib.ui.shell import Shell

LIBRARY = Path(union_lib.__file__).parent
EMBLEM = "工"
SAYS = re.compile(r"(?<![\w$.])(?:this\.)?t\.(\w+)")
VUE_FILES = sorted(LIBRARY.rglob("*.vue"))
CATALOGUE = locale.catalogue()
PAIRS = [(str(entry.id), str(entry.string)) for entry in CATALOGUE if entry.id and entry.string]


def screens() -> list[type[Guarded]]:
    """Return every class of the library that has a template of its own."""
    for module in pkgutil.walk_packages([str(LIBRARY)], "union_lib."):
        if "screens" in module.name or ".ui." in module.name or ".workbench" in module.name:
            import_module(module.name)
    return sorted(set(_below(Guarded)), key=lambda each: each.__qualname__)


def _below(cls: type) -> Iterator[type[Guarded]]:
    for sub in cls.__subclasses__():
        yield from _below(sub)
        if sub.__module__.startswith("union_lib.") and vars(sub).get("file"):
            yield sub


@pytest.mark.parametrize("screen", screens(), ids=lambda each: each.__name__)
def test_a_template_says_what_its_screen_declares_and_nothing_else(screen: type[Guarded]):
    template = _template_path(screen).read_text("utf8")
    used, declared = set(SAYS.findall(template)), set(screen.all_words())
    assert used - declared == set()
    if "t[" not in template:
        assert declared - used == set()


def test_every_template_belongs_to_a_screen_or_to_the_kit():
    owned = {_template_path(each) for each in screens()} | set(KIT_DIR.glob("*.vue"))
    assert {path.resolve() for path in VUE_FILES} == {path.resolve() for path in owned}


def test_the_kit_says_what_it_declares_and_nothing_else():
    used = {word for file in KIT_DIR.glob("*.vue") for word in SAYS.findall(file.read_text("utf8"))}
    shell = _template_path(Shell).read_text("utf8")
    assert used | set(re.findall(r"\bkit\.(\w+)", shell)) == set(KIT_WORDS)


@pytest.mark.parametrize("file", VUE_FILES, ids=lambda path: path.name)
def test_a_template_holds_no_chinese(file: Path):
    assert [c for c in file.read_text("utf8") if "\u3400" <= c <= "\u9fff" and c != EMBLEM] == []


@pytest.mark.parametrize("message", sorted(locale.messages()))
def test_every_message_is_translated(message: str):
    known = CATALOGUE.get(message)
    assert known is not None, "run `make words` and translate it"
    assert known.string, "translate it"


def test_the_catalogue_keeps_nothing_that_is_no_longer_said():
    assert {str(entry.id) for entry in CATALOGUE if entry.id} - set(locale.messages()) == set()


def test_the_compiled_catalogue_is_the_written_one():
    assert locale.MO.read_bytes() == locale.compiled(CATALOGUE)


@pytest.mark.parametrize(("message", "chinese"), PAIRS, ids=[message[:40] for message, _ in PAIRS])
def test_facts_have_the_same_names_in_both_languages(message: str, chinese: str):
    assert _facts(chinese) == _facts(message)


def _facts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_the_catalogue_is_written_in_chinese_punctuation():
    western = re.compile(r"[\u4e00-\u9fff][,;:!?](?!\d)|[\u4e00-\u9fff]\.$")
    assert [chinese for _, chinese in PAIRS if western.search(chinese)] == []

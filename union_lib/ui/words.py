"""The words of the frame, and those Vuetify's own components show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..common.errors import N_
from ..common.text import Language, translate

SHELL_WORDS = {
    "apps": N_("Switch app"),
    "cancel": N_("Cancel"),
    "close": N_("Close"),
    "collapse": N_("Collapse the menu"),
    "expand": N_("Expand the menu"),
    "help": N_("Help"),
    "keys": N_("Keyboard"),
    "language": N_("Switch language"),
    "leave_training": N_("This is a practice copy."),
    "lost": N_("The connection to the server is lost."),
    "lost_todo": N_("What you saved is safe. Check the network, then press F5."),
    "menu": N_("Menu"),
    "password": N_("Change password"),
    "place": N_("You are here"),
    "reason": N_("Reason (required)"),
    "role": N_("Acting as"),
    "sign_out": N_("Sign out"),
    "size": N_("Text size"),
    "size_large": N_("Large"),
    "size_normal": N_("Standard"),
    "skip": N_("Skip to the content"),
    "suite": N_("Union workbench"),
    "training": N_("Practice mode"),
    "training_text": N_("All people and figures here are invented. Nothing you do touches real work."),
    "user": N_("{name}: account and settings"),
}
SHORTCUTS = (
    ("Tab", N_("Next field")),
    ("Shift + Tab", N_("Previous field")),
    ("Ctrl + Enter", N_("Save a form")),
    ("Esc", N_("Close a panel, answer no to a question")),
    ("F5", N_("Open the page anew")),
    ("Ctrl + +", N_("Enlarge everything")),
)
VUETIFY_WORDS = {
    "badge": N_("Badge"),
    "calendar.moreEvents": N_("{0} more"),
    "calendar.today": N_("Today"),
    "close": N_("Close"),
    "confirmEdit.cancel": N_("Cancel"),
    "confirmEdit.ok": N_("OK"),
    "dataFooter.firstPage": N_("First page"),
    "dataFooter.itemsPerPageAll": N_("All"),
    "dataFooter.itemsPerPageText": N_("Rows per page:"),
    "dataFooter.lastPage": N_("Last page"),
    "dataFooter.nextPage": N_("Next page"),
    "dataFooter.pageText": N_("{0}–{1} of {2}"),
    "dataFooter.prevPage": N_("Previous page"),
    "dataIterator.loadingText": N_("Loading…"),
    "dataIterator.noResultsText": N_("Nothing matches"),
    "dataTable.ariaLabel.activateAscending": N_("Activate to sort upwards."),
    "dataTable.ariaLabel.activateDescending": N_("Activate to sort downwards."),
    "dataTable.ariaLabel.activateNone": N_("Activate to stop sorting."),
    "dataTable.ariaLabel.sortAscending": N_("Sorted upwards."),
    "dataTable.ariaLabel.sortDescending": N_("Sorted downwards."),
    "dataTable.ariaLabel.sortNone": N_("Not sorted."),
    "dataTable.itemsPerPageText": N_("Rows per page:"),
    "dataTable.sortBy": N_("Sort by"),
    "datePicker.ariaLabel.currentDate": N_("Today, {0}"),
    "datePicker.ariaLabel.nextMonth": N_("Next month"),
    "datePicker.ariaLabel.nextYear": N_("Next year"),
    "datePicker.ariaLabel.previousMonth": N_("Previous month"),
    "datePicker.ariaLabel.previousYear": N_("Previous year"),
    "datePicker.ariaLabel.selectDate": "{0}",
    "datePicker.ariaLabel.selectMonth": N_("Choose a month"),
    "datePicker.ariaLabel.selectYear": N_("Choose a year"),
    "datePicker.header": N_("Enter a date"),
    "datePicker.input.placeholder": N_("Enter a date"),
    "datePicker.title": N_("Choose a date"),
    "dismiss": N_("Close"),
    "fileInput.counter": N_("{0} files"),
    "fileInput.counterSize": N_("{0} files, {1} in all"),
    "input.appendAction": "{0}",
    "input.clear": N_("Clear {0}"),
    "input.prependAction": "{0}",
    "loading": N_("Loading…"),
    "noDataText": N_("Nothing here"),
    "open": N_("Open"),
    "pagination.ariaLabel.currentPage": N_("Page {0}, the current page"),
    "pagination.ariaLabel.first": N_("First page"),
    "pagination.ariaLabel.last": N_("Last page"),
    "pagination.ariaLabel.next": N_("Next page"),
    "pagination.ariaLabel.page": N_("Page {0}"),
    "pagination.ariaLabel.previous": N_("Previous page"),
    "pagination.ariaLabel.root": N_("Pages"),
    "stepper.next": N_("Next step"),
    "stepper.prev": N_("Back"),
}


def vuetify_messages(language: Language) -> dict[str, Any]:
    """Return Vuetify's words in a language, nested as its locale provider wants them."""
    return _nested({key: translate(message, language) for key, message in VUETIFY_WORDS.items()})


def _nested(flat: Mapping[str, str]) -> dict[str, Any]:
    """Return a tree from dotted keys.

    >>> _nested({"a.b": "1", "a.c": "2", "d": "3"})
    {'a': {'b': '1', 'c': '2'}, 'd': '3'}
    """
    tree: dict[str, Any] = {}
    for dotted, text in flat.items():
        *above, last = dotted.split(".")
        branch = tree
        for name in above:
            branch = branch.setdefault(name, {})
        branch[last] = text
    return tree

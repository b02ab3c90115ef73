"""The words of the server's own pages: sign-in, password, loading, and what is shown instead of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..common.errors import N_, RuleViolation
from ..common.text import Language, translate

COMMON = {
    "suite": N_("Union workbench"),
    "home": N_("Back to the workbench"),
    "training": N_("Practice mode"),
    "training_text": N_("All people and figures here are invented. Nothing you do touches real work."),
    "incident": N_("Incident {code}. Please give this number when you report it."),
}
LOADING = {
    "opening": N_("Opening, please wait…"),
    "slow": N_("This takes longer than usual. Keep waiting, or press F5; what you saved is safe."),
    "no_script": N_("This page needs JavaScript. Allow it in the browser's settings, then press F5."),
}
LANGUAGE_NAMES: Mapping[Language, str] = {"zh": "\u4e2d\u6587", "en": "English"}
"""Each language in its own words, so that its speakers find it."""
SIGN_IN = {
    "title": N_("Sign in"),
    "username": N_("User name"),
    "password": N_("Password"),
    "show": N_("Show"),
    "hide": N_("Hide"),
    "enter": N_("Sign in"),
    "forgotten": N_("Password forgotten? Ask your administrator for a new one."),
    "demo": N_("Practice accounts"),
    "demo_hint": N_("Choose one to fill in the form."),
    "demo_name": N_("Name"),
    "demo_role": N_("Role"),
    "demo_fill": N_("Fill in {username}"),
}
PASSWORD = {
    "title": N_("Change password"),
    "must": N_("This is a one-time password. Choose your own before you go on."),
    "username": N_("User name"),
    "old": N_("Present password"),
    "new": N_("New password"),
    "again": N_("New password again"),
    "hint": N_("At least {shortest} characters, and not your user name."),
    "others": N_("You will be signed out everywhere else."),
    "save": N_("Change password"),
    "cancel": N_("Cancel"),
    "show": N_("Show"),
    "hide": N_("Hide"),
    "sign_out": N_("Sign out"),
}


@dataclass(frozen=True)
class Sorry:
    """What is shown instead of a page: what happened and what to do, as message ids."""

    what: str
    todo: str


FAULT = Sorry(
    N_("The system has a problem and this page was not opened."),
    N_("Press F5 in a moment; if it fails again, tell your administrator."),
)
REFUSED = Sorry(N_("This request was not understood."), N_("Go back to the workbench and try again."))
FULL = Sorry(
    N_("There is no room for another page right now: too many are open."),
    N_("Close pages you do not need. This one tries again by itself every {seconds} seconds."),
)
SORRY = {
    403: Sorry(
        N_("This is not open to you, or the page was open for too long."),
        N_("Go back to the workbench and try again; you may have to sign in anew."),
    ),
    404: Sorry(
        N_("There is no such page."),
        N_("The address may be incomplete, or this piece of work has been closed and filed."),
    ),
}


def sorry_for(status: int) -> Sorry:
    """Return what is said about an HTTP status.

    >>> sorry_for(404).what
    'There is no such page.'
    """
    return SORRY.get(status, REFUSED if 400 <= status < 500 else FAULT)


@dataclass(eq=False)
class OldPasswordWrong(RuleViolation):
    """The present password was mistyped while changing it."""

    allowed: int

    what = N_("The present password is wrong.")
    todo = N_("Type it again; after {allowed} wrong ones you are signed out.")


@dataclass(eq=False)
class PasswordsDiffer(RuleViolation):
    """The new password was not typed the same way twice."""

    what = N_("The two new passwords differ.")
    todo = N_("Type the new password twice in the same way.")


@dataclass(eq=False)
class PortTaken(RuleViolation):
    """The server cannot listen where it should."""

    host: str
    port: int
    reason: str

    what = N_("The server cannot listen on {host}, port {port}: {reason}.")
    todo = N_("End the program that holds the port, or choose another one with --port.")


def in_language(language: Language, *tables: Mapping[str, str]) -> dict[str, str]:
    """Return the words of the tables in a language, by key.

    >>> in_language("en", COMMON)["suite"]
    'Union workbench'
    """
    return {key: translate(word, language) for table in tables for key, word in table.items()}

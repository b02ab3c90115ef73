"""The doors: signing in, signing out, changing one's password."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jupyter_server.auth.decorator import allow_unauthenticated
from sqlalchemy import Engine
from sqlmodel import select
from tornado.web import HTTPError

from ..common.errors import RuleViolation
from ..common.text import Language, translate
from ..registry import sign_in
from ..registry.tables import Installation, Union
from ..store import database
from .house import House
from .identity import COOKIE
from .words import LANGUAGE_NAMES, PASSWORD, SIGN_IN, OldPasswordWrong, PasswordsDiffer

LOG = logging.getLogger(__name__)
OTHER: Mapping[Language, Language] = {"zh": "en", "en": "zh"}
OURS = re.compile(r"(app/\w+|password)?(\?[\w=&%.,:+~-]*)?", re.ASCII)
WRONG_PASSWORDS_ALLOWED = 5
CHECKED_AT_ONCE = asyncio.Semaphore(2)
"""Passwords looked at together: each takes 19 MiB and a thread that other visitors wait for."""


@dataclass(frozen=True)
class DemoAccount:
    """An account of a practice installation, shown with its password at the door; `role` is a message id."""

    username: str
    name: str
    role: str
    password: str


DemoAccounts = Callable[[], list[DemoAccount]]


def is_training(engine: Engine) -> bool:
    """Return whether this installation is for practice."""
    with database.reading(engine) as session:
        return bool(session.exec(select(Installation.is_training)).first())


def federation_name(engine: Engine) -> str:
    """Return the name of the organisation at the top, empty before there is one."""
    with database.reading(engine) as session:
        return session.exec(select(Union.name).where(Union.parent_id == None)).first() or ""  # noqa: E711


def inside(asked: str, base_url: str) -> str:
    """Return the address asked for if it is a page of ours, else the first page.

    >>> inside("/app/workbench?screen=board", "/")
    '/app/workbench?screen=board'
    >>> inside("//elsewhere.example", "/"), inside("/\\\\elsewhere.example", "/")
    ('/', '/')
    """
    is_ours = asked.startswith(base_url) and OURS.fullmatch(asked.removeprefix(base_url))
    return asked if is_ours else base_url


class Door(House):
    """A door: reachable with a one-time password, or without any sign-in at all."""

    serves_one_time_passwords = True

    def typed(self, name: str) -> str:
        """Return what was typed into a password field, spaces and all."""
        return self.get_body_argument(name, "", strip=False)[: sign_in.LONGEST_PASSWORD + 1]

    async def close_sign_in(self) -> None:
        """End the visitor's sign-in and take the cookie back; `end_pages` comes after the answer."""
        await asyncio.to_thread(sign_in.sign_out, self.engine, self.get_cookie(COOKIE, ""))
        self.clear_cookie(COOKIE, path=self.base_url)

    async def end_pages(self) -> None:
        """End the visitor's open pages; the one that asked has been told where to go."""
        if self.signed_in is not None:
            await self.pages.end_where({self.signed_in.id}, "signed out")


class SignInDoor(Door):
    """GET shows the form, POST checks it."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Show the form, or go on when already signed in."""
        if self.signed_in:
            self.redirect(self.next_page())
        else:
            self.show_form()

    @allow_unauthenticated
    async def post(self) -> None:
        """Sign in and go where the visitor wanted; a refusal shows the form again with the name kept."""
        username = self.get_body_argument("username", "")[:40]
        try:
            token = await self.new_token(username)
        except RuleViolation as refused:
            self.set_status(429 if isinstance(refused, sign_in.TooManyAttempts) else 401)
            LOG.info("sign-in refused: %s", type(refused).__name__)
            return self.show_form(username, refused)
        if self.signed_in:
            await self.close_sign_in()
        LOG.info("signed in")
        is_https = self.request.protocol == "https"
        self.set_cookie(COOKIE, token, path=self.base_url, httponly=True, samesite="Lax", secure=is_https)
        self.redirect(self.next_page(), status=303)
        await self.end_pages()

    async def new_token(self, username: str) -> str:
        """Return the token of a new sign-in; raises what `sign_in.sign_in` raises."""
        async with CHECKED_AT_ONCE:
            password, address = self.typed("password"), self.request.remote_ip or ""
            return await asyncio.to_thread(sign_in.sign_in, self.engine, username, password, address)

    def next_page(self) -> str:
        """Return where to go after signing in."""
        return inside(self.get_query_argument("next", ""), self.base_url)

    def show_form(self, username: str = "", refused: RuleViolation | None = None) -> None:
        """Show the form, with what was refused and what to do."""
        accounts = self.settings["demo_accounts"]() if self.settings["is_training"] else []
        self.show(
            "sign_in.html",
            SIGN_IN,
            username=username,
            said=refused.said(self.language) if refused else None,
            next_page=self.next_page(),
            xsrf=self.xsrf_form_html(),
            is_training=self.settings["is_training"],
            accounts=accounts,
            other=OTHER[self.language],
            names=LANGUAGE_NAMES,
            roles={account.role: translate(account.role, self.language) for account in accounts},
        )


class SignOutDoor(Door):
    """A POST, so that no other site can sign anybody out."""

    async def post(self) -> None:
        """End the sign-in with all its pages."""
        await self.close_sign_in()
        LOG.info("signed out")
        self.redirect(self.base_url + "login", status=303)
        await self.end_pages()


class PasswordDoor(Door):
    """Changing one's own password."""

    async def get(self) -> None:
        """Show the form."""
        self.show_form()

    async def post(self) -> None:
        """Change the password and end every other sign-in of the account."""
        try:
            await self.change()
        except RuleViolation as refused:
            self.set_status(400)
            return self.show_form(refused)
        LOG.info("password changed: account %d", self.visitor.account_id)
        await self.pages.check(self.engine)
        self.redirect(self.base_url, status=303)

    @property
    def visitor(self) -> sign_in.SignedIn:
        """Whose password it is; raises 403 for a stranger."""
        if self.signed_in is None:
            raise HTTPError(403)
        return self.signed_in

    async def change(self) -> None:
        """Change the password; raises `PasswordsDiffer`, `OldPasswordWrong` or `PasswordTooWeak`."""
        old, new = self.typed("old"), self.typed("new")
        if new != self.typed("again"):
            raise PasswordsDiffer
        token = self.get_cookie(COOKIE, "")
        async with CHECKED_AT_ONCE:
            try:
                await asyncio.to_thread(
                    sign_in.change_password, self.engine, self.visitor.account_id, old, new, keep=token
                )
            except sign_in.SignInRefused:
                await self.count_wrong_password()
                raise OldPasswordWrong(WRONG_PASSWORDS_ALLOWED) from None

    async def count_wrong_password(self) -> None:
        """End the sign-in of somebody who guesses: the open page may not be its owner's."""
        wrong = self.settings["wrong_passwords"]
        wrong[self.visitor.id] += 1
        if wrong[self.visitor.id] >= WRONG_PASSWORDS_ALLOWED:
            del wrong[self.visitor.id]
            await self.close_sign_in()
            await self.end_pages()

    def show_form(self, refused: RuleViolation | None = None) -> None:
        """Show the form, with what was refused and what to do."""
        hint = translate(PASSWORD["hint"], self.language).format(shortest=sign_in.SHORTEST_PASSWORD)
        self.show(
            "password.html",
            PASSWORD,
            username=self.visitor.username,
            must_change=self.visitor.must_change_password,
            hint=hint,
            said=refused.said(self.language) if refused else None,
            xsrf=self.xsrf_form_html(),
        )

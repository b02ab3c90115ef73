"""What every handler of ours has in common: its looks, its language, its headers, its discretion.

The log gets one line for each event: no address queries, no names, no tokens; a fault gets an incident
number, which is all the visitor sees of it.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

import jinja2
from jupyter_server.base.handlers import JupyterHandler
from sqlalchemy import Engine
from tornado.web import HTTPError, RequestHandler

from ..common.text import LANGUAGES, Language, translate
from ..registry.sign_in import SignedIn
from ..store.settings import settings
from .identity import signed_in_of
from .life import OpenPages
from .words import COMMON, Sorry, in_language, sorry_for

LOG = logging.getLogger(__name__)
HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
TOKENS = HERE.parent / "ui" / "tokens.css"
HTML_LANG: Mapping[Language, str] = {"zh": "zh-CN", "en": "en"}
DOOR_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


@cache
def door_templates() -> jinja2.Environment:
    """Return the templates of the server's own pages."""
    return jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES / "doors"), autoescape=True)


@cache
def tokens() -> str:
    """Return the style sheet of the design tokens."""
    return TOKENS.read_text("utf-8")


def incident_number() -> str:
    """Return a number to report a fault by: when it happened and two random digits."""
    return f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(1).upper()}"


class Discreet(RequestHandler):
    """A handler that logs faults with an incident number and never what the visitor sent."""

    @cached_property
    def incident(self) -> str:
        """The number under which this request's fault is logged."""
        return incident_number()

    def log_exception(
        self,
        typ: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Log a fault; what is merely refused is no fault."""
        if not isinstance(value, HTTPError) or value.status_code >= 500:
            where = f"{self.request.method} {self.request.path}"
            LOG.error("incident %s: %s", self.incident, where, exc_info=value)


class House(Discreet, JupyterHandler):
    """A page of ours."""

    policy = DOOR_POLICY
    serves_one_time_passwords = False

    @property
    def engine(self) -> Engine:
        """The database."""
        return self.settings["engine"]

    @property
    def pages(self) -> OpenPages:
        """The open pages."""
        return self.settings["open_pages"]

    @property
    def signed_in(self) -> SignedIn | None:
        """Whose request it is."""
        return signed_in_of(self)

    @cached_property
    def nonce(self) -> str:
        """What marks the scripts and styles of this very answer as ours."""
        return secrets.token_urlsafe(16)

    @property
    def content_security_policy(self) -> str:
        """Where scripts, styles and connections of the page may come from."""
        return self.policy.format(nonce=self.nonce)

    @property
    def language(self) -> Language:
        """The language asked for in the address, else the account's, else the installation's."""
        asked = self.request.query_arguments.get("lang", [b""])[-1].decode("latin-1")
        account = self.signed_in.language if self.signed_in else settings().language
        return "en" if (asked if asked in LANGUAGES else account) == "en" else "zh"

    def set_default_headers(self) -> None:
        """Set the headers of every answer."""
        super().set_default_headers()
        self.clear_header("Server")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")

    async def prepare(self, **how: Any) -> None:
        """Look who asks; whoever still has a one-time password is led to change it first."""
        await super().prepare(**how)
        must_change = self.signed_in is not None and self.signed_in.must_change_password
        if must_change and not self._finished and not self.serves_one_time_passwords:
            self.redirect(self.base_url + "password")

    def check_xsrf_cookie(self) -> None:
        """Refuse a form that another site sent."""
        if not self.check_origin():
            raise HTTPError(403)
        super().check_xsrf_cookie()

    def show(self, template: str, *words: Mapping[str, str], **facts: Any) -> None:
        """Answer with one of the server's own pages."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(self.drawn(template, *words, **facts))

    def drawn(self, template: str, *words: Mapping[str, str], **facts: Any) -> str:
        """Return one of the server's own pages as HTML."""
        frame = {
            "t": in_language(self.language, COMMON, *words),
            "lang": self.language,
            "html_lang": HTML_LANG[self.language],
            "base_url": self.base_url,
            "nonce": self.nonce,
            "tokens": tokens(),
            "federation": self.settings["federation"],
        }
        return door_templates().get_template(template).render(**frame, **facts)

    def show_sorry(self, sorry: Sorry, *, code: str = "", retry_s: int = 0) -> None:
        """Answer that there is no page, why, and what to do."""
        what, todo = (
            translate(word, self.language).format(seconds=retry_s) for word in (sorry.what, sorry.todo)
        )
        self.show("sorry.html", what=what, todo=todo, code=code, retry_s=retry_s)

    def write_error(self, status_code: int, **_: Any) -> None:
        """Show a calm page; a fault shows its incident number and nothing else."""
        self.show_sorry(sorry_for(status_code), code=self.incident if status_code >= 500 else "")

"""What every door holds: a database, who is working, today, and the language.

>>> import union_lib
>>> from union_lib.workspace import SYSTEM
>>> SYSTEM.name
'system'
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from .common import text
from .common.errors import NotAllowed
from .registry.tables import Account, Installation
from .store import database
from .store.audit import Journal
from .store.settings import settings


@dataclass(frozen=True)
class Actor:
    """Who is working; `account_id` None is the installation itself (commands, demo)."""

    account_id: int | None
    name: str


SYSTEM = Actor(None, "system")


@dataclass
class Workspace:
    """One person's hold on one database."""

    engine: Engine
    actor: Actor = SYSTEM
    fixed_today: date | None = None
    language: text.Language = "zh"
    is_training: bool = False
    is_read_only: bool = field(default=False)

    @property
    def today(self) -> date:
        """The day that counts: the fixed one of a demonstration, or the clock's."""
        return self.fixed_today or date.today()

    @property
    def now(self) -> datetime:
        """The moment that counts, aware: the clock's, moved to the fixed day of a demonstration."""
        moment = database.now()
        if self.fixed_today is None:
            return moment
        return datetime.combine(self.fixed_today, moment.astimezone().timetz(), moment.astimezone().tzinfo)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a writing transaction: commit or nothing, audit rows written with it."""
        with database.writing(self.engine) as session:
            session.info["journal"] = Journal(self.actor.name, self.actor.account_id)
            self._check_open(session)
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a reading transaction."""
        with database.reading(self.engine) as session:
            self._check_open(session)
            yield session

    def _check_open(self, session: Session) -> None:
        """Refuse an account that was closed while its pages were still open."""
        if self.actor.account_id is None:
            return
        account = session.get(Account, self.actor.account_id)
        if account is None or account.is_closed:
            raise NotAllowed


def open_workspace(username: str | None = None, *, read_only: bool | None = None) -> Workspace:
    """Open the installation's workspace for whoever works here.

    In an app the server says who (`UNION_ACCOUNT`, set when the kernel is born and out of the
    browser's reach). A notebook without it gets the installation itself, reading only.
    """
    own = settings()
    account_id = os.environ.get("UNION_ACCOUNT")
    is_guest = username is None and account_id is None
    read_only = is_guest if read_only is None else read_only
    on = database.make_engine(own.url, read_only=True) if read_only else database.engine()
    with database.reading(on) as session:
        account = _account(session, username, account_id)
        installation = session.get(Installation, 1)
    actor = Actor(account.id, account.name) if account else SYSTEM
    language = text.speak(account.language if account else own.language)
    return Workspace(
        on, actor, own.today, language, bool(installation and installation.is_training), read_only
    )


def _account(session: Session, username: str | None, account_id: str | None) -> Account | None:
    from sqlmodel import select

    if username is not None:
        account = session.exec(select(Account).where(Account.username == username)).first()
        if account is None:
            raise NotAllowed
        return account
    return session.get(Account, int(account_id)) if account_id else None

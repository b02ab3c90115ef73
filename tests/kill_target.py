"""A process to be killed while it saves marks.

`python -m tests.kill_target URL COMPETITION USERNAME` forks a child for each line it reads, so that imports
are paid once. The child says `begun <pid>`, saves one batch, says `saved` and waits to be killed; then the
parent says `gone`.
"""

from __future__ import annotations

import os
import signal
import sys
from decimal import Decimal

from sqlmodel import select

from union_lib.competition.queries import field_of, newest_marks
from union_lib.competition.service import GivenMark, give_marks
from union_lib.registry.tables import Account
from union_lib.store import database
from union_lib.workspace import Actor, Workspace


def batch_mark(version: int) -> Decimal:
    """Return the mark that every cell gets in a version of the sheet; neighbours differ."""
    return Decimal(version % 40 + 1) / 2


def save_once(url: str, competition: int, username: str) -> None:
    """Give every cell of the judge's sheet its next mark, in one batch."""
    on = database.make_engine(url)
    with database.reading(on) as session:
        account = session.exec(select(Account).where(Account.username == username)).one()
        field = field_of(session, competition)
        judge = next(judge for judge in field.judges if judge.account_id == account.id)
        newest = newest_marks(session, judge.appointment_id)
    seen = max((mark.version for mark in newest.values()), default=0)
    mark = batch_mark(seen + 1)
    given = [GivenMark(e.id or 0, c.key, mark, seen) for e in field.entries for c in field.scheme.criteria]
    os.write(1, b"begun %d\n" % os.getpid())
    give_marks(Workspace(on, Actor(account.id, account.name), language="en"), competition, given)
    os.write(1, b"saved\n")
    signal.pause()


def main(url: str, competition: str, username: str) -> None:
    """Fork a child for each line read and wait for its end."""
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            save_once(url, int(competition), username)
        os.waitpid(child, 0)
        os.write(1, b"gone\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Signing in: argon2id passwords, opaque tokens, and a brake on guessing.

Sizes of argon2id are OWASP's smaller set (19 MiB, two passes). A token is 32 random bytes; only its
SHA-256 digest is kept, so a stolen table is not a table of keys. An unknown name costs as much work
as a wrong password. The brake counts failures by name and address together, because an address alone
may be a whole office and a name alone would let anybody lock a colleague out.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Engine, delete, func, update
from sqlmodel import Session, select

from ..common.errors import N_, RuleViolation
from ..store import audit, database
from ..store.database import now
from .tables import Account, SignIn, SignInAttempt, Union

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
WINDOW = timedelta(minutes=5)
FAILURES_ALLOWED = 8
FAILURES_ALLOWED_IN_ALL = 200
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 256
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@dataclass(eq=False)
class SignInRefused(RuleViolation):
    """Name and password do not belong together, or the account is closed; nobody is told which."""

    what = N_("The user name or the password is wrong.")
    todo = N_("Try again, or ask your administrator to reset the password.")


@dataclass(eq=False)
class TooManyAttempts(RuleViolation):
    """Too many failures within five minutes."""

    what = N_("There were too many failed attempts.")
    todo = N_("Wait five minutes, then try again.")


@dataclass(eq=False)
class PasswordTooWeak(RuleViolation):
    """The new password is too short, or names its owner."""

    shortest: int = SHORTEST_PASSWORD

    what = N_("This password is too easy to guess.")
    todo = N_("Choose at least {shortest} characters, and not your user name.")


@dataclass(frozen=True)
class SignedIn:
    """Whose page this is; `id` names the sign-in, and kernels belong to it."""

    id: int
    account_id: int
    username: str
    name: str
    unit: str
    language: str
    must_change_password: bool


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password (about 30 ms on purpose)."""
    return _HASHER.hash(password)


@cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_hex(16))


def digest(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def check_password_strength(username: str, password: str) -> None:
    """Refuse a password that is short, endless, or contains the user name."""
    is_short = not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD
    if is_short or username.lower() in password.lower() or len(set(password)) < 4:
        raise PasswordTooWeak


def sign_in(on: Engine, username: str, password: str, address: str) -> str:
    """Check name and password and return a new token for the cookie.

    Slow on purpose (about 30 ms): call it off the event loop. Raises `TooManyAttempts` before any
    password is looked at, `SignInRefused` otherwise.
    """
    username = username.strip().lower()[:40]
    key = f"{username}@{address}"[:120]
    with database.reading(on) as session:
        _check_brake(session, key)
        account = session.exec(select(Account).where(Account.username == username)).first()
    fits = _verify(account.password_hash if account else _nobody(), password)
    if account is None or not fits or account.is_closed:
        with database.writing(on) as session:
            session.add(SignInAttempt(key=key))
        raise SignInRefused
    return _open(on, account, address, key)


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False


def _check_brake(session: Session, key: str) -> None:
    recent = select(func.count()).select_from(SignInAttempt).where(SignInAttempt.at > now() - WINDOW)
    if session.exec(recent.where(SignInAttempt.key == key)).one() >= FAILURES_ALLOWED:
        raise TooManyAttempts
    if session.exec(recent).one() >= FAILURES_ALLOWED_IN_ALL:
        raise TooManyAttempts


def _open(on: Engine, account: Account, address: str, key: str) -> str:
    token = secrets.token_urlsafe(32)
    with database.writing(on) as session:
        session.execute(delete(SignInAttempt).where(SignInAttempt.key == key))
        session.execute(delete(SignInAttempt).where(SignInAttempt.at < now() - WINDOW))
        session.execute(delete(SignIn).where(SignIn.opened_at < now() - LONGEST))
        session.add(SignIn(digest=digest(token), account_id=account.id or 0, address=address[:45]))
    return token


def find(on: Engine, token: str) -> SignedIn | None:
    """Return whose token it is, or None when it is unknown, expired or its account closed."""
    if not token:
        return None
    with database.reading(on) as session:
        row = session.exec(
            select(SignIn, Account, Union.name)
            .where(SignIn.digest == digest(token), SignIn.account_id == Account.id)
            .where(Union.id == Account.union_id, ~Account.is_closed)
            .where(SignIn.opened_at > now() - LONGEST, SignIn.seen_at > now() - IDLE)
        ).first()
    if row is None:
        return None
    opened, account, unit = row
    if now() - opened.seen_at > timedelta(minutes=1):
        touch(on, opened.id or 0)
    return SignedIn(
        opened.id or 0,
        account.id or 0,
        account.username,
        account.name,
        unit,
        account.language,
        account.must_change_password,
    )


def touch(on: Engine, sign_in_id: int) -> None:
    """Count this moment as activity of the sign-in (an open page makes no requests of its own)."""
    with database.writing(on) as session:
        session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now()))


def still_open(on: Engine, sign_in_ids: list[int]) -> set[int]:
    """Return which of the sign-ins are still valid: open, not expired, account not closed."""
    with database.reading(on) as session:
        rows = session.exec(
            select(SignIn.id)
            .join(Account, Account.id == SignIn.account_id)
            .where(SignIn.id.in_(sign_in_ids), ~Account.is_closed)
            .where(SignIn.opened_at > now() - LONGEST, SignIn.seen_at > now() - IDLE)
        )
        return {row for row in rows if row is not None}


def sign_out(on: Engine, token: str) -> None:
    """End the sign-in of a token; its kernels must be ended by whoever runs them."""
    with database.writing(on) as session:
        session.execute(delete(SignIn).where(SignIn.digest == digest(token)))


def change_password(on: Engine, account_id: int, old: str, new: str, *, keep: str = "") -> None:
    """Replace the password after checking the old one; every other sign-in of the account ends.

    `keep` is the token of the page that asks. Raises `SignInRefused` or `PasswordTooWeak`.
    """
    with database.reading(on) as session:
        account = session.get_one(Account, account_id)
    if account.is_closed or not _verify(account.password_hash, old):
        raise SignInRefused
    check_password_strength(account.username, new)
    if old == new:
        raise PasswordTooWeak
    with database.writing(on) as session:
        session.info["journal"] = audit.Journal(account.name, account_id)
        kept = session.get_one(Account, account_id)
        kept.password_hash, kept.must_change_password = hash_password(new), False
        session.execute(delete(SignIn).where(SignIn.account_id == account_id, SignIn.digest != digest(keep)))
        audit.note(session, N_("Changed the own password"), union_id=kept.union_id)

"""What people do with the registry: accounts and roles, and looking at a sealed column."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete
from sqlmodel import Session, select

from ..common.errors import N_, NotAllowed, NotFound, RuleViolation
from ..common.text import LANGUAGES, translate
from ..store.audit import note
from ..store.secrets import key_ring
from ..workspace import Workspace
from .permissions import INCOMPATIBLE_ROLES, Permission, require
from .sign_in import check_password_strength, hash_password
from .tables import Account, Installation, Role, RoleGrant, SignIn, Union, UnionLevel, Worker
from .words import ROLE_WORDS

USERNAME = re.compile(r"[a-z][a-z0-9_.-]{1,39}")
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"


@dataclass(eq=False)
class UsernameTaken(RuleViolation):
    """Somebody already signs in with this name."""

    username: str

    what = N_("The user name {username} is taken.")
    todo = N_("Choose another one.")


@dataclass(eq=False)
class UsernameUnfit(RuleViolation):
    """A user name is 2 to 40 lower-case letters, digits, dots, dashes; it begins with a letter."""

    username: str

    what = N_("“{username}” cannot be a user name.")
    todo = N_("Use 2 to 40 small letters, digits, “.”, “-” or “_”, beginning with a letter.")


@dataclass(eq=False)
class AlreadyFounded(RuleViolation):
    """The installation has its first organisation and administrator."""

    what = N_("This installation has been set up already.")
    todo = N_("Sign in as its administrator, or reset the password with “union user reset”.")


@dataclass(eq=False)
class ReasonMissing(RuleViolation):
    """A step that must be explained was not."""

    what = N_("This step needs a reason.")
    todo = N_("Write in a few words why, then try again.")


def one_time_password() -> str:
    """Return a first password: easy to read aloud, without letters that look alike."""
    parts = ["".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(2)]
    return f"{parts[0]}-{parts[1]}-{''.join(secrets.choice(_DIGITS) for _ in range(4))}"


def found_installation(ws: Workspace, union_name: str, username: str, name: str, *, is_training: bool) -> str:
    """Make the city federation and its first administrator; return the one-time password."""
    password = one_time_password()
    with ws.transaction() as session:
        if session.get(Installation, 1) is not None:
            raise AlreadyFounded
        session.add(Installation(is_training=is_training, key_check="union"))
        union = add_union(session, union_name, UnionLevel.CITY, None)
        account = new_account(session, username, name, union, password, must_change=not is_training)
        session.add(grant_role(account, union, Role.ADMINISTRATOR))
        note(session, N_("Set up the installation"), union_id=union.id)
    return password


def add_union(
    session: Session, name: str, level: UnionLevel, parent: Union | None, district_code: str | None = None
) -> Union:
    """Add an organisation below its parent and give it its path."""
    union = Union(
        name=name, level=level, parent_id=parent.id if parent else None, district_code=district_code
    )
    session.add(union)
    session.flush()
    union.path = f"{parent.path if parent else '/'}{union.id}/"
    return union


@dataclass(eq=False)
class RolesIncompatible(RuleViolation):
    """One person was to hold two posts that must be held by two."""

    first: str
    second: str

    what = N_("One account cannot be both {first} and {second}.")
    todo = N_("Give the two posts to two people: who prepares does not approve, who approves does not pay.")


def check_roles(roles: Iterable[Role]) -> None:
    """Raise `RolesIncompatible` if two of the roles must not be held by one person."""
    held = set(roles)
    for pair in INCOMPATIBLE_ROLES:
        if pair <= held:
            first, second = sorted(pair)
            raise RolesIncompatible(translate(ROLE_WORDS[first]), translate(ROLE_WORDS[second]))


def grant_role(account: Account, union: Union, role: Role) -> RoleGrant:
    """Return the grant of a role in an organisation, to be added to the session."""
    return RoleGrant(account_id=account.id or 0, union_id=union.id or 0, role=role)


def new_account(
    session: Session, username: str, name: str, union: Union, password: str, *, must_change: bool
) -> Account:
    """Add an account to the session's transaction; `UsernameUnfit`, `UsernameTaken`."""
    username = username.strip().lower()
    if not USERNAME.fullmatch(username):
        raise UsernameUnfit(username)
    if session.exec(select(Account.id).where(Account.username == username)).first() is not None:
        raise UsernameTaken(username)
    account = Account(
        username=username,
        name=name.strip(),
        union_id=union.id or 0,
        password_hash=hash_password(password),
        must_change_password=must_change,
    )
    session.add(account)
    session.flush()
    return account


def add_account(
    ws: Workspace,
    username: str,
    name: str,
    union_id: int,
    roles: Iterable[Role],
    *,
    password: str | None = None,
) -> tuple[int, str]:
    """Add an account with roles in an organisation; return its id and its one-time password."""
    roles = list(dict.fromkeys(roles))
    check_roles(roles)
    given = password or one_time_password()
    with ws.transaction() as session:
        _may_manage(session, ws, union_id)
        union = session.get(Union, union_id)
        if union is None:
            raise NotFound
        if password is not None:
            check_password_strength(username, password)
        account = new_account(session, username, name, union, given, must_change=password is None)
        session.add_all(grant_role(account, union, role) for role in roles)
        note(session, N_("Added the account {username}"), union_id=union_id, username=account.username)
        return account.id or 0, given


def _may_manage(session: Session, ws: Workspace, union_id: int) -> None:
    """The installation itself (a command on its own machine) may; a person needs the permission."""
    if ws.actor.account_id is not None:
        require(session, ws.actor.account_id, Permission.MANAGE_ACCOUNTS, union_id)


def _account(session: Session, username: str) -> Account:
    account = session.exec(
        select(Account).where(Account.username == username.strip().lower()).with_for_update()
    ).first()
    if account is None:
        raise NotFound
    return account


def disable_account(ws: Workspace, username: str, *, is_closed: bool = True) -> None:
    """Close an account (or open it again); its sign-ins end at once."""
    with ws.transaction() as session:
        account = _account(session, username)
        _may_manage(session, ws, account.union_id)
        account.is_closed = is_closed
        _end_sign_ins(session, account)
        done = N_("Closed the account {username}") if is_closed else N_("Opened the account {username} again")
        note(session, done, union_id=account.union_id, username=account.username)


def reset_password(ws: Workspace, username: str) -> str:
    """Give a new one-time password; it must be changed at the next sign-in."""
    with ws.transaction() as session:
        account = _account(session, username)
        _may_manage(session, ws, account.union_id)
        password = one_time_password()
        account.password_hash, account.must_change_password = hash_password(password), True
        _end_sign_ins(session, account)
        note(
            session,
            N_("Reset the password of {username}"),
            union_id=account.union_id,
            username=account.username,
        )
        return password


def _end_sign_ins(session: Session, account: Account) -> None:
    session.execute(delete(SignIn).where(SignIn.account_id == account.id))


def set_language(ws: Workspace, language: str) -> None:
    """Remember the language the acting account reads."""
    if ws.actor.account_id is None or language not in LANGUAGES or ws.is_read_only:
        return
    with ws.transaction() as session:
        session.get_one(Account, ws.actor.account_id).language = language
        note(session, N_("Changed the own language"), union_id=None)


@dataclass(frozen=True)
class Unmasked:
    """The sealed columns of a worker, in clear."""

    identity: str | None
    phone: str | None


def unmask_worker(ws: Workspace, worker_id: int, reason: str) -> Unmasked:
    """Show a worker's identity number and phone, and write down who looked and why."""
    if not reason.strip():
        raise ReasonMissing
    from .tables import Enterprise

    with ws.transaction() as session:
        found = session.exec(
            select(Worker, Enterprise.union_id)
            .join(Enterprise, Enterprise.id == Worker.enterprise_id)
            .where(Worker.id == worker_id)
        ).first()
        if found is None or ws.actor.account_id is None:
            raise NotAllowed
        worker, union_id = found
        require(session, ws.actor.account_id, Permission.UNMASK, union_id)
        note(
            session,
            N_("Looked at the identity of worker {worker}"),
            union_id=union_id,
            reason=reason,
            worker=worker_id,
        )
        return Unmasked(worker.identity, worker.phone)


def find_worker(ws: Workspace, identity: str) -> int | None:
    """Return the id of the worker with this identity number (18 digits), by the blind index."""
    with ws.reading() as session:
        return session.exec(
            select(Worker.id).where(Worker.identity_blind == key_ring().blind(identity))
        ).first()

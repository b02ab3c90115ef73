"""What can be asked of the registry; personal columns come masked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
from sqlmodel import Session, select

from ..common.errors import N_
from ..common.identifiers import masked
from ..common.text import translate
from ..store.audit import AuditRow
from ..workspace import Workspace
from .permissions import Permission, scopes
from .tables import Account, Enterprise, Role, RoleGrant, Union, Worker
from .words import ROLE_WORDS


def accounts(ws: Workspace) -> pd.DataFrame:
    """Return the accounts with their roles: username, name, union, roles, is_closed."""
    with ws.reading() as session:
        rows = session.exec(
            select(Account, Union.name).join(Union, Union.id == Account.union_id).order_by(Account.username)
        ).all()
        grants: dict[int, list[str]] = {}
        for account_id, role in session.exec(select(RoleGrant.account_id, RoleGrant.role)):
            grants.setdefault(account_id, []).append(role.value)
    return pd.DataFrame(
        [(a.username, a.name, union, ", ".join(grants.get(a.id or 0, [])), a.is_closed) for a, union in rows],
        columns=["username", "name", "union", "roles", "is_closed"],
    )


def unions(ws: Workspace) -> pd.DataFrame:
    """Return the organisations: id, name, level, parent_id, path."""
    with ws.reading() as session:
        rows = session.exec(select(Union).order_by(Union.path)).all()
    return pd.DataFrame(
        [(u.id, u.name, u.level.value, u.parent_id, u.path) for u in rows],
        columns=["id", "name", "level", "parent_id", "path"],
    )


@dataclass(frozen=True)
class Activity:
    """One thing somebody did, in words."""

    at: datetime
    who: str
    is_own: bool
    text: str


def recent_activity(ws: Workspace, limit: int = 8) -> list[Activity]:
    """Return what happened lately: the account's own doings, and those it may read the audit of.

    An organiser reads what happened in the own organisation; a judge reads only the own doings.
    """
    with ws.reading() as session:
        chosen = select(AuditRow).where(AuditRow.step == 1, AuditRow.event != "")
        if ws.actor.account_id is not None:
            below = _below(
                session, ws.actor.account_id, Permission.READ_AUDIT, Permission.ORGANISE_COMPETITION
            )
            chosen = chosen.where((AuditRow.account_id == ws.actor.account_id) | AuditRow.union_id.in_(below))
        rows = session.exec(chosen.order_by(AuditRow.id.desc()).limit(limit)).all()
    return [_told(ws, row) for row in rows]


def _below(session: Session, account_id: int, *permissions: Permission) -> list[int]:
    """Return the ids of the organisations where the account holds one of the permissions."""
    paths = {path for permission in permissions for path in scopes(session, account_id, permission)}
    rows = session.exec(select(Union.id, Union.path)).all() if paths else []
    return [id_ for id_, path in rows if id_ and any(path.startswith(p) for p in paths)]


def _told(ws: Workspace, row: AuditRow) -> Activity:
    facts = {k: _worded(v) for k, v in json.loads(row.facts).items()}
    text = translate(row.event).format(**facts)
    who = row.who if row.account_id else translate(N_("System"))
    return Activity(row.at, who, row.account_id == ws.actor.account_id, text)


def _worded(value: object) -> object:
    return translate(value["word"]) if isinstance(value, dict) else value


def account_card(ws: Workspace) -> dict[str, str]:
    """Return what the frame shows of whoever works here: name, role (message id), unit, federation."""
    with ws.reading() as session:
        top = session.exec(select(Union.name).where(Union.parent_id.is_(None))).first() or ""
        account = session.get(Account, ws.actor.account_id) if ws.actor.account_id else None
        if account is None:
            return {"name": ws.actor.name, "role": "", "unit": "", "federation": top}
        unit = session.get_one(Union, account.union_id).name
        roles = session.exec(select(RoleGrant.role).where(RoleGrant.account_id == account.id)).all()
    role = ROLE_WORDS[Role(roles[0])] if roles else unit
    return {"name": account.name, "role": role, "unit": unit, "federation": top}


def workers(ws: Workspace, *, search: str = "", page: int = 1, size: int = 50) -> pd.DataFrame:
    """Return workers by name, identity and phone masked: id, name, identity, phone, enterprise, job.

    Only those of enterprises in the organisations where the account keeps the registry; the clear values
    are shown one by one by `registry.service.unmask_worker`, which writes down who looked and why.
    """
    with ws.reading() as session:
        chosen = select(Worker, Enterprise.name).join(Enterprise, Enterprise.id == Worker.enterprise_id)
        if ws.actor.account_id is not None:
            below = _below(session, ws.actor.account_id, Permission.MANAGE_REGISTRY)
            chosen = chosen.where(Enterprise.union_id.in_(below))
        if search.strip():
            chosen = chosen.where(Worker.name.contains(search.strip(), autoescape=True))
        rows = session.exec(
            chosen.order_by(Worker.name, Worker.id).offset((page - 1) * size).limit(size)
        ).all()
    columns = ["id", "name", "identity", "phone", "enterprise", "job"]
    return pd.DataFrame(
        [
            (w.id, w.name, masked(w.identity or ""), masked(w.phone or "", 3, 4), enterprise, w.job)
            for w, enterprise in rows
        ],
        columns=columns,
    )

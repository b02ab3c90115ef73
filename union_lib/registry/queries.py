"""Small questions to the registry that several areas ask."""

from __future__ import annotations

from sqlmodel import select

from ..workspace import Workspace
from .permissions import Permission, scopes
from .tables import Union


def unions_where(ws: Workspace, permission: Permission) -> list[tuple[int, str]]:
    """Return the organisations (id, name) in which the acting account holds the permission, upper first."""
    if ws.actor.account_id is None:
        return []
    with ws.reading() as session:
        paths = scopes(session, ws.actor.account_id, permission)
        rows = session.exec(select(Union).where(~Union.is_closed).order_by(Union.path)).all()
    found = [union for union in rows if any(union.path.startswith(path) for path in paths)]
    return [(union.id or 0, union.name) for union in sorted(found, key=_upper_first)]


def _upper_first(union: Union) -> tuple[int, int]:
    return union.path.count("/"), union.id or 0

"""Small questions to the registry that several areas ask."""

from __future__ import annotations

from sqlmodel import select

from ..workspace import Workspace
from .tables import Account


def union_of(ws: Workspace, account_id: int) -> int:
    """Return the id of the organisation an account belongs to."""
    with ws.reading() as session:
        return session.exec(select(Account.union_id).where(Account.id == account_id)).one()

"""Who may what: roles carry permissions, and a role given in an organisation holds there and below.

The check is a query of the service's own transaction, so a role taken away counts at once.
"""

from __future__ import annotations

from enum import StrEnum

from sqlmodel import Session, select

from ..common.errors import NotAllowed
from .tables import Account, Role, RoleGrant, Union


class Permission(StrEnum):
    """What a service asks for."""

    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_REGISTRY = "manage_registry"
    UNMASK = "unmask"
    ORGANISE_COMPETITION = "organise_competition"
    READ_COMPETITION = "read_competition"
    MANAGE_CONSOLATION = "manage_consolation"
    REVIEW_CONSOLATION = "review_consolation"
    APPROVE_CONSOLATION = "approve_consolation"
    PAY_CONSOLATION = "pay_consolation"
    READ_CONSOLATION = "read_consolation"
    MANAGE_NEGOTIATION = "manage_negotiation"
    APPROVE_NEGOTIATION = "approve_negotiation"
    READ_NEGOTIATION = "read_negotiation"
    READ_AUDIT = "read_audit"


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(
        {Permission.MANAGE_ACCOUNTS, Permission.MANAGE_REGISTRY, Permission.READ_AUDIT}
    ),
    Role.ORGANISER: frozenset({Permission.ORGANISE_COMPETITION, Permission.READ_COMPETITION}),
    Role.STAFF: frozenset(
        {
            Permission.MANAGE_REGISTRY,
            Permission.UNMASK,
            Permission.MANAGE_CONSOLATION,
            Permission.READ_CONSOLATION,
            Permission.MANAGE_NEGOTIATION,
            Permission.READ_NEGOTIATION,
        }
    ),
    Role.NEGOTIATOR: frozenset(
        {Permission.MANAGE_REGISTRY, Permission.MANAGE_NEGOTIATION, Permission.READ_NEGOTIATION}
    ),
    Role.JUDGE: frozenset(),
    Role.REVIEWER: frozenset({Permission.REVIEW_CONSOLATION, Permission.READ_CONSOLATION}),
    Role.APPROVER: frozenset(
        {
            Permission.APPROVE_CONSOLATION,
            Permission.READ_CONSOLATION,
            Permission.APPROVE_NEGOTIATION,
            Permission.READ_NEGOTIATION,
        }
    ),
    Role.CASHIER: frozenset({Permission.PAY_CONSOLATION, Permission.READ_CONSOLATION}),
    Role.ANALYST: frozenset(
        {Permission.READ_COMPETITION, Permission.READ_CONSOLATION, Permission.READ_NEGOTIATION}
    ),
    Role.TRAINER: frozenset(
        {
            Permission.ORGANISE_COMPETITION,
            Permission.READ_COMPETITION,
            Permission.READ_CONSOLATION,
            Permission.READ_NEGOTIATION,
        }
    ),
}

INCOMPATIBLE_ROLES: tuple[frozenset[Role], ...] = (
    frozenset({Role.STAFF, Role.APPROVER}),
    frozenset({Role.REVIEWER, Role.APPROVER}),
    frozenset({Role.NEGOTIATOR, Role.APPROVER}),
    frozenset({Role.STAFF, Role.CASHIER}),
    frozenset({Role.APPROVER, Role.CASHIER}),
)
"""Posts that one person must not hold at once (不相容岗位: who prepares, who approves, who pays)."""


def union_path(session: Session, union_id: int) -> str:
    """Return the path of an organisation; `NotAllowed` when there is none, to tell nothing."""
    path = session.exec(select(Union.path).where(Union.id == union_id)).first()
    if path is None:
        raise NotAllowed
    return path


def scopes(session: Session, account_id: int, permission: Permission) -> list[str]:
    """Return the paths below which the open account holds the permission."""
    roles = [role for role, held in ROLE_PERMISSIONS.items() if permission in held]
    rows = session.exec(
        select(Union.path)
        .join(RoleGrant, RoleGrant.union_id == Union.id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.account_id == account_id, RoleGrant.role.in_(roles), ~Account.is_closed)
    )
    return list(dict.fromkeys(rows))


def may(session: Session, account_id: int, permission: Permission, union_id: int) -> bool:
    """Tell whether the account holds the permission in the organisation or above it."""
    path = union_path(session, union_id)
    return any(path.startswith(scope) for scope in scopes(session, account_id, permission))


def require(session: Session, account_id: int, permission: Permission, union_id: int) -> None:
    """Refuse with `NotAllowed` unless the account holds the permission in the organisation."""
    if not may(session, account_id, permission, union_id):
        raise NotAllowed

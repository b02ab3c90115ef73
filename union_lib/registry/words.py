"""Message ids of the registry's codes."""

from __future__ import annotations

from ..common.errors import N_
from .tables import Role

ROLE_WORDS = {
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.ORGANISER: N_("Competition organiser"),
    Role.STAFF: N_("Union staff"),
    Role.NEGOTIATOR: N_("Negotiation adviser"),
    Role.JUDGE: N_("Judge"),
    Role.REVIEWER: N_("Reviewer"),
    Role.APPROVER: N_("Approver"),
    Role.CASHIER: N_("Cashier"),
    Role.ANALYST: N_("Analyst"),
    Role.TRAINER: N_("Trainer"),
}

"""Message ids of why somebody may not go on a rest cure now, and of its figures."""

from __future__ import annotations

from ..common.errors import N_
from .resting import LIMIT, QUOTA
from .rules.curing import Bar

BARS = {
    Bar.RECENT: N_("Went in {years}; the years between are not over."),
    Bar.ANNUAL: N_("The limit of the year for one person would be exceeded."),
    Bar.STAFF_UNKNOWN: N_("The headcount of the unit is not entered, so its quota is unknown."),
    Bar.QUOTA: N_("The unit's quota of the year is filled by earlier lots."),
}
FIGURES = {QUOTA: N_("Yearly quota of a unit"), LIMIT: N_("Limits of a cure")}

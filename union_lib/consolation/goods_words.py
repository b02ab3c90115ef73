"""Message ids of the ways to divide goods."""

from __future__ import annotations

from ..common.errors import N_
from .rules.supplying import Way

WAYS = {
    Way.WEBSTER: N_("By weight, to the nearest whole (Webster)"),
    Way.WORST_OFF: N_("Worst-off unit first, all goods together"),
    Way.HAMILTON: N_("Largest remainder (Hamilton)"),
    Way.JEFFERSON: N_("Rounded down (Jefferson)"),
    Way.ADAMS: N_("Rounded up (Adams)"),
    Way.HILL: N_("Geometric mean (Hill)"),
    Way.DEAN: N_("Harmonic mean (Dean)"),
}
WAY_TEXTS = {
    Way.WEBSTER: N_("Favours neither small nor large units; the usual choice."),
    Way.WORST_OFF: N_(
        "For several goods in several stores that do not reach every unit: the unit with least gets as much as can be."
    ),
    Way.HAMILTON: N_("Whole parts first, then one more to the largest remainders."),
    Way.JEFFERSON: N_("A little in favour of large units."),
    Way.ADAMS: N_("A little in favour of small units; everybody gets at least one."),
    Way.HILL: N_("Slightly in favour of small units; everybody gets at least one."),
    Way.DEAN: N_("Between Hill and Adams; everybody gets at least one."),
}

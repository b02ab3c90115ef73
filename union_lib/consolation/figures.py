"""The dated figures of consolation: those that come with the house, and those entered here with their notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from sqlmodel import Session

from ..common.errors import N_
from ..common.policies import DatedValue, PolicyBook, load_policies
from ..registry.figures import entered_values
from .tables import Programme

POLICIES = Path(__file__).parent / "policies" / "consolation.yaml"
PER_TIME = "stacking_per_time_max_fen"
PER_YEAR = "stacking_per_year_max_fen"
APPROVAL_RANGES = "approval_ranges"
EXCLUSIONS = "hardship_exclusions"
FIGURE_NAMES = {
    "hardship_line_fen": N_("Line of minimum living allowance (yuan a head and month)"),
    "hardship_relative_multiple": N_("Relative hardship: multiple of the line"),
    "hardship_comparator": N_("Comparing with the line (< or ≤)"),
    "hardship_accident_share": N_("Hardship by accident: share of a year's income"),
    EXCLUSIONS: N_("Circumstances that exclude"),
    PER_TIME: N_("Cap for one person at one time (yuan, or none)"),
    PER_YEAR: N_("Cap for one person in a year, all funds (yuan, or none)"),
    "aid_living_months": N_("Living aid in a year: months of the line (deep:12, relative:8)"),
    "aid_medical": N_("Medical aid: share of the cost and most in yuan (deep:1:none, relative:0.8:150000)"),
    APPROVAL_RANGES: N_("Approvals needed by total"),
}
"""The figures a union may enter, with their names on screen."""


@cache
def house_book() -> PolicyBook:
    """Return the figures that come with the house."""
    return load_policies(POLICIES)


def book_of(entered: Mapping[str, Sequence[DatedValue]]) -> PolicyBook:
    """Return the house's figures with those entered here, which come first."""
    return house_book().with_values(entered)


def programme_book(session: Session, programme: Programme) -> PolicyBook:
    """Return the dated figures known to a programme: those of the house, and those entered here or above."""
    return book_of(entered_values(session, programme.union_id))

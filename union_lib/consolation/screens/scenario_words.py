"""Why an amount is what it is, in words: what it rests on, its parts, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ...common.errors import N_
from ...common.money import yuan
from ...common.text import translate
from .. import reports
from ..rules.counterfactual import Change, Field
from ..rules.dividing import Part, Share
from ..rules.eligibility import Hardship
from ..rules.terms import Terms
from ..words import FLAGS, TIERS

PART_WORDS: dict[Part, tuple[str, str]] = {
    Part.PROPORTIONAL: (
        N_("Share by weight"),
        N_("Budget × own weight {weight} ÷ all weights {weights}"),
    ),
    Part.REDISTRIBUTED: (
        N_("Passed on by others"),
        N_("Others are held at their floor or cap; what that frees or costs is shared again."),
    ),
    Part.BOUND: (
        N_("Own floor or cap"),
        N_("At least {floor}, at most {cap} yuan."),
    ),
    Part.TIERS: (
        N_("Hardest tier first"),
        N_("Harder tiers are paid before; what is left reaches this tier."),
    ),
    Part.STANDARD: (
        N_("Standard amount of the tier"),
        N_("As the table of this programme says."),
    ),
    Part.ROOM: (
        N_("Cap per person"),
        N_("At most {cap} yuan are left for this person at one time and in this year."),
    ),
    Part.ROUNDING: (
        N_("Rounding"),
        N_(
            "What is less than one step goes to the largest remainders, the first on the list of equals first."
        ),
    ),
}


def part_rows(share: Share) -> list[dict[str, Any]]:
    """Return the parts of an amount with their yuan, exact to the fen between them.

    Parts are exact fractions of a fen; each is shown rounded, and the last takes what rounding for the
    screen leaves, so that the shown figures add up too.
    """
    shown = [round(part) for _, part in share.parts]
    if shown:
        shown[-1] += share.award_fen - sum(shown)
    largest = max((abs(fen) for fen in shown), default=0) or 1
    facts = {
        "weight": _number(share.weight),
        "weights": _number(share.weights),
        "floor": yuan(share.floor_fen),
        "cap": "∞" if share.cap_fen is None else yuan(share.cap_fen),
    }
    return [
        {
            "what": translate(PART_WORDS[part][0]),
            "why": translate(PART_WORDS[part][1]).format(**facts),
            "yuan": f"{'+' if fen > 0 and at else ''}{yuan(fen)}",
            "bar": round(100 * abs(fen) / largest),
            "is_negative": fen < 0,
        }
        for at, ((part, _), fen) in enumerate(zip(share.parts, shown, strict=True))
    ]


def _number(value: Fraction) -> str:
    return f"{float(value):,.2f}".removesuffix(".00")


def facts_of(person: reports.Person, facts: Mapping[str, Any], share: Share) -> list[list[str]]:
    """Return what an amount rests on, as pairs of label and value."""
    rows = [
        [translate(N_("Tier")), translate(TIERS[person.tier])],
        [translate(N_("Members")), str(person.members)],
        [translate(N_("Due")), f"{yuan(share.due_fen)}"],
    ]
    if "per_capita_fen" in facts:
        income = yuan(round(Fraction(str(facts["per_capita_fen"]))))
        rows.append([translate(N_("Income a head and month")), income])
    if person.is_hard_hit:
        rows.append([translate(N_("Hard hit")), translate(N_("yes"))])
    if facts.get("had_fen"):
        rows.append([translate(N_("Received this year")), yuan(int(facts["had_fen"]))])
    return rows


FIELD_WORDS = {
    Field.INCOME: N_("the household's income of the year were {to} instead of {was} yuan"),
    Field.RIGID: N_("the rigid expenses of the year were {to} instead of {was} yuan"),
    Field.ACCIDENT: N_("the accident had cost {to} instead of {was} yuan"),
    Field.MEMBERS: N_("the household had {to} instead of {was} members"),
    Field.FLAG: N_("“{flag}” were on file"),
}


def change_text(sheet: reports.Scenario, index: int, terms: Terms) -> str:
    """Say the smallest change of one field that would change the tier; empty where none is known."""
    change = sheet.change_of(index, terms)
    if change is None:
        return ""
    return translate(N_("If {what}, the tier would be: {tier}.")).format(
        what=_changed(change), tier=_tier_word(change.class_to)
    )


def _changed(change: Change) -> str:
    is_money = change.field in (Field.INCOME, Field.RIGID, Field.ACCIDENT)
    was, to = change.value_from, change.value_to
    return translate(FIELD_WORDS[change.field]).format(
        was=yuan(int(was)) if is_money else int(was),
        to=yuan(int(to)) if is_money else to,
        flag=translate(FLAGS.get(change.flag, change.flag)),
    )


def _tier_word(hardship: Hardship) -> str:
    if hardship in (Hardship.NONE, Hardship.EXCLUDED):
        return translate(N_("none, so nothing would be given"))
    return translate(TIERS[hardship.value])  # type: ignore[index]

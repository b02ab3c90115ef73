"""The rule laboratory: rules from the literature beside the plain ones, on a programme's list or on typed claims.

Awards are exact to the fen and shown in yuan. Which rule suits a programme is for people to say; this shows what each
one does, and which properties it keeps.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pandas as pd

from ...common.errors import N_, RuleViolation
from ...common.text import translate
from ...workspace import Workspace
from ..rules.axioms import AXIOMS, holds
from ..rules.bulk import bulk_awards
from ..rules.claims import ClaimsRule, awards_fen, exact_awards
from ..rules.terms import Method
from .scenario import scenario

RULES = (*ClaimsRule, Method.WEIGHTS)
"""What the laboratory compares, in its order."""

RULE_NAMES = {
    ClaimsRule.PROPORTIONAL: N_("Proportional"),
    ClaimsRule.EQUAL_AWARDS: N_("Equal awards"),
    ClaimsRule.EQUAL_LOSSES: N_("Equal losses"),
    ClaimsRule.TALMUD: N_("Talmud"),
    ClaimsRule.RANDOM_ARRIVAL: N_("Random arrival"),
    ClaimsRule.PINILES: N_("Piniles"),
    ClaimsRule.MINIMAL_OVERLAP: N_("Minimal overlap"),
    Method.WEIGHTS: N_("By weight, with floor and cap"),
}
CHECKED = (
    "equal_treatment",
    "order_preserving",
    "resource_monotone",
    "claims_monotone",
    "self_dual",
    "consistent",
    "claims_truncation",
    "minimal_rights_bounded",
    "composition_down",
    "composition_up",
    "no_advantageous_transfer",
)
"""The axioms a table shows unless told."""

Rule = ClaimsRule | Method


def rule_name(rule: Rule) -> str:
    """Return a rule's name in the spoken language."""
    return translate(RULE_NAMES[rule])


def laboratory(
    ws: Workspace, programme_id: int, rules: Sequence[Rule] = RULES, budget_fen: int | None = None
) -> pd.DataFrame:
    """Return what each rule would give everybody on a programme's list, from its budget or another one.

    Columns: position, tier, claim (what is due), and one by rule, all in yuan. A rule that cannot be computed for
    such a list has no amounts (NaN) and its reason in `attrs["reasons"]`. Nothing is rounded to the programme's step.
    Raises `NotFound`, `NotAllowed`.
    """
    sheet = scenario(ws, programme_id)
    budget = sheet.programme.budget_fen if budget_fen is None else budget_fen
    plain = sheet.with_method(Method.PROPORTIONAL)
    claims = sheet.cases(plain, budget).ceilings()
    table = by_rules(claims.tolist(), budget, [rule for rule in rules if isinstance(rule, ClaimsRule)])
    reasons = table.attrs["reasons"]
    if Method.WEIGHTS in rules and sheet.people:
        found = sheet.division(Method.WEIGHTS, budget)
        if found.needed_fen:
            reasons[Method.WEIGHTS.value] = translate(SHORT)
        table[Method.WEIGHTS.value] = np.nan if found.needed_fen else found.awards_fen / 100
    table.insert(0, "tier", [person.tier.value for person in sheet.people])
    table.insert(0, "position", [person.position for person in sheet.people])
    table.attrs["reasons"] = reasons
    return table


SHORT = N_("The floors add up to more than the budget.")


def by_rules(
    claims_fen: Sequence[int], budget_fen: int, rules: Sequence[ClaimsRule] = tuple(ClaimsRule)
) -> pd.DataFrame:
    """Return what each rule gives of a budget to typed claims, in fen; the table is in yuan.

    Columns: claim, and one by rule. Random arrival is exact up to some twenty people with different claims; beyond
    that it is NaN, its reason in `attrs["reasons"]`.

    >>> by_rules([100_00, 200_00, 300_00], 200_00)[["cea", "talmud"]].iloc[0].tolist()
    [66.67, 50.0]
    """
    table = pd.DataFrame({"claim": [fen / 100 for fen in claims_fen]})
    reasons: dict[str, str] = {}
    for rule in rules if claims_fen else ():
        try:
            table[rule.value] = [fen / 100 for fen in _awards(rule, claims_fen, budget_fen)]
        except RuleViolation as refused:
            table[rule.value] = np.nan
            reasons[rule.value] = str(refused)
    table.attrs["reasons"] = reasons
    return table


def _awards(rule: ClaimsRule, claims: Sequence[int], budget: int) -> list[int]:
    if rule == ClaimsRule.RANDOM_ARRIVAL:
        return awards_fen(rule, claims, budget)
    return [int(fen) for fen in bulk_awards(rule, claims, budget).tolist()]


def budget_path(
    claims_fen: Sequence[int], rules: Sequence[ClaimsRule], budgets_fen: Sequence[int]
) -> pd.DataFrame:
    """Return the awards at every budget: how each rule brings in one person after the other.

    Columns: rule, budget, then one for each person (`1`, `2`, … in the order of the claims), in yuan; amounts are the
    exact fractions, not rounded to the fen. For a few people; raises `TooManyOrders`.

    >>> budget_path([100_00, 200_00], [ClaimsRule.TALMUD], [150_00])[["1", "2"]].to_numpy().tolist()
    [[50.0, 100.0]]
    """
    rows = [
        (rule.value, budget / 100, *(float(award) / 100 for award in exact_awards(rule, claims_fen, budget)))
        for rule in rules
        for budget in budgets_fen
    ]
    people = [str(number) for number in range(1, len(claims_fen) + 1)]
    return pd.DataFrame(rows, columns=["rule", "budget", *people])


def axiom_table(
    claims_fen: Sequence[int],
    budgets_fen: Sequence[int],
    rules: Sequence[ClaimsRule] = tuple(ClaimsRule),
    axioms: Sequence[str] = CHECKED,
) -> pd.DataFrame:
    """Return which axioms each rule keeps for these claims at these budgets: a row by axiom, a column by rule.

    False is a proof that the rule breaks the axiom, for here it does; True says only that it was kept here. Raises
    `KeyError` for an unknown axiom, `TooManyOrders`.

    >>> axiom_table([100, 200, 300], [150, 450], [ClaimsRule.TALMUD], ["self_dual"]).to_numpy().tolist()
    [[True]]
    """
    claims = [Fraction(fen) for fen in claims_fen]
    kept = {rule.value: [holds(axiom, rule, claims, budgets_fen) for axiom in axioms] for rule in rules}
    return pd.DataFrame(kept, index=pd.Index(axioms, name="axiom"))


ALL_AXIOMS = tuple(AXIOMS)
"""Every axiom there is, for `axiom_table`."""

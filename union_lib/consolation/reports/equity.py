"""How unequal a programme's amounts are, and whether rules would bring the money to those it is meant for."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal

import numpy as np
import pandas as pd

from ...common.errors import N_
from ...common.text import translate
from ...workspace import Workspace
from ..queries import candidates_of
from ..rules.adequacy import Targeting, targeting_of_columns
from ..rules.inequality import atkinson, gini, theil_t, theil_t_parts
from ..rules.terms import Method, Tier
from ..words import METHODS
from .frames import allocation_table, due_yuan
from .scenario import STAFF_METHODS, scenario

By = Literal["district", "industry", "tier"]
EVERYBODY = N_("Everybody on the list alike")
ALL = N_("All")
MEASURES = [
    "people",
    "amount_yuan",
    "mean_yuan",
    "gini",
    "theil_t",
    "atkinson",
    "theil_within",
    "theil_between",
    "coverage",
    "adequacy",
]
TARGETING = [
    "method",
    "covered",
    "coverage",
    "adequacy",
    "adequacy_deep",
    "leakage",
    "alike",
    "gini",
    "mean_yuan",
    "unallocated_yuan",
]


def inequality_by(ws: Workspace, programme_id: int, by: By = "district") -> pd.DataFrame:
    """Return how unequal a programme's amounts are within each district, industry or tier, and between them.

    Columns: the group, people, amount_yuan, mean_yuan, gini, theil_t, theil_within (what the group adds to the whole
    list's Theil T), theil_between (the whole list's row only; the two add up to its theil_t), atkinson (aversion
    0.5), coverage, adequacy. The largest group first, the whole list last; no row without a list.
    """
    table = allocation_table(ws, programme_id)
    if table.empty:
        return pd.DataFrame(columns=[by, *MEASURES])
    parts = theil_t_parts(table["amount_yuan"], table[by].tolist())
    rows = [
        (name, *_spread(one), parts.share_within[name], float("nan"), *_met(one))
        for name, one in table.groupby(by, sort=False)
    ]
    whole = (translate(ALL), *_spread(table), parts.within, parts.between, *_met(table))
    found = pd.DataFrame(rows, columns=[by, *MEASURES]).sort_values("people", ascending=False, kind="stable")
    return pd.concat([found, pd.DataFrame([whole], columns=[by, *MEASURES])], ignore_index=True)


def _spread(table: pd.DataFrame) -> tuple[int, float, float, float, float, float]:
    yuan = table["amount_yuan"].to_numpy(float)
    return len(yuan), float(yuan.sum()), float(yuan.mean()), gini(yuan), theil_t(yuan), atkinson(yuan, 0.5)


def _met(table: pd.DataFrame) -> tuple[float | None, float | None]:
    due, fen = (_fen(table[column]) for column in ("due_yuan", "amount_yuan"))
    found = targeting_of_columns(due, fen)
    return _float(found.coverage), _float(found.adequacy)


def _fen(yuan: pd.Series) -> np.ndarray:
    return (yuan.to_numpy(float) * 100).round().astype(np.int64)


def _float(share: Fraction | None) -> float | None:
    return None if share is None else float(share)


def targeting_table(
    ws: Workspace, programme_id: int, methods: Sequence[Method] = STAFF_METHODS
) -> pd.DataFrame:
    """Return how well each of several rules would meet those the budget is meant for.

    Columns: method, covered, coverage, adequacy, adequacy_deep, leakage (money to people whom the rules exclude),
    alike (share of people whose equals get the same), gini, mean_yuan, unallocated_yuan. The last row is no rule: the
    budget divided alike among everybody on the list, the excluded too. What is due depends on the rule.
    """
    sheet = scenario(ws, programme_id)
    budget = sheet.programme.budget_fen
    rows = []
    for found in (sheet.figures(method, budget) for method in (methods if sheet.people else ())):
        met = found.targeting
        rows.append(
            (
                translate(METHODS[found.method]),
                *(found.covered, *_shares(met)[:2], found.adequacy_deep, _shares(met)[2]),
                *(found.alike, found.inequality.gini, found.mean_fen / 100),
                found.division.unallocated_fen / 100,
            )
        )
    with ws.reading() as session:
        candidates = candidates_of(session, programme_id)
    if candidates:
        rows.append(_alike(candidates, budget))
    return pd.DataFrame(rows, columns=TARGETING)


def _shares(met: Targeting) -> tuple[float | None, float | None, float | None]:
    return _float(met.coverage), _float(met.adequacy), _float(met.leakage)


def _alike(candidates: Sequence[Any], budget_fen: int) -> tuple[Any, ...]:
    """Return the row of a budget divided alike among everybody listed."""
    each, over = divmod(budget_fen, len(candidates))
    fen = np.full(len(candidates), each) + (np.arange(len(candidates)) < over)
    is_eligible = np.array([bool(one.tier) for one in candidates])
    is_deep = np.array([one.tier == Tier.DEEP for one in candidates])
    due = (np.array([due_yuan(one) for one in candidates]) * 100).round().astype(np.int64)
    met = targeting_of_columns(due[is_eligible], fen[is_eligible])
    deep = targeting_of_columns(due[is_deep], fen[is_deep])
    leaked = float(fen[~is_eligible].sum() / budget_fen) if budget_fen else None
    covered = int((fen > 0).sum())
    figures = (gini(fen), budget_fen / len(candidates) / 100, 0.0)
    return (
        translate(EVERYBODY),
        covered,
        *_shares(met)[:2],
        _float(deep.adequacy),
        leaked,
        1.0,
        *figures,
    )

"""How units and districts come along from one year's competition to the next, from published results."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from sqlmodel import Session

from ...common.errors import NotAllowed
from ...workspace import Workspace
from .. import rules
from ..queries import coding_of, competitions_seen_by, newest_result, require_reader
from ..rules import TRIMMED_KINDS, Combine, Kind, Scheme, Stage
from ..tables import Competition

COLUMNS = ["year", "competition", "unit", "district", "entries", "place_share", "awards", "score_share"]
ROW = ["year", "competition", "unit", "district", "place_share", "award", "score_share"]


def progress_across_years(ws: Workspace, like: str = "") -> pd.DataFrame:
    """Return how each unit did in every published result the reader may see, by year, then by unit.

    Results are as they were signed. `like` keeps competitions whose title contains it. Columns: year,
    competition, unit, district, entries (placed), place_share (the share of the other placed entries that
    one stands before, ties by half, on average; 1 is first, 0 last, a lone entry has none), awards (how
    many), score_share (mean score over what can be reached). Judges and strangers see nothing.
    """
    rows: list[tuple[Any, ...]] = []
    with ws.reading() as session:
        for competition, _ in competitions_seen_by(session, ws.actor.account_id):
            if competition.stage == Stage.PUBLISHED and like.lower() in competition.title.lower():
                rows += _rows(session, ws, competition)
    found = pd.DataFrame(rows, columns=ROW)
    if found.empty:
        return pd.DataFrame(columns=COLUMNS)
    by_unit = found.groupby(["year", "competition", "unit", "district"], as_index=False, sort=True)
    return by_unit.agg(
        entries=("award", "size"),
        place_share=("place_share", "mean"),
        awards=("award", "count"),
        score_share=("score_share", "mean"),
    )[COLUMNS]


def trends(progress: pd.DataFrame, by: str = "unit") -> pd.DataFrame:
    """Return what becomes of each unit (or `by="district"`) over the years, the most improved first.

    Columns: the unit, years (how many), first, last, place_share (of the last year), per_year (slope of the
    yearly mean place share by least squares, entries weighing equally; None from a single year), awards.
    """
    columns = [by, "years", "first", "last", "place_share", "per_year", "awards"]
    if progress.empty:
        return pd.DataFrame(columns=columns)
    lines = [_trend(name, one.sort_values("year")) for name, one in progress.groupby(by)]
    found = pd.DataFrame(lines, columns=columns)
    return found.sort_values(
        ["per_year", "place_share"], ascending=False, na_position="last", ignore_index=True
    )


def _trend(name: Any, one: pd.DataFrame) -> tuple[Any, ...]:
    known = one.dropna(subset="place_share").assign(
        weighted=lambda t: t["place_share"].astype(float) * t["entries"]
    )
    yearly = known.groupby("year")[["weighted", "entries"]].sum()
    share = yearly["weighted"] / yearly["entries"]
    years = one["year"].unique()
    per_year = (
        float(np.polyfit(share.index.to_numpy(float), share.to_numpy(float), 1)[0])
        if len(share) > 1
        else None
    )
    last = float(share.iloc[-1]) if len(share) else None
    return name, len(years), int(years[0]), int(years[-1]), last, per_year, int(one["awards"].sum())


def _rows(session: Session, ws: Workspace, competition: Competition) -> list[tuple[Any, ...]]:
    """Return the placed entries of a signed result; none where the account may not read it."""
    try:
        require_reader(session, ws.actor.account_id, competition)
    except NotAllowed:
        return []
    signed = newest_result(session, competition.id or 0)
    if signed is None or coding_of(session, competition).is_closed:
        return []
    body = signed.body
    scheme, judges = rules.scheme_from_dict(body["scheme"]), len(body["judges"])
    placed = [line for line in body["standings"] if line["rank"] is not None]
    shares = _place_shares([float(line["rank"]) for line in placed])
    entries = {entry["code"]: entry for entry in body["entries"]}
    year = competition.starts_on.year
    return [
        (
            year,
            competition.title,
            entries[line["code"]]["unit"],
            entries[line["code"]]["district"],
            share,
            line["award"],
            _score_share(scheme, entries[line["code"]], judges),
        )
        for line, share in zip(placed, shares, strict=True)
    ]


def _place_shares(places: list[float]) -> list[float | None]:
    """Return the share of the others each place stands before; equals count by half.

    >>> _place_shares([1, 2, 2, 4])
    [1.0, 0.5, 0.5, 0.0]
    """
    ordered, others = sorted(places), len(places) - 1
    behind = [len(places) - bisect_right(ordered, place) for place in places]
    equal = [bisect_right(ordered, place) - bisect_left(ordered, place) - 1 for place in places]
    return [(b + e / 2) / others if others else None for b, e in zip(behind, equal, strict=True)]


def _score_share(scheme: Scheme, entry: Mapping[str, Any], judges: int) -> float | None:
    """Return a score over what can be reached with what the entry brings, every judge having marked."""
    if entry["score"] is None:
        return None
    kept = max(1, judges - sum(scheme.drops(judges)))
    full = Decimal(0)
    for c in scheme.criteria:
        if c.kind != Kind.DEDUCTION:
            own = Decimal(str(entry["multipliers"].get(c.key, 1 if c.kind != Kind.ELEMENT else 0)))
            points = c.full_mark + own if c.kind == Kind.ELEMENT else c.full_mark
            times = own if scheme.brings(c) and c.kind != Kind.ELEMENT else Decimal(1)
            sums = kept if scheme.combine == Combine.SUM and c.kind in TRIMMED_KINDS else 1
            full += points * times * sums * scheme.weight_of(c) * scheme.factor
    return float(Decimal(entry["score"]) / full) if full else None

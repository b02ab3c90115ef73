"""Very many marks at once: the same totals, places and awards as entry by entry, and as the second computation."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from union_lib.competition import rules
from union_lib.competition.rules import (
    AwardClass,
    AwardPlan,
    Bracket,
    Combine,
    Criterion,
    EntryState,
    FieldSize,
    Group,
    Kind,
    RankingMethod,
    RoundingPoint,
    Scheme,
    TieKey,
    TrimAt,
    TrimLine,
)
from union_lib.competition.rules.bulk import EntryColumns, MarkColumns, bulk_standings, ten_thousandths
from union_lib.competition.rules.second import differences

LEVELS = ("none", "some", "good", "best")
FIELDS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@dataclass
class Marked:
    """A field that hypothesis made: marks by entry, criterion and judge, and what entries bring."""

    scheme: Scheme
    marks: list[dict[str, dict[int, Decimal | None]]]
    states: list[EntryState]
    brought: list[dict[str, Decimal]]
    times: list[Decimal | None]


def criteria(draw: Any, kinds: list[Kind]) -> tuple[Criterion, ...]:
    """Return one to four criteria of these kinds."""
    found = []
    for n in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(kinds))
        found.append(
            Criterion(
                f"c{n}",
                f"C{n}",
                Decimal(draw(st.sampled_from(["2", "10", "7.5"]))),
                weight=Decimal(draw(st.sampled_from(["1", "0.3", "0.7", "1.6"]))),
                step=Decimal("0.25"),
                kind=kind,
                group=draw(st.sampled_from(["", "g", "h"])),
                levels=LEVELS if kind == Kind.JUDGEMENT else (),
                nominal=Decimal(5) if kind == Kind.MEASUREMENT else Decimal(0),
                brackets=(Bracket(Decimal("0.5"), Decimal(2)), Bracket(Decimal(1), Decimal(1)))
                if kind == Kind.MEASUREMENT
                else (),
                lowest=Decimal(-2) if kind == Kind.ELEMENT else Decimal(0),
                spread_limit=Decimal(1) if kind == Kind.JUDGEMENT else None,
            )
        )
    return tuple(found)


def groups(chosen: tuple[Criterion, ...]) -> tuple[Group, ...]:
    """Return the groups that the criteria stand in: g inside h."""
    used = {c.group for c in chosen}
    outer = (Group("h", "H", Decimal("0.6")),) if used & {"g", "h"} else ()
    return (Group("g", "G", Decimal("0.4"), parent="h"), *outer) if "g" in used else outer


@st.composite
def fields(draw: Any, *, rises: bool = False) -> Marked:
    """Return a field of any shape a scheme allows, small marks so that ties are common.

    `rises` leaves out what a higher mark may turn against its entry: deductions and measures, other
    sheets being dropped, ties that look for less.
    """
    is_sheet = not rises and draw(st.booleans())
    kinds = [Kind.MARK] if is_sheet else [Kind.MARK, Kind.ELEMENT] if rises else list(Kind)
    chosen = criteria(draw, kinds)
    plan = AwardPlan(
        (AwardClass("first", ratio=Decimal(20)), AwardClass("second", quota=1)),
        draw(st.sampled_from(rules.AwardRounding)),
        draw(st.sampled_from(rules.BorderTies)),
        draw(
            st.sampled_from(
                [(), (FieldSize(0, None), FieldSize(3, ("second",)), FieldSize(5, ("first", "second")))]
            )
        ),
    )
    keys = [c.key for c in chosen] + ["untrimmed_mean", "time"]
    scheme = Scheme(
        chosen,
        drop_high=draw(st.integers(0, 2)),
        drop_low=draw(st.integers(0, 1)),
        trim_at=TrimAt.SHEET if is_sheet else TrimAt.CRITERION,
        combine=draw(st.sampled_from(Combine)),
        rounding_point=draw(st.sampled_from(RoundingPoint)),
        decimals=draw(st.integers(0, 3)),
        factor=Decimal(draw(st.sampled_from(["1", "0.6"]))),
        uses_multipliers=draw(st.booleans()),
        tie_chain=tuple(
            TieKey(by, rises or draw(st.booleans()))
            for by in draw(st.lists(st.sampled_from(keys), max_size=2))
        ),
        ranking=draw(st.sampled_from(RankingMethod)),
        awards=plan,
        groups=groups(chosen),
        trim_by_size=draw(st.sampled_from([(), (TrimLine(3, 1, 1), TrimLine(5, 1, 2))])),
    )
    entries, judges = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    gaps = draw(st.booleans())
    return Marked(
        scheme,
        [{c.key: {j: mark(draw, c, gaps) for j in range(judges)} for c in chosen} for _ in range(entries)],
        [draw(st.sampled_from(EntryState)) for _ in range(entries)],
        [
            {c.key: Decimal(draw(st.sampled_from(["1.5", "2", "3.1"]))) for c in chosen}
            for _ in range(entries)
        ],
        [draw(st.sampled_from([None, Decimal(3), Decimal("4.5")])) for _ in range(entries)],
    )


def mark(draw: Any, criterion: Criterion, gaps: bool) -> Decimal | None:
    """Return something a judge may write down, or now and then nothing."""
    if gaps and draw(st.integers(0, 5)) == 0:
        return None
    if criterion.kind in (Kind.JUDGEMENT, Kind.PASS_FAIL):
        return Decimal(draw(st.integers(0, int(criterion.highest or 0))))
    return Decimal(draw(st.integers(-8 if criterion.kind == Kind.ELEMENT else 0, 28))) / 4


def one_by_one(made: Marked) -> tuple[list[Any], list[rules.Standing]]:
    """Score and rank as the explanation does."""
    scores = [rules.entry_score(made.scheme, m, b) for m, b in zip(made.marks, made.brought, strict=True)]
    scored = [
        rules.Scored(n, score, state, {"time": time})
        for n, (score, state, time) in enumerate(zip(scores, made.states, made.times, strict=True))
    ]
    return scores, rules.standings(made.scheme, scored)


def columns(made: Marked) -> tuple[MarkColumns, EntryColumns]:
    """Return the field as columns."""
    keys = [c.key for c in made.scheme.criteria]
    rows = [
        (e, j, keys.index(key), given)
        for e, of_entry in enumerate(made.marks)
        for key, by_judge in of_entry.items()
        for j, given in by_judge.items()
        if given is not None
    ]
    entry, judge, criterion, given = (
        (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [], [])
    )
    judges = len(made.marks[0][keys[0]])
    marks = MarkColumns(
        np.array(entry, np.int64),
        np.array(judge, np.int64),
        np.array(criterion, np.int64),
        ten_thousandths(np.array(given, float)),
        len(made.marks),
        judges,
    )
    brought = {key: [b[key] for b in made.brought] for key in keys}
    return marks, EntryColumns(made.states, brought, {"time": made.times})


def body(made: Marked) -> dict[str, Any]:
    """Return the field as it would be signed."""
    scores, standings = one_by_one(made)
    return {
        "scheme": rules.scheme_to_dict(made.scheme),
        "entries": [
            {
                "code": str(n),
                "state": state.value,
                "multipliers": {k: str(v) for k, v in brought.items()},
                "tie_values": {} if time is None else {"time": str(time)},
                "marks": {
                    key: {str(j): None if m is None else str(m) for j, m in row.items()}
                    for key, row in marks.items()
                },
                "score": None
                if score.total is None or state not in rules.PLACED_STATES
                else str(score.total),
            }
            for n, (score, state, brought, time, marks) in enumerate(
                zip(scores, made.states, made.brought, made.times, made.marks, strict=True)
            )
        ],
        "standings": [
            {
                "code": str(s.entry),
                "rank": None if s.rank is None else str(s.rank),
                "is_tied": s.is_tied,
                "award": s.award,
            }
            for s in standings
        ],
    }


@FIELDS
@given(fields())
def test_ten_thousand_at_once_and_one_by_one_are_the_same(made: Marked):
    scores, standings = one_by_one(made)
    found = bulk_standings(made.scheme, *columns(made))
    assert found.totals == [score.total for score in scores]
    expected = {s.entry: (s.rank, s.is_tied, s.award) for s in standings}
    got = dict(enumerate(zip(found.ranks, found.is_tied, found.awards, strict=True)))
    assert got == expected


@FIELDS
@given(fields())
def test_the_second_computation_agrees_to_the_last_digit(made: Marked):
    assert differences(body(made)) == []


@given(fields(), st.data())
@FIELDS
def test_the_second_computation_finds_a_changed_score_place_or_award(made: Marked, data: Any):
    signed = body(made)
    [*placed] = [line for line in signed["standings"] if line["rank"] is not None]
    if not placed:
        return
    line = data.draw(st.sampled_from(placed))
    entry = next(e for e in signed["entries"] if e["code"] == line["code"])
    what = data.draw(st.sampled_from(["score", "rank", "award"]))
    if what == "score":
        entry["score"] = str(Decimal(entry["score"]) + 1)
    else:
        line[what] = f"{line[what]}0"
    assert {d.what for d in differences(signed) if d.code == line["code"]} == {what}


def test_a_mark_finer_than_a_ten_thousandth_is_refused():
    with pytest.raises(ValueError, match="finer"):
        ten_thousandths(np.array([8.123456]))


def test_numbers_too_large_for_64_bits_stay_exact():
    huge = Criterion("c", "C", Decimal(10), weight=Decimal("1234567.8901234567"))
    scheme = Scheme((huge,), drop_high=0, drop_low=0, decimals=6, factor=Decimal("98765.4321"))
    marks = [{"c": {0: Decimal(n), 1: Decimal(n + 1), 2: Decimal("3.3333")}} for n in range(4)]
    made = Marked(scheme, marks, [EntryState.COMPETING] * 4, [{"c": Decimal(1)}] * 4, [None] * 4)
    scores, _ = one_by_one(made)
    assert bulk_standings(scheme, *columns(made)).totals == [score.total for score in scores]


def found_of(made: Marked) -> dict[int, tuple[Any, ...]]:
    """Return total, place, tie and award by entry."""
    found = bulk_standings(made.scheme, *columns(made))
    return dict(enumerate(zip(found.totals, found.ranks, found.is_tied, found.awards, strict=True)))


def permuted(made: Marked, entries: list[int], judges: list[int]) -> Marked:
    """Return the same field with its entries and judges in another order."""
    return replace(
        made,
        marks=[
            {key: {new: row[old] for new, old in enumerate(judges)} for key, row in made.marks[e].items()}
            for e in entries
        ],
        states=[made.states[e] for e in entries],
        brought=[made.brought[e] for e in entries],
        times=[made.times[e] for e in entries],
    )


@FIELDS
@given(fields(), st.data())
def test_the_order_of_judges_and_entries_changes_nothing(made: Marked, data: Any):
    looks_at_order = made.scheme.ranking == RankingMethod.ORDINAL
    picks_among_equal_sheets = made.scheme.trim_at == TrimAt.SHEET and made.scheme.tie_chain
    assume(not looks_at_order and not picks_among_equal_sheets)
    entries = data.draw(st.permutations(range(len(made.marks))))
    judges = data.draw(st.permutations(list(next(iter(made.marks[0].values())))))
    before, after = found_of(made), found_of(permuted(made, entries, judges))
    assert {old: after[new] for new, old in enumerate(entries)} == before


@FIELDS
@given(fields(rises=True), st.data())
def test_raising_a_mark_never_lowers_the_place_of_its_entry(made: Marked, data: Any):
    entry = data.draw(st.integers(0, len(made.marks) - 1))
    key = data.draw(st.sampled_from([c.key for c in made.scheme.criteria]))
    judge = data.draw(st.sampled_from(list(made.marks[entry][key])))
    mark, raised = made.marks[entry][key][judge], deepcopy(made.marks)
    before = found_of(made)[entry][1]
    assume(mark is not None and before is not None)
    raised[entry][key][judge] = mark + data.draw(st.sampled_from([Decimal("0.25"), Decimal(3)]))
    assert found_of(replace(made, marks=raised))[entry][1] <= before

"""Duplicates in lists of a million: the verdicts of `rules.duplicates`, found by joins instead of by holding
everybody against everybody.

Records are brought into numbers in bulk (`MatchKeys`), joined in DuckDB on what they share, and handed out as
arrays. What is certainly two people is not listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from .match_keys import KEYED, MatchKeys, NameSounds
from .rules.duplicates import Judged, Pair, PairCause, PersonRecord, Verdict, review_cause
from .rules.likeness import sound_alike

CROWD = 200
"""Above so many, people who share an identity or a phone are a crowd: each is paired with the first only."""

CAUSES = tuple(PairCause)
VECTORS = 50  # of 2,048 rows each, in one piece of the answer

_IDENTITY, _PHONE, _BIRTHDAY = 0, 1, 2

# Who shares a key with the others, without the inside of crowds: there only the first is a left side.
_LEFT = """
SELECT * FROM (SELECT *, count(*) OVER w AS size, min(i) OVER w AS head FROM {table} WINDOW w AS (PARTITION BY {key}))
WHERE size > 1 AND (size <= {crowd} OR i = head)
"""
_PEOPLE = """
CREATE TEMP TABLE person AS SELECT i, name, identity, phone, born FROM columns;
CREATE TEMP TABLE calling AS
    SELECT * FROM person WHERE phone <> 0 AND phone IN (SELECT phone FROM person GROUP BY phone HAVING count(*) > 1);
CREATE TEMP TABLE calling_sound AS
    SELECT i, calling.name, identity, phone, sound FROM calling JOIN sounds ON calling.name = sounds.name;
CREATE TEMP TABLE unsure AS SELECT * FROM person WHERE identity = 0 AND born <> 0;
CREATE TEMP TABLE unsure_sound AS SELECT i, unsure.name, phone, born, sound FROM unsure JOIN sounds USING (name);
CREATE TEMP TABLE born_sound AS
    SELECT i, person.name, identity, phone, born, sound FROM person JOIN sounds ON person.name = sounds.name
    WHERE born IN (SELECT born FROM unsure);
"""
_SAME = """
SELECT a.i AS first, b.i AS second, a.name AS one, b.name AS other, {identity} AS kind
FROM ({left}) a JOIN person b ON a.identity = b.identity AND a.i < b.i WHERE a.identity <> 0
"""
_BY_PHONE = """
SELECT DISTINCT a.i AS first, b.i AS second, a.name AS one, b.name AS other, {phone} AS kind
FROM ({left}) a JOIN calling_sound b ON a.phone = b.phone AND a.sound = b.sound AND a.i < b.i
WHERE a.identity = 0 OR a.identity <> b.identity
"""
_BY_BIRTHDAY = """
SELECT DISTINCT least(a.i, b.i) AS first, greatest(a.i, b.i) AS second,
    CASE WHEN a.i < b.i THEN a.name ELSE b.name END AS one,
    CASE WHEN a.i < b.i THEN b.name ELSE a.name END AS other, {birthday} AS kind
FROM unsure_sound a JOIN born_sound b ON a.born = b.born AND a.sound = b.sound AND a.i <> b.i
WHERE (a.phone = 0 OR a.phone <> b.phone)
"""


@dataclass(frozen=True)
class PairArrays:
    """Pairs by their places in the list, and the place of each one's cause in `CAUSES`."""

    first: np.ndarray
    second: np.ndarray
    cause: np.ndarray

    def __len__(self) -> int:
        return len(self.first)

    def pairs(self) -> Iterator[Pair]:
        """Yield the pairs one by one, as `rules.duplicates` words them."""
        for first, second, cause in zip(self.first, self.second, self.cause, strict=True):
            yield Pair(int(first), int(second), judged_by(CAUSES[cause]))


@dataclass(frozen=True)
class Crowd:
    """So many share an identity or a phone (`is_identity`) that only pairs with the `first` are listed."""

    first: int
    size: int
    is_identity: bool


@dataclass
class Matches:
    """The answer to one list: `pieces` yields the pairs once; `crowds` says where not every pair is listed."""

    keys: MatchKeys
    crowds: list[Crowd] = field(default_factory=list)

    def pieces(self) -> Iterator[PairArrays]:
        """Yield the pairs in arrays: equal identities, then shared phones, then shared birthdays."""
        import duckdb

        with duckdb.connect() as db:
            _load(db, self.keys)
            self.crowds = list(_crowds(db))
            for query in _queries():
                answer = db.execute(query)
                while len(piece := answer.fetch_df_chunk(VECTORS)):
                    yield self._judged(piece)

    def _judged(self, piece: pd.DataFrame) -> PairArrays:
        """Return the pairs of a piece with their causes, without those whose names do not sound alike."""
        one, other = piece["one"].to_numpy(), piece["other"].to_numpy()
        is_same, kind = one == other, piece["kind"].to_numpy()
        is_open = ~is_same & ((kind == _IDENTITY) | (self.keys.lengths[one] > KEYED))
        alike = np.ones(len(piece), dtype=bool)
        alike[is_open] = [self._alike(*pair) for pair in zip(one[is_open], other[is_open], strict=True)]
        cause = _CAUSE_OF[kind, is_same.astype(int), alike.astype(int)]
        kept = cause >= 0
        return PairArrays(piece["first"].to_numpy()[kept], piece["second"].to_numpy()[kept], cause[kept])

    def _alike(self, one: int, other: int) -> bool:
        return _sound_alike(self.keys.names[one], self.keys.names[other])


_sound_alike = lru_cache(100_000)(sound_alike)


def _cause_table() -> np.ndarray:
    """Return the place of the cause by kind of pair, same name or not, alike or not; -1 is no pair."""
    table = np.full((3, 2, 2), -1)
    table[_IDENTITY] = CAUSES.index(PairCause.SAME_IDENTITY)
    table[_IDENTITY, 0, 0] = CAUSES.index(PairCause.SAME_IDENTITY_OTHER_NAME)
    for kind in (_PHONE, _BIRTHDAY):
        for is_same in (0, 1):
            table[kind, is_same, 1] = CAUSES.index(review_cause(kind == _PHONE, bool(is_same)))
    return table


_CAUSE_OF = _cause_table()


def matches(records: Sequence[PersonRecord], as_of: date) -> Matches:
    """Return the same and the doubtful pairs of a list; see `column_matches` for columns."""
    return column_matches(
        [record.name for record in records],
        [record.identity for record in records],
        [record.phone for record in records],
        as_of,
        [record.born_on for record in records],
    )


def column_matches(
    names: Sequence[str],
    identities: Sequence[str],
    phones: Sequence[str],
    as_of: date,
    born_on: Sequence[date | None] | None = None,
) -> Matches:
    """Return the same and the doubtful pairs of a list given by columns, as people write them."""
    return Matches(MatchKeys.of(names, identities, phones, as_of, born_on))


def judged_by(cause: PairCause) -> Judged:
    """Return the verdict that goes with the cause of a pair.

    >>> judged_by(PairCause.SAME_PHONE_LIKE_NAME).verdict.value
    'review'
    """
    is_same = cause in (PairCause.SAME_IDENTITY, PairCause.SAME_IDENTITY_OTHER_NAME)
    return Judged(Verdict.SAME if is_same else Verdict.REVIEW, cause)


def _load(db, keys: MatchKeys) -> None:  # type: ignore[no-untyped-def]
    columns = pd.DataFrame(
        {
            "i": np.arange(len(keys.name), dtype=np.int32),
            "name": keys.name,
            "identity": keys.identity,
            "phone": keys.phone,
            "born": keys.born,
        }
    )
    found: NameSounds = keys.sounds()
    db.register("columns", columns)
    db.register("sounds", pd.DataFrame({"name": found.name, "sound": found.sound}))
    db.execute(_PEOPLE)


def _queries() -> list[str]:
    kinds = {"identity": _IDENTITY, "phone": _PHONE, "birthday": _BIRTHDAY}
    by_identity = _LEFT.format(table="person", key="identity", crowd=CROWD)
    by_phone = _LEFT.format(table="calling_sound", key="phone, sound", crowd=CROWD)
    return [
        _SAME.format(left=by_identity, **kinds),
        _BY_PHONE.format(left=by_phone, **kinds),
        _BY_BIRTHDAY.format(**kinds),
    ]


def _crowds(db) -> Iterator[Crowd]:  # type: ignore[no-untyped-def]
    groups = (("person WHERE identity <> 0", "identity", True), ("calling_sound", "phone, sound", False))
    for table, key, is_identity in groups:
        query = f"SELECT min(i), count(*) FROM {table} GROUP BY {key} HAVING count(*) > {CROWD}"
        for first, size in sorted(set(db.execute(query).fetchall())):
            yield Crowd(first, size, is_identity)

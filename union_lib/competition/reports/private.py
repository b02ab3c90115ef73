"""What one contestant may be told: own marks and score, and where they lie in the field.

Nothing here names a judge or another contestant, and marks are sorted so that no judge is known by a seat.
In a field of a few entries, its figures would give the others away and are withheld.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ...common.errors import NotFound
from ...workspace import Workspace
from .. import rules
from ..refusals import CodesClosed, NothingSigned
from ..rules import Criterion, EntryScore, EntryState, PartScore
from .results import ResultList, ResultRow, results

FEWEST = 4
"""With fewer placed entries the figures of the field are withheld."""


@dataclass(frozen=True)
class OwnMark:
    """A mark as it was given, without its judge."""

    value: Decimal
    is_dropped: bool


@dataclass(frozen=True)
class FieldFigures:
    """How the scores of all placed entries are spread."""

    lowest: Decimal
    lower_quartile: Decimal
    median: Decimal
    upper_quartile: Decimal
    highest: Decimal


@dataclass(frozen=True)
class PrivatePart:
    """One criterion: own marks from the lowest up, what the entry brought, own score, and the field's."""

    criterion: Criterion
    marks: tuple[OwnMark, ...]
    brought: Decimal | None
    score: Decimal
    field: FieldFigures | None


@dataclass(frozen=True)
class NextAward:
    """The next better award, and how many points its last winner is ahead."""

    name: str
    missing: Decimal


@dataclass(frozen=True)
class PrivateSheet:
    """What one contestant may be told of a signed result.

    `next_award` is None where no better award was won, where the entry takes no awards, and where the field
    is too small to say.
    """

    competition: str
    union: str
    signed_on: date
    data_hash: str
    agrees: bool
    entry_id: int
    code: str
    title: str
    contestant: str
    unit: str
    parts: tuple[PrivatePart, ...]
    total: Decimal
    place: str
    placed: int
    is_adjusted: bool
    takes_awards: bool
    award: str | None
    next_award: NextAward | None
    field: FieldFigures | None

    @property
    def is_field_withheld(self) -> bool:
        """Tell whether the field is so small that its figures would give others away."""
        return self.field is None


def private_sheet(ws: Workspace, competition_id: int, entry_id: int) -> PrivateSheet:
    """Return what one contestant may be told, for those who may read the result.

    Raises `NothingSigned`, `CodesClosed` while names are behind codes, and `NotFound` for an entry that is
    not placed in this competition.
    """
    sheets = private_sheets(results(ws, competition_id), entry_id)
    if not sheets:
        raise NotFound
    return sheets[0]


def private_sheets(seen: ResultList, entry_id: int | None = None) -> list[PrivateSheet]:
    """Return the sheets of all placed entries of a result, best first, or of one of them."""
    if seen.signed is None or not seen.is_signed:
        raise NothingSigned
    if seen.is_coded:
        raise CodesClosed(seen.lists_closed)
    field = _Field(seen)
    return [field.sheet(row) for row in field.rows if entry_id in (None, row.entry.id)]


class _Field:
    """All placed entries of a signed result, and what each may be told of the others."""

    def __init__(self, seen: ResultList) -> None:
        self.seen = seen
        self.rows = [row for row in seen.rows if row.rank and row.total is not None]
        self._figures = [self._spread(n) for n in range(len(seen.scheme.criteria))]
        self._total = _figures([Fraction(row.total or 0) for row in self.rows], seen.scheme.decimals)
        self._last = self._last_winners()

    def _spread(self, at: int) -> FieldFigures | None:
        values = [row.score.parts[at].value for row in self.rows]
        return _figures([value for value in values if value is not None], self.seen.scheme.decimals)

    def _last_winners(self) -> dict[str, Decimal]:
        """Return the lowest total that won each award, by its name."""
        won: dict[str, Decimal] = {}
        for row in self.rows:
            if row.award and row.total is not None:
                won[row.award] = min(row.total, won.get(row.award, row.total))
        return won

    def sheet(self, row: ResultRow) -> PrivateSheet:
        """Return what one contestant may be told."""
        seen, signed = self.seen, self.seen.signed
        if signed is None:
            raise NothingSigned
        return PrivateSheet(
            competition=seen.competition.title,
            union=seen.union,
            signed_on=signed.signed_at.astimezone().date(),
            data_hash=signed.data_hash,
            agrees=seen.agrees,
            entry_id=row.entry.id or 0,
            code=row.shown.code,
            title=row.shown.title,
            contestant=row.shown.contestant,
            unit=row.shown.unit,
            parts=self._parts(row, row.score),
            total=row.total or Decimal(0),
            place=row.rank,
            placed=len(self.rows),
            is_adjusted=row.score.adjusted is not None,
            takes_awards=row.entry.state == EntryState.COMPETING,
            award=row.award,
            next_award=self._next_award(row),
            field=self._total,
        )

    def _parts(self, row: ResultRow, score: EntryScore) -> tuple[PrivatePart, ...]:
        scheme = self.seen.scheme
        return tuple(
            PrivatePart(
                criterion=criterion,
                marks=_own_marks(row, part),
                brought=part.multiplier if scheme.brings(criterion) else None,
                score=rules.half_up(part.value or Fraction(0), scheme.decimals),
                field=figures,
            )
            for criterion, part, figures in zip(scheme.criteria, score.parts, self._figures, strict=True)
        )

    def _next_award(self, row: ResultRow) -> NextAward | None:
        if self._total is None or row.entry.state != EntryState.COMPETING or row.total is None:
            return None
        names = [award.name for award in self.seen.scheme.awards.classes]
        better = names[: names.index(row.award)] if row.award in names else names
        name = next((name for name in reversed(better) if name in self._last), None)
        return NextAward(name, max(self._last[name] - row.total, Decimal(0))) if name else None


def _own_marks(row: ResultRow, part: PartScore) -> tuple[OwnMark, ...]:
    """Return the marks of a criterion from the lowest up; of equal ones the dropped lie outside."""
    marks = row.marks[part.criterion_key]
    side = dict.fromkeys(part.dropped_low, -1) | dict.fromkeys(part.dropped_high, 1)
    given = sorted((mark, side.get(judge, 0)) for judge, mark in marks.items() if mark is not None)
    return tuple(OwnMark(mark, dropped != 0) for mark, dropped in given)


def _figures(values: Sequence[Fraction], decimals: int) -> FieldFigures | None:
    """Return how values are spread, rounded; None if they are so few that each could be told."""
    if len(values) < FEWEST:
        return None
    ordered = sorted(values)
    return FieldFigures(*(rules.half_up(_quantile(ordered, Fraction(n, 4)), decimals) for n in range(5)))


def _quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """Return the value at a share of the way from the lowest to the highest, as QUARTILE.INC of Excel.

    >>> _quantile([Fraction(n) for n in (10, 20, 30, 50)], Fraction(1, 4))
    Fraction(35, 2)
    """
    below, beyond = divmod(share * (len(ordered) - 1), 1)
    if not beyond:
        return ordered[below]
    return ordered[below] + beyond * (ordered[below + 1] - ordered[below])

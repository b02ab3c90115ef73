"""Further conventions of skill competitions: medals, team places, judgement marks, the common scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from statistics import median

from .scheme import FieldSize
from .scoring import half_up, trimmed_mean

MAD_TO_SD = Fraction("1.4826")
"""The median absolute deviation times this estimates the standard deviation of normal marks."""


class Medal(StrEnum):
    """What a place among the best earns; a medallion stands for a score above the common standard."""

    GOLD = "gold"
    SILVER = "silver"
    BRONZE = "bronze"
    MEDALLION = "medallion"


PODIUM = (Medal.GOLD, Medal.SILVER, Medal.BRONZE)


def medals_for_field(field: int, table: Sequence[FieldSize]) -> tuple[str, ...] | None:
    """Return the medals of the first line, highest `least` first, that the field reaches.

    >>> table = [FieldSize(5, ("gold", "silver")), FieldSize(4, ("gold",)), FieldSize(0, None)]
    >>> medals_for_field(4, table), medals_for_field(3, table)
    (('gold',), None)
    """
    return next((line.medals for line in table if field >= line.least), None)


def medals_within_points(
    scores: Sequence[Decimal], window: Decimal = Decimal(2), medallion_from: Decimal = Decimal(700)
) -> list[Medal | None]:
    """Return each score's medal; scores run from the best down.

    A group starts at its best score and takes in what lies at most `window` below it. The position of
    the group's first decides for all of it: 1 gold, 2 silver, 3 bronze. Whoever has no medal but
    reached `medallion_from` gets a medallion.

    >>> medals_within_points([Decimal(s) for s in (751, 749, 733, 700)])
    [<Medal.GOLD: 'gold'>, <Medal.GOLD: 'gold'>, <Medal.BRONZE: 'bronze'>, <Medal.MEDALLION: 'medallion'>]
    """
    awards: list[Medal | None] = []
    first = 0
    for position, score in enumerate(scores):
        if scores[first] - score > window:
            first = position
        medal = PODIUM[first] if first < len(PODIUM) else None
        awards.append(medal or (Medal.MEDALLION if score >= medallion_from else None))
    return awards


def team_total(events: Mapping[str, Sequence[Decimal | None]], best: int = 3) -> Decimal:
    """Return a team's total: per event the sum of its best marks (all if fewer), over all events.

    >>> team_total({"turning": [Decimal("88.5"), Decimal(90), Decimal(76), Decimal(81)]})
    Decimal('259.5')
    """
    present = ([mark for mark in marks if mark is not None] for marks in events.values())
    return sum((sum(sorted(marks, reverse=True)[:best], Decimal(0)) for marks in present), Decimal(0))


@dataclass(frozen=True)
class JudgementMark:
    """The mark of a judged aspect, or the need to discuss it again; without any score neither."""

    mark: Decimal | None
    needs_rediscussion: bool = False


def judgement_mark(
    scores: Sequence[Decimal | None],
    full_mark: Decimal,
    scale_max: Decimal = Decimal(3),
    max_spread: Decimal = Decimal(1),
) -> JudgementMark:
    """Return the full mark times the mean score over the scale, rounded once to 0.01.

    Scores further apart than `max_spread` give no mark: the judges discuss the aspect again.
    """
    present = [score for score in scores if score is not None]
    if present and max(present) - min(present) > max_spread:
        return JudgementMark(None, needs_rediscussion=True)
    mean = trimmed_mean(present, 0, 0)
    return JudgementMark(
        None if mean is None else half_up(Fraction(full_mark) * mean / Fraction(scale_max), 2)
    )


@dataclass(frozen=True)
class CommonScale:
    """Marks of one trade put on the scale all trades share: median, spread, and whole numbers."""

    median: Fraction
    mad: Fraction
    scaled: tuple[int, ...]

    def at_or_above(self, least: Decimal = Decimal(700)) -> int:
        """Return how many entries reach a scaled mark."""
        return sum(1 for mark in self.scaled if mark >= least)


def common_scale(
    marks: Sequence[Decimal],
    centre: Decimal = Decimal(700),
    spread: Decimal = Decimal(30),
    low: Decimal = Decimal(0),
    high: Decimal = Decimal(1000),
) -> CommonScale:
    """Return the marks on a robust common scale around `centre`.

    centre + spread * (mark - median) / (1.4826 * MAD), held between `low` and `high`, then rounded
    half up; without any spread every entry gets the centre. An open formula, not an official one.

    >>> common_scale([Decimal(mark) for mark in (75, 83, 90)]).scaled
    (677, 700, 720)
    """
    exact = [Fraction(mark) for mark in marks]
    middle = median(exact)
    mad = median(abs(mark - middle) for mark in exact)
    sigmas = [(mark - middle) / (MAD_TO_SD * mad) if mad else Fraction(0) for mark in exact]
    raw = [Fraction(centre) + Fraction(spread) * sigma for sigma in sigmas]
    held = [min(max(mark, Fraction(low)), Fraction(high)) for mark in raw]
    return CommonScale(middle, mad, tuple(int(half_up(mark, 0)) for mark in held))

"""What the measures of fairness refuse to compute, and why."""

from __future__ import annotations

from dataclasses import dataclass

from ....common.errors import N_, RuleViolation


@dataclass(eq=False)
class NotConnected(RuleViolation):
    """Entries fall into groups that share no judge; no computation can compare them.

    `smallest` names a few entries of the smallest group.
    """

    groups: int
    smallest: str

    what = N_("The entries fall into {groups} groups that no judge links; the smallest is {smallest}.")
    todo = N_("Have a judge mark entries of both groups, or compare entries within a group only.")


@dataclass(eq=False)
class CriteriaConfounded(RuleViolation):
    """Judges or entries share the criteria out, so that a hard criterion looks like a strict judge."""

    what = N_(
        "Hard criteria cannot be told from strict judges or weak entries: they were not marked together."
    )
    todo = N_("Have judges mark several criteria of the same entry, or look at each criterion by itself.")


@dataclass(eq=False)
class NothingToMeasure(RuleViolation):
    """Every entry, judge or criterion has only lowest or only highest ratings."""

    what = N_("There is nothing to measure: all ratings are at the ends of the scale.")
    todo = N_("Use finer categories, or compare plain means.")


@dataclass(eq=False)
class NotConverged(RuleViolation):
    """The likelihood has no maximum at finite measures, or none was reached."""

    what = N_("Some measures would grow without end to explain these ratings, so none are shown.")
    todo = N_("Use fewer categories, or the model of severity in marks.")


@dataclass(eq=False)
class TooFewForIntervals(RuleViolation):
    """An entry has too few marks to say how much its place depends on who judged."""

    judges: int
    least: int

    what = N_("An entry has marks of {judges} judges only; from so few its place cannot be tested.")
    todo = N_("At least {least} judges must mark every entry.")


@dataclass(eq=False)
class NothingToCompare(RuleViolation):
    """No two judges have marked the same thing, so nothing says how one marks beside another."""

    what = N_("No two judges have marked the same entry yet, so there is nothing to compare.")
    todo = N_("Come back when at least two judges have marked the same entries.")


@dataclass(eq=False)
class NoWholeSheets(RuleViolation):
    """Judges mark different parts of an entry, or sheets are incomplete: no whole sheets can be drawn again."""

    what = N_(
        "Judges mark different parts of an entry or sheets are incomplete, so there are no whole sheets."
    )
    todo = N_(
        "Wait until every sheet is complete; where judges share the criteria out, this is not computed."
    )


@dataclass(eq=False)
class NobodyLeft(RuleViolation):
    """A result was asked for without any judge."""

    what = N_("Without these judges nobody has marked anything.")
    todo = N_("Leave at least one judge.")

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
    """Judges share the criteria out so that a strict judge and a hard criterion look the same."""

    what = N_("Strict judges cannot be told from hard criteria: the judges share the criteria out.")
    todo = N_("Have some judges mark several criteria, or look at each criterion by itself.")


@dataclass(eq=False)
class NothingToMeasure(RuleViolation):
    """Every entry, judge or criterion has only lowest or only highest ratings."""

    what = N_("There is nothing to measure: all ratings are at the ends of the scale.")
    todo = N_("Use finer categories, or compare plain means.")


@dataclass(eq=False)
class NotConverged(RuleViolation):
    """The likelihood has no maximum at finite measures, or none was reached."""

    steps: int

    what = N_("The measures did not settle in {steps} steps, so none are shown.")
    todo = N_("Use fewer categories, or the model of severity in marks.")


@dataclass(eq=False)
class PanelOfOne(RuleViolation):
    """A panel has fewer than two entries; its own mean says nothing about its judges."""

    panel: str

    what = N_("The panel “{panel}” marked fewer than two entries and cannot be adjusted.")
    todo = N_("Move its entry to another panel, or rank without adjustment.")


@dataclass(eq=False)
class PanelWithoutSpread(RuleViolation):
    """All entries of a panel have the same mark."""

    panel: str

    what = N_("All marks of the panel “{panel}” are equal, so it cannot be adjusted.")
    todo = N_("Ask the panel to mark again, or rank without adjustment.")


@dataclass(eq=False)
class PanelMeanZero(RuleViolation):
    """A panel's mean is 0; no coefficient brings it to the mean of all."""

    panel: str

    what = N_("The mean of the panel “{panel}” is 0, so it has no correction coefficient.")
    todo = N_("Adjust by shift or by standard score instead.")


@dataclass(eq=False)
class TooFewJudges(RuleViolation):
    """An entry has too few marks to say how much its place depends on who judged."""

    judges: int
    least: int

    what = N_("An entry has marks of {judges} judges only; from so few its place cannot be tested.")
    todo = N_("At least {least} judges must mark every entry.")

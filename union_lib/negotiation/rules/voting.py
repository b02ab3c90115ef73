"""The workers' congress votes on a draft: who must be there, who must agree, and which text it was.

Source: 集体合同规定 36: two thirds of all present, more than or exactly half of all in favour
(以上 includes the number, 民法典 1259).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from ...common.errors import N_, RuleViolation
from ...common.policies import Figure


@dataclass(frozen=True)
class VoteRule:
    """The shares of all that must attend and agree; an exact share suffices."""

    quorum_share: Fraction
    favour_share: Fraction


def vote_rule(figure: Figure) -> VoteRule:
    """Return the rule as the figure `nego_draft_approval` has it."""
    value = figure.value
    return VoteRule(Fraction(value["quorum_share_of_all"]), Fraction(value["favour_share_of_all"]))


@dataclass(frozen=True)
class VoteCount:
    """A vote counted: how many were needed, and whether they were there."""

    quorum_min: int
    favour_min: int
    quorum_met: bool
    passed: bool


@dataclass(eq=False)
class VoteImpossible(RuleViolation):
    """More voted than attended, or more attended than there are."""

    total: int
    attending: int
    in_favour: int

    what = N_("{in_favour} in favour of {attending} attending of {total}: these numbers cannot be right.")
    todo = N_("Correct the numbers: in favour ≤ attending ≤ all, none below 0.")


@dataclass(eq=False)
class OtherText(RuleViolation):
    """The text voted on is not the text that lies on the table now."""

    what = N_("The text was changed after it was read out; this vote would be on another text.")
    todo = N_("Read the newest text out and vote again.")


def check_vote(total: int, attending: int, in_favour: int) -> None:
    """Raise `VoteImpossible` unless in favour ≤ attending ≤ total, and somebody may vote."""
    if not (0 <= in_favour <= attending <= total and total > 0):
        raise VoteImpossible(total, attending, in_favour)


def count_vote(total: int, attending: int, in_favour: int, rule: VoteRule) -> VoteCount:
    """Return how a vote went; both thresholds are rounded up to whole persons.

    >>> rule = VoteRule(quorum_share=Fraction(2, 3), favour_share=Fraction(1, 2))
    >>> count_vote(180, 120, 90, rule).passed, count_vote(181, 121, 90, rule).passed
    (True, False)
    """
    quorum, favour = ceil(total * rule.quorum_share), ceil(total * rule.favour_share)
    is_met = attending >= quorum
    return VoteCount(quorum, favour, is_met, is_met and in_favour >= favour)


def text_hash(clauses: Iterable[tuple[int, str, str, str]]) -> str:
    """Return SHA-256 of a text from its clauses (position, topic, title, words), as the vote is bound to it."""
    whole = hashlib.sha256()
    for position, topic, title, words in clauses:
        for part in (str(position), topic, title, words):
            whole.update(len(part.encode()).to_bytes(8, "big") + part.encode())
    return whole.hexdigest()

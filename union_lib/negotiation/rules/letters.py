"""What the union writes when a promise is not kept: first it demands, then it refers; by which law, with what evidence.

Source: 工会法 (2001/2009) 22, (2021) 23: the union demands, and asks the government if the employer refuses;
保障农民工工资支付条例 51 for migrant workers. The articles are those in force on the day of the letter. Nothing is
sent by itself: one person drafts, another sends, and what was sent is never changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ...common.errors import N_, RuleViolation
from ...common.policies import COUNTRY, FigureUnknown, NoRuleInForce, PolicyBook
from .deferred import PlanState
from .kinds import LetterKind

INTERVENTION = "union_arrears_intervention"
INTERVENTION_MIGRANT = "union_arrears_intervention_migrant"
CRIME = "refusal_to_pay_crime"

GROUNDS: Mapping[LetterKind, tuple[str, ...]] = {
    LetterKind.DEMAND: (INTERVENTION, INTERVENTION_MIGRANT, "unjustified_arrears_exceptions"),
    LetterKind.REFERRAL: (
        INTERVENTION,
        INTERVENTION_MIGRANT,
        "inspection_jurisdiction",
        "inspection_limitation_years",
        "inspection_days",
        "additional_compensation",
        CRIME,
    ),
}
"""By letter the figures whose articles it rests on, in the order in which it names them."""


class LetterState(StrEnum):
    """Where a letter is."""

    DRAFT = "draft"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class Evidence(StrEnum):
    """What proves the arrears."""

    PLAN = "plan"
    LEDGER = "ledger"
    CONSENT = "consent"
    OPINION = "opinion"
    NOTICES = "notices"
    CALCULATION = "calculation"


NEEDED: Mapping[LetterKind, tuple[Evidence, ...]] = {
    LetterKind.DEMAND: (Evidence.PLAN, Evidence.LEDGER, Evidence.CONSENT, Evidence.CALCULATION),
    LetterKind.REFERRAL: tuple(Evidence),
}
"""By letter what is enclosed, in the order of the list."""


@dataclass(frozen=True)
class Ground:
    """One article a letter rests on: the figure it comes from, and whether its text was read."""

    policy: str
    citation: str
    confidence: str


@dataclass(eq=False)
class NotInDefault(RuleViolation):
    """A letter about a plan that is kept."""

    state: PlanState

    what = N_("The plan is not in default, so there is nothing to demand or to refer.")
    todo = N_("Look at the instalments; a reminder by telephone may do until then.")


@dataclass(eq=False)
class LetterOpen(RuleViolation):
    """There is a draft of that letter already."""

    number: str

    what = N_("There is a draft of this letter already: {number}.")
    todo = N_("Open it; release it, or withdraw it and draft a new one.")


@dataclass(eq=False)
class LetterNotDraft(RuleViolation):
    """A letter that was sent or withdrawn cannot be changed."""

    number: str

    what = N_("Letter {number} was sent or withdrawn and cannot be changed any more.")
    todo = N_("Draft a new letter if the facts have changed.")


@dataclass(eq=False)
class OwnLetter(RuleViolation):
    """Whoever drafted a letter was to send it."""

    name: str

    what = N_("{name} drafted this letter, so somebody else must release it.")
    todo = N_("Ask a colleague who may approve; no letter leaves the house by one hand.")


@dataclass(eq=False)
class AddresseeMissing(RuleViolation):
    """A letter to nobody."""

    what = N_("The addressee is missing.")
    todo = N_("Enter to whom the letter goes.")


@dataclass(eq=False)
class SentBeforeDrafted(RuleViolation):
    """A letter was sent before it was written."""

    sent: str
    drafted: str

    what = N_("The letter was drafted on {drafted}; it cannot have been sent on {sent}.")
    todo = N_("Check the date of sending.")


@dataclass(eq=False)
class AnswerDayPassed(RuleViolation):
    """A demand that asks for an answer by a day that is no longer to come."""

    answer_by: str

    what = N_("{answer_by} leaves the employer no time to answer.")
    todo = N_("Set a later day for the answer.")


@dataclass(eq=False)
class DemandMissing(RuleViolation):
    """The employer was not asked before the authority is."""

    what = N_("No demand letter about this plan has been sent.")
    todo = N_("Send the demand letter first, or say why the referral cannot wait.")


@dataclass(eq=False)
class AnswerRunning(RuleViolation):
    """The time the demand letter gave is not over."""

    answer_by: str

    what = N_("The employer has until {answer_by} to answer the demand letter.")
    todo = N_("Release the referral after that day, or say why it cannot wait.")


def grounds(
    kind: LetterKind,
    book: PolicyBook,
    on: date,
    area: str = COUNTRY,
    *,
    has_migrants: bool = False,
    is_near_crime: bool = False,
) -> tuple[Ground, ...]:
    """Return the articles in force on the day that a letter rests on.

    The union's own power must be in force (`NoRuleInForce`, `FigureUnknown`); whatever else is not in force yet, or
    does not fit the case, is left out.
    """
    skipped = {INTERVENTION_MIGRANT: not has_migrants, CRIME: not is_near_crime}
    found = []
    for policy in GROUNDS[kind]:
        if skipped.get(policy):
            continue
        try:
            figure = book.figure(policy, on, area)
        except (NoRuleInForce, FigureUnknown):
            if policy == INTERVENTION:
                raise
            continue
        found.append(Ground(policy, figure.citation, figure.confidence))
    return tuple(found)


def missing_evidence(kind: LetterKind, at_hand: Collection[Evidence]) -> tuple[Evidence, ...]:
    """Return what should be enclosed and is not at hand.

    >>> missing_evidence(LetterKind.DEMAND, {Evidence.PLAN, Evidence.LEDGER, Evidence.CALCULATION})
    (<Evidence.CONSENT: 'consent'>,)
    """
    return tuple(one for one in NEEDED[kind] if one not in at_hand)


def letter_state(sent_on: date | None, withdrawn_on: date | None) -> LetterState:
    """Return where a letter is."""
    if sent_on is not None:
        return LetterState.SENT
    return LetterState.DRAFT if withdrawn_on is None else LetterState.WITHDRAWN


def check_draft(kind: LetterKind, state: PlanState, answer_by: date | None, today: date) -> None:
    """Raise `NotInDefault` about a plan that is kept, `AnswerDayPassed` for a demand that leaves no time."""
    if state != PlanState.DEFAULT:
        raise NotInDefault(state)
    if kind == LetterKind.DEMAND and (answer_by is None or answer_by <= today):
        raise AnswerDayPassed(str(answer_by or today))


@dataclass(frozen=True)
class Release:
    """How a letter is to leave: to whom, on which day; `reason` if a referral cannot wait for the answer."""

    addressee: str
    sent_on: date
    reason: str = ""


def check_release(kind: LetterKind, drafted_on: date, release: Release, answers_by: Collection[date]) -> None:
    """Refuse a letter that may not leave; `answers_by` are the days set in the demand letters sent before.

    Raises `AddresseeMissing`, `SentBeforeDrafted`, and for a referral without a reason `DemandMissing` and
    `AnswerRunning`.
    """
    if not release.addressee.strip():
        raise AddresseeMissing
    if release.sent_on < drafted_on:
        raise SentBeforeDrafted(str(release.sent_on), str(drafted_on))
    if kind != LetterKind.REFERRAL or release.reason.strip():
        return
    if not answers_by:
        raise DemandMissing
    if release.sent_on <= max(answers_by):
        raise AnswerRunning(str(max(answers_by)))

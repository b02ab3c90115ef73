"""Adapters for the kinds of the procedure: delegates, votes, dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from union_lib.common.calendar import Unit
from union_lib.negotiation.figures import house_book
from union_lib.negotiation.rules import procedure
from union_lib.negotiation.rules.delegates import Delegation, DelegationRule, delegation_flaws
from union_lib.negotiation.rules.kinds import Track
from union_lib.negotiation.rules.procedure import CaseDays, Due, DueKind, Period
from union_lib.negotiation.rules.stages import Step
from union_lib.negotiation.rules.voting import VoteRule, count_vote

Body = dict[str, Any]
LAW_OF = date(2020, 3, 4)


def delegation_validity(case: Body) -> Body:
    """What is wrong with a delegation."""
    figure = house_book().figure("nego_delegation", LAW_OF).value
    rule = DelegationRule(figure["min_each_side"], Fraction(figure["external_max_share"]))
    flaws = delegation_flaws(
        Delegation(
            case["employer_reps"],
            case["worker_reps"],
            case["employer_external"],
            case["worker_external"],
            case["persons_on_both_sides"],
            case["chief_is_external"],
        ),
        rule,
    )
    return {"valid": not flaws, "violations": [flaw.value for flaw in flaws]}


def vote_validity(case: Body) -> Body:
    """Whether a draft has passed."""
    figure = house_book().figure("nego_draft_approval", LAW_OF).value
    rule = VoteRule(Fraction(figure["quorum_share_of_all"]), Fraction(figure["favour_share_of_all"]))
    found = count_vote(case["total"], case["attending"], case["in_favour"], rule)
    return {
        "quorum_min": found.quorum_min,
        "favour_min": found.favour_min,
        "quorum_met": found.quorum_met,
        "passed": found.passed,
    }


def renewal_window(case: Body) -> Body:
    """When renewal may be asked for."""
    opens, closes = procedure.renewal_window(
        _day(case["expiry_date"]), Period(case["count"], Unit(case["unit"]))
    )
    return {"window_opens": opens.isoformat(), "window_closes": closes.isoformat()}


def agreement_effectiveness(case: Body) -> Body:
    """Whether and when an agreement takes effect."""
    received, objected = _day(case["received_by_labour_admin"]), case.get("objection_date")
    figure = house_book().figure("nego_review_days", received)
    period = procedure.period_of(figure.value)
    assert period is not None
    found = procedure.review(received, period, _day(objected) if objected else None)
    takes_effect = found.effective_from is not None
    return {
        "review_last_day": found.last_day.last_day.isoformat(),
        "effective": takes_effect,
        "effective_from": found.effective_from.isoformat() if found.effective_from else None,
        "next_state": "effective" if takes_effect else "renegotiate_and_refile",
    }


def negotiation_timeline(case: Body) -> Body:
    """Every date of a case under the national rules."""
    days = CaseDays(
        Track(case["track"]),
        "CN",
        {
            Step.INVITE: _day(case["invitation_received"]),
            Step.MEET: _day(case["first_meeting"]),
            Step.SIGN: _day(case["signed"]),
            Step.RECEIVE: _day(case["received_by_labour_admin"]),
        },
        term_to=_day(case["expiry"]),
    )
    engine = procedure.DeadlineEngine(house_book())
    due = {found.kind: found for found in engine.timeline(days)}
    effect = engine.effective_from(days)
    assert effect is not None
    told = {
        "reply_due": due[DueKind.REPLY].last_day,
        "filing_due": due[DueKind.FILING].last_day,
        "review_last_day": due[DueKind.REVIEW].last_day,
        "effective_from": effect,
        "renewal_opens": due[DueKind.RENEWAL].raw_last_day,
    }
    if days.track == Track.WAGE_AGREEMENT:
        told |= _of_wage_agreements(due)
    return {name: day.isoformat() for name, day in told.items()}


def _of_wage_agreements(due: dict[DueKind, Due]) -> dict[str, date]:
    information = due[DueKind.INFORMATION]
    assert information.opens_on is not None
    return {
        "information_window_opens": information.opens_on,
        "information_latest": information.last_day,
        "publish_due": due[DueKind.PUBLISH].last_day,
    }


def _day(text: str) -> date:
    return date.fromisoformat(text)


KINDS: dict[str, Callable[[Body], Body]] = {
    adapter.__name__: adapter
    for adapter in (
        delegation_validity,
        vote_validity,
        renewal_window,
        agreement_effectiveness,
        negotiation_timeline,
    )
}

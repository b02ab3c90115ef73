"""Deferred wages to practise on: plans kept, late within their grace, in default, paid up, and one still a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..negotiation import reports
from ..negotiation.rules.deferred import Instalment, Payment
from ..negotiation.rules.kinds import LetterKind
from ..negotiation.rules.letters import Release
from ..negotiation.service.letters import draft_letter, release_letter
from ..negotiation.service.plans import DeferralForm, begin_plan, draft_plan, record_payment
from .hands import Hands
from .load import APPROVER, NEGOTIATOR

NOTICE = "延期支付最长期限（练习数据，非真实文件）"
LONGEST_DAYS = 180
MONTH = 30


@dataclass(frozen=True)
class Deferred:
    """A plan of the demo: began so many days ago; instalments and payments as (days ago, yuan).

    A due day to come is a negative number of days ago.
    """

    began: int | None
    instalments: Sequence[tuple[int, int]]
    paid: Sequence[tuple[int, int]] = ()
    workers: int = 86
    grace: int = 5
    has_migrants: bool = False
    is_demanded: bool = False


PLANS = (
    Deferred(40, ((20, 180_000), (-10, 180_000), (-40, 180_000)), ((21, 180_000),), 112),
    Deferred(35, ((3, 96_500), (-27, 96_500)), (), 54, grace=7),
    Deferred(
        75,
        ((50, 240_000), (20, 240_000), (-10, 240_000)),
        ((48, 60_000),),
        148,
        grace=3,
        has_migrants=True,
        is_demanded=True,
    ),
    Deferred(48, ((14, 88_000), (-16, 88_000)), ((10, 30_000),), 61),
    Deferred(100, ((70, 75_200), (40, 75_200)), ((72, 75_200), (38, 75_200)), 43),
    Deferred(None, ((-30, 128_000), (-60, 128_000)), (), 65),
)


def load_deferrals(hands: Hands) -> None:
    """Add plans in every state through the services."""
    officer = hands.ws(NEGOTIATOR)
    firms = reports.firms_like(officer, "", limit=100)
    for at, told in enumerate(PLANS):
        firm = firms[(5 * at + 2) % len(firms)]
        _plan(hands, told, firm, officer.today)


def _plan(hands: Hands, told: Deferred, firm: reports.Firm, today: date) -> None:
    began = today - timedelta(days=told.began or 0)
    promised = [Instalment(today - timedelta(days=ago), yuan * 100) for ago, yuan in told.instalments]
    is_draft = told.began is None
    form = DeferralForm(
        employer=firm.name,
        district_code=firm.district_code,
        industry=firm.industry,
        wages_from=_month_before(began, 2),
        wages_to=_month_before(began, 1) - timedelta(days=1),
        wages_due_on=min(began, promised[0].due),
        workers=told.workers,
        has_migrants=told.has_migrants,
        total_fen=sum(one.amount_fen for one in promised),
        most_to_one_fen=max(one.amount_fen for one in promised) // told.workers * 2,
        grace_days=told.grace,
        consented_on=None if is_draft else began,
        opinion_asked=0 if is_draft else told.workers,
        opinion_in_favour=0 if is_draft else told.workers * 4 // 5,
        limit_days=LONGEST_DAYS,
        limit_citation=NOTICE,
    )
    plan = draft_plan(hands.ws(NEGOTIATOR, began), hands.union_id, form, promised)
    if is_draft:
        return
    version = begin_plan(hands.ws(NEGOTIATOR, began), plan, began, seen_version=1)
    for ago, yuan in told.paid:
        on = today - timedelta(days=ago)
        paid = Payment(on, yuan * 100)
        version = record_payment(hands.ws(NEGOTIATOR, on), plan, paid, "银行转账", seen_version=version)
    if told.is_demanded:
        _letters(hands, plan, version, today)


def _letters(hands: Hands, plan: int, version: int, today: date) -> None:
    """Send a demand whose days have passed without an answer, and draft the referral."""
    drafted, sent, answer, now = (today - timedelta(days=ago) for ago in (13, 12, 5, 1))
    officer = hands.ws(NEGOTIATOR, drafted)
    demand = draft_letter(officer, plan, LetterKind.DEMAND, answer, seen_version=version)
    leader = hands.ws(APPROVER, sent)
    release_letter(leader, demand, Release("该企业法定代表人", sent), seen_version=1)
    draft_letter(hands.ws(NEGOTIATOR, now), plan, LetterKind.REFERRAL, seen_version=version)


def _month_before(day: date, months: int) -> date:
    """Return the first day of the month so many months before a day.

    >>> _month_before(date(2020, 1, 31), 2)
    datetime.date(2019, 11, 1)
    """
    at = 12 * day.year + day.month - 1 - months
    return date(at // 12, at % 12 + 1, 1)

"""A deferred plan of an invented firm, brought as far as a test wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.conftest import House
from tests.negotiation.road import people
from union_lib.negotiation.plan_queries import plan_of
from union_lib.negotiation.rules.deferred import Instalment, Payment
from union_lib.negotiation.rules.kinds import LetterKind
from union_lib.negotiation.service import letters, plans
from union_lib.negotiation.tables import DeferredPlan
from union_lib.workspace import Workspace

FIRM = "渌口百味食品有限公司"
BEGUN = date(2020, 3, 2)
FIRST, SECOND, THIRD = date(2020, 3, 10), date(2020, 3, 23), date(2020, 4, 10)
INSTALMENTS = (Instalment(FIRST, 300_00), Instalment(SECOND, 300_00), Instalment(THIRD, 400_01))
LATE = date(2020, 5, 20)
"""A day on which two instalments are overdue, when nothing was paid: the plan is in default."""


def form(**other: Any) -> plans.DeferralForm:
    """Return what is typed about the plan."""
    typed: dict[str, Any] = {
        "employer": FIRM,
        "district_code": "430212",
        "industry": "食品",
        "wages_from": date(2020, 2, 1),
        "wages_to": date(2020, 2, 29),
        "wages_due_on": FIRST,
        "workers": 214,
        "total_fen": 1_000_01,
        "grace_days": 5,
        "default_instalments": 2,
        "default_days": 30,
        "consented_on": date(2020, 2, 27),
        "opinion_asked": 30,
        "opinion_in_favour": 20,
        "limit_days": 90,
        "limit_citation": "某省人社发〔2020〕1号",
    }
    return plans.DeferralForm(**{**typed, **other})


@dataclass
class PlanRoad:
    """One plan and who works on it."""

    house: House
    plan_id: int

    def ws(self, username: str = "negotiator", today: date = LATE) -> Workspace:
        """Return the workspace of somebody on a day."""
        return self.house.ws(username, today)

    @property
    def plan(self) -> DeferredPlan:
        """The plan as it is now."""
        with self.house.system.reading() as session:
            return plan_of(session, self.plan_id)

    @property
    def version(self) -> int:
        """The version a page would have seen."""
        return self.plan.version

    def begin(self, on: date = BEGUN, who: str = "negotiator") -> PlanRoad:
        """Let the plan begin."""
        plans.begin_plan(self.ws(who), self.plan_id, on, seen_version=self.version)
        return self

    def pay(self, on: date, fen: int, who: str = "negotiator", today: date = LATE) -> PlanRoad:
        """Record a payment."""
        plans.record_payment(
            self.ws(who, today), self.plan_id, Payment(on, fen), "银行回单", seen_version=self.version
        )
        return self

    def demand(self, answer_by: date = date(2020, 6, 1), today: date = LATE, who: str = "negotiator") -> int:
        """Draft the demand letter."""
        return letters.draft_letter(
            self.ws(who, today), self.plan_id, LetterKind.DEMAND, answer_by, seen_version=self.version
        )

    def refer(self, today: date = LATE, who: str = "negotiator") -> int:
        """Draft the referral."""
        return letters.draft_letter(
            self.ws(who, today), self.plan_id, LetterKind.REFERRAL, seen_version=self.version
        )


def draft(house: House, *, is_peopled: bool = False, case_id: int | None = None, **other: Any) -> PlanRoad:
    """Return a drafted plan."""
    if not is_peopled:
        people(house)
    made = plans.draft_plan(
        house.ws("negotiator", LATE), house.unions["city"], form(**other), INSTALMENTS, case_id=case_id
    )
    return PlanRoad(house, made)

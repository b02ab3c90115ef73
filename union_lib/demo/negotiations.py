"""Negotiation to practise on: cases in every stage, walked there through the services as people would."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Engine

from ..negotiation import reports, service
from ..negotiation.figures import AREA_CLASS, HOURLY, MONTHLY
from ..negotiation.queries import hash_of
from ..negotiation.rules.clauses import ClauseText
from ..negotiation.rules.kinds import Author, Side
from ..negotiation.rules.stages import Step
from ..negotiation.service.figures import enter_case_figure
from .agreements import TEXTS, settled
from .deferrals import load_deferrals
from .hands import Hands
from .load import APPROVER, NEGOTIATOR
from .payroll import load_payroll
from .rights import load_rights
from .told_cases import Told, told_cases
from .town import invented_name

LEADERS = frozenset({Step.SIGN, Step.BREAK_OFF})
"""Steps that need the leader's hand."""
NOTICE = "练习数据，非真实文件"
CITY_DISTRICTS = ("430202", "430203", "430204", "430211")
CLASS_SINCE, TABLE_ENDS = date(2019, 10, 1), date(2025, 9, 1)
LEAST_WAGE, LEAST_HOUR = "2000", "20"
"""Invented amounts, entered and shown as practice figures."""

POSTS = {
    Side.UNION: ("工会主席", "职工代表", "工会女职工委员"),
    Side.EMPLOYER: ("总经理", "人力资源部经理", "财务部经理"),
}
PLACE = "企业三楼会议室"
SAID = {
    1: "双方首席代表通报了生产经营和工资支付情况，职工方说明了要求，企业方就订单和成本作了说明。\n"
    "双方同意逐条讨论，先易后难。",
    2: "双方对加班工资、支付日期达成一致；对年度增长幅度仍有分歧，企业方将补充上年度工资总额和利润数据。",
    3: "企业方调整了增长幅度，双方就全部条款达成一致，提交职工代表大会讨论。",
}


def load_negotiations(on: Engine, seed: int) -> None:
    """Add cases in every stage through the services, as people would."""
    hands = Hands(on)
    rng = random.Random(f"negotiation {seed}")
    _figures(hands)
    firms = reports.firms_like(hands.ws(NEGOTIATOR), "", limit=100)
    today = hands.ws(NEGOTIATOR).today
    in_city = [firm for firm in firms if firm.district_code in CITY_DISTRICTS] or firms
    for at, told in enumerate(sorted(told_cases(today), key=lambda told: -told.opened)):
        chosen = in_city if told.on_payroll else firms
        _Walk(hands, told, chosen[at % len(chosen)], rng, today).walk()
    load_deferrals(hands)
    load_rights(hands)


def _figures(hands: Hands) -> None:
    """Enter the minimum wage of the city's districts; the others stay unknown, so that somebody can enter them."""
    officer = hands.ws(NEGOTIATOR)
    for area in CITY_DISTRICTS:
        for policy, since, text in (
            (AREA_CLASS, CLASS_SINCE, "2"),
            (MONTHLY, TABLE_ENDS, LEAST_WAGE),
            (HOURLY, TABLE_ENDS, LEAST_HOUR),
        ):
            enter_case_figure(officer, hands.union_id, policy, area, since, text, f"最低工资标准（{NOTICE}）")


class _Walk:
    """One case on its way."""

    def __init__(self, hands: Hands, told: Told, firm: reports.Firm, rng: random.Random, today: date) -> None:
        self.hands, self.told, self.firm, self.rng, self.today = hands, told, firm, rng, today
        self.version = 1
        self.case = 0
        self.effect, self.text, self.digest = today, 0, ""
        self.planned = service.PlanForm(workers=told.workers)
        self.present: dict[str, list[str]] = {}

    def walk(self) -> None:
        """Open the case and record what happened in the order of the days."""
        self._open()
        happened = [
            (ago, n, self._step(step, reason)) for n, (step, ago, reason) in enumerate(self.told.steps)
        ]
        happened += [(ago, -1, self._round(at)) for at, ago in enumerate(self.told.rounds, 1)]
        for ago, _, act in sorted(happened, key=lambda row: (-row[0], row[1])):
            act(self.today - timedelta(days=ago))
        self._plan_ahead()
        for ago, kept, broken, found in self.told.checks:
            on = self.today - timedelta(days=ago)
            self.version = service.record_check(
                self.hands.ws(NEGOTIATOR, on), self.case, on,
                kept=kept, broken=broken, findings=found, seen_version=self.version,
            )  # fmt: skip
        if self.told.on_payroll:
            area, workers = self.firm.district_code, self.told.on_payroll
            load_payroll(self.hands, self.case, area, workers, self.rng, self.today)

    def _open(self) -> None:
        told, on = self.told, self.today - timedelta(days=self.told.opened)
        name, code, industry = told.employer
        form = service.CaseForm(
            employer=name or self.firm.name,
            district_code=code or self.firm.district_code,
            industry=industry or self.firm.industry,
            track=told.track,
            subject=told.subject,
            scope=told.scope,
            invited_by=told.invited_by,
            workers=told.workers,
        )
        officer = self.hands.ws(NEGOTIATOR, on)
        firm = None if name else self.firm.id
        self.case = service.open_case(officer, self.hands.union_id, form, enterprise_id=firm, opened_on=on)
        texts = {Author.UNION: told.union or TEXTS[told.subject], Author.EMPLOYER: told.other}
        for author, clauses in texts.items():
            if clauses:
                service.table_text(officer, self.case, author, clauses, on=on, seen_version=0)

    def _step(self, step: Step, reason: str):  # type: ignore[no-untyped-def]
        def act(on: date) -> None:
            if step == Step.REPLY:
                self._delegates(on)
            if step == Step.AGREE_DRAFT:
                self._joint(on, settled(self.told.joint or self.told.union or TEXTS[self.told.subject]))
            if step in (Step.VOTE_PASSED, Step.VOTE_FAILED):
                self._vote(on, step == Step.VOTE_PASSED)
            elif step == Step.OPEN_RENEWAL:
                service.renew_case(self.hands.ws(NEGOTIATOR, on), self.case, on, seen_version=self.version)
                self.version += 1
            else:
                self._take(step, on, reason)

        return act

    def _take(self, step: Step, on: date, reason: str) -> None:
        who = APPROVER if step in LEADERS else NEGOTIATOR
        if step == Step.SIGN:
            self._plan_ahead()
        if step == Step.TAKE_EFFECT:
            on = self.effect = reports.case_sheet(self.hands.ws(NEGOTIATOR), self.case).effect_on or on
        if step == Step.PUBLISH:
            on = self.effect + timedelta(days=3)
        ws = self.hands.ws(who, on)
        self.version = service.take_step(ws, self.case, step, on, reason, seen_version=self.version)

    def _delegates(self, on: date) -> None:
        names = _different(self.rng, sum(self.told.delegates))
        for side, count in zip((Side.UNION, Side.EMPLOYER), self.told.delegates, strict=True):
            self.present[side.value] = names[:count] if side == Side.UNION else names[-count:]
            for at, post in enumerate(POSTS[side][:count]):
                form = service.DelegateForm(
                    side=side,
                    name=self.present[side.value][at],
                    post=post,
                    is_chief=at == 0,
                    valid_from=on,
                )
                service.save_delegate(self.hands.ws(NEGOTIATOR, on), self.case, form)

    def _round(self, number: int):  # type: ignore[no-untyped-def]
        def act(on: date) -> None:
            ws = self.hands.ws(NEGOTIATOR, on)
            form = service.RoundForm(held_on=on, place=PLACE, minutes=SAID[min(number, 3)])
            service.hold_round(ws, self.case, form, self.present, seen_version=self.version)
            self.version += 1
            if number == len(self.told.rounds) and self.told.joint:
                self._joint(on, self.told.joint)

        return act

    def _joint(self, on: date, clauses: Sequence[ClauseText]) -> None:
        ws = self.hands.ws(NEGOTIATOR, on)
        self.text = service.table_text(ws, self.case, Author.JOINT, clauses, on=on, seen_version=self.text)
        self.digest = hash_of(clauses)

    def _vote(self, on: date, passes: bool) -> None:
        ws = self.hands.ws(NEGOTIATOR, on)
        total = max(30, min(120, self.told.workers // 10))
        form = service.VoteForm(
            held_on=on, total=total, attending=total * 9 // 10, in_favour=total * (8 if passes else 4) // 10
        )
        service.record_vote(ws, self.case, form, self.digest, seen_version=self.version)
        self.version += 1

    def _plan_ahead(self) -> None:
        told, today = self.told, self.today
        starts, length = told.term or (None, None)
        first = today - timedelta(days=starts) if starts is not None else None
        form = service.PlanForm(
            workers=told.workers,
            meeting_on=today + timedelta(days=told.meeting_in) if told.meeting_in else None,
            vote_on=today + timedelta(days=told.vote_in) if told.vote_in else None,
            term_from=first,
            term_to=first + timedelta(days=(length or 0) - 1) if first else None,
        )
        if form != self.planned:
            officer = self.hands.ws(NEGOTIATOR)
            self.version = service.change_plan(officer, self.case, form, seen_version=self.version)
            self.planned = form


def _different(rng: random.Random, count: int) -> list[str]:
    """Return invented names, none twice."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[invented_name(rng)] = None
    return list(found)

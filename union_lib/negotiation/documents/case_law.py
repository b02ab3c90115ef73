"""The law a paper cites: each period with its article, as papers say it in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...common.calendar import Unit
from ...common.policies import Figure, FigureUnknown, NoRuleInForce, PolicyBook
from ...workspace import Workspace
from ..figures import PROMPTLY, case_book, part_of
from ..reports import CaseSheet
from ..rules.kinds import Subject, Track
from ..rules.procedure import POLICY_OF, Due, DueKind, period_of
from ..rules.stages import Step
from .paper import cited

BLANK_PERIOD = "____日"
TO_BE_ENTERED = "标准待录入"
UNIT_WORDS = {
    Unit.CALENDAR_DAY: "日",
    Unit.WORKING_DAY: "个工作日",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
}
BASIC_LAWS = "《中华人民共和国劳动法》《中华人民共和国劳动合同法》《中华人民共和国工会法》《集体合同规定》"
WAGE_LAW = "《工资集体协商试行办法》"
CONTRACTS = {
    Subject.GENERAL: "集体合同",
    Subject.WAGES: "工资专项集体合同（工资协议）",
    Subject.WOMEN: "女职工权益保护专项集体合同",
    Subject.SAFETY: "劳动安全卫生专项集体合同",
    Subject.HOURS: "工作时间和休息休假专项集体合同",
}
SUBJECTS = {
    Subject.GENERAL: "劳动报酬、工作时间、休息休假、劳动安全卫生、保险福利等事项",
    Subject.WAGES: "职工工资事项",
    Subject.WOMEN: "女职工特殊权益保护事项",
    Subject.SAFETY: "劳动安全卫生事项",
    Subject.HOURS: "工作时间和休息休假事项",
}


def contract_name(subject: Subject, track: Track) -> str:
    """Return what the contract of a case is called.

    >>> contract_name(Subject.GENERAL, Track.WAGE_AGREEMENT)
    '工资专项集体合同（工资协议）'
    """
    if subject == Subject.GENERAL and track == Track.WAGE_AGREEMENT:
        return CONTRACTS[Subject.WAGES]
    return CONTRACTS[subject]


def laws_of(track: Track) -> str:
    """Return the laws a paper of a track rests on."""
    return BASIC_LAWS + (WAGE_LAW if track == Track.WAGE_AGREEMENT else "") + "等规定"


def period_text(value: Any) -> str:
    """Return a period as papers say it.

    >>> period_text({"count": 10, "unit": "working_day"}), period_text("promptly")
    ('10 个工作日', '及时')
    """
    if value == PROMPTLY:
        return "及时"
    period = period_of(value.get("normal", value) if isinstance(value, Mapping) else value)
    return f"{period.count} {UNIT_WORDS[period.unit]}" if period else BLANK_PERIOD


@dataclass(frozen=True)
class PaperLaw:
    """The figures of a case's area, and the dates that follow from them."""

    book: PolicyBook
    sheet: CaseSheet
    today: date

    @classmethod
    def of(cls, ws: Workspace, sheet: CaseSheet) -> PaperLaw:
        """Return the law as the organisation of a case knows it."""
        with ws.reading() as session:
            return cls(case_book(session, sheet.case.union_id), sheet, ws.today)

    def figure(self, policy: str, on: date | None = None) -> Figure | None:
        """Return a figure in force on a day; None where it is not known or there was no rule yet."""
        try:
            return self.book.figure(policy, on or self.today, self.sheet.case.district_code)
        except (FigureUnknown, NoRuleInForce):
            return None

    def due(self, kind: DueKind) -> Due | None:
        """Return a date of the case, if it follows from what has happened."""
        return next((due for due in self.sheet.dues if due.kind == kind), None)

    def period(self, name: str, kind: DueKind, event: Step | None) -> dict[str, str]:
        """Return a period and its article under a name, by the law of the day its event happened."""
        on = self.sheet.days.happened.get(event) if event else None
        return self.cited_period(name, POLICY_OF[kind, self.sheet.case.track], on)

    def cited_period(self, name: str, policy: str, on: date | None = None) -> dict[str, str]:
        """Return a policy's period and its article under a name; a blank where it is not known."""
        figure = self.figure(policy, on)
        citation = "citation" if name == "period" else f"{name}_citation"
        if figure is None:
            return {name: BLANK_PERIOD, citation: TO_BE_ENTERED}
        return {name: period_text(figure.value), citation: cited(figure)}

    def delegation(self) -> str:
        """Return what the delegations must be, with its article."""
        figure = self.figure("nego_delegation")
        if figure is None:
            return ""
        least = part_of(figure, "min_each_side").value
        return f"双方协商代表人数对等，每方不少于 {least} 名，各确定 1 名首席代表（{cited(figure)}）。"

    def vote_wanted(self) -> str:
        """Return what the congress's vote must be, with its article."""
        figure = self.figure("nego_draft_approval")
        if figure is None:
            return ""
        quorum, favour = (part_of(figure, f"{name}_share_of_all").value for name in ("quorum", "favour"))
        return (
            f"本草案须提交职工代表大会或者全体职工讨论：出席人数不少于全体的 {quorum}，"
            f"且全体的 {favour} 以上同意，方获通过（{cited(figure)}）。"
        )

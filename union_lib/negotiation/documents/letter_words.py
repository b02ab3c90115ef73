"""Wording of the union's letters about arrears, in Chinese: amounts, days, articles, enclosures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ...common.money import in_capitals, yuan
from ...common.papers import day_text
from ...common.text import translate
from ..figures import TO_BE_CONFIRMED
from ..plan_words import CRIMES, EVIDENCE
from ..rules.arrears import CrimeLevel
from ..rules.deferred import InstalmentState
from ..rules.letters import CRIME, INTERVENTION, INTERVENTION_MIGRANT, Evidence
from .paper import NO_DAY

NOT_AT_HAND = "（待补）"
SAID = {
    INTERVENTION: "单位侵犯职工工资权益的，工会代表职工交涉，要求改正；拒不改正的，可以请求当地人民政府依法处理",
    INTERVENTION_MIGRANT: "拖欠农民工工资的，工会可以要求改正；拒不改正的，可以请求人力资源社会保障行政部门依法处理",
    "unjustified_arrears_exceptions": "不属于“无故拖欠”的情形：不可抗力（自然灾害、战争等）；"
    "生产经营困难且征得本单位工会同意的暂时延期",
    "inspection_jurisdiction": "由用工所在地的县级或者设区的市级劳动保障行政部门管辖",
    "inspection_limitation_years": "查处时效，违法行为有连续或者继续状态的，自行为终了之日起计算",
    "inspection_days": "调查自立案之日起在规定期限内完成",
    "additional_compensation": "责令限期支付劳动报酬；逾期不支付的，责令加付赔偿金",
    CRIME: "有能力支付而不支付或者逃避支付劳动报酬，数额较大，经政府有关部门责令支付仍不支付的，依法追究刑事责任",
}
"""What an article says, in a few words of a letter: never more than the text, whichever of its versions counts."""


def day_said(text: str) -> str:
    """Return a day of a letter's facts as papers write it.

    >>> day_said("2020-03-04"), day_said("")
    ('2020年3月4日', '____年__月__日')
    """
    return day_text(date.fromisoformat(text)) if text else NO_DAY


def period_said(first: str, last: str) -> str:
    """Return a period of wages as papers write it.

    >>> period_said("2020-02-01", "2020-03-31")
    '2020年2月1日至2020年3月31日'
    """
    return f"{day_said(first)}至{day_said(last)}"


def ground_said(policy: str, citation: str, confidence: str) -> str:
    """Return an article with what it says in a few words, marked when nobody has confirmed it.

    >>> ground_said("inspection_jurisdiction", "劳动保障监察条例 13", "source")
    '劳动保障监察条例 13：由用工所在地的县级或者设区的市级劳动保障行政部门管辖'
    """
    mark = "（待确认）" if confidence == TO_BE_CONFIRMED else ""
    return f"{citation}{mark}" + (f"：{SAID[policy]}" if policy in SAID else "")


def evidence_said(kinds: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what is enclosed, what is not at hand marked."""
    return [
        translate(EVIDENCE[Evidence(one["kind"])], "zh") + ("" if one["at_hand"] else NOT_AT_HAND)
        for one in kinds
    ]


def overdue_rows(body: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the overdue instalments of a letter."""
    return [
        {
            "number": str(one["number"]),
            "due": one["due"],
            "amount": yuan(one["amount_fen"]),
            "paid": yuan(one["paid_fen"]),
            "left": yuan(one["amount_fen"] - one["paid_fen"]),
            "days": str(one["overdue_days"]),
        }
        for one in body["instalments"]
        if one["state"] == InstalmentState.OVERDUE
    ]


def plan_said(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every paper says of a plan."""
    return {
        "plan": body["plan"],
        "employer": body["employer"],
        "union": body["union"],
        "workers": f"{body['workers']:,}",
        "wages": period_said(body["wages_from"], body["wages_to"]),
        "wages_due": day_said(body["wages_due_on"]),
        "agreed": day_said(body["agreed_on"]),
        "consented": day_said(body["consented_on"]),
        "asked": body["asked"],
        "in_favour": body["in_favour"],
        "grace": body["grace_days"],
        "total": yuan(body["total_fen"]),
        "paid": yuan(body["paid_fen"]),
        "due": yuan(body["overdue_fen"]),
        "days": body["most_overdue_days"],
        "law_on": day_said(body["law_on"]),
    }


def additional_said(found: Mapping[str, Any] | None) -> str:
    """Return what may be ordered on top; empty where no figure is in force."""
    if found is None:
        return ""
    return (
        f"在责令的期限内仍不支付的，依法责令加付赔偿金"
        f"（按上述逾期未付的工资计算为 {yuan(found['least_fen'])} 元至 {yuan(found['most_fen'])} 元，"
        f"{found['citation']}）。"
    )


def crime_said(level: str | None) -> str:
    """Return a sentence on the crime of refusing to pay; empty below its amounts.

    The amount is one element only, and inside the band the province fixes it: the sentence asks for no more than
    that a suspicion is followed (刑法 276之一; 法释〔2013〕3号 3、4).

    >>> crime_said("below")
    ''
    """
    if level is None or level == CrimeLevel.BELOW:
        return ""
    words = translate(CRIMES[CrimeLevel(level)], "zh")
    return f"欠付金额{words}；经责令支付仍不支付，涉嫌犯罪的，请依法移送公安机关。"


def capitals(fen: int) -> str:
    """Return an amount in Chinese capitals."""
    return in_capitals(fen)

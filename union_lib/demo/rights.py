"""Ways to a right to practise on: a case of each kind, on its clocks, one of them long over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..negotiation import reports
from ..negotiation.rules.kinds import RightsKind
from ..negotiation.rules.limitation import ClaimKind
from ..negotiation.rules.rights import Act, Happened
from ..negotiation.service.rights import RightsForm, open_rights, record_act
from .hands import Hands
from .load import NEGOTIATOR


@dataclass(frozen=True)
class Asked:
    """A rights case of the demo: opened so many days ago, then acts as (act, days ago, words, day set in days)."""

    kind: RightsKind
    opened: int
    facts: str
    acts: Sequence[tuple[Act, int, str, int | None]] = ()
    workers: int = 1
    yuan: int = 0
    is_green: bool = False
    claim: tuple[ClaimKind, int] | None = None


CASES = (
    Asked(
        RightsKind.LEGAL_AID,
        9,
        "停产期间生活费未发，申请法律援助。",
        [(Act.APPLY, 8, "", None), (Act.ACCEPT, 4, "", None)],
        workers=23,
        yuan=86_400,
        is_green=True,
        claim=(ClaimKind.ARBITRATION_WAGE_IN_SERVICE, 120),
    ),
    Asked(
        RightsKind.SUPERVISION,
        24,
        "加班工资未按规定支付，发出监督意见。",
        [(Act.WARN, 20, "请书面答复并补发。", 6)],
        workers=61,
        yuan=142_300,
    ),
    Asked(
        RightsKind.PETITION,
        40,
        "职工来访反映未休年休假工资。",
        [(Act.APPLY, 40, "", None), (Act.ACCEPT, 33, "", None)],
        workers=5,
        yuan=12_750,
    ),
    Asked(
        RightsKind.MEDIATION,
        12,
        "解除劳动合同经济补偿争议，申请企业调解委员会调解。",
        [(Act.APPLY, 11, "", None)],
        yuan=31_200,
        claim=(ClaimKind.ARBITRATION_OTHER, 330),
    ),
    Asked(
        RightsKind.ARBITRATION,
        52,
        "拖欠两个月工资，绿色通道申请仲裁。",
        [(Act.APPLY, 50, "", None), (Act.ACCEPT, 46, "", None), (Act.SERVE, 42, "", None)],
        workers=18,
        yuan=205_600,
        is_green=True,
        claim=(ClaimKind.ARBITRATION_WAGE_IN_SERVICE, 90),
    ),
    Asked(
        RightsKind.SUPERVISION,
        150,
        "克扣夜班津贴。",
        [(Act.WARN, 148, "请在期限内改正。", 20), (Act.CORRECT, 131, "", None)],
        workers=34,
        yuan=20_400,
    ),
)


def load_rights(hands: Hands) -> None:
    """Add rights cases through the services."""
    officer = hands.ws(NEGOTIATOR)
    firms = reports.firms_like(officer, "", limit=100)
    for at, asked in enumerate(CASES):
        _case(hands, asked, firms[(3 * at + 1) % len(firms)], officer.today)


def _case(hands: Hands, asked: Asked, firm: reports.Firm, today: date) -> None:
    def ago(days: int) -> date:
        return today - timedelta(days=days)

    kind, began = asked.claim or (None, 0)
    form = RightsForm(
        kind=asked.kind,
        employer=firm.name,
        district_code=firm.district_code,
        claimant="职工代表（练习）",
        workers=asked.workers,
        claim_fen=asked.yuan * 100,
        is_green=asked.is_green,
        facts=asked.facts,
        claim_kind=kind,
        claim_start=ago(began) if kind else None,
    )
    made = open_rights(hands.ws(NEGOTIATOR, ago(asked.opened)), hands.union_id, form)
    version = 1
    for act, days, words, until in asked.acts:
        on = ago(days)
        happened = Happened(act, on, on + timedelta(days=until) if until is not None else None)
        version = record_act(hands.ws(NEGOTIATOR, on), made, happened, words, seen_version=version)

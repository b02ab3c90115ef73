"""What the pages of deferred plans show: lines of the list, one plan, its chart, its letters, its law."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ...common.errors import N_
from ...common.money import yuan
from ...common.policies import Figure
from ...common.text import translate
from ...registry.figures import ENTERED
from ...ui import theme
from ...ui.shown import local_time, period
from ..figure_names import FIGURE_NAMES
from ..figure_values import shown_value
from ..figures import TO_BE_CONFIRMED
from ..plan_queries import LONGEST
from ..plan_words import (
    CRIMES,
    EVIDENCE,
    INSTALMENT_STATES,
    LETTER_STATES,
    LETTER_TONES,
    LETTERS,
)
from ..reports.plans import LetterRow, PaymentRow, PlanMark, PlanRow, PlanSheet
from ..rules.arrears import CrimeLevel
from ..rules.deferred import InstalmentStanding, InstalmentState, paid_by
from ..rules.kinds import LetterKind
from ..rules.letters import Ground, LetterState, missing_evidence
from ..rules.stages import Hand

MARKS = {
    PlanMark.DEFAULT: N_("in default"),
    PlanMark.LATE: N_("late"),
    PlanMark.ON_TRACK: N_("on track"),
    PlanMark.DRAFT: N_("draft"),
    PlanMark.COMPLETED: N_("paid in full"),
    PlanMark.CLOSED: N_("closed early"),
}
MARK_TONES = {
    PlanMark.DEFAULT: "bad",
    PlanMark.LATE: "warn",
    PlanMark.ON_TRACK: "info",
    PlanMark.DRAFT: "mute",
    PlanMark.COMPLETED: "ok",
    PlanMark.CLOSED: "mute",
}
RUNNING = (PlanMark.DEFAULT, PlanMark.LATE, PlanMark.ON_TRACK)
TO_COME = "#c9d3df"


def mark_tag(mark: PlanMark) -> dict[str, str]:
    """Return how a plan stands, in words with a tone."""
    return {"text": translate(MARKS[mark]), "tone": MARK_TONES[mark]}


def line(row: PlanRow, today: date) -> dict[str, Any]:
    """Return a plan as the list shows it."""
    days = -row.most_overdue_days if row.most_overdue_days else None
    if days is None and row.next_due is not None:
        days = (row.next_due - today).days
    return {
        "id": row.id,
        "number": row.number,
        "employer": row.employer,
        "district": row.district,
        "workers": f"{row.workers:,}",
        "total": yuan(row.total_fen),
        "paid": yuan(row.paid_fen),
        "overdue": yuan(row.overdue_fen) if row.overdue_fen else "",
        "mark": mark_tag(row.mark),
        "days": days,
        "date": row.next_due.isoformat() if row.next_due else "",
        "letters": " · ".join(
            f"{translate(LETTERS[kind])}: {translate(LETTER_STATES[state])}"
            for kind, state in row.letters.items()
        ),
    }


def head(sheet: PlanSheet) -> dict[str, Any]:
    """Return the head of a plan's page and what may be done there."""
    plan, standing = sheet.plan, sheet.standing
    is_officer, is_leader = Hand.OFFICER in sheet.hands, Hand.LEADER in sheet.hands
    is_running = sheet.mark in (*RUNNING, PlanMark.COMPLETED)
    parts = [
        plan.number,
        sheet.district,
        plan.industry,
        translate(N_("{n} workers")).format(n=f"{plan.workers:,}"),
        translate(N_("wages of {period}")).format(period=period(plan.wages_from, plan.wages_to)),
    ]
    return {
        "id": plan.id,
        "title": plan.employer,
        "text": " · ".join(part for part in parts if part),
        "mark": mark_tag(sheet.mark),
        "is_draft": sheet.mark == PlanMark.DRAFT,
        "is_default": sheet.mark == PlanMark.DEFAULT,
        "may_edit": is_officer and sheet.mark == PlanMark.DRAFT,
        "may_pay": is_officer and is_running,
        "may_write": is_officer and sheet.mark == PlanMark.DEFAULT,
        "may_close": is_leader and sheet.mark != PlanMark.CLOSED,
        "may_work": is_officer,
        "total": yuan(plan.total_fen),
        "paid": yuan(standing.paid_fen),
        "outstanding": yuan(standing.outstanding_fen),
        "overdue": yuan(standing.overdue_fen) if is_running else yuan(0),
        "is_overdue": bool(standing.overdue_fen) and is_running,
        "overpaid": yuan(standing.overpaid_fen) if standing.overpaid_fen else "",
        "case": plan.case_id,
        "case_number": sheet.case_number,
        "rights": [{"id": key, "number": number} for key, number in sheet.rights],
        "closed": f"{plan.closed_on}: {plan.closed_reason}" if plan.closed_on else "",
        "is_whole": sheet.terms.is_whole,
        "calculations": len(sheet.calculations),
    }


def instalment_rows(sheet: PlanSheet, today: date) -> list[dict[str, Any]]:
    """Return the instalments with when they were settled."""
    is_running = sheet.mark in (*RUNNING, PlanMark.COMPLETED)
    return [
        _instalment(one, sheet.settled[at], today, is_running)
        for at, one in enumerate(sheet.standing.instalments)
    ]


def _instalment(
    one: InstalmentStanding, settled: date | None, today: date, is_running: bool
) -> dict[str, Any]:
    if settled:
        arrived = settled.isoformat()
    else:
        arrived = translate(N_("in part")) if one.paid_fen else ""
    return {
        "n": one.number,
        "due": one.due.isoformat(),
        "amount": yuan(one.amount_fen),
        "paid": yuan(one.paid_fen),
        "arrived": arrived,
        "days": (one.due - today).days if is_running else None,
        "done": one.state == InstalmentState.PAID,
        "is_grace": is_running and one.state == InstalmentState.GRACE,
        "state": translate(INSTALMENT_STATES[one.state]),
    }


def payment_rows(payments: Sequence[PaymentRow]) -> list[dict[str, Any]]:
    """Return the payments, the newest first."""
    return [
        {
            "id": one.id,
            "on": one.paid_on.isoformat(),
            "amount": yuan(one.amount_fen),
            "note": one.note,
            "who": f"{one.who} · {local_time(one.recorded_at)}",
            "is_cancelled": one.cancelled is not None,
            "why": one.cancelled or "",
        }
        for one in reversed(payments)
    ]


def alarm(sheet: PlanSheet) -> dict[str, Any]:
    """Return the red box of a plan in default, with the letters that can be drafted; empty for others."""
    if sheet.mark not in (PlanMark.DEFAULT, PlanMark.LATE):
        return {}
    standing = sheet.standing
    text = N_("{n} instalments overdue, the oldest for {days} days: {amount} yuan")
    demand = sheet.letter(LetterKind.DEMAND, LetterState.SENT)
    return {
        "title": translate(text).format(
            n=standing.overdue_count, days=standing.most_overdue_days, amount=yuan(standing.overdue_fen)
        ),
        "text": translate(_advice(sheet, demand)).format(
            day=demand.answer_by if demand else "", number=demand.number if demand else ""
        ),
        "is_default": sheet.mark == PlanMark.DEFAULT,
        "demand": sheet.mark == PlanMark.DEFAULT
        and sheet.letter(LetterKind.DEMAND, LetterState.DRAFT) is None,
        "referral": sheet.mark == PlanMark.DEFAULT
        and sheet.letter(LetterKind.REFERRAL, LetterState.DRAFT) is None,
        "demand_first": demand is None,
        "is_referred": sheet.letter(LetterKind.REFERRAL, LetterState.SENT) is not None,
        "missing": [translate(EVIDENCE[one]) for one in missing_evidence(LetterKind.REFERRAL, sheet.at_hand)],
    }


def _advice(sheet: PlanSheet, demand: LetterRow | None) -> str:
    if sheet.mark == PlanMark.LATE:
        return N_("Late, but not in default by the terms of the plan. Ask the employer now.")
    if sheet.letter(LetterKind.REFERRAL, LetterState.SENT):
        return N_("Referred to labour inspection. Watch its clock under “Rights cases”.")
    if demand is None:
        return N_("Demand payment first; if it is not answered in time, refer to labour inspection.")
    if demand.answer_by and sheet.standing.on <= demand.answer_by:
        return N_("{number} was sent; the employer has until {day} to answer.")
    return N_("{number} was not answered by {day}: refer to labour inspection.")


def letter_rows(sheet: PlanSheet) -> list[dict[str, Any]]:
    """Return the letters, the newest first, with what the acting account may do to each."""
    return [_letter(one, sheet) for one in reversed(sheet.letters)]


def _letter(one: LetterRow, sheet: PlanSheet) -> dict[str, Any]:
    is_draft = one.state == LetterState.DRAFT
    drafted = translate(N_("drafted by {who}, {day}")).format(who=one.drafted_by, day=one.drafted_on)
    sent = translate(N_("sent by {who}, {day}, to {addressee}"))
    return {
        "id": one.id,
        "kind": translate(LETTERS[one.kind]),
        "number": one.number,
        "state": {"text": translate(LETTER_STATES[one.state]), "tone": LETTER_TONES[one.state]},
        "drafted": drafted,
        "sent": sent.format(who=one.sent_by, day=one.sent_on, addressee=one.addressee) if one.sent_on else "",
        "answer_by": one.answer_by.isoformat() if one.answer_by else "",
        "reason": one.reason,
        "may_release": is_draft and Hand.LEADER in sheet.hands and not one.is_own,
        "waits": is_draft and (Hand.LEADER not in sheet.hands or one.is_own),
        "may_withdraw": is_draft and Hand.OFFICER in sheet.hands,
        "is_unchanged": one.is_unchanged,
        "law": [ground_row(ground) for ground in one.grounds],
    }


def ground_row(ground: Ground) -> dict[str, Any]:
    """Return an article with its name and how sure it is."""
    return {
        "name": translate(FIGURE_NAMES.get(ground.policy, ground.policy)),
        "citation": ground.citation,
        "is_confirmed": ground.confidence != TO_BE_CONFIRMED,
    }


def basis(sheet: PlanSheet) -> list[dict[str, Any]]:
    """Return what the plan rests on: consent, opinion, terms, the longest deferral with its article."""
    plan, consent = sheet.plan, sheet.consent
    opinion = translate(N_("{asked} asked, {favour} in favour")).format(
        asked=f"{consent.asked or 0:,}", favour=f"{consent.in_favour or 0:,}"
    )
    default = translate(N_("{n} instalments overdue, or one for {days} days")).format(
        n=plan.default_instalments, days=plan.default_days
    )
    return [
        _fact(
            N_("Union's consent"), str(consent.consented_on or ""), is_missing=consent.consented_on is None
        ),
        _fact(N_("Workers' opinion"), opinion if consent.asked else "", is_missing=not consent.asked),
        _fact(N_("Agreed with the employer"), str(plan.agreed_on or "")),
        _fact(N_("Wages were due on"), str(plan.wages_due_on)),
        _fact(N_("Grace"), translate(N_("{n} days")).format(n=plan.grace_days)),
        _fact(N_("Default"), default),
        _longest(sheet.longest, sheet.latest),
    ]


def _fact(name: str, text: str, *, is_missing: bool = False) -> dict[str, Any]:
    return {"name": translate(name), "text": text or "—", "is_missing": is_missing, "cite": "", "tag": ""}


def _longest(figure: Figure | None, latest: date | None) -> dict[str, Any]:
    name = N_("Longest deferral")
    if figure is None:
        return _fact(name, translate(N_("not known here; enter it with its notice")), is_missing=True)
    text = translate(N_("{value}, until {day}")).format(
        value=shown_value(LONGEST, figure.value), day=latest or "—"
    )
    tags = {ENTERED: N_("entered here"), TO_BE_CONFIRMED: N_("to be confirmed")}
    return _fact(name, text) | {
        "cite": figure.citation,
        "tag": translate(tags.get(figure.confidence, "")),
    }


def law(sheet: PlanSheet) -> list[dict[str, Any]]:
    """Return the law of today that follows from the arrears: what may come on top, and the articles."""
    rows = []
    if sheet.additional and sheet.standing.overdue_fen:
        text = translate(N_("{least} to {most} yuan, if an order to pay is not obeyed")).format(
            least=yuan(sheet.additional.least_fen), most=yuan(sheet.additional.most_fen)
        )
        rows.append({**_fact(N_("Additional compensation"), text), "cite": sheet.additional.citation})
    if sheet.crime and sheet.standing.overdue_fen:
        is_near = sheet.crime.level != CrimeLevel.BELOW
        said = _fact(N_("Refusing to pay wages"), translate(CRIMES[sheet.crime.level]), is_missing=is_near)
        rows.append({**said, "cite": sheet.crime.citation})
    return rows


def articles(sheet: PlanSheet) -> list[dict[str, Any]]:
    """Return the articles of today a letter about the plan would rest on."""
    return [ground_row(one) for one in sheet.law]


def chart_of(sheet: PlanSheet, today: date) -> Any:
    """Return the chart of promised and paid, a bar for each instalment and both sums as lines."""
    return theme.chart(_option(sheet, today), 300)


def _option(sheet: PlanSheet, today: date) -> dict[str, Any]:
    ones = sorted(sheet.standing.instalments, key=lambda one: one.due)
    days = sorted({one.due for one in ones} | ({today} if sheet.plan.agreed_on else set()))
    at = {one.due: one for one in ones}
    promised = [sum(one.amount_fen for one in ones if one.due <= day) / 100 for day in days]
    paid = [paid_by(sheet.counted, day) / 100 if day <= today else None for day in days]
    bars = [_parts(at.get(day)) for day in days]
    names = (N_("received"), N_("overdue"), N_("not due yet"))
    colours = (theme.OK, theme.BAD, TO_COME)
    return {
        "legend": {
            "top": 0,
            "left": 0,
            "itemWidth": 14,
            "itemHeight": 8,
            "textStyle": {"color": theme.INK_2},
        },
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 8, "right": 16, "top": 76, "bottom": 4, "containLabel": True},
        "xAxis": {
            "type": "category",
            "data": [_day(day, today) for day in days],
            "axisLabel": {"color": theme.INK_2, "fontSize": 12, "hideOverlap": True},
        },
        "yAxis": {
            "type": "value",
            "name": translate(N_("yuan")),
            "nameTextStyle": {"color": theme.INK_2, "align": "right"},
        },
        "series": [
            {
                "type": "bar",
                "stack": "instalment",
                "barMaxWidth": 44,
                "name": translate(name),
                "itemStyle": {"color": colour},
                "data": [parts[part] for parts in bars],
            }
            for part, (name, colour) in enumerate(zip(names, colours, strict=True))
        ]
        + [
            _line(N_("promised in all"), promised, theme.PALETTE[0]),
            _line(N_("received in all"), paid, theme.PALETTE[1]),
        ],
    }


def _parts(one: InstalmentStanding | None) -> tuple[float, float, float]:
    if one is None:
        return 0, 0, 0
    left = one.remaining_fen / 100
    is_late = one.state == InstalmentState.OVERDUE
    return one.paid_fen / 100, left if is_late else 0, 0 if is_late else left


def _line(name: str, points: Sequence[float | None], colour: str) -> dict[str, Any]:
    return {
        "type": "line",
        "name": translate(name),
        "data": list(points),
        "color": colour,
        "lineStyle": {"width": 2},
        "symbol": "emptyCircle",
        "symbolSize": 7,
    }


def _day(day: date, today: date) -> str:
    return translate(N_("today")) if day == today else day.isoformat()[2:]


def chart_label(sheet: PlanSheet) -> str:
    """Return the chart in a sentence, for those who do not see it."""
    return translate(N_("Promised {total} yuan in {n} instalments; {paid} paid, {overdue} overdue.")).format(
        total=yuan(sheet.plan.total_fen),
        n=len(sheet.terms.instalments),
        paid=yuan(sheet.standing.paid_fen),
        overdue=yuan(sheet.standing.overdue_fen),
    )

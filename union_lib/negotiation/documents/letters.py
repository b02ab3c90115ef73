"""The union's letters as Word: the demand (劳动法律监督意见书) and the referral (提请劳动保障监察函).

A letter is printed from what was kept with it, never computed anew, so that a sent letter looks as it left.
"""

from __future__ import annotations

from typing import Any

from ...common.papers import Template, day_text
from ...workspace import Workspace
from ..letter_facts import is_unchanged
from ..plan_queries import letter_of
from ..plan_refusals import LetterDiffers
from ..queries import require_reader
from ..rules.kinds import LetterKind
from ..rules.letters import LetterState, letter_state
from ..tables import Letter
from .letter_words import (
    additional_said,
    capitals,
    crime_said,
    day_said,
    evidence_said,
    ground_said,
    overdue_rows,
    plan_said,
)
from .paper import TEMPLATES, Document, file_name

NAMES = {LetterKind.DEMAND: "劳动法律监督意见书", LetterKind.REFERRAL: "提请劳动保障监察函"}
MARKS = {LetterState.DRAFT: "（草稿，未发出）", LetterState.SENT: "", LetterState.WITHDRAWN: "（已撤回）"}
INSPECTION = "劳动保障监察机构"


def letter_paper(ws: Workspace, letter_id: int) -> Document:
    """Return a letter as a Word file; raises `LetterDiffers` when it was changed, `NotFound`, `NotAllowed`."""
    with ws.reading() as session:
        letter = letter_of(session, letter_id)
        require_reader(session, ws.actor.account_id, letter.union_id)
        if not is_unchanged(letter):
            raise LetterDiffers(letter.number)
        return written_letter(letter)


def written_letter(letter: Letter) -> Document:
    """Return a letter as a Word file."""
    content = Template(TEMPLATES / f"{letter.kind.value}.docx").filled(_facts(letter)).written()
    return file_name(f"{letter.body['employer']} {NAMES[letter.kind]}", letter.number, "docx"), content


def _facts(letter: Letter) -> dict[str, Any]:
    body = letter.body
    return plan_said(body) | {
        "number": letter.number,
        "draft": MARKS[letter_state(letter.sent_on, letter.withdrawn_on)],
        "addressee": letter.addressee or INSPECTION,
        "overdue": overdue_rows(body),
        "capitals": capitals(body["overdue_fen"]),
        "answer_by": day_said(body["answer_by"]),
        "grounds": [ground_said(g["policy"], g["citation"], g["confidence"]) for g in body["grounds"]],
        "enclosed": evidence_said(body["evidence"]),
        "demands": [_demand(one) for one in body["demands"]],
        "reason": letter.reason if letter.kind == LetterKind.REFERRAL and letter.sent_on else "",
        "additional": additional_said(body["additional"]),
        "crime": crime_said(body["crime"]),
        "day": day_text(letter.sent_on or letter.drafted_on),
        "hash": letter.data_hash,
    }


def _demand(one: dict[str, str]) -> str:
    return f"{day_said(one['sent_on'])}发出 {one['number']}，要求于{day_said(one['answer_by'])}前（含当日）答复。"

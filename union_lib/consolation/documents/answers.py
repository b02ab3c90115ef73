"""The written answer (异议答复书) to an objection or grievance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from ...common.errors import N_, NotFound, RuleViolation
from ...common.papers import Template, day_text
from ...registry.tables import Union
from ...workspace import Workspace
from ..queries import newest_allocation
from ..reports import ObjectionRow, objections
from ..rules.kinds import Outcome
from ..tables import Objection, Programme
from .paper import TEMPLATES, Document, file_name

OUTCOMES_IN_WORDS = {
    Outcome.UPHELD: "异议成立，名单退回重新核定后再行公示。",
    Outcome.DISMISSED: "异议不成立，维持原名单。",
}
GRIEVANCE_IN_WORDS = {
    Outcome.UPHELD: "申诉成立，由本会按规定更正。",
    Outcome.DISMISSED: "申诉不成立，维持原决定。",
}


@dataclass(eq=False)
class Undecided(RuleViolation):
    """An answer was wanted to an objection without an outcome."""

    what = N_("This objection has no outcome yet.")
    todo = N_("Decide it first; the answer is made of the decision.")


def objection_answer(ws: Workspace, programme_id: int, objection_id: int) -> Document:
    """Return the answer to a decided objection as a Word file; raises `NotFound`, `Undecided`."""
    row = next((one for one in objections(ws, programme_id) if one.id == objection_id), None)
    if row is None:
        raise NotFound
    if row.outcome is None:
        raise Undecided
    with ws.reading() as session:
        facts = _facts(session, ws, programme_id, row)
    content = Template(TEMPLATES / "answer.docx").filled(facts).written()
    return file_name(facts["title"], f"异议答复书 {objection_id}", "docx"), content


def _facts(session: Session, ws: Workspace, programme_id: int, row: ObjectionRow) -> dict[str, Any]:
    programme = session.exec(select(Programme).where(Programme.id == programme_id)).one()
    decided_at = session.exec(select(Objection.decided_at).where(Objection.id == row.id)).one()
    allocation = newest_allocation(session, programme_id)
    words = GRIEVANCE_IN_WORDS if row.is_grievance else OUTCOMES_IN_WORDS
    assert row.outcome is not None
    return {
        "title": programme.title,
        "union": session.get_one(Union, programme.union_id).name,
        "number": row.id,
        "brought_by": row.brought_by,
        "kind": "申诉" if row.is_grievance else "异议",
        "received": day_text(row.received_on),
        "about": row.about,
        "text": row.text,
        "outcome": words[row.outcome],
        "answer": row.answer,
        "day": day_text(decided_at.astimezone().date() if decided_at else ws.today),
        "hash": allocation.data_hash if allocation else "",
    }

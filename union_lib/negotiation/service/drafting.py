"""Texts of both sides and the one they share: every save is a new version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from secrets import token_hex

from sqlmodel import Session

from ...common.errors import N_, StaleVersion
from ...store.audit import note, word
from ...workspace import Workspace
from ..queries import clauses_of, hash_of, newest_text, rounds_of
from ..refusals import TextClosed
from ..rules.clauses import ClauseText, check_clauses, with_keys
from ..rules.floors import Promise, promised_number
from ..rules.kinds import Author
from ..rules.stages import Stage
from ..tables import Case, Clause, Proposal
from ..words import AUTHORS
from .acting import acting

OPEN_FOR_TEXTS = (Stage.INVITATION, Stage.REPLY_DUE, Stage.PREPARATION, Stage.ROUNDS, Stage.DISPUTE)


def table_text(
    ws: Workspace,
    case_id: int,
    author: Author,
    clauses: Sequence[ClauseText],
    *,
    on: date | None = None,
    seen_version: int,
) -> int:
    """Put a text on the table as its author's next version; return that version.

    A clause without a key gets that of the point with the same topic and title. `seen_version` is the version
    of this author's text it was made from, 0 for none. Raises `ClauseEmpty`, `ClauseTwice`,
    `PromiseUnreadable`, `TextClosed`, `StaleVersion`.
    """
    with acting(ws, case_id) as (session, case):
        if case.stage not in OPEN_FOR_TEXTS:
            raise TextClosed
        before = newest_text(session, case_id, author)
        if (before.version if before else 0) != seen_version:
            raise StaleVersion(case.number, str(before.version if before else 0), str(seen_version))
        keyed = with_keys(clauses, _on_the_table(session, case_id), lambda: f"c-{token_hex(6)}")
        check_clauses(keyed)
        checked = [_with_promises(clause) for clause in keyed]
        added = add_text(session, ws, case, author, checked, on or ws.today)
        note(
            session,
            N_("{number}: {author}, version {version}"),
            union_id=case.union_id,
            number=case.number,
            author=word(AUTHORS[author]),
            version=added.version,
        )
        return added.version


def _on_the_table(session: Session, case_id: int) -> list[ClauseText]:
    """Return the clauses of every author's newest text."""
    newest = (newest_text(session, case_id, author) for author in Author)
    return [clause for text in newest if text for clause in clauses_of(session, text.id or 0)]


def add_text(
    session: Session, ws: Workspace, case: Case, author: Author, clauses: Sequence[ClauseText], on: date
) -> Proposal:
    """Add the next version of an author's text with its clauses."""
    before = newest_text(session, case.id or 0, author)
    rounds = rounds_of(session, case.id or 0)
    text = Proposal(
        case_id=case.id or 0,
        author=author,
        version=(before.version if before else 0) + 1,
        round_number=rounds[-1].number if rounds else 0,
        tabled_on=on,
        text_hash=hash_of(clauses),
        made_by=ws.actor.account_id,
        made_at=ws.now,
    )
    session.add(text)
    session.flush()
    for position, clause in enumerate(clauses, 1):
        session.add(
            Clause(
                proposal_id=text.id or 0,
                position=position,
                key=clause.key[:40],
                topic=clause.topic,
                title=clause.title.strip()[:60],
                text=clause.text.strip(),
                figures=dict(clause.figures),
                is_settled=author == Author.JOINT and clause.is_settled,
            )
        )
    session.flush()
    return text


def _with_promises(clause: ClauseText) -> ClauseText:
    """Return the clause, its checkable numbers read once so that none is written wrong."""
    for name, value in clause.figures.items():
        promised_number(value)
        Promise(name)
    return replace(clause, title=clause.title.strip(), text=clause.text.strip())

"""Who may receive: files made and changed one by one, lists taken in whole, exits, looking at sealed columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, select

from ...common.collecting import collecting_later
from ...common.errors import N_, NotAllowed, NotFound, StaleVersion
from ...registry.permissions import Permission, require
from ...registry.service import ReasonMissing
from ...store.audit import note
from ...store.secrets import key_ring
from ...workspace import Workspace
from ..queries import require_hand, unions_under
from ..refusals import OnFileElsewhere
from ..rules.kinds import Kind
from ..rules.stages import Hand
from ..tables import Candidate, DoubtfulPair, Household, Recipient

SLICE = 5_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class HouseholdRow:
    """A household as a list gives it; amounts are fen of one year, None is not in the list."""

    number: str
    members: int = 1
    income_fen: int | None = None
    rigid_fen: int = 0
    accident_fen: int = 0
    flags: Mapping[str, bool] = field(default_factory=dict)
    verified_on: date | None = None


@dataclass(frozen=True)
class FileRow:
    """A recipient as a list gives it; `more` holds the other columns that the list has, by name."""

    name: str
    kind: Kind
    identity: str | None = None
    phone: str | None = None
    card: str | None = None
    household: HouseholdRow | None = None
    is_head: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Filed:
    """What taking a list in did; `ids` are the recipients that are new."""

    added: int
    updated: int
    households: int
    ids: tuple[int, ...] = ()


MORE = ("relation", "unit", "uscc", "ward", "industry", "district", "claim_fen", "note")
"""What `FileRow.more` may hold."""


@collecting_later()
def file_list(
    ws: Workspace,
    union_id: int,
    rows: Sequence[FileRow],
    digest: str,
    progress: Progress = lambda done, total: None,
) -> Filed:
    """Take a checked list in, in one transaction: who is on file is updated, everybody else added.

    `digest` is the SHA-256 of the file, written into the audit. Raises `OnFileElsewhere`.
    """
    with ws.transaction() as session:
        require_hand(session, ws.actor.account_id, union_id, Hand.STAFF)
        houses = _file_households(session, union_id, rows)
        known = _known(session, union_id, rows)
        fresh = [row for row in rows if row.identity not in known]
        stale = [row for row in rows if row.identity in known]
        before = session.exec(select(Recipient.id).order_by(Recipient.id.desc()).limit(1)).first() or 0
        values = (_values(row, union_id, houses) for row in fresh)
        for done, part in _parts(values):
            session.execute(Recipient.__table__.insert(), part)
            progress(done, len(rows))
        _update(session, stale, known, houses, union_id)
        progress(len(rows), len(rows))
        note(
            session,
            N_("Took in a list of recipients: {added} added, {updated} updated (SHA-256 {digest})"),
            union_id=union_id,
            added=len(fresh),
            updated=len(stale),
            digest=digest[:16],
        )
        ids = session.exec(
            select(Recipient.id).where(Recipient.id > before, Recipient.union_id == union_id)
        ).all()
        return Filed(len(fresh), len(stale), len(houses), tuple(i or 0 for i in ids))


def _parts(values: Iterable[dict[str, Any]]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield rows in slices, for the table itself: a class's insert parts them wherever a column turns empty."""
    part: list[dict[str, Any]] = []
    done = 0
    for value in values:
        part.append(value)
        if len(part) == SLICE:
            done += SLICE
            yield done, part
            part = []
    if part:
        yield done + len(part), part


def _known(session: Session, union_id: int, rows: Sequence[FileRow]) -> dict[str | None, int]:
    """Return the ids of those on file by their identity number; `OnFileElsewhere` for another union's."""
    ours = set(unions_under(session, union_id))
    blinds = {key_ring().blind(row.identity): row for row in rows if row.identity}
    on_file: list[Any] = []
    wanted = sorted(blinds)
    for at in range(0, len(wanted), SLICE):
        on_file += session.exec(
            select(Recipient.id, Recipient.union_id, Recipient.identity_blind).where(
                Recipient.identity_blind.in_(wanted[at : at + SLICE])
            )
        ).all()
    for _, held_by, blind in on_file:
        if held_by not in ours:
            raise OnFileElsewhere(blinds[blind].name)
    return {blinds[blind].identity: recipient_id for recipient_id, _, blind in on_file}


def _file_households(session: Session, union_id: int, rows: Sequence[FileRow]) -> dict[str, int]:
    """Add or update the households of a list; return their ids by number."""
    told = {row.household.number: row.household for row in rows if row.household is not None}
    houses = _household_ids(session, union_id, told)
    fresh = [_household_values(told[n], union_id) for n in told if n not in houses]
    for _, part in _parts(fresh):
        session.execute(Household.__table__.insert(), part)
    changed = [{"id": houses[n], **_household_figures(told[n])} for n in told if n in houses]
    if changed:
        session.execute(update(Household), changed)
    return _household_ids(session, union_id, told)


def _household_ids(session: Session, union_id: int, numbers: Iterable[str]) -> dict[str, int]:
    ours = set(unions_under(session, union_id))
    found: dict[str, int] = {}
    wanted = sorted(numbers)
    for at in range(0, len(wanted), SLICE):
        for household_id, number, held_by in session.exec(
            select(Household.id, Household.number, Household.union_id).where(
                Household.number.in_(wanted[at : at + SLICE])
            )
        ):
            if held_by not in ours:
                raise OnFileElsewhere(number)
            found[number] = household_id or 0
    return found


def _household_figures(row: HouseholdRow) -> dict[str, Any]:
    return {
        "members": row.members,
        "income_fen": row.income_fen,
        "rigid_fen": row.rigid_fen,
        "accident_fen": row.accident_fen,
        "flags": dict(row.flags),
        "verified_on": row.verified_on,
    }


def _household_values(row: HouseholdRow, union_id: int) -> dict[str, Any]:
    return {"number": row.number, "union_id": union_id, **_household_figures(row)}


def _values(row: FileRow, union_id: int, houses: Mapping[str, int]) -> dict[str, Any]:
    blind = key_ring().blind
    house = houses[row.household.number] if row.household else None
    return {
        "union_id": union_id,
        "kind": row.kind,
        "name": row.name,
        "identity": row.identity,
        "identity_blind": blind(row.identity) if row.identity else None,
        "phone": row.phone,
        "phone_blind": blind(row.phone) if row.phone else None,
        "card": row.card,
        "card_blind": blind(row.card) if row.card else None,
        "household_id": house,
        "head_of": house if row.is_head else None,
        **{name: row.more.get(name, None if name == "claim_fen" else "") for name in MORE},
    }


def _update(
    session: Session,
    rows: Sequence[FileRow],
    known: Mapping[str | None, int],
    houses: Mapping[str, int],
    union_id: int,
) -> None:
    """Write what the list says; what it is silent about stays. Rows with the same columns go together."""
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        values = _told(row, union_id, houses)
        values["id"] = known[row.identity]
        by_columns.setdefault(tuple(values), []).append(values)
    for part in by_columns.values():
        session.execute(update(Recipient), part)


def _told(row: FileRow, union_id: int, houses: Mapping[str, int]) -> dict[str, Any]:
    """Return the columns that a row speaks of; about the others it is silent, and they stay as they are."""
    values = _values(row, union_id, houses)
    silent = {name for name in MORE if name not in row.more} | {"union_id"}
    for sealed in ("identity", "phone", "card"):
        if values[sealed] is None:
            silent |= {sealed, f"{sealed}_blind"}
    if row.household is None:
        silent |= {"household_id", "head_of"}
    return {name: value for name, value in values.items() if name not in silent}


def unfile(ws: Workspace, union_id: int, ids: Sequence[int]) -> int:
    """Take back recipients that a list added, unless they are on a programme's list; return how many."""
    with ws.transaction() as session:
        require_hand(session, ws.actor.account_id, union_id, Hand.STAFF)
        ours = unions_under(session, union_id)
        gone = 0
        for at in range(0, len(ids), SLICE):
            part = list(ids[at : at + SLICE])
            used = set(session.exec(select(Candidate.recipient_id).where(Candidate.recipient_id.in_(part))))
            free = [i for i in part if i not in used]
            session.execute(delete(DoubtfulPair).where(DoubtfulPair.first_id.in_(free)))
            session.execute(delete(DoubtfulPair).where(DoubtfulPair.second_id.in_(free)))
            result = session.execute(
                delete(Recipient).where(Recipient.id.in_(free), Recipient.union_id.in_(ours))
            )
            gone += result.rowcount
        note(session, N_("Took {n} recipients off file again"), union_id=union_id, n=gone)
        return gone


def save_recipient(
    ws: Workspace, union_id: int, row: FileRow, *, recipient_id: int | None = None, seen_version: int = 0
) -> int:
    """Add a recipient, or change one (a version behind is refused); return the id.

    What the row is silent about stays as it is. Raises `OnFileElsewhere`, `StaleVersion`.
    """
    with ws.transaction() as session:
        if recipient_id is None:
            require_hand(session, ws.actor.account_id, union_id, Hand.STAFF)
            if row.identity and _known(session, union_id, [row]):
                raise OnFileElsewhere(row.name)
            houses = _save_household(session, union_id, row)
            recipient = Recipient(**_values(row, union_id, houses))
            session.add(recipient)
        else:
            recipient = recipient_of(session, ws, recipient_id)
            if recipient.version != seen_version:
                raise StaleVersion(recipient.name, str(recipient.version), str(seen_version))
            houses = _save_household(session, recipient.union_id, row)
            for name, value in _told(row, recipient.union_id, houses).items():
                setattr(recipient, name, value)
            recipient.version += 1
        session.flush()
        note(
            session,
            N_("Saved the file of recipient {number}"),
            union_id=recipient.union_id,
            number=recipient.id or 0,
        )
        return recipient.id or 0


def _save_household(session: Session, union_id: int, row: FileRow) -> dict[str, int]:
    """Add or change one household, its row audited; return its id by number."""
    if row.household is None:
        return {}
    told = row.household
    known = _household_ids(session, union_id, [told.number])
    house = session.get(Household, known[told.number]) if known else None
    if house is None:
        house = Household(**_household_values(told, union_id))
        session.add(house)
    else:
        for name, value in _household_figures(told).items():
            if name != "flags" or told.flags:
                setattr(house, name, value)
        house.version += 1
    session.flush()
    return {told.number: house.id or 0}


def recipient_of(session: Session, ws: Workspace, recipient_id: int) -> Recipient:
    """Return a recipient that the acting account may change; `NotFound`, `NotAllowed`."""
    recipient = session.get(Recipient, recipient_id)
    if recipient is None:
        raise NotFound
    require_hand(session, ws.actor.account_id, recipient.union_id, Hand.STAFF)
    return recipient


def leave(ws: Workspace, recipient_id: int, on: date, reason: str) -> None:
    """Take somebody out of the scheme (退出); the file stays readable."""
    if not reason.strip():
        raise ReasonMissing
    with ws.transaction() as session:
        recipient = recipient_of(session, ws, recipient_id)
        recipient.left_on, recipient.version = on, recipient.version + 1
        if recipient.head_of is not None:
            house = session.get_one(Household, recipient.head_of)
            house.closed_on, house.closed_reason = on, reason.strip()[:200]
            house.version += 1
        note(
            session,
            N_("Closed the file of recipient {number}"),
            union_id=recipient.union_id,
            reason=reason.strip(),
            number=recipient_id,
        )


@dataclass(frozen=True)
class Unmasked:
    """The sealed columns of a recipient, in clear."""

    identity: str | None
    phone: str | None
    card: str | None


def unmask_recipient(ws: Workspace, recipient_id: int, reason: str) -> Unmasked:
    """Show somebody's identity number, phone and card, and write down who looked and why."""
    if not reason.strip():
        raise ReasonMissing
    with ws.transaction() as session:
        recipient = session.get(Recipient, recipient_id)
        if recipient is None or ws.actor.account_id is None:
            raise NotAllowed
        require(session, ws.actor.account_id, Permission.UNMASK, recipient.union_id)
        note(
            session,
            N_("Looked at the sealed columns of recipient {number}"),
            union_id=recipient.union_id,
            reason=reason.strip(),
            number=recipient_id,
        )
        return Unmasked(recipient.identity, recipient.phone, recipient.card)

"""The slip (告知书) with which one recipient checks that the own line belongs to the published list."""

from __future__ import annotations

from collections.abc import Iterator

from ...common.money import in_capitals, yuan
from ...common.papers import Template, day_text
from ...workspace import Workspace
from ..reports import Slip, slip
from .paper import TEMPLATES, Document, ListDiffers, file_name, submitted_notice, tier_text


def slip_paper(ws: Workspace, programme_id: int, number: int) -> Document:
    """Return the slip of a line of the list as a Word file; `NotFound` for a number that is not on it."""
    sheet = submitted_notice(ws, programme_id)
    own = slip(sheet, number)
    if not own.holds():
        raise ListDiffers
    posted = sheet.programme.notice_posted_on or ws.today
    facts = {
        "title": sheet.programme.title,
        "union": sheet.union,
        "number": own.line.number,
        "size": own.size,
        "name": own.line.name,
        "place": own.line.place,
        "tier": tier_text(own.line.tier),
        "tier_code": own.line.tier,
        "amount": yuan(own.line.amount_fen),
        "capitals": in_capitals(own.line.amount_fen),
        "root": own.root,
        "code": check_lines(own),
        "day": day_text(posted),
        "hash": sheet.allocation.data_hash,
    }
    content = Template(TEMPLATES / "slip.docx").filled(facts).written()
    return file_name(sheet.programme.title, f"告知书 第{number}号", "docx"), content


def check_lines(own: Slip) -> list[str]:
    """Return the lines of Python that anybody can run: they print the root that follows from the line."""
    steps = zip(sides(own.line.number - 1, own.size), own.path, strict=True)
    return [
        "from hashlib import sha256",
        f"line = {own.line.leaf().decode()!r}",
        "path = [",
        *(f"('{side}', '{step}')," for side, step in steps),
        "]",
        "h = sha256(b'\\0' + line.encode()).digest()",
        "for side, step in path: s = bytes.fromhex(step); "
        "h = sha256(b'\\1' + (s + h if side == '左' else h + s)).digest()",
        "print(h.hex())",
        f"print(h.hex() == '{own.root}')",
    ]


def sides(index: int, size: int) -> Iterator[str]:
    """Yield for each step of an audit path on which side it stands: 左 or 右.

    Source: RFC 9162, section 2.1.3.2; levels at which the hash is handed up unchanged have no step.

    >>> list(sides(2, 3)), list(sides(0, 3))
    (['左'], ['右', '右'])
    """
    last = size - 1
    while last:
        if index & 1:
            yield "左"
        elif index < last:
            yield "右"
        index, last = index >> 1, last >> 1

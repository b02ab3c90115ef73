"""Moving a competition on from a screen: what each move is called, asks and says when it is done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ...common.errors import N_
from ...common.text import translate
from ...workspace import Workspace
from .. import service
from ..rules import Stage
from .desk import CompetitionScreen

ONWARD = frozenset({"open_marking", "post_notice", "publish"})
MOVE_WORDS = {
    "open_marking": N_("Open marking"),
    "return_to_draft": N_("Return to planning"),
    "reopen": N_("Reopen marking"),
    "post_notice": N_("Post the public notice"),
    "withdraw_notice": N_("Withdraw the notice"),
    "publish": N_("Publish the result"),
}
MOVES: dict[str, dict[str, Any]] = {
    "open_marking": {
        "title": N_("Open marking?"),
        "text": N_("Judges can mark from now on, and the scheme is fixed."),
        "done": N_("Marking is open."),
        "reason": False,
    },
    "return_to_draft": {
        "title": N_("Return to planning?"),
        "text": N_("Possible only as long as nobody has given a mark."),
        "done": N_("The competition is being planned again."),
        "reason": False,
    },
    "reopen": {
        "title": N_("Reopen marking?"),
        "text": N_("The signature is withdrawn and kept in the history; the result must be signed again."),
        "done": N_("Marking is open again."),
        "reason": True,
    },
    "post_notice": {
        "title": N_("Post the public notice?"),
        "text": N_("The notice period starts today and runs for the working days of this competition."),
        "done": N_("The notice is posted."),
        "reason": False,
    },
    "withdraw_notice": {
        "title": N_("Withdraw the notice?"),
        "text": N_("The result stays signed; a new notice starts its period anew."),
        "done": N_("The notice is withdrawn."),
        "reason": True,
    },
    "publish": {
        "title": N_("Publish the result?"),
        "text": N_("Published results cannot be taken back here."),
        "done": N_("The result is published."),
        "reason": False,
    },
}
_ACTS: dict[str, Callable[..., None]] = {
    "open_marking": partial(service.move_stage, to=Stage.MARKING),
    "return_to_draft": partial(service.move_stage, to=Stage.DRAFT),
    "reopen": service.reopen,
    "post_notice": service.post_notice,
    "withdraw_notice": service.withdraw_notice,
    "publish": service.publish,
}


def move(ws: Workspace, competition_id: int, name: str, reason: str = "") -> None:
    """Make a move by its name; those that want a reason get it."""
    if MOVES[name]["reason"]:
        _ACTS[name](ws, competition_id, reason=reason)
    else:
        _ACTS[name](ws, competition_id)


def ask_to_move(screen: CompetitionScreen, name: str) -> None:
    """Ask whoever is at the screen; on yes move the competition on, show the screen anew and say so."""
    asked, competition_id = MOVES[name], screen.competition_id

    def moved(reason: str = "") -> None:
        move(screen.ws, competition_id, name, reason)
        screen.show()
        screen.say(translate(asked["done"]))

    if screen.shell:
        screen.shell.confirm(
            moved,
            title=translate(asked["title"]),
            text=translate(asked["text"]),
            yes=translate(MOVE_WORDS[name]),
            reason=asked["reason"],
            danger=asked["reason"],
        )

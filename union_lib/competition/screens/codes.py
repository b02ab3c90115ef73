"""Blind codes: lists drawn one after another by different people, opened in reverse order after signing."""

from __future__ import annotations

from typing import Any

from traitlets import Dict, Int, List, Unicode

from ...common.errors import N_
from ...common.tabular import write_sheet
from ...common.text import translate
from ...ui.shown import XLSX, local_time
from .. import reports, service
from ..rules import Duty, Stage
from .desk import CompetitionScreen, stage_tag

HOLDERS = frozenset({Duty.ORGANISER, Duty.CHECKER, Duty.CHIEF, Duty.SUPERVISOR})
DRAWS = (N_("First coding"), N_("Second coding"), N_("Third coding"))
OPENINGS = (N_("Open the first list"), N_("Open the second list"), N_("Open the third list"))
DRAW_DO = (N_("Draw the first list"), N_("Draw the second list"), N_("Draw the third list"))


class BlindCodeLists(CompetitionScreen):
    """Who holds which list of codes, and whose turn it is."""

    file = "codes.vue"
    words = {
        "coding": N_("How the codes work"),
        "download": N_("Download (Excel)"),
        "download_of": N_("Download: {list}"),
        "drawn_at": N_("Drawn at"),
        "empty_text": N_(
            "Judges see the entries under their own codes. To let them see drawn codes only, set “Blind codes: "
            "draws” to 1, 2 or 3 when you edit the plan."
        ),
        "empty_title": N_("This competition uses no blind codes"),
        "holder": N_("Held by"),
        "how_1": N_("Each list gives every entry a new random code. Whoever draws a list holds it alone."),
        "how_2": N_("Nobody holds two lists, so no single person can tell whose a code is."),
        "how_3": N_("Judges see the last code only; so do all lists and boards until the lists are opened."),
        "how_4": N_(
            "After the signature the holders open their lists, the last one first. Then names appear."
        ),
        "lists": N_("Lists of codes"),
        "not_drawn": N_("not drawn yet"),
        "not_opened": N_("closed"),
        "opened_at": N_("Opened at"),
        "own": N_("your list"),
        "steps": N_("Steps of coding"),
        "title": N_("Blind codes"),
        "to_plan": N_("Go to the plan"),
    }

    text = Unicode("").tag(sync=True)
    about = Dict().tag(sync=True)
    steps = List().tag(sync=True)
    at = Int(0).tag(sync=True)
    lists = List().tag(sync=True)

    def show(self) -> None:
        """Fetch how far the coding has come."""
        seen = self._seen = reports.code_lists(self.ws, self.competition_id)
        self.text = seen.competition.title
        self.steps, self.at = self._steps(seen)
        self.lists = [
            {
                "draw": one.draw,
                "name": translate(DRAWS[one.draw - 1]),
                "holder": one.holder,
                "drawn": local_time(one.drawn_at),
                "opened": local_time(one.opened_at),
                "is_own": one.is_own,
                "may_download": bool(one.drawn_at) and (one.is_own or bool(one.opened_at)),
            }
            for one in seen.lists
        ]
        state = seen.coding.state
        todo, draw, opening = _turn(seen)
        self.about = {
            "stage": stage_tag(seen.competition.stage),
            "draws": state.draws,
            "todo": todo,
            "draw": draw,
            "draw_title": translate(DRAW_DO[draw - 1]) if draw else "",
            "open": opening,
            "open_title": translate(OPENINGS[opening - 1]) if opening else "",
            "may_plan": Duty.ORGANISER in seen.duties,
        }

    def _steps(self, seen: reports.CodeLists) -> tuple[list[dict[str, str]], int]:
        """Return the draws, the signature and the openings in their order, and which one it is at."""
        state, lists = seen.coding.state, seen.lists
        signed = translate(N_("done")) if state.is_signed else ""
        steps = [
            *({"title": translate(DRAWS[one.draw - 1]), "note": one.holder} for one in lists),
            {"title": translate(N_("Marking and signature")), "note": signed},
            *(
                {"title": translate(OPENINGS[one.draw - 1]), "note": local_time(one.opened_at)}
                for one in reversed(lists)
            ),
        ]
        drawn = len(state.holders)
        done = drawn if drawn < state.draws or not state.is_signed else drawn + 1 + state.opened
        return steps, done

    def vue_plan(self, _: Any = None) -> None:
        """Go to the plan, where coding is switched on."""
        if self.shell:
            self.shell.go("plan", competition=self.competition_id)

    def vue_draw(self, number: int) -> None:
        """Ask, then draw the next list."""
        draw = int(number)
        if self.shell is None or not 1 <= draw <= len(DRAWS):
            return
        self.shell.confirm(
            lambda: self.draw(draw),
            title=translate(N_("{list}?")).format(list=translate(DRAW_DO[draw - 1])),
            text=translate(
                N_(
                    "You will hold this list and nobody else. Keep it to yourself; a list cannot be drawn "
                    "again or given away."
                )
            ),
            facts=[translate(N_("{n} entries get a new code.")).format(n=self._seen.entries)],
            yes=translate(DRAW_DO[draw - 1]),
        )

    def draw(self, number: int) -> None:
        """Draw the next list."""
        service.draw_codes(self.ws, self.competition_id, number)
        self.show()
        self.say(
            translate(N_("The list is drawn and yours to keep. Download it now if you need it on paper."))
        )

    def vue_open(self, number: int) -> None:
        """Ask, then open a list."""
        draw = int(number)
        if self.shell is None or not 1 <= draw <= len(OPENINGS):
            return
        is_last = draw == 1
        self.shell.confirm(
            lambda: self.open_list(draw),
            title=translate(N_("{list}?")).format(list=translate(OPENINGS[draw - 1])),
            text=translate(
                N_("Everybody who runs the competition then sees names and units. It cannot be closed again.")
                if is_last
                else N_("Everybody who runs the competition can then read it. It cannot be closed again.")
            ),
            yes=translate(OPENINGS[draw - 1]),
        )

    def open_list(self, number: int) -> None:
        """Open a list."""
        service.open_codes(self.ws, self.competition_id, number)
        self.show()
        is_last = not self._seen.coding.is_closed
        self.say(translate(N_("All lists are open: names appear.") if is_last else N_("The list is open.")))

    def vue_download(self, number: int) -> None:
        """Hand over a list: the reader's own, or one that was opened."""
        draw = int(number)
        pairs = reports.own_codes(self.ws, self.competition_id, draw)
        heads = [
            translate(N_("Code") if draw == 1 else N_("Code of the list before")),
            translate(N_("New code")),
        ]
        name = translate(DRAWS[draw - 1])
        told = translate(N_("{title} {list}")).format(title=self._seen.competition.title, list=name)
        self.download(f"{told}.xlsx", XLSX, write_sheet(name, heads, [list(pair) for pair in pairs]))


def _turn(seen: reports.CodeLists) -> tuple[str, int, int]:
    """Say what comes next and who may do it; with the list this account may draw, or open, now."""
    state, lists = seen.coding.state, seen.lists
    is_holder = bool(seen.duties & HOLDERS)
    if not state.draws:
        return "", 0, 0
    if len(state.holders) < state.draws:
        return _drawing(seen, is_holder)
    if not state.is_signed:
        return translate(AFTER_SIGNING), 0, 0
    if not state.still_coded:
        return translate(ALL_OPEN), 0, 0
    following = lists[state.still_coded - 1]
    if following.is_own and is_holder:
        return translate(OPEN_YOURS), 0, following.draw
    return (
        translate(OPEN_THEIRS).format(name=following.holder, list=translate(DRAWS[following.draw - 1])),
        0,
        0,
    )


AFTER_SIGNING = N_(
    "All lists are drawn. Marking can open; the lists stay closed until the chief judge has signed."
)
ALL_OPEN = N_("All lists are open; results and documents show names and units.")
OPEN_YOURS = N_("It is your turn: open your list.")
OPEN_THEIRS = N_("{name} opens the list “{list}” next.")
TOO_LATE = N_("Codes are drawn before marking opens. Return the competition to planning first.")
NO_ENTRIES = N_("Bring in the entries first; codes are drawn for the entries that are there.")
DRAW_THEIRS = N_(
    "Next: {list}. The organiser, a mark checker, the chief judge or the supervisor draws it, and holds no other list."
)
DRAW_OTHERS = N_("Next: {list}. You hold a list already, so somebody else must draw it.")
DRAW_YOURS = N_("Next: {list}. You may draw it; you then hold it and nobody else.")


def _drawing(seen: reports.CodeLists, is_holder: bool) -> tuple[str, int, int]:
    number = len(seen.coding.state.holders) + 1
    name = translate(DRAWS[number - 1])
    if seen.competition.stage != Stage.DRAFT:
        return translate(TOO_LATE), 0, 0
    if not seen.entries:
        return translate(NO_ENTRIES), 0, 0
    if not is_holder:
        return translate(DRAW_THEIRS).format(list=name), 0, 0
    if any(one.is_own for one in seen.lists):
        return translate(DRAW_OTHERS).format(list=name), 0, 0
    return translate(DRAW_YOURS).format(list=name), number, 0

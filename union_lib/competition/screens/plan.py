"""A competition's plan: how far it has come, who moves it on, and its scheme."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from traitlets import Bool, Dict, List

from ...common.errors import N_
from ...common.text import translate
from ...ui.form import form_fields, read_form
from .. import reports, rules, service
from ..reports import plain
from ..rules import Duty, Scheme, Stage
from ..words import STAGES
from .desk import CompetitionScreen, local_time, period, stage_tag
from .listing import FORM_WORDS
from .moves import MOVE_WORDS, ONWARD, ask_to_move

STEPS = (Stage.DRAFT, Stage.MARKING, Stage.SIGNED, Stage.ON_NOTICE, Stage.PUBLISHED)
CHOICES = {
    "trim_at": {
        "criterion": N_("on each criterion, among the judges"),
        "sheet": N_("among the judges' totals"),
    },
    "combine": {"mean": N_("mean of the marks left"), "sum": N_("sum of the marks left")},
    "rounding_point": {"end": N_("once, at the end"), "product": N_("each criterion, then added")},
    "ranking": {
        "standard_1224": N_("1 2 2 4 (places after a tie stay empty)"),
        "dense_1223": N_("1 2 2 3 (no place stays empty)"),
        "modified_1334": N_("1 3 3 4"),
        "fractional": N_("1 2.5 2.5 4"),
        "ordinal_1234": N_("1 2 3 4 (order of appearance)"),
    },
    "rounding": {"half_up": N_("half up"), "floor": N_("down"), "ceil": N_("up")},
    "border_ties": {"up": N_("the better award"), "down": N_("the lower award")},
}
TIES = {
    rules.UNTRIMMED_MEAN: N_("the mean before anything is dropped"),
    rules.TIME: N_("the time taken"),
}


class CompetitionPlan(CompetitionScreen):
    """Stages, dates and the scheme of one competition."""

    file = "plan.vue"
    words = {
        "add_award": N_("Add an award"),
        "add_criterion": N_("Add a criterion"),
        "award": N_("Award"),
        "awards": N_("Awards"),
        "border_ties": N_("A tie across a border gets"),
        "cancel": N_("Cancel"),
        "combine": N_("Then take the"),
        "count": N_("or number"),
        "criterion": N_("Criterion"),
        "decimals": N_("Decimals"),
        "drop_high": N_("Highest marks dropped"),
        "drop_low": N_("Lowest marks dropped"),
        "edit": N_("Edit"),
        "edit_text": N_("Title, dates and notice can be changed until the result is signed."),
        "fixed": N_("The scheme is fixed once marking has opened."),
        "full_mark": N_("Full mark"),
        "full_total": N_("A perfect entry gets"),
        "history": N_("What happened"),
        "multipliers": N_("Entries bring a multiplier (degree of difficulty) for each criterion"),
        "no_history": N_("Nothing yet."),
        "ranking": N_("Equal scores"),
        "ratio": N_("Share of entries (%)"),
        "remove": N_("Remove"),
        "rounding": N_("A share is rounded"),
        "rounding_point": N_("Round"),
        "rules": N_("How marks become a score"),
        "save": N_("Save"),
        "save_scheme": N_("Save the scheme"),
        "scheme": N_("Scheme"),
        "source": N_("Source: {source}"),
        "steps": N_("Stages of the competition"),
        "step": N_("Step"),
        "tie_add": N_("Add a tie-break"),
        "tie_chain": N_("Equal totals are separated by, in this order"),
        "tie_none": N_("Nothing: equal totals share the place."),
        "trim_at": N_("Dropped"),
        "version": N_("version {n}"),
        "weight": N_("Weight"),
    }

    about = Dict().tag(sync=True)
    scheme = Dict().tag(sync=True)
    choices = Dict().tag(sync=True)
    fields = List().tag(sync=True)
    errors = Dict().tag(sync=True)
    is_editing = Bool(False).tag(sync=True)

    def show(self) -> None:
        """Fetch the competition again."""
        seen = reports.overview(self.ws, self.competition_id)
        self._version = seen.competition.version
        choices: dict[str, Any] = {
            name: [{"value": value, "title": translate(text)} for value, text in options.items()]
            for name, options in CHOICES.items()
        }
        self.choices = {**choices, "ties": {by: translate(text) for by, text in TIES.items()}}
        self.fields = form_fields(service.CompetitionForm, FORM_WORDS)
        self.scheme = _scheme_to_page(seen.scheme)
        self.about = self._about(seen)

    def _about(self, seen: reports.Overview) -> dict[str, Any]:
        competition = seen.competition
        organises = Duty.ORGANISER in seen.duties
        return {
            "id": competition.id,
            "title": competition.title,
            "text": " · ".join(
                part
                for part in (
                    seen.union,
                    competition.industry,
                    period(competition.starts_on, competition.ends_on),
                )
                if part
            ),
            "source": competition.source,
            "stage": stage_tag(competition.stage),
            "at": STEPS.index(competition.stage) + (competition.stage == Stage.PUBLISHED),
            "steps": self._steps(seen),
            "moves": self._moves(seen),
            "may_edit": organises and competition.stage in (Stage.DRAFT, Stage.MARKING),
            "may_scheme": organises and competition.stage == Stage.DRAFT,
            "number": seen.scheme_number,
            "values": {
                "title": competition.title,
                "industry": competition.industry,
                "starts_on": competition.starts_on.isoformat(),
                "ends_on": competition.ends_on.isoformat(),
                "notice_working_days": str(competition.notice_working_days),
                "appeal_hours": str(competition.appeal_hours),
                "recheck_leading": str(competition.recheck_leading),
                "recheck_sample": str(competition.recheck_sample),
                "blind_draws": str(competition.blind_draws),
                "shows_titles": competition.shows_titles,
            },
            "history": [
                {
                    "at": local_time(move.moved_at),
                    "who": who,
                    "text": translate(N_("{was} → {now}")).format(
                        was=translate(STAGES[move.from_stage]), now=translate(STAGES[move.to_stage])
                    ),
                    "reason": move.reason,
                }
                for move, who in reversed(seen.moves)
            ],
        }

    def _steps(self, seen: reports.Overview) -> list[dict[str, str]]:
        notes = {
            Stage.DRAFT: translate(N_("{entries} entries, {judges} judges")).format(
                entries=sum(seen.entry_states.values()),
                judges=sum(1 for a, _, _ in seen.staff if a.duty == Duty.JUDGE),
            ),
            Stage.MARKING: translate(N_("{n}% of the marks given")).format(
                n=round(seen.progress.share * 100)
            ),
            Stage.ON_NOTICE: translate(N_("until {day}")).format(day=seen.competition.notice_last_day)
            if seen.competition.notice_last_day
            else "",
            Stage.PUBLISHED: local_time(seen.competition.published_at),
        }
        return [{"title": translate(STAGES[stage]), "note": notes.get(stage, "")} for stage in STEPS]

    def _moves(self, seen: reports.Overview) -> list[dict[str, Any]]:
        """The moves this account may make from here; signing happens on the result page."""
        return [
            {"name": move.name, "title": translate(MOVE_WORDS[move.name]), "is_main": move.name in ONWARD}
            for (stage, _), move in rules.MOVES.items()
            if stage == seen.competition.stage and move.duty in seen.duties and move.name in MOVE_WORDS
            if move.name != "return_to_draft" or not seen.progress.given
        ]

    def vue_edit(self, is_editing: bool) -> None:
        """Open or close the drawer of title and dates."""
        self.errors, self.is_editing = {}, bool(is_editing)

    def vue_save(self, typed: Mapping[str, Any]) -> None:
        """Save title, dates and notice days."""
        values, self.errors = read_form(service.CompetitionForm, typed, FORM_WORDS)
        if values is None:
            return
        form = service.CompetitionForm(**values)
        service.edit_competition(self.ws, self.competition_id, form, self._version)
        self.is_editing = False
        self.show()
        self.say(translate(N_("Saved")))

    def vue_save_scheme(self, body: Mapping[str, Any]) -> None:
        """Save the scheme as a new version."""
        number = service.save_scheme(self.ws, self.competition_id, _scheme_from_page(body))
        self.is_dirty = False
        self.show()
        self.say(translate(N_("The scheme is saved as version {n}.")).format(n=number))

    def vue_move(self, name: str) -> None:
        """Ask, then move the competition on."""
        ask_to_move(self, name)


def _scheme_to_page(scheme: Scheme) -> dict[str, Any]:
    body = rules.scheme_to_dict(scheme)
    is_bounded = scheme.combine == rules.Combine.MEAN and not scheme.uses_multipliers
    body["full_total"] = plain(scheme.full_total) if is_bounded else ""
    for criterion, told in zip(scheme.criteria, body["criteria"], strict=True):
        told.update(
            full_mark=plain(criterion.full_mark),
            weight=plain(criterion.weight),
            step=plain(criterion.step),
        )
    return body


def _scheme_from_page(body: Mapping[str, Any]) -> Scheme:
    """Read what was typed; a new criterion gets the next free key."""
    taken = {c["key"] for c in body["criteria"] if c.get("key")}
    criteria = []
    for number, typed in enumerate(body["criteria"], 1):
        key = typed.get("key") or _free_key(taken, number)
        taken.add(key)
        criteria.append(
            {
                "key": key,
                "title": str(typed["title"]).strip(),
                "full_mark": _decimal(typed["full_mark"]),
                "weight": _decimal(typed["weight"]),
                "step": _decimal(typed["step"]),
                "bands": typed.get("bands") or [],
            }
        )
    classes = [
        {"name": str(a["name"]).strip(), "ratio": _decimal_or_none(a["ratio"]), "quota": _whole(a["quota"])}
        for a in body["awards"]["classes"]
    ]
    known = {k: body[k] for k in body if k not in ("full_total", "criteria", "awards")}
    known.update(drop_high=_whole(body["drop_high"]) or 0, drop_low=_whole(body["drop_low"]) or 0)
    known["decimals"] = _whole(body["decimals"]) or 0
    return rules.scheme_from_dict(
        {**known, "criteria": criteria, "awards": {**body["awards"], "classes": classes}}
    )


def _free_key(taken: set[str], number: int) -> str:
    while (key := f"c{number}") in taken:
        number += 1
    return key


def _decimal(typed: Any) -> str:
    value = rules.parse_mark(str(typed))
    return str(value if value is not None else Decimal(0))


def _decimal_or_none(typed: Any) -> str | None:
    return None if typed in (None, "") else _decimal(typed)


def _whole(typed: Any) -> int | None:
    if typed in (None, ""):
        return None
    try:
        value = rules.parse_mark(str(typed)) or Decimal(0)
        return int(value)
    except (InvalidOperation, ValueError):
        return None

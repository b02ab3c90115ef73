"""A competition's scheme: what is marked, how marks become scores, places, awards; and what a change does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traitlets import Dict, List

from ...common.errors import N_
from ...common.text import translate
from .. import reports, rules, service
from ..reports import SchemeEffect, StandingChange
from ..rules import Duty, Stage
from ..words import ADJUSTMENTS, KINDS, TEAMS_BY
from .desk import CompetitionScreen, stage_tag
from .scheme_form import scheme_from_page, scheme_to_page

SHOWN = 200
CHOICES: dict[str, Mapping[Any, str]] = {
    "trim_at": {
        "criterion": N_("on each criterion, among the judges"),
        "sheet": N_("among the judges' totals"),
    },
    "combine": {"mean": N_("mean of the marks left"), "sum": N_("sum of the marks left")},
    "rounding_point": {
        "end": N_("once, at the end"),
        "subtotal": N_("each stage's sub-total, then weighted"),
        "product": N_("each criterion, then added"),
        "panel": N_("each panel mean and each product"),
    },
    "ranking": {
        "standard_1224": N_("1 2 2 4 (places after a tie stay empty)"),
        "dense_1223": N_("1 2 2 3 (no place stays empty)"),
        "modified_1334": N_("1 3 3 4"),
        "fractional": N_("1 2.5 2.5 4"),
        "ordinal_1234": N_("1 2 3 4 (order of appearance)"),
    },
    "rounding": {"half_up": N_("half up"), "floor": N_("down"), "ceil": N_("up")},
    "border_ties": {"up": N_("the better award"), "down": N_("the lower award")},
    "kind": {kind.value: text for kind, text in KINDS.items()},
    "adjustment": {adjustment.value: text for adjustment, text in ADJUSTMENTS.items()},
    "team_by": {by.value: text for by, text in TEAMS_BY.items()},
}
TIES = {
    rules.UNTRIMMED_MEAN: N_("the mean before anything is dropped"),
    rules.TIME: N_("the time taken"),
}


class SchemeEditor(CompetitionScreen):
    """The scheme of one competition; while marks are given, a change shows first what it does."""

    file = "scheme.vue"
    words = {
        "add_award": N_("Add an award"),
        "add_band": N_("Add a band"),
        "add_bracket": N_("Add a bracket"),
        "add_criterion": N_("Add a criterion"),
        "add_field": N_("Add a line"),
        "add_group": N_("Add a stage"),
        "add_inside": N_("Add a criterion to {title}"),
        "add_size": N_("By number of marks"),
        "adjustment": N_("What decides"),
        "adjustment_note": N_(
            "Adjusted totals inform in any case, under “Fairness”; they decide only if chosen here."
        ),
        "after": N_("afterwards"),
        "apply": N_("Put the new scheme in force"),
        "award": N_("Award"),
        "awards": N_("Awards"),
        "bands": N_("What earns which marks"),
        "before": N_("now"),
        "best": N_("Team score: best entries added (empty: no teams)"),
        "border_ties": N_("A tie across a border gets"),
        "brackets": N_("Points by distance from the nominal value"),
        "cancel": N_("Cancel"),
        "code": N_("Code"),
        "combine": N_("Then take the"),
        "count": N_("or number"),
        "criterion": N_("Criterion"),
        "decimals": N_("Decimals"),
        "details": N_("Details"),
        "details_of": N_("Details of {title}"),
        "drop_high": N_("Highest marks dropped"),
        "drop_low": N_("Lowest marks dropped"),
        "effect_all": N_("{n} of {all} standings change; {awards} of them win something else."),
        "effect_lacking": N_("{n} marks would still have to be given."),
        "effect_more": N_("The first {shown} are listed."),
        "effect_none": N_("No score, place or award changes."),
        "effect_text": N_("Nothing has been changed yet. All standings change together, or none does."),
        "effect_title": N_("What the new scheme does"),
        "effect_unfit": N_("{n} marks that were given would not fit, so it cannot be put in force."),
        "factor": N_("Factor of the whole scheme"),
        "fixed": N_("The result is signed, so the scheme is fixed."),
        "from_marks": N_("from {n} marks on"),
        "full_mark": N_("Full mark"),
        "full_total": N_("A perfect entry gets"),
        "given": N_("Awards given"),
        "group": N_("Stage"),
        "higher": N_("more is better"),
        "kind": N_("How it is marked"),
        "least": N_("From … entries"),
        "level": N_("Level {n}"),
        "levels": N_("What each level means"),
        "limit": N_("Up to ±"),
        "lower": N_("less is better"),
        "lowest": N_("Lowest"),
        "multipliers": N_("Entries bring a multiplier (degree of difficulty) for each criterion"),
        "n_bands": N_("{n} bands"),
        "n_brackets": N_("{n} brackets"),
        "n_levels": N_("{n} levels"),
        "no_award": N_("no award"),
        "nominal": N_("Nominal value"),
        "none": N_("none"),
        "of_all": N_("the whole competition"),
        "place": N_("Place"),
        "points": N_("Points"),
        "preview": N_("See what changes"),
        "ranking": N_("Equal scores"),
        "ratio": N_("Share of entries (%)"),
        "remove": N_("Remove"),
        "rounding": N_("A share is rounded"),
        "rounding_point": N_("Round"),
        "rules": N_("How marks become a score"),
        "save_scheme": N_("Save the scheme"),
        "score": N_("Score"),
        "shows_totals": N_("Judges see their own totals and places"),
        "small_fields": N_("Small fields"),
        "small_text": N_("The line with the largest number that is reached decides; none ticked: not held."),
        "spread": N_("Spread limit"),
        "spread_hint": N_("Marks further apart ask for another look; empty: no alarm."),
        "start_from": N_("Start from a usual scheme"),
        "step": N_("Step"),
        "team_by": N_("Teams by"),
        "tie_add": N_("Add a tie-break"),
        "tie_chain": N_("Equal totals are separated by, in this order"),
        "tie_none": N_("Nothing: equal totals share the place."),
        "title": N_("Scheme"),
        "trim_at": N_("Dropped"),
        "version": N_("version {n}"),
        "weight": N_("Weight"),
        "what": N_("What is marked"),
        "wording": N_("Wording"),
    }

    about = Dict().tag(sync=True)
    scheme = Dict().tag(sync=True)
    choices = Dict().tag(sync=True)
    presets = List().tag(sync=True)
    effect = Dict().tag(sync=True)

    def show(self) -> None:
        """Fetch the scheme in force again."""
        seen = reports.overview(self.ws, self.competition_id)
        stage, organises = seen.competition.stage, Duty.ORGANISER in seen.duties
        listed: dict[str, Any] = {
            name: [{"value": value, "title": translate(text)} for value, text in options.items()]
            for name, options in CHOICES.items()
        }
        self.choices = {**listed, "ties": {by: translate(text) for by, text in TIES.items()}}
        self.presets = [
            {"value": key, "title": translate(made.title), "source": translate(made.source)}
            for key, made in rules.PRESETS.items()
        ]
        self.effect = {}
        self.scheme = scheme_to_page(seen.scheme)
        self.about = {
            "text": seen.competition.title,
            "stage": stage_tag(stage),
            "number": seen.scheme_number,
            "may_edit": organises and stage in (Stage.DRAFT, Stage.MARKING),
            "is_marking": stage == Stage.MARKING,
        }

    def vue_start(self, preset: str) -> None:
        """Put a usual scheme on the page; nothing is saved yet."""
        if preset in rules.PRESETS:
            self.send({"method": "started", "args": [scheme_to_page(rules.preset(preset))]})

    def vue_save_scheme(self, body: Mapping[str, Any]) -> None:
        """Save the scheme as a new version, before any mark is given."""
        number = service.save_scheme(self.ws, self.competition_id, scheme_from_page(body))
        self.is_dirty = False
        self.show()
        self.say(translate(N_("The scheme is saved as version {n}.")).format(n=number))

    def vue_preview(self, body: Mapping[str, Any] | None) -> None:
        """Show what a scheme would do to every standing, or close that again."""
        if body is None:
            self.effect = {}
            return
        self._wanted = scheme_from_page(body)
        self.effect = _effect(reports.scheme_effect(self.ws, self.competition_id, self._wanted))

    def vue_apply(self, _: Any = None) -> None:
        """Ask for the reason, then put the scheme that was previewed in force."""
        if self.shell and self.effect:
            self.shell.confirm(
                self.apply,
                title=translate(N_("Put the new scheme in force?")),
                text=translate(N_("Every standing is computed by it from now on. Old versions are kept.")),
                facts=[self.effect["told"]],
                yes=translate(N_("Put the new scheme in force")),
                reason=True,
            )

    def apply(self, reason: str) -> None:
        """Put the scheme that was previewed in force."""
        number = service.change_scheme(
            self.ws,
            self.competition_id,
            self._wanted,
            seen_number=self.effect["number"],
            reason=reason,
        )
        self.is_dirty = False
        self.show()
        self.say(translate(N_("Version {n} of the scheme is in force.")).format(n=number))


def _effect(seen: SchemeEffect) -> dict[str, Any]:
    told = translate(N_("{n} of {all} standings change; {awards} of them win something else."))
    facts = {"n": len(seen.changes), "all": seen.entries, "awards": seen.awards_changed}
    return {
        "number": seen.number,
        "rows": [_change(one) for one in seen.changes[:SHOWN]],
        "more": max(0, len(seen.changes) - SHOWN),
        "told": told.format(**facts) if seen.changes else translate(N_("No score, place or award changes.")),
        "unfit": seen.unfit,
        "lacking": seen.lacking,
    }


def _change(one: StandingChange) -> dict[str, Any]:
    change = one.change
    before, after = change.rank_before, change.rank_after
    return {
        "code": one.shown.code,
        "title": one.shown.title,
        "totals": [_text(one.total_before), _text(one.total_after)],
        "ranks": [_text(before), _text(after)],
        "awards": [change.award_before or "", change.award_after or ""],
        "is_award": change.is_award_changed,
        "moved": 0 if before is None or after is None else int(before - after),
    }


def _text(value: Any) -> str:
    return "—" if value is None else str(value)

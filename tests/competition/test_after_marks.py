"""After the marks: countersignature, second computation, recheck, appeals, honours."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from tests.competition.people import complete, entry_ids, fill, sign
from tests.conftest import TODAY, House, two_criteria
from union_lib.common.errors import NotAllowed
from union_lib.competition import refusals, reports, rules, service
from union_lib.competition.rules import (
    Adjustment,
    AppealState,
    AwardClass,
    AwardPlan,
    Bound,
    Duty,
    RecheckCause,
    Stage,
    Verdict,
    WorkerClass,
)
from union_lib.competition.tables import ResultVersion
from union_lib.competition.todos import todos
from union_lib.registry.service import ReasonMissing

LATER = TODAY + timedelta(days=30)
JUDGES = ("judge1", "judge2")


def prizes() -> rules.Scheme:
    """The plain scheme with a first and two second prizes."""
    plan = AwardPlan((AwardClass("First", quota=1), AwardClass("Second", quota=2)))
    return replace(two_criteria(), awards=plan)


def run(house: House, **procedure: Any) -> int:
    """Make a competition with ten entries and this procedure, its marks complete and confirmed."""
    competition = house.competition(prizes(), entries=10, stage=Stage.DRAFT)
    form = service.CompetitionForm(
        title="Welders", starts_on=TODAY, ends_on=TODAY, notice_working_days=1, **procedure
    )
    service.edit_competition(house.ws("organiser"), competition, form, 1)
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    complete(house, competition, *JUDGES)
    return competition


# Two signatures


def test_a_signed_result_waits_for_its_supervisor(house: House):
    competition = run(house)
    seen = reports.results(house.ws("chief"), competition).data_hash
    service.sign(house.ws("chief"), competition, seen)
    with pytest.raises(refusals.NotCountersigned):
        service.post_notice(house.ws("organiser"), competition)
    with pytest.raises(NotAllowed):
        service.countersign(house.ws("chief"), competition, seen)
    with pytest.raises(refusals.ResultChanged):
        service.countersign(house.ws("supervisor"), competition, "other")
    service.countersign(house.ws("supervisor"), competition, seen)
    with pytest.raises(refusals.AlreadyCountersigned):
        service.countersign(house.ws("supervisor"), competition, seen)
    service.post_notice(house.ws("organiser"), competition)
    assert reports.results(house.ws("organiser"), competition).supervised_by == "Supervisor"


def test_nobody_confirms_what_they_signed_themselves(house: House):
    competition = house.competition(stage=Stage.DRAFT)
    service.appoint(house.ws("organiser"), competition, "chief", Duty.SUPERVISOR)
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    complete(house, competition, *JUDGES)
    seen = reports.results(house.ws("chief"), competition).data_hash
    service.sign(house.ws("chief"), competition, seen)
    with pytest.raises(refusals.SameSigner):
        service.countersign(house.ws("chief"), competition, seen)


# The second computation


def test_a_result_is_published_only_if_the_second_computation_agrees(house: House):
    competition = run(house)
    sign(house, competition)
    service.post_notice(house.ws("organiser"), competition)
    _tamper(house, competition)
    with pytest.raises(refusals.ResultChanged):
        service.publish(house.ws("organiser", LATER), competition)


def test_a_wrong_first_computation_is_not_signed(house: House, monkeypatch: pytest.MonkeyPatch):
    from union_lib.competition import scored

    competition = run(house)
    right = scored.outcome_of

    def wrong(seen):
        outcome = right(seen)
        first = outcome.standings[0]
        return replace(outcome, totals={**outcome.totals, first.entry: Decimal("60.01")})

    for module in ("service.signing", "reports.results"):
        monkeypatch.setattr(sys.modules[f"union_lib.competition.{module}"], "outcome_of", wrong)
    seen = reports.results(house.ws("chief"), competition)
    assert [(d.code, d.what, d.first, d.second) for d in seen.second] == [("001", "score", "60.01", "60.00")]
    with pytest.raises(refusals.SecondDiffers):
        service.sign(house.ws("chief"), competition, seen.data_hash)


def _tamper(house: House, competition: int) -> None:
    """Change a kept score behind the application's back."""
    with house.system.transaction() as session:
        chosen = select(ResultVersion).where(ResultVersion.competition_id == competition)
        result = session.exec(chosen).one()
        entries = [dict(entry) for entry in result.body["entries"]]
        entries[0]["score"] = "99.00"
        result.body, result.data_hash = {**result.body, "entries": entries}, "0" * 64


# Totals freed of severity


def test_a_result_decided_by_panels_is_not_signed_with_a_panel_of_one(house: House):
    scheme = replace(two_criteria(), adjustment=Adjustment.PANEL_SHIFT)
    competition = house.competition(scheme, entries=3, stage=Stage.DRAFT)
    ids = entry_ids(house, competition)
    service.set_panels(house.ws("organiser"), competition, dict(zip(ids.values(), "AAB", strict=True)), {})
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    complete(house, competition, *JUDGES)
    seen = reports.results(house.ws("chief"), competition)
    assert isinstance(seen.outcome.hindrance, rules.PanelOfOne)
    with pytest.raises(rules.PanelOfOne):
        service.sign(house.ws("chief"), competition, seen.data_hash)


@pytest.mark.parametrize(
    "adjustment",
    [Adjustment.PANEL_SHIFT, Adjustment.PANEL_RATIO, Adjustment.PANEL_ZSCORE, Adjustment.SEVERITY],
)
def test_adjusted_totals_decide_where_the_scheme_says_so_and_both_computations_agree(
    house: House, adjustment: Adjustment
):
    scheme = replace(two_criteria(), adjustment=adjustment)
    competition = house.competition(scheme, entries=4, judges=3, stage=Stage.DRAFT)
    ids = entry_ids(house, competition)
    service.set_panels(house.ws("organiser"), competition, dict(zip(ids.values(), "ABAB", strict=True)), {})
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    for judge, base in (("judge1", 30), ("judge2", 37), ("judge3", 22)):
        fill(house, competition, judge, base)
    seen = reports.results(house.ws("chief"), competition)
    assert seen.second == []
    assert seen.outcome.hindrance is None
    assert len(seen.outcome.adjusted) == 4
    first = next(row for row in seen.rows if row.shown.code == "001")
    assert first.score.adjusted is not None
    assert first.total == rules.half_up(first.score.adjusted, 2)


# Recheck


def test_the_leading_group_and_a_sample_are_rechecked_before_the_notice(house: House):
    competition = run(house, recheck_leading=30, recheck_sample=15)
    sign(house, competition)
    seen = reports.review(house.ws("supervisor"), competition)
    causes = [row.cause for row in seen.recheck]
    assert causes.count(RecheckCause.LEADING) == 3
    assert causes.count(RecheckCause.SAMPLE) == 2
    with pytest.raises(refusals.RecheckOpen):
        service.post_notice(house.ws("organiser"), competition)
    with pytest.raises(NotAllowed):
        service.recheck(house.ws("organiser"), competition, seen.recheck[0].entry_id, Verdict.RIGHT)
    for row in seen.recheck:
        service.recheck(house.ws("supervisor"), competition, row.entry_id, Verdict.RIGHT)
    service.post_notice(house.ws("organiser"), competition)


def test_more_than_one_error_in_twenty_means_that_everything_is_rechecked(house: House):
    competition = run(house, recheck_leading=30, recheck_sample=15)
    sign(house, competition)
    [first, *_] = reports.review(house.ws("supervisor"), competition).recheck
    with pytest.raises(ReasonMissing):
        service.recheck(house.ws("supervisor"), competition, first.entry_id, Verdict.WRONG)
    state = service.recheck(house.ws("supervisor"), competition, first.entry_id, Verdict.WRONG, "3 read as 8")
    assert (state.to_do, state.wrong) == (10, 1)
    for row in reports.review(house.ws("supervisor"), competition).recheck:
        if row.verdict is None:
            service.recheck(house.ws("supervisor"), competition, row.entry_id, Verdict.RIGHT)
    with pytest.raises(refusals.RecheckOpen):
        service.post_notice(house.ws("organiser"), competition)
    service.reopen(house.ws("chief"), competition, "wrong mark found")
    sign(house, competition)
    assert len(reports.review(house.ws("supervisor"), competition).recheck) == 5


def test_a_sample_below_fifteen_percent_is_refused(house: House):
    with pytest.raises(refusals.SampleTooSmall):
        run(house, recheck_leading=30, recheck_sample=10)


# Appeals


def on_notice(house: House, **procedure: Any) -> tuple[int, int]:
    """Bring a competition to its notice; return it and the first entry's id."""
    competition = run(house, **procedure)
    sign(house, competition)
    service.post_notice(house.ws("organiser"), competition)
    return competition, entry_ids(house, competition)["001"]


def test_an_appeal_is_ruled_upon_with_a_reason_before_anything_is_published(house: House):
    competition, entry = on_notice(house, appeal_hours=48)
    appeal = service.file_appeal(house.ws("organiser"), competition, entry, "Firm 1", "mark missing")
    with pytest.raises(refusals.AppealsOpen):
        service.publish(house.ws("organiser", LATER), competition)
    with pytest.raises(NotAllowed):
        service.rule_on_appeal(house.ws("organiser"), competition, appeal, AppealState.DISMISSED, "no")
    with pytest.raises(ReasonMissing):
        service.rule_on_appeal(house.ws("supervisor"), competition, appeal, AppealState.DISMISSED, " ")
    service.rule_on_appeal(
        house.ws("supervisor"), competition, appeal, AppealState.DISMISSED, "sheet complete"
    )
    with pytest.raises(rules.AppealRuled):
        service.rule_on_appeal(house.ws("supervisor"), competition, appeal, AppealState.UPHELD, "?")
    service.publish(house.ws("organiser", LATER), competition)
    [(ruled, _)] = reports.review(house.ws("organiser"), competition).appeals
    assert (ruled.state, ruled.ruling) == (AppealState.DISMISSED, "sheet complete")


def test_an_appeal_comes_within_its_hours(house: House):
    competition, entry = on_notice(house, appeal_hours=24)
    late = house.ws("organiser", TODAY + timedelta(days=2))
    with pytest.raises(rules.AppealLate):
        service.file_appeal(late, competition, entry, "Firm 1", "too late")


def test_nothing_is_published_while_appeals_are_possible(house: House):
    competition, _ = on_notice(house, appeal_hours=240)
    with pytest.raises(refusals.AppealsPossible):
        service.publish(house.ws("organiser", TODAY + timedelta(days=5)), competition)
    service.publish(house.ws("organiser", LATER), competition)


# Honours


def test_winners_are_nominated_and_the_shares_of_the_notice_are_held_against_them(house: House):
    competition, entry = on_notice(house)
    organiser, ids = house.ws("organiser"), entry_ids(house, competition)
    service.nominate(organiser, competition, entry, "May Day", "Chen", {WorkerClass.INDUSTRIAL})
    service.nominate(organiser, competition, ids["002"], "May Day", "Li", set())
    service.set_share(
        organiser,
        competition,
        "May Day",
        WorkerClass.INDUSTRIAL,
        Bound.AT_LEAST,
        Decimal(60),
        "Notice 7 of 2020",
    )
    [check] = reports.honours(organiser, competition).checks["May Day"]
    assert (check.count, check.needed, check.lacking) == (1, 2, 1)
    assert check.rule.citation == "Notice 7 of 2020"


def test_nobody_is_nominated_twice_or_without_an_award(house: House):
    competition, entry = on_notice(house)
    organiser, ids = house.ws("organiser"), entry_ids(house, competition)
    service.nominate(organiser, competition, entry, "May Day", "Chen", set())
    with pytest.raises(refusals.AlreadyNominated):
        service.nominate(organiser, competition, entry, "May Day", "Chen", set())
    with pytest.raises(refusals.NoAward):
        service.nominate(organiser, competition, ids["010"], "May Day", "Li", set())


def test_a_share_without_its_notice_does_not_count(house: House):
    competition, _ = on_notice(house)
    with pytest.raises(refusals.ShareUnfit):
        service.set_share(
            house.ws("organiser"),
            competition,
            "May Day",
            WorkerClass.MIGRANT,
            Bound.AT_LEAST,
            Decimal(10),
            "",
        )


# What waits for whom


def waiting(house: House, who: str) -> list[str]:
    """Return the titles of somebody's to-dos."""
    return [todo.said(TODAY)["title"] for todo in todos(house.ws(who))]


def test_the_supervisor_hears_what_to_confirm_recheck_and_rule_on(house: House):
    competition = run(house, recheck_leading=30, recheck_sample=15, appeal_hours=48)
    assert waiting(house, "supervisor") == []
    seen = reports.results(house.ws("chief"), competition).data_hash
    service.sign(house.ws("chief"), competition, seen)
    assert waiting(house, "supervisor") == [
        "Confirm the signed result: Welders",
        "Recheck 5 entries: Welders",
    ]
    service.countersign(house.ws("supervisor"), competition, seen)
    for row in reports.review(house.ws("supervisor"), competition).recheck:
        service.recheck(house.ws("supervisor"), competition, row.entry_id, Verdict.RIGHT)
    assert waiting(house, "supervisor") == []
    service.post_notice(house.ws("organiser"), competition)
    entry = entry_ids(house, competition)["001"]
    service.file_appeal(house.ws("organiser"), competition, entry, "Firm 1", "mark missing")
    assert waiting(house, "supervisor") == ["Rule on 1 appeals: Welders"]


def test_holders_hear_when_to_draw_and_when_to_open(house: House):
    competition = house.competition(stage=Stage.DRAFT)
    form = service.CompetitionForm(title="Welders", starts_on=TODAY, ends_on=TODAY, blind_draws=2)
    service.edit_competition(house.ws("organiser"), competition, form, 1)
    assert "Draw list 1 of the codes: Welders" in waiting(house, "checker")
    service.draw_codes(house.ws("checker"), competition, 1)
    assert waiting(house, "checker") == []
    assert "Draw list 2 of the codes: Welders" in waiting(house, "supervisor")
    service.draw_codes(house.ws("supervisor"), competition, 2)
    service.move_stage(house.ws("organiser"), competition, Stage.MARKING)
    complete(house, competition, *JUDGES)
    sign(house, competition)
    assert waiting(house, "checker") == []
    assert waiting(house, "supervisor") == ["Open your list of codes: Welders"]

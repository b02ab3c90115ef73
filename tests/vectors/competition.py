"""Adapters for the kinds of competition scoring: marks come as decimal text, results leave as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from union_lib.competition import rules
from union_lib.competition.rules import blind, checking, fairness

Body = dict[str, Any]


def exact(value: Any) -> Decimal | None:
    """Return a mark given as text or JSON number, or None if it is absent."""
    return None if value is None else Decimal(str(value))


def decimals(values: Iterable[Any]) -> list[Decimal]:
    """Return marks that are all present."""
    return [Decimal(str(value)) for value in values]


def text(value: Any, places: int = 2) -> str | None:
    """Return a rounded result as text with exactly that many decimals."""
    return None if value is None else str(rules.half_up(value, places))


def _number(rank: int | Decimal) -> int | float:
    return rank if isinstance(rank, int) else float(rank)


def trimmed_mean(case: Body) -> Body:
    """Means of rows without their highest and lowest marks."""
    places = case.get("decimals", 2)
    drops = case.get("drop_high", 1), case.get("drop_low", 1)
    means = [rules.trimmed_mean([exact(mark) for mark in row], *drops) for row in case["rows"]]
    found: Body = {"results": [text(mean, places) for mean in means]}
    if "top" in case:
        best = sorted((mean for mean in means if mean is not None), reverse=True)[: case["top"]]
        found["top_ascending"] = [text(mean, places) for mean in reversed(best)]
    return found


def trimmed_mean_missing(case: Body) -> Body:
    """The same of protocol lines in which a judge gave no mark."""
    rows = [line["judges"] for line in case["lines"]]
    return {"panel": trimmed_mean(case | {"rows": rows})["results"]}


def trimmed_sum_with_multiplier(case: Body) -> Body:
    """Points of performances, running totals, and the final list."""
    points: dict[str, dict[int, Decimal]] = {}
    for done in case["performances"]:
        points.setdefault(done["entry"], {})[done["round"]] = rules.performance_points(
            decimals(done["judges"]),
            Decimal(done["multiplier"]),
            case["drop_high"],
            case["drop_low"],
            Decimal(case.get("factor", "1")),
            case.get("decimals", 2),
        )
    after = rules.round_by_round(points)
    last = {entry: rounds[max(rounds)] for entry, rounds in after.items()}
    return {
        "per_performance": [
            _performance(points[done["entry"]][done["round"]], after[done["entry"]][done["round"]])
            for done in case["performances"]
        ],
        "final": [
            {"entry": entry, "total": str(last[entry].total), "rank": last[entry].rank}
            for entry in sorted(last, key=lambda entry: last[entry].rank)
        ],
    }


def _performance(points: Decimal, after: rules.AfterRound) -> Body:
    return {"points": str(points), "total_after_round": str(after.total), "rank_after_round": after.rank}


def judged_segment_full_protocol(case: Body) -> Body:
    """A segment's protocols with places."""
    scores = [_segment(skater) for skater in case["skaters"]]
    tie_values = {"tes": "elements_total", "pcs": "components_total"}
    keys = [(s.total, *(getattr(s, tie_values[by]) for by in case.get("tie_break", []))) for s in scores]
    first = case.get("first_rank", 1)
    return {
        "skaters": [
            _protocol(skater["name"], score, int(place) + first - 1)
            for skater, score, place in zip(case["skaters"], scores, rules.ranks(keys), strict=True)
        ]
    }


def _segment(skater: Body) -> rules.SegmentScore:
    return rules.segment_score(
        [
            rules.Element(Decimal(e["base_value"]), [exact(mark) for mark in e["judge_goe_points"]])
            for e in skater["elements"]
        ],
        [
            rules.Component(Decimal(c["factor"]), [exact(mark) for mark in c["judges"]])
            for c in skater["components"]
        ],
        Decimal(skater["deductions"]),
    )


def _protocol(name: str, score: rules.SegmentScore, rank: int) -> Body:
    elements = zip(score.executions, score.element_panels, strict=True)
    components = zip(score.component_panels, score.factored, strict=True)
    return {
        "name": name,
        "elements": [{"goe": text(goe), "panel": text(panel)} for goe, panel in elements],
        "components": [{"panel": text(panel), "factored": text(product)} for panel, product in components],
        "tes": text(score.elements_total),
        "pcs": text(score.components_total),
        "tss": text(score.total),
        "rank": rank,
    }


def rounding(case: Body) -> Body:
    """Values rounded half up."""
    return {"rounded": [text(Decimal(value), case.get("decimals", 2)) for value in case["values"]]}


def rounding_order(case: Body) -> Body:
    """Totals of panel marks times factors, with each product rounded or only the sum."""
    return {
        "official": [_total(one, rules.RoundingPoint.PRODUCT) for one in case["cases"]],
        "wrong_if_rounded_once": [_total(one, rules.RoundingPoint.END) for one in case["cases"]],
    }


def _total(one: Body, point: rules.RoundingPoint) -> str:
    keys = [str(number) for number in range(len(one["panel"]))]
    weights = dict(zip(keys, decimals(one["factor"]), strict=True))
    values = dict(zip(keys, decimals(one["panel"]), strict=True))
    return str(_single_score(_weighted(weights, rounding_point=point), values).total)


def _weighted(weights: dict[str, Decimal], **rest: Any) -> rules.Scheme:
    """Return a scheme in which one judge's marks count by weight."""
    criteria = tuple(rules.Criterion(key, key, Decimal(100), weight) for key, weight in weights.items())
    return rules.Scheme(criteria, drop_high=0, drop_low=0, **rest)


def _single_score(scheme: rules.Scheme, values: Mapping[str, Decimal | None]) -> rules.EntryScore:
    return rules.entry_score(scheme, {key: {"judge": value} for key, value in values.items()})


def ranking(case: Body) -> Body:
    """Places by the five methods."""
    scores = decimals(case["scores"])
    higher = case.get("higher_is_better", True)
    return {
        str(method): [_number(rank) for rank in rules.ranks(scores, method, higher)]
        for method in rules.RankingMethod
    }


def weighted_total_ranking(case: Body) -> Body:
    """Weighted totals and places with ties broken one key after another."""
    weights = {part: Decimal(weight) for part, weight in case["weights"].items()}
    chain = tuple(rules.TieKey(key["by"], key["order"] == "desc") for key in case["tie_break"])
    scheme = _weighted(weights, decimals=case.get("decimals", 2), tie_chain=chain)
    scored = [_scored(scheme, entry["id"], entry["values"]) for entry in case["entries"]]
    return {
        "totals": {one.entry: text(one.score.total, scheme.decimals) for one in scored},
        "rank": {standing.entry: standing.rank for standing in rules.standings(scheme, scored)},
    }


def _scored(scheme: rules.Scheme, entry: str, values: dict[str, str]) -> rules.Scored:
    given = {key: exact(value) for key, value in values.items()}
    return rules.Scored(entry, _single_score(scheme, given), extras=given)


def cutoff(case: Body) -> Body:
    """The best n and everyone equal to the n-th."""
    entries = case["entries"]
    advance = rules.cutoff([Decimal(entry["score"]) for entry in entries], case["n"])
    return {"advance": [entries[position]["id"] for position in advance]}


def team_score(case: Body) -> Body:
    """Team totals and places."""
    totals = {
        team: rules.team_total(
            {event: [exact(mark) for mark in marks] for event, marks in events.items()}, case.get("best", 3)
        )
        for team, events in case["teams"].items()
    }
    places = rules.ranks(list(totals.values()))
    return {
        "team_total": {team: text(total) for team, total in totals.items()},
        "rank": dict(zip(totals, places, strict=True)),
    }


def award_counts(case: Body) -> Body:
    """Counts of awards per number of entrants by the three roundings."""
    ratios = decimals(case["ratios"])
    return {
        str(rounding): [rules.award_counts(ratios, n, rounding) for n in case["entrants"]]
        for rounding in rules.AwardRounding
    }


def award_allocation(case: Body) -> Body:
    """Winners of every class when places are shared and guests take part."""
    plan = rules.AwardPlan(
        _classes(case),
        rules.AwardRounding(case.get("rounding", "half_up")),
        rules.BorderTies(case.get("border_ties", "up")),
    )
    places = [int(place) for place in rules.ranks(decimals(case["scores"]))]
    found = rules.award_allocation(places, plan, case.get("ineligible", []))
    return {
        "nominal": found.nominal,
        "count": found.count,
        "last_place": found.last_place,
        "award": found.award,
    }


def _classes(case: Body) -> tuple[rules.AwardClass, ...]:
    if "quota" in case:
        sized = zip(case["classes"], case["quota"], strict=True)
        return tuple(rules.AwardClass(name, quota=quota) for name, quota in sized)
    ratios = zip(case["classes"], decimals(case["ratios"]), strict=True)
    return tuple(rules.AwardClass(name, ratio=ratio) for name, ratio in ratios)


def medal_field_size(case: Body) -> Body:
    """Medals that exist for a field."""
    table = [
        rules.FieldSize(line["min"], None if line["medals"] is None else tuple(line["medals"]))
        for line in case["table"]
    ]
    return {"medals": [rules.medals_for_field(field, table) for field in case["fields"]]}


def medals_within_points(case: Body) -> Body:
    """Medals shared by scores close together."""
    window, least = Decimal(case.get("window", "2")), Decimal(case.get("medallion_from", "700"))
    return {
        "awards": [rules.medals_within_points(decimals(scores), window, least) for scores in case["cases"]]
    }


def judgement_marking(case: Body) -> Body:
    """Marks of judged aspects, or the need to discuss them again."""
    scale, spread = Decimal(str(case.get("scale_max", 3))), Decimal(str(case.get("max_spread", 1)))
    marks = [
        rules.judgement_mark(
            [exact(score) for score in aspect["scores"]], Decimal(str(aspect["max"])), scale, spread
        )
        for aspect in case["aspects"]
    ]
    return {
        "marks": [text(mark.mark) for mark in marks],
        "needs_rediscussion": [mark.needs_rediscussion for mark in marks],
    }


def standard_scale(case: Body) -> Body:
    """Marks on the common scale."""
    given = {key: Decimal(case[key]) for key in ("centre", "spread", "low", "high") if key in case}
    scale = rules.common_scale(decimals(case["raw"]), **given)
    return {
        "median": scale.median,
        "mad": scale.mad,
        "scaled": scale.scaled,
        "at_or_above": scale.at_or_above(Decimal(case.get("medallion_from", "700"))),
    }


def icc(case: Body) -> Body:
    """Six intraclass correlations."""
    found = fairness.icc(case["data"])
    squares = {"BMS": found.between, "WMS": found.within, "JMS": found.judges, "EMS": found.residual}
    single = {f"ICC({model},1)": value for model, value in enumerate(found.single, start=1)}
    mean = {f"ICC({model},k)": value for model, value in enumerate(found.mean, start=1)}
    return {"n": found.n, "k": found.k} | squares | single | mean


def krippendorff_alpha(case: Body) -> Body:
    """Alpha by each metric asked for."""
    return {
        metric: fairness.krippendorff_alpha(case["data"], fairness.Metric(metric))
        for metric in case["metrics"]
    }


def kendall_w(case: Body) -> Body:
    """Concordance of rankings."""
    found = fairness.kendall_w(case["ranks"])
    return {
        "S": found.s,
        "T": found.t,
        "W_uncorrected": found.w_uncorrected,
        "W": found.w,
        "chi2": found.chi2,
        "df": found.df,
        "p": found.p,
        "rank_sums": found.rank_sums,
    }


def fleiss_kappa(case: Body) -> Body:
    """Agreement on categories."""
    found = fairness.fleiss_kappa(case["counts"])
    return {"P_bar": found.observed, "P_e": found.expected, "kappa": found.kappa}


def mfrm(case: Body) -> Body:
    """Many-facet Rasch measures."""
    ratings = [(person, judge, trait, rating) for person, judge, trait, rating in case["ratings"]]
    lowest, highest = case["categories"]
    found = fairness.facet_fit(ratings, case["persons"], case["judges"], case["traits"], lowest, highest)
    return {
        "person_raw_total": _raw_totals(ratings, 0, case["persons"]),
        "judge_raw_total": _raw_totals(ratings, 1, case["judges"]),
        "trait_raw_total": _raw_totals(ratings, 2, case["traits"]),
        "raw_mean_person": {
            person: total / sum(1 for rating in ratings if rating[0] == person)
            for person, total in _raw_totals(ratings, 0, case["persons"]).items()
        },
        "B": found.ability,
        "C_severity": found.severity,
        "D": found.difficulty,
        "F": found.thresholds,
        "fair_average_person": found.fair_average,
        "fair_average_judge": found.fair_judge_average,
        "infit_judge": found.infit,
        "outfit_judge": found.outfit,
        "severity_order": found.severity_order,
        "person_order": found.ability_order,
    }


def _raw_totals(ratings: list[fairness.Rating], facet: int, names: list[str]) -> dict[str, int]:
    return {name: sum(rating[3] for rating in ratings if rating[facet] == name) for name in names}


def incomplete_design(case: Body) -> Body:
    """Quality and severity when not everybody marks everything."""
    found = fairness.severity_fit([(m["entry"], m["judge"], m["mark"]) for m in case["marks"]])
    fall = found.biggest_fall
    return {
        "connected_components": len(found.connectivity.groups),
        "quality": found.quality,
        "severity": found.severity,
        "raw_mean": found.raw_mean,
        "rank_by_quality": found.rank_by_quality,
        "rank_by_raw_mean": found.rank_by_raw_mean,
        "max_rank_shift": max(abs(shift) for shift in found.shifts.values()),
        "biggest_fall": {"entry": fall.entry, "from": fall.from_rank, "to": fall.to_rank},
    }


def connectivity(case: Body) -> Body:
    """Entries that can be compared."""
    pairs = [(entry, judge) for entry, judge in case["pairs"]]
    found = fairness.connectivity(pairs, case.get("remove_entries", []))
    return {
        "components": len(found.groups),
        "comparable": found.is_comparable,
        "groups": [list(group) for group in found.groups],
    }


def panel_normalisation(case: Body) -> Body:
    """Panels brought to a common mean and spread."""
    found = fairness.normalised_panels(case["groups"], case.get("ddof", 0))
    return {
        "grand_mean": found.mean,
        "grand_sd": found.sd,
        "groups": {
            name: {
                "mean": panel.mean,
                "sd": panel.sd,
                "mean_shift": panel.shifted,
                "ratio": panel.scaled,
                "zscore": panel.standardised,
            }
            for name, panel in found.panels.items()
        },
        "warnings": found.warnings,
    }


def judge_deviation(case: Body) -> Body:
    """Judges far from their panel."""
    elements = [decimals(element["judges"]) for element in case["elements"]]
    found = fairness.judge_deviations(elements, Decimal(case.get("single_limit", "1.5")))
    return {
        "n_elements": len(elements),
        "deviation_total": [judge.total for judge in found],
        "elements_outside_range": [judge.outside_range for judge in found],
        "exceeds": [judge.exceeds for judge in found],
    }


def unfair_judge_detection(case: Body) -> Body:
    """Profiles of judges and what is odd about them."""
    found = fairness.judge_profiles(case["judges"], case["judge_unit"], case["entry_unit"], case["marks"])
    rows = [decimals(row) for row in case["marks"]]
    return {
        "metrics": {judge: _profile(profile) for judge, profile in found.items()},
        "flags": {judge: profile.flags for judge, profile in found.items() if profile.flags},
        "order_by_mean": fairness.best_entries(case["entries"], rows),
        "order_by_trimmed": fairness.best_entries(case["entries"], rows, drops=1),
    }


def _profile(profile: fairness.JudgeProfile) -> Body:
    metrics: Body = {
        "leniency": profile.leniency,
        "robust_z": profile.robust_z,
        "spread_ratio": profile.spread_ratio,
        "r_with_others": profile.r_with_others,
    }
    if own := profile.own_unit:
        metrics |= {"own_minus_other": own.own_minus_other, "welch_t": own.test.t, "n_own": own.n_own}
    return metrics


def own_unit_effect(case: Body) -> Body:
    """Leniency towards one's own unit."""
    rows = (dict(zip(case["columns"], row, strict=True)) for row in case["marks"])
    keys = ("performance", "entry_unit", "judge", "judge_unit", "mark")
    marks = [fairness.GivenMark(*(row[key] for key in keys)) for row in rows if row["mark"] is not None]
    return {"per_judge": {judge: _effect(own) for judge, own in fairness.own_unit_effects(marks).items()}}


def _effect(own: fairness.OwnUnitEffect) -> Body:
    return {
        "unit": own.unit,
        "n": own.n,
        "leniency": own.leniency,
        "n_own": own.n_own,
        "n_other": own.n_other,
        "own_minus_other": own.own_minus_other,
        "welch_t": own.test.t,
        "df": own.test.df,
        "p": own.test.p,
    }


def workflow_two_person(case: Body) -> Body:
    """Entering and checking a sheet, step by step."""
    sheet, results = checking.CheckedSheet(), []
    for step in case["steps"]:
        try:
            sheet = _sheet_step(sheet, step, case["chiefs"])
            results.append("accepted")
        except checking.SheetRefusal as refusal:
            results.append(f"refused:{refusal.code}")
    return {"result": results, "latest_version": sheet.version, "state": str(sheet.state)}


def _sheet_step(sheet: checking.CheckedSheet, step: Body, chiefs: list[str]) -> checking.CheckedSheet:
    if step["action"] == "lock":
        return checking.lock(sheet, step["actor"], chiefs)
    if step["action"] == "enter":
        return checking.enter(sheet, step["actor"], step["base"])
    act = {
        "confirm": checking.confirm,
        "reject": checking.reject,
        "edit_while_checking": checking.edit_while_checking,
    }
    return act[step["action"]](sheet, step["actor"], step["version"])


def workflow_blind_codes(case: Body) -> Body:
    """Drawing, signing and opening lists of codes, step by step."""
    codes, results = blind.BlindCodes(case["draws"]), []
    for step in case["steps"]:
        try:
            codes, result = _blind_step(codes, step)
            results.append(result)
        except blind.BlindRefusal as refusal:
            results.append(f"refused:{refusal.code}")
    return {"result": results}


def _blind_step(codes: blind.BlindCodes, step: Body) -> tuple[blind.BlindCodes, str]:
    match step["action"]:
        case "draw":
            codes = blind.draw(codes, step["actor"], step["draw"])
        case "sign":
            codes = blind.sign(codes)
        case "decode":
            codes = blind.decode(codes, step["draw"])
        case "identify":
            blind.check_identify(codes)
        case "change_mark":
            blind.check_mark_change(codes)
        case "export":
            return codes, f"accepted:{codes.export}"
    return codes, "accepted"


KINDS: dict[str, Callable[[Body], Body]] = {
    adapter.__name__: adapter
    for adapter in (
        trimmed_mean,
        trimmed_mean_missing,
        trimmed_sum_with_multiplier,
        judged_segment_full_protocol,
        rounding,
        rounding_order,
        ranking,
        weighted_total_ranking,
        cutoff,
        team_score,
        award_counts,
        award_allocation,
        medal_field_size,
        medals_within_points,
        judgement_marking,
        standard_scale,
        icc,
        krippendorff_alpha,
        kendall_w,
        fleiss_kappa,
        mfrm,
        incomplete_design,
        connectivity,
        panel_normalisation,
        judge_deviation,
        unfair_judge_detection,
        own_unit_effect,
        workflow_two_person,
        workflow_blind_codes,
    )
}

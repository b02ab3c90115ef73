"""What the figures of fairness say in plain words; a flag is a reason to look, never a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ...common.errors import N_
from ...common.text import translate
from ..reports import plain
from ..reports.effects import StandingChange
from ..reports.fairness import (
    AgreementTable,
    Basis,
    Coefficient,
    Fairness,
    FairRow,
    JudgeRow,
    Level,
    WhatIf,
    WhatIfAnswer,
)
from ..rules import Adjustment, Combine
from ..rules.fairness import Flag, PanelMethod
from ..words import ADJUSTMENTS

FLAGS: Mapping[Flag, str] = {
    Flag.HARSH: N_("strict"),
    Flag.LENIENT: N_("lenient"),
    Flag.ERRATIC: N_("unlike the others"),
    Flag.FLAT: N_("hardly tells apart"),
    Flag.FAVOURS_OWN_UNIT: N_("own unit ahead"),
}
FLAG_REASONS: Mapping[Flag, str] = {
    Flag.HARSH: N_(
        "Marks clearly below the colleagues' for the same entries, more than chance explains. Look whether "
        "this judge marked the same entries as the others."
    ),
    Flag.LENIENT: N_(
        "Marks clearly above the colleagues' for the same entries, more than chance explains. Look whether "
        "this judge marked the same entries as the others."
    ),
    Flag.ERRATIC: N_(
        "Ranks the entries clearly otherwise than the colleagues do. Ask what the judge looked at."
    ),
    Flag.FLAT: N_("Gives nearly the same marks to all, so this judge hardly takes part in the decision."),
    Flag.FAVOURS_OWN_UNIT: N_(
        "Gives entries of the own unit more than neutral colleagues do, more than chance explains."
    ),
}
LEVELS: Mapping[Level, tuple[str, str]] = {
    Level.GOOD: (N_("good"), "ok"),
    Level.FAIR: (N_("usable"), "info"),
    Level.POOR: (N_("low"), "warn"),
}
COEFFICIENTS: Mapping[str, tuple[str, str]] = {
    "icc_1_k": (
        N_("ICC(1,k), mean of the panel, strictness counted"),
        N_("How far the panel's mean can be relied on when every entry might have met other judges."),
    ),
    "icc_2_k": (
        N_("ICC(2,k), mean of the panel"),
        N_("How far the panel's mean score would come out alike with another panel of the same kind."),
    ),
    "icc_3_k": (
        N_("ICC(3,k), mean of the panel, order only"),
        N_("The same when only differences between entries count, not how strict this panel is."),
    ),
    "icc_1_1": (
        N_("ICC(1,1), a single judge"),
        N_("How far one single mark could be relied on when every entry might have met another judge."),
    ),
    "icc_2_1": (
        N_("ICC(2,1), a single judge"),
        N_("How far the mark of one single judge could be relied on. It shows why several judges mark."),
    ),
    "icc_3_1": (
        N_("ICC(3,1), a single judge, order only"),
        N_("The same when only differences between entries count, not how strict the judge is."),
    ),
    "kendall_w": (
        N_("Kendall's W, order"),
        N_("How alike the judges rank the entries: 1 is the same order, 0 no common order at all."),
    ),
    "mean_r": (
        N_("Mean correlation of two judges"),
        N_("How closely the marks of two judges go up and down together, on average."),
    ),
    "alpha_interval": (
        N_("Krippendorff's α, by distance"),
        N_("How much of all differences lies between entries, and not between judges of the same entry."),
    ),
    "alpha_ordinal": (
        N_("Krippendorff's α, by order"),
        N_("The same when only higher and lower count, not by how much."),
    ),
    "alpha_ratio": (
        N_("Krippendorff's α, by ratio"),
        N_("The same when differences count in proportion to the marks."),
    ),
    "alpha_nominal": (
        N_("Krippendorff's α, by name"),
        N_("The same when a level is either equal or not."),
    ),
    "kappa_fleiss": (
        N_("Fleiss' κ"),
        N_("How often judges chose the same level, beyond what would happen by chance."),
    ),
}
SOURCES: Mapping[str, str] = {
    "icc": N_("rule of thumb: good from 0.75, usable from 0.5 (Koo and Li 2016)"),
    "alpha": N_("rule of thumb: good from 0.8, usable from 0.667 (Krippendorff 2004)"),
    "kendall": N_("rule of thumb: good from 0.7, usable from 0.5 (Schmidt 1997)"),
    "kappa": N_("rule of thumb: good from 0.6, usable from 0.4 (Landis and Koch 1977)"),
    "mean": N_("rule of thumb: good from 0.5, usable from 0.3 (Cohen 1988)"),
}
METHODS: Mapping[PanelMethod, str] = {
    PanelMethod.SHIFT: N_("Moved to the common mean"),
    PanelMethod.RATIO: N_("Times a coefficient"),
    PanelMethod.ZSCORE: N_("Standard score"),
}
TERMS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "leniency": (
        N_("Strict or lenient"),
        (
            N_(
                "For every entry the judge marked, we take the judge's mark less the mean of the other judges "
                "of the same entry, and then the mean of all these differences. Above 0 is lenient, below 0 "
                "strict."
            ),
            N_(
                "Strict is not unfair: who marks all entries and is equally strict with all hardly changes a "
                "place. Where judges mark different entries it does count: see “Fair marks”."
            ),
            N_(
                "The robust z says how far the judge lies from the middle judge, measured by how far judges "
                "usually lie apart. With seven judges we look from about 6 on, because chance alone often "
                "makes 3 or 4; but from 3 on if it is 5% of what can be reached or more."
            ),
        ),
    ),
    "spread": (
        N_("How widely a judge marks"),
        (
            N_(
                "1 means that the judge tells entries apart as widely as the middle judge. Below 0.4 the judge "
                "gives nearly the same to all and hardly takes part in the decision."
            ),
        ),
    ),
    "r": (
        N_("Agreement with the others (r)"),
        (
            N_(
                "Whether the judge's marks go up and down with the mean of the others: 1 is the same, 0 means "
                "no relation, below 0 the opposite."
            ),
            N_("A different view is not a wrong one. Ask what the judge looked at."),
        ),
    ),
    "own": (
        N_("Own unit"),
        (
            N_(
                "We compare what the judge gives entries of the own unit with what judges of other units give "
                "the same entries, and the same for all other entries. If the own unit is ahead by more than "
                "chance explains, we say so."
            ),
            N_(
                "p is the chance of such a difference without any favour; q allows for all judges tested, so "
                "that among many judges nobody is flagged by mere luck. Below 0.05 we flag."
            ),
            N_("While entries are coded nobody's unit is compared."),
        ),
    ),
    "flag": (
        N_("What a flag means"),
        (
            N_("A flag is a reason to look, never a verdict. It says only: chance alone rarely does this."),
            N_(
                "First look at the marks and the paper sheets. Then ask the judge, calmly and in private. Only "
                "the chief judge and the supervisor decide what follows."
            ),
            N_("With fewer than ten entries, or fewer than five judges, some flags are not given at all."),
        ),
    ),
    "agreement": (
        N_("Agreement of judges"),
        (
            N_(
                "All these figures ask one thing in several ways: if other judges of the same kind had marked, "
                "would the result be the same? 1 is perfect, 0 means as good as drawing lots."
            ),
            N_("What decides is the mean of the panel, so look at the lines “mean of the panel” first."),
            N_("Rules of thumb come from the research named beside them; they are no law."),
        ),
    ),
    "fair": (
        N_("Fair marks"),
        (
            N_(
                "Where not everybody marks everything, an entry may meet stricter judges than another. We work "
                "out how strict each judge is and what the entry would have got from judges who are all alike "
                "(mark = quality of the entry less strictness of the judge, by least squares)."
            ),
            N_(
                "The standard error (±) says how exact that is: two entries closer than about twice their "
                "errors cannot be told apart."
            ),
            N_(
                "Rasch is a second model. It counts in steps on a scale instead of points; when both agree, "
                "the answer does not depend on the model."
            ),
            N_(
                "Where everybody marked everything, strictness is the same for all and hardly anything moves."
            ),
        ),
    ),
    "panels": (
        N_("Bringing panels to one level"),
        (
            N_(
                "Moved: every panel's mean becomes the common mean. Coefficient: totals are multiplied until "
                "means agree. Standard score: mean and spread become the common ones."
            ),
            N_("All three are sound only where entries came to the panels by lot."),
        ),
    ),
    "places": (
        N_("Intervals of places"),
        (
            N_(
                "We draw the judges again, up to a thousand times, from those who marked, and see each time which "
                "place an entry gets. The interval holds 95 of 100."
            ),
            N_(
                "Entries whose order does not hold in 95 of 100 draws cannot be told apart by these marks. The "
                "result stands all the same, but nobody should say that one was clearly better."
            ),
            N_("With few judges the intervals are rather too narrow."),
        ),
    ),
    "box": (
        N_("How to read a box"),
        (
            N_(
                "The box holds the middle half of the marks, the line in it is the middle mark, the thin lines "
                "reach to the lowest and the highest."
            ),
        ),
    ),
    "what_if": (
        N_("What if …"),
        (
            N_(
                "The same marks are computed again by your question. Nothing is saved, and nothing of it "
                "changes the result."
            ),
            N_("Every question is answered by itself, then all of them together."),
        ),
    ),
}


def signed(value: float | None, decimals: int = 2) -> str:
    """Return a difference with its sign; 0 has none.

    >>> signed(1.416), signed(-0.001), signed(None)
    ('+1.42', '0.00', '')
    """
    if value is None:
        return ""
    rounded = round(value, decimals) + 0.0
    return f"{rounded:+.{decimals}f}" if rounded else f"{0:.{decimals}f}"


def number(value: float | None, decimals: int = 2) -> str:
    """Return a figure, or nothing where there is none."""
    return "" if value is None else f"{value:.{decimals}f}"


def doubt(q: float | None) -> str:
    """Return a p or q; very small ones are not told apart.

    >>> doubt(0.0334), doubt(2e-9), doubt(None)
    ('0.033', '< 0.001', '')
    """
    return "< 0.001" if q is not None and q < 0.001 else number(q, 3)


def chance(p: float | None) -> str:
    """Return a chance as people say it.

    >>> chance(0.0004), chance(0.034), chance(None)
    ('< 0.1%', '3.4%', '')
    """
    if p is None:
        return ""
    return "< 0.1%" if p < 0.001 else f"{p * 100:.1f}%"


def joined(names: list[str]) -> str:
    """Return names one after another, as the language joins them."""
    return translate(N_(", ")).join(names)


# Judges


def compared(seen: Fairness) -> str:
    """Say what is compared."""
    if seen.sheets.basis == Basis.CRITERIA:
        return translate(
            N_(
                "Each criterion is compared by itself, as a share of its full mark, because sheets are "
                "incomplete or judges share the criteria out."
            )
        )
    if seen.sheets.left_out:
        return translate(
            N_("Weighted totals of whole sheets are compared; {n} incomplete sheets are left out.")
        ).format(n=seen.sheets.left_out)
    return translate(N_("Weighted totals of whole sheets are compared."))


def judges_lead(seen: Fairness) -> str:
    """Say in one sentence who stands out."""
    flagged = joined([row.judge.name for row in seen.flagged])
    marked = sum(1 for row in seen.judges if row.n)
    if not flagged:
        return translate(N_("{n} judges, {entries} entries: nobody stands out.")).format(
            n=marked, entries=seen.entries
        )
    return translate(N_("{n} judges, {entries} entries: please look at {names}.")).format(
        n=marked, entries=seen.entries, names=flagged
    )


def without_text(answer: WhatIfAnswer | None) -> str:
    """Say what changes without a judge."""
    if answer is None:
        return ""
    if swap := _swap(answer.changes):
        worded = (
            N_("Places {a} and {b} change hands, and their awards.")
            if answer.awards
            else N_("Places {a} and {b} change hands, awards stay.")
        )
        return translate(worded).format(a=swap[0], b=swap[1])
    return change_text(answer)


def change_text(answer: WhatIfAnswer) -> str:
    """Say how many places and awards change."""
    places, awards = len(answer.changes), len(answer.awards)
    if not places:
        return translate(N_("No place and no award changes."))
    if not awards:
        return translate(N_("{n} places change, awards stay.")).format(n=places)
    return translate(N_("{n} places and {awards} awards change.")).format(n=places, awards=awards)


def _swap(changes: list[StandingChange]) -> tuple[str, str] | None:
    if len(changes) != 2:
        return None
    first, second = (one.change for one in changes)
    is_swap = (first.rank_before, first.rank_after) == (second.rank_after, second.rank_before)
    if not is_swap or first.rank_before is None or second.rank_before is None:
        return None
    return plain(Decimal(first.rank_before)), plain(Decimal(second.rank_before))


def lean_text(row: JudgeRow) -> str:
    """Say how strict a judge is, in words."""
    if row.leniency is None:
        return translate(N_("No colleague has marked the same entries yet."))
    facts = {"points": number(abs(row.leniency)), "n": row.n}
    if round(row.leniency, 2) == 0:
        return translate(N_("On {n} sheets just as strict as the colleagues.")).format(**facts)
    if row.leniency > 0:
        return translate(N_("On average {points} points more than the colleagues, on {n} sheets.")).format(
            **facts
        )
    return translate(N_("On average {points} points less than the colleagues, on {n} sheets.")).format(
        **facts
    )


def own_text(seen: Fairness, row: JudgeRow) -> list[str]:
    """Say what the judge gives the own unit, and what a test makes of it."""
    own, unit = row.own_unit, row.judge.unit.strip()
    if seen.is_coded:
        return [translate(N_("The entries are still coded, so units are not compared."))]
    if not unit:
        return [translate(N_("No unit is noted for this judge, so there is nothing to compare."))]
    if own is None or own.own_minus_other is None or own.leniency is None:
        return [
            translate(N_("The judge has marked no entry of {unit} beside a neutral colleague.")).format(
                unit=unit
            )
        ]
    other = own.leniency - own.own_minus_other * own.n_own / own.n
    facts = {
        "unit": unit,
        "n": own.n_own,
        "own": signed(other + own.own_minus_other),
        "others": own.n_other,
        "other": signed(other),
        "apart": signed(own.own_minus_other),
    }
    told = translate(
        N_(
            "Beside neutral colleagues, {n} entries of {unit} got {own} points, the other {others} entries "
            "{other}: a difference of {apart} points."
        )
    ).format(**facts)
    return [told, _test_text(row)]


def _test_text(row: JudgeRow) -> str:
    q = row.report.own_unit_q if row.report else None
    if q is None or row.own_p is None:
        return translate(N_("There are too few entries on one side for a test (at least three each)."))
    facts = {"p": chance(row.own_p), "q": doubt(q)}
    if Flag.FAVOURS_OWN_UNIT in row.flags:
        return translate(
            N_("Without any favour so large a difference turns up in {p} of cases (q: {q}). Please look.")
        ).format(**facts)
    return translate(
        N_("Without any favour so large a difference turns up in {p} of cases (q: {q}): no cause for a flag.")
    ).format(**facts)


def change_line(one: StandingChange) -> dict[str, str]:
    """Return an entry's change as a line: code, title, places, awards, and whether the award changes."""
    change, none = one.change, translate(N_("none"))
    return {
        "code": one.shown.code,
        "title": one.shown.title,
        "before": plain(None if change.rank_before is None else Decimal(change.rank_before)) or "—",
        "after": plain(None if change.rank_after is None else Decimal(change.rank_after)) or "—",
        "award": f"{change.award_before or none} → {change.award_after or none}"
        if change.is_award_changed
        else "",
    }


# Agreement


def table_title(table: AgreementTable) -> str:
    """Return what a table of agreement is about."""
    if table.panel and table.part:
        return translate(N_("Panel {panel}: {part}")).format(panel=table.panel, part=table.part)
    if table.panel:
        return translate(N_("Panel {panel}")).format(panel=table.panel)
    return table.part or translate(N_("Whole sheets"))


def agreement_lead(table: AgreementTable) -> str:
    """Say in one sentence how well the judges agree."""
    worded = {
        Level.GOOD: N_(
            "These {n} judges agree well: another panel of the same kind would place entries alike."
        ),
        Level.FAIR: N_(
            "These {n} judges agree in the main; near neighbours might change places with others."
        ),
        Level.POOR: N_("These {n} judges hardly agree: with another panel the result might well be another."),
    }
    keys = ("icc_2_k", "kappa_fleiss", "alpha_interval", "alpha_ordinal")
    main = next((c for key in keys for c in table.coefficients if c.key == key and c.level), None)
    if main is None or main.level is None:
        return translate(N_("There are too few common marks to say how well these {n} judges agree.")).format(
            n=table.judges
        )
    return translate(worded[main.level]).format(n=table.judges)


def coefficient_line(one: Coefficient) -> dict[str, str]:
    """Return a coefficient as a line of the table."""
    name, meaning = COEFFICIENTS[one.key]
    level, tone = LEVELS[one.level] if one.level else ("", "")
    return {
        "key": one.key,
        "name": translate(name),
        "value": number(one.value) or "—",
        "level": translate(level),
        "tone": tone,
        "text": translate(meaning),
        "source": translate(SOURCES[one.key.split("_")[0]]),
    }


# Fair marks and places


def decides(seen: Fairness) -> str:
    """Say what decides: the marks as given, or adjusted ones."""
    adjustment = seen.field.scheme.adjustment
    if adjustment == Adjustment.NONE:
        return translate(N_("These figures inform. What decides are the marks as given."))
    return translate(N_("By the scheme of this competition what decides is: {what}.")).format(
        what=translate(ADJUSTMENTS[adjustment])
    )


def fair_lead(seen: Fairness) -> str:
    """Say how much would move if all judges were alike."""
    known = [row for row in seen.fair_marks.rows if row.shift is not None]
    moved = [row for row in known if row.shift]
    if not moved:
        return translate(N_("If all judges were alike, all {n} entries would keep their places.")).format(
            n=len(known)
        )
    furthest = max(moved, key=lambda row: abs(row.shift or 0))
    return translate(
        N_(
            "If all judges were alike, {moved} of {n} entries would move; the furthest is {code}, from {a} to {b}."
        )
    ).format(moved=len(moved), n=len(known), code=furthest.shown.code, a=furthest.rank, b=furthest.fair_place)


def fair_scale(seen: Fairness) -> str:
    """Say in what the fair marks are, where that is not the total itself."""
    if seen.field.scheme.combine == Combine.SUM:
        return translate(N_("Fair marks are those of one judge's sheet; the score adds several sheets up."))
    return ""


def shift_text(row: FairRow) -> str:
    """Return how many places an entry would rise or fall."""
    if row.shift is None:
        return ""
    return f"↑{row.shift:g}" if row.shift > 0 else f"↓{-row.shift:g}" if row.shift < 0 else "="


def places_lead(seen: Fairness) -> str:
    """Say how many entries cannot be told from others."""
    close = sum(1 for row in seen.places.rows if row.last > row.first)
    if not close:
        return translate(
            N_("Every entry is surely ahead of the next: the order does not hang on who judged.")
        )
    return translate(N_("{close} of {n} entries cannot be surely told from those next to them.")).format(
        close=close, n=len(seen.places.rows)
    )


def group_text(first: int, last: int) -> str:
    """Say which places run together."""
    return translate(N_("Places {first}–{last} cannot be told apart")).format(first=first, last=last)


def question_text(seen: Fairness, asked: WhatIf) -> str:
    """Return a question in short, as the head of its column."""
    names = {judge.appointment_id: judge.name for judge in seen.field.judges}
    titles = {c.key: c.title for c in seen.field.scheme.criteria} | {
        g.key: g.title for g in seen.field.scheme.groups
    }
    parts = []
    if asked.without:
        parts.append(translate(N_("without {names}")).format(names=joined([names[j] for j in asked.without])))
    if asked.trim is not None:
        drops = N_("drop {n} highest and {n} lowest") if asked.trim else N_("drop nothing")
        parts.append(translate(drops).format(n=asked.trim))
    parts += [
        translate(N_("{title} weighs {weight}")).format(title=titles[key], weight=plain(weight))
        for key, weight in asked.weights.items()
    ]
    return joined(parts)

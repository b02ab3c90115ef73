"""The allocation as Excel: the rule and its figures, every line, and what groups come to."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from ...common.books import Book, Sheet
from ...common.errors import N_
from ...common.money import yuan
from ...common.text import translate
from ...workspace import Workspace
from ..figures import FIGURE_NAMES
from ..reports import figures_used, shown_value
from ..rules.terms import Method
from ..words import MARGINALS, METHOD_TEXTS, METHODS, PURPOSES
from .groups import grouped
from .kept import KeptLine, KeptList, current_list
from .paper import Document, file_name, tier_text, worded, yuan_cell

SUMMARY_HEADS = ((N_("Fact"), 40), (N_("Value"), 60), (N_("Founded on"), 60))
LINE_HEADS = (
    (N_("No."), 8),
    (N_("Name"), 12),
    (N_("Identity number"), 22),
    (N_("Unit"), 32),
    (N_("District"), 14),
    (N_("Industry"), 16),
    (N_("Tier"), 18),
    (N_("Members"), 10),
    (N_("Hard hit"), 10),
    (N_("Weight"), 10),
    (N_("Floor (yuan)"), 14),
    (N_("Cap (yuan)"), 14),
    (N_("Due (yuan)"), 14),
    (N_("Room left (yuan)"), 14),
    (N_("Given (yuan)"), 14),
)
GROUP_HEADS = (
    (N_("Summed up by"), 14),
    (N_("Name"), 28),
    (N_("Recipients"), 12),
    (N_("Due (yuan)"), 16),
    (N_("Given (yuan)"), 16),
    (N_("Least (yuan)"), 14),
    (N_("Most (yuan)"), 14),
)
BY_WEIGHT = N_(
    "By weight: yuan for one point of weight × weight, at least the floor, at most what is due and the room left; "
    "what is left of whole steps goes to the largest remainders."
)
MONEY_COLUMNS = dict.fromkeys((10, 11, 12, 13, 14), "money")
Fact = tuple[str, str, str]
"""What it is about, the value, and what it is founded on."""


def allocation_workbook(ws: Workspace, programme_id: int) -> Document:
    """Return the allocation with what it follows from; of a draft as it is divided now, and marked so."""
    kept = current_list(ws, programme_id)
    out = io.BytesIO()
    book = Book(out, kept.programme.title, kept.foot)
    _summary(book, ws, kept)
    _lines(book, kept)
    _groups(book, kept)
    book.close()
    return file_name(kept.programme.title, "分配表", "xlsx"), out.getvalue()


def _summary(book: Book, ws: Workspace, kept: KeptList) -> None:
    page = book.sheet(translate(N_("Summary")), worded(SUMMARY_HEADS), {1: "wrapped", 2: "wrapped"})
    for about, value, founded in (*_frame(kept), *_rule(kept), *_figures(ws, kept)):
        page.line((translate(about), value, founded))
    page.end()


def _frame(kept: KeptList) -> Iterator[Fact]:
    programme, budget = kept.programme, int(kept.body["budget_fen"])
    yield N_("Union"), kept.union, ""
    yield N_("Purpose"), translate(PURPOSES[programme.purpose]), programme.source
    yield N_("Fund"), kept.fund.title, kept.fund.source
    yield N_("Period"), f"{programme.starts_on} – {programme.ends_on}", ""
    yield N_("Day whose rules count"), programme.decided_on.isoformat(), ""
    yield N_("Budget (yuan)"), yuan(budget), ""
    yield N_("Smallest step (yuan)"), yuan(int(kept.body["granularity_fen"])), ""
    yield N_("Recipients"), f"{len(kept.lines):,}", ""
    yield N_("Given (yuan)"), yuan(kept.total_fen), ""
    yield N_("Not given (yuan)"), yuan(budget - kept.total_fen), ""
    if kept.allocation:
        yield N_("Root (RFC 6962)"), kept.allocation.root, ""


def _rule(kept: KeptList) -> Iterator[Fact]:
    terms = kept.terms
    yield N_("Rule of division"), translate(METHODS[terms.method]), translate(METHOD_TEXTS[terms.method])
    if terms.method == Method.WEIGHTS:
        yield N_("Added weight of each further member"), f"{float(terms.size_step):g}", ""
        yield N_("Yuan for one point of weight"), _level(kept), ""
        yield N_("Multiple for hard-hit industries and units"), f"{float(terms.hard_hit):g}", ""
    if terms.method == Method.TIERS:
        yield N_("The tier where it runs short"), translate(MARGINALS[terms.marginal]), ""
    for tier in terms.order:
        own = terms.of(tier)
        cap = "∞" if own.cap_fen is None else yuan(own.cap_fen)
        told = translate(N_("standard {standard}, weight {weight}, floor {floor}, cap {cap}")).format(
            standard=yuan(own.standard_fen),
            weight=f"{float(own.weight):g}",
            floor=yuan(own.floor_fen),
            cap=cap,
        )
        yield tier_text(tier, None), told, ""


def _level(kept: KeptList) -> str:
    """Return what one point of weight is worth; nothing where the budget lets everybody have the most."""
    return "—" if kept.level is None else f"{float(kept.level / 100):.6f}"


def _figures(ws: Workspace, kept: KeptList) -> Iterator[Fact]:
    for used in figures_used(ws, kept.programme.id or 0):
        value = translate(N_("unknown")) if used.value is None else shown_value(used.policy, used.value)
        yield FIGURE_NAMES[used.policy], value, used.citation


def _lines(book: Book, kept: KeptList) -> None:
    page = book.sheet(translate(N_("Allocation lines")), worded(LINE_HEADS), MONEY_COLUMNS)
    terms, by_weight = kept.terms, kept.terms.method == Method.WEIGHTS
    hit = translate(N_("yes"))
    tiers = {tier: tier_text(tier, None) for tier in {line.tier for line in kept.lines}}
    for line in kept.lines:
        own = terms.of(line.tier)
        page.line(
            (
                line.position,
                line.name,
                line.identity,
                line.unit,
                line.district,
                line.industry,
                tiers[line.tier],
                line.members,
                hit if line.is_hard_hit else "",
                terms.weight(line.tier, line.members, line.is_hard_hit) if by_weight else None,
                yuan_cell(own.floor_fen) if by_weight else None,
                yuan_cell(own.cap_fen) if by_weight else None,
                yuan_cell(line.entitled_fen),
                yuan_cell(line.room_fen),
                yuan_cell(line.amount_fen),
            )
        )
    page.end(*([translate(BY_WEIGHT)] if by_weight else []))


def _groups(book: Book, kept: KeptList) -> None:
    money = dict.fromkeys((3, 4, 5, 6), "money")
    page = book.sheet(translate(N_("Sums")), worded(GROUP_HEADS), money)
    _group(page, kept, N_("District"), lambda line: line.district)
    _group(page, kept, N_("Industry"), lambda line: line.industry)
    _group(page, kept, N_("Tier"), lambda line: tier_text(line.tier, None))
    page.end()


def _group(page: Sheet, kept: KeptList, by: str, key: Callable[[KeptLine], str]) -> None:
    for group in grouped(kept.lines, key):
        amounts = (group.entitled_fen, group.amount_fen, group.least_fen, group.most_fen)
        page.line((translate(by), group.key or "—", group.people, *map(yuan_cell, amounts)))

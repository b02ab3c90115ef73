"""A kept wage calculation as Excel, in words: the facts that went in, the lines, the figures they rest on.

Nothing is computed again: what was kept with the case is written out, so that the pack says what the page said.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from ...common.books import Book
from ...common.money import FEN_PER_YUAN, yuan
from ...common.text import translate
from ..figure_names import CODE_NAMES, FIGURE_NAMES
from ..figures import TO_BE_CONFIRMED
from ..rules import law as ids
from ..rules.overtime import CapViolation
from ..rules.situations import Measure, Situation
from ..rules.standstill import CycleRule
from ..tables import Calculation
from ..wage_words import CAPS, ENTERED_AS, READINGS, SITUATIONS

Kept = Mapping[str, Any]

FACT_HEADS = (("项目", 36), ("内容", 60))
LINE_HEADS = (
    ("起", 13),
    ("止", 13),
    ("情形", 36),
    ("数量", 12),
    ("算式", 48),
    ("金额（元）", 16),
    ("依据", 70),
)
FIGURE_HEADS = (("标准", 44), ("数值", 30), ("生效日期", 14), ("地区", 14), ("依据", 60), ("状态", 12))
FACTS = {
    "month": "月份",
    "area": "地区",
    "law_on": "适用日期",
    "contract": "合同月工资（元）",
    "excluded": "其中不计入最低工资的部分（元）",
    "sick": "约定病假工资（元/月）",
    "stoppage": "停工期间提供劳动的约定工资（元/月）",
    "employed_from": "入职日",
    "employed_to": "离职日",
    "stopped_on": "停工起始日",
    "cycle": "“一个工资支付周期”的算法",
    "segments": "时间段",
    "overtime": "加班",
    "leave_days": "未休年休假（天）",
    "leave_average": "前 12 个月平均工资（不含加班工资，元）",
    "leave_wage_unpaid": "未休年休假期间的正常工资也未支付",
    "special": "特殊原因（可适当延长）",
    "emergency": "抢险救灾等紧急情况（不受上限限制）",
}
"""What the facts of a month are called, in the order of the sheet."""
COUNTED = {Measure.DAY: "天", Measure.HOUR: "小时", Measure.MONTH: "个月"}
NOTHING, IN_THE_ARTICLE = "—", "见条文"


def calculation_book(kept: Calculation, areas: Mapping[str, str]) -> bytes:
    """Return a calculation as Excel with the sheets 测算条件, 应付工资 and 适用标准; `areas` names areas by code."""
    out = io.BytesIO()
    foot = f"测算数据指纹（SHA-256）：{kept.data_hash}"
    book = Book(out, f"工资测算 {kept.title}", foot)
    page = book.sheet("测算条件", FACT_HEADS)
    for cells in _facts(kept.inputs, areas):
        page.line(cells)
    area = areas.get(kept.area, kept.area)
    page.end(f"适用 {kept.law_on} 的规定，地区 {area}，月份 {kept.month:%Y-%m}。")
    _write_lines(book, kept)
    page = book.sheet("适用标准", FIGURE_HEADS)
    for figure in _figures(kept.result):
        page.line(_figure(figure, areas))
    page.end()
    book.close()
    return out.getvalue()


def _facts(inputs: Kept, areas: Mapping[str, str]) -> Iterable[list[str]]:
    """Yield every fact with its name; one without a name keeps its own."""
    for key in dict.fromkeys([*FACTS, *inputs]):
        if key not in inputs:
            continue
        held, name = inputs[key], FACTS.get(key, key)
        if not isinstance(held, list):
            yield [name, _fact(key, held, areas)]
            continue
        yield from ([f"{name} {at}", _row(key, one)] for at, one in enumerate(held, 1))


def _fact(key: str, held: Any, areas: Mapping[str, str]) -> str:
    if isinstance(held, bool):
        return "是" if held else "否"
    if key == "area":
        return areas.get(str(held), str(held))
    if key == "cycle":
        return _reading(held) if held else "按本地区规定"
    if key == "law_on" and not held:
        return "各事实发生之日"
    return NOTHING if held in (None, "") else str(held)


def _row(key: str, one: Kept) -> str:
    if key == "segments":
        kind = Situation(one["situation"])
        return f"{one['first']} 至 {one['last']} {translate(ENTERED_AS.get(kind, SITUATIONS[kind]), 'zh')}"
    return f"{one['on']} {one['hours']} 小时" + ("，已补休" if one["in_lieu"] else "")


def _reading(rule: str) -> str:
    return translate(READINGS[CycleRule(rule)], "zh")


def _write_lines(book: Book, kept: Calculation) -> None:
    page = book.sheet("应付工资", LINE_HEADS, {5: "money"})
    for line in kept.result["lines"]:
        page.line(_line(line))
    total = None if kept.total_fen is None else kept.total_fen / FEN_PER_YUAN
    page.line(["合计", *[None] * 4, total], {0: "bold", 5: "bold_money"})
    page.end("各行先四舍五入到分，再相加。", *_checks(kept.result))


def _line(line: Kept) -> list[Any]:
    amount = line["amount_fen"]
    quantity = f"{line['quantity']} {COUNTED.get(Measure(line['unit']), '')}".strip()
    return [
        line["first"],
        line["last"],
        translate(SITUATIONS[Situation(line["situation"])], "zh"),
        quantity,
        line["formula"],
        None if amount is None else amount / FEN_PER_YUAN,
        "; ".join(dict.fromkeys(_citation(basis) for basis in line["bases"])),
    ]


def _citation(basis: Kept) -> str:
    return basis["citation"] + ("（待确认）" if basis["confidence"] == TO_BE_CONFIRMED else "")


def _checks(result: Kept) -> Iterable[str]:
    """Yield what the checks of the month said."""
    for one in result.get("readings", ()):
        total = NOTHING if one["total_fen"] is None else f"{yuan(one['total_fen'])} 元"
        adopted = "，采用" if one["is_adopted"] else ""
        yield f"{_reading(one['rule'])}：第一个周期截止 {one['first_cycle_end']}，合计 {total}{adopted}。"
    short = result.get("minimum_shortfall_fen")
    if short is not None:
        yield f"低于最低工资标准 {yuan(short)} 元。" if short else "达到最低工资标准。"
    for violation in result.get("over_cap", ()):
        yield f"{translate(CAPS[CapViolation(violation)], 'zh')}。"
    for figure in result.get("unchecked", ()):
        yield f"因标准未知而没有检查：{_figure_name(figure)}。"
    if result.get("is_provisional"):
        yield "该年节假日安排尚未公布，仅按周末计算。"


def _figures(result: Kept) -> list[Kept]:
    """Return every figure the lines rest on, each once, in the order of the lines."""
    bases = [basis for line in result["lines"] for basis in line["bases"]]
    if result.get("cycle_rule"):
        bases.append(result["cycle_rule"])
    return list({(one["id"], one["valid_from"], one["area"]): one for one in bases}.values())


def _figure(basis: Kept, areas: Mapping[str, str]) -> list[str]:
    return [
        _figure_name(basis["id"]),
        _value(basis),
        "" if basis["valid_from"].startswith("0001") else basis["valid_from"],
        areas.get(basis["area"], basis["area"]),
        basis["citation"],
        "待确认" if basis["confidence"] == TO_BE_CONFIRMED else "",
    ]


def _figure_name(figure: str) -> str:
    return translate(FIGURE_NAMES.get(figure, figure), "zh")


def _value(basis: Kept) -> str:
    """Return a figure's number or code in words; a table of the law is not copied out."""
    value = basis["value"]
    if basis["id"] == ids.MIN_WAGE:
        return f"{yuan(value)} 元/月"
    if isinstance(value, bool | list | Mapping):
        return IN_THE_ARTICLE
    return translate(CODE_NAMES.get(str(value), ""), "zh") or str(value)

"""The bank's files as Excel: payments out, what became of them back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from ..common.errors import N_, RuleViolation
from ..common.money import parse_yuan
from ..common.tabular import Column, check_rows, match_columns, read_sheet
from ..common.text import translate
from .rules.reconciling import ReturnLine, ReturnStatus

OK_WORDS = frozenset({"成功", "已付", "已支付", "交易成功", "ok", "paid", "success", "1"})
FAILED_WORDS = frozenset({"失败", "退回", "退票", "交易失败", "failed", "fail", "returned", "0"})


@dataclass(eq=False)
class StatusUnknown(RuleViolation):
    """The bank says something of a payment that cannot be understood."""

    text: str

    what = N_("“{text}” is not a state of a payment.")
    todo = N_("Use 成功 or 失败 (paid or failed).")


@dataclass(eq=False)
class ReturnUnreadable(RuleViolation):
    """Rows of a return file cannot be read, so nothing of it was taken."""

    n: int
    row: int
    column: str
    why: str

    what = N_("{n} cells of the return file cannot be read, the first in row {row}, “{column}”: {why}")
    todo = N_("Correct the file, or ask the bank for it again; nothing was taken from it.")


@dataclass(eq=False)
class ColumnAbsent(RuleViolation):
    """A return file lacks a column that it needs."""

    column: str

    what = N_("The return file has no column “{column}”.")
    todo = N_("Keep the columns of the bank file, and let the bank add the state of each payment.")


def payment_status(text: str) -> ReturnStatus:
    """Return what a bank's word means; raises `StatusUnknown`.

    >>> payment_status("交易成功").value
    'ok'
    """
    plain = text.strip().lower()
    if plain in OK_WORDS:
        return ReturnStatus.OK
    if plain in FAILED_WORDS:
        return ReturnStatus.FAILED
    raise StatusUnknown(text)


RETURN_COLUMNS = (
    Column("id", N_("Payment number"), ("付款编号", "编号", "流水号", "指令号"), is_needed=True),
    Column("amount", N_("Amount (yuan)"), ("金额", "金额（元）"), is_needed=True, parse=parse_yuan),
    Column("status", N_("State"), ("状态", "处理结果", "结果"), is_needed=True, parse=payment_status),
    Column("reason", N_("Why"), ("原因", "失败原因", "退回原因", "备注")),
)


def read_bank_return(content: bytes) -> tuple[list[ReturnLine], str]:
    """Return the lines of a return file and its SHA-256; raises `ColumnAbsent`, `ReturnUnreadable`."""
    raw = read_sheet(content)
    mapping = match_columns(raw.heads, RETURN_COLUMNS)
    for column in RETURN_COLUMNS:
        if column.is_needed and mapping[column.key] is None:
            raise ColumnAbsent(translate(column.title))
    checked = check_rows(raw, mapping, RETURN_COLUMNS)
    if checked.problems:
        first = checked.problems[0]
        raise ReturnUnreadable(len(checked.problems), first.row, first.column, first.what)
    lines = [
        ReturnLine(row["id"], row["amount"], row["status"], row.get("reason", "")) for row in checked.rows
    ]
    return lines, hashlib.sha256(content).hexdigest()

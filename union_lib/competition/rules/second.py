"""The second computation: from the body that is signed to places and awards, without the first one's code.

A result goes out only if this agrees with it to the last digit. It reads nothing but the body's JSON,
computes in exact fractions, walks the rules in another order (entry by entry, by bare loops), and shares
no function with scoring, ranking, awards or adjusting; an import contract keeps it so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction
from typing import Any

PLACED = ("competing", "guest", "ineligible")
FLOOR, CEIL = "floor", "ceil"
Body = Mapping[str, Any]
Key = tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True)
class Difference:
    """Where the two computations part: the entry's code, what differs, and both values as text."""

    code: str
    what: str
    first: str
    second: str


def differences(body: Body) -> list[Difference]:
    """Compute the body's scores, places and awards again; return every difference, none if all agree."""
    scheme = body["scheme"]
    computed = _Computation(scheme, body["entries"])
    mine = computed.standings()
    found = []
    for entry in body["entries"]:
        score = None if entry["code"] not in mine else computed.shown_total(entry["code"])
        if entry["state"] in PLACED and score != entry["score"]:
            found.append(Difference(entry["code"], "score", str(entry["score"]), str(score)))
    for line in body["standings"]:
        place, is_tied, award = mine.get(line["code"], (None, False, None))
        for what, first, second in (
            ("rank", line["rank"], place),
            ("is_tied", line["is_tied"], is_tied),
            ("award", line["award"], award),
        ):
            if first != second:
                found.append(Difference(line["code"], what, str(first), str(second)))
    return found


def _rounded(value: Fraction, places: int) -> Fraction:
    """Round half away from zero with the decimal module, from a quotient that is exact enough to decide."""
    digits = len(str(value.numerator)) + len(str(value.denominator)) + places
    with localcontext(Context(prec=20 + digits, rounding=ROUND_HALF_UP)):
        doubled = 2 * value * 10**places
        if doubled.denominator == 1 and doubled.numerator % 2:
            away = 1 if doubled > 0 else -1
            return Fraction(doubled.numerator + away, 2 * 10**places)
        quotient = Decimal(value.numerator) / Decimal(value.denominator)
        return Fraction(quotient.quantize(Decimal(1).scaleb(-places)))


class _Computation:
    """One body's entries, computed one after the other."""

    def __init__(self, scheme: Body, entries: Sequence[Body]) -> None:
        self.scheme = scheme
        self.entries = {e["code"]: e for e in entries if e["state"] in PLACED}
        self.order = list(self.entries)
        self.places = scheme["decimals"]
        self.parts: dict[str, dict[str, Fraction]] = {}
        self.raw: dict[str, Fraction] = {}
        for code, entry in self.entries.items():
            self._score(code, entry)
        self.decisive = self._adjusted()

    def shown_total(self, code: str) -> str:
        """Return a total as it is printed."""
        total = _rounded(self.decisive[code], self.places)
        digits = f"{abs(total.numerator * 10**self.places // total.denominator):0{self.places + 1}d}"
        head, tail = digits[: len(digits) - self.places], digits[len(digits) - self.places :]
        return ("-" if total < 0 else "") + head + ("." + tail if tail else "")

    # From marks to a raw total

    def _score(self, code: str, entry: Body) -> None:
        worth: dict[str, Fraction] = {}
        kept_sheets = self._kept_sheets(entry)
        for criterion in self.scheme["criteria"]:
            value = self._criterion_worth(criterion, entry, kept_sheets)
            if value is None:
                return
            worth[criterion["key"]] = value
        self.parts[code] = worth
        self.raw[code] = self._climb("", worth)

    def _climb(self, parent: str, worth: dict[str, Fraction]) -> Fraction:
        total = Fraction(0)
        for criterion in self.scheme["criteria"]:
            if criterion.get("group", "") == parent:
                total += worth[criterion["key"]]
        for group in self.scheme.get("groups", []):
            if group["parent"] == parent:
                inside = self._climb(group["key"], worth)
                if self.scheme["rounding_point"] == "subtotal":
                    inside = _rounded(inside, self.places)
                worth[group["key"]] = inside
                total += inside * Fraction(group["weight"])
        return total

    def _criterion_worth(self, criterion: Body, entry: Body, kept: set[str] | None) -> Fraction | None:
        given = entry["marks"].get(criterion["key"], {})
        written = {seat: Fraction(mark) for seat, mark in given.items() if mark is not None}
        kind = criterion.get("kind", "mark")
        if kind == "judgement" and self._must_be_discussed(criterion, list(written.values())):
            return None
        got = sorted(
            (
                self._earned(criterion, kind, mark)
                for seat, mark in written.items()
                if kept is None or seat in kept
            )
        )
        trims = kind in ("mark", "element")
        if kept is None and trims:
            got = self._without_extremes(got)
        if not got:
            return None
        if self.scheme["combine"] == "sum" and trims:
            if len(written) < len(given):
                return None
            combined = sum(got, Fraction(0))
        else:
            combined = sum(got, Fraction(0)) / len(got)
        if self.scheme["rounding_point"] == "panel":
            combined = _rounded(combined, self.places)
        return self._multiplied(criterion, kind, entry, combined)

    @staticmethod
    def _must_be_discussed(criterion: Body, levels: list[Fraction]) -> bool:
        limit = criterion.get("spread_limit")
        return bool(limit and len(levels) > 1 and max(levels) - min(levels) > Fraction(limit))

    def _multiplied(self, criterion: Body, kind: str, entry: Body, combined: Fraction) -> Fraction | None:
        brought = entry["multipliers"].get(criterion["key"])
        if kind == "element":
            if brought is None:
                return None
            combined += Fraction(str(brought))
        elif kind == "mark" and self.scheme["uses_multipliers"]:
            if brought is None:
                return None
            combined *= Fraction(str(brought))
        product = combined * Fraction(criterion["weight"]) * Fraction(self.scheme["factor"])
        if self.scheme["rounding_point"] in ("product", "panel"):
            product = _rounded(product, self.places)
        return product

    @staticmethod
    def _earned(criterion: Body, kind: str, mark: Fraction) -> Fraction:
        full = Fraction(criterion["full_mark"])
        if kind == "judgement":
            return full * mark / (len(criterion["levels"]) - 1)
        if kind == "pass_fail":
            return full if mark != 0 else Fraction(0)
        if kind == "deduction":
            return -mark
        if kind == "measurement":
            off = abs(mark - Fraction(criterion.get("nominal", "0")))
            for bracket in criterion["brackets"]:
                if off <= Fraction(bracket["limit"]):
                    return Fraction(bracket["points"])
            return Fraction(0)
        return mark

    def _drops(self, present: int) -> tuple[int, int]:
        lines = self.scheme.get("trim_by_size")
        if not lines:
            return self.scheme["drop_high"], self.scheme["drop_low"]
        chosen = (0, 0)
        for line in sorted(lines, key=lambda line: line["least"]):
            if line["least"] <= present:
                chosen = line["drop_high"], line["drop_low"]
        return chosen

    def _without_extremes(self, ascending: list[Fraction]) -> list[Fraction]:
        high, low = self._drops(len(ascending))
        if len(ascending) <= high + low:
            return ascending
        return ascending[low : len(ascending) - high]

    def _sheet_totals(self, entry: Body) -> dict[str, Fraction]:
        """Return the weighted total of every complete sheet, by seat, in the order of the seats."""
        seats: dict[str, None] = {}
        for criterion in self.scheme["criteria"]:
            seats.update(dict.fromkeys(entry["marks"].get(criterion["key"], {})))
        totals = {}
        for seat in sorted(seats, key=int):
            worths = [
                self._sheet_worth(criterion, entry, entry["marks"].get(criterion["key"], {}).get(seat))
                for criterion in self.scheme["criteria"]
            ]
            present = [worth for worth in worths if worth is not None]
            if len(present) == len(worths):
                totals[seat] = sum(present, Fraction(0))
        return totals

    def _sheet_worth(self, criterion: Body, entry: Body, mark: str | None) -> Fraction | None:
        """Return what one judge's mark counts in the sheet's total; None where something is missing."""
        kind, brought = criterion.get("kind", "mark"), entry["multipliers"].get(criterion["key"])
        multiplies = kind == "mark" and self.scheme["uses_multipliers"]
        if mark is None or (brought is None and (multiplies or kind == "element")):
            return None
        worth = self._earned(criterion, kind, Fraction(mark))
        if kind == "element":
            worth += Fraction(str(brought))
        if multiplies:
            worth *= Fraction(str(brought))
        weight = self._weight_above(criterion) * Fraction(criterion["weight"])
        return worth * weight * Fraction(self.scheme["factor"])

    def _weight_above(self, criterion: Body) -> Fraction:
        groups = {group["key"]: group for group in self.scheme.get("groups", [])}
        weight, key = Fraction(1), criterion.get("group", "")
        while key:
            weight, key = weight * Fraction(groups[key]["weight"]), groups[key]["parent"]
        return weight

    def _kept_sheets(self, entry: Body) -> set[str] | None:
        """Return the seats whose whole sheets stay, None where criteria are trimmed one by one."""
        if self.scheme["trim_at"] != "sheet":
            return None
        totals = self._sheet_totals(entry)
        high, low = self._drops(len(totals))
        seats = sorted(totals, key=lambda seat: totals[seat])
        return set(seats if len(seats) <= high + low else seats[low : len(seats) - high])

    # From raw totals to those that decide

    def _adjusted(self) -> dict[str, Fraction]:
        method = self.scheme.get("adjustment", "none")
        if method == "none" or not self.raw:
            return self.raw
        if method == "severity":
            return self._free_of_severity()
        everybody = list(self.raw.values())
        grand = sum(everybody, Fraction(0)) / len(everybody)
        found = {}
        for panel in {self.entries[code].get("panel", "") for code in self.raw}:
            own = {
                code: raw for code, raw in self.raw.items() if self.entries[code].get("panel", "") == panel
            }
            mean = sum(own.values(), Fraction(0)) / len(own)
            for code, raw in own.items():
                if method == "panel_shift":
                    found[code] = raw - mean + grand
                elif method == "panel_ratio":
                    found[code] = raw * grand / mean
                else:
                    stretch = self._variance(everybody, grand) / self._variance(list(own.values()), mean)
                    root = Context(prec=60).sqrt(
                        Context(prec=60).divide(Decimal(stretch.numerator), Decimal(stretch.denominator))
                    )
                    found[code] = grand + Fraction(root) * (raw - mean)
        return found

    @staticmethod
    def _variance(values: Sequence[Fraction], mean: Fraction) -> Fraction:
        return sum(((value - mean) ** 2 for value in values), Fraction(0)) / len(values)

    def _free_of_severity(self) -> dict[str, Fraction]:
        """Solve mark = quality - severity by elimination in exact fractions; severities sum to 0."""
        rows = {code: self._sheet_totals(self.entries[code]) for code in self.raw}
        seats = sorted({seat for row in rows.values() for seat in row})
        size = len(seats)
        matrix = [[Fraction(0)] * (size + 1) for _ in range(size)]
        for row in rows.values():
            mean = sum(row.values(), Fraction(0)) / len(row)
            for one in row:
                at = seats.index(one)
                matrix[at][size] += mean - row[one]
                matrix[at][at] += 1
                for other in row:
                    matrix[at][seats.index(other)] -= Fraction(1, len(row))
        matrix[-1] = [Fraction(1)] * size + [Fraction(0)]
        severity = dict(zip(seats, _solved(matrix), strict=True))
        return {
            code: sum((mark + severity[seat] for seat, mark in row.items()), Fraction(0)) / len(row)
            for code, row in rows.items()
        }

    # From totals to places and awards

    def _keys(self, code: str) -> Key:
        keys = [(1, _rounded(self.decisive[code], self.places))]
        for link in self.scheme["tie_chain"]:
            value = self._tie_value(code, link["by"])
            sign = 1 if link["is_higher_better"] else -1
            keys.append((0, Fraction(0)) if value is None else (1, sign * value))
        return tuple(keys)

    def _tie_value(self, code: str, by: str) -> Fraction | None:
        if by in self.parts[code]:
            return self.parts[code][by]
        entry = self.entries[code]
        if by != "untrimmed_mean":
            brought = entry.get("tie_values", {}).get(by)
            return None if brought is None else Fraction(str(brought))
        total = Fraction(0)
        for criterion in self.scheme["criteria"]:
            kind = criterion.get("kind", "mark")
            marks = [m for m in entry["marks"].get(criterion["key"], {}).values() if m is not None]
            earned = [self._earned(criterion, kind, Fraction(m)) for m in marks]
            mean = sum(earned, Fraction(0)) / len(earned)
            brought = Fraction(str(entry["multipliers"].get(criterion["key"]) or 0))
            if kind == "element":
                mean += brought
            elif kind == "mark" and self.scheme["uses_multipliers"]:
                mean *= brought
            total += (
                mean
                * Fraction(criterion["weight"])
                * self._weight_above(criterion)
                * Fraction(self.scheme["factor"])
            )
        return total

    def standings(self) -> dict[str, tuple[str | None, bool, str | None]]:
        """Return place, tie and award of every entry that has a total, by code."""
        keys = {code: self._keys(code) for code in self.order if code in self.decisive}
        awards = self._awards(keys)
        found: dict[str, tuple[str | None, bool, str | None]] = {}
        before, equal, earlier = _tally(keys.values())
        number = {key: n for n, key in enumerate(sorted(before, reverse=True), 1)}
        for code, key in keys.items():
            place = {
                "standard_1224": Fraction(before[key] + 1),
                "modified_1334": Fraction(before[key] + equal[key]),
                "dense_1223": Fraction(number[key]),
                "ordinal_1234": Fraction(before[key] + earlier[key] + 1),
                "fractional": before[key] + Fraction(equal[key] + 1, 2),
            }[self.scheme["ranking"]]
            earlier[key] += 1
            found[code] = (self._place_text(place), equal[key] > 1, awards.get(code))
        return found

    def _place_text(self, place: Fraction) -> str:
        if self.scheme["ranking"] != "fractional":
            return str(place)
        return str(place.numerator) if place.denominator == 1 else f"{float(place):.1f}"

    def _awards(self, keys: Mapping[str, Key]) -> dict[str, str]:
        eligible = [code for code in keys if self.entries[code]["state"] == "competing"]
        sizes = self._award_sizes(len(eligible))
        before, equal, _ = _tally([keys[code] for code in eligible])
        found = {}
        for code in eligible:
            first = 1 + before[keys[code]]
            last = before[keys[code]] + equal[keys[code]]
            counted = first if self.scheme["awards"]["border_ties"] == "up" else last
            border = 0
            for name, size in sizes:
                border += size
                if counted <= border:
                    found[code] = name
                    break
        return found

    def _award_sizes(self, eligible: int) -> list[tuple[str, int]]:
        plan = self.scheme["awards"]
        given = [award["name"] for award in plan["classes"]]
        if lines := plan.get("small_fields"):
            reached = [line for line in lines if line["least"] <= eligible]
            chosen = max(reached, key=lambda line: line["least"]) if reached else {"medals": None}
            given = chosen["medals"] or []
        sizes = []
        for award in plan["classes"]:
            size = 0
            if award["name"] in given:
                size = award["quota"]
                if size is None:
                    share = Fraction(award["ratio"]) * eligible / 100
                    whole = share.numerator // share.denominator
                    left = share - whole
                    size = whole
                    if plan["rounding"] == CEIL:
                        size += left > 0
                    elif plan["rounding"] != FLOOR:
                        size += left >= Fraction(1, 2)
            sizes.append((award["name"], size))
        return sizes


def _tally(keys: Iterable[Key]) -> tuple[dict[Key, int], dict[Key, int], dict[Key, int]]:
    """Return per key how many stand before it, how many are equal, and room to count those seen."""
    equal: dict[Key, int] = {}
    for key in keys:
        equal[key] = equal.get(key, 0) + 1
    before, passed = {}, 0
    for key in sorted(equal, reverse=True):
        before[key] = passed
        passed += equal[key]
    return before, equal, dict.fromkeys(equal, 0)


def _solved(matrix: list[list[Fraction]]) -> list[Fraction]:
    """Return the solution of a square system with its right-hand side in the last column."""
    size = len(matrix)
    for column in range(size):
        pivot = next(row for row in range(column, size) if matrix[row][column])
        matrix[column], matrix[pivot] = matrix[pivot], matrix[column]
        scale = matrix[column][column]
        matrix[column] = [value / scale for value in matrix[column]]
        for row in range(size):
            if row != column and matrix[row][column]:
                factor = matrix[row][column]
                matrix[row] = [a - factor * b for a, b in zip(matrix[row], matrix[column], strict=True)]
    return [row[size] for row in matrix]

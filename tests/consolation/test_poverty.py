from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union_lib.consolation.rules.poverty import Poverty, PovertyUnmeasurable, poverty


@given(st.lists(st.integers(-100, 2000), min_size=1, max_size=30), st.integers(1, 1500))
def test_the_gaps_of_the_poor_are_averaged_over_everybody(incomes, line):
    gaps = [Fraction(line - y, line) for y in incomes if y < line]
    found = poverty(incomes, line)
    assert found.headcount == pytest.approx(len(gaps) / len(incomes))
    assert found.gap == pytest.approx(float(sum(gaps) / len(incomes)))
    assert found.severity == pytest.approx(float(sum(gap**2 for gap in gaps) / len(incomes)))


def test_who_has_exactly_the_line_is_not_poor():
    assert poverty([600, 600], 600) == Poverty(0, 0, 0)


@pytest.mark.parametrize(("incomes", "line"), [([], 600), ([1], 0), ([1], -5), ([float("nan")], 600)])
def test_without_incomes_or_a_line_there_is_no_figure(incomes, line):
    with pytest.raises(PovertyUnmeasurable):
        poverty(incomes, line)

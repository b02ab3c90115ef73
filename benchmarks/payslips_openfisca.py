"""The same payslips in OpenFisca-core, as somebody would write them there: floats, and no articles.

OpenFisca-core is AGPL: it is measured where somebody installed it, and nothing of ours needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import MONTH
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from union_lib.negotiation.rules.payslip_law import PayslipLaw
from union_lib.negotiation.rules.payslips import Payroll
from union_lib.negotiation.rules.situations import PayRate, Situation

PERIOD = "2020-03"
WORKER = build_entity(key="worker", plural="workers", label="Worker", is_person=True)
CONTRACT = ("normal", "quarantine", "stoppage_first_cycle")

Formula = Callable[..., Any]


def _variable(name: str, formula: Formula | None = None) -> type[Variable]:
    members: dict[str, Any] = {
        "value_type": float,
        "entity": WORKER,
        "definition_period": MONTH,
        "label": name,
    }
    return type(name, (Variable,), members | ({"formula": formula} if formula else {}))


def system(law: PayslipLaw) -> TaxBenefitSystem:
    """Return the rules of the month as variables: inputs, a line each, and the total in yuan."""
    found = TaxBenefitSystem([WORKER])
    minimum = np.array([float(fen or 0) / 100 for fen in law.minimums_fen])
    floors = {
        "sick": np.array([float(fen or 0) / 100 for fen in law.floors[PayRate.SICK]]),
        "stoppage_idle": np.array([float(fen or 0) / 100 for fen in law.floors[PayRate.LIVING]]),
    }
    per_day, hours = float(law.paid_days), float(law.hours_per_day)
    lines: dict[str, Formula] = {}

    def whole(worker: Any, period: Any) -> Any:
        return sum(worker(f"{s}_days", period) for s in CONTRACT) == law.workdays

    def contract_pay(worker: Any, period: Any) -> Any:
        wage, is_whole = worker("wage", period), whole(worker, period)
        by_day = sum(np.round(wage / per_day * worker(f"{s}_days", period), 2) for s in CONTRACT)
        return np.where(is_whole, wage, by_day)

    def top_up(worker: Any, period: Any) -> Any:
        least = minimum[worker("area", period).astype(int)]
        is_normal = worker("normal_days", period) == law.workdays
        return np.where(is_normal, np.maximum(least - worker("wage", period), 0), 0)

    def floor_pay(situation: str) -> Formula:
        def formula(worker: Any, period: Any) -> Any:
            monthly = floors[situation][worker("area", period).astype(int)]
            return np.round(monthly / per_day * worker(f"{situation}_days", period), 2)

        return formula

    def overtime_pay(situation: str, rate: float) -> Formula:
        def formula(worker: Any, period: Any) -> Any:
            quarters = worker(f"{situation}_quarters", period)
            return np.round(worker("wage", period) / per_day / hours * rate * quarters / 4, 2)

        return formula

    lines |= {"contract_pay": contract_pay, "top_up": top_up}
    lines |= {f"{s}_pay": floor_pay(s) for s in floors}
    lines |= {f"{s}_pay": overtime_pay(str(s), float(rate)) for s, rate in law.rates.items()}

    def total(worker: Any, period: Any) -> Any:
        return sum(worker(name, period) for name in lines)

    inputs = [
        "wage",
        "area",
        *(f"{s}_days" for s in (*CONTRACT, *floors)),
        *(f"{s}_quarters" for s in law.rates),
    ]
    found.add_variables(
        *(_variable(name) for name in inputs),
        *(_variable(name, formula) for name, formula in lines.items()),
        _variable("total", total),
    )
    return found


def peer(payroll: Payroll, law: PayslipLaw) -> Callable[[], Any]:
    """Return the computation of all totals, from giving the simulation its inputs on."""
    rules = system(law)
    zeros = np.zeros(len(payroll))
    inputs: Mapping[str, Any] = {
        "wage": np.asarray(payroll.contract_fen) / 100,
        "area": zeros if payroll.area is None else payroll.area,
        **{f"{s}_days": payroll.days.get(Situation(s), zeros) for s in (*CONTRACT, "sick", "stoppage_idle")},
        **{f"{s}_quarters": payroll.quarter_hours.get(s, zeros) for s in law.rates},
    }

    def computed() -> Any:
        simulation = SimulationBuilder().build_default_simulation(rules, len(payroll))
        for name, column in inputs.items():
            simulation.set_input(name, PERIOD, np.asarray(column, dtype=float))
        return simulation.calculate("total", PERIOD)

    return computed

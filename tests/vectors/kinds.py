"""Every kind of case and the adapter that runs it."""

from . import (
    competition,
    consolation,
    consolation_goods,
    consolation_money,
    consolation_people,
    negotiation,
    negotiation_cases,
    negotiation_law,
    negotiation_plans,
    negotiation_wages,
)

KINDS = (
    competition.KINDS
    | consolation.KINDS
    | consolation_goods.KINDS
    | consolation_money.KINDS
    | consolation_people.KINDS
    | negotiation.KINDS
    | negotiation_cases.KINDS
    | negotiation_law.KINDS
    | negotiation_plans.KINDS
    | negotiation_wages.KINDS
)

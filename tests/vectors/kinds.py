"""Every kind of case and the adapter that runs it."""

from . import (
    competition,
    consolation,
    consolation_goods,
    consolation_money,
    consolation_people,
    negotiation,
)

KINDS = (
    competition.KINDS
    | consolation.KINDS
    | consolation_goods.KINDS
    | consolation_money.KINDS
    | consolation_people.KINDS
    | negotiation.KINDS
)

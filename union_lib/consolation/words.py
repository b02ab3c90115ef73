"""Message ids of the area's codes: stages, tiers, methods, purposes, kinds, causes, states."""

from __future__ import annotations

from ..common.errors import N_
from .rules.kinds import Finding, Kind, Outcome, PairVerdict, PayState, PayWay, Purpose
from .rules.stages import Hand, Stage
from .rules.terms import Marginal, Method, Tier

STAGES = {
    Stage.DRAFT: N_("being drafted"),
    Stage.IN_REVIEW: N_("in review"),
    Stage.IN_APPROVAL: N_("awaiting approval"),
    Stage.APPROVED: N_("approved"),
    Stage.ON_NOTICE: N_("on public notice"),
    Stage.PAYING: N_("being paid out"),
    Stage.CLOSED: N_("completed"),
    Stage.CANCELLED: N_("cancelled"),
}
HANDS = {
    Hand.STAFF: N_("Union staff"),
    Hand.REVIEWER: N_("Reviewer"),
    Hand.APPROVER: N_("Approver"),
    Hand.CASHIER: N_("Cashier"),
}
TIERS = {
    Tier.DEEP: N_("deep hardship"),
    Tier.RELATIVE: N_("relative hardship"),
    Tier.ACCIDENT: N_("hardship by accident"),
    Tier.MEDIC: N_("front-line medical staff"),
    Tier.FRONTLINE: N_("front-line workers"),
    Tier.WORKER: N_("workers in general"),
}
KINDS = {
    Kind.HARDSHIP: N_("Worker in hardship"),
    Kind.MEDIC: N_("Front-line medical staff"),
    Kind.FRONTLINE: N_("Front-line worker"),
    Kind.WORKER: N_("Worker"),
}
PURPOSES = {
    Purpose.WARMTH: N_("Sending warmth"),
    Purpose.COOLING: N_("Sending coolness"),
    Purpose.FRONTLINE: N_("Front-line consolation"),
    Purpose.STUDY: N_("Study aid"),
    Purpose.MEDICAL: N_("Medical aid"),
    Purpose.GOODS: N_("Goods and booklets"),
    Purpose.REST: N_("Rest cures"),
    Purpose.OTHER: N_("Other"),
}
METHODS = {
    Method.STANDARD: N_("Standard table"),
    Method.PROPORTIONAL: N_("In proportion to need"),
    Method.EQUAL: N_("Equal amounts"),
    Method.WEIGHTS: N_("By weight, with floor and cap"),
    Method.TIERS: N_("Hardest tier first"),
}
METHOD_TEXTS = {
    Method.STANDARD: N_("Everyone gets the standard amount of their tier; the budget must suffice."),
    Method.PROPORTIONAL: N_("Everyone gets the same share of what they are entitled to."),
    Method.EQUAL: N_("Everyone gets the same amount, but nobody more than they are entitled to."),
    Method.WEIGHTS: N_("Harder cases and larger families weigh more; each tier has a least and a most."),
    Method.TIERS: N_("The hardest tier is paid in full first; the tier where it runs short shares the rest."),
}
MARGINALS = {
    Marginal.PROPORTIONAL: N_("in proportion to need"),
    Marginal.EQUAL: N_("in equal amounts"),
}
CAUSES = {
    "below_line": N_("Income a head is below the line."),
    "below_multiple": N_("Income a head is below the multiple of the line."),
    "accident_share": N_("The accident cost more than the share of a year's income."),
    "above_lines": N_("Income a head is above the lines of hardship."),
    "flag": N_("An excluding circumstance is on file."),
    "income_unknown": N_("The household's income is not on file."),
    "figure_impossible": N_("The household's figures cannot be right."),
    "no_rule": N_("No rule was in force on this day."),
    "rule_unknown": N_("A figure of the rules is not known for this day and area."),
    "no_household": N_("There is no household file."),
    "not_taken": N_("The tier takes no part in this programme."),
    "time_cap": N_("The cap for one time leaves nothing."),
    "year_cap": N_("The cap for the year is used up."),
    "need_unknown": N_("The cost to be aided is not on file as a verified need."),
    "aid_cap": N_("The cap of this aid leaves nothing."),
    "by_hand": N_("Left out by hand."),
    "closed": N_("The household's file is closed."),
}
PAIR_CAUSES = {
    "same_identity": N_("the same identity number"),
    "same_identity_other_name": N_("the same identity number, another name"),
    "same_phone_same_name": N_("the same name and phone"),
    "same_phone_like_name": N_("names that sound alike, the same phone"),
    "same_birthday_same_name": N_("the same name and birthday, an identity number missing or wrong"),
    "same_birthday_like_name": N_("names that sound alike, the same birthday"),
}
FLAGS = {
    "two_homes": N_("Owns two or more homes"),
    "private_school_or_self_paid_abroad": N_("Child at a private school or abroad at own cost"),
    "business_owner": N_("Owns a business"),
}
OUTCOMES = {Outcome.UPHELD: N_("upheld"), Outcome.DISMISSED: N_("not upheld")}
VERDICTS = {PairVerdict.SAME: N_("one person"), PairVerdict.DIFFERENT: N_("two people")}
PAY_WAYS = {PayWay.BANK: N_("bank transfer"), PayWay.CASH: N_("cash")}
PAY_STATES = {
    PayState.INSTRUCTED: N_("ordered"),
    PayState.PAID: N_("paid"),
    PayState.PARTIAL: N_("paid in part"),
    PayState.FAILED: N_("returned"),
    PayState.REPAID: N_("paid by a later batch"),
}
FINDINGS = {
    Finding.CONFIRMED: N_("confirmed"),
    Finding.DIFFERS: N_("differs"),
    Finding.NOT_REACHED: N_("not reached"),
}

"""What there is to choose from: kinds of recipients, purposes, verdicts, ways and states of payments."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a recipient is on file as; the tier within hardship follows from the household's figures."""

    HARDSHIP = "hardship"
    MEDIC = "medic"
    FRONTLINE = "frontline"
    WORKER = "worker"


class Purpose(StrEnum):
    """What a programme is for."""

    WARMTH = "warmth"
    COOLING = "cooling"
    FRONTLINE = "frontline"
    STUDY = "study"
    MEDICAL = "medical"
    GOODS = "goods"
    REST = "rest"
    OTHER = "other"


class PairVerdict(StrEnum):
    """What a person said of a doubtful pair."""

    SAME = "same"
    DIFFERENT = "different"


class Outcome(StrEnum):
    """What became of an objection or grievance."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"


class PayWay(StrEnum):
    """How a batch is handed over."""

    BANK = "bank"
    CASH = "cash"


class PayState(StrEnum):
    """What became of one payment."""

    INSTRUCTED = "instructed"
    PAID = "paid"
    PARTIAL = "partial"
    FAILED = "failed"
    REPAID = "repaid"


class Finding(StrEnum):
    """What a verification visit or call found."""

    CONFIRMED = "confirmed"
    DIFFERS = "differs"
    NOT_REACHED = "not_reached"

"""What there is in the area: tracks, subjects, sides, steps' kinds, kinds of rights cases and letters."""

from __future__ import annotations

from enum import StrEnum


class Track(StrEnum):
    """Which procedure a case follows (集体合同规定; 工资集体协商试行办法)."""

    COLLECTIVE_CONTRACT = "collective_contract"
    WAGE_AGREEMENT = "wage_agreement"


class Subject(StrEnum):
    """What a contract is about: everything, or one thing only (专项集体合同, 劳动合同法 52)."""

    GENERAL = "general"
    WAGES = "wages"
    WOMEN = "women"
    SAFETY = "safety"
    HOURS = "hours"


class Scope(StrEnum):
    """Whom it binds: one employer, an industry or an area (劳动合同法 53)."""

    ENTERPRISE = "enterprise"
    INDUSTRY = "industry"
    AREA = "area"


class Side(StrEnum):
    """Who speaks."""

    UNION = "union"
    EMPLOYER = "employer"


class Author(StrEnum):
    """Whose text it is: one side's proposal, or the text both work on."""

    UNION = "union"
    EMPLOYER = "employer"
    JOINT = "joint"


class Topic(StrEnum):
    """What a clause is about (集体合同规定 8-18; 工资集体协商试行办法 7)."""

    PAY = "pay"
    STOPPAGE_PAY = "stoppage_pay"
    DEFERRAL = "deferral"
    HOURS = "hours"
    REST = "rest"
    PROTECTION = "protection"
    WOMEN = "women"
    BENEFITS = "benefits"
    TRAINING = "training"
    JOBS = "jobs"
    TERM = "term"
    BREACH = "breach"
    OTHER = "other"


class LetterKind(StrEnum):
    """What the union writes when a promise is not kept."""

    DEMAND = "demand"
    REFERRAL = "referral"


class RightsKind(StrEnum):
    """The ways to a worker's right."""

    LEGAL_AID = "legal_aid"
    SUPERVISION = "supervision"
    PETITION = "petition"
    MEDIATION = "mediation"
    ARBITRATION = "arbitration"

"""Message ids of the codes of deferred plans, letters and rights cases."""

from __future__ import annotations

from ..common.errors import N_
from .rules.arrears import CrimeLevel
from .rules.deferred import InstalmentState, PlanState
from .rules.kinds import LetterKind, RightsKind
from .rules.letters import Evidence, LetterState
from .rules.limitation import ClaimKind
from .rules.rights import Act, RightsStage
from .rules.rights_clocks import ClockKind, ClockState

INSTALMENT_STATES = {
    InstalmentState.PAID: N_("paid"),
    InstalmentState.PENDING: N_("not due yet"),
    InstalmentState.GRACE: N_("in grace"),
    InstalmentState.OVERDUE: N_("overdue"),
}
PLAN_STATES = {
    PlanState.COMPLETED: N_("paid in full"),
    PlanState.ON_TRACK: N_("on track"),
    PlanState.LATE: N_("late"),
    PlanState.DEFAULT: N_("in default"),
}
PLAN_TONES = {
    PlanState.COMPLETED: "ok",
    PlanState.ON_TRACK: "info",
    PlanState.LATE: "warn",
    PlanState.DEFAULT: "bad",
}
LETTERS = {
    LetterKind.DEMAND: N_("Demand letter"),
    LetterKind.REFERRAL: N_("Referral to labour inspection"),
}
LETTER_STATES = {
    LetterState.DRAFT: N_("draft, not sent"),
    LetterState.SENT: N_("sent"),
    LetterState.WITHDRAWN: N_("withdrawn"),
}
LETTER_TONES = {LetterState.DRAFT: "warn", LetterState.SENT: "ok", LetterState.WITHDRAWN: "mute"}
EVIDENCE = {
    Evidence.PLAN: N_("Deferred plan"),
    Evidence.LEDGER: N_("Ledger of instalments and payments"),
    Evidence.CONSENT: N_("Consent of the enterprise's union"),
    Evidence.OPINION: N_("Workers' opinion"),
    Evidence.NOTICES: N_("Demand letters sent"),
    Evidence.CALCULATION: N_("Wage calculation"),
}
CRIMES = {
    CrimeLevel.BELOW: N_("below the amounts of the crime of refusing to pay"),
    CrimeLevel.PROVINCIAL_BAND: N_("within the band in which the province fixes the amount of the crime"),
    CrimeLevel.ABOVE_BAND: N_("above the band of the amount of the crime"),
}
RIGHTS = {
    RightsKind.LEGAL_AID: N_("Legal aid"),
    RightsKind.SUPERVISION: N_("Labour law supervision"),
    RightsKind.PETITION: N_("Petition"),
    RightsKind.MEDIATION: N_("Mediation"),
    RightsKind.ARBITRATION: N_("Arbitration"),
}
RIGHTS_STAGES = {
    RightsStage.OPENED: N_("opened"),
    RightsStage.APPLIED: N_("applied for"),
    RightsStage.ACCEPTED: N_("accepted"),
    RightsStage.ASSIGNED: N_("lawyer assigned"),
    RightsStage.WARNED: N_("supervision opinion issued"),
    RightsStage.REFERRED: N_("referred to labour inspection"),
    RightsStage.DOCKETED: N_("case filed by labour inspection"),
    RightsStage.ANSWERED: N_("answered"),
    RightsStage.IN_REVIEW: N_("in review"),
    RightsStage.SERVED: N_("application served"),
    RightsStage.DEFENDED: N_("defence received"),
    RightsStage.NOTIFIED: N_("hearing announced"),
    RightsStage.AGREED: N_("settled by agreement"),
    RightsStage.FAILED: N_("mediation failed"),
    RightsStage.AWARDED: N_("award made"),
    RightsStage.CLOSED: N_("case closed"),
}
RIGHTS_TONES = {
    RightsStage.AGREED: "ok",
    RightsStage.AWARDED: "ok",
    RightsStage.FAILED: "warn",
    RightsStage.CLOSED: "mute",
}
ACTS = {
    Act.OPEN: N_("The case was opened"),
    Act.APPLY: N_("The application was handed in"),
    Act.ACCEPT: N_("It was accepted"),
    Act.REJECT: N_("It was not accepted"),
    Act.ASSIGN: N_("A lawyer was assigned"),
    Act.WARN: N_("A supervision opinion was issued"),
    Act.CORRECT: N_("The employer put it right"),
    Act.REFER: N_("It was referred to labour inspection"),
    Act.DOCKET: N_("Labour inspection filed the case"),
    Act.ANSWER: N_("The petition was answered"),
    Act.ASK_REVIEW: N_("A review was asked for"),
    Act.REVIEW: N_("The review was decided"),
    Act.SERVE: N_("The application was served on the employer"),
    Act.DEFEND: N_("The defence came in"),
    Act.NOTIFY: N_("The hearing was announced"),
    Act.AGREE: N_("The parties agreed"),
    Act.FAIL: N_("The mediation failed"),
    Act.AWARD: N_("The award was made"),
    Act.SUE: N_("An action was brought in court"),
    Act.EXTEND: N_("The time was extended"),
    Act.CLOSE: N_("The case was closed"),
}
CLOCKS = {
    ClockKind.APPLICATION: N_("Limitation of the claim"),
    ClockKind.AID_REVIEW: N_("Decision on legal aid"),
    ClockKind.AID_ASSIGNMENT: N_("Assignment of a lawyer"),
    ClockKind.CORRECTION: N_("Correction by the employer"),
    ClockKind.INSPECTION: N_("Inspection concluded"),
    ClockKind.ACCEPTANCE: N_("Decision on acceptance"),
    ClockKind.ANSWER: N_("Answer to the petition"),
    ClockKind.REVIEW_REQUEST: N_("Right to ask for a review"),
    ClockKind.REVIEW: N_("Decision of the review"),
    ClockKind.MEDIATION: N_("Mediation concluded"),
    ClockKind.SERVICE: N_("Service on the employer"),
    ClockKind.DEFENCE: N_("Defence of the employer"),
    ClockKind.HEARING_NOTICE: N_("Hearing announced in time"),
    ClockKind.AWARD: N_("Arbitral award"),
    ClockKind.SUIT: N_("Right to bring an action"),
    ClockKind.SETTING_ASIDE: N_("Employer's right to have the award set aside"),
}
CLOCK_STATES = {
    ClockState.RUNNING: N_("running"),
    ClockState.OVERDUE: N_("overdue"),
    ClockState.MET: N_("kept"),
    ClockState.LATE: N_("kept late"),
    ClockState.LAPSED: N_("lapsed"),
    ClockState.UNKNOWN: N_("figure not known"),
}
CLOCK_TONES = {
    ClockState.RUNNING: "info",
    ClockState.OVERDUE: "bad",
    ClockState.MET: "ok",
    ClockState.LATE: "warn",
    ClockState.LAPSED: "mute",
    ClockState.UNKNOWN: "warn",
}
CLAIMS = {
    ClaimKind.ARBITRATION_WAGE_IN_SERVICE: N_("Wages owed while employed"),
    ClaimKind.ARBITRATION_OTHER: N_("Another labour dispute"),
    ClaimKind.LABOUR_INSPECTION: N_("Complaint to labour inspection"),
}

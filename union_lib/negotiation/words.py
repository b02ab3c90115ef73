"""Message ids of the area's codes."""

from __future__ import annotations

from ..common.errors import N_
from .rules.clauses import Accord
from .rules.delegates import Flaw
from .rules.floors import Promise, Standing
from .rules.kinds import Author, Scope, Side, Subject, Topic, Track
from .rules.procedure import DueKind
from .rules.stages import Hand, Stage, Step

TRACKS = {
    Track.COLLECTIVE_CONTRACT: N_("Collective contract"),
    Track.WAGE_AGREEMENT: N_("Wage agreement"),
}
SUBJECTS = {
    Subject.GENERAL: N_("all topics"),
    Subject.WAGES: N_("wages"),
    Subject.WOMEN: N_("protection of women"),
    Subject.SAFETY: N_("safety and health"),
    Subject.HOURS: N_("hours and rest"),
}
SCOPES = {
    Scope.ENTERPRISE: N_("one employer"),
    Scope.INDUSTRY: N_("an industry"),
    Scope.AREA: N_("an area"),
}
SIDES = {Side.UNION: N_("Union side"), Side.EMPLOYER: N_("Employer side")}
AUTHORS = {
    Author.UNION: N_("Union's proposal"),
    Author.EMPLOYER: N_("Employer's proposal"),
    Author.JOINT: N_("Common text"),
}
TOPICS = {
    Topic.PAY: N_("Pay"),
    Topic.STOPPAGE_PAY: N_("Pay during a stoppage"),
    Topic.DEFERRAL: N_("Deferred payment"),
    Topic.HOURS: N_("Hours"),
    Topic.REST: N_("Rest and leave"),
    Topic.PROTECTION: N_("Labour protection"),
    Topic.WOMEN: N_("Protection of women"),
    Topic.BENEFITS: N_("Insurance and benefits"),
    Topic.TRAINING: N_("Training"),
    Topic.JOBS: N_("Keeping jobs"),
    Topic.TERM: N_("Term and change"),
    Topic.BREACH: N_("Breach"),
    Topic.OTHER: N_("Other matters"),
}
STAGES = {
    Stage.INVITATION: N_("Invitation being prepared"),
    Stage.REPLY_DUE: N_("Waiting for the reply"),
    Stage.PREPARATION: N_("Preparation"),
    Stage.ROUNDS: N_("Negotiating"),
    Stage.DRAFT: N_("Draft before the congress"),
    Stage.VOTED: N_("Passed by the congress"),
    Stage.SIGNED: N_("Signed"),
    Stage.FILED: N_("Sent for review"),
    Stage.IN_REVIEW: N_("In review"),
    Stage.IN_FORCE: N_("In force"),
    Stage.PUBLISHED: N_("In force, published"),
    Stage.RENEWAL: N_("Renewal window"),
    Stage.DISPUTE: N_("Dispute, being coordinated"),
    Stage.ENDED: N_("Expired"),
    Stage.BROKEN_OFF: N_("Broken off"),
}
STAGE_TONES = {
    Stage.DISPUTE: "bad",
    Stage.DRAFT: "warn",
    Stage.VOTED: "warn",
    Stage.SIGNED: "warn",
    Stage.IN_FORCE: "ok",
    Stage.PUBLISHED: "ok",
    Stage.RENEWAL: "warn",
    Stage.ENDED: "mute",
    Stage.BROKEN_OFF: "mute",
}
STEPS = {
    Step.INVITE: N_("The invitation was received"),
    Step.REPLY: N_("The other side agreed to negotiate"),
    Step.REFUSE: N_("The other side refused"),
    Step.INFORM: N_("Information was handed over"),
    Step.MEET: N_("A round was held"),
    Step.AGREE_DRAFT: N_("The draft was agreed"),
    Step.REOPEN: N_("The negotiation was reopened"),
    Step.VOTE_PASSED: N_("The congress passed the draft"),
    Step.VOTE_FAILED: N_("The congress did not pass the draft"),
    Step.SIGN: N_("Both chief delegates signed"),
    Step.FILE: N_("Sent to the labour administration"),
    Step.RECEIVE: N_("The labour administration received it"),
    Step.OBJECT: N_("The labour administration objected"),
    Step.TAKE_EFFECT: N_("The agreement took effect"),
    Step.PUBLISH: N_("Published to the workers"),
    Step.CHECK: N_("Performance was checked"),
    Step.OPEN_RENEWAL: N_("Renewal was asked for"),
    Step.DISPUTE: N_("A dispute was put forward for coordination"),
    Step.COORDINATED: N_("The dispute was coordinated"),
    Step.EXPIRE: N_("The agreement expired"),
    Step.BREAK_OFF: N_("The negotiation was broken off"),
}
STEP_ACTS = {
    Step.INVITE: N_("Record the invitation"),
    Step.REPLY: N_("Record the reply"),
    Step.REFUSE: N_("Record a refusal"),
    Step.INFORM: N_("Record the information"),
    Step.MEET: N_("Record a round"),
    Step.AGREE_DRAFT: N_("Agree the draft"),
    Step.REOPEN: N_("Reopen"),
    Step.VOTE_PASSED: N_("Record the vote"),
    Step.SIGN: N_("Record the signing"),
    Step.FILE: N_("Record the filing"),
    Step.RECEIVE: N_("Record the receipt"),
    Step.OBJECT: N_("Record an objection of the administration"),
    Step.TAKE_EFFECT: N_("Record the effect"),
    Step.PUBLISH: N_("Record the publication"),
    Step.CHECK: N_("Record a check"),
    Step.OPEN_RENEWAL: N_("Ask for renewal"),
    Step.DISPUTE: N_("Put forward for coordination"),
    Step.COORDINATED: N_("Record the coordination"),
    Step.EXPIRE: N_("Record the end"),
    Step.BREAK_OFF: N_("Break off"),
}
DUES = {
    DueKind.REPLY: N_("Written reply"),
    DueKind.INFORMATION: N_("Information handed over"),
    DueKind.MEETING: N_("Next round"),
    DueKind.VOTE: N_("Congress vote"),
    DueKind.COORDINATION: N_("Coordination"),
    DueKind.FILING: N_("Filing"),
    DueKind.REVIEW: N_("End of the review"),
    DueKind.PUBLISH: N_("Publication"),
    DueKind.CHECK: N_("Yearly check"),
    DueKind.RENEWAL: N_("Renewal window"),
    DueKind.EXPIRY: N_("End of the term"),
}
HANDS = {Hand.OFFICER: N_("Case officer"), Hand.LEADER: N_("Leader")}
ACCORDS = {
    Accord.AGREED: N_("agreed"),
    Accord.OPEN: N_("still open"),
    Accord.UNION_ONLY: N_("only the union's"),
    Accord.EMPLOYER_ONLY: N_("only the employer's"),
}
FLAWS = {
    Flaw.FEWER_THAN_THREE: N_("a side has fewer than three delegates"),
    Flaw.UNEQUAL_NUMBERS: N_("the sides are not equal in number"),
    Flaw.DUAL_REPRESENTATION: N_("somebody speaks for both sides"),
    Flaw.EXTERNAL_OVER_ONE_THIRD_EMPLOYER: N_(
        "more than a third of the employer's delegates are from outside"
    ),
    Flaw.EXTERNAL_OVER_ONE_THIRD_UNION: N_("more than a third of the union's delegates are from outside"),
    Flaw.CHIEF_IS_EXTERNAL: N_("a chief delegate is from outside"),
}
PROMISES = {
    Promise.BASE_WAGE_FEN: N_("Lowest wage (yuan a month)"),
    Promise.OVERTIME_WORKDAY: N_("Overtime on workdays (times)"),
    Promise.OVERTIME_REST_DAY: N_("Overtime on rest days (times)"),
    Promise.OVERTIME_HOLIDAY: N_("Overtime on statutory holidays (times)"),
    Promise.HOURS_PER_DAY: N_("Hours a day"),
    Promise.HOURS_PER_WEEK: N_("Hours a week"),
    Promise.OVERTIME_PER_MONTH: N_("Overtime hours a month"),
    Promise.SICK_PAY_SHARE: N_("Sick pay (share of the minimum wage)"),
    Promise.LIVING_ALLOWANCE_SHARE: N_("Living allowance (share of the minimum wage)"),
    Promise.MATERNITY_DAYS: N_("Maternity leave (days)"),
    Promise.DEFERRAL_DAYS: N_("Longest deferral (days)"),
    Promise.DEDUCTION_SHARE: N_("Deduction for damage (share of the month's wage)"),
    Promise.TERM_YEARS: N_("Term (years)"),
}
STANDINGS = {
    Standing.KEPT: N_("not below the law"),
    Standing.BELOW: N_("below the legal floor"),
    Standing.ABOVE: N_("above the legal ceiling"),
    Standing.UNKNOWN: N_("figure not known"),
}

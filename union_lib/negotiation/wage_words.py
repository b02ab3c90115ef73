"""Message ids of what wages are computed from and checked for."""

from __future__ import annotations

from ..common.errors import N_
from .rules.overtime import CapViolation
from .rules.payroll_check import PayPart
from .rules.situations import Situation
from .rules.standstill import CycleRule

SITUATIONS = {
    Situation.NORMAL: N_("Normal work"),
    Situation.WORK_FROM_HOME: N_("Working from home"),
    Situation.QUARANTINE: N_("Quarantine or observation"),
    Situation.ANNUAL_LEAVE: N_("Annual leave"),
    Situation.MATERNITY: N_("Maternity leave, paid by the employer"),
    Situation.STOPPAGE_FIRST_CYCLE: N_("Stoppage, within the first wage cycle"),
    Situation.SICK: N_("Sick leave in the medical period"),
    Situation.STOPPAGE_WORKING: N_("Stoppage after one wage cycle, with work"),
    Situation.STOPPAGE_IDLE: N_("Stoppage after one wage cycle, without work"),
    Situation.ROTATION: N_("Rotation, days without work"),
    Situation.UNPAID: N_("Unpaid leave or absence"),
    Situation.OVERTIME_WORKDAY: N_("Overtime on workdays"),
    Situation.OVERTIME_REST_DAY: N_("Worked on a rest day, no time off given"),
    Situation.OVERTIME_HOLIDAY: N_("Worked on a statutory holiday"),
    Situation.TIME_OFF_IN_LIEU: N_("Worked on a rest day, time off given"),
    Situation.UNUSED_LEAVE: N_("Annual leave not taken"),
    Situation.MINIMUM_TOP_UP: N_("Up to the minimum wage"),
}
ENTERED_AS = {
    Situation.STOPPAGE_WORKING: N_("Stoppage, work is done"),
    Situation.STOPPAGE_IDLE: N_("Stoppage, no work is done"),
}
"""What a stoppage is called where it is entered: the rules then find out whether the first cycle still runs."""

READINGS = {
    CycleRule.ONE_MONTH: N_("One month from the day of the stop"),
    CycleRule.THIRTY_DAYS: N_("Thirty days from the day of the stop"),
    CycleRule.REST_OF_PAY_PERIOD: N_("The rest of that month"),
}
CAPS = {
    CapViolation.DAILY_USUAL: N_("More than the usual overtime of a day"),
    CapViolation.DAILY_SPECIAL: N_("More than the most overtime of a day"),
    CapViolation.MONTHLY: N_("More than the most overtime of a month"),
}
PARTS = {PayPart.WAGE: N_("Wage"), PayPart.OVERTIME: N_("Overtime pay")}

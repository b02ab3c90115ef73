"""A case of an invented firm, brought as far as a test wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.conftest import PASSWORD_HASH, TODAY, House
from union_lib.negotiation import service
from union_lib.negotiation.queries import case_of, newest_text
from union_lib.negotiation.rules.clauses import ClauseText
from union_lib.negotiation.rules.kinds import Author, Side, Subject, Topic, Track
from union_lib.negotiation.rules.stages import Stage, Step
from union_lib.negotiation.service import CaseForm, DelegateForm, PlanForm, RoundForm, VoteForm
from union_lib.negotiation.tables import Case
from union_lib.registry import service as registry
from union_lib.registry.tables import Account, District, Role, Union
from union_lib.workspace import Workspace

FIRM = "渌口百味食品有限公司"
HANDS = {"negotiator": Role.NEGOTIATOR, "leader": Role.APPROVER}
LATER = date(2020, 8, 31)
PRESENT = {"union": ["工甲", "工乙", "工丙"], "employer": ["企甲", "企乙", "企丙"]}
TEXT = [
    ClauseText("raise", Topic.PAY, "年度工资增长", "2020 年职工工资平均增长 4%。", {}, True),
    ClauseText(
        "overtime", Topic.HOURS, "加班工资", "工作日加班按 150% 支付。", {"overtime_workday": "1.5"}, True
    ),
]


@dataclass
class Road:
    """One case and who walks it."""

    house: House
    case_id: int

    def ws(self, username: str = "negotiator", today: date = LATER) -> Workspace:
        """Return the workspace of somebody, on a day after everything."""
        return self.house.ws(username, today)

    @property
    def case(self) -> Case:
        """The case as it is now."""
        with self.house.system.reading() as session:
            return case_of(session, self.case_id)

    @property
    def version(self) -> int:
        """The version a page would have seen."""
        return self.case.version

    @property
    def digest(self) -> str:
        """The hash of the common text."""
        with self.house.system.reading() as session:
            text = newest_text(session, self.case_id, Author.JOINT)
            assert text is not None
            return text.text_hash

    def step(self, step: Step, on: date, reason: str = "", who: str = "negotiator") -> None:
        """Take a step."""
        service.take_step(self.ws(who), self.case_id, step, on, reason, seen_version=self.version)

    def meet(self, on: date = date(2020, 3, 10), **more: Any) -> int:
        """Hold a round."""
        form = RoundForm(held_on=on, place="三楼会议室", minutes="讨论工资增长。", **more)
        return service.hold_round(self.ws(), self.case_id, form, PRESENT, seen_version=self.version)

    def to(self, wanted: Stage) -> Road:
        """Walk until the stage is reached."""
        for reached, walk in _WALKS:
            walk(self)
            if reached == wanted:
                return self
        raise AssertionError(wanted)


def _reply(road: Road) -> None:
    road.step(Step.INVITE, date(2020, 2, 20))


def _prepare(road: Road) -> None:
    road.step(Step.REPLY, date(2020, 3, 3))
    for side, names in ((Side.UNION, PRESENT["union"]), (Side.EMPLOYER, PRESENT["employer"])):
        for name in names:
            form = DelegateForm(
                side=side, name=name, is_chief=name.endswith("甲"), valid_from=date(2020, 2, 1)
            )
            service.save_delegate(road.ws(), road.case_id, form)


def _rounds(road: Road) -> None:
    road.step(Step.INFORM, date(2020, 3, 6))
    road.meet()


def _draft(road: Road) -> None:
    service.table_text(road.ws(), road.case_id, Author.JOINT, TEXT, on=date(2020, 3, 20), seen_version=0)
    road.step(Step.AGREE_DRAFT, date(2020, 3, 20))


def _vote(road: Road) -> None:
    form = VoteForm(held_on=date(2020, 3, 27), total=60, attending=40, in_favour=30)
    assert service.record_vote(road.ws(), road.case_id, form, road.digest, seen_version=road.version)


def _sign(road: Road) -> None:
    plan = PlanForm(workers=318, term_from=date(2020, 4, 1), term_to=date(2021, 3, 31))
    service.change_plan(road.ws(), road.case_id, plan, seen_version=road.version)
    road.step(Step.SIGN, date(2020, 3, 30), who="leader")


def _force(road: Road) -> None:
    road.step(Step.TAKE_EFFECT, date(2020, 4, 18))


_WALKS = (
    (Stage.INVITATION, lambda road: None),
    (Stage.REPLY_DUE, _reply),
    (Stage.PREPARATION, _prepare),
    (Stage.ROUNDS, _rounds),
    (Stage.DRAFT, _draft),
    (Stage.VOTED, _vote),
    (Stage.SIGNED, _sign),
    (Stage.FILED, lambda road: road.step(Step.FILE, date(2020, 4, 1))),
    (Stage.IN_REVIEW, lambda road: road.step(Step.RECEIVE, date(2020, 4, 2))),
    (Stage.IN_FORCE, _force),
    (Stage.PUBLISHED, lambda road: road.step(Step.PUBLISH, date(2020, 4, 20))),
)


def people(house: House) -> None:
    """Add those who negotiate, and the district the firm lies in."""
    with house.system.transaction() as session:
        session.add(District(code="430212", name="渌口区"))
        city = session.get_one(Union, house.unions["city"])
        for username, role in HANDS.items():
            account = Account(
                username=username, name=username.title(), union_id=city.id or 0, password_hash=PASSWORD_HASH
            )
            session.add(account)
            session.flush()
            session.add(registry.grant_role(account, city, role))
            house.accounts[username] = (account.id or 0, account.name)


def begin(house: House, track: Track = Track.WAGE_AGREEMENT) -> Road:
    """Return a case newly opened on the day of the notice."""
    people(house)
    form = CaseForm(
        employer=FIRM,
        district_code="430212",
        industry="食品",
        track=track,
        subject=Subject.WAGES,
        workers=318,
    )
    opened = date(2020, 2, 18)
    made = service.open_case(house.ws("negotiator", TODAY), house.unions["city"], form, opened_on=opened)
    return Road(house, made)

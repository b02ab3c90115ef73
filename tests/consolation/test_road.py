"""From list to receipt: who may take which step, what is refused, and that no money is bound or paid twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import select

from tests.conftest import TODAY, House
from tests.consolation.round import AFTER_NOTICE, BY_WEIGHT, Round, begin, people
from union_lib.common.errors import NotAllowed, NotFound, RuleViolation, StaleVersion
from union_lib.consolation import refusals, reports, service
from union_lib.consolation.divided import differences
from union_lib.consolation.queries import fund_of, lines_of, newest_allocation, programme_of
from union_lib.consolation.rules.kinds import Finding, Outcome, PairVerdict, PayState, PayWay
from union_lib.consolation.rules.reconciling import ReturnLine, ReturnStatus
from union_lib.consolation.rules.stages import MoveNotOpen, OwnAward, SameHands, Stage, WrongStage
from union_lib.consolation.service import Choice, FundForm, ProgrammeForm
from union_lib.consolation.tables import AllocationLine, Candidate, Disbursement, DoubtfulPair
from union_lib.registry.service import ReasonMissing
from union_lib.store import audit, database
from union_lib.workspace import Workspace

OK, FAILED = ReturnStatus.OK, ReturnStatus.FAILED


@pytest.fixture
def round_(house: House) -> Round:
    return begin(house)


def stage(round_: Round) -> Stage:
    with round_.house.system.reading() as session:
        return programme_of(session, round_.programme).stage


def bound(round_: Round) -> int:
    with round_.house.system.reading() as session:
        return fund_of(session, programme_of(session, round_.programme).fund_id).committed_fen


def returned(round_: Round, batch: int, *failing: int) -> list[ReturnLine]:
    """Return what the bank would answer: paid in full, but for the payments at these places."""
    lines = reports.return_lines(round_.ws("cashier"), batch)
    return [
        ReturnLine(
            number,
            0 if at in failing else fen,
            FAILED if at in failing else OK,
            "卡号有误" if at in failing else "",
        )
        for at, (number, fen) in enumerate(lines)
    ]


# Steps and hands


def test_the_whole_road_binds_pays_and_closes_to_the_fen(round_: Round):
    round_.pay()
    total = bound(round_)
    bank, cash = round_.batch(PayWay.BANK), round_.batch(PayWay.CASH)
    told = service.read_return(round_.ws("cashier"), bank, returned(round_, bank), "f" * 64)
    assert (told["failed"], told["unmatched"]) == (0, 0)
    for payment in reports.payment_sheet(round_.ws("cashier"), round_.programme).payments:
        if payment.way == PayWay.CASH:
            service.hand_over(round_.ws("cashier"), payment.id, payment.name, "reviewer")
    sheet = reports.payment_sheet(round_.ws("cashier"), round_.programme)
    assert (sheet.paid_fen, sheet.open_fen) == (total, 0)
    service.close_programme(round_.ws("drafter"), round_.programme)
    assert (stage(round_), bound(round_), bool(cash)) == (Stage.CLOSED, total, True)
    with round_.house.system.reading() as session:
        assert audit.verify(session).broken_at is None


@pytest.mark.parametrize("hand", ["reviewer", "approver", "cashier", "judge1", "south_organiser", "staff"])
def test_only_staff_of_the_union_or_above_it_submits(round_: Round, hand: str):
    seen = reports.scenario(round_.house.system, round_.programme).kept.data_hash
    with pytest.raises(NotAllowed):
        service.submit(round_.ws(hand), round_.programme, seen)


def test_only_a_reviewer_reviews_and_only_an_approver_approves(round_: Round):
    round_.submit()
    with pytest.raises(NotAllowed):
        service.review(round_.ws("approver"), round_.programme, round_.digest)
    service.review(round_.ws("reviewer"), round_.programme, round_.digest)
    with pytest.raises(NotAllowed):
        service.approve(round_.ws("reviewer"), round_.programme, round_.digest)


def test_nobody_reviews_what_they_submitted_even_with_both_roles(house: House, round_: Round):
    from union_lib.registry.service import grant_role
    from union_lib.registry.tables import Account, Role, Union

    with house.system.transaction() as session:
        account = session.get_one(Account, house.accounts["drafter"][0])
        session.add(grant_role(account, session.get_one(Union, house.unions["city"]), Role.REVIEWER))
    round_.submit()
    with pytest.raises(SameHands):
        service.review(round_.ws("drafter"), round_.programme, round_.digest)


def test_nobody_decides_on_a_list_with_the_own_name(house: House):
    rows = people()
    from dataclasses import replace

    named = begin(house, rows=[replace(rows[2], name="Reviewer"), *rows[:2], *rows[3:]])
    named.submit()
    with pytest.raises(OwnAward):
        service.review(named.ws("reviewer"), named.programme, named.digest)


def test_a_step_out_of_order_is_refused(round_: Round):
    with pytest.raises(WrongStage):
        service.post_notice(round_.ws("drafter"), round_.programme)
    with pytest.raises(WrongStage):
        service.make_batch(round_.ws("cashier"), round_.programme, PayWay.BANK)
    round_.submit()
    with pytest.raises(WrongStage):
        service.take_list(round_.ws("drafter"), round_.programme, Choice())
    with pytest.raises((MoveNotOpen, WrongStage)):
        service.submit(round_.ws("drafter"), round_.programme, round_.digest)


def test_sending_back_wants_a_reason_and_keeps_the_version(round_: Round):
    round_.submit()
    with pytest.raises(ReasonMissing):
        service.send_back(round_.ws("reviewer"), round_.programme, "  ")
    service.send_back(round_.ws("reviewer"), round_.programme, "名单有误")
    round_.submit()
    with round_.house.system.reading() as session:
        kept = newest_allocation(session, round_.programme)
        assert (kept and kept.number, stage(round_)) == (2, Stage.IN_REVIEW)


def test_what_changed_after_it_was_seen_is_not_decided_on(round_: Round):
    round_.submit()
    with pytest.raises(refusals.AllocationChanged):
        service.review(round_.ws("reviewer"), round_.programme, "0" * 64)


def test_a_kept_line_that_was_tampered_with_stops_every_step(round_: Round):
    round_.submit()
    seen = round_.digest
    with database.writing(round_.house.engine) as session:
        line = session.exec(select(AllocationLine)).first()
        assert line is not None
        line.amount_fen += 1
    with pytest.raises(refusals.AllocationChanged):
        service.review(round_.ws("reviewer"), round_.programme, seen)


# The list


def test_terms_changed_after_the_list_was_assessed_want_it_assessed_again(round_: Round):
    with round_.house.system.reading() as session:
        version = programme_of(session, round_.programme).version
    service.set_terms(round_.ws("drafter"), round_.programme, BY_WEIGHT, seen_version=version)
    seen = reports.scenario(round_.house.system, round_.programme).kept.data_hash
    with pytest.raises(refusals.ListStale):
        service.submit(round_.ws("drafter"), round_.programme, seen)
    service.assess_list(round_.ws("drafter"), round_.programme)
    round_.submit()
    assert stage(round_) == Stage.IN_REVIEW


def test_a_version_behind_is_refused(round_: Round):
    with pytest.raises(StaleVersion):
        service.set_budget(round_.ws("drafter"), round_.programme, 1_00, seen_version=99)


def test_a_budget_that_cannot_pay_the_table_is_not_submitted(round_: Round):
    with round_.house.system.reading() as session:
        version = programme_of(session, round_.programme).version
    service.set_budget(round_.ws("drafter"), round_.programme, 1_000_00, seen_version=version)
    seen = reports.scenario(round_.house.system, round_.programme).kept.data_hash
    with pytest.raises(refusals.Insufficient) as refused:
        service.submit(round_.ws("drafter"), round_.programme, seen)
    assert refused.value.needed == "8,500.00"


def test_somebody_left_out_by_hand_stays_out_and_comes_back(round_: Round):
    drafter = round_.ws("drafter")
    line = reports.candidate_page(drafter, round_.programme, reports.ListWanted()).lines[0]
    with pytest.raises(ReasonMissing):
        service.leave_out(drafter, round_.programme, line.id, "")
    service.leave_out(drafter, round_.programme, line.id, "已调离")
    assert service.assess_list(drafter, round_.programme).eligible == 4
    again = reports.candidate_page(drafter, round_.programme, reports.ListWanted(group="!by_hand")).lines
    assert [one.reason for one in again] == ["已调离"]
    service.take_in_again(drafter, round_.programme, again[0].id)
    assert reports.overview(drafter, round_.programme).eligible == 5


def test_an_undecided_pair_on_the_list_stops_the_submission(round_: Round):
    with round_.house.system.reading() as session:
        first, second = session.exec(select(Candidate.recipient_id).order_by(Candidate.position)).all()[:2]
    with database.writing(round_.house.engine) as session:
        pair = DoubtfulPair(
            union_id=round_.house.unions["city"],
            first_id=first,
            second_id=second,
            cause="same_phone_same_name",
        )
        session.add(pair)
        session.flush()
        pair_id = pair.id or 0
    with pytest.raises(refusals.PairsOpen):
        round_.submit()
    service.decide_pair(round_.ws("drafter"), pair_id, PairVerdict.SAME)
    with pytest.raises(refusals.DecidedAlready):
        service.decide_pair(round_.ws("drafter"), pair_id, PairVerdict.DIFFERENT)
    assert service.assess_list(round_.ws("drafter"), round_.programme).candidates == 4
    round_.submit()


def test_an_empty_list_is_not_submitted(house: House):
    empty = begin(house, rows=[])
    with pytest.raises(refusals.ListEmpty):
        service.submit(empty.ws("drafter"), empty.programme, "0" * 64)


def test_a_second_programme_of_the_year_counts_what_the_first_bound(round_: Round):
    house, city = round_.house, round_.house.unions["city"]
    service.enter_local_figure(
        house.system, city, "stacking_per_year_max_fen", "430200", date(2020, 2, 1), "3500", "工字2号"
    )
    service.assess_list(round_.ws("drafter"), round_.programme)
    round_.submit()
    round_.approve()
    second = _another(round_)
    lines = reports.candidate_page(house.system, second, reports.ListWanted()).lines
    assert {line.name: line.room_fen for line in lines if line.name.startswith("困难")} == {
        "困难1": 500_00,
        "困难2": 500_00,
    }


def _another(round_: Round, budget_fen: int = 100_000_00) -> int:
    with round_.house.system.reading() as session:
        first = programme_of(session, round_.programme)
    form = ProgrammeForm(
        title="第二批",
        purpose=first.purpose,
        fund_id=first.fund_id,
        budget_fen=budget_fen,
        starts_on=TODAY,
        ends_on=TODAY,
        decided_on=TODAY,
    )
    from union_lib.consolation.rules.terms import terms_of_record

    made = service.create_programme(
        round_.ws("drafter"), round_.house.unions["city"], form, terms_of_record(first.terms)
    )
    service.take_list(round_.ws("drafter"), made, Choice())
    return made


# The fund


def test_an_approval_beyond_the_fund_is_refused_and_binds_nothing(round_: Round):
    round_.submit()
    service.review(round_.ws("reviewer"), round_.programme, round_.digest)
    with round_.house.system.reading() as session:
        fund = fund_of(session, programme_of(session, round_.programme).fund_id)
    service.change_fund(round_.ws("drafter"), fund.id or 0, 1_000_00, "资金调减", seen_version=fund.version)
    with pytest.raises(refusals.FundShort):
        service.approve(round_.ws("approver"), round_.programme, round_.digest)
    assert (bound(round_), stage(round_)) == (0, Stage.IN_APPROVAL)


def test_a_fund_is_not_made_smaller_than_what_is_bound(round_: Round):
    round_.submit()
    round_.approve()
    with round_.house.system.reading() as session:
        fund = fund_of(session, programme_of(session, round_.programme).fund_id)
    with pytest.raises(refusals.FundBound):
        service.change_fund(round_.ws("drafter"), fund.id or 0, 1, "", seen_version=fund.version)


def test_returning_an_approved_programme_frees_its_money(round_: Round):
    round_.submit()
    round_.approve()
    assert bound(round_) == 8_500_00
    service.send_back(round_.ws("approver"), round_.programme, "重新核对")
    assert (bound(round_), stage(round_)) == (0, Stage.DRAFT)


def test_a_large_total_needs_two_different_approvers(round_: Round):
    house, city = round_.house, round_.house.unions["city"]
    service.enter_local_figure(
        house.system, city, "approval_ranges", "CN", date(2020, 1, 1), "5000:1, *:2", "工字3号"
    )
    round_.submit()
    service.review(round_.ws("reviewer"), round_.programme, round_.digest)
    assert service.approve(round_.ws("approver"), round_.programme, round_.digest) is False
    with pytest.raises(refusals.ApprovedAlready):
        service.approve(round_.ws("approver"), round_.programme, round_.digest)
    assert (bound(round_), stage(round_)) == (0, Stage.IN_APPROVAL)
    assert service.approve(round_.ws("second"), round_.programme, round_.digest) is True


def test_two_approvals_at_the_same_moment_never_overspend_the_fund(round_: Round):
    second = _another(round_)
    with round_.house.system.reading() as session:
        fund = fund_of(session, programme_of(session, round_.programme).fund_id)
    service.change_fund(round_.ws("drafter"), fund.id or 0, 10_000_00, "只够一个", seen_version=fund.version)
    rounds = [round_, Round(round_.house, second)]
    for one in rounds:
        one.submit()
        service.review(one.ws("reviewer"), one.programme, one.digest)
    start = Barrier(2)

    def approve(one: Round, hand: str) -> Any:
        ws = one.ws(hand)
        own = database.make_engine(one.house.engine.url.render_as_string(hide_password=False))
        start.wait()
        try:
            return service.approve(
                Workspace(own, ws.actor, ws.fixed_today, ws.language), one.programme, one.digest
            )
        except RuleViolation as refused:
            return type(refused)
        finally:
            own.dispose()

    with ThreadPoolExecutor(2) as pool:
        came = list(pool.map(approve, rounds, ("approver", "second")))
    assert sorted(map(str, came)) == sorted(map(str, (True, refusals.FundShort)))
    assert bound(round_) == 8_500_00


# Notice, objections, payments


def test_money_does_not_move_while_the_notice_runs_or_an_objection_is_open(round_: Round):
    round_.post()
    with pytest.raises(refusals.NoticeRunning):
        service.start_paying(round_.ws("drafter"), round_.programme)
    drafter = round_.ws("drafter", AFTER_NOTICE)
    objection = service.record_objection(drafter, round_.programme, "金额不对", position=2)
    with pytest.raises(refusals.ObjectionsOpen):
        service.start_paying(drafter, round_.programme)
    with pytest.raises(refusals.AnswerMissing):
        service.decide_objection(round_.ws("reviewer"), round_.programme, objection, Outcome.DISMISSED, " ")
    service.decide_objection(round_.ws("reviewer"), round_.programme, objection, Outcome.UPHELD, "属实")
    with pytest.raises(refusals.ObjectionUpheld):
        service.start_paying(drafter, round_.programme)
    service.send_back(round_.ws("approver"), round_.programme, "异议成立")
    assert stage(round_) == Stage.DRAFT


def test_an_objection_to_a_line_that_does_not_exist_is_not_recorded(round_: Round):
    round_.post()
    with pytest.raises(NotFound):
        service.record_objection(round_.ws("drafter"), round_.programme, "？", position=99)


def test_after_the_notice_it_is_a_grievance_linked_to_the_line(round_: Round):
    round_.pay()
    service.record_objection(
        round_.ws("drafter"), round_.programme, "没有收到", position=1, brought_by="困难一"
    )
    [row] = reports.objections(round_.ws("reviewer"), round_.programme)
    assert (row.is_grievance, row.about.startswith("1 "), row.brought_by) == (True, True, "困*一")


def test_every_recipient_can_check_the_own_line_against_the_published_root(round_: Round):
    round_.post()
    sheet = reports.notice_sheet(round_.ws("drafter"), round_.programme)
    assert sheet is not None
    slips = [reports.slip(sheet, number) for number in range(1, 6)]
    assert all(one.holds() for one in slips)
    from dataclasses import replace

    forged = replace(slips[0], line=replace(slips[0].line, amount_fen=1))
    assert not forged.holds()


def test_whoever_drafted_reviewed_or_approved_orders_no_payment(house: House, round_: Round):
    from union_lib.registry.service import grant_role
    from union_lib.registry.tables import Account, Role, Union

    round_.pay()
    with house.system.transaction() as session:
        account = session.get_one(Account, house.accounts["approver"][0])
        session.add(grant_role(account, session.get_one(Union, house.unions["city"]), Role.CASHIER))
    with pytest.raises(SameHands):
        service.make_batch(round_.ws("approver", AFTER_NOTICE), round_.programme, PayWay.BANK)


def test_nobody_is_ordered_twice(round_: Round):
    round_.pay()
    round_.batch(PayWay.BANK)
    with pytest.raises(refusals.NothingToPay):
        round_.batch(PayWay.BANK)


def test_reading_the_same_return_twice_changes_nothing(round_: Round):
    round_.pay()
    batch = round_.batch(PayWay.BANK)
    lines = returned(round_, batch, 0)
    first = service.read_return(round_.ws("cashier"), batch, lines, "a" * 64)
    before = reports.payment_sheet(round_.ws("cashier"), round_.programme)
    assert service.read_return(round_.ws("cashier"), batch, lines, "a" * 64) == first
    assert reports.payment_sheet(round_.ws("cashier"), round_.programme) == before


def test_a_returned_payment_is_paid_by_the_next_batch_and_never_more(round_: Round):
    round_.pay()
    first = round_.batch(PayWay.BANK)
    service.read_return(round_.ws("cashier"), first, returned(round_, first, 1), "a" * 64)
    sheet = reports.payment_sheet(round_.ws("cashier"), round_.programme)
    assert (sheet.came_back, sheet.to_bank) == (1, 1)
    second = round_.batch(PayWay.BANK)
    service.read_return(round_.ws("cashier"), second, returned(round_, second), "b" * 64)
    with round_.house.system.reading() as session:
        payments = session.exec(select(Disbursement).order_by(Disbursement.id)).all()
        lines = lines_of(session, (newest_allocation(session, round_.programme) or _none()).id or 0)
    paid: dict[int, int] = {}
    for payment in payments:
        paid[payment.line_id] = paid.get(payment.line_id, 0) + payment.paid_fen
    assert all(paid[line.id or 0] == line.amount_fen for line in lines if line.id in paid)
    assert [p.state for p in payments if p.follows is None].count(PayState.REPAID) == 1


def _none() -> Any:
    raise AssertionError


def test_a_payment_in_part_is_followed_by_the_rest(round_: Round):
    round_.pay()
    first = round_.batch(PayWay.BANK)
    lines = returned(round_, first)
    short = ReturnLine(lines[0].id, lines[0].amount_fen - 1, OK)
    service.read_return(round_.ws("cashier"), first, [short, *lines[1:]], "a" * 64)
    second = round_.batch(PayWay.BANK)
    assert [fen for _, fen in reports.return_lines(round_.ws("cashier"), second)] == [1]


def test_rows_of_no_payment_here_are_counted_and_pay_nobody(round_: Round):
    round_.pay()
    batch = round_.batch(PayWay.BANK)
    told = service.read_return(round_.ws("cashier"), batch, [ReturnLine("X-1", 5, OK)], "a" * 64)
    assert (told["unmatched"], reports.payment_sheet(round_.ws("cashier"), round_.programme).paid_fen) == (
        1,
        0,
    )


def test_cash_needs_two_people_and_a_receiver(round_: Round):
    round_.pay()
    round_.batch(PayWay.CASH)
    [payment] = [
        p
        for p in reports.payment_sheet(round_.ws("cashier"), round_.programme).payments
        if p.way == PayWay.CASH
    ]
    cashier = round_.ws("cashier")
    with pytest.raises(refusals.ReceiverMissing):
        service.hand_over(cashier, payment.id, " ", "reviewer")
    for witness in ("cashier", "nobody", "judge1"):
        with pytest.raises(refusals.WitnessMissing):
            service.hand_over(cashier, payment.id, payment.name, witness)
    service.hand_over(cashier, payment.id, payment.name, "reviewer")
    with pytest.raises(refusals.PaidAlready):
        service.hand_over(cashier, payment.id, payment.name, "reviewer")


def test_a_programme_with_payments_under_way_is_not_completed(round_: Round):
    round_.pay()
    round_.batch(PayWay.BANK)
    with pytest.raises(refusals.PaymentsOpen):
        service.close_programme(round_.ws("drafter"), round_.programme, "不等了")


def test_what_is_given_up_at_the_end_goes_back_to_the_fund(round_: Round):
    round_.pay()
    batch = round_.batch(PayWay.BANK)
    service.read_return(round_.ws("cashier"), batch, returned(round_, batch), "a" * 64)
    with pytest.raises(refusals.PaymentsOpen):
        service.close_programme(round_.ws("drafter"), round_.programme)
    service.close_programme(round_.ws("drafter"), round_.programme, "本人放弃领取")
    assert bound(round_) == 8_500_00 - 1_000_00


def test_a_sample_is_drawn_by_seed_and_not_again_once_something_was_found(round_: Round):
    round_.pay()
    reviewer = round_.ws("reviewer")
    from fractions import Fraction

    assert service.draw_sample(reviewer, round_.programme, "2020-04-01", Fraction("0.3")) == 2
    first = [row.position for row in reports.sample_rows(reviewer, round_.programme)]
    service.draw_sample(reviewer, round_.programme, "2020-04-01", Fraction("0.3"))
    assert [row.position for row in reports.sample_rows(reviewer, round_.programme)] == first
    row = reports.sample_rows(reviewer, round_.programme)[0]
    service.record_finding(
        reviewer, round_.programme, row.id, Finding.DIFFERS, "电话未打通", seen_version=row.version
    )
    with pytest.raises(refusals.SampleBegun):
        service.draw_sample(reviewer, round_.programme, "other")
    with pytest.raises(StaleVersion):
        service.record_finding(
            reviewer, round_.programme, row.id, Finding.CONFIRMED, "", seen_version=row.version
        )


# Replay and scope


def test_a_past_decision_is_replayed_with_the_figures_of_its_day(round_: Round):
    round_.submit()
    house, city = round_.house, round_.house.unions["city"]
    service.enter_local_figure(
        house.system, city, "hardship_line_fen", "430200", date(2020, 1, 1), "1", "新标准"
    )
    with house.system.reading() as session:
        kept = newest_allocation(session, round_.programme)
        assert kept is not None
        assert kept.body["figures"]["hardship_line_fen"]["citation"] == "民发〔2020〕1号"
        assert differences(kept, lines_of(session, kept.id or 0)) == []
        lines = lines_of(session, kept.id or 0)
        line = next(line for line in lines if "income_fen" in line.facts)
        line.facts = {**line.facts, "income_fen": 10**9}
        assert f"line {line.position}: assessed otherwise" in differences(kept, lines)
        session.rollback()


def test_those_left_out_are_replayed_too(round_: Round):
    drafter = round_.ws("drafter")
    line = reports.candidate_page(drafter, round_.programme, reports.ListWanted()).lines[0]
    service.leave_out(drafter, round_.programme, line.id, "已调离")
    round_.submit()
    found = reports.verification(drafter, round_.programme)
    assert found is not None
    assert found.faults == []
    with database.writing(round_.house.engine) as session:
        left = session.get_one(Candidate, line.id)
        left.cause = "year_cap"
    found = reports.verification(drafter, round_.programme)
    assert found is not None
    assert found.faults == [f"candidate {line.position}: left out otherwise"]


def test_other_unions_neither_see_nor_touch_a_programme(round_: Round):
    stranger = round_.ws("staff")  # staff of a district below the city
    assert [row.id for row in reports.programmes(stranger)] == []
    with pytest.raises(NotAllowed):
        reports.overview(stranger, round_.programme)
    with pytest.raises(NotAllowed):
        reports.candidate_page(stranger, round_.programme, reports.ListWanted())
    with pytest.raises(NotAllowed):
        service.take_list(stranger, round_.programme, Choice())
    assert reports.file_page(stranger, reports.Wanted()).total == 0
    with pytest.raises(NotAllowed):
        reports.file_card(stranger, 1)


def test_a_fund_of_another_union_cannot_be_drawn_on(round_: Round):
    house = round_.house
    own = service.create_fund(
        house.ws("staff"), house.unions["north"], FundForm(title="区级", year=2020, amount_fen=1)
    )
    with round_.house.system.reading() as session:
        first = programme_of(session, round_.programme)
    form = ProgrammeForm(
        title="借用", fund_id=own, budget_fen=1_00, starts_on=TODAY, ends_on=TODAY, decided_on=TODAY
    )
    from union_lib.consolation.rules.terms import terms_of_record

    with pytest.raises(refusals.FundElsewhere):
        service.create_programme(
            round_.ws("drafter"), house.unions["city"], form, terms_of_record(first.terms)
        )


@pytest.mark.parametrize("budget", [0, -1])
def test_a_budget_of_nothing_is_no_budget(budget):
    from pydantic import ValidationError

    with pytest.raises(ValidationError):
        ProgrammeForm(
            title="空", fund_id=1, budget_fen=budget, starts_on=TODAY, ends_on=TODAY, decided_on=TODAY
        )

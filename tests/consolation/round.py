"""What tests of papers and payments share: a programme with unmistakable people, brought as far as wanted."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from docx import Document
from python_calamine import CalamineWorkbook

from tests.conftest import PASSWORD_HASH, TODAY, House
from union_lib.consolation import service
from union_lib.consolation.queries import newest_allocation
from union_lib.consolation.rules.terms import Method, Terms, Tier, TierTerms
from union_lib.consolation.service import Choice, FileRow, FundForm, HouseholdRow, ProgrammeForm
from union_lib.consolation.tables import Kind, PayWay, Purpose
from union_lib.registry import service as registry
from union_lib.registry.tables import Account, Role, Union
from union_lib.workspace import Workspace

AFTER_NOTICE = date(2020, 4, 2)
TITLE = "疫情防控慰问"
TIERS = {
    Tier.DEEP: TierTerms(3000_00, Fraction(5), 1500_00, 6000_00),
    Tier.MEDIC: TierTerms(1000_00, Fraction(2), 500_00, 3000_00),
    Tier.FRONTLINE: TierTerms(500_00, Fraction(1), 0, 1000_00),
}
STANDARD = Terms(Method.STANDARD, tuple(TIERS), TIERS)
BY_WEIGHT = Terms(Method.WEIGHTS, tuple(TIERS), TIERS, Fraction("0.3"), Fraction("1.2"))
HANDS = {
    "drafter": Role.STAFF,
    "reviewer": Role.REVIEWER,
    "approver": Role.APPROVER,
    "second": Role.APPROVER,
    "cashier": Role.CASHIER,
    "other_cashier": Role.CASHIER,
}


@dataclass
class Round:
    """One programme in an invented federation, and who takes which step."""

    house: House
    programme: int

    def ws(self, username: str, today: date = TODAY) -> Workspace:
        """Return the workspace of one of the hands."""
        return self.house.ws(username, today)

    @property
    def digest(self) -> str:
        """The data hash of the newest allocation."""
        with self.house.system.reading() as session:
            kept = newest_allocation(session, self.programme)
            assert kept is not None
            return kept.data_hash

    def submit(self) -> None:
        """Hand the allocation in."""
        from union_lib.consolation.divided import divided_of
        from union_lib.consolation.queries import programme_of

        with self.house.system.reading() as session:
            seen = divided_of(session, programme_of(session, self.programme)).data_hash
        service.submit(self.ws("drafter"), self.programme, seen)

    def approve(self) -> None:
        """Bring the submitted list through review and approval."""
        service.review(self.ws("reviewer"), self.programme, self.digest)
        if not service.approve(self.ws("approver"), self.programme, self.digest):
            service.approve(self.ws("second"), self.programme, self.digest)

    def post(self) -> None:
        """Bring a draft to its public notice."""
        self.submit()
        self.approve()
        service.post_notice(self.ws("drafter"), self.programme)

    def pay(self) -> None:
        """Bring a draft to where payments are ordered."""
        self.post()
        service.start_paying(self.ws("drafter", AFTER_NOTICE), self.programme)

    def batch(self, way: PayWay) -> int:
        """Order a batch of a programme that pays; return its id."""
        return service.make_batch(self.ws("cashier", AFTER_NOTICE), self.programme, way)


def people() -> list[FileRow]:
    """Return two households in deep hardship, two medics (one without a card) and one at the front line."""
    deep = [
        _person(
            f"困难{n}",
            Kind.HARDSHIP,
            n,
            district="天元区",
            industry="制造",
            household=HouseholdRow(f"H{n}", members=n, income_fen=2000_00),
        )
        for n in (1, 2)
    ]
    medics = [
        _person("医护甲", Kind.MEDIC, 3, district="芦淞区", industry="卫生"),
        _person("医护乙", Kind.MEDIC, 4, card=None, district="芦淞区", industry="卫生"),
    ]
    return [*deep, *medics, _person("一线丁", Kind.FRONTLINE, 5, district="", industry="")]


CARDS = [f"622202000000000{n}" for n in range(10)]
"""Card numbers that no bank has given out."""


def _person(
    name: str,
    kind: Kind,
    n: int,
    card: str | None = "",
    household: HouseholdRow | None = None,
    **more: Any,
) -> FileRow:
    own = CARDS[n] if card == "" else card
    identity = f"43020219800101{n:04d}"
    return FileRow(
        name,
        kind,
        identity,
        f"1380000000{n}",
        own,
        household,
        household is not None,
        {"unit": f"单位{n}", **more},
    )


def begin(
    house: House, terms: Terms = STANDARD, rows: Sequence[FileRow] | None = None, budget_fen: int = 100_000_00
) -> Round:
    """Return a programme in draft with its list made of the people."""
    for username, role in HANDS.items():
        _join(house, username, role)
    city, drafter = house.unions["city"], house.ws("drafter")
    for policy, text in (
        ("hardship_line_fen", "600"),
        ("stacking_per_time_max_fen", "none"),
        ("stacking_per_year_max_fen", "none"),
    ):
        service.enter_local_figure(
            house.system, city, policy, "430200", date(2020, 1, 1), text, "民发〔2020〕1号"
        )
    service.file_list(drafter, city, people() if rows is None else rows, "0" * 64)
    fund = service.create_fund(
        drafter, city, FundForm(title="专项资金", source="省总拨付", year=2020, amount_fen=2 * budget_fen)
    )
    form = ProgrammeForm(
        title=TITLE,
        purpose=Purpose.FRONTLINE,
        source="株工通字〔2020〕1号",
        fund_id=fund,
        budget_fen=budget_fen,
        starts_on=TODAY,
        ends_on=date(2020, 6, 30),
        decided_on=TODAY,
    )
    programme = service.create_programme(drafter, city, form, terms)
    service.take_list(drafter, programme, Choice())
    return Round(house, programme)


def _join(house: House, username: str, role: Role) -> None:
    with house.system.transaction() as session:
        union = session.get_one(Union, house.unions["city"])
        account = Account(
            username=username, name=username.title(), union_id=union.id or 0, password_hash=PASSWORD_HASH
        )
        session.add(account)
        session.flush()
        session.add(registry.grant_role(account, union, role))
        house.accounts[username] = (account.id or 0, account.name)


def cells(content: bytes, sheet: int = 0) -> list[list[Any]]:
    """Return the rows of a sheet of an Excel file."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(sheet).to_python()


def table(content: bytes, at: int = 0) -> list[list[str]]:
    """Return the rows of a table of a Word file."""
    return [[cell.text for cell in row.cells] for row in Document(io.BytesIO(content)).tables[at].rows]


def footer(content: bytes) -> str:
    """Return what stands at the foot of a Word file's pages."""
    return "".join(p.text for p in Document(io.BytesIO(content)).sections[0].footer.paragraphs)

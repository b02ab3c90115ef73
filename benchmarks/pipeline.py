"""A hundred thousand rows of Excel to the public notice: read, checked, filed, assessed, divided, kept, written."""

from __future__ import annotations

import gc
import hashlib
import io
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import count
from random import Random

import numpy as np
import pandas as pd
from sqlmodel import select

from union_lib.common.tabular import write_sheet
from union_lib.consolation import reports, service
from union_lib.consolation.documents import notice_list
from union_lib.consolation.imports import read_recipients
from union_lib.consolation.list_rows import file_rows
from union_lib.consolation.presets import PRESETS
from union_lib.consolation.rules.kinds import Purpose
from union_lib.consolation.rules.terms import Method
from union_lib.demo.programmes import invented_card
from union_lib.demo.town import identity
from union_lib.registry.service import found_installation, grant_role, new_account, one_time_password
from union_lib.registry.tables import Account, Role, Union
from union_lib.store import database, schema
from union_lib.workspace import Actor, Workspace

from . import PLACE
from .measure import Case

PEOPLE, FEWER = 100_000, 10_000
MEAN_FEN = 1_200_00
ON = date(2020, 3, 4)
FIGURES = {
    "hardship_line_fen": "700",
    "stacking_per_time_max_fen": "none",
    "stacking_per_year_max_fen": "8000",
}
HEADS = (
    "姓名",
    "人员类别",
    "身份证号",
    "手机号码",
    "银行卡号",
    "工作单位",
    "县市区",
    "档案编号",
    "家庭人口",
    "家庭年收入",
)
KINDS = ("困难职工", "一线医务人员", "一线职工")
DISTRICTS = ("荷塘区", "芦淞区", "石峰区", "天元区", "渌口区", "醴陵市", "攸县", "茶陵县", "炎陵县")
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
_NUMBERS = count(1)


@cache
def workbook(people: int, seed: int = 1) -> bytes:
    """Return a list as unions send it, half of it households in hardship, with its ten columns."""
    rng = Random(seed)
    return write_sheet("名单", HEADS, [_row(n, rng) for n in range(people)])


def _row(n: int, rng: Random) -> list[str]:
    kind = KINDS[max(n % 4 - 1, 0)]
    born = date.fromordinal(date(1960, 1, 1).toordinal() + n // 999)
    members = rng.randint(1, 5)
    is_poor = kind == KINDS[0]
    return [
        rng.choice(SURNAMES) + rng.choice(GIVEN) + rng.choice(GIVEN),
        kind,
        identity(born, n % 999 + 1),
        f"139{n:08d}",
        invented_card(n),
        f"株洲第{n % 600}厂",
        DISTRICTS[n % len(DISTRICTS)],
        f"ZZ-{n:06d}" if is_poor else "",
        str(members) if is_poor else "",
        str(members * 12 * rng.randint(300, 1_600)) if is_poor else "",
    ]


@dataclass
class Road:
    """One programme in a database of its own, and how far it has come."""

    people: int
    staff: Workspace
    programme: int
    told: list[tuple[int, int]] = field(default_factory=list)

    def tell(self, done: int, total: int) -> None:
        """Take note of progress, as a page shows it."""
        self.told.append((done, total))

    def read(self) -> None:
        """Read the workbook and check it, cell by cell and between rows."""
        self.list = read_recipients(workbook(self.people), ON, self.tell)
        if self.list.problems:
            raise SystemExit(f"The list has problems: {self.list.problems[0]}")

    def file(self) -> None:
        """Put everybody on file, numbers and cards sealed."""
        digest = hashlib.sha256(workbook(self.people)).hexdigest()
        service.file_list(self.staff, 1, file_rows(self.list.rows), digest, self.tell)

    def assess(self) -> None:
        """Make the programme's list and put everybody to the rules of the day."""
        service.take_list(self.staff, self.programme, service.Choice(), self.tell)

    def see(self) -> None:
        """Open the page that shows what everybody would get."""
        self.seen = reports.scenario(self.staff, self.programme)
        gc.collect()  # what reading leaves to the collector is no part of dividing

    def divide(self) -> None:
        """Divide the budget among the list, exactly."""
        programme = self.seen.programme
        if self.seen.division(self.seen.terms.method, programme.budget_fen).total_fen != programme.budget_fen:
            raise SystemExit("The awards are not the budget.")

    def compare(self) -> None:
        """Put the list under each of the staff's five rules, with the figures of fairness."""
        for method in Method:
            self.seen.figures(method, self.seen.programme.budget_fen)

    def submit(self) -> None:
        """Hand the allocation in: kept line by line, assessed again, confirmed by the independent check."""
        service.submit(self.staff, self.programme, self.seen.kept.data_hash)

    def publish(self) -> None:
        """Write the notice's list with masked names, its Merkle root proved."""
        self.notice = notice_list(self.staff, self.programme)

    def whole(self) -> None:
        """Go the whole road."""
        for step in (self.read, self.file, self.assess, self.see, self.submit, self.publish):
            step()
        if not self.told or any(done > total for done, total in self.told):
            raise SystemExit("Progress was not shown.")


@cache
def _founded() -> bytes:
    """Return an installation with one member of staff and the figures of the day, so that every run begins alike."""
    path = PLACE / "pipeline.db"
    on = database.make_engine(f"sqlite:///{path}")
    schema.upgrade(on)
    ws = Workspace(on)
    found_installation(ws, "总工会", "admin", "管理员", is_training=True)
    with ws.transaction() as session:
        union = session.get_one(Union, 1)
        account = new_account(session, "staff", "经办员", union, one_time_password(), must_change=False)
        session.add(grant_role(account, union, Role.STAFF))
    for policy, text in FIGURES.items():
        service.enter_local_figure(ws, 1, policy, "430200", date(2020, 1, 1), text, "练习数据")
    on.dispose()
    return path.read_bytes()


def road(people: int) -> Road:
    """Return the beginning of the road: a fund, and a programme by weight with floors and caps."""
    path = PLACE / f"pipeline-{next(_NUMBERS)}.db"
    path.write_bytes(_founded())
    on = database.make_engine(f"sqlite:///{path}")
    with database.reading(on) as session:
        account = session.exec(select(Account).where(Account.username == "staff")).one()
    staff, budget = Workspace(on, Actor(account.id, account.name), ON), MEAN_FEN * people
    fund = service.create_fund(staff, 1, service.FundForm(title="专项资金", year=ON.year, amount_fen=budget))
    form = service.ProgrammeForm(
        title="疫情防控慰问",
        purpose=Purpose.FRONTLINE,
        fund_id=fund,
        budget_fen=budget,
        starts_on=ON,
        ends_on=ON,
        decided_on=ON,
    )
    return Road(people, staff, service.create_programme(staff, 1, form, PRESETS["weights"].terms))


def pandas_chain(people: int) -> int:
    """Return what a script on pandas would write: read, judged, divided in floats, written; nothing is kept.

    No check digits, no duplicates, no caps of the year, no floors, no masks of sealed columns, no proof.
    """
    listed = pd.read_excel(io.BytesIO(workbook(people)), dtype=str)
    a_head = listed["家庭年收入"].astype(float) / 12 / listed["家庭人口"].astype(float)
    line = float(FIGURES["hardship_line_fen"])
    weight = np.select([a_head < line, a_head < 2 * line, a_head.isna()], [5.0, 3.0, 2.0], 0.0)
    listed = listed.assign(
        姓名=listed["姓名"].str[0] + "*" + listed["姓名"].str[2:],
        金额=(weight / weight.sum() * MEAN_FEN * people / 100).round(2),
    )
    out = io.BytesIO()
    listed.loc[weight > 0, ["姓名", "县市区", "金额"]].to_excel(out, index=False)
    return len(out.getvalue())


def peak_mb(people: int) -> float:
    """Return the most memory a process of its own takes for the whole road."""
    code = (
        "import resource\n"
        "from benchmarks.pipeline import road, workbook\n"
        f"workbook({people})\n"
        f"road({people}).whole()\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout)


def cases(stack: ExitStack) -> list[Case]:
    """Return the whole road beside pandas, its parts one after the other, and the figures of five rules."""
    workbook(PEOPLE)
    one, few = road(PEOPLE), road(FEWER)
    for step in (few.read, few.file, few.assess, few.see):
        step()
    steps = [
        ("read and checked", one.read),
        ("put on file", one.file),
        ("assessed by the rules", one.assess),
        ("seen with its figures", one.see),
        ("divided by weight, floors and caps", one.divide),
        ("submitted, replayed and checked", one.submit),
        ("notice list written", one.publish),
    ]
    return [
        Case(
            f"{PEOPLE:,} rows of Excel → public notice",
            lambda: road(PEOPLE).whole(),
            "pandas: read_excel, floats, to_excel",
            lambda: pandas_chain(PEOPLE),
            rows=PEOPLE,
            runs=3,
            peak_mb=peak_mb(PEOPLE),
        ),
        *(Case(f"  of which {title}", step, rows=PEOPLE, runs=1) for title, step in steps),
        Case(f"figures of five rules, {FEWER:,} people", few.compare, rows=5 * FEWER),
        Case(f"figures of five rules, {PEOPLE:,} people", one.compare, rows=5 * PEOPLE, runs=3),
    ]

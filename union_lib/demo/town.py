"""The invented town as plain values: districts are real places, everybody and every firm is invented.

Identity numbers and credit codes pass their check digits but carry the county code 430299, which no
county has, and phones begin with 14000, which no carrier gives to people: none can belong to anybody.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import chain

from ..store.columns import canonical

DISTRICTS = {
    "430202": "荷塘区", "430203": "芦淞区", "430204": "石峰区", "430211": "天元区", "430212": "渌口区",
    "430281": "醴陵市", "430223": "攸县", "430224": "茶陵县", "430225": "炎陵县",
}  # fmt: skip
CITY_CODE, CITY_NAME = "430200", "株洲市"
INDUSTRIES = [
    "轨道交通装备",
    "陶瓷",
    "硬质合金",
    "航空动力",
    "建筑",
    "快递物流",
    "有色冶炼",
    "服饰加工",
    "食品加工",
]
INDUSTRY_UNIONS = {
    "轨道交通装备": "轨道交通装备产业工会", "陶瓷": "陶瓷产业工会", "硬质合金": "硬质合金产业工会",
    "航空动力": "航空动力产业工会", "建筑": "建筑业工会", "快递物流": "快递物流行业工会",
}  # fmt: skip
JOBS = {
    "轨道交通装备": ["焊工", "钳工", "车工", "电工", "调试工"], "陶瓷": ["成型工", "施釉工", "烧成工", "彩绘工"],
    "硬质合金": ["压制工", "烧结工", "磨工"], "航空动力": ["数控铣工", "钳工", "装配工", "检验工"],
    "建筑": ["钢筋工", "砌筑工", "架子工", "塔吊司机"], "快递物流": ["快递员", "分拣员", "驾驶员"],
    "有色冶炼": ["电解工", "炉前工", "化验员"], "服饰加工": ["缝纫工", "裁剪工", "打版师"],
    "食品加工": ["包装工", "卤制工", "质检员"],
}  # fmt: skip
_FIRM_HEAD = "恒锦釉精同云青智安康启瑞泰和盛源宏卓嘉华立新远达鼎辰星禾"
_FIRM_TAIL = "铄绣彩锋升舒垄联焰泽航峰诚润隆辉图力创业宇硕信睿祥"
_FIRM_KIND = {
    "轨道交通装备": "轨道装备", "陶瓷": "陶瓷", "硬质合金": "硬质合金", "航空动力": "航空部件", "建筑": "建筑工程",
    "快递物流": "速运", "有色冶炼": "有色金属", "服饰加工": "服饰", "食品加工": "食品",
}  # fmt: skip
_SURNAMES = "刘陈黄周李谭王张罗彭易文唐肖曾何邓贺钟丁欧龙汤袁廖"
_GIVEN = "建志小春明华秀英国强立平晓红海燕文军桂兰梅伟芳杰丽敏静磊洋勇艳娟涛超霞亮"
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
NOWHERE = "430299"
_BIRTHDAYS = 14_600  # a prime step walks them all, so no identity number comes twice


@dataclass(frozen=True)
class Firm:
    """An invented enterprise."""

    name: str
    uscc: str
    industry: str
    district_code: str
    is_private: bool
    founded_on: date


@dataclass(frozen=True)
class Person:
    """An invented worker; `firm` is the position in the list of firms."""

    name: str
    identity: str
    phone: str
    firm: int
    job: str
    is_migrant: bool
    joined_on: date


@dataclass(frozen=True)
class Town:
    """The firms, and the people one after another (a million need not fit into memory)."""

    seed: int
    people: int
    firms: tuple[Firm, ...]

    def persons(self) -> Iterator[Person]:
        """Make the people in order; the same town makes the same people."""
        rng = random.Random(f"people {self.seed}")
        for number in range(self.people):
            yield _person(rng, number, self.firms)

    def digest_lines(self) -> Iterator[bytes]:
        """Return the whole town as canonical JSON lines, to be hashed or compared."""
        values: Iterator[Firm | Person] = chain(self.firms, self.persons())
        for value in values:
            yield canonical(asdict(value)).encode() + b"\n"


def invent(people: int, seed: int) -> Town:
    """Invent a town of so many workers.

    >>> sum(1 for _ in invent(50, 1).persons())
    50
    >>> list(invent(9, 1).digest_lines()) == list(invent(9, 1).digest_lines())
    True
    """
    rng = random.Random(f"firms {seed}")
    count = max(18, people // 40)
    return Town(seed, people, tuple(_firm(rng, number) for number in range(count)))


def _firm(rng: random.Random, number: int) -> Firm:
    industry = INDUSTRIES[number % len(INDUSTRIES)]
    district = list(DISTRICTS)[rng.randrange(len(DISTRICTS))]
    place = DISTRICTS[district]
    head = place[:-1] if len(place) > 2 else place
    name = f"{head}{rng.choice(_FIRM_HEAD)}{rng.choice(_FIRM_TAIL)}{_FIRM_KIND[industry]}"
    suffix = "有限公司" if number < 300 else f"（{number}）有限公司"
    founded = date(1998, 1, 1) + timedelta(days=rng.randrange(7500))
    return Firm(name + suffix, uscc(number), industry, district, rng.random() < 0.8, founded)


def _person(rng: random.Random, number: int, firms: tuple[Firm, ...]) -> Person:
    firm = int(len(firms) * rng.random() ** 1.6)
    born = date(1961, 1, 1) + timedelta(days=number * 7919 % _BIRTHDAYS)
    joined = date(2005, 1, 1) + timedelta(days=rng.randrange(5_400))
    return Person(
        name=invented_name(rng), identity=identity(born, number // _BIRTHDAYS), phone=f"14000{number % 1_000_000:06d}",
        firm=firm, job=rng.choice(JOBS[firms[firm].industry]), is_migrant=rng.random() < 0.45,
        joined_on=joined,
    )  # fmt: skip


def invented_name(rng: random.Random) -> str:
    """Return an invented name of two or three characters."""
    return rng.choice(_SURNAMES) + "".join(rng.choice(_GIVEN) for _ in range(rng.choice((1, 2, 2, 2))))


def identity(born: date, order: int) -> str:
    """Return an identity number that fits its check digit (GB 11643) and belongs to nobody.

    >>> identity(date(1975, 8, 12), 123)
    '430299197508121239'
    """
    body = f"{NOWHERE}{born:%Y%m%d}{order:03d}"
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, _ID_WEIGHTS, strict=True)) % 11]


def uscc(number: int) -> str:
    """Return a credit code that fits its check digit (GB 32100) and belongs to nobody."""
    body = f"91{NOWHERE}MA{number:07d}"
    total = sum(_USCC.index(c) * w for c, w in zip(body, _USCC_WEIGHTS, strict=True))
    return body + _USCC[(31 - total % 31) % 31]

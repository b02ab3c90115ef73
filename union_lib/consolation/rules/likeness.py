"""Names as people write and say them: one spelling for the same name, and how it may sound.

A character may have several readings, and some surnames have one of their own (单 Shàn, 曾 Zēng, 仇 Qiú), so two
names sound alike if each character has a reading in common with its counterpart. Tones do not count, nor do
the pairs that the speech of Hunan does not keep apart: that would call half a county alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from unicodedata import normalize

_DOTS = re.compile(r"[\s·•‧∙⋅・.\-'’]+")
# 姓氏人名用字读音 (现代汉语词典), where the surname is read otherwise than the word.
_SURNAMES = {
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "区": "ou",
    "朴": "piao",
    "盖": "ge gai",
    "任": "ren",
    "覃": "qin tan",
    "乐": "yue le",
    "翟": "zhai di",
    "缪": "miao",
    "员": "yun",
    "贠": "yun",
    "折": "she",
    "黑": "he",
    "种": "chong",
    "繁": "po",
    "那": "na",
    "佴": "nai",
    "隗": "wei kui",
    "祭": "zhai",
    "秘": "bi",
    "冼": "xian",
    "洗": "xian",
    "召": "shao",
    "卜": "bu",
    "宓": "mi",
    "牟": "mu mou",
    "谌": "chen shen",
    "郇": "xun huan",
    "郗": "xi chi",
    "郄": "qie xi",
    "幺": "yao",
    "么": "yao",
    "訾": "zi",
    "阚": "kan",
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "长孙": "zhang sun",
    "澹台": "tan tai",
    "鲜于": "xian yu",
    "令狐": "ling hu",
    "单于": "chan yu",
    "宿": "su",
    "尹": "yin",
    "于": "yu",
    "沈": "shen",
    "石": "shi",
    "车": "che",
    "宁": "ning",
    "俞": "yu",
    "朱": "zhu",
    "叶": "ye",
    "冯": "feng",
    "祝": "zhu",
    "贾": "jia",
    "褚": "chu",
    "哈": "ha",
}
_PAIRS = frozenset(name for name in _SURNAMES if len(name) == 2)


def plain_name(text: str) -> str:
    """Return a name in one spelling: half width, simplified, without blanks and dots, in lower case.

    >>> plain_name("張　偉"), plain_name("阿卜杜拉·买买提")
    ('张伟', '阿卜杜拉买买提')
    """
    return plain_names([text])[0]


def plain_names(texts: Sequence[str]) -> list[str]:
    """Return many names in one spelling each, in order."""
    folded = [_DOTS.sub("", normalize("NFKC", text)).casefold() for text in texts]
    return _simplified("\n".join(folded)).split("\n") if folded else []


def _simplified(text: str) -> str:
    return text if text.isascii() else str(_converter().convert(text))


@cache
def _converter():  # type: ignore[no-untyped-def]
    from opencc import OpenCC

    return OpenCC("t2s")


@cache
def readings(character: str) -> frozenset[str]:
    """Return how a character may be read, without tones, ü as v; what is no Chinese character reads as itself.

    >>> sorted(readings("吕")), sorted(readings("x"))
    (['lv'], ['x'])
    """
    from pypinyin import Style, pinyin

    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


@cache
def _usual(character: str) -> str:
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(character, v_to_u=False)[0])


def has_double_surname(name: str) -> bool:
    """Tell whether a plain name begins with a surname of two characters that is read in a way of its own."""
    return name[:2] in _PAIRS


def name_readings(name: str) -> list[frozenset[str]]:
    """Return the readings of each character of a plain name; the surname has its own and the usual one.

    >>> [sorted(found) for found in name_readings("单于乐")[:1]], sorted(name_readings("曾乐")[0])
    ([['chan', 'dan']], ['ceng', 'zeng'])
    """
    width = 2 if has_double_surname(name) else 1
    own = _SURNAMES.get(name[:width], "").split()
    return [_surname_readings(name[:width], own, at) for at in range(len(name[:width]))] + [
        readings(character) for character in name[width:]
    ]


def _surname_readings(surname: str, own: Sequence[str], at: int) -> frozenset[str]:
    character = surname[at]
    if not own:
        return readings(character)
    told = own[at : at + 1] if len(surname) == 2 else own
    return frozenset([*told, _usual(character)])


def sound_alike(one: str, other: str) -> bool:
    """Tell whether two plain names may sound the same: as long, and a reading in common at each place.

    >>> sound_alike("李玥", "李月"), sound_alike("单丽", "山莉"), sound_alike("张伟", "张薇薇")
    (True, True, False)
    """
    if not one or len(one) != len(other):
        return False
    if one == other:
        return True
    pairs = zip(name_readings(one), name_readings(other), strict=True)
    return all(ours & theirs for ours, theirs in pairs)

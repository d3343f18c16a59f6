"""Text as people type it → the form in which it is compared: width, script, years, labels."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Protocol

_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
    "两": "2",
}
_NUMERAL = "零〇○一二三四五六七八九"
_ORDINAL = re.compile(
    r"^(?:其中[:：]|[（(][一二三四五六七八九十百\d]+[)）]、?|[一二三四五六七八九十]+[、.．]|\d{1,2}[、.．](?!\d))"
)
# 3021101-差旅费, 11000022T000000445578-扫黄打非: the code is kept apart, and is no part of the name
_CODED = re.compile(r"^(?:\d{3,}|[0-9a-z]{10,})[-—_](?=[\u4e00-\u9fff(（])")
_LEVEL_MARK = re.compile(r"[（(](?:类|款|项|万元|元|亿元|单位：万元)[)）]$")
_QUOTES = re.compile(r"[“”\"'‘’「」『』《》〈〉]")
_SPACE = re.compile(r"\s+")


class Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter(direction: str) -> Converter:
    from opencc import OpenCC  # the one door; about 50 ms, so only when first needed

    converter: Converter = OpenCC(direction)
    return converter


# Of the characters that GB 2312 holds, those that the conversion changes.
_TRADITIONAL_YET_HELD = frozenset("乾吒夥後徵捱摺於榘甯菸薹醣麴麽")


def to_simplified(text: str) -> str:
    return text if _is_simplified(text) else _converter("t2s").convert(text)


def _is_simplified(text: str) -> bool:
    """The standard of simplified characters knows it all; converting is 40 times as slow."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return _TRADITIONAL_YET_HELD.isdisjoint(text)


def to_traditional(text: str) -> str:
    """As people in Hong Kong and Taiwan would type it."""
    return _converter("s2t").convert(text)


def fold(text: str) -> str:
    """Full width → half width, traditional → simplified, quotes and white space dropped."""
    return _fold_label(text) if len(text) <= LABEL else _fold(text)


def fold_word(word: str) -> str:
    return word.lower() if word.isascii() else fold(word)


LABEL = 40  # letters; labels are short and come back again and again


@lru_cache(maxsize=262144)
def _fold_label(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    text = to_simplified(unicodedata.normalize("NFKC", text))
    return _SPACE.sub("", _QUOTES.sub("", text)).replace(":", "：").lower()


def _year_of(match: re.Match[str]) -> str:
    digits = "".join(_DIGITS.get(c, c) for c in match[1])
    return f"{digits if len(digits) == 4 else '20' + digits}年"


# 24比23多几个: two years, where neither is a count of things
_TWO_YEARS = re.compile(
    r"(?<![\d.年])(2\d)年?(比|较|对比|相比)(2\d)(?![\d.%万亿元个人辆台套项家次件倍年])年?"
)


# 百万以上: what is dearer than a bound is printed with the bound in digits
_BOUND = re.compile(
    r"(?<![一二三四五六七八九十百千\d])(一?百|五十|二十|十)万(?=元?[（(]?(?:含[)）])?(?:及)?以[上下])"
)
_TENS = {"百": "100", "一百": "100", "五十": "50", "二十": "20", "十": "10"}


def fold_question(text: str) -> str:
    """`fold`, and years in one form: 二〇二四年 → 2024年, 24年 → 2024年, bare 2024 kept."""
    plain = unicodedata.normalize("NFKC", to_simplified(text)).lower()
    plain = re.sub(r"(?<=[a-z])\s+(?=[a-z])", "\x00", plain)  # English words keep their gap
    plain = _SPACE.sub("", _QUOTES.sub("", plain)).replace("\x00", " ")
    plain = _BOUND.sub(lambda m: f"{_TENS[m[1]]}万", plain)
    plain = _TWO_YEARS.sub(r"20\1年\g<2>20\3年", plain)
    plain = re.sub(rf"([{_NUMERAL}]{{4}}|[二][{_NUMERAL}]{{3}})年", _year_of, plain)
    plain = re.sub(r"(?<![\d.])((?:1[0-9]|2[0-9]))年(?!以|来|内|间)", _year_of, plain)
    return re.sub(rf"(?<![{_NUMERAL}十])(二[二三四五六])年", _year_of, plain)


def is_coded(label: str) -> bool:
    """True where a label is printed with its code before it."""
    return _CODED.match(fold(label)) is not None


_PROTECTED = frozenset(
    [
        "基本",
        "项目",
        "其他",
        "人员",
        "公用",
        "经营",
        "事业",
        "三公",
        "本年",
        "财政拨款",
        "总",
        "收入",
        "支出",
        "年终",
        "上年",
        "本年收入",
        "本年支出",
        "一般公共预算",
        "政府性基金",
        "政府性基金预算",
        "国有资本经营预算",
        "本年收入",
        "其他项目",
    ]
)
_TAIL = ("年初预算数", "支出预算数", "年初预算", "支出预算", "预算安排", "预算数", "决算数", "预算")


def label_key(label: str) -> str:
    """The comparable core of a printed label: （八）社会保障和就业支出 → 社会保障和就业."""
    key = _core(label)
    while (shorter := _core(key)) != key:
        key = shorter
    return key


@lru_cache(maxsize=65536)
def _core(label: str) -> str:
    key = _CODED.sub("", fold(label).rstrip("："))
    while (cut := _ORDINAL.sub("", key)) != key and cut:
        key = cut
    key = _LEVEL_MARK.sub("", key)
    for tail in _TAIL:
        rest = key.removesuffix(tail)
        if (
            rest != key
            and len(rest) >= 4
            and rest not in ("一般公共", "国有资本经营", "政府性基金")
        ):
            key = rest
            break
    for suffix in ("支出", "合计"):
        rest = key.removesuffix(suffix)
        if rest != key and len(rest) >= 2 and rest not in _PROTECTED:
            key = rest
    return key


_CHINESE = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}


def small_number(text: str) -> int | None:
    """两 → 2, 十 → 10, 12 → 12; None where it is no small number."""
    if text.isdigit():
        return int(text)
    if text == "十":
        return 10
    return _CHINESE.get(text)


@lru_cache(maxsize=65536)
def sound(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # dictionaries load on first use: only a typo needs them

    return tuple(lazy_pinyin(word))

"""What is compared where several disclosures stand side by side, and which of them are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    LEVEL = "level"
    SHARE = "share"  # of the second item, or of the whole
    PER = "per"  # money for each of what is counted
    GROWTH = "growth"  # percent against the year before
    CHANGE = "change"  # money against the year before


class Keep(StrEnum):
    ALL = ""
    NONE = "none"  # those that have nothing
    SOME = "some"
    SAME = "same"  # as the year before
    UP = "up"  # those with more than the year before
    DOWN = "down"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Comparing:
    """`limit` 0 lists all; `bound` is in yuan."""

    measure: Measure = Measure.LEVEL
    keep: Keep = Keep.ALL
    bound: str = ""
    descending: bool = True
    limit: int = 0
    both_ends: bool = False
    ranked: bool = False  # asks which is first
    total: bool = False
    gap: bool = False
    times: bool = False


_PER = re.compile(
    r"(?:平均|均摊|摊到)(?:下来)?(?:到)?[每一](?:辆|台|部)|[每一](?:辆|台|部)(?:公务?用?车|车)?.{0,6}(?:平均|均)|(?:辆|车|台)均"
)
_FALL = "降|减|砍|压|缩|跌"
_MOST = r"(?:得)?(?:最|更)(?!近|后|新|终)"
_GROWTH = re.compile(
    r"增幅|涨幅|降幅|减幅|增速|增长率|变化率|按(?:比例|百分比|百分点)"
    rf"|(?:{_FALL}|增|涨|升|增长|增加|减少|下降|上升|上涨|压减|压缩)(?:幅度)?(?:得|的)?(?:最|更)(?!多|少)"
)
_CHANGE = re.compile(
    rf"谁[涨增]谁[降减跌]|(?:增加|减少|增|减|涨|降|多|少)(?:了|得)?{_MOST}(?:多|少)"
    rf"|(?:增加|减少|增|减|涨|降)(?:的?金额|额|的?钱){_MOST}(?:多|大|高|少|小)"
)
_FALLING = re.compile(rf"(?:{_FALL})(?:少|低|减|缩)?(?:幅|得|的)?{_MOST}|降幅|减幅")
_NONE = re.compile(
    r"没有|没(?:安排|编列|花|列|开支|动用)|一分(?:钱)?(?:也|都)?没|(?:为|是|等于)(?:零|0)(?!\.)|零(?:支出|预算|安排)|未(?:安排|编列)"
)
_WHICH = re.compile(r"哪|谁|那些|有(?:几|多少)[家个]|的(?:部门|单位|局)(?:有|是|都)?[?？。]?$")
_BOUND = re.compile(
    r"(?P<above>超过|超|高于|大于|多于|不低于|不少于|至少|在)?(?P<below>低于|小于|少于|不到|不足|不超过)?(?P<n>\d[\d,]*(?:\.\d+)?)(?P<unit>亿|万)元?(?P<after>以上|以下|以内)?"
)
_LEAST = re.compile(
    r"最(?:低|少|小|省|节约|节省|穷|便宜)|垫底|倒数|末位|从低到高|从少到多|由低到高|由少到多|从小到大|升序|smallest|lowest|least"
)
_FIRST = re.compile(
    r"最(?!近|后|新|终)|第一|老大|头一[个家]|头名|榜首|冠军|垫底|倒数|前[一二两三四五六七八九十\d]+|排[名序行一个列在第]|[从由](?:高到低|低到高|多到少|少到多|大到小|小到大)|怎么排|[更较](?:高|低|多|少|大|小|省|贵|费)|谁(?:的)?.{0,14}(?:多|少|高|低|大|小|省)|哪[个家一].{0,14}(?:多|少|高|低|大|小)"
)
_TOP = re.compile(
    r"前([一二两三四五六七八九十]|\d+)|(?:哪|倒数第?一?[和与、]?(?:倒数)?第?)([二两三四五六七八九])(?:家|个|名|位)?"
)
_BOTH_ENDS = re.compile(
    r"最(?:高|多|大).*最(?:低|少|小)|最(?:低|少|小).*最(?:高|多|大)|(?<!倒数)第一.*(?:垫底|倒数|最后)"
)
_GAP = re.compile(
    r"差(?!旅|额补)|多多少|少多少|高多少|低多少|多出|高出|少了?多少|多了?几|[多少][花用拨]了?多少|少了?几|高几|低几|多了?多少|相距"
)
_TOTAL = re.compile(
    r"加起来|加总|合计|总额|一共|总共|共计|之和|总和|合起来|加在一起|加上|合在一起|总计是"
)
_DIGITS = "零一二三四五六七八九十"


def read_comparing(text: str) -> Comparing:
    """From a folded question without bodies and years."""
    text = re.sub(r"\s+", "", text)
    measure = Measure.LEVEL
    if _PER.search(text):
        measure = Measure.PER
    elif re.search(r"占.{0,16}(?:比|多少|几)|比重|占比|(?<!百分)(?<!按)比例", text):
        measure = Measure.SHARE
    elif _CHANGE.search(text):
        measure = Measure.CHANGE
    elif _GROWTH.search(text):
        measure = Measure.GROWTH
    keep, bound = _kept(text)
    if keep in (Keep.UP, Keep.DOWN, Keep.SAME) and measure is Measure.LEVEL:
        measure = Measure.GROWTH
    falling = measure in (Measure.GROWTH, Measure.CHANGE) and bool(_FALLING.search(text))
    return Comparing(
        measure,
        keep,
        bound,
        descending=not (falling or (_LEAST.search(text) and not _BOTH_ENDS.search(text))),
        limit=_limit(text),
        both_ends=bool(_BOTH_ENDS.search(text)),
        ranked=bool(_FIRST.search(text)),
        total=bool(_TOTAL.search(text)),
        gap=bool(_GAP.search(text)),
        times="倍" in text,
    )


def _kept(text: str) -> tuple[Keep, str]:
    if not _WHICH.search(text):
        return Keep.ALL, ""
    bound = _BOUND.search(text)
    if bound and any(bound[g] for g in ("above", "below", "after")):
        yuan = float(bound["n"].replace(",", "")) * (1e8 if bound["unit"] == "亿" else 1e4)
        low = bool(bound["below"]) or bound["after"] in ("以下", "以内")
        return (Keep.BELOW if low else Keep.ABOVE), f"{yuan:.0f}"
    if re.search(r"一样|一个样|持平|没增没减|没变|不增不减", text):
        return Keep.SAME, ""
    if _NONE.search(text):
        return Keep.NONE, ""
    if re.search(r"(?:增长|增加|上涨|上升|涨|增)了?的|(?:增长|增加|上涨|涨)了$", text) or _moves(
        _RISES, text
    ):
        return Keep.UP, ""
    if re.search(r"(?:减少|下降|下滑|降|减)了?的|(?:减少|下降|降)了$", text) or _moves(
        _FALLS, text
    ):
        return Keep.DOWN, ""
    return Keep.ALL, ""


_RISES = "增长|增加|上涨|上升|提高|涨|增|多|高"
_FALLS = "减少|下降|下滑|降低|压减|降|减|少|低"


def _moves(words: str, text: str) -> bool:
    """哪家比上年下降: it asks which of them moved, and not by how much or which most."""
    moved = (
        rf"(?:比(?!较)|(?<!比)较|同比|相比)(?:上一?年|去年|前一年)?(?:有所)?(?:{words})了?[?？。]?$"
    )
    return re.search(moved, text) is not None


def _limit(text: str) -> int:
    found = _TOP.search(text)
    if found is None:
        return 0
    word = found[1] or found[2]
    if word.isdigit():
        return min(int(word), 20)
    return 2 if word == "两" else _DIGITS.index(word)

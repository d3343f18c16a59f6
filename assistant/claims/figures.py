"""Every number of a prose text, as a value with the precision in which it is said.

Years, dates, codes, ordinals and numbers of documents are no figures. Units: 亿元, 万元, 元, %,
成, 个百分点, 倍, counters (辆, 人次, …), and "million yuan", "percent" in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ingest.amount import MONEY


class Kind(StrEnum):
    MONEY = "money"  # in yuan
    PERCENT = "percent"
    POINTS = "points"  # 个百分点
    TIMES = "times"  # 倍, in hundredths as a percentage is: 2.5 倍 is 250
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Figure:
    """text[start:end] of the plain text. A true value lies from `low` to `high`; `exact` where the
    number is said to its last digit, so that a finer printed value must round to it."""

    start: int
    end: int
    kind: Kind
    value: Decimal
    low: Decimal
    high: Decimal
    unit: str
    exact: bool = True
    step: Decimal = Decimal(0)  # one unit of the last digit said

    def holds(self, true: Decimal, step: Decimal = Decimal(0)) -> bool:
        """True where an amount, itself printed to a step, is what the figure says."""
        if not self.exact:
            return self.low <= true <= self.high
        if self.step and self.step < step:  # more digits than anyone printed: the very value only
            return self.value == true
        if self.step == step:
            return self.value == true
        return abs(self.value - true) <= (self.step + step) / 2


_SCALES = MONEY | {"百万元": Decimal(10) ** 6, "十亿元": Decimal(10) ** 9}
_DIGIT = dict(zip("零〇一二三四五六七八九", [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], strict=True)) | {
    "两": 2
}
_PLACE = {"十": 10, "百": 100, "千": 1000}
_CHINESE = "零〇一二两三四五六七八九十百千"
_COUNTERS = "人次|批次|辆次|台套|台\\(套\\)|平方米|公里|家次|辆|台|套|批|人|名|位|家|户|件|次|期|亩|所|处|个|项|份|篇|场|部"
_BEFORE = r"(?:(?P<about>约合|大约|大概|约为|约|差不多|上下)|(?P<near>将近|接近|逼近|近|几乎|近乎)|(?P<over>超过|超出|超|逾|突破|高于|多于|不止|不低于|不少于|至少|大于|过)|(?P<under>不足|不到|低于|少于|不超过|小于|未到))?"
_NUMBER = rf"(?P<digits>-?\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|-?\d+(?:\.\d+)?)|(?P<chinese>[{_CHINESE}][{_CHINESE}万亿]*(?:点[{_CHINESE}]+)?|半)"
_MORE = r"(?P<more>多|余|来|几)?"
_UNIT = rf"(?P<unit>(?:十亿|百万|亿|万|千|百)?(?:多|余)?元(?:人民币)?|亿(?!个|人|次)|万(?![\u4e00-\u9fff])|%|个百分点|百分点|成|倍|(?:万)?(?:{_COUNTERS}))"
_AFTER = r"(?P<after>多|余|有余|出头|左右|上下|以上|开外|强|(?<=[成倍])半)?"
_FIGURE = re.compile(
    rf"{_BEFORE}(?:{_NUMBER}){_MORE}(?:(?P<scale>万|亿)(?P<more2>多|余)?)?{_UNIT}{_AFTER}"
)
_HUNDREDTHS = re.compile(
    rf"{_BEFORE}百分之(?:(?P<digits>\d+(?:\.\d+)?)|(?P<chinese>[{_CHINESE}]+(?:点[{_CHINESE}]+)?)){_MORE}{_AFTER}"
)
_FRACTION = re.compile(
    rf"{_BEFORE}(?P<lower>[{_CHINESE}\d]+)分之(?P<upper>[{_CHINESE}\d]+){_AFTER}"
)
_HALF = re.compile(rf"{_BEFORE}(?P<half>一半|半数|过半|对半)")
_DOUBLED = re.compile(r"翻了?(?P<times>[一两二三])?(?P<what>番|倍)(?P<after>多|有余)?")
_NOT_A_FIGURE = [
    re.compile(p)
    for p in (
        r"(?:19|20)\d\d(?:[-—–~至到](?:19|20)?\d\d)?年(?:度|初|末|底|\d{1,2}月(?:\d{1,2}日)?)?",
        r"\d{1,2}月(?:\d{1,2}日|份|底|初|末)?(?:[-—–~至到]\d{1,2}月)?|\d{1,2}日",
        r"第[\d一二三四五六七八九十百]+(?:-\d+)?(?:次|批|项|条|款|部分|章|页|期|号|季度|名|位|届|轮|类|个|家)?",
        r"[〔\[(]20\d\d[〕\])]\d*号?",
        r"\d+号",
        r"(?<![\d.])\d{7}(?![\d.]|万|亿|元)|(?<![\d.])\d{5}(?=[-—])|[a-z]\d{6,}",
        r"\d{1,2}[:：]\d{2}",
        r"(?<!\d)\d{3,7}(?:项|款|类)",
        r"(?<=[近过前后])[一二两三四五六七八九十\d]+年|[一二两三四五六七八九十\d]+年(?=[来内间里])",
        r"十[一二三四]五(?:规划|期间|时期)?",
        r"一般|一方面|另一|一直|一些|一定|一样|一律|统一|单一|(?<!分)之一|同一|一级|二级|三级|三公|两会|三农|三重一大|一体|一并|一次性|一线|三定|两个维护|三保|一卡通|四个",
        r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|aug|sept|oct|nov|dec)\.?\s+\d{1,2}(?:,?\s+20\d\d)?",
        r"(?<![\d.,])20[0-4]\d(?![\d.,]|\s?(?:万|亿|元|%|辆|台|人|million|billion|yuan|percent))",
    )
]
ONE = Decimal(1)


def figures(text: str) -> list[Figure]:
    """The numbers of a plain text (see `assistant.claims.plain`), in order."""
    hidden = [m.span() for pattern in _NOT_A_FIGURE for m in pattern.finditer(text)]
    found: list[Figure] = []
    for figure in _all(text):
        inside = any(a <= figure.start < b or a < figure.end <= b for a, b in hidden)
        if not inside and not any(f.start < figure.end and figure.start < f.end for f in found):
            found.append(figure)
    return sorted([*found, *_unitless(text, found)], key=lambda f: f.start)


def _all(text: str) -> Iterator[Figure]:
    for pattern, read in (
        (_HUNDREDTHS, _hundredth),
        (_FRACTION, _fraction),
        (_DOUBLED, _doubled),
        (_FIGURE, _figure),
        (_HALF, _half),
    ):
        for match in pattern.finditer(text):
            figure = read(match, text)
            if figure is not None:
                yield figure


def _figure(match: re.Match[str], text: str) -> Figure | None:
    before = text[match.start("digits") - 1 : match.start("digits")] if match["digits"] else ""
    if before and (before.isdigit() or before in ".,/"):
        return None
    number = chinese_number(match["chinese"]) if match["chinese"] else _decimal(match["digits"])
    if number is None:
        return None
    unit = re.sub("[多余]|人民币", "", match["unit"])
    scale = {"万": Decimal(10_000), "亿": Decimal(100_000_000), None: ONE}[match["scale"]]
    more = bool(match["more"] or match["more2"] or re.search("[多余]", match["unit"]))
    said = match["chinese"] is not None
    if unit in ("亿", "万"):
        unit += "元"
    if unit in _SCALES:
        return _made(
            match, text, Kind.MONEY, number, _SCALES[unit] * scale, match["scale"] or unit, more
        )
    if unit == "%":
        return _made(match, text, Kind.PERCENT, number, ONE, unit, more)
    if unit in ("个百分点", "百分点"):
        return _made(match, text, Kind.POINTS, number, ONE, unit, more)
    if unit == "成":
        if said and re.match(
            "[为立交完员果本就功长熟]", text[match.end("unit") : match.end("unit") + 1]
        ):
            return None
        half = Decimal("0.5") if match["after"] == "半" else Decimal(0)
        return _made(match, text, Kind.PERCENT, number + half, Decimal(10), unit, more)
    if unit == "倍":
        half = Decimal("0.5") if match["after"] == "半" else Decimal(0)
        return _made(match, text, Kind.TIMES, number + half, Decimal(100), unit, more)
    return _count(match, text, number, unit, scale, more)


def _count(
    match: re.Match[str], text: str, number: Decimal, unit: str, scale: Decimal, more: bool
) -> Figure | None:
    if match["chinese"] and unit in ("个", "项", "次", "期", "批", "家", "位", "份", "部", "场"):
        return None  # 两项, 三家, 一个: words rather than figures
    if match["chinese"] and number < 2:
        return None
    if unit.startswith("万"):
        unit, scale = unit[1:], scale * 10_000
    return _made(match, text, Kind.COUNT, number, scale, unit, more)


def _hundredth(match: re.Match[str], text: str) -> Figure | None:
    number = chinese_number(match["chinese"]) if match["chinese"] else _decimal(match["digits"])
    return (
        None
        if number is None
        else _made(match, text, Kind.PERCENT, number, ONE, "%", bool(match["more"]))
    )


def _fraction(match: re.Match[str], text: str) -> Figure | None:
    lower, upper = (
        _decimal(match[n]) if match[n].isdigit() else chinese_number(match[n])
        for n in ("lower", "upper")
    )
    if not lower or upper is None or lower == 100:
        return None
    value = upper / lower * 100
    width = value / 10
    return _vague(match, text, Kind.PERCENT, value, width, "分之")


def _half(match: re.Match[str], text: str) -> Figure:
    over = match["over"] or match["half"] == "过半"
    low, high = (Decimal(50), Decimal(60)) if over else (Decimal(45), Decimal(55))
    if match["near"] or match["under"]:
        low, high = Decimal(43), Decimal(50)
    return Figure(
        match.start("half"),
        match.end("half"),
        Kind.PERCENT,
        Decimal(50),
        low,
        high,
        "半",
        exact=False,
    )


def _doubled(match: re.Match[str], text: str) -> Figure:
    """翻一番 is twice as much, 翻两番 four times; 翻三倍 grew to three times."""
    n = {None: 1, "一": 1, "两": 2, "二": 2, "三": 3}[match["times"]]
    value = Decimal(2**n if match["what"] == "番" else max(n, 2)) * 100
    low = value if match["after"] else value * Decimal("0.93")
    high = value * (Decimal("1.5") if match["after"] else Decimal("1.07"))
    return Figure(match.start(), match.end(), Kind.TIMES, value, low, high, "番", exact=False)


def _made(
    match: re.Match[str],
    text: str,
    kind: Kind,
    number: Decimal,
    scale: Decimal,
    unit: str,
    more: bool,
) -> Figure:
    """A figure with what is said around it of how exact it is."""
    groups = match.groupdict()
    after = groups.get("after") or ""
    name = "digits" if groups.get("digits") else "chinese"
    start = match.start(name)
    if text[start - 3 : start] == "百分之":
        start -= 3
    end = match.end("unit") if "unit" in groups and match["unit"] else match.end(name)
    if after in ("半", "多", "余"):
        end = match.end("after")
    value, unit_step = number * scale, _step(number) * scale
    coarse = _last_digit(number) * scale
    over = groups.get("over") or more or after in ("多", "余", "有余", "出头", "以上", "开外", "强")
    rough = groups.get("about") or after in ("左右", "上下")
    if groups.get("near") or groups.get("under"):
        floor = (
            value - coarse if groups.get("under") else max(value - coarse, value * Decimal("0.88"))
        )
        return Figure(start, end, kind, value, floor, value, unit, exact=False)
    if over:
        return Figure(start, end, kind, value, value, value + coarse, unit, exact=False)
    if rough or (unit in ("成", "倍") and number == number.to_integral()):
        loose = unit in ("成", "倍")
        width = coarse / 2 if loose else min(coarse / 2, abs(value) * Decimal("0.05"))
        width = max(width, unit_step / 2)
        return Figure(start, end, kind, value, value - width, value + width, unit, exact=False)
    return Figure(
        start, end, kind, value, value - unit_step / 2, value + unit_step / 2, unit, step=unit_step
    )


def _vague(
    match: re.Match[str], text: str, kind: Kind, value: Decimal, width: Decimal, unit: str
) -> Figure:
    start, end = match.start("lower"), match.end("upper")
    low, high = value - width, value + width
    if match["near"] or match["under"]:
        high = value
    elif match["over"] or (match["after"] or "") in ("多", "以上", "强", "有余"):
        low = value
    return Figure(start, end, kind, value, low, high, unit, exact=False)


_LISTED = re.compile(r"(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)(?=[、和与及至到—~–-]+)")


def _unitless(text: str, found: list[Figure]) -> list[Figure]:
    """1.2、3.4 和 5.6 万元: the unit that is said last is that of all in the list."""
    out: list[Figure] = []
    taken = list(found)
    for match in reversed(list(_LISTED.finditer(text))):
        nxt = next(
            (f for f in sorted(taken, key=lambda f: f.start) if f.start > match.end() - 1), None
        )
        inside = any(f.start <= match.start() < f.end for f in taken)
        joined = nxt is not None and re.fullmatch(
            r"[、和与及至到—~–-]+", text[match.end() : nxt.start]
        )
        if nxt is None or inside or not joined or not nxt.value or re.match(r"20\d\d$", match[1]):
            continue
        if text[match.start() - 1 : match.start()] in tuple("0123456789.,第"):
            continue
        said = _decimal(text_of_number(text, nxt))
        if not said:
            continue
        scale = nxt.value / said
        number = _decimal(match[1])
        step = _step(number) * scale
        figure = Figure(match.start(), match.end(), nxt.kind, number * scale, number * scale - step / 2,
                        number * scale + step / 2, nxt.unit, step=step)  # fmt: skip
        out.append(figure)
        taken.append(figure)
    return out


def text_of_number(text: str, figure: Figure) -> str:
    match = re.match(r"-?[\d,]+(?:\.\d+)?", text[figure.start : figure.end])
    return match[0] if match else "0"


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _step(number: Decimal) -> Decimal:
    """One unit of the last digit."""
    return ONE.scaleb(int(number.as_tuple().exponent))


def _last_digit(number: Decimal) -> Decimal:
    """One unit of the last digit that is not zero: 3600 → 100, 3.6 → 0.1."""
    if not number:
        return ONE
    return ONE.scaleb(int(number.normalize().as_tuple().exponent))


def chinese_number(said: str) -> Decimal | None:
    """三百六十四 → 364, 一百三十五点九六 → 135.96, 三千六百万 → 36000000; None where it is none."""
    whole, _, fraction = said.partition("点")
    if whole == "半":
        return Decimal("0.5")
    high = low = section = digit = 0
    if all(c in _DIGIT for c in whole) and len(whole) > 1:
        number = Decimal("".join(str(_DIGIT[c]) for c in whole))
    else:
        for letter in whole:
            if letter in _DIGIT:
                digit = _DIGIT[letter]
            elif letter in _PLACE:
                section += (digit or (1 if letter == "十" else 0)) * _PLACE[letter]
                if not digit and letter != "十":
                    return None
                digit = 0
            elif letter in "万亿":
                if letter == "亿":
                    high, low = (high + low + section + digit) * 100_000_000, 0
                else:
                    low = (low + section + digit) * 10_000
                section = digit = 0
            else:
                return None
        number = Decimal(high + low + section + digit)
    if fraction:
        if not all(c in _DIGIT for c in fraction):
            return None
        number += Decimal("0." + "".join(str(_DIGIT[c]) for c in fraction))
    return number

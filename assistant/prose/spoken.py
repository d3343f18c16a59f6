"""Numbers that are said without being written out: 一半, 腰斩, 翻了一番, 三分之一, 八九成, 过亿元, 归零.

Each pattern has a function that makes a figure of what it matched; `SPOKEN` is the list of both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from assistant.prose.figure import Figure, Kind
from assistant.prose.numerals import CHINESE, DIGITS, ONE, chinese_number, decimal, last_digit, step

BEFORE = (
    r"(?:(?P<about>约合|大约|大概|约为|约|差不多|大致|大体)|(?P<near>将近|接近|逼近|近|几乎|近乎|几近)"
    r"|(?P<over>超过|超出|超|逾|突破|高于|多于|不止|不低于|不少于|至少|大于|(?<!不)过|破|起码)"
    r"|(?P<under>不足|不到|低于|少于|不超过|小于|未到|至多|最多))?(?:了|为)?"
)
AFTER = r"(?P<after>有余|(?:多|余)(?!\s*(?:[\d约近出了花收拿用]|[一二三四五六七八九][十百千万亿]))|出头|左右|上下|以上|开外|强|之多|(?<=[成倍])半|(?<=成)[一二三四五六七八九](?![成百十千万]))?"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CHINESE = rf"[{CHINESE}]+(?:点[{CHINESE}]+)?"
_PARTS = {"百": ONE, "千": Decimal("0.1"), "万": Decimal("0.01")}
TINY = Decimal("0.001")


def _number(digits: str | None, chinese: str | None) -> Decimal | None:
    return decimal(digits) if digits else chinese_number(chinese or "")


def bounds(
    match: re.Match[str], value: Decimal, width: Decimal, *, over: bool = False
) -> tuple[Decimal, Decimal]:
    """From where to where a true value may lie: `width` on both sides, or on the one that is said."""
    groups = match.groupdict()
    if groups.get("under"):
        return max(value - width, value / 10) + width * TINY, value
    if groups.get("near"):
        return max(value - width, value * Decimal("0.88")), value
    if over or groups.get("over"):
        return value, value + width - width * TINY
    return value - width / 2, value + width / 2


def _loose(
    match: re.Match[str], kind: Kind, value: Decimal, width: Decimal, unit: str, name: str,
    *, over: bool = False,
) -> Figure:  # fmt: skip
    low, high = bounds(match, value, width, over=over)
    end = match.end("after") if (match.groupdict().get("after") or "") in ("多", "余") else None
    return Figure(
        match.start(name), end or match.end(name), kind, value, low, high, unit, exact=False
    )


def _percent(match: re.Match[str]) -> Figure | None:
    """百分之四点五, 千分之三, 3‰."""
    number = _number(match["digits"], match["chinese"])
    if number is None:
        return None
    scale = _PARTS[match["of"][0]] if match["of"] else _PARTS["千"]
    value, small, coarse = number * scale, step(number) * scale, last_digit(number) * scale
    start = match.start("of") if match["of"] else match.start("digits")
    end = match.end("number")
    over = bool(match["more"] or match["over"] or (match["after"] or "") in OVER)
    if over or match["near"] or match["under"]:
        low, high = bounds(match, value, coarse, over=over)
        return Figure(start, end, Kind.PERCENT, value, low, high, "%", exact=False)
    return Figure(
        start, end, Kind.PERCENT, value, value - small / 2, value + small / 2, "%", step=small
    )


OVER = frozenset({"多", "余", "有余", "出头", "以上", "开外", "强"})


def _fraction(match: re.Match[str]) -> Figure | None:
    """三分之一, about as a journalist says it."""
    lower, upper = (
        decimal(match[n]) if match[n].isdigit() else chinese_number(match[n])
        for n in ("lower", "upper")
    )
    if not lower or upper is None or lower in (100, 1000, 10000):
        return None
    value = upper / lower * 100
    over = (match["after"] or "") in OVER
    width = value / 5 if not (over or match["over"]) else 100 / lower
    return _loose(match, Kind.PERCENT, value, width, "分之", "said", over=over)


def _half(match: re.Match[str]) -> Figure:
    more = bool(match["over"]) or match["half"] in ("过半", "一多半", "大半", "多半", "一大半")
    over = more or (match["after"] or "") in OVER
    value = Decimal(50)
    if match["near"] or match["under"]:
        low, high = Decimal(41 if match["under"] else 43), value
    elif over:
        low, high = value, Decimal(75 if "大" in match["half"] or "多" in match["half"] else 60)
    else:
        low, high = Decimal(45), Decimal(55)
    return Figure(match.start("half"), match.end("half"), Kind.PERCENT, value, low, high, "半",
                  exact=False)  # fmt: skip


def _halved(match: re.Match[str]) -> Figure | None:
    """腰斩, 减半: half less; 打八折: a fifth less."""
    if match["fold"]:
        parts = chinese_number(match["fold"])
        if parts is None:
            return None
        value = 100 - parts * (ONE if parts > 10 else 10)
        return _loose(match, Kind.PERCENT, value, Decimal(10), "折", "said")
    value = Decimal(50)
    low, high = (
        (Decimal(40), value) if match["near"] or match["under"] else (Decimal(45), Decimal(60))
    )
    return Figure(match.start("said"), match.end("said"), Kind.PERCENT, value, low, high, "折",
                  exact=False)  # fmt: skip


def _doubled(match: re.Match[str]) -> Figure:
    """翻一番 is twice as much, 翻两番 four times; 翻三倍 grew to three times."""
    n = {None: 1, "一": 1, "两": 2, "二": 2, "三": 3}[match["times"]]
    value = Decimal(2**n if match["what"] == "番" else max(n, 2)) * 100
    low, high = value * Decimal("0.93"), value * Decimal("1.07")
    if match["after"] or match["over"] or match["before"] in _MORE_THAN:
        low, high = value, value * Decimal("1.5")
    elif match["near"] or match["before"] in ("近", "接近", "将近", "几乎", "不到", "差点"):
        low, high = value * Decimal("0.85"), value
    return Figure(match.start("said"), match.end(), Kind.TIMES, value, low, high, "番", exact=False)


_MORE_THAN = ("超过", "不止", "逾")


def _compound(match: re.Match[str]) -> Figure:
    """1亿2000万元."""
    number = decimal(match["high"]) * 10_000 + decimal(match["low"]) * (1000 if match["k"] else 1)
    value = number * 10_000
    unit = step(decimal(match["low"])) * (1000 if match["k"] else 1) * 10_000
    over = bool(match["more"] or match["over"])
    if over or match["near"] or match["under"] or match["about"]:
        coarse = last_digit(number) * 10_000
        low, high = bounds(match, value, coarse, over=over)
        return Figure(match.start("high"), match.end("unit"), Kind.MONEY, value, low, high, "万元",
                      exact=False)  # fmt: skip
    return Figure(match.start("high"), match.end("unit"), Kind.MONEY, value, value - unit / 2,
                  value + unit / 2, "万元", step=unit)  # fmt: skip


def _either(match: re.Match[str]) -> Figure | None:
    """八九成, 三四百万元, 二三十辆: from the one to the other."""
    low, high = (DIGITS[match[n]] for n in ("a", "b"))
    if high != low + 1:
        return None
    scale = chinese_number("一" + match["scale"]) if match["scale"] else ONE
    unit = match["unit"]
    if scale is None:
        return None
    if unit == "成":
        kind, scale = Kind.PERCENT, scale * 10
    elif unit == "倍":
        kind, scale = Kind.TIMES, scale * 100
    elif unit in ("元", "块", "块钱"):
        kind = Kind.MONEY
    else:
        kind = Kind.COUNT
    return Figure(match.start("a"), match.end("unit"), kind, high * scale, low * scale,
                  high * scale, unit, exact=False)  # fmt: skip


def _round(match: re.Match[str]) -> Figure | None:
    """过亿元, 上百万元, 近千万元, 数百万元, 几十万元."""
    scale = chinese_number("一" + match["scale"])
    if scale is None:
        return None
    how = match["how"]
    if how in ("数", "几", "好几"):
        low, high = scale * 2, scale * 10
    elif how in ("近", "将近", "接近", "逼近"):
        low, high = scale * Decimal("0.85"), scale
    elif how in ("不足", "不到"):
        low, high = scale / 2, scale
    else:
        low, high = scale, scale * 2 if how != "上" else scale * 10
    return Figure(match.start("scale"), match.end("unit") if match["unit"] else match.end("scale"),
                  Kind.MONEY, scale, low, high, "元", exact=False)  # fmt: skip


def _zero(match: re.Match[str]) -> Figure:
    nought = Decimal(0)
    return Figure(match.start("zero"), match.end("zero"), Kind.MONEY, nought, nought, nought, "元",
                  step=Decimal("0.01"))  # fmt: skip


def _per_hundred(match: re.Match[str]) -> Figure | None:
    """每 100 元里有 35 元."""
    number = _number(match["digits"], match["chinese"])
    if number is None:
        return None
    return _loose(match, Kind.PERCENT, number, max(step(number), ONE), "%", "said")


SPOKEN: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Figure | None]]] = [
    (re.compile(p), read)
    for p, read in (
        (rf"每(?:一?百|100)元[^，。；\d]{{0,12}}?(?P<said>(?:(?P<digits>{_DIGITS})|(?P<chinese>{_CHINESE}))元)", _per_hundred),
        (rf"{BEFORE}(?P<number>(?P<of>[百千万]分之)(?:(?P<digits>{_DIGITS})|(?P<chinese>{_CHINESE})))(?P<more>多|余|几)?{AFTER}", _percent),
        (rf"{BEFORE}(?P<of>)(?P<chinese>)(?P<number>(?P<digits>{_DIGITS})‰)(?P<more>)?{AFTER}", _percent),
        (rf"{BEFORE}(?P<said>(?P<lower>[{CHINESE}]+|\d+)分之(?P<upper>[{CHINESE}]+|\d+)){AFTER}", _fraction),
        (rf"{BEFORE}(?P<said>翻了?(?P<before>近|接近|将近|几乎|不到|差点|超过|不止|逾)?(?P<times>[一两二三])?(?P<what>番|倍))(?P<after>还?多|有余)?", _doubled),
        (rf"{BEFORE}(?P<high>\d+)亿零?(?P<low>\d+(?:\.\d+)?)(?P<k>千)?(?P<unit>万(?P<more>多|余)?(?:元|块)?)", _compound),
        (r"(?P<a>[一二两三四五六七八])(?P<b>[二三四五六七八九])(?P<scale>[十百千]?[万亿]?)(?P<unit>成|倍|元|块钱?|辆|台|人次|人|批次)", _either),
        (r"(?P<how>将近|接近|逼近|近|超过|超|逾|突破|破|过|上|不足|不到|数|好几|几)(?P<scale>[十百千]?[万亿]|[十百千](?=元))(?P<unit>元|块钱?)?(?![个人次多余])", _round),
        (rf"{BEFORE}(?P<half>一半|半数|过半|一多半|一大半|大半(?!年)|(?<!好)多半(?!是)|对半(?!分))(?P<after>还?多|以上|强|有余|左右)?", _half),
        (rf"{BEFORE}(?P<said>腰斩|减半|砍半|减了一半|打了?对折|打了?(?P<fold>[一二三四五六七八九]{{1,2}})折)", _halved),
        (r"(?:归|降至|降到|降为|减至|减到|减为|压至|压减为|缩至|为|是|达到)(?P<zero>零)(?![一二三四五六七八九点星售部件\d])", _zero),
    )
]  # fmt: skip

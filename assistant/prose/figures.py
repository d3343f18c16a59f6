"""Every number of a prose text, as a value with the precision in which it is said.

Years, dates, codes, ordinals and numbers of documents are no figures. Units: 亿元, 万元, 元, %,
成, 个百分点, 倍, counters (辆, 人次, …), and "million yuan", "percent" in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from assistant.prose.figure import SCALES, Figure, Kind
from assistant.prose.numbering import numbering
from assistant.prose.numerals import CHINESE, ONE, chinese_number, decimal, last_digit, step
from assistant.prose.spoken import AFTER, BEFORE, OVER, SPOKEN, bounds

_COUNTERS = "人次|个人(?=[，、。；：）)]|$)|批次|辆次|台套|台\\(套\\)|吨|公顷|台/套|平方米|公里|家次|辆|台|套|批|人(?!民币|均)|名|位|家|户|件|次|期|亩|所|处|个|项|份|篇|场次|场|部(?![分门委])|艘|架|头|棵|株|栋|座(?!谈)|条(?![件款例目约])|层(?![次级面])|副(?![主局处])|幢|间|小时|课时|学时|门(?![口诊户类牌面店槛])|起(?![点步到至来用始码草重诉源止伏降])|分(?![之局院所校店公支部钟期管段会类层级别为配给享散担制队行成批组])|千瓦时|度(?=电|[，。；、）)]|$)|人[·]?天"
_NUMBER = rf"(?P<digits>-?\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|-?\d+(?:\.\d+)?)|(?P<chinese>[{CHINESE}][{CHINESE}万亿]*(?:点[{CHINESE}]+)?|半)"
_MORE = r"(?P<more>多|余|来|几)?"
_MONEY = r"(?:百亿|十亿|千万|百万|亿|万|千|百)?(?:多|余)?(?:元|块钱?)(?:人民币|钱)?|(?:亿|万)(?:多|余)?人民币"
_UNIT = rf"(?P<unit>{_MONEY}|亿(?!个|人|次|条|份|件|户)|万(?![\u4e00-\u9fff])|%|个百分点|百分点|个点|成|倍|(?:万)?(?:{_COUNTERS}))"
_FIGURE = re.compile(
    rf"{BEFORE}(?P<sign>[¥$])?(?:{_NUMBER}){_MORE}(?:(?P<scale>万|亿)(?P<more2>多|余)?)?{_UNIT}{AFTER}"
)
_YUAN = re.compile(rf"{BEFORE}(?P<sign>[¥])(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d万亿元百千])")  # fmt: skip
_LOOSE = ("成", "倍")
# 两项, 三家, 一个: words rather than figures
_WORDS = frozenset({"个", "项", "次", "期", "批", "家", "位", "份", "部", "场", "处", "所", "件", "间", "架", "头", "座", "层", "副", "条", "门", "起", "分", "度", "场次"})  # fmt: skip


def figures(text: str) -> list[Figure]:
    """The numbers of a plain text (see `assistant.prose.plain`), in order."""
    hidden, taken = bytearray(len(text)), bytearray(len(text))  # letter by letter
    for start, end in numbering(text):
        hidden[start:end] = b"\1" * (end - start)
    found: list[Figure] = []
    for figure in _all(text):
        start, end = figure.start, figure.end
        if not hidden[start] and not hidden[end - 1] and not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            found.append(figure)
    said = [_of_another(text, figure) for figure in found]
    return sorted([*said, *_unitless(text, found)], key=lambda f: f.start)


def currency_after(text: str) -> str:
    """22.6 亿|美元: whose money it is, "" for yuan."""
    found = re.match("美元|港元|港币|欧元|日元|英镑", text)
    return found[0] if found else ""


_RATIO = (Kind.PERCENT, Kind.TIMES)
_OF_ANOTHER = re.compile("(超过|将近|接近|不到|不足|逼近)[^，。；：、（）]{1,24}的$")


_AFTERWARDS = re.compile("[都也还](?:(?P<under>不到|不足|没到|未到)|(?P<over>不止))")


def _of_another(text: str, figure: Figure) -> Figure:
    """不到前者的 8%, 超过全年收入的三成: what it is a share of stands between. 连 400 万元都不到:
    it is said afterwards."""
    after = _AFTERWARDS.match(text, figure.end)
    if after is not None and figure.exact:
        return _read_with("不到" if after["under"] else "超过", text, figure)
    before = figure.kind in _RATIO and _OF_ANOTHER.search(text[: figure.start][-30:])
    if not before:
        return figure
    return _read_with(before[1], text, figure)


def _read_with(word: str, text: str, figure: Figure) -> Figure:
    """The figure as it is after a word for more or less."""
    own = text[figure.start : figure.end]
    again = next((f for f in _all(word + own) if f.start == len(word)), None)
    if again is None or again.value != figure.value:
        return figure
    return replace(figure, low=again.low, high=again.high, exact=again.exact, step=again.step)


def _all(text: str) -> Iterator[Figure]:
    for pattern, read in (*SPOKEN, (_FIGURE, _figure), (_YUAN, _yuan)):
        for match in pattern.finditer(text):
            figure = read(match)
            if figure is not None:
                yield figure


def _yuan(match: re.Match[str]) -> Figure:
    number = decimal(match["digits"])
    half = step(number) / 2
    return Figure(match.start("sign"), match.end(), Kind.MONEY, number, number - half,
                  number + half, "元", step=step(number))  # fmt: skip


def _figure(match: re.Match[str]) -> Figure | None:
    text = match.string
    before = text[match.start("digits") - 1 : match.start("digits")] if match["digits"] else ""
    if before and (before.isdigit() or before in ".,/"):
        return None
    chinese = match["chinese"]
    number = chinese_number(chinese) if chinese else decimal(match["digits"])
    if number is None or (chinese and _bare(match)):
        return None
    unit = re.sub("[多余]|人民币|钱", "", match["unit"]).replace("块", "元")
    scale = {"万": Decimal(10_000), "亿": Decimal(100_000_000), None: ONE}[match["scale"]]
    if unit in ("亿", "万"):
        unit += "元"
    if chinese and number < 10 and match["unit"] == "块" and not match["scale"]:
        return None  # 最大的一块是津贴补贴
    if unit in SCALES:
        return _made(match, Kind.MONEY, number, SCALES[unit] * scale, match["scale"] or unit)
    if unit == "%":
        return _made(match, Kind.PERCENT, number, ONE, unit)
    if unit in ("个百分点", "百分点", "个点"):
        return _made(match, Kind.POINTS, number, ONE, unit)
    if unit in _LOOSE:
        return _loose(match, number, unit)
    return _count(match, number, unit, scale)


def _bare(match: re.Match[str]) -> bool:
    """百万元, 千元 with nothing before it says no number: it is a unit."""
    vague = match["more"] or match["near"] or match["over"] or match["under"] or match["about"]
    return match["chinese"][0] in "百千零〇" and match["chinese"] != "零" and not vague


def _loose(match: re.Match[str], number: Decimal, unit: str) -> Figure | None:
    """两成, 三倍: about so much, unless it is said to the tenth: 六成五, 2.5 倍."""
    after = match["after"] or ""
    if unit == "倍":
        half = Decimal("0.5") if after == "半" else Decimal(0)
        return _made(match, Kind.TIMES, number + half, Decimal(100), unit)
    follows = match.string[match.end("unit") : match.end("unit") + 1]
    if match["chinese"] and re.match("[为立交完员果本就功长熟效]", follows):
        return None
    tenth = Decimal("0.5") if after == "半" else Decimal(0)
    if len(after) == 1 and (digit := chinese_number(after)) is not None and after != "半":
        tenth = digit / 10
    return _made(match, Kind.PERCENT, number + tenth, Decimal(10), unit)


_ONE = re.compile("(?:仅|只有?|共有?|新购|购置|购买|新增|增加|添置?|买|换|更新|车)了?$")


_UNITS = re.compile("(?:基层|所属|下属|直属|附属|二级|预算)*(?:单位|机构)")
_OF_A_BODY = re.compile("[局委署厅院办部校处会团队司心]$")


def _counts_units(match: re.Match[str]) -> bool:
    """四家基层单位, 工务署四家单位: how many there are below a body; but not 这四家单位."""
    said = _UNITS.match(match.string, match.end("unit"))
    before = match.string[: match.start("chinese")]
    alone = said is not None and said[0] in ("单位", "机构")
    theirs = _OF_A_BODY.search(before) is not None
    return said is not None and (
        theirs if alone else not re.search("[这那等述前后各其余]$", before)
    )


def _count(match: re.Match[str], number: Decimal, unit: str, scale: Decimal) -> Figure | None:
    one = (
        number == 1 and unit in ("辆", "台") and _ONE.search(match.string[: match.start("chinese")])
    )
    if match["chinese"] and not one and (number < 2 or (unit in _WORDS and number <= 10)):
        if number > 1 and unit in ("家", "个") and _counts_units(match):
            return _made(match, Kind.COUNT, number, scale, unit)
        return None
    if unit.startswith("万"):
        unit, scale = unit[1:], scale * 10_000
    unit = unit.removeprefix("个") if unit == "个人" else unit
    return _made(match, Kind.COUNT, number, scale, unit)


def _made(match: re.Match[str], kind: Kind, number: Decimal, scale: Decimal, unit: str) -> Figure:
    """A figure with what is said around it of how exact it is."""
    after = match["after"] or ""
    start = match.start("digits" if match["digits"] else "chinese")
    start = match.start("sign") if match["sign"] else start
    counted_on = after in ("半", "多", "余") or chinese_number(after or "-") is not None
    end = match.end("after") if counted_on else match.end("unit")
    value, unit_step = number * scale, step(number) * scale
    coarse = last_digit(number) * scale
    if unit == "成":
        coarse = max(coarse, Decimal(5))  # 超过七成五
    more = bool(match["more"] or match["more2"] or re.search("[多余]", match["unit"]))
    beyond = counted_on and re.match("以上|还?多|有余|出头|强(?![大化度调])", match.string[end:])
    over = bool(match["over"] or more or after in OVER or beyond)  # 九成一以上
    if match["near"] or match["under"] or over:
        low, high = bounds(match, value, _beyond(match, value, coarse, unit_step), over=over)
        return Figure(start, end, kind, value, low, high, unit, exact=False)
    whole = unit in _LOOSE and number == number.to_integral()
    if match["about"] or after in ("左右", "上下") or whole:
        width = _about(value, coarse, unit_step, loose=unit in _LOOSE)
        return Figure(start, end, kind, value, value - width, value + width, unit, exact=False)
    half = unit_step / 2
    return Figure(start, end, kind, value, value - half, value + half, unit, step=unit_step)


def _beyond(match: re.Match[str], value: Decimal, coarse: Decimal, unit_step: Decimal) -> Decimal:
    """How much more or less: 10 多倍 may be 19; 10 倍多, 10 亿多元 are less than 11; 30 亿出头 is
    hardly more."""
    if match["more2"] or match["after"] in ("多", "余"):
        return unit_step
    if match["after"] == "出头":
        return min(coarse, max(unit_step, value / 10))
    return coarse


def _about(value: Decimal, coarse: Decimal, unit_step: Decimal, *, loose: bool) -> Decimal:
    """How far off a number may be that is said to be about right."""
    if loose:
        return max(min(coarse / 2, abs(value) * Decimal("0.25")), unit_step / 2)
    return max(min(coarse / 2, abs(value) * Decimal("0.05")), unit_step / 2)


_LISTED = re.compile(
    r"(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)(?=(?:[、和与及至到—~–-]|以及)+)"
)
_JOINT = re.compile(r"(?:[、和与及至到—~–-]|以及)+")


def _unitless(text: str, found: list[Figure]) -> list[Figure]:
    """1.2、3.4 和 5.6 万元: the unit that is said last is that of all in the list."""
    out: list[Figure] = []
    taken = sorted(found, key=lambda f: f.start)
    for match in reversed(list(_LISTED.finditer(text))):
        nxt = next((f for f in taken if f.start >= match.end()), None)
        inside = any(f.start <= match.start() < f.end for f in taken)
        joined = nxt is not None and _JOINT.fullmatch(text[match.end() : nxt.start])
        if nxt is None or inside or not joined or not nxt.value or re.match(r"20\d\d$", match[1]):
            continue
        if text[match.start() - 1 : match.start()] in tuple("0123456789.,第"):
            continue
        said = decimal(text_of_number(text, nxt))
        if not said:
            continue
        scale = nxt.value / said
        value, half = decimal(match[1]) * scale, step(decimal(match[1])) * scale / 2
        figure = Figure(match.start(), match.end(), nxt.kind, value, value - half, value + half,
                        nxt.unit, step=half * 2)  # fmt: skip
        out.append(figure)
        taken = sorted([*taken, figure], key=lambda f: f.start)
    return out


def text_of_number(text: str, figure: Figure) -> str:
    match = re.match(r"-?[\d,]+(?:\.\d+)?", text[figure.start : figure.end])
    return match[0] if match else "0"

"""What stands above a table: its title, its unit, whose it is, and marks such as 预算01表."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.records import Box, Line, Source

MONEY = r"(?:人民币)?(亿元|万元|千元|百元|元)"
UNIT = re.compile(rf"单位(?:名称)?[:：]{MONEY}")
UNIT_TAIL = re.compile(rf"[（(]?(?:金额|计量|货币)?单位[:：]{MONEY}?[)）]?$")
IN_BRACKETS = re.compile(rf"[（(](?:金额)?(?:单位[:：])?{MONEY}[)）]")
ENTITY_KEY = (
    r"(?:部门|单位|编制|填报|预算|公开|主管|一级预算)*(?:部门|单位)(?:[（(](?:单位|部门|盖章)[)）])?"
    r"(?:[（(]盖章[)）])?(?:名称)?"
)
ENTITY = re.compile(rf"(?:^|[^金额计量]){ENTITY_KEY}[:：](?!{MONEY})(.+)")
NEXT_KEY = re.compile(r"[（(]?(?:金额|计量)?单位[:：]|(?:公开|预算)?\d+表|填报日期|日期[:：]")
ENTITY_LINE = re.compile(rf"^{ENTITY_KEY}[:：]")
NUMERAL = r"[0-9０-９一二三四五六七八九十百]+"
LABEL = re.compile(
    rf"^[（(]?(?:附件|附表|附录|公开|预算|决算|财决|财预|表号|表|续表|编号|批次|部门公开|单位公开)"
    rf"[:：]?(?:表|公开|预算|决算)?[-–—]?(?:{NUMERAL}(?:[-–—.]\d+)?)?(?:表|号)?[:：、]?[)）]?$"
)
PREFIX = re.compile(
    rf"^(?:(?:附件|附表|公开|预算|决算|财决|财预|表)+{NUMERAL}(?:-\d+)?表?"
    rf"|[（(]?[一二三四五六七八九十]+[）)、]|\d{{1,2}}[.．、](?!\d))[:：、.．]?"
)
YEAR_LINE = re.compile(
    r"^[（(]?(?:\d{4}|[二〇○零一二三四五六七八九]{4})年?(?:度|预算|决算)*[)）]?$"
)
DATE_LINE = re.compile(r"^.{0,6}\d{4}年\d{1,2}月(?:\d{1,2}日)?$")
TITLE_END = re.compile(r"(?:表|明细|清单)(?:[（(][^（()）]{1,30}[)）]){0,2}$")
TITLE_WORDS = re.compile(r"预算|决算|支出|收入|收支|绩效|采购|经费|资产|债务|项目")
SENTENCE = re.compile(r"[。；;！？，,]|详见|见附")
CONTINUED = re.compile(r"[（(]?续表?[0-9一二三四五六七八九十]*[)）]?")
PART = re.compile(rf"^第{NUMERAL}(?:部分|章)")
ORDINAL = re.compile(rf"^(?:[（(]?{NUMERAL}[）)、.．]|第{NUMERAL}(?:部分|章))")
LONGEST = 48
REACH = 8  # lines above the grid that may belong to it


class Caption(NamedTuple):
    title: str = ""
    title_source: Source | None = None
    unit: str = ""
    entity: str = ""
    used: frozenset[int] = frozenset()  # which of the lines above belong to the table
    plain: bool = True  # nothing above speaks of a new table


def plain(text: str) -> str:
    return "".join(text.split())


def is_caption(text: str) -> bool:
    """A line (or a cell over the whole width) that speaks about the table."""
    return bool(
        UNIT.search(text)
        or UNIT_TAIL.search(text)
        or ENTITY_LINE.match(text)
        or LABEL.match(text)
        or YEAR_LINE.match(text)
        or DATE_LINE.match(text)
    )


def title_span(text: str) -> tuple[int, int] | None:
    """Where in the line the title stands, if one does."""
    end = len(text)
    if tail := UNIT_TAIL.search(text):
        end = tail.start()
    start = 0
    while (prefix := PREFIX.match(text[start:end])) and prefix.end():
        start += prefix.end()
    core = text[start:end]
    good = 3 <= len(core) <= LONGEST and TITLE_END.search(core) and not SENTENCE.search(core)
    if not good or LABEL.match(core) or ENTITY_LINE.match(core) or PART.match(core):
        return None
    return start, end


def same_title(one: str, other: str) -> bool:
    return CONTINUED.sub("", one) == CONTINUED.sub("", other)


def unit_in(text: str) -> str:
    found = UNIT.search(text)
    return found.group(1) if found else ""


def entity_in(text: str) -> str:
    """What stands after 部门名称：, up to the next such key."""
    found = ENTITY.search(text)
    if not found:
        return ""
    rest = found.group(found.lastindex or 0)
    return NEXT_KEY.split(rest)[0]


def read_caption(lines: Sequence[Line], sha: str, grid: Box | None) -> Caption:
    """`lines` are those above the grid (of its page), nearest last."""
    texts = [plain(line.text) for line in lines]
    first = max(0, len(lines) - REACH)
    for index in range(len(lines) - 1, first - 1, -1):  # a sentence closes what belongs to us
        if texts[index].endswith(("。", "；", ";")) and len(texts[index]) > 8:
            first = index + 1
            break
    found = [i for i in range(first, len(lines)) if title_span(texts[i]) or _tail(texts, i, first)]
    at = found[-1] if found else _unmarked(first, lines, texts, grid)
    start = first if at is None else at
    near = [i for i in range(start, len(lines)) if is_caption(texts[i]) or at is not None]
    joined = "".join(texts[i] for i in range(start, len(lines)))
    unit = unit_in(joined)
    entity = next((e for i in near if (e := entity_in(texts[i]))), "")
    if at is None:
        return Caption("", None, unit, entity, frozenset(near), not (unit or entity))
    used = set(near)
    title, source, at = _title(at, lines, texts, sha)
    for above in range(at, first - 1, -1):
        if above != at and not is_caption(texts[above]):
            break
        used.add(above)
    entity = entity or next((e for i in sorted(used) if (e := entity_in(texts[i]))), "")
    unit = unit or next((u for i in sorted(used) if (u := unit_in(texts[i]))), "")
    return Caption(title, source, unit, entity, frozenset(used), False)


def _tail(texts: Sequence[str], index: int, first: int) -> bool:
    """…支出预算 / 表: the last letters of a title on a line of their own."""
    short = len(texts[index]) <= 3 and texts[index].endswith("表") and index > first
    return short and title_span(texts[index - 1] + texts[index]) is not None


def _height(line: Line) -> float:
    return max((b.bottom - b.top for b in line.boxes), default=0.0)


def _unmarked(
    first: int, lines: Sequence[Line], texts: Sequence[str], grid: Box | None
) -> int | None:
    """A title that does not end in 表: short, in the middle, speaking of money."""
    for index in range(len(lines) - 1, first - 1, -1):
        text, box = texts[index], lines[index].box
        if is_caption(text):
            continue
        if lines[index].middle and not SENTENCE.search(text) and len(text) <= LONGEST:
            good = TITLE_WORDS.search(text) and not text.endswith(("：", ":"))
            return index if good else None
        if box is None or grid is None or len(text) > LONGEST or SENTENCE.search(text):
            return None
        middle = abs((box.x0 + box.x1) - (grid.x0 + grid.x1)) / 2 < 20
        near = grid.top - box.bottom < 90
        good = middle and near and TITLE_WORDS.search(text) and not text.endswith(("：", ":"))
        return index if good else None
    return None


def _title(
    at: int, lines: Sequence[Line], texts: Sequence[str], sha: str
) -> tuple[str, Source, int]:
    """A title too long for its line begins on the one above, in the same size, in the middle."""
    span = title_span(texts[at]) or (0, len(texts[at]))
    line = lines[at]
    title = texts[at][slice(*span)]
    box = line.box
    if len(line.boxes) == len(texts[at]):
        part = line.boxes[slice(*span)]
        box = Box(
            min(b.x0 for b in part),
            min(b.top for b in part),
            max(b.x1 for b in part),
            max(b.bottom for b in part),
        )
    page = None if line.box is None else line.page
    source = Source(sha, page, box, title, line.number, reading=line.reading, spot=line.spot)
    if at and span[0] == 0 and (_tail(texts, at, 0) or _continues(lines[at - 1], line)):
        above = texts[at - 1]
        if not (is_caption(above) or SENTENCE.search(above) or ORDINAL.match(above)):
            return above + title, source, at - 1
    return title, source, at


def _continues(above: Line, line: Line) -> bool:
    if above.box is None or line.box is None or above.page != line.page:
        return False
    size, middle = _height(line), (line.box.x0 + line.box.x1) / 2
    return (
        abs(_height(above) - size) < 0.12 * size
        and abs((above.box.x0 + above.box.x1) / 2 - middle) < 15
        and line.box.top - above.box.bottom < 1.3 * size
        and above.box.x1 - above.box.x0 > line.box.x1 - line.box.x0
    )

"""A year that its own sentence, the document's other sentences, or the file's name contradict."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ingest.interpret.vocabulary import squeeze
from ingest.records import (
    Disclosure,
    Finding,
    Passage,
    PassageKind,
    Severity,
    Side,
    Source,
    Stage,
)

NAMED = re.compile(r"(?<!\d)(20[0-4]\d)年?(?:度)?(?:部门|单位)?(?:预算|决算)")
OPENS = r"(?:^|[。；\n：:])"
OFTEN = 3  # times that it is said of this year before another year is the odd one out


def odd_years(disclosure: Disclosure) -> Iterator[Finding]:
    yield from _unlike_the_name(disclosure)
    if disclosure.identity.stage is Stage.BUDGET:
        yield from _plans_of_last_year(disclosure)
    yield from _unlike_the_rest(disclosure)


def _unlike_the_name(disclosure: Disclosure) -> Iterator[Finding]:
    """Every table of …2017年度部门预算公开表.pdf is headed 2016年, or the one that says a year is."""
    named = set(NAMED.findall(squeeze(Path(disclosure.path).stem)))
    year = str(disclosure.identity.year)
    if len(named) != 1 or year in named:
        return
    table = next((t for t in disclosure.tables if f"{year}年" in squeeze(t.title)), None)
    if table is None or table.title_source is None:
        return
    where = f"《{table.title}》的标题"
    message = f"{where}写的是 {year} 年，而文件名写的是 {next(iter(named))} 年，必有一处年份有误。"
    side = Side(where, None, table.title_source)
    yield Finding("wrong_year", Severity.NOTICE, message, (side,), None, None)


def _plans_of_last_year(disclosure: Disclosure) -> Iterator[Finding]:
    """2025年预算安排 20.00 万元，比2025年预算执行数增加 …, and 2025年单位预算安排购置车辆 0 辆, in a
    budget of 2026: what is planned is this year's."""
    year = disclosure.identity.year
    before = year - 1
    wanted = (
        re.compile(
            rf"{before}年(?:度)?(?:当年)?预算(?:安排|数为?)\d[\d,.]*(?:万元|元)，[比较与](?:{before})年(?:度)?"
            r"(?:当年)?预算执行数"
        ),
        re.compile(
            rf"{OPENS}(?!{year})20\d\d年(?:度)?(?:本)?(?:部门|单位)?(?:一般公共)?预算安排购置"
        ),
    )
    for passage in _told(disclosure):
        for one in wanted:
            for found in one.finditer(passage.text):
                said = found.group(0).lstrip("。；：:\n")
                if str(year) not in _sentence_at(passage.text, found.end()):
                    yield _in_passage(passage, said, int(said[:4]), year)


def _sentence_at(text: str, place: int) -> str:
    return re.split("[。；]", text[place:])[0]


def _unlike_the_rest(disclosure: Disclosure) -> Iterator[Finding]:
    """（3）预算安排：2025年安排预算 …, where the others under their headings say 2026年安排预算."""
    year = disclosure.identity.year
    said = re.compile(
        rf"{OPENS}(?P<lead>[^。；\n：:]{{0,12}}[：:])(?P<year>20\d\d)年(?P<then>[^\d，。；：、]{{2,}})"
    )
    alike = re.compile(
        rf"{OPENS}(?P<year>20\d\d)年(?:度)?(?P<then>[^\d，。；：、\n比较]{{4,20}})\d[\d,.]*(?:万|元)"
    )
    held: dict[tuple[str, str], list[tuple[int, Passage, str]]] = defaultdict(list)
    for passage in _told(disclosure):
        for found in alike.finditer(passage.text):  # 2025年度项目总预算 1,720.00 万，其中…
            key = ("".join(passage.headings[-1:]), found["then"])
            held[key].append((int(found["year"]), passage, found.group(0).lstrip("。；：:\n")))
        for found in said.finditer(passage.text):
            lead = re.sub(r"[（()）\d.、．]", "", found["lead"])
            key = (lead, found["then"][:2])
            held[key].append((int(found["year"]), passage, found.group(0).lstrip("。；\n")))
    for told in held.values():
        odd = [one for one in told if one[0] != year]
        if len(odd) == 1 and odd[0][0] < year and len(told) - 1 >= OFTEN:
            printed, passage, where = odd[0]
            yield _in_passage(passage, where, printed, year)


def _told(disclosure: Disclosure) -> Iterator[Passage]:
    for passage in disclosure.passages:
        if passage.kind is PassageKind.NARRATIVE and passage.sources:
            yield passage


def _in_passage(passage: Passage, said: str, printed: int, year: int) -> Finding:
    heading = passage.headings[-1] if passage.headings else ""
    told_in = (s for s in passage.sources if f"{printed}年" in squeeze(s.text))
    source = next(told_in, passage.sources[-1])
    return wrong_year(f"“{heading}”一节“{said}”", str(printed), str(year), source)


def wrong_year(where: str, printed: str, year: str, source: Source) -> Finding:
    message = f"{where}写的是 {printed} 年，而本文件是 {year} 年的。"
    side = Side(where, None, source)
    return Finding("wrong_year", Severity.CONTRADICTION, message, (side,), None, None)

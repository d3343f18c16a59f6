"""The year, where the document says it again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.interpret.vocabulary import squeeze, words
from ingest.records import Disclosure, Finding, Role, Severity, Side, Source, Stage, Statement

YEAR = re.compile(r"(20\d\d)年")
HEADED = re.compile(r"(?P<year>20\d\d)年(?:度)?(?:部门|单位)?(?:收支)?(?:预算|决算)(?!执行)")
SELF = re.compile(r"(?:纳入|列入)(?:本部门|我[局委厅办]|本单位)?(?P<year>20\d\d)年(?:度)?[^，。；]{0,8}(?:汇总|编制范围)")
COMPARES = re.compile("比|较|上年|去年|执行|完成|结转|结余|追加|同期|截至|自20")


def wrong_years(disclosure: Disclosure) -> Iterator[Finding]:
    """A table headed with another year, while others are headed with the right one; a heading or a
    sentence on the office's own budget that gives another year."""
    year = str(disclosure.identity.year)
    titled = [(t, YEAR.findall(squeeze(t.title))) for t in disclosure.tables]
    right = sum(year in years for _, years in titled)
    for table, years in titled:
        if not years or year in years or table.title_source is None:
            continue
        if right or _is_own_book(table.title, disclosure):
            yield _wrong_year(f"《{table.title}》的标题", years[0], year, table.title_source)
    told: set[tuple[str, str]] = set()
    for passage in disclosure.passages:
        heading = passage.headings[-1] if passage.headings else ""
        for where, found in [
            (f"标题“{heading}”", HEADED.search(squeeze(heading))),
            *((f"“{heading}”一节“{one.group(0)}”", one) for one in SELF.finditer(passage.text)),
        ]:
            if found and found["year"] != year and passage.sources and (where, year) not in told:
                told.add((where, year))
                yield _wrong_year(where, found["year"], year, passage.sources[0])
    yield from _sentences_of_another_year(disclosure)


def _is_own_book(title: str, disclosure: Disclosure) -> bool:
    """The title of a standard table of this stage, not of last year's results."""
    stage = "预算" if disclosure.identity.stage is Stage.BUDGET else "决算"
    return re.search(f"{stage}[总情]?[表况]?", title) is not None and "绩效" not in title


def _wrong_year(where: str, printed: str, year: str, source: Source) -> Finding:
    message = f"{where}写的是 {printed} 年，而本文件是 {year} 年的。"
    side = Side(where, None, source)
    return Finding("wrong_year", Severity.CONTRADICTION, message, (side,), None, None)


def _sentences_of_another_year(disclosure: Disclosure) -> Iterator[Finding]:
    """2024年收入总预算 364.4万元 in the budget of 2026: last year's sentence, left as it was."""
    told: set[str] = set()
    for said in disclosure.statements:
        if said.sentence in told or not _is_of_another_year(said, disclosure.identity.year):
            continue
        told.add(said.sentence)
        where = f"正文“{(said.headings or ('',))[-1]}”：{said.subject}"
        year = str(disclosure.identity.year)
        yield _wrong_year(where, str(said.year), year, said.sentence_source)


def _is_of_another_year(said: Statement, year: int) -> bool:
    own = said.role is Role.LEVEL and said.amount.is_money and said.year != year and not said.stage
    if not own or str(said.year) not in said.sentence or str(year) in said.sentence:
        return False
    if COMPARES.search(said.sentence.split(said.subject)[0]):
        return False
    return any(re.search(one["subject"], said.subject) for one in words("checks")["stands"])

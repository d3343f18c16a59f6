"""The year, where the document says it again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ingest.check.words.odd_years import odd_years, wrong_year
from ingest.interpret.vocabulary import squeeze, words
from ingest.records import Disclosure, Finding, Role, Severity, Side, Source, Stage, Statement

YEAR = re.compile(r"(20\d\d)年")
HEADED = re.compile(r"(?P<year>20\d\d)年(?:度)?(?:部门|单位)?(?:收支)?(?:预算|决算)(?!执行)")
SELF = re.compile(
    r"(?:纳入|列入)(?:本部门|我[局委厅办]|本单位)?(?P<year>20\d\d)年(?:度)?[^，。；]{0,8}(?:汇总|编制范围)"
)
TELLING = 4  # digits of an amount that is known again
FIRST = 25  # letters in which a sentence says of which year it is
DONE = re.compile("执行|完成|实际|决算|[年月][初底末]")
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
            yield wrong_year(f"《{table.title}》的标题", years[0], year, table.title_source)
    told: set[tuple[str, str]] = set()
    for passage in disclosure.passages:
        heading = passage.headings[-1] if passage.headings else ""
        for where, found in [
            (f"标题“{heading}”", HEADED.search(squeeze(heading))),
            *((f"“{heading}”一节“{one.group(0)}”", one) for one in SELF.finditer(passage.text)),
        ]:
            if found and found["year"] != year and passage.sources and (where, year) not in told:
                told.add((where, year))
                told_in = (s for s in passage.sources if found.group(0) in squeeze(s.text))
                source = next(told_in, passage.sources[-1])
                yield wrong_year(where, found["year"], year, source)
    seen: set[Source] = set()
    for wrong in (
        *_sentences_of_another_year(disclosure),
        *_before_the_year_before(disclosure),
        *odd_years(disclosure),
    ):
        source = replace(wrong.sides[0].source, text="")
        if source not in seen:  # one sentence, one word about its year
            yield wrong
        seen.add(source)


def _before_the_year_before(disclosure: Disclosure) -> Iterator[Finding]:
    """2025年政府性基金预算支出 5000.00 万元，与上年持平, in the budget of 2026: this year is meant."""
    year = disclosure.identity.year
    wanted = re.compile(
        rf"(?:^|[。；])[^，。；：、0-9]{{0,20}}(?P<said>{year - 1}年(?:度)?(?:部门|单位)?[^，。；\d与和比较]{{2,25}})"
        r"\d[\d,.]*(?:万元|元)[，。；](?:与|比|较)(?:上|去)一?年"
    )
    for passage in disclosure.passages:
        for found in wanted.finditer(squeeze(passage.text)):
            if COMPARES.search(found["said"]) or not passage.sources:
                continue
            heading = passage.headings[-1] if passage.headings else ""
            told_in = (s for s in passage.sources if f"{year - 1}年" in squeeze(s.text))
            where = f"“{heading}”一节“{found['said']}”（与上年相比）"
            source = next(told_in, passage.sources[-1])
            yield wrong_year(where, str(year - 1), str(year), source)


BUDGETED = re.compile("预算|决算|安排|经费|支出|收入")


def _is_own_book(title: str, disclosure: Disclosure) -> bool:
    """The title of a standard table of this stage, not of last year's results."""
    stage = "预算" if disclosure.identity.stage is Stage.BUDGET else "决算"
    return re.search(f"{stage}[总情]?[表况]?", title) is not None and "绩效" not in title


def _sentences_of_another_year(disclosure: Disclosure) -> Iterator[Finding]:
    """2024年收入总预算 364.4万元 in the budget of 2026: last year's sentence, left as it was."""
    year = disclosure.identity.year
    own = _of_this_year_alone(disclosure)
    told: set[str] = set()
    for said in disclosure.statements:
        if said.sentence in told:
            continue
        where = f"正文“{(said.headings or ('',))[-1]}”：{said.subject}"
        if _is_of_another_year(said, year) or (said.id in own and _is_headed(said, year)):
            told.add(said.sentence)
            yield wrong_year(where, str(said.year), str(year), said.sentence_source)
        elif (than := _compared_year(said)) and (
            than >= said.year == year or _is_with_itself(said, than, year)
        ):
            told.add(said.sentence)
            yield _compared_with_itself(where, said, than)


def _of_this_year_alone(disclosure: Disclosure) -> set[str]:
    """Statements of last year whose amount the tables have for this year, and not for last year."""
    year = disclosure.identity.year
    budget = disclosure.identity.stage is Stage.BUDGET
    held: dict[Decimal, set[int]] = defaultdict(set)
    for fact in disclosure.facts:
        if fact.amount and fact.amount.is_money and fact.amount.number:
            held[round(fact.amount.in_yuan(), -2)].add(fact.year)
    said = (
        s
        for s in disclosure.statements
        if s.year == year - 1 and s.role is Role.LEVEL and s.amount.is_money
        if not s.stage or (budget and s.stage == "年初预算")
    )
    return {
        s.id
        for s in said
        if len(s.amount.number.normalize().as_tuple().digits) >= TELLING
        and held[round(s.amount.in_yuan(), -2)] == {year}
    }


def _is_headed(said: Statement, year: int) -> bool:
    """2025年收入预算 …, with no word of a comparison and no other year in the sentence."""
    at = re.search(rf"(?<![与和同比较对自从]){year - 1}年(?!\d?\d月|底|末|起|以)", said.sentence)
    others = set(re.findall(r"20\d\d", said.sentence)) - {str(year - 1)}
    if at is None or others or at.start() >= FIRST:
        return False
    return COMPARES.search(said.sentence[: max(said.sentence.find(said.subject), 0)]) is None


def _is_of_another_year(said: Statement, year: int) -> bool:
    """Last year's only where the office's own totals are told; what is older, anywhere."""
    if said.role not in (Role.LEVEL, Role.COUNT) or said.year == year:
        return False
    at = re.search(rf"(?<![与和同比较对自从]){said.year}年(?!\d?\d月|底|末|起|以)", said.sentence)
    own = said.sentence.find(said.subject)
    if at is None or str(year) in said.sentence or COMPARES.search(said.sentence[: max(own, 0)]):
        return False
    if said.year < year - 1:
        return BUDGETED.search(said.subject) is not None and at.start() < 25
    wanted = said.amount.is_money and not said.stage
    totals = (s["subject"] for s in words("checks")["stands"] if s.get("of_the_year", True))
    return wanted and any(re.search(subject, said.subject) for subject in totals)


def _compared_year(said: Statement) -> int | None:
    found = re.search(r"20\d\d", said.compared_with)
    return int(found.group(0)) if found and said.role in (Role.CHANGE, Role.RATE) else None


def _is_with_itself(said: Statement, than: int, year: int) -> bool:
    """2025年…经费 679.08 万元，比2025年增加 …, in a disclosure of 2026: no other year is named, and
    nothing that came of the year is set against what was planned."""
    named = set(re.findall(r"20\d\d", said.sentence))
    plain = re.fullmatch(r"20\d\d年(?:度)?", said.compared_with) is not None
    return (
        plain
        and than == said.year < year
        and named == {str(than)}
        and not DONE.search(said.sentence)
    )


def _compared_with_itself(where: str, said: Statement, than: int) -> Finding:
    message = f"{where}说的是 {said.year} 年，却与 {than} 年相比，年份有误。"
    side = Side(where, said.amount, said.sentence_source, said.id)
    return Finding("wrong_year", Severity.CONTRADICTION, message, (side,), None, None)

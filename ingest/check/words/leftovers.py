"""What a template left behind, and tables that say they are empty and are not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.check.compare import fact_side, in_words
from ingest.check.tables.relations import money
from ingest.interpret.vocabulary import pattern, squeeze, words
from ingest.records import (
    Disclosure,
    Fact,
    Finding,
    PassageKind,
    Role,
    Severity,
    Side,
    Source,
    Table,
)

AMOUNT = re.compile(r"\d[.,]\d")


def template_leftovers(disclosure: Disclosure) -> Iterator[Finding]:
    """增加（减少）, XX局, 占 % : a blank of the form that nobody filled in."""
    wanted = pattern("checks", "leftovers")
    seen: set[str] = set()
    for statement in disclosure.statements:
        found = wanted.search(statement.sentence)
        if not found or statement.sentence in seen:
            continue
        seen.add(statement.sentence)
        touched = [s for s in disclosure.statements if s.sentence == statement.sentence]
        nearest = next((s for s in touched if found.group(0) in _before(s.sentence, s)), statement)
        what = f"正文“{(statement.headings or ('',))[-1]}”：{found.group(0)}"
        side = Side(what, None, statement.sentence_source, nearest.id)
        yield _leftover(what, statement.sentence, side)
    for passage in disclosure.passages:
        for found in wanted.finditer(passage.text):
            if any(found.group(0) in sentence for sentence in seen):
                continue
            seen.add(found.group(0))
            source = next((s for s in passage.sources if found.group(0) in s.text), None)
            what = f"正文“{(passage.headings or ('',))[-1]}”：{found.group(0)}"
            around = passage.text[max(found.start() - 15, 0) : found.end() + 15]
            if passage.sources:
                yield _leftover(what, around, Side(what, None, source or passage.sources[0]))


def _before(sentence: str, statement: object) -> str:
    amount = getattr(statement, "amount", None)
    subject = getattr(statement, "subject", "")
    start = sentence.find(subject)
    return sentence[start : start + len(subject) + 12] if amount is not None else ""


def _leftover(what: str, sentence: str, side: Side) -> Finding:
    message = f"{what}，疑为套用模板时未删改：“{sentence.strip()}”"
    return Finding("template_leftover", Severity.NOTICE, message, (side,), None, None)


def empty_or_not(disclosure: Disclosure) -> Iterator[Finding]:
    """A table said to be empty holds money; one that holds nothing does not say so."""
    for table in disclosure.tables:
        facts = [fact for fact in disclosure.facts if fact.table == table.number]
        filled = [fact for fact in facts if (amount := money(fact)) and amount.number]
        empty = pattern("checks", "empty_said")
        said = next((n for n in table.notes if empty.search(squeeze(n.text))), None)
        if said is not None and filled:
            yield _not_empty(disclosure, table, filled[0], squeeze(said.text))
        printed = [fact for fact in facts if fact.text]
        silent = said is None and not _told_elsewhere(disclosure, table)
        if silent and not facts and _is_blank(table) and table.title_source:
            yield _empty(table, table.title_source, "")
        elif silent and facts and not printed and table.kind == "grid":
            source = (table.title and table.title_source) or facts[0].source
            yield _empty(table, source, facts[0].id)


def _told_elsewhere(disclosure: Disclosure, table: Table) -> bool:
    """The narrative says there is none, or that it is 0."""
    wanted = pattern("checks", "none_said")
    for passage in disclosure.passages:
        if any(found["of"] in table.title for found in wanted.finditer(passage.text)):
            return True
    told = [
        s for s in disclosure.statements
        if "三公" in s.subject and s.amount.is_money and s.role is Role.LEVEL
        and s.year == disclosure.identity.year
    ]  # fmt: skip
    return "三公" in table.title and bool(told) and not any(s.amount.number for s in told)


def _not_empty(disclosure: Disclosure, table: Table, fact: Fact, said: str) -> Finding:
    amount = in_words(fact.amount) if fact.amount else ""
    return Finding(
        "says_empty",
        Severity.CONTRADICTION,
        f"《{table.title}》注明“{said}”，表中却有数据（{amount}）。",
        (fact_side(fact, disclosure.tables),),
        None,
        None,
    )


def _is_blank(table: Table) -> bool:
    """A standard form with its rows and headers, and not one amount in it."""
    standard = {form for one in words("required")["form"] for form in one["forms"]}
    texts = [squeeze(cell.text) for cell in table.cells]
    return table.form in standard and bool(table.title) and not any(map(AMOUNT.search, texts))


def _empty(table: Table, source: Source, fact: str) -> Finding:
    named = f"《{table.title}》" if table.title else f"第 {source.page} 页无标题的表"
    return Finding(
        "empty_table",
        Severity.OMISSION,
        f"{named}没有任何数据，也没有说明为何空表。",
        (Side(named, None, source, fact),),
        None,
        None,
    )


def prose_says_none(disclosure: Disclosure) -> Iterator[Finding]:
    """无使用政府性基金预算拨款安排的支出, and yet the fund table has money."""
    wanted = pattern("checks", "none_said")
    for passage in disclosure.passages:
        found = wanted.search(passage.text)
        if not found or not passage.sources:
            continue
        tables = [t for t in disclosure.tables if found["of"] in t.title and "支出" in t.title]
        numbers = {table.number for table in tables}
        for fact in disclosure.facts:
            amount = money(fact)
            if fact.table in numbers and amount and amount.number:
                yield Finding(
                    "says_none",
                    Severity.CONTRADICTION,
                    f"正文称“{found.group(0)}”，而{fact_side(fact, tables).what}"
                    f"为 {in_words(amount)}。",
                    (Side("正文", None, passage.sources[0]), fact_side(fact, tables)),
                    None,
                    None,
                )
                break


def units_left_out(disclosure: Disclosure) -> Iterator[Finding]:
    """增长 13.95。 without its %, 0.39 万 without its 元, 较上一度: something is missing."""
    for what in words("checks")["left_out"]:
        wanted = re.compile(what["said"])
        told = [
            (passage, found)
            for passage in disclosure.passages
            if passage.kind is PassageKind.NARRATIVE and passage.sources
            for found in wanted.finditer(passage.text)
        ]
        if len(told) > what["most"]:  # a way of writing, not a slip
            continue
        for passage, found in told:
            source = next((s for s in passage.sources if found[0] in squeeze(s.text)), None)
            around = passage.text[max(found.start() - 12, 0) : found.end() + 6]
            message = f"正文“…{around}…”，“{found[0]}”{what['lacks']}。"
            side = Side(f"正文：{found[0]}", None, source or passage.sources[0])
            yield Finding("left_out", Severity.NOTICE, message, (side,), None, None)

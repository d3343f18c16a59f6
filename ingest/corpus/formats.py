"""One disclosure published in several formats: of each part the best source is read, the others
are compared with it, never added to it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.amount import Amount
from ingest.check.compare import fact_side, finding, gap_of, statement_side, verdict
from ingest.interpret.vocabulary import squeeze
from ingest.records import Disclosure, Fact, Finding, Reading, Severity, Side, Statement, Table

SCAN = "scan"  # a PDF most of whose numbers were read from pictures
TIERS = {"pdf": 0, "docx": 0, "doc": 0, "xlsx": 0, "xls": 0, "ods": 0, "html": 1, "text": 2}
LAST = 3  # whatever was read by its looks: scans
LOOKED_AT = frozenset({Reading.SCAN, Reading.FAINT, Reading.DOUBTFUL, Reading.UNREADABLE})
UNSURE = frozenset({Reading.FAINT, Reading.DOUBTFUL, Reading.UNREADABLE})
ALIKE = 0.5  # of the smaller one's labels, or sentences, that the other one has too
LATIN = 0x2E80  # letters below it are set apart from Chinese ones
FEWEST = 3  # labels: less is chance
OTHERS = 0.4  # of the amounts: where more differ, it is another table under the same name
NAMES = {"pdf": "PDF", "docx": "Word", "doc": "Word", "xlsx": "Excel", "xls": "Excel",
         "ods": "电子表格", "html": "网页", "text": "文字稿", SCAN: "扫描件"}  # fmt: skip

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Twins:
    """A table, or the narrative, that two files both have: the first is the better source."""

    best: Disclosure
    other: Disclosure
    tables: tuple[tuple[Table, Table], ...]
    told: bool  # the narrative too


def format_of(file: Disclosure) -> str:
    """Its media, but that a scan is one of its own: no worse source is printed as a PDF."""
    if file.media != "pdf":
        return file.media
    read = [
        one.source.reading in LOOKED_AT for part in (file.facts, file.statements) for one in part
    ]
    return SCAN if 2 * sum(read) > len(read) else "pdf"


def rank(file: Disclosure) -> tuple[int, int, int, str]:
    """The best first: drawn by a program, adding up, holding most."""
    wrong = sum(f.severity is Severity.CONTRADICTION for f in file.findings)
    return TIERS.get(format_of(file), LAST), wrong, -len(file.facts) - len(file.statements), file.id


def twins_of(files: Sequence[Disclosure]) -> Iterator[Twins]:
    """Each worse source beside the best one of what it repeats."""
    ranked = sorted(files, key=rank)
    formats = {file.id: format_of(file) for file in ranked}
    for at, other in enumerate(ranked):
        for best in ranked[:at]:
            if formats[best.id] == formats[other.id]:
                continue
            pairs = tuple(_same_tables(best, other))
            told = _same_story(best, other)
            if pairs or told:
                yield Twins(best, other, pairs, told)


def _same_tables(best: Disclosure, other: Disclosure) -> Iterator[tuple[Table, Table]]:
    mine, theirs = _labels(best), _labels(other)
    taken: set[int] = set()
    for table in other.tables:
        wanted = theirs[table.number]
        same = [
            t for t in best.tables
            if t.number not in taken and t.form == table.form and _alike(mine[t.number], wanted)
        ]  # fmt: skip
        same = [t for t in same if squeeze(t.title) == squeeze(table.title)] or same
        if same:
            taken.add(same[0].number)
            yield same[0], table


def _alike(one: set[Key], other: set[Key]) -> bool:
    least = min(len(one), len(other))
    return least > 0 and len(one & other) >= max(ALIKE * least, min(FEWEST, least))


def _labels(file: Disclosure) -> Mapping[int, set[Key]]:
    found: dict[int, set[Key]] = defaultdict(set)
    for fact in file.facts:
        found[fact.table].add(_key(fact))
    for table in file.tables:
        if not found[table.number]:
            found[table.number] = {(squeeze(c.text),) for c in table.cells if c.text}
    return found


def _key(fact: Fact) -> Key:
    row = squeeze(fact.row[-1]) if fact.row else ""
    return fact.side, row, fact.code, tuple(map(squeeze, fact.column)), fact.year


def _same_story(best: Disclosure, other: Disclosure) -> bool:
    one, two = (Counter(_said(s) for s in d.statements) for d in (best, other))
    least = min(one.total(), two.total())
    if least:
        return (one & two).total() >= ALIKE * least
    mine, theirs = ({p.id for p in d.passages} for d in (best, other))
    return bool(mine and theirs) and len(mine & theirs) >= ALIKE * min(len(mine), len(theirs))


def _said(statement: Statement) -> Key:
    """Its sentence without its digits, and what the number is of."""
    plain = re.sub(r"\d+(?:\.\d+)?", "#", squeeze(statement.sentence))
    return plain, statement.subject, str(statement.role)


# ------------------------------------------------------------------ what is read


def best_of_formats(files: Iterable[Disclosure]) -> tuple[Disclosure, ...]:
    """The files without what a better source of the same disclosure has; those with nothing left
    are left out. `files` are those of one disclosure."""
    held = tuple(files)
    if len(held) < 2 or len({format_of(file) for file in held}) < 2:
        return held
    tables: dict[str, set[int]] = defaultdict(set)
    told: set[str] = set()
    for twins in twins_of(held):
        tables[twins.other.id] |= {table.number for _, table in twins.tables}
        told |= {twins.other.id} if twins.told else set()
    found = (_without(file, tables[file.id], file.id in told) for file in held)
    return tuple(f for f in found if f.tables or f.statements or f.passages)


def _without(file: Disclosure, tables: set[int], told: bool) -> Disclosure:
    if not tables and not told:
        return file
    kept = replace(
        file,
        tables=tuple(t for t in file.tables if t.number not in tables),
        facts=tuple(f for f in file.facts if f.table not in tables),
        indicators=tuple(i for i in file.indicators if i.table not in tables),
        statements=() if told else file.statements,
        passages=() if told else file.passages,
    )
    gone = {f.id for f in file.facts} | {s.id for s in file.statements}
    gone -= {f.id for f in kept.facts} | {s.id for s in kept.statements}
    findings = (f for f in file.findings if not any(side.ref in gone for side in f.sides))
    return replace(kept, findings=tuple(findings))


# ------------------------------------------------------------------ what differs


def formats_differ(files: Sequence[Disclosure]) -> Iterator[Finding]:
    """An amount that one format of a disclosure prints otherwise than the best one."""
    for twins in twins_of(files):
        for one, other in twins.tables:
            yield from _unlike_tables(twins, one, other)
        if twins.told:
            yield from _unlike_stories(twins)


def _unlike_tables(twins: Twins, one: Table, other: Table) -> Iterator[Finding]:
    mine = _once((_key(f), f) for f in twins.best.facts if f.table == one.number)
    theirs = _once((_key(f), f) for f in twins.other.facts if f.table == other.number)
    pairs = [(mine[key], theirs[key]) for key in mine if key in theirs]
    unlike = [(a, b) for a, b in pairs if _differ(a.amount, b.amount)]
    filled = sum(a.amount is not None or b.amount is not None for a, b in pairs)
    if len(unlike) > max(2, OTHERS * filled):
        yield _other_table(twins, one, other, len(unlike), filled)
        return
    for a, b in unlike:
        sides = (fact_side(a, twins.best.tables), fact_side(b, twins.other.tables))
        yield _finding(twins, sides, a.amount, b.amount)


def _once(found: Iterable[tuple[Key, Fact]]) -> dict[Key, Fact]:
    """Those whose labels are no other's: which of two alike is meant cannot be told."""
    listed: dict[Key, list[Fact]] = defaultdict(list)
    for key, fact in found:
        listed[key].append(fact)
    return {key: facts[0] for key, facts in listed.items() if len(facts) == 1}


def _differ(one: Amount | None, other: Amount | None) -> bool:
    if one is None or other is None:
        return (one is None) != (other is None) and bool((one or other) and (one or other).number)  # type: ignore[union-attr]
    return not one.agrees_with(other)


def _unlike_stories(twins: Twins) -> Iterator[Finding]:
    mine, theirs = (_in_order(d.statements) for d in (twins.best, twins.other))
    for key, statement in mine.items():
        other = theirs.get(key)
        if other is not None and _differ(statement.amount, other.amount):
            sides = (statement_side(statement), statement_side(other))
            yield _finding(twins, sides, statement.amount, other.amount)


def _in_order(statements: Iterable[Statement]) -> dict[Key, Statement]:
    seen: Counter[Key] = Counter()
    found: dict[Key, Statement] = {}
    for statement in statements:
        key = _said(statement)
        found[(*key, seen[key])] = statement
        seen[key] += 1
    return found


def _finding(
    twins: Twins, sides: tuple[Side, Side], one: Amount | None, other: Amount | None
) -> Finding:
    names, readings = _names(twins), [side.source.reading for side in sides]
    there = [_before_chinese(name) for name in names]
    told = [
        a.printed() if a is not None else "看不清" if reading is Reading.UNREADABLE else "空白"
        for a, reading in zip((one, other), readings, strict=True)
    ]
    message = (
        f"同一份公开有两种格式，数字不同：{sides[0].what}，{there[0]}里是 {told[0]}，"
        f"{there[1]}里是 {told[1]}"
    )
    if not UNSURE.isdisjoint(readings):  # no office is blamed for what may be our misreading
        message += "（读自扫描页，没能核实，请对照原件）"
        return Finding("formats_differ", Severity.NOTICE, f"{message}。", sides, None, None)
    if one is None or other is None:
        return Finding("formats_differ", Severity.NOTICE, f"{message}。", sides, None, None)
    gap = gap_of(one, [other])
    message = f"{message}，{verdict(gap, one)}。"
    return finding("formats_differ", message, sides, gap) or Finding(
        "formats_differ", Severity.NOTICE, message, sides, None, None
    )


def _names(twins: Twins) -> tuple[str, str]:
    """As people call them; by their own names where both are, say, Word."""
    files = (twins.best, twins.other)
    one, other = (NAMES.get(format_of(file), "文件") for file in files)
    if one == other:
        one, other = (f"{one}（{Path(file.path).name}）" for file in files)
    return one, other


def _before_chinese(name: str) -> str:
    return name if ord(name[-1]) > LATIN else f"{name} "


def _other_table(twins: Twins, one: Table, other: Table, unlike: int, filled: int) -> Finding:
    sides = tuple(
        Side(f"《{t.title}》", None, source, "")
        for t in (one, other)
        if (source := t.title_source or next((c.source for c in t.cells if c.source), None))
    )
    names = _names(twins)
    message = (
        f"《{one.title}》在 {names[0]} 和 {names[1]} 两种格式里有 {filled} 个数可比，其中 {unlike} 个不同，"
        f"可能不是同一版；回答用的是 {_before_chinese(names[0])}里的。"
    )
    return Finding("formats_differ", Severity.NOTICE, message, sides, None, None)

"""The entity's name, where the document says it again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from ingest.interpret.cells import places
from ingest.interpret.identity import clean_name
from ingest.interpret.vocabulary import pattern, squeeze, words
from ingest.records import Disclosure, Finding, Severity, Side, Source, Table

ALIKE = 0.8
LONG = 6  # letters of a name without its place: shorter ones may be other offices'
SHORT = 3
LONG_NAME = 8  # letters of a name of which two may be wrong and it is still known
OWN_TABLES = 2  # tables that carry the right name before another one is held to be wrong
BODY = re.compile("(?:[局厅委办部院会处署站所馆校队]|中心|大学|学院)$")
FILED = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{4,20}?)(?:(?:部门|单位)?20\d\d|(?<=[局委办厅部院会处队校心])(?![\u4e00-\u9fff]))"
)
HANZI = re.compile(r"[\u4e00-\u9fff（）()]+")
ITSELF = re.compile(
    r"(?:[（(][^）)]*[）)])?(?:20\d\d年|部门预算|部门决算|单位预算|单位决算|的?主要职[责能]|本级"
    r"|财政拨款|(?:收入|支出|收支)(?:总?预算|总?决算|合计|总计)|机关运行经费|是[^，。]{2,24}(?:部门|机构|单位))"
)
PLACES = "省市区县旗州盟"
BELONGS = re.compile(r"本级|所属|下属|机关|分局|\d|和$|及$")
NAMED = re.compile(r"^(?:部门|单位)(?:[（(]单位[）)])?(?:名称|全称)[:：]?(.*)$")


def wrong_names(disclosure: Disclosure) -> Iterator[Finding]:
    """A table or a sentence that carries another entity's name."""
    seen: set[tuple[str, str]] = set()
    told = [*_table_names(disclosure), *_text_names(disclosure), *_books_of_others(disclosure)]
    for name, where, source in told:
        if (name, where) in seen or not is_other(name, disclosure.identity.entity):
            continue
        seen.add((name, where))
        entity = disclosure.identity.entity
        yield Finding(
            "wrong_name",
            Severity.CONTRADICTION,
            f"{where}写的是“{name}”，而本文件的部门（单位）是“{entity}”。",
            (Side(f"{where}：{name}", None, source),),
            None,
            None,
        )
    yield from _unlike_the_file_name(disclosure)


def _unlike_the_file_name(disclosure: Disclosure) -> Iterator[Finding]:
    """北京市市监局2026_报表.pdf whose one name is 北京市公安局: where no more than a table says whose it
    is, the file's name is asked, too. What abbreviates a name has its letters in their order."""
    entity = disclosure.identity.entity
    place = place_of(entity)
    filed = FILED.match(squeeze(Path(disclosure.path).stem))
    named = filed["name"] if filed else ""
    if len(place) < 2 or not named.startswith(place):
        return
    table = next((t for t in disclosure.tables if entity in squeeze(t.entity_line)), None)
    if table is None or _said(entity, disclosure) > 1 or _is_within(named, entity):
        return
    where = f"《{table.title}》的部门名称"
    message = f"{where}写的是“{entity}”，而文件名写的是“{named}”，必有一处有误。"
    if source := _name_source(table, entity):
        side = Side(f"{where}：{entity}", None, source)
        yield Finding("wrong_name", Severity.NOTICE, message, (side,), None, None)


def _is_within(short: str, name: str) -> bool:
    """All letters of the one stand in the other, in their order."""
    rest = iter(name)
    return all(letter in rest for letter in short)


def is_other(name: str, entity: str) -> bool:
    """Like the entity's name but not it, nor a part of it, nor one of its own units."""
    if name == entity or name in entity or name.startswith(entity) or entity in name:
        return False
    slipped = is_one_off(name, entity) or is_two_off(name, entity)
    return slipped or BELONGS.search(name) is None


def _table_names(disclosure: Disclosure) -> Iterator[tuple[str, str, Source]]:
    """部门名称：… above or in a table, where it is another place's or nearly the same name."""
    for table in disclosure.tables:
        said = {clean_name(table.entity_line): _name_source(table, clean_name(table.entity_line))}
        said |= _names_in_cells(table)
        for name, source in said.items():
            if name and source and _is_named_for_whole(name, disclosure):
                yield name, f"《{table.title}》的部门名称", source


def _books_of_others(disclosure: Disclosure) -> Iterator[tuple[str, str, Source]]:
    """A body of the same place, named once as the one whose table or whose books these are, and
    nowhere else: no unit below and no office above, for of those more is said."""
    who = disclosure.identity
    place = place_of(who.entity)
    if len(place) < 2 or len(who.entity) - len(place) < 2:
        return
    heads = [(t, clean_name(t.entity_line)) for t in disclosure.tables if t.entity_line]
    own = sum(name == who.entity for _, name in heads)
    for table, name in heads if own >= OWN_TABLES or len(heads) == 1 else ():
        source = _name_source(table, name)
        if source and _is_elsewhere(name, who.entity, place) and _said(name, disclosure) == 1:
            yield name, f"《{table.title}》的部门名称", source
    books = re.compile(
        rf"(?:^|[。；，\n、：:]|{who.year}年(?:度)?)(?P<name>{re.escape(place)}[\u4e00-\u9fff（）]{{2,24}}?)"
        rf"(?=(?:{who.year}年(?:度)?(?:部门|单位)?(?:收|支|预算|决算|财政|一般公共|[“\"]?三公|政府性|国有资本|机关运行|主要工作|工作(?:目标|任务|重点))"
        r"|(?:部门|单位)(?:预算|决算)|本级(?:部门)?(?:预算|决算|内?设)|(?:收入|支出|收支)(?:总)?(?:预算|决算)|的?主要职[责能]|是[^，。]{2,20}部门))"
    )
    for passage in disclosure.passages:
        # most sentences name the office itself: they are looked at no further
        for found in books.finditer(passage.text.replace(who.entity, "")):
            name = found["name"]
            if _is_elsewhere(name, who.entity, place) and passage.sources:
                if _said(name, disclosure) > 1:
                    continue
                told_in = (s for s in passage.sources if name in squeeze(s.text))
                heading = passage.headings[-1] if passage.headings else "正文"
                yield name, f"“{heading}”", next(told_in, passage.sources[-1])


def _is_elsewhere(name: str, entity: str, place: str) -> bool:
    """Another body of the place: it ends as a body does, and is neither part of the other."""
    body = name.startswith(place) and BODY.search(name) is not None
    return body and name not in entity and entity not in name and BELONGS.search(name) is None


def _said(name: str, disclosure: Disclosure) -> int:
    """How often a name is in the document: in text, rows, and over tables."""
    return (
        sum(p.text.count(name) + "".join(p.headings).count(name) for p in disclosure.passages)
        + sum(name in squeeze(t.entity_line) for t in disclosure.tables)
        + len({f.row for f in disclosure.facts if any(name in squeeze(r) for r in f.row)})
    )


def _names_in_cells(table: Table) -> dict[str, Source | None]:
    """部门名称：… in one cell of a form, or in the cell after it."""
    found: dict[str, Source | None] = {}
    told = [(cell, text) for cell in table.cells if NAMED.match(text := squeeze(cell.text))]
    at = places(table) if told else {}
    for cell, text in told:
        inside = NAMED.match(text)
        if inside and inside.group(1):
            found[clean_name(text)] = cell.source
        elif inside and len(text) <= 12:
            beside = at.get((cell.row, cell.column + cell.column_span))
            name = clean_name(beside.text) if beside else ""
            if beside and re.fullmatch(r"[\u4e00-\u9fff（）()]{4,30}", name):
                found[name] = beside.source
    return found


def _is_named_for_whole(name: str, disclosure: Disclosure) -> bool:
    """Not one of the units that a table of the document lists under the entity."""
    listed = any(name in fact.row and fact.code.isdigit() for fact in disclosure.facts)
    return not listed and alike(name, disclosure.identity.entity) > 0.5


def _name_source(table: Table, name: str) -> Source | None:
    for cell in table.cells:
        if cell.source and name and name in squeeze(cell.text):
            return cell.source
    return table.title_source or next((c.source for c in table.cells if c.source), None)


def _text_names(disclosure: Disclosure) -> Iterator[tuple[str, str, Source]]:
    """Names in titles and passages that begin or end like the entity's and are nearly it."""
    entity = disclosure.identity.entity
    prefix = place_of(entity)
    if len(entity) - len(prefix) < 3:
        return
    city = re.match(r"[\u4e00-\u9fff]{2,4}?(?:省|市)|.{2,3}", prefix)
    for table in disclosure.tables if len(prefix) > 2 else ():
        for name in _names(city.group(0) if city else prefix, entity, squeeze(table.title)):
            if table.title_source:
                yield name, f"《{table.title}》的标题", table.title_source
    for passage in disclosure.passages:
        named = dict.fromkeys(nearly(entity, passage.text))
        for name in _names(city.group(0), entity, passage.text) if city else ():
            # in running text the city's own office is somebody else, unless the books are its own
            if re.search(
                rf"{re.escape(name)}20\d\d年(?:度)?(?:部门|单位)(?:预算|决算)", passage.text
            ):
                named[name] = None
        for name in named if passage.sources else ():
            heading = passage.headings[-1] if passage.headings else "正文"
            told_in = [
                s for s in passage.sources if re.search(rf"{re.escape(name)}20", squeeze(s.text))
            ]
            told_in = told_in or [s for s in passage.sources if name in s.text]
            yield name, f"“{heading}”", (told_in or passage.sources)[-1]


def place_of(entity: str) -> str:
    found = re.match(words("identity")["places"], entity)
    return found.group(0) if found else ""


def _names(start: str, entity: str, text: str) -> list[str]:
    longest = len(entity) - len(start) + 3
    end = re.sub(r"[（(].*[）)]$", "", entity)[-2:]
    wanted = re.compile(rf"{re.escape(start)}[\u4e00-\u9fff（）]{{2,{longest}}}?{re.escape(end)}")
    return [name for name in wanted.findall(text) if alike(name, entity) > ALIKE]


def nearly(entity: str, text: str) -> Iterator[str]:
    """What is the name but for one letter changed, put in or left out; another office's only where
    the sentence goes on as one about the office itself does."""
    half = len(entity) // 2
    starts = {(found.start(), 0) for found in re.finditer(re.escape(entity[:half]), text)}
    starts |= {
        (found.start() - half + moved, moved)
        for found in re.finditer(re.escape(entity[half:]), text)
        for moved in (-1, 0, 1)
    }
    place = place_of(entity)
    for start, _ in sorted(starts):
        for length in (len(entity), len(entity) - 1, len(entity) + 1):
            name = text[start : start + length]
            if start < 0 or len(name) != length or not is_one_off(name, entity):
                continue
            around = text[start : start + length + 1]
            if entity not in around and (
                _is_nobody(name, place)
                or _is_nowhere(name, entity, place)
                or ITSELF.match(text, start + length)
            ):
                yield name

    for start in sorted(_thirds(entity, text)):
        name = text[start : start + len(entity)]
        if is_two_off(name, entity) and ITSELF.match(text, start + len(entity)):
            yield name


def _thirds(entity: str, text: str) -> set[int]:
    """Where the name may begin by any third of it: two letters changed leave one as it was."""
    third = len(entity) // 3
    if len(entity) < LONG_NAME:
        return set()
    parts = {at: entity[at : at + third] for at in (0, third, 2 * third)}
    places = {
        found.start() - at
        for at, part in parts.items()
        for found in re.finditer(re.escape(part), text)
    }
    return {place for place in places if place >= 0}


def _is_nobody(name: str, place: str) -> bool:
    """In the same place, and not another office that there is: 市民政局 beside 市财政局."""
    core = name.removeprefix(place)
    known = pattern("checks", "offices").fullmatch(core) is not None
    if not name.startswith(place) or not HANZI.fullmatch(name):
        return False
    return len(core) >= LONG or (len(place) > 2 and len(core) >= SHORT and not known)


def _is_nowhere(name: str, entity: str, place: str) -> bool:
    """上海市普陀水司法局: the letter that makes a place a district or a city is another one."""
    unlike = [i for i, (a, b) in enumerate(zip(name, entity, strict=False)) if a != b]
    if len(name) != len(entity) or len(unlike) != 1 or unlike[0] >= len(place):
        return False
    return entity[unlike[0]] in PLACES and name[unlike[0]] not in PLACES


def is_one_off(name: str, entity: str) -> bool:
    """One letter changed, put in or left out, in the middle of the name."""
    if name == entity or name[:1] != entity[:1] or name[-1:] != entity[-1:]:
        return False
    same = next((i for i, (a, b) in enumerate(zip(name, entity, strict=False)) if a != b), 0)
    tail = max(len(name), len(entity)) - same - 1
    gap = len(name) - len(entity)
    if gap == 0:
        return name[same + 1 :] == entity[same + 1 :]
    return tail > 0 and name[-tail:] == entity[-tail:]


def is_two_off(name: str, entity: str) -> bool:
    """Two letters of a long name changed, but not the first: 列入市… is no name."""
    if len(name) != len(entity) or len(entity) < LONG_NAME or not HANZI.fullmatch(name):
        return False
    if name[0] != entity[0]:
        return False
    return sum(a != b for a, b in zip(name, entity, strict=True)) == 2


def alike(name: str, entity: str) -> float:
    """How alike two names are once their places are left out."""
    plain, own = name[len(place_of(name)) :], entity[len(place_of(entity)) :]
    return SequenceMatcher(None, plain, own).ratio()

"""Whose disclosure, for which year, at which stage: from what is printed, not the file name."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from ingest.interpret.cells import CODE, places, text_at
from ingest.interpret.vocabulary import squeeze, words
from ingest.records import Identity, Line, Recognised, Scope, Stage, Table

YEAR = re.compile(r"(?<![\d.,])(20[0-4]\d)(?=年)")
FILE_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
FIRST_PAGES = 3
SAID = 3  # sentences that begin with a name make it the speaker's

BOTH = re.compile("预[、和]?决算")  # 财政预决算: where either is published


def identify(recognised: Recognised, title: str) -> Identity:
    title = squeeze(title)
    entity = find_entity(recognised, title)
    return Identity(
        entity=entity,
        year=find_year(recognised, title),
        stage=find_stage(recognised, title),
        code=entity_code(recognised.tables, entity),
        aliases=aliases_of(entity),
        region=region_of(entity, title),
        scope=scope_of(entity, recognised, title),
    )


def scope_of(entity: str, recognised: Recognised, title: str) -> Scope:
    """单位预算 or 本级 is one body's own; 部门预算 is the department's with all its units."""
    if re.search(r"本级|[（(]机关[）)]", entity + title):
        return Scope.OWN
    for text in (title, *first_lines(recognised)):
        if re.search(r"20\d\d年度?.{0,24}单位(?:预算|决算)|单位(?:预算|决算)(?:信息)?公开", text):
            return Scope.OWN
        if re.search(r"部门(?:预算|决算)", text):
            return Scope.DEPARTMENT
    return Scope.UNKNOWN


def region_of(entity: str, title: str) -> str:
    """The places that the name begins with, else the title's: 上海市2026年市级单位预算."""
    for text in (re.sub(r"^(?:中国共产党|中共)", "", entity), title):
        match = re.match(words("identity")["places"], text)
        if match and match.group(0):
            return match.group(0)
    return ""


def find_entity(recognised: Recognised, title: str) -> str:
    """The name most tables carry, if the title has it; else the title's own; else the file's."""
    carried = Counter(clean_name(t.entity_line) for t in recognised.tables if t.entity_line)
    carried.pop("", None)
    titled = title_name(title)
    ranked = [name for name, _ in carried.most_common()]
    for name in ranked:
        if name in title or (titled and titled in name):
            return name
    if ranked and (not titled or carried[ranked[0]] >= 3):
        return ranked[0]
    if titled:
        return titled
    said = Counter(
        name
        for paragraph in recognised.paragraphs
        for heading in paragraph.headings[:2]
        if (name := _section_name(heading))
    )
    if said:
        return said.most_common(1)[0][0]
    return _speaker(recognised) or _filed_under(Path(recognised.document.path).stem) or title


_SUBJECT = re.compile(r"(?:^|[。；：])(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])?"
                      r"([\u4e00-\u9fff（）]{4,30}?)20[0-4]\d年")  # fmt: skip


def _speaker(recognised: Recognised) -> str:
    """The body whose year the sentences speak of: 某某局2019年度收入预算…"""
    texts = (squeeze(p.text) for p in recognised.paragraphs)
    said = Counter(name for text in texts for name in _SUBJECT.findall(text))
    bodies = [(n, name) for name, n in said.items() if n >= SAID and title_name(name)]
    return max(bodies)[1] if bodies else ""


def _filed_under(stem: str) -> str:
    """The name in a file name, whatever its collector put around it."""
    for part in sorted(re.split(r"_+|\.", squeeze(stem)), key=len, reverse=True):
        part = re.sub(
            r"^附件\d*[:：、-]?|[（(](?:公开|终稿|定稿|盖章|\d+)[^（）()]*[）)]", "", part
        )
        named = FILE_YEAR.split(part)[0]
        if not re.search(r"[\u4e00-\u9fff]{3}", part):  # a number that a collector put there
            continue
        if found := title_name(part) or title_name(named) or named:
            return found
    return ""


def clean_name(text: str) -> str:
    """What stands after 部门名称： without what shares its line."""
    plain = squeeze(text)
    plain = re.sub(r"^(?:编制|填报|预算)?(?:部门|单位)(?:（单位）)?(?:名称|全称)?[:：]", "", plain)
    plain = re.split(r"(?:金额)?单位[:：]|预算年度|20\d\d年|填报日期", plain)[0]
    return re.sub(r"^[（(]?\d+[）)]?|[:：，。]+$", "", plain)


def title_name(title: str) -> str:
    plain = re.sub(r"20\d\d年(?:度|1月)?|20\d\d(?:年度)?", "", title)
    plain = re.sub(words("identity")["before"], "", plain)
    plain = re.sub(words("identity")["after"], "", plain)
    plain = re.sub(r"(?:部门|单位)$", "", plain)
    return plain if 4 <= len(plain) <= 40 and re.fullmatch(r"[\w（）()“”·、]+", plain) else ""


def _section_name(heading: str) -> str:
    found = re.match(r"^第[一二三]部分(.{4,40}?)(?:概况|基本情况|简介|主要职[责能])", heading)
    return found.group(1) if found and found.group(1) not in ("部门", "单位") else ""


def first_lines(recognised: Recognised) -> list[str]:
    return [
        squeeze(item.text)
        for page in recognised.document.pages[:FIRST_PAGES]
        for item in page.items
        if isinstance(item, Line)
    ]


def find_year(recognised: Recognised, title: str) -> int:
    """The title's; else what most table titles say; else the first pages; else the file name."""
    found = YEAR.search(title) or FILE_YEAR.search(title)
    if found:
        return int(found.group(1))
    for texts in (
        [table.title for table in recognised.tables],
        first_lines(recognised),
        [squeeze(paragraph.text) for paragraph in recognised.paragraphs],
        [part for table in recognised.tables for path in table.columns for part in path],
    ):
        years = Counter(year for text in texts for year in YEAR.findall(squeeze(text)))
        if years:
            return int(years.most_common(1)[0][0])
    named = FILE_YEAR.search(Path(recognised.document.path).stem)
    return int(named.group(1)) if named else 0


def find_stage(recognised: Recognised, title: str) -> Stage:
    title = BOTH.sub("", title)
    if "决算" in title or "预算" in title:
        return Stage.FINAL if "决算" in title else Stage.BUDGET
    titles = (table.title for table in recognised.tables)
    texts = BOTH.sub("", "".join([*first_lines(recognised), *titles]))
    return Stage.FINAL if texts.count("决算") > texts.count("预算") else Stage.BUDGET


def entity_code(tables: tuple[Table, ...], entity: str) -> str:
    """The longest code printed beside the name: 214001."""
    found: set[str] = set()
    for table in tables:
        at = places(table)
        for cell in table.cells:
            if squeeze(cell.text) != entity:
                continue
            for column in (cell.column - 1, cell.column + cell.column_span):
                beside = text_at(at, cell.row, column)
                if CODE.fullmatch(beside) and 3 <= len(beside) <= 12:
                    found.add(beside)
    return max(found, key=lambda code: (len(code), code), default="")


def aliases_of(entity: str) -> tuple[str, ...]:
    """Shorter names people use: places left out, or said without 省, 市, 区."""
    match = re.match(words("identity")["places"], entity)
    if not match or not match.group(0) or len(entity) - match.end() < 3:
        return ()
    rest = entity[match.end() :]
    parts = [part for part in match.groups() if part]
    short = [re.sub(r"(?:省|自治区|市|自治州|地区|盟|新区|区|县|旗)$", "", part) for part in parts]
    names: list[str] = []
    for start in range(len(parts) + 1):
        for kept in (parts, short):
            names.append("".join(kept[start:]) + rest)
    names.append("".join([*short[:-1], parts[-1]]) + rest)
    return tuple(dict.fromkeys(name for name in names if name != entity and len(name) >= 4))

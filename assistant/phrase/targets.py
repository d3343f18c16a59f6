"""Performance targets as their tables print them, row by row, and the long texts of tables: what stands
in no sentence, and was made no indicator of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.passages import Hit, PassageSearch
from assistant.phrase.draft import Draft
from assistant.phrase.scene import Outcome, Scene, done, missing, plain
from assistant.phrase.wanted import wanted
from assistant.shelf.tokens import grams
from assistant.understand.normalise import fold
from ingest.records import Box, Cell, Disclosure, Passage, PassageKind, Source, Table

_COMPARED = re.compile(r"^[≥≤=＝><＞＜]$")
_NUMBER = re.compile(r"^\d[\d,]*(?:\.\d+)?$")
_UNIT = re.compile(r"^[\u4e00-\u9fff%％（）()/]{1,6}$")
_WHOLE = re.compile(
    r"^[≥≤=＝><＞＜]{1,2}\s*\d[\d,.]*\s*[\u4e00-\u9fff%％/]{0,6}$|^\d[\d,.]*\s*(?:[\u4e00-\u9fff]{1,3}|%|％)$"
)
_HEADING = re.compile(r"(?:指标|标准值|目标值|定性|定量|性质|单位)\d*$")
_CODE = re.compile(r"^[0-9A-Za-z]{6,}[-—_]")
_FORMS = frozenset({"project_performance", "entity_performance"})
ASKED_UNIT = re.compile(
    r"(?:多少|几)(人次|批次|平方米|公里|小时|分钟|万[次人册份]|[\u4e00-\u9fff])"
)
_MEASURED = re.compile(r"(?:多少|几)(?:人次|批次|[名个家次项件批台套册本场期户份人])")
_MONEY = frozenset("钱元万亿")
FITS = 0.3  # what the unit that is asked for says
ENOUGH, ENOUGH_WITH_UNIT = 0.66, 0.5
AHEAD = 0.06  # of the second best that says something else
LONG = 30  # letters of a cell that is text
NEAREST = 12  # texts that are looked into


@dataclass(frozen=True, slots=True)
class Target:
    """A target as printed: ≥ | 800 | 万次 in three cells is one."""

    doc: Disclosure
    table: Table
    project: Cell | None
    path: tuple[str, ...]
    name: Cell
    text: str
    source: Source

    @property
    def unit(self) -> str:
        return re.sub(r"[^\u4e00-\u9fff%]", "", self.text)


def targets_of(doc: Disclosure) -> Iterator[Target]:
    seen = set()
    for table in doc.tables:
        if table.form in _FORMS or "绩效" in table.title:
            for target in _of_table(doc, table):
                seen.add((fold(target.name.text), re.sub(r"\D", "", target.text)))
                yield target
    tables = {table.number: table for table in doc.tables}
    for held in doc.indicators:  # whose number stands without its unit
        bare = _NUMBER.match(held.target) and held.table in tables
        if bare and (fold(held.name), re.sub(r"\D", "", held.target)) not in seen:
            name = Cell(0, 0, 1, 1, held.name, held.name_source)
            yield Target(doc, tables[held.table], None, held.path, name, held.target, held.source)


def _of_table(doc: Disclosure, table: Table) -> Iterator[Target]:
    named = _project_of_form(table)
    for row in _rows(table):
        printed = ((n, _printed(row, n)) for n in range(1, len(row)))
        at, found = next(((n, p) for n, p in printed if p), (0, None))
        if found is None:
            continue
        text, source = found
        before = [c for c in row[:at] if re.search(r"[\u4e00-\u9fff]{2}", c.text)]
        name = before[-1] if before else None
        if name is None or _HEADING.search(fold(name.text)) or name.row_span > 1:
            continue
        path = tuple(fold(c.text) for c in before[:-1] if _HEADING.search(fold(c.text)))
        project = next((c for c in before[:-1] if fold(c.text) not in path), named)
        yield Target(doc, table, project, path, name, text, source)


def _rows(table: Table) -> list[list[Cell]]:
    """The printed cells of each row of the body, from left to right; one that spans rows in each."""
    rows: list[list[Cell]] = [[] for _ in range(table.n_rows)]
    for cell in sorted(table.cells, key=lambda c: c.column):
        for row in range(cell.row, min(cell.row + cell.row_span, table.n_rows)):
            if cell.source is not None and cell.text.strip() and row >= table.header_rows:
                rows[row].append(cell)
    return rows


def _project_of_form(table: Table) -> Cell | None:
    """What stands beside 项目名称, where a table is about one project."""
    beside = [(c.row, c.column + c.column_span) for c in table.cells if fold(c.text) == "项目名称"]
    if len(beside) != 1:
        return None
    return next((c for c in table.cells if (c.row, c.column) == beside[0] and c.source), None)


def _printed(row: Sequence[Cell], at: int) -> tuple[str, Source] | None:
    """The target that begins at a cell; None where none does."""
    cells = [row[at]]
    if _COMPARED.match(fold(row[at].text)) and at + 1 < len(row):
        if not _NUMBER.match(fold(row[at + 1].text)):
            return None
        cells.append(row[at + 1])
        if at + 2 < len(row) and _UNIT.match(fold(row[at + 2].text)):
            cells.append(row[at + 2])
    elif not _WHOLE.match(fold(row[at].text)):
        return None
    sources = [c.source for c in cells if c.source is not None]
    boxes = [s.box for s in sources if s.box is not None]
    if len(cells) == 1:
        return re.sub(r"\s+", "", row[at].text), sources[0]
    if len(boxes) != len(cells) or len({s.page for s in sources}) > 1:
        return None
    text = re.sub(r"\s+", "", "".join(c.text for c in cells))
    around = Box(min(b.x0 for b in boxes), min(b.top for b in boxes),
                 max(b.x1 for b in boxes), max(b.bottom for b in boxes))  # fmt: skip
    return text, replace(sources[0], box=around, text=text)


# ---------------------------------------------------------------------- which one is asked for


def aimed(scene: Scene, question: str) -> Outcome:
    """The one target that a question of how many or how much is plainly about."""
    search = scene.search
    asked = _MEASURED.sub(" ", scene.query.bare or question)
    needed = {g for w in wanted(asked) for g in grams(w)}
    units = [u for u in ASKED_UNIT.findall(question) if u[0] not in _MONEY]
    if search is None or not needed or not re.search("多少|几|百分|率", question):
        return missing(scene, question)
    found = sorted(
        (
            (score, n, target)
            for n, (doc, target) in enumerate((d, t) for d in scene.docs for t in targets_of(d))
            if (score := _score(search, needed, units, target))
        ),
        key=lambda f: (-f[0], f[1]),
    )
    if not found:
        return missing(scene, question)
    best = found[0][2]
    rivals = [t for s, _, t in found[1:] if s > found[0][0] - AHEAD]
    if any(t.text != best.text for t in rivals):
        return missing(scene, question)
    _say(scene.draft, best)
    return done(scene)


def _score(search: PassageSearch, needed: set[str], units: Sequence[str], target: Target) -> float:
    """How much of what is asked for the row says; 0 where that is not enough."""
    own = set(grams(target.name.text)) | set(grams(target.text))
    around = set(grams("".join((_project(target), *target.path, target.table.title))))
    weight = {g: search.rarity(g) for g in needed}
    total = sum(weight.values()) or 1.0
    said = sum(weight[g] for g in needed & (own | around)) / total
    of_name = needed & own
    bare = not target.unit and re.search("数量?$", fold(target.name.text)) is not None
    fits = any(target.unit.endswith(u) or u in target.name.text or bare for u in units)
    if units and not fits:
        return 0.0
    if not of_name and not fits:
        return 0.0
    least = ENOUGH_WITH_UNIT if fits else ENOUGH
    if said < least or not of_name:
        return 0.0
    names = sum(weight[g] for g in of_name) / total
    return said + FITS * fits + 0.5 * names


def _project(target: Target) -> str:
    return _CODE.sub("", plain(target.project.text)) if target.project else ""


def _say(draft: Draft, target: Target) -> None:
    who = target.doc.identity
    draft.words(f"{who.entity} {who.year} 年绩效目标：")
    if target.project is not None:
        _words(draft, target, _project(target), target.project).words("·")
    _words(draft, target, plain(target.name.text), target.name).words("，指标值 ")
    draft.quote(target.text, target.doc, target.source, kind="table",
                heading=target.table.title, ref=f"{target.doc.id}:t{target.table.number}")  # fmt: skip
    draft.words("。")


def _words(draft: Draft, target: Target, text: str, cell: Cell) -> Draft:
    """A name; as a quotation where it has digits, which need their place."""
    if cell.source is None or not re.search(r"\d", text):
        return draft.words(re.sub("[“”]", "", text))
    return draft.quote(text, target.doc, cell.source, kind="table", heading=target.table.title,
                       ref=f"{target.doc.id}:t{target.table.number}")  # fmt: skip


_HOW_MANY = re.compile(
    r"(?:多少|几)(?:人次|批次|场次|[册本台辆套名场期户件份只艘栋]|人(?![头员均力才工]))|多少[个家次座所间条](?![亿万月点百])"
)
_PAID = re.compile(r"钱|花|金额|经费|预算|费用|[万亿]元|资金|支出|收入|拨款|补贴|总额")


def of_another_kind(outcome: Outcome, question: str) -> bool:
    """Money, or a cell for money that is blank, where it is asked how many there are of a thing."""
    draft = outcome.draft
    counts = _HOW_MANY.search(question) and not _PAID.search(question)
    told = any(re.search(r"\d", draft.text[q.start : q.end]) for q in draft.quotes)
    return bool(counts) and not told and all(c.amount.is_money for c in draft.claims)


# ---------------------------------------------------------------------- texts in tables


def texts_in_tables(search: PassageSearch, docs: Sequence[Disclosure], asked: str) -> list[Hit]:
    """The cells of tables that hold sentences, nearest in words first: what a project is for."""
    needed = set(grams(asked))
    found: list[tuple[float, int, Hit]] = []
    for doc in docs:
        for table in doc.tables:
            named = {c.row: c for c in table.cells if c.column == 0}
            for cell in table.cells:
                text = re.sub(r"\s+", "", cell.text)
                if len(text) < LONG or cell.source is None or "。" not in text + "。":
                    continue
                first = named.get(cell.row)
                head = plain(first.text) if first and first is not cell else ""
                shared = needed & set(grams(head + text))
                if shared:
                    held = Passage(f"{doc.id}:t{table.number}", PassageKind.NARRATIVE,
                                   (plain(table.title), head), "", text, (cell.source,))  # fmt: skip
                    score = sum(map(search.rarity, shared))
                    found.append((-score, len(found), Hit(doc, held, score, 0.0)))
    return [hit for _, _, hit in sorted(found, key=lambda f: f[:2])[:NEAREST]]

"""Answers in the disclosure's own words: definitions, duties, targets, names, contradictions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.phrase.draft import Draft
from assistant.phrase.scene import STAGE, Composer, Outcome, Scene, done, missing, plain
from assistant.shelf.tokens import grams
from assistant.understand.normalise import fold, label_key
from assistant.understand.query import Operation
from ingest.amount import is_amount
from ingest.records import Box, Disclosure, Indicator, Passage, PassageKind, Source, Table

LISTED = 30  # bodies that one answer names
_SENTENCE = re.compile(r"[^。；;！？]+[。；;！？]?")


def quote_passage(draft: Draft, doc: Disclosure, passage: Passage, text: str) -> None:
    """A piece of a passage, split where the page turns so that each part has its place."""
    kind = "glossary" if passage.kind is PassageKind.GLOSSARY else "narrative"
    heading = passage.headings[-1] if passage.headings else ""
    rest = text
    for source in passage.sources:
        part = _within(rest, source)
        if not part:
            continue
        draft.quote(part, doc, source, kind=kind, heading=heading, ref=passage.id)
        rest = rest[len(part) :]
        if not rest:
            break


def _within(text: str, source: Source) -> str:
    """The longest beginning of a text that the source's lines hold."""
    held = fold(source.text)
    if fold(text) in held:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fold(text[:middle]) in held else (low, middle - 1)
    return text[:low]


# ---------------------------------------------------------------------- definitions


def definition(scene: Scene) -> Outcome:
    if not scene.query.items:
        return missing(scene, scene.query.text)
    term = scene.query.items[0].words
    for doc in scene.docs:
        for passage in doc.passages:
            if passage.term == term:
                scene.draft.words(
                    f"{head(doc)}“名词解释”这样解释：".replace("“名词解释”", "名词解释")
                )
                quote_passage(scene.draft, doc, passage, passage.text)
                scene.draft.words("。" if not passage.text.endswith("。") else "")
                return done(scene)
    return missing(scene, term)


def head(doc: Disclosure) -> str:
    return f"{doc.identity.entity} {doc.identity.year} 年文件"


# ---------------------------------------------------------------------- passages

_ASKING = re.compile(
    "请问|哪个|哪些|什么|多少|几个|怎么|是不是|是否|有没有|吗|呢|的|了|哪家|由谁|谁|设了|叫|都|还|有|在|是|下面|名下|主要"
)


def _content(question: str) -> str:
    return _ASKING.sub("", question)


DUTY = re.compile(r"管些|管啥|干些|干啥的|职责|职能|负责|干什么|做什么|管什么|是干嘛|主管|承担")
STRUCTURE = re.compile(
    r"纳入.*(?:单位|编制)|事业单位(?!基本|职业)|几家单位|单位有几家|科室|处室|内设|机构|下属|所属|单位构成|二级单位|预算单位"
)


def passage(scene: Scene, question: str) -> Outcome:
    """Duties and structure from their own sections."""
    if (noun := NAMED_BODIES.search(question)) and (found := _listing(scene, noun, question)):
        return found
    if STRUCTURE.search(question) and (
        found := _headed(scene, r"构成|机构|所属|基本情况", question)
    ):
        return found
    if DUTY.search(question) and (found := _headed(scene, r"职责|职能", question)):
        return found
    return missing(scene, scene.query.text.strip() or question)


# 哪几所监狱, 哪个处管…: the sentence that lists them by name
NAMED_BODIES = re.compile(
    r"哪(?:些|几|个)?[个家所座]?(?P<after>监狱|医院|学校|大学|中学|事业单位|[\u4e00-\u9fff]{1,4}所|中心|支队|处(?!室)|科(?!室))"
    r"|(?P<before>监狱|医院|学校|大学|事业单位|戒毒所|中心|支队)[^,，。？?]{0,4}(?:哪|什么|啥)"
)
_TOPIC = re.compile(r"(?:管|负责|承担|牵头)([^,，。？?]{2,})")


def _listing(scene: Scene, noun: re.Match[str], question: str) -> Outcome | None:
    """The shortest sentence that has most of the names asked for, and what they are to look after."""
    name = noun["after"] or noun["before"]
    about = _TOPIC.search(question)
    topic = set(grams(_content(about[1]))) if about else set()
    best: tuple[int, int, Disclosure, Passage, str] | None = None
    for doc in scene.docs:
        for held in doc.passages:
            if held.kind is PassageKind.GLOSSARY:
                continue
            for sentence in (s for s in _SENTENCE.findall(held.text) if s.strip()):
                names = len(
                    re.findall(rf"[\u4e00-\u9fff]{re.escape(name)}(?=[、，。；和及]|$)", sentence)
                )
                if (
                    names < 2
                    or "、" not in sentence
                    or (topic and not topic & set(grams(sentence)))
                ):
                    continue
                if best is None or (names, -len(sentence)) > best[:2]:
                    best = (names, -len(sentence), doc, held, sentence)
    if best is None:
        return None
    _, _, doc, held, sentence = best
    scene.draft.words(f"{head(doc)}写道：")
    quote_passage(scene.draft, doc, held, sentence)
    scene.draft.words("" if scene.draft.text.endswith("。") else "。")
    return done(scene)


def _headed(scene: Scene, heading: str, question: str) -> Outcome | None:
    """The passages under a heading; only the sentence in point where one clearly is."""
    found = [
        (d, p) for d in scene.docs for p in d.passages
        if p.headings and re.search(heading, p.headings[-1]) and p.kind is not PassageKind.GLOSSARY
    ]  # fmt: skip
    if not found:
        return None
    wanted = set(grams(_content(re.sub(r"单位|部门|负责|职责", "", question))))
    scene.draft.words(f"{head(found[0][0])}写道：")
    for doc, held in found[:3]:
        pieces = [s for s in _SENTENCE.findall(held.text) if s.strip()]
        near = [
            s for s in pieces if wanted and len(wanted & set(grams(s))) >= max(2, len(wanted) * 0.5)
        ]
        text = "".join(near[:2]) if near and DUTY.search(question) else held.text
        quote_passage(scene.draft, doc, held, text)
        if near and DUTY.search(question):
            break
    scene.draft.words("。" if not scene.draft.text.endswith("。") else "")
    return done(scene)


# ---------------------------------------------------------------------- performance targets


def indicator(scene: Scene, question: str) -> Outcome:
    names = {label_key(i.words) for i in scene.query.items}
    found = [
        (d, i) for d, i in scene.catalogue.indicators(scene.query.doc_ids)
        if label_key(i.name) != label_key(i.target)
    ]  # fmt: skip
    if re.search("多少|几[个家名人次项件批户]", question):
        found = [(d, i) for d, i in found if re.search(r"\d", i.target)]
    chosen = [(d, i) for d, i in found if label_key(i.name) in names]
    chosen = chosen or _by_path(found, question)
    if not chosen:
        return missing(scene, "绩效指标")
    doc = chosen[0][0]
    scene.draft.words(f"{doc.identity.entity} {doc.identity.year} 年绩效目标：")
    chosen = list({(i.name, i.target, i.project): (d, i) for d, i in reversed(chosen)}.values())
    for n, (d, i) in enumerate(chosen[::-1][:12]):
        scene.draft.words("；" if n else "")
        _say_indicator(scene, d, i)
    scene.draft.words("。")
    return done(scene)


def _by_path(
    found: Sequence[tuple[Disclosure, Indicator]], question: str
) -> list[tuple[Disclosure, Indicator]]:
    """Targets whose heading the question names (满意度, 产出指标), else those most like it."""
    text = fold(question)
    entity_wide = "整体" in text or "部门" in text
    project = "项目" in text and not entity_wide
    pool = [p for p in found if not (project and p[1].form == "entity_performance")]
    pool = [p for p in pool if not (entity_wide and p[1].form == "project_performance")] or pool
    for word in ("满意度", "成本", "产出", "效益", "投入管理", "预算和财务", "绩效管理", "履职"):
        if word in text:
            hit = [p for p in pool if word in fold("".join((*p[1].path, p[1].name)))]
            if hit:
                return hit
    wanted = set(grams(_content(question)))
    near = [(d, i) for d, i in pool if _nearness(wanted, i, text) >= 0.5]
    if near:
        return near
    return pool if re.search(r"绩效|目标|指标", text) else []


_ASKED_UNIT = (("多长时间|几小时|多久", "小时|天|日|月"), ("几次|多少次", "次"), ("百分之|率", "%"))


def _nearness(wanted: set[str], held: Indicator, text: str) -> float:
    """How much of a target's name is asked for, more where its unit is what is asked."""
    name = set(grams(held.name))
    cover = len(wanted & name) / (len(name) or 1)
    fits = any(re.search(a, text) and re.search(u, held.target) for a, u in _ASKED_UNIT)
    return cover + (0.25 if fits and cover else 0.0)


def _say_indicator(scene: Scene, doc: Disclosure, held: Indicator) -> None:
    where = "".join(f"{plain(p)}·" for p in held.path[:1])
    table = next((t for t in doc.tables if t.number == held.table), None)
    title = table.title if table else ""
    scene.draft.words(where)
    if re.search(r"\d", held.name):  # 建成15分钟商业服务圈: digits need their place
        scene.draft.quote(plain(held.name), doc, held.name_source, kind="table", heading=title,
                          ref=held.id)  # fmt: skip
    else:
        scene.draft.words(plain(held.name))
    scene.draft.words("，指标值 ")
    target, source = _printed_target(held, table)
    scene.draft.quote(target, doc, source, kind="table", heading=title, ref=held.id)


_COMPARED = re.compile(r"^[≥≤=＝><＞＜]+$")
_UNIT = re.compile(
    r"^(?:亿元|万元|元|%|％|个|项|人|人次|次|家|台|套|天|日|月|年|小时|件|批次|名|户|份|场|期|吨|公里|平方米|处|篇|辆|所|条|分)$"
)


def _printed_target(held: Indicator, table: Table | None) -> tuple[str, Source]:
    """≥ | 950 | 亿元 in three cells of a row: read as one."""
    target, source = re.sub(r"\s+", "", held.target), held.source
    cells = [c for c in table.cells if c.source] if table else []
    own = next((c for c in cells if c.source == source), None)
    if own is None or source.box is None or not is_amount(target):
        return target, source
    beside = {c.column - own.column: c for c in cells if c.row == own.row}
    texts, boxes = [target], [source.box]
    for step, pattern in ((-1, _COMPARED), (1, _UNIT)):
        cell = beside.get(step)
        text = fold(cell.text) if cell else ""
        near = cell is not None and cell.source is not None and cell.source.page == source.page
        if not (near and pattern.match(text) and cell and cell.source and cell.source.box):
            continue
        texts = [text, *texts] if step < 0 else [*texts, text]
        boxes.append(cell.source.box)
    around = Box(min(b.x0 for b in boxes), min(b.top for b in boxes),
                 max(b.x1 for b in boxes), max(b.bottom for b in boxes))  # fmt: skip
    return "".join(texts), replace(source, box=around, text="".join(texts))


# ---------------------------------------------------------------------- names, contradictions


def entity_name(scene: Scene) -> Outcome:
    """The name that a form is headed with, and whether it is the discloser's."""
    forms = scene.query.forms or ("entity_performance",)
    for doc in scene.docs:
        for table in doc.tables:
            if table.form not in forms or not table.entity_line:
                continue
            cell = next(
                (c for c in table.cells if c.source and fold(table.entity_line) in fold(c.text)),
                None,
            )
            if cell is None or cell.source is None:
                continue
            scene.opening().words(f"《{plain(table.title)}》上填的是")
            scene.draft.quote(re.sub(r"\s+", "", cell.text), doc, cell.source, kind="table",
                              heading=table.title, ref=f"{doc.id}:t{table.number}")  # fmt: skip
            same = fold(table.entity_line) == fold(doc.identity.entity)
            scene.draft.words(f"，与“{doc.identity.entity}”".replace("“", "").replace("”", ""))
            scene.draft.words("一致。" if same else "不一致。")
            return done(scene)
    return missing(scene, "表上的部门名称")


def contradictions(scene: Scene) -> Outcome:
    """The findings of severity contradiction, in words; their sides go along as warnings."""
    files = scene.catalogue.by_sha
    between = [
        (u.docs[0], f)
        for u in scene.catalogue.holding_any(scene.query.doc_ids)
        if set(u.doc_ids) <= set(scene.query.doc_ids)
        for f in u.between
    ]
    every = [*((d, f) for d in scene.docs for f in d.findings), *between]
    held = [(d, f) for d, f in every if f.severity == "contradiction"]
    if not held:
        scene.draft.words(f"{head(scene.docs[0])}：没有查出自相矛盾的地方（尾差不算）。")
        return done(scene)
    scene.draft.words(f"{head(scene.docs[0])}查出{_count(len(held))}处自相矛盾，两边的原文如下：")
    for n, (doc, finding) in enumerate(held[:10]):
        scene.draft.words("；" if n else "").words(f"（{'甲乙丙丁戊己庚辛壬癸'[n]}）")
        for m, side in enumerate(finding.sides[:2]):
            scene.draft.words("，而" if m else "")
            heading = re.sub(r"(?<![\d第])\d[\d,.]*\s*(?:万元|元|%)", "", side.what)
            scene.draft.words(plain(heading).replace("“", "「").replace("”", "」") + "印作")
            scene.draft.quote(side.source.text, files.get(side.source.file, doc), side.source, kind="table",
                              heading="", ref=side.ref or f"{doc.id}:finding")  # fmt: skip
    scene.draft.words("。")
    return done(scene)


def library(scene: Scene) -> Outcome:
    """What the corpus holds of the bodies in question: years and stages, no amounts."""
    bodies = {u.entity for u in scene.catalogue.meant(scene.query.units)}
    units = scene.catalogue.units_of(bodies)  # of any year
    held: dict[str, list[str]] = {}
    for unit in sorted(units, key=lambda u: (u.entity, u.year)):
        held.setdefault(unit.entity, []).append(
            f"{unit.year} 年{unit.scope}{STAGE[str(unit.stage)]}"
        )
    scene.draft.words("文件库里有：")
    for n, (entity, books) in enumerate(list(held.items())[:LISTED]):
        scene.draft.words("；" if n else "").words(f"{entity}（{'、'.join(books)}）")
    scene.draft.words("；其余从略，见文件库清单。" if len(held) > LISTED else "。")
    return done(scene)


def _count(n: int) -> str:
    return "零一两三四五六七八九十"[n] if n <= 10 else "十余"


TEXTUAL: dict[Operation, Composer] = {
    Operation.DEFINITION: definition,
    Operation.ENTITY_NAME: entity_name,
    Operation.LIBRARY: library,
    Operation.CONTRADICTIONS: contradictions,
}

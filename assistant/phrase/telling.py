"""The sentences of a disclosure that tell what a question asks, where they plainly do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.execute import COUNTED
from assistant.passages import Hit, PassageSearch, expanded
from assistant.phrase.quoting import head, quote_passage
from assistant.phrase.scene import Outcome, Scene, done, missing
from assistant.phrase.targets import texts_in_tables
from assistant.phrase.wanted import wanted
from assistant.shelf.tokens import grams, tokens
from assistant.understand.normalise import fold, label_key
from assistant.understand.query import Operation
from ingest.records import Passage, PassageKind

_SENTENCE = re.compile(r"[^。；;！？]+[。；;！？]?")
_COUNTED = re.compile(r"(?:多少|几)(人次|批次|台套|[\u4e00-\u9fff])")
_MONEY = re.compile(
    r"多少(?:预算|资金|经费|拨款|支出)|(?:费|支出|收入|拨款|工资|补贴|基金|预算|资金|专项|补助|投资)(?:是|有|为|一共|总共)?多少(?!个|家|人|项|件)|多少钱|多少万|花.{0,4}多少|金额|多少元|预算多少|(?:安排|给|拨|拿|投)了?多少(?!个|家|人|项|件)|几个?[万亿]|(?:费|支出|收入|拨款|经费|预算|资金|专项)(?:呢|情况)?[？?。]?$"
)
ENOUGH = 0.62  # share of what the question says, weighted by rarity, that the sentences say too
FOCUS = 0.5  # of what the question says besides known items
CLOSE = 0.8  # of the words asked for, in the very clause that has the amount
AHEAD = 5  # sentences after the one that names an item
FEW = 4  # files whose tables are read for what they say in words
LEAST_IN_TABLES = 4  # letters of what is asked for, where the cells of tables are looked through
LONGEST = 3  # sentences in one quotation
SHORTEST = 12  # letters of a sentence without a number


@dataclass(frozen=True, slots=True)
class Telling:
    hit: Hit
    sentences: tuple[str, ...]
    score: float


def tell(scene: Scene, words: str, question: str) -> Outcome:
    """A quotation that covers the words asked for; nothing where none does.

    `words` is what the question says besides the items that were recognised in it.
    """
    whole = best_telling(scene, words, question) if scene.search else None
    found = [whole] if whole is not None else _clause_by_clause(scene)
    if not found and scene.search and len(scene.docs) <= FEW:
        in_table = best_telling(scene, words, question, in_tables=True)
        found = [in_table] if in_table is not None else []
    moved = any(_MOVED.search(s) for t in found for s in t.sentences)
    if not found or (scene.query.operation is Operation.CHANGE and not moved):
        return missing(scene, words)
    scene.draft.words(f"{head(found[0].hit.doc)}写道：")
    for told in found:
        quote_passage(scene.draft, told.hit.doc, told.hit.passage, "".join(told.sentences))
    if not found[-1].sentences[-1].endswith(("。", "；", "！", "？")):
        scene.draft.words("。")
    return done(scene)


def _clause_by_clause(scene: Scene) -> list[Telling]:
    """办理提案多少件？开几次常委会议？ — each from its own sentence, or none at all."""
    clauses = [c for c in re.split(r"[，,？?；;]", scene.query.bare) if re.search("多少|几", c)]
    if len(clauses) < 2 or scene.search is None:
        return []
    free = Scene(replace(scene.query, items=()), scene.catalogue, search=scene.search)
    found: list[Telling] = []
    for clause in clauses:
        told = best_telling(free, clause, clause)
        if told is None:
            return []
        if all(told.sentences != other.sentences for other in found):
            found.append(told)
    return found


_AMOUNT = re.compile(
    r"多少|几(?!乎)|金额|总额|占比|比重|比例|百分|哪个(?:更)?[多高大少低小]|how (?:much|many)|谁(?:更)?[多高大少低小]"
)
_ASKS = re.compile(
    r"为什么|为何|为啥|怎么|怎样|如何|什么|啥|哪|吗|谁|咋|是不是|能不能|管不管|算不算|还是|why|what|how|which"
)
# never in a disclosure, however near some passage is in words
_NEVER = re.compile(
    r"哪(?:些|几|个)?(?:个|座)?(?:国家|城市|国|省|地区|公司|企业|厂家|供应商|人)|是谁|姓名|叫什么名|哪家公司|中标|供应商|电话|地址|领导班子"
)
NEAREST = "与问题最接近的原文是"
WHOLE = 240  # letters of a passage that is quoted whole


def nearest(scene: Scene, question: str) -> Outcome:
    """The passage a question of why, what or how is plainly about, quoted as no more than that."""
    ranks = scene.query.operation in (Operation.EXTREME, Operation.PROJECTS)
    told = bool(_ASKS.search(question)) and not _AMOUNT.search(question) and not ranks
    if scene.search is None or not told or _NEVER.search(question):
        return missing(scene, question)
    hit = scene.search.plainly(
        scene.search.words_of(question, scene.query.bare), scene.query.doc_ids
    )
    if hit is None:
        return missing(scene, question)
    scene.draft.words(f"{head(hit.doc)}里，{NEAREST}：")
    quote_passage(scene.draft, hit.doc, hit.passage, _best_part(hit.passage.text, question))
    scene.draft.words("" if scene.draft.text.endswith("。") else "。")
    return done(scene)


def _best_part(text: str, question: str) -> str:
    """The sentences of a long passage that share most with the question."""
    if len(text) <= WHOLE:
        return text
    sentences = [str(s) for s in _SENTENCE.findall(text) if s.strip()]
    asked = set(tokens(expanded(question)))
    best, chosen = -1.0, text[:WHOLE]
    for start in range(len(sentences)):
        run = ""
        for sentence in sentences[start : start + 6]:
            if run and len(run) + len(sentence) > WHOLE:
                break
            run += sentence
        score = len(asked & set(tokens(run)))
        if score > best:
            best, chosen = score, run
    return chosen


_WHY = re.compile(r"原因|由于|主要是|因为|因[^公]|主要用于|用于")
_MOVED = re.compile(
    r"增加|减少|增长|下降|上升|压减|持平|相同|不变|没有变化|无变化|小于|大于|低于|高于|超过|提高|降低|调减|调增"
)


def tell_change(scene: Scene, *, why: bool = False) -> Outcome:
    """The sentence that says of the item asked for how it changed, or why."""
    for item in scene.query.items[:1]:
        names = [k for k in {fold(item.words), *item.keys} if len(k) >= 2]
        for doc in scene.docs:
            own = fold(doc.identity.entity)
            for passage in doc.passages:
                if passage.kind is PassageKind.GLOSSARY:
                    continue
                said = _changing(passage, names, why=why, own=own)
                if said:
                    scene.draft.words(f"{head(doc)}写道：")
                    quote_passage(scene.draft, doc, passage, said)
                    scene.draft.words("" if said.endswith("。") else "。")
                    return done(scene)
    return missing(scene, "变化")


def _changing(passage: Passage, names: Sequence[str], *, why: bool, own: str) -> str:
    """The sentence that names the item and a change; with the next one if that has the reason. The
    body's own name is no item, whatever it says."""
    sentences = [str(s) for s in _SENTENCE.findall(passage.text) if s.strip()]
    heading = fold("".join(passage.headings[-1:])).replace(own, "")
    # under 三公经费、会议费、培训费 a sentence may be of any of them
    headed = any(n in heading for n in names) and not re.search("[、和与]", label_key(heading))
    for at, sentence in enumerate(sentences):
        text = fold(sentence).replace(own, "")
        if not (headed or any(n in text for n in names)):
            continue
        if not _MOVED.search(text):
            if any(n in text for n in names) and (later := _soon(sentences[at + 1 :], why=why)):
                return later
            continue
        if not why or _WHY.search(text):
            return sentence
        if at + 1 < len(sentences) and _WHY.search(sentences[at + 1]):
            return sentence + sentences[at + 1]
    return ""


_OTHER = re.compile("经费|费|支出|收入|拨款|采购|资产")


def _soon(sentences: Sequence[str], *, why: bool) -> str:
    """…（项）。年初预算为…。决算数小于预算数的主要原因：…, before the next item begins."""
    for sentence in sentences[:AHEAD]:
        if re.search(r"[（(]项[）)]", sentence):
            return ""
        moved = _MOVED.search(sentence)
        if moved and _OTHER.search(sentence[: moved.start()]):
            return ""  # of another item already
        if moved and (not why or _WHY.search(sentence)):
            return sentence
    return ""


def best_telling(
    scene: Scene, words: str, question: str, *, in_tables: bool = False
) -> Telling | None:
    assert scene.search is not None
    items = [i.words for i in scene.query.items]
    rest = words
    for item in items:
        rest = rest.replace(item, " ")
    asked = [*wanted(rest), *(w for i in items for w in wanted(i))]
    focus = {g for word in wanted(rest) for g in grams(word)}
    if not asked or (in_tables and sum(map(len, asked)) < LEAST_IN_TABLES):
        return None
    best: Telling | None = None
    hits = (
        texts_in_tables(scene.search, scene.docs, "".join(asked))
        if in_tables
        else scene.search.search("".join(asked), scene.query.doc_ids, limit=12)
    )
    for hit in hits:
        if hit.passage.kind is PassageKind.GLOSSARY:
            continue
        told = _in_passage(scene.search, hit, asked, question)
        if told is not None and not _of_year(told, scene.query.year):
            continue
        if told is not None and in_tables and not _counts_just_that(told, question):
            continue
        if told is not None and not _names_all(told, scene.query.quoted):
            continue
        if told is not None and focus:
            said = set(grams("".join(told.sentences)))
            own = sum(scene.search.rarity(g) for g in focus & said)
            if own < FOCUS * sum(map(scene.search.rarity, focus)):
                continue
        if told is not None and (best is None or told.score > best.score):
            best = told
    return best if best is not None and best.score >= ENOUGH else None


_MANY_OF = re.compile(r"(?:多少|几)(?:[个家名批次项件场]{1,2})?([\u4e00-\u9fff]{2,4})")


def _counts_just_that(told: Telling, question: str) -> bool:
    """多少辅警: a number of them, right beside the word, and not some number of a sentence on them."""
    text = fold("".join(told.sentences))
    nouns = [n for n in _MANY_OF.findall(question) if n[:2] in text]
    return all(
        re.search(rf"\d[\d,.]*[\u4e00-\u9fff]{{0,3}}{re.escape(n[:2])}", text) for n in nouns
    )


def _names_all(told: Telling, names: Sequence[str]) -> bool:
    """What the asker puts between quotation marks stands in the sentences, or over them."""
    text = fold("".join((*told.hit.passage.headings, *told.sentences)))
    return all(name in text for name in names)


def _of_year(told: Telling, year: int | None) -> bool:
    """Another year's books speak of the year asked for only where they name it."""
    own = told.hit.doc.identity.year
    return year in (None, own) or str(year) in "".join(told.sentences)


def asks_amount(question: str) -> bool:
    """True where only an amount of money can be the answer."""
    return _MONEY.search(question) is not None and not _ASKS.search(question)


def _in_passage(
    search: PassageSearch, hit: Hit, asked: Sequence[str], question: str
) -> Telling | None:
    sentences = [str(s) for s in _SENTENCE.findall(hit.passage.text) if s.strip()]
    needed = {g for word in asked for g in grams(word)}
    total = sum(map(search.rarity, needed)) or 1.0
    heading = set(grams("".join(hit.passage.headings[-2:]))) & needed
    best: Telling | None = None
    if _MONEY.search(question) and own_heading(search, hit.passage, needed, total):
        sums = [s for s in sentences if _BUDGETED.search(s)]
        if len(sums) == 1:
            return Telling(hit, (sums[0],), 1.0)
    for start in range(len(sentences)):
        for size in range(1, LONGEST + 1):
            run = sentences[start : start + size]
            if len(run) < size or not _fits(run, question, needed):
                continue
            said = set(grams("".join(run))) & needed
            own = sum(map(search.rarity, said))
            under = sum(map(search.rarity, heading - said))
            score = (own + 0.5 * under) / total - 0.04 * (size - 1)
            if own and (best is None or score > best.score):
                best = Telling(hit, tuple(run), score)
    return best


_HOW_MANY = re.compile(r"多少|几(?!乎|类|方面|个方面|大)")
_A_NUMBER = re.compile(r"\d|[一二三四五六七八九十百两](?:[个家名人次项件批辆台所处座]|余|多)")


_BUDGETED = re.compile(r"(?:预算|资金|安排|金额)[^，,。；]{0,12}?\d[\d,.]*(?:亿元|万元|元)")


def own_heading(search: PassageSearch, held: Passage, needed: set[str], total: float) -> bool:
    """4.某大学新校区（一期）建设项目: a section that is about just what is asked for."""
    name = "".join(held.headings[-1:])
    said = set(grams(re.sub("[（()）]", "", name))) & needed
    return bool(said) and sum(map(search.rarity, said)) >= CLOSE * total


# 项目支出全面实施绩效目标管理，涉及预算拨款80万元: of what the clause before names
_GOES_ON = re.compile("(?:共?涉及|合计|总计|资金|金额|投入|预算资金)")


def _fits(sentences: Sequence[str], question: str, needed: set[str]) -> bool:
    """Asked how many, it says a number of just them; asked for money, the clause has an amount."""
    text = fold("".join(sentences))
    if len(re.findall(r"[\u4e00-\u9fff]", text)) < SHORTEST and not re.search(r"\d", text):
        return False  # a heading
    bounds = re.findall(r"(\d[\d,.]*)万元?以[上下]", question)
    if any(not re.search(rf"(?<!\d){re.escape(b)}万", text) for b in bounds):
        return False
    if re.search("占|比重|比例", question) and not re.search("%|占|倍", text):
        return False
    if _HOW_MANY.search(question) and not _A_NUMBER.search(text):
        return False
    if _MONEY.search(question):
        said = re.split(r"[，,；;。：]", text)
        clauses = [
            (said[n - 1] if n and _GOES_ON.match(c) else "") + c
            for n, c in enumerate(said)
            if re.search(r"\d(?:万元|亿元|元)", c)
        ]
        covered = max((len(needed & set(grams(c))) for c in clauses), default=0)
        if covered < CLOSE * len(needed):
            return False
    units = [u for u in _COUNTED.findall(question) if u in _SAME or u in COUNTED]
    return all(
        re.search(rf"(?:\d|[一二三四五六七八九十百两零])(?:多|余)?(?:{_SAME.get(u, u)})", text)
        for u in units
    )


_SAME = {"人": "人(?!次)|名", "名": "人(?!次)|名", "个": "个|项|家", "家": "家|个", "项": "项|个", "台套": "台|套", "台": "台|套",
         "套": "台|套", "件": "件|部|项|份", "辆": "辆|台", "分": "分"}  # fmt: skip

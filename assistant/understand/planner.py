"""A linked question → the typed query, or an honest reason why there is none."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Status
from assistant.catalogue import BOUGHT, Catalogue, concept_item, total_item
from assistant.execute import find, parts_of
from assistant.lexicon import lexicon
from assistant.prose.naming import in_full
from assistant.prose.plain import Plain
from assistant.shelf.keys import PAIR, TERM
from assistant.understand.asking import qualified, without_asking
from assistant.understand.beside import WHICH_BODY, WHICH_PLACE, across, compared, of_one
from assistant.understand.carry import carry
from assistant.understand.comparing import read_comparing
from assistant.understand.counting import BUYING, about_money, counting
from assistant.understand.english import in_chinese
from assistant.understand.fragments import stands_for
from assistant.understand.leftover import foreign_words, letters, unmatched, unmatched_beside
from assistant.understand.linking import Linked, Linker
from assistant.understand.normalise import fold, fold_word, label_key, sound
from assistant.understand.operations import (
    Named,
    claimed_direction,
    operation_of,
)
from assistant.understand.otherwise import called_otherwise, said_in_part
from assistant.understand.parts import without_doubt
from assistant.understand.query import Item, Operation, Query
from assistant.understand.scope import Refusal, scope_of
from assistant.understand.sharing import inside
from assistant.understand.spelling import Spelling, confused
from assistant.understand.wording import clean, quoted_in
from ingest.records import Stage

__all__ = ["Before", "Planner", "Refusal", "clean"]

Before = str | Query  # an earlier question, or the query that its reader corrected it to


FEW_FILES = 12  # whose labels are gone through one by one


# 掉了 24 个多亿, 少了一百七十多万, 涨了一倍半, 掉到三亿出头: how much something is said to have moved
_MOVED_BY = re.compile(
    r"(?<=[掉降减少增涨多跌缩砍了到至])(?:近|快|超过?|约|将近|差不多|足足|整整)?"
    r"(?:(?:\d[\d,.]*|[一二两三四五六七八九十百千万亿几半点零]+)个?多?(?:[成倍番]半?|%|[万亿]+)元?(?:出头|还多|多|以上|左右|上下)?"
    r"|一?大半|一多?半|一大?截|不少|好多|很多)了?"
)


# 宝安那个规划局: the word that points at a body is no part of its name
_THAT_BODY = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})的?那[个家](?=[\u4e00-\u9fff]{2,10}?(?:局|委(?!托)|办(?!公)|厅|院|支队|总队|街道|中心))"
)


class Planner:
    def __init__(self, catalogue: Catalogue, linker: Linker) -> None:
        self.catalogue = catalogue
        self.linker = linker
        self.spelling = Spelling(frozenset(catalogue.askable.tallied(PAIR)))
        held = catalogue.askable.tallied(TERM)
        self.terms = sorted({(_term(t), t) for t in held}, key=lambda p: (-len(p[0]), p))

    # ------------------------------------------------------------------ a conversation

    def plan(self, question: str, history: Sequence[Before] = ()) -> Query | Refusal:
        """The query of the last question, what it leaves out taken from the ones before."""
        before = self._before(history)
        if said := in_chinese(question, self.linker.bodies):
            again = self._plan(said, before)
            if _is_understood(again):
                return again
        return self._plan(question, before)

    def _before(self, history: Sequence[Before]) -> list[Query]:
        previous: list[Query] = []
        for earlier in history:
            planned = earlier if isinstance(earlier, Query) else self._plan(earlier, previous)
            if isinstance(planned, Query):
                previous.append(planned)
        return previous

    def read(self, question: str) -> str:
        """The question as it is understood: what only surrounds it gone, its spelling put right."""
        return self.spelling.corrected(clean(question))

    def names_alike(self, question: str, part: str) -> bool:
        """True where a part of a question names a body, if the whole of it does."""
        return bool(self.linked(part).entities) or not self.linked(question).entities

    def linked(self, question: str, previous: Sequence[Query] = ()) -> Linked:
        """The words of a question that are known; `text` is the question as it is understood."""
        text, doubts = without_doubt(_THAT_BODY.sub("", self.read(question)))
        text = in_full(
            Plain(text, tuple(range(len(text)))), self.linker.bodies, self.linker.words
        ).text
        spoken = {d.identity.entity for q in previous[-1:]
                  for d in self.catalogue.in_order(q.doc_ids) if self.catalogue.prints(d.id)}  # fmt: skip
        about = {d.id for d in self.catalogue.of_entities(spoken)}
        linked = self.linker.link(
            text, self._places(previous), quoted=quoted_in(question), about=about
        )
        linked.doubts = doubts
        _within_whole(linked, previous)
        _echo(linked, previous)
        return linked

    def _places(self, previous: Sequence[Query]) -> frozenset[str]:
        """Where the bodies are that the conversation is about."""
        ids = {i for q in previous[-1:] for i in q.doc_ids}
        homes = [self.linker.bodies.home[u.entity] for u in self.catalogue.holding_any(ids)]
        return frozenset.intersection(*homes) if homes else frozenset()

    def meant(
        self, linked: Linked, operation: Operation, items: Sequence[Item], history: Sequence[Before]
    ) -> Query | Refusal:
        """The query where somebody else has said what the words of a question stand for."""
        text = linked.text
        scope = scope_of(linked, self.catalogue, text, self._before(history))
        if isinstance(scope, Refusal):
            return scope
        query = Query(
            operation, scope.doc_ids, scope.year, tuple(items), unit=_unit(text), bare=linked.bare,
            claimed_direction=claimed_direction(text) if operation is Operation.REASON else "",
            units=tuple(u.doc_ids for u in scope.units), open_years=scope.open_years,
        )  # fmt: skip
        query = self._completed(query, text)
        return replace(query, across=across(query, scope, text))

    def _plan(self, question: str, previous: Sequence[Query]) -> Query | Refusal:
        linked = self.linked(question, previous)
        text = linked.text
        if not text.strip():
            return Refusal(Status.OUT_OF_SCOPE, question.strip(), "scope")
        self._elsewhere(linked, previous)
        self._of_a_kind(linked)
        if self._off_topic(linked):
            return Refusal(Status.OUT_OF_SCOPE, question.strip(), "scope")
        if not linked.entity_named and not previous and (place := WHICH_PLACE.search(text)):
            return Refusal(Status.NOT_FOUND, f"按{place[1]}汇总的数", "scope")
        scope = scope_of(linked, self.catalogue, text, previous)
        if isinstance(scope, Refusal):
            return scope
        last = previous[-1] if previous else None
        finals = any(u.stage is Stage.FINAL for u in scope.units)
        spoken = [i for q in previous[-1:] for i in q.items]
        linked.items = counting(linked.items, text, spoken)
        if any(i.keys == concept_item(BOUGHT).keys for i in linked.items):
            linked.rest = re.sub(f"要?{BUYING}(?:置|买|配|入)?", " ", linked.rest)
        named = Named(
            tuple(self._indicator_names(linked.bare, scope.doc_ids)),
            tuple(self._terms_in(text)),
            finals,
        )
        operation = operation_of(text, linked, last, named)
        if operation is Operation.SUM and len(linked.items) > 2:
            whole = inside(linked.items, linked.bare.replace(" ", "")) or _whole_of(linked.items)
            linked.items = [i for i in linked.items if i is not whole]
        amounts = tuple(
            re.findall(r"(?<![\d.,])\d[\d,]*\.\d+|(?<![\d.,])\d[\d,]*\d(?=万|元|亿)", linked.rest)
        )
        comparing = read_comparing(linked.rest)
        linked.qualified = qualified(linked.rest)
        linked.rest = _MOVED_BY.sub(" ", linked.rest)
        linked.rest = re.sub(r"\d[\d,.]*(?:万元|亿元|元|万|亿|%|个)?", " ", linked.rest)
        query = Query(
            operation, scope.doc_ids, scope.year, tuple(linked.items),
            forms=tuple(linked.forms), unit=_unit(text), text=linked.rest,
            claimed_direction=claimed_direction(text) if operation is Operation.REASON else "",
            bare=linked.bare, amounts=amounts, units=tuple(u.doc_ids for u in scope.units), open_years=scope.open_years,
            comparing=comparing, years=linked.when.years, doubts=linked.doubts,
            quoted=linked.quoted,
        )  # fmt: skip
        if operation is Operation.LIBRARY:
            return replace(query, items=())
        query = self._contained(carry(query, text, previous), text)
        query = of_one(query, linked, scope, text)
        if beside := compared(query, scope, linked, text):
            return beside
        checked = self._checked(query, linked, text)
        if isinstance(checked, Refusal):
            return checked
        return replace(checked, across=checked.across or across(checked, scope, text))

    def _elsewhere(self, linked: Linked, previous: Sequence[Query]) -> None:
        """深圳市信访局…？ 广州的呢？: the body of that kind in the other place, not all that are there."""
        spoken = {
            u.entity for q in previous[-1:] for u in self.catalogue.units if u.doc_ids in q.units
        }
        if linked.entity_named or not linked.places or len(spoken) != 1:
            return
        if WHICH_BODY.search(linked.text) or re.search("一共|总共|合计|全市|所有", linked.text):
            return
        alike = self.linker.bodies.of_the_kind(next(iter(spoken)), linked.entities)
        if alike:
            linked.entities, linked.named = sorted(alike), [sorted(alike)]
            linked.entity_named, linked.places = True, []

    def _of_a_kind(self, linked: Linked) -> None:
        """公安单位谁的三公最高: the word says which bodies, and is no row of that name."""
        for item in linked.items if not linked.entity_named else ():
            word = re.escape(item.words)
            if not re.search(f"{word}(?:系统|单位|部门|机关|口)", linked.bare):
                continue
            held = linked.entities or sorted({u.entity for u in self.catalogue.units})
            if fits := [e for e in held if item.words in e]:
                linked.entities = fits
                linked.items = [i for i in linked.items if i is not item]

    def _off_topic(self, linked: Linked) -> bool:
        words = [fold_word(w) for w in lexicon()["out_of_scope"]["words"]]
        spoken_of = linked.entity_named and re.search("多少|几|预算|决算|支出|收入", linked.bare)
        return any(w in linked.bare for w in words) and not linked.items and not spoken_of

    def _targets(self, doc_ids: Sequence[str]) -> list[tuple[str, str]]:
        """Names of the targets that the disclosures in question set, the longest first."""
        found = {(label_key(name), name) for name in self.catalogue.targets(doc_ids)}
        return sorted(found, key=lambda p: (-len(p[0]), p))

    def _indicator_names(self, text: str, doc_ids: Sequence[str]) -> list[str]:
        found: list[str] = []
        rest = text
        for key, name in self._targets(doc_ids):
            short = key[2:] if len(key) >= 6 and key[2:] in rest else key
            hit = key if key in rest else short if len(key) >= 7 and short in rest else ""
            if hit and len(hit) >= 4:
                found.append(name)
                rest = rest.replace(hit, " ")
        return found

    def _terms_in(self, text: str) -> list[str]:
        return [term for key, term in self.terms if key and key in text]

    # ------------------------------------------------------------------ is it understood?

    def _checked(self, query: Query, linked: Linked, text: str) -> Query | Refusal:
        """Words that were not understood stop a look-up: a guess would be a wrong number."""
        rest = without_asking(linked.rest, query.operation)
        left = unmatched(rest)
        if (
            not left
            and query.operation is Operation.LOOKUP
            and (bound := _BOUND.search(query.bare))
        ):
            left = [bound[0]] if not any(bound[1] in i.words for i in query.items) else []
        if any(_is_the_other(i, query.bare) for i in query.items):
            return replace(query, operation=Operation.PASSAGE, text=query.bare.strip(), limit=0)
        if not query.items and not left and (left := foreign_words(rest)):
            sounded = self._bysound(rest)
            if sounded is not None:
                return self._completed(replace(query, items=(sounded,)), text)
        if query.operation in _RANKS:
            left = unmatched_beside(rest)
        if query.operation is Operation.SUM and _carried_over(query.items):
            return replace(query, operation=Operation.PASSAGE, text=linked.bare.strip(), limit=0)
        if linked.qualified:
            said = (*query.quoted, linked.qualified)  # a sentence must say it, too
            return replace(
                query, operation=Operation.PASSAGE, text=linked.bare.strip(), quoted=said, limit=0
            )
        if not left and (named := self._glued(query)) is not None:
            return self._completed(named, text)
        if query.operation in _FREE or not left:
            return self._completed(query, text)
        if _only_before_a_name(query, left):
            return self._completed(query, text)
        repaired = self._repair(left)
        if repaired:
            return self._completed(replace(query, items=(*query.items, *repaired)), text)
        if self.is_near_indicator(query.bare, query.doc_ids):
            return replace(query, operation=Operation.INDICATOR, items=())
        if query.items and (narrowed := self._narrowed(query, left)) is not None:
            return self._completed(narrowed, text)
        if (other := self._otherwise(query, left)) is not None:
            return self._completed(other, text)
        about = " ".join(left)
        if query.items:  # 绩效 + 工资: another thing than the item that was recognised in it
            about = _core("".join(linked.text.split()), left, query)
        return replace(query, operation=Operation.PASSAGE, text=about, limit=0)

    def _contained(self, query: Query, text: str) -> Query:
        """住宿服务的采购预算: an item that names a form holding the other one is where to look."""
        if len(re.findall("多少|几", text)) > 1:
            return query  # each is asked for by itself
        if len(query.items) != 2 or query.forms or re.search(r"[、和与及跟]|分别|各|还是|占", text):
            return query
        for held, whole in ((0, 1), (1, 0)):
            names = lexicon()["form_item"].items()
            forms = [f for f, n in names if n and label_key(n) in query.items[whole].keys]
            within = replace(query, items=(query.items[held],), forms=tuple(forms))
            if forms and find(within, self.catalogue, query.items[held]):
                return within
        return query

    def _narrowed(self, query: Query, left: Sequence[str]) -> Query | None:
        """住宿服务 of the 全委会: the words left over stand in the row above, or the title."""
        narrowed = replace(query, narrow=tuple(_WRAPPING.sub("", word) for word in left))
        data = [d for i in query.items for d in find(narrowed, self.catalogue, i)]
        return narrowed if data else None

    def _otherwise(self, query: Query, left: Sequence[str]) -> Query | None:
        """补贴公交运营 is 公共交通运营补助: the words left over and what stands between them mean
        just what a label of these disclosures does."""
        if len(query.doc_ids) > FEW_FILES:  # of which body, the question has to say
            return None
        labels = self.linker.labels_of(query.doc_ids)
        runs = [r for r in re.split(r"[占比和与及跟、,，\s]|里面?", query.bare) if left[0] in r]
        for said in dict.fromkeys((_core(query.bare, left, query), *runs, "".join(left))):
            if found := called_otherwise(said, labels) or said_in_part(said, labels):
                kept = [i for i in query.items if i.words not in said]
                at = query.bare.find(said)
                before = [i for i in kept if query.bare.find(i.words) < at]
                after = [i for i in kept if i not in before]
                return replace(query, items=(*before, Item(said.strip(), found), *after))
        return None

    def _glued(self, query: Query) -> Query | None:
        """气象预报 + 大模型项目: two words side by side may be one name, said in part."""
        words = [i.words for i in query.items]
        if len(words) != 2 or len(query.doc_ids) > FEW_FILES or "".join(words) not in query.bare:
            return None
        if found := said_in_part("".join(words), self.linker.labels_of(query.doc_ids)):
            return replace(query, items=(Item("".join(words), found),))
        return None

    def is_near_indicator(self, text: str, doc_ids: Sequence[str]) -> bool:
        """Most of a target's name stands in the question."""
        asked = set(itertools.pairwise(text))
        return any(
            len(asked & set(itertools.pairwise(k))) >= max(3, 0.6 * (len(k) - 1))
            for k, _ in self._targets(doc_ids)
        )

    def _completed(self, query: Query, text: str) -> Query:
        if query.operation is Operation.INDICATOR:
            names = self._indicator_names(query.bare, query.doc_ids)
            return replace(query, items=tuple(Item(n, (n,)) for n in names))
        if query.operation is Operation.DEFINITION:
            return replace(query, items=tuple(Item(t, (t,)) for t in self._terms_in(text)[:1]))
        if not query.items and query.forms and query.operation in _OF_A_FORM:
            name = str(lexicon()["form_item"].get(query.forms[0], ""))
            return replace(query, items=(Item(name, (label_key(name),)),)) if name else query
        if query.operation is Operation.EXTREME:
            smallest = re.search(r"最少|最小|最低|smallest|lowest", text)
            many = re.search(r"前([一二三四五六\d])(?!年)", text)
            count = "一二三四五六".find(many[1]) + 1 or int(many[1]) if many else 1
            return replace(query, descending=not smallest, limit=count)
        left = unmatched(without_asking(query.text, query.operation))
        whole = not left and (query.operation in _OF_THE_WHOLE or about_money(text))
        if not query.items and query.operation in _TOTAL_BY_DEFAULT and whole:
            return replace(query, items=(total_item(),))
        if not query.items and query.operation is Operation.OUTTURN and not left:
            return replace(query, items=(total_item("收入" if "收入" in query.bare else "支出"),))
        return query

    def _bysound(self, rest: str) -> Item | None:
        """Pinyin typed instead of characters: zhu fang gong ji jin."""
        typed = "".join(re.findall(r"[a-z]+", rest))
        if not _PINYIN.fullmatch(typed):
            return None
        fits = (w for w in self.linker.words if 2 * len(w) - 1 <= len(typed) <= 6 * len(w))
        word = next((w for w in fits if "".join(sound(w)) == typed), None)
        if word is None:
            return None
        keys, count = self.linker.words[word]
        return Item(word, tuple(sorted(keys)), count=count)

    def _repair(self, left: Sequence[str]) -> list[Item]:
        """A typo: one wrong character in a known word, or the same sound."""
        out = []
        for chunk in left:
            word = closest_word(chunk, self.linker)
            if word is None:
                return []
            keys, count = self.linker.words[word]
            out.append(Item(word, tuple(sorted(keys)), count=count))
        return out


_PINYIN = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:[iu]?a(?:ng|n|i|o)?|i?o(?:ng|u)?|u[oi]|[uü]e|e(?:ng|n|i|r)?|i(?:ng|n|u|e)?|un?|v)){2,}"
)


def _is_understood(planned: Query | Refusal) -> bool:
    return isinstance(planned, Query) and planned.operation is not Operation.PASSAGE


def _only_before_a_name(query: Query, left: Sequence[str]) -> bool:
    """给老人装“平安通”的项目: what is said of a name in quotation marks, which one label alone has."""
    names = [i.words for i in query.items if i.words in query.quoted and len(i.keys) == 1]
    if query.operation is not Operation.LOOKUP or len(query.items) != 1 or not names:
        return False
    before, _, after = query.bare.partition(names[0])
    return all(word in "项目" or (word in before and word not in after) for word in left)


def _carried_over(items: Sequence[Item]) -> bool:
    """甲项目连上年结转一起: what of it was carried over, and not all that was."""
    carried = set(concept_item("carry_over").keys)
    own = [bool(set(i.keys) & carried) for i in items]
    whole = any({"支出总计", "收入总计"} & set(i.keys) for i in items)
    return any(own) and not all(own) and not whole


def _is_the_other(item: Item, asked: str) -> bool:
    """其他工资福利支出 is another item than 工资福利支出."""
    said = re.search(rf"其[他它]{re.escape(item.words)}", asked)
    return said is not None and not item.code and not any("其他" in k for k in item.keys)


# Answered in the words of the disclosure itself, so that a word too many does no harm.
_FREE = frozenset(
    {Operation.DEFINITION, Operation.PASSAGE, Operation.INDICATOR,
     Operation.CONTRADICTIONS, Operation.ENTITY_NAME, Operation.LIBRARY}
)  # fmt: skip
# Their own words are many (谁垫底, 砍得最狠): those are known, and what is left over still stops.
_RANKS = frozenset({Operation.EXTREME, Operation.BREAKDOWN, Operation.PROJECTS, Operation.REASON})
_TOTAL_BY_DEFAULT = frozenset(
    {Operation.LOOKUP, Operation.CHANGE, Operation.PRIOR, Operation.REASON, Operation.BREAKDOWN}
)


_OF_A_FORM = frozenset({Operation.LOOKUP, Operation.HAS})
_OF_THE_WHOLE = frozenset({Operation.REASON, Operation.CHANGE, Operation.PRIOR})


_BOUND = re.compile(r"(\d[\d,.]*)(?:万|亿)元?(?:以上|以下)的?")
_WRAPPING = re.compile("^(?:建设?|给|搞|修|办|做|为|用于|投)(?=.{3,})")


def _whole_of(items: Sequence[Item]) -> Item | None:
    """三公，出国加接待一共多少: what is added are parts, and the whole says only of what."""
    for item in items:
        parts = {key for part in parts_of(item) for key in part.keys}
        if parts and all(parts & set(other.keys) for other in items if other is not item):
            return item
    return None


def _within_whole(linked: Linked, previous: Sequence[Query]) -> None:
    """货物和服务 after 政府采购: what is short for a part once its whole was named."""
    said = linked.text + "".join(i.words for q in previous[-1:] for i in q.items)
    for concept in lexicon()["concept"]:
        if not any(whole in said for whole in concept.get("of", ())):
            continue
        for word in concept["within"]:
            at = linked.rest.find(word)
            if at >= 0 and not any(word in i.words for i in linked.items):
                item = replace(concept_item(concept["name"]), words=word)
                linked.items = [*linked.items, item]
                linked.rest = linked.rest.replace(word, " " * len(word))


def _echo(linked: Linked, previous: Sequence[Query]) -> None:
    """那边的购置费 after 公务用车购置费: the end of what was asked before is that again."""
    if linked.items:
        return
    for item in (i for q in reversed(previous) for i in q.items):
        for length in range(len(item.words) - 1, 2, -1):
            said = item.words[-length:]
            if said in linked.rest and len(letters(said)) > 1:
                linked.items = [item]
                linked.rest = linked.rest.replace(said, " " * length)
                return


def _core(text: str, left: Sequence[str], query: Query) -> str:
    """The stretch of the question from the first to the last word that carries meaning."""
    words = [*left, *(i.words for i in query.items)]
    places = [(text.find(w), text.find(w) + len(w)) for w in words if w in text]
    return text[min(a for a, _ in places) : max(b for _, b in places)] if places else left[0]


def closest_word(chunk: str, linker: Linker) -> str | None:
    if len(chunk) < 3:
        return None
    printed = linker.catalogue.printed
    holding = [k for k in printed.containing(chunk, printed.all) if stands_for(chunk, k)]
    if len(chunk) >= 4 and len(holding) == 1 and holding[0] in linker.words:
        return next(iter(holding))
    same = linker.words.of_length(len(chunk))
    if len(chunk) >= 4:
        for word in same:
            if confused(chunk, word):
                return word
    own, first = sound(chunk), sound(chunk[0])
    alike = (w for w in same if sound(w[0]) == first and sound(w) == own)
    return next(alike, None) if own else None


def _term(term: str) -> str:
    key = fold(term).removesuffix("情况")
    return re.sub(r"^.*[)）]单位", "", key) if key.startswith("行政") else key


def _unit(text: str) -> str:
    if re.search(r"(?:多少|几个?|折合|换算成?|合|等于|相当于|用|以|按)亿|亿元", text):
        return "亿元"
    if re.search(r"(?:折合|换算|等于|相当于|合)[^万亿]*元|多少元|几元|以元|用元|按元", text):
        return "元"
    return ""

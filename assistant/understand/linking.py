"""The words of a question → entities, years, forms and items of this corpus."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from assistant.catalogue import Catalogue, lexicon
from assistant.understand.normalise import fold, label_key, small_number, sound
from assistant.understand.query import Item
from ingest.records import Disclosure

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?:年度|年)?(?!\d)")
_CODE = re.compile(r"(?<![\d.])(\d{20}|\d{7}|\d{5}|\d{3})(?![\d.%])(?!万|元|年|亿|个|辆|台)")
_SUFFIX = ("支出", "费用", "经费", "缴费", "资金", "拨款", "费")


@dataclass(slots=True)
class Linked:
    """What was recognised; `rest` is the question with it taken out (blanked by spaces)."""

    text: str
    docs: list[Disclosure] = field(default_factory=list)
    entity_named: bool = False
    foreign: str = ""  # a body that is named but not held
    years: list[int] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    rest: str = ""


def blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def entity_names(doc: Disclosure) -> list[str]:
    """All that a person may call the discloser, longest first."""
    full = fold(doc.identity.entity)
    names = {full, *(fold(a) for a in doc.identity.aliases)}
    bare = re.sub(r"(?:省|市|区|县|自治州)", "", full)
    names.add(bare)
    match = re.match(r"(.{2,8}?(?:省|市))?(.{1,6}?(?:区|县|市))?(.{3,})", full)
    if match:
        province, district, rest = (g or "" for g in match.groups())
        names |= {district + rest, rest} | (
            {province[:-1] + district + rest} if province else set()
        )
        names |= {district[:-1] + rest} if district else set()
        names |= {province[:-1] + district[:-1] + rest} if province and district else set()
    return sorted((n for n in names if len(n) >= 4), key=len, reverse=True)


# Labels that are also everyday filler: alone they name nothing.
_SAYS_NOTHING = frozenset(
    [
        "收入",
        "支出",
        "项目",
        "预算",
        "决算",
        "合计",
        "总计",
        "本年",
        "预算拨款",
        "其他",
        "金额",
        "支出支出",
        "收入支出",
    ]
)
_PLACE = re.compile(r"^(.{2,8}?(?:省|市|自治区))?(.{1,6}?(?:区|县|市|州))?(?=.{3,})")


def place_names(entity: str) -> set[str]:
    """郑州市金水区… → 郑州市, 郑州, 金水区, 金水."""
    match = _PLACE.match(entity)
    parts = [g for g in match.groups() if g] if match else []
    return {p for g in parts for p in (g, g[:-1]) if len(p) >= 2}


class Linker:
    """Links questions against one catalogue; built once, it keeps the label dictionaries."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    @cached_property
    def names(self) -> list[tuple[str, str]]:
        pairs = {(n, d.id) for d in self.catalogue.docs for n in entity_names(d)}
        return sorted(pairs, key=lambda p: (-len(p[0]), p))

    @cached_property
    def words(self) -> dict[str, tuple[frozenset[str], bool]]:
        """word → (label cores it may stand for, whether it counts things)."""
        known = self.catalogue.labels()
        found: dict[str, tuple[set[str], bool]] = defaultdict(lambda: (set(), False))
        for key in known:
            for word in self._spellings(key):
                found[word][0].add(key)
        for concept in lexicon()["concept"]:
            keys = {label_key(label) for label in concept["labels"]}
            for word in concept["words"]:
                held = found[fold_word(word)]
                found[fold_word(word)] = (held[0] | keys, bool(concept.get("count")) or held[1])
        return {
            w: (frozenset(k), c)
            for w, (k, c) in found.items()
            if (len(w) >= 2 or c) and w not in _SAYS_NOTHING
        }

    @staticmethod
    def _spellings(key: str) -> set[str]:
        out = {key}
        for suffix in _SUFFIX:
            rest = key.removesuffix(suffix)
            if rest != key and len(rest) >= 4:
                out.add(rest)
        out.add(key + "支出")
        bare = re.sub(r"[（(][^）)]*[）)]", "", key)
        if len(bare) >= 4:
            out |= {bare, bare + "支出"}
        return {o for o in out if len(o) >= 2 and not o.isdigit()}

    @cached_property
    def lengths(self) -> list[int]:
        return sorted({len(w) for w in self.words}, reverse=True)

    # ------------------------------------------------------------------ the steps

    def link(self, question: str) -> Linked:
        linked = Linked(question, rest=question)
        self._entities(linked)
        body = "" if linked.entity_named else _body_in(linked.rest)
        if body and not any(body in label for label in self.catalogue.labels()):
            linked.foreign = body
        self._years(linked)
        self._forms(linked)
        self._items(linked, self._sayable({d.id for d in linked.docs or self.catalogue.docs}))
        return linked

    @cached_property
    def holders(self) -> dict[str, set[str]]:
        """label core → the disclosures that print it."""
        out: dict[str, set[str]] = defaultdict(set)
        for datum in self.catalogue.data:
            for key in (datum.item, datum.column):
                out[key].add(datum.doc.id)
        return out

    @cached_property
    def everyday(self) -> set[str]:
        return {fold_word(w) for concept in lexicon()["concept"] for w in concept["words"]}

    def _sayable(self, docs: set[str]) -> Callable[[str], bool]:
        """Everyday words, and the labels of the disclosures in question: others' labels mislead."""

        def known(word: str) -> bool:
            if word not in self.words:
                return False
            return word in self.everyday or any(
                self.holders.get(k, set()) & docs for k in self.words[word][0]
            )

        return known

    def _entities(self, linked: Linked) -> None:
        found: list[str] = []
        for name, doc_id in self.names:
            at = linked.rest.find(name)
            if at < 0 and name in linked.text and name == fold(self._doc(doc_id).identity.entity):
                at = -2
            if at >= 0:
                same = [d for n, d in self.names if n == name]
                linked.rest = blank(linked.rest, at, at + len(name))
                found += [d for d in same if d not in found]
        if not found:
            found = self._fuzzy_entities(linked)
        linked.entity_named = bool(found)
        found = self._places(linked, found)
        linked.docs = [self._doc(d) for d in found]

    @cached_property
    def places(self) -> dict[str, set[str]]:
        """Province, city and district names → the disclosures of bodies in them."""
        out: dict[str, set[str]] = defaultdict(set)
        for doc in self.catalogue.docs:
            for part in place_names(fold(doc.identity.entity)):
                out[part].add(doc.id)
        return out

    def _places(self, linked: Linked, found: list[str]) -> list[str]:
        """A bare place narrows what was found, or stands for its bodies where no name did."""
        fitting: set[str] | None = None
        named: list[tuple[str, bool]] = []
        for place in sorted(self.places, key=len, reverse=True):
            at = linked.rest.find(place)
            width = len(place)
            if at < 0 and re.search("[a-z]{4}", linked.rest):  # an English question
                spelt = "".join(sound(place))
                at, width = linked.rest.find(spelt), len(spelt)
            if at < 0:
                continue
            linked.rest = blank(linked.rest, at, at + width)
            here = self.places[place]
            fitting = here if fitting is None else fitting & here or here
            named.append((place, any(self._names_body(d, place) for d in here)))
        if named and not found and not any(closest for _, closest in named):
            linked.foreign = named[0][0]  # 郑州市 alone is the city, not one of its offices
        if fitting is None:
            return found
        return [d for d in found if d in fitting] or found or sorted(fitting)

    def _names_body(self, doc_id: str, place: str) -> bool:
        """True where a place is the closest one in the body's name: 金水区 for 郑州市金水区…"""
        match = _PLACE.match(fold(self._doc(doc_id).identity.entity))
        parts = [g for g in match.groups() if g] if match else []
        return bool(parts) and place in (parts[-1], parts[-1][:-1])

    def _fuzzy_entities(self, linked: Linked) -> list[str]:
        """A typo in the name: one or two wrong characters in a window of the same length."""
        best: tuple[float, int, int, str] | None = None
        for name, doc_id in self.names:
            if len(name) < 5:
                continue
            for at in range(max(0, len(linked.rest) - len(name) + 1)):
                window = linked.rest[at : at + len(name)]
                distance = OSA.distance(name, window)
                if distance <= (1 if len(name) < 9 else 2):
                    score = 1 - distance / len(name)
                    if best is None or score > best[0]:
                        best = (score, at, at + len(name), doc_id)
        if best is None:
            return []
        linked.rest = blank(linked.rest, best[1], best[2])
        return [d for n, d in self.names if d == best[3]][:1]

    def _doc(self, doc_id: str) -> Disclosure:
        return next(d for d in self.catalogue.docs if d.id == doc_id)

    def _years(self, linked: Linked) -> None:
        for match in _YEAR.finditer(linked.rest):
            linked.years.append(int(match[1]))
        linked.rest = _YEAR.sub(lambda m: " " * len(m[0]), linked.rest)

    def _forms(self, linked: Linked) -> None:
        words = [(fold(w), form) for form, ws in lexicon()["form_words"].items() for w in ws]
        for word, form in sorted(words, key=lambda p: -len(p[0])):
            at = linked.rest.find(word)
            if at >= 0:
                linked.forms.append(form)
                linked.rest = blank(linked.rest, at, at + len(word))

    def _items(self, linked: Linked, known: Callable[[str], bool]) -> None:
        spans: list[tuple[int, Item]] = []
        for match in _CODE.finditer(linked.rest):
            if match[1] in self.catalogue.by_code:
                spans.append((match.start(), Item(match[1], (), code=match[1])))
                linked.rest = blank(linked.rest, match.start(), match.end())
        for length in self.lengths:
            at = 0
            while at + length <= len(linked.rest):
                word = linked.rest[at : at + length]
                after = linked.rest[at + length : at + length + 1]
                if known(word) and not (after in ("费", "率") and not word.endswith(after)):
                    spans.append((at, self._item(word, linked.rest, at)))
                    linked.rest = blank(linked.rest, at, at + length)
                    at += length
                else:
                    at += 1
        spans += self._groups(linked)
        linked.items = [item for _, item in sorted(spans, key=lambda s: s[0])]

    def _item(self, word: str, text: str, at: int) -> Item:
        keys, count = self.words[word]
        after = text[at + len(word) : at + len(word) + 2]
        side = next((s for s in ("收入", "支出") if word.endswith(s) or after == s), "")
        return Item(word, tuple(sorted(keys)), side=side, count=count)

    def _groups(self, linked: Linked) -> list[tuple[int, Item]]:
        """两项医疗 → the labels that hold 医疗, where there are just two of them in one form."""
        out: list[tuple[int, Item]] = []
        for match in re.finditer(r"([两二三四五2-5])(?:项|个|笔)([\u4e00-\u9fff]{2})", linked.rest):
            wanted, word = small_number(match[1]), match[2]
            for form in linked.forms or ["basic_expenditure", "economic_classification_summary"]:
                docs = {d.id for d in linked.docs or self.catalogue.docs}
                keys = sorted(
                    {d.item for d in self.catalogue.data
                     if d.form == form and word in d.item and d.doc.id in docs}
                )  # fmt: skip
                if len(keys) == wanted:
                    out += [(match.start(), Item(k, (k,))) for k in keys]
                    linked.rest = blank(linked.rest, match.start(), match.end())
                    break
        return out

    def nearest(self, words: str, limit: int = 3) -> list[str]:
        """The held labels that look most like some words, for an honest "not found"."""
        words = words.strip()
        scored = [(fuzz.ratio(words, k), k) for k in self.catalogue.labels() if len(k) >= 2]
        return [k for s, k in sorted(scored, reverse=True)[:limit] if s >= 45]


_BODY = re.compile(
    r"([\u4e00-\u9fff]{2,12}?(?:局|厅|委员会|管委会|法院|检察院|政协|人大|大学|学院|医院|学校|中学|小学"
    r"|街道办|街道|中心|研究院|办公室))(?!的?项目|费|经费)"
)
_ANY_BODY = re.compile(r"^(?:哪个|哪些|哪家|各|这个|该|那个|全部|所有)")


def _body_in(text: str) -> str:
    """A body that is named: answering about another one would be wrong."""
    match = _BODY.search(re.sub(r"20\d\d年?", " ", text))
    return "" if match is None or _ANY_BODY.match(match[1]) else match[1]


def fold_word(word: str) -> str:
    return word.lower() if word.isascii() else fold(word)

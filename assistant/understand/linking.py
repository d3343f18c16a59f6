"""The words of a question → entities, years, forms and items of this corpus."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from assistant.catalogue import Catalogue
from assistant.lexicon import lexicon, place_pattern
from assistant.understand.fragments import (
    begins_else,
    cuts_a_word,
    goes_on,
    in_order,
    meaning_between,
)
from assistant.understand.leftover import letters, says_nothing
from assistant.understand.normalise import fold, fold_word, small_number
from assistant.understand.placing import Place, Placed, place_names
from assistant.understand.query import Item
from assistant.understand.vocabulary import Vocabulary
from assistant.understand.when import When, read_when
from assistant.understand.who import Bodies, Mention, stranger
from ingest.records import Disclosure

_CODE = re.compile(r"(?<![\d.])(\d{20}|\d{7}|\d{5}|\d{3})(?![\d.%])(?!万|元|年|亿|个|辆|台)")
FRAGMENT = 4  # letters of a label that may stand for the whole of it
WRAPPED = 7  # letters of a label that is known with other words in between
_SIZE = re.compile(
    r"(?<![\d.])(\d+)万元?(?:[（(]含[)）])?以上(?:的|大型|大|通用|专用|设备|仪器)*(?![\u4e00-\u9fff]{0,2}(?:项目|支出|部门|单位))"
)
FEW = 3  # labels that a fragment may fit
ALIKE = 45  # percent: less like it is no label that may have been meant


@dataclass(slots=True)
class Linked:
    """What was recognised; `rest` is the question with it taken out (blanked by spaces)."""

    text: str
    entities: list[str] = field(default_factory=list)
    entity_named: bool = False
    named: list[list[str]] = field(default_factory=list)  # the bodies that each name may mean
    places: list[str] = field(default_factory=list)  # named without a body: all that are in them
    foreign: str = ""  # a body that is named but not held
    when: When = field(default_factory=lambda: When((), False, False, False))
    forms: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    about: frozenset[str] = frozenset()  # disclosures of the conversation, where no body is named
    doubts: bool = False  # 写得一样吗
    qualified: str = ""  # what makes the question one of a part, an exception or a condition
    quoted: tuple[str, ...] = ()  # what stood between quotation marks
    spans: list[tuple[int, Item]] = field(default_factory=list)  # each item where it stands
    mentions: list[Mention] = field(default_factory=list)  # each body that is named, likewise
    rest: str = ""
    bare: str = ""  # the question without bodies and years


def blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


_WHICH = re.compile("(?:哪|各)(?:个|家|些)?(?:部门|单位|机构|局)|谁")


def _named_twice(text: str, spans: Sequence[tuple[int, Item]]) -> list[tuple[int, Item]]:
    """租赁费（30214）, “审计业务”2010804: a code beside the name of what it is the code of."""
    kept = list(spans)
    for (at, one), (then, other) in pairwise(spans):
        codes = bool(one.code) + bool(other.code)
        if codes == 1 and re.fullmatch(
            "[（(“”\"'《》科目编码代为是:：的 ]*", text[at + len(one.words) : then]
        ):
            kept = [s for s in kept if not (s[1].code and s[0] in (at, then))]
    return kept


def _once_each(items: Iterable[Item]) -> list[Item]:
    """房租（租赁费）: one thing by two names is asked for once."""
    kept: dict[tuple[object, ...], Item] = {}
    for item in items:
        kept.setdefault((item.keys, item.code, item.side, item.count, item.unit), item)
    return list(kept.values())


_UNDER = re.compile(
    "(?:系统|本级)?(?:下面|底下|下属|所属|下设|直属|旗下|管|辖|里面?|那边)[^（）()]*[）)]"
)


def _remarks(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[Mention, int, int]]:
    """文职中心（公安局下面那个）: what the brackets say of the name before them is no second name.
    Each such mention, with where its brackets begin and end."""
    ends = {m.end for m in mentions}
    for mention in mentions:
        opened = max(text.rfind("（", 0, mention.start), text.rfind("(", 0, mention.start))
        under = _UNDER.match(text, mention.end)
        if under is not None and opened in ends:
            yield mention, opened, under.end()


_BEFORE_A_NAME = "归找由给让问跟比是叫和与对在里到向从把被请靠看查说称的而或及同"

_SAID_BEFORE = "[给了把被向对在由从到跟为是的请问看找让叫归于按据经过交]"


class Linker:
    """Links questions against one catalogue; built once, it keeps the label dictionaries."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    @cached_property
    def bodies(self) -> Bodies:
        aliases: dict[str, set[str]] = defaultdict(set)
        for doc in self.catalogue.docs:
            aliases[doc.identity.entity] |= set(doc.identity.aliases)
        regions = {d.identity.entity: d.identity.region for d in self.catalogue.docs}
        return Bodies({e: sorted(names) for e, names in aliases.items()}, regions)

    @cached_property
    def words(self) -> Vocabulary:
        """word → (label cores it may stand for, whether it counts things)."""
        return Vocabulary(self.catalogue.printed)

    @cached_property
    def lengths(self) -> list[int]:
        return list(range(self.words.longest, 0, -1))

    # ------------------------------------------------------------------ the steps

    def link(
        self,
        question: str,
        before: Collection[str] = (),
        *,
        quoted: Sequence[str] = (),
        about: Collection[str] = (),
    ) -> Linked:
        """`before` are the places and `about` the disclosures that the conversation is about;
        `quoted` the names in quotation marks."""
        linked = Linked(question, rest=question, quoted=tuple(quoted), about=frozenset(about))
        self._entities(linked, before)
        linked.rest = re.sub(
            r"(?<= )(?:[（(]?本级[）)]?(?!支出|收入|财政|政府)|全?系统|这边|那边)(?!运|建|维|集|开|软)",
            lambda m: " " * len(m[0]),
            linked.rest,
        )
        linked.when, linked.rest = read_when(linked.rest)
        linked.bare = linked.rest
        self._forms(linked)
        self._items(linked, self._sayable(self._their_labels(linked)))
        return linked

    def _spoken_of(self, linked: Linked) -> Sequence[Disclosure]:
        if linked.entities:
            return self.catalogue.of_entities(linked.entities)
        if linked.about:
            return self.catalogue.in_order(linked.about)
        return self.catalogue.docs

    def _their_labels(self, linked: Linked) -> frozenset[str]:
        """What the disclosures in question print: others' labels mislead."""
        return self.catalogue.labels_of([d.id for d in self._spoken_of(linked)])

    @cached_property
    def everyday(self) -> set[str]:
        return {fold_word(w) for concept in lexicon()["concept"] for w in concept["words"]}

    def _sayable(self, labels: frozenset[str]) -> Callable[[str], bool]:
        """Everyday words, and the labels of the disclosures in question."""

        def known(word: str) -> bool:
            meaning = self.words.meaning(word)
            if meaning is None:
                return False
            return word in self.everyday or not labels.isdisjoint(meaning[0])

        return known

    def _entities(self, linked: Linked, before: Collection[str]) -> None:
        mentions, rest = self.bodies.mentions(linked.text)
        for mention, start, end in list(_remarks(linked.text, mentions)):
            mentions.remove(mention)
            rest = blank(rest, start, end)
        for mention in [m for m in mentions if self._in_a_label(linked.text, m, mentions)]:
            mentions.remove(mention)  # 其他政府办公厅…事务支出 is no office
            own = linked.text[mention.start : mention.end]
            rest = rest[: mention.start] + own + rest[mention.end :]
        strangers = [
            b for m in mentions
            if (b := self.bodies.elsewhere(linked.text, m) or self._unheard_of(rest, linked.text, m)
                or self.bodies.another(rest, linked.text, m))
        ]  # fmt: skip
        body = stranger(rest, named=bool(mentions))
        found, rest = self.bodies.placed(rest)
        places = [Place(*p) for p in found]
        if strangers or (body and not self.catalogue.printed.stands_in_one(body)):
            linked.foreign = strangers[0] if strangers else body
        placed = place_names(mentions, places, self.bodies.home, before)
        linked.foreign = linked.foreign or placed.nowhere or self._above(mentions, places, placed)
        linked.entity_named = bool(placed.bodies)
        bodies = list(placed.bodies) or self._of_places(placed.alone)
        near = any(
            self.bodies.is_closest(e, p) for p in placed.alone for names in bodies for e in names
        )
        if placed.alone and not near and not self._sets_side_by_side(linked.text, bodies):
            linked.foreign = linked.foreign or placed.alone[0]  # a city is none of its offices
        linked.named = [sorted(names) for names in placed.bodies]
        linked.mentions = [
            replace(m, entities=names) for m, names in zip(mentions, placed.bodies, strict=True)
        ]
        linked.places = list(placed.alone)
        linked.entities = list(dict.fromkeys(e for names in bodies for e in sorted(names)))
        linked.rest = rest

    def _sets_side_by_side(self, text: str, bodies: Sequence[frozenset[str]]) -> bool:
        """青原省哪个部门最高: of a province those of its cities, where the books of several are
        held and it is asked which of them."""
        closest = {self.bodies.closest(e) for names in bodies for e in names}
        return len(closest - {""}) > 1 and _WHICH.search(text) is not None

    def _above(self, mentions: Sequence[Mention], places: Sequence[Place], placed: Placed) -> str:
        """上海市 + 司法局, where only a district's is held: the city's own is another body."""
        for mention, names in zip(mentions, placed.bodies, strict=True):
            before = next((p for p in places if p.end == mention.start), None)
            if before is not None and not any(self.bodies.is_of(e, before.name) for e in names):
                return before.name
        return ""

    def _unheard_of(self, rest: str, text: str, mention: Mention) -> str:
        """红河审计局, where no place of that name is known: not the 审计局 of another place."""
        before = re.search(r"[\u4e00-\u9fff]{2,}$", rest[: mention.start])
        name = text[mention.start : mention.end]
        if before is None or any(p in name for p in self.bodies.places if len(p) > 1):
            return ""
        run = re.sub("(?<=[省市区县州])委$", "", before[0])  # 北京市委 + 军民融合办
        if any(run.endswith(p) for p in self.bodies.places):
            return ""
        city = re.search(f"(?:{place_pattern('cities')})[市州]?$", run)
        if city is not None:  # 成都, although 都 is a word of asking
            return city[0] + name
        if run[-1] in _BEFORE_A_NAME or re.search(
            r"[一二两三四五六七八九十几各全这那](?:地|市|省|区|县|家|个)$", run
        ):
            return ""
        said = any(run[-n:] in self.words for n in range(2, len(run) + 1))
        # 都匀 + 市财政局, but 划给了 + 市教委
        is_place = name[0] in "省市区县" and not re.search(_SAID_BEFORE, run[-2:])
        least = 1 if is_place else 2
        return "" if said or len(letters(run[-2:])) < least else run[-2:] + name

    def _in_a_label(self, text: str, mention: Mention, all_of: Sequence[Mention]) -> bool:
        """True where a name stands inside of a longer label that the question spells out."""
        # 发改委的深圳市发展改革委员会专项资金: said once more, it is what the label begins with
        again = any(m.start < mention.start and m.entities & mention.entities for m in all_of)
        name = text[mention.start : mention.end]
        for label in self._labels_around(text, mention):
            at = text.find(label)
            # 省政协全委会 is a line of the body that it begins with
            if (
                at < mention.start
                or again
                or label[len(name) : len(name) + 1] in ("及", "和", "与")
            ):
                return True
        return False

    def _labels_around(self, text: str, mention: Mention) -> Iterator[str]:
        """The labels, with or without what they say in brackets, that the text spells out around a
        name."""
        name = text[mention.start : mention.end]
        known, bare = self.catalogue.printed.all, self.catalogue.printed.unbracketed
        for start in range(max(0, mention.end - self.words.longest), mention.start + 1):
            for end in range(mention.end, min(len(text), start + self.words.longest) + 1):
                label = text[start:end]
                if len(label) <= len(name) + 1 or text.find(label) != start:
                    continue
                if label in known or any(name in k for k in bare.get(label, ())):
                    yield label

    def _of_places(self, places: Sequence[str]) -> list[frozenset[str]]:
        """All bodies of some places: of a district in a city, or of two cities side by side."""
        held = [self.bodies.places[p] for p in places]
        if not held:
            return []
        return [frozenset.intersection(*held) or frozenset().union(*held)]

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
        wrapped = self._wrapped(linked) if not spans else None
        if wrapped is not None:
            spans.append(wrapped[0])
            linked.rest = wrapped[1]
        spans += self._sizes(linked)
        for at, word in self._segments(linked.rest, known):
            spans.append((at, self._item(word, linked.rest, at)))
            linked.rest = blank(linked.rest, at, at + len(word))
        spans += self._quoted(linked)
        spans += self._fragments(linked)
        spans += self._groups(linked)
        linked.spans = _named_twice(linked.bare, sorted(spans, key=lambda s: s[0]))
        linked.items = _once_each(i for _, i in linked.spans)

    def _segments(self, text: str, known: Callable[[str], bool]) -> list[tuple[int, str]]:
        """The known words that together cover most of the text, in the fewest pieces."""
        best: list[tuple[int, list[tuple[int, str]]]] = [(0, [])]
        for end in range(1, len(text) + 1):
            score, path = best[end - 1]
            for length in self.lengths:
                word = text[end - length : end] if length <= end else ""
                after = text[end : end + 1]
                if (
                    not word
                    or not known(word)
                    or (after in ("费", "率", "款", "税") and after != word[-1])
                ):
                    continue
                if text[end - length - 1 : end - length] == "非" and word[0] != "非":
                    continue  # 非居民 is what 居民 is not
                before, taken = best[end - length]
                if before + 10 * length - 5 > score:
                    score, path = before + 10 * length - 5, [*taken, (end - length, word)]
            best.append((score, path))
        return self._without_totals(best[-1][1])

    def _without_totals(self, found: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """住房保障 + 支出合计: the word for the whole, glued to an item, is that item's own."""
        total = {fold_word(w) for w in next(iter(lexicon()["concept"]))["words"]}
        ends = {at + len(word) for at, word in found}
        return [(at, w) for at, w in found if w not in total or at not in ends]

    def _fragments(self, linked: Linked) -> list[tuple[int, Item]]:
        """在编在职 → 实际在编在职人员: a stretch that stands in hardly any other label."""
        labels = self._their_labels(linked)
        out: list[tuple[int, Item]] = []
        for run in re.finditer(rf"[\u4e00-\u9fff]{{{FRAGMENT},}}", linked.rest):
            found = self._fragment(run[0], labels, linked.text)
            if found is not None:
                at, piece, keys = found
                out.append((run.start() + at, Item(piece, keys)))
                linked.rest = blank(linked.rest, run.start() + at, run.start() + at + len(piece))
        return out

    def _wrapped(self, linked: Linked) -> tuple[tuple[int, Item], str] | None:
        """给社会办医院的财政扶持补贴是多少: a long label said in full, with a 的 or 给 in between."""
        if not linked.entities and not linked.about:
            return None
        text = linked.rest
        asked = set(text)
        best = ""
        first = {*asked, *"（()）的"}
        held = (k for k in self._their_labels(linked) if len(k) >= WRAPPED and k[0] in first)
        for label in sorted(held):
            plain, letters_of = _plainly(label)
            if len(label) <= len(best) or not letters_of <= asked or label in text:
                continue
            places = in_order(plain, text)
            if places and not meaning_between(text, places):
                best, found = label, places
        if not best:
            return None
        rest = blank(text, found[0], found[-1] + 1)
        return (found[0], Item(best, (best,))), rest

    def _sizes(self, linked: Linked) -> list[tuple[int, Item]]:
        """100万以上的: 单位价值100万元以上设备, unless it is said to be new where that is not asked."""
        out: list[tuple[int, Item]] = []
        for match in _SIZE.finditer(linked.rest):
            fits = re.compile(rf"(?<!\d){match[1]}万元?(?:[（(]含[)）])?以上")
            held = self.catalogue.printed.containing("以上", self._their_labels(linked))
            keys = [k for k in held if fits.search(k) and k not in linked.rest]
            new = bool(re.search("新增|购置|买|添", linked.rest))
            keys = [k for k in keys if bool(re.search("新增|购置", k)) == new]
            if len(keys) == 1:
                out.append((match.start(), Item(match[0].strip(), (keys[0],), count=True)))
                linked.rest = blank(linked.rest, *match.span())
        return out

    def _quoted(self, linked: Linked) -> list[tuple[int, Item]]:
        """“平安通”: a name between quotation marks may be short, if just one label holds it."""
        out: list[tuple[int, Item]] = []
        for word in linked.quoted:
            at = linked.rest.find(word)
            keys = list(self._long_with(word, self._their_labels(linked))) if at >= 0 else []
            if len(word) < FRAGMENT and len(keys) == 1:
                out.append((at, Item(word, tuple(keys))))
                linked.rest = blank(linked.rest, at, at + len(word))
        return out

    def _long_with(self, words: str, labels: frozenset[str]) -> Iterator[str]:
        """The longer ones of some labels in which some words stand, sorted."""
        found = self.catalogue.printed.containing(words, labels) if words else iter(())
        return (k for k in found if len(k) > FRAGMENT)

    def _fragment(
        self, run: str, labels: frozenset[str], text: str
    ) -> tuple[int, str, tuple[str, ...]] | None:
        starts = range(len(run) - FRAGMENT + 1)
        # where no label holds four of its letters, none holds more: a draft may go on for thousands
        held = [next(self._long_with(run[at : at + FRAGMENT], labels), "") != "" for at in starts]
        for length in range(min(len(run), self.words.longest), FRAGMENT - 1, -1):
            for at in range(len(run) - length + 1):
                piece = run[at : at + length]
                if (
                    not all(held[at : at + length - FRAGMENT + 1])
                    or len(letters(piece)) < 2
                    or says_nothing(piece.removeprefix("事业"))
                    or cuts_a_word(run, at, at + length)
                ):
                    continue
                keys = list(self._long_with(piece, labels))
                keys = [k for k in keys if not goes_on(run[at + length :], piece, k, text)]
                keys = [k for k in keys if not begins_else(run[:at], piece, k)]
                keys = [k for k in keys if k.startswith("其他") <= run.startswith("其他")]
                if 0 < len(keys) <= FEW:
                    return at, piece, tuple(keys)
        return None

    def _item(self, word: str, text: str, at: int) -> Item:
        keys, count = self.words[word]
        after = text[at + len(word) : at + len(word) + 2]
        sides = [s for s in ("收入", "支出") if s in word] or [after]
        side = sides[0] if len(sides) == 1 and sides[0] in ("收入", "支出") else ""
        return Item(word, tuple(sorted(keys)), side=side, count=count)

    def _groups(self, linked: Linked) -> list[tuple[int, Item]]:
        """两项医疗 → the labels that hold 医疗, where there are just two of them in one form."""
        out: list[tuple[int, Item]] = []
        for match in re.finditer(r"([两二三四五2-5])(?:项|个|笔)([\u4e00-\u9fff]{2})", linked.rest):
            wanted, word = small_number(match[1]), match[2]
            for form in linked.forms or ["basic_expenditure", "economic_classification_summary"]:
                docs = [d.id for d in self._spoken_of(linked)]
                keys = sorted(k for k in self.catalogue.askable.items_of(form, docs) if word in k)
                if len(keys) == wanted:
                    out += [(match.start(), Item(k, (k,))) for k in keys]
                    linked.rest = blank(linked.rest, match.start(), match.end())
                    break
        return out

    def labels_of(self, doc_ids: Iterable[str]) -> set[str]:
        """The labels of some disclosures that name a thing by themselves."""
        return {k for d in self.catalogue.within(doc_ids) for k in (d.item, d.column) if len(k) > 2}

    def nearest_bodies(self, words: str, limit: int = 5) -> list[str]:
        """The held bodies whose names look most like some words."""
        held = sorted({u.entity for u in self.catalogue.units})
        return sorted(held, key=lambda e: -fuzz.ratio(words, e))[:limit]

    def nearest(self, words: str, doc_ids: Iterable[str], limit: int = 3) -> list[str]:
        """The held labels that look most like some words, for an honest "not found"."""
        held = [k for k in self.catalogue.labels_of(frozenset(doc_ids)) if len(k) >= 2]
        scored = process.extract(
            words.strip(), held, scorer=fuzz.ratio, processor=None, limit=None, score_cutoff=ALIKE
        )
        return [k for _, k in sorted(((s, k) for k, s, _ in scored), reverse=True)[:limit]]


@lru_cache(maxsize=65536)
def _plainly(label: str) -> tuple[str, frozenset[str]]:
    """A label without brackets and 的, and its letters."""
    plain = re.sub("[（()）的]", "", label)
    return plain, frozenset(plain)

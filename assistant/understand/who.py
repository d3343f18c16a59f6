"""Which bodies of the corpus a question names, by any name people use, and bodies not held."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rapidfuzz.distance import OSA

from assistant.lexicon import lexicon, place_pattern
from assistant.understand.leftover import letters
from assistant.understand.naming import (
    SHORTEST,
    UNDER,
    bodies_of,
    inner,
    names_of,
    place_parts,
    short_place,
)
from assistant.understand.normalise import fold, sound

_ORGAN = "局厅委办院部会处所队站馆心学校社署场园"
_BODY = re.compile(
    r"([\u4e00-\u9fff]{2,12}?(?:局|厅|署|委员会|管委会|法院|检察院|政协|人大|大学|学院|医院|学校|中学|小学"
    r"|街道办|街道|中心|研究院|办公室))(?!的?项目|费|经费)"
)
_PLACED_BODY = re.compile(
    r"((?:[\u4e00-\u9fff]{2,4}[省市区县]|省|(?<![城都])市|区)[\u4e00-\u9fff]{2,8}?(?:局|厅|委员会|法院|检察院|政协|人大))"
)
# the shortest stretch from a place to the end of a name is tried first
_WORD = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?:局|厅|委(?!员)|办公室|办(?!公)|院|部(?!门)|中心|总队|支队)(?:[\u4e00-\u9fff]{2}(?:局|办))?"
)
_ANY_BODY = re.compile(r"^(?:哪个|哪些|哪家|哪|各|这个|该|那个|全部|所有|多少|几)")
# 苏州这几个局, 北京这些委办局: any of them
_NO_NAME = re.compile(
    r"[的最哪谁各]|[这那](?:[一二两三四五六七八九十几]*[个家]|些)|几[个家]|所有|全部"
)
_ORGAN_AFTER = re.compile(
    "局(?![机里内长]|限)|委(?!托|员|办|外)|厅(?![里长])|办(?![公理案事学])|署(?![名长])"
)
_AND = "[和与及跟、]"
_ENDS = ("办公厅", "办公室", "委员会", "局", "委", "厅", "办", "部", "院", "中心")
TYPO_FROM = 5
FULL = 8  # letters of a name that is no other one's in short
LONGEST = 10  # letters of a name in short
GATHERED = 6  # letters of a word that may be a name's own in another order


_BRACKET = re.compile(r"[（(][^（）()]*[）)]$")


@dataclass(frozen=True, slots=True)
class Mention:
    start: int
    end: int
    entities: frozenset[str]


class Bodies:
    """The names of the corpus's bodies; built once for a catalogue."""

    def __init__(
        self, aliases: Mapping[str, Sequence[str]], regions: Mapping[str, str] | None = None
    ) -> None:
        """`regions` has the places that a body's name does not say, where its files do."""
        self.aliases = aliases
        self.regions = regions or {}

    @cached_property
    def names(self) -> dict[str, frozenset[str]]:
        out: dict[str, set[str]] = defaultdict(set)
        for entity, aliases in self.aliases.items():
            for name in names_of(entity, aliases):
                out[name].add(entity)
        ordered = sorted(out, key=lambda n: (-len(n), n))
        return {n: frozenset(out[n]) for n in ordered}

    @cached_property
    def parts(self) -> dict[str, tuple[tuple[str, ...], str]]:
        return {e: place_parts(fold(e)) for e in self.aliases}

    @cached_property
    def home(self) -> dict[str, frozenset[str]]:
        """body → the places it is in, in full and short; 长沙职业教育… is in 长沙, where one is held."""
        known: set[str] = set()
        out: dict[str, frozenset[str]] = {}
        for entity, (own, _) in self.parts.items():
            parts = own or place_parts(fold(self.regions.get(entity, "")) + "某局")[0]
            out[entity] = frozenset({*parts, *map(short_place, parts)})
            known |= out[entity]
        capital = lexicon()["place"]["capital"]
        for entity, places in out.items():
            of = {capital[p] for p in places if p in capital}
            of = {*of, *(p for p in known if short_place(p) in of)}
            # 首都 is said of every body of 北京
            out[entity] = places | of | {word for word, city in capital.items() if city in places}
        said = {p: p for p in known if len(p) == 2} | capital
        for entity in (e for e, places in out.items() if not places):
            first = next((said[p] for p in said if fold(entity).startswith(p)), "")
            out[entity] = frozenset(p for p in known if short_place(p) == first)
        return out

    @cached_property
    def places(self) -> dict[str, frozenset[str]]:
        """Province, city and district names → the bodies in them."""
        out: dict[str, set[str]] = defaultdict(set)
        for entity, names in self.home.items():
            for name in names:
                out[name].add(entity)
        return {p: frozenset(out[p]) for p in sorted(out, key=lambda p: (-len(p), p))}

    # ------------------------------------------------------------------ mentions

    def mentions(self, text: str) -> tuple[list[Mention], str]:
        """The bodies named, in the order of the text, and the text without them."""
        said = text
        found, text = self._spelt_out(text, from_length=FULL)
        found, text = self._with_parents(found, said, text)
        gathered = self._gathered(text)
        for mention in gathered:
            text = _blank(text, mention.start, mention.end)
        whole = text
        shorter, text = self._spelt_out(text)
        for mention in (self._told_apart(whole, m) for m in shorter):
            found.append(mention)
            text = _blank(text, mention.start, mention.end)
        found, text = self._with_parents([*found, *gathered], said, text)
        for mention in self._abbreviated(text):
            found.append(mention)
            text = _blank(text, mention.start, mention.end)
        if not found and (typo := self._mistyped(text)) is not None:
            found.append(typo)
            text = _blank(text, typo.start, typo.end)
        for mention in [m for f in found for m in self._joined(said, text, f)]:
            found.append(mention)
            text = _blank(text, mention.start, mention.end)
        found, text = self._with_organs(found, said, text)
        return sorted(found, key=lambda m: m.start), text

    def _with_parents(
        self, found: list[Mention], said: str, text: str
    ) -> tuple[list[Mention], str]:
        """住建委 + 人才中心, 绿原监管局（市监局）: what stands above a body, said right beside its name, is
        part of the name."""
        wider = [self._with_parent(m, said) for m in found]
        out = [
            m for m in wider
            if not any(o.start <= m.start and m.end <= o.end and o != m for o in wider)
        ]  # fmt: skip
        for mention in out:
            text = _blank(text, mention.start, mention.end)
        return out, text

    def _with_parent(self, mention: Mention, said: str) -> Mention:
        above = {n for e in mention.entities for n in self._above.get(e, ())}
        home = sorted({p for e in mention.entities for p in self.home[e]}, key=len, reverse=True)
        start, end = mention.start, mention.end
        before = (said[start - n : start] for n in range(min(LONGEST, start), 1, -1))
        own = next((w for w in before if _is_one_of(w, above)), "")
        start -= len(own)
        start -= len(next((p for p in home if own and said[:start].endswith(p)), ""))
        beside = re.match(r"[（(]([^（）()]+?)(?:下[属面辖]|所属|直属|管)?的?[）)]", said[end:])
        if beside is not None:
            name = beside[1]
            place = next((p for p in home if name.startswith(p) and name != p), "")
            if _is_one_of(name.removeprefix(place), above):
                end += beside.end()
        return Mention(start, end, mention.entities)

    def _with_organs(self, found: list[Mention], said: str, text: str) -> tuple[list[Mention], str]:
        """副中心 + 办: the letter for what kind of body it is belongs to the name."""
        out: list[Mention] = []
        for mention in found:
            organ = _ORGAN_AFTER.match(text, mention.end)
            whole = said[mention.end - 1] in "局委厅办署"  # 信访局 + 局长
            fits = organ and not whole
            own = fits and [e for e in mention.entities if organ and organ[0] in self._full[e][-4:]]
            if organ is not None and own:
                mention = Mention(mention.start, organ.end(), frozenset(own))
                text = _blank(text, organ.start(), organ.end())
            out.append(mention)
        return out, text

    def _joined(self, whole: str, rest: str, held: Mention) -> list[Mention]:
        """人大和政协办公厅, 省人大和政协: what one name says of itself is said of the other, too."""
        own = whole[held.start : held.end]
        out: list[Mention] = []
        first = held
        while (found := self._before(rest, first.start, own, held)) is not None:
            out.append(found)
            first = found
        after = re.match(rf"{_AND}([\u4e00-\u9fff]{{2}})", rest[held.end :])
        if after is not None:
            places = {p for e in held.entities for p in self.home[e]} | set("省市区县")
            said = after[1]
            alike = [self.names[p + said] for p in sorted(places) if p + said in self.names]
            if alike:
                start = held.end + after.start(1)
                out.append(Mention(start, start + 2, self._near(alike[0], held)))
        return out

    def _before(self, rest: str, end: int, own: str, held: Mention) -> Mention | None:
        """What is joined to a name on its left: 人大 or 深圳, up to where that ends."""
        before = re.search(rf"([\u4e00-\u9fff]{{2,8}}){_AND}$", rest[:end])
        ends = [e for e in _ENDS if own.endswith(e) and len(own) > len(e)]
        for start in range(before.start(1), before.end(1) - 1) if before else ():
            said = rest[start : before.end(1)] if before else ""
            fits = [self.names[said + e] for e in ends if said + e in self.names]
            fits += [there] if (there := self._there(said, own, held)) else []
            if fits:
                return Mention(start, start + len(said), self._near(fits[0], held))
        return None

    def _there(self, place: str, own: str, held: Mention) -> frozenset[str]:
        """深圳和广州信访局: the bodies of that kind in the other place."""
        if place not in self.places:
            return frozenset()
        homes = {p for e in held.entities for p in self.home[e]}
        kind = next(
            (own.removeprefix(p) for p in sorted(homes, key=len)[::-1] if own.startswith(p)), ""
        )
        return self.names.get(kind, frozenset()) & self.places[place]

    def _near(self, entities: frozenset[str], held: Mention) -> frozenset[str]:
        """Those that are where the other one is, if any is."""
        places = {p for e in held.entities for p in self.home[e]}
        return frozenset(e for e in entities if self.home[e] & places) or entities

    def _spelt_out(self, text: str, from_length: int = 0) -> tuple[list[Mention], str]:
        """The names that stand in the text, the longest first."""
        found: list[Mention] = []
        for name in _standing_in(text, self.names, self._lengths):
            at = text.find(name) if len(name) >= from_length else -1
            while at >= 0:
                found.append(Mention(at, at + len(name), self.names[name]))
                text = _blank(text, at, at + len(name))
                at = text.find(name)
        return found, text

    @cached_property
    def _lengths(self) -> list[int]:
        return sorted({len(name) for name in self.names})

    def _told_apart(self, text: str, mention: Mention) -> Mention:
        """应急执法总队: where several have a 执法总队, the letters before it say whose it is; 京商务局:
        or the one for its place."""
        letter = _PLACE_LETTER.search(text, 0, mention.start)
        places = lexicon()["place"]["letter"].get(letter[0], ()) if letter else ()
        there = frozenset(
            e for e in mention.entities for p in places if p in self.home[e] and self.is_of(e, p)
        )
        if letter is not None and there:
            return Mention(letter.start(), mention.end, there)
        for start in range(max(0, mention.start - 4), mention.start - 1):
            word = text[start : mention.end]
            fits = {
                e
                for e in (mention.entities if len(mention.entities) > 1 else ())
                if any(shortens(word, b) for b in self._variants[e])
            }
            if len(fits) == 1 and " " not in word:
                return Mention(start, mention.end, frozenset(fits))
        return mention

    def _abbreviated(self, text: str) -> list[Mention]:
        """规资局 for 规划和自然资源局: its letters in order, first and last the body's own."""
        out: list[Mention] = []
        for end in (i + 1 for i, c in enumerate(text) if c in _ORGAN):
            for length in range(LONGEST, SHORTEST - 1, -1):
                word = text[max(0, end - length) : end]
                if len(word) < length or " " in word:
                    continue
                entities = frozenset(
                    e
                    for body, of in self._bodies_called.items()
                    if shortens(word, body) or ends_alike(word, body)
                    for e in of
                    if not self._means_above(word, e)
                )
                if entities:
                    out.append(Mention(end - length, end, entities))
                    break
        return out

    def _means_above(self, word: str, entity: str) -> bool:
        """市监局 is the 市场监督管理局 itself, and not the 深汕监管局 under it."""
        return _is_one_of(word, self._above.get(entity, ()))

    def _is_anothers(self, word: str, entity: str) -> bool:
        """上海市司法局 is not that of a district in it, nor 市监局 a branch of that."""
        places = sorted(self.home[entity], key=len, reverse=True)
        last = ""
        while (place := next((p for p in places if word.startswith(p)), "")) and word != place:
            word, last = word.removeprefix(place), place
        return self._means_above(word, entity) or bool(last and not self.is_of(entity, last))

    @cached_property
    def _above(self) -> dict[str, set[str]]:
        """body → what the body above it is called, where its own name begins with that."""
        out: dict[str, set[str]] = {}
        for entity, (_, body) in self.parts.items():
            plain = _BRACKET.sub("", body)
            if (under := UNDER.match(plain)) is not None:
                out[entity] = bodies_of(plain[: under.start(1)])
        return out

    def _gathered(self, text: str) -> list[Mention]:
        """深圳规自局宝安局, 深汕市场监管局: all its characters are those of one held name alone. A 工程管理中心
        is not the 副中心工程建设管理办公室, whose letters it has."""
        out: list[Mention] = []
        for start, end in _words_of(text):
            word = text[start:end]
            if len(word) < GATHERED or word in self.names:
                continue
            asked = Counter(word)
            fits = [
                e for e, letters_of in self._letters.items()
                if letters_of >= asked.keys() and not asked - Counter(self._full[e])
                and not self._is_anothers(word, e)
                and (not word.endswith("中心") or _BRACKET.sub("", self._full[e]).endswith("中心"))
            ]  # fmt: skip
            if len(fits) == 1 and all(m.end <= start for m in out):
                out.append(Mention(start, end, frozenset(fits)))
        return out

    @cached_property
    def _full(self) -> dict[str, str]:
        return {e: fold(e) for e in self.aliases}

    @cached_property
    def _bodies_called(self) -> dict[str, list[str]]:
        """What a body is called without its place → all that are: every city has its 教育局."""
        out: dict[str, list[str]] = defaultdict(list)
        for entity, bodies in self._variants.items():
            for body in bodies:
                out[body].append(entity)
        return dict(out)

    @cached_property
    def _letters(self) -> dict[str, frozenset[str]]:
        return {e: frozenset(full) for e, full in self._full.items()}

    @cached_property
    def _variants(self) -> dict[str, tuple[str, ...]]:
        """body → what its letters may be picked from: without brackets, with 办 and 委 at the end."""
        out: dict[str, tuple[str, ...]] = {}
        for entity, (_, body) in self.parts.items():
            plain = re.sub(r"[（(][^（）()]*[）)]$", "", body)
            found = {plain, *inner(plain)}
            found |= {re.sub("办公室$", "办", b) for b in found}
            out[entity] = tuple(sorted(found))
        return out

    def _mistyped(self, text: str) -> Mention | None:
        """One or two wrong characters in a long name."""
        best: tuple[float, Mention] | None = None
        for name in self._spelling.nearly_in(text):
            entities = self.names[name]
            allowed = slips(name)
            for at in range(max(0, len(text) - len(name) + 1)):
                distance = OSA.distance(name, text[at : at + len(name)], score_cutoff=allowed)
                score = 1 - distance / len(name)
                if distance > allowed or (best is not None and score <= best[0]):
                    continue
                last = text[at + len(name) - 1]
                if last == name[-1] or sound(last) == sound(name[-1]):
                    # 卫生健康支(出) is no 卫生健康委
                    best = (score, Mention(at, at + len(name), entities))
        return best[1] if best else None

    @cached_property
    def _spelling(self) -> Letters:
        return Letters(n for n in self.names if len(n) >= TYPO_FROM)

    # ------------------------------------------------------------------ places, and strangers

    def placed(self, rest: str) -> tuple[list[tuple[str, int, int]], str]:
        """Bare places that are named, and the text without them."""
        out: list[tuple[str, int, int]] = []
        english = re.search("[a-z]{4}", rest) is not None
        for place in (
            self.places if english else _standing_in(rest, self.places, self._lengths_of_places)
        ):
            at, width = rest.find(place), len(place)
            if at < 0 and english and re.search("[a-z]{4}", rest):
                spelt = "".join(sound(place))
                at, width = rest.find(spelt), len(spelt)
            if at >= 0:
                out.append((place, at, at + width))
                rest = _blank(rest, at, at + width)
        return out, rest

    @cached_property
    def _lengths_of_places(self) -> list[int]:
        return sorted({len(place) for place in self.places})

    def is_closest(self, entity: str, place: str) -> bool:
        """True where a place is the last one in the body's name: 芝罘区 for 烟台市芝罘区…"""
        parts, _ = self.parts[entity]
        return bool(parts) and place in (parts[-1], short_place(parts[-1]))

    def closest(self, entity: str) -> str:
        """The last place in the body's name; "" where there is none."""
        parts, _ = self.parts[entity]
        return parts[-1] if parts else ""

    def another(self, rest: str, text: str, mention: Mention) -> str:
        """城管 + 委, where only a 城管局 is held: another kind of body."""
        whole = text[mention.end - 1] in "局委厅办署"
        organ = None if whole else _ORGAN_AFTER.match(rest, mention.end)
        return text[mention.start : organ.end()] if organ else ""

    def of_the_kind(self, entity: str, others: Iterable[str]) -> frozenset[str]:
        """Which of some bodies are called as this one is, but for the place: 信访局, elsewhere."""
        own = self._kinds[entity]
        return frozenset(o for o in others if o != entity and own & self._kinds[o])

    @cached_property
    def _kinds(self) -> dict[str, set[str]]:
        return {e: bodies_of(body) for e, (_, body) in self.parts.items()}

    def is_of(self, entity: str, place: str) -> bool:
        """True where a place said right before a body's name is that body's own: the closest one, or
        any where no other body of that kind can be in it (a street has one office)."""
        parts, body = self.parts[entity]
        return len(parts) < 2 or self.is_closest(entity, place) or "街道" in body

    def elsewhere(self, text: str, mention: Mention) -> str:
        """浙江省政协 where only another province's is held: the place before the name is not its."""
        before = text[: mention.start]
        if (whole := re.search("(?:中国|国家|全国|中央)$", before)) is not None:
            return whole[0] + text[mention.start : mention.end]
        if not all(self.home[e] for e in mention.entities):
            return ""  # a body of which no place is known may be said to be in any
        known = {p for e in mention.entities for p in self.home[e]}
        if text[mention.start] in "省市区县" and len(letters(before[-2:])) == 2:
            if before[-2:] in known:
                return ""  # 北京 + 市委军民融合办
            return before[-2:] + text[mention.start : mention.end]
        match = re.search(
            rf"((?:{place_pattern('provinces')})省?|[\u4e00-\u9fff]{{2,4}}?(?:省|(?<!城)市|区|县|州))$",
            before,
        )
        if match is None or re.match(r"[全各本我该]", match[1]):
            return ""
        if match[1] in known or any(match[1].endswith(k) for k in known):
            return ""
        return text[match.start(1) : mention.end]


class Letters:
    """The letters of many names, to be looked through at once."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)
        ids: dict[str, int] = {}
        spelt = [[ids.setdefault(c, len(ids)) for c in name] for name in self._names]
        self._ids = ids
        self._spelt = np.array([i for name in spelt for i in name], dtype=np.int32)
        lengths = np.array([len(name) for name in spelt], dtype=np.int64)
        self._starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if spelt else lengths
        self._least = lengths - np.array([slips(name) for name in self._names], dtype=np.int64)

    def nearly_in(self, text: str) -> list[str]:
        """The names of whose letters the text has all but those that may be slips, in order."""
        if not self._names:
            return []
        here = np.zeros(len(self._ids), dtype=np.int64)
        here[[self._ids[c] for c in set(text) if c in self._ids]] = 1
        shared = np.add.reduceat(here[self._spelt], self._starts)
        return [self._names[n] for n in np.flatnonzero(shared >= self._least)]


def slips(name: str) -> int:
    """How many characters of a name may be wrong."""
    return 1 if len(name) < 9 else 2


def _standing_in(text: str, known: Container[str], lengths: Iterable[int]) -> list[str]:
    """The names among all stretches of a text, the longest first: names are many, texts short."""
    found = {
        name
        for length in lengths
        for at in range(len(text) - length + 1)
        if (name := text[at : at + length]) in known
    }
    return sorted(found, key=lambda n: (-len(n), n))


def _is_one_of(word: str, bodies: Iterable[str]) -> bool:
    """True where a word is one of some names of bodies, or short for one."""
    return any(word == b or shortens(word, b) for b in bodies)


def shortens(word: str, body: str) -> bool:
    """True where a word is a way of saying a body's name by some of its letters."""
    ends = {body[-1:], "委"} if body.endswith("委员会") else {body[-1:]}
    if not body or word[0] != body[0] or word[-1] not in ends or len(word) >= len(body):
        return False
    letters = iter(body)
    return all(c in letters for c in word)


_PLACE_LETTER = re.compile(
    "(?<![\u4e00-\u9fff])[\u4e00-\u9fff]$|(?<=[的和与及比看问、])[\u4e00-\u9fff]$"
)
_COMMON = ("管理", "委员", "办公", "中心", "服务", "事务", "建设", "发展", "执法", "协调")

# what bodies of many fields are: 中药研究院 is not the one research institute that is held
_KINDS = ("办事处", "研究院", "研究所", "办公室", "办公厅", "管理局", "监督局", "总队", "支队", "大队", "学院", "大学", "医院",
          "指挥部", "试验场", "服务站", "学校")  # fmt: skip


def ends_alike(word: str, body: str) -> bool:
    """True where a word is the end of a body's name (工务署), or a stretch of it and its last
    letter (副中心工程办)."""
    if word == body or word[-1] != body[-1:]:
        return False
    if word.endswith("中心") and len(word) < 5:
        return False  # of any kind: 下属事|务中心
    tail = body.endswith(word) and word[:2] not in _COMMON and word not in _KINDS
    return tail or (len(word) > 4 and word[:-1] in body)


def stranger(rest: str, *, named: bool) -> str:
    """A body that is named but not held: answering about another one would be wrong."""
    pattern = _PLACED_BODY if named else _BODY
    match = pattern.search(re.sub(r"20\d\d年?", " ", rest))
    if match is None or _ANY_BODY.match(match[1]) or _NO_NAME.search(match[1]):
        return ""
    return match[1]


def _words_of(text: str) -> list[tuple[int, int]]:
    """Where words may stand that name a body; two that touch, as one (建管委人才中心) before each."""
    found = [m.span() for m in _WORD.finditer(text)]
    joined = [(a[0], b[1]) for a, b in itertools.pairwise(found) if a[1] == b[0]]
    return sorted([*joined, *found], key=lambda s: (s[0], -s[1]))


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]

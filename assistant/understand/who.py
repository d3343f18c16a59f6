"""Which bodies of the corpus a question names, by any name people use, and bodies not held."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from assistant.lexicon import lexicon
from assistant.understand.leftover import letters
from assistant.understand.normalise import fold, sound

_PROVINCE = r"[\u4e00-\u9fff]{2,7}?(?:省|自治区)"
_CITY = r"[\u4e00-\u9fff]{2,7}?(?:自治州|地区|(?<!城)市|盟)"
_COUNTY = r"(?!城市|地区|社区|园区|校区)[\u4e00-\u9fff]{1,6}?(?:新区|开发区|自治县|区|县|旗)"
_PLACES = re.compile(rf"^(?:中国共产党|中共)?({_PROVINCE})?({_CITY})?({_COUNTY})?(?=.{{2,}})")
_ADMIN = r"(?:自治区|自治州|自治县|开发区|新区|地区|省|市|区|县|旗|盟)$"
_OFFICE = re.compile(r"(?:办公厅|办公室|机关|[（(]本级[）)]|本级|[（(]机关[）)])$")
_ORGAN = "局厅委办院部会处所队站馆心学校社署"
_BODY = re.compile(
    r"([\u4e00-\u9fff]{2,12}?(?:局|厅|署|委员会|管委会|法院|检察院|政协|人大|大学|学院|医院|学校|中学|小学"
    r"|街道办|街道|中心|研究院|办公室))(?!的?项目|费|经费)"
)
_PLACED_BODY = re.compile(
    r"((?:[\u4e00-\u9fff]{2,4}[省市区县]|省|(?<![城都])市|区)[\u4e00-\u9fff]{2,8}?(?:局|厅|委员会|法院|检察院|政协|人大))"
)
# the shortest stretch from a place to the end of a name is tried first
_WORD = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?:局|厅|委(?!员)|办(?!公)|院|部(?!门)|中心|总队|支队)(?:[\u4e00-\u9fff]{2}(?:局|办))?"
)
_ANY_BODY = re.compile(r"^(?:哪个|哪些|哪家|哪|各|这个|该|那个|全部|所有|多少|几)")
_STEM = re.compile(r"(?:局|委员会|办公室|厅)$")
SHORTEST = 3  # letters of a name that may stand alone: 人大 is a subject, 省人大 a body
TYPO_FROM = 5
FULL = 8  # letters of a name that is no other one's in short
LONGEST = 10  # letters of a name in short
GATHERED = 6  # letters of a word that may be a name's own in another order


@dataclass(frozen=True, slots=True)
class Mention:
    start: int
    end: int
    entities: frozenset[str]


def place_parts(name: str) -> tuple[tuple[str, ...], str]:
    """烟台市芝罘区审计局 → (烟台市, 芝罘区), 审计局."""
    match = _PLACES.match(name)
    if match is None or not any(match.groups()):
        return (), name
    parts = tuple(g for g in match.groups() if g)
    rest = name[match.end() :]
    if rest.startswith("委员会") and name.startswith("中"):  # 中国共产党广州市委员会宣传部
        rest = "委" + rest.removeprefix("委员会")
    if rest.startswith("委") and not rest.startswith("委员"):  # 广州市委宣传部
        rest = parts[-1][-1] + rest
    return parts, rest


def short_place(part: str) -> str:
    short = re.sub(_ADMIN, "", part)
    return short if len(short) >= 2 else part


def bodies_of(rest: str) -> set[str]:
    """What the body itself is called, without its place: 人大常委会办公厅 → 人大常委会, 人大."""
    out = {rest, *_inner(rest)}
    for long, shorts in lexicon()["body"].items():
        out |= {b.replace(long, short) for b in tuple(out) if long in b for short in shorts}
    out |= {b.removeprefix("人民政府") for b in tuple(out) if len(b) > 6}
    out |= {
        b.removesuffix(end)
        for b in tuple(out)
        for end in ("办事处", "事处")
        if b.endswith("街道办事处")
    }
    offices = {_OFFICE.sub("", b) for b in out}
    out |= {b for b in offices if len(b) >= 2 and b not in ("人民政府", "政府")}
    out |= {re.sub(r"[（）()]", "", b) for b in tuple(out)}  # 公安局本级
    out |= {cut for b in tuple(out) if len(cut := re.sub(r"(?:常委会|常务委员会)$", "", b)) >= 2}
    out |= {_STEM.sub("部门", b) for b in tuple(out) if len(_STEM.sub("", b)) >= 2}  # 信访部门
    out |= {b.removesuffix("员会") for b in tuple(out) if b.endswith("委员会") and len(b) > 3}
    return out


_PARTY = re.compile(r"^[省市区县]?委(?:员会)?(?=.{2,}(?:部|办公室|委员会))")
_UNDER = re.compile(
    r"^[\u4e00-\u9fff]{2,10}?(?:局|委员会|委|厅|院)([\u4e00-\u9fff]{2,}(?:局|支队|总队|大队|中心|所|站|馆|处))$"
)


def _inner(body: str) -> set[str]:
    """市委宣传部 → 宣传部; 公安局巡特警支队 → 巡特警支队: said without what stands above it."""
    plain = re.sub(r"[（(][^（）()]*[）)]$", "", body)
    out = {_PARTY.sub("", plain)}
    under = _UNDER.match(plain)
    if under is not None and len(under[1]) > 3:
        out.add(under[1])
    return {b for b in out if len(b) >= SHORTEST}


def names_of(entity: str, aliases: Iterable[str] = ()) -> set[str]:
    """All exact names of one body: with its places in full, shortened, in part, or left out."""
    full = fold(entity)
    parts, rest = place_parts(full)
    short = [short_place(p) for p in parts]
    prefixes = {""}
    for at in range(len(parts)):
        prefixes |= {"".join(parts[at:]), "".join(short[at:]), "".join([*short[at:-1], parts[-1]])}
    if parts:
        prefixes |= {
            parts[-1][-1],
            parts[0] + parts[-1],
            short[0] + short[-1],
            short[0] + parts[-1],
        }
    names = {p + b for p in prefixes for b in bodies_of(rest)}
    plain = re.sub(r"[（(][^（）()]*[）)]$", "", rest)
    names |= {p + b for p in prefixes if p for b in lexicon()["placed_body"].get(plain, ())}
    return {n for n in {full, *names, *map(fold, aliases)} if len(n) >= SHORTEST}


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
        said = {p: p for p in known if len(p) == 2} | lexicon()["place"]["capital"]
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
        found, text = self._spelt_out(text, from_length=FULL)
        gathered = self._gathered(text)
        for mention in gathered:
            text = _blank(text, mention.start, mention.end)
        whole = text
        shorter, text = self._spelt_out(text)
        for mention in (self._told_apart(whole, m) for m in shorter):
            found.append(mention)
            text = _blank(text, mention.start, mention.end)
        found += gathered
        for mention in self._abbreviated(text):
            found.append(mention)
            text = _blank(text, mention.start, mention.end)
        if not found and (typo := self._mistyped(text)) is not None:
            found.append(typo)
            text = _blank(text, typo.start, typo.end)
        return sorted(found, key=lambda m: m.start), text

    def _spelt_out(self, text: str, from_length: int = 0) -> tuple[list[Mention], str]:
        """The names that stand in the text, the longest first."""
        found: list[Mention] = []
        for name, entities in self.names.items():
            at = text.find(name) if len(name) >= from_length else -1
            while at >= 0:
                found.append(Mention(at, at + len(name), entities))
                text = _blank(text, at, at + len(name))
                at = text.find(name)
        return found, text

    def _told_apart(self, text: str, mention: Mention) -> Mention:
        """应急执法总队: where several have a 执法总队, the letters before it say whose it is."""
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
                    for e, bodies in self._variants.items()
                    if any(shortens(word, b) or ends_alike(word, b) for b in bodies)
                )
                if entities:
                    out.append(Mention(end - length, end, entities))
                    break
        return out

    def _gathered(self, text: str) -> list[Mention]:
        """深圳规自局宝安局, 深汕市场监管局: all its characters are those of one held name alone."""
        out: list[Mention] = []
        for match in _WORD.finditer(text):
            word = match[0]
            if len(word) < GATHERED or word in self.names:
                continue
            asked = Counter(word)
            fits = [e for e, full in self._full.items() if not asked - Counter(full)]
            if len(fits) == 1:
                out.append(Mention(match.start(), match.end(), frozenset(fits)))
        return out

    @cached_property
    def _full(self) -> dict[str, str]:
        return {e: fold(e) for e in self.aliases}

    @cached_property
    def _variants(self) -> dict[str, tuple[str, ...]]:
        """body → what its letters may be picked from: without brackets, with 办 and 委 at the end."""
        out: dict[str, tuple[str, ...]] = {}
        for entity, (_, body) in self.parts.items():
            plain = re.sub(r"[（(][^（）()]*[）)]$", "", body)
            found = {plain, *_inner(plain)}
            found |= {re.sub("办公室$", "办", b) for b in found}
            out[entity] = tuple(sorted(found))
        return out

    def _mistyped(self, text: str) -> Mention | None:
        """One or two wrong characters in a long name."""
        best: tuple[float, Mention] | None = None
        letters_here = set(text)
        for name, entities in self.names.items():
            allowed = 1 if len(name) < 9 else 2
            shared = sum(c in letters_here for c in name)
            if len(name) < TYPO_FROM or shared < len(name) - allowed:
                continue
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

    # ------------------------------------------------------------------ places, and strangers

    def placed(self, rest: str) -> tuple[list[tuple[str, int, int]], str]:
        """Bare places that are named, and the text without them."""
        out: list[tuple[str, int, int]] = []
        for place in self.places:
            at, width = rest.find(place), len(place)
            if at < 0 and re.search("[a-z]{4}", rest):  # an English question
                spelt = "".join(sound(place))
                at, width = rest.find(spelt), len(spelt)
            if at >= 0:
                out.append((place, at, at + width))
                rest = _blank(rest, at, at + width)
        return out, rest

    def is_closest(self, entity: str, place: str) -> bool:
        """True where a place is the last one in the body's name: 芝罘区 for 烟台市芝罘区…"""
        parts, _ = self.parts[entity]
        return bool(parts) and place in (parts[-1], short_place(parts[-1]))

    def elsewhere(self, text: str, mention: Mention) -> str:
        """浙江省政协 where only another province's is held: the place before the name is not its."""
        before = text[: mention.start]
        if not all(self.home[e] for e in mention.entities):
            return ""  # a body of which no place is known may be said to be in any
        known = {p for e in mention.entities for p in self.home[e]}
        if text[mention.start] in "省市区县" and len(letters(before[-2:])) == 2:
            if before[-2:] in known:
                return ""  # 北京 + 市委军民融合办
            return before[-2:] + text[mention.start : mention.end]
        provinces = "|".join(lexicon()["place"]["provinces"])
        match = re.search(
            rf"((?:{provinces})省?|[\u4e00-\u9fff]{{2,4}}?(?:省|(?<!城)市|区|县|州))$", before
        )
        if match is None or re.match(r"[全各本我该]", match[1]):
            return ""
        if match[1] in known or any(match[1].endswith(k) for k in known):
            return ""
        return text[match.start(1) : mention.end]


def shortens(word: str, body: str) -> bool:
    """True where a word is a way of saying a body's name by some of its letters."""
    ends = {body[-1:], "委"} if body.endswith("委员会") else {body[-1:]}
    if not body or word[0] != body[0] or word[-1] not in ends or len(word) >= len(body):
        return False
    letters = iter(body)
    return all(c in letters for c in word)


_COMMON = ("管理", "委员", "办公", "中心", "服务", "事务", "建设", "发展", "执法", "协调")


def ends_alike(word: str, body: str) -> bool:
    """True where a word is the end of a body's name (工务署), or a stretch of it and its last
    letter (副中心工程办)."""
    if word == body or word[-1] != body[-1:]:
        return False
    tail = body.endswith(word) and word[:2] not in _COMMON
    return tail or (len(word) > 4 and word[:-1] in body)


def stranger(rest: str, *, named: bool) -> str:
    """A body that is named but not held: answering about another one would be wrong."""
    pattern = _PLACED_BODY if named else _BODY
    match = pattern.search(re.sub(r"20\d\d年?", " ", rest))
    if match is None or _ANY_BODY.match(match[1]) or re.search(r"[的最哪谁各]", match[1]):
        return ""
    return match[1]


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]

"""What each number of a draft is said to be: whose, of when, of what, and in which role.

Labels stand before their numbers, or right after them (30 万元的公务接待费); what a sentence does not
say is taken from the ones before it. Nothing here looks at the value of a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from assistant.catalogue import Catalogue
from assistant.claims.figures import Figure, Kind, figures
from assistant.claims.plain import Plain, sentences
from assistant.execute import parts_of
from assistant.lexicon import lexicon
from assistant.understand.linking import Linked, Linker
from assistant.understand.normalise import label_key
from assistant.understand.query import Item


class Role(StrEnum):
    LEVEL = "level"
    COUNT = "count"
    CHANGE = "change"  # against the year before
    RATE = "rate"
    SHARE = "share"
    TIMES = "times"
    SUM = "sum"
    DIFFERENCE = "difference"  # between two items or two bodies
    OUTTURN = "outturn"  # spent, of what was budgeted


@dataclass(frozen=True, slots=True)
class Claim:
    """`bodies` are those that the name may mean; `year` None where none is said; `before` asks for
    the year before it. `items` has the item last; `around` what else its clause names."""

    figure: Figure
    role: Role
    bodies: frozenset[str] = frozenset()
    year: int | None = None
    before: bool = False
    stage: str = ""  # "final" or "budget" where the sentence says so
    items: tuple[Item, ...] = ()
    around: tuple[Item, ...] = ()
    whole: tuple[Item, ...] = ()  # what it is a share of, or how many times which
    other: frozenset[str] = frozenset()  # the body that it is compared with
    direction: int = 0  # +1 more, -1 less, 0 not said
    parts: int = 0  # of how many numbers before it a sum is; 0: of the items
    stranger: str = ""  # a body that is named and not held
    sentence: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class State:
    """What the sentences so far have been about."""

    bodies: frozenset[str] = frozenset()
    stranger: str = ""
    places: frozenset[str] = frozenset()
    year: int | None = None
    stage: str = ""
    claims: list[Claim] = field(default_factory=list)


_UP = r"增加|增长|上升|提高|上涨|上扬|提升|扩大|攀升|上浮|多出|多花|高出|多|涨|升|增|高|up|increase|rise|rose|grew|more|higher"
_DOWN = r"减少|下降|降低|压减|压缩|缩减|下滑|回落|缩水|削减|精简|调减|节约|少花|少|减|降|跌|砍|缩|低|down|decrease|fall|fell|drop|cut|less|lower|decline"
_MOVED = re.compile(
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:d|s|ed|ing|by|了|幅|率|额|掉|去|近|超过|超|逾|约|将近|接近|不到|不足|整整|幅度|为|达|达到|高达|大|的|幅为|：|\s|将|又|出|进|了将近|支|（|\(|只有|仅|仅为|至少)*$"
)
_TO = re.compile(
    r"(?:增|增加|增长|上升|提高|升|涨|减|减少|下降|降|压减|压缩|压|缩减|回落|调整|达|达到|扩大|缩|降低|增至|剩|余|to)(?:到|至|为)(?:约|近|超过|了)*$|(?:增|降|升|减|压|缩)(?:到|至)[^，。]{0,6}$"
)
_SHARES = re.compile(
    r"(?P<part>[^，。；、]*?)(?:占到?了?|约占|占比|比重|比例|份额|accounting for|account for|make up|made up|share)(?P<whole>[^，。；]*)$"
)
_OF_THEM = re.compile(r"^(?:的|是|都是|为|均为|of)")
_AGAINST = re.compile(
    r"(?:与|和|同|跟|比|较|相比|相较于?|较之|对比|相对于?|低于|高于|from|than|over|compared with|against|versus)(?:其|该[局委]|自己|the)?(?P<than>上年|去年|上一年度?|前一年|往年|20\d\d年?|同期|previous year|last year|initial)"
)
_FROM = re.compile(r"(?:由|从|自|去年|上年|前一年|上一年度?)(?!底|末)[^，。；]{0,22}$")
_SPENT = re.compile(
    r"决算(?!报告编制)|实际支出|实际花|实际执行|实支|final account|actual", re.IGNORECASE
)
_BUDGETED = re.compile(r"(?<!公共)(?<!基金)(?<!经营)(?<!年初)预算|安排|拟|计划|budget")
_YEAR = re.compile(r"(?<![\d.,])(20[0-4]\d)(?=年|[^\d.,万亿元%人]|$)")
_STOCK = re.compile(
    r"(?:截至|截止|到|至|以|end of|as of)?(?:20\d\d年|去年|上年)(?:度)?(?:\d{1,2}月\d{1,2}日|底|末|年底|年末)|(?:at the )?end of 20\d\d"
)
_TOGETHER = re.compile(
    r"合计|共计|总计|总共|一共|加起来|合起来|加在一起|相加|两者之和|之和|合在一起|together|combined|in total"
)
_OUTTURN = re.compile(
    r"完成(?:了)?(?:年初|全年|调整)?预算|执行率|完成率|预算的$|支出进度|execution"
)
_THE_FORMER, _THE_LATTER = re.compile("前者"), re.compile("后者")
_SEVERAL = re.compile(r"(?P<n>[两二三四五六七])(?:项|者|笔|类|块|家|个)")
_PLACED = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[,，。的、和与看在对])([\u4e00-\u9fff]{2,3}[省市区县州](?:[\u4e00-\u9fff]{2,10}?)(?:局|厅|委员会|委|办公室|法院|检察院|政协|人大|中心|大学))(?!的?项目|费)"
)
_LATE = re.compile(r"^[^，。；]*?(?:——|—|–|-|是|系|为|来自|出自)")


class Reader:
    """Reads the claims of drafts against one catalogue."""

    def __init__(self, catalogue: Catalogue, linker: Linker) -> None:
        self.catalogue = catalogue
        self.linker = linker

    def read(self, draft: Plain) -> list[Claim]:
        state = State()
        found = figures(draft.text)
        for start, end in sentences(draft.text):
            own = [f for f in found if start <= f.start < end]
            self._sentence(draft.text, start, end, own, state)
        return state.claims

    # ------------------------------------------------------------------ one sentence

    def _sentence(
        self, text: str, start: int, end: int, own: Sequence[Figure], state: State
    ) -> None:
        sentence = text[start:end]
        linked = self.linker.link(sentence, state.places)
        if linked.mentions:
            first = linked.mentions[0]
            shared = [self.linker.bodies.home[e] for e in first.entities]
            state.places = frozenset.intersection(*shared) if shared else state.places
        elif linked.places:
            state.places = frozenset(linked.places)
        stranger = _stranger(linked)
        if stranger:
            state.stranger = stranger
        elif linked.mentions:
            state.stranger = ""
        spent = bool(_SPENT.search(sentence))
        planned = bool(_BUDGETED.search(sentence))
        if spent or planned:
            state.stage = "both" if spent and planned else "final" if spent else "budget"
        labels = self._labels(linked, sentence, state)
        previous_end = 0
        for n, figure in enumerate(own):
            here = replace(figure, start=figure.start - start, end=figure.end - start)
            until = own[n + 1].start - start if n + 1 < len(own) else len(sentence)
            clause = _Clause(sentence, here, previous_end, until, labels, linked)
            claim = self._claim(clause, state, own, n, (start, end))
            state.claims.append(replace(claim, figure=figure))
            previous_end = here.end
        years = [y for y in self._years(sentence, len(sentence)) if y]
        if years:
            state.year = years[0]
        held = [m for m in linked.mentions if m.entities]
        if held:
            state.bodies = held[-1].entities if not own else state.bodies or held[-1].entities
            state.bodies = held[0].entities if len(held) == 1 else state.bodies

    def _labels(self, linked: Linked, sentence: str, state: State) -> list[tuple[int, int, Item]]:
        """Items with where they stand; parts that are named by a bare word after their whole."""
        found = [(at, at + len(item.words), item) for at, item in linked.spans]
        earlier = [i for c in state.claims[-6:] for i in (*c.items, *c.around)]
        for name, concept in self._within.items():
            for word in sorted(concept["within"], key=len, reverse=True):
                for match in re.finditer(word, sentence):
                    at = match.start()
                    known = [i for a, _, i in found if a < at] + earlier
                    taken = any(a <= at < b for a, b, _ in found)
                    if not taken and any(self._is_part(name, i) for i in known):
                        found.append((at, match.end(), _item_of(concept)))
        return sorted(found, key=lambda s: s[0])

    @cached_property
    def _within(self) -> dict[str, dict[str, object]]:
        return {c["name"]: c for c in lexicon()["concept"] if c.get("within")}

    @staticmethod
    def _is_part(name: str, whole: Item) -> bool:
        """政府采购 has 服务; 公务用车购置及运行费 has 购置费."""
        concept = next(c for c in lexicon()["concept"] if c["name"] == name)
        return any(w in k for k in whole.keys for w in concept["of"])

    # ------------------------------------------------------------------ one number

    def _claim(
        self, clause: _Clause, state: State, own: Sequence[Figure], n: int, span: tuple[int, int]
    ) -> Claim:
        figure, _lead = clause.figure, clause.lead
        role, direction = _role(clause)
        bodies, other = self._bodies(clause, state)
        before = role in (Role.LEVEL, Role.COUNT) and _is_before(clause)
        years = self._years(clause.sentence, figure.start)
        year = years[-1] if years else state.year
        items, around = clause.items(), clause.around()
        previous = [c for c in state.claims if c.sentence == span]
        listed = clause.respectively(own, span[0], n)
        if listed is not None:
            items = (listed,)
        if not items and (role in _INHERIT or figure.kind is not Kind.MONEY or not around):
            items = _inherited(previous or state.claims[-3:], role, clause)
        items = _pronoun(clause, state.claims) or items
        whole: tuple[Item, ...] = ()
        if role is Role.SHARE:
            items, whole = clause.share(items)
        elif role is Role.TIMES:
            items, whole, other = self._times(clause, state, items, other)
        elif role is Role.DIFFERENCE and not other:
            items, whole = clause.difference(items, previous or state.claims[-2:])
        parts = _summed(clause, previous or state.claims) if role is Role.SUM else 0
        if role is Role.SUM and not parts and len(clause.listed()) < 2:
            role = Role.LEVEL
        stranger = state.stranger if not clause.mention_before() else ""
        return Claim(figure, role, bodies, year, before, state.stage, tuple(items), tuple(around),
                     tuple(whole), other, direction, parts, stranger, span)  # fmt: skip

    def _bodies(self, clause: _Clause, state: State) -> tuple[frozenset[str], frozenset[str]]:
        """Whose number it is, and the body that it is set against (比水务局多 …)."""
        mentions = clause.linked.mentions
        before = [m for m in mentions if m.start < clause.figure.start]
        after = [m for m in mentions if m.start >= clause.figure.end]
        other: frozenset[str] = frozenset()
        own = before[-1].entities if before else frozenset()
        if before and re.search(
            r"(?:比|较|是|相当于|超过|低于|高于|不及|than)$", clause.sentence[: before[-1].start]
        ):
            other = own
            own = before[-2].entities if len(before) > 1 else state.bodies
        if not own:
            own = state.bodies or (after[0].entities if after else frozenset())
        pair = clause.paired_bodies()
        if pair is not None:
            own = pair
        if _THE_LATTER.search(clause.lead) or _THE_FORMER.search(clause.lead):
            two = [c.bodies for c in state.claims[-2:]]
            if len(two) == 2 and two[0] != two[1]:
                first = bool(_THE_FORMER.search(clause.lead))
                own, other = (two[0], two[1]) if first else (two[1], two[0])
        if len(own) > 1 and own & state.bodies:
            own = own & state.bodies
        return own, other

    @staticmethod
    def _years(sentence: str, until: int) -> list[int]:
        """The years named before a place, without those that something is compared with."""
        hidden = [m.span() for p in (_STOCK, _AGAINST) for m in p.finditer(sentence)]
        return [
            int(m[1]) for m in _YEAR.finditer(sentence)
            if m.start() < until and not any(a <= m.start() < b for a, b in hidden)
        ]  # fmt: skip

    @staticmethod
    def _times(
        clause: _Clause, state: State, items: Sequence[Item], other: frozenset[str]
    ) -> tuple[Sequence[Item], Sequence[Item], frozenset[str]]:
        """甲是乙的 3 倍: the item before it is 乙; 甲 stands before that, or was spoken of last."""
        if other:
            return items, (), other
        labels = clause.before()
        base = labels[-1:] or tuple(items)
        first = [i for i in labels[:-1] if i != base[0]] if base else []
        if not first:
            spoken = [
                c.items[-1]
                for c in state.claims
                if c.items and c.sentence and c.items[-1] not in base
            ]
            first = spoken[-1:] if spoken else []
        return tuple(first[-1:]), tuple(base), other


_INHERIT = frozenset({Role.CHANGE, Role.RATE, Role.SHARE, Role.TIMES, Role.OUTTURN})


@dataclass(frozen=True, slots=True)
class _Clause:
    """One number in its sentence: from the number before it to the next boundary after it."""

    sentence: str
    figure: Figure
    since: int
    until: int
    labels: Sequence[tuple[int, int, Item]]
    linked: Linked

    @property
    def lead(self) -> str:
        return self.sentence[self.since : self.figure.start]

    @property
    def tail(self) -> str:
        """What follows it in the clause."""
        stop = re.search(
            r"[，,、；;。！？!?（）()]|——", self.sentence[self.figure.end : self.until]
        )
        end = self.figure.end + stop.start() if stop else self.until
        return self.sentence[self.figure.end : end]

    def before(self) -> tuple[Item, ...]:
        """The items named since the number before."""
        return tuple(i for a, _, i in self.labels if self.since <= a < self.figure.start)

    def behind(self) -> tuple[Item, ...]:
        """The items named right after it: 30 万元的公务接待费, 花 30 万元在接待上."""
        stop = self.figure.end + len(self.tail)
        found = [(a, i) for a, _, i in self.labels if self.figure.end <= a < stop]
        if not found:
            return ()
        gap = self.sentence[self.figure.end : found[0][0]]
        near = len(gap) <= 8
        return (found[0][1],) if near else ()

    def items(self) -> tuple[Item, ...]:
        lead = self.before()
        kept = [i for i in lead if not self._is_against(i)]
        behind = self.behind()
        if kept and not self._cut_off():
            return (kept[-1],)
        return behind or tuple(kept[-1:])

    def _cut_off(self) -> bool:
        """True where the items before stand in a clause that ended with a dash."""
        last = max((b for a, b, _ in self.labels if self.since <= a < self.figure.start), default=0)
        return "——" in self.sentence[last : self.figure.start] and bool(self.behind())

    def _is_against(self, item: Item) -> bool:
        """The 支出 of 比上年支出 is what it is compared with."""
        at = next((a for a, _, i in self.labels if i is item), 0)
        return bool(
            re.search(
                r"(?:比|较|与|和|同)(?:上年|去年|20\d\d年|上一年)[^，。]{0,6}$",
                self.sentence[self.since : at],
            )
        )

    def around(self) -> tuple[Item, ...]:
        """All items of the sentence before the number, its own left out."""
        own = self.items()
        return tuple(i for a, _, i in self.labels if a < self.figure.start and i not in own)

    def listed(self) -> tuple[Item, ...]:
        """The items of a list right before the number: 甲、乙和丙."""
        run = [(a, b, i) for a, b, i in self.labels if self.since <= a < self.figure.start]
        out = run[-1:]
        for held in reversed(run[:-1]):
            between = self.sentence[held[1] : out[0][0]]
            if not re.fullmatch(
                r"(?:支出|费用|经费|预算|收入|费|款|[、和与及以,]|\(含[^)]*\))*", between
            ):
                break
            out.insert(0, held)
        return tuple(i for _, _, i in out)

    def respectively(self, own: Sequence[Figure], start: int, n: int) -> Item | None:
        """甲、乙、丙分别为 1、2、3: the label that belongs to this number."""
        word = re.search(r"分别|依次|各为", self.sentence[: self.figure.start])
        if word is None:
            return None
        stop = re.search(r"[。；;]", self.sentence[word.end() :])
        end = word.end() + stop.start() if stop else len(self.sentence)
        mine = [
            f for f in own if word.end() <= f.start - start < end and f.kind is self.figure.kind
        ]
        place = next((k for k, f in enumerate(mine) if f.start - start == self.figure.start), None)
        labels = [(a, b, i) for a, b, i in self.labels if a < word.start()]
        run: list[tuple[int, int, Item]] = []
        for held in reversed(labels):
            if run and len(self.sentence[held[1] : run[0][0]]) > 8:
                break
            if run and re.search("[，。；:：]|中|里", self.sentence[held[1] : run[0][0]]):
                break
            run.insert(0, held)
        names = [i for _, _, i in run]
        if place is None or len(mine) < 2:
            return None
        if len(names) == len(mine) + 1:  # 三公经费中，甲、乙、丙
            names = names[1:]
        return names[place] if len(names) == len(mine) else None

    def paired_bodies(self) -> frozenset[str] | None:
        return None

    def mention_before(self) -> bool:
        return any(m.start < self.figure.start for m in self.linked.mentions)

    def share(self, items: Sequence[Item]) -> tuple[Sequence[Item], Sequence[Item]]:
        """(the part, the whole where it is named)."""
        match = _SHARES.search(self.lead)
        if match is None:  # 40% 的支出用于公务接待
            behind = self.behind()
            stop = self.figure.end + len(self.tail)
            after = [i for a, _, i in self.labels if self.figure.end <= a < stop]
            if len(after) > 1 and _OF_THEM.match(self.tail):
                return (after[-1],), (after[0],)
            return (behind or tuple(items)), ()
        place = self.since + match.start("whole")
        word = self.since + match.end("part")
        whole = tuple(i for a, _, i in self.labels if place <= a < self.figure.start)
        part = tuple(i for a, _, i in self.labels if self.since <= a < word)
        inherited = tuple(i for i in items if i not in whole)
        return (part[-1:] or inherited or self.behind()), whole[-1:]

    def difference(
        self, items: Sequence[Item], previous: Sequence[Claim]
    ) -> tuple[Sequence[Item], Sequence[Item]]:
        """比项目支出多 30 万元: (基本支出, 项目支出)."""
        match = re.search(r"(?:比|较|高于|低于|超过|than)(?P<than>[^，。；]*)$", self.lead)
        if match is None:
            return items, ()
        place = self.since + match.start("than")
        than = tuple(i for a, _, i in self.labels if place <= a < self.figure.start)
        ahead = tuple(i for a, _, i in self.labels if self.since <= a < place)
        spoken = [c.items[-1] for c in previous if c.items]
        return (ahead[-1:] or tuple(spoken[-1:])), than[-1:]


def _role(clause: _Clause) -> tuple[Role, int]:
    figure, lead = clause.figure, clause.lead
    near = re.split(r"[，,；;。]", lead)[-1]
    moved = _MOVED.search(near.rstrip("（( "))
    direction = 0 if moved is None else 1 if moved["up"] else -1
    to = bool(_TO.search(near)) or bool(
        re.search(r"(?:增|降|升|减|压|缩|涨)(?:加|低|减|少|长)?(?:到|至)\s*$", near)
    )
    tail = clause.tail
    if moved is None and not to:
        behind = re.match(
            r"(?:的)?(?:(?P<up>增幅|涨幅|增量|增长|increase|rise)|(?P<down>降幅|减幅|降|跌|decrease|drop|decline))",
            tail,
        )
        if behind is not None:
            moved, direction = behind, 1 if behind["up"] else -1
    if figure.kind is Kind.COUNT:
        return (
            (Role.CHANGE, direction)
            if moved and not to and _says_before(clause)
            else (Role.COUNT, 0)
        )
    if figure.kind is Kind.TIMES:
        if moved and not to:
            return Role.RATE, direction
        return Role.TIMES, 0
    if figure.kind is Kind.POINTS:
        return Role.CHANGE, direction
    if figure.kind is Kind.PERCENT:
        if _OUTTURN.search(near):
            return Role.OUTTURN, 0
        if (
            moved
            and not to
            and not re.search("占", near[moved.start() :] if moved.re is _MOVED else "")
        ):
            return Role.RATE, direction
        return Role.SHARE, 0
    if moved and not to:
        against = bool(
            re.search(r"(?:比|较|than)(?!上年|去年|上一年|前一年|20\d\d|年初|同期|往年|预算)", near)
        )
        between = against or bool(re.search("前者|后者", near))
        return (Role.DIFFERENCE if between else Role.CHANGE), direction
    if re.search(r"(?:相差|差距|差额|之差|差了?|相距)[^，]{0,4}$", near):
        return Role.DIFFERENCE, 0
    if _TOGETHER.search(near):
        return Role.SUM, 0
    return Role.LEVEL, 0


def _says_before(clause: _Clause) -> bool:
    return bool(_AGAINST.search(clause.sentence[: clause.figure.start])) or "同比" in clause.lead


def _is_before(clause: _Clause) -> bool:
    """True where a level is that of the year before: 由上年的 25 万元, 比 2025 年的 30 万元."""
    near = re.split(r"[，,；;。]", clause.lead)[-1]
    if _STOCK.search(near):
        return False
    if _FROM.search(near) and re.search("上年|去年|前一年|上一年", near):
        said = re.split("上年|去年|前一年|上一年", near)[-1]
        return not re.search(r"结转|结余", said[:2]) and not _MOVED.search(near)
    match = None
    for match in _AGAINST.finditer(near):
        pass
    return match is not None and not re.search(rf"{_UP}|{_DOWN}|持平", near[match.end() :])


def _inherited(previous: Sequence[Claim], role: Role, clause: _Clause) -> tuple[Item, ...]:
    """The item of the number before, where a number names none itself."""
    spoken = [c for c in previous if c.items]
    if not spoken:
        return ()
    return spoken[-1].items


def _pronoun(clause: _Clause, claims: Sequence[Claim]) -> tuple[Item, ...]:
    """前者, 后者: the items of the last two numbers."""
    near = re.split(r"[，,；;。]", clause.lead)[-1]
    two = [c for c in claims if c.items and c.role in (Role.LEVEL, Role.COUNT)][-2:]
    if len(two) < 2:
        return ()
    if _THE_FORMER.search(near):
        return two[0].items
    return two[1].items if _THE_LATTER.search(near) else ()


def _summed(clause: _Clause, claims: Sequence[Claim]) -> int:
    """How many of the numbers before it a sum adds up; 0 where it adds up named items."""
    levels = [c for c in claims if c.role is Role.LEVEL and c.figure.kind is clause.figure.kind]
    if len(clause.listed()) > 1:
        return 0
    said = _SEVERAL.search(clause.lead)
    count = "零一二三四五六七".find(said["n"].replace("两", "二")) if said else len(levels)
    named = clause.before()
    if named and not said:
        return 0
    return count if 2 <= count <= len(levels) else 0


def _item_of(concept: dict[str, object]) -> Item:
    labels = concept["labels"]
    words = concept["words"]
    assert isinstance(labels, list)
    assert isinstance(words, list)
    keys = tuple(sorted({label_key(x) for x in labels}))
    return Item(str(words[0]), keys, count=bool(concept.get("count")))


def _stranger(linked: Linked) -> str:
    """A body that a sentence names and nobody holds: only one said with its place counts."""
    match = _PLACED.search(linked.rest)
    if match is not None and not re.search("[各哪的]", match[1]):
        return match[1]
    return ""


__all__ = ["Claim", "Reader", "Role", "parts_of"]

"""What each number of a draft is said to be: whose, of when, of what, and in which role.

Labels stand before their numbers, or right after them (30 万元的公务接待费); what a sentence does not
say is taken from the ones before it. Nothing here looks at the value of a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from assistant.catalogue import Catalogue, concept_item, total_item
from assistant.claims.clause import WHOLE_WORDS, Clause, Label, is_fund
from assistant.claims.roles import AGAINST, STOCK, Role, is_before, near, role_of, says_again
from assistant.lexicon import lexicon
from assistant.prose.figure import Figure, Kind
from assistant.prose.figures import figures
from assistant.prose.plain import Plain, sentences
from assistant.understand.leftover import letters
from assistant.understand.linking import Linked, Linker
from assistant.understand.normalise import label_key
from assistant.understand.query import Item
from assistant.understand.who import Mention

VEHICLES = "vehicle_count"


@dataclass(frozen=True, slots=True)
class Claim:
    """`bodies` are those that the name may mean; `year` None where none is said; `before` asks for
    the year before it. `items` has the item last; `around` what else its sentence names."""

    figure: Figure
    role: Role
    bodies: frozenset[str] = frozenset()
    year: int | None = None
    years: tuple[int, ...] = ()  # others that it may be of, where its clause names none
    before: bool = False
    stage: str = ""  # "final" or "budget" where the sentence says one of them
    scope: str = ""  # 部门 or 单位, where the sentence says which of the two books
    items: tuple[Item, ...] = ()
    around: tuple[Item, ...] = ()
    whole: tuple[Item, ...] = ()  # what it is a share of, or how many times which
    other: frozenset[str] = frozenset()  # the body that it is set against
    direction: int = 0  # +1 more, -1 less, 0 not said
    parts: int = 0  # of how many numbers before it a sum is; 0: of the items
    bound: bool = False  # its label stands right beside it
    bought: bool = False  # what is bought, not what is there
    stranger: str = ""  # a body that is named and not held
    sentence: tuple[int, int] = (0, 0)
    said: str = ""  # the words of its clause, bodies and years left out
    told: str = ""  # all that is said since the number before, in earlier sentences too
    sentence_text: str = ""  # its sentence, bodies and years left out
    leftover: int = 0  # letters of its clause that nothing accounts for
    named: frozenset[str] = frozenset()  # all bodies that its sentence names
    lead: str = ""  # the words since the number before, as they stand
    tail: str = ""  # and those after it, up to the comma
    spelt: frozenset[str] = frozenset()  # the labels that stand in its own clause


@dataclass(slots=True)
class State:
    """What the sentences so far have been about."""

    bodies: frozenset[str] = frozenset()
    stranger: str = ""
    places: frozenset[str] = frozenset()
    year: int | None = None
    years: tuple[int, ...] = ()  # all that the last sentence with years names
    stage: str = ""
    told: str = ""  # the sentence before
    claims: list[Claim] = field(default_factory=list)


_SPENT = re.compile(r"决算(?!报告编制)|实际支出|实际花|实际执行|实支")
_BUDGETED = re.compile(r"(?<!公共)(?<!基金)(?<!经营)(?<!年初)预算|安排|拟|计划")
_YEAR = re.compile(r"(?<![\d.])(20[0-4]\d)(?=年|[^\d.,万亿元%人]|$)")
_SEVERAL = re.compile(r"(?P<n>[两二三四五六七])(?:项|者|笔|类|块|家|个)")
_BOUGHT = re.compile("购|买|新增|更新|添|换")
_STRONG = re.compile("收入|(?<!实际)支出(?!决算|预算的)|全部预算|总预算|预算总|总盘子|家底")
_ABOUT_MONEY = re.compile("收入|支出|预算|决算|盘子|花|开支|规模|家底")
_COMPARED = re.compile(
    r"(?:与|和|同|比|较|由|从|相比|低于|高于)(?:上年|去年|上一年|前一年|20\d\d年|年初|同期)[^，。；]{0,5}?(?:预算|决算|执行)数?"
)
_ORGAN = "(?:局|厅|委员会|委|办公室|法院|检察院|政协|人大|中心|大学)"
_PLACED = re.compile(
    r"(?:^|(?<![\u4e00-\u9fff])|(?<=[的、和与看在对而]))"
    rf"((?:[\u4e00-\u9fff]{{2,3}})?(?:省|(?<!城)市|区|县|州)[\u4e00-\u9fff]{{2,10}}?{_ORGAN}"
    r"|(?!该|本|我|各|全|占|而|和|与|及|但|在|把|被|给|让|这|那|其|两|三|有关|相关|上述|主管|所属|下属)[\u4e00-\u9fff]{2,5}(?<![格布结当邮])(?:局|厅))"
    "(?!的?项目|费|机关|系统|级|长)"
)
_NO_LABEL = frozenset(
    {"部门", "单位", "安排", "金额", "资金", "经费", "费用", "预算数", "决算数", "盘子", "本级"}
)
_INHERIT = frozenset(
    {Role.DIFFERENCE, Role.CHANGE, Role.RATE, Role.SHARE, Role.TIMES, Role.OUTTURN}
)


class Reader:
    """Reads the claims of drafts against one catalogue."""

    def __init__(self, catalogue: Catalogue, linker: Linker) -> None:
        self.catalogue = catalogue
        self.linker = linker

    def read(self, draft: Plain) -> list[Claim]:
        state = State()
        found = figures(draft.text)
        spans = sentences(draft.text)
        linked: list[Linked] = []
        for start, end in spans:
            linked.append(_joined(self.linker.link(draft.text[start:end], state.places)))
            self._places(linked[-1], state)
        named = [m.entities for one in linked for m in one.mentions]
        only = {u.entity for u in self.catalogue.units}
        if not named and len(only) == 1:  # whose else?
            named = [frozenset(only)]
        years = years_in(draft.text, len(draft.text))
        for (start, end), one in zip(spans, linked, strict=True):
            own = [f for f in found if start <= f.start < end]
            self._sentence(draft.text[start:end], (start, end), own, one, state)
        return [_completed(c, named, years) for c in state.claims]

    def _places(self, linked: Linked, state: State) -> None:
        if linked.mentions:
            shared = [self.linker.bodies.home[e] for e in linked.mentions[0].entities]
            state.places = frozenset.intersection(*shared) if shared else state.places
        elif linked.places:
            state.places = frozenset(linked.places)

    # ------------------------------------------------------------------ one sentence

    def _sentence(
        self,
        sentence: str,
        span: tuple[int, int],
        own: Sequence[Figure],
        linked: Linked,
        state: State,
    ) -> None:
        stranger = _stranger(linked)
        if stranger or linked.mentions:
            state.stranger = stranger
        spent, planned = bool(_SPENT.search(sentence)), bool(_BUDGETED.search(sentence))
        if spent or planned:
            state.stage = "" if spent and planned else "final" if spent else "budget"
        labels = self._labels(linked, sentence, state)
        since = 0
        for n, figure in enumerate(own):
            here = replace(figure, start=figure.start - span[0], end=figure.end - span[0])
            until = own[n + 1].start - span[0] if n + 1 < len(own) else len(sentence)
            clause = Clause(sentence, here, since, until, labels, linked)
            state.claims.append(replace(self._claim(clause, state, own, span), figure=figure))
            since = here.end
        _say_the_same(sentence, span[0], len(own), state)
        years = years_in(sentence, len(sentence))
        state.year = years[-1] if years else state.year
        state.years = tuple(dict.fromkeys(years)) or state.years
        last = own[-1].end - span[0] if own else 0
        state.told = ("" if own else state.told[-80:]) + linked.bare[last:] + " "
        held = [m for m in linked.mentions if m.entities]
        if len(held) == 1 or (held and not state.bodies):
            state.bodies = held[0].entities

    def _labels(self, linked: Linked, sentence: str, state: State) -> list[Label]:
        """Items with where they stand; parts that a bare word names after their whole."""
        found = [
            Label(at, at + len(item.words), item)
            for at, item in linked.spans
            if item.words not in _NO_LABEL
        ]
        earlier = [i for c in state.claims[-6:] for i in (*c.items, *c.around)]
        for concept in self._within:
            for word in sorted(concept["within"], key=len, reverse=True):
                for match in re.finditer(word, sentence):
                    start, end = match.span()
                    known = [x.item for x in found] + earlier
                    whole = any(w in k for i in known for k in i.keys for w in concept["of"])
                    longer = any(
                        x.start <= start and end <= x.end and x.end - x.start > len(word)
                        for x in found
                    )
                    if whole and not longer:
                        found = [x for x in found if x.end <= start or end <= x.start]
                        found.append(Label(start, end, replace(_item_of(concept), words=word)))
        return sorted(found, key=lambda x: x.start)

    @cached_property
    def _within(self) -> list[dict[str, Any]]:
        return [c for c in lexicon()["concept"] if c.get("within")]

    # ------------------------------------------------------------------ one number

    def _claim(
        self, clause: Clause, state: State, own: Sequence[Figure], span: tuple[int, int]
    ) -> Claim:
        figure = clause.figure
        role, direction = role_of(figure, clause.lead, clause.tail, clause.sentence)
        last = state.claims[-1] if state.claims and state.claims[-1].sentence == span else None
        if last is not None and says_again(clause.lead) and last.role in (Role.CHANGE, Role.RATE):
            direction = last.direction
            role = Role.CHANGE if figure.kind is Kind.MONEY else Role.RATE
        bodies, other = self._bodies(clause, state, own, span)
        years = years_in(clause.sentence, figure.start)
        previous = [c for c in state.claims if c.sentence == span]
        items, whole, parts = self._what(clause, role, state, previous, own, span)
        if role is Role.TIMES and other:
            items = items or _inherited(state.claims[-2:])
        elif role is Role.TIMES:
            items, whole = _times(clause, state, items)
        if role is Role.DIFFERENCE and not other:
            items, whole = _difference(clause, items, previous or state.claims[-2:])
        if role is Role.SUM and not parts and len(items) < 2:
            role = Role.LEVEL
        if role is Role.CHANGE and previous and _against_the_one_before(clause):
            role, items, whole = Role.DIFFERENCE, (), ()
        year, others, before = _when(clause, years, state, role)
        return Claim(
            figure, role, bodies, year, others, before, _stage(clause, state), _scope(clause), items,
            clause.around(), whole, other, direction, parts, self._bound(clause, role, previous),
            figure.kind is Kind.COUNT and bool(_BOUGHT.search(near(clause.lead))),
            _stranger_of(clause, _stranger(clause.linked), state),
            span, _content(clause), letters(_since_the_number_before(clause, state)),
            clause.linked.bare, clause.leftover(),
            frozenset(e for m in clause.linked.mentions for e in m.entities),
            clause.lead, clause.tail, frozenset(x.item.words for x in clause.before()),
        )  # fmt: skip

    @staticmethod
    def _bound(clause: Clause, role: Role, previous: Sequence[Claim]) -> bool:
        """A change or share of what was just told is bound to it as the number before it is."""
        if re.search("[里中]有|里头有|[增减][加少]额|增量|增加的", near(clause.lead)):
            return False  # 增加的 28.9 亿元里有 17.8 亿元是
        if role is Role.TIMES and len(clause.before()) < 2 and not clause.linked.mentions:
            return False
        if role is Role.COUNT and previous and clause.items() == previous[-1].items:
            return False  # of them, some kind
        if clause.items():
            return clause.bound()
        return role in _INHERIT and bool(previous) and previous[-1].bound

    def _what(
        self,
        clause: Clause,
        role: Role,
        state: State,
        previous: Sequence[Claim],
        own: Sequence[Figure],
        span: tuple[int, int],
    ) -> tuple[tuple[Item, ...], tuple[Item, ...], int]:
        """The items of a number, what it is a share of, how many numbers it adds up."""
        items = clause.items()
        if clause.within_label() and not items:
            items = _inherited(previous)
        if (
            items
            and is_fund(items[-1].words)
            and previous
            and previous[-1].role in (Role.RATE, Role.SHARE)
        ):
            spoken = _inherited(previous[-1:])  # 执法办案少了一半多，一般公共预算拨款 3307 万元
            if spoken and "总计" not in spoken[-1].keys and "其中" not in clause.lead:
                items = spoken
        parts = 0
        if role is Role.SUM:
            parts = _summed(clause, previous or state.claims)
            items = clause.listed() if not parts else items
        if items and items[-1].words in WHOLE_WORDS and role is not Role.SUM:
            # 三公经费表：总额 231 万元
            items = clause.around()[-1:] or _of_form(clause.linked) or _inherited(previous) or items
        listed = clause.respectively(own, span[0])
        if listed is not None:
            items = (listed,)
        items = _pronoun(clause, state.claims) or items
        if role in (Role.SHARE, Role.OUTTURN) and (two := _of_the_one_before(clause, previous)):
            return (*two, parts)
        if role is Role.SHARE and listed is not None:
            of = clause.share(items)[1] or (previous[-1].whole if previous else ())
            return (listed,), of, parts
        if role is Role.SHARE:
            part, whole = clause.share(items)
            return part or _inherited(previous or state.claims[-3:]), whole, parts
        cars = clause.figure.kind is Kind.COUNT and clause.figure.unit in ("辆", "台")
        if cars and not any(i.count or "车" in i.words or "设备" in i.words for i in items):
            items = (_item_of(next(c for c in lexicon()["concept"] if c["name"] == VEHICLES)),)
        if (
            not items
            and previous
            and previous[-1].bought
            and previous[-1].figure.unit in ("辆", "台")
        ):
            spent = re.fullmatch(
                "(?:[，、（(]|共?计?花费?|需要?|共|计|要|预算|安排|金额|约|为)*", clause.lead
            )
            items = (concept_item("vehicle_purchase"),) if spent else items
        told = _total(clause)
        weak = bool(told) and bool(previous) and not _STRONG.search(clause.lead)
        carried = (
            role in _INHERIT or _goes_on(clause) or is_before(clause.lead, clause.tail) or weak
        )
        if not items and carried and (weak or not told):
            items = _inherited(previous or state.claims[-3:])
        said_last = re.search(_ENDS_IN_TOTAL, near(clause.lead))
        if told and said_last and _body_between(clause):
            items = told  # 医保经办机构手头宽裕：市医保中心预算 1.93 亿元
        return items or told or self._of_the_sentence(clause, previous), (), parts

    def _of_the_sentence(self, clause: Clause, previous: Sequence[Claim]) -> tuple[Item, ...]:
        """预算翻番，从 13973 万元增至 …: what the sentence is about, where nothing else is said."""
        said = near(clause.lead)
        if clause.figure.kind is Kind.COUNT or len(letters(near(_without_names(clause)))) > 3:
            return ()
        goes = _FROM_TO.search(said) is not None
        earlier = _inherited(previous)
        if earlier:
            return earlier if goes else ()
        labels = clause.linked.items
        if goes and len(labels) == 1:
            return (labels[0],)
        about = clause.sentence if goes else clause.sentence[: clause.figure.start]
        others = [x for x in clause.labels if x.end <= clause.figure.start]
        about_money = _ABOUT_MONEY.search(_COMPARED.sub("", about))
        return (total_item(),) if about_money and not others else ()

    def _by_place(self, bodies: frozenset[str], said: str) -> frozenset[str]:
        """两个市委宣传部…，重庆 63.8 万元，深圳 4.55 万元: the one of the place that is said last."""
        home = self.linker.bodies.home
        at = {e: max((said.rfind(p) for p in home[e] if len(p) > 1), default=-1) for e in bodies}
        last = max(at.values())
        return frozenset(e for e in bodies if at[e] == last) if last >= 0 else frozenset()

    def _bodies(
        self, clause: Clause, state: State, own: Sequence[Figure], span: tuple[int, int]
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Whose number it is, and the body that it is set against (比水务局多 …)."""
        mentions = clause.linked.mentions
        before = [m for m in mentions if m.start < clause.figure.start]
        after = [m for m in mentions if m.start >= clause.figure.end]
        own_body = before[-1].entities if before else frozenset()
        other: frozenset[str] = frozenset()
        than = r"(?:比|较|是|相当于|超过|低于|高于|不及|约为)(?:同城的?|同期的?|兄弟单位)?$"
        if before and re.search(than, clause.sentence[: before[-1].start]):
            first = before[-2].entities if len(before) > 1 else state.bodies
            if first:
                own_body, other = first, own_body
        own_body = own_body or state.bodies or (after[0].entities if after else frozenset())
        own_body = clause.body_respectively(own, span[0]) or own_body
        said = near(clause.lead)
        own_body, other = _told_apart(said, state.claims) or (own_body, other)
        if len(own_body) > 1:
            own_body = self._by_place(own_body, said) or own_body
        if len(own_body) > 1 and own_body & state.bodies:
            own_body = own_body & state.bodies
        return own_body, other


_ENDS_IN_TOTAL = r"(?:预算|盘子|总额|收入|支出)(?:为|是|约|达到?|合计|总计|共|近|超过|逾|有|安排|列|了|仅|就|只有|高达|将近|的)*$"
_FROM_TO = re.compile("(?:从|由|自|增至|减至|降至|升至|达到?|到|至|增到|变成|变为)[^，。；]{0,8}$")


def _body_between(clause: Clause) -> bool:
    """True where a body is named after the last label before the number."""
    labels = clause.before()
    return bool(labels) and any(
        labels[-1].end <= m.start < clause.figure.start for m in clause.linked.mentions
    )


def _told_apart(said: str, claims: Sequence[Claim]) -> tuple[frozenset[str], frozenset[str]] | None:
    """(whose, set against whose) where a clause says 前者 or 后者 of two bodies."""
    match = re.search("(?P<against>是|比|较|相当于|超过|为)?(?P<which>前者|后者)", said)
    two = [c.bodies for c in claims if c.role in (Role.LEVEL, Role.COUNT)][-2:]
    if match is None or len(two) < 2 or two[0] == two[1]:
        return None
    named, left = two if match["which"] == "前者" else two[::-1]
    return (left, named) if match["against"] else (named, left)


def _say_the_same(sentence: str, start: int, count: int, state: State) -> None:
    """九成以上（91.54%）是基本支出: the number in the bracket says what the one before it says."""
    mine = state.claims[len(state.claims) - count :]
    for n in range(len(mine) - 1):
        one, other = mine[n], mine[n + 1]
        between = sentence[one.figure.end - start : other.figure.start - start]
        if one.figure.kind is Kind.PERCENT is other.figure.kind and re.fullmatch(
            "(?:以上|左右|多|强|上下)?[（(](?:约|近)?", between
        ):
            state.claims[len(state.claims) - count + n] = replace(
                one, role=other.role, items=other.items, whole=other.whole,
                direction=other.direction, bound=other.bound,
            )  # fmt: skip


def _joined(linked: Linked) -> Linked:
    """市公安局 + 交管局, side by side: one name, of what is said last."""
    out: list[Mention] = []
    for mention in linked.mentions:
        if out and out[-1].end == mention.start:
            out[-1] = replace(mention, start=out[-1].start)
        else:
            out.append(mention)
    linked.mentions = out
    return linked


# ---------------------------------------------------------------------- what is not said again


def _inherited(previous: Sequence[Claim]) -> tuple[Item, ...]:
    """The item of the number before, where a number names none itself."""
    spoken = [c for c in previous if c.items]
    return spoken[-1].items[-1:] if spoken else ()


_GOES_ON = re.compile(
    r"(?:实际|执行|支出|花|用|压缩|压减|压|缩减|缩|砍|涨|跌|调整|调|提高|提|回落|升高|更是|反而|再|又|还|也|则是|、|：|\s|和|及|与|其中|而|则|超过|将近|接近|大约|不到|不足|逾|近|列|留下?|安排|即|也就是|合|约合|折合|相当于|降|升|增|减|压减|余|剩下?|剩余|达|到|至|为|仅|只有|只|由|从|去年|上年|今年|20\d\d年度?|的|是|约|，|[（(])*"
)


def _without_names(clause: Clause) -> str:
    """The words up to the number, without the bodies and places named in them."""
    said = "".join(
        c for n, c in enumerate(clause.lead, clause.since)
        if not any(m.start <= n < m.end for m in clause.linked.mentions)
    )  # fmt: skip
    for place in clause.linked.places:
        said = said.replace(place, "")
    return re.sub("[（(](?:本级|部门|单位|机关)[）)]", "", said)


def _of_the_one_before(
    clause: Clause, previous: Sequence[Claim]
) -> tuple[tuple[Item, ...], tuple[Item, ...]] | None:
    """占三公经费 867 万元的 96.7%: the whole is the number before, the part the one before that."""
    if len(previous) < 2 or not re.fullmatch("[）)]?的?(?:约|近|不到|超过)?", clause.lead):
        return None
    said = clause.sentence[: clause.since]
    said = re.split("[，。；]", re.sub(r"[（(][^（）()]*$", "", said))[-1]
    if not re.search("占|完成|相当于|是|超过", said):
        return None
    return previous[-2].items[-1:], previous[-1].items[-1:]


def _goes_on(clause: Clause) -> bool:
    """降至 99 万元, 即 99 万元, （99 万元）: another number for what was just spoken of."""
    said = near(_without_names(clause))
    return _GOES_ON.fullmatch(said) is not None


def _total(clause: Clause) -> tuple[Item, ...]:
    """The whole budget, where a clause speaks of the money and names nothing narrower."""
    said = _COMPARED.sub("", clause.lead) + clause.tail
    if not _ABOUT_MONEY.search(said) or re.search("[费款金]用?总额", said):
        return ()
    sides = [s for s in ("收入", "支出") if s in said]
    return (total_item(sides[0] if len(sides) == 1 else ""),)


_YEAR_AFTER = re.compile(
    r"(?:用于)?(?:[（(](?P<in>)|)(?P<year>20[0-4]\d)(?(in)年?[）)]|(?![\d年]))"
)
_OF_THAT_YEAR = re.compile(
    r"(?:由|从|比|较|与|和|同|跟|于|是)(?P<year>20[0-4]\d)年[^，。；由从比较]*$"
)


def _when(
    clause: Clause, years: Sequence[int], state: State, role: Role
) -> tuple[int | None, tuple[int, ...], bool]:
    """(the year, others that it may be, whether it is the year before that)."""
    level = role in (Role.LEVEL, Role.COUNT)
    before = level and is_before(clause.lead, clause.tail)
    after = _YEAR_AFTER.match(clause.sentence[clause.figure.end :])
    if after is not None:  # 148.26 million yuan in 2025
        return int(after["year"]), (), False
    own = _OF_THAT_YEAR.search(near(clause.lead))
    if before and own is not None:  # 比 2021 年的 12.4 亿元: that very year
        return int(own["year"]), (), False
    year = years[-1] if years else state.year
    here = list(dict.fromkeys(years_in(clause.lead, len(clause.lead))))
    if len(here) == 1:
        return year, (), before
    named = here or list(dict.fromkeys(years_in(clause.sentence, len(clause.sentence))))
    named = named or list(state.years)
    return year, tuple(y for y in named if y != year), before


def _stage(clause: Clause, state: State) -> str:
    """预算 3110 万元，实际支出 2739 万元: what stands last before the number says which."""
    said = near(clause.lead)
    spent = [m.start() for m in _SPENT.finditer(said)]
    planned = [m.start() for m in _BUDGETED.finditer(said)]
    if spent and (not planned or spent[-1] > planned[-1]):
        return "final"
    return state.stage


_OWN_BOOKS = re.compile("本级|单位预算|单位口径|单位决算|局机关|委机关|本单位")
_ALL_BOOKS = re.compile("部门预算|部门口径|部门决算|汇总|全系统|含下属|含所属")


def _scope(clause: Clause) -> str:
    """Which of a body's two books is said, last before the number or else in its sentence."""
    for said in (clause.lead, clause.sentence):
        own = [m.end() for m in _OWN_BOOKS.finditer(said)]
        whole = [m.end() for m in _ALL_BOOKS.finditer(said)]
        if own or whole:
            return "单位" if max(own, default=-1) > max(whole, default=-1) else "部门"
    return ""


def _content(clause: Clause) -> str:
    """What a clause says besides whose and when, to be found again in labels and sentences."""
    start = clause.figure.start - len(re.split("[，。；：]", clause.lead)[-1])
    before = clause.linked.bare[start : clause.figure.start]
    if len(letters(before)) < 3:
        before = clause.linked.bare[clause.since : clause.figure.start]
    after = clause.linked.bare[clause.figure.end : clause.figure.end + len(clause.tail)]
    return letters(before) + " " + letters(after)


def _since_the_number_before(clause: Clause, state: State) -> str:
    """Up to the end of the number's clause, without bodies and years."""
    said = clause.linked.bare[clause.since : clause.figure.end + len(clause.tail)]
    return said if clause.since else state.told + said


def _pronoun(clause: Clause, claims: Sequence[Claim]) -> tuple[Item, ...]:
    """前者, 后者: the items of the last two numbers."""
    two = _last_two(claims)
    said = near(clause.lead)
    if len(two) < 2:
        return ()
    if "前者" in said:
        return two[0].items
    return two[1].items if "后者" in said else ()


def _last_two(claims: Sequence[Claim]) -> list[Claim]:
    return [c for c in claims if c.items and c.role in (Role.LEVEL, Role.COUNT)][-2:]


def _times(
    clause: Clause, state: State, items: tuple[Item, ...]
) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """甲是乙的 3 倍: the item before it is 乙; 甲 stands before that, or was spoken of last."""
    two = _last_two(state.claims)
    if len(two) == 2 and "前者" in clause.lead and "后者" in clause.lead:
        first, second = two if clause.lead.find("前者") < clause.lead.find("后者") else two[::-1]
        return first.items, second.items
    if clause.figure.unit == "番":
        return items, ()
    previous = [c for c in state.claims if c.items][-2:]
    if len(previous) == 2 and (pair := _of_the_one_before(clause, previous)):
        return pair
    labels = [x.item for x in clause.before()]
    if re.search("(?:它|其)的?(?:约|近|超过)?$", near(clause.lead)) and labels and previous:
        return tuple(labels[-1:]), previous[-1].items[-1:]
    base = tuple(labels[-1:]) or items
    first_items = [i for i in labels[:-1] if i not in base]
    if not first_items:
        first_items = [c.items[-1] for c in state.claims if c.items and c.items[-1] not in base]
    return tuple(first_items[-1:]), base


def _difference(
    clause: Clause, items: tuple[Item, ...], previous: Sequence[Claim]
) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    ahead, than = clause.difference()
    if not than:
        return (), ()
    return ahead or tuple(c.items[-1] for c in previous if c.items)[-1:] or items, than


def _against_the_one_before(clause: Clause) -> bool:
    """差旅费 85 万元，比办公费 57 万元高出 28 万元: between the two numbers before it."""
    gap = re.search(r"[，。；、]", re.sub("^的?(?:相比|比较)，", "", clause.lead))
    before = clause.sentence[: clause.since]
    clause_before = re.split(r"[，。；]", before)[-1]
    against = re.search("比|较|与|和|同", clause_before)
    return gap is None and against is not None and not AGAINST.search(clause_before)


def _of_form(linked: Linked) -> tuple[Item, ...]:
    """What the form that a sentence names is the form of."""
    names = [str(lexicon()["form_item"].get(f, "")) for f in linked.forms[:1]]
    return tuple(Item(n, (label_key(n),)) for n in names if n)


def _summed(clause: Clause, claims: Sequence[Claim]) -> int:
    """How many of the numbers before it a sum adds up; 0 where it adds up named items."""
    levels = [c for c in claims if c.role is Role.LEVEL and c.figure.kind is clause.figure.kind]
    said = _SEVERAL.search(clause.lead)
    if len(clause.listed()) > 1 or (clause.before() and not said):
        return 0
    count = "零一二三四五六七".find(said["n"].replace("两", "二")) if said else len(levels)
    return count if 2 <= count <= len(levels) else 0


_GROWN_FROM = re.compile(r"(?:由|从)20\d\d年[^，。；]*?\d(?:万|亿)?元")  # 从 2025 年的 5 万元升至


def years_in(sentence: str, until: int) -> list[int]:
    """The years named before a place, without those that something is compared with."""
    hidden = [m.span() for p in (STOCK, AGAINST, _GROWN_FROM) for m in p.finditer(sentence[:until])]
    return [
        int(m[1]) for m in _YEAR.finditer(sentence)
        if m.start() < until and not any(a <= m.start() < b for a, b in hidden)
    ]  # fmt: skip


def _completed(claim: Claim, named: Sequence[frozenset[str]], years: Sequence[int]) -> Claim:
    """A body or year that the draft says only later: 100 万元。（审计局 2026 年预算）"""
    bodies = claim.bodies or (named[0] if named else frozenset())
    if len(bodies) > 1:  # 市审计局 …——苏州市审计局的材料
        bodies = next((n for n in named if len(n) == 1 and n <= bodies), bodies)
    return replace(
        claim,
        bodies=bodies,
        year=claim.year if claim.year is not None else next(iter(years), None),
    )


def _item_of(concept: dict[str, Any]) -> Item:
    keys = tuple(sorted({label_key(x) for x in concept["labels"]}))
    return Item(str(concept["words"][0]), keys, count=bool(concept.get("count")))


def _stranger(linked: Linked) -> str:
    """A body that a sentence names and nobody holds: only one said with its place counts."""
    provinces = "|".join(lexicon()["place"]["provinces"])
    if re.match(
        rf"(?:{provinces})|[\u4e00-\u9fff]{{2,4}}?(?:省|(?<!城)市|区|县|州)", linked.foreign
    ):
        return linked.foreign  # 白水县教育局, where 青山县教育局 is held
    match = _PLACED.search(linked.rest)
    return match[1] if match is not None and not re.search("[各哪的]", match[1]) else ""


def _stranger_of(clause: Clause, stranger: str, state: State) -> str:
    """The stranger whose number it is: named last before it, or spoken of since."""
    at = clause.sentence.rfind(stranger, 0, clause.figure.start) if stranger else -1
    known = [m for m in clause.linked.mentions if m.start < clause.figure.start]
    if at >= 0 and not any(m.start >= at + len(stranger) for m in known):
        return stranger
    return "" if known else state.stranger

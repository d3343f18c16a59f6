"""What each number of a draft is said to be: whose, of when, of what, and in which role.

Labels stand before their numbers, or right after them (30 万元的公务接待费); what a sentence does not
say is taken from the ones before it. Nothing here looks at the value of a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from assistant.catalogue import Catalogue, concept_item, total_item
from assistant.claims.claim import Claim, State
from assistant.claims.clause import WHOLE_WORDS, Clause, Label, is_fund
from assistant.claims.roles import Role, is_before, near, role_of, says_again
from assistant.claims.unsaid import (
    _ABOUT_MONEY,
    _COMPARED,
    _FROM_TO,
    against_the_one_before,
    content,
    difference,
    goes_on,
    inherited,
    of_form,
    of_the_one_before,
    pronoun,
    say_the_same,
    since_the_number_before,
    summed,
    times,
    total,
    without_names,
)
from assistant.claims.whose import (
    _BUDGETED,
    _SPENT,
    body_between,
    completed,
    joined,
    scope,
    stage,
    stranger,
    stranger_of,
    told_apart,
    when,
    years_in,
)
from assistant.lexicon import lexicon
from assistant.prose.figure import Figure, Kind
from assistant.prose.figures import figures
from assistant.prose.plain import Plain, sentences
from assistant.understand.leftover import letters
from assistant.understand.linking import Linked, Linker
from assistant.understand.normalise import label_key
from assistant.understand.query import Item

VEHICLES = "vehicle_count"


_BOUGHT = re.compile("购|买|新增|更新|添|换")


_STRONG = re.compile("收入|(?<!实际)支出(?!决算|预算的)|全部预算|总预算|预算总|总盘子|家底")


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
            linked.append(joined(self.linker.link(draft.text[start:end], state.places)))
            self._places(linked[-1], state)
        named = [m.entities for one in linked for m in one.mentions]
        only = {u.entity for u in self.catalogue.units}
        if not named and len(only) == 1:  # whose else?
            named = [frozenset(only)]
        years = years_in(draft.text, len(draft.text))
        for (start, end), one in zip(spans, linked, strict=True):
            own = [f for f in found if start <= f.start and f.end <= end]
            self._sentence(draft.text[start:end], (start, end), own, one, state)
        return [completed(c, named, years) for c in state.claims]

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
        foreign = stranger(linked)
        if foreign or linked.mentions:
            state.stranger = foreign
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
        say_the_same(sentence, span[0], len(own), state)
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
            items = items or inherited(state.claims[-2:])
        elif role is Role.TIMES:
            items, whole = times(clause, state, items)
        if role is Role.DIFFERENCE and not other:
            items, whole = difference(clause, items, previous or state.claims[-2:])
        if role is Role.SUM and not parts and len(items) < 2:
            role = Role.LEVEL
        if role is Role.CHANGE and previous and against_the_one_before(clause):
            role, items, whole = Role.DIFFERENCE, (), ()
        year, others, before = when(clause, years, state, role)
        return Claim(
            figure, role, bodies, year, others, before, stage(clause, state), scope(clause), items,
            clause.around(), whole, other, direction, parts, self._bound(clause, role, previous),
            figure.kind is Kind.COUNT and bool(_BOUGHT.search(near(clause.lead))),
            stranger_of(clause, stranger(clause.linked), state),
            span, content(clause), letters(since_the_number_before(clause, state)),
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
            items = inherited(previous)
        if (
            items
            and is_fund(items[-1].words)
            and previous
            and previous[-1].role in (Role.RATE, Role.SHARE)
        ):
            spoken = inherited(previous[-1:])  # 执法办案少了一半多，一般公共预算拨款 3307 万元
            if spoken and "总计" not in spoken[-1].keys and "其中" not in clause.lead:
                items = spoken
        parts = 0
        if role is Role.SUM:
            parts = summed(clause, previous or state.claims)
            items = clause.listed() if not parts else items
        if items and items[-1].words in WHOLE_WORDS and role is not Role.SUM:
            # 三公经费表：总额 231 万元
            items = clause.around()[-1:] or of_form(clause.linked) or inherited(previous) or items
        listed = clause.respectively(own, span[0])
        if listed is not None:
            items = (listed,)
        items = pronoun(clause, state.claims) or items
        if role in (Role.SHARE, Role.OUTTURN) and (two := of_the_one_before(clause, previous)):
            return (*two, parts)
        if role is Role.SHARE and listed is not None:
            of = clause.share(items)[1] or (previous[-1].whole if previous else ())
            return (listed,), of, parts
        if role is Role.SHARE:
            part, whole = clause.share(items)
            return part or inherited(previous or state.claims[-3:]), whole, parts
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
        told = total(clause)
        weak = bool(told) and bool(previous) and not _STRONG.search(clause.lead)
        carried = role in _INHERIT or goes_on(clause) or is_before(clause.lead, clause.tail) or weak
        if not items and carried and (weak or not told):
            items = inherited(previous or state.claims[-3:])
        said_last = re.search(_ENDS_IN_TOTAL, near(clause.lead))
        if told and said_last and body_between(clause) and re.search("[：；。]", clause.lead):
            items = told  # 医保经办机构手头宽裕：市医保中心预算 1.93 亿元
        return items or told or self._of_the_sentence(clause, previous), (), parts

    def _of_the_sentence(self, clause: Clause, previous: Sequence[Claim]) -> tuple[Item, ...]:
        """预算翻番，从 13973 万元增至 …: what the sentence is about, where nothing else is said."""
        said = near(clause.lead)
        if clause.figure.kind is Kind.COUNT or len(letters(near(without_names(clause)))) > 3:
            return ()
        goes = _FROM_TO.search(said) is not None
        earlier = inherited(previous)
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
        own_body, other = told_apart(said, state.claims) or (own_body, other)
        if len(own_body) > 1:
            own_body = self._by_place(own_body, said) or own_body
        if len(own_body) > 1 and own_body & state.bodies:
            own_body = own_body & state.bodies
        return own_body, other


_ENDS_IN_TOTAL = r"(?:预算|盘子|总额|收入|支出)(?:为|是|约|达到?|合计|总计|共|近|超过|逾|有|安排|列|了|仅|就|只有|高达|将近|的)*$"


def _item_of(concept: dict[str, Any]) -> Item:
    keys = tuple(sorted({label_key(x) for x in concept["labels"]}))
    return Item(str(concept["words"][0]), keys, count=bool(concept.get("count")))

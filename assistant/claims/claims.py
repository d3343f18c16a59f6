"""What each number of a draft is said to be: whose, of when, of what, and in which role.

Labels stand before their numbers, or right after them (30 万元的公务接待费); what a sentence does not
say is taken from the ones before it. Nothing here looks at the value of a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import takewhile
from typing import Any

from assistant.catalogue import Catalogue
from assistant.claims.claim import LEFT_OVER, Claim, State
from assistant.claims.clause import Clause, Label
from assistant.claims.roles import (
    Role,
    against_budget,
    done_of,
    of_last_year_s,
    role_of,
    says_again,
    signed,
)
from assistant.claims.things import item_of
from assistant.claims.unsaid import (
    against_the_one_before,
    content,
    difference,
    from_one_to_the_other,
    inherited,
    joins,
    say_the_same,
    since_the_number_before,
    times,
)
from assistant.claims.what import What
from assistant.claims.whose import (
    _BUDGETED,
    _SPENT,
    bodies_of,
    completed,
    joined,
    says_this_year,
    scope,
    stage,
    stranger,
    stranger_of,
    when,
    years_in,
)
from assistant.lexicon import lexicon
from assistant.prose.everyday import same_labels
from assistant.prose.figure import Figure, Kind
from assistant.prose.figures import figures
from assistant.prose.plain import Plain, sentences
from assistant.understand.leftover import letters
from assistant.understand.linking import Linked, Linker
from assistant.understand.normalise import fold, label_key
from assistant.understand.query import Item
from assistant.understand.who import Mention

_NO_LABEL = frozenset(
    {"部门", "单位", "安排", "金额", "资金", "经费", "费用", "预算数", "决算数", "盘子", "本级"}
)


_ORGAN = re.compile("中心|总站|[总支大]队|研究[院所]|事务所|管理处")  # 工程管理|中心 is no item


def _is_under(sentence: str, mention: Mention) -> bool:
    """下属的确权登记中心: an office below the one that is spoken of."""
    return re.search("(?:下属|所属|直属|旗下|主管)的?$", sentence[: mention.start]) is not None


def _set_against(clause: Clause, role: Role, last: Claim | None) -> str:
    """北京是苏州的 7 倍、深圳的 3 倍: what leads up to a multiple, with what it is a multiple of."""
    goes_on = role is Role.TIMES and last is not None and last.role is Role.TIMES
    subject = re.match(".{2,20}?(?:是|相当于)", last.lead) if goes_on and last else None
    if subject is None or not re.fullmatch("[、，和及与].{2,8}的(?:约|近)?", clause.lead):
        return clause.lead
    return subject[0] + clause.lead[1:]


def _is_no_car(sentence: str, at: int, item: Item) -> bool:
    """过山车, 刹车: a car only where it is bought, kept, counted or had."""
    before = sentence[max(0, at - 1) : at]
    return (
        item.words == "车"
        and re.match("[\u4e00-\u9fff]", before) is not None
        and (before not in "在公用购买换养添新的辆台旧老无没有其修多少")
    )


def _by_any_label(item: Item) -> Item:
    """人员支出 is 人员经费, whichever of the two an office prints."""
    said = frozenset(item.keys) | {label_key(item.words)}
    same = frozenset[str]().union(*(group for group in same_labels() if group & said))
    return replace(item, keys=(*item.keys, *sorted(same - set(item.keys)))) if same else item


class Reader:
    """Reads the claims of drafts against one catalogue."""

    def __init__(self, catalogue: Catalogue, linker: Linker) -> None:
        self.catalogue = catalogue
        self.linker = linker
        self.what = What(linker.bodies.places)

    def read(self, draft: Plain) -> list[Claim]:
        state = State()
        found = figures(draft.text)
        spans = sentences(draft.text)
        linked: list[Linked] = []
        for start, end in spans:
            one = joined(self.linker.link(draft.text[start:end], state.places))
            if not linked:
                self._places(one, state)
            if state.places:
                first = one.mentions[:1] if not linked else []
                rest = one.mentions[len(first) :]
                kept = [m for m in rest if not self._is_elsewhere(m, one, state)]
                one.mentions = [*first, *kept]
            linked.append(one)
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

    def _is_elsewhere(self, mention: Mention, linked: Linked, state: State) -> bool:
        """工程管理中心, in a story about Shenzhen, is none of Beijing's: its place is not said."""
        homes = [self.linker.bodies.home[e] for e in mention.entities]
        said = linked.text[mention.start : mention.end]
        named = any(p in said for home in homes for p in home if len(p) > 1)
        return not named and all(home.isdisjoint(state.places) for home in homes)

    def _places(self, linked: Linked, state: State) -> None:
        if linked.mentions:
            shared = [self.linker.bodies.home[e] for e in linked.mentions[0].entities]
            state.places = frozenset.intersection(*shared) if shared else state.places
        elif linked.places:
            state.places = frozenset(linked.places)

    def _kind(self, linked: Linked) -> frozenset[str]:
        """All bodies of the kind that a sentence names, where their name does not say the place."""
        names = (linked.text[m.start : m.end] for m in linked.mentions)
        kinds = (self.linker.bodies.names.get(fold(name), frozenset()) for name in names)
        return next((kind for kind in kinds if len(kind) > 1), frozenset())

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
        state.alike = self._kind(linked) or state.alike
        since = 0
        for n, figure in enumerate(own):
            here = replace(figure, start=figure.start - span[0], end=figure.end - span[0])
            until = own[n + 1].start - span[0] if n + 1 < len(own) else len(sentence)
            clause = Clause(sentence, here, since, until, labels, linked)
            state.add(replace(self._claim(clause, state, own, span), figure=figure))
            since = here.end
        say_the_same(sentence, span[0], len(own), state)
        years = years_in(sentence, len(sentence))
        now = [c.year for c in state.claims if c.sentence == span and "今年" in sentence]
        state.year = [state.year, *(y for y in now if y), *years][-1]
        state.years = tuple(dict.fromkeys(years)) or state.years
        asks = not own and sentence.rstrip().endswith(("?", "？"))
        state.asked = linked.bare if asks else ""
        state.asked_of = tuple(x.item for x in labels) if asks else ()
        last = own[-1].end - span[0] if own else 0
        state.told = ("" if own else state.told[-80:]) + linked.bare[last:] + " "
        state.named = tuple(m.entities for m in linked.mentions)
        held = [m for m in linked.mentions if m.entities and not _is_under(sentence, m)]
        if len(held) == 1 or (held and not state.bodies):
            state.bodies = held[0].entities

    def _labels(self, linked: Linked, sentence: str, state: State) -> list[Label]:
        """Items with where they stand; parts that a bare word names after their whole."""
        found = [
            Label(at, at + len(item.words), _by_any_label(item))
            for at, item in linked.spans
            if item.words not in _NO_LABEL
            and not _is_no_car(sentence, at, item)
            and not _ORGAN.match(sentence, at + len(item.words))
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
                        found.append(Label(start, end, replace(item_of(concept), words=word)))
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
        if (sign := signed(clause.lead, figure)) and figure.kind in (Kind.MONEY, Kind.PERCENT):
            role, direction = Role.CHANGE if figure.kind is Kind.MONEY else Role.RATE, sign
        last = state.claims[-1] if state.claims and state.claims[-1].sentence == span else None
        if last is not None and says_again(clause.lead) and last.role in (Role.CHANGE, Role.RATE):
            direction = last.direction
            role = Role.CHANGE if figure.kind is Kind.MONEY else Role.RATE
        if last is not None and last.role is Role.CHANGE:
            if figure.kind is Kind.PERCENT and of_last_year_s(clause.lead):
                role, direction = Role.RATE, last.direction
            if role is Role.DIFFERENCE and "前者" in last.lead and "后者" in clause.lead:
                role = Role.CHANGE  # 前者比上年多 3 万元，后者多 2 万元
        if role in (Role.CHANGE, Role.RATE) and state.stage != "budget":
            spent = state.stage == "final" or (last is not None and last.stage == "final")
            role = Role.OUTTURN if spent and against_budget(clause.lead) else role
        if last is not None and joins(clause.lead) and last.figure.kind is figure.kind:
            role, direction = last.role, last.direction
        bodies, other = bodies_of(clause, state, own, span, role, self.linker.bodies.home)
        years = years_in(clause.sentence, figure.start)
        previous = [*takewhile(lambda c: c.sentence == span, reversed(state.claims))][::-1]
        items, whole, parts = self.what.what(clause, role, state, previous, own, span)
        if (
            role is Role.SHARE
            and items[-1:] == whole[-1:] != ()
            and done_of(clause.sentence[: clause.since])
        ):
            role, whole = Role.OUTTURN, ()
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
        if role in (Role.CHANGE, Role.RATE) and from_one_to_the_other(previous, year):
            others = ()
        now = state.year is not None and not years and "今年" in clause.sentence[: figure.start]
        if says_this_year(clause) or now:
            own_years = {u.year for u in self.catalogue.units_of(bodies)}
            told = state.year in own_years and state.year not in years
            year = state.year if told else max(own_years, default=None)
        return Claim(
            figure, role, bodies, year, others, before, stage(clause, state), scope(clause), items,
            clause.around(), whole, other, direction, parts, self.what.bound(clause, role, previous) and not self.what.narrower(clause, previous),
            figure.kind is Kind.COUNT and self.what.bought(clause, state.claims),
            stranger_of(clause, stranger(clause.linked), state),
            span, content(clause, state.asked), letters(since_the_number_before(clause, state)),
            clause.linked.bare, clause.leftover() + (LEFT_OVER if self.what.narrower(clause, previous) else 0),
            frozenset(e for m in clause.linked.mentions for e in m.entities),
            _set_against(clause, role, last), clause.tail, frozenset(x.item.words for x in clause.before()),
            not self.what.labelled(clause)
            and clause.respectively(own, span[0]) is None
            and bool(previous or (items and items == inherited(state.claims[-3:]))),
            self.what.moved(clause, role, last),
            clause.spells_out() and items == clause.items(),
            self.what.also(clause, role, state, items),
        )  # fmt: skip

"""Questions that set several disclosures side by side: years of one body, bodies of one year."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.catalogue import BOUGHT, RUNNING, VEHICLES, concept_item, total_item
from assistant.understand.asking import without_asking
from assistant.understand.comparing import Comparing, Keep, Measure
from assistant.understand.counting import about_money
from assistant.understand.leftover import foreign_words, unmatched, unmatched_beside
from assistant.understand.linking import Linked
from assistant.understand.query import Operation, Query
from assistant.understand.scope import Scope
from assistant.understand.sharing import one_thing

_SIDE_BY_SIDE = frozenset(
    {Operation.LOOKUP, Operation.CHANGE, Operation.DIFFERENCE, Operation.RATIO, Operation.EXTREME,
     Operation.SUM, Operation.HAS, Operation.REASON, Operation.SHARE, Operation.PRIOR}
)  # fmt: skip
_SETS_SIDE_BY_SIDE = frozenset({*_SIDE_BY_SIDE, Operation.BREAKDOWN, Operation.LIST})


def compared(query: Query, scope: Scope, linked: Linked, text: str) -> Query | None:
    """The query of a question that plainly sets several disclosures side by side.

    Its words are many (谁垫底, 砍得最狠, 由多到少列一下); one that is not among them stops it.
    """
    how = query.comparing
    asks = how.ranked or how.gap or how.total or how.times or how.keep is not Keep.ALL
    asks = asks or how.measure is not Measure.LEVEL or (len(linked.named) > 1 and bool(query.items))
    if query.across:
        return replace(query, comparing=_fitting(how, query, scope))
    if how.measure is Measure.PER and BOUGHT_CARS.search(text):
        return replace(
            query, across=True, items=(concept_item("vehicle_purchase"), concept_item(BOUGHT))
        )
    if how.measure is Measure.PER:
        money = [i for i in query.items if not i.count and "车" in i.words] or [
            concept_item(RUNNING)
        ]
        counted = [i for i in query.items if i.count] or [concept_item(VEHICLES)]
        return replace(query, across=True, items=(*money[:1], *counted[:1]))
    if len(query.units) < 2 or not asks or query.operation not in _SETS_SIDE_BY_SIDE:
        return None
    bodies = {u.entity for u in scope.units}
    several = scope.several_years or scope.several_bodies
    named = bool(linked.places) and how.total  # 广州2026年三公一共多少
    group = len(bodies) > 1 and (bool(WHICH_BODY.search(text)) or named)
    twins = bool(re.search(r"部门(?:预算|决算)?(?:和|与|跟|、)单位", text))
    series = len(bodies) == 1 and bool(re.search(r"哪一?年|历年|几年", text))
    if not (several or group or twins or series):
        return None
    items = query.items
    if not items:
        if not about_money(linked.bare) or _named_thing(linked):
            return None
        items = (total_item("收入" if "收入" in linked.bare else "支出"),)
    if unmatched_beside(without_asking(linked.rest, query.operation)) or linked.qualified:
        return None
    if foreign_words(linked.rest) or one_thing(items, linked.bare):
        return None
    left = unmatched(without_asking(linked.rest, query.operation))
    # 深圳交警: a place with a word that may name one of its bodies is not all of its bodies
    if any(re.search(f"{p}市?{w}", text) for p in linked.places for w in left):
        return None
    how = _fitting(how, query, scope)
    return replace(query, items=items, across=True, comparing=how)


def of_one(query: Query, linked: Linked, scope: Scope, text: str) -> Query:
    """Which of the bodies, where there is only one: itself, if none was named, and said so; which
    of its own parts, if it was, and those disclose nothing by themselves."""
    ranks = query.operation is Operation.EXTREME or query.comparing.ranked
    if not ranks or not WHICH_BODY.search(text) or len({u.entity for u in scope.units}) != 1:
        return query
    if linked.entity_named:
        if scope.several_years:
            return query
        return replace(query, operation=Operation.PASSAGE, text=linked.bare.strip(), items=())
    return replace(query, operation=Operation.LOOKUP, alone=True)


def _fitting(how: Comparing, query: Query, scope: Scope) -> Comparing:
    """Years of one body are set against each other; bodies by what each says of the year before."""
    against = how.measure in (Measure.GROWTH, Measure.CHANGE)
    bodies = {u.entity for u in scope.units}
    if against and scope.several_years and len(bodies) == 1 and how.keep is Keep.ALL:
        return replace(how, measure=Measure.LEVEL)
    moved = query.operation is Operation.CHANGE and how.measure is Measure.LEVEL
    if moved and len(bodies) > 1 and not scope.several_years:
        return replace(how, measure=Measure.GROWTH)
    return how


def _named_thing(linked: Linked) -> bool:
    """A word that names an amount of some kind, and is no label here."""
    left = unmatched(linked.rest)
    return any(re.search(r"(?:费|金|款|补贴|工资|支出|收入|资产)$", word) for word in left)


WHICH_BODY = re.compile(
    r"(?:哪|那)(?:一|几|两)?(?:个|家|些)?(?:[省市区县][直级属]?|政府)?(?:部门|单位|局|委(?!托)|厅|机构)|各(?:部门|单位|家|局)|哪(?:一|几|两)?家|谁|的(?:部门|单位|局)(?:有|是|都)?(?:[?？。]?$|哪)|有哪些(?:部门|单位)|有[几多]少?[个家](?:部门|单位|局|机构)"
    r"|(?:所有|全部|全体)[^，,。？?]{0,12}前[\d一二两三四五六七八九十]+[名个家位]"
)
BOUGHT_CARS = re.compile(r"(?:买|购置?|更新|添置?|换)(?:了|的|购|置)?[^，,。？?]{0,6}(?:车|辆)")
# no place discloses: its bodies do, and not all of them are held
WHICH_PLACE = re.compile(
    r"(?:哪|那)(?:一|几|两)?个?(城市|地区|地方|[省市区县])(?![直级属]|[\u4e00-\u9fff]{0,4}[局委厅办])"
)


def across(query: Query, scope: Scope, text: str) -> bool:
    """Several disclosures side by side, where the question names several or asks which."""
    if query.operation not in _SIDE_BY_SIDE or len(query.units) < 2 or not query.items:
        return False
    if foreign_words(query.text) or one_thing(query.items, query.bare):
        return False
    if scope.several_years or scope.several_bodies:
        return True
    bodies = {u.entity for u in scope.units}
    if len(bodies) > 1:
        return bool(WHICH_BODY.search(text)) and query.operation is not Operation.REASON
    twins = len({u.scope for u in scope.units}) > 1
    return (scope.open_years or twins) and query.operation is Operation.LOOKUP

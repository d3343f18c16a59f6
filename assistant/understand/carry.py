"""What a follow-up leaves out, taken from the questions before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.catalogue import total_item
from assistant.understand.comparing import Measure
from assistant.understand.leftover import unmatched, unmatched_beside
from assistant.understand.query import Item, Operation, Query
from assistant.understand.sharing import part_and_whole

_BOTH = frozenset({Operation.DIFFERENCE, Operation.SUM, Operation.RATIO})
_OF_CHANGE = frozenset({Operation.CHANGE, Operation.REASON, Operation.SHARE, Operation.DIFFERENCE})
_THAN_IT = re.compile(r"[比跟和与较](?:它|他|她|前者|前面那?个|刚才那?个?|上[一面]那?个)")
# 跟深圳审计局比呢: what was asked before is the other side
_AGAINST = re.compile(
    r"^[那就]?(?:跟|和|与|同|比起)[^,，。？?]*?(?:比|相比|对比|比较)(?:起来)?(?:呢|怎么样|如何)?[？?]?$"
)
BOUGHT = "购置车辆"
_OF_WHAT_KIND = re.compile(r"(?:什么|啥|哪[种类些])(?:样的?)?车")
_THESE = re.compile(r"这[两二三四几]|它们|两者|两项|两家|两年|两个|三年|三家")


def carry(query: Query, text: str, previous: Sequence[Query]) -> Query:
    """The query with items, operation and disclosures of the earlier ones where it has none."""
    if not previous:
        return query
    last = previous[-1]
    items = query.items
    if items and all(map(_is_whole, items)) and _THESE.search(text) and len(previous) > 1:
        items = ()  # 这两家合计: the sum of what was asked before
    if not items and query.comparing.measure is Measure.PER:
        return replace(query, items=tuple(i for q in previous[-2:] for i in q.items))
    against = _THAN_IT.search(text) or (not items and _AGAINST.search(text))
    if against and len(query.units) == 1 and last.units[:1] != query.units:
        units = (*last.units[:1], *query.units)
        return replace(query, items=items or last.items, units=units, across=True, year=None,
                       doc_ids=tuple(i for unit in units for i in unit))  # fmt: skip
    if _OF_WHAT_KIND.search(text) and any(BOUGHT in i.words for i in last.items):
        return replace(query, items=last.items, operation=Operation.LOOKUP)
    own = len(query.units) > 1 and query.year is None and not query.open_years
    if not items and own:  # 24比23多几个: it names its years itself
        return replace(query, items=last.items, forms=query.forms or last.forms)
    if not items and (compared := _moved(query, previous, text)) is not None:
        return compared
    if not items and (query.operation in _BOTH or _THESE.search(text)):
        compared = _side_by_side(query, previous, text)
        if compared is not None:
            return compared
        gathered = [i for q in previous for i in (q.items or (total_item(),))]
        count = 2 if query.operation is not Operation.SUM else _many(text)
        items = tuple(dict.fromkeys(gathered))[-count:]
    elif (
        query.operation is Operation.SHARE
        and len(items) == 1
        and (
            _is_whole(items[0])
            or re.search(f"^[,，]?(?:它|这|那)?占{re.escape(items[0].words)}", query.bare.strip())
        )
    ):
        # 占三公多少，占总支出多少: the part, not the whole it was set against before
        shared = last.operation is Operation.SHARE
        held = part_and_whole(last.items, last.bare)[0] if shared else last.items
        items = (*held, *items)
    elif query.operation is Operation.SHARE and not items:
        within = (
            re.search("其中|里面|里头|当中", last.text) is not None
        )  # 三公多少？其中公车呢？占比多少
        before = [i for q in previous[-2:-1] for i in q.items if within or _is_whole(i)]
        items = tuple(dict.fromkeys((*last.items, *before)))
    elif not items and query.operation is not Operation.LOOKUP:
        items = last.items
    elif not items and not unmatched(query.text):
        # 25年原来是多少 after what changed: the amount, not the change once more
        amount = last.operation in _OF_CHANGE and re.search(r"多少|几|多大", text)
        operation = query.operation if amount else last.operation
        return replace(
            query, items=last.items, operation=operation, forms=query.forms or last.forms
        )
    return replace(query, items=items, forms=query.forms)


def _moved(query: Query, previous: Sequence[Query], text: str) -> Query | None:
    """谁涨谁降, 涨了百分之几: of the two disclosures that were asked about last, not of one."""
    measured = query.comparing.measure is not Measure.LEVEL
    asks = query.operation is Operation.CHANGE or query.comparing.ranked or measured
    two = len({q.units[:1] for q in previous[-2:]}) == 2
    if not asks or not two or (unmatched_beside(query.text) and not measured):
        return None
    return _side_by_side(query, previous, text)


def _side_by_side(query: Query, previous: Sequence[Query], text: str) -> Query | None:
    """The last questions asked the same of different disclosures: those are compared."""
    last = previous[-1]
    if last.across:
        return replace(query, items=last.items, units=last.units, doc_ids=last.doc_ids,
                       forms=last.forms, year=None, across=True)  # fmt: skip
    count = 2 if query.operation is not Operation.SUM else _many(text)
    same = [q for q in previous if q.items == last.items and q.forms == last.forms][-count:]
    units = tuple(dict.fromkeys(q.units[0] for q in same if q.units))
    if len(units) < 2:
        return None
    docs = tuple(i for unit in units for i in unit)
    return replace(query, items=last.items, units=units, doc_ids=docs, forms=last.forms,
                   year=None, across=True)  # fmt: skip


def _is_whole(item: Item) -> bool:
    return set(item.keys) >= {"支出总计", "收入总计"} or item.words.endswith(("合计", "总计"))


def _many(text: str) -> int:
    match = re.search(r"[两二三四]", text)
    return {"两": 2, "二": 2, "三": 3, "四": 4}[match[0]] if match else 9

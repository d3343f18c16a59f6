"""Bodies that a draft calls by their place and field alone, named in full before it is read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from assistant.prose.plain import Plain
from assistant.prose.rewriting import rewritten
from assistant.understand.who import Bodies

# what makes of a field something else than the body that is in charge of it
_GOES_ON = re.compile(
    r"(?:系统|集团|公司|学院|大学|学校|医院|事业|事务|工程|项目|资源|建设|发展|改革|管理|服务|行业|投资|基金"
    r"|投入|支出|收入|经费|费|资金|拨款|部门|单位|[局厅委办署院所站队]|支队|总队|中心)"
)
_LONGEST = 14


def in_full(text: Plain, bodies: Bodies, labels: Collection[str]) -> Plain:
    """北京水务 → 北京市水务局, where just one body of the corpus is called so; `labels` are words
    for items, of which a name must not be the beginning."""
    return rewritten(text, _named(text.text, bodies, labels))


def _named(text: str, bodies: Bodies, labels: Collection[str]) -> Iterator[tuple[int, int, str]]:
    heads = {name[:2] for name in bodies.short}
    at = 0
    while at < len(text) - 2:
        if text[at : at + 2] not in heads:
            at += 1
            continue
        length = next(
            (
                n for n in range(_LONGEST, 2, -1)
                if (word := text[at : at + n]) in bodies.names or word in bodies.short
            ),
            0,
        )  # fmt: skip
        word = text[at : at + length]
        if length and word in bodies.short and _stands_alone(text, at, at + length, labels):
            yield at, at + length, bodies.short[word]
        at += max(length, 1)


def _stands_alone(text: str, start: int, end: int, labels: Collection[str]) -> bool:
    """False where the word goes on, or a label for an item stands across its end."""
    if _GOES_ON.match(text, end):
        return False
    return not any(
        text[a:b] in labels for a in range(start + 2, end) for b in range(end + 1, end + 5)
    )

"""Bodies that a draft calls by their place and field alone, named in full before it is read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from assistant.prose.plain import Plain
from assistant.prose.rewriting import rewritten
from assistant.understand.naming import bodies_of, short_place
from assistant.understand.who import Bodies

# what makes of a field something else than the body that is in charge of it
_GOES_ON = re.compile(
    r"(?:系统|集团|公司|学院|大学|学校|医院|事业|事务|工程|项目|资源|建设|发展|改革|管理|服务|行业|投资|基金"
    r"|投入|支出|收入|经费|费|资金|拨款|部门|单位|[局厅委办署院所站队]|支队|总队|中心|(?<=委)[托员会外])"
)
_LONGEST = 14
# the kind of body that a name ends with, and words that alone say too little to be one
_KIND = re.compile(r"(?:局|厅|委员会|委|办公室|办|署|支队|总队)$")
_NOT_ALONE = frozenset(
    {"人民政府", "政府", "财政", "中心", "市委", "区委", "省委", "工程", "机关", "办公"}
)


def in_full(text: Plain, bodies: Bodies, labels: Collection[str]) -> Plain:
    """北京水务 → 北京市水务局, where just one body of the corpus is called so; `labels` are words
    for items, of which a name must not be the beginning."""
    return rewritten(text, _named(text.text, bodies, labels))


def _named(text: str, bodies: Bodies, labels: Collection[str]) -> Iterator[tuple[int, int, str]]:
    short = short_names(bodies)
    heads = {name[:2] for name in short}
    at = 0
    while at < len(text) - 2:
        if text[at : at + 2] not in heads:
            at += 1
            continue
        length = next(
            (
                n for n in range(_LONGEST, 2, -1)
                if (word := text[at : at + n]) in bodies.names or word in short
            ),
            0,
        )  # fmt: skip
        word = text[at : at + length]
        if length and word in short and _stands_alone(text, at, at + length, labels):
            yield at, at + length, short[word]
        at += max(length, 1)


def _stands_alone(text: str, start: int, end: int, labels: Collection[str]) -> bool:
    """False where the word goes on, or a label for an item stands across its end."""
    if _GOES_ON.match(text, end):
        return False
    return not any(
        text[a:b] in labels for a in range(start + 2, end) for b in range(end + 1, end + 5)
    )


@lru_cache(maxsize=4)
def short_names(bodies: Bodies) -> Mapping[str, str]:
    """北京水务, 福州巡特警 → the one body of the place whose name begins so: what stands before the
    word for its kind. Only those that nothing else is called."""
    out: dict[str, set[str]] = defaultdict(set)
    for entity, (parts, rest) in bodies.parts.items():
        plain = re.sub(r"[（(][^（）()]*[）)]$", "", rest)  # 民政局(本级)
        cores = {_KIND.sub("", b) for b in bodies_of(plain) if _KIND.search(b)}
        short = [short_place(p) for p in parts]
        whole = {"".join(parts), "".join(short), "".join([*short[:-1], *parts[-1:]])}
        for place in {*parts[-1:], *short[-1:], *whole} - {""}:
            for core in cores - _NOT_ALONE:
                if len(core) >= 2:
                    out[place + core].add(entity)
            if plain.endswith("委员会") and len(plain) > len("委员会") + 1:
                out[f"{place}{plain[0]}委"].add(entity)  # 重庆商委
    return {n: next(iter(e)) for n, e in out.items() if len(e) == 1 and n not in bodies.names}

"""What journalists call things, put into the terms of disclosures before a draft is read.

The words are in `assistant/data/everyday.toml`. A bare word (项目, 培训, 人员) is an item only where
nothing else is said around it: between two commas, or right before its number.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.prose.plain import Plain
from assistant.prose.rewriting import rewritten
from assistant.understand.normalise import label_key

_NUMBER = r"(?:[约近达为有是共占仅只就则还也要花了才均又总计至到超过逾不足列安排预算费用给拿加减增降涨砍压]|(?<=[至到])了){0,4}[\d¥一二三四五六七八九十两百]"
_BEFORE = r"(?:^|(?<=[，、；：。！？;:,!?\n（(—局委厅署院校队办处心年])|(?<=其中)|(?<=[，；：。]光)|(?<=[，；：。]单)|(?<=[，；：。]仅)|(?<=[光单]是)|(?<=包括)|(?<=[和及与而的里含是比较\d]))"
_AFTER = rf"(?=(?:这一?[块项笔]|方面|的钱)?{_NUMBER}|[，：、）)]|(?<=是[\u4e00-\u9fff]{{2}})[，。；;]|(?:和|及|与)[\u4e00-\u9fff]{{2,6}}(?:分别|各|[，、])|分别)"


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("assistant") / "data" / "everyday.toml").read_text("utf-8"))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    said = [(re.compile(t["says"]), t["means"]) for t in _words()["term"]]
    bare = sorted(_words()["bare"].items(), key=lambda kv: -len(kv[0]))
    said += [(re.compile(rf"{_BEFORE}(?:{word})费?{_AFTER}"), term) for word, term in bare]
    return tuple(said)


@cache
def same_labels() -> tuple[frozenset[str], ...]:
    """The cores of labels that mean one and the same thing, group by group."""
    return tuple(frozenset(label_key(x) for x in s["labels"]) for s in _words()["same"])


def in_official_terms(text: Plain) -> Plain:
    """The text with everyday words for an item said as disclosures print it."""
    found = [
        (match.start(), match.end(), term)
        for pattern, term in _patterns()
        for match in pattern.finditer(text.text)
        if match.end() > match.start()
    ]
    return rewritten(text, found)

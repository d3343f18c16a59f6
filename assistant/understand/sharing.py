"""Which of the things named is the part, and which the whole it is a share of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.understand.query import Item

_WITHIN = (
    r"(?:支出|经费|费用|预算|收入|拨款|资金|总额|总数|总盘子|开支)*(?:这块|这部分|那块|一块)?的?"
    r"[,，]?(?:里面|里头|里边|里|中间|当中|之中|中(?!心)|其中|内(?!设)|之内)"
)
_SHARE_OF = re.compile(r"占(?!比|多|几|用|百|了?多|了?几|了百|到?百)")
_A_COST = re.compile("(?:费|款|金|支出|收入|经费|资金|补助|补贴|工资|拨款|预算)$")
# 基本支出占总支出多少，项目支出占多少: two questions, each with its own part and whole
TWICE = re.compile(
    r"占[^占]{0,14}?(?:多少|几|百分|比)[^占]{0,16}占(?:[^占]{0,14}?(?:多少|几|百分|比)|几)"
)
EACH = re.compile(r"各占|分别占|各自占|各是|都占|占比?各|占比?分别|各.{0,4}(?:占比|比重|比例)")


def part_and_whole(items: Sequence[Item], bare: str) -> tuple[list[Item], Item | None]:
    """三公里出国费占多少: the whole stands in 里; 甲占乙的几成: after 占. None where none is said."""
    if len(items) < 2:
        return list(items), None
    text = bare.replace(" ", "")
    whole = inside(items, text) or _after(items, text)
    if whole is None and EACH.search(text):
        return list(items), None
    whole = whole or items[-1]  # the last that is named
    return [i for i in items if i is not whole], whole


def inside(items: Sequence[Item], text: str) -> Item | None:
    """The item that the others are said to stand in."""
    for item in items:
        if re.search(re.escape(item.words.replace(" ", "")) + _WITHIN, text):
            return item
    return None


def _after(items: Sequence[Item], text: str) -> Item | None:
    at = _SHARE_OF.search(text)
    if at is None:
        return None
    named = [(text.rfind(i.words), i) for i in items]
    return next((i for place, i in reversed(named) if place >= at.end()), None)


def one_thing(items: Sequence[Item], bare: str) -> bool:
    """True where two items stand side by side and the first does not cost anything by itself:
    养老服务补贴 is neither 养老服务 nor 补贴."""
    first = items[0].words if items else ""
    glued = len(items) == 2 and "".join(i.words for i in items) in bare
    return glued and not (items[0].count or items[0].code) and _A_COST.search(first) is None

"""When a stretch of a label, or its letters with others between them, stands for the whole of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon import lexicon
from assistant.understand.leftover import letters

# 福彩公益金项目 is no 福彩公益金预算准备金: what kind of thing it is, the question says itself
_KIND_OF = re.compile(
    r"^(?:项目|经费|资金|补助|补贴|准备金|专项|工程|支出|收入|费|款|基金|中心|工作|活动|计划|课题)"
)


_WHOLE_WORDS = re.compile(
    "支出|收入|项目|经费|费用|资金|预算|决算|安排|专项|发展|补贴|补助|部门|单位"
)


def cuts_a_word(run: str, start: int, end: int) -> bool:
    """True where a stretch ends within a word (交通管理支 + 出), or leaves out the word that says
    what it is."""
    cut = any(
        m.start() < edge < m.end() for m in _WHOLE_WORDS.finditer(run) for edge in (start, end)
    )
    return cut or _HEADS.match(run, end) is not None


# what stands last says what it is: 污水处理费 is no 污水处理
_HEADS = re.compile("费(?!用)|率|款(?!项)|金(?!额)|税")


# what a name may go on with, and still be of the same thing
_TAIL = re.compile(
    r"经费|费用?|项目|支出|补贴|补助|资金|专项|工作|服务|人员|管理|保障|运行|维护|建设|购置|财政|业务|工程|活动|[（(][^（）()]*[）)]"
)


_A_COST = re.compile(r"(?:费|款|金|税|收入|支出|经费|资金|补助|补贴|工资|津贴)$")


def goes_on(after: str, piece: str, label: str, text: str = "") -> bool:
    """True where the label goes on with another kind of thing than the question does, whose `text`
    may say the rest of it somewhere else."""
    kind = _KIND_OF.match(after)
    rest = label[label.find(piece) + len(piece) :]
    more = letters(_TAIL.sub("", rest))
    if len(more) > 1 and not set(more) <= set(text):
        return True  # 信息化项目 is no 信息化项目评审服务: what stands last says what it is
    if _A_COST.search(piece) and letters(_KIND_OF.sub("", rest)):
        return True  # 污水处理费 is no 污水处理费手续费: what stands last says what it is
    return kind is not None and bool(rest) and kind[0] not in label


def stands_for(piece: str, label: str) -> bool:
    """True where a stretch of a label names the same thing as the whole of it."""
    return not goes_on("", piece, label) and not label.startswith(("其他", "其它"))


def begins_else(before: str, piece: str, label: str) -> bool:
    """北方工业大学 is no 北京工业大学幼儿园: both go on to the left, each in its own way."""
    return bool(letters(before[-1:])) and not label.startswith(piece)


def in_order(label: str, text: str) -> list[int]:
    """Where the letters of a label stand in a text one after the other; [] where they do not."""
    best: list[int] = []
    for start in (m.start() for m in re.finditer(re.escape(label[0]), text)):
        places = [start]
        for letter in label[1:]:
            at = text.find(letter, places[-1] + 1)
            if at < 0:
                return best
            places.append(at)
        if not best or places[-1] - places[0] < best[-1] - best[0]:
            best = places
    return best


def meaning_between(text: str, places: Sequence[int]) -> bool:
    """True where something is said among the letters of a label that is more than a 的."""
    between = "".join(text[p] for p in range(places[0], places[-1]) if p not in set(places))
    return re.fullmatch(r"[的之了给在为和与及、（()）]*", between) is None


def shortened(label: str) -> set[str]:
    """公务用车运行维护费 → 公车运行维护费, 公务用车运维费, 公车运维费, …"""
    out = {label}
    for long, shorts in lexicon()["short"].items():
        out |= {word.replace(long, short) for word in out if long in word for short in shorts}
    return {w for w in out - {label} if len(w) > 3}

"""One sentence that asks several things → the questions in it, each to be read after the others."""

from __future__ import annotations

import re

_CLAUSE = re.compile(r"[^，,。！!？?；;\n]+[，,。！!？?；;\n]*")
ASKS = re.compile(
    r"多少|几(?!乎|年来|个方面|经)|为什么|为何|为啥|咋|原因|怎么|什么|啥|哪|吗|谁|是否|是不是|有没有|有无|多大|多高|how|what|why",
    re.IGNORECASE,
)
# 这俩数合理吗, 是不是矛盾: of what was asked before it, and no question of its own
_ASIDE = re.compile(
    r"矛盾|合理|一样吗|一致吗|相同吗|对得上|打架|冲突|对吗|对不对|错了吗|是吗|真的吗|靠谱|正常吗"
)
_DOUBT = re.compile(
    _ASIDE.pattern + r"|两处|两个地方|前后[写说]|少了哪[家个]|漏了哪|哪个[对准]|以哪个为准"
)
_AMOUNT = re.compile("多少|几")
MOST = 4  # questions in one


def without_doubt(question: str) -> tuple[str, bool]:
    """到底几辆，两处写得一样吗？ → 到底几辆; True: every place that says it is wanted, and a finding."""
    clauses = _CLAUSE.findall(question)
    kept = [c for c in clauses if not _DOUBT.search(c)]
    asks = any(_AMOUNT.search(c) for c in kept)
    if len(kept) == len(clauses) or not asks:
        return question, False
    return "".join(kept), True


def parts_of(question: str) -> list[str]:
    """甲多少，乙几个？为什么减了 → 甲多少 / 乙几个 / 为什么减了; what is only said goes with what
    is asked after it, at the end with what was asked before."""
    parts: list[str] = []
    said = ""
    for clause in _CLAUSE.findall(question):
        alone = bool(re.search(r"[？?]\s*$", clause)) and not said
        if parts and not said and _ASIDE.search(clause) and not _AMOUNT.search(clause):
            parts[-1] += clause
        elif ASKS.search(clause) or alone:
            parts.append(said + clause)
            said = ""
        else:
            said += clause
    if said and parts:
        parts[-1] += said
    return parts if 1 < len(parts) <= MOST else []

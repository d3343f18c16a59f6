"""How a question was understood, in words for whoever asked it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Citation
from assistant.catalogue import Catalogue
from assistant.lexicon import lexicon
from assistant.phrase.scene import STAGE
from assistant.understand.comparing import Measure
from assistant.understand.query import Operation, Query

FEW = 3  # bodies that are named; more are counted

_DONE = {
    Operation.BREAKDOWN: "构成", Operation.SHARE: "占比", Operation.SUM: "合计",
    Operation.DIFFERENCE: "相差多少", Operation.RATIO: "倍数", Operation.CHANGE: "与上年相比",
    Operation.PRIOR: "推算上年数", Operation.EXTREME: "排在最前的", Operation.CONVERT: "换算",
    Operation.OUTTURN: "预算与决算相比", Operation.HAS: "有没有", Operation.CODE: "编码",
    Operation.DEFINITION: "名词解释", Operation.REASON: "增减的原因", Operation.PASSAGE: "原文怎么写",
    Operation.INDICATOR: "绩效目标", Operation.CONTRADICTIONS: "自相矛盾之处",
    Operation.LIBRARY: "文件库里有什么", Operation.PROJECTS: "有哪些项目",
    Operation.ENTITY_NAME: "表上的名称",
}  # fmt: skip
_COMPARED = {
    Measure.SHARE: "占比", Measure.PER: "平均数", Measure.GROWTH: "增减幅度",
    Measure.CHANGE: "增减额",
}  # fmt: skip


def in_words(query: Query, catalogue: Catalogue, cited: Sequence[Citation] = ()) -> str:
    """按某某局 2024 年预算、“基本支出”、一般公共预算支出口径理解."""
    parts = [_whose(query, catalogue)]
    if query.items and query.operation not in (Operation.LIBRARY, Operation.CONTRADICTIONS):
        parts.append("、".join(f"“{i.words}”" for i in query.items[:4]))
    basis = lexicon()["basis"]
    forms = list(dict.fromkeys(c.form for c in cited if c.form in basis))
    if query.items and len(forms) == 1:
        parts.append(str(basis[forms[0]]))
    done = _COMPARED.get(query.comparing.measure) if query.across else None
    done = done or _DONE.get(query.operation, "")
    if query.across:
        done = f"并排比较{done}"
    return f"按{'、'.join(p for p in (*parts, done) if p)}理解"


def _whose(query: Query, catalogue: Catalogue) -> str:
    meant = catalogue.meant(query.units)
    bodies = list(dict.fromkeys(u.entity for u in meant))
    books = list(dict.fromkeys(f"{u.year} 年{u.scope}{STAGE[str(u.stage)]}" for u in meant))
    who = "、".join(bodies) if len(bodies) <= FEW else f"{len(bodies)} 个部门"
    return f"{who} {'、'.join(books)}" if len(books) <= FEW else f"{who}各年"

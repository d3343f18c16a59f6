"""What the page of contradictions says and hands out: pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from assistant.audited import Audited
from ingest.export.sheets import Value
from ingest.records import Severity
from ui.drafts.words import bare, origin
from ui.format import STAGES, place

WAN = Decimal(10_000)
PAGE = 20  # findings on one page of the list
SEVERITIES = {
    Severity.CONTRADICTION: "矛盾",
    Severity.ROUNDING: "尾差",
    Severity.OMISSION: "缺漏",
    Severity.NOTICE: "提示",
}
SIGNS = {
    Severity.CONTRADICTION: "✗",
    Severity.ROUNDING: "≈",
    Severity.OMISSION: "○",
    Severity.NOTICE: "!",
}
RULES = {
    "sum_within_table": "表内分项与合计",
    "income_is_expenditure": "收入与支出相等",
    "same_item_in_two_forms": "两张表的同一项",
    "parts_of_a_sentence": "正文分项与合计",
    "share": "正文的比重",
    "rate": "正文的增减幅度",
    "shares_of_a_whole": "比重之和",
    "prose_against_table": "正文与表格",
    "wrong_name": "名称",
    "wrong_year": "年度",
    "template_leftover": "套用模板",
    "empty_table": "空表没有说明",
    "says_empty": "写明空表却有数",
    "says_none": "写明没有却有数",
    "readers_disagree": "两种读法不同",
    "negative_amount": "不该有的负数",
    "same_rows_in_two_tables": "两张表的同一行",
    "same_project_in_two_tables": "两张表的同一项目",
    "change": "正文的增减额",
    "misprint": "正文像是印错",
    "unit_unlike_the_rest": "单位与别处不同",
    "claims_to_agree": "说一致而不一致",
    "missing_form": "缺少的表",
    "missing_explanation": "缺少的说明",
    "last_year": "与上年公开的不同",
    "whole_and_part": "部门与本级",
    "formats_differ": "几种格式不一致",
    "not_shown": "文件里没有显示的内容",
}
COLUMNS = (
    "程度", "检查", "说明", "部门或单位", "年度", "阶段", "相差", "容许", "单位",
    "甲：是什么", "甲：印的是", "甲：文件", "甲：位置", "甲：SHA-256",
    "乙：是什么", "乙：印的是", "乙：文件", "乙：位置", "乙：SHA-256",
    "其余各处",
)  # fmt: skip


def rule_name(rule: str) -> str:
    """A rule that has no name here yet is shown under its own."""
    return RULES.get(rule) or f"其他（{rule.replace('_', ' ')}）"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked to be listed; None and the empty set mean everything."""

    severities: frozenset[Severity] = frozenset({Severity.CONTRADICTION})
    entity: str | None = None
    year: int | None = None
    rule: str | None = None

    def takes(self, one: Audited) -> bool:
        return (
            (not self.severities or one.severity in self.severities)
            and self.entity in (None, one.entity)
            and self.year in (None, one.year)
            and self.rule in (None, one.rule)
        )


def chosen(found: Iterable[Audited], choice: Choice) -> list[Audited]:
    return [one for one in found if choice.takes(one)]


def entities(found: Iterable[Audited]) -> list[str]:
    return sorted({one.entity for one in found})


def years(found: Iterable[Audited]) -> list[int]:
    return sorted({one.year for one in found}, reverse=True)


def rules(found: Iterable[Audited]) -> list[str]:
    """The most frequent first."""
    return [rule for rule, _ in Counter(one.rule for one in found).most_common()]


def counted(listed: Sequence[Audited]) -> str:
    """12 条矛盾，3 条提示 · 涉及 4 个部门."""
    counts = Counter(one.severity for one in listed)
    told = "，".join(f"{counts[s]:,} 条{SEVERITIES[s]}" for s in Severity if counts[s])
    return f"{told} · 涉及 {len(entities(listed))} 个部门或单位" if told else "没有符合条件的"


def pages_of(listed: Sequence[Audited]) -> int:
    return max(1, -(-len(listed) // PAGE))


def whose(one: Audited) -> str:
    return f"{one.entity} · {one.year} 年{STAGES.get(one.stage, one.stage)}"


def places(one: Audited) -> str:
    """第 3 页、第 8 页: where to look, each page once."""
    told = list(dict.fromkeys(place(c) for c in one.citations))
    return "、".join(told[:3]) + (f" 等 {len(told)} 处" if len(told) > 3 else "")


def gap(one: Audited) -> str:
    """相差 80 万元; "" where nothing is counted."""
    if one.difference is None:
        return ""
    if one.unit == "元" and abs(one.difference) >= WAN:
        return f"相差 {number(one.difference / WAN)} 万元"
    return f"相差 {number(one.difference)} {one.unit}".rstrip()


def number(value: Decimal) -> str:
    """With no more digits after the point than say something."""
    kept = round(value, 2) if abs(value) >= 1 else round(value, 4)
    return f"{kept:,f}".rstrip("0").rstrip(".") if "." in f"{kept:f}" else f"{kept:,f}"


# ---------------------------------------------------------------------- handed out


def rows_of(listed: Iterable[Audited]) -> Iterable[tuple[Value, ...]]:
    for one in listed:
        yield (
            SEVERITIES[one.severity], rule_name(one.rule), bare(one.message), bare(one.entity),
            one.year, STAGES.get(one.stage, one.stage), one.difference, one.tolerance, one.unit,
            *_side(one, 0), *_side(one, 1), _rest(one),
        )  # fmt: skip


def _side(one: Audited, at: int) -> tuple[Value, ...]:
    if at >= len(one.citations):
        return (None,) * 5
    cited = one.citations[at]
    return (bare(one.whats[at]), bare(cited.text), bare(Path(cited.file).name), place(cited),
            cited.sha256)  # fmt: skip


def _rest(one: Audited) -> str | None:
    told = [
        f"{bare(what)} {bare(cited.text)}（{place(cited)}）"
        for what, cited in zip(one.whats[2:], one.citations[2:], strict=True)
    ]
    return "；".join(told) or None


def note(one: Audited) -> str:
    """One finding as plain text, for the desk."""
    sides = [
        line
        for number, cited in enumerate(one.citations, 1)
        for line in (f"[{number}] {bare(one.whats[number - 1])}", *origin(cited))
    ]
    head = f"{SEVERITIES[one.severity]}（{rule_name(one.rule)}）：{bare(one.message)}"
    return "\n".join([head, *sides]) + "\n"

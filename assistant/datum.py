"""A fact or a statement as something that can be asked for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.lexicon import lexicon
from assistant.understand.normalise import fold, label_key
from ingest.amount import Amount
from ingest.records import Disclosure, Fact, Role, Source, Stage, Statement

GENERIC = frozenset(
    [
        "合计",
        "总计",
        "小计",
        "金额",
        "预算数",
        "决算数",
        "资金总额",
        "本年收入合计",
        "本年支出合计",
        "项目",
        "收入",
        "支出",
        "预算",
        "决算",
        "总额",
        "本年预算数",
        "年初预算数",
        "全年预算数",
        "本年一般公共预算基本支出",
        "项目金额(万元)",
        "项目金额",
        "项目总额",
        "项目资金总额",
        "本年收入",
        "本年支出",
        "总计金额",
        "功能分类",
        "支出用途",
        "支出功能分类",
        "支出经济分类",
    ]
)


@dataclass(frozen=True, slots=True)
class Datum:
    """A fact or a statement as something that can be asked for.

    `item` is the comparable core of what the amount is of ("" for a form's total row), `column`
    of what part of it ("" for the whole). `context` holds the cores of everything above both.
    """

    ref: str
    doc: Disclosure
    kind: str  # "table" or "narrative"
    form: str
    title: str
    side: str
    item: str
    column: str
    context: frozenset[str]
    code: str
    amount: Amount | None
    role: Role
    year: int
    row: tuple[str, ...]
    columns: tuple[str, ...]
    source: Source
    statement: Statement | None = None
    phase: str = ""  # "budget": the budgeted amount beside the final one, in final accounts
    at: int = 0  # its place among the data of its disclosure

    @property
    def label(self) -> str:
        """What a sentence calls it."""
        parts = [self.row[-1] if self.row else "", *self.columns[-1:]]
        return "".join(p for p in parts if p)


_OWN_FUND = re.compile(r"^一般公共预算(?:财政)?(?:拨款)?$")
_YEARLY = re.compile(r"^(?:20\d\d|本|上|当)年(?:度|初)?|^年初")


def part_core(part: str) -> str:
    """The core of one label over a column, without the year: 2026年政府采购项目 → 政府采购项目."""
    return bare_subject(label_key(_YEARLY.sub("", fold(part))))


def leaf(path: tuple[str, ...], form: str = "") -> str:
    """The core of the innermost part that says something; "" where all are totals.

    A year says which year, not what; so does the form's own name over its columns.
    """
    for part in reversed(path):
        plain = _YEARLY.sub("", fold(part))
        if plain in GENERIC or label_key(plain) in GENERIC or not label_key(plain):
            continue
        if form == "three_public" and _OWN_FUND.match(plain) and len(path) > 1:
            continue  # each part by fund: that of the general budget is the part itself
        if form in _SPENT and plain in ("支出总计", "支出合计"):
            continue
        own = fold(_form_item(form))
        if plain.endswith("支出") and (own.endswith(plain) or own + "支出" == plain):
            continue
        return label_key(plain)
    return ""


# forms of expenditure alone: 支出总计 over a column of theirs says no more than 合计
_SPENT = frozenset(
    {"expenditure_summary", "economic_classification_summary", "basic_expenditure",
     "general_public_budget_expenditure"}
)  # fmt: skip


def _form_item(form: str) -> str:
    return str(lexicon()["form_item"].get(form, ""))


# ---------------------------------------------------------------------- from facts


def data_of(doc: Disclosure, titles: Mapping[int, str] | None = None) -> list[Datum]:
    """All that can be asked for of one disclosure: its facts as printed, then its statements.
    `titles` are those of its tables by number, where they are known without reading it."""
    if titles is None:
        titles = {t.number: t.title for t in doc.tables}
    named: dict[int, set[str]] = defaultdict(set)
    for fact in doc.facts:
        named[fact.table].add(leaf(fact.column, fact.form))
    totals = {(f.table, f.column): f.text for f in doc.facts if f.row and is_total_row(f.row[-1])}
    found: list[Datum] = []
    for fact in doc.facts:
        part = totals.get((fact.table, fact.column), fact.text) != fact.text
        item, column = fact_keys(doc, fact, frozenset(named[fact.table]), part=part)
        found.append(fact_datum(doc, fact, titles[fact.table], item, column, len(found)))
    found += [statement_datum(doc, said, len(found) + n) for n, said in enumerate(doc.statements)]
    return found


def fact_keys(doc: Disclosure, fact: Fact, named: frozenset[str], *, part: bool) -> tuple[str, str]:
    """What a fact is of, and of what part of it.

    `named` has the cores of the table's columns: a total beside a column of the form's own
    name is the total of more than that form (三公、会议费、培训费 in one table). `part`
    where the table's 合计 row holds another amount: the body's own row is one of its parts."""
    inner = fact.row[-1] if fact.row else ""
    total_row = is_total_row(inner) or (_is_entity(inner, doc) and not part)
    column = bare_subject(leaf(fact.column, fact.form))
    item = "" if total_row else label_key(inner)
    if total_row and not column:
        item = _whole_of(fact, inner, named)
    return item, column


def fact_datum(
    doc: Disclosure, fact: Fact, title: str, item: str, column: str, at: int = 0
) -> Datum:
    """A fact of which it is known what it is of; `title` is its table's."""
    context = {label_key(p) for p in (*fact.row[:-1], *fact.column)} - {"", column, item}
    return Datum(
        fact.id, doc, "table", fact.form, title, fact.side, item, column,
        frozenset(context), fact.code, fact.amount, Role.LEVEL, fact.year, fact.row,
        fact.column, fact.source, phase=phase_of(fact.column, doc.identity.stage), at=at,
    )  # fmt: skip


def is_total_row(label: str) -> bool:
    return fold(label) in ("合计", "总计", "")


def _whole_of(fact: Fact, inner: str, named: frozenset[str]) -> str:
    """What the total cell of a form is the total of."""
    own = label_key(_form_item(fact.form))
    if own and own not in named:
        return own
    if own or fact.form not in TWO_SIDED:
        return ""  # a total of we know not what answers no question
    return fold(inner)


TWO_SIDED = frozenset({"revenue_expenditure_summary", "appropriation_summary"})
_BUDGETED = re.compile(r"^(?:年初|全年|调整|本年|当年)?预算(?:数|金额|安排数)?$")


def phase_of(path: Sequence[str], stage: Stage | str) -> str:
    """ "budget" for what final accounts print of the budget, beside what was spent."""
    if str(stage) != "final":
        return ""
    plain = [re.sub(r"^20\d\d年度?|[（(].*[）)]$", "", fold(p)) for p in path]
    printed = any(_BUDGETED.match(p) for p in plain)
    said = any(re.search(r"(?:年初|全年|调整)预算(?:数|安排)?$", p) for p in plain)
    return "budget" if printed or said else ""


def _is_entity(label: str, doc: Disclosure) -> bool:
    plain = fold(label)
    return plain == fold(doc.identity.entity)


# ---------------------------------------------------------------------- from statements

_LEVEL = re.compile(r"[（(]\d{0,7}(?:类|款|项)[）)]")
_PHASE = re.compile(r"(?:年初|全年|调整)预算(?:数|安排)?$|(?:支出)?决算(?:数)?$")
_LEAD = re.compile(
    r"^.*?(?:(?:一般公共预算|政府性基金预算|国有资本经营预算)?(?:当年)?(?:财政)?(?:拨款)?(?:安排|开支|列支))的(?=.{2,})"
)
# all that is spent, or comes in
_WHOLE_SIDE = re.compile(r"^(?:部门|单位|本年)?(?:预算)?(支出|收入)(?:预算)?$")
_PLAN = re.compile(r"(?<!公共)(?<!基金)(?<!经营)(?:(?<!基本)(?<!项目)支出)?预算(?:支出|数|安排)?$")


def statement_datum(doc: Disclosure, said: Statement, at: int = 0) -> Datum:
    path, phase = subject_path(said.subject, doc.identity.stage)
    context = {label_key(h) for h in said.headings} | {label_key(p) for p in path[:-1]}
    return Datum(
        said.id, doc, "narrative", "", said.headings[-1] if said.headings else "", "",
        label_key(path[-1]), "", frozenset(context), "", said.amount, said.role, said.year,
        (said.subject,), (), said.source, said, phase, at,
    )  # fmt: skip


def subject_path(subject: str, stage: Stage | str) -> tuple[tuple[str, ...], str]:
    """甲（类）乙（款）丙（项）年初预算 → (甲, 乙, 丙), "budget"; what is said around it dropped."""
    plain = fold(subject)
    phase = phase_of((plain,), stage)
    if str(stage) == "final":
        plain = _PHASE.sub("", plain) or plain
    lead = _LEAD.match(plain)
    basis = (lead[0],) if lead else ()
    plain = plain[lead.end() :] if lead else plain
    parts = [p for p in _LEVEL.split(plain) if p] or [plain]
    if len(parts) > 1 and _OF_THE_YEAR.match(parts[-1]):
        parts.pop()
    last = bare_subject(_PLAN.sub("", parts[-1]))
    last = whole[1] if (whole := _WHOLE_SIDE.match(parts[-1])) else last
    return (*basis, *parts[:-1], last if len(last) >= 2 else parts[-1]), phase


# 离退休（项）当年预算执行数: not what the amount is of
_OF_THE_YEAR = re.compile(
    r"^(?:支出|收入|预算支出|支出预算|预算数?|(?:当年|上年|本年|全年|20\d\d年)?(?:预算)?执行数)$"
)
_OWN = "(?!支出|收入|收支|基本|项目|总|$)"
_BEFORE = re.compile(
    r"^(?:[（(][^（）()]{1,6}[）)]|(?:我|本)(?:部门|单位)?|(?:部门|单位)(?=预留|共有)"
    rf"|(?:财政拨款|一般公共预算)安排|纳入.{{0,14}}的"
    rf"|一般公共预算(?:财政拨款|拨款)?{_OWN}(?!财政拨款|拨款)|财政拨款{_OWN}"
    r"|.{0,20}?共有(?=.)|列明|国内(?=公务接待)|其中|全年|当年|.{0,30}所属.{0,14}的)"
)
_AFTER = re.compile(
    r"(?:[（(][^（）()]{2,12}[）)]|(?<=费)财政拨款(?:支出)?|(?:预算)?总?金额|(?:预算)?总额|预算支出|(?<!基本)(?<!项目)支出预算|预算|共有?|(?<=总计)各)$"
)
_WHOLE = re.compile(r"(?:公共预算|基金预算|经营预算|(?<!费)财政拨款)$|^(?:收支|收入|支出)")


def bare_subject(subject: str) -> str:
    """我部门一般公共预算机关运行经费预算支出 → 机关运行经费: what is said around it goes."""
    while True:
        cut = _BEFORE.sub("", subject)
        if not _WHOLE.search(cut):
            cut = _AFTER.sub("", cut)
        if cut == subject or len(cut) < 2:
            return subject
        subject = cut


def comparable(data: Sequence[Datum]) -> bool:
    """All money, or all counted in one unit: nothing else is added, compared or divided."""
    kinds = {"元" if d.amount.is_money else _counted_in(d, d.amount) for d in data if d.amount}
    return len(kinds) == 1


def _counted_in(datum: Datum, amount: Amount) -> str:
    """Cars are counted in 辆 by one office, in 台 by the next."""
    return "辆" if amount.unit == "台" and "车" in datum.label else amount.unit

"""A query over all facts and statements → the data that answer it; nothing is phrased here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.catalogue import Catalogue
from assistant.datum import Datum, bare_subject
from assistant.lexicon import lexicon
from assistant.understand.normalise import fold, is_coded, label_key
from assistant.understand.query import Item, Query
from ingest.records import Role

# Where one value stands in several forms, the one a reader would open first.
FORM_ORDER = (
    "revenue_expenditure_summary",
    "three_public",
    "general_public_budget_expenditure",
    "expenditure_summary",
    "basic_expenditure",
    "economic_classification_summary",
    "appropriation_summary",
    "revenue_summary",
    "project_expenditure",
    "project_performance",
    "entity_performance",
)
# Words that count the same things, each with all that may stand for it.
ALIKE = {
    "人": ("人", "名"), "名": ("人", "名"), "个": ("个", "家"), "家": ("个", "家"),
    "台": ("台", "套", "台（套）", "台套"), "批次": ("批次", "批"), "批": ("批次", "批"),
}  # fmt: skip
WHOLE_BOOKS = frozenset(
    {
        "revenue_expenditure_summary",
        "revenue_summary",
        "expenditure_summary",
        "appropriation_summary",
    }
)
_FUND = re.compile(r"一般公共预算|政府性基金|国有资本经营")
COUNTED = frozenset(
    {
        "辆",
        "台",
        "套",
        "台（套）",
        "个",
        "人",
        "次",
        "批次",
        "人次",
        "家",
        "项",
        "名",
        "批",
        "台套",
        "件",
    }
)


@dataclass(frozen=True, slots=True)
class Group:
    """Data that print one and the same amount; the first is the one to cite."""

    data: tuple[Datum, ...]

    @property
    def best(self) -> Datum:
        return self.data[0]


def _rank(datum: Datum) -> tuple[int, int, int, int]:
    form = FORM_ORDER.index(datum.form) if datum.form in FORM_ORDER else len(FORM_ORDER)
    return (datum.kind != "table", form, len(datum.context), len(datum.columns))


def in_scope(query: Query, catalogue: Catalogue) -> Iterable[Datum]:
    for datum in catalogue.within(query.doc_ids):
        if query.forms and datum.form not in query.forms:
            continue
        yield datum


def _is(datum: Datum, item: Item) -> bool:
    """True where the datum is the whole of the item; `Catalogue.called` leaves others unread."""
    if item.code:
        return datum.code == item.code and not datum.column
    if datum.kind == "narrative":
        return datum.item in told_keys(item)
    if datum.item and not datum.column:
        return datum.item in item.keys
    if datum.form in lexicon()["narrow"]["forms"] or _is_part_by_fund(datum):
        return False
    return not datum.item and datum.column in item.keys


def _is_part_by_fund(datum: Datum) -> bool:
    """政府性基金 over a column of a form of less than the whole books is that part by fund."""
    return datum.form not in WHOLE_BOOKS and bool(_FUND.search(datum.column))


@cache
def told_keys(item: Item) -> frozenset[str]:
    """The label cores as sentences say them, too: 单位预留机动经费, 预留机动经费."""
    bare = {*item.keys, *(label_key(bare_subject(k)) for k in item.keys)}
    return frozenset({*bare, *(k + more for k in bare for more in _OF_WHOSE_MONEY)})


# 委托业务费涉及财拨资金3万元: said of the item, and of nothing narrower than its sentence tells
_OF_WHOSE_MONEY = ("涉及财拨资金", "涉及财政拨款资金", "涉及财政拨款")


def _crosses(datum: Datum, item: Item, part: Item) -> bool:
    row = datum.code == item.code if item.code else datum.item in item.keys
    if not row:
        return False
    if not datum.column:  # 行政运行 under 人大事务
        return any(label_key(r) in part.keys for r in datum.row[:-1])
    return datum.column in part.keys or bool(datum.context & set(part.keys))


def find(
    query: Query,
    catalogue: Catalogue,
    item: Item,
    part: Item | None = None,
    *,
    phase: str = "",
    whole: bool = True,
) -> list[Datum]:
    """All levels and counts of an item (narrowed to a part), blanks included, best first; rows that
    are but parts of it (`pieces`) are left out, where the `whole` is wanted.

    `phase` "budget" asks for the budgeted amounts that final accounts print beside their own.
    """
    found = []
    asked = [item, part] if part else [item]
    keys = {k for i in asked for k in told_keys(i)}
    codes = {i.code for i in asked} - {""}
    for datum in catalogue.called(query.doc_ids, keys, codes, whole=part is None):  # see _is
        if query.forms and datum.form not in query.forms:
            continue
        if datum.role not in (Role.LEVEL, Role.COUNT) or datum.phase != phase:
            continue
        if query.narrow and not _within(datum, query.narrow):
            continue
        if not (
            _crosses(datum, item, part) or _crosses(datum, part, item) if part else _is(datum, item)
        ):
            continue
        if item.side and _other_side(datum, item.side):
            continue
        if item.count and not _counted(datum, item.unit):
            continue
        if item.count and _to_be_bought(datum, item):
            continue
        printed = datum.doc.identity.year
        wanted = query.year if query.year is not None else printed
        # what there is of things is counted at the end of the year before
        stock = _counted(datum) and wanted == printed
        if datum.year != wanted and not stock:
            continue
        found.append(datum)
    cut = pieces(found) if whole else frozenset[int]()
    found = [d for d in found if d.at not in cut]
    found = _grand(found, item) or (
        _beneath(query, catalogue, item) if part is None and not query.narrow else []
    )
    own = label_key(item.words)
    # the very label, if printed; the three-public form words its parts in its own way
    same = {own, f"{own}合计", *(own + more for more in _OF_WHOSE_MONEY)}
    exact = [d for d in found if not same.isdisjoint((d.item, d.column))]
    # 其中一般公共预算 3 万元, in words, is a part of something: no more its own than a row of a table
    if any(d.kind == "table" for d in exact) or all(d.kind != "table" for d in found):
        found = [d for d in found if d in exact or d.form == "three_public"] if exact else found
    money = [d for d in found if not _counted(d)]
    return sorted(found if item.count else money or found, key=_rank)


def pieces(found: Sequence[Datum]) -> frozenset[int]:
    """The places of rows that are each a part of their item: 信息化建设 under 50201-办公经费 and again
    under 50205-委托业务费, in a table that lists every pair of two classifications; 2050205 高等教育
    again and again, in one that lists the units one after the other."""
    rows: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for d in (d for d in found if d.kind == "table"):
        crossed = len(d.row) > 1 and is_coded(d.row[-2])
        if crossed or d.code:
            printed = str(d.amount.number) if d.amount is not None and not crossed else ""
            key = (d.doc.id, d.title, d.item, d.column, *(() if crossed else d.row))
            rows.setdefault(key, set()).add((*d.row[:-1], printed))
    cut = set()
    for d in found:
        crossed = len(d.row) > 1 and is_coded(d.row[-2])
        key = (d.doc.id, d.title, d.item, d.column, *(() if crossed else d.row))
        if d.kind == "table" and (crossed or d.code) and len(rows.get(key, ())) > 1:
            cut.add(d.at)
    return frozenset(cut)


def parts_by_row(query: Query, catalogue: Catalogue, item: Item) -> list[Datum]:
    """The rows of one form that together are a functional class which no row has as a whole. 商品和服务
    支出 is a class of two classifications: what stands under one of them is not all of the other."""
    found = [
        d for d in catalogue.called(query.doc_ids, item.keys)
        if d.kind == "table" and _is(d, item) and d.amount is not None and d.amount.is_money
        and d.code.startswith("2") and len(d.code) >= FUNCTIONAL
        and d.year == (query.year or d.doc.identity.year) and not d.phase
        and not (query.forms and d.form not in query.forms)
    ]  # fmt: skip
    cut = pieces(found)
    first = next((d for d in found if d.at in cut), None)
    return [
        d for d in found if d.at in cut and first and (d.doc, d.title) == (first.doc, first.title)
    ]


FUNCTIONAL = 5  # digits of the code of a functional 款


_BUYS = re.compile(r"(?:购置|更新|购买|采购|新购|拟购|购入)[^，,。；;]{0,10}$")


def _to_be_bought(datum: Datum, item: Item) -> bool:
    """经批准购置的50辆公务用车: not among what is held, where that is asked for."""
    if datum.statement is None or any("购" in k or "更新" in k for k in item.keys):
        return False
    text = fold(datum.statement.sentence)
    return bool(_BUYS.search(text[: text.find(fold(datum.source.text))]))


def _beneath(query: Query, catalogue: Catalogue, item: Item) -> list[Datum]:
    """Rows that stand alone under a label which has no amounts itself: 办公费 over 办公经费 is all
    of it, where one row of the form is printed under it."""
    return [rows[0] for rows in beneath(query, catalogue, item) if len(rows) == 1]


def beneath(query: Query, catalogue: Catalogue, item: Item) -> list[list[Datum]]:
    """The rows under a label that is printed with its code, form by form."""
    rows: dict[tuple[str, str], list[Datum]] = {}
    for datum in (d for k in item.keys for d in catalogue.under(query.doc_ids, k)):
        money = datum.amount is not None and datum.amount.is_money
        if datum.column or not datum.item or not money:
            continue
        if datum.year == (query.year or datum.doc.identity.year) and not datum.phase:
            rows.setdefault((datum.form, datum.title), []).append(datum)
    return list(rows.values())


def _other_side(datum: Datum, side: str) -> bool:
    """Income where expenditure is asked for, by the side of the table or by the label's last word."""
    other = "收入" if side == "支出" else "支出"
    label = fold(datum.label)
    return bool(datum.side and datum.side != side) or (other in label and side not in label)


_PURPOSE = re.compile(r"(?:用于|用在|主要是|是为|支持|投向)([^。；;]*)")


def _within(datum: Datum, words: Sequence[str]) -> bool:
    """True where the labels above or beside the amount's own say all of these words, or where its
    sentence says that it is for them, and gives no other amount."""
    if datum.statement is not None:
        said = fold(datum.statement.sentence)
        purpose = _PURPOSE.search(said)
        alone = len(re.findall(r"\d(?:亿元|万元|元)", said)) == 1
        return bool(purpose) and alone and all(w in purpose[1] for w in words if purpose)
    around = fold("".join(datum.row[:-1]))
    return all(w in around for w in words)


_GRAND = frozenset({"收入总计", "支出总计", "收支总计", "总计", "合计", "收入、支出总计"})


def _grand(found: list[Datum], item: Item) -> list[Datum]:
    """Of a whole budget's totals, those after carry-overs, where the books draw both."""
    if "总计" not in item.keys:
        return found
    return [d for d in found if d.item in _GRAND] or found


def _counted(datum: Datum, unit: str = "") -> bool:
    if datum.amount is None or datum.amount.unit not in COUNTED:
        return False
    return not unit or datum.amount.unit in ALIKE.get(unit, (unit,))


def group(data: Sequence[Datum]) -> list[Group]:
    """Data with an amount, by equal amounts, tables before narrative."""
    groups: list[list[Datum]] = []
    for datum in data:
        if datum.amount is None:
            continue
        for held in groups:
            other = held[0].amount
            if other is not None and other.agrees_with(datum.amount):
                held.append(datum)
                break
        else:
            groups.append([datum])
    out = [Group(tuple(g)) for g in groups]
    tables = [g for g in out if any(d.kind == "table" for d in g.data)]
    return [*_told_whole(out, tables), *tables] or out


PARTIAL = frozenset(
    {"basic_expenditure", "project_expenditure", "government_fund", "state_capital"}
)


def _told_whole(groups: Sequence[Group], tables: Sequence[Group]) -> list[Group]:
    """What the story gives for the whole of an item of which the tables have but parts: 委托业务费 of
    basic expenditure in one table, and in no table of all."""
    forms = {d.form for g in tables for d in g.data if d.kind == "table"}
    amounts = [d.amount.in_yuan() for g in tables for d in g.data if d.amount and d.amount.is_money]
    if not tables or not forms <= PARTIAL or not amounts:
        return []
    wider = [
        g for g in groups
        if g not in tables and g.best.amount is not None and g.best.amount.is_money
        and g.best.amount.in_yuan() >= max(amounts)
        and not any(same_but_for_rounding(g.best, t.best) for t in tables)
    ]  # fmt: skip
    return wider if len(wider) == 1 else []


def same_but_for_rounding(a: Datum, b: Datum) -> bool:
    if a.amount is None or b.amount is None:
        return False
    return abs(a.amount.in_yuan() - b.amount.in_yuan()) <= max(a.amount.step(), b.amount.step())


def distinct(groups: list[Group]) -> list[Group]:
    """Groups apart by more than rounding; a nudge in the last digit is one value printed twice."""
    out: list[Group] = []
    for g in groups:
        if not any(same_but_for_rounding(g.best, o.best) for o in out):
            out.append(g)
    return out


def blanks(data: Sequence[Datum]) -> list[Datum]:
    return [d for d in data if d.amount is None]


def changes(query: Query, catalogue: Catalogue, item: Item, roles: tuple[Role, ...]) -> list[Datum]:
    """What the narrative says of how an item changed, the closest wording first."""
    found = []
    # a sentence has no column beside it
    for datum in catalogue.called(query.doc_ids, told_keys(item), whole=True):
        if datum.role not in roles or datum.statement is None:
            continue
        if datum.item in told_keys(item) and not (item.side and _other_side(datum, item.side)):
            found.append(datum)
    return found


def same_sentence(datum: Datum, catalogue: Catalogue, role: Role) -> Datum | None:
    """The companion of a statement: the rate beside a change of the same subject."""
    said = datum.statement
    if said is None:
        return None
    for other in catalogue.statements(datum.doc.id):
        o = other.statement
        if (
            o is not None
            and o.role is role
            and o.sentence == said.sentence
            and label_key(o.subject) == label_key(said.subject)
        ):
            return other
    return None


def children(
    query: Query, catalogue: Catalogue, item: Item, *, by_rows: bool = False
) -> list[Datum]:
    """The parts an item is divided into: columns of its total row, or the rows beneath it."""
    data = list(in_scope(query, catalogue))
    by_column = [
        d for d in data
        if d.kind == "table" and not d.item and d.column and d.context & set(item.keys)
        and d.amount is not None
    ]  # fmt: skip
    whole = [
        d for d in data
        if d.kind == "table" and not d.item and d.column and d.amount is not None
        and d.form not in lexicon()["narrow"]["forms"]
        and any(_form_name(d).endswith(k) for k in item.keys)
    ]  # fmt: skip
    columns = whole if len(whole) > 1 else _one_form(by_column)
    if len(columns) > 1 and not by_rows:
        return columns
    rows = [
        d for d in data
        if d.kind == "table" and d.item and not d.column and d.amount is not None
        and set(item.keys) & {label_key(r) for r in d.row[-2:-1]}
    ]  # fmt: skip
    if rows:
        return _one_form(rows)
    within = [
        d for d in data
        if d.kind == "table" and d.item and d.column in item.keys and d.amount is not None
        and d.item not in item.keys
    ]  # fmt: skip
    return _one_form(_leaves(within)) or columns or _told_under(query, catalogue, item)


def _form_name(datum: Datum) -> str:
    return fold(str(lexicon()["form_item"].get(datum.form, ""))) or "-"


def _told_under(query: Query, catalogue: Catalogue, item: Item) -> list[Datum]:
    """Levels that the narrative gives under the heading of the item: 三公 → its three parts."""
    return [
        d for d in catalogue.within(query.doc_ids)
        if d.kind == "narrative" and d.role is Role.LEVEL
        and d.item not in item.keys and any(k in fold(d.title) for k in item.keys)
    ]  # fmt: skip


def _leaves(data: list[Datum]) -> list[Datum]:
    """Without rows that merely add up other rows (a code that prefixes another)."""
    codes = {d.code for d in data if d.code}
    return [
        d for d in data
        if not d.code or not any(c != d.code and c.startswith(d.code) for c in codes)
    ]  # fmt: skip


def _one_form(data: list[Datum]) -> list[Datum]:
    if not data:
        return []
    forms = sorted({d.form for d in data}, key=lambda f: min(_rank(d) for d in data if d.form == f))
    return [d for d in data if d.form == forms[0]]


def rows_of(
    query: Query, catalogue: Catalogue, form: str, *, depth: int | None = None
) -> list[Datum]:
    """The filled rows of a form's total column, leaves of its code hierarchy only."""
    rows = [
        d for d in catalogue.within(query.doc_ids)
        if d.form == form and d.item and not d.column
        and d.amount is not None and d.amount.is_money and not _is_total(d)
    ]  # fmt: skip
    if depth is not None:
        return [d for d in rows if len(d.code) == depth]
    return _leaves(rows)


def _is_total(datum: Datum) -> bool:
    last = label_key(datum.row[-1]) if datum.row else ""
    return not last or last.endswith(("合计", "总计")) or datum.item.startswith("本年")


def functional_classes(query: Query, catalogue: Catalogue) -> list[Datum]:
    """The expenditure side by functional class, the filled rows only."""
    rows = [
        d for d in catalogue.within(query.doc_ids)
        if d.form == "revenue_expenditure_summary"
        and d.side == "支出" and d.item and not d.column and d.amount is not None
        and not _is_total(d) and d.item not in ("年终结转结余", "支出总计", "总计")
        and not {label_key(r) for r in d.row} & {"本年", "支出总计"}
    ]  # fmt: skip
    paths = {d.row for d in rows}
    top = [d for d in rows if not any(d.row[:n] in paths for n in range(1, len(d.row)))]
    if rows:
        return top or rows
    return rows_of(query, catalogue, "general_public_budget_expenditure", depth=3)


def projects(query: Query, catalogue: Catalogue) -> list[Datum]:
    """The projects of the project form: rows with a name that is neither a total nor a body; a body
    has its projects under it. The same money by classification is no list of projects."""
    above = {
        (d.doc.id, d.title, d.row[:n])
        for d in catalogue.within(query.doc_ids) if d.form == "project_expenditure"
        for n in range(1, len(d.row))
    }  # fmt: skip
    rows = [
        d for d in catalogue.within(query.doc_ids)
        if d.form == "project_expenditure" and d.item
        and not d.column and d.amount is not None and not _is_total(d)
        and d.item != label_key(lexicon()["form_item"][d.form]) and not d.item.isdigit()
        and (d.doc.id, d.title, d.row) not in above and "分类" not in d.title
    ]  # fmt: skip
    return rows


def parts_of(item: Item) -> list[Item]:
    """The parts that an item is known to have: 政府采购 is goods, works and services."""
    for name, parts in lexicon()["parts"].items():
        if label_key(name) in item.keys:
            return [_concept(p) for p in parts]
    return []


def siblings_of(item: Item) -> list[Item]:
    """The other parts of what an item is a part of: the other funds beside one fund."""
    for names in lexicon()["parts"].values():
        parts = [_concept(p) for p in names]
        if any(set(p.keys) & set(item.keys) for p in parts):
            return [p for p in parts if not set(p.keys) & set(item.keys)]
    return []


def _concept(name: str) -> Item:
    held = next(c for c in lexicon()["concept"] if c["name"] == name)
    return Item(held["words"][0], tuple(sorted({label_key(x) for x in held["labels"]})))

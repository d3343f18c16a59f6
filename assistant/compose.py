"""The data that answer a query → sentences with slots, one function an operation."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.answer import Status
from assistant.catalogue import Catalogue, Datum, lexicon
from assistant.draft import Draft, in_unit, rounded
from assistant.execute import (
    Group,
    blanks,
    changes,
    children,
    find,
    functional_classes,
    group,
    projects,
    rows_of,
    same_but_for_rounding,
    same_sentence,
)
from assistant.normalise import fold, label_key
from assistant.query import Item, Operation, Query
from ingest.amount import Amount
from ingest.records import Disclosure, Role

STAGE = {"budget": "预算", "final": "决算"}
Composer = Callable[["Scene"], "Outcome"]


@dataclass(slots=True)
class Scene:
    """One query, the catalogue it is asked of, and the draft being written."""

    query: Query
    catalogue: Catalogue
    draft: Draft = field(default_factory=Draft)

    @property
    def docs(self) -> list[Disclosure]:
        return [d for d in self.catalogue.docs if d.id in self.query.doc_ids]

    def opening(self) -> Draft:
        return self.draft.words(opening(self.docs))


@dataclass(frozen=True, slots=True)
class Outcome:
    status: Status
    draft: Draft
    missing: str = ""  # what was looked for and is not held


def opening(docs: Sequence[Disclosure]) -> str:
    who = docs[0].identity
    return f"{who.entity} {who.year} 年{STAGE[str(who.stage)]}："


def done(scene: Scene) -> Outcome:
    return Outcome(Status.ANSWERED, scene.draft)


def missing(scene: Scene, what: str) -> Outcome:
    return Outcome(Status.NOT_FOUND, Draft(), what)


def basis(datum: Datum) -> str:
    if datum.kind == "narrative":
        return f"正文“{_plain(datum.title)}”口径"
    known = lexicon()["basis"].get(datum.form)
    return str(known) if known else f"《{_plain(datum.title)}》口径"


def _plain(title: str) -> str:
    return re.sub(r"\s+", "", title)


def name_of(datum: Datum, item: Item | None = None) -> str:
    """What the number is called in a sentence: the printed label without its ordinal."""
    row = datum.row[-1] if datum.row else ""
    column = datum.columns[-1] if datum.columns else ""
    parts = []
    if datum.item and row:
        parts.append(_bare_label(row))
    if datum.column:
        inner = next((c for c in reversed(datum.columns) if label_key(c) == datum.column), column)
        parts.append(_bare_label(inner))
    if not parts:
        parts.append(_bare_label(row) or (item.words if item else ""))
    form = str(lexicon()["form_item"].get(datum.form, ""))
    if not datum.item and not datum.column and form:
        return form
    if fold(parts[0]) in ("合计", "总计") and form:
        parts[0] = form
    return "的".join(parts)


def _bare_label(label: str) -> str:
    text = re.sub(r"\s+", "", label)
    text = re.sub(r"^(?:其中[:：])", "", text)
    text = re.sub(r"^(?:[（(][一二三四五六七八九十]+[)）]、?|[一二三四五六七八九十]+、|\d+[、.．])", "", text)
    return text.rstrip("：:")


# ---------------------------------------------------------------------- look-up


def lookup(scene: Scene) -> Outcome:
    query = scene.query
    items = list(query.items)
    if len(items) == 2 and (crossed := _crossed(scene, items)) is not None:
        return crossed
    if len(items) >= 2 and (which := _which(scene, items)) is not None:
        return which
    lines: list[tuple[Item, list[Datum]]] = [(i, _levels(scene, i)) for i in items]
    if not any(data for _, data in lines):
        return missing(scene, "、".join(i.words for i in items))
    several = len(lines) > 1
    scene.opening()
    said: set[tuple[str, str]] = set()
    first = True
    for item, data in lines:
        if not data:
            scene.draft.words(f"；“{item.words}”未见公开数" if not first else f"“{item.words}”未见公开数")
            first = False
            continue
        groups = _distinct(group(data))
        key = (groups[0].best.ref, "") if groups else (data[0].ref, "")
        if key in said:
            continue
        said.add(key)
        scene.draft.words("" if first else "；")
        _say_level(scene, item, data, groups, brief=several)
        first = False
    scene.draft.words("。")
    if not several:
        _say_no_change(scene, items[0])
    return done(scene)


def _levels(scene: Scene, item: Item) -> list[Datum]:
    data = find(scene.query, scene.catalogue, item)
    if not any(d.amount for d in data) and scene.query.forms:
        return data
    return data


def _distinct(groups: list[Group]) -> list[Group]:
    """Groups apart by more than rounding; a nudge in the last digit is one value printed twice."""
    out: list[Group] = []
    for g in groups:
        if not any(same_but_for_rounding(g.best, o.best) for o in out):
            out.append(g)
    return out


def _say_level(
    scene: Scene, item: Item, data: list[Datum], groups: list[Group], *, brief: bool
) -> None:
    draft, unit = scene.draft, scene.query.unit
    if not groups:
        _say_blank(scene, item, blanks(data))
        return
    best = groups[0].best
    name = name_of(best, item)
    if len(groups) == 1:
        twin = _twin(groups[0])
        draft.words(f"{name}为 " if not item.count else f"{name} ")
        draft.value(best, unit=unit)
        if unit and best.amount and best.amount.is_money and unit != best.amount.unit:
            draft.words("（即 ").value(best).words("）")
        if twin is not None and not brief:
            draft.words(f"，{name_of(twin)}为 ").value(twin, unit=unit)
        elif not brief and best.kind == "table":
            draft.words(f"（{_title(best)}）")
        return
    draft.words(f"“{name}”在文件里按口径不同有 ")
    draft.text = draft.text.removesuffix(" 有 ") if False else draft.text
    draft.words("不同的数：")
    draft.text = draft.text.replace("按口径不同有 不同的数：", "有不同口径的数：")
    for i, g in enumerate(groups[:4]):
        draft.words("；" if i else "").words(f"{basis(g.best)}，{name_of(g.best, item)}为 ")
        draft.value(g.best, unit=unit)


def _title(datum: Datum) -> str:
    return f"见《{_plain(datum.title)}》"


def _twin(found: Group) -> Datum | None:
    """收入总计 goes with 支出总计: both sides of the same total are worth naming."""
    best = found.best
    if label_key(best.row[-1] if best.row else "") not in ("收入总计", "总计", "收入"):
        return None
    return next(
        (d for d in found.data if d.form == best.form and d.side == "支出" and best.side == "收入"), None
    )


def _say_blank(scene: Scene, item: Item, empty: list[Datum]) -> None:
    datum = empty[0]
    draft = scene.draft
    draft.words(f"“{name_of(datum, item)}”一栏在《{_plain(datum.title)}》中是空白，没有填数")
    note = _empty_note(datum)
    if note is not None:
        text, source = note
        draft.words("；表下注明：")
        draft.quote(text, datum.doc, source, kind="table", heading=datum.title, ref=datum.ref)


def _empty_note(datum: Datum) -> tuple[str, "Source"] | None:
    from ingest.interpret.passages import line_source

    table = next((t for t in datum.doc.tables if t.title == datum.title), None)
    for note in table.notes if table else ():
        if re.search(r"无数据|空表|为空|无发生额|无.{0,12}支出", note.text) and note.lines:
            line = note.lines[-1]
            return re.sub(r"\s+", "", line.text), line_source(datum.doc.sha256, [line])
    return None


def _crossed(scene: Scene, items: list[Item]) -> Outcome | None:
    """项目支出 of 事业运行: the one cell where both meet."""
    text = scene.query.text
    if re.search(r"各|分别", text):
        return None
    for item, part in ((items[0], items[1]), (items[1], items[0])):
        data = [d for d in find(scene.query, scene.catalogue, item, part)]
        groups = _distinct(group(data))
        if groups and not _listed(scene, items):
            scene.opening()
            _say_level(scene, item, data, groups, brief=False)
            scene.draft.words("。")
            return done(scene)
    return None


def _listed(scene: Scene, items: list[Item]) -> bool:
    """True where the question puts the items side by side: 奖金、津贴补贴 / 奖金和津贴."""
    text = fold(scene.query.text)
    return bool(re.search(r"[、和与及跟,，]", text.strip())) or "还是" in text


def _which(scene: Scene, items: list[Item]) -> Outcome | None:
    """"算基本支出还是项目支出": the item, and where among the alternatives it stands."""
    if "还是" not in scene.query.text:
        return None
    item, *options = items
    whole = group(find(scene.query, scene.catalogue, item))
    parts = [(o, group(find(scene.query, scene.catalogue, item, o))) for o in options]
    if not whole or not any(g for _, g in parts):
        return None
    scene.opening().words(f"{name_of(whole[0].best, item)}为 ").value(whole[0].best)
    held = [(o, g) for o, g in parts if g and g[0].best.amount and g[0].best.amount.number]
    if len(held) == 1:
        scene.draft.words(f"，列在{held[0][0].words}（").value(held[0][1][0].best).words("）")
    else:
        for option, g in held:
            scene.draft.words(f"，其中{option.words} ").value(g[0].best)
    scene.draft.words("。")
    return done(scene)


def _say_no_change(scene: Scene, item: Item) -> None:
    """Where the question also asks how it changed, the level's sentence is followed by that."""
    if scene.query.operation is not Operation.CHANGE:
        return


# ---------------------------------------------------------------------- change, reason


def change(scene: Scene) -> Outcome:
    item = scene.query.items[0]
    level = _distinct(group(find(scene.query, scene.catalogue, item)))
    said = changes(scene.query, scene.catalogue, item, (Role.CHANGE, Role.RATE))
    said = [d for d in said if d.role is Role.CHANGE] or said
    if not said:
        return missing(scene, f"{item.words}与上年相比的变化") if not level else lookup(scene)
    scene.opening()
    if level:
        scene.draft.words(f"{name_of(level[0].best, item)}为 ").value(level[0].best).words("，")
    for i, datum in enumerate(_by_subject(said)[:2]):
        scene.draft.words("；" if i else "")
        _say_change(scene, datum, named=bool(i) or not level or label_key(datum.item) != level[0].best.item)
    scene.draft.words("。")
    _say_reasons(scene, said[:2])
    return done(scene)


def _by_subject(said: list[Datum]) -> list[Datum]:
    return list({d.item: d for d in reversed(said)}.values())[::-1]


def _say_change(scene: Scene, datum: Datum, *, named: bool) -> None:
    draft, said = scene.draft, datum.statement
    assert said is not None
    assert datum.amount is not None
    than = said.compared_with or "上年"
    subject = _bare_label(said.subject) if named else ""
    if datum.amount.number == 0 and "持平" in datum.source.text:
        number = draft.cite(datum)
        draft.words(f"{subject}与 {than}持平[{number}]")
        return
    verb = "减少" if datum.amount.number < 0 else "增加"
    if datum.amount.unit == "%":
        verb = "下降" if datum.amount.number < 0 else "增长"
    draft.words(f"{subject}比 {than}{verb} ").value(datum, absolute=True)
    rate = same_sentence(datum, scene.catalogue, Role.RATE) if datum.role is Role.CHANGE else None
    if rate is not None and rate.amount is not None:
        draft.words("，下降 " if rate.amount.number < 0 else "，增长 ").value(rate, absolute=True)


def _say_reasons(scene: Scene, said: Sequence[Datum]) -> None:
    reasons: dict[str, Datum] = {}
    for datum in said:
        if datum.statement is not None and datum.statement.reason:
            reasons.setdefault(fold(datum.statement.reason), datum)
    for datum in list(reasons.values())[:2]:
        assert datum.statement is not None
        scene.draft.words("文件说明的原因：")
        scene.draft.quote(
            datum.statement.reason, datum.doc, datum.statement.sentence_source,
            kind="narrative", heading=datum.title, ref=datum.ref + ":why",
        )  # fmt: skip
        scene.draft.words("。")


def reason(scene: Scene) -> Outcome:
    item = scene.query.items[0] if scene.query.items else None
    said = changes(scene.query, scene.catalogue, item, (Role.CHANGE, Role.RATE)) if item else []
    said = [d for d in said if d.role is Role.CHANGE] or said
    if not said:
        return missing(scene, scene.query.items[0].words + "变化的原因" if item else "原因")
    scene.opening()
    _correct_premise(scene, said[0])
    for i, datum in enumerate(_by_subject(said)[:2]):
        scene.draft.words("；" if i else "")
        _say_change(scene, datum, named=True)
    scene.draft.words("。")
    if any(d.statement and d.statement.reason for d in said):
        _say_reasons(scene, said)
    else:
        scene.draft.words("文件没有说明原因。")
    return done(scene)


def _correct_premise(scene: Scene, datum: Datum) -> None:
    if datum.amount is None or not scene.query.claimed_direction:
        return
    real = "down" if datum.amount.number < 0 else "up" if datum.amount.number > 0 else "flat"
    if real != scene.query.claimed_direction:
        word = {"down": "减少", "up": "增加", "flat": "持平"}
        asked = word[scene.query.claimed_direction]
        scene.draft.words(f"文件写的不是{asked}，而是{word[real]}——")


def prior(scene: Scene) -> Outcome:
    """Last year's amount, worked back: this year's less its change."""
    item = scene.query.items[0]
    level = group(find(_this_year(scene.query), scene.catalogue, item))
    said = changes(scene.query, scene.catalogue, item, (Role.CHANGE,))
    if not level or not said:
        return missing(scene, f"{item.words}的上年数")
    now, delta = level[0].best, said[0]
    assert now.amount is not None
    assert delta.amount is not None
    then = Amount(now.amount.number - delta.amount.number, now.amount.unit)
    named = name_of(now, item)
    scene.opening().words(f"{named}为 ").value(now).words("，")
    _say_change(scene, delta, named=False)
    scene.draft.words(f"；由此倒推，上年的{named}约为 ")
    scene.draft.derived(then, _signed("d0", delta), [now, delta]).words("（推算，文件没有直接给出）。")
    return done(scene)


def _signed(base: str, delta: Datum) -> str:
    """Narrative prints a decrease without its sign, so the formula adds it back."""
    down = delta.amount is not None and delta.amount.number < 0
    return f"{base} + d1" if down else f"{base} - d1"


def _this_year(query: Query) -> Query:
    from dataclasses import replace

    return replace(query, year=None)


# ---------------------------------------------------------------------- arithmetic


def _one(scene: Scene, item: Item) -> Datum | None:
    groups = group(find(scene.query, scene.catalogue, item))
    return groups[0].best if groups else None


def share(scene: Scene) -> Outcome:
    items = list(scene.query.items)
    from assistant.planner import _total

    whole_item = items.pop() if len(items) > 1 else _total()
    if "占" in scene.query.text or len(scene.query.items) > 1:
        pass
    parts = [d for i in items if (d := _one(scene, i)) is not None]
    whole = _one(scene, whole_item)
    if not parts or whole is None or whole.amount is None or not whole.amount.number:
        return missing(scene, "、".join(i.words for i in scene.query.items) + "的占比")
    same = _same_form(scene, parts[0], whole_item)
    whole = same or whole
    assert whole.amount is not None
    top = sum((d.amount.in_yuan() for d in parts if d.amount), Decimal())
    percent = Amount(rounded(top / whole.amount.in_yuan() * 100, 2), "%")
    names = "、".join(name_of(d, i) for d, i in zip(parts, items, strict=False))
    draft = scene.opening().words(f"{names} ")
    for i, d in enumerate(parts):
        draft.words(" + " if i else "").value(d)
    draft.words(f"，占{name_of(whole, whole_item)} ").value(whole).words(" 的 ")
    plus = " + ".join(f"d{i}" for i in range(len(parts)))
    draft.derived(percent, f"({plus}) / d{len(parts)} * 100", [*parts, whole])
    _say_printed_share(scene, parts[0], percent)
    draft.words("。")
    return done(scene)


def _same_form(scene: Scene, part: Datum, whole: Item) -> Datum | None:
    data = find(scene.query, scene.catalogue, whole)
    return next((d for d in data if d.form == part.form and d.amount and d.amount.number), None)


def _say_printed_share(scene: Scene, part: Datum, computed: Amount) -> None:
    for datum in scene.catalogue.data:
        if (
            datum.role is Role.SHARE
            and datum.doc.id == part.doc.id
            and datum.item in (part.item, part.column)
            and datum.amount is not None
            and abs(datum.amount.number - computed.number) <= Decimal("0.15")
        ):
            scene.draft.words("，文件正文写作 ").value(datum)
            return


def total_of(scene: Scene) -> Outcome:
    items = scene.query.items
    found = [(i, _one(scene, i)) for i in items]
    data = [d for _, d in found if d is not None]
    if len(data) < 2 or len(data) < len(items):
        lost = [i.words for i, d in found if d is None]
        return missing(scene, "、".join(lost) or "要相加的各项")
    data = _aligned(scene, list(items), data)
    unit = data[0].amount.unit if data[0].amount else "万元"
    exact = sum((d.amount.in_yuan() for d in data if d.amount), Decimal())
    amount = in_unit(Amount(exact, "元"), unit)
    draft = scene.opening()
    for i, d in enumerate(data):
        draft.words("，" if i else "").words(f"{name_of(d, items[i])} ").value(d)
    draft.words("，合计 ")
    draft.derived(_as_printed(amount, data), " + ".join(f"d{i}" for i in range(len(data))), data)
    _say_rounding(scene, data, amount)
    draft.words("。")
    return done(scene)


def _aligned(scene: Scene, items: list[Item], data: list[Datum]) -> list[Datum]:
    """All from one form where one form holds all: sums do not mix bases."""
    choices = [group(find(scene.query, scene.catalogue, i)) for i in items]
    forms: list[set[str]] = [{d.form for g in gs for d in g.data} for gs in choices]
    common = set.intersection(*forms) - {""} if forms else set()
    if not common:
        return data
    form = sorted(common, key=lambda f: (f != data[0].form, f))[0]
    return [next(d for g in gs for d in g.data if d.form == form) for gs in choices]


def _as_printed(amount: Amount, data: Sequence[Datum]) -> Amount:
    places = max(-int(d.amount.number.as_tuple().exponent) for d in data if d.amount)
    return Amount(rounded(amount.number, max(places, 0)), amount.unit)


def _say_rounding(scene: Scene, data: Sequence[Datum], amount: Amount) -> None:
    """A printed total of just these rows that differs by the last digit is named, and why."""
    refs = {d.ref for d in data}
    for ref in refs:
        for doc, finding in scene.catalogue.findings.get(ref, ()):
            if finding.severity != "rounding":
                continue
            total = next((s for s in finding.sides if s.ref not in refs and s.ref), None)
            datum = scene.catalogue.by_ref.get(total.ref) if total else None
            if datum is None or datum.amount is None or datum.amount.in_yuan() == amount.in_yuan():
                continue
            if same_but_for_rounding(datum, _with_amount(datum, amount)):
                scene.draft.words(f"；文件印的{name_of(datum)}是 ").value(datum)
                scene.draft.words("，差在四舍五入的尾差")
                return
        del doc


def _with_amount(datum: Datum, amount: Amount) -> Datum:
    from dataclasses import replace

    return replace(datum, amount=amount)


def difference(scene: Scene) -> Outcome:
    query = scene.query
    pair = _pair(scene)
    if pair is None:
        rounding = _parts_against_total(scene)
        if rounding is not None:
            return rounding
        if len(query.items) == 1 and changes(query, scene.catalogue, query.items[0], (Role.CHANGE,)):
            return change(scene)
        return missing(scene, "、".join(i.words for i in query.items) + "的差额")
    a, b = pair
    if a.amount is None or b.amount is None:
        return missing(scene, "差额")
    swap = a.amount.in_yuan() < b.amount.in_yuan()
    large, small = (b, a) if swap else (a, b)
    assert large.amount is not None
    assert small.amount is not None
    exact = large.amount.in_yuan() - small.amount.in_yuan()
    amount = _as_printed(in_unit(Amount(exact, "元"), large.amount.unit), [a, b])
    draft = scene.opening()
    for i, d in enumerate((large, small)):
        draft.words("，" if i else "")
        draft.words(f"{name_of(d)} " if len(query.items) > 1 else f"{name_of(d)}按{basis(d)}为 ")
        draft.value(d)
    draft.words("，相差 " if len(query.items) > 1 else "，前者多出 ")
    draft.derived(amount, "d0 - d1", [large, small])
    if len(query.items) == 1:
        _say_equal_part(scene, amount)
    draft.words("。")
    return done(scene)


def _pair(scene: Scene) -> tuple[Datum, Datum] | None:
    query = scene.query
    if len(query.items) == 2:
        a, b = (_one(scene, i) for i in query.items)
        total = _parts_against_total(scene, dry=True)
        return (a, b) if a and b and not total else None
    if len(query.items) == 1:
        groups = group(find(query, scene.catalogue, query.items[0]))
        if len(groups) >= 2:
            return groups[0].best, groups[1].best
    return None


def _say_equal_part(scene: Scene, amount: Amount) -> None:
    """A difference between two bases that is just what a whole class adds up to says what it is."""
    for word in ("项目支出", "基本支出"):
        item = Item(word, (label_key(word),))
        datum = _one(scene, item)
        if datum is not None and datum.amount and datum.amount.in_yuan() == amount.in_yuan():
            scene.draft.words(f"，与{word} ").value(datum).words(f" 相等，即来自{word}")
            return


def _parts_against_total(scene: Scene, *, dry: bool = False) -> Outcome | None:
    """公用经费 against 办公费 + 福利费: the last items as parts of the first."""
    items = scene.query.items
    if len(items) < 3:
        return None
    if dry:
        return Outcome(Status.ANSWERED, Draft())
    whole = _one(scene, items[0])
    if whole is None or whole.amount is None:
        return None
    form_query = _on_form(scene.query, "basic_expenditure")
    for query in (_on_form(scene.query, whole.form), form_query, scene.query):
        parts = [g[0].best for i in items[1:] if (g := group(find(query, scene.catalogue, i)))]
        exact = sum((d.amount.in_yuan() for d in parts if d.amount), Decimal())
        gap = abs(exact - whole.amount.in_yuan())
        slack = sum((d.amount.step() for d in [*parts, whole] if d.amount), Decimal())
        if len(parts) == len(items) - 1 and gap <= slack:
            return _say_parts(scene, items, whole, parts, exact)
    return None


def _on_form(query: Query, form: str) -> Query:
    from dataclasses import replace

    return replace(query, forms=(form,) if form else ())


def _say_parts(
    scene: Scene, items: Sequence[Item], whole: Datum, parts: list[Datum], exact: Decimal
) -> Outcome:
    assert whole.amount is not None
    amount = _as_printed(in_unit(Amount(exact, "元"), whole.amount.unit), parts)
    draft = scene.opening()
    for i, d in enumerate(parts):
        draft.words("，" if i else "").words(f"{name_of(d, items[i + 1])} ").value(d)
    draft.words("，相加是 ")
    draft.derived(amount, " + ".join(f"d{i}" for i in range(len(parts))), parts)
    draft.words(f"；{name_of(whole, items[0])}印的是 ").value(whole)
    if amount.in_yuan() == whole.amount.in_yuan():
        draft.words("，两者相等。")
        return done(scene)
    gap = Amount(abs(amount.number - whole.amount.number), whole.amount.unit)
    plus = " + ".join(f"d{i + 1}" for i in range(len(parts)))
    draft.words("，差 ").derived(gap, f"abs({plus} - d0)", [whole, *parts])
    draft.words("，在四舍五入能解释的范围内，是尾差，不是矛盾。")
    return done(scene)


# ---------------------------------------------------------------------- lists


def breakdown(scene: Scene) -> Outcome:
    query = scene.query
    if len(query.items) > 1:
        return lookup(scene)
    item = query.items[0]
    income = item.side == "收入" or "收入" in query.text or item.words.startswith("收入")
    parts = [] if _is_total_item(item) else children(query, scene.catalogue, item)
    if not parts and _is_total_item(item):
        parts = _income(scene) if income else functional_classes(query, scene.catalogue)
    if not parts:
        return lookup(scene)
    return _say_list(scene, item, _unique(parts))


def _is_total_item(item: Item) -> bool:
    return "支出总计" in item.keys or "总计" in item.keys


def _income(scene: Scene) -> list[Datum]:
    return [
        d for d in scene.catalogue.data
        if d.doc.id in scene.query.doc_ids and d.form == "revenue_expenditure_summary"
        and d.side == "收入" and d.item and d.amount is not None
        and not re.search(r"合计|总计|其中", d.row[-1]) and d.item not in ("本年收入",)
    ]  # fmt: skip


def _unique(data: Sequence[Datum]) -> list[Datum]:
    return list({(d.item, d.column): d for d in reversed(data)}.values())[::-1]


def _say_list(scene: Scene, item: Item, parts: list[Datum]) -> Outcome:
    whole = _one(scene, item)
    draft = scene.opening()
    if whole is not None:
        draft.words(f"{name_of(whole, item)} ").value(whole).words("，其中：")
    for i, d in enumerate(parts):
        name = name_of(d)
        if d.column in item.keys:
            name = _bare_label(d.row[-1])
        draft.words("；" if i else "").words(f"{name} ").value(d)
    draft.words(f"（{_title(parts[0])}）。")
    return done(scene)


def extreme(scene: Scene) -> Outcome:
    query = scene.query
    rows = _extreme_rows(scene)
    filled = [d for d in rows if d.amount is not None and d.amount.number]
    if len(filled) < 2:
        return missing(scene, "可以排序的各项") if not filled else _say_list(scene, Item("", ()), filled)
    key = [d.amount.in_yuan() for d in filled if d.amount]
    order = sorted(zip(key, range(len(filled)), strict=True), reverse=query.descending)
    top = [filled[i] for _, i in order[: query.limit]]
    word = "最大" if query.descending else "最小"
    draft = scene.opening().words(f"在《{_plain(top[0].title)}》有数的各项里，金额{word}的是 ")
    for i, d in enumerate(top):
        draft.words("、" if i else "").words(f"{_bare_label(d.row[-1])}（").value(d).words("）")
    draft.words("。")
    return done(scene)


def _extreme_rows(scene: Scene) -> list[Datum]:
    query, text = scene.query, scene.query.text + "".join(i.words for i in scene.query.items)
    if query.forms:
        return rows_of(query, scene.catalogue, query.forms[0])
    if re.search(r"工资|人员|经济|基本|公用|科目.*工资|福利", text):
        return rows_of(query, scene.catalogue, "basic_expenditure")
    if "项目" in text:
        return projects(query, scene.catalogue)
    if re.search(r"项级|功能|具体科目|哪个科目", text):
        return rows_of(query, scene.catalogue, "general_public_budget_expenditure")
    return functional_classes(query, scene.catalogue)


def list_projects(scene: Scene) -> Outcome:
    rows = projects(scene.query, scene.catalogue)
    names = {d.doc.id for d in rows}
    if not rows:
        return missing(scene, "项目")
    rows = _without_entities(rows)
    draft = scene.opening().words("《" + _plain(rows[0].title) + "》列了")
    draft.words(f"{_count_word(len(rows))}个项目：")
    for i, d in enumerate(rows[:20]):
        draft.words("；" if i else "").words(f"{_bare_label(d.row[-1])} ").value(d)
    draft.words("。")
    del names
    return done(scene)


def _without_entities(rows: list[Datum]) -> list[Datum]:
    kept = [d for d in rows if fold(d.doc.identity.entity) != d.item]
    return kept or rows


def _count_word(n: int) -> str:
    """Counts made here are words, so that every digit in an answer has a source."""
    words = "零 一 二 三 四 五 六 七 八 九 十".split()
    return words[n] if n <= 10 else "多"


def code(scene: Scene) -> Outcome:
    item = scene.query.items[0]
    keys = set(item.keys)
    coded = [
        d for d in scene.catalogue.data
        if d.doc.id in scene.query.doc_ids and d.code and d.item in keys
    ]  # fmt: skip
    if not coded:
        return missing(scene, f"{item.words}的编码")
    best = max(coded, key=lambda d: len(d.code))
    cell = _code_cell(best)
    if cell is None:
        return missing(scene, f"{item.words}的编码")
    draft = scene.opening().words(f"{_bare_label(best.row[-1])}的编码是 ")
    draft.quote(best.code, best.doc, cell, kind="table", heading=best.title, ref=best.ref + ":code")
    draft.words(f"（{_title(best)}）。")
    return done(scene)


def _code_cell(datum: Datum) -> "Source | None":
    for table in datum.doc.tables:
        for cell in table.cells:
            if cell.source and re.sub(r"\s", "", cell.text) == datum.code:
                return cell.source
    return None


COMPOSERS: dict[Operation, Composer] = {
    Operation.LOOKUP: lookup,
    Operation.HAS: lookup,
    Operation.CONVERT: lookup,
    Operation.LIST: breakdown,
    Operation.BREAKDOWN: breakdown,
    Operation.CHANGE: change,
    Operation.REASON: reason,
    Operation.PRIOR: prior,
    Operation.SHARE: share,
    Operation.SUM: total_of,
    Operation.DIFFERENCE: difference,
    Operation.EXTREME: extreme,
    Operation.PROJECTS: list_projects,
    Operation.CODE: code,
}

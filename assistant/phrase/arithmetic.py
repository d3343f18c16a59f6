"""Shares, sums and differences, recomputed from printed numbers on one basis."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer import Status
from assistant.catalogue import concept_item, total_item
from assistant.datum import Datum, bare_subject, comparable
from assistant.execute import changes, find, group, parts_of, same_but_for_rounding, told_keys
from assistant.lexicon import lexicon
from assistant.phrase.changes import change
from assistant.phrase.draft import Draft, in_unit, rounded
from assistant.phrase.scene import Outcome, Scene, basis, done, missing, name_of, one
from assistant.understand.normalise import fold, label_key
from assistant.understand.query import Item, Query
from assistant.understand.sharing import EACH, TWICE, one_thing, part_and_whole
from ingest.amount import Amount
from ingest.records import Role


def share(scene: Scene) -> Outcome:
    if TWICE.search(scene.query.bare):
        return missing(scene, "、".join(i.words for i in scene.query.items) + "的占比")
    if one_thing(scene.query.items, scene.query.bare):
        return missing(scene, "".join(i.words for i in scene.query.items))
    items, whole_item = part_and_whole(scene.query.items, scene.query.bare)
    if len(items) > 1 and (whole_item is None or EACH.search(scene.query.bare)):
        return _each_share(scene, items, whole_item)
    return _share_of(scene, items, whole_item)


def _each_share(scene: Scene, items: Sequence[Item], whole: Item | None) -> Outcome:
    """人员经费、公用经费各占多少: one share of the whole after the other."""
    draft = Draft()
    for item in items:
        told = _share_of(Scene(scene.query, scene.catalogue), [item], whole)
        if told.status is not Status.ANSWERED:
            return told
        draft.words("\n\n" if draft.text else "").adopt(told.draft)
    scene.draft.adopt(draft)
    return done(scene)


def _share_of(scene: Scene, items: list[Item], whole_item: Item | None) -> Outcome:
    parts = [d for i in items if (d := one(scene, i)) is not None]
    if whole_item is None:
        whole_item = _whole_of(scene, parts)
    whole = one(scene, whole_item)
    if not parts or whole is None or not comparable([*parts, whole]):
        return missing(scene, "、".join(i.words for i in scene.query.items) + "的占比")
    if whole.amount is None or not whole.amount.number:
        return missing(scene, "、".join(i.words for i in scene.query.items) + "的占比")
    if len(parts) == 1 and (pair := paired(scene, items[0], whole_item)):
        parts, whole = [pair[0]], pair[1]
    assert whole.amount is not None
    top = sum((d.amount.in_yuan() for d in parts if d.amount), Decimal())
    if len(parts) == 1 and top > whole.amount.in_yuan() and not _said_so(scene, whole_item):
        part, whole, items, whole_item = whole, parts[0], [whole_item], items[0]
        parts = [part]
        assert whole.amount is not None
        top = sum((d.amount.in_yuan() for d in parts if d.amount), Decimal())
    if len(parts) == 1 and (own := _whole_of_its_own(scene, parts[0], whole, whole_item)):
        whole = own
    assert whole.amount is not None
    percent = Amount(rounded(top / whole.amount.in_yuan() * 100, 2), "%")
    draft = scene.opening()
    for n, (d, i) in enumerate(zip(parts, items, strict=False)):
        draft.words(" + " if n else "").words(f"{name_of(d, i)} ").value(d)
    draft.words(f"，占{name_of(whole, whole_item)} ").value(whole).words(" 的 ")
    plus = " + ".join(f"d{i}" for i in range(len(parts)))
    draft.derived(percent, f"({plus}) / d{len(parts)} * 100", [*parts, whole])
    _say_printed_share(scene, parts[0], percent, whole_item)
    draft.words("。")
    return done(scene)


def _said_so(scene: Scene, whole: Item) -> bool:
    """甲占乙的: what stands after 占 is the whole, be it the smaller."""
    return bool(re.search(rf"占[^,，]*{re.escape(whole.words)}", scene.query.bare))


def paired(scene: Scene, item: Item, whole_item: Item) -> tuple[Datum, Datum] | None:
    """A part and the whole that it is a part of: of one form, where one prints both."""
    parts = [d for g in group(find(scene.query, scene.catalogue, item)) for d in g.data]
    # with all totals that the books draw, not those after carry-overs alone
    keys = tuple(k for k in whole_item.keys if k != "总计")
    any_total = replace(whole_item, keys=keys) if len(keys) > 1 else whole_item
    first = group(find(scene.query, scene.catalogue, whole_item))
    wholes = [
        d for g in [*first, *group(find(scene.query, scene.catalogue, any_total))] for d in g.data
        if d.amount and d.amount.number
    ]  # fmt: skip
    pairs = [(p, w) for p in parts for w in wholes if comparable([p, w])]
    if not pairs:
        return None

    def worst(pair: tuple[Datum, Datum]) -> tuple[bool, Decimal, Decimal]:
        """Of one form before across two; of the widest whole that one form prints, or across two of
        the widest of both: a part that the treasury pays is none of all that is spent."""
        part, whole = pair
        assert whole.amount is not None
        assert part.amount is not None
        apart = part.form != whole.form or part.kind != whole.kind
        return (apart, -whole.amount.in_yuan(), -part.amount.in_yuan() if apart else Decimal())

    return min(pairs, key=worst)


def ratio(scene: Scene) -> Outcome:
    """How many times the second the first is."""
    data = [one(scene, i) for i in scene.query.items[:2]]
    if len(data) < 2 or data[0] is None or data[1] is None:
        return missing(scene, "、".join(i.words for i in scene.query.items) + "的倍数")
    a, b = data[0], data[1]
    if a.amount is None or b.amount is None or not b.amount.number or not comparable([a, b]):
        return missing(scene, "倍数")
    times = Amount(rounded(a.amount.in_yuan() / b.amount.in_yuan(), 2), "倍")
    scene.opening().words(f"{name_of(a)} ").value(a).words(f"，{name_of(b)} ").value(b)
    scene.draft.words("，前者是后者的 ").derived(times, "d0 / d1", [a, b]).words("。")
    return done(scene)


def average(scene: Scene) -> Outcome:
    """社工23名支出373.66万元: what the money comes to for each of those that its sentence counts."""
    item = scene.query.items[0]
    counted = [
        d for d in find(scene.query, scene.catalogue, replace(item, count=True))
        if d.amount and d.amount.number > 0 and d.statement
    ]  # fmt: skip
    for number in counted:
        money = scene.catalogue.after(number)
        if money is None or not _goes_with(money, number):
            continue
        if money.amount is None or number.amount is None:
            continue
        each = Amount(rounded(money.amount.number / number.amount.number, 2), money.amount.unit)
        draft = scene.opening().words(f"{name_of(number, item)} ").value(number)
        draft.words(f"，{name_of(money)} ").value(money)
        draft.words(f"，平均每{number.amount.unit} ").derived(each, "d1 / d0", [number, money])
        draft.words("。")
        return done(scene)
    return missing(scene, f"{item.words}的平均数")


def _goes_with(money: Datum, number: Datum) -> bool:
    """The amount that the sentence gives right after the count."""
    said, counted = money.statement, number.statement
    if said is None or counted is None or money.amount is None or not money.amount.is_money:
        return False
    return said.sentence == counted.sentence and money.role is Role.LEVEL


def _whole_of(scene: Scene, parts: Sequence[Datum]) -> Item:
    """What a share is of where the question does not say: the form it names, else its side."""
    name = str(lexicon()["form_item"].get(scene.query.forms[0], "")) if scene.query.forms else ""
    if name:
        return Item(name, (label_key(name),))
    return total_item("收入" if parts and parts[0].side == "收入" else "支出")


def _whole_of_its_own(scene: Scene, part: Datum, whole: Datum, named: Item) -> Datum | None:
    """The year's own total, where the disclosure prints the part's share of that and not of what is
    left once more from the years before; None where the question says 总计, or no share is printed."""
    totals = set(total_item().keys)
    said = named.words in scene.query.bare and re.search("总|合计", named.words)
    if said or not set(named.keys) & totals:
        return None
    shares = [
        d.amount.number for d in scene.catalogue.statements(part.doc.id)
        if d.role is Role.SHARE and d.amount is not None and d.item in (part.item, part.column)
    ]  # fmt: skip
    side = whole.side or ("收入" if "收入" in named.words + part.label else "支出")
    this_year = replace(concept_item("this_year"), side=side)
    wholes = [whole, *find(scene.query, scene.catalogue, this_year)]
    for datum in wholes:
        if part.amount is None or datum.amount is None or not datum.amount.number:
            continue
        if not comparable([part, datum]):
            continue
        share = part.amount.in_yuan() / datum.amount.in_yuan() * 100
        if any(abs(share - printed) <= Decimal("0.06") for printed in shares):
            return datum
    return None


def _say_printed_share(scene: Scene, part: Datum, computed: Amount, whole: Item) -> None:
    """The document's own percentage; where it is another one of the same whole, that is said."""
    for datum in scene.catalogue.statements(part.doc.id):
        said = datum.statement
        if datum.role is not Role.SHARE or datum.amount is None or said is None:
            continue
        if datum.item not in (part.item, part.column):
            continue
        gap = abs(datum.amount.number - computed.number)
        if gap <= Decimal("0.15"):
            scene.draft.words(f"（文件正文写{name_of(datum)}占 ").value(datum).words("）")
            return
        if said.whole and label_key(bare_subject(fold(said.whole))) in told_keys(whole):
            scene.draft.words(f"；文件正文写{name_of(datum)}占 ").value(datum).words(
                "，与按表计算的不符"
            )
            told = f"正文写“{said.subject}”占{said.whole}的 {datum.amount.printed()}，按表上的数计算是 {computed.printed()}。"
            scene.draft.cautions.append(("share_at_query", told, (scene.draft.cite(datum),)))
            return


PARTS = re.compile(r"三类|三项|各类|各项|分项|几类|几项")
EQUALS = re.compile(r"等于|相等|一致|对得上|对不对|是不是")


def total_of(scene: Scene) -> Outcome:
    items = scene.query.items
    if PARTS.search(scene.query.text) and EQUALS.search(scene.query.text):
        parts = parts_of(items[0])
        checked = _parts_against_total(scene, (items[0], *parts)) if parts else None
        if checked is not None:
            return checked
    if len(items) > 2 and (whole := _told_as_whole(scene)):
        checked = _said_sum(scene, whole, [i for i in items if i is not whole])
        return checked or missing(scene, f"{whole.words}的各项")
    if len(items) == 1 and (rows := _rows_of_one_form(scene, items[0])):
        items = items * len(rows)
        return _say_total(scene, list(items), rows)
    if (of := _by_fund(items)) is not None:
        return _funds_of(scene, of, [i for i in items if i is not of])
    found = [(i, one(scene, i)) for i in items]
    data = list({d.ref: d for _, d in found if d is not None}.values())
    if len(data) < 2 or len(data) < len(items) or not comparable(data):
        lost = [i.words for i, d in found if d is None]
        return missing(scene, "、".join(lost) or "要相加的各项")
    return _say_total(scene, list(items), _aligned(scene, list(items), data))


_FUND = re.compile("一般公共预算|政府性基金|国有资本经营")


def _by_fund(items: Sequence[Item]) -> Item | None:
    """污水处理费，一般公共预算和政府性基金加起来: what the funds pay is no part beside them."""
    others = [i for i in items if not _FUND.match(i.words)]
    return others[0] if len(others) == 1 and len(items) > 2 else None


def _funds_of(scene: Scene, of: Item, funds: Sequence[Item]) -> Outcome:
    """What each fund pays of one thing, where it is printed of that thing."""
    data = []
    for fund in funds:
        paid = [
            d for d in find(scene.query, scene.catalogue, fund) if d.amount and _is_paid_for(d, of)
        ]
        if len(group(paid)) != 1:
            return missing(scene, f"{of.words}的{fund.words}")
        data.append(paid[0])
    if not comparable(data):
        return missing(scene, f"{of.words}的各项资金")
    return _say_total(scene, list(funds), data)


def _is_paid_for(datum: Datum, of: Item) -> bool:
    said = datum.statement.sentence if datum.statement else "".join((*datum.row, *datum.columns))
    return fold(of.words) in fold(said)


_ADDED = re.compile(r"加起来|相加|加总|之和|合起来|合在一起|加在一起|总和|加一起|加加")


def _told_as_whole(scene: Scene) -> Item | None:
    """甲、乙加起来是…，可丙写的是…: what stands after the adding is the whole it is held against."""
    added = _ADDED.search(scene.query.bare)
    if added is None:
        return None
    after = [i for i in scene.query.items if scene.query.bare.rfind(i.words) >= added.end()]
    return after[0] if len(after) == 1 else None


def _said_sum(scene: Scene, whole: Item, parts: Sequence[Item]) -> Outcome | None:
    """The sum of the parts against the printed whole, in the numbers that the asker has read."""
    data = [_as_said(scene, i) or one(scene, i) for i in (whole, *parts)]
    held = [d for d in data if d is not None and d.amount is not None]
    if len(held) < len(data) or not comparable(held):
        return None
    exact = sum((d.amount.in_yuan() for d in held[1:] if d.amount), Decimal())
    return _say_parts(scene, (whole, *parts), held[0], held[1:], exact)


def _as_said(scene: Scene, item: Item) -> Datum | None:
    """The datum of an item that prints a number of the question."""
    said = {Decimal(a.replace(",", "")) for a in scene.query.amounts}
    data = find(scene.query, scene.catalogue, item)
    return next((d for d in data if d.amount and d.amount.number in said), None)


def _rows_of_one_form(scene: Scene, item: Item) -> list[Datum]:
    """住宿服务 in four rows of one form: each is its own purchase; a total is none of them."""
    if not re.search(r"几笔|各笔|每笔|加起来|相加|之和", scene.query.text):
        return []
    data = [d for d in find(scene.query, scene.catalogue, item) if d.kind == "table" and d.amount]
    same = [d for d in data if (d.form, d.title) == (data[0].form, data[0].title)]
    labels = {d.row[-1] for d in same if d.row}
    return same if len(same) > 1 and len(labels) == 1 and comparable(same) else []


def _say_total(scene: Scene, items: list[Item], data: list[Datum]) -> Outcome:
    amount = total(data)
    draft = scene.opening()
    for i, d in enumerate(data):
        draft.words("，" if i else "").words(f"{name_of(d, items[i])} ").value(d)
    draft.words("，合计 ")
    draft.derived(amount, " + ".join(f"d{i}" for i in range(len(data))), data)
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


def total(data: Sequence[Datum]) -> Amount:
    """The exact sum in the first one's unit, to the finest digit printed."""
    first = data[0].amount
    assert first is not None
    if not first.is_money:
        return Amount(sum((d.amount.number for d in data if d.amount), Decimal()), first.unit)
    exact = sum((d.amount.in_yuan() for d in data if d.amount), Decimal())
    return as_printed(in_unit(Amount(exact, "元"), first.unit), data)


def gap(a: Datum, b: Datum) -> Amount:
    """How far apart two are, in the second one's unit."""
    assert a.amount is not None
    assert b.amount is not None
    if not a.amount.is_money:
        return Amount(abs(a.amount.number - b.amount.number), a.amount.unit)
    exact = Amount(abs(a.amount.in_yuan() - b.amount.in_yuan()), "元")
    return as_printed(in_unit(exact, b.amount.unit), [a, b])


def as_printed(amount: Amount, data: Sequence[Datum]) -> Amount:
    places = max(-int(d.amount.number.as_tuple().exponent) for d in data if d.amount)
    return Amount(rounded(amount.number, max(places, 0)), amount.unit)


def _say_rounding(scene: Scene, data: Sequence[Datum], amount: Amount) -> None:
    """A printed total of just these rows that differs by the last digit is named, and why."""
    refs = {d.ref for d in data}
    for ref in refs:
        for _, finding in scene.catalogue.findings.get(ref, ()):
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


def _with_amount(datum: Datum, amount: Amount) -> Datum:

    return replace(datum, amount=amount)


def difference(scene: Scene) -> Outcome:
    query = scene.query
    pair = _pair(scene)
    if pair is None:
        rounding = _parts_against_total(scene, query.items)
        if rounding is not None:
            return rounding
        if len(query.items) == 1 and changes(
            query, scene.catalogue, query.items[0], (Role.CHANGE,)
        ):
            return change(scene)
        return missing(scene, "、".join(i.words for i in query.items) + "的差额")
    a, b = pair
    if a.amount is None or b.amount is None or not comparable([a, b]):
        return missing(scene, "差额")
    swap = a.amount.in_yuan() < b.amount.in_yuan()
    large, small = (b, a) if swap else (a, b)
    assert large.amount is not None
    assert small.amount is not None
    amount = gap(small, large)
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
        a, b = (one(scene, i) for i in query.items)
        return (a, b) if a and b else None
    if len(query.items) == 1:
        groups = group(find(query, scene.catalogue, query.items[0]))
        if len(groups) >= 2:
            return groups[0].best, groups[1].best
    return None


def _say_equal_part(scene: Scene, amount: Amount) -> None:
    """A difference between two bases that is just what a whole class adds up to says what it is."""
    for word in ("项目支出", "基本支出"):
        item = Item(word, (label_key(word),))
        datum = one(scene, item)
        if datum is not None and datum.amount and datum.amount.in_yuan() == amount.in_yuan():
            scene.draft.words(f"，与{word} ").value(datum).words(f" 相等，即来自{word}")
            return


def _parts_against_total(scene: Scene, items: Sequence[Item]) -> Outcome | None:
    """公用经费 against 办公费 + 福利费: the last items as parts of the first."""
    if len(items) < 3:
        return None
    whole = one(scene, items[0])
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

    return replace(query, forms=(form,) if form else ())


def _say_parts(
    scene: Scene, items: Sequence[Item], whole: Datum, parts: list[Datum], exact: Decimal
) -> Outcome:
    assert whole.amount is not None
    amount = as_printed(in_unit(Amount(exact, "元"), whole.amount.unit), parts)
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
    slack = sum((d.amount.step() for d in [*parts, whole] if d.amount), Decimal())
    if gap.in_yuan() <= slack:
        draft.words("，在四舍五入能解释的范围内，是尾差，不是矛盾。")
        return done(scene)
    draft.words("，四舍五入解释不了。")
    cited = tuple(draft.cite(d) for d in [whole, *parts])
    told = f"{name_of(whole, items[0])}与所列各项之和相差 {gap.printed()}，不是尾差。"
    draft.cautions.append(("sum_at_query", told, cited))
    return done(scene)

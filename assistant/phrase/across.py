"""Several disclosures side by side: years of one body, bodies of one year; gaps, growth, ranks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.catalogue import RUNNING, VEHICLES, Unit, concept_item
from assistant.datum import comparable
from assistant.execute import changes, told_keys
from assistant.formula import evaluate
from assistant.phrase.arithmetic import gap, total
from assistant.phrase.changes import say_reasons
from assistant.phrase.draft import Draft, abs_amount, count_word, rounded
from assistant.phrase.measures import Row, rows_of
from assistant.phrase.scene import STAGE, Outcome, Scene, basis, done, missing, name_of
from assistant.phrase.telling import tell_change
from assistant.understand.comparing import Comparing, Keep, Measure
from assistant.understand.query import Item, Operation
from assistant.understand.sharing import part_and_whole
from ingest.amount import Amount
from ingest.records import Reading, Role

TOP = 5  # of a ranking
FEW = 3  # bodies without a figure that are named
FEW_BOOKS = 8  # disclosures that may be read whole
MOST = 12  # rows that a sentence can still be read with


def across(scene: Scene) -> Outcome:
    """One answer over the units of the query."""
    query = scene.query
    order = {ids: n for n, ids in reversed(list(enumerate(query.units)))}
    units = sorted(scene.catalogue.meant(query.units), key=lambda u: order[u.doc_ids])
    if query.open_years and len({u.entity for u in units}) > 1:
        units = _of_one_year(units)
    if len({u.entity for u in units}) > 1:
        units = _each_once(units)
    for item, base in _asked(query.items, query.comparing.measure, query.bare):
        level = query.comparing.measure is Measure.LEVEL
        _read_ahead(scene, units, [i for i in (item, base) if i], whole=level)
        rows = rows_of(scene, units, item, query.comparing.measure, base)
        if not any(r.figure for r in rows):
            continue
        scene.draft.words("\n\n" if scene.draft.text else "")
        _say_rows(scene, item, rows)
    words = "、".join(i.words for i in query.items)
    return done(scene) if scene.draft.text else missing(scene, words)


def _read_ahead(scene: Scene, units: Sequence[Unit], items: Sequence[Item], *, whole: bool) -> None:
    """Of many disclosures only what is compared is read, at one go."""
    docs = [i for unit in units for i in unit.doc_ids]
    if len(docs) > FEW_BOOKS:
        keys = {k for item in items for k in told_keys(item)}
        scene.catalogue.ahead(docs, keys, {i.code for i in items} - {""}, whole=whole)


def _of_one_year(units: Sequence[Unit]) -> list[Unit]:
    """Those of the year of the first; where a few bodies are meant, also the newest of the others."""
    same = [u for u in units if u.year == units[0].year]
    others = {u.entity for u in units} - {u.entity for u in same}
    if len(others) > FEW:
        return same
    newest = {e: max(u.year for u in units if u.entity == e) for e in others}
    return [*same, *(u for u in units if newest.get(u.entity) == u.year)]


def _each_once(units: Sequence[Unit]) -> list[Unit]:
    """Of a body whose 部门 and 单位 books are both held, the 部门's, in which the other are: a body
    is neither ranked nor added twice."""
    whole = {(u.entity, u.year, u.stage) for u in units if u.scope == "部门"}
    return [u for u in units if u.scope != "单位" or (u.entity, u.year, u.stage) not in whole]


def _asked(items: Sequence[Item], measure: Measure, bare: str) -> list[tuple[Item, Item | None]]:
    """Each item to be compared, with what it is set against where the measure needs that."""
    if measure is Measure.SHARE and len(items) > 1:
        parts, whole = part_and_whole(items, bare)
        return [(p, whole) for p in (parts if whole is None else parts[:1])]
    if measure is Measure.PER:
        money = [i for i in items if not i.count] or [concept_item(RUNNING)]
        counted = [i for i in items if i.count] or [concept_item(VEHICLES)]
        return [(money[0], counted[0])]
    return [(i, None) for i in items[:3]]


# ---------------------------------------------------------------------- in words


def _say_rows(scene: Scene, item: Item, rows: list[Row]) -> None:
    draft, query = scene.draft, scene.query
    how = query.comparing
    bodies = len({r.unit.entity for r in rows}) > 1
    kept = _kept(rows, how)
    held = [r for r in kept if r.figure is not None]
    rivals = len({r.unit.entity for r in held}) > 1  # years of one body do not outrank each other
    if rivals or how.measure is not Measure.LEVEL:
        held.sort(key=lambda r: r.order, reverse=how.descending)
    else:
        held.sort(key=lambda r: (r.unit.year, r.unit.stage))
    same_year = len({(r.unit.year, r.unit.stage) for r in rows}) == 1
    years = not same_year or not bodies
    name = _opening(draft, item, rows, held, how, bodies=bodies, years=years)
    if how.keep is not Keep.ALL and not kept:
        draft.words("没有这样的")
    elif how.keep is not Keep.ALL and bodies and len(kept) > 1 and len(kept) < 100:
        draft.words(f"共{'两' if len(kept) == 2 else count_word(len(kept))}家，")
    most = _how_many(how, query, len(held))
    shown = held[:most]
    for n, row in enumerate(shown):
        draft.words("；" if n else "").words(_label(row.unit, bodies, years))
        _say_row(draft, row, item, how, name, query.unit)
    blank = [r for r in kept if r.figure is None] if how.keep is Keep.NONE else []
    for row in blank:
        draft.words("；" if draft.text[-1] not in "：；" else "")
        unread = any(d.source.reading is Reading.UNREADABLE for d in row.data)
        draft.words(f"{_label(row.unit, bodies, years)}一栏{'看不清' if unread else '空白'}")
    if len(held) > most:
        _say_ends(draft, held, shown, item, how, name, bodies=bodies, years=years)
    _say_lacking(draft, rows, how, bodies=bodies, years=years)
    first = held[0].data[0] if held else None
    if first is not None and item.count is False and how.measure is Measure.LEVEL:
        draft.words(f"（{basis(first)}）")
    listed = how.keep is not Keep.ALL and not how.ranked and not how.gap
    if len(held) > 1 and not listed and comparable([d for r in held for d in r.data[:1]]):
        _conclude(scene, held, item, bodies=rivals)
    draft.words("。")
    if query.operation is Operation.REASON and held:
        _say_why(scene, item, held[-1].unit)


def _opening(
    draft: Draft, item: Item, rows: Sequence[Row], held: Sequence[Row], how: Comparing,
    *, bodies: bool, years: bool,
) -> str:  # fmt: skip
    """What the rows share is said first; the name that all of them carry, "" where they differ."""
    names = {name_of(r.data[0], item) for r in held if r.data}
    shared = names.pop() if len(names) == 1 else ""
    if how.measure is Measure.PER:
        shared = shared or item.words
    who = rows[0].unit
    when = f"{who.year} 年{STAGE[str(who.stage)]}"
    kept = {Keep.NONE: "没有安排的", Keep.SOME: "有安排的", Keep.SAME: "与上年持平的", Keep.UP: "比上年增加的",
            Keep.DOWN: "比上年减少的", Keep.ABOVE: "超过所问数额的", Keep.BELOW: "低于所问数额的"}  # fmt: skip
    told = kept.get(how.keep, "")
    if bodies and not years:
        draft.words(f"{when}{shared or item.words}{told}：" if told else f"{when}的{shared}：")
    elif not bodies:
        draft.words(f"{who.entity}的{shared}{told}：")
    else:
        draft.words(f"{shared or item.words}{told}：")
    return shared


def _say_row(draft: Draft, row: Row, item: Item, how: Comparing, shared: str, unit: str) -> None:
    assert row.figure is not None
    names = [name_of(d, item) for d in row.data]
    match how.measure:
        case Measure.SHARE:
            draft.words(f"{names[0]} ").value(row.data[0]).words(f"，占{names[1]} ")
            draft.value(row.data[1]).words(" 的 ").derived(
                row.figure, row.formula or "", list(row.data)
            )
        case Measure.PER:
            draft.words(f"{names[0]} ").value(row.data[0]).words(f"，{names[1]} ").value(
                row.data[1]
            )
            draft.words("，平均每辆 ").derived(row.figure, row.formula or "", list(row.data))
        case Measure.GROWTH | Measure.CHANGE:
            _say_moved(draft, row, names)
        case _:
            draft.words("" if shared else f"{names[0]} ").value(row.data[0], unit=unit)


def _say_moved(draft: Draft, row: Row, names: Sequence[str]) -> None:
    assert row.figure is not None
    percent = row.figure.unit == "%"
    down = row.figure.number < 0
    verb = ("下降" if down else "增长") if percent else ("减少" if down else "增加")
    figure = abs_amount(row.figure)
    subject = names[0]
    if not row.figure.number and not re.search(r"\d", row.data[0].source.text):
        draft.words(f"{subject}与上年持平[{draft.cite(row.data[0])}]")
        return
    if row.formula is None:
        draft.words(f"{subject}比上年{verb} ").value(row.data[0], absolute=True)
        if len(row.data) > 1:
            more = "减少" if down else "增加"
            draft.words(f"（{more} ").value(row.data[1], absolute=True).words("）")
    else:
        draft.words(f"{subject}比上年")
        if row.data[0].role is Role.CHANGE:
            draft.words("减少 " if down else "增加 ").value(row.data[0], absolute=True).words("，")
        draft.words(f"{verb} ").derived(figure, f"abs({row.formula})", list(row.data))


def _say_ends(
    draft: Draft, held: Sequence[Row], shown: Sequence[Row], item: Item, how: Comparing, name: str,
    *, bodies: bool, years: bool,
) -> None:  # fmt: skip
    draft.words("；其余较少的从略" if how.descending else "；其余较多的从略")
    if how.both_ends and held[-1] not in shown:
        draft.words(
            f"；最{'低' if how.descending else '高'}的是{_label(held[-1].unit, bodies, years)} "
        )
        _say_row(draft, held[-1], item, how, name, "")


def _say_lacking(
    draft: Draft, rows: Sequence[Row], how: Comparing, *, bodies: bool, years: bool
) -> None:
    lacking = [r for r in rows if r.figure is None]
    if how.keep is Keep.ALL and len(lacking) <= FEW:
        for row in lacking:
            draft.words(f"；{_label(row.unit, bodies, years)}未见公开数")
    unknown = [r for r in lacking if not (how.keep is Keep.NONE and r.data)]
    if how.keep is not Keep.ALL and unknown:
        names = "、".join(_label(r.unit, bodies, years).strip() for r in unknown[:FEW])
        more = "等" if len(unknown) > FEW else ""
        draft.words(f"（{names}{more}没有公开这个数，不计在内）")


def _kept(rows: Sequence[Row], how: Comparing) -> list[Row]:
    """The rows that the question asks for; a blank cell of a table says that there is nothing."""
    bound = Decimal(how.bound or 0)
    out = []
    for row in rows:
        figure = row.order if row.figure else None
        match how.keep:
            case Keep.ALL:
                fits = True
            case Keep.NONE:
                fits = figure == 0 or (figure is None and bool(row.data))
            case Keep.SOME:
                fits = bool(figure)
            case Keep.SAME:
                fits = figure == 0
            case Keep.UP:
                fits = figure is not None and figure > 0
            case Keep.DOWN:
                fits = figure is not None and figure < 0
            case Keep.ABOVE:
                fits = figure is not None and figure > bound
            case Keep.BELOW:
                fits = figure is not None and figure < bound
        if fits:
            out.append(row)
    return out


def _how_many(how: Comparing, query: object, held: int) -> int:
    if how.keep is not Keep.ALL or how.total:
        return held
    if how.ranked and not how.limit and held > MOST:
        return TOP
    return max(how.limit, TOP) if how.ranked and held > MOST else min(held, MOST)


def _label(unit: Unit, bodies: bool, years: bool) -> str:
    when = f"{unit.year} 年{unit.scope}{STAGE[str(unit.stage)]} " if years else ""
    scope = f"（{unit.scope}）" if unit.scope and not years else ""
    return f"{unit.entity}{scope} {when}" if bodies else when


# ---------------------------------------------------------------------- conclusions


def _conclude(scene: Scene, rows: list[Row], item: Item, *, bodies: bool) -> None:
    draft, how = scene.draft, scene.query.comparing
    summed = scene.query.operation is Operation.SUM or how.total
    if summed and how.measure is Measure.LEVEL and not how.ranked:
        data = [r.data[0] for r in rows]
        draft.words("，合计 ").derived(
            total(data), " + ".join(f"d{i}" for i in range(len(data))), data
        )
        return
    if bodies or how.measure is not Measure.LEVEL:
        _say_rank(draft, rows, how, bodies=bodies)
        return
    _say_years(scene, rows)


def _say_years(scene: Scene, rows: list[Row]) -> None:
    draft, how = scene.draft, scene.query.comparing
    first, last = rows[0], rows[-1]
    if last.unit.year == first.unit.year:
        if how.gap and last.order != first.order:  # 部门 and 单位 of one year
            pair = [first.data[0], last.data[0]]
            draft.words("，相差 ").derived(gap(*pair), "abs(d1 - d0)", pair)
        return
    if last.order == first.order and len(rows) == 2:
        draft.words(f"，{last.unit.year} 年与 {first.unit.year} 年持平")
        return
    _say_trend(draft, rows)
    pair = [first.data[0], last.data[0]]
    if last.order != first.order:
        verb, rate = ("增加", "增长") if last.order > first.order else ("减少", "下降")
        draft.words(f"，{last.unit.year} 年比 {first.unit.year} 年{verb} ")
        draft.derived(gap(*pair), "abs(d1 - d0)", pair)
        if first.order:
            percent = abs(last.order - first.order) / first.order * 100
            draft.words(f"，{rate} ").derived(
                Amount(rounded(percent, 2), "%"), "abs(d1 - d0) / d0 * 100", pair
            )
            if how.times or scene.query.operation is Operation.RATIO:
                times = Amount(rounded(last.order / first.order, 2), "倍")
                draft.words("，是它的 ").derived(times, "d1 / d0", pair)
    if how.ranked and len(rows) > 2:
        _say_extremes(draft, rows, how)


def _say_extremes(draft: Draft, rows: Sequence[Row], how: Comparing) -> None:
    """Which year is first, and how far from the last."""
    ordered = sorted(rows, key=lambda r: r.order, reverse=how.descending)
    top, end = ordered[0], ordered[-1]
    word, other = ("高", "低") if how.descending else ("低", "高")
    draft.words(f"；最{word}的是 {top.unit.year} 年，最{other}的是 {end.unit.year} 年")
    if top.order != end.order:
        pair = [top.data[0], end.data[0]]
        draft.words("，两者相差 ").derived(gap(*pair), "abs(d0 - d1)", pair)


def _say_trend(draft: Draft, rows: Sequence[Row]) -> None:
    values = [r.order for r in rows]
    if len(values) < 3:
        return
    steps = [b - a for a, b in itertools.pairwise(values)]
    if all(s > 0 for s in steps):
        draft.words("，逐年增加")
    elif all(s < 0 for s in steps):
        draft.words("，逐年减少")
    else:
        draft.words("，各年有变化")


def _say_rank(draft: Draft, rows: Sequence[Row], how: Comparing, *, bodies: bool) -> None:
    first, second, last = rows[0], rows[1], rows[-1]
    if first.order == last.order:
        draft.words("，两者相同" if len(rows) == 2 else "，各家相同")
        return
    word = "高" if how.descending else "低"

    def who(row: Row) -> str:
        return row.unit.entity if bodies else f" {row.unit.year} 年"

    level = [r for r in rows if r.order == first.order]
    if len(level) > 1:
        draft.words(f"，并列最{word}的是{'、'.join(who(r) for r in level[:TOP])}")
        draft.words("等" if len(level) > TOP else "")
        return
    most = f"{'最' if len(rows) > 2 else '较'}{word}"
    if how.measure in (Measure.GROWTH, Measure.CHANGE) and (first.order > 0) == how.descending:
        kind = "幅" if how.measure is Measure.GROWTH else "得"
        most = f"{'增' if how.descending else '降'}{kind}{'最' if len(rows) > 2 else '较'}{'大' if kind == '幅' else '多'}"
    draft.words(f"，{most}的是{who(first)}")
    if how.both_ends and len(rows) > 2:
        draft.words(f"，最{'低' if how.descending else '高'}的是{who(last)}")
    if len(rows) > 2 and how.times and first.order and first.formula is None:
        for row in rows[1 : FEW + 1]:
            times = Amount(rounded(row.order / first.order, 2), "倍")
            draft.words(f"；{who(row)}是{who(first)}的 ")
            draft.derived(times, "d1 / d0", [first.data[0], row.data[0]])
    if len(rows) > 2 and not how.gap:
        return
    other = last if how.both_ends else second
    if how.measure is not Measure.LEVEL:
        _say_points(draft, first, other)
        return
    pair = [first.data[0], other.data[0]]
    more = "多" if how.descending else "少"
    draft.words(f"，比{who(other)}{more} ").derived(gap(*pair), "abs(d0 - d1)", pair)
    if not (first.order and other.order and first.figure and first.figure.is_money):
        return
    if how.descending:
        times = Amount(rounded(first.order / other.order, 2), "倍")
        draft.words("，是它的 ").derived(times, "d0 / d1", pair)
    elif how.times:
        times = Amount(rounded(other.order / first.order, 2), "倍")
        draft.words(f"；{who(other)}是{who(first)}的 ").derived(times, "d1 / d0", pair)


def _say_points(draft: Draft, first: Row, second: Row) -> None:
    """By how many points two shares or rates are apart, by how much two averages or changes."""
    assert first.figure is not None
    a, b = _signed(first, 0), _signed(second, len(first.data))
    data = [*first.data, *second.data]
    printed = {f"d{n}": abs(d.amount.in_yuan()) for n, d in enumerate(data) if d.amount}
    apart = abs(evaluate(f"{a} - {b}", printed))
    if first.figure.unit == "%":
        figure = Amount(rounded(apart, 2), "个百分点")
    elif first.figure.is_money:
        figure = Amount(rounded(apart / Decimal(10000), 2), "万元")
    else:
        return
    draft.words("，相差 ").derived(figure, f"abs({a} - {b})", data)


def _signed(row: Row, shift: int) -> str:
    """The formula of a row over all data of both rows; a fall is printed without its sign."""
    assert row.figure is not None
    formula = re.sub(r"d(\d+)", lambda m: f"d{int(m[1]) + shift}", row.formula or "d0")
    return f"(0 - {formula})" if row.figure.number < 0 else formula


def _say_why(scene: Scene, item: Item, unit: Unit) -> None:
    query = replace(scene.query, doc_ids=unit.doc_ids, year=None)
    said = changes(query, scene.catalogue, item, (Role.CHANGE, Role.RATE))
    if any(d.statement and d.statement.reason for d in said):
        say_reasons(scene, said)
    else:
        tell_change(Scene(query, scene.catalogue, scene.draft), why=True)

"""Several disclosures side by side: years of one body, bodies of one year; gaps, growth, ranks."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.catalogue import Unit
from assistant.datum import Datum
from assistant.execute import FORM_ORDER, Group, changes, distinct, find, group
from assistant.phrase.arithmetic import comparable, gap, share, total
from assistant.phrase.changes import say_reasons
from assistant.phrase.draft import Draft, rounded
from assistant.phrase.scene import STAGE, Outcome, Scene, basis, done, missing, name_of
from assistant.phrase.telling import tell_change
from assistant.understand.query import Item, Operation
from ingest.amount import Amount
from ingest.records import Role

TOP = 5  # of a ranking
FEW = 3  # bodies without a figure that are named
MOST = 12  # rows that a sentence can still be read with


@dataclass(frozen=True, slots=True)
class Row:
    unit: Unit
    datum: Datum | None

    @property
    def yuan(self) -> Decimal:
        assert self.datum is not None
        assert self.datum.amount is not None
        return self.datum.amount.in_yuan()


def across(scene: Scene) -> Outcome:
    """One answer over the units of the query."""
    query = scene.query
    units = [u for u in scene.catalogue.units if u.doc_ids in query.units]
    units.sort(key=lambda u: query.units.index(u.doc_ids))
    if query.open_years and len({u.entity for u in units}) > 1:
        units = [u for u in units if u.year == units[0].year]
    if query.operation is Operation.SHARE:
        return _one_by_one(scene, units)
    if query.operation is Operation.CHANGE and len({u.year for u in units}) == 1:
        return _rates(scene, units)
    for item in query.items[:3]:
        rows = _rows(scene, units, item)
        if not any(r.datum for r in rows):
            continue
        if scene.draft.text:
            scene.draft.words("\n\n")
        _say_rows(scene, item, rows)
    return (
        done(scene) if scene.draft.text else missing(scene, "、".join(i.words for i in query.items))
    )


def _one_by_one(scene: Scene, units: Sequence[Unit]) -> Outcome:
    for unit in units[:MOST]:
        share(
            Scene(
                replace(scene.query, doc_ids=unit.doc_ids, year=None), scene.catalogue, scene.draft
            )
        )
    return done(scene) if scene.draft.text else missing(scene, scene.query.items[0].words)


# ---------------------------------------------------------------------- the rows


def _rows(scene: Scene, units: Sequence[Unit], item: Item) -> list[Row]:
    """One datum a unit, from the form that most of them share: bases are not mixed."""
    found: list[list[Group]] = []
    for unit in units:
        query = replace(scene.query, doc_ids=unit.doc_ids, year=None)
        found.append(distinct(group(find(query, scene.catalogue, item))))
    form = _common_form(found)
    rows = [
        Row(unit, _of_form(groups, form) if groups else None)
        for unit, groups in zip(units, found, strict=True)
    ]
    kinds = [r.datum.amount.is_money for r in rows if r.datum and r.datum.amount]
    if len(set(kinds)) > 1:  # 54 cars are not compared with 54 yuan
        rows = [r if r.datum and r.datum.amount and r.datum.amount.is_money else Row(r.unit, None)
                for r in rows]  # fmt: skip
    return rows


def _common_form(found: Sequence[Sequence[Group]]) -> str | None:
    held = [{d.form for g in groups for d in g.data} for groups in found if groups]
    common = set.intersection(*held) if held else set()
    order = {f: n for n, f in enumerate(FORM_ORDER)}
    first = [g.best.form for groups in found[:1] for g in groups[:1]]
    return min(common, key=lambda f: (f not in first, order.get(f, 99), f), default=None)


def _of_form(groups: Sequence[Group], form: str | None) -> Datum:
    data = (d for g in groups for d in g.data if d.form == form)
    return next(data, groups[0].best) if form is not None else groups[0].best


# ---------------------------------------------------------------------- in words


def _say_rows(scene: Scene, item: Item, rows: list[Row]) -> None:
    draft, query = scene.draft, scene.query
    held = [r for r in rows if r.datum is not None]
    bodies = len({r.unit.entity for r in rows}) > 1
    if bodies:
        held.sort(key=lambda r: r.yuan, reverse=query.descending)
    else:
        held.sort(key=lambda r: (r.unit.year, r.unit.stage))
    names = {name_of(r.datum, item) for r in held if r.datum}
    shared = names.pop() if len(names) == 1 else ""
    same_year = len({(r.unit.year, r.unit.stage) for r in rows}) == 1
    who = rows[0].unit
    when = f"{who.year} 年{STAGE[str(who.stage)]}"
    draft.words(f"{when}的{shared}：" if bodies and same_year else f"{who.entity}的{shared}：" if not bodies else f"{shared}：")  # fmt: skip
    most = max(query.limit, TOP) if query.operation is Operation.EXTREME else MOST
    for n, row in enumerate(held[:most]):
        assert row.datum is not None
        draft.words("；" if n else "").words(_label(row.unit, bodies, not same_year or not bodies))
        draft.words("" if shared else name_of(row.datum, item) + " ")
        draft.value(row.datum, unit=query.unit)
    lacking = [r for r in rows if r.datum is None]
    if len(held) > most:
        draft.words("；其余较少的从略" if query.descending else "；其余较多的从略")
    for row in lacking if len(lacking) <= FEW else ():
        if row.datum is None:
            draft.words(f"；{_label(row.unit, bodies, not same_year or not bodies)}未见公开数")
    if item.count is False and held[0].datum is not None:
        draft.words(f"（{basis(held[0].datum)}）")
    if len(held) > 1 and comparable([r.datum for r in held if r.datum]):
        _conclude(scene, held, bodies=bodies)
    draft.words("。")
    if query.operation is Operation.REASON and held:
        _say_why(scene, item, held[-1].unit)


def _label(unit: Unit, bodies: bool, years: bool) -> str:
    when = f"{unit.year} 年{unit.scope}{STAGE[str(unit.stage)]} " if years else ""
    scope = f"（{unit.scope}）" if unit.scope and not years else ""
    return f"{unit.entity}{scope} {when}" if bodies else when


def _conclude(scene: Scene, rows: list[Row], *, bodies: bool) -> None:
    draft, operation = scene.draft, scene.query.operation
    first, last = rows[0], rows[-1]
    assert first.datum is not None
    assert last.datum is not None
    if operation is Operation.SUM:
        data = [r.datum for r in rows if r.datum]
        draft.words("，合计 ").derived(
            total(data), " + ".join(f"d{i}" for i in range(len(data))), data
        )
        return
    if bodies:
        _say_rank(draft, rows, descending=scene.query.descending)
        return
    if last.unit.year == first.unit.year:
        return  # 部门 and 单位 of one year: neither grew into the other
    if last.yuan == first.yuan:
        draft.words(f"，{last.unit.year} 年与 {first.unit.year} 年持平" if len(rows) == 2 else "")
        return
    _say_trend(draft, rows)
    verb, rate = ("增加", "增长") if last.yuan > first.yuan else ("减少", "下降")
    pair = [first.datum, last.datum]
    draft.words(f"，{last.unit.year} 年比 {first.unit.year} 年{verb} ")
    draft.derived(gap(*pair), "abs(d1 - d0)", pair)
    if first.yuan:
        percent = abs(last.yuan - first.yuan) / first.yuan * 100
        draft.words(f"，{rate} ").derived(
            Amount(rounded(percent, 2), "%"), "abs(d1 - d0) / d0 * 100", pair
        )
        if operation is Operation.RATIO:
            times = Amount(rounded(last.yuan / first.yuan, 2), "倍")
            draft.words("，是它的 ").derived(times, "d1 / d0", pair)


def _say_trend(draft: Draft, rows: Sequence[Row]) -> None:
    values = [r.yuan for r in rows]
    if len(values) < 3:
        return
    steps = [b - a for a, b in itertools.pairwise(values)]
    if all(s > 0 for s in steps):
        draft.words("，逐年增加")
    elif all(s < 0 for s in steps):
        draft.words("，逐年减少")
    else:
        draft.words("，各年有变化")


def _say_rank(draft: Draft, rows: Sequence[Row], *, descending: bool) -> None:
    first, second, last = rows[0], rows[1], rows[-1]
    assert first.datum is not None
    assert second.datum is not None
    if first.yuan == second.yuan and len(rows) == 2:
        draft.words("，两者相同")
        return
    word = "高" if descending else "低"
    draft.words(f"，{'最' if len(rows) > 2 else '较'}{word}的是{first.unit.entity}")
    if len(rows) == 2:
        pair = [first.datum, second.datum]
        more = "多" if descending else "少"
        draft.words(f"，比{last.unit.entity}{more} ").derived(gap(*pair), "abs(d0 - d1)", pair)
        if second.yuan and first.yuan and first.datum.amount and first.datum.amount.is_money:
            times = Amount(rounded(first.yuan / second.yuan, 2), "倍")
            draft.words("，是它的 ").derived(times, "d0 / d1", pair)


def _say_why(scene: Scene, item: Item, unit: Unit) -> None:
    query = replace(scene.query, doc_ids=unit.doc_ids, year=None)
    said = changes(query, scene.catalogue, item, (Role.CHANGE, Role.RATE))
    if any(d.statement and d.statement.reason for d in said):
        say_reasons(scene, said)
    else:
        tell_change(Scene(query, scene.catalogue, scene.draft), why=True)


def _rates(scene: Scene, units: Sequence[Unit]) -> Outcome:
    """Whose grew faster: each body's own printed growth."""
    item = scene.query.items[0]
    told: list[Row] = []
    for unit in units:
        query = replace(scene.query, doc_ids=unit.doc_ids, year=None)
        said = changes(query, scene.catalogue, item, (Role.RATE,))
        told.append(Row(unit, said[0] if said else None))
    held = sorted((r for r in told if r.datum), key=lambda r: r.yuan, reverse=True)
    if len(held) < 2:
        return missing(scene, f"{item.words}的增减幅度")
    draft = scene.draft
    for n, row in enumerate(held[:MOST]):
        assert row.datum is not None
        assert row.datum.amount is not None
        verb = "下降" if row.datum.amount.number < 0 else "增长"
        subject = row.datum.row[-1] if row.datum.row else item.words
        draft.words("；" if n else "").words(_label(row.unit, True, True))
        draft.words(f"{subject}比上年{verb} ").value(row.datum, absolute=True)
    draft.words(f"，增速较快的是{held[0].unit.entity}。")
    return done(scene)

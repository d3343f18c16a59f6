"""One figure for each disclosure that is compared: a level, a share, an average, a growth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.catalogue import VEHICLES, Unit, concept_item, total_item
from assistant.datum import Datum, comparable
from assistant.execute import FORM_ORDER, Group, changes, distinct, find, group
from assistant.phrase.arithmetic import paired
from assistant.phrase.draft import rounded
from assistant.phrase.scene import Scene
from assistant.understand.comparing import Measure
from assistant.understand.query import Item, Query
from ingest.amount import Amount
from ingest.records import Role


@dataclass(frozen=True, slots=True)
class Row:
    """`data` are printed; `formula` over them (d0, d1, …) gives `figure`, None where it is d0
    itself. `figure` is None where the disclosure prints nothing, or a blank."""

    unit: Unit
    data: tuple[Datum, ...] = ()
    figure: Amount | None = None
    formula: str | None = None

    @property
    def order(self) -> Decimal:
        """What rows are compared by: yuan, percent or a count."""
        assert self.figure is not None
        return self.figure.in_yuan() if self.figure.is_money else self.figure.number


def rows_of(
    scene: Scene, units: Sequence[Unit], item: Item, measure: Measure, base: Item | None
) -> list[Row]:
    match measure:
        case Measure.SHARE:
            return [_share(_within(scene, u), u, item, base) for u in units]
        case Measure.PER:
            return [_per(_within(scene, u), u, item, base or concept_item(VEHICLES)) for u in units]
        case Measure.GROWTH | Measure.CHANGE:
            return [_against_last_year(scene, u, item, measure) for u in units]
        case _:
            return _levels(scene, units, item)


def _within(scene: Scene, unit: Unit) -> Scene:
    query = replace(scene.query, doc_ids=unit.doc_ids, year=None)
    return Scene(query, scene.catalogue, scene.draft, scene.search)


def _levels(scene: Scene, units: Sequence[Unit], item: Item) -> list[Row]:
    """One datum a unit, from the form that most of them share: bases are not mixed."""
    queries = [_within(scene, u).query for u in units]
    data = [find(q, scene.catalogue, item) for q in queries]
    found = [distinct(group(d)) for d in data]
    form = _common_form(found)
    rows = []
    for unit, groups, all_data in zip(units, found, data, strict=True):
        if groups:
            datum = _of_form(groups, form)
            rows.append(Row(unit, (datum,), datum.amount))
        else:
            rows.append(Row(unit, tuple(all_data[:1])))  # a blank cell, or nothing
    kinds = {r.figure.is_money for r in rows if r.figure}
    if len(kinds) > 1:  # 54 cars are not compared with 54 yuan
        rows = [r if r.figure and r.figure.is_money else Row(r.unit) for r in rows]
    return rows


def _common_form(found: Sequence[Sequence[Group]]) -> str | None:
    """The form that all of them have, or else most; sentences only where there is no table."""
    held = Counter(f for groups in found for f in {d.form for g in groups for d in g.data})
    held = Counter({f: n for f, n in held.items() if f}) or held
    most = max(held.values(), default=0)
    common = [f for f, n in held.items() if n == most]
    order = {f: n for n, f in enumerate(FORM_ORDER)}
    first = [g.best.form for groups in found[:1] for g in groups[:1]]
    return min(common, key=lambda f: (f not in first, order.get(f, 99), f), default=None)


def _of_form(groups: Sequence[Group], form: str | None) -> Datum:
    data = (d for g in groups for d in g.data if d.form == form)
    return next(data, groups[0].best) if form is not None else groups[0].best


def _share(scene: Scene, unit: Unit, item: Item, base: Item | None) -> Row:
    pair = paired(scene, item, base or total_item("支出"))
    if pair is None:
        return Row(unit)
    part, whole = pair
    assert part.amount is not None
    assert whole.amount is not None
    percent = part.amount.in_yuan() / whole.amount.in_yuan() * 100
    return Row(unit, pair, Amount(rounded(percent, 2), "%"), "d0 / d1 * 100")


def _per(scene: Scene, unit: Unit, item: Item, counted: Item) -> Row:
    money = _first(scene.query, scene, item)
    count = _first(scene.query, scene, counted)
    if money is None or count is None or not count.amount or not count.amount.number:
        return Row(unit)
    if money.amount is None or not money.amount.is_money or count.amount.is_money:
        return Row(unit)
    each = money.amount.in_yuan() / count.amount.number / Decimal(10000)
    return Row(unit, (money, count), Amount(rounded(each, 2), "万元"), "d0 / d1")


def _first(query: Query, scene: Scene, item: Item) -> Datum | None:
    groups = group(find(query, scene.catalogue, item))
    return groups[-1].best if item.count and groups else groups[0].best if groups else None


def _against_last_year(scene: Scene, unit: Unit, item: Item, measure: Measure) -> Row:
    """As the disclosure says it; worked out from its own numbers where it says only the other."""
    here = _within(scene, unit)
    rate = _said(here, item, Role.RATE)
    moved = _said(here, item, Role.CHANGE)
    level = _first(here.query, here, item)
    if measure is Measure.CHANGE:
        return (
            Row(unit, (moved,), moved.amount) if moved else _from_before(scene, unit, item, measure)
        )
    if rate is not None:
        return Row(unit, (rate, moved) if moved else (rate,), rate.amount)
    if moved is None or level is None or moved.amount is None or level.amount is None:
        return _from_before(scene, unit, item, measure)
    before = level.amount.in_yuan() - moved.amount.in_yuan()
    if not before or not comparable([moved, level]):
        return Row(unit)
    percent = Amount(rounded(moved.amount.in_yuan() / before * 100, 2), "%")
    # printed without its sign: 减少 10 万元
    formula = "d0 / (d1 - d0) * 100" if moved.amount.number > 0 else "d0 / (d1 + d0) * 100"
    return Row(unit, (moved, level), percent, formula)


def _said(scene: Scene, item: Item, role: Role) -> Datum | None:
    said = changes(scene.query, scene.catalogue, item, (role,))
    own = [d for d in said if d.phase != "budget"] or said
    return own[0] if own else None


def _from_before(scene: Scene, unit: Unit, item: Item, measure: Measure) -> Row:
    """Against the same body's own disclosure of the year before, where it is held."""
    before = next(
        (u for u in scene.catalogue.units
         if (u.entity, u.year, u.stage, u.scope) == (unit.entity, unit.year - 1, unit.stage, unit.scope)),
        None,
    )  # fmt: skip
    if before is None:
        return Row(unit)
    new, old = _levels(scene, [unit, before], item)
    if not (new.figure and old.figure and old.order) or not comparable([*new.data, *old.data]):
        return Row(unit)
    data = (*new.data, *old.data)
    if measure is Measure.CHANGE:
        yuan = Amount(new.figure.in_yuan() - old.figure.in_yuan(), "元")
        return Row(unit, data, yuan.convert(new.figure.unit), "d0 - d1")
    percent = (new.order - old.order) / old.order * 100
    return Row(unit, data, Amount(rounded(percent, 2), "%"), "(d0 - d1) / d1 * 100")

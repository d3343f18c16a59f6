"""An item that no row has as a whole: its rows, and what they come to."""

from __future__ import annotations

import re

from assistant.datum import Datum, comparable
from assistant.execute import PARTIAL, beneath, parts_by_row, parts_of
from assistant.phrase.arithmetic import total
from assistant.phrase.scene import Outcome, Scene, bare_label, done, name_of, one, plain
from assistant.understand.normalise import label_key
from assistant.understand.query import Item

PLACES = 8  # of one label in one form that are told one by one


def _rows_beneath(scene: Scene, item: Item) -> list[Datum]:
    """The rows under a label that has no amount of its own, where it stands in several places of
    one form: they are all of it. Rows within rows are not."""
    found = [
        _right_under(r, item) for r in beneath(scene.query, scene.catalogue, item) if len(r) > 1
    ]
    for rows in sorted(found, key=lambda r: -len({d.row for d in r})):
        paths = {d.row for d in rows}
        if len(paths) == len(rows) and not any(
            a != b and b[: len(a)] == a for a in paths for b in paths
        ):
            return [d for d in rows if d.amount is not None]
    return []


def _right_under(rows: list[Datum], item: Item) -> list[Datum]:
    """Of rows under 30227-委托业务费 and under 50205-委托业务费, of which 劳务费 is another part: those of
    the first, where a form draws both classifications."""
    direct = [d for d in rows if len(d.row) > 1 and label_key(d.row[-2]) in item.keys]
    return direct or rows


def all_of(scene: Scene, item: Item, data: list[Datum]) -> list[Datum]:
    """The rows that are all of an item, where `data` are of a part of the books alone."""
    known = [d.amount.in_yuan() for d in data if d.amount is not None and d.amount.is_money]
    if not known or any(d.form not in PARTIAL for d in data):
        return []
    rows = _rows_beneath(scene, item)
    return rows if len(rows) > 1 and total(rows).in_yuan() > max(known) else []


def say_sum(scene: Scene, item: Item, rows: list[Datum]) -> Outcome:
    draft = scene.opening().words(f"《{plain(rows[0].title)}》里“{item.words}”分列在")
    draft.words("几处：" if len(rows) <= PLACES else "多处")
    for n, datum in enumerate(rows if len(rows) <= PLACES else ()):
        path = "／".join(bare_label(label_key(r)) for r in datum.row)
        draft.words("；" if n else "").words(f"{path} ").value(datum)
    plus = " + ".join(f"d{n}" for n in range(len(rows)))
    draft.words("，合计 ").derived(total(rows), plus, rows).words("。")
    return done(scene)


def rows_of_item(scene: Scene, item: Item) -> list[Datum]:
    """The rows that together are an item; none where they are not all of it."""
    return _rows_beneath(scene, item) or parts_by_row(scene.query, scene.catalogue, item)


ADDS_UP = re.compile(
    "(?:加起来|相加|之和|合起来|合计)[^，,。？?]*(?:等于|相等|一致|对得上|对上|相符)|对得上(?:总数|合计|总额)"
)


def say_whether_adds_up(scene: Scene, item: Item, whole: Datum) -> None:
    """三公各项加起来等于合计吗: its parts, what they come to, and how far that is from the whole."""
    parts = [d for p in parts_of(item) if (d := one(scene, p)) is not None and d.amount]
    if len(parts) < 2 or not comparable([*parts, whole]):
        return
    draft = scene.draft.words("；各项是：")
    for n, datum in enumerate(parts):
        draft.words("、" if n else "").words(f"{name_of(datum)} ").value(datum)
    plus = " + ".join(f"d{n}" for n in range(len(parts)))
    draft.words("，加起来 ").derived(total(parts), plus, parts)
    assert whole.amount is not None
    apart = abs(total(parts).in_yuan() - whole.amount.in_yuan())
    slack = whole.amount.step() + sum(d.amount.step() for d in parts if d.amount)
    equal = (
        "与合计相等" if not apart else "与合计只差四舍五入" if apart <= slack else "与合计不相等"
    )
    draft.words(f"，{equal}")

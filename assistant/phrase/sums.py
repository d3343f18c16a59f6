"""An item that no row has as a whole: its rows, and what they come to."""

from __future__ import annotations

from assistant.datum import Datum
from assistant.execute import beneath, parts_by_row
from assistant.phrase.arithmetic import total
from assistant.phrase.scene import Outcome, Scene, bare_label, done, plain
from assistant.understand.normalise import label_key
from assistant.understand.query import Item

PLACES = 8  # of one label in one form that are told one by one


def _rows_beneath(scene: Scene, item: Item) -> list[Datum]:
    """The rows under a label that has no amount of its own, where it stands in several places of
    one form: they are all of it. Rows within rows are not."""
    found = [r for r in beneath(scene.query, scene.catalogue, item) if len(r) > 1]
    for rows in sorted(found, key=lambda r: -len({d.row for d in r})):
        paths = {d.row for d in rows}
        if len(paths) == len(rows) and not any(
            a != b and b[: len(a)] == a for a in paths for b in paths
        ):
            return [d for d in rows if d.amount is not None]
    return []


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

"""Budget against outturn in final accounts: what was planned, what was spent, how much of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.catalogue import total_item
from assistant.datum import Datum, comparable
from assistant.execute import find, group
from assistant.phrase.arithmetic import gap
from assistant.phrase.draft import rounded
from assistant.phrase.scene import Outcome, Scene, bare_label, done, missing, name_of
from assistant.phrase.telling import tell_change
from assistant.understand.query import Item
from ingest.amount import Amount
from ingest.records import Role


def outturn(scene: Scene) -> Outcome:
    items = list(scene.query.items) or [total_item("支出")]
    pairs = [(i, p) for i in items if (p := _pair(scene, i)) is not None]
    if not pairs:
        return missing(scene, f"{items[0].words}的预算数和决算数")
    scene.opening()
    for n, (item, (planned, spent)) in enumerate(pairs):
        scene.draft.words("；" if n else "")
        _say(scene, item, planned, spent)
    scene.draft.words("。")
    if re.search(r"为什么|为何|为啥|原因|怎么", scene.query.text):
        tell_change(scene, why=True)
    return done(scene)


def _pair(scene: Scene, item: Item) -> tuple[Datum, Datum] | None:
    """The budgeted and the final amount from one place: one form, or one sentence."""
    planned = _with_amount(find(scene.query, scene.catalogue, item, phase="budget"))
    spent = _with_amount(find(scene.query, scene.catalogue, item))
    for p in planned:
        for s in spent:
            if _beside(p, s) and comparable([p, s]):
                return p, s
    if planned and (groups := group(spent)) and comparable([planned[0], groups[0].best]):
        return planned[0], groups[0].best
    return None


def _with_amount(data: Sequence[Datum]) -> list[Datum]:
    return [d for d in data if d.amount is not None]


def _beside(a: Datum, b: Datum) -> bool:
    if a.statement is not None and b.statement is not None:
        return a.statement.sentence == b.statement.sentence and a.item == b.item
    return a.kind == b.kind == "table" and (a.doc.id, a.title, a.item) == (
        b.doc.id,
        b.title,
        b.item,
    )


def _say(scene: Scene, item: Item, planned: Datum, spent: Datum) -> None:
    draft = scene.draft
    assert planned.amount is not None
    assert spent.amount is not None
    draft.words(f"{_plain_name(planned, item)}的年初预算数 ").value(planned)
    draft.words(f"，{_plain_name(spent, item)}的决算数 ").value(spent)
    plan, real = planned.amount.in_yuan(), spent.amount.in_yuan()
    if plan == real:
        draft.words("，两者相同")
        return
    draft.words("，决算比预算少 " if real < plan else "，决算比预算多 ")
    draft.derived(gap(planned, spent), "abs(d1 - d0)", [planned, spent])
    if plan:
        percent = Amount(rounded(real / plan * 100, 2), "%")
        draft.words("，完成预算的 ").derived(percent, "d1 / d0 * 100", [planned, spent])
        _say_printed_rate(scene, spent, percent)
    if re.search(r"超", scene.query.text):
        draft.words("，没有超预算" if real < plan else "，超出了预算")


def _plain_name(datum: Datum, item: Item) -> str:
    """Printed labels already say 年初预算 or 支出决算; said once is enough."""
    name = bare_label(name_of(datum, item))
    name = re.sub(
        r"(?:支出)?决算(?:数)?$|(?:年初|全年|调整)(?:预算(?:数|安排)?)?$|预算数$", "", name
    )
    return name.removesuffix("的")


def _say_printed_rate(scene: Scene, spent: Datum, computed: Amount) -> None:
    """The document's own percentage, where it prints one beside."""
    for datum in scene.catalogue.statements(spent.doc.id):
        if datum.role not in (Role.SHARE, Role.RATE) or datum.statement is None:
            continue
        alike = datum.item == spent.item and datum.amount is not None
        if alike and re.search(r"完成.{0,8}预算", datum.statement.sentence):
            assert datum.amount is not None
            if Decimal(0) < abs(datum.amount.number - computed.number) <= Decimal("0.15"):
                draft = scene.draft.words(f"（文件写{bare_label(datum.statement.subject)}完成 ")
                draft.value(datum).words("，是尾差）")
                return

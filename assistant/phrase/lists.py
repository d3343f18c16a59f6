"""Breakdowns, rankings, projects and codes: many cells in one answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.catalogue import total_item
from assistant.datum import Datum, comparable
from assistant.execute import children, functional_classes, parts_of, projects, rows_of
from assistant.phrase.draft import count_word, rounded
from assistant.phrase.levels import lookup
from assistant.phrase.scene import (
    Outcome,
    Scene,
    bare_label,
    done,
    missing,
    name_of,
    one,
    plain,
    title_note,
)
from assistant.understand.query import Item
from ingest.amount import Amount
from ingest.records import Source


def breakdown(scene: Scene) -> Outcome:
    query = scene.query
    if len(query.items) > 1:
        return lookup(scene)
    item = query.items[0]
    income = item.side == "收入" or "收入" in query.text or item.words.startswith("收入")
    by_rows = bool(re.search(r"科目|明细|细项|具体|逐项", query.text))
    total = _is_total_item(item)
    parts = [] if total else children(query, scene.catalogue, item, by_rows=by_rows)
    if not parts and total:
        item = total_item("收入" if income else "支出")
        parts = _income(scene) if income else functional_classes(query, scene.catalogue)
    if not parts:
        return lookup(scene)
    return _say_list(scene, item, _unique(parts))


def _is_total_item(item: Item) -> bool:
    return "支出总计" in item.keys or "总计" in item.keys


def _is_a_total(datum: Datum) -> bool:
    return (
        bool(datum.row)
        and bool(re.search(r"(?:合计|总计|小计)$", datum.row[-1]))
        and bool(datum.item)
    )


def _income(scene: Scene) -> list[Datum]:
    return [
        d for d in scene.catalogue.within(scene.query.doc_ids)
        if d.form == "revenue_expenditure_summary"
        and d.side == "收入" and d.item and d.amount is not None
        and not re.search(r"合计|总计|其中", d.row[-1]) and d.item not in ("本年收入",)
    ]  # fmt: skip


def _unique(data: Sequence[Datum]) -> list[Datum]:
    return list({(d.item, d.column): d for d in reversed(data)}.values())[::-1]


def _say_list(scene: Scene, item: Item, parts: list[Datum]) -> Outcome:
    whole = one(scene, item)
    draft = scene.opening()
    if whole is not None:
        draft.words(f"{name_of(whole, item)} ").value(whole).words("，其中：")
    for i, d in enumerate(p for p in parts if not _is_a_total(p)):
        name = name_of(d)
        if d.column in item.keys:
            name = bare_label(d.row[-1])
        draft.words("；" if i else "").words(f"{name} ").value(d)
    draft.words(f"（{title_note(parts[0])}）。")
    return done(scene)


def extreme(scene: Scene) -> Outcome:
    query = scene.query
    rows = _extreme_rows(scene)
    filled = [d for d in rows if d.amount is not None and d.amount.number]
    if len(filled) < 2:
        return (
            missing(scene, "可以排序的各项")
            if not filled
            else _say_list(scene, Item("", ()), filled)
        )
    key = [d.amount.in_yuan() for d in filled if d.amount]
    order = sorted(zip(key, range(len(filled)), strict=True), reverse=query.descending)
    top = [filled[i] for _, i in order[: query.limit]]
    word = "最大" if query.descending else "最小"
    both = bool(_MOST.search(query.bare) and _LEAST.search(query.bare)) and query.limit == 1
    if both and not query.descending:
        word, top, order = "最大", [filled[order[-1][1]]], order[::-1]
    draft = scene.opening().words(f"在《{plain(top[0].title)}》有数的各项里，金额{word}的是 ")
    for i, d in enumerate(top):
        draft.words("、" if i else "").words(f"{_called(d)}（").value(d).words("）")
    if both:
        last = filled[order[-1][1]]
        draft.words(f"，最小的是 {_called(last)}（").value(last).words("）")
    whole = one(scene, total_item("支出")) if "占" in query.bare and len(top) == 1 else None
    if whole is not None and whole.amount and whole.amount.number and comparable([*top, whole]):
        part = top[0].amount
        assert part is not None
        percent = rounded(part.in_yuan() / whole.amount.in_yuan() * 100, 2)
        draft.words(f"，占{name_of(whole)} ").value(whole).words(" 的 ")
        draft.derived(Amount(percent, "%"), "d0 / d1 * 100", [top[0], whole])
    draft.words("。")
    return done(scene)


def _called(datum: Datum) -> str:
    return name_of(datum) if datum.column else bare_label(datum.row[-1])


_MOST = re.compile("最[多大高]")
_LEAST = re.compile("最[少小低]")


def _extreme_rows(scene: Scene) -> list[Datum]:
    query, text = scene.query, scene.query.text + "".join(i.words for i in scene.query.items)
    for item in (i for i in query.items if not _is_total_item(i)):
        beneath = [d for d in children(query, scene.catalogue, item, by_rows=True) if not d.column]
        if len(parts := _unique([d for d in beneath if d.amount and d.amount.is_money])) > 1:
            return parts  # 商品和服务支出里哪一项最多
        told = [d for p in parts_of(item) if (d := one(scene, p)) is not None]
        if len(told) > 1:
            return told  # 三公里哪项最多
    if query.forms:
        return rows_of(query, scene.catalogue, query.forms[0])
    if re.search(r"工资|人员|经济|基本|公用|科目.*工资|福利", text):
        return rows_of(query, scene.catalogue, "basic_expenditure")
    if "项目" in text:
        return projects(query, scene.catalogue)
    if re.search(r"项级|款级|具体科目|哪个科目|哪些科目", text):
        return rows_of(query, scene.catalogue, "general_public_budget_expenditure")
    if any(not _is_total_item(i) for i in query.items):
        return []  # the parts of something are asked for, and they are not disclosed
    return functional_classes(query, scene.catalogue)


def list_projects(scene: Scene) -> Outcome:
    rows = projects(scene.query, scene.catalogue)
    if not rows:
        return missing(scene, "项目")
    draft = scene.opening().words("《" + plain(rows[0].title) + "》列了")
    draft.words(f"{_count_word(len(rows))}个项目：")
    for i, d in enumerate(rows[:20]):
        draft.words("；" if i else "").words(f"{bare_label(d.row[-1])} ").value(d)
    draft.words("。")
    return done(scene)


def _count_word(n: int) -> str:
    """Counts made here are words, so that every digit in an answer has a source."""
    return count_word(n) if n < 100 else "多"


def code(scene: Scene) -> Outcome:
    if not scene.query.items:
        return _entity_code(scene)
    item = scene.query.items[0]
    keys = set(item.keys)
    coded = [
        d for d in scene.catalogue.within(scene.query.doc_ids)
        if d.code and d.item in keys
    ]  # fmt: skip
    if not coded:
        return missing(scene, f"{item.words}的编码")
    best = max(coded, key=lambda d: len(d.code))
    cell = _code_cell(best)
    if cell is None:
        return missing(scene, f"{item.words}的编码")
    draft = scene.opening().words(f"{bare_label(best.row[-1])}的编码是 ")
    draft.quote(best.code, best.doc, cell, kind="table", heading=best.title, ref=best.ref + ":code")
    draft.words(f"（{title_note(best)}）。")
    return done(scene)


def _entity_code(scene: Scene) -> Outcome:
    for doc in scene.docs:
        code = doc.identity.code
        for table in doc.tables:
            for cell in table.cells:
                if code and cell.source and re.sub(r"\s", "", cell.text) == code:
                    scene.opening().words("单位代码是 ")
                    scene.draft.quote(code, doc, cell.source, kind="table", heading=table.title,
                                      ref=f"{doc.id}:code").words("。")  # fmt: skip
                    return done(scene)
    return missing(scene, "单位代码")


def _code_cell(datum: Datum) -> Source | None:
    for table in datum.doc.tables:
        for cell in table.cells:
            if cell.source and re.sub(r"\s", "", cell.text) == datum.code:
                return cell.source
    return None

"""What is counted and what is paid for: 几辆, 多少人次, 还要买几辆."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.catalogue import BOUGHT, VEHICLES, concept_item
from assistant.understand.query import Item

_HOW_MANY = re.compile(r"(?:多少|几)(?:个)?(人次|批次|批|辆|台套|台|套|人|名)")


def counting(items: Sequence[Item], text: str, before: Sequence[Item] = ()) -> list[Item]:
    """接待了几批次多少人次 asks for counts, never for money."""
    if any(_BOUGHT.search(clause) for clause in _CLAUSES.split(text)):
        return _bought(items, text)
    if len(items) > 1 and _BUYS_SOME.search(text):
        items = [i for i in items if i.words != "采购"]
    items = _paid(items, text, before)
    units = _HOW_MANY.findall(text) or re.findall(r"(?<!每)(人次|批次)", text)
    same = len({i.keys for i in items}) <= 1
    if not units or re.search(r"多少钱|金额|万元|花", text) or not same:
        return list(items)
    items = items[:1]
    return [replace(i, count=True, unit=u if not i.count else "") for i in items for u in units]


def _paid(items: Sequence[Item], text: str, before: Sequence[Item]) -> list[Item]:
    """三公里公务用车和接待: among what is paid for, cars stand for what they cost; so they do where it
    was spoken of `before`."""
    paid = {k for name in ("three_public", "reception", "abroad") for k in concept_item(name).keys}
    money = any(set(i.keys) & paid for i in (*items, *before))
    if not money or re.search(r"[辆台]|保有|多少车|几部", text):
        return list(items)
    cars = concept_item(VEHICLES).keys
    return [
        replace(concept_item("vehicles"), words=i.words) if i.keys == cars else i for i in items
    ]


_CLAUSES = re.compile("[,，。？?；;、]")
# 社工采购了几名: what is done with them, and not 政府采购 beside them
_BUYS_SOME = re.compile(r"采购(?:了|的?(?:几|多少)(?:[名个辆台套]|人))")
BUYING = "(?:买|购|添|更新|新增|采购|换)"
_BOUGHT = re.compile(
    rf"{BUYING}[^,，]{{0,5}}(?:多少|几|\d+)(?:辆|台车|部车|台公|部公)|(?:多少|几)(?:辆|台|部)[^,，]{{0,6}}(?:要|打算|准备|计划)?{BUYING}"
)


def _bought(items: Sequence[Item], text: str) -> list[Item]:
    """现有几辆，还要买几辆: cars that are held are not cars that are bought."""
    cars = {k for i in (concept_item(VEHICLES), concept_item(BOUGHT)) for k in i.keys}
    purchase = set(concept_item("vehicle_purchase").keys)
    others = [i for i in items if not set(i.keys) & (cars | purchase)]
    asked: list[Item] = []
    for clause in _CLAUSES.split(text):
        if _BOUGHT.search(clause):
            asked.append(concept_item(BOUGHT))
        elif "辆" in _HOW_MANY.findall(clause):
            asked.append(concept_item(VEHICLES))
        if re.search(r"多少钱|花多少|金额|多少万", clause):
            asked.append(concept_item("vehicle_purchase"))
    return [*others, *dict.fromkeys(asked)]


def about_money(text: str) -> bool:
    counts = re.search(
        r"(?:多少|几)(?:人|名|个|辆|家|次|台|套|位|所)"
        r"|(?:多少|几)[个家所]?(?:预算|下属|所属|下级|二级|直属|基层|事业)?(?:单位|部门|机构|科室|处室)",
        text,
    )
    return not counts and bool(
        re.search(r"预算|决算|总|钱|花(?!卉)|收支|规模|盘子|budget|spend|支出|收入", text)
    )

"""Is an answer right? Numbers are read from its own text, never from its claims about itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

MONEY = {
    "亿元": Decimal(10) ** 8,
    "亿": Decimal(10) ** 8,
    "万元": Decimal(10) ** 4,
    "万": Decimal(10) ** 4,
    "元": Decimal(1),
}
_NUMBER = re.compile(
    r"(?<![\d.])([-−－]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−－]?\d+(?:\.\d+)?)\s*"
    r"(亿元|万元|亿|万|元|%|％|个百分点|辆|台|套|次|小时|个|家|人)?"
)
REFUSALS = frozenset({"not_found", "out_of_scope", "ambiguous"})


class Found(NamedTuple):
    """A number in a text: its unit (money in 元), value, and one unit in the last place."""

    unit: str
    value: Decimal
    step: Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """Right where `why` is empty."""

    why: tuple[str, ...]
    confident_wrong: bool
    refused: bool

    @property
    def right(self) -> bool:
        return not self.why


def numbers_in(text: str) -> list[Found]:
    out = []
    for match in _NUMBER.finditer(text):
        value = Decimal(re.sub("[−－]", "-", match[1].replace(",", "")))
        unit = (match[2] or "").replace("％", "%")
        step = Decimal(1).scaleb(int(value.as_tuple().exponent))
        scale = MONEY.get(unit, Decimal(1))
        out.append(Found("元" if unit in MONEY else unit, value * scale, step * scale))
    return out


def stands_in(expected: str, found: list[Found]) -> bool:
    """True where some number of a text is the expected one, as far as both were printed."""
    unit, value, step = numbers_in(expected)[0]
    return any(
        (f.unit == unit or (unit not in ("元", "%") and f.unit == "")) and _agree(value, step, f)
        for f in found
    )


def _agree(value: Decimal, step: Decimal, found: Found) -> bool:
    gap = abs(abs(found.value) - abs(value))
    if gap <= min(step, found.step) * Decimal("0.001"):
        return True
    return found.step != step and gap <= max(step, found.step) / 2


def score(item: Mapping[str, Any], answer: Mapping[str, Any]) -> Score:
    """Judge the JSON answer (of the last turn) to one question of a set."""
    why = tuple(_faults(item, answer))
    checks = {n.get("check") for n in answer.get("numbers", ())}
    answered = answer.get("status") == "answered"
    wrong = bool(why) and answered and bool(checks & {"verified", "derived"})
    expected = item.get("status", "answered") == "answered"
    return Score(why, wrong, bool(why) and expected and answer.get("status") in REFUSALS)


def _faults(item: Mapping[str, Any], answer: Mapping[str, Any]) -> list[str]:
    status = answer.get("status")
    if "or_status" in item and status == item["or_status"]:
        return []
    text = str(answer.get("text") or "")
    found, flat = numbers_in(text), _flat(text)
    tail = "_last" if "turns" in item else ""
    out = [] if status == item.get("status", "answered") else [f"状态 {status}"]
    for wanted in item.get("values" + tail, ()):
        if not any(stands_in(v, found) for v in wanted.split("|")):
            out.append(f"缺 {wanted}")
    for wanted in item.get("contains" + tail, ()):
        if not any(_flat(w) in flat for w in wanted.split("|")):
            out.append(f"缺“{wanted}”")
    if item.get("or_contains") and not any(_flat(w) in flat for w in item["or_contains"]):
        out.append(f"一个也没有：{item['or_contains']}")
    out += [f"不该说“{w}”" for w in item.get("not_contains", ()) if _flat(w) in flat]
    if item.get("warn") and not answer.get("warnings"):
        out.append("没有提示矛盾")
    return out


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", text)

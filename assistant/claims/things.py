"""What is counted: cars, of all kinds or of one, and dear equipment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from assistant.catalogue import concept_item
from assistant.claims.claim import Claim
from assistant.claims.clause import Clause
from assistant.claims.roles import near
from assistant.evidence.arithmetic import Evidence, words_at
from assistant.prose.everyday import same_labels
from assistant.prose.figure import Kind
from assistant.understand.normalise import label_key
from assistant.understand.query import Item

BOUGHT = re.compile("购|买|新增|更新|添|换")
_SOME_CAR = re.compile("(?:公务用?|公用?|新能源|电动|纯电动|小轿|轿|小汽|汽|客|商务|用|各类|机动)*")


def is_of_a_kind(clause: Clause) -> bool:
    """30 台清障车, 登记 10 万辆新车: cars of a kind that no label names, or of others, are not all
    that a body has."""
    kind = re.match("(?:以上|多|余)?的?([\u4e00-\u9fff]*)车", clause.tail)
    if clause.figure.kind is not Kind.COUNT or not kind or _SOME_CAR.fullmatch(kind[1]):
        return False
    if kind[1] == "新":
        return BOUGHT.search(near(clause.lead)) is None
    return not any(x.end == clause.figure.end + kind.end() for x in clause.behind()[-1:])


def counts_cars(items: Sequence[Item]) -> bool:
    return bool(items) and items[-1].count and "车" in items[-1].words


def equipment() -> Item:
    """What all offices count by the piece besides cars."""
    words = "100万元以上设备"
    same = next(group for group in same_labels() if label_key(words) in group)
    return Item(words, tuple(sorted(same)), count=True)


def is_money(clause: Clause) -> bool:
    return clause.figure.kind is Kind.MONEY


def item_of(concept: dict[str, Any]) -> Item:
    keys = tuple(sorted({label_key(x) for x in concept["labels"]}))
    return Item(str(concept["words"][0]), keys, count=bool(concept.get("count")))


def paid_for(claim: Claim, evidence: Evidence) -> Item | None:
    """What is spent on those that are counted: on the cars bought, on the guests received."""
    words = words_at(evidence.data[0]) + claim.lead
    if claim.figure.unit in ("辆", "台"):
        return concept_item("vehicle_purchase") if claim.bought and "车" in words else None
    guests = claim.figure.unit in ("人次", "人", "名", "批次", "批")
    return concept_item("reception") if guests and "接待" in words else None


_ONE_OF = {
    "辆": "辆|台",
    "台": "辆|台",
    "批次": "批",
    "批": "批",
    "人次": "人",
    "人": "人",
    "名": "人|名",
}


def of_one(claim: Claim, counted: Claim) -> bool:
    """人均, after how many people; 每辆, after how many cars."""
    said = re.search("(?:每一?|一)(?P<each>[辆台批人名])|(?P<head>人)均", claim.lead)
    one = said and (said["each"] or said["head"])
    return bool(one and re.fullmatch(_ONE_OF.get(counted.figure.unit, "—"), one))

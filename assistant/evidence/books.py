"""Which books a claim is about, and which of their data may be what it counts or weighs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from assistant.catalogue import Catalogue, Unit
from assistant.claims.claim import Claim
from assistant.claims.whose import says_spent
from assistant.datum import Datum
from assistant.evidence.arithmetic import words_at
from assistant.execute import ALIKE
from assistant.execute import find as _find
from assistant.prose.figure import Kind
from ingest.records import Stage

find = partial(_find, whole=False)  # a draft may tell a part of what a question asks for

_BOUGHT = re.compile("购|更新|新增")
PARTIAL = re.compile("财政拨款|一般公共预算|政府性基金|国有资本")  # of which money, not the whole
MEASURES = frozenset({"分", "起", "门", "小时", "度", "千瓦时", "学时", "课时", "场次"})
MANY = 40  # data of one item that are looked at: a label of a long list says little


def units_of_claim(
    catalogue: Catalogue, claim: Claim, bodies: frozenset[str], year: int | None
) -> list[Unit]:
    """The disclosures that a claim may be about: of its year, or the newest where none is said."""
    held = catalogue.units_of(bodies)
    if year is None:
        newest = {
            e: max(u.year for u in held if u.entity == e)
            for e in bodies
            if any(u.entity == e for u in held)
        }
        held = [u for u in held if u.year == newest[u.entity]]
    else:
        held = [u for u in held if u.year == year]
    if claim.scope:
        held = [u for u in held if u.scope == claim.scope] or held
    if claim.stage in ("final", "budget"):
        wanted = Stage.FINAL if claim.stage == "final" else Stage.BUDGET
        staged = [u for u in held if u.stage is wanted]
        return staged or (held if claim.stage == "budget" else [])
    return held


def fitting(data: Sequence[Datum], claim: Claim, most: int | None = MANY) -> list[Datum]:
    out = []
    for datum in data[:most]:
        if datum.amount is None:
            continue
        if claim.figure.kind is Kind.COUNT:
            unit = claim.figure.unit
            if datum.amount.is_money or datum.amount.unit in ("%", "个百分点"):
                continue
            if unit in MEASURES and datum.amount.unit != unit:
                continue  # a score is none of the number of projects that are scored
            if (
                unit in ALIKE
                and datum.amount.unit not in ALIKE[unit]
                and datum.amount.unit not in ("辆", "台")
            ):
                continue
            people = unit in ("人", "名", "人次")  # 采购大厅社工 8 名: nobody buys them
            if not people and claim.bought != bool(_BOUGHT.search(words_at(datum))):
                continue
        elif not datum.amount.is_money:
            continue
        out.append(datum)
    return out


def one_unit(a: str, b: str) -> bool:
    return a == b or b in ALIKE.get(a, ())


def _says_at_first(datum: Datum) -> bool:
    """True for what was budgeted at the year's beginning, of a year that is over."""
    return datum.phase == "budget" or "年初" in "".join((*datum.row, *datum.columns))


def of_the_phase(claim: Claim, datum: Datum) -> bool:
    """False for what was spent, where the draft says what was budgeted at the beginning of a year
    that is over; and the other way round."""
    if datum.doc.identity.stage is not Stage.FINAL or claim.before:
        return True
    if "年初" in claim.lead:
        return _says_at_first(datum)
    return not (says_spent(claim.lead) and _says_at_first(datum))


_PEOPLE = frozenset({"人", "名", "人次"})
_THINGS = frozenset({"个", "项", "家", "台", "套", "台（套）", "台套", "辆", "次", "件"})


def counts_else(claim: Claim, datum: Datum) -> bool:
    """6 名 is none of 6 个项目, and a score no number of things."""
    held = datum.amount.unit if datum.amount is not None else ""
    said = claim.figure.unit
    if claim.figure.kind is not Kind.COUNT or not held:
        return False
    return (said in _PEOPLE and held in _THINGS) or (said in MEASURES and held != said)

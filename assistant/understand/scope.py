"""Whose books, of which years: the units of the corpus that a question is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Status
from assistant.catalogue import Catalogue, Unit
from assistant.understand.linking import Linked
from assistant.understand.query import Query
from ingest.records import Stage

_LAST_YEAR = re.compile(r"去年|上一?年|前一年")
_NEXT_YEAR = re.compile(r"第二年|次年|下一?年|后一年|转年")
_COMPARES = re.compile(r"比|较|相比|同比|变|增|减|涨|降|多了|少了|持平|差")


@dataclass(frozen=True, slots=True)
class Refusal:
    status: Status
    about: str  # what was looked for, in the words of the question
    reason: str  # "year", "item", "entity", "scope"
    query: Query | None = None
    bodies: tuple[str, ...] = ()  # those that were named, and are held


@dataclass(frozen=True, slots=True)
class Scope:
    """`units` in the order in which an answer names them; `year` where it is not the units' own."""

    units: tuple[Unit, ...]
    year: int | None
    several_years: bool
    several_bodies: bool
    open_years: bool  # no year was said

    @property
    def doc_ids(self) -> tuple[str, ...]:
        return tuple(i for u in self.units for i in u.doc_ids)


def scope_of(
    linked: Linked, catalogue: Catalogue, text: str, previous: Sequence[Query]
) -> Scope | Refusal:
    last = previous[-1] if previous else None
    if linked.foreign:
        return Refusal(Status.NOT_FOUND, linked.foreign, "entity")
    units = _bodies(linked, catalogue, last)
    named = len({u.entity for u in units}) if linked.entities else 0
    held = tuple(dict.fromkeys(u.entity for u in units))
    bodies = held if linked.entities or last is not None else ()
    units_or_refusal = _staged(units, linked)
    if isinstance(units_or_refusal, Refusal):
        return replace(units_or_refusal, bodies=bodies)
    units = _scoped(units_or_refusal, text)
    if last is not None and not linked.entities:
        units = _of_one_scope(units, last, catalogue)
    years = _years(linked, text, last, catalogue)
    if not years and re.search(r"明年|后年|下一?年", text):
        return Refusal(Status.NOT_FOUND, "下一年度", "year", bodies=bodies)
    if linked.when.every and not years:
        years = tuple(sorted({u.year for u in units}))
    found = _of_years(units, years, named > 1)
    return replace(found, bodies=bodies) if isinstance(found, Refusal) else found


def _bodies(linked: Linked, catalogue: Catalogue, last: Query | None) -> list[Unit]:
    if linked.entities:
        order = {e: n for n, e in enumerate(linked.entities)}
        held = catalogue.units_of(order)
        return sorted(held, key=lambda u: order[u.entity])
    if last is not None:
        return catalogue.units_of(u.entity for u in catalogue.holding_any(last.doc_ids))
    return list(catalogue.units)


def _staged(units: list[Unit], linked: Linked) -> list[Unit] | Refusal:
    """Final accounts print the budget too, so 预算 alone only prefers."""
    when = linked.when
    if when.says_final:
        final = [u for u in units if u.stage is Stage.FINAL]
        if not final and "执行数" in linked.text and "决算" not in linked.text:
            return units  # of the year before, as budgets print it
        if not final:
            year = f"{when.years[0]}年" if when.years else ""
            return Refusal(Status.NOT_FOUND, f"{year}决算", "stage")
        return final
    if when.says_budget:
        budgets = {(u.entity, u.year) for u in units if u.stage is Stage.BUDGET}
        return [
            u for u in units
            if u.stage is Stage.BUDGET or (u.entity, u.year) not in budgets
        ]  # fmt: skip
    return units


def _of_one_scope(units: list[Unit], last: Query, catalogue: Catalogue) -> list[Unit]:
    """What was asked of the 单位 alone goes on about the 单位, until the other is named."""
    spoken = {u.scope for u in catalogue.meant(last.units)}
    return [u for u in units if u.scope in spoken] or units if len(spoken) == 1 else units


def _scoped(units: list[Unit], text: str) -> list[Unit]:
    """单位预算 and 部门预算 of one body are two books; without a word for either, both."""
    if re.search(
        r"部门(?:预算|决算)?(?:和|与|跟|、|及)单位|单位(?:预算|决算)?(?:和|与|跟|、|及)部门", text
    ):
        return units
    said = "单位" if re.search(r"单位(?:预算|决算|口径)|本级|本单位", text) else ""
    said = said or (
        "部门" if re.search(r"部门(?:预算|决算|口径)|全部门|全系统|含下属", text) else ""
    )
    return [u for u in units if not said or u.scope in ("", said)] or units


def _years(linked: Linked, text: str, last: Query | None, catalogue: Catalogue) -> tuple[int, ...]:
    if linked.when.years and not (linked.when.every and re.search(r"哪一?年", text)):
        return linked.when.years
    spoken = _last_years(last, catalogue)
    if spoken and _NEXT_YEAR.search(text):
        return (max(spoken) + 1,)
    relative = _LAST_YEAR.search(linked.rest) and not _COMPARES.search(text)
    if relative and spoken:
        return (max(spoken) - 1,)
    if relative:
        units = catalogue.units_of(linked.entities) if linked.entities else catalogue.units
        return (max(u.year for u in units) - 1,)
    if linked.when.every:
        return ()
    return spoken


def _last_years(last: Query | None, catalogue: Catalogue) -> tuple[int, ...]:
    """The years that the question before named; () where it named none."""
    if last is None or last.open_years:
        return ()
    if last.year is not None:
        return (last.year,)
    return tuple(sorted({u.year for u in catalogue.holding_any(last.doc_ids)}))


def _newest(units: list[Unit]) -> list[Unit]:
    """Where bodies are compared and no year is said: the newest that most of them have."""
    bodies = {u.entity for u in units}
    if len(bodies) < 2:
        return units
    held = Counter(u.year for u in units)
    year = max(held, key=lambda y: (held[y], y))
    first = [u for u in units if u.year == year]
    return first + [u for u in units if u.year != year]


def _of_years(units: list[Unit], years: tuple[int, ...], several_bodies: bool) -> Scope | Refusal:
    if not years:
        return Scope(tuple(_newest(units)), None, False, several_bodies, True)
    fitting = [u for u in units if u.year in years]
    held = {u.year for u in fitting}
    if not fitting:
        # a year without a disclosure may still be spoken of by the one after it
        after = [u for u in units if u.year - 1 in years]
        if not after:
            return Refusal(Status.NOT_FOUND, f"{years[0]}年", "year")
        return Scope(tuple(after), after[0].year - 1, False, several_bodies, False)
    if years[0] not in held and len(years) > 1 and years[1] != years[0] + 1:
        return Refusal(Status.NOT_FOUND, f"{years[0]}年", "year")
    several = len(held) > 1
    order = sorted(fitting, key=lambda u: (years.index(u.year),)) if several else fitting
    told = len(years) > len(held) and not several
    year = years[0] if not told or years[0] in held else max(held)
    return Scope(tuple(order), None if several else year, several, several_bodies, False)

"""A question taken in another way: which ways the corpus holds, and the query of the one chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from assistant.answer import Answer
from assistant.catalogue import Catalogue, Unit
from assistant.execute import find
from assistant.lexicon import lexicon
from assistant.phrase.scene import STAGE
from assistant.understand.comparing import Comparing
from assistant.understand.query import Operation, Query

T = TypeVar("T")
EVERY = "every"  # all years side by side
_ON_A_BASIS = frozenset(
    {Operation.LOOKUP, Operation.LIST, Operation.SHARE, Operation.SUM, Operation.DIFFERENCE,
     Operation.RATIO, Operation.CONVERT, Operation.HAS, Operation.EXTREME}
)  # fmt: skip
_OF_YEARS = frozenset(
    {Operation.LOOKUP, Operation.CHANGE, Operation.DIFFERENCE, Operation.SHARE, Operation.PRIOR}
)


class Kind(StrEnum):
    ENTITY = "entity"
    YEAR = "year"
    BOOK = "book"  # budget or final accounts, of the 部门 or of the 单位
    BASIS = "basis"


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing of a question that is to be something else; `value` is that of a Choice."""

    kind: Kind
    value: str


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    words: str
    chosen: bool


Alternatives = dict[Kind, tuple[Choice, ...]]  # only what there is to choose of


def query_of(given: Answer) -> Query:
    """The query that an answer carries; ValueError where it carries none."""
    return _reader()(given.query)  # type: ignore[no-any-return]


@cache
def _reader() -> Callable[[Any], Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(Query).validate_python


def alternatives(given: Answer, catalogue: Catalogue) -> Alternatives:
    """What an answer could have been about, each with what it is about now."""
    if "operation" not in given.query:
        return {}
    query = query_of(given)
    if query.operation is Operation.LIBRARY:
        return {}
    now = _now(given, query, catalogue)
    found = {
        Kind.ENTITY: _entities(now, catalogue),
        Kind.YEAR: _years(now, query, catalogue),
        Kind.BOOK: _books(now, catalogue),
        Kind.BASIS: _bases(given, now, query, catalogue),
    }
    return {kind: made for kind, made in found.items() if len(made) > 1}


def _now(given: Answer, query: Query, catalogue: Catalogue) -> list[Unit]:
    """The units that an answer stands on: those cited, else those meant."""
    cited = {c.sha256 for n in given.numbers for c in given.citations if c.id in n.citations}
    cited = cited or {c.sha256 for c in given.citations}
    units = catalogue.holding_any(sha256[:12] for sha256 in cited)
    return units or catalogue.meant(query.units)


def _entities(now: Sequence[Unit], catalogue: Catalogue) -> tuple[Choice, ...]:
    chosen = {u.entity for u in now}
    names = dict.fromkeys(u.entity for u in catalogue.units)
    return tuple(Choice(name, name, name in chosen) for name in names)


def _of_same_bodies(now: Sequence[Unit], catalogue: Catalogue) -> list[Unit]:
    return catalogue.units_of(u.entity for u in now)


def _years(now: Sequence[Unit], query: Query, catalogue: Catalogue) -> tuple[Choice, ...]:
    chosen = {u.year for u in now}
    several = len(chosen) > 1
    held = sorted({u.year for u in _of_same_bodies(now, catalogue)}, reverse=True)
    years = [Choice(str(y), f"{y} 年", y in chosen and not several) for y in held]
    if len(held) > 1 and query.operation in _OF_YEARS and query.items:
        years.append(Choice(EVERY, "各年并排", several))
    return tuple(years)


def _books(now: Sequence[Unit], catalogue: Catalogue) -> tuple[Choice, ...]:
    chosen = {_book(u) for u in now}
    held = sorted({_book(u) for u in _of_same_bodies(now, catalogue)})
    return tuple(Choice("|".join(b), f"{b[1]}{STAGE[b[0]]}", b in chosen) for b in held)


def _book(unit: Unit) -> tuple[str, str]:
    return str(unit.stage), unit.scope


def _bases(
    given: Answer, now: Sequence[Unit], query: Query, catalogue: Catalogue
) -> tuple[Choice, ...]:
    """The forms that print an item, where it stands in several."""
    if query.operation not in _ON_A_BASIS:
        return ()
    words = lexicon()["basis"]
    within = replace(query, forms=(), doc_ids=_docs(now))
    data = [d for item in query.items for d in find(within, catalogue, item)]
    forms = [f for f in dict.fromkeys(d.form for d in data if d.amount is not None) if f in words]
    cited = {c.form for n in given.numbers for c in given.citations if c.id in n.citations}
    return tuple(Choice(form, str(words[form]), form in cited) for form in forms)


def _docs(units: Iterable[Unit]) -> tuple[str, ...]:
    return tuple(i for unit in units for i in unit.doc_ids)


# ---------------------------------------------------------------------- the one chosen


def corrected(given: Answer, correction: Correction, catalogue: Catalogue) -> Query:
    """The query of an answer with one thing of it changed; what was not said stays as it was."""
    query = query_of(given)
    now = _now(given, query, catalogue)
    if correction.kind is Kind.BASIS:
        return _about(replace(query, forms=(correction.value,)), now, now)
    units = _MOVES[correction.kind](correction.value, now, catalogue)
    return _about(query, units or now, now)


def _to_entity(name: str, now: Sequence[Unit], catalogue: Catalogue) -> list[Unit]:
    held = catalogue.units_of([name])
    held = _kept(held, {_book(u) for u in now}, _book)
    years = {u.year for u in now}
    return _kept(held, years, _year) if years & {u.year for u in held} else held[:1]


def _to_year(value: str, now: Sequence[Unit], catalogue: Catalogue) -> list[Unit]:
    held = _of_same_bodies(now, catalogue)
    if value == EVERY:
        same = _kept(held, {_book(u) for u in now}, _book)
        return sorted(same, key=_year)
    held = [u for u in held if str(u.year) == value]
    return _kept(held, {_book(u) for u in now}, _book)


def _to_book(value: str, now: Sequence[Unit], catalogue: Catalogue) -> list[Unit]:
    stage, _, scope = value.partition("|")
    held = [u for u in _of_same_bodies(now, catalogue) if _book(u) == (stage, scope)]
    years = {u.year for u in now}
    return _kept(held, years, _year) if years & {u.year for u in held} else held[:1]


_MOVES = {Kind.ENTITY: _to_entity, Kind.YEAR: _to_year, Kind.BOOK: _to_book}


def _year(unit: Unit) -> int:
    return unit.year


def _kept(units: list[Unit], wanted: set[T], of: Callable[[Unit], T]) -> list[Unit]:
    """Those with one of the wanted properties, all where none has."""
    return [u for u in units if of(u) in wanted] or units


def _about(query: Query, units: Sequence[Unit], now: Sequence[Unit]) -> Query:
    years = tuple(dict.fromkeys(u.year for u in units))
    several = len(units) > 1
    moved = {u.doc_ids for u in units} != {u.doc_ids for u in now}
    # 2023 asked of the budget of 2024 (its column of the year before) stays so on another basis
    year = query.year if not moved else (years[0] if len(years) == 1 else None)
    return replace(
        query,
        units=tuple(u.doc_ids for u in units),
        doc_ids=_docs(units),
        year=year,
        years=years if moved else query.years,
        open_years=False,
        across=several and (query.across or len(years) > 1),
        comparing=query.comparing if several else Comparing(),
    )

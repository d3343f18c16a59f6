"""One query being answered: the draft under way, and what things are called in a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.answer import Status
from assistant.catalogue import Catalogue
from assistant.datum import Datum, part_core
from assistant.execute import find, group
from assistant.lexicon import lexicon
from assistant.passages import PassageSearch
from assistant.phrase.draft import Draft
from assistant.understand.normalise import fold, label_key
from assistant.understand.query import Item, Query
from ingest.records import Disclosure

STAGE = {"budget": "预算", "final": "决算"}
Composer = Callable[["Scene"], "Outcome"]


@dataclass(slots=True)
class Scene:
    """One query, the catalogue it is asked of, and the draft being written."""

    query: Query
    catalogue: Catalogue
    draft: Draft = field(default_factory=Draft)
    search: PassageSearch | None = None

    @property
    def docs(self) -> list[Disclosure]:
        return [d for d in self.catalogue.docs if d.id in self.query.doc_ids]

    def opening(self) -> Draft:
        return self.draft.words(opening(self.docs, self.scope))

    @property
    def scope(self) -> str:
        """部门 or 单位, where the corpus holds both books."""
        ids = set(self.query.doc_ids)
        return next((u.scope for u in self.catalogue.units if ids == set(u.doc_ids)), "")


@dataclass(frozen=True, slots=True)
class Outcome:
    status: Status
    draft: Draft
    missing: str = ""  # what was looked for and is not held


def opening(docs: Sequence[Disclosure], scope: str = "") -> str:
    who = docs[0].identity
    return f"{who.entity} {who.year} 年{scope}{STAGE[str(who.stage)]}："


def done(scene: Scene) -> Outcome:
    return Outcome(Status.ANSWERED, scene.draft)


def missing(scene: Scene, what: str) -> Outcome:
    return Outcome(Status.NOT_FOUND, Draft(), what)


def basis(datum: Datum) -> str:
    if datum.kind == "narrative":
        return f"正文《{plain(datum.title)}》口径"
    known = lexicon()["basis"].get(datum.form)
    return str(known) if known else f"《{plain(datum.title)}》口径"


def plain(title: str) -> str:
    return re.sub(r"\s+", "", title)


def name_of(datum: Datum, item: Item | None = None) -> str:
    """What the number is called in a sentence: the printed label without its ordinal."""
    row = datum.row[-1] if datum.row else ""
    column = datum.columns[-1] if datum.columns else ""
    parts = []
    if datum.item and row:
        parts.append(bare_label(row))
    if datum.column:
        inner = next((c for c in reversed(datum.columns) if part_core(c) == datum.column), column)
        parts.append(bare_label(inner))
    if item is not None and not datum.column and datum.item not in item.keys:
        above = (label_key(r) for r in datum.row[:-1])
        parts = [*(a for a in above if a in item.keys), *parts][-2:]  # 租赁费的商品和服务支出
    if not parts:
        parts.append(bare_label(row) or (item.words if item else ""))
    form = str(lexicon()["form_item"].get(datum.form, ""))
    if not datum.item and not datum.column and form:
        return form
    if fold(parts[0]) in ("合计", "总计", fold(datum.doc.identity.entity)) and form:
        parts[0] = form
    other = (
        datum.amount is not None and datum.amount.is_money and datum.year != datum.doc.identity.year
    )
    return (f"{datum.year} 年的" if other else "") + "的".join(parts)


def bare_label(label: str) -> str:
    text = re.sub(r"\s+", "", label)
    text = re.sub(r"^.*[（(][类款][）)](?!支出$|收入$)(?=[^（(]{2,})", "", text)
    text = re.sub(r"^(?:其中[:：])", "", text)
    text = re.sub(
        r"^(?:[（(][一二三四五六七八九十\d]+[)）]、?|[一二三四五六七八九十]+、|\d+[、.．])",
        "",
        text,
    )
    if not re.search(r"(?:公共|基金|资本经营)(?:收支|支出)?预算$", text):
        text = re.sub(r"(?<=.{3})(?:支出)?预算(?:数|安排)?$", "", text)
    return text.rstrip("：:")


def one(scene: Scene, item: Item) -> Datum | None:
    """The datum to cite for an item, where it has an amount at all."""
    groups = group(find(scene.query, scene.catalogue, item))
    return groups[0].best if groups else None


def title_note(datum: Datum) -> str:
    return f"见《{plain(datum.title)}》"

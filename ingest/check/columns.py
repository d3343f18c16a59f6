"""Whether columns on a further page belong to a table: asked of its sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.check.tables.relations import across, is_wrong
from ingest.recognise.sideways import Pair, joined, runs_on
from ingest.records import Disclosure, Document, Fact


def with_further_columns(
    disclosure: Disclosure, document: Document, understand: Callable[[Document], Disclosure]
) -> tuple[Disclosure, Document]:
    """Both with the columns that run on over further pages joined, where a sum across the seam
    closes in the one and all sums across it close; each pair of pages stands or falls alone."""
    pairs = runs_on(document)
    if not pairs:
        return disclosure, document
    tried = understand(joined(document, pairs))
    proven = [pair for pair in pairs if _closes(tried.facts, pair)]
    if not proven:
        return disclosure, document
    whole = joined(document, proven)
    return (tried if len(proven) == len(pairs) else understand(whole)), whole


def _closes(facts: Sequence[Fact], pair: Pair) -> bool:
    """Totals on one page, parts on both or on the other."""
    tables: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        tables[fact.table].append(fact)
    page = {fact.id: fact.source.page for fact in facts}
    seams = [
        one
        for own in tables.values()
        if set(pair) <= {fact.source.page for fact in own}
        for one in across([_on_one_page(fact) for fact in own])
        if set(pair) <= {page[fact.id] for fact in (one.stated, *one.parts)}
    ]
    return bool(seams) and not any(map(is_wrong, seams))


def _on_one_page(fact: Fact) -> Fact:
    """Else a row over two pages is not added up, since it may have run into the next."""
    return replace(fact, source=replace(fact.source, page=1))

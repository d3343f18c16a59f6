"""One disclosure → the rows by which its data are found without opening it.

What is stored follows the rules of this program; where they change, `rules()` is another word and
everything is worked out anew when the corpus is opened next.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_FLOOR, Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.datum import Datum, data_of
from assistant.lexicon import lexicon
from assistant.shelf.adding import adding_up
from assistant.shelf.shelf import Shelved
from assistant.shelf.tokens import ranked_text, tokens
from assistant.understand.normalise import fold, is_coded, label_key
from ingest.amount import Amount
from ingest.corpus.derived import Keyed
from ingest.records import Disclosure

WORD, PAIR, TERM, CODE = "w", "p", "t", "c"  # kinds of what is tallied
LARGEST = 2**62  # what a column holds; no budget comes near
# what the rows depend on: a change in any of these makes them anew
_RULES = {
    "assistant": ("datum.py", "understand/normalise.py", "shelf/keys.py",
                  "shelf/tokens.py", "shelf/adding.py"),
    "ingest": ("amount.py", "records.py"),
}  # fmt: skip
_LINKING = {
    "ingest": ("amount.py", "records.py", "check", "corpus/beside.py", "corpus/formats.py",
               "corpus/linking.py", "data"),
    "assistant": ("shelf/settling.py",),
}  # fmt: skip


@cache
def rules() -> str:
    """A word for the rules by which data are keyed."""
    return _digest(_RULES, json.dumps(lexicon()["form_item"], sort_keys=True))


@cache
def linking_rules() -> str:
    """A word for the rules by which files are put together and compared."""
    return _digest(_LINKING)


def _digest(named: dict[str, tuple[str, ...]], more: str = "") -> str:
    found = hashlib.sha256(more.encode())
    for package, names in named.items():
        for name in names:
            for path in _within(files(package).joinpath(name)):
                found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _within(place: Any) -> Iterator[Any]:
    """The source and data files in a folder, in one order everywhere."""
    if not place.is_dir():
        yield place
        return
    for inner in sorted(place.iterdir(), key=lambda p: str(p.name)):
        if inner.is_dir() or inner.name.endswith((".py", ".toml", ".txt", ".tsv", ".csv")):
            yield from _within(inner)


# ---------------------------------------------------------------------- rows


def keyed(doc: Disclosure, facts: list[int], statements: list[int]) -> Keyed:
    """`facts` and `statements` are the rows under which the ledger holds them, in order."""
    data = data_of(doc)
    sources = [*facts, *statements]
    overhead = [_above(d) for d in data]
    labels = {k for d in data for k in (d.item, d.column)} | set(itertools.chain(*overhead))
    cut = [tokens(ranked_text(p)) for p in doc.passages]
    words = Counter(word for passage in cut for word in set(passage))
    terms = {p.term for p in doc.passages if p.term}
    written = {*labels, doc.identity.entity, *terms, *(i.name for i in doc.indicators),
               *(f.row[-1] for f in doc.facts if f.row)}  # fmt: skip
    return Keyed(
        doc.id,
        time.time_ns(),
        [_row(d, source) for d, source in zip(data, sources, strict=True)],
        [
            {"key": key, "at": d.at}
            for d, keys in zip(data, overhead, strict=True)
            for key in filter(None, map(_stored, keys))
        ],
        frozenset(labels - {""}),
        {
            WORD: words,
            PAIR: dict.fromkeys(sorted(pairs_of(written)), 1),
            TERM: dict.fromkeys(sorted(terms), 1),
            CODE: dict.fromkeys(sorted({d.code for d in data if d.code}), 1),
        },
        len(cut),
        sum(map(len, cut)),
        counts(doc, len(data)),
    )


def pairs_of(written: Iterable[str]) -> set[str]:
    """All pairs of letters that stand side by side in some texts."""
    return {a + b for text in written for a, b in itertools.pairwise(fold(text))}


def counts_of(doc: Disclosure) -> Mapping[str, Any]:
    """The same as stored, where the whole of it is read."""
    if isinstance(doc, Shelved) and doc.is_whole:
        return doc.counts
    return counts(doc, 0)


def counts(doc: Disclosure, data: int) -> dict[str, Any]:
    """What lists and the report on the corpus show of a disclosure."""
    adding = adding_up(doc)
    return {
        "tables": len(doc.tables),
        "facts": sum(f.amount is not None for f in doc.facts),
        "statements": len(doc.statements),
        "passages": len(doc.passages),
        "targets": len(doc.indicators),
        "unclassified": sum(t.form == "unclassified" for t in doc.tables),
        "findings": Counter(str(f.severity) for f in doc.findings),
        "adding": [adding.closed, adding.open, adding.untried, adding.sums, adding.sums_closed],
        "data": data,
    }


def _above(datum: Datum) -> list[str]:
    """3021101-差旅费 over 办公经费: the cores of the labels above that bear a code."""
    if datum.statement is not None:
        return []
    return list(dict.fromkeys(label_key(above) for above in datum.row[:-1] if is_coded(above)))


def _row(datum: Datum, source: int) -> dict[str, Any]:
    return {
        "at": datum.at,
        "source": source,
        "said": int(datum.statement is not None),
        "item": _stored(datum.item),
        "part": _stored(datum.column),
        "code": _stored(datum.code),
        "form": _stored(datum.form),
        "measure": measure(datum.amount),
        "fen": None if datum.amount is None else hundredths(value_of(datum.amount)),
    }


def _stored(text: str) -> str | None:
    return text.replace("\x00", "") or None  # PostgreSQL takes no NUL


def measure(amount: Amount | None) -> str | None:
    """m: money, p: percent and multiples, c: whatever is counted."""
    if amount is None:
        return None
    if amount.is_money:
        return "m"
    return "p" if amount.unit in ("%", "个百分点", "倍") else "c"


def value_of(amount: Amount) -> Decimal:
    """Without its sign: yuan, or a plain number."""
    return abs(amount.in_yuan() if amount.is_money else amount.number)


def hundredths(value: Decimal) -> int:
    return min(int((value * 100).to_integral_value(ROUND_FLOOR)), LARGEST)

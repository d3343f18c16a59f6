"""Files that are one disclosure: narrative and tables apart, and copies saved again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.corpus.fingerprint import fingerprint
from ingest.corpus.formats import best_of_formats
from ingest.corpus.ledger import Ledger
from ingest.records import Disclosure, Scope

Key = tuple[str, int, str]


def linked(files: Iterable[Disclosure]) -> tuple[tuple[Disclosure, ...], ...]:
    """The files of each disclosure together, the one with most tables first; copies left out, and
    what a better source of the same disclosure has in another format."""
    groups = (best_of_formats(group) for group in grouped(files))
    return tuple(tuple(sorted(g, key=lambda d: (-len(d.tables), d.id))) for g in groups)


def grouped(files: Iterable[Disclosure]) -> tuple[tuple[Disclosure, ...], ...]:
    """The same with all that each file holds.

    One body's 部门 and 单位 books of the same year are two disclosures. A file that does not say
    which of them it is goes with the one that lacks what it has: tables, or a narrative.
    """
    held: dict[Key, list[Disclosure]] = defaultdict(list)
    for file in without_copies(files):
        who = file.identity
        held[who.entity, who.year, str(who.stage)].append(file)
    return tuple(tuple(group) for key in sorted(held) for group in _by_scope(held[key]))


def _by_scope(files: Sequence[Disclosure]) -> list[list[Disclosure]]:
    known: dict[Scope, list[Disclosure]] = defaultdict(list)
    unsure = [f for f in files if f.identity.scope is Scope.UNKNOWN]
    for file in files:
        if file not in unsure:
            known[file.identity.scope].append(file)
    if not known:
        return [unsure]
    for file in unsure:
        lacking = [
            s for s in known if not any(bool(o.tables) == bool(file.tables) for o in known[s])
        ]
        known[(lacking or sorted(known))[0]].append(file)
    return [known[scope] for scope in sorted(known)]


def without_copies(files: Iterable[Disclosure]) -> list[Disclosure]:
    """One of each content: the same words and numbers saved again are read once."""
    seen: dict[str, Disclosure] = {}
    for file in sorted(files, key=lambda f: f.id):
        seen.setdefault(fingerprint(file), file)
    return list(seen.values())


def copies(files: Iterable[Disclosure]) -> dict[str, str]:
    """File id → id of the file it is a copy of."""
    held = sorted(files, key=lambda f: f.id)
    first = {fingerprint(f): f.id for f in reversed(held)}
    return {f.id: first[fingerprint(f)] for f in held if first[fingerprint(f)] != f.id}


def copies_held(ledger: Ledger) -> dict[str, str]:
    """The same of a whole corpus. What an older program stored is opened where it is alike from
    outside."""
    alike: dict[str, list[str]] = defaultdict(list)
    for own, said in ledger.fingerprints().items():
        alike[said].append(own)
    return {own: min(ids) for ids in alike.values() for own in ids if own != min(ids)}


def joined(files: Sequence[Disclosure]) -> Disclosure:
    """One disclosure of several files as one record under the first one's name, for rules that
    need both what is told and what is printed. Sources and ids stay those of each file."""
    whole = files[0]
    for other in files[1:]:
        after = 1 + max((table.number for table in whole.tables), default=-1)
        whole = replace(
            whole,
            n_pages=whole.n_pages + other.n_pages,
            tables=(*whole.tables, *(replace(t, number=t.number + after) for t in other.tables)),
            facts=(*whole.facts, *(replace(f, table=f.table + after) for f in other.facts)),
            indicators=(
                *whole.indicators,
                *(replace(i, table=i.table + after) for i in other.indicators),
            ),
            statements=(*whole.statements, *other.statements),
            passages=(*whole.passages, *other.passages),
            findings=(*whole.findings, *other.findings),
        )
    return whole

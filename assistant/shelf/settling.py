"""What is not yet worked out of a corpus is worked out and stored: the rows by which data are found,
and which files are one disclosure. Nothing to do where an ingest has done it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from assistant.shelf.keys import keyed, linking_rules, rules
from ingest.corpus.beside import findings_beside
from ingest.corpus.derived import Body, Bound, Keyed, Part
from ingest.corpus.fingerprint import fingerprint
from ingest.corpus.ledger import Ledger
from ingest.corpus.linking import linked
from ingest.corpus.unsettled import Seen, Stamps, Unsettled
from ingest.errors import CorpusChanged
from ingest.memory import collector_waits
from ingest.records import Disclosure, Scope, Stage

TRIES = 5  # where what is read is stored anew all the while
AT_ONCE = 40  # disclosures in one transaction, and in memory
SCOPES = {Scope.DEPARTMENT: "部门", Scope.OWN: "单位", Scope.UNKNOWN: ""}
Watch = Callable[[int, int], None]  # how many of how many bodies are done


def settle(
    ledger: Ledger, watch: Watch | None = None, known: Mapping[str, Disclosure] | None = None
) -> int:
    """How many bodies were put together anew. Whole bodies at a time, so that a kill leaves some
    done and the others as they were. `known` are disclosures, by id, that need not be read."""
    there = Unsettled(ledger)
    _name(there)
    done = tries = 0
    before: dict[str, list[str]] = {}
    # asked anew each time: another process may be doing the same
    while (left := there.unsettled(rules(), linking_rules())) and tries < TRIES:
        tries = tries + 1 if left == before else 0
        some = _first(there, list(left)[:AT_ONCE])
        before = left
        try:
            with collector_waits():
                _settle(there, some, {i for body in some for i in left[body]}, known or {})
        except CorpusChanged:  # replaced or removed while it was being read
            continue
        done += len(some)
        if watch:
            watch(done, done + len(left) - len(some))
    return done


def _name(there: Unsettled) -> None:
    while ids := there.nameless(AT_ONCE):
        with suppress(CorpusChanged):
            there.name({i: fingerprint(there.ledger.load(i)) for i in ids})


def _first(there: Unsettled, bodies: Sequence[str]) -> dict[str, Stamps]:
    """As many of some bodies, with the disclosures of each, as are done at one go."""
    some: dict[str, Stamps] = {}
    for body, stamps in there.of_bodies(bodies).items():
        some[body] = stamps
        if sum(map(len, some.values())) >= AT_ONCE:
            break
    return some


def _settle(
    there: Unsettled, some: dict[str, Stamps], wanted: set[str], known: Mapping[str, Disclosure]
) -> None:
    copies = wanted - {i for stamps in some.values() for i in stamps}
    stamps = there.stamps(sorted(copies))
    found = [_keyed(there, there.ledger.load(i)) for i in sorted(stamps)]
    bodies: list[Body] = []
    for body, own in some.items():
        docs = {i: known.get(i) or there.ledger.load(i) for i in own}
        found += [_keyed(there, docs[i]) for i in own if i in wanted]
        bodies.append(body_of(body, list(docs.values())))
        stamps |= own
    there.put(found, bodies, Seen(rules(), linking_rules(), some, stamps))


def _keyed(there: Unsettled, doc: Disclosure) -> Keyed:
    facts, statements = there.rows(doc.id, "facts"), there.rows(doc.id, "statements")
    if (len(facts), len(statements)) != (len(doc.facts), len(doc.statements)):
        raise CorpusChanged(f"{doc.id} 刚刚换过")
    return keyed(doc, facts, statements)


# ---------------------------------------------------------------------- which files are one


def body_of(body: str, docs: Sequence[Disclosure]) -> Body:
    """The disclosures of one body: narrative and tables of one together, the newest first."""
    groups = linked(docs)
    counted = Counter(_what(files[0]) for files in groups)
    whole = {doc.id: doc for doc in docs}
    units = [
        Bound(
            files[0].identity.entity,
            files[0].identity.year,
            str(files[0].identity.stage),
            SCOPES[files[0].identity.scope] if counted[_what(files[0])] > 1 else "",
            tuple(_part(whole[file.id], file) for file in files),
        )
        for files in groups
    ]
    units.sort(key=lambda u: (u.entity, -u.year, u.stage == str(Stage.BUDGET)))
    return Body(body, units, [found for _, found in findings_beside(docs)])


def _what(doc: Disclosure) -> tuple[str, int, Stage]:
    return doc.identity.entity, doc.identity.year, doc.identity.stage


def _part(whole: Disclosure, read: Disclosure) -> Part:
    kept = {t.number for t in read.tables}
    gone = tuple(t.number for t in whole.tables if t.number not in kept)
    told = (whole.statements, whole.passages) != (read.statements, read.passages)
    return Part(whole.id, gone, told)

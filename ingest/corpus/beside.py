"""What no single file can tell: the files of one disclosure, and one body's disclosures, together.

Worked out from what is held each time it is asked, never stored: a disclosure that is replaced or
removed takes with it all that was said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ingest.check.beside.across import last_year, pairs_of_scopes, pairs_over_years, whole_and_part
from ingest.check.beside.required import missing
from ingest.check.prose.against_tables import prose_against_tables
from ingest.check.prose.claims import claims_to_agree
from ingest.check.prose.items_said import items_said
from ingest.check.prose.misprints import cut_short, exchanged, misprints
from ingest.check.prose.named_items import items_of_the_narrative
from ingest.check.prose.two_years import changes_against_tables
from ingest.check.rules import Rule, once
from ingest.check.tables.same_rows import same_rows_in_two_tables
from ingest.corpus.formats import formats_differ
from ingest.corpus.linking import grouped, joined, linked
from ingest.records import Disclosure, Finding

Found = tuple[tuple[Disclosure, ...], Finding]  # with the files that its sides may stand in
BETWEEN_FILES: tuple[Rule, ...] = (
    same_rows_in_two_tables,
    prose_against_tables,
    items_of_the_narrative,
    claims_to_agree,
    changes_against_tables,
    items_said,
    exchanged,
    misprints,
    cut_short,
)


def findings_beside(held: Iterable[Disclosure]) -> Iterator[Found]:
    """Every finding that needs more than one file, or all files of a disclosure."""
    held = tuple(held)
    groups = linked(held)
    wholes = [joined(files) for files in groups]
    files_of = dict(zip((whole.id for whole in wholes), groups, strict=True))
    for files, whole in zip(groups, wholes, strict=True):
        yield from ((files, found) for found in findings_between(files))
        yield from ((files, found) for found in missing(whole))
    for files in grouped(held):
        yield from ((files, found) for found in formats_differ(files))
    for pair in pairs_over_years(wholes):
        both = (*files_of[pair.one.id], *files_of[pair.other.id])
        yield from ((both, found) for found in last_year(pair))
    for pair in pairs_of_scopes(wholes):
        both = (*files_of[pair.one.id], *files_of[pair.other.id])
        yield from ((both, found) for found in whole_and_part(pair))


def findings_between(files: Sequence[Disclosure]) -> tuple[Finding, ...]:
    """Where the files of one disclosure do not agree: most often narrative and tables apart."""
    if len(files) < 2:
        return ()
    whole = joined(files)
    found = once(finding for rule in BETWEEN_FILES for finding in rule(whole))
    return tuple(f for f in found if len({side.source.file for side in f.sides}) > 1)

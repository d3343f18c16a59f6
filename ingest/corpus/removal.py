"""Takes a disclosure out of the corpus: ledger, vectors, index and the kept bytes all go."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from ingest.corpus.files import FOLDER, forget, only_writer
from ingest.corpus.index import drop_from_index
from ingest.corpus.ledger import DisclosureRow, open_ledger
from ingest.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken out."""

    row: DisclosureRow
    vectors: int  # of passages that no other disclosure prints


def remove(corpus: Path, disclosure_id: str) -> Removed:
    """`disclosure_id` may be shortened as far as it names one. Waits for an ingest to end.

    The ledger goes first: from then on nobody is answered with it, and a run that is killed after
    that is finished by removing again or by the next ingest.
    """
    with only_writer(corpus), open_ledger(corpus) as ledger, ledger.only_ingest(_unheard):
        row = _meant(ledger.disclosures(), disclosure_id)
        ledger.remove(row.id)
        gone = ledger.drop_vectors()
        drop_from_index(corpus, ledger)
        forget(corpus, row.sha256)
        shutil.rmtree(corpus / FOLDER / row.sha256[:12], ignore_errors=True)
    return Removed(row, gone)


def _meant(rows: tuple[DisclosureRow, ...], disclosure_id: str) -> DisclosureRow:
    found = [row for row in rows if disclosure_id and row.id.startswith(disclosure_id)]
    if not found:
        raise CorpusError(f"文件库里没有编号 {disclosure_id}；编号见 chazhang list")
    if len(found) > 1:
        raise CorpusError(f"编号 {disclosure_id} 不止一份：{'、'.join(r.id for r in found[:5])}")
    return found[0]


def _unheard(told: str) -> None:
    """Whoever removes waits without a word."""

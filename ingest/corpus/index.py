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
from ingest.settings import Settings

FOLDER = "index"
BATCH = 16
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
    passages = {pid: rows[0][1] for pid, rows in ledger.passages().items()}
    wanted = [passages[i] for i in ledger.without_vectors(passages)]
    wanted.sort(key=lambda p: (len(embedded_text(p)), p.id))
    for at in range(0, len(wanted), BATCH):
        if watch:
            watch(at, len(wanted))
        some = wanted[at : at + BATCH]
        made = embed_passages([embedded_text(p) for p in some])
        ledger.put_vectors({p.id: v for p, v in zip(some, made, strict=True)})
    if watch:
        watch(len(wanted), len(wanted))


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
        """The ids of all that is held, fetched page by page."""
        held: set[str] = set()
        with telling():
            while found := self._collection.get(include=[], limit=PAGE, offset=len(held))["ids"]:
                held |= set(found)
        return held

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
        wanted = _wanted(ledger)
        here = self.ids()
        gone, new = sorted(here - set(wanted)), sorted(set(wanted) - here)
        with telling():
            for at in range(0, len(gone), 500):
                self._collection.delete(ids=gone[at : at + 500])
        vectors = ledger.vectors({wanted[i][1].id for i in new})
        nodes = [
            _node(i, *wanted[i], vectors[wanted[i][1].id])
            for i in new
            if wanted[i][1].id in vectors
        ]
        with telling():
            for at in range(0, len(nodes), 500):
                self._store.add(nodes[at : at + 500])
        return len(nodes), len(gone)

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


def _wanted(ledger: Ledger) -> dict[str, tuple[str, Passage]]:
    """The index's id of each passage of each disclosure → both."""
    return {
        f"{disclosure}:{pid}": (disclosure, passage)
        for pid, rows in ledger.passages().items()
        for disclosure, passage in rows
    }


def wanted_in_index(ledger: Ledger) -> set[str]:
    """The ids of what the index should hold."""
    return set(_wanted(ledger))


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
    return PassageIndex(corpus, (settings or Settings()).chroma_url, name)


def bring_in_step(
    corpus: Path, ledger: Ledger, watch: Watch | None = None, settings: Settings | None = None
) -> tuple[int, int]:
    """Vectors and index follow the ledger, also after an earlier run was killed between them."""
    embed_missing(ledger, watch)
    added, gone = _in_step(corpus, ledger, settings or Settings())
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
    settings = Settings()
    if settings.chroma_url or (corpus / FOLDER).is_dir():
        _in_step(corpus, ledger, settings)


def sync(corpus: Path) -> tuple[int, int]:
    """Bring a corpus in step that no ingest has open; how many passages came and went."""
    with only_writer(corpus), open_ledger(corpus) as ledger, ledger.only_ingest(lambda _: None):
        return bring_in_step(corpus, ledger)


def exact_search(corpus: Path) -> Search:
    """Search within named disclosures over the ledger's own vectors: exact, under a millisecond."""
    with open_ledger(corpus) as ledger:
        vectors = {i: unpack(v) for i, v in ledger.vectors().items()}
        places: dict[str, list[str]] = {}
        for pid, rows in ledger.passages().items():
            for disclosure, _ in rows:
                if pid in vectors:
                    places.setdefault(disclosure, []).append(pid)
    held = {d: np.stack([vectors[i] for i in ids]) for d, ids in places.items()}

    def search(text: str, doc_ids: Sequence[str], k: int) -> list[tuple[str, float]]:
        docs = [d for d in dict.fromkeys(doc_ids) if d in held]
        if not docs:
            return []
        ids = [p for d in docs for p in places[d]]
        scores = np.concatenate([held[d] for d in docs]) @ embed_query(text)
        best = np.argsort(-scores)[:k]
        return [(ids[i], float(scores[i])) for i in best]

    return search

"""Files → corpus: read this first. One file is one disclosure is one transaction.

read → recognise → interpret, in a child process with limits → embed what is new → one commit with
facts, passages and vectors → the Chroma index brought in step, which a later start repeats if need be.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import pickle
import resource
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from ingest.corpus.faults import explain
from ingest.corpus.files import is_inside, keep_copy, only_writer, origins, readable, remember
from ingest.corpus.index import bring_in_step, embed_missing
from ingest.corpus.ledger import Ledger, open_ledger
from ingest.errors import ChazhangError, Unreadable
from ingest.records import Disclosure
from ingest.settings import Settings

SUFFIXES = frozenset({".pdf", ".txt"})
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What became of one file. `status` is ingested, unchanged or failed."""

    path: str
    sha256: str
    status: str
    entity: str = ""
    year: int | None = None
    stage: str = ""
    pages: int = 0
    tables: int = 0
    facts: int = 0
    passages: int = 0
    error: str = ""


def ingest_paths(
    paths: Sequence[Path],
    corpus: Path,
    progress: Progress | None = None,
    settings: Settings | None = None,
) -> list[IngestResult]:
    """Read files and folders into a corpus; one result a file, in order, whatever happens.

    `progress(done, all, name)` is called before each file and once at the end.
    """
    settings = settings or Settings()
    files = list(find_files(paths, corpus))
    results: list[IngestResult] = []
    with only_writer(corpus), open_ledger(corpus, create=True) as ledger:
        for number, path in enumerate(files):
            if progress:
                progress(number, len(files), readable(Path(path.name)))
            results.append(ingest_file(path, corpus, ledger, settings))
        if settings.embed:
            bring_in_step(corpus, ledger)
    if progress:
        progress(len(files), len(files), "")
    return results


def find_files(paths: Iterable[Path], corpus: Path) -> Iterator[Path]:
    """The files named, and those of known kinds under the folders named, in order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if _is_wanted(p, corpus))
        else:
            yield path


def _is_wanted(path: Path, corpus: Path) -> bool:
    """Hidden files are leavings of other programs; the corpus may lie in the folder itself."""
    known = path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
    return known and path.is_file() and not is_inside(path, corpus)


def ingest_file(path: Path, corpus: Path, ledger: Ledger, settings: Settings) -> IngestResult:
    sha256 = ""
    try:
        _refuse_unfit(path, settings)
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        held = dict(ledger.known().values())
        if sha256 in held:
            _settle(ledger, corpus, path, sha256)
            return _result(path, ledger.load(held[sha256]), "unchanged")
        disclosure = read_apart(path, settings)
        _refuse_empty(disclosure)
        if disclosure.sha256 != sha256:
            raise Unreadable("读的时候文件被改动了，请再读一次")
        copy = keep_copy(path, content, sha256, corpus)
        disclosure = replace(disclosure, path=str(copy))
        vectors = embed_missing(disclosure.passages, ledger) if settings.embed else {}
        ledger.save(disclosure, vectors)
        _settle(ledger, corpus, path, sha256)
        return _result(path, disclosure, "ingested")
    except (ChazhangError, OSError) as error:
        reason = f"读不了：{explain(error)}" if isinstance(error, OSError) else str(error)
        return IngestResult(readable(path), sha256, "failed", error=reason)


def _result(path: Path, held: Disclosure, status: str) -> IngestResult:
    who = held.identity
    facts = sum(f.amount is not None for f in held.facts)
    return IngestResult(readable(path), held.sha256, status, who.entity, who.year, str(who.stage),
                        held.n_pages, len(held.tables), facts, len(held.passages))  # fmt: skip


def _refuse_unfit(path: Path, settings: Settings) -> None:
    if not path.exists():
        raise Unreadable("没有这个文件")
    if not path.is_file():
        raise Unreadable("这不是普通文件")  # to read a pipe would wait for ever
    if path.suffix.lower() not in SUFFIXES:
        raise Unreadable(f"还不会读这种文件（{path.suffix or '没有扩展名'}），只读 PDF 和文字稿")
    if path.stat().st_size > settings.file_megabytes * 1_000_000:
        raise Unreadable(f"文件超过 {settings.file_megabytes} MB")


def _refuse_empty(disclosure: Disclosure) -> None:
    if not any(f.amount is not None for f in disclosure.facts) and not disclosure.statements:
        raise Unreadable("文件里没有预算或决算数据")


def _settle(ledger: Ledger, corpus: Path, path: Path, sha256: str) -> None:
    """What a file was before goes only once the new is held; a later run repeats it after a kill."""
    if is_inside(path, corpus):
        return
    held = origins(corpus)
    before = held.get(str(path.resolve()))
    if before == sha256:
        return
    if before and list(held.values()).count(before) == 1:  # no other file holds the same
        ledger.remove(before[:12])
    remember(corpus, path, sha256)


# ---------------------------------------------------------------------- reading, apart


def read_file(path: Path) -> Disclosure:
    """One file end to end, in this process."""
    from ingest.check.readers import second_reading
    from ingest.interpret.disclosure import interpret
    from ingest.read.pdf import read_pdf
    from ingest.read.text import read_text
    from ingest.recognise.file import recognise

    read = read_text if path.suffix.lower() == ".txt" else read_pdf
    document = read(path)
    return second_reading(interpret(recognise(document)), document)


def read_apart(path: Path, settings: Settings) -> Disclosure:
    """The same in a child with a memory and a time limit: a hostile file costs only itself."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(there, path, settings.file_memory_mb), daemon=True)
    child.start()
    there.close()
    try:
        return _received(here, settings)
    finally:
        here.close()
        child.kill()
        child.join()


def _received(pipe: Connection, settings: Settings) -> Disclosure:
    if not pipe.poll(settings.file_seconds):
        raise Unreadable(f"读了 {settings.file_seconds} 秒还没读完，放弃了")
    try:
        kind, payload = pickle.loads(pipe.recv_bytes())
    except EOFError:
        raise Unreadable("读这个文件的进程中途退出了（内存超限或文件损坏）") from None
    if kind == "error":
        raise Unreadable(payload)
    result: Disclosure = payload
    return result


def _child(pipe: Connection, path: Path, megabytes: int) -> None:
    limit = megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    try:
        answer: tuple[str, object] = ("ok", read_file(path))
    except ChazhangError as error:
        answer = ("error", str(error))
    except MemoryError:
        answer = ("error", "读这个文件要的内存超过了上限")
    except Exception as error:  # noqa: BLE001 (the edge: a broken file may raise anything)
        answer = ("error", f"文件损坏或格式不认识（{type(error).__name__}）")
    pipe.send_bytes(pickle.dumps(answer))

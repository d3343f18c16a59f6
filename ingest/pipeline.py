"""Files → corpus: read this first. One file is one disclosure is one transaction.

read → recognise → interpret, in a child process with limits → embed what is new → one commit with
facts, passages and vectors → the Chroma index brought in step, which a later start repeats if need be.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import pickle
import resource
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from ingest.corpus.index import PassageIndex, embed_missing
from ingest.corpus.ledger import Ledger, open_ledger
from ingest.errors import ChazhangError, Unreadable
from ingest.records import Disclosure
from ingest.settings import Settings

SUFFIXES = frozenset({".pdf", ".txt"})
FILES = "files"
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
    files = list(find_files(paths))
    results: list[IngestResult] = []
    with open_ledger(corpus, create=True) as ledger:
        for number, path in enumerate(files):
            if progress:
                progress(number, len(files), path.name)
            results.append(ingest_file(path, corpus, ledger, settings))
        if settings.embed:
            in_step(corpus, ledger)
    if progress:
        progress(len(files), len(files), "")
    return results


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those of known kinds under the folders named, in order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES)
        else:
            yield path


def ingest_file(path: Path, corpus: Path, ledger: Ledger, settings: Settings) -> IngestResult:
    sha256 = ""
    try:
        _refuse_unfit(path, settings)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        held = dict(ledger.known().values())
        if sha256 in held:
            _settle(ledger, corpus, path, sha256)
            return _result(str(path), ledger.load(held[sha256]), "unchanged")
        disclosure = read_apart(path, settings)
        _refuse_empty(disclosure)
        disclosure = replace(disclosure, path=str(keep_copy(path, sha256, corpus)))
        have = set(ledger.vectors())
        vectors = embed_missing(disclosure.passages, have) if settings.embed else {}
        ledger.save(disclosure, vectors)
        _settle(ledger, corpus, path, sha256)
        return _result(str(path), disclosure, "ingested")
    except (ChazhangError, OSError) as error:
        reason = str(error) if isinstance(error, ChazhangError) else f"读不了：{error.strerror}"
        return IngestResult(str(path), sha256, "failed", error=reason)


def _result(path: str, held: Disclosure, status: str) -> IngestResult:
    who = held.identity
    facts = sum(f.amount is not None for f in held.facts)
    return IngestResult(path, held.sha256, status, who.entity, who.year, str(who.stage),
                        held.n_pages, len(held.tables), facts, len(held.passages))  # fmt: skip


def _refuse_unfit(path: Path, settings: Settings) -> None:
    if not path.exists():
        raise Unreadable("没有这个文件")
    if path.suffix.lower() not in SUFFIXES:
        raise Unreadable(f"还不会读这种文件（{path.suffix or '没有扩展名'}），只读 PDF 和文字稿")
    if path.stat().st_size > settings.file_megabytes * 1_000_000:
        raise Unreadable(f"文件超过 {settings.file_megabytes} MB")


def _refuse_empty(disclosure: Disclosure) -> None:
    if not any(f.amount is not None for f in disclosure.facts) and not disclosure.statements:
        raise Unreadable("文件里没有预算或决算数据")


# ---------------------------------------------------------------------- the corpus's own files


def keep_copy(path: Path, sha256: str, corpus: Path) -> Path:
    """The very bytes that were read stay with the corpus: a citation must open them for ever."""
    folder = corpus.resolve() / FILES / sha256[:12]
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / path.name
    if not copy.exists():
        part = folder / (path.name + ".part")
        shutil.copyfile(path, part)
        part.replace(copy)
    return copy


def _origins(corpus: Path) -> Path:
    return corpus / FILES / "origins.tsv"


def _remember(corpus: Path, path: Path, sha256: str) -> None:
    held = _read_origins(corpus) | {str(path.resolve()): sha256}
    text = "".join(f"{sha}\t{origin}\n" for origin, sha in sorted(held.items()))
    part = _origins(corpus).with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(_origins(corpus))


def _read_origins(corpus: Path) -> dict[str, str]:
    if not _origins(corpus).exists():
        return {}
    lines = _origins(corpus).read_text(encoding="utf-8").splitlines()
    return {origin: sha for sha, origin in (line.split("\t", 1) for line in lines)}


def _settle(ledger: Ledger, corpus: Path, path: Path, sha256: str) -> None:
    """What a file was before goes only once the new is held; a later run repeats it after a kill."""
    _drop_older(ledger, corpus, path, sha256)
    if _read_origins(corpus).get(str(path.resolve())) != sha256:
        _remember(corpus, path, sha256)


def _drop_older(ledger: Ledger, corpus: Path, path: Path, sha256: str) -> None:
    """A file that changed replaces what was read from it before."""
    before = _read_origins(corpus).get(str(path.resolve()))
    if before and before != sha256:
        others = [o for o, s in _read_origins(corpus).items() if s == before]
        if others == [str(path.resolve())]:
            ledger.remove(before[:12])


def in_step(corpus: Path, ledger: Ledger) -> None:
    """Vectors and index follow the ledger, also after an earlier run was killed between them."""
    passages = [rows[0][1] for rows in ledger.passages().values()]
    missing = embed_missing(passages, set(ledger.vectors()))
    if missing:
        ledger.put_vectors(missing)
    PassageIndex(corpus).sync(ledger)


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

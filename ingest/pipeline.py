"""Files → corpus: read this first. One file is one disclosure is one transaction.

read → recognise → interpret, file by file in processes with limits → one process commits each with
its facts and passages, which can be asked about at once → passages are embedded after all files,
batch by batch, and the Chroma index is brought in step: a later run goes on after a kill.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from ingest.corpus.engines import WAITS, Notice
from ingest.corpus.failures import Failed, keep_failures
from ingest.corpus.faults import explain
from ingest.corpus.files import is_inside, keep_copy, only_writer, origins, readable, remember
from ingest.corpus.index import Watch, bring_in_step
from ingest.corpus.ledger import DisclosureRow, Ledger, open_ledger
from ingest.corpus.linking import copies_held
from ingest.corpus.packing import Packed
from ingest.errors import ChazhangError, CorpusError, OutOfStep, Unreadable
from ingest.events import happened
from ingest.executors import Pool, limits_of, open_pool
from ingest.reading import SUFFIXES as SUFFIXES
from ingest.reading import Failure, read_one
from ingest.reading import read_file as read_file
from ingest.records import Disclosure
from ingest.settings import Settings, current_settings
from ingest.workers import Workers

Progress = Callable[[int, int, str], None]
Heard = Callable[[int, "IngestResult | None"], None]
Read = TypeVar("Read")


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
    duplicate_of: str = ""  # the name of a file held that says the same in other bytes
    replaces: str = ""  # the id of what was held under its name, where `replacing` was asked for


def ingest_paths(
    paths: Sequence[Path],
    corpus: Path,
    progress: Progress | None = None,
    settings: Settings | None = None,
    executor: Executor | None = None,
    notice: Notice | None = None,
    heard: Heard | None = None,
    replacing: bool = False,
) -> list[IngestResult]:
    """Read files and folders into a corpus; one result a file, in order, whatever happens.

    With no paths, what an older reader read is read anew from the kept files.
    `progress(done, all, name)` is called after each file and at each scanned page, then again with
    no name for each batch of passages; `notice` gets sentences for people. Any executor of
    concurrent.futures will do; ours also hold the limits. Raises OutOfStep, with the results, where
    only the index failed. `heard(number, None)` is called when a file goes out to be read, and with
    its result after. A file that changed takes the place of what it was; with `replacing` it is
    known again by its name, body, year, stage and scope, not by its path: uploads have none.
    """
    settings, progress = settings or current_settings(), progress or _silent
    notice = notice or _unheard
    with (
        only_writer(corpus, partial(notice, WAITS)),
        open_ledger(corpus, create=True, settings=settings) as ledger,
        ledger.only_ingest(notice),
    ):
        files = list(find_files(paths, corpus) if paths else ledger.stale())
        with open_pool(settings, executor) as pool:
            intake = Intake(corpus, ledger, settings, pool, progress, heard or _silent)
            intake.older = ledger.disclosures() if replacing else ()
            pool.tells(intake.tell)
            results = intake.take(files)
        if left := len(ledger.stale()):
            notice(
                f"还有 {left} 份是旧版程序读的：运行 chazhang ingest（不给路径）会从存下的原件重读"
            )
        results = _with_copies(results, ledger)
        _tell_all(results)
        try:
            _keep_failures(corpus, results)
        except OSError as error:
            notice(f"没有读成的文件没能记下来：{explain(error)}")
        if settings.embed:
            watch = partial(_embedding, progress)
            _follow(corpus, ledger, watch, settings, results)
    return results


def _follow(
    corpus: Path, ledger: Ledger, watch: Watch, settings: Settings, results: list[IngestResult]
) -> None:
    try:
        bring_in_step(corpus, ledger, watch, settings)
    except (CorpusError, OSError) as error:
        reason = explain(error) if isinstance(error, OSError) else str(error)
        raise OutOfStep(reason, results) from error


def _embedding(progress: Progress, done: int, everything: int) -> None:
    progress(done, everything, "")


def _with_copies(results: list[IngestResult], ledger: Ledger) -> list[IngestResult]:
    """A copy saved again is held, and named as what it is: answers read one of them."""
    first = copies_held(ledger)
    if not first:
        return results
    named = {row.id: Path(row.path).name for row in ledger.disclosures()}
    return [
        replace(r, duplicate_of=named[first[r.sha256[:12]]]) if r.sha256[:12] in first else r
        for r in results
    ]


def _keep_failures(corpus: Path, results: Sequence[IngestResult]) -> None:
    day = datetime.now(UTC).astimezone().date().isoformat()
    failed = [
        Failed(Path(r.path).name, r.path, r.sha256, r.error, day)
        for r in results
        if r.status == "failed" and (r.sha256 or Path(r.path).exists())  # not a slip of the pen
    ]
    keep_failures(corpus, [(r.path, r.sha256) for r in results if r.status != "failed"], failed)


def _tell_all(results: Sequence[IngestResult]) -> None:
    counts = Counter(r.status for r in results)
    happened("ingest.end", files=len(results), **counts)


def _silent(*_: object) -> None:
    """No one watches."""


def _unheard(text: str) -> None:
    """No one listens."""


def find_files(paths: Iterable[Path], corpus: Path) -> Iterator[Path]:
    """The files named, and those of known kinds under the folders named, in order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if _is_wanted(p, path, corpus))
        else:
            yield path


def _is_wanted(path: Path, folder: Path, corpus: Path) -> bool:
    """Hidden files and folders, and ~$a.docx while Word has a.docx open, are other programs' own;
    the corpus may lie in the folder itself."""
    hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    known = path.suffix.lower() in SUFFIXES and not hidden
    return known and path.is_file() and not is_inside(path, corpus)


# ---------------------------------------------------------------------- one writer, many readers


@dataclass(slots=True)
class Intake:
    """Files go out to be read, a few ahead of the writer; what comes back is stored by one."""

    corpus: Path
    ledger: Ledger
    settings: Settings
    pool: Pool
    progress: Progress
    heard: Heard = _silent
    older: tuple[DisclosureRow, ...] = ()  # held before, to be replaced by a file of their name
    _out: dict[Future[Packed | Failure], tuple[int, Path, str]] = field(default_factory=dict)
    _done: dict[int, IngestResult] = field(default_factory=dict)
    _began: dict[int, float] = field(default_factory=dict)
    _all: int = 0

    def take(self, files: Sequence[Path]) -> list[IngestResult]:
        self._all, twins = len(files), []
        ahead = 2 * self.pool.width
        for number, path in enumerate(files):
            while len(self._out) >= ahead:
                self._store_next()
            if not self._send(number, path):
                twins.append((number, path))
        self._store_all()
        for number, path in twins:  # the first of each has been stored by now, or has failed
            self._send(number, path)
            self._store_all()
        return [self._done[number] for number in sorted(self._done)]

    def _send(self, number: int, path: Path) -> bool:
        """False where the same content is just being read from another file."""
        sha256 = ""
        self._began[number] = time.monotonic()
        try:
            _refuse_unfit(path, self.settings)
            sha256 = _digest(path)
            held = self.ledger.find(sha256)
            if held:
                _settle(self.ledger, self.corpus, path, sha256)
                self._finish(number, path, _row_result(path, held))
            elif any(sha256 == other for _, _, other in self._out.values()):
                return False
            else:
                task = self.pool.read(path, limits_of(self.settings))
                self._out[task] = (number, path, sha256)
                self.heard(number, None)
        except (ChazhangError, OSError) as error:
            self._finish(number, path, _failed(path, sha256, error))
        return True

    def _store_all(self) -> None:
        while self._out:
            self._store_next()

    def _store_next(self) -> None:
        ready, _ = wait(self._out, return_when=FIRST_COMPLETED)
        for task in ready:
            number, path, sha256 = self._out.pop(task)
            try:
                packed = _outcome(task, self.settings)
                result = self._store(path, sha256, packed)
            except (ChazhangError, OSError) as error:
                result = _failed(path, sha256, error)
            self._finish(number, path, result)

    def _store(self, path: Path, sha256: str, packed: Packed) -> IngestResult:
        content = path.read_bytes()
        if not sha256 == packed.bare.sha256 == hashlib.sha256(content).hexdigest():
            raise Unreadable("读的时候文件被改动了，请再读一次")
        copy = keep_copy(path, content, sha256, self.corpus)
        packed = replace(packed, bare=replace(packed.bare, path=str(copy)))
        self.ledger.save_packed(packed)
        _settle(self.ledger, self.corpus, path, sha256)
        return replace(_result(path, packed), replaces=self._replace(packed.bare))

    def _replace(self, new: Disclosure) -> str:
        """Only once the new is held; never another file of the same run."""
        was = [row for row in self.older if _is_before(row, new)]
        for row in was:
            self.ledger.remove(row.id)
        return was[0].id if was else ""

    def tell(self, name: str, page: int, pages: int) -> None:
        """A scan takes seconds a page."""
        said = f"{readable(Path(name))}（扫描页 {page}/{pages}）"
        self.progress(len(self._done), self._all, said)

    def _finish(self, number: int, path: Path, result: IngestResult) -> None:
        self._done[number] = result
        took = time.monotonic() - self._began.pop(number)
        happened("ingest.file", file=Path(result.path).name, sha256=result.sha256,
                 status=result.status, entity=result.entity, year=result.year, stage=result.stage,
                 pages=result.pages, facts=result.facts, seconds=round(took, 3),
                 error=result.error)  # fmt: skip
        self.heard(number, result)
        self.progress(len(self._done), self._all, readable(Path(path.name)))


def _outcome(task: Future[Read | Failure], settings: Settings) -> Read:
    """What was read, or why not, in words for people."""
    try:
        found = task.result()
    except TimeoutError:
        raise Unreadable(f"读了 {settings.file_seconds} 秒还没读完，放弃了") from None
    except MemoryError:
        raise Unreadable("读这个文件要的内存超过了上限") from None
    except CancelledError:
        raise Unreadable("读文件的集群断开了，再运行一次会接着读") from None
    except Exception as error:
        raise Unreadable("读这个文件的进程中途退出了（超出上限或文件损坏）") from error
    if isinstance(found, Failure):
        raise Unreadable(found.reason)
    return found


def _is_before(row: DisclosureRow, new: Disclosure) -> bool:
    one, other = row.identity, new.identity
    return (
        row.sha256 != new.sha256
        and Path(row.path).name == Path(new.path).name
        and (one.entity, one.year, one.stage, one.scope)
        == (other.entity, other.year, other.stage, other.scope)
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _failed(path: Path, sha256: str, error: ChazhangError | OSError) -> IngestResult:
    reason = f"读不了：{explain(error)}" if isinstance(error, OSError) else str(error)
    return IngestResult(readable(path), sha256, "failed", error=reason)


def _result(path: Path, read: Packed) -> IngestResult:
    bare, who = read.bare, read.bare.identity
    return IngestResult(readable(path), bare.sha256, "ingested", who.entity, who.year,
                        str(who.stage), bare.n_pages, len(read.rows["tables"]), read.facts,
                        len(read.rows["passages"]))  # fmt: skip


def _row_result(path: Path, held: DisclosureRow) -> IngestResult:
    who = held.identity
    return IngestResult(readable(path), held.sha256, "unchanged", who.entity, who.year,
                        str(who.stage), held.pages, held.tables, held.facts,
                        held.passages)  # fmt: skip


def _refuse_unfit(path: Path, settings: Settings) -> None:
    if not path.exists():
        raise Unreadable("没有这个文件")
    if not path.is_file():
        raise Unreadable("这不是普通文件")  # to read a pipe would wait for ever
    if path.suffix.lower() not in SUFFIXES:
        raise Unreadable(
            f"还不会读这种文件（{path.suffix or '没有扩展名'}），只读 PDF、Word、Excel、网页和文字稿"
        )
    if path.stat().st_size > settings.file_megabytes * 1_000_000:
        raise Unreadable(f"文件超过 {settings.file_megabytes} MB")


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


def read_apart(path: Path, settings: Settings) -> Disclosure:
    """One file in a process with limits, stored nowhere."""
    limits = limits_of(settings)
    with Workers(1, limits) as workers:
        return _outcome(workers.submit(read_one, path, limits), settings)

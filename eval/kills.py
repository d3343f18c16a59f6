"""Kill ingest at random moments: is the corpus afterwards as one that was never killed?

    python -m eval.kills FOLDER [--kills 200] [--seed 1]

Each time a new corpus is begun by a process that is killed (SIGKILL), at a
moment drawn over the whole run or right after a sign on the disk (a commit, a kept file, the
index); then a second run ends by itself, and everything is compared: records, vectors, kept bytes,
where files came from, index. FOLDER should hold a handful of small files.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from ingest.corpus.index import FOLDER, index_of
from ingest.corpus.ledger import FILE, open_ledger
from ingest.pipeline import ingest_paths

SIGNS = {  # what is on the disk when a stage has begun
    "ledger": FILE,
    "commit": FILE + "-wal",
    "kept": "files/*/*",
    "origins": "files/origins.tsv",
    "index": "index/chroma.sqlite3",
    "vectors in the index": "index/*/*.bin",
}
AFTER = 0.05  # seconds after a sign at most
PAUSE = 0.0005
TOO_LATE = "(it had ended)"
LOADED = ("chromadb", "llama_index.vector_stores.chroma", "ingest.read.pdf", "pdfplumber")


@dataclass(frozen=True, slots=True)
class Kill:
    """When one run was killed, and how the corpus differs afterwards; "" where it does not."""

    moment: str
    held: int  # disclosures in the ledger right after the kill
    differs: str


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chazhang-kills-") as space:
        results = list(killed(given.folder, Path(space), given.kills, random.Random(given.seed)))
    moments = Counter(r.moment for r in results)
    results = [r for r in results if r.moment != TOO_LATE]
    whole = sum(not r.differs for r in results)
    sys.stdout.write(f"{whole} of {len(results)} kills left nothing lost and nothing half\n")
    sys.stdout.writelines(f"  {count:4} {moment}\n" for moment, count in sorted(moments.items()))
    return int(whole != len(results))


def killed(folder: Path, space: Path, kills: int, draw: random.Random) -> Iterator[Kill]:
    """One kill after another, told on stderr."""
    began = time.monotonic()
    _begun(folder, space / "never").join()
    whole_run = time.monotonic() - began
    never = _seen(space / "never")
    for number in range(kills):
        corpus = space / "corpus"
        found = _one(folder, corpus, whole_run, draw, never)
        sys.stderr.write(f"{number + 1}/{kills} {found.moment}: {found.differs or 'equal'}\n")
        shutil.rmtree(corpus, ignore_errors=True)
        yield found


def _one(
    folder: Path, corpus: Path, whole_run: float, draw: random.Random, never: dict[str, Any]
) -> Kill:
    child = _begun(folder, corpus)
    moment = draw.choice(["any", "any", "any", *SIGNS])
    if moment == "any":
        until = time.monotonic() + draw.uniform(0, whole_run)
        _watch(child, lambda: time.monotonic() >= until)
    else:
        _watch(child, lambda: any(corpus.glob(SIGNS[moment])))
        time.sleep(draw.uniform(0, AFTER))
    moment = moment if child.is_alive() else TOO_LATE
    _kill(child)
    held = _held(corpus)
    _begun(folder, corpus).join()
    return Kill(moment, held, difference(_seen(corpus), never))


# ---------------------------------------------------------------------- one run


@cache
def _context() -> Any:
    """Processes come from one that has our modules and no threads: quick, and safe to kill."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["ingest.pipeline", *LOADED])
    return context


def _begun(folder: Path, corpus: Path) -> Any:
    child = _context().Process(target=_ingest, args=(folder, corpus))
    child.start()
    return child


def _ingest(folder: Path, corpus: Path) -> None:
    """One thread reads, in the very process that is killed: pdfium knows no others."""
    with ThreadPoolExecutor(1) as pool:
        ingest_paths([folder], corpus, executor=pool)


def _watch(child: Any, reached: Callable[[], bool]) -> None:
    while not reached() and child.is_alive():
        time.sleep(PAUSE)


def _kill(child: Any) -> None:
    child.kill()
    child.join()


def _seen(corpus: Path) -> dict[str, Any]:
    """Looked at in a process of its own, too: it opens Chroma."""
    here, there = _context().Pipe()
    child = _context().Process(target=_tell, args=(there, corpus))
    child.start()
    there.close()
    told: dict[str, Any] = here.recv()
    child.join()
    return told


def _tell(pipe: Any, corpus: Path) -> None:
    pipe.send(state(corpus))


# ---------------------------------------------------------------------- what a corpus holds


def _held(corpus: Path) -> int:
    """Every disclosure that is in the ledger right after a kill can be read whole."""
    if not (corpus / FILE).exists():
        return 0
    with open_ledger(corpus) as ledger:
        return len(ledger.all_disclosures())


def state(corpus: Path) -> dict[str, Any]:
    """All that must be equal, by name; ids of rows and times are not."""
    with open_ledger(corpus) as ledger:
        held = ledger.all_disclosures()
        vectors = ledger.vectors()
        ids = index_of(corpus, ledger).ids()
    root = str(corpus.resolve())
    return {
        "records": {d.id: replace(d, path=d.path.removeprefix(root)) for d in held},
        "vectors": {i: hashlib.sha256(v).hexdigest() for i, v in vectors.items()},
        "index": ids,
        "files": {
            str(p.relative_to(corpus)): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted((corpus / "files").rglob("*"))
            if p.is_file()
        },
        "folder": {
            p.name for p in corpus.iterdir() if p.name != FOLDER and not p.name.startswith(FILE)
        },
    }


def difference(here: dict[str, Any], never: dict[str, Any]) -> str:
    return ", ".join(
        f"{name} ({_how(here[name], held)})" for name, held in never.items() if here[name] != held
    )


def _how(here: Any, never: Any) -> str:
    lost, more = set(never) - set(here), set(here) - set(never)
    return f"{len(lost)} lost, {len(more)} more, {len(here)} held"


if __name__ == "__main__":
    raise SystemExit(main())

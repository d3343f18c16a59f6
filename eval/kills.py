"""Kill ingest at random moments: is the corpus afterwards as one that was never killed?

    python -m eval.kills FOLDER [--kills 200] [--seed 1] [--plain-embedder] [--minutes 8]

Each time an ingest is killed (SIGKILL) at a moment drawn over the whole run, or right after a sign
on the disk (a commit, a kept file, the index): of a corpus that is new, or of one that holds an
earlier state of one of the files. One run in four that was to mend it is killed, too. Then a last
run ends by itself, and everything is compared: records, vectors, kept bytes, where files came from,
the index with its vectors, and what it finds. FOLDER should hold a handful of small files. The
stores are the real ones, where the settings put them; --plain-embedder makes vectors of letters
instead of meaning, since embedding takes many times as long as all else. A run that reaches
--minutes ends early: give the next another seed.
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
from dataclasses import dataclass, field, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from ingest.corpus.embedding import use_encoder
from ingest.corpus.index import FOLDER, PassageIndex, index_of
from ingest.corpus.ledger import FILE, open_ledger
from ingest.errors import ChazhangError
from ingest.pipeline import ingest_paths

SIGNS = {  # what is on the disk when a stage has begun
    "ledger": FILE,
    "commit": FILE + "-wal",
    "kept": "files/*/*",
    "origins": "files/origins.tsv",
    "index": "index/chroma.sqlite3",
    "vectors in the index": "index/*/*.bin",
}
NEW, CHANGED = "new corpus", "changed file"
TWICE = 0.25  # of the runs that are to mend a corpus are killed as well
AFTER = 0.05  # seconds after a sign at most
PAUSE = 0.0005
TOO_LATE = "(it had ended)"
WIDTH = 384  # of a vector
SEARCHES = ("收入总计", "三公经费为什么减少", "政府采购", "机关运行经费")
LOADED = ("chromadb", "llama_index.vector_stores.chroma", "ingest.read.pdf", "pdfplumber")


@dataclass(frozen=True, slots=True)
class Kill:
    """When one run was killed, and how the corpus differs afterwards; "" where it does not."""

    moment: str
    differs: str


@dataclass(slots=True)
class World:
    """What is killed again and again: `held` is copied first, where there is one."""

    name: str
    folder: Path
    held: Path | None
    plain: bool
    seconds: float = 0.0  # of a run that nobody kills
    never: dict[str, Any] = field(default_factory=dict)  # and what is held after it


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plain-embedder", action="store_true")
    parser.add_argument("--minutes", type=float, default=1e9)
    given = parser.parse_args()
    until = time.monotonic() + 60 * given.minutes
    results: list[Kill] = []
    with tempfile.TemporaryDirectory(prefix="chazhang-kills-") as space:
        worlds = begin(given.folder, Path(space), plain=given.plain_embedder)
        for found in killed(worlds, Path(space), random.Random(given.seed)):
            results.append(found)
            number = sum(r.moment != TOO_LATE for r in results)
            sys.stderr.write(f"{number} {found.moment}: {found.differs or 'equal'}\n")
            if number >= given.kills or time.monotonic() > until:
                break
    return tell(results)


def tell(results: list[Kill]) -> int:
    moments = Counter(r.moment for r in results)
    results = [r for r in results if r.moment != TOO_LATE]
    whole = sum(not r.differs for r in results)
    sys.stdout.write(f"{whole} of {len(results)} kills left nothing lost and nothing half\n")
    sys.stdout.writelines(f"  {count:4} {moment}\n" for moment, count in sorted(moments.items()))
    return int(whole != len(results))


# ---------------------------------------------------------------------- the worlds


def begin(folder: Path, space: Path, *, plain: bool) -> tuple[World, ...]:
    """One that begins with nothing, one that holds another state of its first file."""
    given = Path(shutil.copytree(folder, space / "given"))
    first = min(p for p in given.rglob("*") if p.is_file())
    now = first.read_bytes()
    first.write_bytes(now + b"\n% as it was\n" if first.suffix == ".pdf" else now + b"\n")
    _begun(given, space / "held", plain).join()
    first.write_bytes(now)
    worlds = (World(NEW, given, None, plain), World(CHANGED, given, space / "held", plain))
    for number, world in enumerate(worlds):
        never = _laid_out(world, space / f"never{number}")
        began = time.monotonic()
        _begun(given, never, plain).join()
        world.seconds, world.never = time.monotonic() - began, _seen(never, plain)
    return worlds


def killed(worlds: tuple[World, ...], space: Path, draw: random.Random) -> Iterator[Kill]:
    """One kill after another, without end."""
    while True:
        yield _one(draw.choice(worlds), space / "corpus", draw)


def _one(world: World, corpus: Path, draw: random.Random) -> Kill:
    shutil.rmtree(corpus, ignore_errors=True)
    _laid_out(world, corpus)
    sign = draw.choice(["any", "any", "any", *(SIGNS if world.held is None else ())])
    moment = _kill(world, corpus, sign, draw)
    if moment != TOO_LATE and draw.random() < TWICE:
        moment += " twice" if _kill(world, corpus, "any", draw) != TOO_LATE else ""
    half = _half(corpus)
    _begun(world.folder, corpus, world.plain).join()
    return Kill(moment, half or difference(_seen(corpus, world.plain), world.never))


def _laid_out(world: World, corpus: Path) -> Path:
    return Path(shutil.copytree(world.held, corpus)) if world.held else corpus


def _kill(world: World, corpus: Path, sign: str, draw: random.Random) -> str:
    child = _begun(world.folder, corpus, world.plain)
    if sign == "any":
        until = time.monotonic() + draw.uniform(0, world.seconds)
        _watch(child, lambda: time.monotonic() >= until)
    else:
        _watch(child, lambda: any(corpus.glob(SIGNS[sign])))
        time.sleep(draw.uniform(0, AFTER))
    moment = f"{world.name}, {sign}" if child.is_alive() else TOO_LATE
    child.kill()
    child.join()
    return moment


def _watch(child: Any, reached: Callable[[], bool]) -> None:
    while not reached() and child.is_alive():
        time.sleep(PAUSE)


# ---------------------------------------------------------------------- one run


class Letters:
    """Text → a vector of its pairs of letters, always the same: what the stores hold need not
    mean anything."""

    def query(self, text: str) -> Any:
        found = np.zeros(WIDTH, dtype=np.float32)
        for at in range(len(text)):
            found[int.from_bytes(hashlib.md5(text[at : at + 2].encode()).digest()[:4]) % WIDTH] += 1
        return found / max(float(np.linalg.norm(found)), 1.0)

    def passage(self, texts: list[str]) -> Any:
        return np.stack([self.query(text) for text in texts])


@cache
def _context() -> Any:
    """Processes come from one that has our modules and no threads: quick, and safe to kill."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["ingest.pipeline", *LOADED])
    return context


def _begun(folder: Path, corpus: Path, plain: bool) -> Any:
    child = _context().Process(target=_ingest, args=(folder, corpus, plain))
    child.start()
    return child


def _ingest(folder: Path, corpus: Path, plain: bool) -> None:
    """Files are read in the very process that is killed, two side by side."""
    if plain:
        use_encoder(Letters())
    with ThreadPoolExecutor(2) as pool:
        ingest_paths([folder], corpus, executor=pool)


def _seen(corpus: Path, plain: bool) -> dict[str, Any]:
    """Looked at in a process of its own, too: it opens Chroma."""
    here, there = _context().Pipe()
    child = _context().Process(target=_tell, args=(there, corpus, plain))
    child.start()
    there.close()
    told: dict[str, Any] = here.recv()
    child.join()
    return told


def _tell(pipe: Any, corpus: Path, plain: bool) -> None:
    if plain:
        use_encoder(Letters())
    try:
        pipe.send(state(corpus))
    except ChazhangError as error:
        pipe.send({"problem": str(error)})


# ---------------------------------------------------------------------- what a corpus holds


def _half(corpus: Path) -> str:
    """Every disclosure that is in the ledger right after a kill can be read whole; else why not."""
    if not (corpus / FILE).exists():
        return ""
    try:
        with open_ledger(corpus) as ledger:
            held = ledger.all_disclosures()
    except ChazhangError as error:
        return f"after the kill: {error}"
    lost = [d.id for d in held if not Path(d.path).is_file()]
    return f"after the kill: {len(lost)} without their original" if lost else ""


def state(corpus: Path) -> dict[str, Any]:
    """All that must be equal, by name; ids of rows and times are not."""
    with open_ledger(corpus) as ledger:
        held = ledger.all_disclosures()
        vectors = ledger.vectors()
        index = index_of(corpus, ledger)
        indexed = index.vectors()
    root = str(corpus.resolve())
    return {
        "records": {d.id: replace(d, path=d.path.removeprefix(root)) for d in held},
        "vectors": {i: _digest(v) for i, v in vectors.items()},
        "index": {i: _digest(v) for i, v in indexed.items()},
        "searches": {text: _likeness(index, text) for text in SEARCHES} if indexed else {},
        "files": {
            str(p.relative_to(corpus)): _digest(p.read_bytes())
            for p in sorted((corpus / "files").rglob("*"))
            if p.is_file()
        },
        "folder": {
            p.name for p in corpus.iterdir() if p.name != FOLDER and not p.name.startswith(FILE)
        },
    }


def _likeness(index: PassageIndex, text: str) -> list[float]:
    """Of the three nearest; which of several equal ones comes first is chance, killed or not."""
    return [round(likeness, 4) for _, _, likeness in index.search(text, 3)]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def difference(here: dict[str, Any], never: dict[str, Any]) -> str:
    if "problem" in here:
        return str(here["problem"])
    return ", ".join(
        f"{name} ({_how(here[name], held)})" for name, held in never.items() if here[name] != held
    )


def _how(here: Any, never: Any) -> str:
    lost, more = set(never) - set(here), set(here) - set(never)
    return f"{len(lost)} lost, {len(more)} more, {len(here)} held"


if __name__ == "__main__":
    raise SystemExit(main())

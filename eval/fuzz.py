"""Hand in what should do harm: nothing may crash, hang, tell a path or a traceback, or eat memory.

    python -m eval.fuzz CORPUS PATHS… [--files 700] [--questions 900] [--drafts 400] [--seed 1]

PATHS are PDFs, text files, or folders of them: they are broken (eval/fuzzing), and read into a
corpus of their own with the limits of an ingest; what was read is looked at again, as an answer
would. Questions and drafts are made of those in eval/data, and put to CORPUS. Ends with a count of
each kind and 1 where anything was found; each finding is one line, with the seed and the number
that draws it again.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from eval.formats import docx, html, xlsx
from eval.formats.__main__ import pieces_of
from eval.fuzzing import offices, pdfs, words
from ingest.corpus.ledger import open_ledger
from ingest.errors import ChazhangError
from ingest.pipeline import IngestResult, find_files, ingest_paths
from ingest.reading import Limits, read_file
from ingest.settings import Settings
from ingest.workers import Workers

if TYPE_CHECKING:
    from assistant.ask import Assistant

DATA = Path(__file__).parent / "data"
STRICT = Settings(embed=False, file_seconds=20, file_memory_mb=1200, file_pages=300, jobs=1)
BATCH = 25  # files in one ingest
KEPT = 100  # files in one corpus: all those of a body are in memory at once when it is put together
PATIENCE = 30  # seconds for one question or draft
LONGEST = 300  # seconds for a file: each page that is read as an image has a limit of its own
WARM = 100  # questions or drafts until a fresh process has at hand what it keeps
MOST_GROWTH = 40_000_000  # bytes, after a first tenth of the inputs
RAW = re.compile(
    r"[A-Z][A-Za-z]+(?:Error|Exception)\b|Traceback|site-packages|\.py\b|/(?:tmp|work|home|root|usr)/|0x[0-9a-f]{4}"
)
CHINESE = re.compile("[一-龥]")


@dataclass(slots=True)
class Found:
    """What happened so far."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)  # bytes, of the process that must go on
    asking: dict[str, list[int]] = field(default_factory=dict)  # and of the one that answers
    until: float = math.inf  # by the monotonic clock: what is left then is not handed in
    first: int = 0  # the number of the first input of each kind

    @property
    def is_over(self) -> bool:
        return time.monotonic() > self.until

    def numbers(self, count: int) -> range:
        return range(self.first, self.first + count)

    def problem(self, which: str, told: str) -> None:
        self.problems.append(f"{which}: {told}")
        sys.stderr.write(f"!! {which}: {told}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--files", type=int, default=700)
    parser.add_argument("--questions", type=int, default=900)
    parser.add_argument("--drafts", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number to begin at")
    parser.add_argument("--minutes", type=float, default=math.inf, help="for each of the three")
    given = parser.parse_args()
    found = Found(first=given.first)
    with Workers(1, Limits(seconds=PATIENCE, megabytes=8000)) as worker:
        say = list(questions_of(DATA))
        found.until = time.monotonic() + 60 * given.minutes
        hand_in(given.paths, given.files, given.seed, found, worker)
        for kind, many in (("question", given.questions), ("draft", given.drafts)):
            found.until = time.monotonic() + 60 * given.minutes
            put(kind, many, given.seed, say, given.corpus, found, worker)
    sys.stdout.write(report(found))
    return int(bool(found.problems))


def report(found: Found) -> str:
    lines = [f"{sum(found.counts.values())} inputs, {len(found.problems)} problems\n"]
    lines += [f"  {count:5} {kind}\n" for kind, count in sorted(found.counts.items())]
    for name, held in (("file", found.memory), *found.asking.items()):
        if held:
            first = held[len(held) // 10]
            lines.append(
                f"memory, each {name}: {first / 1e6:.0f} MB after a tenth, {held[-1] / 1e6:.0f} MB at the"
                f" end, {max(held) / 1e6:.0f} MB at most\n"
            )
    return "".join((*lines, *(f"! {told}\n" for told in found.problems)))


def _flat(found: Found, held: Sequence[int], name: str, warm: int = 1) -> None:
    """What is kept at hand fills up in the first tenth, of each kind of input its own, and in no
    less than `warm` inputs."""
    first = max(len(held) // 10, warm)
    if len(held) > max(20, 2 * first) and held[-1] - held[first] > MOST_GROWTH:
        grown = (held[-1] - held[first]) / 1e6
        found.problem("memory", f"each {name}: grew by {grown:.0f} MB")


def resident() -> int:
    """Bytes that this process has in memory now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096


# ---------------------------------------------------------------------- files


def hand_in(
    paths: Sequence[Path], many: int, seed: int, found: Found, worker: Workers | None = None
) -> None:
    """Broken files, batch by batch, into one corpus after the other."""
    drawn = broken_files(paths, seed, found.first)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as space:
        numbers = found.numbers(many)
        for at in range(0, many, BATCH):
            folder, corpus = Path(space, f"given{at}"), Path(space, f"corpus{at // KEPT}")
            kinds = _laid_out(folder, drawn, numbers[at : at + BATCH])
            for result, seconds in _ingested(folder, corpus):
                kind = kinds.get(result.path.rsplit("/", 1)[-1].split(" ")[0], "?")
                found.counts[f"{kind.split(':')[0]} {result.status}"] += 1
                if told := unfit(result, seconds):
                    found.problem(f"seed {seed} {kind}", told)
            found.memory.append(resident())
            _look_again(corpus, found, worker)
            _whole(corpus, found)
            shutil.rmtree(folder)
            if found.is_over:
                break
    _flat(found, found.memory, "file")


def _laid_out(
    folder: Path, drawn: Iterator[tuple[str, str, str, bytes]], numbers: range
) -> dict[str, str]:
    """Number → what it is; names begin with the number, and end as their harm wants."""
    folder.mkdir()
    kinds = {}
    for number in numbers:
        kind, name, suffix, content = next(drawn)
        safe = name.replace("/", "／").replace("\x00", "")[:60]
        path = folder / f"{number} {safe}".encode("utf-8", "replace").decode()[:80]
        path.with_name(path.name[:70] + suffix).write_bytes(content)
        kinds[str(number)] = f"{kind} #{number}"
    return kinds


def _ingested(folder: Path, corpus: Path) -> Iterator[tuple[IngestResult, float]]:
    ended = {-1: time.monotonic()}  # one is read at a time: each begins when the one before ends

    def heard(number: int, result: IngestResult | None) -> None:
        if result is not None:
            ended[number] = time.monotonic()

    for number, result in enumerate(ingest_paths([folder], corpus, settings=STRICT, heard=heard)):
        yield result, ended[number] - ended[number - 1]


def unfit(result: IngestResult, seconds: float) -> str:
    """What is wrong with how a file ended; "" where nothing is."""
    if result.status not in ("ingested", "unchanged", "failed"):
        return f"status {result.status}"
    if seconds > LONGEST:
        return f"took {seconds:.0f} seconds"
    if result.status == "failed" and (RAW.search(result.error) or not CHINESE.search(result.error)):
        return f"told {result.error!r}"
    return ""


def _look_again(corpus: Path, found: Found, worker: Workers | None) -> None:
    """What has just been read is read once more where it stands, and drawn: as an answer does."""
    if worker is None:
        return
    try:
        told = worker.submit(again, corpus).result()
    except (ChazhangError, OSError, RuntimeError) as error:
        told = f"looking again ended with {type(error).__name__}"
    if told:
        found.problem("look again", told)


def again(corpus: Path) -> str:
    """Some cells of each disclosure held that was not looked at before; "" where all went well."""
    from ingest.read.reread import Rereader

    reader, wrong = Rereader(), []
    with open_ledger(corpus, settings=STRICT) as ledger:
        for own, path, _ in ledger.originals():
            if own in _seen:
                continue
            _seen.add(own)
            held = ledger.load(own)
            places = [s for f in held.facts[:: max(1, len(held.facts) // 5)] if (s := f.source)]
            for at in places:
                if held.media == "pdf" and at.box and at.page and not at.reading:
                    try:
                        reader.read(path, at.page, at.box, at.text)
                    except ChazhangError:
                        continue
                    except Exception as error:  # noqa: BLE001 (that is what is looked for)
                        wrong.append(f"{path.name} p. {at.page}: {type(error).__name__}")
    reader.close()
    return "; ".join(wrong[:5])


_seen: set[str] = set()


def _whole(corpus: Path, found: Found) -> None:
    with open_ledger(corpus, settings=STRICT) as ledger:
        if harm := ledger.damage():
            found.problem("ledger", harm)
        lost = [path.name for _, path, _ in ledger.originals() if not path.is_file()]
        if lost:
            found.problem("originals", f"{len(lost)} lost")


# ---------------------------------------------------------------------- what is broken


def broken_files(
    paths: Sequence[Path], seed: int, first: int = 0
) -> Iterator[tuple[str, str, str, bytes]]:
    """Kind, name, suffix and content, without end; the n-th of a seed is always the same."""
    files = [p for p in find_files(paths, Path("corpus")) if p.suffix.lower() in (".pdf", ".txt")]
    whole = [path.read_bytes() for path in files if path.suffix.lower() == ".pdf"]
    texts = [path.read_bytes() for path in files if path.suffix.lower() == ".txt"]
    office = drawn_files(files)
    for number in count(first):
        draw = random.Random(f"{seed} {number}")
        name = draw.choice(offices.NAMES) if draw.random() < 0.1 else ""
        way = draw.random()
        if way < 0.6:
            harm, content = pdfs.broken(draw.choice(whole), draw)
            yield f"pdf: {harm}", name, ".pdf", content
        elif way < 0.85:
            suffix, plain = draw.choice(office)
            change = offices.broken_markup if suffix == ".html" else offices.broken_package
            harm, content = change(plain, draw)
            yield f"{suffix[1:]}: {harm}", name, suffix, content
        elif way < 0.95 and texts:
            harm, content = offices.broken_markup(draw.choice(texts), draw)
            yield f"txt: {harm}", name, ".txt", content
        else:
            harm, suffix, content = offices.bomb(draw)
            yield f"bomb: {harm}", name, suffix, content


def drawn_files(files: Sequence[Path]) -> list[tuple[str, bytes]]:
    """The smallest readable PDF as Word, Excel and web page."""
    for path in sorted(files, key=lambda p: (p.suffix != ".pdf", p.stat().st_size)):
        try:
            pieces = pieces_of(path, read_file(path))
        except ChazhangError:
            continue
        return [
            (".docx", docx.draw(pieces)),
            (".xlsx", xlsx.draw(pieces)),
            (".html", html.draw(pieces)),
        ]
    return []


# ---------------------------------------------------------------------- questions and drafts


def questions_of(folder: Path) -> Iterator[str]:
    """Those that are known, from the fixed sets and the drafts."""
    for path in sorted(folder.rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield from (str(t) for t in row.get("turns", ()))
            yield from (str(row[key]) for key in ("q", "text", "sentence") if row.get(key))


def put(
    kind: str, many: int, seed: int, known: Sequence[str], corpus: Path, found: Found,
    worker: Workers,
) -> None:  # fmt: skip
    make = words.question if kind == "question" else words.draft
    held = found.asking.setdefault(kind, [])
    for number in found.numbers(many):
        if found.is_over:
            break
        text = make(known, random.Random(f"{seed} {kind} {number}"))
        which = f"seed {seed} {kind} #{number}"
        try:
            status, told, memory = worker.submit(partial(answered, kind, text, corpus)).result()
        except (RuntimeError, TimeoutError, MemoryError, OSError) as error:
            found.counts[f"{kind} none"] += 1
            found.problem(which, f"{type(error).__name__} on {text[:80]!r}")
            continue
        found.counts[f"{kind} {status}"] += 1
        held.append(memory)
        if told:
            found.problem(which, f"{told} on {text[:80]!r}")
    _flat(found, held, kind, WARM)


def answered(kind: str, text: str, corpus: Path) -> tuple[str, str, int]:
    """In the process that answers: how it ended, what is wrong with it, and its memory."""
    try:
        desk = _desk(corpus)
        if kind == "question":
            answer = desk.ask(text, with_model=False)
            status, said = str(answer.status), json.dumps(answer.to_json(), ensure_ascii=False)
            shown = " ".join((answer.text, *(w.message for w in answer.warnings)))
        else:
            report = desk.check(text)
            status, said = "checked", json.dumps(report.to_json(), ensure_ascii=False)
            shown = " ".join(n.reason for n in report.numbers)
        said.encode("utf-8", "surrogatepass")
    except ChazhangError as error:
        return "refused", "" if CHINESE.search(str(error)) else str(error), resident()
    except Exception:  # noqa: BLE001 (that is what is looked for)
        last = traceback.format_exc().strip().splitlines()
        return "fault", " | ".join(last[-5:]), resident()
    leaked = RAW.search(shown.replace(text, ""))
    if leaked and leaked[0] not in text:
        return status, f"told {leaked[0]!r}", resident()
    return status, "", resident()


@cache
def _desk(corpus: Path) -> Assistant:
    from assistant.ask import Assistant

    return Assistant(corpus)


if __name__ == "__main__":
    raise SystemExit(main())

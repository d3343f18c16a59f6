"""How answering grows with the corpus: drawn corpora of several sizes, the same kinds of questions.

    python -m eval.bench_scale FOLDER 10 1000 10000 [--fill] [--out FILE.json]

FOLDER holds (with --fill: gets) one corpus a size. Each is asked in a process of its own: look-ups
of single bodies, rankings over a province, why-questions; warm, that is, the process has answered
some of each kind. The first time, nothing of the body asked about is at hand: where a corpus is so
small that it comes again, the corpus is opened anew before. Then each question is asked once more
("again"). Drawn disclosures have no files, so what is cited is taken as read. Milliseconds, by the
clock and of processor time; memory as PSS in MB, after the questions and at most.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.ask import Assistant

ASKED = 60  # questions of a kind
WARMING = 10  # before them
ITEMS = (
    "支出总计",
    "办公费",
    "公务接待费",
    "住房公积金",
    "差旅费",
    "基本工资",
    "三公经费",
    "项目支出",
)


def questions(corpus: Path, seed: int = 1) -> dict[str, list[str]]:
    """Kind → questions, about bodies drawn from what the corpus holds."""
    from ingest.corpus.ledger import open_ledger

    with open_ledger(corpus) as ledger:
        held = [(row.identity.entity, row.identity.year, row.title) for row in ledger.disclosures()]
    draw = random.Random(seed)
    number = ASKED + WARMING
    chosen = [draw.choice(held) for _ in range(number)]
    provinces = sorted({title.split("省")[0] + "省" for _, _, title in held})
    years = sorted({year for _, year, _ in held})
    return {
        "look-up": [f"{who}{year}年{draw.choice(ITEMS)}是多少？" for who, year, _ in chosen],
        "ranking": [
            f"{draw.choice(provinces)}{draw.choice(years)}年{draw.choice(ITEMS)}哪个部门最高？"
            for _ in range(number)
        ],
        "why": [f"{who}{year}年收入总计为什么比上年变了？" for who, year, _ in chosen],
        "ranking of all": [f"{draw.choice(years)}年{item}哪个部门最高？" for item in ITEMS[:4]],
    }


def measured(corpus: Path) -> dict[str, Any]:
    """Figures of one corpus, in this process."""
    asked = questions(corpus)
    began = time.perf_counter()
    assistant = open_corpus(corpus)
    opened = time.perf_counter() - began
    assistant.warm()
    out: dict[str, Any] = {
        "disclosures": len(assistant.catalogue.docs),
        "bodies": len({u.entity for u in assistant.catalogue.units}),
        "labels": len(assistant.catalogue.labels()),
        "ledger MB": round(sum(p.stat().st_size for p in corpus.glob("ledger.sqlite*")) / 1e6),
        "open s": round(opened, 2),
        "open and warm s": round(time.perf_counter() - began, 2),
        "PSS opened": pss(),
    }
    for kind, texts in asked.items():
        warming = texts[:WARMING] if len(texts) > WARMING else []
        for text in warming:
            assistant.ask(text)
        texts = texts[len(warming) :]
        out[kind] = timed(
            each_first(corpus, assistant, texts) if warming else always(assistant), texts
        )
        out[f"{kind}, again"] = timed(always(assistant), texts)
        out[f"PSS after {kind}"] = pss()
    return out


def open_corpus(corpus: Path) -> Assistant:
    from assistant.ask import Assistant

    assistant = Assistant(corpus)
    assistant.prover.reread = lambda citation: citation.text
    return assistant


def always(assistant: Assistant) -> Iterator[Assistant]:
    return repeat(assistant)


def each_first(corpus: Path, assistant: Assistant, texts: Sequence[str]) -> Iterator[Assistant]:
    """One for each question; another one as soon as a body or province comes again."""
    seen: set[str] = set()
    for text in texts:
        about = text.split("20", 1)[0]
        if about in seen:
            seen.clear()
            assistant = open_corpus(corpus)
            assistant.warm()
        seen.add(about)
        yield assistant


def timed(assistants: Iterator[Assistant], texts: Sequence[str]) -> dict[str, Any]:
    times, used, status = [], [], []
    for text, assistant in zip(texts, assistants, strict=False):
        began, busy = time.perf_counter(), time.process_time()
        status.append(str(assistant.ask(text).status))
        times.append((time.perf_counter() - began) * 1000)
        used.append((time.process_time() - busy) * 1000)
    out = {"worst": round(max(times), 1), "answered": status.count("answered"), "of": len(status)}
    for name, found in (("", sorted(times)), ("processor ", sorted(used))):
        out[f"{name}p50"] = round(statistics.median(found), 1)
        out[f"{name}p95"] = round(found[int(0.95 * len(found))], 1)
    return out


def pss() -> int:
    """MB of this process, what it shares counted in part."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return round(int(line.split()[1]) / 1000)
    return 0


def filled(corpus: Path, count: int) -> Iterator[str]:
    """Draw a corpus, or the rest of one."""
    from eval.corpora import fill
    from ingest.corpus.ledger import open_ledger

    began = time.perf_counter()
    with open_ledger(corpus, create=True) as ledger:
        held = len(ledger.originals())
        facts, passages = fill(ledger, count, after=held)
    took = time.perf_counter() - began
    yield f"{count - held} drawn in {took:.0f} s: {facts} facts, {passages} passages\n"


def main(given: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--fill", action="store_true")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--here", action="store_true", help="ask one corpus in this process")
    args = parser.parse_args(given)
    found: list[dict[str, Any]] = []
    for size in args.sizes:
        corpus = args.folder / str(size)
        if args.fill:
            for line in filled(corpus, size):
                sys.stderr.write(line)
        elif args.here:
            found.append(measured(corpus))
        else:
            command = [sys.executable, "-m", "eval.bench_scale", str(args.folder), str(size)]
            told = subprocess.run([*command, "--here"], check=True, capture_output=True, text=True)
            found += json.loads(told.stdout)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    if args.out and found:
        args.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text + "\n" if found else "")


if __name__ == "__main__":
    main()

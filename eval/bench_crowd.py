"""Twenty browsers ask at once while files are read in: how long each waits, what the server takes.

    python -m eval.bench_crowd CORPUS PDFS… [--browsers 20] [--rounds 4] [--think 0] [--minutes 0]

The corpus is copied first. Every browser asks of a body of its own; afterwards each must show its
own questions and nobody else's. `--think` is how many seconds a reader looks at an answer before
the next question, half of it to half more, drawn by lot; without it all ask back to back. With
`--minutes` the rounds are asked again and again, each time in a new conversation, until they are
over. The browsers share the processors with the server, so what they take is told apart.
Needs playwright and /usr/bin/chromium.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from eval.processes import below, memory_of, seconds_of, seconds_of_all
from ingest.corpus.ledger import open_ledger

CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
ASKED = ("收入总计是多少？", "基本支出是多少？", "“三公”经费是多少？", "项目支出是多少？")
BOX = "[data-testid=stChatInput] textarea"
PATIENCE = 120_000  # milliseconds
NEW = ".st-key-new button"
ALL = "the whole machine"
ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    given = _arguments()
    with tempfile.TemporaryDirectory(prefix="chazhang-crowd-") as folder:
        corpus = Path(shutil.copytree(given.corpus, Path(folder) / "corpus"))
        bodies = _bodies(corpus, given.browsers)
        port = _free_port()
        server = _served(corpus, port)
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", server)
            told = Told(server.pid)
            asyncio.run(_crowd(f"http://127.0.0.1:{port}", bodies, given, told))
        finally:
            server.terminate()
            server.wait(20)
    return _report(told, given)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("pdfs", type=Path, nargs="+")
    parser.add_argument("--browsers", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--think", type=float, default=0.0)
    parser.add_argument("--minutes", type=float, default=0.0)
    return parser.parse_args()


def _bodies(corpus: Path, count: int) -> list[str]:
    """“某某局2024年”, another for each browser."""
    with open_ledger(corpus) as ledger:
        rows = ledger.disclosures()
    named = list(dict.fromkeys(f"{r.identity.entity}{r.identity.year}年" for r in rows if r.tables))
    return [named[n % len(named)] for n in range(count)]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _served(corpus: Path, port: int) -> subprocess.Popen[bytes]:
    """As `chazhang ui` starts it."""
    start = "from ui.command import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", start, "ui", "--corpus", str(corpus), "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(900):
        if server.poll() is not None:
            raise SystemExit("the server stopped")
        with suppress(OSError), urlopen(url, timeout=2):
            return
        time.sleep(0.2)
    raise SystemExit("the server does not answer")


class Told:
    """What the crowd has seen, and what it took. `server` is the server's process."""

    def __init__(self, server: int) -> None:
        self.server = server
        self.first: list[float] = []  # seconds to the first paint
        self.took: list[float] = []  # seconds from Enter to the whole answer
        self.errors: list[str] = []
        self.strangers: list[str] = []
        self.held: list[tuple[float, int]] = [(0.0, memory_of(server))]  # seconds, bytes
        self.job = ""
        self.reading = 0  # answers that came while files were being read
        self.spent: dict[str, float] = {}  # processor seconds while questions were asked


async def _crowd(
    address: str, bodies: Sequence[str], given: argparse.Namespace, told: Told
) -> None:
    from playwright.async_api import async_playwright

    async with async_playwright() as started:
        browser = await started.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        watch = asyncio.create_task(_watch(told))
        pages = [await _visit(browser, address, told) for _ in bodies]
        clerk = await _visit(browser, f"{address}/library", told, ready=".holding")
        reading = asyncio.create_task(_take_in(clerk, given.pdfs, told))
        await asyncio.sleep(3)
        spent = _spent(told.server)
        ends = time.monotonic() + 60 * given.minutes
        asking = (
            _ask_all(page, body, given, told, reading, ends)
            for page, body in zip(pages, bodies, strict=True)
        )
        await asyncio.gather(*asking)
        told.spent = {who: now - spent.get(who, 0.0) for who, now in _spent(told.server).items()}
        await reading
        for page, body in zip(pages, bodies, strict=True):
            await _only_own(page, body, given.rounds, told)
        watch.cancel()
        await browser.close()


async def _visit(browser: Any, address: str, told: Told, ready: str = BOX) -> Any:
    page = await (await browser.new_context()).new_page()
    page.set_default_timeout(PATIENCE)
    page.on("console", lambda m: told.errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: told.errors.append(str(e)))
    began = time.perf_counter()
    await page.goto(address)
    await page.locator(ready).first.wait_for()
    told.first.append(time.perf_counter() - began)
    return page


async def _ask_all(
    page: Any, body: str, given: argparse.Namespace, told: Told, reading: Any, ends: float
) -> None:
    lot = random.Random(body)
    while True:
        for n in range(given.rounds):
            await asyncio.sleep(given.think * (0.5 + lot.random()))
            if not await _ask(page, body, n, told):
                return
            told.reading += not reading.done()
        if time.monotonic() > ends:
            return
        await page.locator(NEW).click()
        await page.locator(".bubble").first.wait_for(state="detached")


async def _ask(page: Any, body: str, n: int, told: Told) -> bool:
    await page.locator(BOX).fill(f"{body}{ASKED[n % len(ASKED)]}")
    began = time.perf_counter()
    await page.keyboard.press("Enter")
    try:
        await page.locator(".footer").nth(n).wait_for()
    except Exception as error:  # noqa: BLE001 (whatever goes wrong is what is counted)
        told.errors.append(f"{body}: {type(error).__name__}")
        return False
    told.took.append(time.perf_counter() - began)
    return True


async def _only_own(page: Any, body: str, rounds: int, told: Told) -> None:
    """The questions on the page, and in its list of conversations, are all of its own body."""
    asked = await page.locator(".bubble").all_inner_texts()
    listed = await page.locator(
        "[class*=st-key-talk] button, [class*=st-key-kept] button"
    ).all_inner_texts()
    told.strangers += [text for text in asked if not text.startswith(body)]
    told.strangers += [text for text in listed if "年" in text and body[:4] not in text]
    if len(asked) != rounds:
        told.errors.append(f"{body}: {len(asked)} of {rounds} questions are shown")


async def _take_in(page: Any, pdfs: Sequence[Path], told: Told) -> None:
    await page.get_by_role("button", name="添加文件").click()
    await page.locator("[data-testid=stFileUploaderDropzone] input").set_input_files(
        [str(path) for path in pdfs]
    )
    await page.locator(".st-key-lib-take button").click()
    over = page.locator(".job.done, .job.broken, .job.vectors").first
    await over.wait_for(timeout=10 * PATIENCE)
    told.job = await page.locator(".jobtold").first.inner_text()


async def _watch(told: Told) -> None:
    began = time.monotonic()
    while True:
        told.held.append((time.monotonic() - began, memory_of(told.server)))
        await asyncio.sleep(1)


def _spent(server: int) -> dict[str, float]:
    """Processor seconds so far of the server, of all that it started, and of the browsers."""
    started = below(server)
    browsers = set(below(os.getpid())) - {server, *started}
    return {
        "server": seconds_of(server),
        "its children": sum(map(seconds_of, started)),
        "browsers": sum(map(seconds_of, browsers)) + time.process_time(),
        ALL: seconds_of_all(),
    }


def _report(told: Told, given: argparse.Namespace) -> int:
    took, first = sorted(told.took), sorted(told.first)
    least = given.browsers * given.rounds
    p95 = took[min(len(took) - 1, int(0.95 * len(took)))] if took else float("inf")
    peak = max(held for _, held in told.held)
    ours = [who for who in told.spent if who != ALL]
    others = 1 - sum(told.spent[who] for who in ours) / max(told.spent.get(ALL, 0), 0.01)
    lines = (
        f"browsers {given.browsers}, questions {len(took)} of {least} at least, think {given.think} s, "
        f"{told.reading} of them while {len(given.pdfs)} files were read ({told.job})",
        f"answer: median {took[len(took) // 2]:.2f} s, p95 {p95:.2f} s, slowest {took[-1]:.2f} s"
        if took
        else "answer: none",
        f"first paint: median {first[len(first) // 2]:.2f} s",
        f"memory of the server and all its processes: {_held(told)}, {peak / 1e9:.2f} GB at most",
        f"errors {len(told.errors)} {told.errors[:3]}, strangers' questions {len(told.strangers)}",
        "processor seconds a question: "
        + ", ".join(f"{who} {told.spent[who] / max(1, len(took)):.2f}" for who in ours),
        f"of all that the processors did meanwhile, others did {others:.0%}",
        f"processors {os.cpu_count()}, load {os.getloadavg()[0]:.1f}",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    good = len(took) >= least and p95 <= 5 and peak <= 3e9
    return 0 if good and not told.errors and not told.strangers else 1


def _held(told: Told) -> str:
    """How it grew, minute by minute."""
    minutes = {int(seconds // 60): held for seconds, held in told.held}
    return ", ".join(f"{minutes[n] / 1e9:.2f} GB in minute {n + 1}" for n in sorted(minutes))


if __name__ == "__main__":
    raise SystemExit(main())

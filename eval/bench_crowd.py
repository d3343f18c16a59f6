"""Twenty browsers ask at once while files are read in: how long each waits, what the server takes.

    python -m eval.bench_crowd CORPUS PDFS… [--browsers 20] [--rounds 4]

The corpus is copied first. Every browser asks of a body of its own; afterwards each must show its
own questions and nobody else's. Needs playwright and /usr/bin/chromium.
"""

from __future__ import annotations

import argparse
import asyncio
import os
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

from ingest.corpus.ledger import open_ledger

CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
ASKED = ("收入总计是多少？", "基本支出是多少？", "“三公”经费是多少？", "项目支出是多少？")
BOX = "[data-testid=stChatInput] textarea"
PATIENCE = 120_000  # milliseconds
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
            before = memory_of(server.pid)
            told = asyncio.run(_crowd(f"http://127.0.0.1:{port}", bodies, given, server.pid))
        finally:
            server.terminate()
            server.wait(20)
    return _report(told, before, given)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("pdfs", type=Path, nargs="+")
    parser.add_argument("--browsers", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=4)
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
    """What the crowd has seen."""

    def __init__(self) -> None:
        self.first: list[float] = []  # seconds to the first paint
        self.took: list[float] = []  # seconds from Enter to the whole answer
        self.errors: list[str] = []
        self.strangers: list[str] = []
        self.peak = 0
        self.job = ""
        self.reading = 0  # answers that came while files were being read


async def _crowd(address: str, bodies: Sequence[str], given: argparse.Namespace, pid: int) -> Told:
    from playwright.async_api import async_playwright

    told = Told()
    async with async_playwright() as started:
        browser = await started.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        watch = asyncio.create_task(_watch(told, pid))
        pages = [await _visit(browser, address, told) for _ in bodies]
        clerk = await _visit(browser, f"{address}/library", told, ready=".holding")
        reading = asyncio.create_task(_take_in(clerk, given.pdfs, told))
        await asyncio.sleep(3)
        asking = (
            _ask_all(page, body, given.rounds, told, reading)
            for page, body in zip(pages, bodies, strict=True)
        )
        await asyncio.gather(*asking)
        await reading
        for page, body in zip(pages, bodies, strict=True):
            await _only_own(page, body, given.rounds, told)
        watch.cancel()
        await browser.close()
    return told


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


async def _ask_all(page: Any, body: str, rounds: int, told: Told, reading: Any) -> None:
    for n in range(rounds):
        await page.locator(BOX).fill(f"{body}{ASKED[n % len(ASKED)]}")
        began = time.perf_counter()
        await page.keyboard.press("Enter")
        try:
            await page.locator(".footer").nth(n).wait_for()
        except Exception as error:  # noqa: BLE001 (whatever goes wrong is what is counted)
            told.errors.append(f"{body}: {type(error).__name__}")
            return
        told.took.append(time.perf_counter() - began)
        told.reading += not reading.done()


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


async def _watch(told: Told, pid: int) -> None:
    while True:
        told.peak = max(told.peak, memory_of(pid))
        await asyncio.sleep(0.5)


def memory_of(pid: int) -> int:
    """Bytes of a process and all below it; what they share is counted once (PSS)."""
    total = 0
    for one in (pid, *_below(pid)):
        with suppress(OSError, StopIteration):
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += int(next(x for x in lines if x.startswith("Pss:")).split()[1]) * 1024
    return total


def _below(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path("/proc").glob(f"{pid}/task/*/children"):
        with suppress(OSError):
            for child in task.read_text().split():
                found += [int(child), *_below(int(child))]
    return found


def _report(told: Told, before: int, given: argparse.Namespace) -> int:
    took, first = sorted(told.took), sorted(told.first)
    wanted = given.browsers * given.rounds
    p95 = took[min(len(took) - 1, int(0.95 * len(took)))] if took else float("inf")
    lines = (
        f"browsers {given.browsers}, questions {len(took)} of {wanted}, "
        f"{told.reading} of them while {len(given.pdfs)} files were read ({told.job})",
        f"answer: median {took[len(took) // 2]:.2f} s, p95 {p95:.2f} s, slowest {took[-1]:.2f} s"
        if took
        else "answer: none",
        f"first paint: median {first[len(first) // 2]:.2f} s",
        f"memory of the server and all its processes: {before / 1e9:.2f} GB at first, "
        f"{told.peak / 1e9:.2f} GB at most",
        f"errors {len(told.errors)} {told.errors[:3]}, strangers' questions {len(told.strangers)}",
        f"processors {os.cpu_count()}, load {os.getloadavg()[0]:.1f}",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    good = len(took) == wanted and p95 <= 5 and told.peak <= 3e9
    return 0 if good and not told.errors and not told.strangers else 1


if __name__ == "__main__":
    raise SystemExit(main())

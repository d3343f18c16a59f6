"""How long a reader waits at the page: `python -m eval.bench_page CORPUS [ROUNDS]`.

A real Chromium on a server of its own over a copy of nothing: the corpus is only read, its history is
switched off. Medians of first paint (a fresh visit until the box can be typed in), of a question to
its first shown number, and of a citation to its outlined page – cold (never drawn before) and warm.
Besides, in processor seconds, what the browser does for a question and in three seconds of nothing:
where many readers share a machine, as in `eval.bench_crowd`, that is most of what there is to do.
Take the figures when the machine has nothing else to do: they are of clocks, not of work.
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from eval.processes import below, seconds_of

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
BOX = "[data-testid=stChatInput] textarea"
SETTLED = "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState !== 'running'"
PATIENCE = 120_000  # milliseconds
BARS = {"first_paint": 3.0, "question_to_number": 1.5, "citation_to_page": 1.0}  # seconds


@contextmanager
def served(corpus: Path) -> Iterator[str]:
    """The page over a corpus, as `chazhang ui` starts it; stopped afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-c", "from ui.command import main; main()", "ui", "--port", str(port)]
    started = subprocess.Popen(
        [*words, "--corpus", str(corpus)],
        env={**os.environ, "CHAZHANG_HISTORY": "false"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _until_it_answers(f"http://127.0.0.1:{port}/_stcore/health", started)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(started.pid, 15)
        started.wait(20)


def _until_it_answers(url: str, started: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if started.poll() is not None:
            raise RuntimeError("the server stopped")
        try:
            with urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(url)


def seconds(done: Callable[[], Any]) -> float:
    began = time.perf_counter()
    done()
    return time.perf_counter() - began


def visit(browser: Any, address: str, taken: dict[str, list[float]]) -> Any:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(PATIENCE)

    def painted() -> None:
        page.goto(address)
        page.wait_for_selector(BOX)

    taken["first_paint"].append(seconds(painted))
    page.wait_for_timeout(600)
    page.wait_for_function(SETTLED)
    return page


def ask(page: Any, question: str) -> float:
    """Seconds from Enter to the first number that can be clicked."""
    held = page.locator("button.chip").count()
    page.locator(BOX).fill(question)

    def answered() -> None:
        page.keyboard.press("Enter")
        page.wait_for_function(f"{_COUNT} > {held}")

    return seconds(answered)


# chips are drawn in shadow trees
_COUNT = """[...document.querySelectorAll('*')].reduce(
  (n, e) => n + (e.shadowRoot ? e.shadowRoot.querySelectorAll('button.chip').length : 0), 0)"""


def cite(page: Any, at: int) -> float:
    """Seconds from a click on the source line to its picture, loaded."""
    page.wait_for_function(SETTLED)
    line = page.locator(".cite").nth(at)
    line.scroll_into_view_if_needed()
    was = page.evaluate(_PICTURE)

    def opened() -> None:
        line.click()
        page.wait_for_function(
            f"was => {{ const now = {_PICTURE}; return now && now !== was }}", arg=was
        )

    return seconds(opened)


_PICTURE = """(i => i && i.complete && i.naturalWidth ? i.currentSrc : '')(
  document.querySelector('.st-key-panel [data-testid=stImage] img'))"""


@contextmanager
def worked(taken: list[float]) -> Iterator[None]:
    """Adds the processor seconds that the browser has meanwhile taken."""
    before = _browsers()
    yield
    taken.append(_browsers() - before)


def _browsers() -> float:
    """Chromium's, and the driver's, which is little."""
    own = below(os.getpid())
    servers = {one for pid in own if b"streamlit" in _command(pid) for one in (pid, *below(pid))}
    return sum(seconds_of(pid) for pid in own if pid not in servers)


def _command(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def questions(browser: Any, address: str) -> list[str]:
    """Those that the page itself offers for its corpus."""
    page = visit(browser, address, {"first_paint": []})
    found: list[str] = page.locator(".examples .ask").all_inner_texts()
    page.close()
    return [text.replace("\u2060", "") for text in found]


def measure(corpus: Path, rounds: int) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    names = (*BARS, "citation_again", "browser_idle", "browser_question")
    taken: dict[str, list[float]] = {name: [] for name in names}
    with served(corpus) as address, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        asked = questions(browser, address)
        for at in range(rounds):
            page = visit(browser, address, taken)
            with worked(taken["browser_idle"]):
                page.wait_for_timeout(3000)
            with worked(taken["browser_question"]):
                taken["question_to_number"].append(ask(page, asked[at % len(asked)]))
                page.wait_for_timeout(1000)  # until the rest of it is drawn
            taken["citation_to_page"].append(cite(page, 0))
            if page.locator(".cite").count() > 1:
                cite(page, 1)
                taken["citation_again"].append(cite(page, 0))
            page.close()
        browser.close()
    return {name: _told(found) for name, found in taken.items() if found}


def _told(found: list[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(found), 2),
        "worst": round(max(found), 2),
        "of": len(found),
    }


def main(corpus: Path, rounds: int = 12) -> int:
    result = measure(corpus, rounds)
    sys.stdout.write(json.dumps(result, indent=1) + "\n")
    missed = [name for name, most in BARS.items() if result[name]["median"] > most]
    return int(bool(missed))


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), *map(int, sys.argv[2:3])))

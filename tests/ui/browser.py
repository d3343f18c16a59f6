"""A real Chromium on the pages: how they are served, visited and waited for."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from PIL import Image

from assistant.render import OUTLINE
from tests.leash import leash
from tests.ui.colours import Colour, extent_of
from tests.ui.fakes import PDF
from ui.serve import command, environment

HERE = Path(__file__).parent
REAL_APP = HERE.parents[1] / "ui" / "app.py"
FAKE_APP = HERE / "fake_app.py"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = [str(path) for path in (CHROMIUM, PDF) if not path.exists()]
HERE_OR_SKIPPED = pytest.mark.skipif(
    bool(MISSING) and not os.environ.get("CI"), reason=f"not here: {MISSING}"
)
PATIENCE = 90_000  # milliseconds: a machine that does much else is no failure
SETTLED = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const still = app && app.dataset.testScriptState && app.dataset.testScriptState !== 'running';
  window.stillSince = still ? window.stillSince ?? performance.now() : undefined;
  return still && performance.now() - window.stillSince > 350;
}"""
BOX = "[data-testid=stChatInput] textarea"


def served(script: Path, corpus: Path, **settings: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    yield from served_at(port, script, corpus, **settings)


def served_at(port: int, script: Path, corpus: Path, **settings: str) -> Iterator[str]:
    root = Path(__file__).parents[2]
    quiet = subprocess.DEVNULL
    secrets = settings.get("CHAZHANG_LOGIN_SECRETS")
    started = subprocess.Popen(
        [*command(script, port), *(("--secrets.files", secrets) if secrets else ())],
        env=environment(corpus) | settings,
        cwd=root,
        stdout=quiet,
        stderr=quiet,
        start_new_session=True,
    )
    try:
        with leash(started.pid):
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", started)
            yield f"http://127.0.0.1:{port}"
    finally:
        started.terminate()
        started.wait(20)


def wait_for(url: str, started: subprocess.Popen[bytes]) -> None:
    for _ in range(900):  # a busy machine takes a minute
        assert started.poll() is None, "the server stopped"
        try:
            with urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(url)


def visit(
    browser: Any, address: str, path: str = "", ready: str = BOX, **how: Any
) -> Iterator[Any]:
    """A fresh visit; afterwards: no console error, and no request went anywhere else."""
    given = {"viewport": {"width": 1440, "height": 900}} | how
    opened = browser.new_page(**given)
    opened.set_default_timeout(PATIENCE)
    errors: list[str] = []
    requests: list[str] = []
    opened.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda e: errors.append(str(e)))
    opened.on("request", lambda r: requests.append(r.url))
    opened.goto(address + path)
    opened.wait_for_selector(ready)
    settle(opened)
    yield opened
    opened.close()
    local = (address, "data:", "blob:")
    outside = [url for url in requests if not url.startswith(local)]
    assert (outside, errors) == ([], []), (outside, errors)


def settle(page: Any) -> None:
    """Until no run of the page has been under way for a while: a click takes a moment to start one."""
    page.evaluate("window.stillSince = undefined")
    page.wait_for_function(SETTLED)


def ask(page: Any, question: str) -> None:
    page.locator(BOX).fill(question)
    page.keyboard.press("Enter")
    page.wait_for_selector(".footer")
    settle(page)


def outline(
    page: Any, within: str = ".st-key-panel", colour: Colour = OUTLINE
) -> tuple[tuple[int, int], tuple[int, int, int, int]]:
    """The size of the picture in the panel, and the extent of its outline's colour."""
    source = page.locator(f"{within} [data-testid=stImage] img").get_attribute("src")
    body = page.request.get(urljoin(page.url, source)).body()
    picture = Image.open(BytesIO(body)).convert("RGB")
    return picture.size, extent_of(picture, colour)


def contrasts(page: Any, selector: str) -> list[float]:
    """How far the letters of elements stand out from what is behind them (WCAG; 4.5 is enough)."""
    found: list[float] = page.locator(selector).evaluate_all(CONTRAST)
    return found


CONTRAST = """elements => {
  const paint = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = colour => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const light = colour => {
    const [r, g, b] = colour.slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = element => {
    for (let at = element; at; at = at.parentElement || at.getRootNode().host) {
      const found = rgba(getComputedStyle(at).backgroundColor);
      if (found[3] === 255) return found;
    }
    return [255, 255, 255, 255];
  };
  return elements.map(element => {
    const [a, b] = [light(rgba(getComputedStyle(element).color)), light(behind(element))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  });
}"""

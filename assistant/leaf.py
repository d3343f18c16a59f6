"""Draws any page of a disclosure, with boxes on it: leafing through a file.

Run as a program it draws one order from stdin: see `leaf_apart`.
"""

from __future__ import annotations

import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from PIL import ImageDraw

from assistant.render import ALSO, OUTLINE, REFUSED, ROOM, page_picture
from ingest.errors import Unreadable
from ingest.records import Box

SCALE = 1.8


def draw_leaf(path: Path, page: int, boxes: Sequence[Box] = (), strong: Box | None = None) -> bytes:
    """The page as WEBP; `boxes` are outlined lightly, `strong` as a citation is."""
    picture, scale = page_picture(path, page, SCALE)
    pen = ImageDraw.Draw(picture)
    for box in boxes:
        pen.rectangle(_pixels(box, scale, 2), outline=ALSO, width=max(1, round(scale)))
    if strong is not None:
        pen.rounded_rectangle(
            _pixels(strong, scale, 4), radius=4, outline=OUTLINE, width=max(2, round(1.4 * scale))
        )
    out = BytesIO()
    picture.save(out, "WEBP", quality=84, method=2)
    return out.getvalue()


def _pixels(box: Box, scale: float, pad: float) -> tuple[float, float, float, float]:
    return (
        (box.x0 - pad) * scale,
        (box.top - pad) * scale,
        (box.x1 + pad) * scale,
        (box.bottom + pad) * scale,
    )


def leaf_apart(
    path: Path,
    page: int,
    boxes: Sequence[Box] = (),
    strong: Box | None = None,
    patience: float = 20.0,
) -> bytes:
    """`draw_leaf` in a process of its own: a page may crash or hang the drawer."""
    paths = [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "assistant.leaf"],
            input=pickle.dumps((path, page, tuple(boxes), strong)),
            capture_output=True,
            timeout=patience,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("绘制这一页用时过长，已放弃") from error
    if ran.returncode == REFUSED:
        raise Unreadable(ran.stderr.decode("utf-8", "replace"))
    if ran.returncode:
        raise Unreadable("绘制这一页时程序中断，原文件这一页可能已损坏")
    return ran.stdout


def obey() -> int:
    """The child: one pickled order from our own parent on stdin, the picture on stdout."""
    with suppress(ValueError, OSError):  # not every system has this limit
        resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    path, page, boxes, strong = pickle.load(sys.stdin.buffer)
    try:
        sys.stdout.buffer.write(draw_leaf(path, page, boxes, strong))
    except Unreadable as error:
        sys.stderr.buffer.write(str(error).encode())
        return REFUSED
    return 0


if __name__ == "__main__":
    raise SystemExit(obey())

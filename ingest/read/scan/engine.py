"""The door to the recogniser: pictures of single lines → text, and pictures → where text stands.

rapidocr's models ship in its wheel; nothing is fetched. One thread a process: files are read side
by side. All of it is imported on the first scan only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import Unreadable
from ingest.pace import still_in_time

Gray = NDArray[np.uint8]  # (height, width): 255 is paper
HEIGHT = 48  # of a line as the model takes it, in pixels
KIN = ("0oO〇○", ".·。．•", ",，、")
ROUND = re.compile(f"[-−\\d{''.join(KIN)}]+")
PARTS = ("rapidocr", "onnxruntime", "cv2")
MISSING = (
    "有扫描页（没有文字层），要先装文字识别才能读：pip install 'chazhang[ocr]'"
    "（在源码目录里是 pip install -e '.[ocr]'）"
)


@dataclass(frozen=True, slots=True)
class Words:
    """What a line says. `chances` has the probability of each character, `places` its middle as a
    share of the line's width."""

    text: str
    chances: tuple[float, ...]
    places: tuple[float, ...]

    @property
    def sure(self) -> float:
        """How likely its least certain character is; 0 where there is none."""
        return min(self.chances, default=0.0)


NOTHING = Words("", (), ())


def is_installed() -> bool:
    try:
        return all(find_spec(part) is not None for part in PARTS)
    except (ImportError, ValueError):  # half installed
        return False


def require() -> None:
    """Raises Unreadable, saying what to install, where a part is missing."""
    if not is_installed():
        raise Unreadable(MISSING)


def read_lines(pictures: Sequence[Gray]) -> list[Words]:
    """Each picture holds one line of text; the answers come in the order given."""
    found = []
    for picture in pictures:
        still_in_time()
        found.append(_read_line(picture) if picture.size else NOTHING)
    return found


def _read_line(picture: Gray) -> Words:
    """One at a time: lines of several widths read together need padding, and take a fifth longer."""
    import cv2

    session, letters = _recogniser()
    height, width = picture.shape
    width = max(8, round(HEIGHT * width / height))
    room = -(-max(width, HEIGHT) // 8) * 8
    given = np.zeros((1, 3, HEIGHT, room), dtype=np.float32)
    how = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    scaled = cv2.resize(picture, (width, HEIGHT), interpolation=how)
    given[0, :, :, :width] = scaled.astype(np.float32) / 127.5 - 1
    ((likely,),) = session.run(None, {session.get_inputs()[0].name: given})
    words = _decoded(likely, letters, room / width)
    if ROUND.fullmatch(words.text):
        words = _decoded(_as_number(likely, letters), letters, room / width)
    return words


def _as_number(likely: NDArray[np.float32], letters: tuple[str, ...]) -> NDArray[np.float32]:
    """In a number a letter o is the digit 0, and any dot its point."""
    likely = likely.copy()
    for own, *others in _kin(letters):
        likely[:, own] += likely[:, others].sum(axis=1)
        likely[:, others] = 0
    return likely


@cache
def _kin(letters: tuple[str, ...]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(letters.index(one) for one in kin if one in letters) for kin in KIN)


def _decoded(likely: NDArray[np.float32], letters: Sequence[str], stretch: float) -> Words:
    """Runs of one class are one character; class 0 stands between characters."""
    best, chance = likely.argmax(axis=1), likely.max(axis=1)
    text: list[str] = []
    sure: list[float] = []
    places: list[float] = []
    edges = np.flatnonzero(np.diff(best)) + 1
    for run in np.split(np.arange(len(best)), edges):
        kind = int(best[run[0]])
        if kind == 0 or not letters[kind].strip():
            continue
        text.append(letters[kind])
        sure.append(float(chance[run].max()))
        places.append(min(1.0, (float(run.mean()) + 0.5) / len(best) * stretch))
    return Words("".join(text), tuple(sure), tuple(places))


@cache
def _recogniser() -> tuple[Any, tuple[str, ...]]:
    import onnxruntime

    require()
    place = find_spec("rapidocr")
    models = Path((place and place.origin) or "").parent / "models"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    model = next(models.glob("*_rec_*.onnx"))
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    letters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return session, ("", *letters, " ")


def find_lines(picture: Gray) -> list[NDArray[np.float32]]:
    """The corners (4, 2) of each stretch of text, in pixels."""
    found = _detector()(np.dstack([picture] * 3), use_det=True, use_cls=False, use_rec=False)
    return [] if found.boxes is None else [np.asarray(box, np.float32) for box in found.boxes]


@cache
def _detector() -> Any:
    require()
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.limit_type": "max",  # as drawn: small pictures are not blown up to a page's size
            "Det.limit_side_len": 2000,
            "Global.log_level": "error",
        }
    )

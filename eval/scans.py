"""Scans made of born-digital pages, read back, and compared number by number with what is printed.

    python -m eval.scans PATHS… [--files 12] [--pages 2] [--seed 1] [--only 150dpi,120dpi]

Each page is drawn at some resolution, laid askew, soiled and packed as a scanner would; truth is what
the characters of the page itself say. What counts most is `sure_wrong`: a wrong number that claims to
have been read well. It must be 0. Numbers are looked at as they leave the reader, and once more
(`after_sums`) as they are shown, when sums have confirmed some of them and doubted others.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from ingest.amount import is_amount
from ingest.check.scans import with_trust
from ingest.interpret.disclosure import interpret
from ingest.read.pdf import read_pages, read_pdf
from ingest.recognise.file import recognise
from ingest.records import Box, Disclosure, Grid, GridCell, Page, Reading, Source

HAIR = 2.0  # points


@dataclass(frozen=True, slots=True)
class Wear:
    """What becomes of a page between the printer and the file."""

    name: str
    dpi: int
    jpeg: int = 75  # quality
    skew: float = 0.0  # degrees, against the clock
    noise: float = 0.0  # standard deviation, of 255
    shade: float = 0.0  # how much darker the paper is at one side, of 255
    blur: float = 0.0  # radius in pixels
    turns: int = 0  # quarter turns
    seal: bool = False
    bilevel: bool = False
    salt: float = 0.0  # share of pixels that are black or white by chance
    ink: float = 1.0  # how dark the print is: 0.4 is a faint grey
    stamps: int = 0  # red seals, each in the middle of some amount
    grey: bool = False  # a copier without colours: seals are grey
    spine: float = 0.0  # how much darker the paper is where the book is bound
    tint: tuple[int, int, int] = (255, 255, 255)  # colour of the paper


WEARS = (
    Wear("300dpi", 300, noise=4, skew=0.4),
    Wear("200dpi", 200, noise=6, skew=-0.7),
    Wear("200dpi_turned", 200, turns=1, noise=4),
    Wear("200dpi_on_its_head", 200, turns=2, skew=0.5),
    Wear("200dpi_askew_shaded", 200, skew=2.0, shade=70, noise=6),
    Wear("200dpi_sealed", 200, seal=True, skew=-2.0),
    Wear("200dpi_black_and_white", 200, bilevel=True, noise=8),
    Wear("150dpi", 150, jpeg=50, noise=6, skew=0.6),
    Wear("150dpi_blurred", 150, jpeg=60, blur=0.7),
    Wear("120dpi", 120, jpeg=40, noise=4),
    Wear("200dpi_tilted", 200, skew=-1.2, noise=5),
    Wear("200dpi_turned_left", 200, turns=3, skew=0.7, noise=5),
    Wear("200dpi_jpeg35", 200, jpeg=35, noise=8),
    Wear("200dpi_salted", 200, jpeg=60, salt=0.004),
    Wear("200dpi_faint", 200, ink=0.35, noise=6),
    Wear("200dpi_stamped", 200, stamps=5, skew=0.7, noise=5),
    Wear("200dpi_stamped_grey", 200, stamps=5, grey=True, noise=5),
    Wear("200dpi_spine", 200, spine=150, skew=0.7, noise=6),
    Wear("200dpi_green_paper", 200, tint=(196, 222, 190), noise=5),
    Wear("200dpi_brown_paper", 200, tint=(205, 185, 150), jpeg=50, noise=6),
    Wear("150dpi_stamped", 150, jpeg=35, stamps=4, skew=-1.2, noise=6),
    Wear("120dpi_faint", 120, jpeg=35, ink=0.5, noise=6),
)


def worn(page: pdfium.PdfPage, wear: Wear, seed: int, amounts: Sequence[Box] = ()) -> Image.Image:
    """The page as scanned; `amounts` is where its numbers stand, for seals over them."""
    chance = np.random.default_rng(seed)
    picture = page.render(scale=wear.dpi / 72).to_pil().convert("RGB")
    picture = picture.point(lambda v: round(255 - (255 - v) * wear.ink))
    picture = ImageChops.multiply(picture, Image.new("RGB", picture.size, wear.tint))
    pick = random.Random(seed)
    if wear.seal:
        _stamp(picture, pick)
    for box in pick.sample(list(amounts), min(wear.stamps, len(amounts))):
        scale, radius = wear.dpi / 72, min(picture.size) // 10
        x, y = (box.x0 + box.x1) / 2 * scale, (box.top + box.bottom) / 2 * scale
        away = pick.uniform(0.3, 0.95) * radius  # under the star or under the edge
        _stamp(picture, pick, (round(x - radius + away), round(y - radius)))
    if wear.grey:
        picture = picture.convert("L").convert("RGB")
    picture = picture.rotate(wear.skew, Image.Resampling.BICUBIC, fillcolor=wear.tint)
    if wear.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(wear.blur))
    shades = np.asarray(picture, np.float32)
    shades -= np.linspace(0, wear.shade, shades.shape[1])[None, :, None]
    across = np.arange(shades.shape[1]) / shades.shape[1]
    shades -= (wear.spine * np.exp(-across / 0.07))[None, :, None]
    shades += chance.normal(0, wear.noise, shades.shape[:2])[:, :, None]
    specks = chance.random(shades.shape[:2]) if wear.salt else np.ones(shades.shape[:2])
    shades[specks < wear.salt / 2] = 0
    shades[(specks >= wear.salt / 2) & (specks < wear.salt)] = 255
    picture = Image.fromarray(np.clip(shades, 0, 255).astype(np.uint8))
    if wear.bilevel:
        picture = picture.convert("L").point(lambda v: 255 if v > 150 else 0)
    if wear.turns:
        picture = picture.rotate(90 * wear.turns, expand=True)
    return picture


def _stamp(
    picture: Image.Image, chance: random.Random, place: tuple[int, int] | None = None
) -> None:
    """A red seal with a star's worth of strokes, somewhere on the page."""
    pen = ImageDraw.Draw(picture, "RGBA")
    size = min(picture.size) // 5
    x, y = place or (
        chance.randint(0, picture.width - size),
        chance.randint(0, picture.height - size),
    )
    for inset in (0, 4, 5):
        pen.ellipse([x + inset, y + inset, x + size - inset, y + size - inset], outline=(225, 40, 45, 190), width=4)  # fmt: skip
    for k in range(5):
        pen.line([x + size // 2, y + size // 2, x + size * k // 5, y + 10], fill=(225, 40, 45, 190), width=6)  # fmt: skip


def as_pdf(pictures: Sequence[Image.Image], wear: Wear) -> bytes:
    out = io.BytesIO()
    first, *rest = pictures
    first.save(
        out, "PDF", save_all=True, append_images=rest, resolution=wear.dpi, quality=wear.jpeg
    )
    return out.getvalue()


# ---------------------------------------------------------------------- comparing


def outcomes(printed: Page, read: Page, wear: Wear) -> Iterator[tuple[str, str, str]]:
    """(what became of it, as printed, as read) for each number in a cell of the page."""
    there = [cell for item in read.items if isinstance(item, Grid) for cell in item.cells]
    for cell in _numbers(printed):
        assert cell.ink
        found = _at(there, _moved(cell.ink, printed, wear))
        yield _outcome(cell, found), cell.text, found.text if found else ""


def _outcome(cell: GridCell, found: GridCell | None) -> str:
    if found is None:
        return "no_cell"
    if found.text == cell.text:
        return "right" if found.reading is Reading.SCAN else "right_marked"
    if found.reading is Reading.UNREADABLE:
        return "unreadable"
    if not found.text:
        return "blank"
    if not is_amount(found.text):
        return "no_number"
    return "sure_wrong" if found.reading is Reading.SCAN else "marked_wrong"


def shown_outcomes(
    printed: Page, number: int, held: Disclosure, wear: Wear
) -> Iterator[tuple[str, str, str]]:
    """The same of the numbers as they are shown: cells of whole tables, after sums were tried."""
    there = [
        source for table in held.tables for cell in table.cells
        if (source := cell.source) and source.page == number and source.box
    ]  # fmt: skip
    for cell in _numbers(printed):
        assert cell.ink
        found = _nearest(there, _moved(cell.ink, printed, wear))
        if found is None:
            what = "not_shown"
        elif found.text == cell.text:
            what = "right" if found.reading is Reading.SCAN else "right_marked"
        elif not is_amount(found.text):
            what = "no_number"
        else:
            what = "sure_wrong" if found.reading is Reading.SCAN else "marked_wrong"
        yield f"shown_{what}", cell.text, found.text if found else ""


def _numbers(page: Page) -> Iterator[GridCell]:
    for grid in page.items:
        if isinstance(grid, Grid):
            yield from (cell for cell in grid.cells if cell.ink and is_amount(cell.text))


def _nearest(there: Sequence[Source], place: tuple[float, float]) -> Source | None:
    """The ink that lies over a place, but for a hair's breadth."""
    x, y = place
    over = [
        source for source in there
        if (b := source.box) and b.x0 - HAIR <= x <= b.x1 + HAIR and b.top - HAIR <= y <= b.bottom + HAIR
    ]  # fmt: skip
    return min(over, key=lambda s: len(s.text), default=None)


def _moved(box: Box, page: Page, wear: Wear) -> tuple[float, float]:
    """Where the middle of a box lies on the scan."""
    x, y = (box.x0 + box.x1) / 2 - page.width / 2, (box.top + box.bottom) / 2 - page.height / 2
    angle = np.deg2rad(wear.skew)
    x, y = x * np.cos(angle) + y * np.sin(angle), -x * np.sin(angle) + y * np.cos(angle)
    width, height = page.width, page.height
    for _ in range(wear.turns % 4):
        x, y, width, height = y, -x, height, width
    return float(x + width / 2), float(y + height / 2)


def _at(cells: Sequence[GridCell], place: tuple[float, float]) -> GridCell | None:
    x, y = place
    around = [
        cell for cell in cells
        if (r := cell.region) and r.x0 <= x <= r.x1 and r.top <= y <= r.bottom
    ]  # fmt: skip
    return min(around, key=lambda c: c.row_span * c.column_span, default=None)


# ---------------------------------------------------------------------- the whole


def table_pages(path: Path, most: int) -> list[Page]:
    """The first pages with at least eight numbers in cells."""
    found: list[Page] = []
    for page in read_pages(path):
        grids = [item for item in page.items if isinstance(item, Grid)]
        if sum(is_amount(c.text) for g in grids for c in g.cells) >= 8:
            found.append(page)
            if len(found) == most:
                break
    return found


def tried(path: Path, wear: Wear, most: int, seed: int) -> Iterator[tuple[str, str, str]]:
    pages = table_pages(path, most)
    if not pages:
        return
    document = pdfium.PdfDocument(path)
    pictures = [
        worn(document[page.number - 1], wear, seed + page.number,
             [cell.ink for cell in _numbers(page) if cell.ink])
        for page in pages
    ]  # fmt: skip
    document.close()
    with tempfile.TemporaryDirectory() as folder:
        scan = Path(folder) / "scan.pdf"
        scan.write_bytes(as_pdf(pictures, wear))
        read = read_pdf(scan)
        for printed, page in zip(pages, read.pages, strict=True):
            yield from outcomes(printed, page, wear)
        recognised = recognise(read)
        shown = with_trust(interpret(recognised), recognised.document)
        for number, printed in enumerate(pages, 1):
            yield from shown_outcomes(printed, number, shown, wear)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--files", type=int, default=12)
    parser.add_argument("--pages", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    files = [
        file for path in given.paths
        for file in (sorted(path.rglob("*.pdf")) if path.is_dir() else [path])
    ]  # fmt: skip
    random.Random(given.seed).shuffle(files)
    for wear in WEARS:
        if given.only and wear.name not in given.only.split(","):
            continue
        counts: Counter[str] = Counter()
        for n, path in enumerate(files[: given.files]):
            for what, printed, read in tried(path, wear, given.pages, given.seed * 1000 + n):
                counts[what] += 1
                if given.show and not what.removeprefix("shown_").startswith("right"):
                    print(wear.name, path.name, what, repr(printed), repr(read), flush=True)  # noqa: T201
        line = {"wear": wear.name, "numbers": counts.total() // 2, **dict(sorted(counts.items()))}
        print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()

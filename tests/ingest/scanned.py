"""Draw a table on paper, scan it: a PDF of pictures, without one character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from ingest.look import FONTS

SIZE = (595.0, 842.0)  # points
LEFT, TOP, ROW, COLUMNS = 60.0, 150.0, 24.0, (60.0, 240.0, 330.0, 420.0, 510.0)
TEXT = 11.0


@dataclass(frozen=True, slots=True)
class Scanner:
    dpi: int = 200
    skew: float = 0.0  # degrees, against the clock
    turns: int = 0  # quarter turns, against the clock
    seal: bool = False


ROWS = (
    ("项目", "合计", "基本支出", "项目支出"),
    ("一般公共服务支出", "1,303.15", "1,223.10", "80.05"),
    ("卫生健康支出", "16.90", "16.90", ""),
    ("住房保障支出", "24.74", "24.74", "0.00"),
    ("合计", "1,344.79", "1,264.74", "80.05"),
)
TITLE = "2024年部门支出总体情况表"


def scan(path: Path, scanner: Scanner = Scanner(), rows: Sequence[Sequence[str]] = ROWS,
         scribble: tuple[int, int] | None = None) -> Path:  # fmt: skip
    """One page with a title, a unit and a ruled table; `scribble` is a cell nobody can read."""
    path.write_bytes(as_pdf([sheet(scanner, rows, scribble)], scanner.dpi))
    return path


def as_pdf(pictures: Sequence[Image.Image], dpi: int) -> bytes:
    out = BytesIO()
    first, *rest = pictures
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=dpi, quality=85)
    return out.getvalue()


def sheet(
    scanner: Scanner, rows: Sequence[Sequence[str]] = ROWS, scribble: tuple[int, int] | None = None
) -> Image.Image:
    scale = scanner.dpi / 72
    picture = Image.new("RGB", (round(SIZE[0] * scale), round(SIZE[1] * scale)), "white")
    pen, font = ImageDraw.Draw(picture), _font(TEXT * scale)
    pen.text((180 * scale, 100 * scale), TITLE, "black", _font(16 * scale))
    pen.text((450 * scale, 132 * scale), "单位：万元", "black", font)
    bottom = TOP + ROW * len(rows)
    for n in range(len(rows) + 1):
        y = (TOP + ROW * n) * scale
        pen.line([COLUMNS[0] * scale, y, COLUMNS[-1] * scale, y], "black", 2)
    for x in COLUMNS:
        pen.line([x * scale, TOP * scale, x * scale, bottom * scale], "black", 2)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            place = ((COLUMNS[c] + 6) * scale, (TOP + ROW * r + 4) * scale)
            pen.text(place, text, "black", font)
    if scribble:
        _scribble(pen, scribble, scale)
    if scanner.seal:
        box = [v * scale for v in (300, 160, 400, 260)]
        pen.ellipse(box, outline=(230, 60, 60), width=round(3 * scale))
    turned = picture.rotate(scanner.skew, Image.Resampling.BICUBIC, fillcolor="white")
    return turned.rotate(90 * scanner.turns, expand=True)


def _scribble(pen: ImageDraw.ImageDraw, cell: tuple[int, int], scale: float) -> None:
    x, y = COLUMNS[cell[1]] + 10, TOP + ROW * cell[0] + 5
    for n in range(9):
        ends = (x + 5 * n, y + (0 if n % 2 else 13), x + 5 * (n + 1), y + (13 if n % 2 else 0))
        pen.line([v * scale for v in ends], "black", round(2.2 * scale))
        pen.line([x * scale, (y + 1.6 * n) * scale, (x + 45) * scale, (y + 13 - n) * scale],
                 "black", round(1.2 * scale))  # fmt: skip


def _font(size: float) -> ImageFont.FreeTypeFont:
    held = next(font for font in FONTS if Path(font).exists())
    return ImageFont.truetype(held, round(size))

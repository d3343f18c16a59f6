"""A page as a picture with the recognised grid, header cells, row labels, facts and form on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from ingest.errors import ChazhangError, Unreadable
from ingest.executors import limits_of
from ingest.read.native import ALONE
from ingest.reading import Failure
from ingest.records import Box, Disclosure, Document, Grid, Line, Page, Recognised, Table
from ingest.settings import Settings
from ingest.workers import Workers

SCALE = 2.0
MOST_PIXELS = 16_000_000  # a page the size of a wall must not eat the memory
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)
Colour = tuple[int, int, int]
GRID: Colour = (120, 130, 220)
HEADER: Colour = (150, 195, 240)
LABEL: Colour = (250, 222, 130)
FACT: Colour = (150, 220, 160)
PROSE: Colour = (200, 150, 210)
LEGEND = (("格线", GRID), ("表头", HEADER), ("行名", LABEL), ("数", FACT), ("正文行", PROSE))


@dataclass(frozen=True, slots=True)
class Seen:
    """The picture, and what it shows in words: one line a table."""

    png: bytes
    lines: tuple[str, ...]


def look_at(path: Path, number: int, settings: Settings) -> Seen:
    """In a process with limits: whoever extends the reader looks at the worst files."""
    if not path.is_file():
        raise Unreadable("没有这个文件")
    with Workers(1, limits_of(settings)) as workers:
        try:
            seen = workers.submit(drawn, path, number).result()
        except (TimeoutError, MemoryError, RuntimeError) as error:
            raise Unreadable("这一页超出了时间或内存的上限，画不出来") from error
    if isinstance(seen, Failure):
        raise Unreadable(seen.reason)
    return seen


def drawn(path: Path, number: int) -> Seen | Failure:
    """The unit of work: reads the file, since a table is known by the pages before it."""
    from ingest.interpret.disclosure import interpret
    from ingest.read.pdf import read_pdf
    from ingest.recognise.file import recognise

    try:
        document = read_pdf(path)
        if number > len(document.pages):
            return Failure(f"文件只有 {len(document.pages)} 页")
        recognised = recognise(document)
    except ChazhangError as error:
        return Failure(str(error))
    try:
        disclosure = interpret(recognised)
    except ChazhangError:
        disclosure = None  # no disclosure, yet its tables can be looked at
    return _seen(path, number, recognised, disclosure)


def _seen(path: Path, number: int, recognised: Recognised, disclosure: Disclosure | None) -> Seen:
    page = recognised.document.pages[number - 1]
    tables = [t for t in recognised.tables if number in t.pages]
    lines = tuple(_told(t, disclosure) for t in tables) or ("这一页没有认出表格",)
    picture, scale = _render(path, number)
    _paint(picture, scale, recognised.document, page, tables, disclosure)
    framed = _with_caption(picture, lines)
    out = BytesIO()
    framed.save(out, "PNG")
    return Seen(out.getvalue(), lines)


def _told(table: Table, disclosure: Disclosure | None) -> str:
    facts = [f for f in disclosure.facts if f.table == table.number] if disclosure else []
    pages = f"第 {table.pages[0]}–{table.pages[-1]} 页"
    unit = (table.unit or "没有单位") + ("（推断）" if table.unit_inferred else "")
    return (
        f"表 {table.number + 1}《{table.title or '没有表名'}》 {table.form} · {unit} · {pages} · "
        f"{table.n_rows} 行 {len(table.columns)} 列 · {sum(f.amount is not None for f in facts)} 个数"
    )


def _render(path: Path, number: int) -> tuple[Image.Image, float]:
    with ALONE, pdfium.PdfDocument(path.read_bytes()) as document:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(SCALE, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
        return page.render(scale=scale).to_pil().convert("RGB"), scale


def _paint(
    picture: Image.Image,
    scale: float,
    document: Document,
    page: Page,
    tables: Iterable[Table],
    disclosure: Disclosure | None,
) -> None:
    over = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(over)
    for item in page.items:
        if isinstance(item, Grid):
            for grid_cell in item.cells:
                _box(pen, scale, grid_cell.region, None, GRID)
        elif isinstance(item, Line):
            _box(pen, scale, item.box, None, PROSE)
    facts = (
        {} if disclosure is None else {(f.source.page, f.source.box): f for f in disclosure.facts}
    )
    for table in tables:
        title = table.title_source
        if title is not None and title.page == page.number:
            _box(pen, scale, title.box, HEADER, HEADER)
        for cell in table.cells:
            source = cell.source
            if source is None or source.page != page.number:
                continue
            colour = HEADER if cell.row < table.header_rows else LABEL
            if cell.row >= table.header_rows and (source.page, source.box) in facts:
                colour = FACT
            _box(pen, scale, source.box, colour, colour)
    picture.paste(Image.alpha_composite(picture.convert("RGBA"), over).convert("RGB"))


def _box(
    pen: ImageDraw.ImageDraw,
    scale: float,
    box: Box | None,
    fill: Colour | None,
    line: Colour,
) -> None:
    if box is None:
        return
    air = 0.0 if fill is None else 1.5
    corners = [(box.x0 - air) * scale, (box.top - air) * scale,
               (box.x1 + air) * scale, (box.bottom + air) * scale]  # fmt: skip
    pen.rectangle(corners, fill=(*fill, 110) if fill else None, outline=(*line, 255), width=1)


def _with_caption(picture: Image.Image, lines: tuple[str, ...]) -> Image.Image:
    """What was recognised stands above the page, with what the colours mean."""
    font, step = _font(18), 26
    top = step * (len(lines) + 1) + 8
    out = Image.new("RGB", (picture.width, picture.height + top), (255, 255, 255))
    out.paste(picture, (0, top))
    pen = ImageDraw.Draw(out)
    for number, line in enumerate(lines):
        pen.text((8, 4 + number * step), line, (20, 20, 20), font)
    x, y = 8, 4 + len(lines) * step
    for word, colour in LEGEND:
        pen.rectangle([x, y + 4, x + 16, y + 20], fill=colour)
        pen.text((x + 22, y), word, (60, 60, 60), font)
        x += 100
    pen.line([0, top - 1, out.width, top - 1], (120, 120, 120))
    return out


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    held = next((f for f in FONTS if Path(f).exists()), None)
    return ImageFont.truetype(held, size) if held else ImageFont.load_default(size)

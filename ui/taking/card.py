"""A quote card: one sentence with its number, where it stands, and the hash of the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from assistant.answer import Answer, Citation
from ui import format as said
from ui.taking.writing import bare, day_of
from ui.words import say

WIDTH, MARGIN = 1080, 84
PAPER, INK, SOFT, BRAND, LINE = "#fbfaf7", "#1f2a30", "#55625f", "#0f5c4d", "#d9d4c5"
LONGEST = 220  # letters of a sentence
FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts",
    "/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip
# The best first; any other font with Chinese letters will do.
LIKED = (
    "NotoSerifCJK-Bold", "NotoSansCJK-Regular", "NotoSansCJK", "SourceHanSerif", "SourceHanSans",
    "PingFang", "Songti", "STHeiti", "Hiragino", "msyh", "simsun", "wqy", "DroidSansFallback",
)  # fmt: skip


class NoFont(Exception):
    """No font with Chinese letters on this machine."""


def chinese_font(named: str = "") -> Path:
    """The font of the settings, or the most liked one of the system. NoFont where there is none."""
    if named:
        if _writes_chinese(Path(named)):
            return Path(named)
        raise NoFont(named)
    found = [
        path
        for folder in FOLDERS
        for path in sorted(Path(folder).expanduser().rglob("*"))
        if path.suffix.lower() in (".ttf", ".ttc", ".otf", ".otc")
    ]
    for path in sorted(found, key=_liking):
        if _writes_chinese(path):
            return path
    raise NoFont


def _liking(path: Path) -> int:
    liked = (n for n, name in enumerate(LIKED) if path.name.lower().startswith(name.lower()))
    return next(liked, len(LIKED))


def _writes_chinese(path: Path) -> bool:
    """Two letters look different: a font without them draws the same box for both."""
    try:
        font = ImageFont.truetype(str(path), 24)
        return bytes(font.getmask("查")) != bytes(font.getmask("账"))
    except (OSError, ValueError):
        return False


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    size: int
    colour: str
    space: int = 0  # above it


def sentence_of(given: Answer) -> str:
    """The sentence with the first number, without its marks."""
    text = said.MARKER.sub("", given.text)
    first = text.split("\n")[0]
    return bare(said.shorten(first, LONGEST))


def cited_of(given: Answer) -> Citation | None:
    """The source of the first number."""
    ids = next((n.citations for n in given.numbers if n.citations), ())
    return next((c for c in given.citations if c.id in ids), None)


def card_png(given: Answer, asked: datetime, font: Path) -> bytes:
    """The card as PNG, as tall as its sentence needs."""
    lines = _lines(given, asked, font)
    height = sum(line.space + round(line.size * 1.55) for line in lines) + 2 * MARGIN
    card = Image.new("RGB", (WIDTH, height), PAPER)
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, 14, height), fill=BRAND)
    y = MARGIN
    for line in lines:
        y += line.space
        if not line.text:
            pen.line((MARGIN, y, WIDTH - MARGIN, y), fill=LINE, width=2)
            continue
        pen.text((MARGIN, y), line.text, font=_font(font, line.size), fill=line.colour)
        y += round(line.size * 1.55)
    out = BytesIO()
    card.save(out, "PNG")
    return out.getvalue()


def _lines(given: Answer, asked: datetime, font: Path) -> list[Line]:
    body = _wrapped(sentence_of(given), font, 46)
    lines = [Line(said.shorten(bare(given.question), 40), 28, SOFT)]
    lines += [Line(text, 46, INK, 26 if at == 0 else 6) for at, text in enumerate(body)]
    if cited := cited_of(given):
        labels = f"{said.labels(cited)}：{cited.text}" if said.labels(cited) else cited.text
        for at, told in enumerate((said.whose(cited), f"《{said.heading(cited)}》",
                                   said.shorten(bare(labels), 60))):  # fmt: skip
            for text in _wrapped(bare(told), font, 28):
                lines.append(Line(text, 28, SOFT, 36 if at == 0 else 4))
        lines.append(Line(f"SHA-256 {cited.sha256}", 20, SOFT, 12))
    check = "、".join(dict.fromkeys(said.check_word(n.check) for n in given.numbers))
    stamp = f"{say('common.name')} · {say('ask.card_by')}（{check}）· {day_of(asked)}"
    return [*lines, Line("", 1, LINE, 30), Line(stamp, 24, BRAND, 20)]


def _wrapped(text: str, font: Path, size: int) -> list[str]:
    """Cut where the card ends; a number is not cut in two where it fits a line."""
    drawn, lines, line = _font(font, size), [], ""
    for piece in _pieces(text):
        if line and drawn.getlength(line + piece) > WIDTH - 2 * MARGIN:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line] if line else lines


def _pieces(text: str) -> list[str]:
    """Letters, but words and numbers of ASCII whole (up to a length), closing marks not alone."""
    pieces: list[str] = []
    for letter in text:
        ascii_run = letter.isascii() and letter != " " and pieces and pieces[-1][-1:].isascii()
        joined = ascii_run and pieces[-1] != " " and len(pieces[-1]) < 24
        if pieces and (joined or letter in said.CLOSING):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, index=_face(path))


@cache
def _face(path: Path) -> int:
    """Of a collection, the face for simplified characters; the first where none says so."""
    for index in range(10 if path.suffix.lower() in (".ttc", ".otc") else 0):
        try:
            family, _ = ImageFont.truetype(str(path), 12, index=index).getname()
        except OSError:
            break
        if "SC" in (family or "").split():
            return index
    return 0

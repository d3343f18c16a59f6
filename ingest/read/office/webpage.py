"""A saved web page (.html, .mhtml) → lines and grids: what stands on it, without its navigation.

Nothing is fetched and nothing is run; scripts and styles are read over.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.amount import is_amount
from ingest.errors import Unreadable
from ingest.read.office.grids import blank_width
from ingest.read.office.markup import Element, html_root, local
from ingest.read.office.split import as_placed, split
from ingest.records import Grid, GridCell, Line, Page, Spot, Unseen

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
CHARSET = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]+encoding=[\"']([\w-]+)", re.I
)
CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030"}
LARGEST = 60_000_000  # bytes

MENUS = frozenset(
    ["ul", "ol", "div", "p", "dl", "header", "aside", "section", "table", "tbody", "tr", "td"]
)
SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "head",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "audio",
        "video",
        "select",
        "button",
        "input",
        "textarea",
        "nav",
        "footer",
        "map",
    ]
)
BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "aside",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "form",
        "fieldset",
        "blockquote",
        "pre",
        "center",
        "address",
        "figure",
        "figcaption",
        "hr",
        "body",
        "html",
        "details",
        "summary",
        "caption",
    ]
)
TABLE = frozenset(["table", "thead", "tbody", "tfoot", "tr", "td", "th"])
HEADS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "caption", "center", "th"])
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
CENTRED = re.compile(r"text-align\s*:\s*center", re.I)
SET_IN = re.compile(r"(?:padding-left|text-indent)\s*:\s*([\d.]+)(px|pt|em)", re.I)
POINTS = {"px": 0.75, "pt": 1.0, "em": 10.5}
COLLAPSED = re.compile(r"[ \t\r\n\f]+")
MOST_SPAN = 300
LINKED = 0.6  # of the letters of a list that is navigation
SHORT_LINK = 16  # letters; a link of a menu is no longer
LONG_LINE = 120  # letters; what a site prints around a text is no longer
ABOUT_PAGE = re.compile(  # what a site prints around a text, on a line of its own
    r"^[\s【\[]*(?:上一[篇条页]|下一[篇条页]|版权所有|您?(?:现在|当前)?的?(?:所在)?位置)\s*[:：]"
    r"|ICP备\s*\d|网站标识码|打印本页|关闭(?:本页|窗口)"
    r"|^(?:发布|更新)?(?:日期|时间)[:：].*(?:点击|浏览|阅读|字体|字号)"
)


def read_html(content: bytes) -> tuple[Page, tuple[Unseen, ...]]:
    root = html_root(page_text(content))
    walk = Walk({t: n for n, t in enumerate(root.iter("table"), 1)})
    body = root.find("body")
    walk.element(root if body is None else body)
    walk.end_line()
    if not walk.items:
        raise Unreadable("网页里没有文字")
    return Page(1, 0.0, 0.0, tuple(walk.items)), tuple(walk.unseen)


# ------------------------------------------------------------------ bytes to text


def page_text(content: bytes) -> str:
    """The page's own text; of an .mhtml archive its first page."""
    if len(content) > LARGEST:
        raise Unreadable("文件太大，不像一份公开网页")
    if not content.strip():
        raise Unreadable("文件是空的")
    if (
        not re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<", content)
        and b"multipart/related" in content[:4096].lower()
    ):
        return _from_archive(content)
    return decode_page(content, "")


def _from_archive(content: bytes) -> str:
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            held = part.get_payload(decode=True)
            if isinstance(held, bytes):
                return decode_page(held, part.get_content_charset() or "")
    raise Unreadable("网页存档里没有网页")


def decode_page(content: bytes, told: str) -> str:
    """By its mark, by what it says of itself, as UTF-8, as GB 18030: the first that fits."""
    marked = next((name for mark, name in MARKS if content.startswith(mark)), "")
    found = CHARSET.search(content[:4096])
    said = (found[1] or found[2]).decode("ascii").lower() if found else ""
    named = [CHINESE.get(name, name) for name in (marked, told.lower(), said) if name]
    for encoding in dict.fromkeys([*named, "utf-8", "gb18030", "big5"]):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    if named:  # a few bytes are broken: what it says of itself is right for the rest
        try:
            return content.decode(named[0], "replace")
        except LookupError:
            pass
    raise Unreadable("网页的编码无法识别")


# ------------------------------------------------------------------ the page


@dataclass(slots=True)
class Walk:
    """Along the page in reading order. `tables` counts every table of the file, shown or not."""

    tables: dict[Element, int]
    items: list[Line | Grid] = field(default_factory=list)
    unseen: list[Unseen] = field(default_factory=list)
    _text: str = ""
    _middle: bool = False
    _lines: int = 0
    _mute: bool = False  # what is read is counted and left out

    def element(self, element: Element, middle: bool = False) -> None:
        kind = local(element)
        if kind in SILENT or self._is_hidden(element):
            self._text += COLLAPSED.sub(" ", element.tail or "")
            return
        middle = middle or is_centred(element)
        if self._mute:
            self._inside(element, kind, middle)
        elif is_navigation(element):
            self._count(element)
        elif kind == "table":
            self.end_line()
            self._table(element, middle)
        elif kind == "br":
            self.end_line()
        else:
            self._inside(element, kind, middle)
        self._text += COLLAPSED.sub(" ", element.tail or "")

    def _count(self, element: Element) -> None:
        """Its pieces of text count, so that a second reader without our rules counts the same."""
        self.end_line()
        self._mute = True
        self._inside(element, "div", False)
        self._mute = False

    def _inside(self, element: Element, kind: str, middle: bool) -> None:
        block = kind in BLOCKS or kind in TABLE or kind == "br"
        if block:
            self.end_line()
        self._middle = self._middle or middle
        self._text += COLLAPSED.sub(" ", element.text or "")
        for part in element:
            self.element(part, middle)
        if block:
            self._middle = self._middle or middle
            self.end_line()

    def end_line(self) -> None:
        text = self._text.replace("\u00a0", " ").strip()
        if text:
            self._lines += 1
            if not self._mute and not (len(text) <= LONG_LINE and ABOUT_PAGE.search(text)):
                spot = Spot(paragraph=self._lines)
                self.items.append(Line(text, 1, None, spot=spot, middle=self._middle))
        self._text, self._middle = "", False

    def _is_hidden(self, element: Element) -> bool:
        hidden = is_hidden(element.get("hidden"), element.get("style"))
        if hidden and any(is_amount(t.strip()) for t in element.itertext()):
            spot = Spot(paragraph=self._lines + 1)
            self.unseen.append(Unseen("网页里有不显示的数字，没有采用", spot))
        return bool(hidden)

    # -------------------------------------------------------------- tables

    def _table(self, element: Element, middle: bool) -> None:
        rows = list(rows_of(element))
        nested = any(True for row in rows for cell in row for _ in cell.iter("table"))
        placed = list(self._cells(element, rows, nested))
        lone = sum(bool(cell.text.strip()) for cell, _ in placed) < 2
        own_amounts = any(is_amount(cell.text) for cell, _ in placed)
        if lone or (nested and not own_amounts):  # it only lays out what is in it
            for part in element:
                self.element(part, middle)
            return
        caption = element.find("caption")
        if caption is not None:
            self._inside(caption, "caption", True)
        for part in element:
            if part is not caption:
                self._count(part)
        self.items += split(as_placed(cell) for cell, _ in placed)
        for _, holder in placed if nested else ():
            for inner in nearest_tables(holder):
                self._nested(inner, middle)

    def _nested(self, table: Element, middle: bool) -> None:
        """A table in a cell of another: its text was counted there."""
        counted = self._lines
        self._table(table, middle)
        self._lines = counted

    def _cells(
        self, table: Element, rows: list[list[Element]], nested: bool
    ) -> Iterator[tuple[GridCell, Element]]:
        taken: dict[tuple[int, int], bool] = {}
        for number, row in enumerate(rows):
            column = 0
            for holder in row:
                while (number, column) in taken:
                    column += 1
                deep, wide = _span(holder, "rowspan"), _span(holder, "colspan")
                deep = len(rows) - number if deep == 0 else min(deep, len(rows) - number)
                wide = max(1, wide)
                taken |= {(number + r, column + c): True for r in range(deep) for c in range(wide)}
                spot = Spot(table=self.tables[table], row=number + 1, column=column + 1)
                text = cell_text(holder)
                indent = None if is_centred(holder) else _set_in(holder, text)
                shown = text.replace("\u00a0", " ").strip()
                yield (
                    GridCell(number, column, deep, wide, shown, None, None, indent, spot=spot),
                    holder,
                )


def is_hidden(hidden: str | None, style: str | None) -> bool:
    return hidden is not None or HIDDEN.search(style or "") is not None


def rows_of(table: Element) -> Iterator[list[Element]]:
    """The cells of each row of this table, not of those inside it; hidden rows are none."""
    for part in table:
        if local(part) in ("thead", "tbody", "tfoot"):
            yield from rows_of(part)
        elif local(part) == "tr" and not is_hidden(part.get("hidden"), part.get("style")):
            yield [
                c for c in part
                if local(c) in ("td", "th") and not is_hidden(c.get("hidden"), c.get("style"))
            ]  # fmt: skip


def nearest_tables(element: Element) -> Iterator[Element]:
    for part in element:
        if local(part) == "table":
            yield part
        else:
            yield from nearest_tables(part)


def cell_text(cell: Element) -> str:
    """What the cell shows, its lines kept apart, tables inside it left out."""
    pieces: list[str] = []
    _gather(cell, pieces)
    lines = "".join(pieces).split("\n")
    return "\n".join(line.strip(" ") for line in lines if line.strip())


def _gather(element: Element, pieces: list[str]) -> None:
    pieces.append(COLLAPSED.sub(" ", element.text or ""))
    for part in element:
        kind = local(part)
        if kind == "br" or kind in BLOCKS:
            pieces.append("\n")
        silent = kind in SILENT or kind == "table"
        if not silent and not is_hidden(part.get("hidden"), part.get("style")):
            _gather(part, pieces)
        if kind in BLOCKS:
            pieces.append("\n")
        pieces.append(COLLAPSED.sub(" ", part.tail or ""))


def _span(cell: Element, name: str) -> int:
    text = (cell.get(name) or "1").strip()
    return min(int(text), MOST_SPAN) if text.isdecimal() else 1


def _set_in(cell: Element, text: str) -> float:
    style = SET_IN.search(cell.get("style") or "")
    if style is None:
        style = next((s for p in cell if (s := SET_IN.search(p.get("style") or ""))), None)
    own = float(style[1]) * POINTS[style[2].lower()] if style else 0.0
    return own + blank_width(text)


def is_centred(element: Element) -> bool:
    aligned = (element.get("align") or "").lower() == "center"
    centred = CENTRED.search(element.get("style") or "") is not None
    return aligned or centred or local(element) in HEADS


# ------------------------------------------------------------------ what is not the page's own


def is_navigation(element: Element) -> bool:
    """A list of short links to other pages: a menu, where one is, what else there is. Sites that are
    laid out in tables have their menus in tables, too."""
    if local(element) not in MENUS:
        return False
    links = [a for a in element.iter("a") if _leads_away(a)]
    inner = (table for table in element.iter("table") if table is not element)
    if len(links) < 2 or next(inner, None) is not None:
        return False
    inside = [_letters(a) for a in links]
    return sum(inside) >= LINKED * _letters(element) and max(inside) <= SHORT_LINK


def _leads_away(link: Element) -> bool:
    return not (link.get("href") or "#").startswith("#")


def _letters(element: Element) -> int:
    return len(re.sub(r"\s", "", "".join(element.itertext())))

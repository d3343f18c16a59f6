"""Printed lines → paragraphs under their headings, without the table of contents."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ingest.recognise.captions import plain
from ingest.records import Line, Paragraph

NUMERAL = "[一二三四五六七八九十百零〇]+"
ORDINALS = (
    re.compile(rf"第{NUMERAL}(?:部分|章|篇)"),
    re.compile(rf"{NUMERAL}、"),
    re.compile(rf"[（(]{NUMERAL}[）)]"),
    re.compile(r"\d{1,2}(?:[.．](?!\d)|、)"),
    re.compile(r"[（(]\d{1,2}[）)]"),
)
LONGEST = 45
LEADERS = re.compile(r"[.…·．—_]{4,}[-—\d]*$")
CONTENTS = re.compile(r"^目录$")
NO_HEADING = re.compile(r"[。；;！？，,]|(?:是|系)?指|[:：].")
NO_NAME = re.compile(r"[。；;！？，,：:]")
MONEY = re.compile(r"\d(?:亿|万|千)?元")  # a title with an amount is a sentence
FOLIO = re.compile(r"[-—–―－─━~～·]{1,3}\d{1,3}[-—–―－─━~～·]{1,3}")
SECTION = re.compile(r"(?:名词解释|编制说明|机构设置|主要职[能责]|情况说明)$")
ROOM = 1.6  # letters: a line that leaves more than this and a word ends its paragraph
WORD = re.compile(r"[（“《〔]*(?:[\d.,%A-Za-z/-]+|.)[，。；：、！？）”》〕%]*")


def level_of(text: str) -> int | None:
    """The depth of the ordinal that the text begins with."""
    return next((i for i, pattern in enumerate(ORDINALS) if pattern.match(text)), None)


def is_heading(text: str) -> bool:
    level = level_of(text)
    if level is None or len(text) > LONGEST:
        return False
    ordinal = ORDINALS[level].match(text)
    rest = text[ordinal.end() :] if ordinal else text
    if level == 0:
        return not text.endswith(("。", "；"))
    return bool(rest) and not NO_HEADING.search(rest) and not MONEY.search(rest)


def without_contents(lines: Sequence[Line]) -> list[Line]:
    """From 目录 on, lines are dropped until one of them comes again as a heading."""
    texts = [plain(line.text) for line in lines]
    start = next((i for i, text in enumerate(texts) if CONTENTS.match(text)), None)
    if start is None or start > 60:
        return [ln for ln, text in zip(lines, texts, strict=True) if not LEADERS.search(text)]
    seen: set[str] = set()
    for end in range(start + 1, len(lines)):
        bare = re.sub(r"[.…·．—_\d\s]+$", "", texts[end])
        again = bool(bare) and bare in seen and level_of(bare) is not None
        prose = "。" in texts[end] or texts[end].endswith("；")
        if again or prose:
            return list(lines[end:])
        seen.add(bare)
    return []


def lines_to_paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """Wrapped lines together, over the page break too."""
    lines = [line for line in lines if not FOLIO.fullmatch(plain(line.text))]
    margins = _margins(lines)
    found: list[list[Line]] = []
    for line in lines:
        if found and _goes_on(found[-1], line, margins):
            found[-1].append(line)
        else:
            found.append([line])
    return found


Margins = dict[int, tuple[float, float]]


def _margins(lines: Sequence[Line]) -> Margins:
    """Left and right border of the running text, for each page; pages of one kind share them."""
    wide = [ln for ln in lines if ln.box is not None and len(ln.text) > 18]
    common_right = Counter(round(ln.box.x1 / 6) for ln in wide if ln.box)
    common_left = Counter(round(ln.box.x0 / 6) for ln in wide if ln.box)
    usual_left = 6.0 * common_left.most_common(1)[0][0] if common_left else 0.0
    usual_right = 6.0 * common_right.most_common(1)[0][0] if common_right else 0.0
    margins: Margins = {}
    for page in {line.page for line in lines}:
        here = [ln.box for ln in wide if ln.page == page and ln.box]
        right = max((b.x1 for b in here), default=usual_right)
        left = min((b.x0 for b in here), default=usual_left)
        margins[page] = (left, right)
    return margins


def _letter(line: Line) -> float:
    return max((box.x1 - box.x0 for box in line.boxes), default=12.0)


def _first_word(line: Line) -> float:
    """What could not be parted from the start of this line: a number, a letter and its 。"""
    found = WORD.match(line.text)
    if not found or len(line.boxes) < found.end():
        return 0.0
    return line.boxes[found.end() - 1].x1 - line.boxes[0].x0


def _goes_on(paragraph: Sequence[Line], line: Line, margins: Margins) -> bool:
    last = paragraph[-1]
    if last.box is None or line.box is None or line.page - last.page > 1:
        return False
    letter = max(_letter(last), 4.0)
    if margins[last.page][1] - last.box.x1 > _first_word(line) + ROOM * letter:
        return False
    if line.box.x0 - margins[line.page][0] > 1.2 * letter:
        return False
    if level_of(plain(line.text)) in (0, 1) and plain(last.text).endswith(("。", "；", "：")):
        return False
    if is_heading(plain(line.text)) and plain(last.text).endswith(("。", "；", "元", "%")):
        return False
    if len(paragraph) == 1 and is_heading(plain(last.text)) and level_of(plain(line.text)):
        return False
    same = abs(_letter(line) - letter) < 0.25 * letter
    return same or line.page != last.page or len(line.text) < 8


def to_paragraph(headings: Sequence[str], lines: Sequence[Line]) -> Paragraph:
    text, offsets = "", []
    for line in lines:
        offsets.append(len(text))
        text += plain(line.text)
    return Paragraph(tuple(headings), text, tuple(lines), tuple(offsets))


def with_headings(blocks: Iterable[Sequence[Line]]) -> Iterator[Paragraph]:
    blocks = list(blocks)
    body = _body_letter(blocks)
    path: list[tuple[int, str]] = []
    open_part = False  # 第二部分 and its name may stand on lines of their own
    for lines in blocks:
        text = "".join(plain(line.text) for line in lines)
        large = len(lines) <= 2 and body > 0 and _letter(lines[0]) > 1.15 * body
        if open_part and path and _is_name(text):
            path[-1] = (0, path[-1][1] + text)
            open_part = large
            continue
        level = level_of(text) if is_heading(text) else None
        if level is None and _is_name(text) and (large or (_named(text) and _unnumbered(path))):
            level = 0
        if level is None:
            open_part = False
            yield to_paragraph([heading for _, heading in path], lines)
            continue
        path = [*(entry for entry in path if entry[0] < level), (level, text)]
        open_part = ORDINALS[0].fullmatch(text) is not None or (
            large and ORDINALS[0].match(text) is not None
        )


def _body_letter(blocks: Sequence[Sequence[Line]]) -> float:
    sizes = [_letter(line) for lines in blocks for line in lines if len(line.boxes) > 18]
    return statistics.median(sizes) if sizes else 0.0


def _is_name(text: str) -> bool:
    return 2 <= len(text) <= LONGEST and level_of(text) is None and not NO_NAME.search(text)


def _named(text: str) -> bool:
    return SECTION.search(text) is not None and len(text) <= 30


def _unnumbered(path: Sequence[tuple[int, str]]) -> bool:
    return not path or level_of(path[0][1]) is None

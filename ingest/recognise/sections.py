"""Printed lines → paragraphs under their headings, without the table of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

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
ROOM = 2.6  # letters: a line that leaves more than this ends its paragraph


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
    return bool(rest) and not NO_HEADING.search(rest)


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


def _goes_on(paragraph: Sequence[Line], line: Line, margins: Margins) -> bool:
    last = paragraph[-1]
    if last.box is None or line.box is None or line.page - last.page > 1:
        return False
    letter = max(_letter(last), 4.0)
    if margins[last.page][1] - last.box.x1 > ROOM * letter:
        return False
    if line.box.x0 - margins[line.page][0] > 1.2 * letter:
        return False
    if level_of(plain(line.text)) in (0, 1) and plain(last.text).endswith(("。", "；", "：")):
        return False
    if len(paragraph) == 1 and is_heading(plain(last.text)) and level_of(plain(line.text)):
        return False
    return abs(_letter(line) - letter) < 0.25 * letter or line.page != last.page


def to_paragraph(headings: Sequence[str], lines: Sequence[Line]) -> Paragraph:
    text, offsets = "", []
    for line in lines:
        offsets.append(len(text))
        text += plain(line.text)
    return Paragraph(tuple(headings), text, tuple(lines), tuple(offsets))


def with_headings(blocks: Sequence[Sequence[Line]]) -> Iterator[Paragraph]:
    path: list[tuple[int, str]] = []
    for lines in blocks:
        text = "".join(plain(line.text) for line in lines)
        if not text:
            continue
        if path and re.fullmatch(ORDINALS[0].pattern, path[-1][1]) and _is_name(text):
            path[-1] = (0, path[-1][1] + text)  # 第二部分 / 预算情况说明 on two lines
            continue
        level = level_of(text)
        if level is not None and is_heading(text):
            path = [*(entry for entry in path if entry[0] < level), (level, text)]
            continue
        yield to_paragraph([heading for _, heading in path], lines)


def _is_name(text: str) -> bool:
    return len(text) <= LONGEST and level_of(text) is None and not NO_HEADING.search(text)

"""What the recogniser says, written as it is printed: brackets and marks by the company they keep."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.read.scan.engine import Words

CHINESE = re.compile(r"[\u3400-\u9fff]")
WIDE = str.maketrans({"(": "（", ")": "）", ":": "：", ";": "；", "?": "？", "!": "！"})
NARROW = str.maketrans("０１２３４５６７８９．，：；（）－＋％／", "0123456789.,:;()-+%/")
MARKS = str.maketrans("。、", ".,")
BETWEEN = re.compile(r"(?<=[\u3400-\u9fff]),(?=[\u3400-\u9fff])|,$")
STRAY = re.compile(r"[A-Za-z|\\!]{1,2}|(?=.*[.,])[\d.,]*[A-Za-z]{1,2}[\d.,]*|\d+[A-Za-z]{1,2}\d*")
OFFICE = re.compile("部内(?=收支|收入|支出|预算|决算|整体)")  # 门 in some founts is read as 内
NUMBER = re.compile(r"[-−]?[\d,.]*\d[\d,.]*%?")


def as_printed(text: str) -> str:
    """One character for one: brackets are wide beside Chinese, narrow in numbers."""
    if CHINESE.search(text):
        text = BETWEEN.sub("，", text.translate(WIDE))
        return OFFICE.sub("部门", text)
    plain = text.translate(NARROW)
    marked = plain.translate(MARKS)
    return marked if is_number(marked) else plain


def digits_of(text: str) -> str:
    """The digits with their marks: what must be the same in two readings."""
    return re.sub(r"[^\d.,%-]", "", text) if re.search(r"\d", text) else ""


def is_number(text: str) -> bool:
    return bool(NUMBER.fullmatch(text))


def is_stray(text: str) -> bool:
    """A letter or two, or a number with a letter in it: what a blot or a broken digit looks like."""
    return bool(STRAY.fullmatch(text))


def numbers_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the numbers of a line start and end."""
    for match in re.finditer(r"[-\d.,%]*\d[\d.,%]*", text):
        yield match.span()


def sure_of_numbers(words: Words) -> float:
    """How likely the least certain character of its numbers is; 1 where it has none."""
    spans = numbers_in(as_printed(words.text))
    return min((c for start, end in spans for c in words.chances[start:end]), default=1.0)

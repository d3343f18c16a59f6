"""Words and small decisions of the page: pure functions, tested without a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer import Answer, Check, Citation, Number, Status
from assistant.claims.check import Checked, Report, Verdict
from ui.words import say

STAGES = {"budget": "预算", "final": "决算"}
KINDS = {"table": "表格", "narrative": "正文", "glossary": "名词解释"}
SIGNS = {
    Check.VERIFIED: "✓",
    Check.DERIVED: "∑",
    Check.CONFLICT: "⚠",
    Check.QUOTED: "“”",
    Check.UNVERIFIED: "?",
}
SHEETS = frozenset({"xlsx", "xls", "ods"})
WHOLE = frozenset({"docx", "doc", "html", "text"})  # one long page: its number says nothing
MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")
CLOSING = "。，、；：！？）》」』”’,.;:!?)%"
MARKER = re.compile(r"\[(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text of a sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A number in a sentence, with the punctuation that must stay on its line."""

    number: Number
    text: str
    tail: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A [1] in a sentence that stands on its own."""

    citation: int


Piece = Words | Chip | Mark


def plain(text: str) -> str:
    """Escape text for a Streamlit label, so that no markdown, LaTeX or colour is read in it."""
    one_line = " ".join(text.split())
    escaped = MARKDOWN.sub(r"\\\1", one_line)
    # emoji, icons and arrows are replaced after parsing: a joiner of no width stops them
    return re.sub(r"(:|-|<|=)", "\\1\u2060", escaped)


def lines_of(answer: Answer) -> list[list[Piece]]:
    """The answer line by line, each line in pieces."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces_of(answer):
        if not isinstance(piece, Words):
            lines[-1].append(piece)
            continue
        first, *rest = piece.text.split("\n")
        if first:
            lines[-1].append(Words(first))
        lines.extend([Words(part)] if part else [] for part in rest)
    return [line for line in lines if line]


def pieces_of(answer: Answer) -> list[Piece]:
    """Cut the text at its numbers and [n] marks."""
    known = {c.id for c in answer.citations}
    pieces: list[Piece] = []
    at = 0
    for number in placed(answer):
        pieces += _words(answer.text[at : number.start], known)
        at = _skip_marks(answer.text, number.end, number.citations)
        end = at
        while end < len(answer.text) and answer.text[end] in CLOSING:
            end += 1
        pieces.append(Chip(number, answer.text[number.start : number.end], answer.text[at:end]))
        at = end
    return pieces + _words(answer.text[at:], known)


def placed(answer: Answer) -> list[Number]:
    """The numbers whose offsets really hold their text, in order and apart."""
    kept: list[Number] = []
    for number in sorted(answer.numbers, key=lambda n: n.start):
        free = not kept or number.start >= kept[-1].end
        if free and number.text and answer.text[number.start : number.end] == number.text:
            kept.append(number)
    return kept


def _skip_marks(text: str, at: int, citations: tuple[int, ...]) -> int:
    """Past the [1][2] that the chip itself shows."""
    while (found := MARKER.match(text, at)) and int(found[1]) in citations:
        at = found.end()
    return at


def _words(text: str, known: set[int]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for found in MARKER.finditer(text):
        if int(found[1]) in known:
            if text[at : found.start()]:
                pieces.append(Words(text[at : found.start()]))
            pieces.append(Mark(int(found[1])))
            at = found.end()
    return [*pieces, Words(text[at:])] if text[at:] else pieces


def check_word(check: Check) -> str:
    return say(f"ask.check_{check}")


def status_word(status: Status) -> str:
    return say(f"ask.status_{status}")


def stage_word(stage: str) -> str:
    return say(f"common.{stage}") if stage in STAGES else stage


def chip_title(number: Number) -> str:
    """What hovering over a number says."""
    said = f"{check_word(number.check)}：{say(f'ask.help_{number.check}')}"
    return f"{said}\n{number.formula}" if number.formula else said


def check_of(answer: Answer, citation: int) -> Check | None:
    """How the number that a citation belongs to was checked."""
    said = next((n.check for n in answer.numbers if citation in n.citations), None)
    warned = any(citation in w.citations for w in answer.warnings)
    return said or (Check.CONFLICT if warned else None)


def place(citation: Citation) -> str:
    """第 9 页, 第 9 页（扫描）; 第 12 行 in a text file; 表2!C7 or 第 3 个表第 7 行第 2 列 in an office file."""
    spot = citation.spot
    if spot is not None and spot.paragraph is not None:
        return say("ask.spot_paragraph", n=spot.paragraph)
    if spot is not None and spot.row is not None:
        return say("ask.spot_table", n=spot.table, row=spot.row, column=spot.column)
    if spot is not None:
        return str(spot)
    if citation.page is not None and citation.bbox is not None:
        number = say("ask.page_no", n=citation.page)
        return number + (say("ask.scanned") if citation.source == "scan" else "")
    if citation.line is not None:
        return say("ask.line_no", n=citation.line)
    if citation.page is not None:
        return say("ask.page_no", n=citation.page)
    return say("ask.nowhere")


def extent(media: str, pages: int) -> str:
    """12 页; 3 张工作表 of a workbook; "" of what has no pages."""
    if media in WHOLE:
        return ""
    return say("library.in_sheets" if media in SHEETS else "library.in_pages", n=pages)


def labels(citation: Citation) -> str:
    """一般公共预算 · 金额."""
    row, column = " / ".join(citation.row), " / ".join(citation.column)
    return " · ".join(part for part in (row, column) if part)


def heading(citation: Citation) -> str:
    kind = say(f"ask.kind_{citation.kind}") if citation.kind in KINDS else say("ask.original")
    return citation.table or kind


def book(citation: Citation) -> str:
    """2024 年预算."""
    return say("ask.of_year", year=citation.year, stage=stage_word(citation.stage))


def whose(citation: Citation) -> str:
    return f"{citation.entity} · {book(citation)} · {place(citation)}"


def source_line(citation: Citation) -> str:
    """[1] 某某中心 2024 年预算《收支总表》第 9 页 · 收入总计 / 金额."""
    where = f"{citation.entity} {book(citation)}《{heading(citation)}》{place(citation)}"
    said = labels(citation)
    return f"[{citation.id}] {where}" + (f" · {shorten(said, 36)}" if said else "")


def shorten(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def elapsed(milliseconds: int) -> str:
    """用时 12 毫秒, 用时 1.3 秒."""
    if milliseconds < 1000:
        return say("ask.took_ms", n=milliseconds)
    tenths = (milliseconds + 50) // 100
    return say("ask.took_s", n=f"{tenths // 10}.{tenths % 10}")


def reading(answer: Answer) -> str:
    """How the question was understood; "" where nothing was looked for."""
    return plain(str(answer.query.get("reading", "")))


def model_note(answer: Answer) -> str:
    """模型 qwen 帮着理解了问题（用时 1.2 秒，900 个词元，约 0.0026 元）; "" where none was asked."""
    trace = answer.query.get("model")
    if not trace:
        return ""
    done = {"answered": "帮着理解了问题", "asked_back": "猜了问题的意思",
            "void": "的理解对不上文件，没有采用", "unused": "的理解没有找到数，没有采用",
            "failed": "没有答复"}  # fmt: skip
    spent = [f"用时 {trace['seconds']} 秒", f"{trace['tokens']} 个词元"]
    spent += [f"约 {float(trace['cost_yuan']):.4f} 元"] if trace["cost_yuan"] else []
    return f"模型 {plain(trace['name'])} {done.get(trace['outcome'], '')}（{'，'.join(spent)}）"


def footer(answer: Answer) -> str:
    """3 个数字，3 个已核对 · 用时 12 毫秒."""
    counted = [(check, sum(n.check is check for n in answer.numbers)) for check in Check]
    each = (say("ask.count_checked", n=n, how=check_word(c)) for c, n in counted if n)
    said = say("ask.comma").join(each)
    total = say("ask.count_numbers", n=len(answer.numbers), what=said) if answer.numbers else ""
    parts = (total, elapsed(answer.elapsed_ms), model_note(answer))
    return " · ".join(part for part in parts if part)


# ---------------------------------------------------------------------- drafts


@dataclass(frozen=True, slots=True)
class VerdictStyle:
    """How a verdict is shown: a mark, a word, a style of a terminal."""

    mark: str
    word: str
    style: str


VERDICTS = {
    Verdict.SUPPORTED: VerdictStyle("✓", "相符", "green"),
    Verdict.CONTRADICTED: VerdictStyle("✗", "不符", "bold red"),
    Verdict.NOT_FOUND: VerdictStyle("?", "没有找到", "yellow"),
    Verdict.AMBIGUOUS: VerdictStyle("≈", "说不准", "magenta"),
}


def note_of(number: Checked) -> tuple[str, ...]:
    """Where the cells stand that a verdict rests on, a line each."""
    return tuple(source_line(c).removeprefix(f"[{c.id}] ") for c in number.citations)


def counted(report: Report) -> str:
    """3 个数字：2 个相符，1 个不符."""
    if not report.numbers:
        return "稿子里没有可以核对的数字。"
    found = [(v, sum(n.verdict is v for n in report.numbers)) for v in Verdict]
    told = "，".join(f"{count} 个{VERDICTS[v].word}" for v, count in found if count)
    return f"{len(report.numbers)} 个数字：{told}。"

"""What the draft page says: pure functions, tested without a browser."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.answer import Citation
from assistant.claims.verdict import Checked, Report, Verdict
from ui.format import KINDS, STAGES, place, shorten
from ui.words import say

LONGEST_SENTENCE = 160
ENDS = re.compile(r"[。！？!?；;\n]")
EXAMPLE = ("收入总计", "基本支出", "项目支出", "人员经费", "公用经费")


@dataclass(frozen=True, slots=True)
class Said:
    """A number of the draft; `at` is where it stands among the report's numbers."""

    number: Checked
    at: int


Part = str | Said


def paragraphs_of(report: Report) -> list[list[Part]]:
    """The story line by line, cut at its numbers. Blank lines are empty, none is at the end."""
    lines: list[list[Part]] = [[]]
    for part in parts_of(report):
        if isinstance(part, Said):
            lines[-1].append(part)
            continue
        first, *rest = part.split("\n")
        lines[-1] += [first] if first else []
        lines.extend([[text] if text else [] for text in rest])
    while lines and not lines[-1]:
        lines.pop()
    return lines


def parts_of(report: Report) -> list[Part]:
    parts: list[Part] = []
    done = 0
    for said in placed(report):
        start, end = said.number.start, said.number.end
        parts += [report.text[done:start]] if start > done else []
        parts.append(said)
        done = end
    return [*parts, report.text[done:]] if report.text[done:] else parts


def placed(report: Report) -> list[Said]:
    """The numbers whose offsets really hold their text, in order and apart."""
    kept: list[Said] = []
    done = 0
    for said in sorted(
        (Said(n, at) for at, n in enumerate(report.numbers)), key=lambda s: s.number.start
    ):
        number = said.number
        held = report.text[number.start : number.end] == number.text != ""
        if held and number.start >= done:
            kept.append(said)
            done = number.end
    return kept


def to_look_at(report: Report) -> list[Said]:
    """What is not plainly right: the wrong ones first, then in the order of the story."""
    found = [
        s for s in placed(report)
        if s.number.verdict is not Verdict.SUPPORTED or s.number.warnings
    ]  # fmt: skip
    return sorted(found, key=lambda s: s.number.verdict is not Verdict.CONTRADICTED)


def tally(report: Report) -> list[tuple[Verdict, str]]:
    """4 个相符, 2 个不符: what there is of each."""
    found = [(v, sum(n.verdict is v for n in report.numbers)) for v in Verdict]
    return [(v, say(f"draft.count_{v}", n=count)) for v, count in found if count]


def verdict_name(verdict: Verdict) -> str:
    return say(f"draft.{verdict}")


def help_of(verdict: Verdict) -> str:
    return say(f"draft.help_{verdict}")


def right_value(number: Checked) -> str:
    """What the disclosure has, where it is not what the draft has; "" otherwise."""
    same = "".join((number.expected or "").split()) == "".join(number.text.split())
    return "" if same else number.expected or ""


def verdict_words(number: Checked) -> str:
    """不符，公开文件里是 284.4 万元."""
    word, right = verdict_name(number.verdict), right_value(number)
    return say("draft.says", word=word, right=right) if right else word


def hover(number: Checked) -> str:
    """What hovering over a number says."""
    warned = [say("draft.mind", what=w) for w in number.warnings]
    return "\n".join((verdict_words(number), number.reason or help_of(number.verdict), *warned))


# ---------------------------------------------------------------------- source notes


def notes(report: Report, day: date) -> str:
    """The source notes of all numbers, for the desk."""
    told = [note(report, said.number, day) for said in placed(report)]
    head = f"数字出处（查账核对，{day.isoformat()}）：" + "，".join(w for _, w in tally(report))
    return "\n\n".join([head, *told]) + "\n"


def note(report: Report, number: Checked, day: date) -> str:
    """One number as plain text: sentence, verdict, document, page, table, row, column, hash, date."""
    lines = [
        f"句子：{sentence_of(report.text, number.start, number.end)}",
        f"数字：{bare(number.text)}（{bare(verdict_words(number))}）",
        *([f"说明：{bare(number.reason)}"] if number.reason else []),
        *(line for citation in number.citations for line in origin(citation)),
        *(f"注意：{bare(warning)}" for warning in number.warnings),
        f"核对日期：{day.isoformat()}",
    ]
    return "\n".join(lines)


def origin(citation: Citation) -> list[str]:
    """Where a cell stands, a line for each thing that finds it again."""
    stage = STAGES.get(citation.stage, citation.stage)
    kind = "表" if citation.kind == "table" else KINDS.get(citation.kind, "原文")
    given = (
        (kind, citation.table),
        ("行", " / ".join(citation.row)),
        ("列", " / ".join(citation.column)),
        ("印的是", shorten(citation.text, LONGEST_SENTENCE)),
        ("SHA-256", citation.sha256),
    )
    return [
        f"出处：{bare(citation.entity)} {citation.year} 年{bare(stage)}，{place(citation)}",
        f"  文件：{bare(Path(citation.file).name)}",
        *(f"  {name}：{bare(value)}" for name, value in given if value),
    ]


def sentence_of(text: str, start: int, end: int) -> str:
    """The sentence that a stretch stands in, no longer than fits a note."""
    before = max((m.end() for m in ENDS.finditer(text, 0, start)), default=0)
    after = ENDS.search(text, end)
    to = after.end() if after else len(text)
    room = max(0, LONGEST_SENTENCE - (end - start)) // 2
    low, high = max(before, start - room), min(to, end + room)
    cut = bare(text[low:high])
    return ("…" if low > before else "") + cut + ("…" if high < to else "")


def bare(text: str) -> str:
    """One line of what can be seen: nothing that starts a new line or turns the writing round."""
    seen = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    return " ".join("".join(c for c in seen if unicodedata.category(c) != "Cf").split())


# ---------------------------------------------------------------------- example


def example(entity: str, year: int, value_of: Callable[[str], str]) -> str:
    """A short story on what the corpus holds, with one slip in it; "" where nothing is known."""
    found = [(item, value) for item in EXAMPLE if (value := value_of(item))]
    if not found:
        return ""
    *right, (item, value) = found
    told = "，".join([f"{name}{said}" for name, said in right] + [f"{item}{slip(value)}"])
    return f"{entity}{year}年{told}。"


def slip(value: str) -> str:
    """Two digits that changed places: 274.5 → 247.5."""
    for at in range(len(value) - 1):
        one, other = value[at], value[at + 1]
        if one.isdigit() and other.isdigit() and one != other and other != "0":
            return value[:at] + other + one + value[at + 2 :]
    return re.sub(r"\d", lambda m: str(int(m[0]) % 9 + 1), value, count=1)


def too_long(text: str, most: int) -> str:
    return say("draft.too_long", n=len(text), most=most)

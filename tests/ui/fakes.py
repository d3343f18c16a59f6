"""An assistant with canned answers whose citations point into the founding disclosure."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pdfplumber

from assistant import answer as contract
from assistant.answer import Answer, Check, Citation, Number, Status
from assistant.audited import Audited
from assistant.claims.verdict import Checked, Report, Verdict
from assistant.progress import Composed, Proving, Told, Understood, nobody
from assistant.refine import Alternatives, Choice, Correction, Kind
from assistant.understand.query import Query
from ingest.records import Box, Cell, Disclosure, Severity, Source, Table

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
PDF = SAMPLES / "founding_drawn.pdf"
TEXT = SAMPLES / "founding.txt"
SHA, TEXT_SHA, GONE_SHA = "a" * 64, "b" * 64, "c" * 64
ENTITY = "郑州市金水区政务信息中心"
TITLE = "2024 年部门收支总体情况表"
HOSTILE = (
    "<img src=x onerror=alert(1)> ![](http://evil.test/x.png) $x$ :red[a] **b** :smile: -> "
    "[l](http://evil.test)"
)


def read_table() -> Table:
    """Pages 8 and 9 of the sample as one table."""
    cells: list[Cell] = []
    offset = 0
    with pdfplumber.open(PDF) as pdf:
        for number in (8, 9):
            page = pdf.pages[number - 1]
            # the header is printed again on the second page
            rows = page.find_tables()[0].rows[2 if offset else 0 :]
            for row, found in enumerate(rows):
                for column, box in enumerate(found.cells):
                    words = page.crop(box).extract_words() if box else []
                    if words:
                        ink = Box(
                            min(w["x0"] for w in words),
                            min(w["top"] for w in words),
                            max(w["x1"] for w in words),
                            max(w["bottom"] for w in words),
                        )
                        text = "".join(w["text"] for w in words)
                        source = Source(SHA, number, ink, text)
                        span = 2 if offset + row == 0 else 1
                        cells.append(Cell(offset + row, column, 1, span, text, source))
            offset += len(rows)
    columns = (("收入", "项目"), ("收入", "金额"), ("支出", "项目"), ("支出", "金额"))
    return Table(
        0,
        TITLE,
        "revenue_expenditure_summary",
        "万元",
        False,
        ENTITY,
        (8, 9),
        "grid",
        2,
        columns,
        offset,
        tuple(cells),
        (),
        None,
    )


def cite(table: Table, number: int, label: str, column: int, side: str) -> Citation:
    row = next(c.row for c in table.cells if c.text == label)
    cell = next(c for c in table.cells if (c.row, c.column) == (row, column))
    assert cell.source is not None
    box = cell.source.box
    assert box is not None
    return Citation(
        number,
        "founding_drawn.pdf",
        SHA,
        ENTITY,
        2024,
        "budget",
        "table",
        TITLE,
        "revenue_expenditure_summary",
        (label,),
        (side, "金额"),
        cell.source.page,
        (box.x0, box.top, box.x1, box.bottom),
        cell.text,
    )


def narrative(number: int, text: str) -> Citation:
    """Where the running text prints `text`."""
    with pdfplumber.open(PDF) as pdf:
        for page in pdf.pages[:8]:
            for found in page.search(text, regex=False):
                box = (found["x0"], found["top"], found["x1"], found["bottom"])
                return Citation(
                    number,
                    "founding_drawn.pdf",
                    SHA,
                    ENTITY,
                    2024,
                    "budget",
                    "narrative",
                    "二、收入预算总体情况说明",
                    "",
                    ("一般公共预算",),
                    (),
                    page.page_number,
                    box,
                    text,
                )
    raise LookupError(text)


class FakeAssistant:
    """Answers any question with the same few canned answers."""

    def __init__(self) -> None:
        self.table = read_table()
        self.asked: list[list[str | Query]] = []

    model_name = ""

    edition = "first"
    examples = (
        "金水区政务信息中心 2024 年收入总计是多少？",
        "“三公”经费比上年增加还是减少？",
        "2024 年一般公共预算支出里占比最大的是哪一类？",
        "这份文件的正文和表格有不一致的地方吗？",
    )

    def page_count(self, sha256: str) -> int:
        return {SHA: 24}.get(sha256, 0)

    def alternatives(self, given: Answer) -> Alternatives:
        if not given.numbers:
            return {}
        years = (Choice("2024", "2024 年", True), Choice("2023", "2023 年", False))
        names = [f"某某市第{n}局" for n in range(20)]
        bodies = [Choice(n, n, False) for n in names]
        return {Kind.ENTITY: (Choice(ENTITY, ENTITY, True), *bodies), Kind.YEAR: years}

    def correct(self, given: Answer, correction: Correction, *, told: Told = nobody) -> Answer:
        told(Composed("改过的"))
        made = self.of_the_table(given.question)
        return replace(made, query={"reading": f"按{correction.value}理解"})

    def ask(
        self,
        question: str,
        history: Sequence[str | Query],
        *,
        with_model: bool,
        told: Told = nobody,
    ) -> Answer:
        self.asked.append(list(history))
        if "慢" in question:
            told(Understood("按慢慢想理解"))
            told(Composed("收入总计为 ▒▒▒ 万元"))
            told(Proving(1, 3))
            time.sleep(6)
        if "崩溃" in question:
            raise RuntimeError(question)
        if "文本" in question:
            return self.of_text_file(question)
        if question.startswith("<"):
            return hostile(question)
        if "没有" in question:
            text = "文件库里没有郑州市金水区教育局 2024 年的公开文件。最接近的是政务信息中心。"
            return Answer(question, Status.NOT_FOUND, text, elapsed_ms=9)
        return self.of_the_table(question)

    def of_the_table(self, question: str) -> Answer:
        citations = (
            cite(self.table, 1, "收入总计", 1, "收入"),
            cite(self.table, 2, "一、一般公共预算", 1, "收入"),
            cite(self.table, 3, "八、社会保障和就业", 3, "支出"),
            narrative(4, "284.4"),
        )
        text = (
            f"{ENTITY} 2024 年收入总计为 364.4 万元[1]，其中一般公共预算 364.4 万元[2]。\n"
            "社会保障和就业支出 19.6 万元[3]，占支出总计的 5.4%。"
        )
        return answer(
            question,
            text,
            (
                ("364.4 万元", "万元", Check.VERIFIED, (1,), None),
                ("364.4 万元", "万元", Check.CONFLICT, (2,), None),
                ("19.6 万元", "万元", Check.VERIFIED, (3,), None),
                ("5.4%", "%", Check.DERIVED, (3, 1), "19.6 ÷ 364.4 = 5.4%"),
            ),
            citations,
            warnings=(
                contract.Caution(
                    "narrative_vs_table",
                    "正文“二、收入预算总体情况说明”写一般公共预算 284.4 万元，"
                    "而《部门收支总体情况表》为 364.4 万元，相差 80.0 万元，"
                    "不是四舍五入造成的。建议向该单位核实。",
                    (4, 2),
                ),
            ),
            follow_ups=(
                "“三公”经费是多少？",
                "与 2023 年相比有什么变化？",
                "这份文件还有哪些不一致？",
            ),
        )

    def of_text_file(self, question: str) -> Answer:
        lines = TEXT.read_text("utf-8").splitlines()
        line = next(n for n, text in enumerate(lines, 1) if text.startswith("收入总计"))
        one = Citation(
            1,
            "founding.txt",
            TEXT_SHA,
            ENTITY,
            2024,
            "budget",
            "table",
            TITLE,
            "",
            ("收入总计",),
            ("收入", "金额"),
            None,
            None,
            "364.4",
            line,
        )
        gone = Citation(
            2,
            "moved.pdf",
            GONE_SHA,
            ENTITY,
            2023,
            "final",
            "table",
            TITLE,
            "",
            ("收入总计",),
            ("收入", "金额"),
            3,
            (1.0, 1.0, 9.0, 9.0),
            "374.4",
        )
        given = (
            ("364.4 万元", "万元", Check.VERIFIED, (1,), None),
            ("374.4 万元", "万元", Check.QUOTED, (2,), None),
        )
        text = "收入总计 364.4 万元，上年 374.4 万元。"
        return answer(question, text, given, (one, gone))

    def library(self) -> list[dict[str, Any]]:
        one = {
            "id": "a",
            "entity": ENTITY,
            "year": 2024,
            "stage": "budget",
            "title": TITLE,
            "file": "founding_drawn.pdf",
            "pages": 27,
            "tables": 13,
        }
        other = {
            "id": "b",
            "entity": "郑州市金水区教育局",
            "stage": "final",
            "pages": 31,
            "tables": 9,
        }
        return [one, one | other | {"year": 2023}, one | other | {"id": "c", "year": 2022}]

    def check(self, draft: str) -> Report:
        """Every number with its verdict by its digits."""
        if "崩溃" in draft:
            raise RuntimeError(draft)
        found = re.finditer(r"\d[\d.]* ?(?:万元|辆|%)", draft)
        return Report(draft, tuple(self.judged(m[0], m.start()) for m in found))

    def judged(self, text: str, start: int) -> Checked:
        verdict, expected, reason, citations = {
            "364.4": (Verdict.SUPPORTED, "364.4 万元", "收入总计 364.4 万元。", (1, 2)),
            "248.4": (Verdict.CONTRADICTED, "284.4 万元", HOSTILE, (3,)),
            "7": (Verdict.AMBIGUOUS, None, "看不出说的是哪个部门或单位。", ()),
        }.get(text.split(" ")[0], (Verdict.NOT_FOUND, None, "没有找到“车辆”的数。", ()))
        cited = {
            1: cite(self.table, 1, "收入总计", 1, "收入"),
            2: cite(self.table, 2, "一、一般公共预算", 1, "收入"),
            3: narrative(3, "284.4"),
        }
        return Checked(
            text, start, start + len(text), verdict, {}, tuple(cited[n] for n in citations),
            expected, reason, (HOSTILE,) if citations == (1, 2) else (),
        )  # fmt: skip

    def audited_in(self, doc: Disclosure) -> tuple[Audited, ...]:
        """What of it has a side in one file."""
        return tuple(
            one for one in self.audited() if any(c.sha256 == doc.sha256 for c in one.citations)
        )

    def audited(self) -> tuple[Audited, ...]:
        """One of each kind, one that is hostile, and enough for a second page."""
        total, part = cite(self.table, 1, "收入总计", 1, "收入"), narrative(2, "284.4")
        gap = Decimal("800000.0")
        told = "正文称“一般公共预算”为 284.4 万元，而《收支总表》为 364.4 万元，相差 80 万元。"
        main = Audited(ENTITY, 2024, "budget", "prose_against_table", Severity.CONTRADICTION, told,
                       gap, Decimal(2000), "元", ("正文：一般公共预算", "《收支总表》一般公共预算"),
                       (replace(part, id=1), replace(total, id=2)))  # fmt: skip
        bad = Citation(1, HOSTILE, GONE_SHA, HOSTILE, 2023, "final", "table", HOSTILE, "", (HOSTILE,),
                       (HOSTILE,), 3, (1.0, 1.0, 9.0, 9.0), HOSTILE)  # fmt: skip
        hostile = replace(main, entity=HOSTILE, year=2023, stage="final", rule="new_rule",
                          message=f"=1+1 {HOSTILE}", whats=(HOSTILE, HOSTILE),
                          citations=(bad, replace(bad, id=2)))  # fmt: skip
        three = replace(main, rule="sum_within_table", severity=Severity.ROUNDING,
                        message="合计 364.4 万元，分项之和 364.3 万元，属尾差。",
                        whats=("合计", "分项一", "分项二"),
                        citations=(total, replace(total, id=2), replace(part, id=3)))  # fmt: skip
        one = replace(main, rule="empty_table", severity=Severity.OMISSION, message="空表没有说明。",
                      difference=None, tolerance=None, unit="", whats=("表",),
                      citations=(total,))  # fmt: skip
        many = [replace(three, message=f"第 {n} 张表的合计不等于分项。") for n in range(40)]
        return (main, hostile, three, *many, one)

    def table_of(self, citation: Citation) -> Table | None:
        return self.table if citation.sha256 == SHA and citation.kind == "table" else None

    def file_path(self, sha256: str) -> Path | None:
        return {SHA: PDF, TEXT_SHA: TEXT}.get(sha256)

    def suggestions(self) -> list[str]:
        return [
            "金水区政务信息中心 2024 年收入总计是多少？",
            "“三公”经费比上年增加还是减少？",
            "2024 年一般公共预算支出里占比最大的是哪一类？",
            "这份文件的正文和表格有不一致的地方吗？",
        ]


def answer(
    question: str,
    text: str,
    given: tuple[tuple[str, str, Check, tuple[int, ...], str | None], ...],
    citations: tuple[Citation, ...],
    warnings: tuple[contract.Caution, ...] = (),
    follow_ups: tuple[str, ...] = (),
) -> Answer:
    """An Answer with the offsets of its numbers counted."""
    numbers: list[Number] = []
    at = 0
    for said, unit, check, ids, formula in given:
        at = text.index(said, at)
        value = said.removesuffix(unit).strip()
        end = at + len(said)
        numbers.append(Number(said, value, unit, None, check, formula, ids, at, end))
        at = end
    return Answer(
        question, Status.ANSWERED, text, tuple(numbers), citations, warnings, {}, follow_ups, 12
    )


def hostile(question: str) -> Answer:
    """Everything that a document could print to make a page misbehave."""
    one = Citation(
        1,
        HOSTILE,
        GONE_SHA,
        HOSTILE,
        2024,
        "budget",
        "table",
        HOSTILE,
        "",
        (HOSTILE,),
        (HOSTILE,),
        3,
        (1.0, 1.0, 9.0, 9.0),
        "7",
    )
    given = (("7 万元", "万元", Check.UNVERIFIED, (1,), HOSTILE),)
    warned = (contract.Caution("x", HOSTILE, (1,)),)
    return answer(question, f"{HOSTILE} 7 万元 {HOSTILE}", given, (one,), warned, (HOSTILE,))

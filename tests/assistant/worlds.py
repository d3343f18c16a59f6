"""A small disclosure drawn in text, and an assistant over it: what the assistant's tests stand on."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from assistant.answer import Citation
from assistant.ask import Assistant
from assistant.model.client import Model
from ingest.interpret.disclosure import interpret_titled
from ingest.records import (
    Cell,
    Disclosure,
    Document,
    Line,
    Page,
    Paragraph,
    Recognised,
    Source,
    Table,
)

SHA = "ab" * 32

SUMMARY = """
收支总表
收入/项目 | 收入/金额 | 支出/项目 | 支出/金额
一、一般公共预算 | 100.0 | 一、教育支出 | 60.0
二、事业收入 | | 二、卫生健康支出 | 40.0
收入总计 | 100.0 | 支出总计 | 100.0
"""
BASIC = """
一般公共预算基本支出表
科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费
 | 合计 | 70.0 | 50.0 | 20.0
30101 | 基本工资 | 30.0 | 30.0 |
30103 | 奖金 | 20.0 | 20.0 |
30201 | 办公费 | 20.0 | | 20.0
"""
ECONOMIC = """
支出经济分类汇总表
科目编码 | 科目名称 | 总计
 | 合计 | 100.0
30101 | 基本工资 | 30.0
30103 | 奖金 | 20.0
30201 | 办公费 | 50.0
"""
FORMS = {
    "收支总表": "revenue_expenditure_summary",
    "财政拨款收支总表": "appropriation_summary",
    "一般公共预算基本支出表": "basic_expenditure",
    "支出经济分类汇总表": "economic_classification_summary",
    "“三公”经费表": "three_public",
    "一般公共预算支出表": "general_public_budget_expenditure",
    "支出总表": "expenditure_summary",
    "项目绩效目标表": "project_performance",
}
STORY = (
    ("一、收支总体情况", "2024年收入总计100.0万元，与2023年预算相比，收入减少5.0万元，下降4.8%。主要原因：学校合并。"),
    ("二、“三公”经费情况", "2024年“三公”经费支出预算为0万元，与2023年预算持平。"),
    ("三、国有资产情况", "2023年期末，共有车辆3辆。"),
    ("一、主要职责", "负责全县中小学的建设与管理。"),
)  # fmt: skip
GLOSSARY = "一、项目支出：是指在基本支出之外，为完成特定工作任务发生的支出。"


def table(number: int, drawing: str) -> Table:
    """A table from a drawing: title, header with `/` between levels, rows with `|`."""
    title, header, *rows = list(drawing.strip("\n").splitlines())
    columns = tuple(tuple(h.strip().split("/")) for h in header.split("|"))
    cells = []
    for r, row in enumerate((header, *rows)):
        for c, text in enumerate(x.strip() for x in row.split("|")):
            place = Source(SHA, None, None, text, 1000 * (number + 1) + 20 * r + c)
            cells.append(Cell(r, c, 1, 1, text, place if text else None))
    return Table(number, title, FORMS[title], "万元", False, "青山县教育局", (1,), "grid", 1,
                 columns, len(rows) + 1, tuple(cells), (), None)  # fmt: skip


def paragraph(number: int, heading: tuple[str, ...], text: str) -> Paragraph:
    return Paragraph(heading, text, (Line(text, 1, None, (), number),), (0,))


def world(*drawings: str, story: tuple[tuple[str, str], ...] = STORY) -> Disclosure:
    tables = tuple(table(i, d) for i, d in enumerate(drawings or (SUMMARY, BASIC, ECONOMIC)))
    told = [paragraph(i + 1, ("第二部分", h), t) for i, (h, t) in enumerate(story)]
    told.append(paragraph(90, ("第三部分 名词解释",), GLOSSARY))
    document = Document("drawn.txt", SHA, "text", (Page(1, 0, 0, ()),))
    recognised = Recognised(document, tables, tuple(told))
    return interpret_titled(recognised, "青山县教育局2024年部门预算公开")


def as_drawn(citation: Citation) -> str:
    """Reads the drawing again instead of a file."""
    return citation.text


def assistant(*drawings: str, model: Model | None = None) -> Assistant:
    return Assistant.of([world(*drawings)], model=model, reread=as_drawn)


def books(
    entity: str,
    year: int,
    *drawings: str,
    stage: str = "预算",
    kind: str = "部门",
    story: tuple[tuple[str, str], ...] = (),
) -> Disclosure:
    """One body's one year, drawn; its file is made up from its name."""
    tables = tuple(table(i, d) for i, d in enumerate(drawings))
    told = tuple(paragraph(i + 1, ("第二部分", h), t) for i, (h, t) in enumerate(story))
    sha = hashlib.sha256(f"{entity}{year}{stage}{kind}{drawings}{story}".encode()).hexdigest()
    document = Document(f"{entity}{year}.txt", sha, "text", (Page(1, 0, 0, ()),))
    title = f"{entity}{year}年度{kind}{stage}公开"
    made = interpret_titled(Recognised(document, tables, told), title)
    return _of_file(made, sha)


def _of_file(made: Disclosure, sha: str) -> Disclosure:
    """Sources drawn for one file belong to this one."""
    return replace(
        made,
        facts=tuple(replace(f, source=replace(f.source, file=sha)) for f in made.facts),
        statements=tuple(replace(s, source=replace(s.source, file=sha)) for s in made.statements),
    )


def library(*held: Disclosure) -> Assistant:
    return Assistant.of(held, reread=as_drawn)

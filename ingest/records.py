"""The ground floor: frozen records, each knowing where on paper it was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from ingest.amount import Amount


class Stage(StrEnum):
    BUDGET = "budget"
    FINAL = "final"


class Scope(StrEnum):
    """Whose money: a department with all its units, or one body's own."""

    DEPARTMENT = "department"  # 部门
    OWN = "own"  # 单位、本级
    UNKNOWN = ""


class Severity(StrEnum):
    CONTRADICTION = "contradiction"
    ROUNDING = "rounding"
    OMISSION = "omission"
    NOTICE = "notice"


class Role(StrEnum):
    """What a number in a sentence is said to be."""

    LEVEL = "level"  # 收入总计 364.4 万元
    CHANGE = "change"  # 减少 10.0 万元
    RATE = "rate"  # 下降 2.7%
    SHARE = "share"  # 占 78.1%
    COUNT = "count"  # 车辆 0 辆


class Reading(StrEnum):
    """How something was read, and how far that is to be trusted."""

    PRINTED = ""  # characters of the file itself
    ALIGNED = "aligned"  # the same, in a column that no rule parts: until sums have been tried
    SCAN = "scan"  # from a picture, twice over and alike
    FAINT = "faint"  # the same, but uncertain: only sums that close can confirm it
    DOUBTFUL = "doubtful"  # from a picture that is coarse, or not twice alike
    UNREADABLE = "unreadable"  # there is ink, and nothing can be made of it


def least_sure(readings: Iterable[Reading]) -> Reading:
    """The worst of them: a text is as sure as its least sure part."""
    order = list(Reading)
    return max(readings, key=order.index, default=Reading.PRINTED)


class PassageKind(StrEnum):
    NARRATIVE = "narrative"
    GLOSSARY = "glossary"


class Box(NamedTuple):
    """Points from the top left of the upright page (as displayed, after /Rotate)."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a file without pages. Everything is counted from 1.

    A workbook has `sheet` and `cell` ("C7"); Word and web pages have `paragraph`, or `table` with
    `row` and `column` of its grid, merged cells counted at their first place.
    """

    sheet: str = ""
    cell: str = ""
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """As people say it: 表2!C7, 第 12 段, 第 3 个表第 7 行第 2 列."""
        if self.sheet:
            return f"{self.sheet}!{self.cell}" if self.cell else f"工作表“{self.sheet}”"
        if self.table is None:
            return f"第 {self.paragraph} 段"
        inside = "" if self.row is None else f"第 {self.row} 行第 {self.column} 列"
        return f"第 {self.table} 个表{inside}"

    def fields(self) -> dict[str, Any]:
        """For JSON, beside page and bbox."""
        return {
            "sheet": self.sheet,
            "cell": self.cell,
            "paragraph": self.paragraph,
            "table_number": self.table,
            "table_row": self.row,
            "table_column": self.column,
        }


NOWHERE = Spot()  # of files that have pages or lines


# ---------------------------------------------------------------- what a reader gives


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line outside the grids. `boxes` has one box for each character of `text`.

    In a text file there are no boxes: `boxes` is empty and `number` is the 1-based line; in office
    files `spot` says where, and `middle` that it stands in the middle or is marked as a heading.
    """

    text: str
    page: int
    box: Box | None
    boxes: tuple[Box, ...] = ()
    number: int | None = None
    reading: Reading = Reading.PRINTED
    spot: Spot | None = None
    middle: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a ruled grid: text joined over wrapped lines, the ink box of that text.

    `ink` is None where nothing is printed; `region` is the ruled rectangle.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    ink: Box | None
    region: Box | None
    indent: float | None = None  # where the first line begins, in points from the left
    reading: Reading = Reading.PRINTED
    spot: Spot | None = None  # in office files
    page: int | None = None  # where it is not that of the grid: columns that run on over pages


@dataclass(frozen=True, slots=True)
class Grid:
    page: int
    box: Box | None
    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    number: int | None = None  # 1-based line of the first row, in a text file
    line_numbers: tuple[int, ...] = ()  # 1-based line of each row, in a text file
    doubtful: bool = False  # a rule runs through an amount, or a cell is no rectangle


@dataclass(frozen=True, slots=True)
class Scan:
    """A page that is a picture."""

    dpi: int  # of the picture itself, however large it is drawn
    fault: str = ""  # why it could not be read, for people


@dataclass(frozen=True, slots=True)
class Page:
    """`items` holds the lines and grids of the page in reading order."""

    number: int
    width: float
    height: float
    items: tuple[Line | Grid, ...]
    scan: Scan | None = None  # how its picture was read; None where the text is in the file


@dataclass(frozen=True, slots=True)
class Unseen:
    """What the file holds and shows to nobody (a hidden sheet, a formula never worked out): it is
    said, and not used."""

    what: str  # a plain Chinese sentence
    spot: Spot


@dataclass(frozen=True, slots=True)
class Document:
    path: str
    sha256: str
    media: str  # "pdf", "text", "docx", "doc", "xlsx", "xls" or "html"
    pages: tuple[Page, ...]  # the sheets of a workbook; one page of text, Word, web pages
    unseen: tuple[Unseen, ...] = ()


# ---------------------------------------------------------------- what is recognised


@dataclass(frozen=True, slots=True)
class Source:
    """The place on paper that something was read from; what is printed in `box` is `text`.

    `box` is None for text files, where `line` stands in for it, and office files, where `spot` does.
    """

    file: str  # sha256 of the file
    page: int | None
    box: Box | None
    text: str
    line: int | None = None
    indent: float | None = None  # where its first line begins: labels are set in by level
    reading: Reading = Reading.PRINTED
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a whole table: row and column count from 0 over header and body together."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    source: Source | None  # None where nothing is printed


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text under its headings. `lines` are the printed lines it was joined from, in
    order; `offsets[i]` is where lines[i] starts in `text` (white space is dropped)."""

    headings: tuple[str, ...]
    text: str
    lines: tuple[Line, ...]
    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as printed, pages joined. `columns` has the header path of each column."""

    number: int  # from 0, in the order of the file
    title: str
    form: str  # form name of ingest/data/forms.toml, or "unclassified"
    unit: str  # "万元"; "" where none is printed or inferred
    unit_inferred: bool
    entity_line: str  # what stands after 部门名称： above or in the table, else ""
    pages: tuple[int, ...]
    kind: str  # "grid" or "form" (key/value rows, then perhaps an indicator list)
    header_rows: int
    columns: tuple[tuple[str, ...], ...]
    n_rows: int  # header and body
    cells: tuple[Cell, ...]
    notes: tuple[Paragraph, ...]  # remarks printed under the table
    title_source: Source | None


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file after recognition."""

    document: Document
    tables: tuple[Table, ...]
    paragraphs: tuple[Paragraph, ...]


# ---------------------------------------------------------------- what it means


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose disclosure, for when."""

    entity: str
    year: int
    stage: Stage
    code: str = ""  # 214001 where printed
    aliases: tuple[str, ...] = ()
    region: str = ""  # the places in the name or before it: 上海市普陀区
    scope: Scope = Scope.UNKNOWN


@dataclass(frozen=True, slots=True)
class Fact:
    """One cell with its meaning. `amount` is None where the cell is blank."""

    id: str  # "<sha256 first 12>:t<table>:r<row>c<column>"
    table: int
    form: str
    side: str  # "收入" or "支出" in a two-sided table, else ""
    row: tuple[str, ...]  # outermost first, as printed
    column: tuple[str, ...]
    code: str  # classification or project code, "" where none
    amount: Amount | None
    text: str
    year: int  # the year the amount is of (prior-year columns differ from the disclosure's)
    source: Source


@dataclass(frozen=True, slots=True)
class Indicator:
    """A performance target: a text fact."""

    id: str
    table: int
    form: str
    project: str  # "" for the entity as a whole
    path: tuple[str, ...]  # 一级指标, 二级指标
    name: str
    target: str  # "≥90%", "24小时", "科学"
    note: str
    source: Source  # of the target
    name_source: Source


@dataclass(frozen=True, slots=True)
class Statement:
    """One number in the narrative with its meaning. Source text is the number with its unit."""

    id: str  # "<sha256 first 12>:s<n>"
    headings: tuple[str, ...]
    subject: str  # what it is of, as printed: "收入总计", "一般公共预算", "公务用车"
    role: Role
    amount: Amount  # signed: a decrease is negative for CHANGE and RATE
    whole: str  # for SHARE: of what
    compared_with: str  # "2023年预算" for CHANGE and RATE; "持平" is a CHANGE of 0
    year: int
    reason: str  # the document's own words after 主要原因, else ""
    sentence: str
    source: Source
    sentence_source: Source
    stage: str = ""  # as printed: 年初预算, 调整预算, 执行数, 决算; "" where it is not said


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of narrative or one glossary entry."""

    id: str  # sha256 of heading path and text, 24 hex digits: equal text is embedded once
    kind: PassageKind
    headings: tuple[str, ...]
    term: str  # the word explained, for a glossary entry
    text: str
    sources: tuple[Source, ...]  # one a page; text is the whole lines in the box


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a finding: where, and what it is."""

    what: str  # "正文“二、收入预算总体情况说明”：一般公共预算"
    amount: Amount | None
    source: Source
    ref: str = ""  # id of the fact, statement or "" (table, passage)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree."""

    rule: str
    severity: Severity
    message: str  # a plain Chinese sentence with both numbers
    sides: tuple[Side, ...]
    difference: Decimal | None  # in 元 for money
    tolerance: Decimal | None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One file, interpreted: all that is stored of it."""

    id: str  # first 12 hex digits of the file's sha256
    path: str
    sha256: str
    media: str
    n_pages: int
    identity: Identity
    title: str
    tables: tuple[Table, ...]
    facts: tuple[Fact, ...]
    indicators: tuple[Indicator, ...]
    statements: tuple[Statement, ...]
    passages: tuple[Passage, ...]
    findings: tuple[Finding, ...]
    reader: int = field(default=0, compare=False)  # which read it, counted in corpus/schema.py

"""Why a file that can be read is no budget disclosure: in words for people, or ""."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from ingest.interpret.vocabulary import squeeze, words
from ingest.records import Disclosure, Grid, Recognised

HEAD_LINES = 14  # a letterhead, a number and a title of several lines
SENTENCE = re.compile("[，。；]")  # of running text: no title
FEW_LETTERS = 10  # a page: a stamp and a page number over a scan
NO_DATA = "没有预算或决算数据"


def refusal(recognised: Recognised, disclosure: Disclosure) -> str:
    """Where pages were left out, what was not found may stand on them: that is said, too."""
    reason = _unfit(recognised, disclosure)
    faults = [p.scan.fault for p in recognised.document.pages if p.scan and p.scan.fault]
    if reason and faults:
        return f"{reason}；另有 {len(faults)} 页没有读出来：{faults[-1]}"
    return reason


def _unfit(recognised: Recognised, disclosure: Disclosure) -> str:
    """A whole table of income or spending is proof; else the words and the heading decide."""
    if has_whole_table(disclosure):
        return ""
    printed = tuple(_printed(recognised))
    if is_picture(recognised, printed):
        if any(page.scan for page in recognised.document.pages):
            return "做了文字识别，还是几乎认不出字（可能是图片或者太模糊的扫描件）"
        return "几乎没有文字（可能是扫描件），要先做文字识别"
    kind = kind_of(printed[:HEAD_LINES])
    if kind:
        return f"这是{kind}，不是部门预算或决算，文件里{NO_DATA}"
    if has_only_targets(disclosure):
        return "只有绩效目标表，没有收支预算或决算数据"
    if not _has_money(disclosure) or len(budget_words(printed)) < words("refusal")["least"]:
        return f"文件里{NO_DATA}"
    return ""


def has_whole_table(disclosure: Disclosure) -> bool:
    """One budget table with amounts, more than a list of projects."""
    partial = {*words("refusal")["partial_forms"], "project_expenditure"}
    filled = (f for f in disclosure.facts if f.amount is not None and f.amount.is_money)
    return any(fact.form not in partial for fact in filled)


def has_only_targets(disclosure: Disclosure) -> bool:
    """Performance tables and nothing said beside them."""
    forms = {table.form for table in disclosure.tables} - {"unclassified"}
    targets = set(words("refusal")["partial_forms"])
    return bool(forms) and forms <= targets and not disclosure.statements


def is_picture(recognised: Recognised, printed: tuple[str, ...]) -> bool:
    pages = recognised.document.pages
    is_paper = recognised.document.media == "pdf" and bool(pages)
    letters = sum(len(re.findall(r"[\u4e00-\u9fff]", text)) for text in printed)
    return is_paper and not recognised.tables and letters < FEW_LETTERS * len(pages)


def kind_of(head: tuple[str, ...]) -> str:
    """Which other document the first lines say it is; a disclosure's own title is stronger."""
    whole = "".join(head)
    above = takewhile(lambda text: not SENTENCE.search(text), head)
    if any(re.search(words("refusal")["titles"], text) for text in above):
        return ""
    for kind in words("refusal")["kind"]:
        if any(re.search(kind["head"], text) for text in (*head, whole)):
            return str(kind["name"])
    return ""


def budget_words(printed: tuple[str, ...]) -> set[str]:
    whole = "".join(printed)
    return {word for word in words("refusal")["budget_words"] if re.search(word, whole)}


def _has_money(disclosure: Disclosure) -> bool:
    told = (s.amount for s in disclosure.statements)
    held = (f.amount for f in disclosure.facts if f.amount is not None)
    return any(amount.is_money for amount in (*told, *held))


def _printed(recognised: Recognised) -> Iterator[str]:
    """Every text of the file in the order of its pages; of the records where it has no pages."""
    for page in recognised.document.pages:
        for item in page.items:
            parts = [cell.text for cell in item.cells] if isinstance(item, Grid) else [item.text]
            yield from filter(None, map(squeeze, parts))
    for paragraph in recognised.paragraphs:
        yield from map(squeeze, (*paragraph.headings, paragraph.text))
    for table in recognised.tables:
        yield from filter(None, (squeeze(table.title), *(squeeze(c.text) for c in table.cells)))

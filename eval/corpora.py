"""Draw a believable corpus of any size, straight into a ledger: what scale is measured on.

    python -m eval.corpora CORPUS --disclosures 1000 [--seed 1] [--brief]

Bodies of made-up places disclose several years; every amount is drawn at the leaves and added up,
tables agree with each other and with the narrative, and everything goes through the interpreter
that real files go through. No file is read, so no number can be opened on a page. Prints how long
it took, how large the ledger is, and how long what answering needs takes on it.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import Any

import numpy as np

from assistant.shelf.settling import settle
from eval.projects import drawn_projects, joined, rows_of
from eval.projects import told as projects_told
from ingest.corpus.ledger import Ledger, open_ledger
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

WIDTH = 384  # of a vector
TOGETHER = 40  # disclosures whose data are worked out at one go
TIMES = 30  # each look-up is tried
# forms of a short one, beside its projects
BRIEF = {"revenue_expenditure_summary", "three_public", "economic_classification_summary"}
FEW = 5  # projects of a short one
TOLD_BRIEFLY = 4  # larger items that its narrative tells


@dataclass(frozen=True, slots=True)
class Leaf:
    """The smallest amounts, in cents of 万元: what of a row is basic and what is project."""

    code: str
    name: str
    basic: int
    project: int


@cache
def words() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "corpora.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def bodies() -> Iterator[tuple[str, str]]:
    """(place, body): 青原省青山市, 青原省青山市教育局; 8 × 24 × 30 of them, no two of one name."""
    held = words()
    for body, city, province in product(held["bodies"], held["cities"], held["provinces"]):
        yield f"{province}{city}市", f"{province}{city}市{body}"


def disclosures(
    count: int, seed: int = 1, after: int = 0, brief: bool = False
) -> Iterator[Disclosure]:
    """So many, all years of a body together; the same seed draws the same. `after` leaves out the
    first of them. A brief one has a quarter of the facts and of the passages."""
    years = words()["years"]
    for (place, body), year in islice(product(bodies(), years), after, count):
        yield drawn(place, body, year, random.Random(f"{seed}{place}{body}{year}"), brief)


def drawn(place: str, body: str, year: int, draw: random.Random, brief: bool = False) -> Disclosure:
    """One body's one year."""
    sha = hashlib.sha256(f"{place}{body}{year}".encode()).hexdigest()
    leaves = economy(draw)
    projects = drawn_projects(words(), place, sum(x.project for x in leaves), draw)
    if brief:
        projects = joined(projects, FEW)
    held = [book for book in printed(leaves, draw) if not brief or book[0] in BRIEF]
    books = [*held, ("project_expenditure", "项目支出表", rows_of(projects, money))]
    tables = tuple(
        table(number, sha, f"{body}{year}年", form, title, rows)
        for number, (form, title, rows) in enumerate(books)
    )
    said = [*story(body, year, leaves, draw, TOLD_BRIEFLY if brief else len(leaves))]
    said += [(("第四部分 项目情况", head), text) for head, text in projects_told(projects, money)]
    told = [paragraph(n, h, t) for n, (h, t) in enumerate(said, 1)]
    document = Document(f"{sha[:12]}.txt", sha, "text", (Page(1, 0, 0, ()),))
    return interpret_titled(
        Recognised(document, tables, tuple(told)), f"{body}{year}年部门预算公开"
    )


# ---------------------------------------------------------------------- amounts that add up


def economy(draw: random.Random) -> tuple[Leaf, ...]:
    """By economic classification; money for people is basic, for things in part a project's."""
    size = draw.lognormvariate(9, 1)
    return tuple(
        Leaf(code, name, round(size * draw.random()), round(size * draw.random()) * (top != "301"))
        for top, _, leaves in words()["economics"]
        for code, name in leaves
    )


def shares(total: int, parts: int, draw: random.Random) -> list[int]:
    """A total cut into parts at random."""
    cuts = sorted(draw.randint(0, total) for _ in range(parts - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]


def printed(
    leaves: Sequence[Leaf], draw: random.Random
) -> Iterator[tuple[str, str, list[list[str]]]]:
    """(form, title, rows with the header first) of each table."""
    basic, project = sum(x.basic for x in leaves), sum(x.project for x in leaves)
    tops = [(top, name) for top, name, _ in words()["functions"]]
    cut = shares(basic + project, len(tops), draw)
    sides = [["收入项目", "收入金额", "支出项目", "支出金额"]]
    for n, ((_, name), part) in enumerate(zip(tops, cut, strict=True)):
        income = ["一、一般公共预算拨款收入", money(basic + project)] if n == 0 else ["", ""]
        sides.append([*income, name, money(part)])
    sides.append(["收入总计", money(basic + project), "支出总计", money(basic + project)])
    yield "revenue_expenditure_summary", "收支总表", sides
    header = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    spent = shares_of(cut, basic, draw)
    functions = [header, *by_function(cut, spent, draw)]
    yield "expenditure_summary", "支出总表", functions
    yield "general_public_budget_expenditure", "一般公共预算支出表", functions
    yield "three_public", "“三公”经费支出表", three_public(leaves)
    yield "economic_classification_summary", "部门支出经济分类汇总表", [header, *by_economy(leaves)]
    people = [[c, n, a, a if c.startswith(("301", "303")) else "", "" if c.startswith(("301", "303")) else a]
              for c, n, _, a, _ in by_economy(leaves)[1:] if a]  # fmt: skip
    paid = sum(x.basic for x in leaves if x.code.startswith(("301", "303")))
    total = ["", "合计", money(basic), money(paid), money(basic - paid)]
    header = ["科目编码", "科目名称", "合计", "人员经费", "公用经费"]
    yield "basic_expenditure", "一般公共预算基本支出表", [header, total, *people]


def three_public(leaves: Sequence[Leaf]) -> list[list[str]]:
    held = {x.code: x.basic + x.project for x in leaves}
    received, run = held["30217"], held["30231"]
    header = [
        "“三公”经费合计",
        "因公出国（境）费",
        "公务用车购置及运行费",
        "公务用车运行费",
        "公务接待费",
    ]
    return [header, [money(received + run), "0.00", money(run), money(run), money(received)]]


def shares_of(parts: Sequence[int], wanted: int, draw: random.Random) -> list[int]:
    """How much of each part belongs to another whole: never more than the part."""
    left, room, out = wanted, sum(parts), []
    for part in parts:
        room -= part
        take = min(part, left, max(left - room, round(part * draw.random())))
        out.append(take)
        left -= take
    return out


def by_function(cut: Sequence[int], spent: Sequence[int], draw: random.Random) -> list[list[str]]:
    rows = [["", "合计", money(sum(cut)), money(sum(spent)), money(sum(cut) - sum(spent))]]
    for (top, name, below), whole, basic in zip(words()["functions"], cut, spent, strict=True):
        rows.append([top, name, money(whole), money(basic), money(whole - basic)])
        pairs = list(
            zip(
                shares(basic, len(below), draw),
                shares(whole - basic, len(below), draw),
                strict=True,
            )
        )
        for (code, middle, leaves), (own, other) in zip(below, pairs, strict=True):
            rows.append([code, middle, money(own + other), money(own), money(other)])
            each = zip(
                leaves,
                shares(own, len(leaves), draw),
                shares(other, len(leaves), draw),
                strict=True,
            )
            rows += [[c, n, money(a + b), money(a), money(b)] for (c, n), a, b in each]
    return rows


def by_economy(leaves: Sequence[Leaf]) -> list[list[str]]:
    basic, project = sum(x.basic for x in leaves), sum(x.project for x in leaves)
    rows = [["", "合计", money(basic + project), money(basic), money(project)]]
    for top, name, _ in words()["economics"]:
        own = [x for x in leaves if x.code.startswith(top)]
        a, b = sum(x.basic for x in own), sum(x.project for x in own)
        rows.append([top, name, money(a + b), money(a), money(b)])
        rows += [
            [x.code, x.name, money(x.basic + x.project), money(x.basic), money(x.project)]
            for x in own
        ]
    return rows


def money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}" if cents else ""


# ---------------------------------------------------------------------- what is printed


def table(number: int, sha: str, whose: str, form: str, title: str, rows: list[list[str]]) -> Table:
    cells = tuple(
        Cell(r, c, 1, 1, text, Source(sha, None, None, text, 1000 * (number + 1) + 10 * r + c) if text else None)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )  # fmt: skip
    columns = tuple((name,) for name in rows[0])
    return Table(number, title, form, "万元", False, whose, (1,), "grid", 1, columns, len(rows), cells, (), None)  # fmt: skip


def story(
    body: str, year: int, leaves: Sequence[Leaf], draw: random.Random, most: int
) -> Iterator[tuple[tuple[str, ...], str]]:
    """(headings, text): duties, what changed and why, a line on each larger item, the glossary."""
    held = words()
    for duty in held["duties"]:
        yield ("第一部分 部门概况", "一、主要职责"), f"{body}{duty}"
    total = sum(x.basic + x.project for x in leaves)
    before = max(1, round(total * draw.uniform(0.8, 1.2)))
    said, gap = ("增加", total - before) if total >= before else ("减少", before - total)
    yield (
        ("第二部分 预算情况说明", "一、收支总体情况"),
        f"{year}年收入总计{money(total)}万元，与{year - 1}年预算相比，收入{said}{money(gap) or 0}万元。"
        f"主要原因：{draw.choice(held['reasons'])}。",
    )
    for number, leaf in enumerate(leaves[:most], 2):
        amount = leaf.basic + leaf.project
        yield (
            ("第二部分 预算情况说明", f"（{number}）{leaf.name}"),
            f"{body}{year}年{leaf.name}预算{money(amount) or 0}万元，其中基本支出{money(leaf.basic) or 0}万元。"
            f"主要用于{draw.choice(held['duties'])}变动的主要原因：{draw.choice(held['reasons'])}。",
        )
    for entry in held["glossary"]:
        yield ("第三部分 名词解释",), entry


def paragraph(number: int, headings: tuple[str, ...], text: str) -> Paragraph:
    return Paragraph(headings, text, (Line(text, 1, None, (), number),), (0,))


# ---------------------------------------------------------------------- into a ledger, and measured


def fill(
    ledger: Ledger, count: int, seed: int = 1, after: int = 0, brief: bool = False
) -> tuple[int, int]:
    """How many facts with an amount and how many passages went in, with made-up vectors."""
    facts = passages = 0
    noise = np.random.default_rng(seed)
    held: dict[str, Disclosure] = {}
    for made in disclosures(count, seed, after, brief):
        if len(held) >= TOGETHER and made.identity.year == words()["years"][0]:
            settle(ledger, known=held)
            held = {}
        held[made.id] = made
        raw = noise.standard_normal((len(made.passages), WIDTH))
        raw /= np.linalg.norm(raw, axis=1, keepdims=True)
        vectors = {p.id: v.astype("<f2").tobytes() for p, v in zip(made.passages, raw, strict=True)}
        ledger.save(made, vectors)
        facts += sum(f.amount is not None for f in made.facts)
        passages += len(made.passages)
    settle(ledger, known=held)
    return facts, passages


def p95(work: Callable[[], object]) -> float:
    """Milliseconds that 95 of 100 tries stay under, warm."""
    work()
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.quantiles(took, n=20)[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--disclosures", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--brief", action="store_true", help="of a quarter of the facts each")
    given = parser.parse_args()
    with open_ledger(given.corpus, create=True) as ledger:
        began = time.perf_counter()
        facts, passages = fill(ledger, given.disclosures, given.seed, brief=given.brief)
        took = time.perf_counter() - began
        size = sum(p.stat().st_size for p in given.corpus.glob("ledger.sqlite*")) / 1e6
        own = [i for i, _, _ in ledger.originals()]
        draw = random.Random(given.seed)
        lines = [
            f"{given.disclosures} disclosures, {facts} facts, {passages} passages",
            f"drawn and stored in {took:.0f} s ({took / given.disclosures * 1000:.0f} ms each)",
            f"ledger {size:.0f} MB" if size else "ledger on a server",
            f"one disclosure loaded: p95 {p95(lambda: ledger.load(draw.choice(own))):.1f} ms",
            f"one file found by its content: p95 {p95(lambda: ledger.find('0' * 64)):.1f} ms",
        ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

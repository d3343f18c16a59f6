"""What stands over a table, and what its rows are called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.check.tables.relations import across, is_wrong, totals
from ingest.check.tables.sums import explained
from ingest.interpret.disclosure import interpret_titled
from ingest.records import Disclosure, Table
from tests.ingest.drawn import ENTITY, recognised, table, titled

ITEMS = "科目编码 | 科目名称 | 金额"
LIST = """    | 合计 | 3,754.70
       30201 | 办公费 | 2,154.70
       30202 | 印刷费 | 1,600.30"""


def drawn(rows: str = LIST, title: str = "2024年支出预算表", entity_line: str = "") -> Table:
    plain = rows.replace("1,600.30", "1,600.00")
    return table(plain, columns=ITEMS, title=title, entity_line=entity_line)


def audited(*tables: Table) -> Disclosure:
    numbered = (replace(one, number=n) for n, one in enumerate(tables))
    return interpret_titled(recognised(*numbered), f"2024年{ENTITY}部门预算")


def test_the_same_digits_in_two_units_are_a_contradiction() -> None:
    rows = LIST.replace("1,600.30", "1,600.31")
    same = [table(rows, columns=ITEMS, title="2024年表", unit=unit) for unit in ("万元", "元")]
    assert ("unit_of_table", "contradiction") in titled(audited(*same))
    alike = [table(rows, columns=ITEMS, title="2024年表") for _ in range(2)]
    assert "unit_of_table" not in [rule for rule, _ in titled(audited(*alike))]


def test_one_table_of_final_accounts_in_a_budget() -> None:
    right = [drawn(), drawn(title="2024年基本支出预算表")]
    assert titled(audited(*right, drawn(title="2024年项目支出预算表"))) == []
    assert titled(audited(*right, drawn(title="2024年项目支出决算表"))) == [
        ("wrong_stage", "contradiction")
    ]
    assert titled(audited(*right, drawn(title="2022年项目支出决算表"))) == [
        ("wrong_year", "contradiction")
    ]


@pytest.mark.parametrize(("name", "expected"), [("印刷费", []), ("差旅费", ["item_name"])])
def test_a_code_under_the_name_of_another(name: str, expected: list[str]) -> None:
    found = audited(drawn(LIST.replace("印刷费", name)))
    assert [rule for rule, _ in titled(found)] == expected


@pytest.mark.parametrize(
    ("line", "expected"), [(ENTITY, []), ("郑州市金水区财政局", ["wrong_name"])]
)
def test_the_table_of_another_body_of_the_place(line: str, expected: list[str]) -> None:
    own = [drawn(title=f"2024年表{n}", entity_line=ENTITY) for n in "一二"]
    found = audited(*own, drawn(title="2024年表三", entity_line=line))
    assert [rule for rule, _ in titled(found)] == expected


def test_one_cell_that_explains_two_relations_is_wrong() -> None:
    rows = """    | 合计 | 30.0 | 20.0 | 10.0
        201 | 甲   | 12.0 | 9.7  | 4.0
        208 | 乙   | 18.0 | 12.0 | 6.0"""
    one = table(rows, columns="科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出")
    facts = audited(one).facts
    wrong = [s for s in (*across(facts), *totals(facts)) if is_wrong(s)]
    assert len(explained(wrong)) == len(wrong) == 2

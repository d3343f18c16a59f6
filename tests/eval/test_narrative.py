"""What the measure of the running text counts, and that its labels are well-formed."""

from __future__ import annotations

from eval.narrative import FIELDS, labels, levels, numerals, place_of, shown, wrong_fields
from ingest.interpret.disclosure import interpret_titled
from ingest.records import Disclosure, Role
from tests.ingest.drawn import ENTITY, paragraph, recognised, table

TEXT = "收入预算9.00万元，比上年增加1.00万元，主要原因是工资增加0.50万元。单价50万元以上设备2台。"


def drawn() -> Disclosure:
    rows = table("收入合计 | 9.00", columns="项目 | 金额")
    return interpret_titled(
        recognised(rows, paragraphs=(paragraph(TEXT, "一、收入"),)), f"{ENTITY}2024年部门预算"
    )


def label(found: Disclosure, subject: str) -> dict[str, object]:
    one = found.statements[0]
    return {"sha12": found.id, "page": 1, "at": place_of(one), "number": shown(one),
            "subject": subject, "role": "level", "compared_with": "", "year": 2024}  # fmt: skip


def test_numerals_are_said_or_left_out_for_a_reason() -> None:
    assert dict(numerals(drawn())) == {"said": 3, "in a reason": 1, "a threshold (以上)": 1}


def test_levels_are_looked_for_in_the_tables() -> None:
    assert dict(levels([drawn()])) == {"in a table": 1}


def test_a_label_names_each_field_that_is_read_wrong() -> None:
    found = drawn()
    held = {found.id: found}
    assert list(wrong_fields([label(found, "收入预算")], held)) == []
    (wrong,) = wrong_fields([label(found, "支出预算")], held)
    assert (wrong.field, wrong.expected, wrong.found) == ("subject", "支出预算", "收入预算")


def test_a_label_whose_statement_is_gone_is_wrong_in_every_field() -> None:
    found = drawn()
    gone = {**label(found, "收入预算"), "at": [9, 9, 9]}
    assert [w.field for w in wrong_fields([gone], {found.id: found})] == list(FIELDS)


def test_the_labels_are_short_and_complete() -> None:
    rows = labels()
    assert len(rows) >= 200
    keys = {"sha12", "page", "at", "number", *FIELDS}
    assert all(set(row) == keys and len(row["subject"]) < 80 for row in rows)
    assert {row["role"] for row in rows} == {role.value for role in Role}

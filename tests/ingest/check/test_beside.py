"""What only several files together can tell."""

from __future__ import annotations

from dataclasses import replace

from ingest.check.beside.required import missing
from ingest.corpus.beside import findings_beside
from ingest.interpret.disclosure import interpret_titled
from ingest.records import Disclosure, Finding, Identity, Scope, Source, Stage, Table
from tests.ingest.drawn import paragraph, recognised, table

BODY = "某市某局"
FORMS = (
    "revenue_expenditure_summary",
    "revenue_summary",
    "expenditure_summary",
    "appropriation_summary",
    "general_public_budget_expenditure",
    "basic_expenditure",
    "three_public",
    "government_fund",
)
TOLD = (
    "机关运行经费安排12.00万元。",
    "政府采购预算13.00万元。",
    "国有资产占用情况：车辆2辆、房屋3处、设备4台、家具5件。",
    "绩效目标6个，其中一级7个、二级8个、三级9个。",
)


def disclosure(
    *tables: Table, says: tuple[str, ...] = (), year: int = 2026, scope: Scope = Scope.DEPARTMENT
) -> Disclosure:
    numbered = tuple(replace(one, number=n) for n, one in enumerate(tables))
    paragraphs = tuple(paragraph(text, "情况说明") for text in says)
    made = interpret_titled(
        recognised(*numbered, paragraphs=paragraphs), f"{BODY}{year}年度部门预算"
    )
    sha = f"{year}{'own' if scope is Scope.OWN else 'all'}".ljust(64, "0")

    def moved(source: Source) -> Source:
        return replace(source, file=sha)

    return replace(
        made,
        id=sha[:12],
        sha256=sha,
        identity=Identity(BODY, year, Stage.BUDGET, scope=scope),
        facts=tuple(replace(f, source=moved(f.source), year=year) for f in made.facts),
        statements=tuple(replace(s, source=moved(s.source)) for s in made.statements),
        findings=(),
    )


def forms(*names: str) -> tuple[Table, ...]:
    return tuple(replace(table("合计 | 1.0", columns="项目 | 金额"), form=name) for name in names)


def spent(amount: str) -> Table:
    drawn = table(
        f"2040601 | 行政运行 | {amount}", columns="科目编码 | 科目名称 | 合计", title="支出表"
    )
    return replace(drawn, form="general_public_budget_expenditure")


def beside(*held: Disclosure) -> list[tuple[str, str]]:
    return [(f.rule, f.severity.value) for _, f in findings_beside(held)]


def told(found: list[Finding]) -> list[str]:
    return [f"{f.rule}：{f.message.split('。')[0]}" for f in found]


def test_a_whole_disclosure_lacks_nothing() -> None:
    assert list(missing(disclosure(*forms(*FORMS), says=TOLD))) == []


def test_a_missing_form_and_a_missing_explanation_are_omissions_with_their_law() -> None:
    found = list(missing(disclosure(*forms(*FORMS[:-2]), says=TOLD[1:])))
    assert told(found) == [
        "missing_form：没有找到“一般公共预算“三公”经费支出表”",
        "missing_form：没有找到“政府性基金预算支出表”",
        "missing_explanation：没有找到机关运行经费安排、使用情况的说明",
    ]
    assert {f.severity.value for f in found} == {"omission"}
    assert "《预算法》第十四条" in found[-1].message


def test_a_form_that_only_words_stand_for_is_noticed_and_an_empty_one_is_there() -> None:
    none = "本部门没有使用政府性基金预算拨款安排的支出。"
    (found,) = missing(disclosure(*forms(*FORMS[:-1]), says=(*TOLD, none)))
    assert (found.rule, found.severity.value) == ("missing_form", "notice")
    empty = replace(table("合计 | ", columns="项目 | 金额"), form=FORMS[-1])
    assert list(missing(disclosure(*forms(*FORMS[:-1]), empty, says=(*TOLD, none)))) == []


def test_what_a_word_means_is_no_explanation() -> None:
    glossary = paragraph("机关运行经费：是指为保障运行的资金。", "第四部分名词解释")
    held = disclosure(*forms(*FORMS), says=TOLD[1:])
    more = interpret_titled(recognised(paragraphs=(glossary,)), f"{BODY}2026年度部门预算")
    found = missing(replace(held, passages=(*held.passages, *more.passages)))
    assert told(list(found)) == ["missing_explanation：没有找到机关运行经费安排、使用情况的说明"]


def test_a_file_with_tables_alone_is_not_asked_for_words() -> None:
    assert list(missing(disclosure(*forms(*FORMS)))) == []


def test_a_department_has_at_least_what_its_own_office_has() -> None:
    whole, own = disclosure(spent("10.0")), disclosure(spent("12.5"), scope=Scope.OWN)
    assert beside(whole, own) == [("whole_and_part", "contradiction")]
    assert beside(disclosure(spent("12.5")), own) == []


def test_last_year_is_what_was_said_last_year() -> None:
    earlier = disclosure(says=("基本支出7,666.68万元。",), year=2025)
    right = disclosure(says=("基本支出7,877.76万元，与上年相比增加211.08万元。",))
    slip = disclosure(says=("基本支出7,877.76万元，与上年相比增加211.58万元。",))
    other = disclosure(says=("基本支出7,877.76万元，与上年相比增加1,311.08万元。",))
    assert beside(earlier, right) == []
    assert beside(earlier, slip) == [("last_year", "contradiction")]
    assert beside(earlier, other) == [("last_year", "notice")]


def test_what_was_said_of_a_disclosure_goes_with_it() -> None:
    whole, own = disclosure(spent("10.0")), disclosure(spent("12.5"), scope=Scope.OWN)
    assert beside(own) == []
    assert beside(whole) == []

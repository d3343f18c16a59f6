"""Several bodies and years side by side, budget against outturn, sentences that tell."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from tests.assistant.worlds import books, library

COUNCIL, BUREAU = "青山省政协办公厅", "青山省财政厅"


def summary(total: str) -> str:
    return f"""
收支总表
收入/项目 | 收入/金额 | 支出/项目 | 支出/金额
一、一般公共预算 | {total} | 一、教育支出 | {total}
收入总计 | {total} | 支出总计 | {total}
"""


YEARS = (
    books(COUNCIL, 2024, summary("80.0")),
    books(COUNCIL, 2025, summary("100.0")),
    books(COUNCIL, 2026, summary("90.0")),
)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("省政协2024到2026年预算总额各是多少",
         "青山省政协办公厅的收入总计：2024 年预算 80.0 万元[1]；2025 年预算 100.0 万元[2]；"
         "2026 年预算 90.0 万元[3]（部门收支总体口径），各年有变化，2026 年比 2024 年增加 10.0 万元[1][3]，"
         "增长 12.50%[1][3]。"),
        ("省政协2025年预算总额比2024年多多少",
         "青山省政协办公厅的收入总计：2024 年预算 80.0 万元[1]；2025 年预算 100.0 万元[2]（部门收支总体口径），"
         "2025 年比 2024 年增加 20.0 万元[1][2]，增长 25.00%[1][2]。"),
    ],
)  # fmt: skip
def test_years_of_one_body_are_set_side_by_side(question: str, text: str) -> None:
    answer = library(*YEARS).ask(question)
    assert (answer.status, answer.text) == (Status.ANSWERED, text)


def test_which_body_is_highest_is_worked_out_over_all_of_them() -> None:
    held = library(books(COUNCIL, 2026, summary("90.0")), books(BUREAU, 2026, summary("120.0")))
    answer = held.ask("2026年哪个部门预算总额最高")
    assert answer.text == (
        "2026 年预算的收入总计：青山省财政厅 120.0 万元[1]；青山省政协办公厅 90.0 万元[2]"
        "（部门收支总体口径），较高的是青山省财政厅，比青山省政协办公厅多 30.0 万元[1][2]，"
        "是它的 1.33 倍[1][2]。"
    )


@pytest.mark.parametrize("place", ["红河省", "成都市", "成都", "大同市", "上饶", "都匀市"])
def test_a_body_that_is_not_held_is_never_answered_with_another_s_number(place: str) -> None:
    two = library(
        books("青山市财政局", 2025, summary("80.0")), books("白水市财政局", 2025, summary("90.0"))
    )
    answer = two.ask(f"{place}财政局2025年预算总额")
    assert (answer.status, answer.numbers) == (Status.NOT_FOUND, ())


def test_the_department_s_and_its_own_books_are_told_apart() -> None:
    whole = books(BUREAU, 2026, summary("120.0"))
    own = books(BUREAU, 2026, summary("70.0"), kind="单位")
    said = {
        q: library(whole, own).ask(q).text
        for q in ("省财政厅2026年单位预算总额", "省财政厅2026年部门预算总额")
    }
    assert said == {
        "省财政厅2026年单位预算总额": "青山省财政厅 2026 年单位预算：收入总计为 70.0 万元[1]，支出总计为 70.0 万元[2]。",
        "省财政厅2026年部门预算总额": "青山省财政厅 2026 年部门预算：收入总计为 120.0 万元[1]，支出总计为 120.0 万元[2]。",
    }


FINAL = (
    ("一、支出决算情况",
     "教育支出（类）普通教育（款）小学教育（项）。年初预算为200.0万元，支出决算为150.0万元，完成年初预算的75.00%。"
     "决算数小于预算数的主要原因：部分项目未完成。"),
    ("二、其他情况", "公务接待2批次、26人次。共有车辆5辆。"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("小学教育2024年年初预算和决算各多少",
         "青山省财政厅 2024 年决算：小学教育（项）的年初预算数 200.0 万元[1]，小学教育（项）的决算数 150.0 万元[2]，"
         "决算比预算少 50.0 万元[1][2]，完成预算的 75.00%[1][2]。"),
        ("小学教育2024年为什么没花完预算",
         "青山省财政厅 2024 年决算：小学教育（项）的年初预算数 200.0 万元[1]，小学教育（项）的决算数 150.0 万元[2]，"
         "决算比预算少 50.0 万元[1][2]，完成预算的 75.00%[1][2]。青山省财政厅 2024 年文件写道："
         "“决算数小于预算数的主要原因：部分项目未完成。”[3]"),
        ("公务接待了几批次多少人次",
         "青山省财政厅 2024 年决算：公务接待 2 批次[1]；公务接待 26 人次[2]。"),
    ],
)  # fmt: skip
def test_final_accounts_answer_for_plan_and_outturn(question: str, text: str) -> None:
    held = library(books(BUREAU, 2024, stage="决算", story=FINAL))
    assert held.ask(question).text == text


def test_a_budgeted_amount_is_never_given_as_the_outturn() -> None:
    held = library(books(BUREAU, 2024, stage="决算", story=FINAL))
    assert [n.value for n in held.ask("小学教育2024年决算多少").numbers] == ["150.0"]


def test_follow_ups_carry_the_body_the_year_and_the_item() -> None:
    held = library(*YEARS, books(BUREAU, 2025, summary("120.0")))
    asked = ["省政协2025年预算总额多少", "那省财政厅呢", "两家差多少"]
    answers = [held.ask(q, asked[:n]).numbers[0].value for n, q in enumerate(asked)]
    assert answers == ["100.0", "120.0", "120.0"]
    assert held.ask(asked[2], asked[:2]).text.endswith("多 20.0 万元[1][2]，是它的 1.20 倍[1][2]。")


THREE = """
“三公”经费表
“三公”经费合计 | 因公出国（境）费 | 公务用车购置费 | 公务用车运行维护费 | 公务接待费
{total} | {abroad} | 0.0 | {cars} | {guests}
"""


def four_columns(total: str, abroad: str, cars: str, guests: str) -> str:
    return THREE.format(total=total, abroad=abroad, cars=cars, guests=guests)


def moved(change: str, cars: int) -> tuple[tuple[str, str], ...]:
    return (
        ("一、“三公”经费情况", f"“三公”经费支出预算{change}。"),
        ("二、国有资产情况", f"截至2025年底，共有车辆{cars}辆。"),
    )


PLACE = (
    books("青山省财政厅", 2026, summary("120.0"), four_columns("10.0", "0.0", "6.0", "4.0"),
          story=moved("10.0万元，比上年增加2.0万元，增长25.0%", 3)),
    books("青山省审计厅", 2026, summary("80.0"), four_columns("8.0", "5.0", "2.0", "1.0"),
          story=moved("8.0万元，比上年减少8.0万元，下降50.0%", 4)),
    books("青山省民政厅", 2026, summary("200.0"), four_columns("3.0", "1.0", "1.0", "1.0"),
          story=moved("3.0万元，比上年增加0.1万元，增长3.4%", 1)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "words", "numbers"),
    [
        ("青山省2026年三公经费最高的是哪个部门", "最高的是青山省财政厅", ["10.0 万元", "8.0 万元", "3.0 万元"]),
        ("青山省2026年谁的三公经费垫底", "最低的是青山省民政厅", ["3.0 万元", "8.0 万元", "10.0 万元"]),
        ("青山省2026年哪几家没有安排出国费", "没有安排的：青山省财政厅", ["0.0 万元"]),
        ("青山省2026年三公经费超过5万元的有哪几家", "青山省审计厅", ["10.0 万元", "8.0 万元"]),
        ("财政厅和审计厅2026年三公经费一共多少", "合计", ["10.0 万元", "8.0 万元", "18.0 万元"]),
        ("青山省2026年三公经费降得最狠的是谁", "降幅最大的是青山省审计厅",
         ["50.0%", "8.0 万元", "3.4%", "0.1 万元", "25.0%", "2.0 万元"]),
        ("财政厅和民政厅2026年平均每辆车运行维护费谁高", "较高的是青山省财政厅",
         ["6.0 万元", "3 辆", "2.00 万元", "1.0 万元", "1 辆", "1.00 万元", "1.00 万元"]),
        ("财政厅和审计厅2026年三公经费占总支出的比重哪个高", "较高的是青山省审计厅",
         ["8.0 万元", "80.0 万元", "10.00%", "10.0 万元", "120.0 万元", "8.33%", "1.67 个百分点"]),
    ],
)  # fmt: skip
def test_bodies_are_ranked_filtered_summed_and_averaged(
    question: str, words: str, numbers: list[str]
) -> None:
    answer = library(*PLACE).ask(question)
    assert (answer.status, [n.text for n in answer.numbers]) == (Status.ANSWERED, numbers)
    assert words in answer.text


def test_what_the_corpus_holds_is_told_without_amounts() -> None:
    answer = library(*YEARS).ask("文件库里省政协有哪几年的预算")
    held = "文件库里有：青山省政协办公厅（2024 年预算、2025 年预算、2026 年预算）。"
    assert (answer.text, answer.numbers) == (held, ())


def test_a_year_that_is_not_held_is_not_answered_by_another() -> None:
    answer = library(*YEARS).ask("省政协2021年预算总额比2025年多吗")
    assert (answer.status, answer.numbers) == (Status.NOT_FOUND, ())

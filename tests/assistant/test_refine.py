"""A question asked again of another body, year, book or basis; what is told on the way."""

from __future__ import annotations

import json

from assistant.answer import Answer, Status
from assistant.ask import Assistant
from assistant.progress import Composed, Progress, Proving, Understood, veiled
from assistant.refine import EVERY, Correction, Kind, query_of
from tests.assistant.test_library import BUREAU, COUNCIL, YEARS, summary
from tests.assistant.worlds import assistant, books, library

TOTAL = "省政协2025年预算总额是多少"


def held() -> Assistant:
    final = books(COUNCIL, 2025, summary("99.0"), stage="决算")
    return library(*YEARS, final, books(BUREAU, 2025, summary("500.0")))


def offered(asking: Assistant, given: Answer) -> dict[str, list[tuple[str, bool]]]:
    return {k: [(c.words, c.chosen) for c in v] for k, v in asking.alternatives(given).items()}


def numbers(given: Answer) -> list[str]:
    return [n.text for n in given.numbers]


def test_what_a_question_could_have_been_about_is_offered_with_what_it_is_about() -> None:
    asking = held()
    assert offered(asking, asking.ask(TOTAL)) == {
        "entity": [(COUNCIL, True), (BUREAU, False)],
        "year": [("2026 年", False), ("2025 年", True), ("2024 年", False), ("各年并排", False)],
        "book": [("预算", True), ("决算", False)],
    }


def test_another_basis_is_offered_where_an_item_stands_in_several_forms() -> None:
    asking = assistant()
    both = asking.ask("办公费是多少")
    assert numbers(both) == ["20.0 万元", "50.0 万元"]
    ((kind, choices),) = asking.alternatives(both).items()
    assert (kind, [c.value for c in choices]) == (
        Kind.BASIS, ["basic_expenditure", "economic_classification_summary"],
    )  # fmt: skip
    one = asking.correct(both, Correction(Kind.BASIS, "economic_classification_summary"))
    assert (numbers(one), one.question) == (["50.0 万元"], "办公费是多少")


def test_the_same_is_asked_of_another_body_year_and_book() -> None:
    asking = held()
    given = asking.ask(TOTAL)
    for kind, value, expected in (
        (Kind.ENTITY, BUREAU, "500.0 万元"),
        (Kind.YEAR, "2024", "80.0 万元"),
        (Kind.BOOK, "final|", "99.0 万元"),
    ):
        other = asking.correct(given, Correction(kind, value))
        assert (other.status, set(numbers(other))) == (Status.ANSWERED, {expected})


def test_all_years_can_be_set_side_by_side() -> None:
    asking = held()
    every = asking.correct(asking.ask(TOTAL), Correction(Kind.YEAR, EVERY))
    assert numbers(every)[:3] == ["80.0 万元", "100.0 万元", "90.0 万元"]


def test_a_correction_is_made_of_an_answer_that_was_written_down_and_read_again() -> None:
    asking = held()
    written = json.loads(json.dumps(asking.ask(TOTAL).to_json(), ensure_ascii=False))
    read = Answer.from_json(written)
    assert read == asking.ask(TOTAL) or read.text == asking.ask(TOTAL).text
    assert query_of(read).doc_ids == query_of(asking.ask(TOTAL)).doc_ids
    other = asking.correct(read, Correction(Kind.YEAR, "2026"))
    assert set(numbers(other)) == {"90.0 万元"}


def test_a_follow_up_goes_on_from_what_was_corrected() -> None:
    asking = held()
    other = asking.correct(asking.ask(TOTAL), Correction(Kind.ENTITY, BUREAU))
    follow = asking.ask("教育支出呢", [query_of(other)])
    assert follow.text.startswith("青山省财政厅 2025 年预算：教育支出为 500.0 万元")


def test_a_refusal_offers_nothing_where_it_has_no_query() -> None:
    asking = held()
    assert asking.alternatives(Answer("天气", Status.OUT_OF_SCOPE, "不知道")) == {}


# ---------------------------------------------------------------------- on the way


def test_no_number_is_told_before_it_was_read_again() -> None:
    heard: list[Progress] = []
    given = held().ask(TOTAL, told=heard.append)
    places = len(given.citations)
    assert heard == [
        Understood("按青山省政协办公厅 2025 年预算、“预算总额”理解"),
        Composed("青山省政协办公厅 2025 年预算：收入总计为 ▒▒▒ 万元，支出总计为 ▒▒▒ 万元。"),
        *(Proving(n, places) for n in range(1, places + 1)),
    ]


def test_years_stay_and_numbers_and_marks_go_under_the_veil() -> None:
    text = "2024 年比 2023 年减少 1,066.00 万元[1][3]，下降 7.92%[2]；2018年预算 8.0 万元，车 2019 辆。"
    assert veiled(text) == (
        "2024 年比 2023 年减少 ▒▒▒ 万元，下降 ▒▒▒%；2018年预算 ▒▒▒ 万元，车 ▒▒▒ 辆。"
    )


# ---------------------------------------------------------------------- for the page


def test_every_example_for_a_first_visitor_is_answered() -> None:
    asking = held()
    assert asking.examples == tuple(asking.suggestions()[:4])
    asking.find_examples()
    assert asking.examples != tuple(asking.suggestions()[:4])
    assert {asking.ask(q).status for q in asking.examples} == {Status.ANSWERED}


def test_another_file_is_another_edition_of_the_library() -> None:
    assert library(*YEARS).edition == library(*reversed(YEARS)).edition
    assert library(*YEARS).edition != held().edition


def test_what_is_near_is_offered_where_nothing_was_found() -> None:
    given = assistant().ask("办公经费是多少")
    if given.status is Status.NOT_FOUND and "最接近的有：" in given.text:
        near = given.text.partition("最接近的有：")[2].rstrip("。").split("、")
        assert given.follow_ups[0] == f"{near[0]}是多少？"

"""Which answers get a chart, and of which of their numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from assistant.answer import Answer, Check, Citation, Number, Status
from ui.asking import nodes
from ui.asking.chart import Shape, chart_of


def given(*drawn: tuple[str, int, str, str], check: Check = Check.VERIFIED) -> Answer:
    """Numbers of (body, year, row, amount in 万元), each of its own cell."""
    citations, numbers, text = [], [], ""
    for at, (body, year, row, amount) in enumerate(drawn, 1):
        citations.append(Citation(at, "a.pdf", f"{body}{year}", body, year, "budget", "table", "支出总表",
                                  "", (row,), ("合计",), 1, (1.0, 2.0, 3.0, float(at)), amount))  # fmt: skip
        said = f"{amount} 万元"
        yuan = str(Decimal(amount) * 10_000)
        numbers.append(
            Number(said, amount, "万元", yuan, check, None, (at,), len(text), len(text) + len(said))
        )
        text += f"{said}[{at}]；"
    return Answer("?", Status.ANSWERED, text, tuple(numbers), tuple(citations))


def drawn(answer: Answer) -> tuple[str, str, list[tuple[str, float]]] | None:
    chart = chart_of(answer)
    if chart is None:
        return None
    return chart.shape, chart.of, [(m.label, m.part) for m in chart.marks]


def test_bodies_of_one_year_are_bars_the_longest_first() -> None:
    answer = given(("甲局", 2024, "三公", "5.0"), ("乙局", 2024, "三公", "10.0"))
    assert drawn(answer) == (Shape.BARS, "entity", [("乙局", 1.0), ("甲局", 0.5)])


def test_years_of_one_body_stand_in_their_order_and_four_are_a_line() -> None:
    years = [("甲局", y, "三公", a) for y, a in ((2024, "2.0"), (2022, "4.0"), (2023, "1.0"))]
    assert drawn(given(*years)) == (
        Shape.BARS, "year", [("2022", 1.0), ("2023", 0.25), ("2024", 0.5)],
    )  # fmt: skip
    more = chart_of(given(*years, ("甲局", 2021, "三公", "0")))
    assert more is not None
    assert (more.shape, more.marks[0].label, more.marks[0].part) == (Shape.LINE, "2021", 0.0)


def test_parts_of_one_table_are_bars_in_the_order_of_the_answer() -> None:
    rows = [("甲局", 2024, r, a) for r, a in (("合计", "8.0"), ("教育", "2.0"), ("农业", "6.0"))]
    assert drawn(given(*rows)) == (
        Shape.BARS, "row", [("合计", 1.0), ("教育", 0.25), ("农业", 0.75)],
    )  # fmt: skip


def test_no_chart_of_one_number_of_what_was_not_read_again_or_of_two_things_at_once() -> None:
    pair = (("甲局", 2024, "三公", "5.0"), ("乙局", 2024, "三公", "10.0"))
    assert chart_of(given(pair[0])) is None
    assert chart_of(given(*pair, check=Check.QUOTED)) is None
    assert chart_of(given(*pair, check=Check.DERIVED)) is None
    twice = (*pair, ("甲局", 2024, "会议费", "1.0"), ("乙局", 2024, "会议费", "1.0"))
    assert chart_of(given(*twice)) is None
    assert chart_of(given(("甲局", 2024, "三公", "-5.0"), pair[1])) is None
    assert chart_of(given(("甲局", 2024, "三公", "0"), ("乙局", 2024, "三公", "0"))) is None


def test_every_bar_carries_its_number_as_a_chip_and_the_note_its_sources() -> None:
    chart = chart_of(given(("甲局", 2024, "三公", "5.0"), ("乙局", 2024, "三公", "10.0")))
    assert chart is not None
    tree = nodes.chart(chart)
    bars, note = tree["children"]
    chips = [bar["children"][2]["children"][0] for bar in bars["children"]]
    assert [(c["tag"], c["pick"]) for c in chips] == [("button", 2), ("button", 1)]
    assert note["children"] == ["三公，条形长短按核对过的数画出 · 来源 2、1"]


def test_no_two_style_sheets_dress_the_same_class() -> None:
    sheets = sorted(Path("ui").rglob("*.css"))
    dressed = [
        set(re.findall(r"^\.([a-z][\w-]*) \{", sheet.read_text("utf-8"), re.MULTILINE))
        for sheet in sheets
    ]
    assert [a & b for n, a in enumerate(dressed) for b in dressed[n + 1 :] if a & b] == []


def test_sources_behind_the_fourth_are_folded_away_and_each_opens_its_place() -> None:
    cited = given(*(("某局", 2020 + n, "支出", f"{n}.0") for n in range(6))).citations
    tree = nodes.sources(cited)
    shown, (fold,) = tree["children"][:4], tree["children"][4:]
    assert [line["pick"] for line in shown] == [1, 2, 3, 4]
    assert (fold["tag"], fold["children"][0]["tag"]) == ("details", "summary")
    assert [line["pick"] for line in fold["children"][1:]] == [5, 6]
    assert len(nodes.sources(cited[:4])["children"]) == 4

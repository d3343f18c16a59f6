"""Numbers in prose: which are found, what they are worth, how exactly they are said."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from assistant.prose.figure import Kind
from assistant.prose.figures import figures
from assistant.prose.numerals import chinese_number
from assistant.prose.plain import plain, sentences


def found(draft: str) -> list[tuple[str, str, Decimal]]:
    text = plain(draft)
    return [
        (draft[slice(*text.original(f.start, f.end))], str(f.kind), f.value)
        for f in figures(text.text)
    ]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("共364.4万元", [("364.4万元", "money", Decimal("3644000"))]),
        ("共 １，２３４.５ 萬元", [("１，２３４.５ 萬元", "money", Decimal("12345000"))]),
        ("约3.6亿元，近两成", [("3.6亿元", "money", Decimal("360000000")), ("两成", "percent", Decimal(20))]),
        ("三百六十四万元", [("三百六十四万元", "money", Decimal("3640000"))]),
        ("一百三十五点九六万元", [("一百三十五点九六万元", "money", Decimal("1359600"))]),
        ("百分之四点五", [("百分之四点五", "percent", Decimal("4.5"))]),
        ("近三分之一，一半", [("三分之一", "percent", Decimal(100) / 3), ("一半", "percent", Decimal(50))]),
        ("高出1.2个百分点", [("1.2个百分点", "points", Decimal("1.2"))]),
        ("是它的2.5倍，翻了一番", [("2.5倍", "times", Decimal(250)), ("翻了一番", "times", Decimal(200))]),
        ("分别为1.2、3.4和5.6万元", [(n, "money", Decimal(v)) for n, v in
                              (("1.2", 12000), ("3.4", 34000), ("5.6万元", 56000))]),
        ("几近腰斩，打八折", [("腰斩", "percent", Decimal(50)), ("打八折", "percent", Decimal(20))]),
        ("翻了近一番，涨了六成五", [("翻了近一番", "times", Decimal(200)), ("六成五", "percent", Decimal(65))]),
        ("1亿2000万元，过亿元", [("1亿2000万元", "money", Decimal("120000000")), ("亿元", "money", Decimal("100000000"))]),
        ("八九成，二三十辆", [("八九成", "percent", Decimal(90)), ("二三十辆", "count", Decimal(30))]),
        ("￥3,500，25万块钱", [("￥3,500", "money", Decimal(3500)), ("25万块钱", "money", Decimal(250000))]),
        ("2000多万元，千分之三", [("2000多万元", "money", Decimal("20000000")), ("千分之三", "percent", Decimal("0.3"))]),
        ("车辆3辆，接待12批次、340人次", [("3辆", "count", Decimal(3)), ("12批次", "count", Decimal(12)),
                                 ("340人次", "count", Decimal(340))]),
    ],
)  # fmt: skip
def test_a_number_is_found_with_its_worth(
    draft: str, expected: list[tuple[str, str, Decimal]]
) -> None:
    assert found(draft) == expected


@pytest.mark.parametrize(
    "draft",
    [
        "2024年8月15日发布，第3项，财预〔2016〕143号", "“三公”经费、一般公共预算、第一部分", "2010301项下",
        "二〇二四年", "2024-03-01", "第5页", "电话：021-22023456", "前3名", "历时3个月", "12号线", "连续3年",
        "十四五规划期间", "截至2025年底", "上午9:30", "两会期间，一方面要三农优先",
    ],
)  # fmt: skip
def test_dates_codes_and_ordinals_are_no_numbers(draft: str) -> None:
    assert found(draft) == []


@pytest.mark.parametrize(
    ("said", "true", "holds"),
    [
        ("364.4万元", "3644000", True),
        ("364.4万元", "3644400", True),  # printed finer, rounds to it
        ("364.4万元", "3645100", False),
        ("3.64亿元", "364400000", True),
        ("3.64亿元", "365900000", False),
        ("近400万元", "3900000", True),
        ("近400万元", "4010000", False),
        ("超过300万元", "3644000", True),
        ("超过300万元", "2990000", False),
        ("3600多万元", "36440000", True),
        ("3600多万元", "37440000", False),
        ("不足400万元", "3644000", True),
        ("约360万元", "3644000", True),
        ("约360万元", "3944000", False),
        ("四成", "39.8", True),
        ("四成", "33.0", False),
        ("两倍多", "230", True),
        ("两倍多", "190", False),
        ("10多倍", "1313", True),
        ("10倍多", "1083", True),
        ("10倍多", "1313", False),  # more than ten by less than one
        ("10亿多元", "1250000000", False),
        ("30亿元出头", "3800000000", False),
        ("不超过600万元", "6000000", True),
        ("不超过700万元", "6000000", False),  # the next hundred is another number
        ("超过七成五", "77.3", True),
        ("不到前者的8%", "7.27", True),  # of what stands between
        ("不到前者的8%", "8.2", False),
        ("超过全年收入的三成", "34.1", True),
        ("超过全年收入的三成", "28.0", False),
        ("腰斩", "49.9", True),
        ("腰斩", "30", False),
    ],
)
def test_a_number_holds_what_its_words_allow(said: str, true: str, holds: bool) -> None:
    (figure,) = figures(plain(said).text)
    step = Decimal(100) if figure.kind is Kind.MONEY else Decimal("0.1")
    assert figure.holds(Decimal(true), step) is holds


@pytest.mark.parametrize(
    ("said", "number"),
    [("三百六十四", "364"), ("三千六百万", "36000000"), ("十五", "15"), ("二〇二四", "2024"),
     ("一亿二千万", "120000000"), ("两点五", "2.5"), ("半", "0.5"), ("百", "100"), ("三四", None)],
)  # fmt: skip
def test_chinese_numerals_are_read(said: str, number: str | None) -> None:
    assert chinese_number(said) == (Decimal(number) if number else None)


@pytest.mark.parametrize(
    "endless", ["9" * 20_000, "２０２４" * 5_000, "〇" * 20_000, "万" * 20_000]
)
def test_digits_without_end_are_no_number_and_take_no_time(endless: str) -> None:
    began = time.process_time()
    text = plain(f"收入{endless}元，支出3万元。").text
    assert [(f.kind, f.value) for f in figures(text)] == [(Kind.MONEY, Decimal(30_000))]
    assert time.process_time() - began < 2


def test_a_sentence_without_end_is_parted_at_commas_and_nothing_is_lost() -> None:
    text = "收入100万元，" * 500
    spans = sentences(text)
    assert "".join(text[a:b] for a, b in spans) == text
    assert max(b - a for a, b in spans) <= 600
    assert {text[a:b][-1] for a, b in spans} == {"，"}


def test_a_sentence_without_end_or_comma_is_parted_where_no_number_stands() -> None:
    text = "收入100.25万元支出三百万元" * 100
    spans = sentences(text)
    assert "".join(text[a:b] for a, b in spans) == text
    assert {(f.start, f.end) for f in figures(text)} == {
        (a + f.start, a + f.end) for a, b in spans for f in figures(text[a:b])
    }


def test_a_tenth_of_a_tenth_and_more_is_at_least_that_much() -> None:
    (found,) = figures("车的开支合计占九成一以上")
    assert (int(found.value), int(found.low), found.exact, found.high > 91) == (91, 91, False, True)


def test_things_counted_by_the_piece_of_their_kind_are_counts() -> None:
    counts = figures("主楼7层，水厂43座，号牌20万副，数据10亿条，11个人，两层楼。")
    assert [(int(f.value), f.unit) for f in counts] == [
        (7, "层"), (43, "座"), (200_000, "副"), (1_000_000_000, "条"), (11, "人"),
    ]  # fmt: skip


@pytest.mark.parametrize("amount", ["400万元", "1.2亿元", "37万元"])
@pytest.mark.parametrize(
    ("ahead", "behind"), [("不到", "都不到"), ("超过", "还不止"), ("不到", "也没到")]
)
def test_more_or_less_may_be_said_after_the_number(amount: str, ahead: str, behind: str) -> None:
    (one,) = figures(plain(f"项目支出{ahead}{amount}。").text)
    (other,) = figures(plain(f"项目支出连{amount}{behind}。").text)
    assert (other.value, other.low, other.high, other.exact) == (
        one.value, one.low, one.high, one.exact,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("平均99.33分，满分100分", ["99.33分"]),
        ("8时30分开会，占三分之一，一分没有，3分公司", ["三分之一"]),
        ("冲突不超过2起，从1月1日起，一起算", ["2起"]),
        ("不少于80小时，24小时值守，≥60小时", ["80小时", "60小时"]),
        (
            "课程20门，两门课，展会143场次，用电653.99万度，2024年度",
            ["20门", "143场次", "653.99万度"],
        ),
        ("四家基层单位，教育局四家单位，这四家单位，两家集团", ["四家", "四家"]),
    ],
)
def test_counters_make_numbers_and_everyday_words_do_not(draft: str, expected: list[str]) -> None:
    assert [said for said, _, _ in found(draft)] == expected

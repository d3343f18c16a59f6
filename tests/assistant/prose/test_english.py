"""English copy: numbers, movements and names in the terms of disclosures."""

from __future__ import annotations

import pytest

from assistant.prose.english import in_terms
from assistant.prose.figures import figures
from assistant.prose.plain import plain
from assistant.understand.who import Bodies

BODIES = Bodies({"青山县教育局": ["教育局"]})


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("It plans to spend RMB 1.5bn on goods.", ["RMB 1.5bn"]),
        ("It plans to spend 120m yuan on goods.", ["120m yuan"]),
        ("It will buy three vehicles and twenty-five others.", ["three vehicles"]),
        ("Spending fell by two-thirds to 3.5 million yuan.", ["two-thirds", "3.5 million yuan"]),
        ("The total is 1,234,500 yuan (US$170,000).", ["1,234,500 yuan"]),
        ("Travel costs were halved.", ["halved"]),
        ("It has 1.06 million square metres.", ["1.06 million square metres"]),
        (
            "It held 143 exhibitions and has 14 budget units.",
            ["143 exhibitions", "14 budget units"],
        ),
    ],
)
def test_english_numbers_keep_their_place(draft: str, expected: list[str]) -> None:
    text = in_terms(plain(draft), BODIES)
    found = [draft[slice(*text.original(f.start, f.end))] for f in figures(text.text)]
    assert [f.strip(" ,") for f in found] == expected


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("cut its reception budget by 2.04 million yuan", "，减少公务接待费，减少2.04百万元"),
        ("receptions grew from 1.5 million yuan to 2.5 million yuan", "公务接待费，增加由1.5百万元至2.5百万元"),
        ("receptions 31.79 percent more than in 2018", "公务接待费31.79%比上年多2018"),
        ("travel jumps to 344,000 yuan from just 8,000 yuan", "差旅费，增加至344,000元，由上年的8,000元"),
        ("receptions, double the 3 million yuan of a year earlier", "公务接待费，翻一番3百万元为上年的"),
        ("receptions 31.79% above the previous year", "公务接待费31.79%比上年多"),
        ("receptions 8.12% above its initial 2025 budget", "公务接待费8.12%比上年多"),
        ("receptions 9.1% more than in its 2025 budget", "公务接待费9.1%比上年多"),
        ("of that, 97.8%, or 4.09 billion yuan, is the general public budget",
         "其中，97.8%，即4.09十亿元是一般公共预算"),
        ("up 44.76 million yuan or 30.2% on the 2025 budget", "，增加44.76百万元，即30.2%比上年"),
        ("12,000 yuan is set aside for replacing an official car", "12,000元用于公务用车购置费"),
        ("207 items of equipment costing a million yuan or more as of end-2025", "207台100万元以上设备"),
        ("wages for basket-weaving rose", "某某某某某某，增加"),  # unknown words hold their place
    ],
)  # fmt: skip
def test_english_is_put_into_terms(draft: str, expected: str) -> None:
    assert in_terms(plain(draft), BODIES).text == expected

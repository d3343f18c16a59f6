"""Words that stand between a label and its number and say nothing of what it is, or not enough."""

from __future__ import annotations

import re
from functools import cache

from assistant.lexicon import place_pattern

# not what is asked about, but a total of something that was named before, where anything was
WHOLE_WORDS = frozenset(
    {"总额", "总计", "合计", "总数", "小计", "总盘子", "总规模", "预算总额", "总的预算"}
)


@cache
def places_named() -> re.Pattern[str]:
    return re.compile(place_pattern("provinces", "cities"))


SAID_BETWEEN = re.compile(
    "增加|减少|增长|下降|降低|提高|上升|压减|压缩|缩减|整体|总体|整个|占|本年|上年|去年|年初|同比|超过|将近|接近|左右|达到|高达|安排|列支|预计"
    "|下属|所属|直属|口径|本级|单位|部门|机关|一口气|一下子?|却|反而|反倒|倒是|没有?跟着|同样|也|就|已|竟|居然|进一步|一路|一下子|直接|大幅|小幅|略|微|继续|再|又|仍|依然|依旧|整整|足足|恰好|正好|刚好|几乎|差不多"
    "|排在?第[一二三四五六]|[位名居]?居[首次]|名列|最[大多高小少低]|随后|其后|紧随"
    "|只有|仅有|仅为|[多少高低涨降升减增缩砍花拨列支从由至到瘦管着]"
)
# whose money it is, said after what it is for
_FUND = re.compile("(?:一般公共预算|财政|拨款|预算|当年|本年|支出|资金)+")


def is_fund(words: str) -> bool:
    return _FUND.fullmatch(words) is not None and words not in (
        "支出",
        "预算",
        "本年支出",
        "预算支出",
        "支出预算",
    )

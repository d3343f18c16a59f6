"""Which words of a question say what is to be done, and not what it is about."""

from __future__ import annotations

import re

from assistant.understand.operations import PATTERNS
from assistant.understand.query import Operation

# Where a pattern spans what is asked about, only these words of it are the asking.
_ASKING = {
    Operation.AVERAGE: re.compile(
        r"(?:平均|均摊|摊到)(?:下来|到)?[每一]?(?:个|名|位|人|户|家|项|次|批)?|人均|[每一](?:个|名|位|户)|一年|平均"
    ),
    Operation.SHARE: re.compile(
        "占比|比重|比例|百分之几|百分之多少|百分比|几成|多大份额|份额|占|share|percent"
    ),
    Operation.HAS: re.compile("有没有|有无|是否有|是不是有|存在|有|吗|any"),
    Operation.REASON: re.compile(
        "用来干|干什么用|干啥用|用来做|钱去哪|去哪了|哪里去了|为什么|为何|为啥|因为什么|何以|原因|理由|缘故|咋|why"
        "|怎么(?:会|就|突然|一下子)*|归零|清零|缩水|腰斩|没了|(?:增|减|涨|降|升|多|少|砍|掉|跌|变|翻)(?:加|少|长|多|倍|番|幅|到|至|成|为|没)*了?"
        "|下降|上升|(?:在|到)(?:哪|什么)"
    ),
    Operation.CHANGE: re.compile(
        "(?:增|减|涨|降|升|多|少)(?:加|少|长|低|幅|速|减)*了?|提高|下降|上升|上涨|百分之|多少|几|变化|变动|变了"
        "|(?:比|跟|和|与|较|相比|相较)(?:上一?年|去年|前一年|往年|上年度)|同比|持平|还是|有没有变|是[涨跌升降]|change|compared"
    ),
    Operation.OUTTURN: re.compile(
        "(?:年初)?预算数?|决算数?|完成(?:了|率)?|执行(?:率|了)?|实际|[超剩节][了出过下省约]?|没有?|[花用](?:完|出去|掉)|多少|[比和与跟及]"
    ),
    Operation.PROJECTS: re.compile(
        "(?:几个|哪些|多少个|什么|哪几个|有无|列出|所有|全部|都有啥|哪个)?项目(?:有哪些|有几个|有多少个|名称|清单|列表|叫什么|都有|有)?|几个|多少个"
    ),
}


def without_asking(text: str, operation: Operation) -> str:
    """A question without the words that say what is to be done."""
    asking = _ASKING.get(operation) or dict(PATTERNS).get(operation)
    return asking.sub(" ", text) if asking else text


# Of a part of the year, without something, on a condition: no disclosure prints the answer as such, and
# the whole year's number, all of it, or the number as it is would answer another question.
_QUALIFIED = re.compile(
    r"(?<!截至)(?<!截止)(?<!截至 )(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|[初中]|(?!底|末))|[一二三四1-4前]季度|[上下]半年|每个?月|月均|每[天日周]|日均"
    r"|除(?:了|去|开)?[^。？?]{0,20}?(?:以外|之外|外|后|还)|(?<!包)不含|(?<!包)不包括|剔除|扣除|扣掉|去掉|减去|刨去|刨除"
    r"|(?:如果|假如|假设|假定|要是|若)[^,，。？?]{0,20}?(?:\d|%|成|倍|翻|增|减|涨|降)"
)


def qualified(rest: str) -> str:
    """The words that make a question one of a part, an exception or a condition; "" where none do."""
    found = _QUALIFIED.search(rest)
    return found[0].strip() if found else ""

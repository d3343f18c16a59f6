"""Digits that name or count off something and are no amounts: years, dates, spans of time, codes,
ordinals, numbers of documents, pages and telephones."""

from __future__ import annotations

import re

_N = "一二两三四五六七八九十"
_PATTERNS = [
    re.compile(p)
    for p in (
        r"(?:19|20)\d\d(?:[-—–~至到](?:19|20)?\d\d)?(?:财年|年(?:度|初|末|底|\d{1,2}月(?:\d{1,2}日)?)?)",
        r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}",
        r"\d{1,2}月(?:\d{1,2}日|份|底|初|末)?(?:[-—–~至到]\d{1,2}月)?|\d{1,2}日",
        r"第[\d一二三四五六七八九十百]+(?:-\d+)?(?:次|批|项|条|款|部分|章|节|页|期|号|季度|名|位|届|轮|类|个|家|张|行|列|段|大)?",
        r"[〔\[(【]20\d\d[〕\])】]\d*号?",
        r"\d+号(?:线|楼|院|文|令|门)?",
        r"(?<![\d.])\d{7}(?![\d.,]|万|亿|元|多|余)|(?<![\d.])\d{5}(?=[-—])|[a-z]\d{6,}",
        r"\d{1,2}[:：]\d{2}(?!\d)",
        r"(?<!\d)\d{3,7}(?:项|款|类|科目)",
        r"(?:编码|代码|邮编|编号|文号|电话|热线|传真|手机|qq|微信|isbn|科目)(?:号码?|为|是)?[：:]?\s*[\d-]{3,}(?![\d.,]*(?:万|亿)?元)",
        r"(?<!\d)0\d{2,3}[-—]\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)[48]00[-—]?\d{3}[-—]?\d{4}",
        rf"(?<=[近过前后])[{_N}\d]+年|[{_N}\d]+年(?=[来内间里期])|连续[{_N}\d]+[年季月]",
        rf"[{_N}\d]+(?:个多?月|个季度|个工作日|个小时|小时|分钟|个?星期|周年|周岁|周(?=[内后前])|天(?!津))",
        rf"(?<=[近前这后头])[{_N}\d]+(?:个月|名|位|季度|月)",
        r"十[一二三四五]五(?:规划|期间|时期)?",
        r"\d+万元?(?:[（(]含[)）])?(?:及以上|以上)的?(?:通用|专用|大型)?(?:设备|仪器|家具)",
        r"每(?:一?百|一?千|一?万|100|1000|10000)元",
        r"(?:图|表|附表|附件|附录)\s?[\d一二三四五六七八九十]+(?:[-—]\d+)?(?!万|亿|元|\d*[.,]\d)",
        r"一般|一方面|另一|一直|一些|一定|一样|一律|统一|单一|(?<!分)之一|同一|一级|二级|三级|三公|两会|三农|三重一大|一体|一并|一次性|一线|三定|两个维护|三保|一卡通|四个|一半以上的[^支收预]|十分|千方百计|一揽子",
        r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|aug|sept|oct|nov|dec)\.?\s+\d{1,2}(?:,?\s+20\d\d)?",
        r"(?<![\d.,])20[0-4]\d(?![\d.,]|\s?(?:多|余|来|几)?\s?(?:万|亿|元|百|十亿|千元|%|辆|台|人|名|个|家|平|million|billion|yuan|percent))",
        r"(?<![a-z])(?!rmb|cny)[a-z]{1,2}\d+(?![\d.,])",
    )
]


def numbering(text: str) -> list[tuple[int, int]]:
    """The stretches of a plain text in which digits are no amounts."""
    return [m.span() for pattern in _PATTERNS for m in pattern.finditer(text)]

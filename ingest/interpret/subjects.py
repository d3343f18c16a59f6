"""The words before a number → what it is of, compared with what, of which year."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.interpret.labels import ORDINALS
from ingest.interpret.mentions import change_pattern
from ingest.interpret.vocabulary import without, words
from ingest.records import Identity, Stage

SHARE = re.compile(r"(?:约)?占(?P<whole>[^，。；占]*?)(?:的)?(?:比例|比重)?(?:约为|为|约|是)?$")
DONE = re.compile(r"(?:完成|为|占)(?P<whole>[^，。；]*预算[^，。；]*?)(?:的)?(?:约)?$")
AGAINST = re.compile(r"(?:与|和|同|比|较)[^，]*?(?:相比|比较|持平)[，,]?")
MIDDLE_YEAR = re.compile(r"(?<=[费出入款金])20\d\d年(?:度)?(?=年初预算|预算|决算|支出|收入|$)")
LAST_YEAR = re.compile(r"^(?:其中[：:]?)?(?:上年|去年|上一年)度?(?!结转|结余|末|底|年末)")
STAGE = re.compile(r"年初预算|调整预算|全年预算|执行数|决算")
YEAR = re.compile(r"(?<![-—–~～\d])(20\d\d)年(?:度|初|末|期末|底)?")


@lru_cache(maxsize=1)
def compare_pattern() -> re.Pattern[str]:
    return re.compile(words("narrative")["compare"])


def compared_with(text: str) -> str:
    found = compare_pattern().search(text)
    return re.sub(r"的$|(?<!执行)数$", "", found["than"]) if found else ""


def without_comparison(text: str) -> str:
    return compare_pattern().sub("", text)


def year_of(text: str, year: int) -> int:
    found = YEAR.search(without_comparison(text))
    return int(found.group(1)) if found else year


def against_lead(lead: str) -> str:
    """The comparison that runs right up to the number: 比2025年年初预算数|4464.03万元"""
    found = compare_pattern().search(lead)
    return found["than"] if found and not lead[found.end() :].strip("为是的") else ""


def before_year(lead: str, year: int) -> int:
    """The year of a value that is last year's, else 0."""
    than = against_lead(lead)
    told = YEAR.search(than)
    if told:
        return int(told.group(1))
    earlier = re.match("上年|去年|上一年", than) or LAST_YEAR.match(without_comparison(lead))
    return year - 1 if earlier else 0


def stage_of(lead: str) -> str:
    """年初预算, 决算, 执行数: which of its lives a value is from, where it is said."""
    found = STAGE.findall(against_lead(lead) or without_comparison(lead))
    return found[-1] if found else ""


def within_bracket(text: str) -> str:
    """What stands after a bracket that is still open: 支出增加（2016年度支出为|"""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] in "）)") - (text[place] in "（(")
        if depth < 0:
            return text[place + 1 :]
    return text


def clean_subject(text: str, identity: Identity) -> str:
    """What a number is of, without entity, year, numbering, verbs and punctuation."""
    plain = _without_names(within_bracket(text), identity)
    plain = AGAINST.sub("", without_comparison(plain))
    plain = re.split("[：:]", plain.rstrip("：:"))[-1]
    before = None
    while before != plain:
        before = plain
        for numbering in ORDINALS:
            plain = numbering.sub("", plain)
        plain = without("narrative", "trail", without("narrative", "lead", plain))
        plain = _without_names(plain, identity)
    plain = MIDDLE_YEAR.sub("", plain)
    quoted = re.fullmatch(r"[“\"]([^“”\"]+)[”\"]", plain)
    plain = quoted.group(1) if quoted else plain
    if identity.stage is Stage.BUDGET:
        plain = re.sub(r"(?<=.)年初预算$", "", plain)
    return plain


def _without_names(text: str, identity: Identity) -> str:
    for name in sorted((identity.entity, *identity.aliases), key=len, reverse=True):
        if name and len(name) >= 4:
            text = text.replace(name, "")
    return text


def own_subject(lead: str, identity: Identity) -> str:
    """The subject of a change: what stands before 增加, without the change itself."""
    plain = re.sub(change_pattern(), "", without_comparison(lead))
    return clean_subject(plain, identity)


def is_generic(subject: str) -> bool:
    return subject in words("narrative")["generic"]


def topic(headings: tuple[str, ...], identity: Identity) -> str:
    """What a section is about: its innermost heading without numbering and 情况说明."""
    if not headings:
        return ""
    plain = clean_subject(headings[-1], identity)
    return without("narrative", "topic_trail", plain)

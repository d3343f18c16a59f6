"""The words before a number → what it is of, compared with what, of which year."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.interpret.mentions import change_pattern
from ingest.interpret.rows import ORDINALS
from ingest.interpret.vocabulary import words
from ingest.records import Identity, Stage

SHARE = re.compile(r"(?:约)?占(?P<whole>[^，。；占]*?)(?:的)?(?:比例|比重)?(?:约为|为|约|是)?$")
DONE = re.compile(r"(?:完成|为|占)(?P<whole>[^，。；]*预算[^，。；]*?)(?:的)?(?:约)?$")
AGAINST = re.compile(r"(?:与|和|同|比|较)[^，]*?(?:相比|比较|持平)[，,]?")
YEAR = re.compile(r"(20\d\d)年(?:度|初|末|期末|底)?")


@lru_cache(maxsize=1)
def compare_pattern() -> re.Pattern[str]:
    return re.compile(words("narrative")["compare"])


def compared_with(text: str) -> str:
    found = compare_pattern().search(text)
    return re.sub(r"[的数]+$", "", found["than"]) if found else ""


def without_comparison(text: str) -> str:
    return compare_pattern().sub("", text)


def year_of(text: str, year: int) -> int:
    found = YEAR.search(without_comparison(text))
    return int(found.group(1)) if found else year


def clean_subject(text: str, identity: Identity) -> str:
    """What a number is of, without entity, year, numbering, verbs and punctuation."""
    plain = _without_names(text, identity)
    plain = AGAINST.sub("", without_comparison(plain))
    plain = re.split("[：:]", plain.rstrip("：:"))[-1]
    before = None
    while before != plain:
        before = plain
        for numbering in ORDINALS:
            plain = numbering.sub("", plain)
        for one in words("narrative")["lead"]:
            plain = re.sub(one, "", plain)
        for one in words("narrative")["trail"]:
            plain = re.sub(one, "", plain)
        plain = _without_names(plain, identity)
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
    for one in words("narrative")["topic_trail"]:
        plain = re.sub(one, "", plain)
    return plain

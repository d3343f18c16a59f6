"""Paragraphs → statements: each number in running text with its subject and role."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ingest.interpret.mentions import (
    Mention,
    find_mentions,
    number_pattern,
    same_pattern,
)
from ingest.interpret.paragraphs import is_chart_label
from ingest.interpret.spans import sentence_source, span_source
from ingest.interpret.subjects import (
    DONE,
    SHARE,
    against_lead,
    before_year,
    clean_subject,
    compared_with,
    is_generic,
    own_subject,
    stage_of,
    topic,
    within_bracket,
    year_of,
)
from ingest.interpret.vocabulary import words
from ingest.records import Identity, Paragraph, Role, Stage, Statement

ENDS = "。！？"
ITEM_TITLE = re.compile(  # 1．一般公共服务支出（类）…（项）。主要用于：…。年初预算为 …
    r"(?:^|[。；])(?:\d{1,2}[．.、]|[（(](?:\d+|[一二三四五六七八九十]+)[）)]|[一二三四五六七八九十]+、)?"
    r"([^。；，]{2,90}（[类款项]）|(?<=[．.、）)])[^。；，]{2,40})。"
)
COUNTED = re.compile(
    r"([\u4e00-\u9fff]{1,20}?)(?=[，。、；（(：:]|包括|分别|的|和|均|建立|财政|$)"
)  # 共1个|项目
CALLED = re.compile(r"以下简称[：:]?[“\"]?([^（）()“”\"]{2,16})[”\"]?[）)]")
NONE_OF = re.compile(r"(?:未|没有|无)(?:使用|安排|发生)?([^，。；]{4,30}?)[，。]")


@dataclass(slots=True)
class Reading:
    """What the sentences so far have been about."""

    subject: str = ""  # of the last level
    changing: str = ""  # of the last change
    whole: str = ""  # of what the parts after 其中 are parts
    stem: str = ""  # subject that 年初预算为 and 支出决算为 are of
    than: str = ""
    year: int = 0
    sentence: int = -1
    counted: str = ""  # of the last count
    counting: bool = False  # the last number was a count
    opened: list[str] = field(default_factory=list)  # subjects before each open bracket
    unexplained: list[int] = field(default_factory=list)


def paragraph_statements(
    paragraphs: Iterable[Paragraph], identity: Identity, file: str
) -> tuple[Statement, ...]:
    paragraphs = tuple(paragraphs)
    identity = replace(identity, aliases=(*identity.aliases, *short_names(paragraphs)))
    found: list[Statement] = []
    reading, headings = Reading(year=identity.year), None
    for paragraph in paragraphs:
        if paragraph.headings != headings:
            headings = paragraph.headings
            about = topic(headings, identity)
            reading = Reading(subject=about, stem=about, year=identity.year)
        if not paragraph.lines:
            continue
        reading.sentence, reading.unexplained, reading.than = -1, [], ""
        reading.opened = []
        if is_chart_label(paragraph):
            continue
        _read(paragraph, identity, file, reading, found)
    return tuple(found)


def short_names(paragraphs: Iterable[Paragraph]) -> tuple[str, ...]:
    """（以下简称市重大项目办）"""
    return tuple(dict.fromkeys(n for p in paragraphs for n in CALLED.findall(p.text)))


def _read(
    paragraph: Paragraph, identity: Identity, file: str, reading: Reading, found: list[Statement]
) -> None:
    text = paragraph.text
    reasons = reason_spans(text)
    done = 0
    for mention in find_mentions(text):
        if any(start <= mention.start < end for start, end in reasons):
            continue
        for start, end in [r for r in reasons if done <= r[0] < mention.start]:
            _explain(found, reading, text[start:end])
        begin, stop = sentence_bounds(text, mention.start)
        if _said_already(found, text, mention, done, begin):
            continue
        _turn(reading, text, begin, done, mention, identity)
        done = mention.end
        subject, whole = _subject(reading, mention, identity, text)
        before = mention.role is Role.LEVEL and before_year(mention.lead, identity.year)
        changes = mention.role in (Role.CHANGE, Role.RATE)
        if changes or (mention.role is Role.SHARE and "预算" in whole):
            reading.unexplained.append(len(found))
        found.append(
            Statement(
                id=f"{file[:12]}:s{len(found)}",
                headings=paragraph.headings,
                subject=subject,
                role=mention.role,
                amount=mention.amount,
                whole=whole,
                compared_with=reading.than if changes else "",
                year=before or reading.year,
                reason="",
                sentence=text[begin:stop],
                source=span_source(paragraph, mention.start, mention.end, file),
                sentence_source=sentence_source(paragraph, begin, stop, file),
                stage=stage_of(mention.lead) if mention.role is Role.LEVEL else "",
            )
        )
    for start, end in [r for r in reasons if r[0] >= done]:
        _explain(found, reading, text[start:end])
    if not done and len(text) < 80:
        _remember(reading, text, identity)


def _said_already(
    found: list[Statement], text: str, mention: Mention, done: int, begin: int
) -> bool:
    """增长 0.9%，与上年基本持平: words for the change that was just told in figures."""
    return (
        done > begin
        and text[mention.start : mention.end] == "基本持平"
        and found[-1].role in (Role.CHANGE, Role.RATE)
        and number_pattern().search(text, done, mention.start) is None
        and len(text[done : mention.start]) < 15
    )


def sentence_bounds(text: str, place: int) -> tuple[int, int]:
    start = max(text.rfind(mark, 0, place) for mark in ENDS) + 1
    stops = [at for mark in ENDS if (at := text.find(mark, place)) >= 0]
    return start, min(stops) + 1 if stops else len(text)


def reason_spans(text: str) -> list[tuple[int, int]]:
    """From after 主要原因 to the end of what it explains."""
    found: list[tuple[int, int]] = []
    for match in re.finditer("|".join(words("narrative")["reason"]), text):
        if found and match.start() < found[-1][1]:
            continue
        start = match.end()
        skip = re.match(r"(?:是|为|在于|：|:|，|由于(?=：))*", text[start:])
        start += skip.end() if skip else 0
        found.append((start, _reason_end(text, start)))
    return [span for span in found if span[1] > span[0]]


def _reason_end(text: str, start: int) -> int:
    """At 。 or at a ； that does not go on counting (二是 …)."""
    for place in range(start, len(text)):
        if text[place] in ENDS:
            return place
        if text[place] in "；;" and not re.match(
            r"[二三四五六七八九十]+是|[（(]?\d|同时|另", text[place + 1 :]
        ):
            return place
    return len(text)


def _explain(found: list[Statement], reading: Reading, reason: str) -> None:
    for place in reading.unexplained:
        found[place] = replace(found[place], reason=reason)
    reading.unexplained = []


def _turn(
    reading: Reading, text: str, begin: int, done: int, mention: Mention, identity: Identity
) -> None:
    """Take up what stands between the last number and this one."""
    _close_brackets(reading, text[done : mention.start])
    between = text[max(done, begin) : mention.start]
    if begin != reading.sentence:
        reading.sentence = begin
        titles = ITEM_TITLE.findall(text[done:begin])
        if titles:
            reading.stem = reading.subject = clean_subject(titles[-1], identity)
        reading.year = year_of(between, identity.year)
        if re.match("|".join(words("narrative")["parts"]), text[begin:]):
            reading.whole = reading.subject
        elif reading.whole and _of_the_whole(text, begin, mention):
            reading.subject = reading.changing = reading.whole
            reading.whole = ""
        elif not re.match(r"[（(]\d|\d[.、．]", text[begin:]):
            reading.whole = ""
    elif re.search("|".join(words("narrative")["parts"]), between):
        reading.whole = reading.subject
    than = compared_with(between) or compared_with(text[max(done, begin) : mention.end])
    reading.than = than or reading.than
    if not reading.than and mention.role is Role.CHANGE:  # 无增减变动，与上年持平
        reading.than = compared_with(text[done : sentence_bounds(text, mention.start)[1]])
    head = clean_subject(re.split("[，,]", between)[0], identity) if "，" in between else ""
    if mention.role is Role.LEVEL and is_generic(clean_subject(mention.lead, identity)) and head:
        reading.stem = head


def _of_the_whole(text: str, begin: int, mention: Mention) -> bool:
    """收入 9 万元，其中：拨款 9 万元。比上年减少 … : a new sentence is about all of it again."""
    if same_pattern().fullmatch(text[mention.start : mention.end]):
        return True
    return mention.role is Role.CHANGE and re.match("[比较与同和]", text[begin:]) is not None


def _close_brackets(reading: Reading, between: str) -> None:
    """After 公务用车费 9（购置费 5，运行费 4） the talk is of 公务用车费 again."""
    for char in between:
        if char in "（(":
            reading.opened.append(reading.subject)
        elif char in "）)" and reading.opened:
            subject = reading.opened.pop()
            if subject != reading.subject:
                reading.subject = reading.changing = subject


def _subject(reading: Reading, mention: Mention, identity: Identity, text: str) -> tuple[str, str]:
    """The subject of one number, and the whole it is a share of."""
    if mention.role is Role.COUNT:
        return _counted(reading, mention, identity, text), ""
    was_count, reading.counting = reading.counting, False
    if mention.role is Role.LEVEL:
        own = clean_subject(mention.lead, identity)
        if was_count and own in ("", "预算", "资金", "金额"):  # 购置车辆 0 辆、0 万元
            return f"{reading.counted}{own}", ""
        return _level(reading, mention, identity), ""
    if mention.role is Role.SHARE:
        share = SHARE.search(mention.lead) or DONE.search(mention.lead)
        if share is None:
            return clean_subject(mention.lead, identity) or reading.subject, ""
        own = clean_subject(mention.lead[: share.start()], identity)
        return own or reading.subject, clean_subject(share["whole"], identity) or reading.whole
    own = own_subject(mention.lead, identity)
    if own and (own in ("收入", "支出") or not is_generic(own)):
        reading.changing = own
        return own, ""
    start, _ = sentence_bounds(text, mention.start)
    none = NONE_OF.search(text, start, mention.start)
    if none and not number_pattern().search(text, start, mention.start):
        reading.changing = clean_subject(none.group(1), identity)
    elif mention.amount.is_money and was_count and not own:
        money = not same_pattern().fullmatch(text[mention.start : mention.end])
        return (reading.changing if money else reading.counted) or reading.subject, ""
    elif not mention.amount.is_money and mention.amount.unit != "%":
        return reading.counted or reading.subject, ""
    return reading.changing or reading.subject, ""


def _counted(reading: Reading, mention: Mention, identity: Identity, text: str) -> str:
    reading.year, reading.counting = year_of(mention.lead, reading.year), True
    own = clean_subject(mention.lead, identity)
    after = COUNTED.match(text, mention.end)
    told = after is not None and not re.match(words("narrative")["no_noun"], after.group(1))
    nouned = re.fullmatch(words("narrative")["nouns_after"], mention.amount.unit) is not None
    if after and told and (nouned or is_generic(own) or own.endswith("的")):
        own = after.group(1)
    reading.counted = own or reading.counted or reading.subject
    return reading.counted


def _level(reading: Reading, mention: Mention, identity: Identity) -> str:
    if against_lead(mention.lead):  # 比2025年年初预算数 4464.03 万元 增加 …
        return reading.changing or reading.subject
    reading.year = year_of(within_bracket(mention.lead), reading.year)
    own = clean_subject(mention.lead, identity)
    if is_generic(own):
        before = re.split("[：:]", mention.lead.rstrip("：:"))[:-1]
        named = clean_subject(before[-1], identity) if before else ""
        stem = reading.stem or reading.subject
        if named and not is_generic(named):
            stem = reading.stem = named
        own = _joined(stem, own)
        if identity.stage is Stage.BUDGET:
            own = own.removesuffix("年初预算") or own
    else:
        reading.stem = _stem(own)
    reading.subject = reading.changing = own
    return own


def _joined(stem: str, own: str) -> str:
    if stem.endswith(own) or not own:
        return stem
    both = next((word for word in ("支出", "收入") if stem.endswith(word)), "")
    return f"{stem.removesuffix(both)}{own}" if both and own.startswith(both) else f"{stem}{own}"


def _stem(subject: str) -> str:
    """What 年初预算 and 支出决算 are both of."""
    ends = [w for w in words("narrative")["generic"] if len(w) > 2 and subject.endswith(w)]
    cut = subject.removesuffix(max(ends, key=len, default=""))
    return cut if len(cut) >= 3 else subject


def _remember(reading: Reading, text: str, identity: Identity) -> None:
    """A line without numbers may be the subject of the next: 1.行政运行（项）。"""
    subject = clean_subject(text.rstrip("。：:"), identity)
    told = re.search(r"20\d\d年", text) or re.search(r"（[类款项]）。?$", text)
    if subject and told and not re.search("如下|情况$|说明$|[，。；]", subject):
        reading.subject = reading.stem = reading.changing = subject

"""The narrative against itself: parts against their whole, shares and rates against levels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from ingest.amount import Amount
from ingest.check.compare import Gap, add, finding, gap_of, in_words, statement_side, verdict
from ingest.check.slips import slip_in_sum
from ingest.interpret.vocabulary import words
from ingest.records import Disclosure, Finding, Role, Severity, Statement

OPENS = re.compile("(?:其中|包括)[^；;。]*$")
OPENED = re.compile(
    "(?:按[^，。；]{2,12}分(?:类)?，)?(?:其中|包括)"
)  # at the start of the next sentence
LISTED = re.compile("用于|包括")  # 培训经费 20 万元，用于包括…；备用金 85 万元
SUMS = ("合计", "总计", "小计", "共计")
HUNDRED = Decimal(100)
PLAIN = re.compile("[^主用于]{0,2}包括[:：]?|[，,]包括[:：]?")
PLAINLY = 4  # parts of a list that says no more than 包括
HABIT = 4  # lists that add up make it one


def parts_of_a_sentence(disclosure: Disclosure) -> Iterator[Finding]:
    """收入合计 364.4，其中：… : the parts may not be more, and a full list may not be less."""
    lists = list(listed_parts(disclosure.statements))
    habit = _lists_in_full(lists)
    for whole, parts in (*lists, *_after_a_colon(disclosure.statements)):
        gap = gap_of(whole.amount, [part.amount for part in parts])
        if gap.severity is None:
            continue
        told_after = _made_up_after(whole, parts, disclosure.statements)
        slip = not told_after and _is_slip(whole, parts) and not _may_lack_one(whole, gap)
        full = is_full(parts) or slip
        usual = (habit and len(parts) > 1) or _plainly_listed(whole, parts)
        usual = usual and not told_after and not _is_far(whole, gap)
        if not (full or usual) and _may_be_another(whole, parts):
            continue
        too_little = gap.size > 0 and gap.severity is Severity.CONTRADICTION
        if too_little and len(parts) < 2:
            continue
        if too_little and not (full or usual) and _loosely_listed(whole, parts):
            continue
        if too_little and not full and told_after:
            continue
        severity = Severity.NOTICE if too_little and not full else gap.severity
        end = "，未列全或有误" if severity is Severity.NOTICE else ""
        names = "、".join(f"{part.subject} {in_words(part.amount)}" for part in parts)
        total = add([part.amount for part in parts], whole.amount.unit)
        message = (
            f"正文“{whole.subject}”为 {in_words(whole.amount)}，所列“其中”各项（{names}）"
            f"之和为 {in_words(total)}，{verdict(gap, whole.amount)}{end}。"
        )
        sides = [statement_side(one) for one in (whole, *parts)]
        found = finding("parts_of_a_sentence", message, sides, gap, severity)
        if found:
            yield found


def _lists_in_full(lists: Sequence[tuple[Statement, list[Statement]]]) -> bool:
    """Where nearly all lists of a document make up what they are of, one that does not is wrong."""
    told = [(w, p) for w, p in lists if len(p) > 1 and w.amount.number]
    closed = sum(
        gap_of(w.amount, [p.amount for p in parts]).severity is not Severity.CONTRADICTION
        for w, parts in told
    )
    return closed >= HABIT and (len(told) - closed) * 4 <= closed


def _plainly_listed(whole: Statement, parts: Sequence[Statement]) -> bool:
    """预算 10,737.69 万元，包括人员经费…、公用经费…、…、项目支出…: four and more, with no 主要."""
    between = _between(parts[0].sentence, whole, parts[0]) or ""
    return len(parts) >= PLAINLY and PLAIN.fullmatch(between[-4:]) is not None


def _is_far(whole: Statement, gap: Gap) -> bool:
    """More than the whole is missing or too much: a list of something else."""
    return abs(gap.size) > 3 * abs(whole.amount.in_yuan())


def _is_slip(whole: Statement, parts: Sequence[Statement]) -> bool:
    """Parts that one slip keeps from making up the whole are a full list."""
    amounts = [part.amount.in_yuan() for part in parts]
    filled = [amount for amount in amounts if amount]
    return len(filled) > 1 and slip_in_sum(whole.amount.in_yuan(), amounts)


def _may_lack_one(whole: Statement, gap: Gap) -> bool:
    """60.00 less is as good as a digit wrong as an item left out; 0.05 less is not."""
    return gap.size >= 100 * whole.amount.step()


def listed_parts(
    statements: Sequence[Statement],
) -> Iterator[tuple[Statement, list[Statement]]]:
    """The level before 其中 and the levels after it, to the end of the sentence."""
    levels = [s for s in statements if s.role is Role.LEVEL and s.amount.is_money]
    for place, whole in enumerate(levels):
        after = [s for s in levels[place + 1 :] if s.headings == whole.headings]
        if not after:
            continue
        first = after[0]
        if first.sentence == whole.sentence:
            between = _between(first.sentence, whole, first)
            parts = [s for s in after if s.sentence == first.sentence]
            opened = between is not None and OPENS.search(between) is not None
        else:
            parts = [s for s in after if s.sentence == first.sentence]
            opened = OPENED.match(first.sentence) is not None
        parts = [part for part in parts if part.subject not in SUMS and part.year == whole.year]
        if opened and parts:
            yield whole, _up_to_the_whole(whole, _one_side(_one_level(parts)))


def told_once_more(disclosure: Disclosure) -> Iterator[Finding]:
    """总预算 1,410.00 万元，其中 …、…，合计 1,410.00 万元: the same total at both ends."""
    for _, group in groupby(disclosure.statements, key=lambda said: said.sentence):
        levels = [s for s in group if s.role is Role.LEVEL and s.amount.is_money]
        last = levels[-1] if len(levels) > 3 else None
        if last is None or last.subject not in ("合计", "共计", "总计"):
            continue
        whole, parts = levels[0], levels[1:-1]
        between = _between(whole.sentence, whole, parts[0])
        gap = gap_of(whole.amount, [last.amount])
        own = [part.amount for part in parts]
        right = _adds_up(whole.amount, own) or _adds_up(last.amount, own)
        if between is None or not OPENS.search(between) or not right:
            continue
        message = (
            f"正文“{whole.subject}”为 {in_words(whole.amount)}，列完各项后的合计却为"
            f" {in_words(last.amount)}，{verdict(gap, whole.amount)}。"
        )
        sides = [statement_side(whole), statement_side(last)]
        if found := finding("parts_of_a_sentence", message, sides, gap):
            yield found


def _after_a_colon(
    statements: Sequence[Statement],
) -> Iterator[tuple[Statement, list[Statement]]]:
    """总额 947 万元：货物 47 万元、工程 0 万元、服务 900 万元, where these are all that there can be."""
    levels = [s for s in statements if s.role is Role.LEVEL and s.amount.is_money]
    for place, whole in enumerate(levels):
        for count in (2, 3):
            parts = levels[place + 1 : place + 1 + count]
            if len(parts) < count or any(p.sentence != whole.sentence for p in parts):
                continue
            between = _between(whole.sentence, whole, parts[0])
            if between and between[-1] in "：:" and not OPENS.search(between) and is_full(parts):
                yield whole, parts


def _up_to_the_whole(whole: Statement, parts: list[Statement]) -> list[Statement]:
    """Once the parts make up the whole, what follows is something else."""
    for end in range(2, len(parts)):
        if _adds_up(whole.amount, [part.amount for part in parts[:end]]):
            return parts[:end]
    return parts


def _loosely_listed(whole: Statement, parts: Sequence[Statement]) -> bool:
    """主要包括 …: an example of what the money is for, not a list of all of it."""
    between = _between(parts[0].sentence, whole, parts[0])
    return between is not None and LISTED.search(between) is not None


def _made_up_after(
    whole: Statement, parts: Sequence[Statement], statements: Sequence[Statement]
) -> bool:
    """The part that is missing stands a little further on: in the next sentence, after a bracket."""
    start = statements.index(parts[-1]) + 1
    near = [s for s in statements[start : start + 12] if s.headings == whole.headings]
    later = [s.amount for s in near if s.role is Role.LEVEL and s.amount.is_money]
    listed = [part.amount for part in parts]
    return any(_adds_up(whole.amount, [*listed, one]) for one in later)


def _one_side(parts: list[Statement]) -> list[Statement]:
    """Of 收支总预算, 其中 income …, expenditure …: the income."""
    income = "收入" in parts[0].subject
    stop = next((i for i, part in enumerate(parts) if income and "支出" in part.subject), None)
    return parts[:stop]


def _may_be_another(whole: Statement, parts: Sequence[Statement]) -> bool:
    """More than the whole, but perhaps of something named before, or an item of the same list."""
    sentence = parts[0].sentence.replace(",", "")
    printed = f"{whole.amount.number:f}"
    place = sentence.find(printed)
    first = sentence.find(parts[0].subject, max(place, 0) + len(printed))
    last = sentence.find(f"{parts[-1].amount.number:f}", max(first, 0))
    if place < 0 or first < 0:
        return False
    listed = re.search("[、：:；;]", sentence[:place]) is not None
    apart = re.search("[；;]", sentence[place:last]) is not None
    return apart and (listed or LISTED.search(sentence[place:first]) is not None)


def _between(sentence: str, whole: Statement, part: Statement) -> str | None:
    """What stands between two numbers of a sentence; None where a number is wrapped."""
    start = sentence.find(whole.subject)
    digits = f"{whole.amount.number:f}"
    plain = sentence.replace(",", "")
    start = plain.find(digits, max(start, 0))
    stop = plain.find(part.subject, start + len(digits))
    return plain[start:stop] if 0 <= start < stop else None


def _one_level(parts: list[Statement]) -> list[Statement]:
    """Without what a second 其中 opens inside the list."""
    sentence = parts[0].sentence.replace(",", "")
    kept: list[Statement] = []
    for part in parts:
        place = sentence.find(part.subject)
        if kept and re.search(r"(?:其中|含)[：:，]?$", sentence[max(place - 4, 0) : place]):
            break
        kept.append(part)
    return _without_parts_of_parts(kept)


def _without_parts_of_parts(parts: list[Statement]) -> list[Statement]:
    """购置及运行费 12.64, 购置费 0, 运行费 12.64: the last two are within the first."""
    kept: list[Statement] = []
    place = 0
    while place < len(parts):
        part = parts[place]
        kept.append(part)
        place += 1
        for length in (3, 2):
            run = [one.amount for one in parts[place : place + length]]
            if len(run) == length and part.amount.number and _adds_up(part.amount, run):
                place += length
                break
    return kept


def _adds_up(whole: Amount, parts: list[Amount]) -> bool:
    return gap_of(whole, parts).size == 0


def is_full(parts: Sequence[Statement]) -> bool:
    return any(
        all(any(re.search(one, part.subject) for part in parts) for one in partition["must"])
        and len(parts) == len(partition["must"])
        for partition in words("checks")["partition"]
    )


def shares_of_a_level(disclosure: Disclosure) -> Iterator[Finding]:
    """占本年支出合计的 78.1% against the level that is named."""
    statements = disclosure.statements
    for place, one in enumerate(statements):
        if one.amount.unit != "%" or one.role is not Role.SHARE:
            continue
        near = [s for s in statements[max(place - 12, 0) : place] if s.headings == one.headings]
        found = _share(one, near)
        if found:
            yield found


def _share(one: Statement, near: Sequence[Statement]) -> Finding | None:
    levels = [s for s in near if s.role is Role.LEVEL and s.amount.is_money]
    part = next((s for s in reversed(levels) if s.subject == one.subject), None)
    whole = next((s for s in reversed(levels) if _is_whole(s.subject, one.whole)), None)
    if part is None or whole is None or part is whole or not whole.amount.number:
        return None
    gap = ratio_gap(one.amount, part.amount, whole.amount)
    if gap.severity is None or _share_of_another(one, part, levels):
        return None
    worked = part.amount.in_yuan() * HUNDRED / whole.amount.in_yuan()
    message = (
        f"正文称“{one.subject}”占“{whole.subject}”的 {in_words(one.amount)}，"
        f"按 {in_words(part.amount)} ÷ {in_words(whole.amount)} 应为 {worked:.2f}%"
        f"{_tail(gap)}。"
    )
    return finding("share", message, [statement_side(s) for s in (one, part, whole)], gap)


def _share_of_another(one: Statement, part: Statement, levels: Sequence[Statement]) -> bool:
    """True where the share is exact of some other amount said before: a wider total."""
    return any(
        level is not part
        and level.amount.number
        and ratio_gap(one.amount, part.amount, level.amount).size == 0
        for level in levels
    )


def shares_of_a_whole(disclosure: Disclosure) -> Iterator[Finding]:
    """因公出国, 公务用车 and 公务接待 as shares of “三公”经费 make 100 %."""
    shares = [s for s in disclosure.statements if s.role is Role.SHARE and s.amount.number]
    for place, one in enumerate(shares):
        run = [
            s
            for s in shares[place : place + 3]
            if s.headings == one.headings and s.whole == one.whole
        ]
        if not (one.whole and is_full(run)):
            continue
        total = sum((s.amount.number for s in run), Decimal(0))
        gap = Gap(HUNDRED - total, sum((s.amount.step() for s in run), Decimal(0)))
        names = "、".join(f"{s.subject} {in_words(s.amount)}" for s in run)
        message = (
            f"正文所列占“{one.whole}”的比重（{names}）之和为 {total}%，应为 100%{_tail(gap)}。"
        )
        found = finding("shares_of_a_whole", message, [statement_side(s) for s in run], gap)
        if found:
            yield found


def _is_whole(subject: str, whole: str) -> bool:
    return bool(whole) and (subject == whole or subject.endswith(whole))


def ratio_gap(stated: Amount, part: Amount, whole: Amount) -> Gap:
    """One unit in the last place of the percentage, and what the printed steps leave open."""
    worked = part.in_yuan() * HUNDRED / whole.in_yuan()
    size = abs(stated.number) - abs(worked)
    loose = part.half_step() * HUNDRED / whole.in_yuan()
    slack = loose + abs(worked) * whole.half_step() / whole.in_yuan()
    if abs(size) <= stated.half_step():
        return Gap(Decimal(0), stated.step())
    return Gap(size, stated.step() + slack)


def _tail(gap: Gap) -> str:
    return "，属尾差" if gap.severity is Severity.ROUNDING else "，不是尾差"

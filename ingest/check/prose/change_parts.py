"""What a change is said to come of: 增加 8,649.85 万元，主要原因是基本支出增加 335.94 万元，项目支出增加
8,313.91 万元. Where the parts would make it up but for one that goes the other way, or for a slip of
the pen, one of them is wrong; where they make up something else, others are left unsaid."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from ingest.amount import Amount
from ingest.check.compare import Gap, as_change, finding, in_words, slack_of, statement_side
from ingest.check.prose.changes import YEARLY
from ingest.check.prose.two_years import CORES, SIDE, WHOSE
from ingest.check.slips import is_slip, slip_in_sum
from ingest.interpret.vocabulary import squeeze
from ingest.records import Disclosure, Finding, Role, Severity, Statement

CHANGED = re.compile(
    r"(?P<way>增加|增长|减少|下降)(?:了)?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>亿元|万元|元)"
)
REASON = re.compile("主要(?:是|原因|系)|其中|原因[是:：]")
TELLING = 4  # digits: shorter changes may well be alike


def parts_of_a_change(disclosure: Disclosure) -> Iterator[Finding]:
    """The sum of the reasons, where they are given in money."""
    for said in disclosure.statements:
        if said.role is not Role.CHANGE or not said.amount.is_money or not said.amount.number:
            continue
        parts = [*_reasons(said), *_gone_on(said, disclosure.statements)]
        whole = said.amount.in_yuan()
        total = sum((part.in_yuan() for part in parts), Decimal(0))
        if len(parts) < 2 or total == whole:
            continue
        gap = Gap(whole - total, slack_of((said.amount, *parts)))
        if gap.severity is not Severity.CONTRADICTION or not _is_slip(said.amount, parts, total):
            continue
        told = "、".join(as_change(part) for part in parts)
        message = (
            f"正文称“{said.subject}”{as_change(said.amount)}，所列原因（{told}）合起来却不是这个数，"
            f"只要改动其中一处增减或一处数字就能对上，必有一处写错。"
        )
        if found := finding("change", message, [statement_side(said)], gap):
            yield found


def _reasons(said: Statement) -> list[Amount]:
    """The changes that are told after this one, up to the end of the sentence."""
    text = squeeze(said.sentence)
    told = [(found, _signed(found)) for found in CHANGED.finditer(text)]
    own = [i for i, (_, amount) in enumerate(told) if amount.in_yuan() == said.amount.in_yuan()]
    if len(own) != 1:
        return []
    start = told[own[0]][0].end()
    later = told[own[0] + 1 :]
    end = min((text.find(mark, start) % (len(text) + 1) for mark in "；;。"), default=len(text))
    if not later or not REASON.search(text[start : later[0][0].start()]):
        return []
    return [amount for found, amount in later if found.start() < end]


def _gone_on(said: Statement, statements: Sequence[Statement]) -> list[Amount]:
    """The reasons that a page break has cut off: the sentence ends in a comma."""
    if squeeze(said.sentence)[-1:] not in ("，", "、"):
        return []
    after = [s for s in statements[statements.index(said) :] if s.sentence != said.sentence]
    told = [s for s in after if after and s.sentence == after[0].sentence]
    changes = all(s.role is Role.CHANGE and s.amount.is_money for s in told)
    return (
        [s.amount for s in told]
        if changes and told[:1] and told[0].headings == said.headings
        else []
    )


def _signed(found: re.Match[str]) -> Amount:
    number = Decimal(found["number"].replace(",", ""))
    return Amount(number if found["way"] in ("增加", "增长") else -number, found["unit"])


def _is_slip(stated: Amount, parts: Sequence[Amount], total: Decimal) -> bool:
    """Also where what is right is off by the last digit, as rounded parts are."""
    whole, step = stated.in_yuan(), stated.step()
    amounts = [part.in_yuan() for part in parts]
    for off in (Decimal(0), step, -step):
        turned = total + off == -whole or any(
            whole - total - off == -2 * amount for amount in amounts
        )
        if turned or slip_in_sum(whole - off, amounts) or (off and is_slip(whole, total + off)):
            return True
    return False


def more_than_all(disclosure: Disclosure) -> Iterator[Finding]:
    """22.40 万元，比上年增加 28.40 万元: before, it cannot have been less than nothing. Where a rate is
    told, too, the rule of rates says it."""
    rated = {(s.sentence, s.subject) for s in disclosure.statements if s.role is Role.RATE}
    for level, change in pairwise(disclosure.statements):
        if level.role is not Role.LEVEL or change.role is not Role.CHANGE or level.stage:
            continue
        same = level.subject == change.subject and level.sentence == change.sentence
        if (change.sentence, change.subject) in rated:
            continue
        if not same or not (level.amount.is_money and change.amount.is_money):
            continue
        gap = Gap(change.amount.in_yuan() - level.amount.in_yuan(), Decimal(0))
        if gap.size <= 0 or level.amount.number < 0 or level.year != change.year:
            continue
        message = (
            f"正文称“{level.subject}”为 {in_words(level.amount)}，却{as_change(change.amount)}："
            f"增加额比本年数还大，两个数对不上。"
        )
        sides = [statement_side(change), statement_side(level)]
        if found := finding("change", message, sides, gap):
            yield found


PARTED = (  # a total, and the parts that make it up
    ("三公", ("因公出国", "公务接待", "公务用车购置.*运行")),
    ("三公", ("因公出国", "公务接待", "公务用车购置(?!.*运行)", "公务用车运行")),
    ("公务用车购置.*运行", ("公务用车购置(?!.*运行)", "公务用车运行")),
)


def changes_of_the_three(disclosure: Disclosure) -> Iterator[Finding]:
    """“三公”经费 117.90, 减少 95.30: where the three make it up this year, and each says by how much
    it has changed, the changes make up the change, for so did last year's."""
    told = [(a, b) for a, b in pairwise(disclosure.statements) if _is_pair(a, b)]
    for level, change in told:
        for whole, wanted in PARTED:
            if not re.search(whole, level.subject):
                continue
            near = [p for p in told if _is_beside(p[0], level)]
            parts = [[p for p in near if re.search(w, p[0].subject)] for w in wanted]
            if any(len(part) != 1 for part in parts):
                continue
            each = [part[0] for part in parts]
            now = sum((a.amount.in_yuan() for a, _ in each), Decimal(0))
            if now != level.amount.in_yuan() or len({a.year for a, _ in each}) != 1:
                continue
            gap = Gap(
                change.amount.in_yuan() - sum((b.amount.in_yuan() for _, b in each), Decimal(0)),
                slack_of([change.amount, *(b.amount for _, b in each)]),
            )
            message = (
                f"正文称“{level.subject}”{as_change(change.amount)}，而各项分别"
                f"{'、'.join(as_change(b.amount) for _, b in each)}，合起来不是这个数；"
                f"本年各项之和却与总数相同，必有一处增减写错。"
            )
            sides = [statement_side(change), *(statement_side(b) for _, b in each)]
            if found := finding("change", message, sides, gap):
                yield found


def _is_pair(level: Statement, change: Statement) -> bool:
    own = level.role is Role.LEVEL and change.role is Role.CHANGE and not level.stage
    same = level.subject == change.subject and level.sentence == change.sentence
    return own and same and level.amount.is_money and change.amount.is_money


def _is_beside(one: Statement, whole: Statement) -> bool:
    """In the same section, which may have a heading of its own for each part."""
    depth = len(whole.headings)
    return one is not whole and one.headings[:depth] == whole.headings


def same_change_turned(disclosure: Disclosure) -> Iterator[Finding]:
    """收入增加 2,515.39 万元, 支出减少 2,515.39 万元: of one money, to the last digit."""
    held: dict[Decimal, list[Statement]] = defaultdict(list)
    for said in disclosure.statements:
        digits = said.amount.number.normalize().as_tuple().digits
        if said.role is Role.CHANGE and said.amount.is_money and len(digits) >= TELLING:
            held[abs(said.amount.in_yuan())].append(said)
    for group in held.values():
        up = [s for s in group if s.amount.number > 0]
        down = [s for s in group if s.amount.number < 0]
        pair = next(((a, b) for a in up for b in down if _is_one_money(a, b)), None)
        if pair is None:
            continue
        message = (
            f"正文一处说“{pair[0].subject}”{as_change(pair[0].amount)}，另一处说"
            f"“{pair[1].subject}”{as_change(pair[1].amount)}：同一笔钱一增一减，必有一处写反。"
        )
        gap = Gap(pair[0].amount.in_yuan() * 2, pair[0].amount.step())
        if found := finding("change", message, [statement_side(s) for s in pair], gap):
            yield found


def _is_one_money(one: Statement, other: Statement) -> bool:
    if one.year != other.year or one.compared_with != other.compared_with:
        return False
    a, b = (WHOSE.sub("", SIDE.sub("", YEARLY.sub("", s.subject))) for s in (one, other))
    return a == b or (a in CORES and b in CORES)

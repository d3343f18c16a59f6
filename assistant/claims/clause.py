"""One number in its sentence, and the labels that belong to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.claims.between import SAID_BETWEEN, is_fund, places_named
from assistant.claims.claim import LEFT_OVER
from assistant.claims.pairing import LIST, paired
from assistant.claims.roles import MOVED
from assistant.prose.english import UNKNOWN
from assistant.prose.figure import Figure
from assistant.understand.leftover import letters
from assistant.understand.linking import Linked
from assistant.understand.query import Item

_SHARES = re.compile(
    r"(?P<part>[^，。；、]*?)(?:占到?了?|占比|比重|比例|份额)(?P<whole>[^，。；]*)$"
)
_WITHIN = re.compile("(?:这块)?(?:里头?|里面|当中|之中|中)[，,]")
_LESS = re.compile(f"不到|不足|未到|{SAID_BETWEEN.pattern}")
_OF_THEM = re.compile(r"^(?:的|是|都是|为|均为)")
_MOVES_TO = re.compile(
    "(?:增|涨|升|提高|上调|飙|冲|降|减|跌|缩|压|回落|下调)[^，]{0,3}(?:[到至]|了)?[^，]{0,3}$"
)


_TO_ITS_NAME = re.compile("(?:的|是|用于|用来|用在|花在|投向|投到|给了?|为)?")


@dataclass(frozen=True, slots=True)
class Label:
    start: int
    end: int
    item: Item


@dataclass(frozen=True, slots=True)
class Clause:
    """From the number before to the next boundary after this one; places are of the sentence."""

    sentence: str
    figure: Figure
    since: int
    until: int
    labels: Sequence[Label]
    linked: Linked

    @property
    def lead(self) -> str:
        return self.sentence[self.since : self.figure.start]

    @property
    def tail(self) -> str:
        """What follows it in the clause."""
        rest = self.sentence[self.figure.end : self.until]
        if rest[:1] in ("）", ")") and not re.match(r".[，。；、]", rest):
            rest = " " + rest[1:]  # （91.54%）是基本支出
        stop = re.search(r"[，,、；;。！？!?（）()：]|——", rest)
        return rest[: stop.start()] if stop else rest

    def _since(self, start: int, end: int) -> tuple[Label, ...]:
        return tuple(x for x in self.labels if start <= x.start < end)

    def before(self) -> tuple[Label, ...]:
        """The labels since the number before: those in brackets, and last year's, only qualify."""
        found = self._since(self.since, self.figure.start)
        open_bracket = max(self.sentence.rfind(b, 0, self.figure.start) for b in "（(")
        closed = max(self.sentence.rfind(b, 0, self.figure.start) for b in "）)")
        inside = open_bracket if open_bracket > closed else len(self.sentence)
        meant = [
            x for x in found
            if not self._is_against(x) and not self._is_counted(x) and not self._is_denied(x)
            and not self._is_a_cause(x) and not self._is_the_last_one_s(x)
        ]  # fmt: skip
        plain = [x for x in meant if not self._bracketed(x, inside)]
        if not plain and meant and self.sentence[meant[-1].end : self.figure.start] in ("）", ")"):
            plain = meant[
                -1:
            ]  # 基建项目（其他一般公共服务支出）5140 万元: what it is called in full
        return tuple(plain)

    def _is_counted(self, label: Label) -> bool:
        """更新 2 辆|车，花 36 万元: what the number before counts."""
        before = self.sentence[max(0, label.start - 1) : label.start]
        return label.start == self.since > 0 and before in ("辆", "台")

    def _is_the_last_one_s(self, label: Label) -> bool:
        """3 万元的接待费和 4 万元的培训费; 3 万元养车、4 万元待客: the numbers of this list stand
        before their names."""
        gap = self.sentence[self.since : label.start]
        joined = LIST.fullmatch(self.sentence[label.end : self.figure.start].replace("，", "、"))
        if not self.since or joined is None or not joined[0] or not self._is_like_the_last():
            return False
        behind = _TO_ITS_NAME.match(self.sentence, self.figure.end)
        after = behind.end() if behind else self.figure.end
        return _TO_ITS_NAME.fullmatch(gap) is not None and any(
            x.start == after for x in self.labels
        )

    def _is_like_the_last(self) -> bool:
        """True where the number before is of the same measure, and has no name before it."""
        unit = self.sentence[self.since - 1]
        said = re.split("[，、；。：和及与]", self.sentence[: self.since])[-1]
        at = self.since - len(said)
        named = any(at <= x.start < self.since for x in self.labels)
        return unit == self.sentence[self.figure.end - 1] and not named

    def _is_denied(self, label: Label) -> bool:
        """无公车，全年 6053 万元: what there is none of has no number."""
        before = self.sentence[max(self.since, label.start - 6) : label.start]
        after = self.sentence[label.end : self.figure.start]
        return (
            re.search(
                "[无没不未](?:有|再|新|计划|打算|准备)?(?:任何|一[辆台个名笔项分]的?)?$", before
            )
            is not None
            and "，" in after
        )

    def _is_a_cause(self, label: Label) -> bool:
        """三公因为购置公务用车涨到 48 万元: why it moved is not what moved."""
        before = re.split("[，；。]", self.sentence[self.since : label.start])[-1]
        after = self.sentence[label.end : self.figure.start]
        return "，" not in after and (
            re.search("因为|由于|因(?!公)|随着|受到?", before) is not None
            and _MOVES_TO.search(after) is not None
        )

    def _bracketed(self, label: Label, own_bracket: int) -> bool:
        """True where a label stands in a bracket that the number itself is not in."""
        depth = 0
        for place in range(label.start - 1, self.since - 1, -1):
            depth += (self.sentence[place] in "）)") - (self.sentence[place] in "（(")
            if depth < 0:
                return place != own_bracket
        return False

    def _is_against(self, label: Label) -> bool:
        """The 支出 of 比上年支出, and 上年执行数 itself, is what is compared with."""
        before = self.sentence[self.since : label.start]
        than = r"(?:比|较|与|和|同|由|从)(?:上年|去年|20\d\d年|上一年)?[^，。、]{0,6}$"
        last = re.match("上年|去年|上一年|年初", label.item.words)
        if (
            last
            and re.search(r"(?:比|较|与|和|同|由|从)[^，。、]{0,3}$", before)
            and "结转" not in label.item.words
        ):
            return True
        return bool(re.search(than.replace(")?[", ")["), before))

    def behind(self) -> tuple[Label, ...]:
        """The label right after it: 30 万元的公务接待费, 花 30 万元在接待上."""
        end = self.figure.end + len(self.tail)
        found = self._since(self.figure.end, end)
        if not found and not self.before():  # 262 万元靠自己（事业收入）: what that is called
            named = [x for x in self._since(end + 1, end + 2) if x.end - end < 12]
            if (
                named
                and re.match("[（(].*?[）)]", self.sentence[end:])
                and self.sentence[named[0].end : named[0].end + 1] in "）)"
            ):
                return (named[0],)
        if not found or found[0].start - self.figure.end > 10 or re.match("[里中内]", self.tail):
            return ()  # 8661 万元里货物 46 万元: the whole of what follows
        run = [found[0]]
        for label in found[1:]:  # 一般公共预算的公用经费: the last of what follows on one another
            if re.fullmatch("的|中的|里的", self.sentence[run[-1].end : label.start]):
                run.append(label)
        return (run[-1],)

    def own_label(self) -> tuple[Label, ...]:
        """The last label before it; 三公经费财政拨款预算 is 三公经费, of the money of the treasury."""
        found = self.before()
        while found and self._is_around(found[-1]):
            found = found[:-1]
        for n in range(len(found) - 1, 0, -1):
            adjoins = self.sentence[found[n - 1].end : found[n].start]
            if not is_fund(found[n].item.words) or not re.fullmatch("支出|预算|的?", adjoins):
                return self._topic(found, n)
        return found[:1]

    def _is_around(self, label: Label) -> bool:
        """项目支出里还有 26 万元: of something named before, within that."""
        rest = self.sentence[label.end : self.figure.start]
        return (
            re.match(
                "(?:支出|预算)?(?:里头?|中|里面|当中|之中)(?:还|又|另|就|也|只)?(?:有|列|安排|含|占|这一?笔|那一?笔|花|要)",
                rest,
            )
            is not None
        )

    def within_label(self) -> bool:
        """True where the last label only says within what the number is: 项目支出里还有 26 万元."""
        found = self.before()
        return bool(found) and self._is_around(found[-1])

    def _topic(self, found: Sequence[Label], n: int) -> tuple[Label, ...]:
        """应对气候变化这一项，一般公共预算安排 …: whose money it is, of what was named before."""
        earlier = [x for x in found[:n] if "总计" not in x.item.keys and not is_fund(x.item.words)]
        return (earlier[-1],) if is_fund(found[n].item.words) and earlier else (found[n],)

    def items(self) -> tuple[Item, ...]:
        lead = self.own_label()
        behind = self.behind() or ((self._told_after(),) if self._announced() else ())
        behind = tuple(x for x in behind if x is not None)
        spent = behind and re.match(
            "[^，]{0,3}用于", self.sentence[self.figure.end : behind[0].start]
        )
        if spent and behind[0].start - self.figure.end <= 5:
            return (behind[0].item,)
        across = lead and "，" in self.sentence[lead[-1].end : self.figure.start]
        gap = self.sentence[self.figure.end : behind[0].start] if behind else ""
        if (
            across
            and behind
            and (len(gap) <= 1 or re.fullmatch("(?:[都全均才]|全部|正|就)+是", gap))
        ):
            return (behind[0].item,)
        if lead and not (behind and "——" in self.sentence[lead[-1].end : self.figure.start]):
            return (lead[-1].item,)
        return tuple(x.item for x in behind)

    def _announced(self) -> bool:
        """6.5 万元——…的“规划类经费”: the number first, then what it is."""
        rest = self.sentence[self.figure.end : self.until]
        if re.search("比|较|同比", self.lead) or MOVED.search(self.lead):
            return False
        return not self.before() and re.match("——|，?(?:这|就)是|，是", rest) is not None

    def _told_after(self) -> Label | None:
        found = self._since(self.figure.end, self.until)
        return found[0] if found else None

    def bound(self) -> bool:
        """True where the label and the number stand right beside one another."""
        lead, behind = self.own_label(), self.behind()
        if lead:
            gap = self.sentence[lead[-1].end : self.figure.start]
        elif behind:
            gap = self.sentence[self.figure.end : behind[0].start]
            rest = self.sentence[behind[0].end : self.figure.end + len(self.tail)]
            if len(letters(SAID_BETWEEN.sub("", rest))) > 1:
                return False  # 公益金项目|法分配资金
        else:
            return False
        if lead and self._is_a_tail(lead[-1]):
            return False
        gap = re.sub(r"[（(][^（）()]*[）)]", "", gap)
        return len(letters(SAID_BETWEEN.sub("", gap))) < 2

    def _is_a_tail(self, label: Label) -> bool:
        """财政补贴 is not 补贴: the end of a longer word, of which the beginning is not known."""
        if label.end - label.start > 3:  # 警务辅助|人员经费
            ahead = re.search(r"[\u4e00-\u9fff]{3,}$", self.linked.rest[: label.start])
            word = re.split("[的和与及在是为用于里中]", ahead[0])[-1] if ahead else ""
            return len(letters(SAID_BETWEEN.sub("", word))) > 2
        if any(x.end == label.start and x is not label for x in self.labels):
            return True  # 公交电动化 and then 补贴: neither of the two
        before = re.search(r"[\u4e00-\u9fff]{1,4}$", self.linked.rest[: label.start])
        return before is not None and len(letters(SAID_BETWEEN.sub("", before[0]))) > 1

    def spells_out(self) -> bool:
        """True where its own clause has its label, and not only the end of a longer name."""
        said = re.split("[，；;。：]", self.lead)[-1]
        start = self.figure.start - len(said)
        own = [x for x in self.own_label() if x.start >= start] or list(self.behind())
        own = own or [x for x in (self._told_after(),) if x is not None and self._announced()]
        together = re.search("[加连][上同]|合|[总一]?共", said)
        return bool(own) and not self._is_a_tail(own[-1]) and together is None

    def is_for_something(self) -> bool:
        """Of which 6 million yuan goes to the hall: a part of its own, of which no label is known."""
        return self.tail.startswith(f"用于{UNKNOWN}")

    def leftover(self) -> int:
        """How many letters around the number, up to the commas, nothing accounts for: they may
        say that it is something narrower than the label."""
        if self.is_for_something():
            return LEFT_OVER
        own = self.own_label()
        if own and self._is_a_tail(own[-1]):
            return LEFT_OVER
        said = re.split("[，。；：]", self.lead)[-1]
        if len(said) + len(self.tail) < 3:  # …也上了清单，1.3 万元
            said = self.lead
        start = self.figure.start - len(said)
        if own and own[-1].end < start and not self.behind():
            start = own[-1].end  # the label stands in a clause before: what is said since then
        end = self.figure.end + len(self.tail)
        text = list(self.linked.bare[start:end])
        for at, until in ((x.start, x.end) for x in self.labels):
            for n in range(max(at, start), min(until, end)):
                text[n - start] = " "
        for n in range(self.figure.start, self.figure.end):
            text[n - start] = " "
        rest = places_named().sub("", "".join(text))  # 重庆是深圳的 14 倍: they say whose
        return len(letters(SAID_BETWEEN.sub("", rest)))

    def around(self) -> tuple[Item, ...]:
        """What else the sentence names before the number, the nearest last."""
        own = self.items()
        return tuple(
            x.item for x in self.labels if x.start < self.figure.start and x.item not in own
        )

    def listed(self) -> tuple[Item, ...]:
        """The items of a list right before the number: 甲、乙和丙."""
        run = self.before()
        out = list(run[-1:])
        for held in reversed(run[:-1]):
            if not LIST.fullmatch(self.sentence[held.end : out[0].start]):
                break
            out.insert(0, held)
        return tuple(x.item for x in out)

    def respectively(self, own: Sequence[Figure], start: int) -> Item | None:
        """甲、乙、丙分别为 1、2、3: the label that belongs to this number."""
        found = paired(
            self.sentence, self.figure, own, start, [(x.start, x.end) for x in self.labels]
        )
        return self.labels[found.name].item if found.name is not None else None

    def is_in_a_list(self, own: Sequence[Figure], start: int) -> bool:
        """True for a number of several that are told 分别, of whichever things."""
        return paired(self.sentence, self.figure, own, start, ()).listed

    def body_respectively(self, own: Sequence[Figure], start: int) -> frozenset[str]:
        """甲局和乙局的三公经费分别为 1、2: the body that belongs to this number."""
        mentions = self.linked.mentions
        found = paired(self.sentence, self.figure, own, start, [(m.start, m.end) for m in mentions])
        return mentions[found.name].entities if found.name is not None else frozenset()

    def share(self, items: Sequence[Item]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
        """(the part, the whole where it is named)."""
        match = _SHARES.search(self.lead)
        if self.tail.startswith("之") and "用于" not in self.tail:  # 61% of its receptions
            of = tuple(x.item for x in self.behind())
            before = tuple(x.item for x in self.before() if x.item not in of)
            return before[-1:] or tuple(i for i in items if i not in of), of
        own = self.own_label()
        if (
            match is None
            and own
            and re.fullmatch(
                "的(?:约|近|大约|将近|接近)?", self.sentence[own[-1].end : self.figure.start]
            )
            and not letters(_LESS.sub("", self.sentence[self.since : own[-1].start]))
        ):
            return (), (own[-1].item,)  # 基本支出 7485 万元，接近总支出的八成
        if match is None:  # 40% 的支出用于公务接待
            after = self._since(self.figure.end, self.figure.end + len(self.tail))
            spent = len(after) > 1 and re.search(
                "用于|投向|花在|给", self.sentence[after[0].end : after[-1].start]
            )
            if len(after) > 1 and (_OF_THEM.match(self.tail) or spent):
                return (after[-1].item,), (after[0].item,)
            return tuple(x.item for x in self.behind()) or tuple(items), ()
        place = self.since + match.start("whole")
        word = self.since + match.end("part")
        whole = tuple(x.item for x in self._since(place, self.figure.start))
        part = tuple(x.item for x in self._since(self.since, word))
        inherited = tuple(i for i in items if i not in whole)
        after_it = tuple(x.item for x in self.behind())
        if not whole:  # 基本支出里，工资福利占去 86.65%
            inside = (x for x in self.labels if _WITHIN.match(self.sentence[x.end : word]))
            whole = tuple(x.item for x in inside if x.item not in part[-1:])
        return (part[-1:] or inherited or after_it), whole[-1:]

    def difference(self) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
        """比项目支出多 30 万元: (基本支出, 项目支出), as far as they are named here."""
        match = re.search(r"(?:比|较|高于|低于|超过)(?P<than>[^，。；]*)$", self.lead)
        if match is None:
            return (), ()
        place = self.since + match.start("than")
        than = tuple(x.item for x in self._since(place, self.figure.start))
        ahead = tuple(x.item for x in self._since(self.since, place))
        return ahead[-1:], than[-1:]

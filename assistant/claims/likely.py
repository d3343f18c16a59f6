"""When what the books print of a number may be what the words of a draft mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.claims.claim import LEFT_OVER, Claim
from assistant.claims.roles import MOVED, Role, near
from assistant.evidence.arithmetic import Evidence, digits_said, words_at
from assistant.evidence.intext import InText
from assistant.evidence.likeness import Likeness, label_of, likeness, pairs, run_in_common
from assistant.prose.figure import Kind
from assistant.understand.leftover import letters
from assistant.understand.query import Item

Subject = tuple[tuple[Item, ...], frozenset[str]]  # what a number is of, and whose


class Owners:
    """What the numbers of a draft are by their words: that is not what another number is of.

    Sorted once, for a draft may hold thousands of numbers and each of them asks.
    """

    def __init__(self, known: Sequence[Sequence[Evidence]], claims: Sequence[Claim]) -> None:
        self._data: dict[str, set[Subject]] = {}
        self._borne_out: dict[tuple[Kind, Decimal], set[Subject]] = {}
        for claim, found in zip(claims, known, strict=True):
            figure = claim.figure
            for ref in (e.data[0].ref for e in found if e.formula is None):
                self._data.setdefault(ref, set()).add(_subject(claim))
            if any(e.bears(figure, claim.direction) for e in found):
                held = self._borne_out.setdefault((figure.kind, figure.value), set())
                held.add(_subject(claim))

    def owned(self, ref: str, by_others_than: Claim) -> bool:
        """Whether a datum is what another number means."""
        return not self._data.get(ref, set()) <= {_subject(by_others_than)}

    def explained(self, claim: Claim) -> bool:
        """Whether another number is this very one, borne out where it stands."""
        found = self._borne_out.get((claim.figure.kind, claim.figure.value), set())
        return not found <= {_subject(claim)}


def _subject(claim: Claim) -> Subject:
    return claim.items, claim.bodies


ENDING = 4  # letters at the end of a label that are hardly said by chance


def may_be(like: Likeness, claim: Claim, evidence: Evidence) -> bool:
    """True where a cell that prints the number is likely what the words mean."""
    datum = evidence.data[0]
    if datum.kind == "narrative" and not like.label and len(label_of(datum)) > 1:
        return False  # 中心预算 8236 万元，包括在职人员经费 5690 万元: that is none of the centre's
    if digits_said(claim.figure) < 3:
        return like.strong
    named = (datum.row[-1] if datum.row else "")[-ENDING:]
    whole = named in evidence.unit.entity  # it is all of the body's
    if len(named) == ENDING and named in claim.lead and datum.kind == "table" and not whole:
        return True  # 花都监狱, for 广东省广州花都监狱
    return like.fair or (_is_loose(claim) and run_in_common(claim.said, evidence.data[0]))


def _is_loose(claim: Claim) -> bool:
    """True where the words are not placed: 警航直升机托管、保险等一年 2619 万元."""
    return not claim.items or claim.leftover >= LEFT_OVER


def is_bare(claim: Claim) -> bool:
    """按 316 人、月人均 710 元: hardly a word of its own says what a number is."""
    return not claim.items and len(claim.said.replace(" ", "")) <= 5


def says_the_like(claim: Claim, held: InText) -> bool:
    """光一台中巴就 45 万元: what little its words say stands there, too."""
    said = "".join(held.datum.row)
    return claim.leftover <= LEFT_OVER or any(p in said for p in pairs(claim.said))


_NUMBERED = re.compile(
    "(?P<n>[0-9]+|[一二三四五六七八九十]+)(?P<of>号线|号楼|标段|期|届|中学|小学|医院|院区|监狱)"
)


def _is_held(claim: Claim, evidence: Evidence) -> bool:
    """再添 8 台设备 is not the 61 that there are."""
    counted = claim.role is Role.COUNT and claim.bought and claim.figure.unit in ("辆", "台")
    datum = evidence.data[0]
    said = "".join((*datum.row, *datum.columns, words_at(datum)))
    return counted and evidence.formula is None and re.search("购|更新|新增|添|换", said) is None


def _is_turned(claim: Claim, evidence: Evidence) -> bool:
    """至少 6 名 is not 不超过 6 名, where the books say which."""
    said, printed = near(claim.lead), evidence.data[0].source.text.strip()
    ways = (("≥>", "不超过|不高于|不多于|至多|最多|≤"), ("≤<", "不少于|不低于|至少|≥"))
    return any(
        printed[:1] in signs and bool(re.search(way, said)) for signs, way in ways if printed
    )


def told_apart(claim: Claim, evidence: Evidence) -> bool:
    """12 号线 is not 13 号线, 一期 is not 二期, 非教育支出 is not 教育支出."""
    if is_what_it_is_not(claim, evidence) or _is_one_of_all(claim, evidence):
        return True
    if _is_turned(claim, evidence) or _is_held(claim, evidence):
        return True
    said = numbered(near(claim.lead) + claim.tail)
    if _is_of_another_office(near(claim.lead), evidence):
        return True
    held = numbered("".join((*evidence.data[0].row, *evidence.data[0].columns)))
    return any(held[of].isdisjoint(said[of]) for of in said.keys() & held.keys())


_OFFICE = re.compile(
    "[\u4e00-\u9fff]{3,}?(?:管理处|办事处|中心|支队|大队|[处所站院校馆])(?=[0-9\u4e00-\u9fff]{0,3}$)"
)


def _is_of_another_office(said: str, evidence: Evidence) -> bool:
    """北部水源工程管理处 is not 东江水源工程管理处: the same words end two names that begin apart."""
    name = _OFFICE.search(said)
    held = next((m[0] for w in evidence.data[0].row[::-1] if (m := _OFFICE.search(w))), "")
    if name is None or not held:
        return False
    own = name[0]
    same = 0
    while same < min(len(own), len(held)) and own[-1 - same] == held[-1 - same]:
        same += 1
    one, other = (_ABOVE.sub("", name[: len(name) - same]) for name in (own, held))
    return same >= 4 and len(one) >= 2 and len(other) >= 2 and one[-2:] != other[-2:]


_ABOVE = re.compile("^.*(?:[省市区县]|[下所直]属的?|旗下的?)")  # whose office it is


_ALL = re.compile("合计|[总共]计|总[额共数]|小计")


def _is_one_of_all(claim: Claim, evidence: Evidence) -> bool:
    """政府购买服务合计 is not one row of that table, of which the words say nothing."""
    datum = evidence.data[0]
    if datum.kind != "table" or evidence.formula is not None or not _ALL.search(near(claim.lead)):
        return False
    named = {datum.item, datum.column} & {k for i in claim.items for k in i.keys}
    like = likeness(claim.said, claim.told, datum)
    return not named and not _ALL.search("".join((*datum.row, *datum.columns))) and like.label < 0.5


_STAFF = re.compile("在编|在职|在岗|实有|实际(?:有|在)")


def is_what_it_is_not(claim: Claim, evidence: Evidence) -> bool:
    """非教育支出 is none of 教育支出; those who are there are not the posts that there are."""
    said = near(claim.lead) + claim.tail
    if _STAFF.search(said) and claim.figure.kind is Kind.COUNT:
        return "编制" in evidence.data[0].label and "编制" not in said
    labels = {i.words for i in claim.items} | {d.item for d in evidence.data}
    return "非" in said and any(label and f"非{label}" in said for label in labels)


def numbered(text: str) -> dict[str, set[str]]:
    """12 号线, 二期: which of several things of one kind a text names."""
    found: dict[str, set[str]] = {}
    for match in _NUMBERED.finditer(text):
        found.setdefault(match["of"], set()).add(match["n"])
    return found


def is_longer(claim: Claim, evidence: Evidence) -> bool:
    """邮电费 is not 电费: what ends with the words is another thing, unless they name it."""
    datum = evidence.data[0]
    words = claim.items[-1].words if claim.items else ""
    if re.fullmatch(r"[^\u4e00-\u9fff]*" + re.escape(words) + ".+费", datum.item):
        return words.endswith("费") and datum.item not in claim.items[-1].keys  # 污水处理费手续费
    return (
        len(words) > 1 and datum.item not in claim.items[-1].keys
        and len(datum.item) > len(words) and datum.item.endswith(words)
        and re.match("[所下直]属", datum.item) is None
    )  # fmt: skip


def is_shorter(claim: Claim, evidence: Evidence) -> bool:
    """警务辅助人员经费 is not 人员经费: the end of the words is a wider thing than they."""
    datum = evidence.data[0]
    words = claim.items[-1].words if claim.items else ""
    end = datum.item or datum.column
    return (
        len(end) > 1 and end not in claim.items[-1].keys and words.endswith(end)
        and len(letters(words.removesuffix(end))) > 1
    ) if words else False  # fmt: skip


_WHOLE = frozenset({"合计", "总计", "小计"})
_FUND = re.compile("财政拨款|一般公共预算|政府性基金|国有资本|基本支出|项目支出")


def is_of_all_money(claim: Claim, evidence: Evidence, found: Sequence[Evidence]) -> bool:
    """The row of the very label in the table of all money, where what was found is the treasury's
    part of it and the sentence does not say which of the two."""
    datum = evidence.data[0]
    same = any(datum.row[-1:] == e.data[0].row[-1:] and datum.year == e.data[0].year for e in found)
    return (
        same
        and datum.form == "expenditure_summary"
        and datum.columns[-1:] != () and datum.columns[-1] in _WHOLE
        and datum.item in (claim.items[-1].keys if claim.items else ())
        and _FUND.search(claim.sentence_text) is None
    )  # fmt: skip


def right_after(before: Claim | None, claim: Claim, held: InText) -> bool:
    """会议费 5.6 万元，人数约 400 人: said together here and there."""
    if before is None or held.beside is None or before.sentence != claim.sentence:
        return False
    one, other = before.figure, held.beside
    return (
        one.kind is other.kind
        and one.kind is not claim.figure.kind
        and one.holds(other.value, other.step)
    )


def mentioned_there(claim: Claim, evidence: Evidence) -> bool:
    """信息化项目安排比上年少了 3,604.87 万元: too exact a number to be there by chance, and the words
    for the item lead up to it."""
    said = "".join(evidence.data[0].row)
    words = [i.words for i in claim.items[-1:] if len(i.words) >= 3]
    return digits_said(claim.figure) >= 5 and any(w in said for w in words)


TELLING = frozenset({"平方米", "亩", "公里"})  # units that say what is measured


def both_bought(claim: Claim, evidence: Evidence) -> bool:
    """再买 14 辆, and the books: 购置车辆 14 辆."""
    said = "".join(evidence.data[0].row)
    return (
        claim.bought
        and claim.role is Role.COUNT
        and "车" in said
        and re.search("购置|购买|更新|新增|采购", said) is not None
    )


_BELOW = "(?:基层|所属|下属|直属|附属|二级|预算)+(?:单位|机构)"


def counts_units(claim: Claim, held: InText) -> bool:
    """61 家预算单位, and the books: 包括 61 个所属预算单位."""
    said = re.match("(?:基层|所属|下属|直属|附属|二级|预算)*(?:单位|机构)", claim.tail)
    return (
        said is not None
        and claim.figure.unit in ("家", "个")
        and re.search(_BELOW + "$", "".join(held.datum.row)) is not None
    )


def people_moved(claim: Claim, held: InText) -> bool:
    """添了两人, and the books: 本年较上年增加两人."""
    moved = MOVED.search(near(claim.lead))
    if moved is None or claim.figure.unit not in ("人", "名") or held.role is not Role.CHANGE:
        return False
    return held.direction == (1 if moved["up"] else -1)

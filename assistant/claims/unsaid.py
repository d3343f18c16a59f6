"""What a clause does not say again: the item, the whole, the terms that were named before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from assistant.catalogue import total_item
from assistant.claims.claim import Claim, State
from assistant.claims.clause import Clause
from assistant.claims.roles import AGAINST, TOGETHER, Role, is_before, near, several
from assistant.lexicon import lexicon
from assistant.prose.figure import Kind
from assistant.understand.leftover import letters
from assistant.understand.linking import Linked
from assistant.understand.normalise import label_key
from assistant.understand.query import Item

_ABOUT_MONEY = re.compile(
    "收入|支出|收支|预算|决算|盘子|花|开支|规模|家[底当]|账[单上面]|总账|大账|口袋|钱袋"
    "|(?:全|整个)(?:局|委|办|院|校|队|厅|署|馆|中心|支队|总队|系统|部门|单位)"
)


_COMPARED = re.compile(
    r"(?:与|和|同|比|较|由|从|相比|低于|高于)(?:上年|去年|上一年|前一年|20\d\d年|年初|同期)[^，。；]{0,5}?(?:预算|决算|执行)数?"
)


_FROM_TO = re.compile("(?:从|由|自|增至|减至|降至|升至|达到?|到|至|增到|变成|变为)[^，。；]{0,8}$")


def say_the_same(sentence: str, start: int, count: int, state: State) -> None:
    """九成以上（91.54%）是基本支出: the number in the bracket says what the one before it says."""
    mine = state.claims[len(state.claims) - count :]
    for n in range(len(mine) - 1):
        one, other = mine[n], mine[n + 1]
        between = sentence[one.figure.end - start : other.figure.start - start]
        if one.figure.kind is Kind.PERCENT is other.figure.kind and re.fullmatch(
            "(?:以上|左右|还?多一?点?|有余|出头|强|上下)?[（(](?:约|近)?", between
        ):
            state.claims[len(state.claims) - count + n] = replace(
                one, role=other.role, items=other.items, whole=other.whole,
                direction=other.direction, bound=other.bound,
            )  # fmt: skip


def inherited(previous: Sequence[Claim]) -> tuple[Item, ...]:
    """The item of the number before, where a number names none itself."""
    spoken = [c for c in previous if c.items]
    return spoken[-1].items[-1:] if spoken else ()


_GOES_ON = re.compile(
    r"(?:另?一[个家边头]|了|实际|执行|支出|花|用|压缩|压减|压|缩减|缩|砍|涨|跌|调整|调|提高|提|回落|升高|更是|反而|反倒|倒|比|较|再|又|还有|尚有|仍有|还|也|则是|、|：|\s|和|及|与|其中|而|则|超过|将近|接近|大约|不到|不足|逾|近|列|留下?|安排|一年前|即|也就是|合|约合|折合|相当于|降|升|增|减|压减|余|剩下?|剩余|达|到|至|为|仅|只有|只|要|由|从|去年|上年|今年|20\d\d年度?|的|是|约|，|[（(])*"
)


def without_names(clause: Clause) -> str:
    """The words up to the number, without the bodies and places named in them."""
    said = "".join(
        c for n, c in enumerate(clause.lead, clause.since)
        if not any(m.start <= n < m.end for m in clause.linked.mentions)
    )  # fmt: skip
    for place in clause.linked.places:
        said = said.replace(place, "")
    return re.sub("[（(](?:本级|部门|单位|机关)[）)]", "", said)


_INSIDE = re.compile(
    "的?(?:总额|合计)?(?:里头?|中|里面|当中|之中)(?:连|只|仅|还|才|也|占|有|约|近|不到|超过)*"
)


def of_the_one_before(
    clause: Clause, previous: Sequence[Claim]
) -> tuple[tuple[Item, ...], tuple[Item, ...]] | None:
    """占三公经费 867 万元的 96.7%: the whole is the number before, the part the one before that."""
    lead = clause.lead
    for label in clause.before():  # 占 5.5 亿元总预算的 70.9%
        if label.start - clause.since <= 1:
            lead = lead.replace(label.item.words, "", 1)
    lead = re.sub("^(?:总预算|总盘子|总支出|总收入|预算总额|收入|支出|预算|总额)", "", lead)
    inside = _INSIDE.fullmatch(lead)  # 在 9957 万元的三公总额里连 1% 都不到
    if len(previous) < 2 or previous[-1].role is Role.SHARE:
        return None  # 财政拨款占 55%、事业收入 32%: another share of the same
    if not (inside or re.fullmatch("[）)]?的?(?:约|近|不到|超过)?", lead)):
        return None
    said = clause.sentence[: clause.since]
    said = re.split("[，。；]", re.sub(r"[（(][^（）()]*$", "", said))[-1]
    if not re.search("^在" if inside else "占|完成|相当于|是|超过", said):
        return None
    two = last_two(previous[:-1])
    if len(two) == 2 and ("前者" in said or "后者" in said):
        return two["后者" in said].items[-1:], previous[-1].items[-1:]
    return previous[-2].items[-1:], previous[-1].items[-1:]


def goes_on(clause: Clause, said: str) -> bool:
    """降至 99 万元, 即 99 万元, （99 万元）, 深圳 99 万元: another number for what was just spoken
    of; `said` is the number's own clause without names and places."""
    both = (near(without_names(clause)), said)
    return any(_GOES_ON.fullmatch(s) is not None for s in both)


_JOINED = re.compile("[、和与及]|以及")


def joins(lead: str) -> bool:
    """1.03 和 0.28 万元: nothing but a word that joins stands between two numbers."""
    return _JOINED.fullmatch(lead) is not None


def counted_in(clause: Clause) -> tuple[Item, ...]:
    """再算上接待费，两项一共 314 万元: what is added to the number before."""
    own = clause.before()
    ahead = clause.sentence[clause.since : own[-1].start] if len(own) == 1 else ""
    said = re.search("(?:算|加|连|带)上$|连同$", ahead)
    return (own[0].item,) if said and several(clause.lead)[0] == 2 else ()


def counted_last(claims: Sequence[Claim]) -> tuple[Item, ...]:
    """百万以上的设备已有 20 台，今年再添 6 台: the things that were counted last, in the same unit."""
    before = [c for c in claims if c.role is Role.COUNT and c.figure.unit == "台"]
    return before[-1].items[-1:] if before else ()


def total(clause: Clause) -> tuple[Item, ...]:
    """The whole budget, where a clause speaks of the money and names nothing narrower."""
    said = _COMPARED.sub("", clause.lead) + clause.tail
    if not _ABOUT_MONEY.search(said) or re.search("[费款金]用?总额", said):
        return ()
    sides = [s for s in ("收入", "支出") if s in said]
    return (total_item(sides[0] if len(sides) == 1 else ""),)


_TAKES = re.compile(
    "不少于|不低于|不超过|不高于|至少|增加|减少|增长|下降|降低|提高|上升|压减|压缩|缩减|增幅|降幅|十[二三四]五(?:规划)?(?:期间|以来|五年)?|[三四五]年(?:间|来)|拿到|拿下|获得|争取到?|得到|收到|掏出|砸下|砸了|投了|花掉|动用|备了|备好|手握|手里有|手头有"
)


def content(clause: Clause, asked: str = "") -> str:
    """What a clause says besides whose and when, to be found again in labels and sentences; what
    was `asked` right before it, where it says nothing but the answer."""
    start = clause.figure.start - len(re.split("[，。；：]", clause.lead)[-1])
    before = _TAKES.sub("", clause.linked.bare[start : clause.figure.start])
    if len(letters(before)) < 3:
        before = _TAKES.sub("", clause.linked.bare[clause.since : clause.figure.start])
    after = clause.linked.bare[clause.figure.end : clause.figure.end + len(clause.tail)]
    own = letters(before) + " " + letters(after)
    return letters(asked) if asked and not clause.since and len(own) < 5 else own


def since_the_number_before(clause: Clause, state: State) -> str:
    """Up to the end of the number's clause, without bodies and years."""
    said = clause.linked.bare[clause.since : clause.figure.end + len(clause.tail)]
    return said if clause.since else state.told + said


def pronoun(clause: Clause, claims: Sequence[Claim], role: Role) -> tuple[Item, ...]:
    """前者, 后者: the items of the last two numbers."""
    two = last_two(claims)
    said = near(clause.lead)
    if role is Role.SHARE and not re.search("前者|后者", said) and not clause.before():
        said = clause.lead  # 前者略多，占 51.5%
    if len(two) == 2 and two[0].items == two[1].items and two[0].bodies != two[1].bodies:
        return ()  # of two bodies
    labels = clause.before()
    at = max(said.rfind("前者"), said.rfind("后者"))
    start = clause.figure.start - len(said)
    level = role in (Role.LEVEL, Role.COUNT)
    its_own = any(start + at < x.start <= start + at + 3 for x in labels) and len(said) > 3
    its_own = its_own and role in (Role.CHANGE, Role.RATE)  # 前者的三公降了 6%
    if len(two) < 2 or its_own or (level and any(x.start > start + at for x in labels)):
        return ()  # 前者占到总收入 8401 万元: it is the revenue's
    if "前者" in said:
        return two[0].items
    return two[1].items if "后者" in said else ()


def last_two(claims: Sequence[Claim]) -> list[Claim]:
    levels = (c for c in reversed(claims) if c.items and c.role in (Role.LEVEL, Role.COUNT))
    return [*islice(levels, 2)][::-1]


def former_and_latter(
    clause: Clause, claims: Sequence[Claim]
) -> tuple[tuple[Item, ...], tuple[Item, ...]] | None:
    """后者不到前者的 8%: of the last two numbers, the one that is named first and the other."""
    two = last_two(claims)
    if len(two) < 2 or "前者" not in clause.lead or "后者" not in clause.lead:
        return None
    first, second = two if clause.lead.find("前者") < clause.lead.find("后者") else two[::-1]
    return first.items, second.items


_OF_A_CHANGE = re.compile(
    "(?:[增减]加?少?[额量]|[增减涨降]幅|差额|[多少]出?来?的(?:这)?部分)[^，]*[是为]"
)


def times(
    clause: Clause, state: State, items: tuple[Item, ...]
) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """甲是乙的 3 倍: the item before it is 乙; 甲 stands before that, or was spoken of last."""
    if (both := former_and_latter(clause, state.claims)) is not None:
        return both
    if clause.figure.unit == "番":
        return items, ()
    said_of = near((state.claims[-1].lead if state.claims else "") + clause.lead)
    if _OF_A_CHANGE.search(said_of):
        return (), ()  # 增加额是公务接待费 14 万元的 7 倍: of no level
    previous = [c for c in state.claims if c.items][-2:]
    if len(previous) == 2 and (pair := of_the_one_before(clause, previous)):
        return pair
    labels = [x.item for x in clause.before()]
    if re.search(
        "(?:去年|上年|上一年|前一年|原来|原先|此前|之前|当初|20\\d\\d年)的?(?:约|近|超过)?$",
        near(clause.lead),
    ):
        return tuple(labels[-1:]) or items or inherited(state.claims[-2:]), ()
    if re.search("(?:它|其)的?(?:约|近|超过)?$", near(clause.lead)) and labels and previous:
        return tuple(labels[-1:]), previous[-1].items[-1:]
    base = tuple(labels[-1:]) or items
    first_items = [i for i in labels[:-1] if i not in base]
    if not first_items:
        first_items = [c.items[-1] for c in state.claims if c.items and c.items[-1] not in base]
    return tuple(first_items[-1:]), base


def difference(
    clause: Clause, items: tuple[Item, ...], previous: Sequence[Claim]
) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    ahead, than = clause.difference()
    if not than:
        return (), ()
    return ahead or tuple(c.items[-1] for c in previous if c.items)[-1:] or items, than


def against_the_one_before(clause: Clause) -> bool:
    """差旅费 85 万元，比办公费 57 万元高出 28 万元: between the two numbers before it."""
    gap = re.search(r"[，。；、]", re.sub("^的?(?:相比|比较)，", "", clause.lead))
    before = clause.sentence[: clause.since]
    clause_before = re.split(r"[，。；]", before)[-1]
    against = re.search("比|较|与|和|同", clause_before)
    return gap is None and against is not None and not AGAINST.search(clause_before)


def from_one_to_the_other(previous: Sequence[Claim], year: int | None) -> bool:
    """2018 年 1.59 亿元，2019 年 1.83 亿元，多了 2433 万元: of the later of two years, and no other."""
    levels = [c for c in previous if c.role is Role.LEVEL][-2:]
    if len(levels) < 2 or levels[0].bodies != levels[1].bodies:
        return False
    one, other = levels
    return one.items == other.items and one.year != other.year == year and not other.before


def moved_together(clause: Clause, claims: Sequence[Claim]) -> tuple[Item, ...]:
    """接待费 54 万元，养车费 32 万元，两项加起来比去年少 48 万元: the items that moved."""
    count, _ = several(near(clause.lead))
    spoken = [c for c in claims if c.role in (Role.LEVEL, Role.CHANGE) and c.items][-count:]
    together = count > 1 and TOGETHER.search(near(clause.lead)) is not None
    if not together or len(spoken) < count or any(c.role is Role.CHANGE for c in spoken):
        return ()  # 会议费减 18 万元，培训费减 77 万元: of what is said of each
    return tuple(c.items[-1] for c in spoken)


def of_all(clause: Clause) -> bool:
    """接近全年 5.59 亿元的七成, 是自家部门预算 8.17 亿元的 8.7 倍: what the ratio after it is of."""
    named = re.search("全[年局委]|自家|整个|部门预算|总预算|预算总额", near(clause.lead))
    before_a_ratio = clause.sentence[clause.figure.end : clause.until] == "的"
    return before_a_ratio and named is not None and not is_before(clause.lead, clause.tail)


def of_form(linked: Linked) -> tuple[Item, ...]:
    """What the form that a sentence names is the form of."""
    names = [str(lexicon()["form_item"].get(f, "")) for f in linked.forms[:1]]
    return tuple(Item(n, (label_key(n),)) for n in names if n)


_WITHIN = re.compile("(?:里头?|里面|当中|之中|中)[，,][^。；]*$")


def within_form(clause: Clause) -> tuple[Item, ...]:
    """基本支出里，工资福利占去 86.65%: the whole is what the form that is named is of."""
    names = [i.words for i in of_form(clause.linked)]
    if not names or _WITHIN.search(clause.sentence[: clause.figure.start]) is None:
        return ()
    name = names[0]
    return (Item(name, (label_key(name), label_key(name.removeprefix("一般公共预算")))),)


def summed(clause: Clause, claims: Sequence[Claim]) -> int:
    """How many of the numbers before it a sum adds up; 0 where it adds up named items."""
    levels = [c for c in claims if c.role is Role.LEVEL and c.figure.kind is clause.figure.kind]
    said, place = several(clause.lead)
    own = any(x.start >= clause.figure.start - len(near(clause.lead)) for x in clause.before())
    if len(clause.listed()) > 1 or own or (clause.before() and not said):
        return 0  # 三公经费三项合计: its own total
    count = said or len(levels)
    if said and re.search("[头前]$", clause.lead[:place]) and count < len(levels):
        return 0  # 头两项合计: not the last two
    return count if 2 <= count <= len(levels) else 0

"""Whose a number is, and of when: the body, the year and which of its books the words mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.claims.alike import of_the_kind
from assistant.claims.apiece import (
    goes_on_of,
    in_turn,
    last_two_bodies,
    of_the_field,
    one_and_one,
    place_alone,
    told_apart,
)
from assistant.claims.claim import Claim, State
from assistant.claims.clause import Clause
from assistant.claims.roles import AGAINST, STOCK, Role, is_before, near
from assistant.lexicon import place_pattern
from assistant.prose.figure import Figure
from assistant.understand.linking import Linked
from assistant.understand.who import Mention

_SPENT = re.compile(r"决算(?!报告编制)|实际支出|实际花|实际执行|实支")


_BUDGETED = re.compile(r"(?<!公共)(?<!基金)(?<!经营)(?<!年初)预算|安排|拟|计划")


_YEAR = re.compile(r"(?<![\d.])(20[0-4]\d)(?=年|[^\d.,万亿元%人]|$)")


_HALL = "(?<!报告)(?<!接待)(?<!接访)(?<!大)(?<!餐)(?<!展)(?<!展览)(?<!客)(?<!音乐)(?<!服务)(?<!办事)(?<!候车)(?<!宴会)厅"
_ORGAN = f"(?:局|{_HALL}|委员会|委|办公室|法院|检察院|政协|人大|中心|大学)"


# what it is given, of the money of another: 福州大学扶持资金
_GIVEN = "的?(?:扶持|补助|资助|专项|建设|共建|奖补|合作|附属)"
_PLACED = re.compile(
    r"(?:^|(?<![\u4e00-\u9fff])|(?<=[的、和与看在对而]))"
    rf"((?:[\u4e00-\u9fff]{{2,3}})?(?:省|(?<!城)市|(?<![社小园辖校院景街地牧林库灾片])区|县|州)[\u4e00-\u9fff]{{2,10}}?{_ORGAN}"
    r"|(?!该|本|我|各|全|占|而|和|与|及|但|在|把|被|给|让|这|那|其|两|三|有关|相关|上述|主管|所属|下属)[\u4e00-\u9fff]{2,5}(?<![格布结当邮])(?:局|{_HALL}))"
    rf"(?!的?项目|费|机关|系统|级|长|{_GIVEN})"
)


def body_between(clause: Clause) -> bool:
    """True where a body is named after the last label before the number."""
    labels = clause.before()
    return bool(labels) and any(
        labels[-1].end <= m.start < clause.figure.start for m in clause.linked.mentions
    )


def joined(linked: Linked) -> Linked:
    """市公安局 + 交管局, side by side: one name, of what is said last."""
    out: list[Mention] = []
    for mention in linked.mentions:
        if out and out[-1].end == mention.start:
            out[-1] = replace(mention, start=out[-1].start)
        else:
            out.append(mention)
    linked.mentions = out
    return linked


_YEAR_AFTER = re.compile(
    r"(?:用于)?(?:[（(](?P<in>)|)(?P<year>20[0-4]\d)(?(in)年?[）)]|(?![\d年]))"
)


_OF_THAT_YEAR = re.compile(
    r"(?:由|从|比|较|与|和|同|跟|于|是)(?P<year>20[0-4]\d)年[^，。；由从比较]*$"
)


def when(
    clause: Clause, years: Sequence[int], state: State, role: Role
) -> tuple[int | None, tuple[int, ...], bool]:
    """(the year, others that it may be, whether it is the year before that)."""
    level = role in (Role.LEVEL, Role.COUNT)
    before = level and is_before(clause.lead, clause.tail)
    after = _YEAR_AFTER.match(clause.sentence[clause.figure.end :])
    if after is not None:  # 148.26 million yuan in 2025
        return int(after["year"]), (), False
    own = _OF_THAT_YEAR.search(near(clause.lead))
    if level and own is not None:  # 比 2021 年的 12.4 亿元: that very year
        return int(own["year"]), (), False
    year = years[-1] if years else state.year
    if before and not years and not re.search("上年|去年", clause.lead):
        of = [c.year for c in state.claims if c.role is Role.LEVEL and c.year][-2:]
        if len(of) == 2 and of[0] < of[1] == year:
            return of[0], (), False  # 从 2023 年的 … 涨到 2025 年的 …。公用经费却从 786 万元降到 …
    if level and re.search("(?:至|到|成)了?(?:约|近)?$", near(clause.lead)):
        # 由 2017 年的 9 亿元增至 13 亿元: not of the year that it began in
        own_year = years_in(near(clause.lead), len(clause.lead))
        return (
            (own_year[-1] if own_year else max(years or state.years, default=state.year)),
            (),
            before,
        )
    here = list(dict.fromkeys(years_in(clause.lead, len(clause.lead))))
    if len(here) == 1:
        return year, (), before
    named = here or list(dict.fromkeys(years_in(clause.sentence, len(clause.sentence))))
    named = named or list(state.years)
    return year, tuple(y for y in named if y != year), before


def says_spent(lead: str) -> bool:
    """预算 3110 万元，实际支出 2739 万元: what stands last before the number says which."""
    said = near(lead)
    spent = [m.start() for m in _SPENT.finditer(said)]
    planned = [m.start() for m in _BUDGETED.finditer(said)]
    return bool(spent) and (not planned or spent[-1] > planned[-1])


def stage(clause: Clause, state: State) -> str:
    return "final" if says_spent(clause.lead) else state.stage


_OWN_BOOKS = re.compile("本级|本部|单位预算|单位口径|单位决算|局机关|委机关|本单位")


_ALL_BOOKS = re.compile(
    "部门(?:合计|总计|共|为|是)?$|部门预算|部门口径|部门决算|汇总|全系统|含下属|含所属"
)


def scope(clause: Clause) -> str:
    """Which of a body's two books is said, last before the number or else in its sentence."""
    for said in (clause.lead, clause.sentence):
        own = [m.end() for m in _OWN_BOOKS.finditer(said)]
        whole = [m.end() for m in _ALL_BOOKS.finditer(said)]
        if own or whole:
            return "单位" if max(own, default=-1) > max(whole, default=-1) else "部门"
    return ""


# （含 2025 年合同尾款）, but not （2025 年预算）
_ASIDE = re.compile(r"[（(](?!20\d\d年?度?(?:部门|单位)?(?:预算|决算)?[）)])[^（）()]*[）)]")
_EARLY = re.compile(
    "20\\d\\d年年?初(?!预算|安排|数|部门|的|为|是|约|[\\d，])"
)  # when something happened
_THAN_IN = re.compile("比(?:上年|去年)[多少高低]\\s*20\\d\\d")  # 6.4 percent more than in 2025
_GROWN_FROM = re.compile(r"(?:由|从)20\d\d年[^，。；]*?\d(?:万|亿)?元")  # 从 2025 年的 5 万元升至


def _placed_years(sentence: str, until: int) -> list[tuple[int, int]]:
    """(where it stands, which) of the years named before a place, without those that something is
    compared with."""
    hidden = [
        m.span()
        for p in (STOCK, AGAINST, _THAN_IN, _GROWN_FROM, _EARLY, _ASIDE)
        for m in p.finditer(sentence[:until])
    ]
    named = [
        (m.start(), int(m[1])) for m in _YEAR.finditer(sentence)
        if m.start() < until and not any(a <= m.start() < b for a, b in hidden)
    ]  # fmt: skip
    for later in _YEAR_ON.finditer(sentence[:until]):  # 2018 年 884 万元，一年后 1282 万元
        first = next((year for at, year in reversed(named) if at < later.start()), None)
        if first is not None:
            named.append((later.start(), first + 1))
    return sorted(named)


_YEAR_ON = re.compile("一年[后过]后?|次年|第二年|翌年|隔年|转年")


def years_in(sentence: str, until: int) -> list[int]:
    return [year for _, year in _placed_years(sentence, until)]


def says_this_year(clause: Clause) -> bool:
    """由于 2025 年年初…，今年…: the year that was named is over."""
    named = _placed_years(clause.sentence, clause.figure.start)
    return bool(named) and "今年" in clause.sentence[named[-1][0] : clause.figure.start]


def completed(claim: Claim, named: Sequence[frozenset[str]], years: Sequence[int]) -> Claim:
    """A body or year that the draft says only later: 100 万元。（审计局 2026 年预算）"""
    bodies = claim.bodies or (named[0] if named else frozenset())
    if len(bodies) > 1:  # 市审计局 …——苏州市审计局的材料
        bodies = next((n for n in named if len(n) == 1 and n <= bodies), bodies)
    return replace(
        claim,
        bodies=bodies,
        year=claim.year if claim.year is not None else next(iter(years), None),
    )


# 约占全局“三公”的七成, 整个局: the body spoken of, whole
_ITSELF = re.compile(r"(?:全|整个?|本|该|我|咱)(?:市|区|县)?(?:局|委|厅|办|院|部|中心|系统)$")


def stranger(linked: Linked) -> str:
    """A body that a sentence names and nobody holds: only one said with its place counts."""
    name = _stranger(linked)
    if name.endswith("厅") and re.search(f"{_HALL}$", name) is None:
        return ""  # 人民来访接待厅
    if _ITSELF.search(name) or re.match("(?:其中)?(?:拨?付?给|支持|资助|补助|奖励)", name):
        return ""  # 给福州大学 2 亿元: who gets it
    at = linked.text.find(name) if name else -1
    if at >= 0 and any(m.start <= at + len(name) < m.end for m in linked.mentions):
        return ""  # 上海市住建委 + 人才开发评价中心: what stands above it
    return name


_OF_THIS_CITY = re.compile(".{0,2}[于比是及较][省市区县]")  # 相当于市民政局


def _stranger(linked: Linked) -> str:
    known = place_pattern("provinces", "cities")
    after = linked.text[linked.text.find(linked.foreign) + len(linked.foreign) :]
    if linked.foreign and re.match(_GIVEN, after):
        return ""
    if _OF_THIS_CITY.match(linked.foreign):
        return ""
    if re.match(
        rf"(?:{known})|[\u4e00-\u9fff]{{2,4}}?(?:省|(?<!城)市|(?<![社小园辖校院景街地牧林库灾片])区|县|州)",
        linked.foreign,
    ):
        return linked.foreign  # 白水县教育局, where 青山县教育局 is held
    match = _PLACED.search(linked.rest)
    if match is None or _OF_THIS_CITY.match(match[1]):
        return ""
    return match[1] if not re.search("[各哪的]", match[1]) else ""


def stranger_of(clause: Clause, stranger: str, state: State) -> str:
    """The stranger whose number it is: named last before it, or spoken of since."""
    at = clause.sentence.rfind(stranger, 0, clause.figure.start) if stranger else -1
    known = [m for m in clause.linked.mentions if m.start < clause.figure.start]
    if at >= 0 and not any(m.start >= at + len(stranger) for m in known):
        return stranger
    return "" if known else state.stranger


Homes = Mapping[str, frozenset[str]]  # body → the places it is in


def bodies_of(
    clause: Clause,
    state: State,
    own: Sequence[Figure],
    span: tuple[int, int],
    role: Role,
    home: Homes,
) -> tuple[frozenset[str], frozenset[str]]:
    """Whose number it is, and the body that it is set against (比水务局多 …)."""
    mentions = clause.linked.mentions
    before = [m for m in mentions if m.start < clause.figure.start]
    after = [m for m in mentions if m.start >= clause.figure.end]
    own_body = before[-1].entities if before else frozenset()
    other: frozenset[str] = frozenset()
    than = r"(?:比|较|是|相当于|超过|低于|高于|不及|约为)(?:同城的?|同期的?|兄弟单位)?$"
    if before and re.search(than, clause.sentence[: before[-1].start]):
        first = before[-2].entities if len(before) > 1 else state.bodies
        if first and role not in (Role.LEVEL, Role.COUNT):  # 是审计局 10 万元的 24 倍: theirs
            own_body, other = first, own_body
    own_body = own_body or _from_one_to_other(clause, own, span[0])
    own_body = own_body or state.bodies or (after[0].entities if after else frozenset())
    own_body = one_and_one(clause) or clause.body_respectively(own, span[0]) or own_body
    said = near(clause.lead)
    last = state.claims[-1] if state.claims and state.claims[-1].sentence == span else None
    spoken = last is not None and re.search("前者|后者", last.lead) is not None
    if last is not None and spoken and not any(m.start >= clause.since for m in before):
        own_body = last.bodies  # 后者再买 30 辆，安排 667 万元
    if role is Role.TIMES and (again := _times_again(clause, state, before, home)) is not None:
        return again
    which = re.search("前者|后者", clause.sentence)
    told = [c for c in state.claims if c.figure.start < span[0] + which.start()] if which else []
    named = [m.entities for m in before if which and m.start < which.start()]
    named = named or last_two_bodies(clause, state) or list(state.named)
    own_body, other = told_apart(said, told) or in_turn(said, named) or (own_body, other)
    goes_on = goes_on_of(clause, role, last, home)
    if len(own_body) > 1:
        own_body = _by_place(home, own_body, said) or goes_on or own_body
    elif (placed := _placed(home, clause, state, own_body)) is not None:
        against = re.search(
            r"(?:比|较|是|相当于|不到|不足|接近|约|超过)(?:[\u4e00-\u9fff]{2,3})的?(?:约|近)?$",
            said,
        )
        if role in (Role.TIMES, Role.DIFFERENCE, Role.SHARE) and against:
            other = placed
            own_body = _of_place(home, state, said[: against.start()]) or own_body
        elif role not in (Role.TIMES, Role.DIFFERENCE):
            own_body = placed
    elif not other and (place := place_alone(said, home)) and not _is_at(home, own_body, place):
        own_body = of_the_field(own_body, place, home) or own_body
    else:
        own_body = goes_on or own_body
    if role is not Role.TIMES and not other:
        own_body = of_the_kind(clause, state, last, home) or own_body
    if len(own_body) > 1 and own_body & state.bodies:
        own_body = own_body & state.bodies
    return own_body, other


def _is_at(home: Homes, bodies: frozenset[str], place: str) -> bool:
    return any(place in home.get(e, ()) for e in bodies)


def _from_one_to_other(clause: Clause, own: Sequence[Figure], start: int) -> frozenset[str]:
    """办公费从 6 万元到 33 万元，甲办与乙局相差 27 万元: the first is of the one, the second of the other."""
    two = clause.linked.mentions
    if len(two) != 2 or not re.fullmatch("[与和跟及]", clause.sentence[two[0].end : two[1].start]):
        return frozenset()
    ahead = [f for f in own if f.end - start <= two[0].start]
    if len(ahead) != 2 or not re.search("从[^，]*$", clause.sentence[: ahead[0].start - start]):
        return frozenset()
    if clause.sentence[ahead[0].end - start : ahead[1].start - start] != "到":
        return frozenset()
    at = next((n for n, f in enumerate(ahead) if f.start - start == clause.figure.start), None)
    return two[at].entities if at is not None else frozenset()


def _by_place(home: Homes, bodies: frozenset[str], said: str) -> frozenset[str]:
    """两个市委宣传部…，重庆 63.8 万元，深圳 4.55 万元: the one of the place that is said last."""
    at = {e: max((said.rfind(p) for p in home[e] if len(p) > 1), default=-1) for e in bodies}
    last = max(at.values())
    return frozenset(e for e in bodies if at[e] == last) if last >= 0 else frozenset()


def _times_again(
    clause: Clause, state: State, before: Sequence[Mention], home: Homes
) -> tuple[frozenset[str], frozenset[str]] | None:
    """北京是苏州的 7 倍、深圳的 3 倍: the same body set against another."""
    last = state.claims[-1] if state.claims else None
    goes_on = re.fullmatch(
        "[、，和及与](?:也?是|约|大约)*(?P<than>.+?)的?(?:约|近|大约)?", clause.lead
    )
    if last is None or last.role is not Role.TIMES or not last.other or goes_on is None:
        return None
    named = before[-1].entities if before and before[-1].start >= clause.since else None
    than = named or _of_place(home, state, goes_on["than"])
    return (last.bodies, than) if than else None


def _of_place(home: Homes, state: State, place: str) -> frozenset[str] | None:
    """The one body spoken of before that is of a place."""
    found = [b for b in state.spoken for e in b if any(len(p) > 1 and p in place for p in home[e])]
    return found[0] if len(found) == 1 else None


def _placed(
    home: Homes, clause: Clause, state: State, own: frozenset[str]
) -> frozenset[str] | None:
    """三公上，北京 17.7 万元、深圳 5.58 万元: the one body spoken of before that is of the place
    said last before the number."""
    said = near(clause.lead)
    start = clause.figure.start - len(said)
    if any(start <= m.start < clause.figure.start for m in clause.linked.mentions):
        return None
    at = {
        b: max((said.rfind(p) for e in b for p in home[e] if len(p) > 1), default=-1)
        for b in state.spoken
    }
    last = max(at.values(), default=-1)
    found = [b for b in state.spoken if at[b] == last] if last >= 0 else []
    return found[0] if len(found) == 1 and found[0] != own else None

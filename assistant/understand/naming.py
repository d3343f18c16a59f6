"""Every exact name of one body: with its places in full, shortened or left out, and in everyday words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.lexicon import lexicon
from assistant.understand.normalise import fold

_PROVINCE = r"[\u4e00-\u9fff]{2,7}?(?:省|自治区)"


_CITY = r"[\u4e00-\u9fff]{2,7}?(?:自治州|地区|(?<!城)市|盟)"


_COUNTY = r"(?!城市|地区|社区|园区|校区)[\u4e00-\u9fff]{1,6}?(?:新区|开发区|自治县|区|县|旗)"


_PLACES = re.compile(rf"^(?:中国共产党|中共)?({_PROVINCE})?({_CITY})?({_COUNTY})?(?=.{{2,}})")


_ADMIN = r"(?:自治区|自治州|自治县|开发区|新区|地区|省|市|区|县|旗|盟)$"


_OFFICE = re.compile(r"(?:办公厅|办公室|机关|[（(]本级[）)]|本级|[（(]机关[）)])$")


_STEM = re.compile(r"(?:局|委员会|办公室|厅)$")


SHORTEST = 3  # letters of a name that may stand alone: 人大 is a subject, 省人大 a body


def place_parts(name: str) -> tuple[tuple[str, ...], str]:
    """烟台市芝罘区审计局 → (烟台市, 芝罘区), 审计局."""
    match = _PLACES.match(name)
    if match is None or not any(match.groups()):
        said = next((p for p in lexicon()["place"]["capital"] if name.startswith(p)), "")
        rest = name.removeprefix(said)
        return ((said,), rest) if said and _STEM.search(rest) else ((), name)
    parts = tuple(g for g in match.groups() if g)
    rest = name[match.end() :]
    if rest.startswith("委员会") and name.startswith("中"):  # 中国共产党广州市委员会宣传部
        rest = "委" + rest.removeprefix("委员会")
    if rest.startswith("委") and not rest.startswith("委员"):  # 广州市委宣传部
        rest = parts[-1][-1] + rest
    return parts, rest


def short_place(part: str) -> str:
    short = re.sub(_ADMIN, "", part)
    return short if len(short) >= 2 else part


def bodies_of(rest: str) -> set[str]:
    """What the body itself is called, without its place: 人大常委会办公厅 → 人大常委会, 人大."""
    out = {rest, *inner(rest)}
    for long, shorts in lexicon()["body"].items():
        out |= {b.replace(long, short) for b in tuple(out) if long in b for short in shorts}
    out |= {b.removeprefix("人民政府") for b in tuple(out) if len(b) > 6}
    out |= {
        b.removesuffix(end)
        for b in tuple(out)
        for end in ("办事处", "事处")
        if b.endswith("街道办事处")
    }
    out |= {re.sub("(?:发展)?委员会办公室$", "办", b) for b in tuple(out)}  # 绿化办, 军民融合办
    offices = {_OFFICE.sub("", b) for b in out}
    out |= {b for b in offices if len(b) >= 2 and b not in ("人民政府", "政府")}
    out |= {re.sub(r"[（）()]", "", b) for b in tuple(out)}  # 公安局本级
    out |= {cut for b in tuple(out) if len(cut := re.sub(r"(?:常委会|常务委员会)$", "", b)) >= 2}
    out |= {_STEM.sub("部门", b) for b in tuple(out) if len(_STEM.sub("", b)) >= 2}  # 信访部门
    out |= {b.removesuffix("员会") for b in tuple(out) if b.endswith("委员会") and len(b) > 3}
    return out


_PARTY = re.compile(r"^[省市区县]?委(?:员会)?(?=.{2,}(?:部|办公室|委员会))")


UNDER = re.compile(
    r"^[\u4e00-\u9fff]{2,10}?(?:局|委员会|委|厅|院)([\u4e00-\u9fff]{2,}(?:局|支队|总队|大队|中心|所|站|馆|处))$"
)


def inner(body: str) -> set[str]:
    """市委宣传部 → 宣传部; 公安局巡特警支队 → 巡特警支队: said without what stands above it."""
    plain = re.sub(r"[（(][^（）()]*[）)]$", "", body)
    out = {_PARTY.sub("", plain)}
    under = UNDER.match(plain)
    if under is not None and len(under[1]) > 3:
        out.add(under[1])
    return {b for b in out if len(b) >= SHORTEST}


def names_of(entity: str, aliases: Iterable[str] = ()) -> set[str]:
    """All exact names of one body: with its places in full, shortened, in part, or left out."""
    full = fold(entity)
    parts, rest = place_parts(full)
    short = [short_place(p) for p in parts]
    prefixes = {""}
    for at in range(len(parts)):
        prefixes |= {"".join(parts[at:]), "".join(short[at:]), "".join([*short[at:-1], parts[-1]])}
    if parts:
        prefixes |= {
            parts[-1][-1],
            parts[0] + parts[-1],
            short[0] + short[-1],
            short[0] + parts[-1],
        }
    prefixes |= {lexicon()["place"]["capital"].get(p, "") for p in parts}
    names = {p + b for p in prefixes for b in bodies_of(rest)}
    plain = re.sub(r"[（(][^（）()]*[）)]$", "", rest)
    names |= {p + b for p in prefixes if p for b in lexicon()["placed_body"].get(plain, ())}
    also = re.search(r"[（(]([^（）()]{5,})[）)]$", full)  # …中心（上海市财政科学研究所）
    names |= names_of(also[1]) if also else set()
    return {n for n in {full, *names, *map(fold, aliases)} if len(n) >= SHORTEST}

"""What a number of a sentence is said to do: a level, a change, a share, a sum, … – from the words
beside it, never from its value."""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.prose.figure import Figure, Kind


class Role(StrEnum):
    LEVEL = "level"
    COUNT = "count"
    CHANGE = "change"  # against the year before
    RATE = "rate"
    SHARE = "share"
    TIMES = "times"
    SUM = "sum"
    DIFFERENCE = "difference"  # between two items or two bodies
    OUTTURN = "outturn"  # spent, of what was budgeted


UP = "加码|增量|鼓(?!励)|(?<![相更参附])加(?![起上班])|添了|增添|净增|猛增|新增|追加|飙升|蹿升|蹿|扩容|增加|增长|上升|提高|上涨|上扬|提升|扩大|攀升|上浮|多出|多花|高出|多|涨|升|增|高"
DOWN = "减量|(?<![花用没拿占吃省砍压减去甩])掉了|省下|瘦了|瘦身|瘦|挤掉|裁掉|压掉|压了|压(?![到至为])|滑落|抹掉|节省|省了|省掉|缩水|瘦身|减少|下降|降低|压减|压缩|缩减|下滑|回落|缩水|削减|精简|调减|节约|少花|少|减|降|跌|砍|缩|低"
LAST_YEAR = r"上年|去年|上一年度?|前一年|一年前|往年|20\d\d年?|同期|年初|上年度"
_BETWEEN = r"了|来|幅|率|额|掉|去|近|超过|超|逾|约|将近|接近|不到|不足|整整|幅度|为|达到|达|大|的|幅为|：|\s|将|又|出|进|买|购|用|拨|拿|挣|领|投|给|安排|列|花|收|支|（|\(|只有|仅为|仅|至少|则|是|得(?:更|最|很|也)?(?:猛|多|凶|狠|快|厉害|明显)"
MOVED = re.compile(rf"(?:(?P<up>{UP})|(?P<down>{DOWN}))(?:{_BETWEEN})*$")
_TO = re.compile(
    r"(?:增加|增长|上升|提高|上调|下调|调整|压减|压缩|缩减|回落|下降|降低|减少|扩大|增|升|涨|减|降|达|压|缩|剩|调)(?:到|至|为)(?:了|约|近|超过|只有|仅)*[^，。]{0,4}$"
)
_BEHIND = re.compile(
    rf"(?:的)?(?:比(?:上年|去年)的?)?(?:(?P<up>增幅|涨幅|增量|增长|{UP})|(?P<down>多?没了|降幅|减幅|降|跌|{DOWN}))(?!在)"
)
_OF_BEHIND = re.compile(
    "(?:的(?=增|涨|降|减|下降|压|缩)|比(?:上年|去年)的?)"
    "(?:(?P<up>增幅|涨幅|增量|增长|增加|多|高)|(?P<down>降幅|减幅|减少|下降|压减|缩水|少|低))"
)
_SAYS = re.compile(r"[出了约近]*(?!20\d\d(?![\d.,]))[\d零一二两三四五六七八九十百]+(?!直|度|路)")
_PACE = re.compile("(?P<up>增幅|涨幅|增速|升幅)|(?P<down>降幅|减幅|跌幅|缩幅)")
_SHARED = re.compile("占|比重|比例|份额")
AGAINST = re.compile(
    rf"(?:与|和|同|跟|比|较|相比|相较于?|较之|对比|相对于?|低于|高于)(?:其|该[局委]|自己)?(?P<than>{LAST_YEAR})"
)
_AGAINST_OTHER = re.compile(
    rf"(?<![同环占之对相])(?:比|较)(?!例|重|{LAST_YEAR}|预算|其?上|其?去|大|为|小)[^，。；]*$"
)
_FROM = re.compile(r"(?:由|从|自|去年|上年|前一年|一年前|上一年度?)(?!底|末)[^，。；]{0,22}$")
STOCK = re.compile(
    r"(?:截至|截止|到|至|以)?(?:20\d\d年|去年|上年)(?:度)?(?:\d{1,2}月(?:\d{1,2}日|底|末)?|底|末|年底|年末)"
)
TOGETHER = re.compile(
    "[两二三四五六七](?:项|笔|块|者|样)(?:一?共|总共)|[两二三四五](?:项|笔|者)就?(?:是|有|达|要|花)?$|合计|共计|总计|总共|一共|加起来|合起来|加在一起|相加|加总|之和|合在一起|相当于两项|两项共"
)
_OUTTURN = re.compile(
    r"(?:完成|执行|用|花|用掉|花掉)(?:了)?(?:年初|全年|调整)?预算|执行率|完成率|支出进度"
)


_DONE = re.compile("完成了?(?:约|近)?$")  # 年初预算批了 100 万元，花掉 95 万元，完成 95%


_AGAIN = re.compile("(?:即|也就是|约合|折合|合|相当于|，)+(?:约|近|超过|大约)*$")


def says_again(lead: str) -> bool:
    """减少 529.86 万元，即 20.03%: the same thing in another measure."""
    if lead in ("（", "("):  # 少 10 万元（2.7%）
        return True
    return _AGAIN.fullmatch(lead.strip("（( ")) is not None and lead.strip("，（( ") != ""


def against_budget(lead: str) -> bool:
    """决算 9746 万元，比年初预算少花 463 万元: not against the year before."""
    said = "(?:比|较|与|低于|高于)(?:本年|当年|全年|年初|调整|本年度)*(?:的)?预算数?(?!执行)"
    return re.search(said, near(lead)) is not None


def done_of(before: str) -> bool:
    """完成年初预算 10210 万元|的 95%: what was spent, of what was budgeted."""
    return re.search("(?:完成|执行|用掉|花掉)[^，。；]*预算[^，。；]*$", before) is not None


def of_last_year_s(lead: str) -> bool:
    """压掉 116 万元的委托业务费，相当于去年的三分之一: what it fell by, in last year's amount."""
    said = (
        rf"[^，]*，(?:相当于|约合|等于|差不多是|占到?了?)(?:{LAST_YEAR})(?:全年|预算)?的?(?:约|近)?"
    )
    return re.fullmatch(said, lead) is not None


def signed(lead: str, figure: Figure) -> int:
    """（+14.68%）, （-10%）: +1 or -1 where a sign says which way; 0 where none does."""
    if figure.value < 0:
        return -1
    return 1 if lead.endswith("+") else 0


_SEVERAL = re.compile("[两二三四五六七](?=项|者|笔|类|块|家|个|大)")


def several(lead: str) -> tuple[int, int]:
    """三项相加: (how many a number is said to be the sum of, where that is said); (0, -1) else."""
    said = _SEVERAL.search(lead)
    return ("零一二三四五六七".find(said[0].replace("两", "二")), said.start()) if said else (0, -1)


def near(lead: str) -> str:
    """The words of a number's own clause, up to it; a bracket that ended before is left out."""
    text = re.sub(r"[（(][^（）()]*[）)]", "", lead)
    return re.split(r"[，；;。]", text)[-1].rstrip("（( ")


def role_of(figure: Figure, lead: str, tail: str, sentence: str) -> tuple[Role, int]:
    """The role, and +1 where the number is said to be more, -1 where less, 0 where neither.

    `lead` is what stands between the number before and this one, `tail` what follows in the clause.
    """
    # 一半还多（51.28%）
    lead = re.sub("^(?:还|要|还要)?(?:多一?点|多些|多|有余|出头|挂零)(?=[，（(])", "", lead)
    words = near(lead)
    if figure.kind is Kind.PERCENT and not words and lead.endswith("，"):
        words = near(lead[:-1])  # 机关运行经费降得更猛，66.5%
    words = words.replace("高达", "达").replace("低至", "为")
    if figure.unit == "折":  # 腰斩, 打八折
        return Role.RATE, -1
    moved = MOVED.search(words)
    to = bool(_TO.search(words))
    shared = bool(_SHARED.search(words))
    if moved is None and not to and not shared:
        moved = (_BEHIND if figure.kind is not Kind.MONEY else _OF_BEHIND).match(tail)
        if moved and _SAYS.match(sentence, figure.end + moved.end()):
            moved = None  # 比政府性基金的 47.5%|高 4.9 个百分点: it is said of the next number
    if moved is None and not to and not shared and figure.kind is Kind.PERCENT:
        moved = _PACE.search(words)  # 三公涨幅却惊人——150.83%
    if moved and figure.kind is Kind.MONEY and re.search("[涨升增降跌减缩]：$", words):
        moved = None  # 账跟着涨：55884.67 万元, which is what it rose to
    direction = 0 if moved is None else 1 if moved["up"] else -1
    moves = moved is not None and not to
    grown = moved is not None and moved["up"] not in ("高", "多", "高出", "多出")
    if figure.kind is Kind.TIMES and re.search("最[低少小高多大]的?(?:约|近|超过)?$", words):
        return Role.TIMES, 0
    match figure.kind:
        case Kind.COUNT:
            if MOVED.search(words) and _AGAINST_OTHER.search(
                sentence[: figure.start]
            ):  # 比水务局的 408 台还多 88 台
                return Role.DIFFERENCE, direction
            against = "同比" in lead or bool(AGAINST.search(sentence))
            against = against or re.search("净[增减]", words) is not None
            return (Role.CHANGE, direction) if moves and against else (Role.COUNT, 0)
        case Kind.TIMES:
            return (Role.RATE, direction) if moves and grown else (Role.TIMES, 0)
        case Kind.POINTS:
            return Role.CHANGE, direction
        case Kind.PERCENT:
            if _OUTTURN.search(words) or (_DONE.search(words) and "预算" in sentence):
                return Role.OUTTURN, 0
            return (Role.RATE, direction) if moves and not shared else (Role.SHARE, 0)
    part = 0 if moves else _of_a_change(sentence[: figure.start].split("。")[-1][-24:])
    if part and not moves and not to:
        return Role.CHANGE, part
    return _money(words, moves, direction)


_WITHIN = re.compile(
    r"(?P<up>增量|增加额|增加的|增长的|多出来?的|多出)?(?P<down>减量|减少额|减少的|少掉?的)?[^，。；]{0,12}(?:里头?|中|当中|里面)"
)


def _of_a_change(lead: str) -> int:
    """增量里, 增加的 28.9 亿元里有: what follows is a part of that change."""
    found = [m for m in _WITHIN.finditer(lead) if m["up"] or m["down"]]
    return (1 if found[-1]["up"] else -1) if found else 0


def _money(words: str, moves: bool, direction: int) -> tuple[Role, int]:
    if moves:
        of_two = re.search("前者|后者", words) and not AGAINST.search(words)
        between = _AGAINST_OTHER.search(words) or of_two
        return (Role.DIFFERENCE if between else Role.CHANGE), direction
    if re.search(r"(?:相差|差距|差额|之差|差了|相距)[^，]{0,4}$", words):
        return Role.DIFFERENCE, 0
    return (Role.SUM if TOGETHER.search(words) else Role.LEVEL), 0


def is_before(lead: str, tail: str) -> bool:
    """True where a level is that of the year before: 由上年的 25 万元, 比 2025 年的 30 万元."""
    # 增长 0.3%，比上年预算：购车 10 万元
    lead = re.sub(rf"^的?{AGAINST.pattern}[^，。；：]*[：，]", "", lead)
    words = near(lead)
    if re.match("为上年的", tail):
        return True
    if STOCK.search(words):
        return False
    if re.search("(?:由|从)(?:原来的?|此前的?|之前的?)?(?:大?约|近)?$", words) and re.match(
        "(?:大幅|进一步|直接|一下子?|一举|一路)?(?:归零?|清零?|(?:增|升|涨|提|加|扩大|降|减|压|缩|调|跳|冲|变|砍|跌|掉|飙|飞|攀|窜|猛增|激增|回落|落|滑|蹿|拉|抬)(?:加|少|低|高|升|落)?(?:到|至|为|成)|到|至|为)",
        tail,
    ):
        return True
    if _FROM.search(words) and re.search("上年|去年|前一年|一年前|上一年", words):
        said = re.split("上年|去年|前一年|一年前|上一年", words)[-1]
        return not re.search("结转|结余", said[:2]) and not MOVED.search(words)
    found = list(AGAINST.finditer(words))
    return bool(found) and not re.search(rf"{UP}|{DOWN}|持平", words[found[-1].end() :])

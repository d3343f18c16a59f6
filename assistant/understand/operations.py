"""What a question does with what it names: look up, compare, rank, explain."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.understand.leftover import unmatched
from assistant.understand.linking import Linked
from assistant.understand.query import Operation, Query

PATTERNS: tuple[tuple[Operation, re.Pattern[str]], ...] = tuple(
    (op, re.compile(p))
    for op, p in (
        (Operation.LIBRARY, r"(?:库里|文件库|资料库|你?手[上头里]|收录|收了|能查).{0,12}(?:哪|多少|几|什么|有没有)|(?:有|是)?哪(?:几|些)(?:年|个年份)的?(?:预算|决算|文件|公开|材料|资料|数据|$)|哪些年份|公开了?(?:哪些|多少|几)[个家]?(?:部门|单位|文件)|有.{0,4}年的(?:预算|决算|文件)?[吗么?]"),
        (Operation.ENTITY_NAME, r"(?:部门|单位)名称"),
        (Operation.DEFINITION, r"什么叫|叫什么意思|什么意思|啥意思|怎么解释|如何解释|解释|定义|指什么|是指|指的是|名词|含义|怎么理解|什么是|是什么东西|何谓|mean|define|definition"),
        (Operation.CONTRADICTIONS, r"矛盾|对不上|不一致|不符|自相|打架|出入|有错|错误|疑点|有问题|可疑|勾稽"),
        (Operation.OUTTURN, r"预算数?(?:和|与|、|跟|及|比).{0,6}决算|决算.{0,8}(?:预算|比)|完成(?:了|率|年初|预算)|执行率|执行了|预算.{0,6}实际|实际.{0,8}预算|超(?:了|出|过)?(?:年初)?预算|没(?:有)?(?:花|用)(?:完|出去|掉)|剩(?:下|了)?多少|(?:花|用|支出)(?:了|出去)?多少[^?？]{0,8}预算|预算[^?？]{0,10}(?:花|用)(?:了|出去)多少|年初预算|比(?:年初)?预算数?(?:节[省约]|[多少超高低])"),
        (Operation.REASON, r"用来干|干什么用|干啥用|用来做|钱去哪|去哪了|哪里去了|为什么|为何|为啥|原因|理由|缘故|怎么(?:会|就|突然|一下子)*翻|怎么(?:会)?(?:就)?.{0,12}?(?:少了|多了|降了|减了|增了|涨了|下降|减少|增加|变少|变多)|怎么[^，,。？?]{0,12}?(?:归零|清零|砍|缩水|腰斩|翻倍|[减降增涨升掉跌变](?:到|至|成|为|没)|没了)|(?:增|减|涨|降|升|多|少|砍|掉|跌|缩)(?:加|少|长)?了?(?:在|到)(?:哪|什么)|咋.{0,8}(?:少|多(?!少)|降|减|增|涨|掉|跌|缩|砍)|怎么[^，,。？?]{0,12}?(?:[猛大骤暴狂激](?:涨|增|升|降|减|跌)|[涨跌掉降减增]了?(?:近|快|超|约|一|两|二|三|四|五|六|七|八|九|好几|\d)[^，,。？?]{0,6}(?:成|倍|半|%|亿|万))|(?:少|多|降|减|增|涨|掉|跌|缩|砍)[^？?]{0,16}(?:怎么|咋)回事|why|因为什么|何以"),
        (Operation.CODE, r"编码|代码|编号|项目码"),
        (Operation.PROJECTS, r"(?:几个|哪些|多少个|什么|哪几个|有无|列出|所有|全部|都有啥|哪个)项目(?!支出|经费)|项目(?:有哪些|有几个|有多少个|名称|清单|列表|叫什么|都有)|几个项目|项目有|项目.{0,4}(?:几个|多少个)"),
        (Operation.EXTREME, r"最大|最多|最高|最贵|最少|最小|最低|第一大|头号|大头|前[一二三四五六\d](?!年)|排名|排序|排第|largest|biggest|smallest|highest|lowest"),
        (Operation.AVERAGE, r"(?:平均|均摊|摊到)(?:下来|到)?[每一]?(?:个|名|位|人|户|家|项|次|批)|人均|[每一](?:个|名|位|户)(?!项目|部门|单位)[^,，。？?]{0,6}(?:平均|均摊|合)"),
        (Operation.RATIO, r"几倍|多少倍"),
        (Operation.SHARE, r"占.{0,14}(?:比|多少|几)|比重|比例|占比|百分之几|百分之多少|百分比|几成|多大份额|份额|share|percent"),
        (Operation.PRIOR, r"倒推|反推|推算|推出|往回推|(?:上一?年|去年|前一年)的?(?:预算|决算|执行|实际)?数?(?:原来|本来|又|则|那)?(?:是|为|有)?多少"),
        (Operation.DIFFERENCE, r"差多少|差了多少|相差|差额|差距|差在哪|多出|(?<!百分之)[多少]了?几(?!成)|多多少|少多少|差几|谁多|谁高|谁大|谁少|谁低|哪[个家年](?:更)?(?:多|大|高|少|低)|排个?序|larger|bigger|smaller|difference"),
        (Operation.SUM, r"加起来|相加|之和|加总|总和|合起来|加在一起|一起(?:是|有|共)?多少|合在一起|sum|一共|总共|合计|共计|共多少"),
        (Operation.CHANGE, r"(?:增加|减少|下降|上升|提高|降低|增长|上涨).{0,4}(?:百分之|多少|几)|(?:比|跟|和|与|较|相比|相较)(?:上一?年|去年|前一年|往年|上年度)|同比|增速|增长率|变化|变动|增减|是增是减|是升是降|(?:压|砍|省|缩|掉|跌|涨|降)(?:减|掉|缩|下)?了?多少|(?<![增追参叠相上])加了多少|有没有变|变了|增长|增幅|降幅|涨幅|减幅|减少了|增加了|下降了|上升|涨了|降了|减了|持平|升还是降|涨是跌|是涨|是跌|涨还是跌|增加还是减少|change|compared"),
        (Operation.BREAKDOWN, r"构成|组成|明细|细项|(?:花|用)[在到](?:什么|啥)|花在哪|花到哪|用在哪|用到哪|怎么花|花哪|由哪|包括哪|包含哪|包括什么|都有哪些|有哪些|哪几|分布|结构|怎么分|分成|细分|拆开|都花|分项|哪些方面|哪些科目|哪些收入|哪些支出|哪些来源|来源|breakdown"),
        (Operation.HAS, r"有没有|有无|是否有|是不是有|有.{0,14}吗|存在|any"),
        (Operation.PASSAGE, r"职责|职能|负责|管些|管啥|干些|干啥的|科室|内设|下属|所属|机构设置|处室|主管|干什么|做什么|管什么|是干嘛|怎么选|重点评价|评价项目|牵头|承担|任务|归谁|谁管"),
    )
)  # fmt: skip

AGAINST_LAST_YEAR = re.compile(r"(?:比|跟|和|与|较|相比)(?:上一?年|去年|前一年|往年)|同比")
_KIND = re.compile(r"(?:哪些|哪几|什么样的?)[个家座种类项笔块次]?([\u4e00-\u9fff]{2})")
_OF_A_BUDGET = re.compile(
    r"项目|科目|部分|方面|支出|收入|费用|来源|内容|用途|款项|组成|构成|地方|开支|大项|明细|东西|资金|经费|分项|事项|任务|工作|活动"
    r"|预算|钱|[的，。？?了呢啊]|大类|类别|细项|项|类|和|与|及|主要|具体|采购|服务|货物|工程|保险|工资|补贴|税|费|差异|变化"
)
_UP = re.compile(r"增加|增长|上涨|上升|变多|多了|涨|猛增|大增|增|超(?:出|过|了)?(?:预算|年初)")
_DOWN = re.compile(r"减少|下降|下滑|变少|少了|降|缩水|砍|减|跌|(?<![花用去卖扔])掉")


def claimed_direction(text: str) -> str:
    if _DOWN.search(text):
        return "down"
    return "up" if _UP.search(text) else ""


@dataclass(frozen=True, slots=True)
class Named:
    """What stands in the question beside items, and whether final accounts are in question."""

    indicators: tuple[str, ...]
    terms: tuple[str, ...]
    finals: bool


# the bodies under a body, its rooms: a list of names, and not what they cost
_LISTED = r"(?:内设|科室|处室|下属|所属|下级|直属|二级|机构|监狱|[\u4e00-\u9fff]所|医院|学校|大学|事业单位|基层单位|预算单位|中心)"
ORGANISATION = re.compile(
    rf"{_LISTED}[^,，。？?]{{0,6}}(?:有|是|包括|设了?|叫|为|分别)?(?:哪些|哪几|什么|啥|谁)"
    rf"|(?:哪些|哪几|什么|啥)[个家所座]?[^,，。？?]{{0,6}}{_LISTED}"
    r"|(?:哪|那)个?(?:处|科|室|科室|处室)[^,，。？?]{0,4}(?:管|负责|承担|牵头)|(?:归|由)哪个?(?:处|科)"
)
_COSTS = re.compile(r"多少钱|金额|预算|经费|花|支出|收入|拨款|多少万|资金|项目")


def operation_of(text: str, linked: Linked, last: Query | None, named: Named) -> Operation:
    if ORGANISATION.search(linked.bare) and not _COSTS.search(linked.bare):
        return Operation.PASSAGE
    label = bool(linked.items) and not unmatched(linked.rest) and _COSTS.search(linked.bare)
    target = re.search(r"指标|目标|绩效|满意|率|值", linked.bare)
    if named.indicators and not re.search(r"预算.*多少钱|花多少", text) and (target or not label):
        return Operation.INDICATOR
    if re.search(r"(?:产出|效益|满意度|成本|绩效)指标|绩效目标(?!表)", text) and not linked.items:
        return Operation.INDICATOR
    for operation, pattern in PATTERNS:
        if pattern.search(text) and _fits(operation, text, linked, last, named):
            return operation
    if re.search(r"绩效|指标|满意度", text) and not linked.items:
        return Operation.INDICATOR
    if _MOVED.search(linked.bare) and len(linked.named) < 2:
        return Operation.CHANGE
    return Operation.LOOKUP


# 比2025年少了多少, 是不是大增: by how much, or whether; never how much there is
_MOVED = re.compile(
    r"(?<!最)(?:少|多|涨|降|增|减|升|跌)(?:加|少|长|低)?了(?:多少|几|百分)"
    r"|(?:是不是|是否|有没有)(?:大幅度?|明显|显著|略有?|又)?(?:大|猛|激|骤|锐|暴)?(?:增|减|涨|降|升|变)"
)


def _fits(
    operation: Operation, text: str, linked: Linked, last: Query | None, named: Named
) -> bool:
    match operation:
        case Operation.LIBRARY:
            return all(i.words.endswith(("预算", "决算", "总计")) for i in linked.items)
        case Operation.DEFINITION:
            return bool(named.terms)
        case Operation.ENTITY_NAME:
            return "表" in text or "绩效" in text or bool(linked.forms)
        case Operation.CONTRADICTIONS:
            return not linked.items
        case Operation.CODE:
            coded = any(i.code for i in linked.items)
            return not coded and not re.search(r"多少钱|金额|花", text)
        case Operation.PROJECTS:
            labelled = any(len(i.words) > 4 and "项目" in i.words for i in linked.items)
            return not labelled and not re.search(r"最大|最多|重点评价|评价项目|绩效", text)
        case Operation.SUM:
            if re.search(r"几笔|各笔|每笔|几项.{0,8}(?:一共|合计|加)", text):
                return True
            if last and not linked.items and not unmatched(linked.rest):
                return True  # 一共呢？ after two other questions
            added = re.search(r"加|和是|之和|总和|合起来|合在一起|一起|sum", text)
            # 三公经费合计: the word glued to an item is the item's own
            plain = re.search(r"一共|总共|共|(?<! )合计", linked.rest) and not added
            if not plain and not added:
                return False
            # 支出一共多少，其中项目支出多少: a whole and a part of it are not added
            if re.search("其中|里面|当中", text) and not added:
                return False
            if (
                sum("支出总计" in i.keys or "收入总计" in i.keys for i in linked.items) % 2
                and plain
            ):
                return False
            many = len(linked.items) > 1 and not re.search(r"各|分别|都是", text)
            return many if plain else len(linked.items) != 1 or bool(re.search(r"[这两]", text))
        case Operation.DIFFERENCE:  # 收入比去年多多少 sets one thing against itself
            alone = len(linked.items) < 2 and len(linked.named) < 2 and len(linked.when.years) < 2
            return not (alone and not last and AGAINST_LAST_YEAR.search(text))
        case Operation.AVERAGE:
            return len(linked.items) == 1
        case Operation.PRIOR:  # 去年是多少 alone asks for last year's own books
            return bool(linked.when.years) or "推" in text
        case Operation.PASSAGE:
            return not [i for i in linked.items if not i.count] or "负责" in text
        case Operation.BREAKDOWN:
            if (noun := _KIND.search(text)) and not _OF_A_BUDGET.match(noun[1]):
                return False  # 哪几个国家 is no question of money
            return not re.search(r"科室|处室|职责|职能|所属|下属|内设", text)
        case Operation.HAS:
            return not re.search(r"科室|处室|职责|职能|所属|下属|内设", text)
        case Operation.SHARE:
            changed = re.search(r"增|减|降|涨|升|幅|速|完成", text)
            return not AGAINST_LAST_YEAR.search(text) and not changed
        case Operation.OUTTURN:
            return named.finals
    return True

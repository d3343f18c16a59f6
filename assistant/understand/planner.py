"""A linked question → the typed query, or an honest reason why there is none."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Status
from assistant.catalogue import Catalogue, lexicon, total_item
from assistant.understand.linking import Linked, Linker, fold_word
from assistant.understand.normalise import fold, fold_question, label_key, sound
from assistant.understand.query import Item, Operation, Query


@dataclass(frozen=True, slots=True)
class Refusal:
    status: Status
    about: str  # what was looked for, in the words of the question
    reason: str  # "year", "item", "entity", "scope"
    query: Query | None = None


# What may surround an item without changing what is asked.
_FILLER = re.compile(
    "百分之|这个中心|该中心|本中心|给职工交的?|给员工交的?|[交缴][的了]|其中|请问|麻烦|帮我|帮忙|我想(?:知道|问|了解)|想(?:知道|问|了解)|查一下|查查|查询|看看|告诉我|说说|你好|一下|倒是|"
    "到底|究竟|大概|大约|具体|实际|总共|一共|总计|合计|共计|全部|整个|全年|当年|本年|年度|年初|今年|该年|这一年|"
    "部门预算|预算公开|预算数|预算案|预算里|预算|决算|公开文件|公开|文件里?|材料|报告|数据|金额|数额|经费|费用|开支|支出|收入|资金|拨款|款项|"
    "安排|编制了?|列了|列支|列着|花费|花掉|花了|花销|用了|拿了|投入|占用|多少钱|多少|几何|几多|多大|块钱|"
    "(?:多少|几|哪)(?:个|辆|台|套|次|人|家|项|笔)|万元|亿元|单位|部门|这个|那个|他们|人家|里面|里头|里边|当中|其中|之中|方面|部分|这块|那块|这项|那项|"
    "这笔|那笔|分别|各自|及以|以及|还是|是不是|是否|有没有|有无|有吗|没有|按照|根据|依据|可以|应该|"
    "什么|哪些|哪个|哪项|怎么样|怎样|怎么|如何|情况|水平|规模|数字|结果|另外|顺便|然后|名下|现有|目前|现在|截至|截止|年底|期末|去年|上年|前年|"
    "这个数|不是|科目|相当于|对应|编码|代码|用来|用于|保运转|涉及|对吗|对不对|换算|折合|折算|等于|左右|好像|似乎|真的|口径|分析|表里|表中|表上|表格|显示|反映|披露|公布|规定|要求|知道|我们|所有|累计|如果|若是|那么|这么|"
    "增加|减少|上涨|下降|变化|持平|相比|一样|相同|出来|起来|万块|一年|多大|算是|属于|它们|他家|这家|这份|那份|安排了|计划|打算|准备|"
    "[花占请该里中内这那项笔各都还也又就才只而但和与及跟同或、，。？?！!；;：,.()（）·是为有无在的了吗呢吧啊呀么嘛哦对按从由把将被让能约来去个年写说算问咱我你您啥咋每以之所已比多少几钱块元哪可加数]"
)
_ENGLISH_STOP = frozenset(
    [
        "what",
        "is",
        "was",
        "were",
        "are",
        "the",
        "a",
        "an",
        "of",
        "for",
        "in",
        "at",
        "on",
        "to",
        "how",
        "much",
        "many",
        "did",
        "does",
        "do",
        "its",
        "it",
        "budget",
        "spend",
        "spent",
        "total",
        "amount",
        "please",
        "tell",
        "me",
        "and",
        "or",
        "by",
        "with",
        "from",
        "year",
        "yuan",
        "rmb",
        "expenditure",
        "allocated",
        "allocate",
        "plan",
        "planned",
        "their",
        "they",
        "this",
        "that",
        "there",
        "any",
        "be",
        "have",
        "has",
        "show",
        "give",
        "which",
        "s",
    ]
)


_PATTERNS: tuple[tuple[Operation, re.Pattern[str]], ...] = tuple(
    (op, re.compile(p))
    for op, p in (
        (Operation.ENTITY_NAME, r"(?:部门|单位)名称"),
        (Operation.DEFINITION, r"什么叫|叫什么意思|什么意思|啥意思|怎么解释|如何解释|解释|定义|指什么|是指|指的是|名词|含义|怎么理解|什么是|是什么东西|何谓|mean|define|definition"),
        (Operation.CONTRADICTIONS, r"矛盾|对不上|不一致|不符|自相|打架|出入|有错|错误|疑点|有问题|可疑|勾稽"),
        (Operation.REASON, r"为什么|为何|为啥|原因|理由|缘故|怎么(?:会)?(?:就)?.{0,12}?(?:少了|多了|降了|减了|增了|涨了|下降|减少|增加|变少|变多)|咋.{0,8}(?:少|多|降|减|增|涨)|why|因为什么|何以"),
        (Operation.CODE, r"编码|代码|编号|项目码"),
        (Operation.PROJECTS, r"(?:几个|哪些|多少个|什么|哪几个|有无|列出|所有|全部|都有啥|哪个)项目(?!支出|经费)|项目(?:有哪些|有几个|有多少个|名称|清单|列表|叫什么|都有)|几个项目|项目有|项目.{0,4}(?:几个|多少个)"),
        (Operation.EXTREME, r"最大|最多|最高|最贵|最少|最小|最低|第一大|头号|大头|前[一二三四五六\d](?!年)|排名|排序|排第|largest|biggest|smallest|highest|lowest"),
        (Operation.RATIO, r"几倍|多少倍"),
        (Operation.SHARE, r"占.{0,14}(?:比|多少|几)|比重|比例|占比|百分之几|百分之多少|百分比|几成|多大份额|份额|share|percent"),
        (Operation.PRIOR, r"倒推|反推|推算|推出|往回推"),
        (Operation.DIFFERENCE, r"差多少|差了多少|相差|差额|差距|差在哪|多出|多多少|少多少|差几|谁多|哪个多|哪个大|哪个高|difference"),
        (Operation.SUM, r"加起来|相加|之和|加总|总和|合起来|加在一起|一起(?:是|有|共)?多少|合在一起|sum|一共|总共|合计|共计|共多少"),
        (Operation.CHANGE, r"(?:比|跟|和|与|较|相比|相较)(?:上一?年|去年|前一年|往年|上年度)|同比|变化|变动|增减|有没有变|变了|增长|增幅|降幅|涨幅|减幅|减少了|增加了|下降了|上升|涨了|降了|减了|持平|升还是降|涨是跌|是涨|是跌|涨还是跌|增加还是减少|change|compared"),
        (Operation.BREAKDOWN, r"构成|组成|明细|细项|花在哪|花到哪|用在哪|用到哪|怎么花|花哪|由哪|包括哪|包含哪|包括什么|都有哪些|有哪些|哪几|分布|结构|怎么分|分成|细分|拆开|都花|分项|哪些方面|哪些科目|哪些收入|哪些支出|哪些来源|来源|breakdown"),
        (Operation.HAS, r"有没有|有无|是否有|是不是有|有.{0,14}吗|存在|any"),
        (Operation.PASSAGE, r"职责|职能|负责|科室|内设|下属|所属|机构设置|处室|主管|干什么|做什么|管什么|是干嘛|怎么选|重点评价|评价项目|牵头|承担|任务|归谁|谁管"),
    )
)  # fmt: skip

_AGAINST_LAST_YEAR = re.compile(r"(?:比|跟|和|与|较|相比)(?:上一?年|去年|前一年|往年)|同比")
_COMPARES = re.compile(r"比|较|相比|同比|变|增|减|涨|降|多了|少了|持平|差")
_UP = re.compile(r"增加|增长|上涨|上升|变多|多了|涨|猛增|大增|增")
_DOWN = re.compile(r"减少|下降|下滑|变少|少了|降|缩水|砍|减")


def clean(question: str) -> str:
    """The question without orders that were slipped into it; only what asks is kept."""
    text = fold_question(question)
    patterns = [fold_word(p) for p in lexicon()["injection"]["patterns"]]
    text = re.sub(r"[（(][^（）()]*[）)]", lambda m: "" if _orders(m[0], patterns) else m[0], text)
    clauses = re.split(r"(?<=[。！!；;\n])|(?<=[?？])|(?<=好了，)", text)
    kept = [c for c in clauses if c.strip() and not _orders(c, patterns)]
    return "".join(kept)


def _orders(clause: str, patterns: Sequence[str]) -> bool:
    return any(p in clause for p in patterns)


class Planner:
    def __init__(self, catalogue: Catalogue, linker: Linker) -> None:
        self.catalogue = catalogue
        self.linker = linker
        self.indicators = sorted(
            {(label_key(i.name), i.name) for d in catalogue.docs for i in d.indicators if i.name},
            key=lambda p: -len(p[0]),
        )
        self.terms = sorted(
            {(_term(p.term), p.term) for d in catalogue.docs for p in d.passages if p.term},
            key=lambda p: -len(p[0]),
        )

    # ------------------------------------------------------------------ a conversation

    def plan(self, question: str, history: Sequence[str] = ()) -> Query | Refusal:
        """The query of the last question, what it leaves out taken from the ones before."""
        previous: list[Query] = []
        for earlier in history:
            planned = self._plan(earlier, previous)
            if isinstance(planned, Query):
                previous.append(planned)
        return self._plan(question, previous)

    def _plan(self, question: str, previous: Sequence[Query]) -> Query | Refusal:
        text = clean(question)
        if not text.strip():
            return Refusal(Status.OUT_OF_SCOPE, question.strip(), "scope")
        linked = self.linker.link(text)
        if self._off_topic(text, linked):
            return Refusal(Status.OUT_OF_SCOPE, question.strip(), "scope")
        last = previous[-1] if previous else None
        docs = self._docs(linked, last)
        if isinstance(docs, Refusal):
            return docs
        operation = self._operation(text, linked, last)
        linked.rest = re.sub(r"\d[\d,.]*(?:万元|亿元|元|万|亿|%|个)?", " ", linked.rest)
        query = Query(
            operation, docs, self._year(linked, last), tuple(linked.items),
            forms=tuple(linked.forms), unit=_unit(text), text=linked.rest,
            claimed_direction=_direction(text) if operation is Operation.REASON else "",
        )  # fmt: skip
        query = self._carry(query, text, previous)
        return self._checked(query, linked, text)

    def _off_topic(self, text: str, linked: Linked) -> bool:
        words = [fold_word(w) for w in lexicon()["out_of_scope"]["words"]]
        return any(w in text for w in words) and not linked.items

    def _docs(self, linked: Linked, last: Query | None) -> tuple[str, ...] | Refusal:
        held = linked.docs or [d for d in self.catalogue.docs if last and d.id in last.doc_ids]
        if linked.foreign:
            return Refusal(Status.NOT_FOUND, linked.foreign, "entity")
        docs = held or list(self.catalogue.docs)
        if re.search(r"决算(?!真实|编制|与)", linked.text):
            docs = [d for d in docs if str(d.identity.stage) == "final"]
            if not docs:
                year = f"{linked.years[0]}年" if linked.years else ""
                return Refusal(Status.NOT_FOUND, f"{year}决算", "stage")
        if re.search(r"明年|下一年|后年", linked.text):
            return Refusal(Status.NOT_FOUND, "下一年度", "year")
        asked = list(linked.years)
        fitting = [d for d in docs if d.identity.year in asked]
        if asked and not fitting and not self._year_is_told(docs, asked):
            return Refusal(Status.NOT_FOUND, f"{asked[0]}年", "year")
        return tuple(d.id for d in (fitting or docs))

    def _year_is_told(self, docs: Sequence[object], asked: Sequence[int]) -> bool:
        """A year without a disclosure may still be spoken of by the one after it."""
        ids = {getattr(d, "id", "") for d in docs}
        years = {d.doc.identity.year for d in self.catalogue.data if d.doc.id in ids}
        return any(y + 1 in years for y in asked)

    def _year(self, linked: Linked, last: Query | None) -> int | None:
        if linked.years:
            return linked.years[0]
        if re.search(r"去年|上一?年|前一年", linked.rest) and not _COMPARES.search(linked.text):
            held = linked.docs or list(self.catalogue.docs)
            return max(d.identity.year for d in held) - 1
        return last.year if last else None

    # ------------------------------------------------------------------ which operation

    def _operation(self, text: str, linked: Linked, last: Query | None) -> Operation:
        if self._indicator_names(text) and not re.search(r"预算.*多少钱|花多少", text):
            return Operation.INDICATOR
        if (
            re.search(r"(?:产出|效益|满意度|成本|绩效)指标|绩效目标(?!表)", text)
            and not linked.items
        ):
            return Operation.INDICATOR
        for operation, pattern in _PATTERNS:
            if pattern.search(text) and self._fits(operation, text, linked, last):
                return operation
        if re.search(r"绩效|指标|满意度", text) and not linked.items:
            return Operation.INDICATOR
        return Operation.LOOKUP

    def _fits(self, operation: Operation, text: str, linked: Linked, last: Query | None) -> bool:
        match operation:
            case Operation.DEFINITION:
                return bool(self._terms_in(text))
            case Operation.ENTITY_NAME:
                return "表" in text or "绩效" in text or bool(linked.forms)
            case Operation.CONTRADICTIONS:
                return not linked.items
            case Operation.CODE:
                coded = any(i.code for i in linked.items)
                return not coded and not re.search(r"多少钱|金额|花", text)
            case Operation.PROJECTS:
                return not re.search(r"最大|最多|重点评价|评价项目", text)
            case Operation.SUM:
                if last and not linked.items and not unmatched(linked.rest):
                    return True  # 一共呢？ after two other questions
                plain = re.search(r"一共|总共|合计|共", text) and not re.search(
                    r"加|和是|之和", text
                )
                many = len(linked.items) > 1 and not re.search(r"各|分别|都是", text)
                return many if plain else len(linked.items) != 1 or bool(re.search(r"[这两]", text))
            case Operation.PASSAGE:
                return not [i for i in linked.items if not i.count] or "负责" in text
            case Operation.BREAKDOWN:
                return not re.search(r"科室|处室|职责|职能|所属|下属|内设", text)
            case Operation.HAS:
                return not re.search(r"科室|处室|职责|职能|所属|下属|内设", text)
            case Operation.SHARE:
                return not _AGAINST_LAST_YEAR.search(text)
        return True

    def _indicator_names(self, text: str) -> list[str]:
        found: list[str] = []
        rest = text
        for key, name in self.indicators:
            short = key[2:] if len(key) >= 6 and key[2:] in rest else key
            hit = key if key in rest else short if len(key) >= 7 and short in rest else ""
            if hit and len(hit) >= 4:
                found.append(name)
                rest = rest.replace(hit, " ")
        return found

    def _terms_in(self, text: str) -> list[str]:
        return [term for key, term in self.terms if key and key in text]

    # ------------------------------------------------------------------ what is left out

    def _carry(self, query: Query, text: str, previous: Sequence[Query]) -> Query:
        if not previous:
            return query
        last = previous[-1]
        items = query.items
        both = query.operation in (Operation.DIFFERENCE, Operation.SUM, Operation.RATIO)
        if not items and (both or re.search(r"这[两二三四几]|它们|两者|两项", text)):
            gathered = [i for q in previous for i in (q.items or (total_item(),))]
            count = 2 if query.operation is not Operation.SUM else _many(text)
            items = tuple(dict.fromkeys(gathered))[-count:]
        elif query.operation is Operation.SHARE and len(items) == 1 and _is_whole(items[0]):
            items = (*last.items, *items)
        elif not items and query.operation is not Operation.LOOKUP:
            items = last.items
        elif not items and not unmatched(query.text):
            return replace(
                query, items=last.items, operation=last.operation, forms=query.forms or last.forms
            )
        return replace(query, items=items, forms=query.forms)

    # ------------------------------------------------------------------ is it understood?

    def _checked(self, query: Query, linked: Linked, text: str) -> Query | Refusal:
        """Words that were not understood stop a look-up: a guess would be a wrong number."""
        asking = _ASKING.get(query.operation) or dict(_PATTERNS).get(query.operation)
        rest = asking.sub(" ", linked.rest) if asking else linked.rest
        left = unmatched(rest)
        if not query.items and not left and (left := foreign_words(rest)):
            sounded = self._bysound(rest)
            if sounded is not None:
                return self._completed(replace(query, items=(sounded,)), text)
        if query.operation in _FREE or not left:
            return self._completed(query, text)
        repaired = self._repair(left)
        if repaired:
            return self._completed(replace(query, items=(*query.items, *repaired)), text)
        if self.is_near_indicator(text):
            return replace(query, operation=Operation.INDICATOR, items=())
        if query.items:  # 绩效 + 工资: another thing than the item that was recognised in it
            words = "".join(linked.text.split())
            return Refusal(Status.NOT_FOUND, _core(words, left, query), "item", query)
        return replace(query, operation=Operation.PASSAGE, text=" ".join(left), limit=0)

    def is_near_indicator(self, text: str) -> bool:
        """Most of a target's name stands in the question."""
        asked = set(itertools.pairwise(text))
        return any(
            len(asked & set(itertools.pairwise(k))) >= max(3, 0.6 * (len(k) - 1))
            for k, _ in self.indicators
        )

    def _completed(self, query: Query, text: str) -> Query:
        if query.operation is Operation.INDICATOR:
            names = self._indicator_names(text)
            return replace(query, items=tuple(Item(n, (n,)) for n in names))
        if query.operation is Operation.DEFINITION:
            return replace(query, items=tuple(Item(t, (t,)) for t in self._terms_in(text)[:1]))
        if not query.items and query.forms and query.operation in _OF_A_FORM:
            name = str(lexicon()["form_item"].get(query.forms[0], ""))
            return replace(query, items=(Item(name, (label_key(name),)),)) if name else query
        if query.operation is Operation.EXTREME:
            smallest = re.search(r"最少|最小|最低|smallest|lowest", text)
            many = re.search(r"前([一二三四五六\d])(?!年)", text)
            count = "一二三四五六".find(many[1]) + 1 or int(many[1]) if many else 1
            return replace(query, descending=not smallest, limit=count)
        whole = query.operation in _OF_THE_WHOLE or _about_money(text)
        if not query.items and query.operation in _TOTAL_BY_DEFAULT and whole:
            return replace(query, items=(total_item(),))
        return query

    def _bysound(self, rest: str) -> Item | None:
        """Pinyin typed instead of characters: zhu fang gong ji jin."""
        typed = "".join(re.findall(r"[a-z]+", rest))
        word = next((w for w in self.linker.words if "".join(sound(w)) == typed), None)
        if word is None:
            return None
        keys, count = self.linker.words[word]
        return Item(word, tuple(sorted(keys)), count=count)

    def _repair(self, left: Sequence[str]) -> list[Item]:
        """A typo: one wrong character in a known word, or the same sound."""
        out = []
        for chunk in left:
            word = closest_word(chunk, self.linker)
            if word is None:
                return []
            keys, count = self.linker.words[word]
            out.append(Item(word, tuple(sorted(keys)), count=count))
        return out


# Where a pattern spans what is asked about, only these words of it are the asking.
_ASKING = {
    Operation.SHARE: re.compile(
        "占比|比重|比例|百分之几|百分之多少|百分比|几成|多大份额|份额|占|share|percent"
    ),
    Operation.HAS: re.compile("有没有|有无|是否有|是不是有|存在|有|吗|any"),
}
_FREE = frozenset(
    {Operation.DEFINITION, Operation.REASON, Operation.PASSAGE, Operation.INDICATOR,
     Operation.CONTRADICTIONS, Operation.PROJECTS, Operation.ENTITY_NAME, Operation.LIBRARY,
     Operation.BREAKDOWN, Operation.EXTREME}
)  # fmt: skip
_TOTAL_BY_DEFAULT = frozenset(
    {Operation.LOOKUP, Operation.CHANGE, Operation.PRIOR, Operation.REASON, Operation.BREAKDOWN}
)


_OF_A_FORM = frozenset({Operation.LOOKUP, Operation.HAS})
_OF_THE_WHOLE = frozenset({Operation.REASON, Operation.CHANGE, Operation.PRIOR})


def _is_whole(item: Item) -> bool:
    return set(item.keys) >= {"支出总计", "收入总计"}


def unmatched(rest: str) -> list[str]:
    """The words of a question that mean something and were linked to nothing."""
    left = re.findall(r"[\u4e00-\u9fff]+", _FILLER.sub(" ", rest))
    return left if any(len(x) >= 2 for x in left) or sum(map(len, left)) >= 3 else []


def foreign_words(rest: str) -> list[str]:
    return [w for w in re.findall(r"[a-z]{2,}", rest) if w not in _ENGLISH_STOP]


def _about_money(text: str) -> bool:
    counts = re.search(r"(?:多少|几)(?:人|名|个|辆|家|次|台|套|位)", text)
    return not counts and bool(
        re.search(r"预算|决算|总|钱|收支|规模|盘子|budget|spend|支出|收入", text)
    )


def _core(text: str, left: Sequence[str], query: Query) -> str:
    """The stretch of the question from the first to the last word that carries meaning."""
    words = [*left, *(i.words for i in query.items)]
    places = [(text.find(w), text.find(w) + len(w)) for w in words if w in text]
    return text[min(a for a, _ in places) : max(b for _, b in places)] if places else left[0]


def closest_word(chunk: str, linker: Linker) -> str | None:
    if len(chunk) < 3:
        return None
    holding = {k for k in linker.catalogue.labels() if chunk in k}
    if len(chunk) >= 4 and len(holding) == 1 and holding <= set(linker.words):
        return next(iter(holding))
    same = [w for w in linker.words if len(w) == len(chunk)]
    if len(chunk) >= 4:
        for word in same:
            if sum(a != b for a, b in zip(chunk, word, strict=True)) == 1:
                return word
    own = sound(chunk)
    return next((w for w in same if sound(w) == own), None) if own else None


def _term(term: str) -> str:
    key = fold(term).removesuffix("情况")
    return re.sub(r"^.*[)）]单位", "", key) if key.startswith("行政") else key


def _many(text: str) -> int:
    match = re.search(r"[两二三四]", text)
    return {"两": 2, "二": 2, "三": 3, "四": 4}[match[0]] if match else 9


def _unit(text: str) -> str:
    if re.search(r"(?:多少|几个?|折合|换算成?|合|等于|相当于|用|以|按)亿|亿元", text):
        return "亿元"
    if re.search(r"(?:折合|换算|等于|相当于|合)[^万亿]*元|多少元|几元|以元|用元|按元", text):
        return "元"
    return ""


def _direction(text: str) -> str:
    if _DOWN.search(text):
        return "down"
    return "up" if _UP.search(text) else ""

"""What a number of a draft is of: its item, what it is a share of, what else it may be."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.catalogue import concept_item, total_item
from assistant.claims.between import SAID_BETWEEN, WHOLE_WORDS, is_fund
from assistant.claims.claim import Claim, State
from assistant.claims.clause import Clause
from assistant.claims.roles import Role, is_before, near
from assistant.claims.things import BOUGHT, counts_cars, equipment, is_money, is_of_a_kind, item_of
from assistant.claims.unsaid import (
    _ABOUT_MONEY,
    _COMPARED,
    _FROM_TO,
    counted_in,
    counted_last,
    former_and_latter,
    goes_on,
    inherited,
    moved_together,
    of_all,
    of_form,
    of_the_one_before,
    pronoun,
    summed,
    total,
    within_form,
    without_names,
)
from assistant.claims.whose import body_between, years_in
from assistant.lexicon import lexicon
from assistant.prose.figure import Figure, Kind
from assistant.understand.leftover import letters
from assistant.understand.query import Item

VEHICLES = "vehicle_count"

_CAR = re.compile("(?:新能源|电动|纯电动|小轿|轿|小汽|汽|客|商务|公)?车")

_BUYS = re.compile(
    "(?:来|去|用于|用来|拿来|拿去|，)?(?:购买|购置|添置|添购|更新|更换|新增|买|购|添|换)了?[约近共]?[0-9一二两三四五六七八九十]+(?:辆|台|部)(?!套)"
)

_STRONG = re.compile("收入|(?<!实际)支出(?!决算|预算的)|全部预算|总预算|预算总|总盘子|家底")

_THAN_THAT = re.compile("，?(?:比|较|高于|低于|超过)[^，]*的(?:约|近)?")  # 占 52%，比基金的 47% 高

_INHERIT = frozenset(
    {Role.DIFFERENCE, Role.CHANGE, Role.RATE, Role.SHARE, Role.TIMES, Role.OUTTURN}
)

_ENDS_IN_TOTAL = r"(?:预算|盘子|总额|收入|支出)(?:为|是|约|达到?|合计|总计|共|近|超过|逾|有|安排|列|了|仅|就|只有|高达|将近|的)*$"


class What:
    """Reads what numbers are of; `places` are those that bodies are in, to be read over."""

    def __init__(self, places: Collection[str]) -> None:
        self.places = places

    def what(
        self,
        clause: Clause,
        role: Role,
        state: State,
        previous: Sequence[Claim],
        own: Sequence[Figure],
        span: tuple[int, int],
    ) -> tuple[tuple[Item, ...], tuple[Item, ...], int]:
        """The items of a number, what it is a share of, how many numbers it adds up."""
        items = clause.items()
        if clause.within_label() and not items:
            items = inherited(previous)
        if (
            items
            and is_fund(items[-1].words)
            and previous
            and previous[-1].role in (Role.RATE, Role.SHARE)
        ):
            spoken = inherited(previous[-1:])  # 执法办案少了一半多，一般公共预算拨款 3307 万元
            if spoken and "总计" not in spoken[-1].keys and "其中" not in clause.lead:
                items = spoken
        parts = 0
        if role is Role.SUM:
            parts = summed(clause, previous or state.claims) or summed(clause, state.claims)
            items = clause.listed() if not parts else items
            if (one := counted_in(clause)) and (told := inherited(state.claims[-1:])):
                items, parts = (*told, *one), 0
        if items and items[-1].words in WHOLE_WORDS and role is not Role.SUM:
            # 三公经费表：总额 231 万元
            items = (
                self._turns_to_all(clause, items)
                or self._all_that_was_told(clause, state)
                or (
                    clause.around()[-1:]
                    or of_form(clause.linked)
                    or inherited(previous or state.claims[-3:])
                    or state.asked_of[-1:]
                    or items
                )
            )
        listed = clause.respectively(own, span[0])
        if listed is not None:
            items = (listed,)
        elif clause.is_in_a_list(own, span[0]) and not clause.before():
            return (), (), 0  # one of a list, and no telling of which
        items = pronoun(clause, state.claims, role) or items
        if not items and re.search("前者|后者", near(clause.lead)):
            items = clause.around()[-1:]  # of two bodies, what they are compared in
        if role is Role.SHARE and (two := former_and_latter(clause, state.claims)) is not None:
            return (*two, parts)
        if role in (Role.SHARE, Role.OUTTURN) and (two := of_the_one_before(clause, previous)):
            return (*two, parts)
        if role is Role.CHANGE and (moved := moved_together(clause, state.claims)):
            return moved, (), 0
        shared = role is Role.SHARE and previous and previous[-1].role is Role.SHARE
        if items and shared and _THAN_THAT.fullmatch(clause.lead):
            return items[-1:], previous[-1].whole, parts
        if role is Role.SHARE and listed is not None:
            of = clause.share(items)[1] or (previous[-1].whole if previous else ())
            return (listed,), of, parts
        if role is Role.SHARE:
            part, whole = clause.share(items)
            whole = whole or within_form(clause)
            if previous and not previous[-1].items:
                return part, whole, parts  # no telling of what the number before it is
            return part or inherited(previous or state.claims[-3:]), whole, parts
        unsaid = not items and "设备" in clause.lead  # 百万元以上设备，前者 39 台
        if clause.figure.unit == "台" and (
            unsaid or (re.search("设备|仪器", clause.tail) and not clause.behind())
        ):
            items = (equipment(),)
        cars = clause.figure.kind is Kind.COUNT and clause.figure.unit in ("辆", "台")
        if clause.figure.unit == "台" and not items and "车" not in clause.lead:
            items = counted_last(state.claims)
        if (
            cars
            and items
            and (items[-1].words in ("新车", "购车", "买车") or _CAR.fullmatch(items[-1].words))
        ):
            items = ()  # 50 辆新车: they are counted
        if cars and not any(i.count or re.search("车|设备|以上", i.words) for i in items):
            items = (item_of(next(c for c in lexicon()["concept"] if c["name"] == VEHICLES)),)
        if (
            not items
            and previous
            and previous[-1].bought
            and previous[-1].figure.unit in ("辆", "台")
        ):
            spent = re.fullmatch(
                "(?:[\u4e00-\u9fff]{0,8}车|[，、（(]|共?计?花[费去掉了]?|需要?|共|计|要|预算|安排|金额|备了?|拿出|拨了?|约|为|20\\d\\d年)*",
                clause.lead,
            )
            items = (concept_item("vehicle_purchase"),) if spent else items
        if is_money(clause) and _BUYS.match(clause.sentence[clause.figure.end :]):
            items = (concept_item("vehicle_purchase"),)  # 花 200 万元添置 2 辆特种车
        bought = is_money(clause) and (
            re.search("买|购", near(clause.lead)) or re.match("来?[买购添换]", clause.tail)
        )
        if bought and items and items[-1].words in ("车", "公车", "车辆", "公务用车"):
            items = (concept_item("vehicle_purchase"),)  # 少买了 76 万元的车
        told = total(clause) or ((total_item(),) if self._says_nothing_else(clause, state) else ())
        if not items and told and is_money(clause) and of_all(clause):
            items = told
        if self._is_whole_of(clause, previous):
            items = self._topic_of(clause) or (total_item(),)
            told = items
        weak = bool(told) and bool(previous) and not _STRONG.search(clause.lead)
        carried = (
            role in _INHERIT
            or goes_on(clause, self._without_places(clause))
            or is_before(clause.lead, clause.tail)
            or weak
        )
        if not items and carried and (weak or not told):
            items = inherited(previous or state.claims[-3:])
            if clause.figure.kind is Kind.COUNT and not cars and counts_cars(items):
                items = ()  # 30 台清障车；627 名警辅
        said_last = re.search(_ENDS_IN_TOTAL, near(clause.lead))
        if told and said_last and body_between(clause) and re.search("[：；。]", clause.lead):
            items = told  # 医保经办机构手头宽裕：市医保中心预算 1.93 亿元
        return items or told or self._of_the_sentence(clause, previous), (), parts

    @staticmethod
    def also(clause: Clause, role: Role, state: State, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """What else a number may be of: the label behind it, the others of its sentence from the
        nearest on, what was spoken of before, the whole budget."""
        if role not in (Role.LEVEL, Role.COUNT, Role.CHANGE, Role.RATE, Role.SHARE):
            return ()
        counts = clause.figure.kind is Kind.COUNT
        own = len(near(clause.lead))
        here = [x for x in clause.labels if x.item.count == counts]
        if items:  # another label of its own clause, where there is one
            start, end = clause.figure.start - own, clause.figure.end + len(clause.tail)
            own_label = any(start <= x.start < end for x in clause.labels)
            spoken_of = clause.linked.mentions and not clause.before()
            if spoken_of and not own_label and state.claims:
                return tuple(
                    dict.fromkeys(c.items[-1] for c in reversed(state.claims[-6:]) if c.items)
                )
            if not own_label and not counts and not body_between(clause):
                spoken = [c.items[-1] for c in reversed(state.claims[-4:]) if c.items]
                every = re.search("全年|[总一]共|合计", near(clause.lead)) and role is Role.LEVEL
                others = [*spoken, *([total_item()] if every else [])]
                return tuple(i for i in dict.fromkeys(others) if i not in items)
            if not own_label and body_between(clause) and total(clause):
                return (total_item(),)  # 因补足污水处理费，水务局预算冲到 85 亿元
            if "总计" in items[-1].keys:
                start = 0  # 采购几乎全是服务，8661 万元里货物 46 万元
            return tuple(x.item for x in here if start <= x.start < end and x.item not in items)
        here.sort(
            key=lambda x: min(abs(x.start - clause.figure.end), abs(clause.figure.start - x.end))
        )
        spoken = [c.items[-1] for c in reversed(state.claims[-4:]) if c.items]
        spoken = [*state.asked_of, *spoken]
        whole = [] if counts or role is Role.SHARE else [total_item()]
        return tuple(dict.fromkeys([*(x.item for x in here[:6]), *spoken, *whole]))

    @staticmethod
    def bought(clause: Clause, claims: Sequence[Claim]) -> bool:
        """再买 50 辆，其中执法执勤用车 32 辆: the parts of what is bought are bought, too."""
        counted = [c for c in claims[-3:] if c.role is Role.COUNT]
        parts = re.match("[，；]?其中|[、和与及（(]", clause.lead)
        of_them = parts is not None and bool(counted) and counted[-1].bought
        renewed = re.search("更新|更换|换新|购置", clause.tail) is not None  # 1 台车到年限更新
        return (
            of_them
            or renewed
            or clause.tail.startswith("新")
            or bool(BOUGHT.search(near(clause.lead)))
        )

    @staticmethod
    def bound(clause: Clause, role: Role, previous: Sequence[Claim]) -> bool:
        """A change or share of what was just told is bound to it as the number before it is."""
        if re.search("[里中]有|里头有|[增减][加少]额|增量|增加的", near(clause.lead)):
            return False  # 增加的 28.9 亿元里有 17.8 亿元是
        if clause.is_for_something():
            return False
        if role is Role.TIMES and len(clause.before()) < 2 and not clause.linked.mentions:
            return False
        if role is Role.COUNT and previous and clause.items() == previous[-1].items:
            return False  # of them, some kind
        if clause.items():
            return clause.bound()
        return role in _INHERIT and bool(previous) and previous[-1].bound

    @staticmethod
    def moved(clause: Clause, role: Role, last: Claim | None) -> int:
        """涨 0.3%，12 万元; 基本支出加 994 万元，人员占了 990 万元: it may be what it moved by."""
        if role is not Role.LEVEL or last is None or last.role not in (Role.CHANGE, Role.RATE):
            return 0
        said = clause.lead == "，" or re.search("占了?$", clause.lead) is not None
        return last.direction if said else 0

    @staticmethod
    def narrower(clause: Clause, previous: Sequence[Claim]) -> bool:
        """教育支出 45 亿元，其中财政拨款 22 亿元: what of that the treasury gives, not all it gives."""
        own = clause.items()
        whole = (
            bool(previous) and bool(previous[-1].items) and "总计" in previous[-1].items[-1].keys
        )
        spoken = bool(previous) and bool(previous[-1].items) and not whole
        if is_of_a_kind(clause):
            return True
        return spoken and "其中" in clause.lead and bool(own) and is_fund(own[-1].words)

    @staticmethod
    def labelled(clause: Clause) -> bool:
        """True where a label stands in the number's own clause."""
        start = clause.figure.start - len(near(clause.lead))
        end = clause.figure.end + len(clause.tail)
        return any(start <= x.start < end for x in clause.labels)

    @staticmethod
    def _is_whole_of(clause: Clause, previous: Sequence[Claim]) -> bool:
        """几乎全是人员经费，1.07 亿元里项目支出只有 1531 万元: the whole, of which parts follow."""
        said = near(clause.lead)
        last = clause.figure.start - len(said.split("：")[-1])
        if any(last <= m.start < clause.figure.start for m in clause.linked.mentions):
            said = near(without_names(clause)).split("：")[-1]  # …的部门：资规局 8.7 亿元收入里
        start = clause.figure.start - len(said)
        return (
            clause.figure.kind is Kind.MONEY
            and not previous
            and re.match(
                "(?:的?(?:总额|盘子|预算|家底|大盘|总?收入|总?支出))?(?:里头?|中|之中|当中|里面)",
                clause.tail,
            )
            is not None
            and not letters(said)
            and not any(x.start >= start for x in clause.before())
        )

    @staticmethod
    def _topic_of(clause: Clause) -> tuple[Item, ...]:
        """政府采购几乎全是服务，8661 万元里货物 46 万元: the whole is what is nearly all of one kind."""
        found = re.search(
            "(?:几乎|差不多|基本上?|主要)?(?:全|都|多半|大多|主要)(?:都)?是", clause.lead
        )
        if found is None:
            last = clause.figure.start - len(near(clause.lead)) - 1
            most = re.search("(?:大头|重头戏?|最[大多高][^，是]{0,4})(?:就|都)?(?:是|在|为)[^，]+，$",
                             clause.sentence[clause.since : last + 1])  # fmt: skip
            return tuple(x.item for x in clause.labels if most and x.end == last)[-1:]
        at = clause.since + found.start()
        ahead = [x for x in clause.labels if x.end == at]
        return (ahead[-1].item,) if ahead else ()

    @staticmethod
    def _turns_to_all(clause: Clause, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """三公几乎没动；预算总额却涨了: the whole budget, set against what was told before."""
        said = near(clause.lead)
        turns = re.search("[；;。]", clause.lead) or re.search("却|反而|反倒|倒是|则(?!是)", said)
        at = max((x.start for x in clause.before() if x.item in items), default=0)
        ahead = clause.sentence[clause.since : at]  # 可总盘子还在涨，9483 万元
        turns = turns or re.search("(?:^|[，；：])(?:可是?|但是?|不过|然而|只是|反观)$", ahead)
        return items if turns and re.search("预算|盘子|规模", items[-1].words) else ()

    @staticmethod
    def _all_that_was_told(clause: Clause, state: State) -> tuple[Item, ...]:
        """106 亿元的支出预算里，基本支出占 3.6%；总额同比下降 5%: of what was spoken of as the whole."""
        if not re.match("(?:而|但|其)?(?:总额|总量|总数|总盘子)", near(clause.lead)):
            return ()
        told = [i for c in state.claims[-6:] for i in c.items] + [x.item for x in clause.labels]
        whole = [i for i in told if {"总计", "支出预算", "收入预算"} & set(i.keys)]
        return tuple(i for i in whole if i.words not in WHOLE_WORDS)[-1:]

    def _says_nothing_else(self, clause: Clause, state: State) -> bool:
        """广州市水务局 2026 年 30.02 亿元: a body or a year, and how much."""
        said = near(clause.lead).split("：")[-1]
        start = clause.figure.start - len(said)
        named = any(start <= m.start < clause.figure.start for m in clause.linked.mentions)
        whole = not clause.before() and not clause.behind() and clause.figure.kind is Kind.MONEY
        return (
            whole and (named or bool(years_in(said, len(said)) or re.findall("全年|今年|[总一]共", said)))
            and not letters(SAID_BETWEEN.sub("", self._without_places(clause).split("：")[-1]))
            and (not state.claims or re.search("全年|总共|一共|一年", said) is not None)
        )  # fmt: skip

    def _without_places(self, clause: Clause) -> str:
        said = re.sub(r"20\d\d年?", "", near(without_names(clause)))
        for place in self.places:
            said = said.replace(place, "")
        return said

    def _of_the_sentence(self, clause: Clause, previous: Sequence[Claim]) -> tuple[Item, ...]:
        """预算翻番，从 13973 万元增至 …: what the sentence is about, where nothing else is said."""
        said = near(clause.lead)
        if clause.figure.kind is Kind.COUNT or len(letters(near(without_names(clause)))) > 3:
            return ()
        goes = _FROM_TO.search(said) is not None
        earlier = inherited(previous)
        if earlier:
            return earlier if goes else ()
        labels = clause.linked.items
        if goes and len(labels) == 1:
            return (labels[0],)
        about = clause.sentence if goes else clause.sentence[: clause.figure.start]
        others = [x for x in clause.labels if x.end <= clause.figure.start]
        about_money = _ABOUT_MONEY.search(_COMPARED.sub("", about))
        return (total_item(),) if about_money and not others else ()

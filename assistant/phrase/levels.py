"""Look-ups in words: one item or several, on one basis or more, blank cells included."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.datum import Datum, comparable
from assistant.execute import (
    ALIKE,
    Group,
    blanks,
    distinct,
    find,
    group,
    same_but_for_rounding,
)
from assistant.lexicon import lexicon
from assistant.phrase.arithmetic import EQUALS, gap
from assistant.phrase.doubt import say_otherwise
from assistant.phrase.quoting import quote_passage
from assistant.phrase.scene import (
    Outcome,
    Scene,
    bare_label,
    basis,
    done,
    missing,
    name_of,
    plain,
    title_note,
)
from assistant.phrase.sums import ADDS_UP, all_of, rows_of_item, say_sum, say_whether_adds_up
from assistant.understand.normalise import fold, label_key
from assistant.understand.query import Item
from assistant.understand.sharing import inside, one_thing
from ingest.amount import Amount
from ingest.interpret.spans import lines_source
from ingest.records import Line, Reading, Role, Table


def lookup(scene: Scene) -> Outcome:
    query = scene.query
    items = list(query.items)
    if len(items) == 2 and (crossed := _crossed(scene, items)) is not None:
        return crossed
    if len(items) >= 2 and (which := _which(scene, items)) is not None:
        return which
    if len(items) == 1 and len(query.amounts) > 1 and (two := _both_printed(scene, items[0])):
        return two
    lines: list[tuple[Item, list[Datum]]] = [(i, _levels(scene, i)) for i in items]
    among = len(items) == 2 and bool(re.search(r"其中|里面|当中", query.bare))
    if among:
        lines[1] = (items[1], _of_one_sentence(lines[0][1], lines[1][1]))
    if _COUNT_ASKED.search(query.bare) and not _MONEY.search(query.bare):
        lines = [(i, _counts(data, alone=len(items) == 1)) for i, data in lines]
    if not any(data for _, data in lines):
        rows = rows_of_item(scene, items[0])
        if len(items) == 1 and len(rows) > 1:
            return say_sum(scene, items[0], rows)
        return missing(scene, "、".join(i.words for i in items))
    several = len(lines) > 1
    whole = inside(items, query.bare.replace(" ", ""))
    if whole is not None and any(not data for item, data in lines if item is not whole):
        return missing(scene, "、".join(i.words for i in items))  # 政府采购里的服务
    glued = len(items) == 2 and "".join(i.words for i in items) in query.bare
    if one_thing(items, query.bare) or (glued and not all(data for _, data in lines)):
        return missing(scene, "".join(i.words for i in items))
    if len(lines) == 1 and (rows := all_of(scene, items[0], lines[0][1])):
        say_sum(scene, items[0], rows)
        scene.draft.words("\n\n")
    scene.opening().words("文件库里只有这一家可比，" if query.alone else "")
    said: set[tuple[str, str]] = set()
    shown: list[Datum] = []
    first = True
    for item, data in lines:
        if not data:
            scene.draft.words(
                f"；“{item.words}”未见公开数" if not first else f"“{item.words}”未见公开数"
            )
            first = False
            continue
        groups = distinct(group(data))
        key = (groups[0].best.ref, "") if groups else (data[0].ref, "")
        if key in said:
            continue
        said.add(key)
        scene.draft.words("" if first else "；")
        _say_level(scene, item, data, groups, brief=several)
        shown += [groups[0].best] if groups else []
        first = False
    if len(shown) == 2 and EQUALS.search(scene.query.text):
        _say_equal(scene, shown[0], shown[1])
    if len(shown) == 1 and _MONEY.search(query.bare):
        _say_money_of(scene, shown[0])
    if len(shown) == 1 and _NAMES_ASKED.search(query.bare):
        _say_names_of(scene, shown[0])
    if among and len(shown) == 2:
        _doubt_part(scene, *shown)
    if len(items) == len(shown) == 1 and ADDS_UP.search(query.bare):
        say_whether_adds_up(scene, items[0], shown[0])
    scene.draft.words("。")
    if len(shown) == 1:
        say_otherwise(scene, shown[0])
    if query.doubts and len(lines) == 1:
        _say_elsewhere(scene, items[0], lines[0][1])
    if re.search(r"(?:什么|啥|哪[种类些])(?:样的?)?车", scene.query.bare):
        _say_kinds(scene, shown)
    return done(scene)


def _counts(data: list[Datum], *, alone: bool) -> list[Datum]:
    """What is counted; of several things (买几辆车，购置费多少) one may be money alone."""
    counted = [d for d in data if not (d.amount and d.amount.is_money)]
    return counted if counted or alone else data


# 出国团组几个: an amount of money is no answer
_COUNT_ASKED = re.compile(
    r"(?:几|多少)(?:个|名|人(?![均民])|人次|批次|次|家|辆|台套|台|套|件|所|座|位|组|户)(?!亿|万|钱|点|百分)"
)
_MONEY = re.compile(r"多少钱|金额|多少万|多少资金|(?:合计|一共|总共|共)多少(?!个|项|家)|花")


def _say_money_of(scene: Scene, counted: Datum) -> None:
    """几个项目，合计多少钱: the one amount of money that its sentence goes on to."""
    if counted.statement is None or counted.amount is None or counted.amount.is_money:
        return
    said = counted.statement.sentence
    money = [
        d for d in scene.catalogue.statements(counted.doc.id)
        if d.statement is not None and d.statement.sentence == said and d.role is Role.LEVEL
        and d.amount is not None and d.amount.is_money
    ]  # fmt: skip
    if len(money) == 1:
        scene.draft.words(f"，{name_of(money[0])} ").value(money[0])
        return
    told = re.compile(
        rf"(?<!\d){counted.amount.number:f}{counted.amount.unit}[^；;。]*?\d(?:亿元|万元|元)"
    )
    for passage in counted.doc.passages:
        for clause in re.findall(r"[^：:；;。]+[；;。]?", passage.text):
            if counted.item in fold(clause) and told.search(fold(clause)):
                scene.draft.words("，原文：")
                quote_passage(scene.draft, counted.doc, passage, clause.rstrip("；;。"))
                return


# 二级预算单位有哪几个, 派出机构叫啥: how many there are is but half of an answer
_NAMES_ASKED = re.compile(r"哪[几些]?[个家所]?|叫(?:什么|啥)|名称|名字|都?是?(?:谁|什么|啥)[?？]?$")
LISTED = 240  # letters of a list that is quoted


def _say_names_of(scene: Scene, counted: Datum) -> None:
    """The sentence that counts them, and those after it that go on to name them."""
    if counted.statement is None or counted.amount is None or counted.amount.is_money:
        return
    own = fold(counted.statement.sentence)
    for passage in counted.doc.passages:
        sentences = [str(s) for s in re.findall(r"[^。；;！？]+[。；;！？]?", passage.text)]
        at = next((n for n, s in enumerate(sentences) if fold(s).startswith(own[:-1])), None)
        if at is None:
            continue
        told = sentences[at]
        for more in sentences[at + 1 :]:
            if len(told) + len(more) > LISTED or re.search(r"\d[\d,.]*(?:万元|亿元|元)", more):
                break
            told += more
        scene.draft.words("，原文：")
        quote_passage(scene.draft, counted.doc, passage, told)
        return


def _say_elsewhere(scene: Scene, item: Item, data: list[Datum]) -> None:
    """Every other number that the text gives of what is counted, quoted, with a warning."""
    counted = [d for d in data if d.amount and not d.amount.is_money and d.statement]
    if not counted:
        return
    first = counted[0].amount
    assert first is not None
    names = "|".join(re.escape(k) for k in sorted({fold(item.words), *item.keys}, key=len)[::-1])
    units = "|".join(
        {first.unit, *ALIKE.get(first.unit, ()), *(("台",) if first.unit == "辆" else ())}
    )
    number = re.compile(rf"(?<![\d.])(\d+)(?:{units})(?:{names})")
    said: dict[str, str] = {}
    for doc in scene.docs:
        for passage in doc.passages:
            for sentence in re.findall(r"[^。；]+[。；]?", passage.text):
                text = fold(sentence)
                own = any(
                    d.statement and fold(d.statement.sentence).startswith(text[:-1])
                    for d in counted[1:]
                )
                found = number.search(text)
                if (own or (found and Decimal(found[1]) != first.number)) and text not in said:
                    said[text] = sentence
                    scene.draft.words("另一处写的是：")
                    quote_passage(scene.draft, doc, passage, sentence.rstrip("。；"))
                    scene.draft.words("。")
    if said:
        told = f"{name_of(counted[0], item)}在文件里不止一个数：{'；'.join(said.values())}"
        scene.draft.cautions.append(("said_twice_at_query", told, (scene.draft.cite(counted[0]),)))


def _of_one_sentence(whole: list[Datum], parts: list[Datum]) -> list[Datum]:
    """其中: the part that is told in the sentence of its whole, where there is one."""
    told = {d.statement.sentence for d in whole if d.statement is not None}
    return [d for d in parts if d.statement and d.statement.sentence in told] or parts


def _doubt_part(scene: Scene, whole: Datum, part: Datum) -> None:
    """A part that is larger than what it is said to be a part of."""
    one_sentence = whole.statement and part.statement and "其中" in part.statement.sentence
    if not one_sentence or not comparable([whole, part]) or not (whole.amount and part.amount):
        return
    if part.amount.number <= whole.amount.number or whole.amount.unit != part.amount.unit:
        return
    cited = (scene.draft.cite(whole), scene.draft.cite(part))
    scene.draft.words("，“其中”的数比总数还大，两个数不可能都对")
    told = f"“其中”的{name_of(part)} {part.amount.printed()}，比{name_of(whole)} {whole.amount.printed()} 还多。"
    scene.draft.cautions.append(("part_at_query", told, cited))


def _say_kinds(scene: Scene, shown: list[Datum]) -> None:
    """什么车: the sentence of the last count that goes on to its kinds."""
    for datum in reversed(shown):
        said = datum.statement
        for passage in datum.doc.passages if said else ():
            assert said is not None
            if passage.headings == said.headings and fold(said.sentence) in fold(passage.text):
                scene.draft.words("原文：")
                quote_passage(scene.draft, datum.doc, passage, said.sentence)
                scene.draft.words("。")
                return


def _say_equal(scene: Scene, a: Datum, b: Datum) -> None:
    """Whether two amounts are one; where the text says they are and they are not, that too."""
    if not comparable([a, b]):
        return
    if same_but_for_rounding(a, b):
        scene.draft.words("，两者相等")
        return
    scene.draft.words("，两者不相等，相差 ").derived(gap(a, b), "abs(d0 - d1)", [a, b])
    for doc in scene.docs:
        for passage in doc.passages:
            for sentence in re.findall(r"[^。；]+[。；]?", passage.text):
                text = fold("".join((*passage.headings[-1:], sentence)))
                both = all(label_key(name_of(d)) in text for d in (a, b))
                if both and re.search(r"一致|相等|相同", text):
                    scene.draft.words("。而文件写道：")
                    quote_passage(scene.draft, doc, passage, sentence.rstrip("。；"))
                    cited = len(scene.draft.citations)
                    told = f"正文称{name_of(a)}与{name_of(b)}一致，而两个数并不相等。"
                    scene.draft.cautions.append(("unequal_at_query", told, (cited,)))
                    return


def _both_printed(scene: Scene, item: Item) -> Outcome | None:
    """7827.46 here and 7747.46 there: both places, how far apart, and what is just as large."""
    held: list[Datum] = []
    for said in scene.query.amounts:
        number = Decimal(said.replace(",", ""))
        data = find(scene.query, scene.catalogue, item)
        held += [d for d in data if d.amount and d.amount.number == number][:1]
    if len(held) < 2 or not comparable(held[:2]):
        return None
    large, small = sorted(held[:2], key=lambda d: -d.amount.in_yuan() if d.amount else 0)
    draft = scene.opening()
    for n, datum in enumerate((large, small)):
        draft.words("；" if n else "").words(
            f"《{plain(datum.title)}》（{basis(datum)}）{name_of(datum, item)}为 "
        )
        draft.value(datum)
    apart = gap(large, small)
    draft.words("，相差 ").derived(apart, "d0 - d1", [large, small])
    if same_but_for_rounding(large, small):
        draft.words("，是四舍五入的尾差，不是矛盾")
    else:
        _say_as_large(scene, apart, {large.item})
    draft.words("。")
    return done(scene)


def _say_as_large(scene: Scene, apart: Amount, but: set[str]) -> None:
    """What the books print that is just as large as the gap: a hint at what it is, no more."""
    for datum in scene.catalogue.within(scene.query.doc_ids):
        if datum.amount is None or datum.kind != "table" or datum.item in but:
            continue
        if datum.amount.is_money and datum.amount.in_yuan() == apart.in_yuan():
            scene.draft.words(f"；{name_of(datum)} ").value(datum).words(" 与这个差额相等")
            return


def _levels(scene: Scene, item: Item) -> list[Datum]:
    data = find(scene.query, scene.catalogue, item)
    if not data and scene.query.forms and len(scene.query.items) > 1:
        return find(replace(scene.query, forms=()), scene.catalogue, item)
    return data


def _say_level(
    scene: Scene, item: Item, data: list[Datum], groups: list[Group], *, brief: bool
) -> None:
    draft, unit = scene.draft, scene.query.unit
    if not groups:
        _say_blank(scene, item, blanks(data))
        return
    best = groups[0].best
    name = name_of(best, item)
    if len(groups) == 1 and best.kind == "narrative" and (other := contradicted(scene, best)):
        draft.words(f"{name}，正文写的是 ").value(best)
        draft.words(f"；《{plain(other.title)}》里{name_of(other)}为 ").value(other).words(
            "，两处不一致"
        )
        return
    if len(groups) == 1:
        twin = _twin(groups[0])
        draft.words(f"{name}为 " if not item.count else f"{name} ")
        draft.value(best, unit=unit)
        if unit and best.amount and best.amount.is_money and unit != best.amount.unit:
            draft.words("（即 ").value(best).words("）")
        if twin is not None and not brief:
            draft.words(f"，{name_of(twin)}为 ").value(twin, unit=unit)
        elif not brief and best.kind == "table" and best.title and not unit:
            draft.words(f"（{title_note(best)}）")
        return
    if len({(g.best.form, g.best.title) for g in groups}) == 1 and best.kind == "table":
        _say_rows(scene, item, groups, name)
        return
    draft.words(f"“{name}”有几种口径，数字不同：")
    for i, g in enumerate(groups[:6]):
        draft.words("；" if i else "").words(f"{basis(g.best)}，{name_of(g.best, item)}为 ")
        draft.value(g.best, unit=unit)


def contradicted(scene: Scene, datum: Datum) -> Datum | None:
    """The table's amount that a sentence's number disagrees with, where the audit found one."""
    for _, finding in scene.catalogue.findings.get(datum.ref, ()):
        if finding.severity != "contradiction":
            continue
        for side in finding.sides:
            other = scene.catalogue.by_ref.get(side.ref)
            if other is not None and other.kind == "table" and other.amount is not None:
                return other
    return None


def _say_rows(scene: Scene, item: Item, groups: list[Group], name: str) -> None:
    """One label in several rows of one form: each with what stands above it."""
    rows = [d for g in groups for d in g.data if d.title == groups[0].best.title][:12]
    names = [name_of(d) for d in rows]
    asked = name if len(set(names)) == 1 else item.words
    scene.draft.words(f"《{plain(rows[0].title)}》里“{asked}”不止一行：")
    for i, (datum, own) in enumerate(zip(rows, names, strict=True)):
        above = "／".join(bare_label(r) for r in datum.row[:-1])
        scene.draft.words("；" if i else "").words(f"{above}{'／' if above else ''}{own} ")
        scene.draft.value(datum, unit=scene.query.unit)


def _twin(found: Group) -> Datum | None:
    """收入总计 goes with 支出总计: both sides of the same total are worth naming."""
    best = found.best
    if label_key(best.row[-1] if best.row else "") not in ("收入总计", "总计", "收入"):
        return None
    return next(
        (d for d in found.data if d.form == best.form and d.side == "支出" and best.side == "收入"),
        None,
    )


def _say_blank(scene: Scene, item: Item, empty: list[Datum]) -> None:
    datum = empty[0]
    draft = scene.draft
    draft.words("“").words(name_of(datum, item)).words(f"”一栏在《{plain(datum.title)}》中")
    unread = datum.source.reading is Reading.UNREADABLE
    draft.words("印着字，但扫描页上看不清，没能识别" if unread else "是空白，没有填数")
    if datum.source.text or unread:
        row = tuple(r for r in datum.row if r)
        number = draft.cite_place(datum.doc, datum.source, kind="table", heading=datum.title,
                                  form=datum.form, row=row, ref=datum.ref)  # fmt: skip
        draft.words(f"[{number}]")
    _say_note(scene, item, datum.title)


def _say_note(scene: Scene, item: Item, own: str) -> None:
    """The item's own form may say that it is empty, and why."""
    for doc in scene.docs:
        for table in doc.tables:
            name = label_key(str(lexicon()["form_item"].get(table.form, "")))
            asked = (name and name in item.keys) or table.title == own
            note = _empty_note(table) if asked else None
            if note is not None:
                text, line = note
                scene.draft.words(f"；《{plain(table.title)}》下注明：").quote(
                    text, doc, lines_source([line], doc.sha256), kind="table",
                    heading=table.title, ref=f"{doc.id}:t{table.number}:note",
                )  # fmt: skip
                return


def _empty_note(table: Table) -> tuple[str, Line] | None:
    for note in table.notes:
        if re.search(r"无数据|空表|为空|无发生额|无.{0,12}支出", note.text) and note.lines:
            line = note.lines[-1]
            return re.sub(r"\s+", "", line.text), line
    return None


def _crossed(scene: Scene, items: list[Item]) -> Outcome | None:
    """项目支出 of 事业运行: the one cell where both meet."""
    text = scene.query.text
    if re.search(r"各|分别", text):
        return None
    for item, part in ((items[0], items[1]), (items[1], items[0])):
        data = list(find(scene.query, scene.catalogue, item, part))
        groups = distinct(group(data))
        if len(groups) > 1:  # a part with columns of its own: only one of them may hold money
            groups = [g for g in groups if g.best.amount and g.best.amount.number]
        if len(groups) == 1 and not _listed(scene, items):
            scene.opening()
            _say_level(scene, item, data, groups, brief=False)
            scene.draft.words("。")
            return done(scene)
    return None


def _listed(scene: Scene, items: list[Item]) -> bool:
    """True where the question puts the items side by side: 奖金、津贴补贴 / 奖金和津贴."""
    text = fold(scene.query.text)
    return bool(re.search(r"[、和与及跟,，]", text.strip())) or "还是" in text


def _which(scene: Scene, items: list[Item]) -> Outcome | None:
    """ "算基本支出还是项目支出": the item, and where among the alternatives it stands."""
    if "还是" not in scene.query.text:
        return None
    item, *options = items
    whole = group(find(scene.query, scene.catalogue, item))
    parts = [(o, group(find(scene.query, scene.catalogue, item, o))) for o in options]
    if not whole or not any(g for _, g in parts):
        return None
    scene.opening().words(f"{name_of(whole[0].best, item)}为 ").value(whole[0].best)
    held = [(o, g) for o, g in parts if g and g[0].best.amount and g[0].best.amount.number]
    if len(held) == 1:
        scene.draft.words(f"，列在{held[0][0].words}（").value(held[0][1][0].best).words("）")
    else:
        for option, g in held:
            scene.draft.words(f"，其中{option.words} ").value(g[0].best)
    scene.draft.words("。")
    return done(scene)

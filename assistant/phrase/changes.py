"""What changed against last year and why, in the narrative's own numbers and words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer import Status
from assistant.datum import Datum, comparable
from assistant.execute import (
    Group,
    changes,
    distinct,
    find,
    group,
    parts_of,
    same_sentence,
    siblings_of,
)
from assistant.phrase.draft import in_unit, rounded
from assistant.phrase.quoting import quote_passage
from assistant.phrase.scene import Outcome, Scene, bare_label, done, missing, name_of
from assistant.phrase.telling import tell_change
from assistant.understand.normalise import fold, label_key
from assistant.understand.query import Item, Query
from ingest.amount import Amount
from ingest.records import Role


def change(scene: Scene) -> Outcome:
    item = scene.query.items[0]
    said = changes(scene.query, scene.catalogue, item, (Role.CHANGE, Role.RATE))
    said = [d for d in said if d.role is Role.CHANGE] or said
    if not said:
        return missing(scene, f"{item.words}与上年相比的变化")
    scene.opening()
    # of the year that it changed in, though the question names the one before as well
    asked = replace(scene.query, year=said[0].year)
    level = distinct(group(find(asked, scene.catalogue, item)))
    now = _level_of(scene, level, said[0])
    if now is not None:
        scene.draft.words(f"{name_of(now, item)}为 ").value(now).words("，")
    for i, datum in enumerate(_by_subject(said)[:2]):
        scene.draft.words("；" if i else "")
        _say_change(scene, datum, named=bool(i) or now is None or label_key(datum.item) != now.item)
    if now is not None and _RATE_ASKED.search(scene.query.bare):
        _say_worked_rate(scene, now, said[0])
    scene.draft.words("。")
    if now is not None:
        _doubt(scene, now, said[0])
    say_reasons(scene, said[:2])
    return done(scene)


def _level_of(scene: Scene, groups: Sequence[Group], delta: Datum) -> Datum | None:
    """The amount that changed: of several bases, the one that stands in the change's sentence."""
    told = same_sentence(delta, scene.catalogue, Role.LEVEL) or _told_above(scene, delta)
    if told is None or told.amount is None or len(groups) < 2:
        return groups[0].best if groups else None
    alike = [d for g in groups for d in g.data if d.amount and told.amount.agrees_with(d.amount)]
    return alike[0] if alike else told


def _told_above(scene: Scene, delta: Datum) -> Datum | None:
    """The amount of the change's item in the sentences before, under the same heading."""
    said = delta.statement
    for other in scene.catalogue.statements(delta.doc.id):
        o = other.statement
        alike = o is not None and said is not None and o.headings == said.headings
        if (
            alike
            and other.role is Role.LEVEL
            and (other.item, other.year) == (delta.item, delta.year)
        ):
            return other
    return None


def _doubt(scene: Scene, level: Datum, delta: Datum) -> None:
    """What cannot be: more growth than there is now, or a year that is set against itself."""
    said = delta.statement
    if level.amount is None or delta.amount is None or said is None:
        return
    money = delta.amount.is_money and level.amount.is_money
    if money and delta.amount.in_yuan() > level.amount.in_yuan() + level.amount.step():
        told = f"{said.subject}现为 {level.amount.printed()}，却写比{said.compared_with or '上年'}增加 {delta.amount.printed()}：增加的比总数还多。"
        cited = (scene.draft.cite(level), scene.draft.cite(delta))
        scene.draft.words("按文件所印，增加的数比现在的总数还大，两个数不可能都对。")
        scene.draft.cautions.append(("change_at_query", told, cited))
    own = delta.doc.identity.year
    if said.year != own and str(said.year) in (said.compared_with or ""):
        told = f"{own} 年的文件里，这一句写的是 {said.year} 年比 {said.year} 年，年份疑为笔误。"
        scene.draft.cautions.append(("year_at_query", told, (scene.draft.cite(delta),)))


_RATE_ASKED = re.compile(r"百分|%|增速|增长率|增幅|降幅|涨幅|减幅|比例|percent")


def _say_worked_rate(scene: Scene, level: Datum, delta: Datum) -> None:
    """The percentage, worked out where the disclosure says the change in money alone."""
    if delta.role is not Role.CHANGE or same_sentence(delta, scene.catalogue, Role.RATE):
        return
    if not comparable([level, delta]) or level.amount is None or delta.amount is None:
        return
    before = level.amount.in_yuan() - delta.amount.in_yuan()
    if before <= 0 or not delta.amount.number:
        return
    percent = Amount(rounded(abs(delta.amount.in_yuan()) / before * 100, 2), "%")
    scene.draft.words("，算得下降 " if delta.amount.number < 0 else "，算得增长 ")
    scene.draft.derived(percent, f"d1 / ({_signed('d0', delta)}) * 100", [level, delta])


def _by_subject(said: list[Datum]) -> list[Datum]:
    return list({d.item: d for d in reversed(said)}.values())[::-1]


def _say_change(scene: Scene, datum: Datum, *, named: bool) -> None:
    draft, said = scene.draft, datum.statement
    assert said is not None
    assert datum.amount is not None
    than = said.compared_with or "上年"
    subject = bare_label(said.subject) if named else ""
    if datum.amount.number == 0 and not re.search(r"\d", datum.source.text):
        number = draft.cite(datum)
        draft.words(f"{subject}与 {than}持平[{number}]")
        return
    verb = "减少" if datum.amount.number < 0 else "增加"
    if datum.amount.unit == "%":
        verb = "下降" if datum.amount.number < 0 else "增长"
    draft.words(f"{subject}比 {than}{verb} ").value(datum, absolute=True)
    rate = same_sentence(datum, scene.catalogue, Role.RATE) if datum.role is Role.CHANGE else None
    if rate is not None and rate.amount is not None:
        draft.words("，下降 " if rate.amount.number < 0 else "，增长 ").value(rate, absolute=True)


def say_reasons(scene: Scene, said: Sequence[Datum]) -> None:
    reasons: dict[str, Datum] = {}
    for datum in said:
        if datum.statement is not None and datum.statement.reason:
            reasons.setdefault(fold(datum.statement.reason), datum)
    for datum in list(reasons.values())[:2]:
        assert datum.statement is not None
        scene.draft.words("文件说明的原因：")
        _quote_reason(scene, datum, datum.statement.reason)
        scene.draft.words("。")


def _quote_reason(scene: Scene, datum: Datum, why: str) -> None:
    """The reason stands in the sentence or the one after it: its passage has both."""
    assert datum.statement is not None
    for held in datum.doc.passages:
        if held.headings == datum.statement.headings and fold(why) in fold(held.text):
            quote_passage(scene.draft, datum.doc, held, why)
            return
    scene.draft.quote(why, datum.doc, datum.statement.sentence_source, kind="narrative",
                      heading=datum.title, ref=datum.ref + ":why")  # fmt: skip


def reason(scene: Scene) -> Outcome:
    item = scene.query.items[0] if scene.query.items else None
    if item and _SO_MUCH.search(scene.query.bare) and (none := _is_nothing(scene, item)):
        return none
    said = changes(scene.query, scene.catalogue, item, (Role.CHANGE, Role.RATE)) if item else []
    said = [d for d in said if d.role is Role.CHANGE] or said
    if not any(d.statement and d.statement.reason for d in said) and not _mistaken(scene, said):
        told = tell_change(Scene(scene.query, scene.catalogue, search=scene.search), why=True)
        if told.status is Status.ANSWERED:
            return told
    if not said:
        return missing(scene, scene.query.items[0].words + "变化的原因" if item else "原因")
    assert item is not None
    scene.opening()
    _correct_premise(scene, said[0])
    level = _level_of(scene, distinct(group(find(scene.query, scene.catalogue, item))), said[0])
    if level is not None:
        scene.draft.words(f"{name_of(level, item)}为 ").value(level).words("，")
    for i, datum in enumerate(_by_subject(said)[:2]):
        scene.draft.words("；" if i else "")
        _say_change(scene, datum, named=True)
    scene.draft.words("。")
    if level is not None:
        _doubt(scene, level, said[0])
    if any(d.statement and d.statement.reason for d in said):
        say_reasons(scene, said)
    else:
        scene.draft.words("文件没有说明原因。")
    return done(scene)


_SO_MUCH = re.compile(r"高达|多达|达到|竟有|[这那]么[多高大]|[这那]样[多高大]|大手笔|花了")


def _is_nothing(scene: Scene, item: Item) -> Outcome | None:
    """Why is it so high — where it is nothing; with the other funds that do hold money."""
    level = distinct(group(find(scene.query, scene.catalogue, item)))
    if len(level) != 1 or level[0].best.amount is None or level[0].best.amount.number:
        return None
    draft = scene.opening().words(f"{name_of(level[0].best, item)}为 ").value(level[0].best)
    draft.words("，并没有这样的安排")
    for other in siblings_of(item):
        held = group(find(scene.query, scene.catalogue, other))
        if held and held[0].best.amount and held[0].best.amount.number:
            draft.words(f"；{name_of(held[0].best, other)}为 ").value(held[0].best)
    draft.words("。")
    return done(scene)


def _direction(datum: Datum) -> str:
    assert datum.amount is not None
    return "down" if datum.amount.number < 0 else "up" if datum.amount.number > 0 else "flat"


def _mistaken(scene: Scene, said: Sequence[Datum]) -> bool:
    """True where the question presumes another change than the disclosure prints."""
    claimed = scene.query.claimed_direction
    return bool(claimed and said and said[0].amount) and _direction(said[0]) != claimed


def _correct_premise(scene: Scene, datum: Datum) -> None:
    if datum.amount is None or not scene.query.claimed_direction:
        return
    real = _direction(datum)
    if real != scene.query.claimed_direction:
        word = {"down": "减少", "up": "增加", "flat": "持平"}
        asked = word[scene.query.claimed_direction]
        scene.draft.words(f"文件写的不是{asked}，而是{word[real]}——")


def prior(scene: Scene) -> Outcome:
    """Last year's amount, worked back: this year's less its change."""
    item = scene.query.items[0]
    level = group(find(_this_year(scene.query), scene.catalogue, item))
    said = changes(scene.query, scene.catalogue, item, (Role.CHANGE,))
    if not level or not said:
        return _prior_by_parts(scene, item)
    delta = said[0]
    now = _level_of(scene, distinct(level), delta) or level[0].best
    assert delta.amount is not None
    unit = delta.amount.unit
    if now.amount is not None and now.amount.unit != unit:  # the story's own, where it has one
        told = [d for g in level for d in g.data if d.amount is not None and d.amount.unit == unit]
        now = next(iter(told), now)
    assert now.amount is not None
    if now.amount.unit == unit:
        then = Amount(now.amount.number - delta.amount.number, unit)
    else:
        then = in_unit(Amount(now.amount.in_yuan() - delta.amount.in_yuan(), "元"), unit)
    named = name_of(now, item)
    scene.opening().words(f"{named}为 ").value(now).words("，")
    _say_change(scene, delta, named=fold(delta.item) not in fold(named))
    scene.draft.words(f"；由此倒推，上年的{named}约为 ")
    scene.draft.derived(then, _signed("d0", delta), [now, delta]).words(
        "（推算，文件没有直接给出）。"
    )
    return done(scene)


def _prior_by_parts(scene: Scene, item: Item) -> Outcome:
    """Where only the parts say how they changed: last year's parts, added up."""
    query = _this_year(scene.query)
    pairs: list[tuple[Datum, Datum]] = []
    for part in parts_of(item):
        level = group(find(query, scene.catalogue, part))
        said = changes(query, scene.catalogue, part, (Role.CHANGE,))
        if not level or not said:
            return missing(scene, f"{item.words}的上年数")
        pairs.append((level[0].best, said[0]))
    if not pairs:
        return missing(scene, f"{item.words}的上年数")
    total = Decimal()
    scene.opening()
    for n, (now, delta) in enumerate(pairs):
        assert now.amount is not None
        assert delta.amount is not None
        total += now.amount.in_yuan() - delta.amount.in_yuan()
        scene.draft.words("；" if n else "").words(f"{name_of(now)}为 ").value(now).words("，")
        _say_change(scene, delta, named=False)
    plus = " + ".join(f"({_signed(f'd{2 * n}', d, 2 * n + 1)})" for n, (_, d) in enumerate(pairs))
    first = pairs[0][0].amount
    assert first is not None
    then = in_unit(Amount(total, "元"), first.unit)
    scene.draft.words(f"；由此倒推，上年的{item.words}合计约为 ")
    scene.draft.derived(then, plus, [d for pair in pairs for d in pair])
    scene.draft.words("（推算，文件没有直接给出）。")
    return done(scene)


def _signed(base: str, delta: Datum, place: int = 1) -> str:
    """Narrative prints a decrease without its sign, so the formula adds it back."""
    down = delta.amount is not None and delta.amount.number < 0
    return f"{base} + d{place}" if down else f"{base} - d{place}"


def _this_year(query: Query) -> Query:

    return replace(query, year=None)

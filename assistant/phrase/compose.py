"""Which function phrases which operation."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import Status
from assistant.execute import told_keys
from assistant.phrase.arithmetic import average, difference, ratio, share, total_of
from assistant.phrase.changes import change, prior, reason
from assistant.phrase.levels import lookup
from assistant.phrase.lists import breakdown, code, extreme, list_projects
from assistant.phrase.outturn import outturn
from assistant.phrase.scene import Composer, Outcome, Scene
from assistant.phrase.telling import tell_change
from assistant.understand.normalise import label_key
from assistant.understand.query import Operation


def level(scene: Scene) -> Outcome:
    """A look-up; for the year before the disclosure's, worked back from the change it prints."""
    outcome = lookup(scene)
    year = scene.query.year
    if outcome.status is Status.ANSWERED and year is not None and year - 1 in scene.query.years:
        _say_year_before(scene, outcome, year - 1)
    before = year is not None and any(d.identity.year == year + 1 for d in scene.docs)
    if outcome.status is not Status.ANSWERED and before and len(scene.query.items) == 1:
        return prior(Scene(scene.query, scene.catalogue))
    return outcome


def _say_year_before(scene: Scene, outcome: Outcome, year: int) -> None:
    """23年和24年各多少, of a body whose 23 is told in the books of 24 alone."""
    if len(scene.query.units) != 1 or any(d.identity.year == year for d in scene.docs):
        return
    query = replace(scene.query, year=year, years=())
    told = level(Scene(query, scene.catalogue))
    if told.status is Status.ANSWERED:
        outcome.draft.words("\n\n").adopt(told.draft)


def changed(scene: Scene) -> Outcome:
    """What changed; the level alone where the disclosure does not say how it changed."""
    outcome = change(scene)
    if outcome.status is Status.ANSWERED:
        _say_the_others(scene, outcome)
        return outcome
    told = tell_change(Scene(scene.query, scene.catalogue, search=scene.search))
    if told.status is Status.ANSWERED:
        return told
    if _HOW_MUCH.search(scene.query.bare):
        return outcome  # how much there is, is no answer to by how much it changed
    bare = level(Scene(scene.query, scene.catalogue))
    if bare.status is Status.ANSWERED:
        bare.draft.words("文件没有写它比上年变了多少。")
    return bare


def _say_the_others(scene: Scene, outcome: Outcome) -> None:
    """三公降了百分之几、出国费多少: the items that what was said of the first says nothing of."""
    for item in scene.query.items[1:]:
        said = {
            k for c in outcome.draft.citations for r in (*c.row, *c.column) for k in [label_key(r)]
        }
        if said & told_keys(item):
            continue
        other = replace(scene.query, items=(item,))
        told = change(Scene(other, scene.catalogue))
        if told.status is not Status.ANSWERED:
            told = level(Scene(other, scene.catalogue))
        if told.status is Status.ANSWERED:
            outcome.draft.words("\n\n").adopt(told.draft)


_HOW_MUCH = re.compile("多少|几(?!乎)|百分|幅|率")

COMPOSERS: dict[Operation, Composer] = {
    Operation.LOOKUP: level,
    Operation.HAS: level,
    Operation.CONVERT: level,
    Operation.LIST: breakdown,
    Operation.BREAKDOWN: breakdown,
    Operation.CHANGE: changed,
    Operation.REASON: reason,
    Operation.PRIOR: prior,
    Operation.OUTTURN: outturn,
    Operation.SHARE: share,
    Operation.RATIO: ratio,
    Operation.AVERAGE: average,
    Operation.SUM: total_of,
    Operation.DIFFERENCE: difference,
    Operation.EXTREME: extreme,
    Operation.PROJECTS: list_projects,
    Operation.CODE: code,
}

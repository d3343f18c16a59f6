"""What only the page of questions draws: an answer on its way, a chart, the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from assistant.answer import Check, Citation
from assistant.progress import VEIL
from ui import format as said
from ui.asking.chart import Chart, Mark, Shape
from ui.asking.live import Live
from ui.history.store import Shelved
from ui.nodes import Node, chip, node
from ui.words import say

STOP = "stop"
TAKE = "take"  # the word of the button that offers the answer as files
LISTED = 4  # sources before the rest are folded away
HEIGHT = 40.0  # of a line chart, where it is 100 wide


def legend() -> Node:
    """What the marks before the numbers mean."""
    marks = (Check.VERIFIED, Check.DERIVED, Check.CONFLICT, Check.QUOTED)
    return node("div", "legend", *(
        node("span", "", node("span", f"chip {m}", said.SIGNS[m]), said.check_word(m)) for m in marks
    ))  # fmt: skip


def live(now: Live) -> Node:
    """The sentences with their numbers still veiled, and what is being done."""
    lines = [line for line in now.text.split("\n") if line]
    return node(
        "div",
        "live",
        *([node("div", "understood", now.reading)] if now.reading else []),
        *(node("p", "line", *_veiled(line)) for line in lines),
        node("div", "doing", node("span", "dot"), node("span", "", _doing(now), live=1, role="status"),
             node("span", "since", ticks=now.seconds, words=say("ask.seconds", n="{n}")),
             node("button", "stop", say("ask.stop"), act=STOP)),
    )  # fmt: skip


def _doing(now: Live) -> str:
    told = say("ask.searching")
    if now.model:
        told = say("ask.asking_model", name=now.model)
    elif now.of:
        told = say("ask.proving", done=now.done, of=now.of)
    return f"{told}…"


def _veiled(line: str) -> list[Node | str]:
    parts: list[Node | str] = []
    for at, words in enumerate(line.split(VEIL)):
        if at:
            parts.append(node("span", "veil", "　　", title=say("ask.veiled")))
        parts += [words] if words else []
    return parts


def stopped() -> Node:
    told = node("div", "", say("ask.stopped_told"))
    return node("div", "notice", node("div", "heading", say("ask.stopped")), told)


def sources(citations: Sequence[Citation]) -> Node:
    """Source lines: the keyboard's way to the panel. Many are folded away behind the first."""
    lines = [
        node("button", "cite", said.source_line(c), pick=c.id) for c in citations
    ]  # fmt: skip
    rest = lines[LISTED:]
    folded = node("details", "", node("summary", "", say("ask.more_sources", n=len(rest))), *rest)
    return node("div", "sources", *lines[:LISTED], *([folded] if rest else []))


def understood(reading: str) -> Node:
    return node("div", "understood", reading)


def changed(what: str) -> Node:
    return node("div", "changed", say("ask.asked_anew", what=what))


def linked(when: datetime, same: bool) -> Node:
    """Over an answer that was opened by its link."""
    day = when.astimezone().strftime("%Y-%m-%d %H:%M")
    told = say("ask.linked_same" if same else "ask.linked_changed")
    return node("div", "notice linked", node("div", "heading", say("ask.linked", when=day)),
                node("div", "", told))  # fmt: skip


def tools(copied: str, link: str) -> Node:
    """Copy the answer; copy its link where it has one; have it as a file."""
    words = {"done": say("common.copied"), "undone": say("common.not_copied")}
    made = [node("button", "tool", say("ask.copy"), copy=copied, **words)]
    if link:
        made.append(node("button", "tool", say("ask.link"), link={"answer": link}, **words))
    made.append(node("button", "tool take", f"{say('ask.take')}…", act=TAKE))
    return node("div", "tools", *made)


# ---------------------------------------------------------------------- charts


def chart(of: Chart) -> Node:
    drawn = _line(of) if of.shape is Shape.LINE else node("div", "bars", *map(_bar, of.marks))
    ids = "、".join(str(i) for m in of.marks for i in m.number.citations)
    told = say("ask.chart_of", subject=of.subject) if of.subject else say("ask.chart_plain")
    note = f"{told} · {say('ask.chart_sources', ids=ids)}"
    return node("div", "chart", drawn, node("div", "note", note), role="figure", label=told)


def _bar(mark: Mark) -> Node:
    length = round(100 * mark.part, 2)
    return node(
        "div",
        "bar",
        node("span", "label", mark.label, title=mark.label),
        node("span", "track", node("span", "fill", share=length)),
        _figure(mark),
    )


def _figure(mark: Mark) -> Node:
    return node("span", "end", chip(said.Chip(mark.number, mark.number.text, "")))


def _line(of: Chart) -> Node:
    """Years are as far apart as they are; the line starts at nothing."""
    places = _places(of.marks)
    points = " ".join(f"{x:.2f},{y:.2f}" for x, y in places)
    svg = node(
        "svg",
        "plot",
        node("line", "base", x1=0, x2=100, y1=HEIGHT, y2=HEIGHT),
        node("polyline", "path", points=points),
        *(node("circle", "point", cx=round(x, 2), cy=round(y, 2), r=1) for x, y in places),
        viewBox=f"-2 -3 104 {HEIGHT + 4:.0f}",
    )
    axis = [
        node("span", "year", mark.label, left=round((x + 2) / 1.04, 2))
        for mark, (x, _) in zip(of.marks, places, strict=True)
    ]
    values = [
        node("div", "tick", node("span", "label", mark.label), _figure(mark))
        for mark in of.marks
    ]  # fmt: skip
    return node("div", "series", svg, node("div", "axis", *axis), node("div", "ticks", *values))


def _places(marks: tuple[Mark, ...]) -> list[tuple[float, float]]:
    years = [int(m.label) for m in marks]
    width = max(years[-1] - years[0], 1)
    return [
        (100 * (year - years[0]) / width, HEIGHT * (1 - mark.part))
        for year, mark in zip(years, marks, strict=True)
    ]


# ---------------------------------------------------------------------- history


def shelf_head() -> Node:
    return node("div", "shelfhead", say("ask.history"))


def shelf(listed: list[Shelved], current: str, searched: bool) -> Node:
    """The conversations, each with a button that opens it and one that changes it."""
    if not listed:
        told = say("ask.history_none" if searched else "ask.history_empty")
        return node("div", "shelf-talks", node("div", "nothing", told))
    return node("div", "shelf-talks", *(_talk(t, t.id == current) for t in listed))


def _talk(one: Shelved, current: bool) -> Node:
    return node(
        "div",
        "talk current" if current else "talk",
        node("button", "name", one.name, act=f"open {one.id}", title=one.name),
        node("button", "edit", "⋯", act=f"edit {one.id}",
             label=f"{say('ask.history_edit')}：{one.name}", title=say("ask.history_edit")),
    )  # fmt: skip

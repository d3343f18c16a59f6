"""The library as trees of plain nodes: text is only ever text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.holdings import Holding
from ui.library import words
from ui.library.jobs import Job, Kind, Stage, State, in_hand
from ui.nodes import Node, node
from ui.words import say

SIGNS = {
    State.WAITING: "…",
    State.SENT: "▸",
    State.READ: "✓",
    State.UNCHANGED: "=",
    State.FAILED: "✗",
}


def heading(held: Sequence[Holding]) -> Node:
    facts = [node("span", "total", told) for told in words.totals(held)] if held else []
    return node(
        "div",
        "pagehead",
        node("h1", "pagetitle", say("library.title")),
        node("p", "lead", say("library.lead")),
        *([node("div", "totals", *facts)] if facts else []),
    )


def listed(shown: Sequence[Holding]) -> Node:
    """Files under their places; each is a button that opens it, numbered from 1."""
    parts: list[Node] = []
    number = 0
    for place, own in words.by_place(shown):
        parts.append(node("h2", "placename", words.place_name(place)))
        for one in own:
            number += 1
            parts.append(entry(one, number))
    return node("div", "holdings", *parts)


def entry(one: Holding, number: int) -> Node:
    scope, gone = words.scope_name(one.scope), words.contradictions(one)
    return node(
        "button",
        "holding",
        node("span", f"stage {one.stage}", words.yearly(one)),
        node("span", "who", one.entity, *([node("span", "scope", scope)] if scope else [])),
        node("span", "extent", words.size(one)),
        node("span", "filename", one.file),
        node(
            "span",
            "marks",
            *([node("span", "tag contradiction", f"✗ {gone}")] if gone else []),
            *([node("span", "tag not_found", say("library.copy"))] if one.copy_of else []),
        ),
        pick=number,
    )


def matrix(rows: Sequence[words.Row], years: Sequence[int], numbers: Mapping[str, int]) -> Node:
    """Bodies by years; `numbers` has what a click on a file reports."""
    head = node(
        "tr",
        "",
        node("th", "corner", say("library.body"), scope="col"),
        *(node("th", "yearhead", str(year), scope="col") for year in years),
    )
    body: list[Node] = []
    place: str | None = None
    for row in rows:
        if row.place != place:
            place = row.place
            body.append(
                node("tr", "placerow", node("th", "placename", words.place_name(place),
                                            colspan=len(years) + 1, scope="rowgroup"))
            )  # fmt: skip
        cells = (_cell(own, numbers) for own in row.cells)
        body.append(node("tr", "", node("th", "rowhead", row.entity, scope="row"), *cells))
    table = node("table", "matrix", node("thead", "", head), node("tbody", "", *body),
                 label=say("library.matrix_label"))  # fmt: skip
    return node("div", "scroll", table, role="region", label=say("library.matrix_label"), focus=1)


def _cell(own: Sequence[Holding], numbers: Mapping[str, int]) -> Node:
    if not own:
        return node("td", "gapcell", node("span", "", "·", role="img", label=say("library.gap")))
    return node("td", "", *(_mark(one, numbers) for one in own))


def _mark(one: Holding, numbers: Mapping[str, int]) -> Node:
    scope = words.scope_name(one.scope)
    told = f"{words.whose(one)} {scope} {one.file}"
    return node("button", f"held {one.stage}", words.stage_name(one.stage), title=told, label=told,
                pick=numbers[one.id])  # fmt: skip


# ---------------------------------------------------------------------- what is being taken in


def job(one: Job, processes: int) -> Node:
    """How far it is as a whole, then file by file."""
    told = words.job_told(one)
    if one.kind is Kind.REMOVE:
        name = one.items[0].name
        return node("div", f"job {one.stage}", node("h2", "jobtitle", words.job_title(one)),
                    node("div", "jobtold", f"{name}　{told}".strip()))  # fmt: skip
    bar = [] if one.stage.is_over else [_bar(words.share_of(one))]
    return node(
        "div",
        f"job {one.stage}",
        node("h2", "jobtitle", words.job_title(one)),
        node("div", "jobtold", told, live=1),
        *bar,
        _items(one, processes),
    )


def _bar(share: int) -> Node:
    inner = node("div", "filled", share=share)
    return node("div", "gauge", inner, role="progressbar", now=share, label=say("library.progress"))


def _items(one: Job, processes: int) -> Node:
    reading = in_hand(one.items, processes) if not one.stage.is_over else frozenset()
    order = words.in_order(one.items)
    rows = []
    for at in order[: words.SHOWN]:
        item = one.items[at]
        waits = item.state is State.SENT and at not in reading
        state = State.WAITING if waits else item.state
        if one.stage is Stage.STOPPED and not item.state.is_over:
            state = State.WAITING
        rows.append(
            node(
                "li",
                f"item {state}",
                node("span", "sign", SIGNS[state]),
                node("span", "filename", item.name),
                node("span", "told", words.item_told(item, is_read_now=at in reading)),
                node("span", "found", words.item_found(item)),
            )
        )
    rest = len(order) - words.SHOWN
    more = [node("li", "item more", say("library.more_files", n=rest))] if rest > 0 else []
    return node("ul", "items", *rows, *more)

"""The page of contradictions: what the audit found, both sides on their pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol

import streamlit as st

from assistant.audited import Audited
from ingest.export.sheets import csv_bytes, xlsx_bytes
from ingest.records import Severity
from ui import nodes as shared
from ui import panel
from ui.chips import draw
from ui.findings import nodes, words
from ui.words import say

KINDS, WHO, YEAR, RULE = "find-kinds", "find-who", "find-year", "find-rule"
AT, OPEN, SIDE = "find-at", "find-open", "find-side"
KEPT = (KINDS, WHO, YEAR, RULE, AT, OPEN, SIDE)
ALL = ""  # nothing is chosen of a filter
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Desk(panel.Papers, Protocol):
    """What the page needs of an assistant."""

    def audited(self) -> tuple[Audited, ...]: ...


def show(desk: Desk) -> None:
    """The page beside the sidebar."""
    found = desk.audited()
    with st.container(key="findings"):
        if not found:
            draw(nodes.heading(), "findings-heading")
            told = say("findings.none_how")
            draw(shared.notice(say("findings.none"), told), "findings-none")
            return
        opened = st.session_state.get(OPEN)
        if opened in found:
            _detail(desk, words.chosen(found, _kept_choice()), opened)
        else:
            _list(found)


# ---------------------------------------------------------------------- the list


def _list(found: tuple[Audited, ...]) -> None:
    draw(nodes.heading(), "findings-heading")
    choice = _filters(found)
    listed = words.chosen(found, choice)
    with st.container(horizontal=True, key="findings-sum", vertical_alignment="center"):
        draw(shared.node("div", "sum", words.counted(listed)), "findings-count")
        _export(listed)
    if not listed:
        told = say("findings.none_fit_how")
        draw(shared.notice(say("findings.none_fit"), told), "findings-empty")
        return
    pages = words.pages_of(listed)
    at = min(st.session_state.get(AT, 0), pages - 1)
    shown = listed[at * words.PAGE : (at + 1) * words.PAGE]

    def pick(number: int) -> None:
        if 1 <= number <= len(shown):
            _open(shown[number - 1])

    draw(nodes.listed(shown), "findings-list", pick)
    if pages > 1:
        _pager(at, pages)


def _filters(found: tuple[Audited, ...]) -> words.Choice:
    counts = Counter(one.severity for one in found)
    st.session_state.setdefault(KINDS, [Severity.CONTRADICTION])
    st.pills(say("findings.severity"), list(Severity), selection_mode="multi", key=KINDS, on_change=_first,
             format_func=lambda s: f"{words.severity_name(s)} {counts[s]:,}",
             label_visibility="collapsed")  # fmt: skip
    with st.container(horizontal=True, key="findings-filters"):
        _select(say("findings.who"), WHO, words.entities(found), say("findings.every_who"), str)
        _select(
            say("findings.year"),
            YEAR,
            words.years(found),
            say("findings.every_year"),
            lambda y: say("findings.a_year", n=y),
        )
        _select(say("findings.rule"), RULE, words.rules(found), say("findings.every_rule"),
                words.rule_name)  # fmt: skip
    return _kept_choice()


def _select(
    label: str, key: str, options: Sequence[Any], everything: str, named: Callable[[Any], str]
) -> None:
    if st.session_state.get(key) not in options:
        st.session_state[key] = ALL
    st.selectbox(
        label,
        [ALL, *options],
        key=key,
        on_change=_first,
        label_visibility="collapsed",
        format_func=lambda option: everything if option == ALL else named(option),
    )


def _kept_choice() -> words.Choice:
    state = st.session_state
    kinds = frozenset(state.get(KINDS, [Severity.CONTRADICTION]))
    return words.Choice(kinds, *(state.get(k) or None for k in (WHO, YEAR, RULE)))


def _first() -> None:
    st.session_state[AT] = 0


def _export(listed: list[Audited]) -> None:
    day = datetime.now(UTC).astimezone().date().isoformat()
    for name, make, mime in (("csv", csv_bytes, "text/csv"), ("xlsx", xlsx_bytes, XLSX)):
        st.download_button(
            say("findings.export", kind=name),
            data=partial(make, words.columns(), list(words.rows_of(listed))),
            file_name=say("findings.export_name", day=day, kind=name),
            mime=mime,
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            disabled=not listed,
            key=f"findings-{name}",
        )


def _pager(at: int, pages: int) -> None:
    with st.container(horizontal=True, key="findings-pager", vertical_alignment="center"):
        st.button(
            say("findings.page_before"),
            key="find-back",
            disabled=at == 0,
            on_click=_turn,
            args=(at - 1,),
        )
        draw(
            shared.node("div", "count", say("findings.page_of", at=at + 1, all=pages)),
            "findings-page",
        )
        st.button(say("findings.page_after"), key="find-on", disabled=at + 1 >= pages, on_click=_turn,
                  args=(at + 1,))  # fmt: skip


def _turn(to: int) -> None:
    st.session_state[AT] = to


def _open(one: Audited | None) -> None:
    st.session_state[OPEN] = one.whole() if one else None
    st.session_state[SIDE] = 1


# ---------------------------------------------------------------------- one finding


def _detail(desk: Desk, listed: list[Audited], one: Audited) -> None:
    with st.container(horizontal=True, key="findings-way", vertical_alignment="center"):
        st.button(say("findings.back"), icon=":material/arrow_back:", key="find-list", on_click=_open,
                  args=(None,))  # fmt: skip
        if one in listed:
            _neighbours(listed, listed.index(one))
    draw(nodes.opened(one), "finding-words", top=True)
    if not one.citations:
        return
    view = panel.chosen_view("find-view")
    if len(one.citations) == 1:
        _side(desk, one, 0, say("findings.only_side"), view)
        return
    other = min(max(1, st.session_state.get(SIDE, 1)), len(one.citations) - 1)
    left, right = st.columns(2, gap="medium")
    with left:
        _side(desk, one, 0, say("findings.one_side"), view)
    with right:
        two = len(one.citations) == 2
        head = say("findings.other_side") if two else say("findings.nth_side", n=other)
        _side(desk, one, other, head, view)
    if len(one.citations) > 2:
        draw(nodes.others(one), "finding-others", _to_side, other + 1)


def _neighbours(listed: list[Audited], at: int) -> None:
    st.button(say("findings.before"), key="find-before", type="tertiary", disabled=at == 0, on_click=_open,
              args=(listed[at - 1],))  # fmt: skip
    after = listed[(at + 1) % len(listed)]
    st.button(say("findings.after"), key="find-after", type="tertiary", disabled=at + 1 >= len(listed),
              on_click=_open, args=(after,))  # fmt: skip
    draw(shared.node("div", "count", f"{at + 1} / {len(listed)}"), "finding-at")


def _to_side(number: int) -> None:
    st.session_state[SIDE] = number - 1


def _side(desk: Desk, one: Audited, at: int, head: str, view: str) -> None:
    cited = one.citations[at]
    name = "near" if at == 0 else "far"
    with st.container(key=f"side-{name}", gap="small"):
        unit = panel.unit_of(cited, desk.table_of(cited))
        draw(nodes.side(one, at, head, unit), f"side-{name}-words")
        path = panel.paper(desk, cited, f"side-{name}", view, one.citations)
        if path is not None:
            panel.original(path, f"side-{name}-file")

"""One disclosure: its pages, its tables as recognised, what was found in it, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

import pandas as pd
import streamlit as st

from assistant.audited import Audited
from assistant.holdings import Holding
from ingest.errors import ChazhangError
from ingest.export.sheets import csv_bytes, xlsx_bytes
from ingest.records import Disclosure, Fact, Table
from ui import nodes as shared
from ui import panel
from ui.chips import draw
from ui.findings import nodes as finding_nodes
from ui.findings.page import OPEN as FINDING
from ui.findings.page import SIDE, XLSX
from ui.guard import DOOR
from ui.library import leaves, original, words
from ui.library.original import CELL, PAGE, PART, ROWS_AT, TABLE
from ui.rooms import Rooms
from ui.words import say

OPEN, SURE, WRONG = "lib-open", "lib-sure", "lib-file-wrong"
KEPT = (OPEN, PART, PAGE, TABLE, ROWS_AT, CELL)
PARTS = ("pages", "tables", "findings")
KINDS = (("csv", csv_bytes, "text/csv"), ("xlsx", xlsx_bytes, XLSX))


class Desk(panel.Papers, Protocol):
    """What one disclosure needs of an assistant."""

    def disclosure(self, disclosure_id: str) -> Disclosure | None: ...
    def audited_in(self, doc: Disclosure) -> tuple[Audited, ...]: ...


def open_file(disclosure_id: str) -> None:
    close_file()
    st.session_state[OPEN] = disclosure_id


def close_file() -> None:
    for key in (OPEN, PAGE, TABLE, ROWS_AT, CELL, SURE, WRONG):
        st.session_state.pop(key, None)


def show(desk: Desk, rooms: Rooms, held: Holding | None) -> None:
    st.button(say("library.back"), icon=":material/arrow_back:", key="lib-out", on_click=close_file)
    doc = desk.disclosure(held.id) if held else None
    if held is None or doc is None:
        draw(shared.notice(say("library.gone"), say("library.gone_how")), "lib-gone")
        return
    path = desk.file_path(doc.sha256)
    draw(_head(held, doc, desk), "lib-file-head", top=True)
    with st.container(horizontal=True, key="lib-file-do", vertical_alignment="center"):
        if path is not None and path.is_file():
            panel.original(path, "lib-file-original")
        if not rooms.settings.read_only:
            st.button(say("library.remove"), icon=":material/delete:", type="tertiary",
                      key="lib-remove", on_click=_ask, args=(True,))  # fmt: skip
    if st.session_state.get(SURE):
        _removal(rooms, held)
    found = desk.audited_in(doc)
    part = _part(len(doc.tables), len(found))
    if part == "findings":
        _findings(found)
    elif part == "tables":
        _tables(doc, path)
    else:
        original.show(doc, path)


def _head(held: Holding, doc: Disclosure, desk: Desk) -> shared.Node:
    scope = words.scope_name(held.scope)
    first = desk.disclosure(held.copy_of) if held.copy_of else None
    copied = Path(first.path).name if first else ""
    lines = [held.title] if held.title else []
    return shared.node(
        "div",
        "pagehead file",
        shared.node("h1", "pagetitle", held.entity),
        shared.node("div", "marks", shared.node("span", f"stage {held.stage}", words.yearly(held)),
                    *([shared.node("span", "scope", scope)] if scope else []),
                    shared.node("span", "extent", words.size(held))),
        *(shared.node("p", "lead", line) for line in lines),
        shared.node("div", "file", f"{held.file} · SHA-256 {doc.sha256[:16]}…",
                    title=doc.sha256),
        *([shared.node("p", "torn", say("library.copy_of", file=copied))] if copied else []),
    )  # fmt: skip


def _part(tables: int, findings: int) -> str:
    st.session_state.setdefault(PART, PARTS[0])
    counts = {"tables": f" {tables}", "findings": f" {findings}"}
    chosen = st.segmented_control(
        say("library.part"), PARTS, key=PART, required=True, label_visibility="collapsed",
        format_func=lambda p: say(f"library.{p}") + counts.get(p, ""),
    )  # fmt: skip
    return chosen or PARTS[0]


# ---------------------------------------------------------------------- out


def _ask(is_asked: bool) -> None:
    st.session_state[SURE] = is_asked
    st.session_state.pop(WRONG, None)


def _removal(rooms: Rooms, held: Holding) -> None:
    with st.container(key="lib-removal", border=True):
        told = say("library.remove_what", who=words.whose(held), file=held.file)
        draw(shared.notice(say("library.remove_sure"), told), "lib-removal-words")
        with st.container(horizontal=True, key="lib-removal-do"):
            st.button(say("library.remove_yes"), type="primary", key="lib-remove-yes",
                      on_click=_remove, args=(rooms, held))  # fmt: skip
            st.button(say("library.remove_no"), key="lib-remove-no", on_click=_ask, args=(False,))
        if st.session_state.get(WRONG):
            draw(shared.notice(say("library.failed"), st.session_state[WRONG]), "lib-removal-wrong")


def _remove(rooms: Rooms, held: Holding) -> None:
    try:
        rooms.intake.remove(held.id, f"{words.whose(held)}（{held.file}）")
    except ChazhangError as error:
        st.session_state[WRONG] = str(error)
        return
    close_file()


# ---------------------------------------------------------------------- tables


def _tables(doc: Disclosure, path: Path | None) -> None:
    if not doc.tables:
        draw(shared.notice(say("library.no_tables"), ""), "lib-no-tables")
        return
    numbers = [table.number for table in doc.tables]
    if st.session_state.get(TABLE) not in numbers:
        st.session_state[TABLE] = numbers[0]
    _choose(doc.tables, numbers)
    table = doc.tables[numbers.index(st.session_state[TABLE])]
    facts = leaves.facts_of(doc, table)
    draw(_about(table, original.has_pages(doc)), "lib-table-about")
    if original.has_pages(doc):
        left, right = st.columns(2, gap="medium")
        with right, st.container(key="lib-beside"):
            _beside(table, path, int(st.session_state.get(CELL, 0)))
    else:
        left = st.container()
    with left:
        at, pages = words.page_at(leaves.pages_of_rows(table), st.session_state.get(ROWS_AT, 0), 1)
        active = int(st.session_state.get(CELL, 0))
        draw(leaves.grid(table, at, leaves.numeric_columns(table, facts)),
             "lib-grid", _to_cell, active)  # fmt: skip
        original.rows_pager(at, pages)
    _handed_out(doc, table, facts)


def _choose(tables: Sequence[Table], numbers: Sequence[int]) -> None:
    at = numbers.index(st.session_state[TABLE])
    lines = {table.number: leaves.table_line(table) for table in tables}
    with st.container(horizontal=True, key="lib-choose", vertical_alignment="bottom"):
        st.selectbox(say("library.table"), numbers, key=TABLE, format_func=lines.__getitem__,
                     label_visibility="collapsed", on_change=_fresh)  # fmt: skip
        st.button(say("library.previous"), key="lib-table-back", disabled=at == 0,
                  on_click=original.to_table, args=(numbers[at - 1] + 1,))  # fmt: skip
        after = numbers[(at + 1) % len(numbers)]
        st.button(say("library.next"), key="lib-table-on", disabled=at + 1 == len(numbers),
                  on_click=original.to_table, args=(after + 1,))  # fmt: skip


def _fresh() -> None:
    st.session_state.pop(ROWS_AT, None)
    st.session_state.pop(CELL, None)


def _to_cell(number: int) -> None:
    st.session_state[CELL] = number


def _about(table: Table, drawn: bool) -> shared.Node:
    unit = say("library.unit", unit=table.unit) if table.unit else ""
    if table.unit and table.unit_inferred:
        unit += say("library.unit_inferred")
    form = (
        say("library.unknown_form")
        if table.form == "unclassified"
        else say("library.known_form", form=words.form_name(table.form))
    )
    pick = say("library.pick_cell") if drawn else ""
    return shared.node(
        "div",
        "aboutline",
        *(shared.node("span", "", told) for told in (form, unit, pick) if told),
    )


def _beside(table: Table, path: Path | None, active: int) -> None:
    """The page that the chosen cell stands on, else the first of the table."""
    if path is None or not path.is_file():
        draw(shared.notice(say("library.file_gone"), say("library.file_gone_how")), "lib-no-file")
        return
    cell = leaves.cell_at(table, active)
    source = cell.source if cell else None
    page = source.page if source and source.page else (table.pages[0] if table.pages else None)
    if page is None:
        return
    if source is not None and source.box is not None:
        make = partial(leaves.cell_picture, path, table, active)
    else:
        around = leaves.region(table, page)
        make = partial(leaves.picture, path, page, (around,) if around else ())
    original.picture(path, page, make, "lib-beside-page")


def _handed_out(doc: Disclosure, table: Table, facts: Sequence[Fact]) -> None:
    stem = f"{doc.identity.entity}-{doc.identity.year}-{table.title or table.number + 1}"[:80]
    columns, rows = leaves.fact_columns(), leaves.fact_rows(facts)
    with st.container(horizontal=True, key="lib-table-files"):
        for kind, make, mime in KINDS:
            _download(say("library.download", kind=kind), partial(_grid_file, make, table),
                      f"{stem}.{kind}", mime, f"lib-grid-{kind}")  # fmt: skip
            if facts:
                _download(say("library.download_facts", kind=kind),
                          partial(make, columns, rows), f"{stem}-numbers.{kind}", mime,
                          f"lib-facts-{kind}")  # fmt: skip
    if facts:
        told = say("library.facts", n=sum(f.amount is not None for f in facts))
        with st.expander(told, icon=":material/table_view:", key="lib-facts"):
            frame = pd.DataFrame([[str(v) if v is not None else "" for v in row] for row in rows],
                                 columns=columns)  # fmt: skip
            st.dataframe(frame, hide_index=True, key="lib-facts-frame")


def _grid_file(make: Callable[..., bytes], table: Table) -> bytes:
    header, rows = leaves.printed(table)
    return make(header, rows)


def _download(label: str, make: Callable[[], bytes], name: str, mime: str, key: str) -> None:
    st.download_button(label, data=make, file_name=_file_name(name), mime=mime, key=key,
                       icon=":material/download:", type="tertiary", on_click="ignore")  # fmt: skip


def _file_name(name: str) -> str:
    """Titles hold blanks, slashes and worse."""
    return "".join(c if c.isalnum() or c in "-_.（）" else "_" for c in name)


# ---------------------------------------------------------------------- findings


def _findings(found: Sequence[Audited]) -> None:
    if not found:
        draw(shared.notice(say("library.no_findings"), ""), "lib-no-findings")
        return
    at, pages = words.page_at(len(found), int(st.session_state.get(ROWS_AT, 0)), words.PAGE)
    shown = found[at * words.PAGE : (at + 1) * words.PAGE]

    def pick(number: int) -> None:
        if 1 <= number <= len(shown):
            st.session_state[FINDING] = shown[number - 1].whole()
            st.session_state[SIDE] = 1
            st.query_params[DOOR] = "contradictions"

    draw(finding_nodes.listed(shown), "lib-findings", pick)
    original.rows_pager(at, pages)

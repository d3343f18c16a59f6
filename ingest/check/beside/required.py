"""Forms and explanations that regulation requires of a disclosure and that are not there.

A disclosure may be several files, so this is asked of all of them together. A form without data is
there; so is one that a sentence says there is no money for. Where a whole half is missing (no
narrative, or no tables), that half was not handed in: nothing is said of what it may hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.interpret.vocabulary import squeeze, words
from ingest.records import Disclosure, Finding, PassageKind, Scope, Severity, Side, Source

LEAST_FORMS = 3  # fewer are a file with no more than a table or two in its text
SCHOOL = re.compile("(?:大学|学院|学校|[中小]学|幼儿园|医院)$")  # units whose forms are their own
LEAST_SAID = 8  # numbers told in words: fewer are remarks, no explanation


def missing(disclosure: Disclosure) -> Iterator[Finding]:
    rules = words("required")
    school = SCHOOL.search(disclosure.identity.entity) is not None
    cited = rules["own" if school or disclosure.identity.scope is Scope.OWN else "department"]
    place = _place(disclosure)
    if place is None:
        return
    titles, text = _titles(disclosure), _text(disclosure)
    forms = {table.form for table in disclosure.tables}
    standard = {form for one in rules["form"] for form in one["forms"]}
    if len(forms & standard) >= LEAST_FORMS:
        for one in rules["form"]:
            held = forms & set(one["forms"]) or _is_in(one["titled"], titles)
            if held:
                continue
            if _is_in(one.get("said", ()), f"{text}\n{_notes(disclosure)}"):
                yield _not_listed(one["name"], cited, place)
            else:
                yield _finding("missing_form", f"没有找到“{one['name']}”", cited, place, school)
    if len(disclosure.statements) >= LEAST_SAID:
        for one in rules["explanation"]:
            asked = bool(forms) or not one.get("tables")
            if asked and not _is_in(one["said"], text) and not forms & set(one.get("forms", ())):
                law = f"{one['law']}和{cited}" if one["law"] else cited
                yield _finding("missing_explanation", f"没有找到{one['name']}", law, place, school)


def _is_in(patterns: Sequence[str], text: str) -> bool:
    return any(re.search(pattern, text) for pattern in patterns)


def _titles(disclosure: Disclosure) -> str:
    """Of tables whose form was not known: the others count by their form."""
    told = (table.title for table in disclosure.tables if table.form == "unclassified")
    return "\n".join(squeeze(title) for title in told)


def _notes(disclosure: Disclosure) -> str:
    return "\n".join(squeeze(note.text) for table in disclosure.tables for note in table.notes)


def _text(disclosure: Disclosure) -> str:
    """The running text, without what only says what a word means."""
    told = (
        "".join((*p.headings, p.text))
        for p in disclosure.passages
        if p.kind is not PassageKind.GLOSSARY
    )
    return "\n".join(squeeze(text) for text in told)


def _place(disclosure: Disclosure) -> Source | None:
    """Where one starts to look: the first thing that was read."""
    passage = next((p.sources[0] for p in disclosure.passages if p.sources), None)
    return passage or next((t.title_source for t in disclosure.tables if t.title_source), None)


def _not_listed(name: str, law: str, place: Source) -> Finding:
    message = f"正文说没有这类支出，也没有列出“{name}”；{law}要求没有数据的表格列出空表并说明。"
    side = Side("整份公开文件", None, place)
    return Finding("missing_form", Severity.NOTICE, message, (side,), None, None)


def _finding(rule: str, what: str, law: str, place: Source, school: bool) -> Finding:
    severity = Severity.NOTICE if school else Severity.OMISSION
    message = f"{what}。{law}要求公开；也可能另行公开，或用了别的名称。"
    side = Side("整份公开文件", None, place)
    return Finding(rule, severity, message, (side,), None, None)

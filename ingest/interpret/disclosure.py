"""A recognised file → what it means, checked: read this first."""

from __future__ import annotations

from dataclasses import replace

from ingest.check.rules import audit
from ingest.check.unseen import not_shown
from ingest.interpret.facts import table_facts
from ingest.interpret.identity import identify
from ingest.interpret.indicators import table_indicators
from ingest.interpret.narrative import paragraph_statements
from ingest.interpret.paragraphs import rejoined
from ingest.interpret.passages import paragraph_passages
from ingest.recognise.file import cover_title
from ingest.records import Disclosure, Recognised


def interpret(recognised: Recognised) -> Disclosure:
    return interpret_titled(recognised, cover_title(recognised.document))


def interpret_titled(recognised: Recognised, title: str) -> Disclosure:
    document = recognised.document
    identity = identify(recognised, title)
    paragraphs = rejoined(recognised.paragraphs)
    disclosure = Disclosure(
        id=document.sha256[:12],
        path=document.path,
        sha256=document.sha256,
        media=document.media,
        n_pages=len(document.pages),
        identity=identity,
        title=title,
        tables=recognised.tables,
        facts=tuple(
            fact
            for table in recognised.tables
            for fact in table_facts(table, document.sha256, identity.year)
        ),
        indicators=tuple(
            indicator
            for table in recognised.tables
            for indicator in table_indicators(table, document.sha256)
        ),
        statements=paragraph_statements(paragraphs, identity, document.sha256),
        passages=paragraph_passages(paragraphs, document.sha256),
        findings=(),
    )
    told = not_shown(document.unseen, document.sha256)
    return replace(disclosure, findings=(*audit(disclosure), *told))

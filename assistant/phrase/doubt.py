"""What the text of a disclosure says otherwise than the table that an answer cites."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from assistant.datum import Datum
from assistant.phrase.quoting import quote_passage
from assistant.phrase.scene import Scene, name_of
from assistant.understand.normalise import fold
from ingest.amount import Amount, parse_amount
from ingest.errors import NotAnAmount
from ingest.records import PassageKind

SHORTEST = 5  # letters of a label that a sentence can be known by
_AMOUNT = r"(?:支出|收入)?(?:[（(][类款项][）)])?(?:预算|决算)?(?:安排|为|是|：)?(-?\d[\d,]*(?:\.\d+)?)(亿元|万元|元)"


def say_otherwise(scene: Scene, shown: Datum) -> None:
    """Where the text gives an amount right after the label that no cell of the disclosure's tables
    of this label agrees with: the sentence, quoted, and a warning."""
    if shown.kind != "table" or len(shown.item) < SHORTEST or shown.amount is None:
        return
    if not shown.amount.is_money or shown.column:
        return
    found = (s for _, f in scene.catalogue.findings.get(shown.ref, ()) for s in f.sides)
    told = (scene.catalogue.by_ref.get(side.ref) for side in found)
    if any(datum is not None and datum.kind != "table" for datum in told):
        return  # the audit has found it, and its warning goes with the number
    said = re.compile(re.escape(shown.item) + _AMOUNT)
    printed = [
        d.amount for d in scene.catalogue.within(scene.query.doc_ids)
        if d.kind == "table" and d.amount is not None and d.amount.is_money
        and shown.item in (d.item, d.column)
    ]  # fmt: skip
    for doc in scene.docs:
        for passage in doc.passages:
            if passage.kind is PassageKind.GLOSSARY or shown.item not in (
                text := fold(passage.text)
            ):
                continue
            for match in said.finditer(text):
                amount = _read(match[1], match[2])
                if amount is None or _borne(amount, printed):
                    continue
                _quote(scene, shown, match[1] + match[2])
                return


def _borne(amount: Amount, printed: Sequence[Amount]) -> bool:
    """True where a cell prints it, or two together come to it: basic and project expenditure."""
    yuan = sorted({p.in_yuan() for p in printed})
    near = amount.step()
    return any(amount.agrees_with(p) for p in printed) or any(
        abs(a + b - amount.in_yuan()) <= near for a, b in itertools.combinations(yuan, 2)
    )


def _read(number: str, unit: str) -> Amount | None:
    try:
        return parse_amount(number, unit)
    except NotAnAmount:
        return None


def _quote(scene: Scene, shown: Datum, amount: str) -> None:
    draft = scene.draft
    for doc in scene.docs:
        for passage in doc.passages:
            for sentence in re.findall(r"[^。；;]+[。；;]?", passage.text):
                text = fold(sentence)
                if shown.item in text and amount in text:
                    draft.words("而正文写的是：")
                    quote_passage(draft, doc, passage, sentence.strip().rstrip("。；;"))
                    draft.words("，两处不一致。")
                    told = f"{name_of(shown)}在表中是 {shown.amount and shown.amount.printed()}，正文却写 {amount}。"
                    cited = (draft.cite(shown), len(draft.citations))
                    draft.cautions.append(("said_otherwise_at_query", told, cited))
                    return

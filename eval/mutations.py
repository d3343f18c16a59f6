"""Errors planted into answers: what the verifier stops. `python -m eval.mutations CORPUS QUESTIONS.jsonl`

Every number that an answer shows with a tick is changed in the finished text – a digit, the unit, the
sign or the word of direction, the scale – and, harder, replaced together with its citation by the right
value of another row, another year or another body, the sentence staying as it is. What is not stopped
is printed. The unchanged drafts must all pass.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.answer import Check
from assistant.ask import Assistant
from assistant.datum import Datum
from assistant.phrase.draft import Claim, Draft
from assistant.progress import Told, nobody
from assistant.prove import Proof
from assistant.verify import verify

_TURNED = {
    "增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "多": "少", "少": "多",
    "高": "低", "低": "高",
}  # fmt: skip
_UNITS = {"万元": "亿元", "元": "万元", "亿元": "万元", "%": "个百分点", "辆": "台", "人": "家"}


def drafts_of(assistant: Assistant, questions: list[dict[str, Any]]) -> list[tuple[str, Draft]]:
    """The drafts behind the answers, those that were shown."""
    kept: list[tuple[str, Draft]] = []
    prove = assistant.prover.prove

    def spied(draft: Draft, told: Told = nobody) -> Proof:
        proof = prove(draft, told)
        if not proof.failures and draft.claims:
            kept.append(("", draft))
        return proof

    assistant.prover.prove = spied  # type: ignore[method-assign]
    out: list[tuple[str, Draft]] = []
    for item in questions:
        turns = [str(t) for t in item.get("turns", [item.get("q")])]
        for n, turn in enumerate(turns):
            kept.clear()
            assistant.ask(turn, turns[:n])
            out += [(turn, d) for _, d in kept[-1:]]
    assistant.prover.prove = prove  # type: ignore[method-assign]
    return out


def changed(draft: Draft, at: int, end: int, said: str) -> Draft:
    """The draft with text[at:end] put another way, claims moved along."""
    out = deepcopy(draft)
    shift = len(said) - (end - at)
    out.text = draft.text[:at] + said + draft.text[end:]
    out.claims = [
        replace(c, start=c.start + shift, end=c.end + shift) if c.start > at
        else replace(c, end=c.end + shift) if c.start == at else c
        for c in draft.claims
    ]  # fmt: skip
    out.quotes = [
        replace(q, start=q.start + shift, end=q.end + shift) if q.start > at else q
        for q in draft.quotes
    ]
    return out


def slips(draft: Draft, claim: Claim, rng: random.Random) -> Iterator[tuple[str, Draft]]:
    """The number said wrongly."""
    said = draft.text[claim.start : claim.end]
    digits = [m.start() for m in re.finditer(r"\d", said)]
    place = rng.choice(digits)
    digit = rng.choice([d for d in "0123456789" if d != said[place]])
    wrong = said[:place] + digit + said[place + 1 :]
    if _value(wrong) != _value(said):
        yield "digit", changed(draft, claim.start, claim.end, wrong)
    unit = claim.amount.unit
    if unit in _UNITS and claim.amount.number:
        swapped = said[: len(said) - len(unit)] + _UNITS[unit]
        yield "unit", changed(draft, claim.start, claim.end, swapped)
    if claim.amount.number:
        ten = replace(claim.amount, number=claim.amount.number * 10).printed()
        yield "scale", changed(draft, claim.start, claim.end, ten)
        yield (
            "minus",
            changed(draft, claim.start, claim.end, f"-{said}" if said[0] != "-" else said[1:]),
        )
    lead = draft.text[max(0, claim.start - 4) : claim.start]
    for word, turned in _TURNED.items():
        if lead.rstrip().endswith(word) and claim.amount.number:
            at = claim.start - len(lead) + lead.rindex(word)
            yield "direction", changed(draft, at, at + len(word), turned)
            break


def _value(said: str) -> str:
    number = re.search(r"-?[\d,.]+", said)
    return f"{float(number[0].replace(',', '')):f}" if number else said


def swaps(
    assistant: Assistant, draft: Draft, claim: Claim, rng: random.Random
) -> Iterator[tuple[str, Draft]]:
    """The right value of another row, year or body, with the citation that proves it."""
    if claim.formula is not None or len(claim.citations) != 1:
        return
    own = assistant.catalogue.by_ref.get(draft.refs.get(claim.citations[0], ""))
    if own is None or own.amount is None:
        return
    for kind, others in _others(assistant, own).items():
        if others:
            yield kind, _cited_instead(draft, claim, rng.choice(others))


def _others(assistant: Assistant, own: Datum) -> dict[str, list[Datum]]:
    assert own.amount is not None
    found: dict[str, list[Datum]] = defaultdict(list)
    rows = assistant.catalogue.by_doc[own.doc.id]
    named = assistant.catalogue.by_item.get(own.item, []) if own.item else []
    for datum in (*rows, *named):
        amount = datum.amount
        if amount is None or amount.unit != own.amount.unit or amount.number == own.amount.number:
            continue
        if datum.role is not own.role or datum.kind != own.kind:
            continue
        who, mine = datum.doc.identity, own.doc.identity
        if datum.doc.id == own.doc.id:
            if datum.item != own.item and datum.column == own.column and datum.form == own.form:
                found["row"].append(datum)
        elif datum.item == own.item and datum.column == own.column and datum.form == own.form:
            if who.entity != mine.entity:
                found["body"].append(datum)
            elif who.year != mine.year:
                found["year"].append(datum)
    return found


def _cited_instead(draft: Draft, claim: Claim, other: Datum) -> Draft:
    out = deepcopy(draft)
    number = out.cite(other)
    assert other.amount is not None
    amount = (
        replace(other.amount, number=abs(other.amount.number)) if claim.absolute else other.amount
    )
    marks = f"[{claim.citations[0]}]"
    end = claim.end + (len(marks) if draft.text.startswith(marks, claim.end) else 0)
    said = amount.printed()
    out = changed(out, claim.start, end, f"{said}[{number}]")
    out.claims = [
        Claim(c.start, c.start + len(said), amount, (number,), None, c.absolute)
        if c.start == claim.start else c
        for c in out.claims
    ]  # fmt: skip
    return out


def stopped(assistant: Assistant, draft: Draft) -> bool:
    """True where the verifier lets not all of a draft pass; the files are taken to be unchanged."""
    numbers, failures = verify(
        draft, lambda c: c.text, assistant.prover.printed(draft), conflicts=frozenset()
    )
    return bool(failures) or any(n.check is Check.UNVERIFIED for n in numbers)


def measured(
    assistant: Assistant, questions: list[dict[str, Any]], seed: int = 20261123
) -> tuple[dict[str, Counter[bool]], list[str]]:
    """({kind of error: {stopped: count}}, what was let through)."""
    rng = random.Random(seed)
    found: dict[str, Counter[bool]] = defaultdict(Counter)
    through: list[str] = []
    for question, draft in drafts_of(assistant, questions):
        held = stopped(assistant, draft)
        found["unchanged"][held] += 1
        if held:
            through.append(f"stopped although right: {question}: {draft.text[:120]}")
            continue
        for claim in draft.claims:
            for kind, wrong in (*slips(draft, claim, rng), *swaps(assistant, draft, claim, rng)):
                caught = stopped(assistant, wrong)
                found[kind][caught] += 1
                if not caught:
                    through.append(
                        f"{kind}: {question}: {draft.text[claim.start - 25 : claim.end]} → {wrong.text[:160]}"
                    )
    return found, through


def main(corpus: Path, file: Path) -> None:
    assistant = Assistant(corpus)
    questions = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    found, through = measured(assistant, questions)
    for kind, counts in found.items():
        total = sum(counts.values())
        sys.stdout.write(
            f"{kind}: {counts[True]} of {total} stopped ({counts[True] / total:.2%})\n"
        )
    for line in through:
        sys.stdout.write(f"- {' '.join(line.split())}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""An answer is judged by what stands in it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from eval.run import questions
from eval.score import score

VERIFIED = [{"check": "verified"}]


def said(text: str, status: str = "answered", **more: Any) -> dict[str, Any]:
    return {"text": text, "status": status, "numbers": VERIFIED, "warnings": []} | more


CASES: list[tuple[dict[str, Any], dict[str, Any], tuple[bool, bool, bool]]] = [
    ({"values": ["364.4万元"]}, said("为 364.4 万元[1]"), (True, False, False)),
    ({"values": ["364.4万元"]}, said("为 3644000 元"), (True, False, False)),
    ({"values": ["364.4万元"]}, said("为 0.03644 亿元"), (True, False, False)),
    ({"values": ["364.4万元"]}, said("为 364.5 万元"), (False, True, False)),
    ({"values": ["364.4万元"]}, said("没有找到", "not_found", numbers=[]), (False, False, True)),
    ({"values": ["78.1%|78.05%"]}, said("占 78.05%"), (True, False, False)),
    ({"values": ["0辆"]}, said("车辆 0 辆"), (True, False, False)),
    ({"contains": ["没有|无"]}, said("无所属单位"), (True, False, False)),
    ({"or_contains": ["甲", "乙"]}, said("丙"), (False, True, False)),
    ({"not_contains": ["机密"]}, said("机密：一"), (False, True, False)),
    ({"warn": True}, said("364.4"), (False, True, False)),
    ({"status": "not_found"}, said("", "not_found", numbers=[]), (True, False, False)),
    ({"status": "not_found"}, said("为 1 万元"), (False, True, False)),
    ({"status": "not_found", "or_status": "out_of_scope"},
     said("", "out_of_scope", numbers=[]), (True, False, False)),
]  # fmt: skip


@pytest.mark.parametrize(("item", "answer", "expected"), CASES)
def test_right_wrong_and_refused_are_told_apart(
    item: dict[str, Any], answer: dict[str, Any], expected: tuple[bool, bool, bool]
) -> None:
    judged = score(item, answer)
    assert (judged.right, judged.confident_wrong, judged.refused) == expected


def test_we_judge_as_the_shared_scorer_does(shared: Path) -> None:
    path = shared / "tools" / "score_answers.py"
    spec = importlib.util.spec_from_file_location("score_answers", path)
    assert spec is not None
    assert spec.loader is not None
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    dev = questions(shared / "questions" / "dev.jsonl")
    pairs = [(item, answer) for item, answer, _ in CASES]
    pairs += [(item, answer) for item in dev for answer in drawn_answers(item)]
    ours = [score(item, answer).right for item, answer in pairs]
    assert ours == [not theirs.judge(item, answer) for item, answer in pairs]
    assert set(ours) == {True, False}


def drawn_answers(item: dict[str, Any]) -> list[dict[str, Any]]:
    """What the question wants, the same in other words, and replies that may be wrong."""
    keys = ("values", "values_last", "contains", "contains_last")
    wanted = [v.split("|")[-1] for key in keys for v in item.get(key, [])]
    text = "，".join([*wanted, *item.get("or_contains", [])])
    status = item.get("status", "answered")
    texts = (text, text.replace("万元", " 万"), text.replace("0", "1"), text[:-4], "364.4 万元")
    warned = [said(text, status, warnings=["两处不一致"]), said(text, "out_of_scope")]
    return [said(t, status) for t in texts] + warned

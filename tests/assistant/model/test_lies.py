"""A model that lies in every reply gets no number past the checks."""

from __future__ import annotations

from assistant.ask import Assistant
from assistant.model.client import model_of
from eval.endpoint import Script, endpoint
from eval.lies import Liar, measure
from eval.run import QUESTIONS, SAMPLES, questions
from ingest.pipeline import read_file


def test_over_the_whole_question_set_no_lie_brings_a_ticked_number() -> None:
    items = [item for path in sorted(QUESTIONS.glob("*.jsonl")) for item in questions(path)]
    books = read_file(next(SAMPLES.glob("*.pdf")))
    with endpoint(Script(Liar())) as settings:
        damage = measure(Assistant.of([books], model=model_of(settings)), items)
    assert (damage.ticked, damage.confident_wrong) == ([], [])
    assert damage.asked == len(items)
    assert damage.model_asked > 20
    assert {"void", "asked_back"} <= set(damage.outcomes)

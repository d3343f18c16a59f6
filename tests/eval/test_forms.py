"""The labels of tables, and what is said of a table against them."""

from __future__ import annotations

from eval.forms import MISSING, Judged, Label, drawn, judge, read_labels, report
from ingest.recognise.forms import UNCLASSIFIED, forms


def test_a_table_that_is_not_recognised_counts_as_wrong() -> None:
    label = Label("0" * 12, 3, "收入总表", "revenue_summary")
    judged = list(judge([label], []))
    assert judged == [Judged(label, MISSING)]
    assert report(judged).endswith("all: 0 of 1, 0.00%\n")


def test_pages_are_drawn_alike_each_time_and_by_turns_over_the_folders() -> None:
    pages = drawn({"a/1": 90, "a/2": 2, "b/1": 5}, 6)
    assert pages == drawn({"b/1": 5, "a/2": 2, "a/1": 90}, 6)
    assert len(set(pages)) == 6
    assert {name.split("/")[0] for name, _ in pages} == {"a", "b"}


def test_every_label_names_a_form() -> None:
    assert {label.form for label in read_labels()} <= {*forms(), UNCLASSIFIED}

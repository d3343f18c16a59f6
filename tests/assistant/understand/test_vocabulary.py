"""A word is looked up as if every way of saying every label had been written down."""

from __future__ import annotations

import pytest

from assistant.shelf.labels import Labels
from assistant.understand.fragments import shortened
from assistant.understand.vocabulary import Vocabulary, spellings

PRINTED = (
    "公务接待费", "公务用车运行维护费", "办公费", "其他商品和服务", "行政运行", "维修（护）费", "信息网络（及软件）购置",
    "老城农村公路改造工程", "因公出国（境）费用", "住房公积金", "30201", "税金及附加费用",
)  # fmt: skip


def vocabulary(*labels: str) -> Vocabulary:
    return Vocabulary(Labels({"a" * 12: "\n".join(labels)}))


def test_every_way_of_writing_a_label_stands_for_it() -> None:
    words = vocabulary(*PRINTED)
    missed = [
        (label, word)
        for label in PRINTED
        for word in spellings(label)
        if label not in words[word][0]
    ]
    assert missed == []


def test_every_short_form_stands_for_its_label_unless_it_is_a_label_itself() -> None:
    everyday = vocabulary()
    long = "长途客运站公务用车运行维护费"
    words = vocabulary(long, "长途客运站公车运维费")
    short = shortened(long) - {"长途客运站公车运维费"}
    assert len(short) > 2
    assert all(words[w] == (frozenset([long]), False) and w not in everyday for w in short)
    assert words["长途客运站公车运维费"][0] == {"长途客运站公车运维费"}


@pytest.mark.parametrize(
    ("word", "labels"),
    [
        ("信息网络购置", {"信息网络（及软件）购置"}),
        ("因公出国", set()),
        ("税金及附加", {"税金及附加费用"}),
        ("老城农村公路改造工程支出", {"老城农村公路改造工程"}),
        ("从未印过的", None),
        ("支出", None),
        ("30201", None),
    ],
)
def test_a_word_means_what_is_printed(word: str, labels: set[str] | None) -> None:
    words = vocabulary(*PRINTED)
    if labels is None:
        assert word not in words
    else:
        everyday = vocabulary().get(word, (frozenset(), False))[0]
        assert words.get(word, (frozenset(), False))[0] - everyday == labels


def test_all_words_are_those_that_are_known_one_by_one() -> None:
    words = vocabulary(*PRINTED)
    listed = list(words)
    assert listed == sorted(listed)
    assert {w for label in PRINTED for w in spellings(label) if w in words} <= set(listed)
    assert all(word in words for word in listed)
    assert words.of_length(3) == [w for w in listed if len(w) == 3]


def test_labels_are_told_by_whose_they_are_and_by_what_stands_in_them() -> None:
    labels = Labels({"a" * 12: "办公费\n住房公积金", "b" * 12: "办公费\n住房改革"})
    assert labels.of(["a" * 12]) == {"办公费", "住房公积金"}
    assert labels.of(["a" * 12, "b" * 12]) == labels.all
    assert list(labels.containing("住房", labels.all)) == ["住房公积金", "住房改革"]
    assert list(labels.containing("住房", labels.of(["b" * 12]))) == ["住房改革"]
    assert (labels.stands_in_one("公积"), labels.stands_in_one("公改")) == (True, False)

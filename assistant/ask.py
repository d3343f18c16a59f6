"""From a question to a verified answer: read this first.

plan (understand) → compose (execute, phrase with slots) → verify (from the finished text) → answer.
What does not verify is not shown.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import time
import weakref
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Caution, Check, Citation, Status
from assistant.audited import Audited, audited, audited_in
from assistant.catalogue import Catalogue, Unit, build, catalogue_of
from assistant.claims.check import Checker
from assistant.claims.verdict import Report
from assistant.examples import examples
from assistant.execute import changes
from assistant.health import Health, health
from assistant.holdings import Holding, holdings, tables_of
from assistant.model.client import Model, model_of
from assistant.model.interpreter import Interpreter
from assistant.passages import PassageSearch, Search
from assistant.phrase.across import across
from assistant.phrase.compose import COMPOSERS
from assistant.phrase.draft import Draft
from assistant.phrase.quoting import TEXTUAL, indicator, library, passage
from assistant.phrase.reading import in_words
from assistant.phrase.scene import Outcome, Scene, missing
from assistant.phrase.targets import aimed, of_another_kind
from assistant.phrase.telling import asks_amount, nearest, tell
from assistant.piecewise import Piece, together
from assistant.progress import AskingModel, Composed, Told, Understood, nobody, veiled
from assistant.prove import Prover
from assistant.refine import Alternatives, Correction, alternatives, corrected
from assistant.shelf.dense import exact_search
from assistant.understand.linking import Linker
from assistant.understand.normalise import fold_question, sound, to_simplified
from assistant.understand.parts import parts_of
from assistant.understand.planner import Before, Planner, Refusal
from assistant.understand.query import Operation, Query
from assistant.understand.wording import quoted_in
from assistant.verify import Reread
from ingest.corpus.askable import Askable
from ingest.corpus.ledger import open_ledger
from ingest.errors import CorpusChanged
from ingest.memory import collector_waits
from ingest.records import Disclosure, Role, Spot, Table
from ingest.settings import current_settings

LONGEST = 500  # letters of a question
LONGEST_DRAFT = 20_000  # letters of a draft
FROM_SCAN = "（数字读自扫描页的图像，没能核实，请对照原件。）"
MANY = 8  # disclosures that are each looked through
_NEVER_TOLD = frozenset({Operation.DEFINITION, Operation.CONTRADICTIONS, Operation.CODE})


class Assistant:
    """Answers over one corpus. Thread-safe for reading; reopen after an ingest."""

    _reopened: Callable[[], Assistant] | None = None

    def __init__(
        self,
        corpus_dir: Path,
        *,
        dense: Search | None = None,
        model: Model | None = None,
    ) -> None:
        """`model` is the one that the settings name, where none is given."""
        settings = current_settings()
        self._reopened = lambda: Assistant(corpus_dir, dense=dense, model=model)
        ledger = open_ledger(corpus_dir, settings=settings)
        weakref.finalize(self, ledger.close)
        askable = Askable(ledger)
        with collector_waits():
            catalogue = catalogue_of(askable, settings.memory_mb * 1_000_000)
            search = dense or exact_search(catalogue.shelf)
            self._set_up(catalogue, search, model or model_of(settings))

    def _set_up(
        self,
        catalogue: Catalogue,
        dense: Search | None,
        model: Model | None,
        reread: Reread | None = None,
    ) -> None:
        self.catalogue = catalogue
        self._examples: tuple[str, ...] = ()
        self.linker = Linker(catalogue)
        self.planner = Planner(catalogue, self.linker)
        self.search = PassageSearch(catalogue, dense)
        self._by_sha = catalogue.by_sha
        self.prover = Prover(catalogue, self._by_sha, reread)
        self.interpreter = (
            Interpreter(model, catalogue, self.linker, self.planner) if model else None
        )

    @classmethod
    def of(
        cls,
        docs: Sequence[Disclosure],
        *,
        dense: Search | None = None,
        model: Model | None = None,
        reread: Reread | None = None,
    ) -> Assistant:
        """An assistant over disclosures in memory, for tests and tools; `reread` in the place of
        their files."""
        made = cls.__new__(cls)
        made._set_up(build(docs), dense, model, reread)
        return made

    # ------------------------------------------------------------------ check

    @cached_property
    def _checker(self) -> Checker:
        return Checker(self.catalogue, self.linker, self.prover)

    def check(self, draft: str) -> Report:
        """A verdict on every number of a text that anyone wrote."""
        return self._checker.check(draft[:LONGEST_DRAFT])

    # ------------------------------------------------------------------ ask

    def warm(self) -> None:
        """Load what is otherwise loaded by the first question that needs it: some seconds."""
        to_simplified("預算")
        sound("预算")
        self.search.warm()
        self.ask("预算总共多少钱", with_model=False)

    @property
    def model_name(self) -> str:
        """The model that can be asked; "" where none is set up."""
        return self.interpreter.model.name if self.interpreter else ""

    def ask(
        self,
        question: str,
        history: Sequence[Before] = (),
        *,
        with_model: bool = True,
        told: Told = nobody,
        again: bool = False,
    ) -> Answer:
        """The answer to `question`; `history` holds the earlier questions of the conversation, or
        the queries that they were corrected to.

        `with_model` lets the model be asked, where one is set up, what a question means that is
        not understood without it. `told` hears how far the answer is, in the caller's thread.
        `again` says that the corpus was opened anew because it had changed.
        """
        began = time.perf_counter()
        before = [h if isinstance(h, Query) else h[:LONGEST] for h in history]
        try:
            answer = self._answer(question[:LONGEST], before, with_model, told)
        except CorpusChanged as error:  # what it needs was read in another state
            if not again and (anew := self._reopened):
                return anew().ask(question, history, with_model=with_model, told=told, again=True)
            answer = Answer(question, Status.NOT_FOUND, f"{error}。")
        return replace(answer, question=question, elapsed_ms=_since(began))

    def _answer(
        self, question: str, history: Sequence[Before], with_model: bool, told: Told
    ) -> Answer:
        if not self.catalogue.docs:
            return Answer(
                question, Status.NOT_FOUND, "文件库是空的：先用 chazhang ingest 放进公开文件。"
            )
        if not self.catalogue.units:  # opened at the moment in which all of it was replaced
            raise CorpusChanged("文件库刚刚有变动，还在整理：请再问一次")
        planned = self.planner.plan(question, history)
        if isinstance(planned, Refusal) and planned.query is None:
            return self._refuse(question, planned)
        query = planned.query if isinstance(planned, Refusal) else planned
        assert query is not None
        if isinstance(planned, Refusal):
            answer = self._not_found(question, query, planned.about)
        else:
            answer = self._answered(question, query, history, told)
        if answer.status is Status.NOT_FOUND and with_model and self.interpreter:
            told(AskingModel(self.model_name))
            return self._by_model(question, history, query, answer)
        return answer

    def _answered(
        self, question: str, query: Query, history: Sequence[Before] = (), told: Told = nobody
    ) -> Answer:
        told(Understood(in_words(query, self.catalogue)))
        outcome = self._compose(query, question)
        if (pieces := self._pieces(question, query, history)) and (
            draft := together(outcome, query, pieces)
        ):
            answer = self._verified(question, query, draft, told)
            if answer.status is Status.ANSWERED:
                return answer
        if outcome.status is Status.AMBIGUOUS:
            return self._which_one(question, query, outcome.missing)
        return self._told_of(question, query, outcome, told)

    def _told_of(self, question: str, query: Query, outcome: Outcome, told: Told) -> Answer:
        if outcome.status is not Status.ANSWERED:
            return self._not_found(question, query, outcome.missing)
        return self._verified(question, query, outcome.draft, told)

    # ------------------------------------------------------------------ correct

    def alternatives(self, given: Answer) -> Alternatives:
        """In which other ways a question could have been meant, of what the corpus holds."""
        return alternatives(given, self.catalogue)

    def correct(self, given: Answer, correction: Correction, *, told: Told = nobody) -> Answer:
        """The same question, asked of another body, year, stage or on another basis."""
        began = time.perf_counter()
        query = corrected(given, correction, self.catalogue)
        told(Understood(in_words(query, self.catalogue)))
        # without the bodies and years that the question named: it is another's now
        question = query.bare.strip() or given.question[:LONGEST]
        outcome = self._compose(query, question)
        answer = self._told_of(question, query, outcome, told)
        return replace(answer, question=given.question, elapsed_ms=_since(began))

    # ------------------------------------------------------------------ parts

    def _pieces(self, question: str, query: Query, history: Sequence[Before]) -> list[Piece]:
        """The questions in a question, each answered as if it were asked after the others."""
        bodies = set(self._bodies(query))
        parts = [
            _with_quotes(p, quoted_in(question)) for p in parts_of(self.planner.read(question))
        ]
        pieces: list[Piece] = []
        if parts and not history and not self.planner.names_alike(question, parts[0]):
            return []  # whose it is, is said at the end
        for n, part in enumerate(parts):
            planned = self.planner.plan(part, [*history, *parts[:n]])
            if not isinstance(planned, Query) or not set(self._bodies(planned)) <= bodies:
                return []
            if query.across and planned.units == query.units:
                continue  # all of it was set side by side already
            pieces.append(Piece(part, planned, self._compose(planned, part)))
        return pieces

    def _by_model(
        self, question: str, history: Sequence[Before], query: Query, plain: Answer
    ) -> Answer:
        """The answer to what the model takes the question for; `plain` where that comes to nothing.

        A reading whose labels are no way of saying the reader's words is only offered: the
        reader is told what was not found, and what the model would look up instead.
        """
        assert self.interpreter is not None
        meant, trace = self.interpreter.read(question, history, query)
        answer = self._answered(question, meant.query) if meant else plain
        if meant and answer.status is Status.ANSWERED and meant.grounded:
            trace.outcome = "answered"
        elif meant and answer.status is Status.ANSWERED:
            trace.outcome = "asked_back"
            ask_back = f"{plain.text}模型把{meant.said}理解，您问的是这个吗？"
            offered = tuple(dict.fromkeys((*_said_plainly(meant.query), *plain.follow_ups)))
            answer = replace(plain, status=Status.AMBIGUOUS, text=ask_back, follow_ups=offered[:3])
        else:
            answer = plain
        return replace(answer, query=answer.query | {"model": trace.to_json()})

    def _compose(self, query: Query, question: str) -> Outcome:
        """Side by side, or the newest disclosure that holds it; a question back where several
        bodies do."""
        if query.operation is Operation.LIBRARY:
            return library(Scene(query, self.catalogue))
        if query.across:
            outcome = across(Scene(query, self.catalogue, search=self.search))
            if outcome.status is Status.ANSWERED:
                return outcome
        outcomes: list[Outcome] = []
        found: dict[str, Outcome] = {}
        for unit in self._likely(query, question):
            if unit.entity in found:
                continue
            within = replace(query, doc_ids=unit.doc_ids)
            scene = Scene(within, self.catalogue, search=self.search)
            outcome = self._compose_one(scene, question)
            outcomes.append(outcome)
            if outcome.status is Status.ANSWERED:
                found[unit.entity] = outcome
            # of many bodies, words alone do not tell which is meant
            vague = bool(found) and not outcome.draft.claims and len(self._bodies(query)) > MANY
            if len(found) > 1 or vague:
                return Outcome(Status.AMBIGUOUS, Draft(), "、".join(self._bodies(query)[:8]))
        return next(iter(found.values()), outcomes[0])

    def _best_first(self, query: Query) -> list[Unit]:
        """Newest first where several disclosures fit."""
        return sorted(self.catalogue.meant(query.units), key=lambda u: -u.year)

    def _likely(self, query: Query, question: str) -> list[Unit]:
        """Of many disclosures, those that print what is asked for; the nearest in words if none."""
        meant = self._best_first(query)
        if len(meant) <= MANY:
            return meant
        keys = {k for i in query.items for k in i.keys}
        codes = {i.code for i in query.items if i.code}
        held = self.catalogue.holding(keys, codes)
        holding = [u for u in meant if held & set(u.doc_ids)]
        if holding and (query.items or codes):
            return holding[:MANY]
        near = {
            h.doc.id for h in self.search.search(self.planner.read(question), query.doc_ids, MANY)
        }
        return [u for u in meant if near & set(u.doc_ids)] or meant[:1]

    def _bodies(self, query: Query) -> list[str]:
        return sorted({u.entity for u in self._best_first(query)})

    def _which_one(self, question: str, query: Query, names: str) -> Answer:
        text = f"文件库里有不止一个部门，请写明问的是哪一个：{names}。"
        entities = names.split("、")[:3]
        asked = tuple(f"{e}：{question}" for e in entities)
        return Answer(question, Status.AMBIGUOUS, text, query=query.to_json(), follow_ups=asked)

    def _compose_one(self, scene: Scene, question: str) -> Outcome:
        """The operation's own composer; where it finds nothing, the sentences that tell it."""
        if _asks_more(scene.query, self.planner.read(question)):
            fresh = Scene(scene.query, self.catalogue, search=self.search)
            told = tell(fresh, scene.query.text, self.planner.read(question))
            said = len(re.findall(r"\d[\d,.]*", re.sub(r"\[\d+\]|20\d\d", "", told.draft.text)))
            if told.status is Status.ANSWERED and said > len(scene.query.items):
                return told
        outcome = self._by_operation(scene, question)
        if outcome.status is Status.ANSWERED and of_another_kind(
            outcome, self.planner.read(question)
        ):
            outcome = missing(scene, scene.query.bare.strip())
        if outcome.status is Status.ANSWERED or scene.query.operation in _NEVER_TOLD:
            return outcome
        fresh = Scene(scene.query, self.catalogue, search=self.search)
        headed = passage(fresh, self.planner.read(question)) if not scene.query.items else outcome
        if headed.status is Status.ANSWERED and not self._lacks_amount(headed, question):
            return headed
        told = tell(fresh, scene.query.text, self.planner.read(question))
        if told.status is Status.ANSWERED:
            return told
        if len(scene.query.doc_ids) <= MANY:
            fresh = Scene(scene.query, self.catalogue, search=self.search)
            target = aimed(fresh, self.planner.read(question))
            if target.status is Status.ANSWERED:
                return target
        near = nearest(
            Scene(scene.query, self.catalogue, search=self.search), self.planner.read(question)
        )
        return near if near.status is Status.ANSWERED else outcome

    def _by_operation(self, scene: Scene, question: str) -> Outcome:
        operation, text = scene.query.operation, scene.query.text.strip()
        if operation is Operation.INDICATOR:
            fresh = Scene(scene.query, self.catalogue, search=self.search)
            one = aimed(fresh, self.planner.read(question))
            if one.status is Status.ANSWERED and len(scene.query.items) < 2:
                return one
            return indicator(scene, self.planner.read(question))
        if operation is Operation.PASSAGE:
            told = passage(scene, self.planner.read(question))
            lacking = self._lacks_amount(told, question)
            return missing(scene, text or fold_question(question)) if lacking else told
        compose = COMPOSERS.get(operation) or TEXTUAL.get(operation)
        if compose is None or (operation in COMPOSERS and not self._has_items(scene)):
            return missing(scene, text or fold_question(question))
        return compose(scene)

    def _lacks_amount(self, told: Outcome, question: str) -> bool:
        """A passage without any amount does not tell how much."""
        words = re.sub(r"\[\d+\]|20\d\d", "", told.draft.text)
        return asks_amount(self.planner.read(question)) and not re.search(
            r"\d[万亿元]|\d\.\d", words
        )

    @staticmethod
    def _has_items(scene: Scene) -> bool:
        free = (Operation.CODE, Operation.EXTREME, Operation.PROJECTS, Operation.REASON)
        return bool(scene.query.items) or scene.query.operation in free

    # ------------------------------------------------------------------ verify

    def _verified(self, question: str, query: Query, draft: Draft, told: Told = nobody) -> Answer:
        told(Composed(veiled(draft.text)))
        proof = self.prover.prove(draft, told)
        if proof.failures:
            return self._unverifiable(question, query, proof.failures)
        if any(n.check is Check.UNVERIFIED for n in proof.numbers):
            draft.words(FROM_SCAN)
        read = {"reading": in_words(query, self.catalogue, draft.citations)}
        return Answer(question, Status.ANSWERED, draft.text, proof.numbers, tuple(draft.citations),
                      proof.warnings, query.to_json() | read, self._follow_ups(query))  # fmt: skip

    # ------------------------------------------------------------------ refusals

    def _refuse(self, question: str, refusal: Refusal) -> Answer:
        if refusal.status is Status.OUT_OF_SCOPE:
            text = "这个问题不在预算、决算公开文件的范围里，我只回答文件库里公开的内容。"
            return Answer(question, refusal.status, text, follow_ups=tuple(self.suggestions()[:3]))
        if refusal.query is not None:
            return self._not_found(question, refusal.query, refusal.about)
        near = refusal.bodies or self.linker.nearest_bodies(refusal.about)
        held = "、".join(self._held(near, 8))
        whose = "、".join(refusal.bodies[:3])
        text = f"文件库里没有{whose}“{refusal.about}”的公开文件。现有：{held}。"
        return Answer(question, refusal.status, text, follow_ups=tuple(self.suggestions()[:3]))

    def _held(self, bodies: Sequence[str], most: int) -> list[str]:
        """What there is, of some bodies where they are named."""
        stage = {"budget": "预算", "final": "决算"}
        units = self.catalogue.units_of(bodies) if bodies else self.catalogue.units
        return [f"{u.entity} {u.year} 年{u.scope}{stage[str(u.stage)]}" for u in units[:most]]

    def _not_found(self, question: str, query: Query, what: str) -> Answer:
        meant = self._best_first(query)
        who = meant[0].docs[0].identity
        whose = (
            f"{who.entity} {who.year} 年的公开文件"
            if len(self._bodies(query)) == 1
            else "文件库的公开文件"
        )
        near = self.linker.nearest(what, query.doc_ids) if what else []
        text = f"{whose}里没有找到“{_as_asked(what, query.bare) or question}”。"
        if query.year is not None and all(u.year != query.year for u in meant):
            text = f"文件库里没有 {query.year} 年的公开文件，{text}"
        if near:
            text += "最接近的有：" + "、".join(near) + "。"
        read = query.to_json() | {"reading": in_words(query, self.catalogue)}
        nearby = [f"{name}是多少？" for name in near[:2]]
        return Answer(question, Status.NOT_FOUND, text, query=read,
                      follow_ups=tuple([*nearby, *self.suggestions()][:3]))  # fmt: skip

    def _unverifiable(self, question: str, query: Query, failures: Sequence[str]) -> Answer:
        text = "找到了可能的答案，但没有通过核对，所以不显示。"
        warnings = tuple(Caution("unverified", f, ()) for f in failures[:5])
        return Answer(question, Status.NOT_FOUND, text, warnings=warnings, query=query.to_json())

    # ------------------------------------------------------------------ for the page

    def library(self) -> list[dict[str, Any]]:
        return [
            {"id": d.id, "entity": d.identity.entity, "year": d.identity.year,
             "stage": str(d.identity.stage), "title": d.title, "file": Path(d.path).name,
             "pages": d.n_pages, "media": d.media, "tables": tables_of(d)}
            for d in self.catalogue.docs
        ]  # fmt: skip

    @cached_property
    def _audited(self) -> tuple[Audited, ...]:
        return audited(self.catalogue)

    def audited(self) -> tuple[Audited, ...]:
        """What the audit found, with its places."""
        return self._audited

    def audited_in(self, doc: Disclosure) -> tuple[Audited, ...]:
        """What of it has a side in one file."""
        return audited_in(self.catalogue, doc)

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """Every file held, as the library lists it."""
        return holdings(self.catalogue)

    @cached_property
    def health(self) -> Health:
        """How far the corpus can be trusted; some seconds for hundreds of files."""
        return health(self.catalogue.docs, self.holdings, self._audited)

    def disclosure(self, disclosure_id: str) -> Disclosure | None:
        return self.catalogue.get(disclosure_id)

    def table_of(self, citation: Citation) -> Table | None:
        doc = self._by_sha.get(citation.sha256)
        if doc is None:
            return None
        if (spot := citation.spot) is not None:  # two tables may have one title
            return next((t for t in doc.tables if _holds(t, spot)), None)
        return next((t for t in doc.tables if t.title == citation.table), None)

    def file_path(self, sha256: str) -> Path | None:
        doc = self._by_sha.get(sha256)
        path = Path(doc.path) if doc else None
        return path if path is not None and path.exists() else None

    @cached_property
    def edition(self) -> str:
        """One word for what the corpus holds: another one as soon as a file of it is another."""
        held = sorted(d.sha256 for d in self.catalogue.docs)
        return hashlib.sha256("".join(held).encode()).hexdigest()[:16]

    def page_count(self, sha256: str) -> int:
        """How many pages a file has; 0 where it is not held or has none."""
        doc = self._by_sha.get(sha256)
        return doc.n_pages if doc else 0

    @property
    def examples(self) -> tuple[str, ...]:
        """Questions for a first visitor, of several kinds, each of which is answered; plainer ones
        until `find_examples` has tried them."""
        return self._examples or tuple(self.suggestions()[:4])

    def find_examples(self) -> None:
        answered = (
            q for q in examples(self.catalogue)
            if self.ask(q, with_model=False).status is Status.ANSWERED
        )  # fmt: skip
        self._examples = tuple(itertools.islice(answered, 6))

    def suggestions(self) -> list[str]:
        """Questions for the empty page, about what the corpus really holds."""
        if not self.catalogue.docs:
            return []
        who = self.catalogue.docs[0].identity
        stage = "预算" if str(who.stage) == "budget" else "决算"
        return [
            f"{who.entity}{who.year}年{stage}一共多少钱？",
            "基本支出占总支出的比重是多少？",
            "“三公”经费花多少？",
            "和上一年相比是多了还是少了，为什么？",
            "一般公共预算收入是多少？",
            "这份文件有自相矛盾的地方吗？",
        ]

    def _follow_ups(self, query: Query) -> tuple[str, ...]:
        asked = {k for i in query.items for k in i.keys}
        offered = [("基本支出", "基本支出是多少？"), ("项目支出", "项目支出是多少？"),
                   ("三公经费", "“三公”经费是多少？"), ("人员经费", "人员经费是多少？")]  # fmt: skip
        out = [q for key, q in offered if key not in asked]
        if query.operation is not Operation.REASON:
            told = any(changes(query, self.catalogue, i, (Role.CHANGE,)) for i in query.items)
            out.insert(0, f"{'' if told else '预算总额'}比上年多了还是少了，为什么？")
        return tuple(out[:3])


def _since(began: float) -> int:
    return round((time.perf_counter() - began) * 1000)


def _asks_more(query: Query, question: str) -> bool:
    """More quantities are asked for than items were recognised: a sentence may have them all."""
    asked = len(re.findall("多少|几(?!年)", question))
    plain = query.operation in (Operation.LOOKUP, Operation.PROJECTS, Operation.SUM)
    return plain and asked > max(1, len(query.items))


def _with_quotes(part: str, names: Sequence[str]) -> str:
    for name in names:
        part = part.replace(name, f"“{name}”")
    return part


def _said_plainly(query: Query) -> list[str]:
    """A question in the corpus's own words for each item of a reading."""
    return [f"{item.words}是多少？" for item in query.items]


def _as_asked(words: str, question: str) -> str:
    """逢 过节 → 逢年过节: the stretch of the question that words left over from it span."""
    parts = words.split()
    if len(parts) < 2 or any(p not in question for p in parts):
        return words.strip()
    stretch = question[question.find(parts[0]) : question.find(parts[-1]) + len(parts[-1])]
    return stretch.strip() if all(p in stretch for p in parts) else words.strip()


def _holds(table: Table, spot: Spot) -> bool:
    return any(cell.source is not None and cell.source.spot == spot for cell in table.cells)

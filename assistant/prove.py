"""What a finished draft is worth: every number checked against the file, with what warns of it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from assistant.answer import Caution, Check, Citation, Number
from assistant.catalogue import Catalogue
from assistant.phrase.draft import Draft
from assistant.progress import Proving, Told, nobody
from assistant.understand.normalise import fold
from assistant.verify import SCAN, Reread, verify
from ingest.amount import Amount
from ingest.errors import Unreadable
from ingest.read.again.rereader import SpotRereader
from ingest.read.reread import Rereader
from ingest.read.text import read_lines
from ingest.records import Box, Disclosure, Finding, Reading, Severity, Source, Spot

TELLING = 4  # letters of a finding that can be known again inside a quotation


@dataclass(frozen=True, slots=True)
class Proof:
    numbers: tuple[Number, ...]
    warnings: tuple[Caution, ...]
    failures: tuple[str, ...]  # why the draft must not be shown, in plain words


class Again(Protocol):
    """What reads a box of a PDF again; Unreadable where it cannot."""

    def read(self, path: Path, page: int, box: Box, expected: str = "") -> str: ...
    def read_scan(self, path: Path, page: int, box: Box) -> str | None: ...


class Spots(Protocol):
    """The same of Word, workbooks and web pages; None where the place is gone."""

    def read(
        self, path: Path, media: str, spot: Spot, expected: str, *, whole: bool
    ) -> str | None: ...


_read_by: list[tuple[Callable[[], Again], Callable[[], Spots]]] = [(Rereader, SpotRereader)]


def reread_with(boxes: Callable[[], Again], spots: Callable[[], Spots]) -> None:
    """From now on, in this process: a server must go on where a file ends whoever reads it."""
    _read_by.append((boxes, spots))


class Originals:
    """The files themselves, read again."""

    def __init__(self, by_sha: Mapping[str, Disclosure]) -> None:
        self._by_sha = by_sha
        make_rereader, make_spots = _read_by[-1]
        self._rereader, self._spots = make_rereader(), make_spots()

    def reread(self, citation: Citation) -> str | None:
        """What the file prints there now; None where it cannot be read any more."""
        try:
            return self._read(citation)
        except (Unreadable, OSError):
            return None

    def _read(self, citation: Citation) -> str | None:
        doc = self._by_sha[citation.sha256]
        path = Path(doc.path)
        if not path.exists():
            return None
        if (spot := citation.spot) is not None:
            whole = citation.kind == "table"
            return self._spots.read(path, doc.media, spot, citation.text, whole=whole)
        if citation.bbox is None or citation.page is None:
            return self._reread_line(path, citation)
        box = Box(*citation.bbox)
        if citation.source == SCAN:
            return None if citation.doubtful else self._rereader.read_scan(path, citation.page, box)
        return self._rereader.read(path, citation.page, box, citation.text)

    def _reread_line(self, path: Path, citation: Citation) -> str | None:
        lines = read_lines(path)
        if citation.line is None or not 0 < citation.line <= len(lines):
            return None
        near = "".join("".join(lines[citation.line - 1 : citation.line + 40]).split())
        return citation.text if "".join(citation.text.split()) in near else None


class Prover:
    """Reads again what drafts over one catalogue cite."""

    def __init__(
        self, catalogue: Catalogue, by_sha: Mapping[str, Disclosure], reread: Reread | None = None
    ) -> None:
        self.catalogue = catalogue
        self._by_sha = by_sha
        self.reread = reread or Originals(by_sha).reread

    def prove(self, draft: Draft, told: Told = nobody) -> Proof:
        touching = {c.id: self.findings_on(draft.refs[c.id], c) for c in draft.citations}
        conflicts = frozenset(
            i for i, found in touching.items()
            if any(f.severity is Severity.CONTRADICTION and len(f.sides) > 1 for f in found)
        )  # fmt: skip
        reread = _counted(self.reread, len(draft.citations), told)
        numbers, failures = verify(draft, reread, self.printed(draft), conflicts=conflicts)
        numbers = tuple(self._fit(n, draft) for n in numbers)
        if not failures:
            failures = tuple(
                f"{n.text}：没有核对上"
                for n in numbers
                if n.check is Check.UNVERIFIED and not _of_scan(n, draft)
            )
        if failures:
            return Proof(numbers, (), failures)
        return Proof(numbers, (*self._warn(draft, touching), *_scanned(numbers, draft)), ())

    def _fit(self, number: Number, draft: Draft) -> Number:
        """What is worked out from a table with a cell that could not be read may lack a part."""
        if number.check is not Check.DERIVED or not _of_scan(number, draft):
            return number
        cited = [draft.citations[n - 1] for n in number.citations]
        gaps = any(self._has_gap(citation) for citation in cited)
        return replace(number, check=Check.UNVERIFIED) if gaps else number

    def _has_gap(self, citation: Citation) -> bool:
        doc = self._by_sha[citation.sha256]
        return any(
            cell.source is not None and cell.source.reading is Reading.UNREADABLE
            for table in doc.tables
            if table.title == citation.table
            for cell in table.cells
        )

    def printed(self, draft: Draft) -> dict[int, Amount]:
        data = {n: self.catalogue.by_ref.get(ref) for n, ref in draft.refs.items()}
        return {n: d.amount for n, d in data.items() if d is not None and d.amount is not None}

    def findings_on(self, ref: str, citation: Citation) -> list[Finding]:
        """What the audit found of the place that a citation is of."""
        found = [f for _, f in self.catalogue.findings.get(ref, ())]
        doc = self._by_sha[citation.sha256]
        for finding in doc.findings:
            if finding in found or finding.severity is not Severity.CONTRADICTION:
                continue
            if any(_touches(side.source, citation) for side in finding.sides) or (
                finding.rule.startswith("wrong") and self._in_table(finding, citation, doc)
            ):
                found.append(finding)
        return found

    @staticmethod
    def _in_table(finding: Finding, citation: Citation, doc: Disclosure) -> bool:
        """A form headed with another body's name taints every number of that form."""
        table = next((t for t in doc.tables if t.title == citation.table), None)
        if table is None or citation.kind != "table":
            return False
        places = {_where(c.source) for c in table.cells if c.source}
        return any(_where(s.source) in places for s in finding.sides)

    def _warn(self, draft: Draft, touching: dict[int, list[Finding]]) -> tuple[Caution, ...]:
        out: dict[str, Caution] = {m: Caution(r, m, c) for r, m, c in draft.cautions}
        for number, found in list(touching.items()):
            doc = self._by_sha[draft.citations[number - 1].sha256]
            for finding in found:
                if finding.severity is not Severity.CONTRADICTION or finding.message in out:
                    continue
                cited = []
                for side in finding.sides:
                    datum = self.catalogue.by_ref.get(side.ref)
                    if datum is not None:
                        cited.append(draft.cite(datum))
                    else:
                        held = self._by_sha.get(side.source.file, doc)
                        cited.append(draft.cite_place(held, side.source, kind="table",
                                                      heading="", ref=side.ref))  # fmt: skip
                out[finding.message] = Caution(finding.rule, finding.message, tuple(cited))
        return tuple(out.values())


def _of_scan(number: Number, draft: Draft) -> bool:
    """Whether any of its sources is a picture."""
    return any(draft.citations[n - 1].source == SCAN for n in number.citations)


def _scanned(numbers: Sequence[Number], draft: Draft) -> Iterator[Caution]:
    """Numbers that were recognised in a picture and could not be confirmed."""
    unsure = [n for n in numbers if n.check is Check.UNVERIFIED]
    if unsure:
        texts = "、".join(dict.fromkeys(n.text for n in unsure))
        cited = tuple(dict.fromkeys(c for n in unsure for c in n.citations))
        message = f"{texts} 是从扫描页的图像上识别出来的，没能核实，引用前请对照原件图像。"
        yield Caution("read_from_scan", message, cited)


def _where(source: Source) -> tuple[object, ...]:
    return source.page, source.box, source.line, source.spot


def _counted(reread: Reread, of: int, told: Told) -> Reread:
    """Tells of each place that was read again."""
    done = itertools.count(1)

    def counting(citation: Citation) -> str | None:
        found = reread(citation)
        told(Proving(next(done), of))
        return found

    return counting


def _touches(source: Source, citation: Citation) -> bool:
    """The very place, or a place inside the lines that are quoted."""
    if _same_place(source, citation):
        return True
    here = source.page == citation.page is not None
    if source.spot is not None:
        here = source.spot == citation.spot
    quoted = citation.kind == "narrative" and here
    return quoted and len(source.text) >= TELLING and fold(source.text) in fold(citation.text)


def _same_place(source: Source, citation: Citation) -> bool:
    if source.spot is not None:
        return source.spot == citation.spot and source.text == citation.text
    box = tuple(source.box) if source.box else None
    if box is None:
        return (
            source.line is not None
            and source.line == citation.line
            and source.text == citation.text
        )
    return bool(source.page == citation.page and box == citation.bbox)

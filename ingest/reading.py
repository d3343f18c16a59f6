"""One file → what it means: the unit of work of any executor. Imports light, for quick workers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.corpus.faults import explain
from ingest.errors import ChazhangError, Unreadable
from ingest.memory import collector_waits
from ingest.pace import Pace, at_pace, current_pace
from ingest.records import Disclosure, Document

if TYPE_CHECKING:
    from ingest.corpus.packing import Packed

SUFFIXES = frozenset(
    [
        ".pdf",
        ".txt",
        ".docx",
        ".docm",
        ".doc",
        ".wps",
        ".rtf",
        ".odt",
        ".xlsx",
        ".xlsm",
        ".xls",
        ".et",
        ".ods",
        ".html",
        ".htm",
        ".mhtml",
        ".mht",
    ]
)


MOST_COUNTED = 500  # pages; a scan of twice as many fits, and claiming thousands gains nothing


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file cannot be read, in words for people."""

    reason: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost; a plain record, so that it travels to any worker."""

    seconds: int = 300
    megabytes: int = 2000
    pages: int = 3000
    page_seconds: float = 60.0
    more_seconds: float = 10.0  # for each page, on top of `seconds`

    def whole(self, pages: int) -> float:
        """Seconds of the processor that all pages may take that must be recognised."""
        return self.seconds + self.more_seconds * min(pages, MOST_COUNTED)


def read_file(path: Path) -> Disclosure:
    """One file end to end, in this process."""
    from ingest.check.columns import with_further_columns
    from ingest.check.readers import second_reading
    from ingest.check.scans import with_trust
    from ingest.check.unruled import with_proven_columns
    from ingest.interpret.disclosure import interpret
    from ingest.interpret.refusal import refusal
    from ingest.recognise.file import recognise

    document = read_document(path)
    recognised = recognise(document)
    disclosure = interpret(recognised)
    if reason := refusal(recognised, disclosure):
        raise Unreadable(reason)

    def understood(other: Document) -> Disclosure:
        return interpret(recognise(other))

    disclosure, document = with_further_columns(disclosure, document, understood)
    proven = with_proven_columns(second_reading(disclosure, document, understood))
    if reason := refusal(recognised, proven):
        raise Unreadable(reason)
    return with_trust(proven, document)


def read_document(path: Path) -> Document:
    """A file of any kind that can be read, by what it holds: its name may be wrong."""
    from ingest.read.office.kinds import Kind, kind_of
    from ingest.read.pdf import read_pdf
    from ingest.read.text import read_text

    content = path.read_bytes()
    kind = kind_of(path.suffix, content)
    if kind is Kind.PDF:
        return read_pdf(path)
    if kind is Kind.TEXT:
        return read_text(path)
    from ingest.read.office.document import read_office  # what it needs is loaded for it alone

    return read_office(path, content, kind)


def read_packed(path: Path, limits: Limits) -> Packed | Failure:
    """As read_one, with the rows made ready for the ledger."""
    from ingest.corpus.packing import pack

    read = read_one(path, limits)
    return read if isinstance(read, Failure) else pack(read)


def read_one(path: Path, limits: Limits) -> Disclosure | Failure:
    """The same where nothing that a broken file raises gets out but MemoryError."""
    try:
        with collector_waits(), at_pace(_pace_of(path, limits, _pages_of(path, limits))):
            return read_file(path)
    except ChazhangError as error:
        return Failure(str(error))
    except MemoryError:
        raise  # the worker is not to be used again
    except RecursionError:
        return Failure("文件里一层套一层，套得太深，读不了")
    except OSError as error:
        return Failure(f"读不了：{explain(error)}")
    except Exception:  # noqa: BLE001 (the edge: a broken file may raise anything)
        return Failure("文件损坏，或里面有不认识的格式")


def _pace_of(path: Path, limits: Limits, pages: int) -> Pace:
    return replace(current_pace(), page_seconds=limits.page_seconds, name=path.name,
                   file_seconds=limits.whole(pages))  # fmt: skip


def _pages_of(path: Path, limits: Limits) -> int:
    """Of a PDF; 0 of anything else. Raises Unreadable where there is no end to them."""
    from ingest.read.pdf import count_pages

    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            return 0
    count = count_pages(path)
    if count > limits.pages:
        raise Unreadable(f"文件有 {count} 页，超过 {limits.pages} 页的上限")
    return count

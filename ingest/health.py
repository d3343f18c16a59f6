"""Is everything as it should be: the program, and a corpus with its files, vectors and index.

Nothing is changed by looking: an older corpus is told to be one, and is not upgraded here.
"""

from __future__ import annotations

import hashlib
import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from ingest.corpus.engines import shown
from ingest.corpus.files import free_to_write
from ingest.corpus.index import FOLDER, index_of
from ingest.corpus.ledger import Ledger, held_version, open_ledger
from ingest.corpus.schema import VERSION
from ingest.errors import ChazhangError, CorpusError
from ingest.executors import open_pool
from ingest.look import FONTS
from ingest.settings import Settings

LIBRARIES = ("SQLAlchemy", "chromadb", "llama-index-core", "pypdfium2", "pdfplumber", "streamlit")
READERS_OF_SCANS = ("rapidocr", "rapidocr_onnxruntime")
SPACE = 1_000_000_000  # bytes free, below which the next ingest may end in the middle
NAMED = 3  # files named in one line
Watch = Callable[[int, int], None]


class State(StrEnum):
    GOOD = "ok"
    DOUBT = "warning"  # it works, but something is to be done or left out
    BAD = "fault"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it is, and a sentence for people."""

    name: str
    state: State
    told: str


def checks(corpus: Path, settings: Settings, watch: Watch) -> Iterator[Check]:
    """One after the other, as each is done; `watch` is told how many files have been compared."""
    yield _program()
    yield _fonts()
    yield _scans()
    yield _readers(settings)
    yield _space(corpus)
    opened = _ledger(corpus, settings)
    yield opened
    if opened.state is not State.GOOD:
        return
    with open_ledger(corpus, settings=settings) as ledger:
        for name, look in (
            ("integrity", _tables),
            ("readings", _stale),
            ("records", _records),
            ("originals", partial(_bytes, watch=watch)),
            ("vectors", _vectors),
            ("index", partial(_index, corpus=corpus, settings=settings)),
        ):
            yield _looked(name, look, ledger)


def _looked(name: str, look: Callable[[Ledger], Check], ledger: Ledger) -> Check:
    try:
        return look(ledger)
    except CorpusError as error:
        return Check(name, State.BAD, str(error))


# ---------------------------------------------------------------------- the program


def _program() -> Check:
    held = "、".join(f"{name} {_version(name)}" for name in LIBRARIES)
    own = f"查账 {_version('chazhang')}，Python {platform.python_version()}"
    return Check("program", State.GOOD, f"{own}；{held}")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "（没有装）"


def _fonts() -> Check:
    if held := next((f for f in FONTS if Path(f).exists()), None):
        return Check("fonts", State.GOOD, f"中文字体：{Path(held).name}")
    told = (
        "没有中文字体：chazhang look 画的图上汉字会成方框（Debian：apt-get install fonts-noto-cjk）"
    )
    return Check("fonts", State.DOUBT, told)


def _scans() -> Check:
    if held := next((name for name in READERS_OF_SCANS if find_spec(name)), None):
        return Check("ocr", State.GOOD, f"扫描件：由 {held} 识别")
    return Check("ocr", State.DOUBT, "没有装文字识别：扫描件读不了，有文字层的不受影响")


def _readers(settings: Settings) -> Check:
    if not settings.executor:
        return Check("executor", State.GOOD, "读文件：这台机器的进程")
    try:
        with open_pool(settings) as pool:
            told = f"读文件：{settings.executor}，同时读 {pool.width} 份"
    except ChazhangError as error:
        return Check("executor", State.BAD, str(error))
    return Check("executor", State.GOOD, told)


def _space(corpus: Path) -> Check:
    there = next(p for p in (corpus.resolve(), *corpus.resolve().parents) if p.is_dir())
    free = shutil.disk_usage(there).free
    told = f"磁盘还空 {free / 1e9:.1f} GB"
    return Check("disk", State.GOOD if free >= SPACE else State.DOUBT, told)


# ---------------------------------------------------------------------- the corpus


def _ledger(corpus: Path, settings: Settings) -> Check:
    url = settings.ledger_url.get_secret_value()
    where = f"文件库 {shown(url) if url else corpus}"
    try:
        held = held_version(corpus, settings)
    except CorpusError as error:
        return Check("ledger", State.BAD, str(error))
    if held == VERSION:
        engine = "PostgreSQL" if url else "SQLite"
        return Check("ledger", State.GOOD, f"{where}：{engine}，第 {held} 版")
    if held is None:
        return Check("ledger", State.DOUBT, f"{where} 还不存在：先运行 chazhang ingest 文件夹")
    if held > VERSION:
        told = f"{where}是更新的程序建的（第 {held} 版，这个程序是第 {VERSION} 版）：请升级程序"
        return Check("ledger", State.BAD, told)
    told = f"{where}是第 {held} 版，第一次打开时会就地升级到第 {VERSION} 版；先备份再开"
    return Check("ledger", State.DOUBT, told)


def _tables(ledger: Ledger) -> Check:
    if wrong := ledger.damage():
        return Check("integrity", State.BAD, f"数据库损坏（{wrong}）：请从备份恢复")
    return Check("integrity", State.GOOD, "数据库完好")


def _stale(ledger: Ledger) -> Check:
    if left := len(ledger.stale()):
        told = f"有 {left} 份是旧版程序读的，可以问；运行 chazhang ingest（不给路径）会重读"
        return Check("readings", State.DOUBT, told)
    return Check("readings", State.GOOD, "全部由现在的程序读的")


def _records(ledger: Ledger) -> Check:
    """What is held can be read back, disclosure by disclosure: never more than one in memory."""
    held, bad = ledger.originals(), []
    for own, path, _ in held:
        try:
            ledger.load(own)
        except CorpusError:
            bad.append(path.name)
    if bad:
        return Check("records", State.BAD, f"有 {len(bad)} 份的记录读不出来：{_some(bad)}")
    return Check("records", State.GOOD, f"{len(held)} 份公开文件的记录都读得出来")


def _bytes(ledger: Ledger, watch: Watch) -> Check:
    """The originals are there, and are the very bytes that were read."""
    held = ledger.originals()
    gone, other = [], []
    for done, (_, path, sha256) in enumerate(held, 1):
        try:
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                    other.append(path.name)
        except OSError:
            gone.append(path.name)
        watch(done, len(held))
    if gone or other:
        said = [
            f"{len(n)} 份{what}：{_some(n)}"
            for n, what in ((gone, "不见了或打不开"), (other, "内容变了"))
            if n
        ]
        told = f"原件有{'，'.join(said)}；引用它们的数字会核对不上，请从备份恢复 files 文件夹"
        return Check("originals", State.BAD, told)
    return Check("originals", State.GOOD, f"{len(held)} 份原件都在，和读的时候一个字节不差")


def _vectors(ledger: Ledger) -> Check:
    lacking, held = ledger.lacking_vectors()
    if lacking:
        told = (
            f"{held} 段文字里有 {len(lacking)} 段还没有向量：运行 chazhang ingest（不给路径）会补上"
        )
        return Check("vectors", State.DOUBT, told)
    return Check("vectors", State.GOOD, f"{held} 段文字都有向量")


def _index(ledger: Ledger, corpus: Path, settings: Settings) -> Check:
    url = settings.chroma_url
    where = f"向量索引（{shown(url) if url else 'Chroma，在文件库里'}）"
    mend = "运行 chazhang ingest（不给路径）会补上"
    if not url and not (corpus / FOLDER).is_dir():
        return Check("index", State.DOUBT, f"{where}还没有建：{mend}")
    with free_to_write(corpus) as free:
        if not free:
            return Check("index", State.DOUBT, f"{where}没有查：有一个 chazhang ingest 正在运行")
        lacking, excess = index_of(corpus, ledger, settings).differences(ledger)
    if lacking or excess:
        told = f"{where}少 {len(lacking)} 段、多 {len(excess)} 段：{mend}"
        return Check("index", State.DOUBT, told)
    held = sum(len(set(page)) for page in ledger.printed())
    return Check("index", State.GOOD, f"{where}和文件库一致，{held} 段")


def _some(names: list[str]) -> str:
    return "、".join(names[:NAMED]) + ("……" if len(names) > NAMED else "")

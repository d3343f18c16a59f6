"""The command line as other programs use it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest.corpus.ledger import FILE, open_ledger
from ingest.errors import ChazhangError
from ingest.export.rows import inert
from ingest.export.writers import write_csv
from tests.assistant.worlds import world
from tests.conftest import ROOT, sample_files
from tests.ingest.test_formats import disclosure
from ui.command import app

ANSWER = {
    "question", "status", "text", "numbers", "citations", "warnings", "query", "follow_ups",
    "elapsed_ms",
}  # fmt: skip
NUMBER = {"text", "value", "unit", "yuan", "check", "formula", "citations", "start", "end"}
CITATION = {
    "id", "file", "sha256", "entity", "year", "stage", "kind", "table", "form", "row", "column",
    "page", "bbox", "text", "line", "source", "doubtful", "sheet", "cell", "paragraph",
    "table_number", "table_row", "table_column",
}  # fmt: skip
HEAVY = [
    "chromadb",
    "llama_index",
    "pdfplumber",
    "pypdfium2",
    "sqlalchemy",
    "streamlit",
    "numpy",
    "pandas",
    "opencc",
    "alembic",
    "distributed",
    "psycopg",
]


def run(*args: object, code: int = 0) -> list[str]:
    result = CliRunner().invoke(app, [str(a) for a in args])
    assert result.exit_code == code, result.output
    return result.stdout.splitlines()


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from typer.testing import CliRunner; from ui.command import app; "
        "CliRunner().invoke(app, ['--help']); "
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_an_answer_has_the_fields_of_the_contract(founding_corpus: Path) -> None:
    (line,) = run("ask", "人员经费多少", "--json", "--corpus", founding_corpus)
    answer = json.loads(line)
    number, citation = answer["numbers"][0], answer["citations"][0]
    assert (set(answer), set(number), set(citation)) == (ANSWER, NUMBER, CITATION)
    assert answer["text"][number["start"] : number["end"]] == number["text"]
    assert (number["text"], number["value"], number["unit"], number["yuan"], number["check"]) == (
        "274.5 万元", "274.5", "万元", "2745000", "verified",
    )  # fmt: skip
    assert (citation["form"], citation["text"], citation["kind"], citation["year"]) == (
        "basic_expenditure", "274.5", "table", 2024,
    )  # fmt: skip
    assert len(citation["bbox"]) == 4


def test_a_batch_is_answered_in_order_from_one_process(
    founding_corpus: Path, tmp_path: Path
) -> None:
    batch = tmp_path / "q.jsonl"
    items = [{"q": "奖金多少"}, {"turns": ["奖金多少", "基本工资呢"]}, {"q": "今天天气"}]
    batch.write_text("\n".join(json.dumps(i) for i in items), encoding="utf-8")
    lines = run("ask", "--batch", batch, "--json", "--corpus", founding_corpus)
    first, second, third = (json.loads(x) for x in lines)
    assert (first["numbers"][0]["value"], third["status"]) == ("96.4", "out_of_scope")
    assert [a["numbers"][0]["value"] for a in second["answers"]] == ["96.4", "114.4"]


def test_ingest_reports_each_file_and_fails_if_one_failed(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"no")
    lines = run(
        "ingest", sample_files()[0], bad, "--json", "--corpus", tmp_path / "c", code=1
    )  # fmt: skip
    good, broken = (json.loads(x) for x in lines)
    assert list(good) == [
        "path", "sha256", "status", "entity", "year", "stage", "pages", "tables", "facts",
        "passages", "error", "duplicate_of",
    ]  # fmt: skip
    assert (good["status"], good["tables"], good["error"]) == ("ingested", 13, None)
    assert (broken["status"], bool(broken["error"])) == ("failed", True)


def test_a_missing_corpus_is_one_clear_line(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "from ui.command import main; main()", "list", "--corpus",
         str(tmp_path / "none")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert "先运行 chazhang ingest" in ran.stderr


def test_tables_are_given_as_printed_and_as_facts(founding_corpus: Path) -> None:
    tables = [json.loads(x) for x in run("tables", "--json", "--corpus", founding_corpus)]
    assert len(tables) == 13
    for table in tables:
        grid = table["header"] + table["rows"]
        printed = [(c["row"], c["column"], c["text"]) for c in table["cells"]]
        assert [grid[r][c] for r, c, _ in printed] == [t for _, _, t in printed]
    basic = next(t for t in tables if t["form"] == "basic_expenditure")
    assert {"row": ["奖金"], "code": "30103", "value": "96.4", "unit": "万元"}.items() <= next(
        f for f in basic["facts"] if f["code"] == "30103"
    ).items()


def test_the_audit_has_both_contradictions_of_the_sample(founding_corpus: Path) -> None:
    found = [json.loads(x) for x in run("audit", "--json", "--corpus", founding_corpus)]
    told = [f["message"] for f in found if f["severity"] == "contradiction"]
    assert len(told) == 2
    assert all(w in told[0] for w in ("284.4", "364.4"))
    assert "电子政务中心" in told[1]


def test_the_export_opens_in_a_spreadsheet(founding_corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "facts.csv"
    run("export", out, "--corpus", founding_corpus)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 291
    bonus = next(r for r in rows if (r["form"], r["code"]) == ("basic_expenditure", "30103"))
    assert (bonus["value"], bonus["unit"], bonus["year"]) == ("96.4", "万元", "2024")


@pytest.mark.parametrize(("also", "written"), [((), {"a.pdf"}), (("--all",), {"a.pdf", "a.html"})])
def test_the_export_has_of_several_formats_the_one_that_answers_are_read_from(
    tmp_path: Path, also: tuple[str, ...], written: set[str]
) -> None:
    formats = {media: disclosure(sha * 64, media) for media, sha in (("pdf", "a"), ("html", "b"))}
    with open_ledger(tmp_path, create=True) as ledger:
        for media, one in formats.items():
            ledger.save(replace(one, path=f"/books/a.{media}"))
    run("export", tmp_path / "facts.csv", "--corpus", tmp_path, *also)
    with (tmp_path / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {Path(row["file"]).name for row in rows} == written
    assert len(rows) == 4 * len(written)


def test_an_exported_name_is_no_formula(tmp_path: Path) -> None:
    drawn = world("一般公共预算基本支出表\n科目编码 | 科目名称 | 合计\n30101 | =HYPERLINK(1) | 1.0")
    assert write_csv([drawn], tmp_path / "facts.csv") == 1
    with (tmp_path / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["row"], row["value"]) == ("'=HYPERLINK(1)", "1.0")


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+cmd", "@x", "＝1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    assert inert(text) == "'" + text


@pytest.mark.parametrize("line", ["[1]", "{", '{"question": "x"}'])
def test_a_broken_batch_is_told_by_its_line(
    founding_corpus: Path, tmp_path: Path, line: str
) -> None:
    batch = tmp_path / "q.jsonl"
    batch.write_text('{"q": "奖金多少"}\n' + line, encoding="utf-8")
    result = CliRunner().invoke(
        app, ["ask", "--batch", str(batch), "--corpus", str(founding_corpus)]
    )
    assert (type(result.exception), "第 2 行" in str(result.exception)) == (ChazhangError, True)


def test_a_draft_is_checked_number_by_number(founding_corpus: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("金水区政务信息中心2024年人员经费274.5万元，公用经费99万元。", "utf-8")
    (line,) = run("check", draft, "--json", "--corpus", founding_corpus)
    told = json.loads(line)
    shown = [(n["text"], n["start"], n["verdict"], n["expected"]) for n in told["numbers"]]
    assert (told["text"], shown) == (
        draft.read_text("utf-8"),
        [("274.5万元", 18, "supported", "274.5 万元"), ("99万元", 30, "contradicted", "9.9 万元")],
    )
    said = "\n".join(run("check", draft, "--corpus", founding_corpus))
    assert "2 个数字：1 个相符，1 个不符。" in said


def test_a_draft_that_cannot_be_read_is_refused_in_plain_words(tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\xff\xfe\x00")
    for given in (bad, tmp_path / "none.txt", tmp_path):
        result = CliRunner().invoke(app, ["check", str(given)])
        assert isinstance(result.exception, ChazhangError)


def test_vectors_left_out_are_made_up_by_an_ingest_of_nothing(tmp_path: Path) -> None:
    corpus = tmp_path / "c"
    run("ingest", sample_files()[0], "--no-embed", "--jobs", 1, "--corpus", corpus)
    with open_ledger(corpus) as ledger:
        assert (ledger.vectors(), bool(ledger.passages())) == ({}, True)
    (line,) = run("ask", "三公经费是多少", "--json", "--corpus", corpus)  # answers meanwhile
    assert json.loads(line)["status"] == "answered"
    run("ingest", "--corpus", corpus)
    with open_ledger(corpus) as ledger:
        assert set(ledger.vectors()) == set(ledger.passages())


def test_the_doctor_tells_how_everything_is(founding_corpus: Path, tmp_path: Path) -> None:
    told = [json.loads(line) for line in run("doctor", "--json", "--corpus", founding_corpus)]
    assert [set(check) for check in told] == [{"check", "state", "message"}] * len(told)
    assert {c["state"] for c in told} <= {"ok", "warning"}
    assert {"ledger", "originals", "vectors", "index", "model"} <= {c["check"] for c in told}
    (tmp_path / FILE).write_text("这不是数据库" * 100, encoding="utf-8")
    said = "\n".join(run("doctor", "--corpus", tmp_path, code=1))
    assert "✗ 文件库读不出来：它不是文件库，或已经损坏" in said
    assert "✓ 没有设模型：不需要" in said


def test_an_index_that_lags_behind_is_told_and_fails_the_command(tmp_path: Path) -> None:
    environment = {"CHAZHANG_CHROMA_URL": "http://127.0.0.1:1"}
    command = ["ingest", str(sample_files()[0]), "--json", "--corpus", str(tmp_path / "c")]
    result = CliRunner().invoke(app, command, env=environment)
    assert (result.exit_code, json.loads(result.stdout)["status"]) == (1, "ingested")
    assert "读入的都已存好，可以问" in result.stderr

"""The command line as other programs use it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.conftest import ROOT, sample_files
from ui.command import app

ANSWER = {
    "question", "status", "text", "numbers", "citations", "warnings", "query", "follow_ups",
    "elapsed_ms",
}  # fmt: skip
HEAVY = ["chromadb", "llama_index", "pdfplumber", "pypdfium2", "sqlalchemy", "streamlit", "numpy", "pandas", "opencc"]


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
    assert set(answer) == ANSWER
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
        "passages", "error",
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


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x"])
def test_no_text_becomes_a_formula(text: str) -> None:
    from ingest.export import inert

    assert inert(text) == "'" + text


def test_a_draft_check_says_that_it_is_not_there_yet() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "from ui.command import main; main()", "check", "-"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, "还没有做好" in ran.stderr) == (2, True)

"""Every number with its source, in four formats that other programs open."""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from ingest.errors import ChazhangError
from ingest.export.rows import COLUMNS
from ingest.export.writers import WRITERS, write_csv, write_datapackage, write_parquet, write_xlsx
from ingest.records import Disclosure
from tests.assistant.worlds import world

DRAWN = """
一般公共预算基本支出表
科目编码 | 科目名称 | 合计
30101 | =HYPERLINK(1) | 1,150.10
30102 | 津贴补贴 | -2.50
"""


@pytest.fixture(scope="module")
def drawn() -> Disclosure:
    return world(DRAWN)


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_line_says_whose_what_where_and_how_much(drawn: Disclosure, tmp_path: Path) -> None:
    assert write_csv([drawn], tmp_path / "facts.csv") == 2
    row = lines(tmp_path / "facts.csv")[0]
    assert list(row) == [c.name for c in COLUMNS]
    told = {"form": "basic_expenditure", "row": "'=HYPERLINK(1)", "code": "30101",
            "text": "1,150.10", "value": "1150.10", "unit": "万元", "yuan": "11501000.00",
            "sha256": drawn.sha256}  # fmt: skip
    assert {key: row[key] for key in told} == told


def test_a_negative_number_stays_a_number(drawn: Disclosure, tmp_path: Path) -> None:
    write_csv([drawn], tmp_path / "facts.csv")
    row = lines(tmp_path / "facts.csv")[1]
    assert (row["text"], row["value"]) == ("-2.50", "-2.50")


def test_a_workbook_holds_no_formula(drawn: Disclosure, tmp_path: Path) -> None:
    assert write_xlsx([drawn], tmp_path / "facts.xlsx") == 2
    with zipfile.ZipFile(tmp_path / "facts.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=HYPERLINK(1)" in sheet
    assert "<v>1150.10</v>" in sheet


def test_parquet_keeps_exact_decimals(drawn: Disclosure, tmp_path: Path) -> None:
    assert write_parquet([drawn], tmp_path / "facts.parquet") == 2
    table = parquet.read_table(tmp_path / "facts.parquet")
    assert table.column_names == [c.name for c in COLUMNS]
    assert table.column("value").to_pylist() == [Decimal("1150.10"), Decimal("-2.50")]
    assert table.column("year").to_pylist() == [drawn.identity.year] * 2


def described(folder: Path) -> dict[str, Any]:
    package: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return package


def test_a_data_package_describes_its_table(drawn: Disclosure, tmp_path: Path) -> None:
    assert write_datapackage([drawn], tmp_path / "out") == 2
    package = described(tmp_path / "out")
    (resource,) = package["resources"]
    content = (tmp_path / "out" / resource["path"]).read_bytes()
    assert (resource["bytes"], resource["rows"]) == (len(content), 2)
    assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
    fields = [f["name"] for f in resource["schema"]["fields"]]
    assert fields == list(lines(tmp_path / "out" / "facts.csv")[0])
    assert package["sources"] == [{"title": Path(drawn.path).name, "sha256": drawn.sha256}]


def test_the_fiscal_model_stands_on_columns_of_the_table(drawn: Disclosure, tmp_path: Path) -> None:
    write_datapackage([drawn], tmp_path)
    model = described(tmp_path)["model"]
    attributes = [
        a["source"] for d in model["dimensions"].values() for a in d["attributes"].values()
    ]
    assert model["measures"] == {"amount": {"source": "yuan", "currency": "CNY"}}
    assert set(attributes) <= {c.name for c in COLUMNS}
    assert all(set(d["primaryKey"]) <= set(d["attributes"]) for d in model["dimensions"].values())


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_a_failed_export_leaves_what_was_there(tmp_path: Path, form: str) -> None:
    out = tmp_path / "facts"
    out.write_text("before", encoding="utf-8")

    def broken() -> Any:
        yield world(DRAWN)
        raise ChazhangError("文件库断了")

    with pytest.raises(ChazhangError, match="断了"):
        WRITERS[form](broken(), out)
    assert (out.read_text(encoding="utf-8"), list(tmp_path.iterdir())) == ("before", [out])


@pytest.mark.parametrize("form", list(WRITERS))
def test_nothing_held_is_an_empty_table(tmp_path: Path, form: str) -> None:
    assert WRITERS[form]([], tmp_path / "out") == 0
    assert (tmp_path / "out").exists()

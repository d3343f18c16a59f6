"""All numbers as CSV, a workbook, Parquet or a data package. No output is ever half a file."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from ingest.export.package import package_json
from ingest.export.rows import COLUMNS, Origin, inert, noted, rows_of
from ingest.records import Disclosure

Disclosures = Iterable[Disclosure]
SHEET_ROWS = 1_048_575  # a spreadsheet holds no more under the header
EXACT = 15  # digits that a spreadsheet keeps of a number; longer ones are written as text
PLACES, WHOLE = 12, 26  # digits after and before the point in a Parquet column


@contextmanager
def whole(out: Path) -> Iterator[Path]:
    """A place beside `out` that becomes `out` once it is complete."""
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(out.name + ".part")
    try:
        yield part
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def write_csv(disclosures: Disclosures, out: Path) -> int:
    """Opens well in a spreadsheet, and no cell of it is a formula."""
    count = 0
    with whole(out) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([c.name for c in COLUMNS])
        for disclosure in disclosures:
            for row in rows_of(disclosure):
                writer.writerow([_for_csv(value) for value in row])
                count += 1
    return count


def _for_csv(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return inert(value) if isinstance(value, str) else value


def write_xlsx(disclosures: Disclosures, out: Path) -> int:
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    count, sheet = 0, None
    with whole(out) as part, xlsxwriter.Workbook(part, options) as book:
        for disclosure in disclosures:
            for row in rows_of(disclosure):
                if sheet is None or count % SHEET_ROWS == 0:
                    sheet = _new_sheet(book)
                for column, value in enumerate(row):
                    _put(sheet, count % SHEET_ROWS + 1, column, value)
                count += 1
        if sheet is None:
            _new_sheet(book)
    return count


def _new_sheet(book: Any) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for column, described in enumerate(COLUMNS):
        sheet.write_string(0, column, described.name)
    return sheet


def _put(sheet: Any, row: int, column: int, value: object) -> None:
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > EXACT:
        value = f"{value:f}"
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)


def write_parquet(disclosures: Disclosures, out: Path) -> int:
    import pyarrow as pa
    from pyarrow import parquet

    kinds = {"string": pa.string(), "integer": pa.int32(), "number": pa.decimal128(38, PLACES)}
    schema = pa.schema([
        pa.field(c.name, kinds[c.kind], metadata={"title": c.title}) for c in COLUMNS
    ])  # fmt: skip
    count = 0
    with whole(out) as part, parquet.ParquetWriter(part, schema) as writer:
        for disclosure in disclosures:
            rows = [[_for_parquet(v) for v in row] for row in rows_of(disclosure)]
            columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
            arrays = [pa.array(v, f.type) for v, f in zip(columns, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            count += len(rows)
    return count


def _for_parquet(value: object) -> object:
    """A number that does not fit the column is left out rather than rounded: `text` has it."""
    if not isinstance(value, Decimal):
        return value
    exponent = int(value.as_tuple().exponent)
    return value if exponent >= -PLACES and value.adjusted() < WHOLE else None


def write_datapackage(disclosures: Disclosures, out: Path) -> int:
    """A folder that describes itself: facts.csv, and datapackage.json with schema and sources."""
    from ingest.errors import ChazhangError

    if out.is_file():
        raise ChazhangError(f"{out} 是文件；datapackage 要写成文件夹")
    out.mkdir(parents=True, exist_ok=True)
    origins: list[Origin] = []
    table = out / "facts.csv"
    count = write_csv(noted(disclosures, origins), table)
    with table.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    described = package_json(origins, count, table.stat().st_size, digest)
    with whole(out / "datapackage.json") as part:
        text = json.dumps(described, ensure_ascii=False, indent=2)
        part.write_text(text + "\n", encoding="utf-8")
    return count


WRITERS: dict[str, Callable[[Disclosures, Path], int]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "parquet": write_parquet,
    "datapackage": write_datapackage,
}

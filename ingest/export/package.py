"""What datapackage.json says: Frictionless Data Package, with the model of Fiscal Data Package."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ingest.export.rows import COLUMNS, Origin

REQUIRED = frozenset({"entity", "year", "stage", "text", "value", "file", "sha256", "id"})
ENUMS = {"stage": ["budget", "final"]}
DIMENSIONS: dict[str, tuple[str, tuple[str, ...]]] = {  # name → dimensionType, its columns
    "administrator": ("entity", ("entity", "region")),
    "date": ("datetime", ("fact_year",)),
    "disclosure": ("other", ("year", "stage", "file", "sha256")),
    "classification": ("classification", ("code", "row")),
    "place": ("other", ("form", "title", "column", "page", "bbox", "id", "reading")),
}


def package_json(origins: Sequence[Origin], count: int, size: int, digest: str) -> dict[str, Any]:
    """`sources` names every file by its content; the disclosures are public documents."""
    return {
        "name": "chazhang",
        "title": "政府预算、决算公开文件里的数",
        "profile": "fiscal-data-package",
        "sources": [{"title": o.file, "sha256": o.sha256} for o in origins],
        "resources": [_resource(count, size, digest)],
        "model": _model(),
    }


def _resource(count: int, size: int, digest: str) -> dict[str, Any]:
    return {
        "name": "facts",
        "title": "公开文件里的每个数，连同出处",
        "path": "facts.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "rows": count,
        "schema": {
            "fields": [_field(*column) for column in COLUMNS],
            "missingValues": [""],
            "primaryKey": ["id"],
        },
    }


def _field(name: str, kind: str, title: str) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if name in REQUIRED else {}
    if name in ENUMS:
        constraints["enum"] = ENUMS[name]
    field: dict[str, Any] = {"name": name, "type": kind, "title": title}
    return field | ({"constraints": constraints} if constraints else {})


def _model() -> dict[str, Any]:
    """The measure is in 元 whatever unit was printed; money alone has it."""
    return {
        "measures": {"amount": {"source": "yuan", "currency": "CNY"}},
        "dimensions": {
            name: {
                "dimensionType": kind,
                "primaryKey": list(columns[:1]),
                "attributes": {column: {"source": column} for column in columns},
            }
            for name, (kind, columns) in DIMENSIONS.items()
        },
    }

"""Nothing is used that may not be, and no licence is unknown."""

from __future__ import annotations

import pytest

from tests.licences import FREE, WEAK, folded, kind_of, licence_of, needed

# used as they are: psycopg is loaded only where PostgreSQL is asked for, the others are data or
# build tools
MAY_BE_WEAK = {"certifi", "orjson", "pathspec", "psycopg", "psycopg-binary", "tqdm"}


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("MIT", FREE),
        ("Apache-2.0 OR GPL-3.0-only", FREE),
        ("MIT AND GPL-3.0-only", ""),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", WEAK),
        ("(MIT AND Zlib) OR Proprietary", FREE),
        ("AGPL-3.0", ""),
        ("LGPL-3.0-only", WEAK),
        ("Free for non-commercial use", ""),
        ("", ""),
    ],
)
def test_a_licence_is_judged_by_all_that_it_says(expression: str, kind: str) -> None:
    assert kind_of(expression) == kind


def test_every_library_is_under_a_licence_that_is_known_and_allowed() -> None:
    held = {folded(d.metadata["Name"]): licence_of(d) for d in needed()}
    assert len(held) > 100
    unknown = {name: said for name, said in held.items() if kind_of(said) == ""}
    weak = {name for name, said in held.items() if kind_of(said) == WEAK}
    assert (unknown, weak - MAY_BE_WEAK) == ({}, set())


def test_the_default_install_has_no_library_of_the_gpl_family() -> None:
    held = {folded(d.metadata["Name"]): licence_of(d) for d in needed(())}
    assert {name: said for name, said in held.items() if "GPL" in said.upper()} == {}

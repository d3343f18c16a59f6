"""One slip of the pen: what may have been meant, and which sums it would close."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.check.slips import is_slip, slip_in_sum


@pytest.mark.parametrize(
    ("printed", "right", "expected"),
    [
        ("9746.50", "9146.50", True),  # a digit
        ("5364.75", "-5364.75", True),  # the sign
        ("53647500", "5364.75", True),  # the unit
        ("5364.75", "5364.75", False),
        ("5364.75", "5634.75", True),  # two digits exchanged
        ("5364.75", "53864.75", True),  # one left out
        ("536.475", "5364.75", True),  # the point
        ("5364.75", "5377.64", False),  # three digits
        ("80.0", "90.0", False),  # short numbers are like one another by chance
    ],
)
def test_a_slip_is_a_digit_a_sign_or_a_unit(printed: str, right: str, expected: bool) -> None:
    assert is_slip(Decimal(printed), Decimal(right)) is expected


@pytest.mark.parametrize(
    ("stated", "parts", "expected"),
    [
        ("1364.40", ["281.37", "1080.00"], False),
        ("1964.40", ["284.40", "1080.00"], True),  # the total by a digit
        ("1364.40", ["2844000", "1080.00"], True),  # a part in 元
        ("1364.40", ["-284.40", "1080.00"], True),
        ("284.40", ["1364.40", "1080.00"], True),  # total and part in each other's place
        ("1284.40", ["284.40", "1000.00", "200.00"], False),  # 200 is part of 1000.00
    ],
)
def test_a_sum_that_one_slip_keeps_from_closing_is_known(
    stated: str, parts: list[str], expected: bool
) -> None:
    assert slip_in_sum(Decimal(stated), [Decimal(part) for part in parts]) is expected

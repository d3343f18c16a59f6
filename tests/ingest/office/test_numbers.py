"""What a sheet shows of a stored number is what is printed."""

from __future__ import annotations

import pytest

from ingest.read.office.numbers import shown, stored

ACCOUNTS = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        ("364.4", "General", "364.4"),
        ("364.39999999999998", "General", "364.4"),  # the noise of binary fractions
        ("80", "0.0", "80.0"),  # the printed precision is the format's
        ("364.45", "0.0", "364.5"),
        ("2.675", "0.00", "2.68"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("0", "#,##0.00", "0.00"),
        ("0", ACCOUNTS, "-"),
        ("-10", ACCOUNTS, "-10.00"),
        ("0", "0.0;-0.0;;@", ""),  # zeros that are not shown
        ("-0.01", "0.0", "-0.0"),
        ("0.781", "0.0%", "78.1%"),
        ("123456", "0!.0000", "12.3456"),  # 元 shown in 万元
        ("1234567", "#,##0,", "1,235"),
        ("3", "000", "003"),
        ("12345.6", '#,##0.0"万元"', "12,345.6万元"),
        ("5", '[>=1]0.0;"不足1"', "5.0"),
        ("0.4", '[>=1]0.0;"不足1"', "不足1"),
        ("-3", "#,##0.0;[Red](#,##0.0)", "(3.0)"),
        ("45292", 'yyyy"年"m"月"d"日"', "2024年1月1日"),
        ("0.5", "h:mm", "12:00"),
        ("1e3", "0.00E+00", "1000"),
    ],
)
def test_a_number_is_shown_as_its_format_says(number: str, code: str, text: str) -> None:
    value = stored(number)
    assert value is not None
    assert shown(value, code) == text

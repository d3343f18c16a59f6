"""A stored number and its format → what the sheet shows: that, and no more, is what is printed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

KEPT = Context(prec=15, rounding=ROUND_HALF_UP)  # digits that spreadsheets keep
GENERAL = "General"
BUILT_IN: dict[int, str] = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '#,##0;-#,##0;"-"',
    43: '#,##0.00;-#,##0.00;"-"', 44: '#,##0.00;-#,##0.00;"-"', 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: 'yyyy"年"m"月"', 56: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_(?P<gap>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]|'
    r"(?P<general>General|G/通用格式)|(?P<half>AM/PM|A/P|上午/下午)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+)|"
    r"(?P<exponent>[eE][+-])|(?P<digit>[0#?])|(?P<plain>.)",
    re.S,
)
CONDITION = re.compile(r"([<>=]+)\s*(-?[\d.]+)")
WEEK = "一二三四五六日"

Token = tuple[str, str]  # kind, text


def stored(text: str) -> Decimal | None:
    """A number as it stands in the file, without the noise of binary fractions."""
    try:
        return KEPT.create_decimal(text.strip())
    except (InvalidOperation, ValueError):
        return None


def plain(number: Decimal) -> str:
    """All its digits, no exponent, no zeros that were not stored."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(number: Decimal, code: str, *, from_1904: bool = False) -> str:
    """The number under an Excel format code, without blanks at its ends."""
    if not number.is_finite():
        return str(number)
    sections = sections_of(code)
    tokens, as_is = _section(sections, number)
    if any(kind in ("date", "half") for kind, _ in tokens):
        return _date(number, tokens, from_1904)
    if not tokens and len(sections) > 1:
        return ""  # an empty part of a format shows nothing
    if not tokens or any(kind == "general" for kind, _ in tokens) or ("plain", "@") in tokens:
        return _around(tokens, number if as_is else abs(number))
    if any(kind == "exponent" for kind, _ in tokens) or ("plain", "/") in tokens:
        return plain(number)
    if not any(kind == "digit" for kind, _ in tokens):
        return _literals(tokens).strip()
    sign = "-" if number < 0 and as_is else ""
    return (sign + _digits(abs(number), tokens)).strip()


def sections_of(code: str) -> list[list[Token]]:
    found: list[list[Token]] = [[]]
    for match in TOKEN.finditer(code if code.strip() else GENERAL):
        kind = match.lastgroup or "plain"
        text = match[kind]
        if kind == "plain" and text == ";":
            found.append([])
        elif kind not in ("gap", "fill"):
            found[-1].append((kind, text))
    return found


def _section(sections: list[list[Token]], number: Decimal) -> tuple[list[Token], bool]:
    """The part of the format that holds for the number, and whether its sign is still to be set."""
    for section in sections[:2]:
        asked = next((CONDITION.fullmatch(t) for k, t in section if k == "bracket"
                      and CONDITION.fullmatch(t)), None)  # fmt: skip
        if asked is not None and _holds(number, asked[1], Decimal(asked[2])):
            return section, True
        if asked is not None and section is sections[0]:
            return sections[1] if len(sections) > 1 else section, True
    if len(sections) == 1:
        return sections[0], True
    if number < 0:
        return sections[1], False
    if number == 0 and len(sections) > 2:
        return sections[2], True
    return sections[0], True


def _holds(number: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": number < bound, ">": number > bound, "=": number == bound,
        "<=": number <= bound, ">=": number >= bound, "<>": number != bound,
    }.get(sign, False)  # fmt: skip


def _literals(tokens: list[Token]) -> str:
    return "".join(_literal(token) for token in tokens)


def _literal(token: Token) -> str:
    kind, text = token
    if kind in ("quoted", "escaped", "plain"):
        return "" if (kind, text) == ("plain", "@") else text
    if kind == "bracket" and text.startswith("$"):
        return text[1:].split("-")[0]
    return ""


def _around(tokens: list[Token], number: Decimal) -> str:
    """General between the words of the format."""
    out, put = "", False
    for kind, text in tokens:
        if kind == "general" or (kind, text) == ("plain", "@"):
            out, put = out + plain(number), True
        else:
            out += _literal((kind, text))
    return (out if put else plain(number)).strip()


def _digits(number: Decimal, tokens: list[Token]) -> str:
    """0, #, ? are filled from the point outwards; words between them stay where they are."""
    first = next(i for i, (kind, _) in enumerate(tokens) if kind == "digit")
    last = max(i for i, (kind, _) in enumerate(tokens) if kind == "digit")
    before, body, after = tokens[:first], tokens[first : last + 1], tokens[last + 1 :]
    point = next((i for i, t in enumerate(body) if t == ("plain", ".")), None)
    while after and after[0] == ("plain", ","):  # each comma at the end takes a thousand off
        number, after = number.scaleb(-3), after[1:]
    number = number.scaleb(2 * sum(t == ("plain", "%") for t in tokens))
    whole = body if point is None else body[:point]
    part = [] if point is None else body[point + 1 :]
    places = sum(kind == "digit" for kind, _ in part)
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=60))
    left, _, right = f"{rounded:f}".partition(".")
    out = _whole(left, whole)
    if point is not None:
        out += "." + _part(right, part)
    return _literals(before) + out + _literals(after)


def _whole(digits: str, tokens: list[Token]) -> str:
    grouped = ("plain", ",") in tokens
    left = list(digits.lstrip("0"))
    out: list[str] = []
    slots = sum(kind == "digit" for kind, _ in tokens)
    done = 0
    for kind, text in reversed(tokens):
        if kind != "digit":
            out.append("" if (kind, text) == ("plain", ",") else _literal((kind, text))[::-1])
            continue
        slots -= 1
        for _ in range(max(1, len(left)) if slots == 0 else 1):
            digit = left.pop() if left else "0" if text == "0" else ""
            if digit and grouped and done and done % 3 == 0:
                out.append(",")
            done += bool(digit)
            out.append(digit)
    return "".join(out)[::-1]


def _part(digits: str, tokens: list[Token]) -> str:
    left = digits.rstrip("0")
    out, at = "", 0
    for kind, text in tokens:
        if kind != "digit":
            out += _literal((kind, text))
            continue
        out += digits[at] if at < len(left) or text == "0" else ""
        at += 1
    return out


# ------------------------------------------------------------------ dates


def moment(number: Decimal, from_1904: bool) -> datetime | None:
    """A serial number of days as a date; 1900 is taken for a leap year, as spreadsheets do."""
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 (no zone is meant)
    days = number if from_1904 or number >= 60 else number + 1
    try:
        return start + timedelta(seconds=int((days * 86400).to_integral_value(ROUND_HALF_UP)))
    except (OverflowError, InvalidOperation):
        return None


def _date(number: Decimal, tokens: list[Token], from_1904: bool) -> str:
    at = moment(number, from_1904)
    if at is None or number < 0:
        return plain(number)
    out, hours = "", False
    for n, (kind, text) in enumerate(tokens):
        if kind == "date":
            letter = text[0].lower()
            minutes = letter == "m" and (hours or _seconds_follow(tokens[n + 1 :]))
            out += _unit(at, "n" if minutes else letter, len(text))
            hours = letter == "h" or (hours and letter != "m")
        elif kind == "half":
            out += "AM" if at.hour < 12 else "PM"
        elif kind == "bracket" and text.lower() in ("h", "hh"):
            out, hours = out + str(int(number * 24)), True
        else:
            out += _literal((kind, text))
    return out.strip()


def _seconds_follow(tokens: list[Token]) -> bool:
    after = next((text for kind, text in tokens if kind == "date"), "")
    return after[:1].lower() == "s"


def _unit(at: datetime, letter: str, width: int) -> str:
    if letter == "y":
        return f"{at.year:04d}" if width > 2 else f"{at.year % 100:02d}"
    if letter == "d" and width > 2:
        return "星期" + WEEK[at.weekday()]
    if letter == "m" and width > 2:
        return f"{at.month}月"
    value = {"m": at.month, "d": at.day, "h": at.hour, "n": at.minute, "s": at.second}[letter]
    return f"{value:02d}" if width > 1 else str(value)

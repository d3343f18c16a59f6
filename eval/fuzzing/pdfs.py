"""PDFs broken byte by byte and object by object. The same draw breaks the same way."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable

OBJECT = re.compile(rb"(\d+)\s+0\s+obj\b(.*?)endobj", re.S)
STREAM = re.compile(rb"stream\r?\n(.*?)(?:\r?\n)?endstream", re.S)
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
NAME = re.compile(rb"/[A-Za-z]\w+")
REFERENCE = re.compile(rb"\d+ 0 R")
ODD_NUMBERS = (
    b"0", b"-1", b"1e308", b"2147483648", b"-2147483649", b"99999999999999999999",
    b"0.0000000001", b"65536", b"nan",
)  # fmt: skip
ODD_NAMES = (b"/Type", b"/Pages", b"/Page", b"/FlateDecode", b"/JBIG2Decode", b"/DCTDecode",
             b"/LZWDecode", b"/ObjStm", b"/Font", b"/XObject", b"/Parent", b"/Kids")  # fmt: skip
ODD_OPERATORS = (
    b" q" * 20_000, b" Q" * 500, b" [" * 5_000, b" (" * 3_000, b" <<" * 3_000, b" BT" * 500,
    b" 1e30 0 0 1e30 0 0 cm ", b" 0 0 0 0 0 0 cm ", b" 0 0 1e9 1e9 re f ", b" nan inf l S ",
    b" /F9 1e9 Tf (\\377\\376) Tj ", b" BI /W 65535 /H 65535 /BPC 8 /CS /G ID ", b" /X0 Do" * 200,
    b" 0 0 m 600 800 l S" * 4_000, b" -1 Tr -100 Tz 1e5 Tw ", b" Do Tj TJ ' \" cm re ",
)  # fmt: skip
Harm = Callable[[bytes, random.Random], bytes]


def broken(content: bytes, draw: random.Random) -> tuple[str, bytes]:
    """How it was broken, and the file: one to three harms, one after the other."""
    names = []
    for _ in range(draw.choice((1, 1, 2, 3))):
        name = draw.choice(list(HARMS))
        content = HARMS[name](content, draw)
        names.append(name)
    return "+".join(names), content


# ---------------------------------------------------------------------- bytes


def _flip(content: bytes, draw: random.Random) -> bytes:
    out = bytearray(content)
    for _ in range(draw.choice((1, 10, 100, 1000))):
        if out:
            out[draw.randrange(len(out))] = draw.randrange(256)
    return bytes(out)


def _cut(content: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(content) + 1)
    return draw.choice((content[:at], content[at:], content[:at] + content[at + 500 :]))


def _blank(content: bytes, draw: random.Random) -> bytes:
    at, size = draw.randrange(len(content) + 1), draw.choice((4, 64, 4096))
    return content[:at] + draw.choice((b"\x00", b"\xff", b" ")) * size + content[at + size :]


def _repeat(content: bytes, draw: random.Random) -> bytes:
    at, size = draw.randrange(len(content) + 1), draw.choice((16, 1024, 20_000))
    part = content[at : at + size]
    return content[:at] + part * draw.choice((2, 20)) + content[at:]


# ---------------------------------------------------------------------- objects


def _in_one(of: re.Pattern[bytes], group: int, change: Harm) -> Harm:
    """One of the places that a pattern finds changes; a file without any stays as it is."""

    def harm(content: bytes, draw: random.Random) -> bytes:
        found = list(of.finditer(content))
        if not found:
            return content
        one = draw.choice(found)
        return content[: one.start(group)] + change(one[group], draw) + content[one.end(group) :]

    return harm


def _odd(pattern: re.Pattern[bytes], others: tuple[bytes, ...]) -> Harm:
    """Some places in the dictionary of an object say something else."""

    def change(body: bytes, draw: random.Random) -> bytes:
        head, stream, rest = body.partition(b"stream")
        share = draw.choice((0.1, 0.5, 1.0))
        head = pattern.sub(lambda m: draw.choice(others) if draw.random() < share else m[0], head)
        return head + stream + rest

    return _in_one(OBJECT, 2, change)


def _loop(content: bytes, draw: random.Random) -> bytes:
    """Something points back at itself, or at any other object."""
    found = list(REFERENCE.finditer(content))
    numbers = [one[1] for one in OBJECT.finditer(content)]
    if not found or not numbers:
        return content
    for one in sorted(draw.sample(found, min(len(found), 5)), key=lambda m: -m.start()):
        other = draw.choice(numbers) + b" 0 R"
        content = content[: one.start()] + other + content[one.end() :]
    return content


def _swap(content: bytes, draw: random.Random) -> bytes:
    found = list(OBJECT.finditer(content))
    if len(found) < 2:
        return content
    one, other = sorted(draw.sample(found, 2), key=lambda m: m.start())
    between = content[one.end(2) : other.start(2)]
    return content[: one.start(2)] + other[2] + between + one[2] + content[other.end(2) :]


def _in_a_stream(change: Harm) -> Harm:
    """What is packed in a stream changes; its stated length is as often wrong as right."""

    def repacked(stream: bytes, draw: random.Random) -> bytes:
        plain = _unpacked(stream)
        return change(stream, draw) if plain is None else zlib.compress(change(plain, draw))

    return _in_one(STREAM, 1, repacked)


def _unpacked(stream: bytes) -> bytes | None:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return None


def _operators(plain: bytes, draw: random.Random) -> bytes:
    at = plain.find(b" ", draw.randrange(len(plain) + 1))
    return plain[:at] + draw.choice(ODD_OPERATORS) + plain[at:]


def _numbers(plain: bytes, draw: random.Random) -> bytes:
    return NUMBER.sub(lambda m: draw.choice(ODD_NUMBERS) if draw.random() < 0.05 else m[0], plain)


def _bomb(plain: bytes, draw: random.Random) -> bytes:
    return plain + draw.choice((b" ", b"\x00", b"0 0 m ")) * draw.choice((1_000_000, 30_000_000))


HARMS: dict[str, Harm] = {
    "bytes": _flip,
    "cut": _cut,
    "blank": _blank,
    "repeat": _repeat,
    "numbers": _odd(NUMBER, ODD_NUMBERS),
    "names": _odd(NAME, ODD_NAMES),
    "loop": _loop,
    "swap": _swap,
    "lost object": _in_one(OBJECT, 2, lambda body, draw: b" null "),
    "operators": _in_a_stream(_operators),
    "stream numbers": _in_a_stream(_numbers),
    "stream bytes": _in_a_stream(_flip),
    "bomb": _in_a_stream(_bomb),
}

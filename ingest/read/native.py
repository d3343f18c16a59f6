"""pdfium's functions that are called for every letter and stroke, by plain addresses.

ctypes converts a typed pointer on every call; an address costs half of that. Handles are integers
here, results are written to addresses: see pdfium's fpdf_text.h and fpdf_edit.h for the meaning.
"""

from __future__ import annotations

import ctypes
from threading import RLock
from typing import Any

import pypdfium2.raw as raw

ALONE = RLock()  # pdfium knows one thread in a process: whoever calls it holds this

INT, UINT, VOID = ctypes.c_int, ctypes.c_uint, ctypes.c_void_p


def address_of(handle: Any) -> int:
    return ctypes.cast(handle, VOID).value or 0


def _function(name: str, result: Any, *kinds: Any) -> Any:
    return ctypes.CFUNCTYPE(result, *kinds)(address_of(getattr(raw, name)))


# Of a text page: the character's code, box (left, right, bottom, top), origin, run of text.
unicode_of = _function("FPDFText_GetUnicode", UINT, VOID, INT)
text_of = _function("FPDFText_GetText", INT, VOID, INT, INT, VOID)  # UTF-16, and a zero
box_of = _function("FPDFText_GetCharBox", INT, VOID, INT, VOID, VOID, VOID, VOID)
origin_of = _function("FPDFText_GetCharOrigin", INT, VOID, INT, VOID, VOID)
run_of = _function("FPDFText_GetTextObject", VOID, VOID, INT)  # None for one of pdfium's making
is_generated = _function("FPDFText_IsGenerated", INT, VOID, INT)
matrix_of_char = _function("FPDFText_GetMatrix", INT, VOID, INT, VOID)
fill_of_char = _function("FPDFText_GetFillColor", INT, VOID, INT, VOID, VOID, VOID, VOID)

# Of a page object.
object_of = _function("FPDFPage_GetObject", VOID, VOID, INT)
inner_object_of = _function("FPDFFormObj_GetObject", VOID, VOID, ctypes.c_ulong)
type_of = _function("FPDFPageObj_GetType", INT, VOID)
matrix_of = _function("FPDFPageObj_GetMatrix", INT, VOID, VOID)
bounds_of = _function("FPDFPageObj_GetBounds", INT, VOID, VOID, VOID, VOID, VOID)
fill_of = _function("FPDFPageObj_GetFillColor", INT, VOID, VOID, VOID, VOID, VOID)
stroke_of = _function("FPDFPageObj_GetStrokeColor", INT, VOID, VOID, VOID, VOID, VOID)
width_of = _function("FPDFPageObj_GetStrokeWidth", INT, VOID, VOID)
mode_of = _function("FPDFPath_GetDrawMode", INT, VOID, VOID, VOID)

# Of a path, and of what an object is clipped to.
segments_of = _function("FPDFPath_CountSegments", INT, VOID)
segment_of = _function("FPDFPath_GetPathSegment", VOID, VOID, INT)
kind_of = _function("FPDFPathSegment_GetType", INT, VOID)
point_of = _function("FPDFPathSegment_GetPoint", INT, VOID, VOID, VOID)
closes = _function("FPDFPathSegment_GetClose", INT, VOID)
clip_of = _function("FPDFPageObj_GetClipPath", VOID, VOID)
paths_of_clip = _function("FPDFClipPath_CountPaths", INT, VOID)
segments_of_clip = _function("FPDFClipPath_CountPathSegments", INT, VOID, INT)
segment_of_clip = _function("FPDFClipPath_GetPathSegment", VOID, VOID, INT, INT)


class Room:
    """Room for numbers of one kind, and the address of each."""

    def __init__(self, kind: Any, count: int) -> None:
        self._numbers = (kind * count)()
        first, size = ctypes.addressof(self._numbers), ctypes.sizeof(kind)
        self.at = tuple(first + size * n for n in range(count))

    def values(self) -> list[Any]:
        numbers: list[Any] = self._numbers[:]
        return numbers

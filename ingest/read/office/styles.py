"""How a Word paragraph is set: by itself, by its style, or by the styles that is based on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.read.office.markup import Element, attribute, child, children, value_at

DEEPEST = 20  # styles based on one another
HEADING = ("heading", "title", "标题")


@dataclass(frozen=True, slots=True)
class Look:
    middle: bool = False  # centred, or a heading
    right: bool = False
    indent: int = 0  # twips from the left to its first letter
    list_id: str = ""  # w:numId; "" or "0" for none
    list_level: int = 0


@dataclass(frozen=True, slots=True)
class Styles:
    properties: dict[str, Element]  # style id → its w:style
    default: str

    def look_of(self, paragraph: Element) -> Look:
        own = child(paragraph, "pPr")
        named = value_at(own, "pStyle") if own is not None else ""
        look = Look()
        for style in reversed(self._chain(named or self.default)):
            look = _with(look, child(style, "pPr"))
            if value_at(style, "name").lower().startswith(HEADING):
                look = replace(look, middle=True)
        return _with(look, own)

    def _chain(self, name: str) -> list[Element]:
        found: list[Element] = []
        while name in self.properties and len(found) < DEEPEST:
            found.append(self.properties[name])
            name = value_at(self.properties[name], "basedOn")
        return found


def read_styles(root: Element | None) -> Styles:
    held = list(children(root, "style")) if root is not None else []
    own = [s for s in held if attribute(s, "type") in ("paragraph", "")]
    default = next((s for s in own if attribute(s, "default") in ("1", "true", "on")), None)
    named = {attribute(s, "styleId"): s for s in own}
    return Styles(named, attribute(default, "styleId") if default is not None else "")


def _with(look: Look, properties: Element | None) -> Look:
    if properties is None:
        return look
    if side := value_at(properties, "jc"):
        look = replace(look, middle=side == "center", right=side in ("right", "end"))
    if (set_in := child(properties, "ind")) is not None:
        look = replace(look, indent=_first_letter(set_in))
    if child(properties, "numPr") is not None:
        level = value_at(properties, "numPr", "ilvl")
        number = value_at(properties, "numPr", "numId") or look.list_id
        look = replace(look, list_id="" if number == "0" else number,
                       list_level=int(level) if level.isdecimal() else look.list_level)  # fmt: skip
    return look


def _first_letter(set_in: Element) -> int:
    left = _twips(set_in, "left") or _twips(set_in, "start") or 2 * _twips(set_in, "leftChars")
    first = _twips(set_in, "firstLine") or 2 * _twips(set_in, "firstLineChars")
    return left + first - _twips(set_in, "hanging")


def _twips(element: Element, name: str) -> int:
    text = attribute(element, name)
    return int(text) if text.lstrip("-").isdecimal() else 0

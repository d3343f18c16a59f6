"""The door to lxml: XML without entities or outside files, web pages as lenient as a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.errors import Unreadable

Element = Any  # lxml's own class; its stubs know less than it does
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
HEAD = 4096


def xml_root(content: bytes) -> Element:
    """Office files declare no document type; one that does means harm."""
    from lxml import etree  # only where an office file is met

    if DECLARED.search(content[:HEAD]) or DECLARED.search(content[:HEAD].replace(b"\x00", b"")):
        raise Unreadable("文件里声明了外部实体，为安全起见不读")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True, recover=False,
    )  # fmt: skip
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("文件里的 XML 已损坏，读不了") from error


def html_root(text: str) -> Element:
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(_without_declaration(text), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Unreadable("网页里没有内容") from error


def _without_declaration(text: str) -> str:
    """lxml refuses text that names an encoding."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))


def local(element: Element) -> str:
    """The tag without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """By its local name, whatever the namespace."""
    if (plain := element.get(name)) is not None:
        return str(plain)
    return next((str(v) for k, v in element.items() if k.rpartition("}")[2] == name), "")


def child(element: Element, *path: str) -> Element | None:
    """The first child of that local name, and so on down."""
    for name in path:
        found = next((c for c in element if local(c) == name), None)
        if found is None:
            return None
        element = found
    return element


def children(element: Element, name: str) -> Iterator[Element]:
    return (c for c in element if local(c) == name)


def value_at(element: Element | None, *path: str) -> str:
    """w:val of the element down there; "" where there is none."""
    found = child(element, *path) if element is not None else None
    return attribute(found, "val") if found is not None else ""

"""Bytes of a page to text, whatever charset was declared; not for parsing."""

from __future__ import annotations

import codecs
import re

from imfact.kit.errors import ExtractionError

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w-]{2,40})""", re.IGNORECASE)
_HTTP = re.compile(r"""charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
_HEAD_BYTES = 4_096
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers do (WHATWG Encoding Standard): the old labels mean their supersets.
_SUPERSETS = {
    "euc_kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
_SINGLE_BYTE = re.compile(r"cp125\d|iso8859|koi8|latin|mac")
# A page cut in the middle of a character, or with one broken advertisement, is still that page.
_BROKEN_SHARE = 0.001


class Undecodable(ExtractionError):
    """No charset gives text."""

    code = "undecodable"


def decode_page(data: bytes, content_type: str | None) -> tuple[str, str]:
    """Return the text of a page and the charset that was used.

    Strict UTF-8 is tried first, since text in another charset is hardly ever valid UTF-8 by chance;
    then what the server and the page declare, then CP949 if that gives Korean, each strictly; then
    the same with a few broken characters.

    Raises:
        Undecodable: nothing fits.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), name
    declared = [
        name
        for name in (_declared(content_type or ""), *_declared_inside(data[:_HEAD_BYTES]))
        if name is not None
    ]
    # A charset of single bytes decodes everything, so it proves nothing: it comes last.
    last = [name for name in declared if _SINGLE_BYTE.match(name)]
    candidates = ["utf-8", *(name for name in declared if name not in last)]
    for name in candidates:
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            continue
    if (text := _korean(data)) is not None:
        return text, "cp949"
    candidates += last or ["cp949"]
    for name in candidates:
        text = data.decode(name, "replace")
        if text.count("\ufffd") <= max(1, len(text) * _BROKEN_SHARE):
            return text, name
    raise Undecodable(f"The page is not text in any of {', '.join(dict.fromkeys(candidates))}.")


def _korean(data: bytes) -> str | None:
    """Return ``data`` read as CP949 if that gives Korean, None otherwise."""
    try:
        text = data.decode("cp949")
    except UnicodeDecodeError:
        return None
    foreign = [char for char in text if char > "\x7f"]
    hangul = sum("가" <= char <= "힣" for char in foreign)
    return text if hangul * 2 > len(foreign) else None


def _declared(content_type: str) -> str | None:
    match = _HTTP.search(content_type)
    return _known(match[1]) if match else None


def _declared_inside(head: bytes) -> list[str | None]:
    return [_known(m[1].decode("ascii")) for m in (_XML.search(head), _META.search(head)) if m]


def _known(label: str) -> str | None:
    """Return Python's name of the charset, its superset where it has one; None for unknown ones."""
    lowered = label.lower()
    if lowered in _SUPERSETS:
        return _SUPERSETS[lowered]
    try:
        name = codecs.lookup(lowered).name
    except LookupError:
        return None
    return _SUPERSETS.get(name, name)

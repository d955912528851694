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
# A page cut in the middle of a character, or with one broken advertisement, is still that page.
_BROKEN_SHARE = 0.001


class Undecodable(ExtractionError):
    """No charset gives text."""

    code = "undecodable"


def decode_page(data: bytes, content_type: str | None) -> tuple[str, str]:
    """Return the text of a page and the charset that was used.

    Strict UTF-8 is tried first, since text in another charset is hardly ever valid UTF-8 by chance;
    then what the server and the page declare, then CP949, each strictly; then the same with a few
    broken characters.

    Raises:
        Undecodable: nothing fits.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), name
    candidates = [
        "utf-8",
        *filter(None, (_declared(content_type or ""), *_declared_inside(data[:_HEAD_BYTES]))),
        "cp949",
    ]
    for name in candidates:
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            continue
    for name in candidates:
        text = data.decode(name, "replace")
        if text.count("\ufffd") <= max(1, len(text) * _BROKEN_SHARE):
            return text, name
    raise Undecodable(f"The page is not text in any of {', '.join(dict.fromkeys(candidates))}.")


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

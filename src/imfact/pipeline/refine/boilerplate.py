"""Lines of an article's text that are not the article: bylines, addresses, copyright, captions, advertisements."""

from __future__ import annotations

import re

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_RIGHTS = re.compile(
    r"무단\s?(?:전재|복제|배포)|재배포\s?금지|저작권자\s?[ⓒ©(]|^[ⓒ©]\s?\S|All rights reserved|"
    r"Copyright\s?[ⓒ©(]",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"^(?:[▲△▼◆■]|\[?(?:사진|자료사진|그래픽|출처)\s?[=:])|(?:사진|자료)\s?[=/]\s?\S{1,12}\]?$"
)
_BYLINE = re.compile(r"^[\[(]?[가-힣·=\s]{2,20}(?:기자|특파원|논설위원)[\])]?\s?[=:]?$")
_ADVERTISEMENT = re.compile(
    r"^[\[(<]?\s?(?:광고|AD|Advertisement)\s?(?:[\])>·:|]|$)", re.IGNORECASE
)
_LONGEST_LINE = 120


def strip_boilerplate(text: str, title: str) -> str:
    """Return ``text`` without such lines; only short lines are dropped, never a paragraph."""
    # Many pages repeat the headline in the text, above it or in the box that follows it.
    headline = title.strip()
    kept = [
        line for line in text.splitlines() if line.strip() != headline and not _is_boilerplate(line)
    ]
    return "\n".join(kept).strip()


def _is_boilerplate(line: str) -> bool:
    if len(line) > _LONGEST_LINE:
        return False
    stripped = line.strip()
    if _RIGHTS.search(stripped) or _CAPTION.search(stripped) or _BYLINE.match(stripped):
        return True
    if _ADVERTISEMENT.match(stripped):
        return True
    return bool(_MAIL.search(stripped)) and len(stripped) < 60

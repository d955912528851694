"""Whether headline and body deny the same things. Words that turn a statement round are in turns.py."""

from __future__ import annotations

import re

POLARITY_FEATURES = (
    "negations",
    "negations_in_body",
    "denied_alone",
    "affirmed_alone",
    "called_off",
    "called_off_alone",
    "called_off_in_body",
    "last_word_found",
)

# What follows a predicate and denies it, within a few characters.
_AFTER = re.compile(
    r"[가-힣()0-9A-Za-z]{0,3}(?:지(?:는|도|를|만)? ?(?:않|못|말)|[을를은는이가도]? ?(?:않|못하|못했|안 |없|아니|"
    r"취소|철회|중단|연기|포기|무산|불발|실패|거부|부인))"
)
_DENIED = re.compile(r"([가-힣]{2,})(?:지(?:는|도|를)?) (?:않|못|말)")
_SHORT = re.compile(r"(?<![가-힣])(?:안|못) ?([가-힣]{2})")
_NONE = re.compile(r"([가-힣A-Za-z0-9]{2,})[이가은는도]? 없")
_SAID = re.compile(r"([가-힣]{2,})(?:한다|했다|한|된다|됐다|키로|하기로)(?![가-힣])")
_MARK = re.compile(r"않|못|안 |없|아니")
_OFF = re.compile(
    r"취소|철회|중단|연기|포기|무산|불발|실패|거부|부인|탈락|불참|비공개|불허|반려|보류"
)


def is_negated(stem: str, text: str) -> bool:
    """Return whether ``text`` denies a predicate that begins or ends with ``stem``, wherever it has it."""
    found = [match.end() for match in re.finditer(re.escape(stem), text)]
    return bool(found) and any(
        _AFTER.match(text, end) or _before(text, end - len(stem)) for end in found
    )


def denial_of(stem: str, sentence: str, denies: bool) -> bool:
    """Return whether ``sentence`` has ``stem`` and denies it, or does not, as asked."""
    return stem in sentence and is_negated(stem, sentence) == denies


def polarity_features(title: str, body: str) -> list[float]:
    """Return ``POLARITY_FEATURES``."""
    denied, said = denied_alone(title, body), affirmed_alone(title, body)
    off, told = set(_OFF.findall(title)), set(_OFF.findall(body))
    words = title.rstrip(" .…\"”'’)]").split()
    last = re.sub(r"[^0-9A-Za-z가-힣]", "", words[-1]) if words else ""
    return [
        len(_MARK.findall(title)),
        len(_MARK.findall(body)),
        len(denied),
        len(said),
        len(off),
        len(off - told),
        len(told - off),
        len(last) > 1 and last[:2] in body,
    ]


def denied_alone(title: str, body: str) -> list[str]:
    """Return stems that ``title`` denies and ``body`` has without denying them."""
    stems = [m[1][:2] for form in (_DENIED, _SHORT, _NONE) for m in form.finditer(title)]
    return [stem for stem in stems if stem in body and not is_negated(stem, body)]


def affirmed_alone(title: str, body: str) -> list[str]:
    """Return stems that ``title`` affirms and ``body`` denies."""
    stems = [m[1][:2] for m in _SAID.finditer(title)]
    return [stem for stem in stems if not is_negated(stem, title) and is_negated(stem, body)]


def _before(text: str, start: int) -> bool:
    return text[max(start - 2, 0) : start].strip() in ("안", "못")

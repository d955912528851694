"""Exchanges a name in a headline for one that its text does not have, or who acts for who is only told of.

A name is only exchanged where the text has it. For a subject, the headline begins with who acts, the
text has them at its beginning or with a particle of the subject, and mentions the other, never with
such a particle. What two do together (a treaty, a match) stays true the other way round and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

_LEADING = re.compile(r"[가-힣A-Za-z]{2,6}(?=,)")
_NAME = re.compile(r"(?<![가-힣A-Za-z])[가-힣A-Za-z]{2,6}(?=[,·…]|\s)")
_ACTOR = re.compile(r"[\"“'‘]?([가-힣A-Za-z]{2,10})(?=,|[은는이가] | [\"“'‘])")
_TOGETHER = re.compile(
    r"협약|협력|손잡|맞손|제휴|공동|함께|MOU|업무|체결|회담|대결|vs|만나|만남|합작|동맹|合"
)
_BEGINNING = 60
_APPOSITION = 12
# Stand first in headlines without doing anything.
_NO_ACTORS = frozenset(
    {"AI", "AR", "VR", "XR", "IT", "ICT", "IoT", "가상현실", "증강현실", "인공지능", "빅데이터", "클라우드",
     "메타버스", "블록체인", "자율주행", "로봇", "드론", "한국", "국내", "글로벌", "세계", "유통", "코로나", "백신",
     "스마트", "디지털", "비대면", "언택트", "교육", "금융", "의료", "콘텐츠", "게임", "플랫폼"}
)  # fmt: skip


def leading_names(titles: Sequence[str]) -> list[str]:
    """Return what stands first in headlines before a comma: mostly who acts; for exchanging."""
    return sorted({match.group() for title in titles if (match := _LEADING.match(title))})


def exchanged_name(title: str, text: str, names: Sequence[str], random: Random) -> str | None:
    """Return ``title`` with a name that ``text`` has exchanged for one that it has not."""
    known = frozenset(names)
    told = [m for m in _NAME.finditer(title) if m.group() in known and m.group() in text]
    if not told:
        return None
    match = random.choice(told)
    new = random.choice(names)
    if new in text or new in title:
        return None
    return title[: match.start()] + new + title[match.end() :]


def exchanged_subject(title: str, text: str, names: Sequence[str], random: Random) -> str | None:
    """Return ``title`` with who acts exchanged for a name that ``text`` has, but not as acting."""
    match = _ACTOR.match(title)
    if match is None or _TOGETHER.search(title) or not _acts(match[1], text):
        return None
    others = [
        name
        for name in names
        if name in text
        and name not in _NO_ACTORS
        and name not in title
        and match[1] not in name
        and _only_mentioned(name, match[1], text)
    ]
    if not others:
        return None
    return title[: match.start(1)] + random.choice(others) + title[match.end(1) :]


def _only_mentioned(name: str, actor: str, text: str) -> bool:
    """Return whether ``text`` has ``name`` as a word, never acting, and not beside ``actor``."""
    if re.search(rf"(?<![가-힣A-Za-z]){name}(?![A-Za-z])", text) is None:
        return False
    if re.search(rf"{name}[가-힣A-Za-z]*(?:\([^)]*\))?(?:[은는이가도,]|에서|에 따르면|측)", text):
        return False
    near = rf"{actor}.{{0,{_APPOSITION}}}{name}|{name}.{{0,{_APPOSITION}}}{actor}"
    return re.search(near, text, re.DOTALL) is None


def _acts(name: str, text: str) -> bool:
    return (
        name in text[:_BEGINNING] or re.search(rf"{name}(?:\([^)]*\))?[은는이가]", text) is not None
    )

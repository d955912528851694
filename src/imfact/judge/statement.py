"""The sentence of a body that tells what the headline tells: who acts in it, and whether it denies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from imfact.judge.match_words import folded, followed, words_of
from imfact.kit.korean import neighbours

STATEMENT_FEATURES = (
    "statement_share",
    "statement_place",
    "headline_denies",
    "statement_denies",
    "denial_differs",
    "denial_anywhere",
    "first_role",
    "second_role",
    "roles_crossed",
    "statement_order",
    "headline_end_told",
)

_SENTENCE = re.compile(r"(?<=[다요])[.?!]|\n|…|[\"”]\s")
_DENIAL = re.compile(
    r"않|못|(?<![가-힣])안 |없|아니|아닌|무산|불발|불가|부결|취소|철회|보류|중단|연기|거부|거절|반려|탈락|불참|불허|"
    r"무혐의|실패|포기|기각|파기|백지화|유예|미정|제외|부인|무관|미루|미뤄|미룬|접었|접기|결렬|무효|불출마|불기소|금지|부재"
)
_PARTICLE = re.compile(
    r"(?<=[가-힣A-Za-z0-9]{2})(?:[은는이가을를의도]|에게|에서|에|으로|로|와|과)$"
)
# A name may stand before what it is: 단비 구단이, 한도윤 시장은.
_MARKED = re.compile(
    r"[가-힣A-Za-z0-9]{0,4}?(?:\s[가-힣]{1,5}?)??(?:\([^)]{0,30}\))?"
    r"(?:(?P<acts>은|는|이|가|께서)|을|를|에게|에게서|에|로부터|과의|와의)(?=[\s,])"
)
_NEAR_BEST = 0.7


@dataclass(frozen=True, slots=True)
class Statement:
    """The sentence that has most of the headline's neighbouring characters, held against the headline."""

    text: str
    place: float
    """Where it stands among the sentences, 0 first, below 1."""
    share: float
    """How much of the headline it has."""
    headline_denies: bool
    denies: bool
    denied_near: bool
    """Whether any sentence that has about as much of the headline denies otherwise than it does."""
    roles: tuple[int, ...]
    """Of the headline's words that have one in the sentence, in order: 1 acts, -1 is acted on."""
    order: float
    """Share of the headline's words that follow each other there too; -0.5 where there are none."""
    end_told: bool
    """Whether it has the headline's last word."""

    @property
    def crossed(self) -> bool:
        """Whether what the headline names first is acted on by what it names next."""
        return len(self.roles) > 1 and self.roles[0] < 0 < self.roles[1]


def statement_of(title: str, body: str) -> Statement:
    """Return what ``body`` says of what ``title`` tells; of an empty body an empty statement."""
    asked = neighbours(folded(title))
    sentences = [one for one in _SENTENCE.split(body) if len(one.strip()) > 1] or [body]
    shares = [len(asked & neighbours(folded(one))) / max(len(asked), 1) for one in sentences]
    best = max(range(len(sentences)), key=lambda place: (shares[place], -place))
    text, denies = sentences[best] + " ", bool(_DENIAL.search(title))
    near = [
        one
        for one, share in zip(sentences, shares, strict=True)
        if share >= _NEAR_BEST * shares[best]
    ]
    words = [_PARTICLE.sub("", word) for word in words_of(folded(title))]
    places = [place for word in words if (place := text.find(word)) >= 0]
    in_order = [one < other for one, other in pairwise(places)]
    return Statement(
        text=text.strip(),
        place=best / len(sentences),
        share=shares[best],
        headline_denies=denies,
        denies=bool(_DENIAL.search(text)),
        denied_near=any(bool(_DENIAL.search(one)) != denies for one in near),
        roles=tuple(role for word in words if (role := _role(word, text))),
        order=sum(in_order) / len(in_order) if in_order else -0.5,
        end_told=bool(words) and words[-1][:2] in text,
    )


def statement_features(title: str, body: str) -> list[float]:
    """Return ``STATEMENT_FEATURES``."""
    found = statement_of(title, body)
    return [
        found.share,
        found.place,
        found.headline_denies,
        found.denies,
        found.headline_denies - found.denies,
        found.denied_near,
        found.roles[0] if found.roles else 0,
        found.roles[1] if len(found.roles) > 1 else 0,
        found.crossed,
        found.order,
        found.end_told,
    ]


def _role(word: str, statement: str) -> int:
    marked = followed(word, _MARKED, statement)
    return 0 if marked is None else 1 if marked["acts"] else -1

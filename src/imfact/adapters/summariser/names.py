"""Names in a claim that its article must hold too; what counts as one is a list of forms, no dictionary.

Checked are: quotations, whatever the marks; words of Latin letters with a capital; Chinese characters;
Hangul words before a title or an office (``김하늘 의원``, ``김하늘 가람시장``), and the title itself;
words that end as organisations and provinces do (``한빛은행``, ``가람광역시``); words of three syllables
that begin with a common surname and carry a particle (``김하늘은``). Not checked: names of people and
places with none of these.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_TITLES = (
    "국회의원|의원|대표|장관|차관|대통령|총리|시장|군수|구청장|지사|교육감|교수|총장|교장|기자|감독|코치|선수|"
    "회장|사장|이사장|위원장|원장|청장|실장|본부장|국장|과장|팀장|부장|대변인|후보|총재|검찰총장|판사|검사|"
    "변호사|박사|작가|배우|가수|감사|이사|소장|단장|씨|군|양"
)
_ORGANISATIONS = (
    "그룹|전자|은행|대학교|대학|병원|의료원|재단|협회|연합회|연맹|조합|노조|위원회|연구원|연구소|공사|공단|"
    "법원|검찰청|경찰서|경찰청|소방서|교육청|시청|군청|구청|도청|의회|정당|일보|신문|방송|구단|증권|보험|건설|"
    "제약|항공|학교|특별시|광역시|특별자치시|특별자치도"
)
_SURNAMES = "김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민나진지엄채원천방공현함변염여추"
_PARTICLES = "에서|에게|으로|이라|[은는이가을를의에도만과와로]"
_AFTER = rf"(?=(?:{_PARTICLES})?(?![가-힣]))"

_QUOTED = re.compile(
    r"“([^”]+)”|‘([^’]+)’|\"([^\"]+)\"|(?<!\w)'([^']+)'|「([^」]+)」|『([^』]+)』|《([^》]+)》|〈([^〉]+)〉"
)
_LATIN = re.compile(r"[A-Za-z0-9&.\-]*[A-Z][A-Za-z0-9&.\-]*")
_HANJA = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_TITLED = re.compile(rf"(?<![가-힣])([{_SURNAMES}][가-힣]{{1,3}}?)\s?({_TITLES}){_AFTER}")
_OFFICE = re.compile(
    rf"(?<![가-힣])([{_SURNAMES}][가-힣]{{1,3}})\s([가-힣A-Za-z0-9]{{1,12}}(?:{_TITLES})){_AFTER}"
)
_ORGANISED = re.compile(rf"(?<![가-힣A-Za-z0-9])([가-힣A-Za-z0-9·]+(?:{_ORGANISATIONS})){_AFTER}")
_PERSON = re.compile(
    rf"(?<![가-힣])([{_SURNAMES}][가-힣]{{2}})(?:에게|[은는이가을를의와과도])(?![가-힣])"
)
_LEAVE = re.compile(r"[\s.\-·]+|[“”‘’\"']")


def names(claim: str) -> Iterator[str]:
    """Yield what in ``claim`` is taken for a name or a quotation."""
    text = unicodedata.normalize("NFKC", claim)
    for match in _QUOTED.finditer(text):
        yield next(group for group in match.groups() if group)
    yield from _LATIN.findall(text)
    yield from _HANJA.findall(text)
    for pattern in (_TITLED, _OFFICE):
        for match in pattern.finditer(text):
            yield from match.groups()
    yield from _ORGANISED.findall(text)
    yield from _PERSON.findall(text)


def squeezed(text: str) -> str:
    """Return ``text`` as names are compared: NFKC, small letters, no space, stop, hyphen or quote mark."""
    return _LEAVE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def unknown_name(claim: str, article: str) -> str | None:
    """Return the first name of ``claim`` that ``article`` (squeezed) lacks, None where there is none."""
    for name in names(claim):
        wanted = squeezed(name)
        if wanted and wanted not in article:
            return name
    return None

"""The part of a news body that outlets share: without caption, dateline, credits and footer. Pure."""

from __future__ import annotations

import re

# A caption and a summary come before the dateline: (가람=한빛통신) 이새봄 기자 =, [나래경제 한새벽 기자].
# A credit has the same form: (사진=한빛통신 제공).
_OPENING = 400
_DATELINE = re.compile(
    r"[\[(【](?!\s?(?:[가-힣]{0,4}사진|그래픽|자료|[가-힣]{0,2}표|출처|영상|제공|일러스트)\s?=)(?:[^\[\](){}【】\n]{0,16}=[^\[\](){}【】\n]{1,24}|[^\[\](){}【】\n]{2,24}(?:기자|특파원))[\])】]\s*"
    r"(?:[가-힣]{2,4}\s?(?:인턴|객원|선임|수습)?\s?(?:기자|특파원)[,·\s]*)*=?\s*"
)
# What is left must be enough to compare by; of a piece that is all caption the caption stays.
_LEAST = 60
# What an outlet puts under every piece; it ends the text. A piece may be as short as one sentence.
_FOOTER = re.compile(
    r"\[?사진\s?[·,]?\s?영상 제보|\[[^\]]{0,12}(?:재배포|무단 ?전재|에서만 사용)|<저작권자|무단\s?전재|"
    r"저작권자\s?[ⓒ©(]|Copyright\s?[ⓒ©(]|All rights reserved|▶\s?[가-힣 ]{0,16}(?:바로가기|구독|제보)|카카오톡\s?:"
)
_FOOTER_FROM = 30
_CREDIT = re.compile(
    r"20\d\d\.\s?\d{1,2}\.\s?\d{1,2}\.?\s?(?:/\s?[가-힣\d]+|(?=[\w.+-]{1,64}@|\*|[ⓒ©]))|"
    r"\*?\s?재판매 및 DB ?금지|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+|[ⓒ©]\s?\S{1,20}(?:\s[가-힣]{2,4}\s?(?:기자|디자이너))?|"
    r"[/\[(]?\s?사진\s?[=:]\s?[^\s\])]{1,12}(?:\s(?:제공|캡처|캡쳐|갈무리|DB))?[\])]?|^\s*기사내용 요약"
)


def wire_text(body: str) -> str:
    """Return what is left of ``body``; all of it where there is no such part.

    Two photographs share their footer, and a reprint has a caption of its own: neither says anything
    about whether the texts are one.
    """
    footer = _FOOTER.search(body, _FOOTER_FROM)
    end = footer.start() if footer else len(body)
    datelines = [found.end() for found in _DATELINE.finditer(body, 0, min(_OPENING, end))]
    start = max((place for place in datelines if end - place >= _LEAST), default=0)
    return _CREDIT.sub(" ", body[start:end])

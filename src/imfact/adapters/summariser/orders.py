"""Sentences that speak to a language model instead of a reader; not a judgement of what they say.

A list of forms cannot know every order. It is the first of several walls: such a text is not sent
at all, what is sent is marked as data, and the reply is checked whatever the text said (checks.py).
"""

from __future__ import annotations

import re
import unicodedata

_END = r"(?=[\s.!,;:)\]\"'”’」』]|$)"
_FORMS = (
    # Ignore what you were told.
    r"(?:이전|위|앞선|앞의|지금까지|기존|모든|다른)[의은]?\s?\S{0,8}\s?(?:지시|명령|지침|규칙|프롬프트|설정)"
    r"\S{0,4}\s.{0,12}(?:무시|잊|따르지|버리|버려|어기|어겨)",
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules|above|previous)\b",
    # Talk of the prompt, or to the assistant.
    r"시스템\s?(?:프롬프트|메시지|지시)|\b(?:system|developer)\s?(?:prompt|message)\b",
    r"\byou are (?:now )?(?:an?|the)\b.{0,20}\b(?:assistant|ai|model|chatbot)\b|\bact as\b",
    r"(?:너는|당신은|넌)\s.{0,20}(?:모델|비서|챗봇|어시스턴트|인공지능)(?:이다|입니다|이야|로서)",
    r"(?:언어\s?모델|인공지능|AI|챗봇)(?:인|로서)\s?(?:저|나|너|당신)[는은의도]",
    # Say this in the summary.
    r"(?:요약|답변|출력|응답|제안 제목)(?:문|본|글)?(?:에는?|을|를|은|는|으?로)\s.{0,60}(?:쓰|써|적|넣|출력|포함|답|추가|바꾸|바꿔)"
    r"[가-힣 ]{0,5}(?:라|세요|십시오|시오|줘)" + _END,
    r"\b(?:summary|summari[sz]e|respond|reply|output|answer)\b.{0,60}\b(?:must|should|only with|exactly|instead)\b",
    # Marks by which chats and prompts are written.
    r"</?\s*(?:article|system|user|assistant|instructions?|prompt)\s*>|\[/?INST\]|<\|\w+\|>",
    r"[\"']role[\"']\s*:",
)
_ORDERS = re.compile("|".join(_FORMS), re.IGNORECASE)


def speaks_to_a_model(text: str) -> bool:
    """Return whether ``text`` has a form of words meant for a language model."""
    return _ORDERS.search(unicodedata.normalize("NFKC", text)) is not None

"""Words that turn a statement round, and where headline and body use opposite ones."""

from __future__ import annotations

# Pairs that turn a statement round; either way. Only whole stems that seldom mean something else.
TURNS: tuple[tuple[str, str], ...] = (
    ("상승", "하락"), ("증가", "감소"), ("급등", "급락"), ("확대", "축소"), ("인상", "인하"),
    ("늘어", "줄어"), ("늘린", "줄인"), ("늘었", "줄었"), ("오른", "내린"), ("올라", "내려"),
    ("승소", "패소"), ("승리", "패배"), ("흑자", "적자"), ("찬성", "반대"), ("합격", "불합격"),
    ("유죄", "무죄"), ("강화", "완화"), ("허용", "금지"), ("가능", "불가능"), ("성공", "실패"),
    ("개막", "폐막"), ("개장", "폐장"), ("취임", "사임"), ("입학", "졸업"), ("수출", "수입"),
    ("호황", "불황"), ("최고", "최저"), ("최대", "최소"), ("최다", "최소"), ("강세", "약세"),
    ("긍정", "부정"), ("합의", "결렬"), ("재개", "중단"), ("시작", "종료"), ("통과", "부결"),
    ("인정", "부인"), ("승인", "반려"), ("체결", "파기"), ("매수", "매도"), ("호조", "부진"),
    ("연장", "단축"), ("가입", "탈퇴"), ("구속", "석방"), ("당선", "낙선"), ("진출", "철수"),
    ("회복", "악화"), ("개선", "악화"), ("웃었", "울었"), ("이겼", "졌"), ("맑", "흐리"),
)  # fmt: skip


_OPPOSITES: dict[str, tuple[str, ...]] = {
    word: tuple(other for pair in TURNS for one, other in (pair, pair[::-1]) if one == word)
    for pair in TURNS
    for word in pair
}


def turned_words(title: str, body: str) -> list[tuple[str, str]]:
    """Return (word of the headline, opposite in the body) where the body lacks the headline's word."""
    return [
        (word, other)
        for word, others in _OPPOSITES.items()
        if word in title and word not in body
        for other in others
        if other in body and other not in title
    ]

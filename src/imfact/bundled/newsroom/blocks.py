"""What stands around an article: navigation, links to others, comments, imprint; the same in all layouts."""

from __future__ import annotations

from html import escape

from imfact.bundled.newsroom.content import Outlet, Story

_SECTIONS = ("정치", "경제", "사회", "국제", "IT", "문화", "스포츠", "연예")


def nav() -> str:
    """Return the bar of sections."""
    links = "".join(f'<a href="/">{section}</a>' for section in _SECTIONS)
    return f"<nav>{links}<a href='/'>로그인</a><a href='/'>구독하기</a></nav>"


def aside(heading: str, outlet: Outlet, story: Story) -> str:
    """Return a box with links to four other articles."""
    others = [s for s in outlet.stories if s is not story and not s.path.startswith("/members/")]
    start = outlet.stories.index(story)
    chosen = [others[(start + step) % len(others)] for step in range(4)]
    items = "".join(f"<li>{link(other)}</li>" for other in chosen)
    return f"<aside><h3>{heading}</h3><ul>{items}</ul></aside>"


def link(story: Story) -> str:
    """Return a link under the headline of the first edition."""
    return f'<a href="{story.path}">{escape(story.linked_title)}</a>'


def comments() -> str:
    """Return the readers' comments."""
    return (
        '<div class="comments"><h3>댓글 2</h3><p>잘 읽었습니다.</p>'
        "<p>후속 기사도 기다릴게요.</p><p>로그인 후 댓글을 쓸 수 있습니다.</p></div>"
    )


def footer(outlet: Outlet) -> str:
    """Return the imprint."""
    return (
        f"<footer>{outlet.name} | 가상의 매체입니다 | 제보 desk@{outlet.host} | "
        f"Copyright ⓒ {outlet.name}. All rights reserved. 무단 전재 및 재배포, AI 학습 이용 안내</footer>"
    )

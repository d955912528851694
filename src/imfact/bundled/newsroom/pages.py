"""Article and front pages: a layout an outlet, with the clutter that real pages have."""

from __future__ import annotations

from html import escape

from imfact.bundled.newsroom.blocks import aside, comments, footer, link, nav
from imfact.bundled.newsroom.content import Outlet, Story
from imfact.bundled.newsroom.metadata import charset_tag, head
from imfact.bundled.newsroom.oldpages import folded, portal

_STYLE = (
    "<style>body{font-family:sans-serif;max-width:960px;margin:0 auto;padding:16px;line-height:1.65}"
    "nav a,li{margin-right:12px}aside,footer,.ad{color:#666;font-size:14px}</style>"
)
_WALL = (
    '<aside class="paywall"><b>구독자 전용 기사입니다</b> <a href="/">로그인</a> '
    '<a href="/">구독 안내</a></aside>\n'
)


def article_page(outlet: Outlet, story: Story) -> str:
    """Return the page of ``story`` in its outlet's layout."""
    layouts = {
        "daily": _daily,
        "business": _business,
        "magazine": _magazine,
        "portal": portal,
        "folded": folded,
    }
    return _document(head(outlet, story), layouts[outlet.layout](outlet, story))


def front_page(outlet: Outlet) -> str:
    """Return the front page: every open article by section."""
    name = outlet.name
    listed = [story for story in outlet.stories if not story.path.startswith("/members/")]
    items = "\n".join(f"<li>[{s.section}] {link(s)}</li>" for s in listed)
    tags = (
        f'{charset_tag(outlet)}<title>{name}</title><meta property="og:site_name" content="{name}">'
    )
    body = f"<header><h1>{name}</h1>{nav()}</header>\n<main><ul>\n{items}\n</ul></main>\n{footer(outlet)}"
    return _document(tags, body)


def _daily(outlet: Outlet, story: Story) -> str:
    first, *rest = (f"<p>{escape(text)}</p>" for text in story.paragraphs)
    return f"""<header><a href="/">{outlet.name}</a>{nav()}</header>
<main>
<article>
<p class="breadcrumb">홈 &gt; {story.section}</p>
<h1 class="headline">{escape(story.title)}</h1>
<div class="info"><span class="byline">{story.author} 기자</span>
<time datetime="{story.published_at.isoformat()}">입력 {story.published_at:%Y.%m.%d %H:%M}</time>
<button>공유</button><button>글자 크기</button></div>
<div class="article-body">
<figure><img src="/photo.svg" alt=""><figcaption>▲ {escape(story.caption)} /{outlet.name} 자료사진</figcaption></figure>
{first}
<div class="ad">광고 · 우리 동네 장보기는 온새미마트</div>
{"".join(rest)}
<p class="reporter">{story.author} 기자 {outlet.slug}-desk@{outlet.host}</p>
<p class="copyright">&lt;저작권자 ⓒ {outlet.name}, 무단 전재 및 재배포 금지&gt;</p>
</div>
</article>
</main>
{aside("관련 기사", outlet, story)}
{comments()}
{footer(outlet)}"""


def _business(outlet: Outlet, story: Story) -> str:
    text = "<br><br>\n".join(escape(paragraph) for paragraph in story.paragraphs)
    wall = _WALL if story.paywalled else ""
    return f"""<div id="ticker">한빛종합 2,714.20 ▲ 0.31% · 원/달러 1,378.40 ▼ 2.10</div>
<div id="top"><a href="/"><b>{outlet.name}</b></a>{nav()}</div>
<div id="wrap">
<div id="content">
<h2 id="article_title">{escape(story.title)}</h2>
<div class="meta">{story.section} | {story.author} 기자 | 등록 {story.published_at:%Y-%m-%d %H:%M:%S}</div>
<div class="sns"><a href="#">스크랩</a> <a href="#">인쇄</a> <a href="#">댓글 2</a></div>
<div id="articleBody" itemprop="articleBody">
<table class="photo"><tr><td><img src="/photo.svg" alt=""></td></tr>
<tr><td class="caption">{escape(story.caption)} [사진={outlet.name}]</td></tr></table>
{text}<br><br>
{story.author} 기자 news@{outlet.host}<br>
ⓒ {outlet.name}, 무단전재 및 재배포 금지
</div>
{wall}<div class="ad">[광고] 새 계좌를 열면 커피 한 잔</div>
{comments()}
</div>
{aside("많이 본 뉴스", outlet, story)}
</div>
{footer(outlet)}"""


def _magazine(outlet: Outlet, story: Story) -> str:
    text = "\n".join(
        f'<div class="txt">{escape(paragraph)}</div>' for paragraph in story.paragraphs
    )
    return f"""<nav class="gnb"><a href="/">{outlet.name}</a>{nav()}</nav>
<section class="view">
<h1>{escape(story.title)}</h1>
<p class="by">글 {story.author} · {story.published_at:%Y년 %m월 %d일 %H:%M}</p>
<div class="pic"><img src="/photo.svg" alt="{escape(story.caption)}"><em class="cap">{escape(story.caption)}</em></div>
<div class="cont">
{text}
<div class="txt tail">[{outlet.name}={story.author} 기자] star@{outlet.host}</div>
</div>
<ul class="tags"><li>#{story.section}</li><li>#{outlet.name}</li></ul>
</section>
{aside("지금 뜨는 소식", outlet, story)}
<div class="ad">협찬 · 달빛 향초 모음전</div>
{comments()}
{footer(outlet)}"""


def _document(head_tags: str, body: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="ko">\n<head>\n{head_tags}\n{_STYLE}\n</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )

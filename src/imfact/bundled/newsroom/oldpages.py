"""Two layouts that are hard to read: an old portal's tables, and a text folded behind a button."""

from __future__ import annotations

import json
from html import escape

from imfact.bundled.newsroom.blocks import aside, comments, footer, nav
from imfact.bundled.newsroom.content import Outlet, Story

MORE_PREFIX = "/more"


def portal(outlet: Outlet, story: Story) -> str:
    """Return the page of an old site: tables around, breaks between, no JSON-LD."""
    text = "<BR><BR>\n".join(escape(paragraph) for paragraph in story.paragraphs)
    return f"""<table width="900" border="0" cellpadding="0"><tr><td><a href="/"><b>{outlet.name}</b></a></td>
<td align="right">{nav()}</td></tr></table>
<div id="NewsTitle"><h1>{escape(story.title)}</h1></div>
<div class="NewsInfo">{story.author} 기자 | 승인 {story.published_at:%Y.%m.%d %H:%M} | 조회 214</div>
<div id="NewsBody">
<table width="400" align="center"><tr><td><img src="/photo.svg" border="0"></td></tr>
<tr><td><font size="2">▲ {escape(story.caption)} ⓒ{outlet.name}</font></td></tr></table>
{text}<BR><BR>
{story.author} 기자 press@{outlet.host}<BR>
&lt;저작권자 ⓒ {outlet.name} 무단전재 및 재배포 금지&gt;
</div>
<table class="ad" width="600"><tr><td>[광고] 동네 서점 나들이 쿠폰</td></tr></table>
{comments()}
{aside("최신 기사", outlet, story)}
{footer(outlet)}"""


def folded(outlet: Outlet, story: Story) -> str:
    """Return a page with the first paragraph; a button loads the others."""
    address = json.dumps(MORE_PREFIX + story.path)
    return f"""<header><a href="/">{outlet.name}</a>{nav()}</header>
<main><article>
<h1>{escape(story.title)}</h1>
<p class="meta">{story.author} 기자 · {story.published_at:%Y.%m.%d. %H:%M}</p>
<figure><img src="/photo.svg" alt=""><figcaption>▲ {escape(story.caption)} /{outlet.name}</figcaption></figure>
<div id="text"><p>{escape(story.paragraphs[0])}</p></div>
<button id="more" type="button">기사 더보기</button>
</article></main>
<script>
document.getElementById("more").addEventListener("click", async (event) => {{
  event.target.disabled = true;
  const answer = await fetch({address});
  document.getElementById("text").insertAdjacentHTML("beforeend", await answer.text());
  event.target.remove();
}});
</script>
{aside("함께 볼 기사", outlet, story)}
{comments()}
{footer(outlet)}"""


def rest_of(story: Story) -> str:
    """Return what the button loads."""
    return "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs[1:])

"""What an outlet prints for machines: RSS, news sitemap and robots.txt."""

from __future__ import annotations

from email.utils import format_datetime
from xml.sax.saxutils import escape

from imfact.bundled.newsroom.content import Outlet

RSS_PATH = "/rss.xml"
SITEMAP_PATH = "/news-sitemap.xml"
ROBOTS_PATH = "/robots.txt"


def rss(outlet: Outlet) -> str:
    """Return the RSS 2.0 feed: the newest ``rss_items`` announcements."""
    items = "\n".join(
        f"""  <item>
    <title>{escape(item.title)}</title>
    <link>{escape(outlet.address(item.path))}?utm_source=rss</link>
    <guid isPermaLink="true">{escape(outlet.address(item.path))}</guid>
    <category>{escape(item.section)}</category>
    <pubDate>{format_datetime(item.published_at)}</pubDate>
  </item>"""
        for item in outlet.announced[: outlet.rss_items]
    )
    return f"""<?xml version="1.0" encoding="{outlet.charset.upper()}"?>
<rss version="2.0">
<channel>
  <title>{escape(outlet.name)}</title>
  <link>{outlet.address("/")}</link>
  <description>{escape(outlet.name)} 전체 기사</description>
  <language>ko</language>
{items}
</channel>
</rss>
"""


def news_sitemap(outlet: Outlet) -> str:
    """Return the Google News sitemap with every announcement."""
    urls = "\n".join(
        f"""  <url>
    <loc>{escape(outlet.address(item.path))}</loc>
    <news:news>
      <news:publication><news:name>{escape(outlet.name)}</news:name><news:language>ko</news:language></news:publication>
      <news:publication_date>{item.published_at.isoformat()}</news:publication_date>
      <news:title>{escape(item.title)}</news:title>
    </news:news>
  </url>"""
        for item in outlet.announced
    )
    return f"""<?xml version="1.0" encoding="{outlet.charset.upper()}"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
{urls}
</urlset>
"""


def robots(outlet: Outlet) -> str:
    """Return robots.txt: members' pages are closed; one outlet asks for a delay."""
    lines = ["User-agent: *"]
    if outlet.crawl_delay_seconds is not None:
        lines.append(f"Crawl-delay: {outlet.crawl_delay_seconds}")
    lines += ["Disallow: /members/", ""]
    if "news_sitemap" in outlet.feeds:
        lines += [f"Sitemap: {outlet.address(SITEMAP_PATH)}", ""]
    return "\n".join(lines)

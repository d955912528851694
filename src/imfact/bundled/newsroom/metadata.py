"""The head of an article page: canonical link, og and article tags, JSON-LD; each layout its own mix."""

from __future__ import annotations

import json
from html import escape

from imfact.bundled.newsroom.content import Outlet, Story


def head(outlet: Outlet, story: Story) -> str:
    """Return the inside of ``<head>`` for ``story``."""
    title, address = escape(story.title), outlet.address(story.path)
    lead = escape(story.paragraphs[0][:100])
    tags = f"""<meta charset="utf-8">
<title>{title} - {outlet.name}</title>
<link rel="canonical" href="{address}">
<meta name="viewport" content="width=device-width">
<meta name="description" content="{lead}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="{outlet.name}">
<meta property="og:title" content="{title} | {outlet.name}">
<meta property="og:description" content="{lead}">
<meta property="og:url" content="{address}">
<meta property="article:section" content="{story.section}">
<meta property="article:published_time" content="{story.published_at.isoformat()}">
"""
    return f'{tags}<script type="application/ld+json">\n{_json_ld(outlet, story)}\n</script>'


def _json_ld(outlet: Outlet, story: Story) -> str:
    article = {
        "@type": "NewsArticle",
        "mainEntityOfPage": outlet.address(story.path),
        "headline": story.title,
        "datePublished": story.published_at.isoformat(),
        "dateModified": story.published_at.isoformat(),
        "author": {"@type": "Person", "name": f"{story.author} 기자"},
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name},
        "articleSection": story.section,
        "inLanguage": "ko",
        "isAccessibleForFree": True,
    }
    context = {"@context": "https://schema.org"}
    if outlet.layout == "daily":
        data: dict[str, object] = {
            **context,
            **article,
            "articleBody": "\n\n".join(story.paragraphs),
        }
    elif outlet.layout == "business":
        data = {**context, **article}
    else:
        site = {"@type": "WebSite", "name": outlet.name, "url": outlet.address("/")}
        data = {**context, "@graph": [site, article]}
    # "</" would end the script element.
    return json.dumps(data, ensure_ascii=False, indent=1).replace("</", "<\\/")

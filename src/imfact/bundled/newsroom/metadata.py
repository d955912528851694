"""The head of a page: charset, canonical link, og and article tags, JSON-LD; each layout its own mix."""

from __future__ import annotations

import json
from html import escape

from imfact.bundled.newsroom.content import Outlet, Story


def charset_tag(outlet: Outlet) -> str:
    """Return how ``outlet`` declares its charset; the old site does so in the page alone."""
    if outlet.charset == "utf-8":
        return '<meta charset="utf-8">'
    return f'<meta http-equiv="Content-Type" content="text/html; charset={outlet.charset}">'


def head(outlet: Outlet, story: Story) -> str:
    """Return the inside of ``<head>`` for ``story``."""
    title, address = escape(story.title), outlet.address(story.path)
    lead = escape(story.paragraphs[0][:100])
    tags = f"""{charset_tag(outlet)}
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
    if outlet.layout == "portal":
        return f'{tags}<meta name="author" content="{story.author} 기자">'
    return f'{tags}<script type="application/ld+json">\n{_json_ld(outlet, story)}\n</script>'


def _json_ld(outlet: Outlet, story: Story) -> str:
    article = {
        "@type": "NewsArticle",
        "mainEntityOfPage": outlet.address(story.path),
        "headline": story.title,
        "datePublished": story.published_at.isoformat(),
        "dateModified": story.modified_at.isoformat(),
        "author": {"@type": "Person", "name": f"{story.author} 기자"},
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name},
        "articleSection": story.section,
        "inLanguage": "ko",
        "isAccessibleForFree": not story.paywalled,
    }
    context = {"@context": "https://schema.org"}
    if outlet.layout == "daily":
        data: dict[str, object] = {
            **context,
            **article,
            "articleBody": "\n\n".join(story.paragraphs),
        }
    elif outlet.layout in ("business", "folded"):
        data = {**context, **article}
    else:
        site = {"@type": "WebSite", "name": outlet.name, "url": outlet.address("/")}
        data = {**context, "@graph": [site, article]}
    # "</" would end the script element.
    return json.dumps(data, ensure_ascii=False, indent=1).replace("</", "<\\/")

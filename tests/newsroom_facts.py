"""What the sample newsroom promises: the one place where tests take their numbers from."""

from __future__ import annotations

from imfact.bundled.newsroom.content import SLUGS

ARTICLES = 90
"""That a first crawl takes to the list; one more lies behind robots.txt."""
SOURCES = len(SLUGS)
RENDERED = 6
"""Articles of the outlet whose text stands behind a button."""
ANNOUNCED_TWICE = 6
"""By both feeds of one outlet."""
ODD = {"robots": 1, "http_404": 1, "http_500": 1, "redirects": 1}
"""Addresses that give no page, by reason."""
ADDRESSES = ARTICLES + ANNOUNCED_TWICE + sum(ODD.values())
"""What a crawl counts in."""
EDITED_HEADLINES = 3
EDITED_TEXTS = 1
EDITED = EDITED_HEADLINES + EDITED_TEXTS
"""Pages that the second edition changes."""
GONE = 1
"""Pages that the second edition takes down; deleting the article is the operator's decision."""
EDITED_OUTLETS = ("dodam", "dalmuri", "solbit")
EDITED_ADDRESS = "https://solbit.example/news/3010"
"""Of an article whose headline is edited."""

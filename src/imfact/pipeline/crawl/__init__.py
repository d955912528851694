"""Crawl: feeds and news sitemaps → captures in raw/."""

"""refine: raw captures → curated articles: decode, extract, normalise, exact duplicates, gates."""

"""Rules, lexicon, thresholds: loaded, validated, versioned."""

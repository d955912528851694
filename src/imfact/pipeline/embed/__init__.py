"""embed: changed articles → encoder → features/embeddings/{encoder_version}/part-*.parquet."""

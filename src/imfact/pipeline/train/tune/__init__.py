"""Fine-tuning of the clickbait network: one transformer, three heads. torch lives here."""

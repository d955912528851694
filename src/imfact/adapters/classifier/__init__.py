"""Headlines to logits."""

"""takedown: an article out of every layer, and its mark into those that must remember."""

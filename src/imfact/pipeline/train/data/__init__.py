"""Training examples of the three signals, built from articles and readings; nothing here learns."""

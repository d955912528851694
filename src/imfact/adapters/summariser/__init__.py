"""Summaries behind one port."""

"""The run as data, and what drives it."""

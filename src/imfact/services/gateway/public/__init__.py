"""Routes of the public API, /v1."""

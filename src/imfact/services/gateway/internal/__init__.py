"""Routes of the internal API, /internal/v1."""

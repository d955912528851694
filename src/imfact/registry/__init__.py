"""Model versions and the pointer."""

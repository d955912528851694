"""Pydantic models of everything that crosses a boundary: lake, HTTP, registry, policy."""

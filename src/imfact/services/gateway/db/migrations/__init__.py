"""Alembic's folder: each version says how the schema moves forth and back."""

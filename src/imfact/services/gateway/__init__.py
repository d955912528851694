"""The gateway: public API and the only owner of PostgreSQL."""

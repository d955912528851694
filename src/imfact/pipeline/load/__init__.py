"""load: curated articles → the gateway's internal API → PostgreSQL."""

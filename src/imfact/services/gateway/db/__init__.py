"""The gateway's PostgreSQL: connection, tables, queries, migrations; nobody else speaks SQL."""

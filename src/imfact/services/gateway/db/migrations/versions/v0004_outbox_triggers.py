"""Triggers that fill the outbox: whoever changes what a search document says, the indices learn it."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# What documents.py reads of an article; a change of anything else is no news to the indices.
_READ = ("title", "body", "text_hash", "source", "section", "band", "trust", "sort_at")
_OLD = ", ".join([*(f"OLD.{name}" for name in _READ), "OLD.rights -> 'index'"])
_NEW = _OLD.replace("OLD.", "NEW.")

_FUNCTIONS = {
    "outbox_of_article": """
        INSERT INTO index_outbox (url_hash) VALUES (coalesce(NEW.url_hash, OLD.url_hash));
    """,
    # A source that is forbidden or allowed to be indexed takes all its articles with it.
    "outbox_of_source": """
        INSERT INTO index_outbox (url_hash) SELECT url_hash FROM articles WHERE source = NEW.slug;
    """,
    # An article can be written once its vectors are there.
    "outbox_of_embedding": """
        INSERT INTO index_outbox (url_hash)
        SELECT url_hash FROM articles WHERE text_hash = NEW.text_hash;
    """,
}
_TRIGGERS = {
    "outbox_article_added": """
        AFTER INSERT OR DELETE ON articles
        FOR EACH ROW EXECUTE FUNCTION outbox_of_article()
    """,
    "outbox_article_changed": f"""
        AFTER UPDATE ON articles FOR EACH ROW
        WHEN (({_OLD}) IS DISTINCT FROM ({_NEW})) EXECUTE FUNCTION outbox_of_article()
    """,
    "outbox_source_changed": """
        AFTER UPDATE ON sources FOR EACH ROW
        WHEN (OLD.rights -> 'index' IS DISTINCT FROM NEW.rights -> 'index')
        EXECUTE FUNCTION outbox_of_source()
    """,
    "outbox_embedding_added": """
        AFTER INSERT ON embeddings FOR EACH ROW EXECUTE FUNCTION outbox_of_embedding()
    """,
}
_TABLES = {
    "outbox_article_added": "articles",
    "outbox_article_changed": "articles",
    "outbox_source_changed": "sources",
    "outbox_embedding_added": "embeddings",
}


def upgrade() -> None:
    """Create functions and triggers; they write in the transaction that makes the change."""
    for name, body in _FUNCTIONS.items():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body} RETURN NULL; END $$"
        )
    for name, rule in _TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {rule}")


def downgrade() -> None:
    """Drop them."""
    for name, table in _TABLES.items():
        op.execute(f"DROP TRIGGER {name} ON {table}")
    for name in _FUNCTIONS:
        op.execute(f"DROP FUNCTION {name}()")

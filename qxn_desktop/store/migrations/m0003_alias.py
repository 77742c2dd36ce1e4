"""Rows that have become others, as their operations say."""

STATEMENTS = (
    """CREATE TABLE alias (
        entity TEXT NOT NULL, id TEXT NOT NULL, into_id TEXT NOT NULL,
        PRIMARY KEY (entity, id)) STRICT, WITHOUT ROWID""",
)

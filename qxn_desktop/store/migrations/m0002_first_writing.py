"""When a row was first written stands with the row: tasks ask it of thousands at once."""

STATEMENTS = (
    # The earliest time that any operation of the row says (Unix ms), by its machine's clock.
    "ALTER TABLE row ADD COLUMN first_wall INTEGER NOT NULL DEFAULT 0",
    "UPDATE row SET first_wall = (SELECT min(wall) FROM op WHERE op.row = row.ref)"
    " WHERE EXISTS (SELECT 1 FROM op WHERE op.row = row.ref)",
)

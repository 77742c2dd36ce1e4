"""Operations and what is derived or kept beside them."""

STATEMENTS = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    # One sequence of operations; the last link stands here so that appending reads nothing.
    """CREATE TABLE chain (
        id INTEGER PRIMARY KEY, site TEXT NOT NULL, epoch TEXT NOT NULL, stream TEXT NOT NULL,
        last_seq INTEGER NOT NULL, last_hash BLOB NOT NULL, last_hlc INTEGER NOT NULL,
        UNIQUE (site, epoch, stream)) STRICT""",
    # Clustered by chain and sequence: a delta is one run of pages, and costs one index besides.
    """CREATE TABLE op (
        chain INTEGER NOT NULL, seq INTEGER NOT NULL, hlc INTEGER NOT NULL, actor TEXT NOT NULL,
        wall INTEGER NOT NULL, schema INTEGER NOT NULL, row INTEGER NOT NULL, kind TEXT NOT NULL,
        payload TEXT NOT NULL, hash BLOB NOT NULL,
        PRIMARY KEY (chain, seq)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX op_row ON op (row)",
    "CREATE INDEX op_seen ON op (chain, seq) WHERE kind = 'seen'",
    # tip_*: the operation that saw all others of the row; NULL while branches or conflicts stand.
    """CREATE TABLE row (
        ref INTEGER PRIMARY KEY, entity TEXT NOT NULL, id TEXT NOT NULL,
        tip_chain INTEGER, tip_seq INTEGER, tip_hlc INTEGER, deleted INTEGER NOT NULL DEFAULT 0,
        UNIQUE (entity, id)) STRICT""",
    """CREATE TABLE conflict (
        id TEXT PRIMARY KEY, row INTEGER NOT NULL, field TEXT NOT NULL,
        options TEXT NOT NULL) STRICT""",
    "CREATE INDEX conflict_row ON conflict (row)",
    # Operations that arrived before their predecessors, whole, with the hash they stand on.
    """CREATE TABLE pending (
        site TEXT NOT NULL, epoch TEXT NOT NULL, stream TEXT NOT NULL, seq INTEGER NOT NULL,
        previous BLOB NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (site, epoch, stream, seq)) STRICT, WITHOUT ROWID""",
    # Operations that contradict what we hold under the same number: a fork, kept for a person.
    """CREATE TABLE quarantine (
        site TEXT NOT NULL, epoch TEXT NOT NULL, stream TEXT NOT NULL, seq INTEGER NOT NULL,
        hash BLOB NOT NULL, body BLOB NOT NULL, reason TEXT NOT NULL,
        PRIMARY KEY (site, epoch, stream, seq, hash)) STRICT, WITHOUT ROWID""",
    "CREATE TABLE partner (site TEXT PRIMARY KEY, card TEXT NOT NULL, pinned_at INTEGER NOT NULL,"
    " last_package TEXT NOT NULL DEFAULT '', last_at INTEGER NOT NULL DEFAULT 0) STRICT",
    # What a partner said it holds, from its last package.
    """CREATE TABLE receipt (
        partner TEXT NOT NULL, site TEXT NOT NULL, epoch TEXT NOT NULL, stream TEXT NOT NULL,
        seq INTEGER NOT NULL, hash BLOB NOT NULL,
        PRIMARY KEY (partner, site, epoch, stream)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE audit (
        id INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
        facts TEXT NOT NULL, hash BLOB NOT NULL) STRICT""",
    # Photos that a partner said it knows of and does not have.
    """CREATE TABLE wanted (
        partner TEXT NOT NULL, sha256 TEXT NOT NULL,
        PRIMARY KEY (partner, sha256)) STRICT, WITHOUT ROWID""",
)

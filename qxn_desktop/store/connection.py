"""Opening the encrypted file, transactions, and the driver's errors in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from qxn_desktop.common.errors import AppError, EnvironmentProblem, TrustError, UserError
from qxn_desktop.common.progress import Progress
from qxn_desktop.common.whole_file import is_forbidden, is_full, reason
from qxn_desktop.store import driver
from qxn_desktop.store.driver import Database

PLAIN_HEADER = b"SQLite format 3\0"
CACHE_KIB = 64_000
"""With this cache a group-by over the encrypted file costs what it does unencrypted."""
READER_CACHE_KIB = 16_000
"""Of a connection that only reads: pages of lists, beside the writer's cache."""
CHECKPOINT_PAGES = 4_000
"""16 MB of log before it is moved into the file: a merge of some thousand operations is one write,
not two. Closing moves the rest."""


def open_database(path: Path, key: bytes, *, read_only: bool = False) -> Database:
    """The database at ``path`` under the raw 32-byte ``key``; created when it does not exist.

    ``read_only``: a further connection to an open workspace, which refuses every write.

    Raises:
        UserError: the file is not encrypted.
        TrustError: the key does not fit, or the file is damaged.
        EnvironmentProblem: disk full, no permission, busy.
    """
    _refuse_plaintext(path)
    with translated():
        connection = driver.connect(str(path), isolation_level=None, timeout=5)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"").fetchall()
            if not connection.execute("PRAGMA cipher_version").fetchall():
                raise ImportError("the SQLite driver cannot encrypt")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}").fetchall()
            cache = READER_CACHE_KIB if read_only else CACHE_KIB
            connection.execute(f"PRAGMA cache_size = -{cache}")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute(f"PRAGMA query_only = {int(read_only)}")
        except BaseException:
            connection.close()
            raise
    return Database(connection, recursive_triggers=False, execute_plugins=False)


@contextmanager
def immediate(db: Database) -> Iterator[None]:
    """One write transaction: all or nothing. sqlite-utils' own calls become savepoints in it.

    ``BEGIN IMMEDIATE``, because the library's deferred one fails at once when another writes.
    """
    with translated():
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")
            raise


LOOK_EVERY = 20_000
"""Steps of SQLite's machine between two looks at whether one long statement is still wanted: some
milliseconds."""


@contextmanager
def interruptible(db: Database, progress: Progress, words: str) -> Iterator[None]:
    """One long statement that can be taken back, like a copy of the whole file.

    Raises:
        Cancelled: the user took it back; SQLite undoes the statement.
    """
    unwanted: list[AppError] = []

    def look() -> int:
        try:
            progress.report(0, 0, words)
        except AppError as error:
            unwanted.append(error)
            return 1
        return 0

    progress.report(0, 0, words)
    db.conn.set_progress_handler(look, LOOK_EVERY)
    try:
        yield
    except driver.DatabaseError as error:
        if not unwanted:
            raise
        raise unwanted[0] from error
    finally:
        db.conn.set_progress_handler(None, 0)


@contextmanager
def translated() -> Iterator[None]:
    """The driver's and the system's errors as ours, once and for all."""
    try:
        yield
    except AppError:
        raise
    except driver.DatabaseError as error:
        known = _in_words(error)
        if known is None:
            raise
        raise known from error
    except OSError as error:
        raise environment_problem(error) from error


def environment_problem(error: OSError) -> EnvironmentProblem:
    """A failed file operation in words."""
    name = Path(error.filename).name if isinstance(error.filename, str) else "文件"
    if is_full(error):
        return disk_full()
    if is_forbidden(error):
        return EnvironmentProblem(
            "E-WS-102",
            "没有写入权限（{name}）。请换一个可以写入的文件夹，或请管理员开通权限。",
            name=name,
        )
    return EnvironmentProblem(
        "E-WS-103",
        "读写文件失败（{name}：{why}）。数据没有改动，请稍后再试。",
        name=name,
        why=reason(error),
    )


def disk_full() -> EnvironmentProblem:
    """The disk has no room; nothing was written."""
    return EnvironmentProblem(
        "E-WS-101", "磁盘已满，本次没有保存，原有数据完好。请清理出空间后再试。"
    )


def damaged() -> TrustError:
    """The key does not fit or the file is broken: the cipher cannot tell which."""
    return TrustError("E-WS-107", "口令不正确，或数据文件已损坏。请核对口令；仍不行请从备份恢复。")


_WORDS: tuple[tuple[tuple[str, ...], Callable[[], AppError]], ...] = (
    (("full",), disk_full),
    (("not a database", "malformed", "corrupt"), damaged),
    (
        ("locked", "busy"),
        lambda: EnvironmentProblem("E-WS-104", "数据正被另一个程序占用，请稍后再试。"),
    ),
    (
        ("readonly", "read-only"),
        lambda: EnvironmentProblem("E-WS-105", "数据所在的文件夹是只读的，请换到可以写入的位置。"),
    ),
    (
        ("unable to open", "disk i/o"),
        lambda: EnvironmentProblem("E-WS-106", "无法读写数据文件，请检查磁盘空间和文件夹权限。"),
    ),
)


def _in_words(error: Exception) -> AppError | None:
    text = str(error).lower()
    for words, make in _WORDS:
        if any(word in text for word in words):
            return make()
    return None


def _refuse_plaintext(path: Path) -> None:
    with translated():
        if not path.exists():
            return
        with path.open("rb") as file:
            header = file.read(len(PLAIN_HEADER))
    if header == PLAIN_HEADER:
        raise UserError(
            "E-WS-108", "“{name}”没有加密，不是本程序的数据文件，不能打开。", name=path.name
        )

"""SQLCipher under sqlite-utils: everyone imports ``Database`` and the driver from here.

sqlite-utils prefers ``pysqlite3`` when that is importable, so the alias must stand before its
import. An import sorter would move the import above the alias and leave us on the unencrypted
driver without a sound; hence the check at the end, which no test can forget.
"""

from __future__ import annotations

import sys

import sqlcipher3
import sqlcipher3.dbapi2 as dbapi

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = dbapi

import sqlite_utils.utils  # noqa: E402 - must follow the alias
from sqlite_utils import Database  # noqa: E402 - must follow the alias
from sqlite_utils.migrations import Migrations  # noqa: E402 - must follow the alias

if vars(sqlite_utils.utils)["sqlite3"] is not sqlcipher3:
    raise ImportError("sqlite-utils took another driver than sqlcipher3; see store/driver.py")

DatabaseError = dbapi.DatabaseError
IntegrityError = dbapi.IntegrityError
OperationalError = dbapi.OperationalError
connect = dbapi.connect

__all__ = [
    "Database",
    "DatabaseError",
    "IntegrityError",
    "Migrations",
    "OperationalError",
    "connect",
]

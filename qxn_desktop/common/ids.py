"""Identities of rows: random, or hashed from what makes two rows the same."""

from __future__ import annotations

import hashlib
import re
import uuid

_SHA256 = re.compile("[0-9a-f]{64}")


def new_id() -> str:
    """A random row id (32 hex digits)."""
    return uuid.uuid4().hex


def hashed_id(*parts: str) -> str:
    """The same row id (32 hex digits) on every machine for the same ``parts``.

    Parts are length-prefixed, so ("a", "bc") and ("ab", "c") differ.
    """
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode()
        digest.update(len(raw).to_bytes(4, "big"))
        digest.update(raw)
    return digest.hexdigest()[:32]


def is_sha256(text: str) -> bool:
    """Whether ``text`` can be the name of a stored file: its SHA-256 in lower-case hex."""
    return _SHA256.fullmatch(text) is not None

"""Photos beside the database: AES-GCM files whose names tell nothing."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.whole_file import write_whole
from qxn_desktop.store.connection import translated

FOLDER = "photos"
SEAL = 28
"""Bytes that sealing adds: nonce and tag of AES-GCM."""


class PhotoFiles:
    """Content by its SHA-256 (hex). Keys are derived from the workspace's data key."""

    def __init__(self, root: Path, data_key: bytes) -> None:
        self._folder = root / FOLDER
        self._cipher = AESGCM(_derive(data_key, b"photo content"))
        self._name_key = _derive(data_key, b"photo name")

    def add(self, data: bytes) -> str:
        """Keep ``data``; gives its SHA-256. Keeping it twice is one file."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(sha256)
        if path.exists():
            return sha256
        nonce = os.urandom(12)
        sealed = nonce + self._cipher.encrypt(nonce, data, sha256.encode())
        with translated():
            self._folder.mkdir(exist_ok=True)
            write_whole(path, sealed)
        return sha256

    def has(self, sha256: str) -> bool:
        return self._path(sha256).exists()

    def lacking(self, known: Iterable[str]) -> list[str]:
        """Those of ``known`` (SHA-256) that are not here; one look at the folder for all."""
        with translated():
            there = self._folder.iterdir() if self._folder.is_dir() else ()
            present = {path.name for path in there}
        return [sha256 for sha256 in known if self._path(sha256).name not in present]

    def size(self, sha256: str) -> int:
        """Bytes of the content, 0 when it is not here."""
        path = self._path(sha256)
        return max(path.stat().st_size - SEAL, 0) if path.exists() else 0

    def read(self, sha256: str) -> bytes:
        """The content.

        Raises:
            UserError: not here (it may travel separately), or damaged.
        """
        path = self._path(sha256)
        if not path.exists():
            raise UserError("E-WS-130", "这张照片还没有传到本机，请让对方再发一次数据包。")
        with translated():
            sealed = path.read_bytes()
        try:
            return self._cipher.decrypt(sealed[:12], sealed[12:], sha256.encode())
        except (InvalidTag, ValueError) as error:
            raise UserError("E-WS-131", "照片文件已损坏，请从备份恢复。") from error

    def remove(self, sha256: str) -> None:
        """Take away content that no operation names; it may be gone already."""
        with translated():
            self._path(sha256).unlink(missing_ok=True)

    def sound(self, sha256: str) -> bytes | None:
        """The content; None when it is not here, or damaged: then its file is set aside."""
        if not self.has(sha256):
            return None
        try:
            return self.read(sha256)
        except UserError:
            path = self._path(sha256)
            with translated():
                path.replace(path.with_suffix(".damaged"))
            return None

    def digest(self, sha256: str) -> str:
        """The SHA-256 (hex) of what is kept under ``sha256``."""
        return hashlib.sha256(self.read(sha256)).hexdigest()

    def _path(self, sha256: str) -> Path:
        return self._folder / hmac.new(self._name_key, sha256.encode(), "sha256").hexdigest()


def _derive(data_key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"qxn " + purpose).derive(data_key)

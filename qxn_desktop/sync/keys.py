"""The secret keys of one site: it signs with Ed25519 and is written to with age (X25519)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from qxn_desktop.common.errors import UserError

_MAGIC: Final = b"QXNKEYS1"
_SEED: Final = 32

SIGNATURE_SIZE: Final = 64
"""Bytes of an Ed25519 signature (RFC 8032, 5.1.6)."""


@dataclass(frozen=True, slots=True)
class SiteKeys:
    """Random keys of one site, derived from nothing; they live in its encrypted database only.

    ``seed`` is the Ed25519 secret (32 bytes), ``identity`` the age secret (AGE-SECRET-KEY-1…).
    """

    seed: bytes = field(repr=False)
    identity: str = field(repr=False)

    @classmethod
    def generate(cls) -> SiteKeys:
        """New keys from the system's random source."""
        seed = Ed25519PrivateKey.generate().private_bytes_raw()
        return cls(seed, str(pyrage.x25519.Identity.generate()))

    @classmethod
    def from_bytes(cls, data: bytes) -> SiteKeys:
        """The keys that ``to_bytes`` gave.

        Raises:
            UserError: the bytes are not a site's keys.
        """
        magic, rest = data[: len(_MAGIC)], data[len(_MAGIC) :]
        try:
            keys = cls(rest[:_SEED], rest[_SEED:].decode("ascii"))
            Ed25519PrivateKey.from_private_bytes(keys.seed)
            pyrage.x25519.Identity.from_str(keys.identity)
        except (ValueError, pyrage.IdentityError) as error:
            raise _damaged() from error
        if magic != _MAGIC:
            raise _damaged()
        return keys

    def to_bytes(self) -> bytes:
        """Bytes to keep in the encrypted database; never to be written elsewhere."""
        return _MAGIC + self.seed + self.identity.encode("ascii")

    @property
    def signing_key(self) -> str:
        """The public Ed25519 key, 64 hexadecimal digits."""
        return self._private.public_key().public_bytes_raw().hex()

    @property
    def recipient(self) -> str:
        """The public age key (age1…)."""
        return str(pyrage.x25519.Identity.from_str(self.identity).to_public())

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature of ``message`` (64 bytes)."""
        return self._private.sign(message)

    def decrypt(self, ciphertext: bytes) -> bytes | None:
        """What ``ciphertext`` holds; None when it is damaged or not meant for these keys."""
        identity = pyrage.x25519.Identity.from_str(self.identity)
        try:
            return bytes(pyrage.decrypt(ciphertext, [identity]))
        except pyrage.DecryptError:
            return None

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def is_signed_by(signing_key: str, signature: bytes, message: bytes) -> bool:
    """Whether ``signing_key`` (64 hexadecimal digits) made ``signature`` over ``message``."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(signing_key)).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_recipient(text: str) -> bool:
    """Whether ``text`` is a public age key in its one spelling."""
    try:
        return str(pyrage.x25519.Recipient.from_str(text)) == text
    except (pyrage.RecipientError, UnicodeEncodeError):
        return False


def encrypt(plaintext: bytes, recipients: list[str]) -> bytes:
    """``plaintext`` as an age file (v1, binary) for each of the public keys ``recipients``."""
    keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    return bytes(pyrage.encrypt(plaintext, keys))


def _damaged() -> UserError:
    return UserError("E-SYN-001", "本机密钥已损坏，请从备份恢复。")

"""The outside of a package: what anybody may read of it, and what the signature covers.

Format: ``docs/sync.md``, part Package.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Annotated, Final

import msgspec

from qxn_desktop.common.errors import Bug, TrustError, UserError
from qxn_desktop.domain.canonical import INT_MAX
from qxn_desktop.sync.keys import SIGNATURE_SIZE, is_signed_by

MAGIC: Final = b"QXNPKG1\n"
FORMAT: Final = 1
MAX_HEADER: Final = 64 * 1024
MAX_RECIPIENTS: Final = 500
"""Keeps this header and that of age (98 bytes a recipient) below 64 KB."""

MAX_PACKAGE: Final = 256 * 1024 * 1024
"""Bytes of a package: it is opened in memory."""

Site = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z._-]{1,64}\Z")]
PackageId = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
Hex32 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Count = Annotated[int, msgspec.Meta(ge=0, le=INT_MAX)]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sealed it. ``area`` is the township's or higher code: a village is not named outside."""

    site: Site
    area: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{12}\Z")]
    signing_key: Hex32
    fingerprint: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}( [0-9]{4}){7}\Z")]


@dataclass(frozen=True, slots=True)
class Algorithms:
    """Named, because others may be asked for one day."""

    signature: str = "Ed25519"
    encryption: str = "age-X25519"
    compression: str = "zstd"
    digest: str = "SHA-256"


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """SHA-256 and length in bytes of all that follows the signature."""

    sha256: Hex32
    length: Count


@dataclass(frozen=True, slots=True)
class Header:
    """The public header. ``created`` is Unix milliseconds UTC by the sender's clock."""

    format: int
    package: PackageId
    created: Count
    sender: Sender
    recipients: Annotated[tuple[Site, ...], msgspec.Meta(max_length=MAX_RECIPIENTS)]
    ciphertext: Ciphertext
    algorithms: Algorithms = field(default_factory=Algorithms)
    part: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 1
    parts: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 1


@dataclass(frozen=True, slots=True)
class Envelope:
    """A package cut apart, nothing checked yet but its shape."""

    header: Header
    signed: bytes
    signature: bytes
    ciphertext: bytes

    def is_signed_by(self, signing_key: str) -> bool:
        """Whether ``signing_key`` signed the header."""
        return is_signed_by(signing_key, self.signature, self.signed)

    def check_ciphertext(self) -> None:
        """Compare the ciphertext with what the header says of it.

        Raises:
            UserError: bytes are missing or too many.
            TrustError: bytes were changed.
        """
        expected = self.header.ciphertext
        if len(self.ciphertext) < expected.length:
            raise UserError("E-SYN-030", "数据包不完整（缺少后半部分），请重新复制或接收文件。")
        if len(self.ciphertext) > expected.length:
            raise UserError("E-SYN-031", "数据包末尾多出内容，请重新复制或接收文件。")
        if hashlib.sha256(self.ciphertext).hexdigest() != expected.sha256:
            raise TrustError(
                "E-SYN-032", "数据包内容与签名不符，被改动或已损坏，未合并，请对方重新发一次。"
            )


def signed_bytes(header: Header) -> bytes:
    """Magic, length and JSON of ``header``: the start of a package, and what is signed.

    Raises:
        UserError: more recipients than a header holds.
    """
    raw = msgspec.json.encode(header)
    if len(header.recipients) > MAX_RECIPIENTS:
        raise UserError("E-SYN-033", "接收设备过多，请用 --for 指定设备后分次导出。")
    try:
        _parse(raw)
    except UserError as error:
        raise Bug("E-SYN-039", "程序出错：数据包开头写得不对，请联系维护人员。") from error
    return MAGIC + len(raw).to_bytes(4, "big") + raw


def split(data: bytes) -> Envelope:
    """A package cut into its parts.

    Raises:
        UserError: it is no package, too large, cut short or of a newer format.
    """
    _check_start(data)
    start = len(MAGIC) + 4
    end = start + int.from_bytes(data[len(MAGIC) : start], "big")
    if end - start > MAX_HEADER:
        raise _bad_header()
    body = end + SIGNATURE_SIZE
    if len(data) < body:
        raise UserError("E-SYN-034", "数据包不完整（缺少签名），请重新复制或接收文件。")
    return Envelope(_parse(data[start:end]), data[:end], data[end:body], data[body:])


def _check_start(data: bytes) -> None:
    if len(data) > MAX_PACKAGE:
        raise UserError("E-SYN-035", "数据包过大（超过 256 MB），请让对方分次导出。")
    if data[: len(MAGIC)] == MAGIC:
        return
    if data.startswith(b"QXNPKG"):
        raise _newer()
    raise UserError("E-SYN-036", "这不是数据包文件，请选择同事导出的数据包。")


def _parse(raw: bytes) -> Header:
    try:
        declared = msgspec.json.decode(raw, type=dict[str, msgspec.Raw]).get("format", b"")
        if msgspec.json.decode(declared, type=Count) > FORMAT:
            raise _newer()
        header = msgspec.json.decode(raw, type=Header)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise _bad_header() from error
    if header.format != FORMAT or header.part > header.parts:
        raise _bad_header()
    if header.algorithms != Algorithms() or header.parts != 1:
        raise _newer()
    return header


def _bad_header() -> UserError:
    return UserError("E-SYN-037", "数据包开头已损坏，请重新复制或接收文件。")


def _newer() -> UserError:
    return UserError("E-SYN-038", "数据包由更新版本的程序导出，请先升级本机程序。")

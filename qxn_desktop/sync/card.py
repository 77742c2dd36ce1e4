"""Cards: how a site says who it is, signed by itself. Pinning a card is how it is trusted.

Format: ``docs/sync.md``, part Cards.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import msgspec

from qxn_desktop.common.errors import Problem, TrustError, UserError, refuse
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.canonical import INT_MAX, check_values
from qxn_desktop.sync.keys import SiteKeys, is_recipient, is_signed_by

FORMAT: Final = "qxn-card/1"
ROLES: Final = ("village", "township", "county", "prefecture")
MAX_CARD: Final = 64 * 1024
"""Bytes of a card; certificates of two levels are far below."""

_encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class Card:
    """A card whose signature was checked. ``data`` is the file itself: keep that, parse it again.

    ``unit`` is a 12-digit code, ``signing_key`` 64 hexadecimal digits, ``recipient`` an age key,
    ``created`` Unix milliseconds UTC, ``certificates`` opaque (none are issued yet).
    """

    unit: str
    unit_name: str
    role: str
    site: str
    label: str
    signing_key: str
    recipient: str
    created: int
    certificates: tuple[Json, ...]
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a card is about: a site of a unit (12-digit code), its role and what it is called."""

    unit: str
    unit_name: str
    role: str
    site: str
    label: str


def make_card(keys: SiteKeys, holder: Holder, created: int) -> Card:
    """The card of ``holder``, signed with its ``keys``, dated ``created`` (Unix ms UTC).

    Raises:
        UserError: a part of it is not as a card must be.
    """
    parts: dict[str, Json] = {
        "format": FORMAT,
        **asdict(holder),
        "signing_key": keys.signing_key,
        "recipient": keys.recipient,
        "certificates": [],
        "created": created,
    }
    refuse(_problems(parts))
    parts["signature"] = keys.sign(_signed_bytes(parts)).hex()
    return parse_card(_encode(parts))


def parse_card(data: bytes) -> Card:
    """The card in a file, its own signature checked. That makes it whole, not trusted.

    Raises:
        UserError: it is no card, of a newer format, or some of its parts are wrong (all named).
        TrustError: its signature does not fit: it was changed or damaged.
    """
    parts = _read(data)
    refuse(_problems(parts))
    signature = parts.get("signature")
    if not _is_hex(signature, 128) or not is_signed_by(
        parts["signing_key"], bytes.fromhex(parts["signature"]), _signed_bytes(parts)
    ):
        raise TrustError("E-SYN-005", "名片的签名不符，内容被改动或已损坏，请让对方重新导出名片。")
    names = ("unit", "unit_name", "role", "site", "label", "signing_key", "recipient", "created")
    return Card(
        **{name: parts[name] for name in names},
        certificates=tuple(parts["certificates"]),
        data=data,
    )


def fingerprint(card: Card) -> str:
    """Eight groups of four digits to read aloud, from SHA-256 over unit, site and both keys.

    Names and certificates are left out: they may be renewed under the same keys, whose signature
    covers them. 32 digits are 106 bits.
    """
    identity = (FORMAT, card.unit, card.site, card.signing_key, card.recipient)
    number = int.from_bytes(hashlib.sha256(_encode(identity)).digest(), "big") % 10**32
    digits = f"{number:032d}"
    return " ".join(digits[start : start + 4] for start in range(0, 32, 4))


def is_fingerprint_of(text: str, card: Card) -> bool:
    """Whether a person typed the fingerprint of ``card``, with whatever spaces or full width."""
    typed = re.sub(r"[\s\-_.,，、·]", "", unicodedata.normalize("NFKC", text))
    return typed == fingerprint(card).replace(" ", "")


def _read(data: bytes) -> dict[str, Any]:
    if len(data) > MAX_CARD:
        raise UserError("E-SYN-002", "名片文件过大，不是本程序导出的名片，请重新索取。")
    try:
        parts = msgspec.json.decode(data, type=dict[str, Any])
        check_values(parts.values())
    except (msgspec.MsgspecError, ValueError, RecursionError, UserError) as error:
        raise _no_card() from error
    declared = parts.get("format")
    if declared != FORMAT:
        if isinstance(declared, str) and declared.startswith("qxn-card/"):
            raise UserError("E-SYN-004", "名片由更新版本的程序导出，请先升级本机程序。")
        raise _no_card()
    return parts


def _no_card() -> UserError:
    return UserError("E-SYN-003", "这不是名片文件，请让对方重新导出名片。")


def _signed_bytes(parts: dict[str, Any]) -> bytes:
    unsigned = {key: value for key, value in parts.items() if key != "signature"}
    return b"QXNCARD1\n" + _encode(unsigned)


def _problems(parts: dict[str, Any]) -> Iterator[Problem]:
    for key, title, is_valid in _RULES:
        if not is_valid(parts.get(key)):
            message = f"名片的“{title}”缺失或不合规范"
            yield Problem(key, "E-SYN-006", message)


def _matches(pattern: str) -> Callable[[object], bool]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def _is_hex(value: object, digits: int) -> bool:
    return _matches(rf"[0-9a-f]{{{digits}}}")(value)


def _is_text(shortest: int, longest: int) -> Callable[[object], bool]:
    def check(value: object) -> bool:
        if not isinstance(value, str):
            return False
        return shortest <= len(value) <= longest and value.isprintable()

    return check


_RULES: Final[tuple[tuple[str, str, Callable[[object], bool]], ...]] = (
    ("unit", "单位代码", _matches("[0-9]{12}")),
    ("unit_name", "单位名称", _is_text(1, 60)),
    ("role", "单位层级", lambda value: value in ROLES),
    ("site", "设备编号", _matches("[0-9A-Za-z._-]{1,64}")),
    ("label", "设备名称", _is_text(0, 60)),
    ("signing_key", "签名公钥", lambda value: _is_hex(value, 64)),
    ("recipient", "加密公钥", lambda value: isinstance(value, str) and is_recipient(value)),
    ("certificates", "证书", lambda value: isinstance(value, list)),
    ("created", "生成时间", lambda value: type(value) is int and 0 <= value <= INT_MAX),
)

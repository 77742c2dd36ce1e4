"""Packages: sealed, looked at, opened. Everything about trust is decided here, in this order.

Size, header, pinned signer, signature, digest, recipient, decryption, inflation, parsing,
inside equal to outside. What comes early is cheap and safe on hostile bytes; an age header is
parsed only after the signature, because parsing it is quadratic in its length.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qxn_desktop.common.errors import Bug, TrustError, UserError
from qxn_desktop.sync.card import Card, fingerprint
from qxn_desktop.sync.compression import MAX_INFLATED, compress, inflate
from qxn_desktop.sync.keys import SiteKeys, encrypt
from qxn_desktop.sync.package_body import decode_body, encode_body, malformed
from qxn_desktop.sync.package_content import PackageContent
from qxn_desktop.sync.package_header import (
    FORMAT,
    MAX_PACKAGE,
    Ciphertext,
    Envelope,
    Header,
    Sender,
    signed_bytes,
    split,
)

MAX_AGE_HEADER: Final = 64 * 1024
"""Bytes. Parsing 80 KB of a hostile one took 2.2 s."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What can be said of a package without keys and without trusting anybody.

    ``is_signed``: by the key in its own header, whoever that is. ``is_whole``: the ciphertext is
    the one that was signed.
    """

    header: Header
    is_signed: bool
    is_whole: bool


def seal(content: PackageContent, keys: SiteKeys, card: Card, recipients: Sequence[Card]) -> bytes:
    """``content`` signed with ``keys`` for ``recipients`` and for the sender itself (``card``).

    Raises:
        UserError: too large, too many recipients, or a payload no operation may hold.
    """
    if content.site != card.site or keys.signing_key != card.signing_key:
        raise Bug("E-SYN-040", "程序出错：数据包的来源与本机名片不符，请联系维护人员。")
    everyone = {one.recipient: one for one in (card, *recipients)}
    body = encode_body(content)
    ciphertext = encrypt(compress(body), list(everyone))
    header = Header(
        format=FORMAT,
        package=content.package,
        created=content.created,
        sender=_sender(card),
        recipients=tuple(sorted({one.site for one in everyone.values()})),
        ciphertext=Ciphertext(hashlib.sha256(ciphertext).hexdigest(), len(ciphertext)),
    )
    signed = signed_bytes(header)
    package = b"".join((signed, keys.sign(signed), ciphertext))
    if len(body) > MAX_INFLATED or len(package) > MAX_PACKAGE:
        raise UserError("E-SYN-041", "数据包过大，请分次导出或减少照片。")
    return package


def peek(data: bytes) -> Inspection:
    """What a package says of itself, and whether it is signed and whole.

    Raises:
        UserError: it is no package, or its header is damaged.
    """
    envelope = split(data)
    try:
        envelope.check_ciphertext()
        is_whole = True
    except (UserError, TrustError):
        is_whole = False
    key = envelope.header.sender.signing_key
    return Inspection(envelope.header, envelope.is_signed_by(key), is_whole)


def unseal(
    data: bytes, keys: SiteKeys, own_site: str, pinned: Mapping[str, Card]
) -> PackageContent:
    """The content of a package from a signer in ``pinned`` (by site) for ``own_site``.

    Whoever takes the runs in compares their hashes, as it must know the chains they continue.
    To open one's own packages, ``pinned`` holds one's own card too. Nothing is written to disk.

    Raises:
        UserError: damaged, cut short, not as the format says.
        TrustError: unknown signer, wrong key, wrong signature, not meant for this machine.
    """
    envelope = split(data)
    _check_signer(envelope, pinned)
    envelope.check_ciphertext()
    if own_site not in envelope.header.recipients:
        raise TrustError("E-SYN-042", "数据包不是发给本机的，请让对方先登记本机名片，再重新导出。")
    content = decode_body(inflate(_decrypt(envelope.ciphertext, keys)))
    header = envelope.header
    outside = (header.sender.site, header.package, header.created)
    if (content.site, content.package, content.created) != outside:
        raise malformed("内外标识")
    return content


def _check_signer(envelope: Envelope, pinned: Mapping[str, Card]) -> None:
    sender = envelope.header.sender
    card = pinned.get(sender.site)
    if card is None:
        raise TrustError(
            "E-SYN-043",
            "不认识发送设备 {site}（指纹 {fingerprint}），未合并。请先核对并登记对方名片。",
            site=sender.site,
            fingerprint=sender.fingerprint,
        )
    if sender != _sender(card):
        raise TrustError(
            "E-SYN-044",
            "发送设备 {site} 的密钥与已登记的名片不同，未合并。请向对方当面核对指纹。",
            site=sender.site,
        )
    if not envelope.is_signed_by(card.signing_key):
        raise TrustError(
            "E-SYN-045", "数据包的签名不符，被改动或已损坏，未合并，请对方重新发一次。"
        )


def _sender(card: Card) -> Sender:
    # A village's code would tell whose data travels; the township's does not.
    return Sender(card.site, card.unit[:9] + "000", card.signing_key, fingerprint(card))


def _decrypt(ciphertext: bytes, keys: SiteKeys) -> bytes:
    if ciphertext.find(b"\n---", 0, MAX_AGE_HEADER) < 0:
        raise malformed("加密信息")
    plaintext = keys.decrypt(ciphertext)
    if plaintext is None:
        raise TrustError(
            "E-SYN-046", "本机密钥打不开这个数据包，请让对方用本机最新的名片重新导出。"
        )
    return plaintext

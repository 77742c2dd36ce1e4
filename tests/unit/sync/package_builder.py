"""Sites, operations and packages for the tests of this folder."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.canonical import canonical_bytes, chain_next, chain_start
from qxn_desktop.domain.chain_run import ChainRun
from qxn_desktop.domain.operation import Chain, Kind, Operation
from qxn_desktop.sync.card import Card, Holder, make_card
from qxn_desktop.sync.compression import compress
from qxn_desktop.sync.keys import SiteKeys, encrypt
from qxn_desktop.sync.package_content import PackageContent
from qxn_desktop.sync.package_header import MAGIC, Ciphertext, Header, signed_bytes

WALL = 1_760_000_000_000


@dataclass(frozen=True)
class Site:
    keys: SiteKeys
    card: Card


def new_site(name: str, unit: str = "522327103000") -> Site:
    keys = SiteKeys.generate()
    return Site(keys, make_card(keys, Holder(unit, "丫他镇", "township", name, "A1"), WALL))


def operations(
    chain: Chain, drafts: list[tuple[str, str, dict[str, Json]]], first: int = 1
) -> list[Operation]:
    return [
        Operation(
            chain, seq, (WALL + seq) << 16, "韦婷", WALL + seq, 1, entity, f"r{seq}", kind, payload
        )
        for seq, (entity, kind, payload) in enumerate(drafts, first)
    ]


def run_of(ops: list[Operation], previous: bytes | None = None) -> ChainRun:
    start = chain_start(ops[0].chain) if previous is None else previous
    current = start
    for op in ops:
        current = chain_next(current, canonical_bytes(op))
    return ChainRun(ops[0].chain, ops[0].seq, start, current, tuple(ops))


def new_content() -> PackageContent:
    """Two chains, a relayed site, an unknown kind, entity and field, photos, a receipt."""
    village = Chain("a" * 32, "e1", "village:522327103001")
    relayed = Chain("c" * 32, "e2", "unit")
    ops = operations(
        village,
        [
            ("household", Kind.PUT, {"head_name": "岑𬱖", "area": "60.5", "kinds": ["甲", "乙"]}),
            ("household", Kind.PUT, {"kinds": [], "area": None, "head_name": "韦·龙"}),
            ("problem", Kind.EVENT, {"event": "assign", "facts": {"owner": "黄堃"}}),
            ("household", Kind.DELETE, {}),
            ("well", "split", {"未知": {"深": [1, 2, {"x": None}]}}),
            ("household", Kind.PUT, {}),
        ],
    )
    late = operations(relayed, [("setting", Kind.PUT, {"new_field": -(2**63), "b": True})], 41)
    photo = b"\xff\xd8not really a photo"
    runs = (run_of(ops), run_of(late, previous=b"\x07" * 32))
    return PackageContent(
        site="a" * 32,
        package="0123456789abcdef" * 2,
        created=WALL,
        have={village: (6, runs[0].last_hash), relayed: (41, runs[1].last_hash)},
        runs=runs,
        photos=((hashlib.sha256(photo).hexdigest(), photo), (hashlib.sha256().hexdigest(), b"")),
    )


@dataclass(frozen=True)
class Forger:
    """Packages that ``site`` did sign, though no program would write them."""

    site: Site
    recipients: list[str]
    header: Header

    def body(self, body: bytes, **changes: object) -> bytes:
        return self.compressed(compress(body), **changes)

    def table(self, table: object) -> bytes:
        """A package around any JSON, without photos."""
        raw = table if isinstance(table, bytes) else json.dumps(table).encode()
        return self.body(len(raw).to_bytes(4, "big") + raw)

    def compressed(self, data: bytes, **changes: object) -> bytes:
        return self.ciphertext(encrypt(data, self.recipients), **changes)

    def ciphertext(self, data: bytes, **changes: object) -> bytes:
        described = Ciphertext(hashlib.sha256(data).hexdigest(), len(data))
        header = replace(self.header, **{"ciphertext": described, **changes})  # type: ignore[arg-type]
        return self.signed(signed_bytes(header), data)

    def raw_header(self, raw: bytes) -> bytes:
        return self.signed(MAGIC + len(raw).to_bytes(4, "big") + raw, b"")

    def signed(self, start: bytes, ciphertext: bytes) -> bytes:
        return start + self.site.keys.sign(start) + ciphertext

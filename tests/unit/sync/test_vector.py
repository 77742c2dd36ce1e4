"""What was written once stays readable, byte by byte. The files are never made anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qxn_desktop.domain.canonical import canonical_bytes, chain_next, chain_start
from qxn_desktop.domain.operation import Chain, Operation
from qxn_desktop.sync.card import fingerprint, is_fingerprint_of, parse_card
from qxn_desktop.sync.keys import SiteKeys
from qxn_desktop.sync.package import peek, unseal
from qxn_desktop.sync.package_content import PackageContent

VECTORS = Path(__file__).parents[2] / "vectors"


def read(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


def operation(parts: dict[str, Any]) -> Operation:
    chain = Chain(parts.pop("site"), parts.pop("epoch"), parts.pop("stream"))
    return Operation(chain, **parts)


def test_canonical_bytes_and_chain_of_written_operations() -> None:
    vectors = read("operations.json")
    entries = vectors["operations"]
    ops = [operation(entry["operation"]) for entry in entries]
    current = chain_start(ops[0].chain)
    assert current.hex() == vectors["chain_start"]
    for op, entry in zip(ops, entries, strict=True):
        data = canonical_bytes(op)
        current = chain_next(current, data)
        assert data == entry["canonical"].encode()
        assert current.hex() == entry["hash"]
    assert len(ops) == 5


@pytest.fixture(scope="module")
def expected() -> Any:
    return read("package-1.json")


@pytest.fixture(scope="module")
def content(expected: Any) -> PackageContent:
    card = parse_card((VECTORS / "card-1.qxncard").read_bytes())
    keys = SiteKeys.from_bytes(bytes.fromhex(expected["recipient_keys"]))
    data = (VECTORS / "package-1.qxnpkg").read_bytes()
    return unseal(data, keys, expected["recipient_site"], {card.site: card})


def test_a_stored_card_is_read(expected: Any) -> None:
    card = parse_card((VECTORS / "card-1.qxncard").read_bytes())
    assert (card.unit_name, card.role, card.label) == ("册亨县丫他镇", "township", "A1")
    assert fingerprint(card) == expected["sender_fingerprint"]
    assert is_fingerprint_of(expected["sender_fingerprint"], card)


def test_a_stored_package_is_inspected(expected: Any) -> None:
    seen = peek((VECTORS / "package-1.qxnpkg").read_bytes())
    assert (seen.is_signed, seen.is_whole) == (True, True)
    assert seen.header.package == expected["package"]


def test_a_stored_package_is_opened(expected: Any, content: PackageContent) -> None:
    assert content.site == expected["site"]
    assert (content.package, content.created) == (expected["package"], expected["created"])
    assert content.operations == [operation(dict(parts)) for parts in expected["operations"]]
    assert [[digest, data.hex()] for digest, data in content.photos] == expected["photos"]
    have = [[*chain, seq, held.hex()] for chain, (seq, held) in content.have.items()]
    assert sorted(have) == sorted(expected["have"])


def test_the_hashes_of_a_stored_package_follow_from_its_operations(
    expected: Any, content: PackageContent
) -> None:
    for run, told in zip(content.runs, expected["runs"], strict=True):
        current = run.previous_hash
        for op in run.operations:
            current = chain_next(current, canonical_bytes(op))
        assert (list(run.chain), run.first, run.last) == (
            told["chain"],
            told["first"],
            told["last"],
        )
        assert run.previous_hash.hex() == told["previous_hash"]
        assert current == run.last_hash == bytes.fromhex(told["last_hash"])

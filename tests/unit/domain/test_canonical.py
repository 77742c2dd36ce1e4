"""Canonical bytes: equal to the plain reading of the specification, and nothing ambiguous in."""

from __future__ import annotations

import hashlib
import json
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.canonical import MAX_DEPTH, canonical_bytes, chain_next, chain_start
from qxn_desktop.domain.operation import Chain, Kind, Operation

CHAIN = Chain("a1" * 16, "e1", "village:522327103001")
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
integers = st.integers(-(2**63), 2**63 - 1)
values = st.recursive(
    st.none() | st.booleans() | integers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def operation(payload: dict[str, Json], **changes: object) -> Operation:
    parts: dict[str, object] = {
        "chain": CHAIN,
        "seq": 7,
        "hlc": 112_742_000_000_000_000,
        "actor": "韦婷",
        "wall": 1_760_000_000_123,
        "schema": 1,
        "entity": "household",
        "row": "r1",
        "kind": Kind.PUT,
        "payload": payload,
    }
    return Operation(**(parts | changes))  # type: ignore[arg-type]


def by_the_specification(op: Operation) -> bytes:
    parts = [*op.chain, op.seq, op.hlc, op.actor, op.wall, op.schema, op.entity, op.row, op.kind]
    return json.dumps(
        [*parts, dict(op.payload)], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


@given(st.dictionaries(texts, values, max_size=6), texts, integers)
def test_equals_the_plain_reading_of_the_specification(
    payload: dict[str, Json], actor: str, wall: int
) -> None:
    op = operation(payload, actor=actor, wall=wall)
    assert canonical_bytes(op) == by_the_specification(op)


def test_every_control_and_rare_character_is_spelled_as_specified() -> None:
    text = "".join(map(chr, range(0x100))) + "\u2028\u2029·𬱖䶮堃竜\ufeff\uffff\U0010ffff"
    op = operation({"note": text})
    assert canonical_bytes(op) == by_the_specification(op)


def test_keys_stand_by_code_point_however_they_were_put() -> None:
    one = operation({"𬱖": 1, "\uffff": 2, "b": 3, "a": 4})
    other = operation({"a": 4, "b": 3, "\uffff": 2, "𬱖": 1})
    assert canonical_bytes(one) == canonical_bytes(other)
    assert canonical_bytes(one).endswith('{"a":4,"b":3,"\uffff":2,"𬱖":1}]'.encode())


def test_a_read_only_mapping_gives_the_same_bytes() -> None:
    payload: dict[str, Json] = {"b": ["x"], "a": 1}
    proxied = operation(MappingProxyType(payload))  # type: ignore[arg-type]
    assert canonical_bytes(proxied) == canonical_bytes(operation(payload))


@pytest.mark.parametrize(
    "payload",
    [
        {"a": 1.5},
        {"a": 1.0},
        {"a": ["x", 0.5]},
        {"a": {"b": float("nan")}},
        {"a": 2**63},
        {"a": [-(2**63) - 1]},
        {"a": b"x"},
        {"a": {"x"}},
        {1: "a"},
        {"a": {1: "a"}},
        {"a": "\ud800"},
        {"\udfff": "a"},
    ],
)
def test_what_has_no_one_spelling_is_refused(payload: dict[str, Json]) -> None:
    with pytest.raises(UserError):
        canonical_bytes(operation(payload))


@pytest.mark.parametrize("field", ["seq", "hlc", "wall", "schema"])
@pytest.mark.parametrize("value", [2**63, 1.0, True])
def test_envelope_numbers_are_64_bit_integers(field: str, value: object) -> None:
    with pytest.raises(UserError):
        canonical_bytes(operation({}, **{field: value}))


def nested(levels: int) -> dict[str, Json]:
    value: Json = "x"
    for _ in range(levels - 1):
        value = [value]
    return {"a": value}


def test_nesting_is_bounded() -> None:
    assert canonical_bytes(operation(nested(MAX_DEPTH)))
    with pytest.raises(UserError) as caught:
        canonical_bytes(operation(nested(MAX_DEPTH + 1)))
    assert caught.value.code == "E-OP-302"


def test_the_chain_is_sha256_as_specified() -> None:
    start = hashlib.sha256(b"qxn-chain/1\0" + b"a1" * 16 + b"\0e1\0village:522327103001").digest()
    assert chain_start(CHAIN) == start
    data = canonical_bytes(operation({"a": "1"}))
    assert chain_next(start, data) == hashlib.sha256(start + data).digest()

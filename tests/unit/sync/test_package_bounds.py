"""A small file must not grow into gigabytes of objects, even from a signer who is pinned."""

from __future__ import annotations

import json

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.sync import package_body
from qxn_desktop.sync.package_body import decode_body, encode_body
from tests.unit.sync.package_builder import new_content


def test_operations_are_counted_before_they_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    content = new_content()
    body = encode_body(content)
    count = len(content.operations)
    monkeypatch.setattr(package_body, "MAX_OPERATIONS", count)
    assert decode_body(body) == content
    monkeypatch.setattr(package_body, "MAX_OPERATIONS", count - 1)
    with pytest.raises(UserError, match="不合规范"):
        decode_body(body)
    with pytest.raises(UserError, match="装不下"):
        encode_body(content)


def test_lists_and_objects_are_counted_before_they_are_made() -> None:
    nested = b"[" + b"[]," * package_body.MAX_CONTAINERS + b"1]"
    table = json.dumps({"site": "a", "package": "p", "created": 1}).encode()[:-1]
    table += b', "have": ' + nested + b"}"
    with pytest.raises(UserError, match="结构"):
        decode_body(len(table).to_bytes(4, "big") + table)

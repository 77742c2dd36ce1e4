"""Damaged, cut, swapped and hostile packages: refused in Chinese, never a traceback."""

from __future__ import annotations

import contextlib
import json
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qxn_desktop.common.errors import AppError, TrustError, UserError
from qxn_desktop.domain.canonical import INT_MAX
from qxn_desktop.sync.package import peek, seal
from qxn_desktop.sync.package_body import encode_body
from qxn_desktop.sync.package_content import PackageContent
from qxn_desktop.sync.package_header import MAX_HEADER, split
from tests.unit.sync.package_builder import Forger, Site

Opened = Callable[[bytes], PackageContent]


def refused(opened: Opened, data: bytes) -> AppError:
    """The refusal of ``data``, which must be one that people can read."""
    with pytest.raises((UserError, TrustError)) as caught:
        opened(data)
    assert re.search("[一-龥]", caught.value.message)
    assert "{" not in caught.value.message
    return caught.value


def flipped(data: bytes, offset: int, bit: int) -> bytes:
    changed = bytearray(data)
    changed[offset] ^= 1 << bit
    return bytes(changed)


def test_every_bit_of_header_and_signature_counts(package: bytes, opened: Opened) -> None:
    for offset in range(len(package) - split(package).header.ciphertext.length):
        refused(opened, flipped(package, offset, offset % 8))


def test_every_byte_of_the_ciphertext_counts(package: bytes, opened: Opened) -> None:
    start = len(package) - split(package).header.ciphertext.length
    for offset in range(start, len(package)):
        assert refused(opened, flipped(package, offset, offset % 8)).exit_code == 5


def test_every_truncation_is_refused(package: bytes, opened: Opened) -> None:
    for length in range(len(package)):
        assert refused(opened, package[:length]).exit_code == 3


@pytest.mark.parametrize("tail", [b"\0", b"\n", b"x" * 1000])
def test_appended_bytes_are_refused(package: bytes, opened: Opened, tail: bytes) -> None:
    assert refused(opened, package + tail).code == "E-SYN-031"
    assert refused(opened, tail + package).code == "E-SYN-036"


def test_swapped_ciphertext_is_refused(
    package: bytes, content: PackageContent, alice: Site, bob: Site, opened: Opened
) -> None:
    other = split(seal(content, alice.keys, alice.card, [bob.card])).ciphertext
    own = split(package)
    longest = (other + own.ciphertext)[: len(own.ciphertext)]
    assert refused(opened, own.signed + own.signature + longest).exit_code == 5


def test_signature_of_another_package_is_refused(
    package: bytes, content: PackageContent, alice: Site, bob: Site, opened: Opened
) -> None:
    other = split(seal(content, alice.keys, alice.card, [bob.card]))
    own = split(package)
    refused(opened, own.signed + other.signature + own.ciphertext)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(opened: Opened, data: bytes) -> None:
    refused(opened, data)
    refused(opened, b"QXNPKG1\n" + data)
    refused(opened, b"QXNPKG1\n" + len(data).to_bytes(4, "big") + data + bytes(64))


def test_a_newer_format_asks_for_an_upgrade(package: bytes, opened: Opened, forger: Forger) -> None:
    header = json.loads(split(package).signed[12:])
    raised = json.dumps(header | {"format": 2, "sender": "changed"}).encode()
    algorithms = header["algorithms"] | {"signature": "SM2"}
    other = json.dumps(header | {"algorithms": algorithms}).encode()
    parted = json.dumps(header | {"parts": 2}).encode()
    newer = [b"QXNPKG2\n", *map(forger.raw_header, (raised, other, parted))]
    assert [refused(opened, data).code for data in newer] == ["E-SYN-038"] * 4


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where every value within ``value`` stands."""
    yield path
    keys = value if isinstance(value, dict) else range(len(value)) if type(value) is list else ()
    for key in keys:
        yield from paths(value[key], (*path, key))


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replaced(copy[path[0]], path[1:], new)
    return copy


WRONG: list[Any] = [None, True, -1, 1.5, 2**63, 10**400, "", "x", "\0", [], [[]], {}, {"a": 0.5}]


def test_no_value_in_the_header_can_upset_the_reader(
    package: bytes, opened: Opened, forger: Forger
) -> None:
    header = json.loads(split(package).signed[12:])
    for path in paths(header):
        for wrong in WRONG:
            data = forger.raw_header(json.dumps(replaced(header, path, wrong)).encode())
            refused(opened, data)
            with contextlib.suppress(UserError):  # a look is allowed to go well
                assert not peek(data).is_whole


def table_of(content: PackageContent) -> Any:
    body = encode_body(content)
    return json.loads(body[4 : 4 + int.from_bytes(body[:4], "big")]) | {"photos": []}


def outcome(opened: Opened, data: bytes) -> PackageContent | None:
    """The content, or None for a refusal that people can read."""
    try:
        return opened(data)
    except (UserError, TrustError) as error:
        message = error.message
    assert re.search("[一-龥]", message)
    return None


def test_no_value_in_the_body_can_upset_the_reader(
    content: PackageContent, opened: Opened, forger: Forger
) -> None:
    """A hostile colleague may sign anything: what is let through holds to the types."""
    table = table_of(content)
    assert outcome(opened, forger.table(table)) is not None
    for path in paths(table):
        for wrong in WRONG:
            got = outcome(opened, forger.table(replaced(table, path, wrong)))
            if got is not None:
                encode_body(got)  # refuses floats, numbers too large, runs that do not fit


@settings(max_examples=200)
@given(st.data())
def test_no_bytes_in_the_body_can_upset_the_reader(
    content: PackageContent, opened: Opened, forger: Forger, data: st.DataObject
) -> None:
    body = bytearray(encode_body(content))
    for _ in range(data.draw(st.integers(1, 3))):
        offset = data.draw(st.integers(0, len(body) - 1))
        body[offset : offset + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    got = outcome(opened, forger.body(bytes(body)))
    if got is not None:
        encode_body(got)


@pytest.mark.parametrize(
    "table",
    [b"[" * 200_000, b'{"site":' * 50_000, b"1" * 10_000, b'"\\ud800"', b"\xff", b"null", b""],
)
def test_what_is_no_table_is_refused(opened: Opened, forger: Forger, table: bytes) -> None:
    assert refused(opened, forger.table(table)).exit_code == 3


@pytest.mark.parametrize(
    ("key", "value"), [("site", "b" * 32), ("package", "f" * 32), ("created", 5)]
)
def test_inside_and_outside_must_agree(
    content: PackageContent, opened: Opened, forger: Forger, key: str, value: object
) -> None:
    assert "内外" in refused(opened, forger.table(table_of(content) | {key: value})).message


def test_unknown_parts_of_a_body_are_passed_over(
    content: PackageContent, opened: Opened, forger: Forger
) -> None:
    table = table_of(content) | {"revoked": [{"site": "x"}]}
    table["groups"] = [group | {"hint": 1.5} for group in table["groups"]]
    assert opened(forger.table(table)).operations == content.operations


@pytest.mark.parametrize(
    ("first", "last"),
    [(1, 7), (2, 6), (0, 5), (6, 1), (2, 7), (1, INT_MAX), (INT_MAX - 5, INT_MAX)],
)
def test_a_run_has_the_operations_it_names(
    content: PackageContent, opened: Opened, forger: Forger, first: int, last: int
) -> None:
    table = table_of(content)
    table["chains"][0][3:5] = [first, last]
    got = outcome(opened, forger.table(table))
    if last - first == 5 and first > 0:  # other numbers: the hashes will not fit, see the store
        assert got is not None
        assert [op.seq for op in got.runs[0].operations] == list(range(first, last + 1))
    else:
        assert got is None


def test_one_run_a_chain(content: PackageContent, opened: Opened, forger: Forger) -> None:
    table = table_of(content)
    table["chains"][1][:3] = table["chains"][0][:3]
    assert refused(opened, forger.table(table)).exit_code == 3


@pytest.mark.parametrize("at", [[0, 0], [-1, 1], [0, 99], [1, -1, 1], [2**62, 2**62]])
def test_each_position_is_filled_once(
    content: PackageContent, opened: Opened, forger: Forger, at: list[int]
) -> None:
    table = table_of(content)
    table["groups"][0]["at"] = at
    assert refused(opened, forger.table(table)).exit_code == 3


def test_positions_are_not_counted_from_the_end(
    content: PackageContent, opened: Opened, forger: Forger
) -> None:
    table = table_of(content)
    table["groups"][0]["at"][0] -= len(content.operations)
    assert refused(opened, forger.table(table)).exit_code == 3


@pytest.mark.parametrize(
    "column", [["甲"], ["甲", "乙", "丙"], [1.0, 2], [[0.5], 1], [{"a": 2**64}, 1]]
)
def test_columns_are_as_long_as_their_rows_and_hold_no_floats(
    content: PackageContent, opened: Opened, forger: Forger, column: list[Any]
) -> None:
    table = table_of(content)
    table["groups"][0]["columns"][0] = column
    assert refused(opened, forger.table(table)).exit_code == 3


def test_a_field_stands_once(content: PackageContent, opened: Opened, forger: Forger) -> None:
    table = table_of(content)
    table["groups"][0]["fields"][0] = table["groups"][0]["fields"][1]
    assert refused(opened, forger.table(table)).exit_code == 3


@pytest.mark.parametrize("change", ["photo", "length", "digest"])
def test_a_photo_that_is_not_what_it_says_is_refused(
    content: PackageContent, opened: Opened, forger: Forger, change: str
) -> None:
    body = encode_body(content)
    if change == "photo":
        body = flipped(body, len(body) - 1, 0)
    elif change == "length":
        body += b"x"
    else:
        digest = content.photos[0][0].encode()
        body = body.replace(digest, digest[::-1])
    assert refused(opened, forger.body(body)).exit_code == 3


def test_a_signed_bomb_is_refused(opened: Opened, forger: Forger) -> None:
    assert refused(opened, forger.body(bytes(100 << 20))).code == "E-SYN-011"


@pytest.mark.parametrize("data", [b"", b"not zstd", b"\x28\xb5\x2f\xfd"])
def test_what_is_not_compressed_is_refused(opened: Opened, forger: Forger, data: bytes) -> None:
    assert refused(opened, forger.compressed(data)).exit_code == 3


def test_an_endless_age_header_is_not_parsed(opened: Opened, forger: Forger) -> None:
    stanza = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"
    hostile = b"age-encryption.org/v1\n" + stanza * 5_000 + b"--- " + b"A" * 43 + b"\n"
    assert refused(opened, forger.ciphertext(hostile)).code == "E-SYN-022"


def test_a_signed_but_damaged_ciphertext_is_refused(
    package: bytes, opened: Opened, forger: Forger
) -> None:
    good = split(package).ciphertext
    chance = random.Random(7)
    for _ in range(200):
        bad = flipped(good, chance.randrange(len(good)), chance.randrange(8))
        refused(opened, forger.ciphertext(bad))
    for length in range(0, len(good), 37):
        refused(opened, forger.ciphertext(good[:length]))


def test_a_header_is_bounded(opened: Opened) -> None:
    start = b"QXNPKG1\n" + (MAX_HEADER + 1).to_bytes(4, "big")
    assert refused(opened, start + b" " * (MAX_HEADER + 100)).code == "E-SYN-037"

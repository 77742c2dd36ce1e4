from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.common.errors import AppError, TrustError, UserError
from qxn_desktop.sync.card import (
    MAX_CARD,
    Holder,
    fingerprint,
    is_fingerprint_of,
    make_card,
    parse_card,
)
from tests.unit.sync.package_builder import Site, new_site

HOLDER = Holder("522327103000", "册亨县丫他镇", "township", "a" * 32, "A1")


def signed(holder: Site, /, **changes: object) -> bytes:
    """A card with parts no program would write, properly signed."""
    parts: dict[str, Any] = json.loads(holder.card.data) | changes
    del parts["signature"]
    message = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    parts["signature"] = holder.keys.sign(b"QXNCARD1\n" + message.encode()).hex()
    return json.dumps(parts).encode()


def test_a_card_says_who_holds_the_keys(alice: Site) -> None:
    card = make_card(alice.keys, HOLDER, 5)
    assert parse_card(card.data) == card
    assert (card.unit, card.unit_name, card.role) == ("522327103000", "册亨县丫他镇", "township")
    assert (card.site, card.label, card.created) == ("a" * 32, "A1", 5)
    assert card.signing_key == alice.keys.signing_key
    assert card.recipient == alice.keys.recipient
    assert card.certificates == ()


def test_a_card_holds_no_secret(alice: Site) -> None:
    assert alice.keys.identity.encode() not in alice.card.data
    assert alice.keys.seed.hex().encode() not in alice.card.data


def test_layout_of_the_file_does_not_matter_but_its_content_does(alice: Site) -> None:
    parts = json.loads(alice.card.data)
    pretty = json.dumps(dict(reversed(parts.items())), indent=2, ensure_ascii=True).encode()
    assert fingerprint(parse_card(pretty)) == fingerprint(alice.card)
    parts["unit_name"] = "别的镇"
    with pytest.raises(TrustError):
        parse_card(json.dumps(parts).encode())


def test_unknown_parts_and_certificates_of_later_versions_are_let_through(alice: Site) -> None:
    data = signed(alice, certificates=[{"by": "x"}], colour={"x": [1]})
    assert parse_card(data).certificates == ({"by": "x"},)
    assert parse_card(data).data == data


def test_every_changed_byte_is_noticed(alice: Site) -> None:
    for offset in range(len(alice.card.data)):
        changed = bytearray(alice.card.data)
        changed[offset] ^= 1
        with pytest.raises((UserError, TrustError)):
            parse_card(bytes(changed))


@given(st.binary(max_size=200) | st.text().map(str.encode))
def test_anything_else_is_refused_in_chinese(data: bytes) -> None:
    with pytest.raises(UserError) as caught:
        parse_card(data)
    assert re.search("[一-龥]", caught.value.message)


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b"[" * 50_000, b'{"format":' * 9_000, b"\xef\xbb\xbf{}", b'{"a":1.5}'],
)
def test_no_card(data: bytes) -> None:
    with pytest.raises(UserError):
        parse_card(data)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("unit", "52232710300"),
        ("unit", "52232710300０"),
        ("unit", 522327103000),
        ("unit_name", ""),
        ("unit_name", "甲\n乙"),
        ("unit_name", "甲\u202e乙"),
        ("unit_name", None),
        ("role", "king"),
        ("role", ["township"]),
        ("site", "../x"),
        ("site", "a\n"),
        ("label", "长" * 61),
        ("signing_key", "zz"),
        ("recipient", "age1xyz"),
        ("certificates", {}),
        ("created", -1),
        ("created", True),
        ("created", "1"),
        ("created", 2**63),
    ],
)
def test_wrong_parts_are_refused_even_when_signed(alice: Site, key: str, value: object) -> None:
    with pytest.raises(AppError) as caught:
        parse_card(signed(alice, **{key: value}))
    assert caught.value.exit_code == 3


def test_all_faults_are_named_at_once(alice: Site) -> None:
    with pytest.raises(UserError) as caught:
        make_card(alice.keys, Holder("1", "", "x", "", "A1"), 5)
    faults = caught.value.facts["problems"]
    assert [fault[0] for fault in faults] == ["unit", "unit_name", "role", "site"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("signature", [None, 5, "", "ab", "G" * 128, "00" * 64])
def test_a_signature_is_needed(alice: Site, signature: object) -> None:
    parts = json.loads(alice.card.data) | {"signature": signature}
    with pytest.raises(TrustError):
        parse_card(json.dumps(parts).encode())


def test_a_card_signed_by_another_is_refused(alice: Site, bob: Site) -> None:
    parts = json.loads(alice.card.data)
    with pytest.raises(TrustError):
        parse_card(signed(Site(bob.keys, alice.card)))
    parts["signing_key"] = bob.card.signing_key
    with pytest.raises(TrustError):
        parse_card(json.dumps(parts).encode())


def test_a_newer_format_asks_for_an_upgrade(alice: Site) -> None:
    with pytest.raises(UserError) as caught:
        parse_card(signed(alice, format="qxn-card/2"))
    assert "升级" in caught.value.message


def test_a_card_is_bounded() -> None:
    with pytest.raises(UserError) as caught:
        parse_card(b" " * (MAX_CARD + 1))
    assert caught.value.code == "E-SYN-002"


def test_a_fingerprint_is_eight_groups_of_four_digits(alice: Site) -> None:
    assert re.fullmatch(r"\d{4}( \d{4}){7}", fingerprint(alice.card))


def test_a_fingerprint_follows_keys_unit_and_site_only(alice: Site) -> None:
    same = parse_card(signed(alice, unit_name="新名", label="B2", created=9))
    assert fingerprint(same) == fingerprint(alice.card)
    others = [
        signed(alice, unit="522327104000"),
        signed(alice, site="z"),
        new_site("a" * 32).card.data,
    ]
    others.append(signed(alice, recipient=new_site("x").card.recipient))
    assert len({fingerprint(parse_card(data)) for data in others} | {fingerprint(alice.card)}) == 5


def test_a_typed_fingerprint_may_be_spaced_as_people_do(alice: Site, bob: Site) -> None:
    printed = fingerprint(alice.card)
    wide = printed.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
    for typed in (printed, printed.replace(" ", ""), printed.replace(" ", "-"), f"\n{wide}　"):
        assert is_fingerprint_of(typed, alice.card)
    for wrong in ("", printed[:-1], f"{printed}0", f"x{printed}", fingerprint(bob.card)):
        assert not is_fingerprint_of(wrong, alice.card)

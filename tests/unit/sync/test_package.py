"""What is sealed comes out the same for those it is for, and for nobody else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from qxn_desktop.common.errors import Bug, TrustError, UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.operation import Chain, Operation
from qxn_desktop.sync.card import fingerprint
from qxn_desktop.sync.keys import SiteKeys
from qxn_desktop.sync.package import peek, seal, unseal
from qxn_desktop.sync.package_body import decode_body, encode_body
from qxn_desktop.sync.package_content import PackageContent
from qxn_desktop.sync.package_header import MAX_RECIPIENTS, split
from tests.unit.sync.package_builder import Site, new_content, new_site, run_of

Opened = Callable[[bytes], PackageContent]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
integers = st.integers(-(2**63), 2**63 - 1)
values = st.recursive(
    st.none() | st.booleans() | integers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
payloads = st.dictionaries(st.sampled_from(["a", "b", "乙"]) | texts, values, max_size=4)
names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@st.composite
def contents(draw: st.DrawFn) -> PackageContent:
    chains = draw(st.lists(st.builds(Chain, names, names, names), max_size=3, unique=True))
    runs = []
    for chain in chains:
        first = draw(st.integers(1, 2**40))
        ops = [
            Operation(
                chain,
                first + at,
                draw(st.integers(0, 2**63 - 1)),
                draw(texts),
                draw(integers),
                draw(integers),
                draw(st.sampled_from(["household", "x"])),
                draw(texts),
                draw(st.sampled_from(["put", "event", "later"])),
                draw(payloads),
            )
            for at in range(draw(st.integers(1, 5)))
        ]
        runs.append(run_of(ops, previous=draw(st.binary(min_size=32, max_size=32))))
    have = {run.chain: (run.last, run.last_hash) for run in runs}
    return PackageContent("a" * 32, "0" * 32, draw(integers), have, tuple(runs))


@settings(max_examples=60)
@given(contents())
def test_a_body_comes_back_as_it_was(content: PackageContent) -> None:
    assert decode_body(encode_body(content)) == content


def test_a_package_comes_back_as_it_was(
    package: bytes, content: PackageContent, opened: Opened
) -> None:
    assert opened(package) == content
    assert len(opened(package).operations) == 7


def test_the_same_package_opens_again(package: bytes, opened: Opened) -> None:
    assert opened(package) == opened(package)


def test_unknown_kinds_and_fields_are_kept(package: bytes, opened: Opened) -> None:
    by_kind = {op.kind: op for op in opened(package).operations}
    assert by_kind["split"].entity == "well"
    assert by_kind["split"].payload == {"未知": {"深": [1, 2, {"x": None}]}}
    assert by_kind["put"].payload == {"new_field": -(2**63), "b": True}


def test_a_receipt_alone_is_a_package(alice: Site, bob: Site, opened: Opened) -> None:
    chain = Chain("a" * 32, "e1", "unit")
    have = {chain: (5, b"\1" * 32), Chain("b" * 32, "e1", "unit"): (0, b"\2" * 32)}
    content = PackageContent(alice.card.site, "f" * 32, 0, have)
    got = opened(seal(content, alice.keys, alice.card, [bob.card]))
    assert got.have == {chain: (5, b"\1" * 32)}
    assert got.runs == ()


def test_a_package_is_for_oneself_too(package: bytes, alice: Site, content: PackageContent) -> None:
    assert unseal(package, alice.keys, alice.card.site, {alice.card.site: alice.card}) == content


def test_as_many_recipients_as_allowed_and_no_more(alice: Site) -> None:
    content = PackageContent(alice.card.site, "f" * 32, 0)
    crowd = [replace(alice.card, site=f"{number:064d}") for number in range(MAX_RECIPIENTS)]
    cards = [replace(card, recipient=SiteKeys.generate().recipient) for card in crowd[:-2]]
    last = SiteKeys.generate()
    cards.append(replace(crowd[-1], recipient=last.recipient))
    data = seal(content, alice.keys, alice.card, cards)
    assert unseal(data, last, crowd[-1].site, {alice.card.site: alice.card}) == content
    with pytest.raises(UserError) as caught:
        seal(content, alice.keys, alice.card, [*cards, new_site("x").card])
    assert caught.value.code == "E-SYN-033"


@pytest.mark.parametrize("secret", ["岑𬱖", "韦婷", "522327103001", "household", "丫他镇", "A1"])
def test_nothing_private_stands_outside(package: bytes, secret: str) -> None:
    assert secret.encode() not in split(package).signed


def test_a_village_is_not_named_outside() -> None:
    village = new_site("a" * 32, unit="522327103001")
    data = seal(new_content(), village.keys, village.card, [])
    assert split(data).header.sender.area == "522327103000"
    assert b"522327103001" not in data


def test_a_look_from_outside(package: bytes, alice: Site, bob: Site) -> None:
    seen = peek(package)
    assert (seen.is_signed, seen.is_whole) == (True, True)
    assert seen.header.sender.fingerprint == fingerprint(alice.card)
    assert seen.header.recipients == (alice.card.site, bob.card.site)
    assert (seen.header.package, seen.header.part, seen.header.parts) == (
        "0123456789abcdef" * 2,
        1,
        1,
    )


def test_a_look_tells_damage_from_forgery(package: bytes) -> None:
    start = len(package) - split(package).header.ciphertext.length
    signature = bytearray(package)
    signature[start - 1] ^= 1
    assert (peek(bytes(signature)).is_signed, peek(bytes(signature)).is_whole) == (False, True)
    assert (peek(package[:-1]).is_signed, peek(package[:-1]).is_whole) == (True, False)


def test_two_seals_never_look_alike(package: bytes, alice: Site, bob: Site) -> None:
    again = seal(new_content(), alice.keys, alice.card, [bob.card])
    assert split(again).ciphertext != split(package).ciphertext


def test_an_unknown_signer_is_refused_with_the_fingerprint(
    package: bytes, alice: Site, bob: Site
) -> None:
    with pytest.raises(TrustError) as caught:
        unseal(package, bob.keys, bob.card.site, {bob.card.site: bob.card})
    assert caught.value.code == "E-SYN-043"
    assert fingerprint(alice.card) in caught.value.message


def test_a_signer_with_another_key_than_pinned_is_refused(package: bytes, bob: Site) -> None:
    impostor = new_site("a" * 32)
    with pytest.raises(TrustError) as caught:
        unseal(package, bob.keys, bob.card.site, {"a" * 32: impostor.card})
    assert caught.value.code == "E-SYN-044"


def test_a_stolen_name_with_foreign_keys_is_refused(
    content: PackageContent, bob: Site, opened: Opened
) -> None:
    impostor = new_site("a" * 32)
    with pytest.raises(TrustError):
        opened(seal(content, impostor.keys, impostor.card, [bob.card]))


def test_only_recipients_open_it(package: bytes, alice: Site) -> None:
    carol = new_site("c" * 32)
    with pytest.raises(TrustError) as caught:
        unseal(package, carol.keys, carol.card.site, {alice.card.site: alice.card})
    assert caught.value.code == "E-SYN-042"


def test_the_name_of_a_recipient_is_not_enough(package: bytes, alice: Site, bob: Site) -> None:
    with pytest.raises(TrustError) as caught:
        unseal(package, new_site("x").keys, bob.card.site, {alice.card.site: alice.card})
    assert caught.value.code == "E-SYN-046"


@pytest.mark.parametrize(
    "payload", [{"a": 1.5}, {"a": [{"b": 0.1}]}, {"a": 2**63}, {"a": "\ud800"}]
)
@pytest.mark.parametrize("kind", ["put", "event"])
def test_what_no_operation_may_hold_is_not_sealed(
    content: PackageContent, alice: Site, payload: dict[str, Json], kind: str
) -> None:
    run = content.runs[1]
    bad = replace(run, operations=(structs.replace(run.operations[0], payload=payload, kind=kind),))
    with pytest.raises(UserError):
        seal(replace(content, runs=(bad,)), alice.keys, alice.card, [])


def test_runs_that_do_not_fit_their_operations_are_our_mistake(
    content: PackageContent, alice: Site
) -> None:
    run = content.runs[1]
    timeless = replace(run, operations=(structs.replace(run.operations[0], hlc=-1),))
    for loose in (replace(run, first=7), replace(run, chain=content.runs[0].chain), timeless):
        with pytest.raises(Bug):
            seal(replace(content, runs=(loose,)), alice.keys, alice.card, [])


@pytest.mark.parametrize("change", [{"site": "b" * 32}, {"package": "no"}, {"created": -1}])
def test_a_header_nobody_could_read_is_our_mistake(
    content: PackageContent, alice: Site, change: dict[str, str]
) -> None:
    with pytest.raises(Bug):
        seal(replace(content, **change), alice.keys, alice.card, [])  # type: ignore[arg-type]


@settings(max_examples=20)
@given(st.binary(max_size=3_000), st.integers(1, 3))
def test_photos_come_back(data: bytes, copies: int) -> None:
    photos = tuple((hashlib.sha256(data).hexdigest(), data) for _ in range(copies))
    content = PackageContent("a" * 32, "0" * 32, 0, photos=photos)
    assert decode_body(encode_body(content)).photos == photos

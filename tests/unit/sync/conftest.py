"""Two colleagues, a package between them, and a way to sign what ``seal`` would never write."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qxn_desktop.sync.package import seal, unseal
from qxn_desktop.sync.package_content import PackageContent
from qxn_desktop.sync.package_header import split
from tests.unit.sync.package_builder import Forger, Site, new_content, new_site


@pytest.fixture(scope="session")
def alice() -> Site:
    return new_site("a" * 32)


@pytest.fixture(scope="session")
def bob() -> Site:
    return new_site("b" * 32)


@pytest.fixture(scope="session")
def content() -> PackageContent:
    return new_content()


@pytest.fixture(scope="session")
def package(alice: Site, bob: Site, content: PackageContent) -> bytes:
    """From Alice to Bob."""
    return seal(content, alice.keys, alice.card, [bob.card])


@pytest.fixture(scope="session")
def opened(alice: Site, bob: Site) -> Callable[[bytes], PackageContent]:
    """What Bob, who pinned Alice, gets out of a package."""
    pinned = {alice.card.site: alice.card}
    return lambda data: unseal(data, bob.keys, bob.card.site, pinned)


@pytest.fixture(scope="session")
def forger(alice: Site, bob: Site, package: bytes) -> Forger:
    return Forger(alice, [alice.card.recipient, bob.card.recipient], split(package).header)

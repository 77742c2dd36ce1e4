"""Laptops of one township that exchange packages, shared by the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qxn_desktop.services.vocabulary import vocabulary
from tests.integration.copied_site import Sites
from tests.integration.services.town import Town


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    made = Sites(tmp_path_factory.mktemp("exchange"), vocabulary)
    yield made
    made.close()


@pytest.fixture
def town(sites: Sites, tmp_path: Path) -> Town:
    return Town(sites, tmp_path)

"""Workspaces that the tests of the contract share, one set a module."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.contract import DEMO, VILLAGE, added, done, new
from tests.cli.driver import TOWN


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("验收 目录")


@pytest.fixture(scope="module")
def ws(room: Path) -> Path:
    """A township's workspace, at a path with Chinese and a space."""
    return new(room / "甲 乙")


@pytest.fixture(scope="module")
def shown(room: Path) -> Path:
    done("demo", room / "demo", "--unit", TOWN, *DEMO)
    return room / "demo"


@pytest.fixture(scope="module")
def toilet(ws: Path) -> str:
    return added(ws, "toilet", f"village={VILLAGE}", "type=三格式")

"""Wrong usage is told in Chinese, without the library's English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.driver import qxn


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["new"],
        ["new", "w", "--unit"],
        ["new", "w", "--unit", "1", "--role", "king"],
        ["info", "w", "extra"],
        ["list", "w", "household", "--limit", "x"],
        ["clerk"],
    ],
)
def test_wrong_usage_in_chinese(arguments: list[str], tmp_path: Path) -> None:
    ran = qxn(*arguments)
    assert ran.code == 2
    english = re.sub(r"--?[\w-]+|[A-Z_]+\b|qxn|'?(king|nonsense|extra|x|w)'?", "", ran.error["message"])
    words = re.findall(r"[a-z]{3,}", english.split("可用：")[0])
    assert words == []

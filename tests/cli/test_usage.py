"""Wrong usage is told in Chinese, without the library's English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qxn_desktop.cli import main
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
    given = r"--?[\w-]+|[A-Z_]+\b|qxn|'?(king|nonsense|extra|x|w)'?"
    english = re.sub(given, "", ran.error["message"])
    words = re.findall(r"[a-z]{3,}", english.split("可用：")[0])
    assert words == []


def test_a_failure_of_ours_is_one_sentence_and_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> object:
        raise RuntimeError("522327190012318885")

    monkeypatch.setenv("QXN_HOME", str(tmp_path))
    monkeypatch.setattr("qxn_desktop.services.templates.check_text", broken)
    sample = tmp_path / "x.toml"
    sample.write_text("", encoding="utf-8")
    assert main.run(["templates", "check", str(sample), "--json"]) == 70
    printed = capsys.readouterr()
    assert "E-CLI-070" in printed.err
    assert "522327" not in printed.err + printed.out
    assert len(list((tmp_path / "logs").iterdir())) == 1

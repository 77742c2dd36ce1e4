from __future__ import annotations

import file_guard
import pytest


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"text\n", None),
        (b"text\r\n", None),
        (b"", None),
        (b"text", "no line break"),
        ("村".encode(), "no line break"),
        (b"text\n\n", "blank lines"),
        (b"text\r\n\r\n", "blank lines"),
        (b"\x00\x01picture", None),
        (b"\xff\xd8picture", None),
        (b"x" * file_guard.LARGEST + b"\n", "over 8 MB"),
    ],
)
def test_fault(tmp_path, content, expected):
    path = tmp_path / "file"
    path.write_bytes(content)
    found = file_guard.fault(path)
    assert found is None if expected is None else expected in found


def test_every_fault_is_printed_with_its_file(tmp_path, capsys):
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_bytes(b"a = 1\n")
    bad.write_bytes(b"a = 1")
    assert file_guard.main([str(good)]) == 0
    assert file_guard.main([str(good), str(bad), str(tmp_path / "deleted")]) == 1
    assert capsys.readouterr().out == f"{bad}: no line break at the end\n"


def test_without_names_git_is_asked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert file_guard.tracked_files() == []

from __future__ import annotations

from pathlib import Path

import pytest

from qxn_desktop.common.crash_note import write_crash_note


def fail() -> None:
    number = "522327190012318885"
    try:
        {}[number]
    except KeyError as error:
        raise ValueError(f"no {number}") from error


def test_a_note_tells_places_and_no_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QXN_HOME", str(tmp_path))
    with pytest.raises(ValueError, match="no") as caught:
        fail()
    path = write_crash_note(caught.value)
    assert path is not None
    text = path.read_text(encoding="utf-8")
    assert "522327" not in text
    assert "ValueError" in text
    assert "KeyError" in text
    assert "test_crash_note.py" in text


def test_a_failure_that_is_its_own_cause_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QXN_HOME", str(tmp_path))
    error = ValueError("x")
    error.__cause__ = error
    path = write_crash_note(error)
    assert path is not None
    assert path.read_text(encoding="utf-8").count("ValueError") == 1


def test_a_note_that_cannot_be_written_is_no_second_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("QXN_HOME", str(tmp_path / "file"))
    assert write_crash_note(ValueError("x")) is None

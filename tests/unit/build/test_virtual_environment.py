from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import virtual_environment
from step import StepError


@pytest.fixture
def steps(tmp_path, monkeypatch) -> list[str]:
    """A checkout with a small lock; names the steps instead of taking them."""
    taken: list[str] = []
    folder = tmp_path / ".venv"
    lock = tmp_path / "lock.txt"
    lock.write_text("a==1\n", encoding="utf-8")
    monkeypatch.setattr(virtual_environment, "FOLDER", folder)
    monkeypatch.setattr(virtual_environment, "LOCK", lock)
    monkeypatch.setattr(virtual_environment, "_STAMP", folder / "lock.sha256")
    monkeypatch.setattr(virtual_environment, "_starts", lambda: True)

    def take(what: str, _command: list[str]) -> None:
        folder.mkdir(exist_ok=True)
        taken.append(what)

    monkeypatch.setattr(virtual_environment, "run_quietly", take)
    return taken


def test_environment_is_made_once_for_a_lock(steps):
    virtual_environment.provide()
    assert steps == ["venv", "pip install", "pip check"]
    virtual_environment.provide()
    assert len(steps) == 3


def test_changed_lock_makes_it_anew(steps):
    virtual_environment.provide()
    virtual_environment.LOCK.write_text("a==2\n", encoding="utf-8")
    virtual_environment.provide()
    assert steps == ["venv", "pip install", "pip check"] * 2


def test_removed_python_makes_it_anew(steps, monkeypatch):
    virtual_environment.provide()
    monkeypatch.setattr(virtual_environment, "_starts", lambda: False)
    virtual_environment.provide()
    assert len(steps) == 6


def test_half_made_environment_is_made_anew(steps, monkeypatch):
    def break_off(_what: str, _command: list[str]) -> None:
        raise StepError("pip install failed")

    with monkeypatch.context() as broken:
        broken.setattr(virtual_environment, "run_quietly", break_off)
        with pytest.raises(StepError):
            virtual_environment.provide()
    virtual_environment.provide()
    assert steps == ["venv", "pip install", "pip check"]


def test_environment_does_not_saw_off_its_own_branch(steps, monkeypatch):
    monkeypatch.setattr(sys, "prefix", str(virtual_environment.FOLDER))
    with pytest.raises(StepError, match="your own Python"):
        virtual_environment.provide()
    assert steps == []


def test_child_processes_import_the_checkout(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    environment = virtual_environment.child_environment(QT_QPA_PLATFORM="offscreen")
    root, inherited = environment["PYTHONPATH"].split(os.pathsep)
    assert (Path(root) / "qxn_desktop").is_dir()
    assert inherited == "elsewhere"
    assert environment["QT_QPA_PLATFORM"] == "offscreen"

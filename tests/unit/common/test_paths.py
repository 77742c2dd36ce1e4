from __future__ import annotations

from pathlib import Path

import pytest

from qxn_desktop.common import paths
from qxn_desktop.common.errors import EnvironmentProblem


def test_folders_are_created_under_the_given_home(tmp_path, monkeypatch):
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "优盘"))
    assert paths.data_folder() == tmp_path / "优盘" / "data"
    assert paths.log_folder() == tmp_path / "优盘" / "logs"
    assert paths.data_folder().is_dir()
    assert paths.log_folder().is_dir()


def test_proposed_workspace_folder_is_only_named(tmp_path, monkeypatch):
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    assert not paths.documents_folder().exists()


@pytest.mark.skipif("sys.platform != 'linux'")
def test_without_a_home_the_folders_are_the_users_own(tmp_path, monkeypatch):
    monkeypatch.delenv(paths.HOME_VARIABLE, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_DOCUMENTS_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(variable, raising=False)
    assert paths.data_folder() == tmp_path / ".local/share/qxn_desktop"
    assert paths.log_folder() == tmp_path / ".local/state/qxn_desktop/log"
    assert paths.documents_folder().is_relative_to(tmp_path)


def test_folder_that_cannot_be_made_is_the_machines_fault(tmp_path, monkeypatch):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")
    monkeypatch.setenv(paths.HOME_VARIABLE, str(in_the_way))
    with pytest.raises(EnvironmentProblem, match="E-RES-003"):
        paths.data_folder()


def test_no_folder_lies_in_the_program(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    program = Path(paths.__file__).parents[2]
    assert not paths.data_folder().is_relative_to(program)

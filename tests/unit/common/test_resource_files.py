from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from qxn_desktop.common import resource_files
from qxn_desktop.common.errors import Bug

ROOT = Path(__file__).resolve().parents[3]

READ = """
import sys
from pathlib import Path
import qxn_desktop
from qxn_desktop.common import resource_files
assert Path(qxn_desktop.__file__).is_relative_to(sys.argv[1]), qxn_desktop.__file__
assert resource_files.resource_root().is_relative_to(sys.argv[1])
print(len(resource_files.list_resources("registers", ".toml")))
print(resource_files.read_resource("registers/village.toml").count("[[field]]") > 0)
"""


def test_source_tree_is_read_from_beside_the_package():
    assert resource_files.resource_root() == ROOT / "resources"
    assert "village" in resource_files.read_resource("registers/village.toml")


def test_listing_is_sorted_and_by_suffix():
    names = [path.name for path in resource_files.list_resources("registers", ".toml")]
    assert names == sorted(names)
    assert "village.toml" in names
    assert resource_files.list_resources("registers", ".nothing") == []


def test_frozen_program_reads_its_bundle(tmp_path, monkeypatch):
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "hello.txt").write_text("你好", encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource_files.read_resource("hello.txt") == "你好"


@pytest.mark.parametrize("name", ["nothing.toml", "registers"])
def test_missing_file_is_our_bug(name):
    with pytest.raises(Bug, match="E-RES-002"):
        resource_files.resource_path(name)


def test_missing_folder_is_not_an_empty_one():
    with pytest.raises(Bug, match="E-RES-002"):
        resource_files.list_resources("nothing", ".toml")


def test_program_without_resources_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(resource_files, "__file__", str(tmp_path / "a" / "b" / "c.py"))
    with pytest.raises(Bug, match="E-RES-001"):
        resource_files.resource_root()


def test_wheel_carries_every_resource_inside_the_package(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "w")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (tmp_path / "w").glob("*.whl")
    installed = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(installed), str(wheel)], check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-c", READ, str(installed)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed), "SYSTEMROOT": "C:\\Windows"},
        check=True,
        capture_output=True,
        text=True,
    )
    here = len(resource_files.list_resources("registers", ".toml"))
    assert done.stdout.split() == [str(here), "True"]

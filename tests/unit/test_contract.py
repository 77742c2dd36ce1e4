"""Every import contract is shown to bite: offenders are planted in a copy and must be named."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = "from importlinter.cli import lint_imports_command as c; c(['--no-cache', '--no-logo'])"

LAYERS = "layers: imports go down only, siblings do not know each other"
ACYCLIC = "acyclic: no import cycle inside any package"
PURE = "domain is pure: no input or output, no clock, no chance"
QT = "Qt only in ui"
SQLITE = "SQLite only in store"
REPORTS = "documents only in reports"
BOOKS = "workbooks only in excel"

OFFENDERS = {
    # module below qxn_desktop: (its source, the contract it breaks, what the report names)
    "common/bad_up": ("import qxn_desktop.domain", LAYERS, "qxn_desktop.common.bad_up"),
    "domain/bad_up": ("import qxn_desktop.services", LAYERS, "qxn_desktop.domain.bad_up"),
    "store/bad_sibling": ("import qxn_desktop.sync", LAYERS, "qxn_desktop.store.bad_sibling"),
    "sync/bad_sibling": ("import qxn_desktop.reports", LAYERS, "qxn_desktop.sync.bad_sibling"),
    "cli/bad_sibling": ("import qxn_desktop.ui", LAYERS, "qxn_desktop.cli.bad_sibling"),
    "ui/bad_sibling": ("import qxn_desktop.cli", LAYERS, "qxn_desktop.ui.bad_sibling"),
    "services/bad_one": ("import qxn_desktop.services.bad_two", ACYCLIC, ".bad_one"),
    "services/bad_two": ("import qxn_desktop.services.bad_one", ACYCLIC, ".bad_two"),
    "domain/bad_database": ("import sqlcipher3", PURE, "qxn_desktop.domain.bad_database"),
    "domain/bad_file": ("import pathlib", PURE, "qxn_desktop.domain.bad_file"),
    "domain/bad_chance": ("import random", PURE, "qxn_desktop.domain.bad_chance"),
    "domain/bad_picture": ("from PIL import Image", PURE, "qxn_desktop.domain.bad_picture"),
    "domain/bad_key": ("import cryptography", PURE, "qxn_desktop.domain.bad_key"),
    "domain/bad_seal": ("import pyrage", PURE, "qxn_desktop.domain.bad_seal"),
    "domain/bad_roundabout": (
        "import qxn_desktop.common.resource_files",
        PURE,
        "qxn_desktop.domain.bad_roundabout",
    ),
    "services/bad_window": ("from PySide6 import QtCore", QT, "qxn_desktop.services.bad_window"),
    "cli/bad_window": ("import shiboken6", QT, "qxn_desktop.cli.bad_window"),
    "sync/bad_table": ("import sqlite_utils", SQLITE, "qxn_desktop.sync.bad_table"),
    "services/bad_table": ("import sqlite3", SQLITE, "qxn_desktop.services.bad_table"),
    "services/bad_page": ("import reportlab", REPORTS, "qxn_desktop.services.bad_page"),
    "store/bad_text": ("import docx", REPORTS, "qxn_desktop.store.bad_text"),
    "services/bad_book": ("import xlsxwriter", BOOKS, "qxn_desktop.services.bad_book"),
    "reports/bad_sibling": ("import qxn_desktop.excel", LAYERS, "qxn_desktop.reports.bad_sibling"),
}


@pytest.fixture(scope="module")
def findings(tmp_path_factory) -> dict[str, str]:
    """What lint-imports says about each broken contract, in a copy with all the offenders."""
    copy = tmp_path_factory.mktemp("offended")
    shutil.copy(ROOT / "pyproject.toml", copy)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "qxn_desktop", copy / "qxn_desktop", ignore=ignore)
    for module, (source, _contract, _named) in OFFENDERS.items():
        (copy / f"qxn_desktop/{module}.py").write_text(f"{source}\n", encoding="utf-8")
    return sections(lint(copy))


def lint(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", LINT],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200", "SYSTEMROOT": "C:\\Windows"},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


def sections(report: str) -> dict[str, str]:
    """The part under "Broken contracts", by the contract's name."""
    broken = report.split("Broken contracts", 1)[1]
    parts = re.split(r"^(.+)\n-{3,}\n", broken, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("module", OFFENDERS)
def test_offender_is_named_under_its_contract(findings, module):
    _source, contract, named = OFFENDERS[module]
    assert named in findings[contract]


def test_package_without_a_layer_is_reported(tmp_path):
    for package in ("ui", "cli", "services", "store", "sync", "reports", "domain", "common", "odd"):
        (tmp_path / "qxn_desktop" / package).mkdir(parents=True)
        (tmp_path / "qxn_desktop" / package / "__init__.py").touch()
    (tmp_path / "qxn_desktop" / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert "qxn_desktop.odd" in lint(tmp_path)


def test_every_contract_has_its_offender(findings):
    assert set(findings) == {contract for _source, contract, _named in OFFENDERS.values()}

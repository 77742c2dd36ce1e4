"""Blank sheets by the command line: out, filled, back."""

from __future__ import annotations

from pathlib import Path

import pytest

from qxn_desktop.services.catalog import shipped_templates
from tests.cli.driver import done, qxn
from tests.integration.services.sheet_builder import filled

GC = {
    "GC01": "1", "GC02": "1", "GC03": "2", "GC04": "2", "GC05": "1", "GC06": "1",
    "GC08": "1", "GC09": "1", "GC10": "1", "GC12": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sheets") / "office"
    done("demo", root, "--households", "24", "--months", "2", "--until", "2026-11-25")
    return root


def test_sheets_go_out_and_come_back_once(office, tmp_path):
    printed = done("sheets", "write", office, "GC", "--out", tmp_path / "a.pdf")
    assert printed["pages"] == printed["sheets"] + 1
    blank = tmp_path / "blank.xlsx"
    written = done("sheets", "write", office, "GC", "--out", blank)
    assert written["keys"] == printed["keys"]
    codes = {i.code: n for n, i in enumerate(shipped_templates()["GC"][0].items, 1)}
    good = {code: text for code, text in {**GC, "GC04": "1"}.items() if text}
    rows = {written["keys"][0]: good, written["keys"][1]: {"GC01": "9"}}
    path = filled(blank, tmp_path / "filled.xlsx", rows, codes, "2026-11-25")
    before = done("digest", office)
    looked = done("sheets", "read", office, path, "--dry-run")
    assert (looked["counts"]["new"], looked["counts"]["fault"]) == (1, 1)
    assert looked["rows"][1]["faults"][0]["place"].startswith("第4行")
    assert done("digest", office) == before
    taken = done("sheets", "read", office, path)
    assert len(taken["recorded"]) == 1
    again = done("sheets", "read", office, path)
    assert (again["counts"]["already"], again["recorded"]) == (1, [])


def test_wrong_files_and_forms_are_refused(office, tmp_path):
    assert qxn("sheets", "write", office, "GC", "--out", tmp_path / "a.docx").code == 2
    assert qxn("sheets", "write", office, "XX", "--out", tmp_path / "a.pdf").code == 3
    (tmp_path / "b.xlsx").write_bytes(b"no workbook")
    refused = qxn("sheets", "read", office, tmp_path / "b.xlsx")
    assert (refused.code, refused.error["code"]) == (3, "E-XLS-001")

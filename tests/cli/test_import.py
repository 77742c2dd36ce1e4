"""Spreadsheets into the registers by the command line."""

from __future__ import annotations

import json

import pytest

from tests.cli.contract import VILLAGE, done, new
from tests.cli.driver import qxn

TEXT = (
    "板万村2026年台账,,\n"
    "村,户主姓名,联系电话\n"
    "{village},韦建国,13800000001\n"
    "{village},韦建军,123\n"
    "合计,,2\n"
)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return new(tmp_path_factory.mktemp("import") / "office")


def test_rows_come_in_once_and_those_at_fault_are_named(office, tmp_path):
    path, back = tmp_path / "台账.csv", tmp_path / "批注.xlsx"
    path.write_bytes(TEXT.format(village=VILLAGE).encode("gb18030"))
    looked = done("import", office, "household", path, "--dry-run", "--errors", back)
    assert done("info", office)["counts"]["household"] == 0
    assert back.is_file()
    taken = done("import", office, "household", path)
    keys = ("rows", "added", "updated", "unchanged", "rejected")
    assert [taken[key] for key in keys] == [looked[key] for key in keys] == [2, 1, 0, 0, 1]
    [fault] = taken["problems"]
    assert (fault["row"], fault["column"], fault["code"]) == (4, "联系电话", "E-REG-222")
    before = done("digest", office)
    again = done("import", office, "household", path)
    assert [again[key] for key in keys] == [2, 0, 0, 1, 1]
    assert done("digest", office) == before


def test_a_mapping_names_the_columns(office, tmp_path):
    path, pairs = tmp_path / "b.csv", tmp_path / "map.json"
    path.write_text(f"甲,乙\n{VILLAGE},罗天才\n", encoding="utf-8")
    pairs.write_text(json.dumps({"甲": "village", "乙": "head_name"}, ensure_ascii=False), "utf-8")
    assert done("import", office, "household", path, "--map", pairs)["added"] == 1


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"PK\x03\x04", "E-XLS-001"),
        ("a.csv", b"\xff\xff\x00", "E-IO-062"),
        ("a.csv", b"", "E-IMP-001"),
        ("a.csv", "甲,乙\n1,2\n".encode(), "E-IMP-008"),
    ],
)
def test_what_is_no_register_is_refused(office, tmp_path, name, data, code):
    (tmp_path / name).write_bytes(data)
    before = done("digest", office)
    ran = qxn("import", office, "household", tmp_path / name, "--json")
    assert (ran.code, ran.json["error"]["code"]) == (3, code)
    assert done("digest", office) == before

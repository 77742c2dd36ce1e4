"""数据体检 by the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.driver import done, qxn

VILLAGE = "522327103200"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("quality") / "office"
    done("new", root, "--unit", "522327103000")
    home = done("add", root, "household", f"village={VILLAGE}", "head_name=韦建国")["id"]
    for name, relation in (("韦建国", "户主"), ("韦小平", "配偶")):
        done("add", root, "member", f"household={home}", f"name={name}", f"relation={relation}",
             "gender=男")  # fmt: skip
    return root


def test_findings_and_what_is_off(office, tmp_path):
    before = done("digest", office)
    found = done("quality", office, "--out", tmp_path / "out.xlsx")
    [finding] = found["findings"]
    assert (finding["rule"], finding["name"], finding["village"]) == ("DQ-007", "韦小平", VILLAGE)
    rules = {rule["rule"]: rule for rule in found["rules"]}
    assert len(rules) == 46
    assert rules["DQ-007"]["open"] == 1
    assert rules["DQ-022"]["off"] == "没有这一列的数据：务工月收入"
    assert (tmp_path / "out.xlsx").stat().st_size > 0
    assert done("digest", office) == before


def test_one_rule_and_one_village(office):
    assert len(done("quality", office, "--rule", "7")["findings"]) == 1
    assert done("quality", office, "--rule", "dq-006")["findings"] == []
    assert done("quality", office, "--village", "522327103201")["findings"] == []
    assert qxn("quality", office, "--rule", "DQ-999").code == 2
    assert qxn("quality", office, "--rule", "一").code == 2


def test_import_that_only_looks_is_checked_too(office, tmp_path):
    sheet = tmp_path / "members.csv"
    sheet.write_text(
        "村,户主姓名,姓名,与户主关系,性别\n丫他村,罗成,罗成,户主,男\n丫他村,罗成,罗小,女儿,男\n",
        encoding="utf-8",
    )
    looked = done("import", office, "member", sheet, "--dry-run", "--errors", tmp_path / "e.xlsx")
    [finding] = looked["findings"]
    assert finding["row"] == 3
    assert "性别却是男" in finding["message"]
    assert looked["rejected"] == 0
    assert (tmp_path / "e.xlsx").stat().st_size > 0

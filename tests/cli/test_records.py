"""The commands of the registers: their documents, and what is refused with which exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qxn_desktop.cli.main import run

NUMBER = "529000199003079035"


class Shell:
    """Runs commands on one workspace."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = str(root)
        self.capsys = capsys

    def __call__(self, *argv: str, workspace: bool = True) -> Any:
        code, document = self.tried(*argv, workspace=workspace)
        assert code == 0, document
        return document

    def tried(self, *argv: str, workspace: bool = True) -> tuple[int, Any]:
        first, *rest = argv
        self.capsys.readouterr()
        code = run(["--json", first, *([self.root] if workspace else []), *rest])
        return code, json.loads(self.capsys.readouterr().out)


@pytest.fixture
def qxn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    monkeypatch.setenv("QXN_PASSPHRASE", "演示口令八位以上")
    shell = Shell(tmp_path / "w", capsys)
    shell("new", "--unit", "522327103000", "--clerk", "韦建国")
    return shell


def test_a_row_lives_from_add_to_undo(qxn: Shell) -> None:
    row = qxn("add", "household", "village=丫他村", "head_name=韦国明", f"id_number={NUMBER}")
    assert row["changed"] == ["village", "head_name", "id_number"]
    assert qxn("set", row["id"], "note=a=b")["changed"] == ["note"]
    shown = qxn("get", row["id"], "--history")
    assert shown["register"] == "household"
    assert shown["values"]["note"] == "a=b"
    last = shown["history"][-1]
    assert last.keys() == {"at", "actor", "site", "field", "old", "new", "current"}
    assert (last["actor"], last["field"], last["new"], last["current"]) == (
        "韦建国", "note", "a=b", True
    )  # fmt: skip
    assert last["at"].endswith("+08:00")
    qxn("delete", row["id"])
    assert qxn.tried("get", row["id"])[0] == 3
    qxn("undelete", row["id"])
    assert qxn("undo")["kind"] == "delete"


def test_a_listing_is_flat_masked_and_paged(qxn: Shell) -> None:
    for name in ("韦国明", "罗秀英"):
        qxn("add", "household", "village=522327103200", f"head_name={name}", "phone=15400010001")
    found = qxn("list", "household", "--where", "village=522327103200", "--limit", "1")
    assert (found["total"], len(found["rows"])) == (2, 1)
    assert found["rows"][0]["phone"] == "154****0001"
    assert found["rows"][0]["note"] is None
    rest = qxn("list", "household", "--after", found["next"], "--unmasked", "核对")
    assert rest["next"] is None
    assert rest["rows"][0]["phone"] == "15400010001"


def test_registers_and_divisions_need_no_workspace(qxn: Shell) -> None:
    found = {entry["id"]: entry for entry in qxn("registers", workspace=False)}
    assert found.keys() >= {"village", "household", "member", "toilet", "public_toilet"}
    assert "check" not in found
    assert {"id", "title", "type", "indexed"} <= found["household"]["fields"][0].keys()
    for text in ("丫他镇", "ytz", "522327103000"):
        codes = [unit["code"] for unit in qxn("divisions", text, workspace=False)]
        assert "522327103000" in codes


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["add", "household", "village"], 2),
        (["add", "household", "note=1", "note=2"], 2),
        (["list", "household", "--limit", "0"], 2),
        (["list", "household", "--limit", "x"], 2),
        (["list", "household", "--where", "village"], 2),
        (["list", "household", "--after", "nobody"], 3),
        (["list", "nothing"], 3),
        (["add", "household", "village=丫他村", "head_name=甲", "identified_on=2026-02-31"], 3),
        (["set", "nobody", "note=1"], 3),
        (["delete", "522327103200"], 3),
        (["undo"], 3),
    ],
)
def test_a_refusal_has_its_code_and_changes_nothing(qxn: Shell, argv: list[str], code: int) -> None:
    before = qxn("digest")
    tried, document = qxn.tried(*argv)
    assert tried == code
    assert document["error"].keys() == {"code", "message", "facts"}
    assert qxn("digest") == before


def test_a_demonstration_comes_out_the_same_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QXN_PASSPHRASE", "演示口令八位以上")
    digests = []
    for name in ("a", "b"):
        shell = Shell(tmp_path / name, capsys)
        arguments = ("--until", "2026-11-23", "--households", "24", "--months", "1", "--seed", "7")
        made = shell("demo", *arguments)
        assert made["workspace"] == shell.root
        assert made["counts"]["household"] == 24
        assert made["counts"]["check"] > 0
        digests.append(shell("digest"))
    assert digests[0] == digests[1]
    code, document = Shell(tmp_path / "c", capsys).tried("demo", "--until", "2026-02-31")
    assert (code, document["error"]["code"]) == (3, "E-CLI-005")
